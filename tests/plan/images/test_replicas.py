"""Replica plans: exact, cheapest, and never cheaper when more is asked for."""

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.plan.images.replicas import cheapest
from azstudy.simulate.images.choices import ImageChoices

FOUR = ["westeurope", "northeurope", "francecentral", "swedencentral"]


def holds(counts, need, may_fail):
    left = len(counts) - may_fail
    return all(sum(group) >= need for group in combinations(counts, left))


@settings(max_examples=120, deadline=None)
@given(
    costs=st.lists(st.sampled_from([1.0, 1.5, 2.0, 7.0]), min_size=1, max_size=4),
    need=st.integers(1, 7),
    may_fail=st.integers(0, 2),
)
def test_the_plan_equals_trying_everything(costs, need, may_fail):
    if may_fail >= len(costs):
        return
    counts = cheapest(costs, need, may_fail)
    assert holds(counts, need, may_fail)
    assert min(counts) >= 1
    every = (each for each in product(range(1, need + 1), repeat=len(costs)) if holds(each, need, may_fail))
    brute = min(sum(c * n for c, n in zip(costs, each, strict=True)) for each in every)
    assert sum(c * n for c, n in zip(costs, counts, strict=True)) == pytest.approx(brute)


@settings(max_examples=40, deadline=None)
@given(vms=st.integers(1, 900), more=st.integers(0, 300), may_fail=st.integers(0, 2))
def test_asking_for_more_never_costs_less(vms, more, may_fail):
    plan = az.plan.replicas(vms, FOUR, may_fail=may_fail)
    assert az.plan.replicas(vms + more, FOUR, may_fail=may_fail).usd_per_month >= plan.usd_per_month
    assert az.plan.replicas(vms, FOUR, may_fail=may_fail + 1).usd_per_month >= plan.usd_per_month
    left = sorted(one.vms for one in plan.regions)[: len(FOUR) - may_fail]
    assert sum(left) >= vms


def test_six_hundred_vms_and_a_region_that_may_be_gone():
    plan = az.plan.replicas(600, FOUR, within_min=30, may_fail=1)
    assert plan.replicas == dict.fromkeys(FOUR, 4)
    assert plan.total == 16
    assert "any 3 of the 4 regions have to hold 12" in plan.text
    for gone in FOUR:
        rest = {name: 200 for name in FOUR if name != gone}
        assert az.simulate.rollout(rest, plan.replicas).done_min <= 30


def test_more_time_takes_fewer_replicas():
    assert az.plan.replicas(600, FOUR, within_min=60).total == 4
    quick = ImageChoices(create_min=5)
    assert az.plan.replicas(600, FOUR, within_min=30, choices=quick).total == 4


def test_cheap_regions_hold_more():
    zrs = az.plan.replicas(400, ["westeurope", "northeurope"], storage="Standard_ZRS")
    assert zrs.total == 8
    assert zrs.usd_per_month is not None


def test_an_unknown_price_is_never_zero():
    plan = az.plan.replicas(100, ["westeurope", "japaneast"])
    assert plan.usd_per_month is None
    assert plan.transfer_usd is None
    assert plan.total == 2
    assert "no price is known for japaneast" in plan.because


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: az.plan.replicas(0, FOUR), InvalidInputError, "vms is 0"),
        (lambda: az.plan.replicas(5, []), InvalidInputError, "given: none"),
        (lambda: az.plan.replicas(5, ["westeurope", "West Europe"]), InvalidInputError, "each once"),
        (lambda: az.plan.replicas(5, FOUR, may_fail=4), InvalidInputError, "at least one has to be left"),
        (lambda: az.plan.replicas(5, FOUR, within_min=10), InvalidInputError, "not one VM"),
        (lambda: az.plan.replicas(6000, ["westeurope"]), InvalidInputError, "at most 100"),
        (lambda: az.plan.replicas(5, ["westeurop"]), UnknownNameError, "westeurope"),
    ],
)
def test_what_makes_no_sense_is_refused(call, error, says):
    with pytest.raises(error, match=says):
        call()


def test_a_version_has_a_hundred_replicas_in_all() -> None:
    assert az.plan.replicas(5000, ["westeurope", "northeurope"]).total == 100
    with pytest.raises(InvalidInputError, match="at most 100, all regions together"):
        az.plan.replicas(5001, ["westeurope", "northeurope"])
    with pytest.raises(InvalidInputError, match="at most 100 in all"):
        az.simulate.replication({"westeurope": 60, "northeurope": 60}, gib=40)
