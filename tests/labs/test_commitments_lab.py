"""The commitments lab without a browser: state, twin, views, predictions and missions on the bundled catalogue."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from labs.states import states_of

import azstudy as az
from azstudy import labs
from azstudy.errors import InvalidInputError
from azstudy.labs._commitments.lab import commitments_lab
from azstudy.labs._commitments.shapes import SHAPES, week
from azstudy.labs._commitments.week_views import paid_hours

LAB = commitments_lab()

STATES = states_of(LAB, region=st.just(LAB.controls["region"].default))


@given(STATES)
def test_any_state_survives_as_a_line_of_text(values):
    state = LAB.state(given=values)
    assert LAB.state(LAB.line(state)) == state


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(STATES)
def test_every_view_can_draw_every_state_and_no_mix_beats_the_best(values):
    result = LAB.compute(LAB.state(given=values))
    assert result.best.total <= result.yours.total + 0.01
    assert result.best.total <= result.payg.total + 0.01
    assert LAB.summary(result)
    assert LAB.text(result)
    for view in LAB.views:
        local = view.settings(result).defaults if view.settings else {}
        assert view.render(result, local)
        if view.chart:
            view.chart(result, local).figure()


@settings(max_examples=20, deadline=None)
@given(STATES)
def test_the_code_shown_gives_what_the_lab_shows(values):
    state = LAB.state(given=values)
    shown = eval(LAB.call(state), {"az": az})
    assert shown.as_dict() == LAB.compute(state).as_dict()


@pytest.mark.parametrize("shape", SHAPES)
@given(st.integers(0, 9), st.integers(0, 20))
def test_a_week_stays_between_the_fewest_and_the_most(shape, base, peak):
    counts = week(shape, base, peak)
    assert len(counts) == 168
    assert max(counts) == max(base, peak)
    assert min(counts) == (max(base, peak) if shape == "steady" else base)


def test_the_twin_is_the_plan_and_the_bill():
    result = labs.commitments_result(shape="autoscale", base=2, peak=10, reserved_3y=6)
    plan = az.plan.commitments(week("autoscale", 2, 10), "D4s_v5")
    assert result.plan.total_usd == plan.total_usd
    assert result.yours.total == pytest.approx(plan.cost.total)
    bill = az.simulate.bill_hours(week("autoscale", 2, 10), "D4s_v5", reserved={"D4s_v5": 6})
    assert result.yours.total == pytest.approx(bill.total_usd / 168 * 8760 * 3)
    json.dumps(result.as_dict())
    assert str(result).startswith("Your mix: ")


def test_every_hour_of_the_week_is_paid_once():
    result = labs.commitments_result(shape="autoscale", reserved_3y=3, plan_usd=0.3)
    for hour, needed in zip(paid_hours(result, result.mix), result.week, strict=True):
        assert hour.reserved + hour.planned + hour.payg == pytest.approx(needed)
        assert hour.idle == max(0, 3 - needed)
    shown = az.simulate.bill_hours(result.week, "D4s_v5", reserved={"D4s_v5": 3}, savings_plans=0.3)
    lines = [bill.lines[0] for bill in shown.hours]
    assert [hour.planned for hour in paid_hours(result, result.mix)] == pytest.approx([line.planned for line in lines])


def test_what_is_not_sold_is_refused_with_its_reason_and_costs_nothing():
    result = labs.commitments_result(size="D4s_v3", reserved_3y=4)
    assert result.yours.total == result.payg.total
    assert "2026-07-01" in result.refused[0]
    assert "Not sold." in LAB.summary(result)


def test_estimated_prices_are_marked():
    result = labs.commitments_result()
    prices = next(view for view in LAB.views if view.name == "prices").render(result, {})
    assert "≈ estimated" in prices
    assert "● published" in prices
    assert "LOAD_REPEATS" in prices
    names = view("compare").chart(labs.commitments_result(reserved_3y=1), {}).traces[0]["y"]
    assert [name[0] for name in names] == ["●", "≈", "≈"]
    assert re.search(r"\d+% of the cheapest plan&#x27;s bill|\d+% of the cheapest plan's bill", LAB.summary(result))


def view(name):
    return next(one for one in LAB.views if one.name == name)


def test_the_charts_and_their_tables_say_the_same():
    result = labs.commitments_result(shape="autoscale", reserved_3y=5, os="windows", plan_usd=0.2)
    compare = view("compare").chart(result, {})
    table = view("compare").render(result, {})
    assert all(f">{usd:,.2f}<" in table for trace in compare.traces for usd in trace["x"])
    nth = view("nth").chart(result, {})
    hours = [a if a is not None else b for a, b in zip(*(trace["y"] for trace in nth.traces), strict=True)]
    assert all(f">{hour:,.0f}<" in view("nth").render(result, {}) for hour in hours)
    regret = view("regret").chart(result, {})
    assert len(regret.traces) == 4
    assert len(regret.traces[0]["x"]) == view("regret").render(result, {}).count("<tr") - 1
    local = view("week").settings(result).state({"mix": "best"})
    sums = [sum(trace["y"][at] for trace in view("week").chart(result, local).traces[:3]) for at in range(168)]
    assert sums == pytest.approx(list(result.week))
    cash = view("cash").chart(result, {})
    assert cash.traces[0]["y"][-1] == pytest.approx(cash.traces[1]["y"][-1], abs=0.02)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"base": -1}, "VMs that always run"),
        ({"shape": "stedy"}, "steady"),
        ({"size": "D4s"}, "Did you mean D4s_v"),
        ({"plan_usd": 1000}, "100"),
        ({"vms": 3}, "Unknown setting"),
        ({"state": "sizing: vcpus=4"}, "for the lab 'sizing'"),
    ],
)
def test_a_bad_value_says_what_is_allowed(arguments, words):
    with pytest.raises(InvalidInputError, match=re.escape(words)):
        labs.commitments_result(**arguments)


# --- predictions -------------------------------------------------------------------------------------


def test_all_five_predictions_are_there():
    assert [p.id for p in LAB.predictions] == ["twelve-hours", "on-windows", "own-licence", "nth-vm", "half-the-load"]


@pytest.mark.parametrize("prediction", LAB.predictions, ids=lambda p: p.id)
def test_the_scenario_contradicts_the_misconception(prediction):
    assert LAB.contradicts(prediction)
    outcome = prediction.judge(prediction.misconception.answer, "sure", LAB.scenario(prediction))
    assert outcome.trapped
    assert not outcome.right


@pytest.mark.parametrize("prediction", LAB.predictions, ids=lambda p: p.id)
def test_the_truth_is_right_and_every_what_if_has_an_answer(prediction):
    state = LAB.scenario(prediction)
    truth = prediction.truth(state)
    assert prediction.judge(truth.answer, "guess", state).right
    assert truth.because
    assert truth.steps
    assert prediction.view in {one.name for one in LAB.views}
    assert len(prediction.what_if) == 3
    for what_if in prediction.what_if:
        other = LAB.controls.state({**prediction.setup, **what_if.changes})
        assert other != state
        assert prediction.truth(other).because


def test_the_licence_never_moves_the_break_even():
    prediction = LAB.prediction("on-windows")
    found = {
        prediction.truth(LAB.controls.state({**prediction.setup, "os": os, "hybrid_benefit": own})).answer
        for os, own in (("linux", False), ("windows", False), ("windows", True))
    }
    assert len(found) == 1


def test_the_number_to_reserve_is_the_plans():
    prediction = LAB.prediction("nth-vm")
    plan = az.plan.commitments(week("autoscale", 2, 10), "D4s_v5")
    assert prediction.truth(LAB.scenario(prediction)).answer == sum(one.quantity for one in plan.purchases) == 6


# --- missions ----------------------------------------------------------------------------------------

SOLUTIONS = {
    "first-saving": {"reserved_3y": 4},
    "shop": {"reserved_3y": 9},
    "old-series": {"plan_usd": 1.0944, "plan_term": "savings_plan_1y"},
    "own-licences": {"hybrid_benefit": True, "reserved_3y": 2},
    "shrinking": {"reserved_3y": 9},
    "careful": {"reserved_3y": 6},
}


def test_missions_rise_in_difficulty():
    levels = [mission.level for mission in LAB.missions]
    assert levels == sorted(levels)
    assert (levels[0], levels[-1]) == (1, 5)
    assert [mission.id for mission in LAB.missions] == list(SOLUTIONS)


@pytest.mark.parametrize("mission", LAB.missions, ids=lambda m: m.id)
def test_a_mission_starts_unsolved_and_its_solution_is_at_par(mission):
    assert not mission.report(LAB.compute(LAB.controls.state(mission.setup))).solved
    report = mission.report(LAB.compute(LAB.controls.state({**mission.setup, **SOLUTIONS[mission.id]})))
    assert [text for text, done in report.checks if not done] == []
    assert report.at_par, report.text


@pytest.mark.parametrize(
    ("ident", "changes", "missing"),
    [
        ("first-saving", {"peak": 1, "base": 1, "reserved_3y": 1}, "4 VMs always run"),
        ("first-saving", {"reserved_3y": 4, "actual_percent": 150}, "the load comes as planned (100 %)"),
        ("shop", {"reserved_3y": 3}, "within 1% of the cheapest mix"),
        ("old-series", {"reserved_3y": 6}, "saves at least 15% against pay-as-you-go"),
        ("old-series", {"size": "D4s_v5", "reserved_3y": 6}, "size D4s_v3"),
        ("own-licences", {"reserved_3y": 2}, "Azure Hybrid Benefit"),
        ("own-licences", {"hybrid_benefit": True, "reserved_3y": 6}, "at most 370 USD a month"),
        ("shrinking", {"reserved_3y": 20}, "saves at least 35% against pay-as-you-go"),
        ("careful", {"reserved_3y": 7}, "saves at least 30 % if half the load comes"),
    ],
)
def test_a_tempting_shortcut_misses_a_check(ident, changes, missing):
    mission = LAB.mission(ident)
    report = mission.report(LAB.compute(LAB.controls.state({**mission.setup, **changes})))
    assert missing in [text for text, done in report.checks if not done]
