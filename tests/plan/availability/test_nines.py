"""The cheapest design for a target: legal, exact, never cheaper for a higher target."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.plan.availability.nines import TARGETS

PLANS = [az.plan.nines(target) for target in TARGETS]


def test_a_higher_target_never_costs_less():
    chosen = [plan.chosen for plan in PLANS if plan.chosen]
    assert len(chosen) == len(TARGETS) - 1
    assert all(later.usd_per_month >= sooner.usd_per_month for sooner, later in pairwise(chosen))


@settings(max_examples=15)
@given(
    st.sampled_from(["D2s_v5", "B2ms", "E4s_v5", "D2_v5"]),
    st.sampled_from(["westeurope", "eastus", "belgiumcentral", "swedencentral"]),
    st.sampled_from(["linux", "windows"]),
    st.integers(1, 5),
    st.booleans(),
    st.sampled_from([99.9, 99.99, 100]),
)
def test_it_costs_more_to_promise_more(size, region, os, vms, balanced, router):
    asked = {"size": size, "region": region, "os": os, "vms": vms, "balanced": balanced, "router_percent": router}
    chosen = [az.plan.nines(target, **asked).chosen for target in TARGETS]
    for sooner, later in pairwise([one for one in chosen if one]):
        assert len(later.not_included) >= len(sooner.not_included)
        if later.not_included == sooner.not_included:
            assert later.usd_per_month >= sooner.usd_per_month
    for one, after in pairwise(chosen):
        assert one is not None or after is None


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: str(plan.target_percent))
def test_the_choice_is_the_cheapest_of_all_that_reach_the_target(plan):
    reaching = [
        option.usd_per_month
        for option in plan.options
        if option.percent is not None
        and option.percent >= plan.target_percent - 1e-9
        and option.usd_per_month is not None
        and not option.not_included
        and az.review(option.design).ok
    ]
    assert (plan.chosen.usd_per_month if plan.chosen else None) == min(reaching, default=None)
    for option in plan.options:
        alike = plan.chosen and option.not_included == plan.chosen.not_included
        assert (
            option is plan.chosen or option.rejected or not alike or option.usd_per_month >= plan.chosen.usd_per_month
        )


def test_every_design_earns_what_it_says():
    for option in PLANS[0].options:
        report = az.plan.earned_slas(option.design)
        assert option.sla.percent == min(part.percent for part in report.parts)
        assert option.modelled or option.percent == option.sla.percent


def test_two_regions_are_built_reviewed_and_paid_twice():
    options = {option.layout: option for option in PLANS[0].options}
    one, two = options["two zones, Premium SSD"], options["two zones in each of two regions, Premium SSD"]
    assert (one.vms, two.vms) == (2, 4)
    assert two.design.regions == ("westeurope", "northeurope")
    assert two.usd_per_month > 1.8 * one.usd_per_month
    assert two.not_included == ("global router", "replication between regions")
    flat = az.plan.nines(99.99, second_region="westus")
    assert any(
        "Zone 1 in westus" in " ".join(option.rejected) for option in flat.options if "each of two" in option.layout
    )


def test_a_router_caps_what_two_regions_can_reach():
    assert PLANS[-1].chosen is None
    best = max(option.percent for option in PLANS[-1].options if option.percent)
    assert 99.98 < best <= 99.99
    assert "Nothing here reaches 99.999 %." in PLANS[-1].text
    beyond = az.plan.nines(99.999, router_percent=100)
    assert beyond.chosen.modelled
    assert beyond.chosen.percent > 99.999
    assert beyond.chosen.not_included == ("global router", "replication between regions")


def test_what_has_no_price_is_not_taken_for_nothing():
    cheap = next(one for one in PLANS[4].options if one.layout == "single VM in each of two regions, Standard SSD")
    assert cheap.usd_per_month < PLANS[4].chosen.usd_per_month
    assert not PLANS[4].chosen.not_included


def test_a_region_without_zones_offers_none():
    plan = az.plan.nines(99.99, region="westus")
    assert plan.chosen is None
    assert plan.text.startswith("Nothing with a known price reaches 99.99 %.")
    assert all("no availability zones" in " ".join(one.rejected) for one in plan.options if "two zones" in one.layout)


def test_a_size_without_premium_storage_takes_no_premium_disk():
    options = az.plan.nines(99.9, size="D2_v5").options
    assert all("without premium storage" in " ".join(one.rejected) for one in options if "Premium" in one.layout)


def test_a_price_that_is_not_known_is_never_zero():
    hosts = [option for option in PLANS[0].options if "dedicated" in option.layout]
    assert {option.usd_per_month for option in hosts} == {None}
    assert all("not in azstudy's data" in option.rejected[0] for option in hosts)


def test_a_load_balancer_counts_and_is_named_as_not_priced():
    plain, balanced = az.plan.nines(99.95, vms=2), az.plan.nines(99.95, vms=2, balanced=True)
    assert balanced.chosen.percent == pytest.approx(99.98, abs=0.001)
    assert balanced.chosen.not_included == ("load balancer",)
    assert plain.chosen.usd_per_month <= balanced.chosen.usd_per_month


def test_more_vms_cost_more():
    assert az.plan.nines(99.9, vms=3).chosen.vms == 3
    assert az.plan.nines(99.9, vms=3).chosen.usd_per_month > az.plan.nines(99.9).chosen.usd_per_month


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        ({"target_percent": 101}, InvalidInputError, "101 is not"),
        ({"target_percent": float("nan")}, InvalidInputError, "nan is not"),
        ({"target_percent": 99, "router_percent": -1}, InvalidInputError, "-1 is not"),
        ({"target_percent": 99, "second_region": "West Europe"}, InvalidInputError, "the same as region"),
        ({"target_percent": 99, "vms": 0}, InvalidInputError, "1 VM or more"),
        ({"target_percent": 99, "size": "D2s_v55"}, UnknownNameError, "D2s_v5"),
        ({"target_percent": 99, "region": "westeurop"}, UnknownNameError, "westeurope"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments, error, says):
    with pytest.raises(error, match=says):
        az.plan.nines(**arguments)
