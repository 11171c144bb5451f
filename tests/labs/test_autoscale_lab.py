"""The autoscale lab without a browser: twin, views, log, predictions, missions, code."""

from itertools import pairwise

import numpy as np
import pytest

import azstudy as az
from azstudy import labs
from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.labs._autoscale import charts, views
from azstudy.labs._autoscale.arithmetic import steps
from azstudy.labs._autoscale.bands import boxes, cooldowns, guarded, window_mean
from azstudy.labs._autoscale.controls import FAILURES
from azstudy.labs._autoscale.curves import CURVES, PER_INSTANCE, curve
from azstudy.labs._autoscale.lab import autoscale_lab
from azstudy.labs._autoscale.missions import SWINGS
from azstudy.simulate.scaling.engine import Engine
from azstudy.simulate.scaling.metrics import MetricSeries

LAB = autoscale_lab()
GUARDED = {"out_above": 60, "in_below": 45, "minimum": 1}


def state(**given):
    return LAB.controls.state(given)


@pytest.mark.parametrize("load", list(CURVES))
def test_every_load_has_the_peak_that_was_asked_for(load):
    for days in (1, 7):
        made = curve(load, days, 5.0)
        assert made.minutes == days * 1440
        assert made.peak == pytest.approx(5 * PER_INSTANCE)
    result = labs.autoscale_result(load=load)
    web = result.web
    assert int(web.arrived.sum()) == int(web.served.sum() + web.dropped.sum() + web.queued[-1])
    assert web.desired.max() <= 10


def test_the_twin_says_what_the_lab_shows():
    result = labs.autoscale_result("autoscale: load=spike out_by=3", minimum=3)
    assert result.state["out_by"] == 3
    shown = views.summary(result)
    assert f"{result.peak_instances}</dd>" in shown
    assert f"{result.cost_usd:,.2f} USD a day" in shown
    assert repr(result).startswith(f"At most {result.peak_instances} instances")
    assert result.as_dict()["totals"]["peak_instances"] == result.peak_instances


def test_bad_states_are_explained():
    with pytest.raises(InvalidInputError, match="minimum of 20 is above"):
        labs.autoscale_result(minimum=20)
    with pytest.raises(InvalidInputError, match="Minimum"):
        labs.autoscale_result(minimum=0)
    with pytest.raises(UnknownNameError, match="spike"):
        labs.autoscale_result(load="spik")


@pytest.mark.parametrize("failure", list(FAILURES))
def test_every_failure_runs(failure):
    result = labs.autoscale_result(failure=failure)
    assert bool(result.run.scenario.failures) == (failure != "none")
    assert LAB.text(result)


def test_every_view_draws_every_kind_of_state():
    for given in (
        {},
        {"days": 7},
        {"in_below": None},
        {"memory_rule": True, "office": "tokyo"},
        {"failure": "zone", "days": 2},
    ):
        result = LAB.compute(state(**given))
        for view in LAB.views:
            local = view.settings(result).defaults if view.settings else {}
            assert "<" in view.render(result, local)
            if view.chart:
                chart = view.chart(result, local)
                assert chart.says
                chart.figure()
                assert all(len(trace["x"]) == len(trace["y"]) for trace in chart.traces)
                assert max(len(trace["x"]) for trace in chart.traces) <= 1500


def test_the_chart_keeps_peaks_and_steps():
    result = LAB.compute(state(load="elb", days=7))
    chart = charts.breathing(result, {})
    by_name = {trace["name"]: trace for trace in chart.traces}
    assert max(by_name["instances (capacity)"]["y"]) == result.peak_instances
    load = next(trace for name, trace in by_name.items() if name.startswith("load"))
    assert max(load["y"]) == pytest.approx(result.demand.max(), abs=0.001)


def test_the_table_is_the_chart_in_numbers():
    result = LAB.compute(state(load="spike"))
    table = views.breathing(result, {})
    assert table.count("<tr") == 25
    assert f"{int(result.web.dropped[600:660].sum()):,}" in table


def test_the_guard_band_is_what_the_engine_says_at_each_evaluation():
    result = LAB.compute(state(load="shop", **GUARDED))
    engine = Engine(result.setting, start=result.run.scenario.begins)
    cpu = MetricSeries()
    said = []
    for minute, (value, count) in enumerate(zip(result.web.cpu, result.web.desired, strict=True)):
        cpu.add_even(minute, float(value), int(count))
        outcome = engine.evaluate((minute + 1) * 60.0, int(count), {"Percentage CPU": cpu})
        if outcome.decision is not None and outcome.decision.event == "Flapping":
            said.append(minute + 1)
    band = [minute for start, end in guarded(result) for minute in range(int(start), int(end))]
    assert said
    assert set(said) <= set(band)
    assert len(band) - len(said) <= 5 * len(result.actions)


def test_bands_and_boxes():
    result = LAB.compute(state(load="elb"))
    rests = cooldowns(result)
    assert all(a < b for a, b in rests)
    assert all(one[1] < other[0] for one, other in pairwise(rests))
    assert boxes([(60, 120)], 5) == ([1.0, 1.0, 2.0, 2.0, None], [0, 5, 5, 0, None])
    assert np.isnan(window_mean(np.array([1.0, 2.0]), 3)[0])


def test_a_line_of_the_log_shows_its_arithmetic():
    result = LAB.compute(state(load="spike"))
    first = next(one for one in result.actions if one.action == "scale out")
    said = " ".join(steps(result, first))
    end = int(first.at_s // 60) - 1
    mean = result.web.cpu[end - 5 : end].mean()
    assert f"Mean {mean:.4g} %: fires" in said
    assert "everything rests for 5 min" in said
    assert steps(result, result.run.timeline.only("in rotation")[0]) == ()
    page = views.log(result, {"lines": "autoscale"})
    assert page.count("<details") == len(views.lines_of(result, "autoscale"))
    assert "data-lm-suppress-shortcuts" in page
    for which in views.LOGS:
        assert views.log(result, {"lines": which})
    held = LAB.compute(state(load="shop", **GUARDED))
    assert {one.event for one in views.lines_of(held, "guard")} <= {"Flapping", "FlappingOccurred"}
    assert "does not fire" in views.log(held, {"lines": "guard"})


def test_ways_to_pay():
    result = LAB.compute(state(reserved=2))
    table = views.cost(result, {})
    assert "+0 %" in table
    assert "all reserved for a year" in table
    assert LAB.compute(state(reserved=2)).cost_usd < LAB.compute(state()).cost_usd


def test_moving_a_threshold_tries_nothing_anew():
    one, other = (LAB.compute(state(out_above=value)) for value in (70, 80))
    assert one.tried is other.tried
    assert one.par.cost_usd <= min(row.cost_usd for row in one.tried.rows if row.dropped_percent <= 0.1)
    assert one.tried is not LAB.compute(state(peak=4)).tried


def test_your_own_row_is_the_row_of_a_sweep():
    result = LAB.compute(state())
    again = az.simulate.sweep([result.setting], result.run.scenario).rows[0]
    assert again == result.row


@pytest.mark.parametrize("prediction", LAB.predictions, ids=lambda prediction: prediction.id)
def test_each_prediction_contradicts_its_misconception(prediction):
    assert LAB.contradicts(prediction)
    truth = prediction.truth(LAB.scenario(prediction))
    assert prediction.answer.same(prediction.answer.parse(truth.answer), truth.answer)
    assert truth.because
    assert truth.steps
    assert prediction.view in {view.name for view in LAB.views}
    for what_if in prediction.what_if:
        LAB.compute(LAB.controls.state(what_if.changes, base=LAB.scenario(prediction)))


@pytest.mark.parametrize(("ident", "value"), [("three-to-two", 40), ("ten-to-nine", 45), ("two-to-one", 30)])
def test_each_step_down_has_its_own_cpu(ident, value):
    prediction = LAB.prediction(ident)
    assert prediction.truth(LAB.scenario(prediction)).answer == value


def test_three_instances_at_42_percent_stay_three():
    result = LAB.compute(LAB.scenario(LAB.prediction("three-to-two")))
    assert set(result.web.desired.tolist()) == {3}
    assert result.web.cpu[100] == pytest.approx(42, abs=0.1)
    assert any(one.event == "Flapping" for one in result.run.timeline)


@pytest.mark.parametrize("mission", LAB.missions, ids=lambda mission: mission.id)
def test_each_mission_starts_unsolved_and_has_a_par(mission):
    report = mission.report(LAB.compute(LAB.controls.state(mission.setup)))
    assert not report.solved
    assert report.par is not None


@pytest.mark.parametrize(
    ("ident", "changes"),
    [
        ("never-in", {"in_below": 50, "out_above": 85}),
        ("spike", {"out_by": 8, "out_above": 40, "out_cooldown_min": 1, "minimum": 2}),
        ("memory", {"memory_in": 70, "in_below": 45, "out_above": 85}),
        ("swings", {"in_cooldown_min": 30, "out_above": 75}),
        ("tokyo", {"office": "tokyo", "in_below": 45}),
        ("half", {"minimum": 2, "out_above": 75, "in_below": 40}),
    ],
)
def test_missions_can_be_solved_by_hand(ident, changes):
    mission = LAB.mission(ident)
    report = mission.report(LAB.compute(LAB.controls.state(changes, base=LAB.controls.state(mission.setup))))
    assert report.solved, report.checks


def test_it_swings_under_a_load_that_never_changes():
    result = LAB.compute(state(**SWINGS))
    assert len(set(result.web.arrived.tolist())) == 1
    assert result.turns > 50


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"load": "elb", "days": 2, "reserved": 2},
        {"memory_rule": True, "office": "berlin"},
        {"failure": "hosts", "statistic": "Max"},
        {"in_below": None},
    ],
)
def test_the_code_shown_gives_the_same_run(given):
    result = LAB.compute(state(**given))
    again = eval(LAB.call(state(**given)), {"az": az})
    assert again.totals == result.run.totals


def test_a_state_line_opens_the_same_state():
    given = state(load="tokyo", office="newyork", in_below=None, peak=7.5)
    assert LAB.state(LAB.line(given)) == given


def test_the_widget_opens_and_shows():
    widget = labs.autoscale(load="spike")
    assert "load=spike" in widget.line
