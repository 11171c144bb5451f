"""The cheapest mix: equal to trying everything, equal to the billing engine, never cheaper under a limit."""

from __future__ import annotations

import itertools

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.cost.billing_hours import bill_hours
from azstudy.cost.usage import Reservation, SavingsPlan, Usage
from azstudy.errors import InvalidInputError, MissingPriceError, UnknownNameError
from azstudy.model.facts import Status, Term
from azstudy.plan.paying.choose import choose
from azstudy.plan.paying.load import LoadCurve
from azstudy.plan.paying.mix import Mix, total_cost, year_cost
from azstudy.plan.paying.offers import COMMITMENTS, Offers, Rate

RES3, RES1, SP3, SP1 = Term.RESERVATION_3Y, Term.RESERVATION_1Y, Term.SAVINGS_PLAN_3Y, Term.SAVINGS_PLAN_1Y


def offer(size, payg, licence=0.0, **usd):
    def rate(term, price):
        return Rate(size=size, term=term, usd_per_hour=price, status=Status.PUBLISHED)

    rates = {Term.parse(name): rate(Term.parse(name), price) for name, price in usd.items() if price is not None}
    return Offers(
        size=size, region="r", payg=rate(Term.PAYG, payg), licence_usd_per_hour=licence, rates=rates, left_out=()
    )


def curve(*sizes_and_hours):
    sizes, hours = sizes_and_hours
    return LoadCurve(sizes=sizes, hours=tuple(tuple(hour) for hour in hours))


PRICE = st.none() | st.integers(10, 100)


@st.composite
def offers_for(draw, size):
    usd = {term.value: draw(PRICE) for term in COMMITMENTS}
    return offer(size, 100.0, draw(st.sampled_from([0.0, 50.0])), **usd)


def billed(mix, years, offers):
    """What the billing engine makes of a mix, hour by hour; USD over the plan."""
    total = 0.0
    for year, load in enumerate(years):
        hours = []
        for hour in load.hours:
            usage = []
            for size, count in zip(load.sizes, hour, strict=True):
                one = offers[size]
                plans = {t: one.usd(t) for t in (SP1, SP3) if one.usd(t) is not None}
                usage.append(
                    Usage(
                        size=size,
                        count=count,
                        payg_usd=one.payg.usd_per_hour,
                        licence_usd=one.licence_usd_per_hour,
                        plan_usd=plans,
                    )
                )
            hours.append(usage)
        reserved = [
            Reservation(size=size, quantity=number, usd_per_hour=offers[size].usd(term), flexible=False)
            for term, held in ((RES3, mix.reserved_3y), (RES1, mix.reserved_1y[year]))
            for size, number in held.items()
        ]
        plans = [SavingsPlan(usd_per_hour=usd, term=term) for term, usd in mix.plans(year)]
        total += bill_hours(hours, reservations=reserved, savings_plans=plans).total_usd / len(load.hours) * 8760
    return total


def cheapest_by_trying(offers, years, cap=None):
    """The lowest cost over every whole number of reservations and every commitment at which something changes."""
    sizes = list(offers)
    peaks = [max(load.peak(at) for load in years) for at in range(len(sizes))]
    amounts = {SP3: plan_amounts(offers, SP3, peaks), SP1: plan_amounts(offers, SP1, peaks)}

    def reservations(term):
        ranges = [
            range((peak if offers[s].usd(term) is not None else 0) + 1) for s, peak in zip(sizes, peaks, strict=True)
        ]
        return [dict(zip(sizes, numbers, strict=True)) for numbers in itertools.product(*ranges)]

    best = float("inf")
    for long in reservations(RES3):
        for plan in amounts[SP3]:
            held = Mix(reserved_3y=long, plan_3y=plan)
            cost = total_cost(attrs.evolve(held), [curve(tuple(sizes), [[0] * len(sizes)])], offers).committed
            for load in years:
                tries = [
                    attrs.evolve(held, reserved_1y=(short,), plan_1y=(once,))
                    for short in reservations(RES1)
                    for once in amounts[SP1]
                    if cap is None or sum(long.values()) + sum(short.values()) <= cap
                    if len(sizes) == 1 or not (plan and once)
                ]
                if not tries:
                    cost = float("inf")
                    break
                long_only = held.usd_per_hour(offers, 0) * 8760
                cost += min(year_cost(mix, 0, load, offers).total for mix in tries) - long_only
            best = min(best, cost)
    return best


def plan_amounts(offers, term, peaks):
    """Commitments worth trying: what the plan can burn in some hour; in between cost is a straight line."""
    sums = {0.0}
    for one, peak in zip(offers.values(), peaks, strict=True):
        rate = one.usd(term)
        if rate is not None:
            rate = min(rate, one.payg.usd_per_hour)
            sums = {a + rate * n for a in sums for n in range(peak + 1)}
    return sorted(sums)


LOADS = st.lists(st.integers(0, 3), min_size=1, max_size=5)


@settings(max_examples=60, deadline=None)
@given(offers_for("a"), st.lists(LOADS, min_size=1, max_size=2), st.none() | st.integers(0, 2))
def test_one_size_equals_trying_everything(one, loads, cap):
    years = tuple(curve(("a",), [[n] for n in load]) for load in loads)
    mix = choose({"a": one}, years, cap)
    found = total_cost(mix, years, {"a": one}).total
    assert found == pytest.approx(cheapest_by_trying({"a": one}, years, cap), rel=1e-9, abs=1e-6)
    if cap is not None:
        assert all(mix.reserved("a", year) <= cap for year in range(len(years)))


@settings(max_examples=25, deadline=None)
@given(
    offers_for("a"),
    offers_for("b"),
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=3),
    st.none() | st.integers(0, 2),
)
def test_two_sizes_equal_trying_everything(one, other, load, cap):
    offers, years = {"a": one, "b": attrs.evolve(other, size="b")}, (curve(("a", "b"), load),)
    found = total_cost(choose(offers, years, cap), years, offers).total
    assert found == pytest.approx(cheapest_by_trying(offers, years, cap), rel=1e-6, abs=1e-3)


@settings(max_examples=40, deadline=None)
@given(
    offers_for("a"),
    offers_for("b"),
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=4),
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 200), st.integers(0, 200)),
)
def test_the_arithmetic_is_the_billing_engines(one, other, load, held):
    offers = {"a": one, "b": attrs.evolve(other, size="b")}
    years = (curve(("a", "b"), load),) * 3
    mix = Mix(
        reserved_3y={"a": held[0]} if one.usd(RES3) is not None else {},
        reserved_1y=({"b": held[1]} if other.usd(RES1) is not None else {},) * 3,
        plan_3y=float(held[2]),
        plan_1y=(float(held[3]),) * 3,
    )
    assert total_cost(mix, years, offers).total == pytest.approx(billed(mix, years, offers), rel=1e-9, abs=1e-6)


DAY = [2] * 8 + [8] * 3 + [6] * 5 + [8] * 4 + [3] * 4


@settings(max_examples=15, deadline=None)
@given(st.sets(st.sampled_from([term.value for term in COMMITMENTS])), st.sampled_from(["D4s_v5", "D4s_v3", "E8s_v5"]))
def test_a_limit_never_makes_it_cheaper(terms, size):
    free = az.plan.commitments(DAY, size)
    fewer = az.plan.commitments(DAY, size, terms=terms)
    capped = az.plan.commitments(DAY, size, terms=terms, max_reserved=2)
    none = az.plan.commitments(DAY, size, terms="none")
    assert free.total_usd <= fewer.total_usd + 0.01
    assert fewer.total_usd <= capped.total_usd + 0.01
    assert capped.total_usd <= none.total_usd + 0.01
    assert none.total_usd == none.payg_only_usd


@settings(max_examples=8, deadline=None)
@given(st.sets(st.sampled_from([term.value for term in COMMITMENTS])), st.integers(0, 3))
def test_nor_does_it_with_several_sizes(terms, cap):
    load = {"D4s_v5": DAY, "E8s_v5": [1] * 20 + [3] * 4}
    free = az.plan.commitments(load)
    fewer = az.plan.commitments(load, terms=terms)
    capped = az.plan.commitments(load, terms=terms, max_reserved=cap)
    assert free.total_usd <= fewer.total_usd + 0.01 <= capped.total_usd + 0.02 <= free.payg_only_usd + 0.03


# --- the question a learner asks ---------------------------------------------------------------------


@pytest.mark.parametrize("licence", [{}, {"os": "windows"}, {"os": "windows", "hybrid_benefit": True}])
def test_twelve_hours_on_weekdays_do_not_pay_for_a_reservation_of_d4s_v5(licence):
    plan = az.plan.commitments("mon-fri 07-19", "D4s_v5", **licence)
    assert plan.purchases == ()
    [level] = plan.levels
    assert level.hours_per_month == pytest.approx(260.7, abs=0.05)
    assert "less than the 270.0 from which the 3-year reservation pays" in level.because


def test_the_nth_vm_is_worth_it_where_its_hours_pass_the_break_even():
    plan = az.plan.commitments(DAY, "D4s_v5")
    hours = next(one.hours_per_month for one in az.break_even("D4s_v5") if one.term is RES3)
    reserved = [level.nth for level in plan.levels if level.paid_by == RES3.label]
    assert reserved == [level.nth for level in plan.levels if level.hours_per_month > hours]
    assert sum(one.quantity for one in plan.purchases) == len(reserved)


def test_a_shrinking_load_is_reserved_for_what_remains():
    falling = az.plan.commitments([10], "D4s_v5", yearly=(1, 0.5, 0.2))
    by_term = {(one.term, one.year): one.quantity for one in falling.purchases}
    assert by_term[RES3, 1] < 10
    assert by_term[RES1, 1] == 10 - by_term[RES3, 1]
    assert falling.total_usd < az.plan.commitments([10], "D4s_v5", yearly=(1, 0.5, 0.2), terms=[RES3]).total_usd


def test_one_year_of_need_takes_no_three_year_term():
    plan = az.plan.commitments([4], "D4s_v5", yearly=[1])
    assert [one.term for one in plan.purchases] == [RES1]


def test_what_is_no_longer_sold_is_not_advised_and_says_why():
    plan = az.plan.commitments(DAY, "D4s_v3")
    assert not any(one.term in (RES1, RES3) for one in plan.purchases)
    reasons = {one.term: one.because for one in plan.left_out}
    assert "no longer sold" in reasons[RES1]
    assert "2026-07-01" in reasons[RES3]


def test_estimated_rates_stay_estimated():
    plan = az.plan.commitments([1], "D4s_v5")
    assert plan.purchases[0].status is Status.ESTIMATED
    assert plan.estimated_share == 1
    assert "estimated prices" in str(plan)
    assert az.plan.commitments([1], "D4s_v5", terms="none").estimated_share == 0


def test_regret_is_zero_where_the_load_comes_as_planned_and_never_negative():
    plan = az.plan.commitments(DAY, "D4s_v5")
    table = plan.regret(planned=(1.0, 0.5))
    assert table.at(1.0).regret_usd == 0
    assert table.at(0.5, 0.5).regret_usd == 0
    assert all(cell.regret_usd >= 0 for cell in table.cells)
    assert table.at(0.0).regret_usd == pytest.approx(plan.cost.committed, abs=0.01)
    assert table.at(0.0, None).regret_usd == 0
    assert table.worst[None] == max(cell.regret_usd for cell in table.cells if cell.planned is None)
    with pytest.raises(InvalidInputError):
        table.at(0.9)


@pytest.mark.parametrize("yearly", [(1,), (1, 0.4), (1, 0.7, 0.3)])
def test_upfront_and_monthly_come_to_the_same_total(yearly):
    plan = az.plan.commitments(DAY, "D4s_v5", os="windows", yearly=yearly)
    monthly, upfront = plan.cash(), plan.cash(upfront=True)
    assert monthly[-1].total_so_far == pytest.approx(plan.cost.total)
    assert upfront[-1].total_so_far == pytest.approx(plan.cost.total)
    assert upfront[0].total_so_far >= monthly[0].total_so_far


def test_the_licence_is_paid_whatever_is_committed():
    linux, windows = (az.plan.commitments(DAY, "D4s_v5", os=os) for os in ("linux", "windows"))
    assert [one.quantity for one in linux.purchases] == [one.quantity for one in windows.purchases]
    running = sum(DAY) / 24 * 8760 * 3
    assert windows.cost.licence == pytest.approx(running * 0.184)
    assert windows.saving_usd == pytest.approx(linux.saving_usd, abs=0.01)
    assert windows.saving_share < linux.saving_share


def test_the_same_question_gives_the_same_answer():
    load = {"D4s_v5": DAY, "F8s_v2": [0] * 20 + [9] * 4}
    assert str(az.plan.commitments(load)) == str(az.plan.commitments(load))
    assert az.plan.commitments(load).as_dict() == az.plan.commitments(load).as_dict()


def test_a_plan_names_what_it_assumes():
    names = {one.name for one in az.plan.commitments({"D4s_v5": [1], "B2ms": [1]}).assumptions}
    assert {"LOAD_REPEATS", "PRICES_STAND_STILL", "NO_EARLY_LEAVING", "NO_SPOT", "EXACT_SIZE", "RETIRES"} <= names


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"load": []}, InvalidInputError, "0 hours"),
        ({"load": [1.5]}, InvalidInputError, "whole number"),
        ({"load": [-1]}, InvalidInputError, "whole number"),
        ({"load": [float("nan")]}, InvalidInputError, "whole number"),
        ({"load": ["x"]}, InvalidInputError, "whole number"),
        ({"load": "someday"}, InvalidInputError, "mon-fri 07-19"),
        ({"load": {}}, InvalidInputError, "no size"),
        ({"load": {"D4s_v5": [1, 2], "D8s_v5": [1, 2, 3]}}, InvalidInputError, "as many hours"),
        ({"load": {"D4s_v5": [1], "d4s_V5": [1]}}, InvalidInputError, "twice"),
        ({"load": [1], "terms": "payg"}, InvalidInputError, "no commitment"),
        ({"load": [1], "yearly": ()}, InvalidInputError, "1 to 3 years"),
        ({"load": [1], "yearly": (1, -1)}, InvalidInputError, "from 0 to 100"),
        ({"load": [1], "max_reserved": -1}, InvalidInputError, "max_reserved"),
        ({"load": [1], "hybrid_benefit": True}, InvalidInputError, "windows"),
        ({"load": [1], "size": "D4s_v9"}, UnknownNameError, "D4s_v"),
        ({"load": [1], "size": "ND96isr_MI300X_v5", "region": "jioindiawest"}, MissingPriceError, "price"),
    ],
)
def test_bad_input_says_what_is_allowed(given, error, words):
    with pytest.raises(error, match=words):
        az.plan.commitments(**given)


def test_numpy_and_numbers_are_loads_too():
    import numpy as np

    assert az.plan.commitments(np.array(DAY)).total_usd == az.plan.commitments(DAY).total_usd
    assert az.plan.commitments(np.array(DAY, dtype=float)).total_usd == az.plan.commitments(DAY).total_usd
    assert az.plan.commitments(3).total_usd == az.plan.commitments([3] * 24).total_usd
    assert az.plan.commitments([0]).total_usd == 0


def test_a_load_of_minutes_becomes_vms_by_what_one_carries():
    minutes = az.loads.Load(values=[100] * 60 + [100] * 59 + [1000] + [0] * 60)
    plan = az.plan.commitments(minutes, "D4s_v5", load_per_vm=250)
    assert plan.total_usd == az.plan.commitments([1, 4, 0], "D4s_v5").total_usd
    with pytest.raises(InvalidInputError, match="load_per_vm"):
        az.plan.commitments(minutes, "D4s_v5")
    with pytest.raises(InvalidInputError, match="load_per_vm"):
        az.plan.commitments(minutes, "D4s_v5", load_per_vm=0)
