"""Properties of the billing engine: nothing is paid twice, nothing is invented, what is unused is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.cost.billing import bill_hour
from azstudy.cost.flexibility import DOCUMENTED
from azstudy.cost.usage import Reservation, SavingsPlan, Scope, Usage
from azstudy.errors import InvalidInputError, MissingPriceError, UnknownNameError

SIZES = ["D2s_v3", "D4s_v3", "D8s_v3", "DS1_v2", "DS11_v2", "D4s_v5"]
SCOPES = ["shared", "subscription: shop", "subscription: lab", "resource group: web", "management group: all"]
USD = st.floats(0, 5, allow_nan=False)
USAGE = st.builds(
    Usage,
    size=st.sampled_from(SIZES),
    count=st.integers(0, 5),
    region=st.sampled_from(["westeurope", "northeurope"]),
    payg_usd=st.floats(0.01, 5),
    plan_usd=st.dictionaries(st.sampled_from(["savings_plan_1y", "savings_plan_3y"]), st.floats(0.01, 5)),
    licence_usd=USD,
    disks_usd=USD,
    spot=st.booleans(),
    resource_group=st.sampled_from(["web", "db"]),
    subscription=st.sampled_from(["shop", "lab"]),
    management_groups=st.just(("all",)),
)
RESERVATION = st.builds(
    Reservation,
    size=st.sampled_from(SIZES),
    quantity=st.integers(0, 4),
    region=st.sampled_from(["westeurope", "northeurope"]),
    usd_per_hour=USD,
    scope=st.sampled_from(SCOPES),
    flexible=st.booleans(),
)
PLAN = st.builds(
    SavingsPlan,
    usd_per_hour=USD,
    term=st.sampled_from(["savings_plan_1y", "savings_plan_3y"]),
    scope=st.sampled_from(SCOPES),
)


@settings(max_examples=150)
@given(st.lists(USAGE, max_size=4), st.lists(RESERVATION, max_size=3), st.lists(PLAN, max_size=2))
def test_every_vm_hour_is_paid_once_and_commitments_are_used_or_lost(usage, reservations, plans):
    bill = bill_hour(usage, reservations=reservations, savings_plans=plans)
    for line in bill.lines:
        assert line.reserved >= 0 <= line.planned
        assert line.reserved + line.planned + line.payg == pytest.approx(line.usage.count, abs=1e-6)
        assert not (line.usage.spot and (line.reserved or line.planned))
    for held in bill.reservations:
        ratio = DOCUMENTED.find(held.benefit.size)
        weight = ratio.ratio if ratio and held.benefit.flexible else 1
        assert held.used + held.lost == pytest.approx(held.benefit.quantity * weight)
        assert held.lost >= 0 <= held.used
    for held in bill.plans:
        assert held.used + held.lost == pytest.approx(held.benefit.usd_per_hour)
    assert sum(held.used for held in bill.plans) == pytest.approx(sum(line.plan_usd for line in bill.lines), abs=1e-6)
    paid = [held.benefit.quantity * held.benefit.usd_per_hour for held in bill.reservations]
    assert bill.commitments_usd == pytest.approx(sum(paid) + sum(plan.usd_per_hour for plan in plans))
    assert bill.licence_usd == pytest.approx(sum(u.count * u.licence_usd for u in usage))
    assert bill.disks_usd == pytest.approx(sum(u.disks_usd for u in usage))


@settings(max_examples=80)
@given(st.lists(USAGE, max_size=4), st.lists(RESERVATION, max_size=3), st.lists(PLAN, max_size=2))
def test_benefits_already_bought_never_raise_what_is_left_to_pay(usage, reservations, plans):
    alone = bill_hour(usage)
    with_all = bill_hour(usage, reservations=reservations, savings_plans=plans)
    assert with_all.payg_usd <= alone.payg_usd + 1e-9


@settings(max_examples=60)
@given(USAGE, st.integers(0, 4))
def test_another_region_is_never_covered(usage, quantity):
    elsewhere = Reservation(size=usage.size, quantity=quantity, region="brazilsouth")
    assert bill_hour([usage], reservations=[elsewhere]).lines[0].reserved == 0


def test_the_bill_says_every_step():
    bill = az.simulate.bill({"D4s_v5": 3}, reserved={"D4s_v5": 1}, savings_plans=0.1265)
    said = str(bill)
    assert "1 x D4s_v5 reserved (shared): pays for 1 x D4s_v5" in said
    assert "3-year savings plan of 0.1265 USD an hour: pays for 1 x D4s_v5 (45% off)" in said
    assert "pay-as-you-go: 1 x D4s_v5" in said
    assert "total" in said


def test_a_curve_is_the_sum_of_its_hours():
    bill = az.simulate.bill_hours({"D4s_v5": [0, 1, 2], "E8s_v5": [1, 1, 1]}, reserved={"D4s_v5": 1}, savings_plans=0.2)
    assert bill.total_usd == pytest.approx(sum(hour.total_usd for hour in bill.hours))
    alone = az.simulate.bill({"D4s_v5": 2, "E8s_v5": 1}, reserved={"D4s_v5": 1}, savings_plans=0.2)
    assert bill.hours[2].total_usd == pytest.approx(alone.total_usd)
    assert "3 hours" in str(bill)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: Usage(payg_usd=-1), InvalidInputError, "payg_usd"),
        (lambda: Usage(payg_usd=float("nan")), InvalidInputError, "payg_usd"),
        (lambda: Usage(payg_usd=1, count=1.5), InvalidInputError, "whole number"),
        (lambda: SavingsPlan(usd_per_hour=1, term="reservation_1y"), InvalidInputError, "no savings plan"),
        (lambda: Scope.parse("tenant"), UnknownNameError, "resource_group"),
        (lambda: az.simulate.bill([{"count": 2}]), InvalidInputError, "size"),
        (lambda: az.simulate.bill([{"size": "D4s_v5", "colour": "red"}]), InvalidInputError, "colour"),
        (lambda: az.simulate.bill({}, reserved=[{"size": "D4s_v5", "years": 3}]), InvalidInputError, "takes size"),
        (lambda: az.simulate.bill({}, reserved=[{"size": "D4s_v5", "term": "payg"}]), InvalidInputError, "no reserv"),
        (lambda: az.simulate.bill({}, savings_plans=[{"usd": 3}]), InvalidInputError, "usd_per_hour"),
        (lambda: az.simulate.bill({"D4s_v5": 1}, region="westeruope"), UnknownNameError, "westeurope"),
        (lambda: az.simulate.bill({"ND96isr_MI300X_v5": 1}, region="jioindiawest"), MissingPriceError, "No pay"),
        (lambda: az.simulate.bill({"D4s_v5": 1}, ratios={"D4s_v5": 0}), InvalidInputError, "above 0"),
        (lambda: az.simulate.bill_hours([]), InvalidInputError, "at least one hour"),
        (lambda: az.simulate.bill_hours({"D4s_v5": [1], "D8s_v5": [1, 2]}), InvalidInputError, "as many hours"),
    ],
)
def test_bad_input_says_what_is_allowed(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_a_bill_says_how_much_of_it_is_estimated():
    published = az.simulate.bill({"D4s_v5": 1})
    assert published.estimated_share == 0
    assert "estimated" not in str(published)
    reserved = az.simulate.bill({"D4s_v5": 2}, reserved={"D4s_v5": 1})
    assert reserved.estimated_share == pytest.approx(0.085084 / (0.085084 + 0.23))
    assert "27% of it rests on estimated rates" in str(reserved)
    own = az.simulate.bill({"D4s_v5": 2}, reserved=[{"size": "D4s_v5", "usd_per_hour": 0.1}])
    assert own.estimated_share == 0
