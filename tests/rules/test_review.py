"""A review as a value: order, words, HTML, missing facts, and the promises a rule makes."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legality import NOTHING_KNOWN, design, facts, size, vm

import azstudy as az
from azstudy.errors import UnknownNameError
from azstudy.model.disk import DataDisk
from azstudy.model.network import PublicIp
from azstudy.model.placement import AvailabilitySet
from azstudy.rules import Breach, Facts, Severity, State, all_rules, find_rule, path, review, rule
from azstudy.rules._frame import _REGISTER

KNOWN = facts(
    size(max_data_disks=1, premium_storage=True, generations=(2,)), offered={("Standard_D4s_v5", "westeurope")}
)
WRONG = design(
    vm(
        "web2",
        zone=1,
        availability_set="set",
        data_disks=[DataDisk("a", 8), DataDisk("<b>", 8, type="Standard SSD", iops=9)],
    ),
    AvailabilitySet("set"),
    PublicIp("ip", "Basic"),
)


def test_errors_come_first_and_everything_has_its_place():
    found = review(WRONG, KNOWN)
    ranks = [(finding.state is State.NOT_CHECKED, finding.severity.rank) for finding in found.violated]
    assert ranks == sorted(ranks)
    assert {"size-01", "avset-05", "disk-08", "life-04"} <= set(found.rule_ids)
    assert [finding.rule_id for finding in found.about("web2/<b>") if finding.state is State.VIOLATED] == ["disk-08"]
    assert set(found.by_subject) >= {"web2", "web2/<b>", "ip"}
    assert not found.ok
    assert len(found) == len(found.violated) + len(found.not_checked) == len(list(found))
    assert "availability-set-inside-a-zone" in found.misconceptions


def test_the_same_design_gives_the_same_words():
    assert str(review(WRONG, KNOWN)) == str(review(WRONG, KNOWN))
    backwards = WRONG.evolve(resources=WRONG.resources[::-1])
    assert str(review(backwards, KNOWN)) == str(review(WRONG, KNOWN))


def test_words_are_short_and_carry_the_rule():
    lines = str(review(WRONG, KNOWN)).splitlines()
    assert re.fullmatch(r"\d+ errors?, \d+ warnings?.*\(\d+ rules.*\)\.", lines[0])
    assert "✗ web2: 2 data disks; D4s_v5 takes 1. [size-01]" in lines
    assert all(len(line) < 240 for line in lines)


def test_an_explanation_has_reason_fix_and_dated_source():
    words = review(WRONG, KNOWN, rules=[find_rule("avset-05")]).explain()
    for part in (
        "why: A VM stands in a zone or in an availability set",
        "fix: Choose zones",
        "source: Availability sets (",
    ):
        assert part in words


def test_html_escapes_names_and_links_the_page():
    bundle = review(WRONG, KNOWN)._repr_mimebundle_()
    assert bundle["text/plain"] == str(review(WRONG, KNOWN))
    html = bundle["text/html"]
    assert "web2/&lt;b&gt;" in html and "<b>" not in html
    assert 'href="https://' in html.replace("'", '"')


def test_nothing_known_is_said_and_not_passed_over():
    found = review(design(vm("a", data_disks=[DataDisk("d", 8)])), NOTHING_KNOWN)
    assert found.errors == ()
    assert {"size-01", "size-03", "size-06", "generation-01", "life-01"} <= {f.rule_id for f in found.not_checked}
    assert "not checked: how many data disks D4s_v5 takes" in str(found)
    assert review(design(vm("a"))).not_checked


def test_one_missing_fact_is_one_line():
    found = review(design(vm("a", os_disk="HDD"), region="atlantis"), Facts(sizes=KNOWN.sizes, regions=KNOWN.regions))
    days = [line for line in str(found).splitlines() if "the day of the review" in line]
    assert len(days) == len({line.split(":")[0] for line in days})


def test_a_review_is_plain_values_too():
    plain = json.loads(json.dumps(review(WRONG, KNOWN).as_dict()))
    assert plain["on"] == "2026-11-22"
    assert {"rule", "subject", "what", "reason", "fix", "url", "date"} <= set(plain["findings"][0])


def test_a_clean_design_says_so():
    found = review(design(), KNOWN)
    assert str(found) == f"Nothing found ({len(all_rules())} rules)."
    assert found.ok and not found.findings


def test_the_catalogue_serves_as_facts():
    catalog = az.default_catalog()
    found = review(
        design(vm(data_disks=[DataDisk(f"d{n}", 8) for n in range(9)])), Facts(sizes=catalog, regions=catalog)
    )
    assert "9 data disks; D4s_v5 takes 8." in {finding.what for finding in found.errors}


@pytest.mark.parametrize("each", all_rules(), ids=lambda each: each.id)
def test_a_rule_is_whole(each):
    assert each.title and each.statement.endswith(".") and each.fix.endswith(".")
    assert each.page.url.startswith("https://") and re.fullmatch(r"20\d\d(-\d\d){0,2}", each.page.as_of)
    assert not each.misconception or re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each.misconception)
    assert isinstance(each.severity, Severity)
    assert len(each.statement) < 320


def test_a_rule_is_found_by_its_id():
    assert find_rule("disk-05").title == "IOPS of Premium SSD v2 and Ultra"
    with pytest.raises(UnknownNameError, match="disk-05"):
        find_rule("disk-5")


def test_slips_of_an_author_are_refused():
    words = {"section": "1.1", "severity": "error", "title": "t", "statement": "s.", "fix": "f."}
    with pytest.raises(ValueError, match="topic and two digits"):
        rule("Disk5", source="DTY", **words)
    with pytest.raises(ValueError, match="No page"):
        rule("test-01", source="NOPE", **words)
    with pytest.raises(ValueError, match="is taken by"):
        rule("disk-05", source="DTY", **words)(lambda design, facts: [Breach("", "")])
    assert find_rule("disk-05").check.__name__ == "_iops"
    assert "test-01" not in _REGISTER


@given(st.lists(st.text(max_size=5), max_size=4))
def test_a_path_joins_what_is_there(parts):
    assert path(*parts) == "/".join(part for part in parts if part)
