import csv
import re
from collections import defaultdict

import pytest

import azstudy as az
from azstudy._resources import data_dir
from azstudy.catalog.names import renamed
from azstudy.catalog.study import exam_outline, glossary
from azstudy.errors import DataError, UnknownNameError


def test_weights_of_the_domains_can_make_a_whole_exam():
    domains = {skill.domain: (skill.low_percent, skill.high_percent) for skill in exam_outline().skills}
    lows, highs = zip(*domains.values(), strict=True)
    assert sum(lows) < 100 < sum(highs)
    assert sum(lows) + sum(highs) == 200


def test_home_share_is_the_share_of_skills_times_the_weight():
    with (data_dir() / "objectives.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    by_domain = defaultdict(list)
    for row in rows:
        by_domain[row["domain"]].append(row)
    low = high = 0.0
    for skills in by_domain.values():
        home = [row for row in skills if row["taught"] == "home"]
        low += float(skills[0]["low_percent"]) * len(home) / len(skills)
        high += float(skills[0]["high_percent"]) * len(home) / len(skills)
    assert exam_outline().home_percent == pytest.approx((low, high), abs=0.06)


def test_compute_is_the_home_of_azstudy():
    home = {(skill.objective, skill.skill) for skill in exam_outline().skills if skill.taught == "home"}
    assert {objective for objective, _ in home} == {"3.1", "3.2", "4.1"}
    assert all("compute" in skill for objective, skill in home if objective != "4.1")


def test_every_weight_has_a_source_and_a_date():
    assert all(skill.source and skill.as_of for skill in exam_outline().skills)


def test_outline_shows_the_same_as_text_and_as_html():
    bundle = exam_outline()._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    for words in ("AZ-305 by domain", "4 Infrastructure", "30 to 35 %", "estimated"):
        assert words in bundle["text/plain"]
        assert words in bundle["text/html"]


def test_words_of_a_chapter():
    assert az.glossary("02").words == az.glossary(2).words
    assert {word.chapter for word in az.glossary("02").words} == {"02"}
    chapters = {word.chapter for word in az.glossary().words}
    assert len(az.glossary().words) == sum(len(az.glossary(chapter).words) for chapter in chapters)


@pytest.mark.parametrize("given", ["P95", "p95 (95th percentile)", "95th percentile", "  P95 "])
def test_a_word_is_found_with_or_without_its_brackets(given):
    assert [word.term for word in glossary(given).words] == ["P95 (95th percentile)"]


def test_an_unknown_word_suggests_the_nearest():
    with pytest.raises(UnknownNameError, match="comfort factor"):
        glossary("comfort facto")


def test_terms_are_unique_and_sorted():
    words = [(word.chapter, word.term.lower()) for word in glossary().words]
    assert words == sorted(words)
    assert len({term for _, term in words}) == len(words)


def test_a_broken_weight_is_said_clearly(tmp_path):
    text = (data_dir() / "objectives.csv").read_text(encoding="utf-8").replace(",30,35,", ",about 30,35,")
    (tmp_path / "objectives.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"objectives\.csv.*4\.1"):
        exam_outline(folder=tmp_path)


def test_a_missing_glossary_is_said_clearly(tmp_path):
    with pytest.raises(DataError, match=r"glossary\.csv is missing"):
        glossary(folder=tmp_path)


def test_an_outline_without_rows_is_said_clearly(tmp_path):
    first = (data_dir() / "objectives.csv").read_text(encoding="utf-8").splitlines()[0]
    (tmp_path / "objectives.csv").write_text(first + "\n", encoding="utf-8")
    with pytest.raises(DataError, match="no rows"):
        exam_outline(folder=tmp_path)


def test_words_stand_left_and_numbers_right_in_html():
    row = re.search(r"<tr>(?!<th scope=\"col).*?</tr>", exam_outline()._repr_mimebundle_()["text/html"])[0]
    assert re.findall(r"text-align:(\w+)", row) == ["left", "left", "right", "right", "left"]


def test_what_cannot_be_bought_names_its_near_misses_in_html_too():
    bundle = az.find_sizes(vcpus=4, memory_gib=16, series="Dsv5", budget_usd_per_month=160)._repr_mimebundle_()
    for text in bundle.values():
        assert "near miss: D4s_v5 would fit with" in text


def test_an_old_name_leads_to_the_one_of_today():
    with pytest.raises(UnknownNameError, match="called Microsoft Entra ID today"):
        glossary("Azure AD")
    with pytest.raises(UnknownNameError, match="Did you mean"):
        az.current_name("Azure Sentinal")
    assert [one.old for one in renamed()] == sorted(one.old for one in renamed())
    assert not {one.old for one in renamed()} & {one.today for one in renamed()}
