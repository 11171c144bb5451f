from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.catalog.book import Question, monthly_costs
from azstudy.catalog.catalog import default_catalog
from azstudy.catalog.requirement import BY_NAME, CONSTRAINTS
from azstudy.errors import AzstudyError, InvalidInputError, UnknownNameError
from azstudy.model.facts import OperatingSystem, Term

CATALOG = default_catalog()
REGIONS = ("westeurope", "eastus", "polandcentral", "westus")
NEEDS = st.fixed_dictionaries(
    {},
    optional={
        "vcpus": st.sampled_from([1, 2, 4, 8, 16, 64]),
        "max_vcpus": st.sampled_from([64, 96]),
        "memory_gib": st.sampled_from([1, 8, 16, 31.5, 256]),
        "min_memory_per_vcpu": st.sampled_from([2, 4, 8]),
        "data_disks": st.sampled_from([0, 4, 16, 32]),
        "uncached_iops": st.sampled_from([3000, 6400, 20000]),
        "nics": st.sampled_from([2, 4, 8]),
        "gpus": st.sampled_from([0, 1]),
        "architecture": st.sampled_from(["x64", "arm64"]),
        "premium_storage": st.booleans(),
        "generation": st.sampled_from([1, 2]),
        "burstable": st.booleans(),
        "family": st.sampled_from(["D", ("E", "F"), "N", "DC"]),
        "current_generation": st.booleans(),
    },
)
OPTIONS = st.fixed_dictionaries(
    {
        "regions": st.lists(st.sampled_from(REGIONS), min_size=1, max_size=3, unique=True),
        "term": st.lists(st.sampled_from(list(Term)), min_size=1, max_size=3, unique=True),
        "hours_per_month": st.sampled_from([50.0, 365.0, 730.0]),
    },
    optional={
        "os": st.sampled_from(["linux", "windows"]),
        "budget_usd_per_month": st.sampled_from([20.0, 150.0, 2000.0]),
        "zones": st.sampled_from([0, 3]),
    },
)


def meets(size: az.VmSize, needs: dict[str, Any]) -> bool:
    """The needs read one by one from a size, with no bitmap in sight."""
    for name, needed in needs.items():
        if name == "current_generation":
            if needed and (size.previous_generation or size.retirement_date or size.promo):
                return False
            continue
        if name == "family":
            parsed = az.SizeName.parse(size.name)
            early = parsed.subfamily == "S" and parsed.numbering == "position"
            letters = (parsed.family or "?") + ("" if early else parsed.subfamily or "")
            if not any(
                letters == f or (f == "N" and letters[0] == "N")
                for f in ([needed] if isinstance(needed, str) else needed)
            ):
                return False
            continue
        value = {
            "vcpus": size.vcpus,
            "max_vcpus": size.vcpus,
            "memory_gib": size.memory_gib,
            "min_memory_per_vcpu": size.memory_per_vcpu,
            "data_disks": size.max_data_disks,
            "uncached_iops": size.uncached_iops,
            "nics": size.max_nics,
            "gpus": size.gpu_count,
            "architecture": size.architecture,
            "premium_storage": size.premium_storage,
            "generation": size.generations,
            "burstable": size.burstable if size.has_specs else None,
        }[name]
        if value is None:
            return False
        if name == "generation":
            ok = needed in value
        elif name in ("architecture", "premium_storage", "burstable"):
            ok = value == needed
        else:
            ok = value <= needed if name.startswith("max_") else value >= needed
        if not ok:
            return False
    return True


def brute_force(needs: dict[str, Any], options: dict[str, Any]) -> list[tuple[float, str, str, str]]:
    os = OperatingSystem(options.get("os", "linux"))
    budget = options.get("budget_usd_per_month", math.inf)
    rows = []
    for region in options["regions"]:
        if CATALOG.region(region).zones < options.get("zones", 0):
            continue
        for term in options["term"]:
            question = Question(os, False, (region,), options["hours_per_month"])
            costs = monthly_costs(CATALOG.rates, question, term, region)
            for i, name in enumerate(CATALOG.sizes.names):
                size = CATALOG.sizes.size(i)
                if math.isnan(costs[i]) or costs[i] > budget or not meets(size, needs):
                    continue
                if size.retirement_date and size.retirement_date <= CATALOG.as_of:
                    continue
                if term is Term.SPOT and size.spot_capable is False:
                    continue
                if "reservation" in term and not getattr(size, f"reservation_{term.years}y_sold"):
                    continue
                rows.append((costs[i], name, region, term.value))
    return rows


@settings(max_examples=40, deadline=None)
@given(NEEDS, OPTIONS)
def test_offers_and_rejections_equal_a_plain_loop(needs: dict[str, Any], options: dict[str, Any]) -> None:
    if needs.get("vcpus", 0) > needs.get("max_vcpus", 1e9):
        return
    expected = brute_force(needs, options)
    result = az.find_sizes(**needs, **options, top=25)
    found = [(offer.size, offer.region, offer.term.value) for offer in result.ranked()]
    assert sorted(found) == sorted((name, region, term) for _, name, region, term in expected)
    costs = [offer.usd_per_month for offer in result.ranked()]
    assert costs == sorted(costs)
    assert [repr(o) for o in result.offers] == [repr(o) for o in result.ranked()[:25]]
    assert set(result.fitting) == {name for _, name, _, _ in expected}
    rejected = {rejection.size: rejection.reasons for rejection in result.rejected}
    assert set(rejected) | set(result.fitting) == set(CATALOG.sizes.names)
    assert not set(rejected) & set(result.fitting)
    assert all(reasons and all(reason.text for reason in reasons) for reasons in rejected.values())


@settings(max_examples=30, deadline=None)
@given(NEEDS, st.sampled_from(["vcpus", "memory_gib", "data_disks", "uncached_iops"]), st.integers(1, 64))
def test_cost_never_falls_when_a_need_is_added(needs: dict[str, Any], extra: str, amount: int) -> None:
    needs.pop("max_vcpus", None)
    needs.pop(extra, None)
    before, after = az.find_sizes(**needs, top=1), az.find_sizes(**needs, **{extra: amount}, top=1)
    assert len(after.fitting) <= len(before.fitting)
    if after.offers:
        assert after.offers[0].usd_per_month >= before.offers[0].usd_per_month


def test_every_offer_says_where_its_price_comes_from() -> None:
    for offer in az.find_sizes(vcpus=2, regions="all", term="all", top=400).offers:
        assert offer.source
        assert offer.as_of
        assert offer.status in ("published", "derived", "estimated", "doubtful")
        assert offer.note or offer.status == "published"


def test_headroom_is_offered_over_needed() -> None:
    offer = az.find_sizes(vcpus=3, memory_gib=10, series="Dsv5", top=1).offers[0]
    assert (offer.size, offer.headroom) == ("Standard_D4s_v5", {"vcpus": 1.33, "memory_gib": 1.6})


def test_reasons_name_what_is_there_and_what_is_needed() -> None:
    result = az.find_sizes(vcpus=4, memory_gib=16, data_disks=16, premium_storage=True)
    reasons = {r.size: [reason.text for reason in r.reasons] for r in result.rejected}
    assert reasons["Standard_D4s_v5"] == ["data disks: has 8, needs at least 16"]
    assert reasons["Standard_D2_v5"] == [
        "vCPUs: has 2, needs at least 4",
        "memory: has 8 GiB, needs at least 16 GiB",
        "data disks: has 4, needs at least 16",
        "premium storage: no, but needed",
    ]
    assert reasons["Standard_D248s_v7"][0] == "specification not known"


def test_an_unknown_fact_is_said_to_be_unknown_and_never_counts_as_met() -> None:
    unknown = [s for s in map(CATALOG.sizes.size, range(len(CATALOG.sizes))) if s.has_specs and s.max_nics is None]
    assert unknown
    reasons = {r.size: r.reasons for r in az.find_sizes(nics=1).rejected}
    for size in unknown[:20]:
        assert "network interfaces: not known (needed: 1)" in [reason.text for reason in reasons[size.name]]


def test_near_misses_say_what_to_give_up() -> None:
    result = az.find_sizes(vcpus=8, memory_gib=32, data_disks=18, family="D", current_generation=True)
    misses = [miss.text for miss in result.near_misses(200)]
    assert any(text.startswith("D8s_v5 would fit with 2 data disks fewer (16 of 18)") for text in misses)
    for miss in result.near_misses():
        relaxed = {**result.requirement.values, miss.reason.constraint: miss.reason.offered}
        assert miss.size in az.find_sizes(**relaxed).fitting


def test_blockers_count_what_would_fit_if_one_need_were_dropped() -> None:
    needs = {
        "vcpus": 4,
        "max_vcpus": 16,
        "memory_gib": 96,
        "uncached_iops": 50_000,
        "family": "D",
        "current_generation": True,
    }
    result = az.find_sizes(**needs)
    assert result.offers == ()
    for blocker in result.blockers:
        if blocker.constraint in needs:
            fewer = {name: value for name, value in needs.items() if name != blocker.constraint}
            assert len(az.find_sizes(**fewer).fitting) == blocker.alone
    assert "Nothing fits" in repr(result)


def test_pareto_front_holds_no_dominated_size() -> None:
    result = az.find_sizes(vcpus=2, max_vcpus=32, current_generation=True)
    front = result.pareto("memory_gib")
    points = [(offer.usd_per_month, az.size(offer.size).memory_gib) for offer in front]
    assert points == sorted(points)
    assert len({memory for _, memory in points}) == len(points)
    for offer in result.ranked():
        memory = az.size(offer.size).memory_gib or 0
        assert any(cost <= offer.usd_per_month and capability >= memory for cost, capability in points)
    with pytest.raises(InvalidInputError, match="not a capability"):
        result.pareto("burstable")


def test_regions_side_by_side_hold_each_region_once_cheapest_first() -> None:
    offers = az.find_sizes(vcpus=4, memory_gib=16, family="D", regions="all").by_region()
    assert len({offer.region for offer in offers}) == len(offers) == len(az.regions())
    assert [o.usd_per_month for o in offers] == sorted(o.usd_per_month for o in offers)
    alone = az.find_sizes(vcpus=4, memory_gib=16, family="D", regions=offers[7].region, top=1).offers[0]
    assert alone.usd_per_month == offers[7].usd_per_month


def test_zones_exclude_regions_and_say_so() -> None:
    result = az.find_sizes(vcpus=2, regions="westus", zones=3)
    assert result.offers == ()
    assert "no region with 3 or more availability zones" in result.rejected[0].reasons[-1].text


def test_a_reservation_that_is_no_longer_sold_is_a_reason() -> None:
    reasons = {r.size: [x.text for x in r.reasons] for r in az.find_sizes(vcpus=4, term="reservation_1y").rejected}
    assert reasons["Standard_D4s_v3"] == ["1-year reservation no longer sold for this series since 2026-07-01"]


def test_retirement_is_judged_on_the_day_given() -> None:
    assert "Standard_NV4as_v4" in az.find_sizes(on="2026-09-29").fitting
    reasons = {r.size: r.reasons for r in az.find_sizes(on="2026-09-30").rejected}
    assert reasons["Standard_NV4as_v4"][0].text == "retired on 2026-09-30"


def test_a_commitment_costs_every_hour_and_a_licence_only_those_used() -> None:
    full, part = (
        az.price("D4s_v5", os="windows", term="reservation_1y", hours_per_month=hours)[0] for hours in (730, 100)
    )
    assert full.compute_usd_per_month == part.compute_usd_per_month
    assert part.licence_usd_per_month == pytest.approx(0.184 * 100)


@pytest.mark.parametrize(
    ("needs", "message"),
    [
        ({"vcpus": -1}, "vcpus must be a number from 0"),
        ({"vcpus": "many"}, "vcpus must be a number"),
        ({"vcpus": 2.5}, "whole number"),
        ({"memory_gib": float("nan")}, "memory_gib must be a number"),
        ({"memory_gib": 1e12}, "memory_gib must be a number from 0 to 1,000,000 GiB"),
        ({"vcpus": 8, "max_vcpus": 4}, "contradict each other"),
        ({"vcpu": 4}, "Did you mean vcpus"),
        ({"generation": 3}, "generation must be 1 or 2"),
        ({"architecture": "arm"}, "Did you mean arm64"),
        ({"premium_storage": "yes"}, "must be True, False or None"),
        ({"family": "Q"}, "Unknown family 'Q'"),
        ({"series": "Dsv55"}, "Did you mean Dsv5"),
        ({"regions": "westeruope"}, "Did you mean westeurope"),
        ({"regions": []}, "No region"),
        ({"term": "reserved"}, "Unknown payment term"),
        ({"os": "macos"}, "Unknown operating system"),
        ({"hours_per_month": 800}, "at most 744"),
        ({"hours_per_month": 0}, "above 0"),
        ({"budget_usd_per_month": -5}, "above 0"),
        ({"top": 0}, "at least 1"),
        ({"zones": 7}, "from 0 to 3"),
        ({"on": "soon"}, "date like"),
        ({"hybrid_benefit": True}, "os='windows'"),
    ],
)
def test_bad_input_gets_one_message(needs: dict[str, Any], message: str) -> None:
    with pytest.raises(AzstudyError, match=message):
        az.find_sizes(**needs)


def test_a_need_that_no_size_can_meet_is_an_answer_not_an_error() -> None:
    result = az.find_sizes(vcpus=9000)
    assert result.offers == ()
    assert result.fitting == ()
    assert len(result.rejected) == len(CATALOG.sizes)


def test_the_tables_hold_what_the_values_say() -> None:
    result = az.find_sizes(vcpus=4, memory_gib=16, top=5)
    frame = result.to_frame()
    assert list(frame["size"]) == [offer.size for offer in result.offers]
    assert len(result.to_frame(everything=True)) == len(result.ranked())
    assert set(result.rejected_frame()["size"]) == {r.size for r in result.rejected}
    plain = result.as_dict()
    assert {"size", "region", "os", "term", "usd_per_hour", "usd_per_month", "status", "source", "as_of"} <= set(
        plain["offers"][0]
    )
    assert {"size", "reasons"} == set(plain["rejected"][0])


def test_text_and_html_are_stable_and_escape() -> None:
    bundle = az.find_sizes(vcpus=4, memory_gib=16, top=3)._repr_mimebundle_()
    again = az.find_sizes(vcpus=4, memory_gib=16, top=3)._repr_mimebundle_()
    assert bundle == again
    assert bundle["text/html"].count("<tr>") == 4
    assert "0x" not in bundle["text/plain"]


def test_every_constraint_is_a_keyword_with_words() -> None:
    assert set(BY_NAME) == {constraint.name for constraint in CONSTRAINTS}
    assert all(constraint.label and constraint.kind in ("min", "max", "is") for constraint in CONSTRAINTS)


def test_an_unknown_name_error_carries_its_suggestions() -> None:
    with pytest.raises(UnknownNameError) as caught:
        az.size("D4s_v55")
    assert caught.value.suggestions[0] == "D4s_v5"
