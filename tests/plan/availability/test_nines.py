"""The cheapest design for a target: legal, exact, never cheaper for a higher target."""

from itertools import pairwise

import pytest

import azstudy as az
from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.plan.availability.nines import TARGETS

PLANS = [az.plan.nines(target) for target in TARGETS]


def test_a_higher_target_never_costs_less():
    costs = [plan.chosen.usd_per_month for plan in PLANS if plan.chosen]
    assert all(later >= sooner for sooner, later in pairwise(costs))
    assert len(costs) >= 6


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: str(plan.target_percent))
def test_the_choice_is_the_cheapest_of_all_that_reach_the_target(plan):
    reaching = [
        option.usd_per_month
        for option in plan.options
        if option.percent is not None
        and option.percent >= plan.target_percent - 1e-9
        and option.usd_per_month is not None
        and az.review(option.design).ok
    ]
    assert (plan.chosen.usd_per_month if plan.chosen else None) == min(reaching, default=None)
    for option in plan.options:
        assert option is plan.chosen or option.rejected or option.usd_per_month >= plan.chosen.usd_per_month


def test_every_design_earns_what_it_says():
    for option in PLANS[0].options:
        machines = option.design.scale_sets[0] if option.design.scale_sets else option.design.vms
        earned = az.plan.earned_sla(machines, design=option.design)
        assert earned.percent == option.sla.percent
        assert option.modelled or option.percent == earned.percent


def test_a_router_caps_what_two_regions_can_reach():
    assert PLANS[-1].chosen is None
    best = max(option.percent for option in PLANS[-1].options if option.percent)
    assert 99.98 < best <= 99.99
    assert "Nothing here reaches 99.999 %." in PLANS[-1].text


def test_a_region_without_zones_offers_none():
    plan = az.plan.nines(99.99, region="westus")
    assert plan.chosen is None or "zone" not in plan.chosen.layout
    assert any("zone" in " ".join(option.rejected) for option in plan.options if "two zones" in option.layout)


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
        ({"target_percent": 99, "vms": 0}, InvalidInputError, "1 VM or more"),
        ({"target_percent": 99, "size": "D2s_v55"}, UnknownNameError, "D2s_v5"),
        ({"target_percent": 99, "region": "westeurop"}, UnknownNameError, "westeurope"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments, error, says):
    with pytest.raises(error, match=says):
        az.plan.nines(**arguments)
