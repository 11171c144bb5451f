"""The stand-in for Azure's forecast: its method, what it drives, what it holds back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azstudy.model.autoscale import AutoscaleSetting, Predictive, Profile, ScaleRule
from azstudy.simulate.scaling import choices
from azstudy.simulate.scaling.engine import Engine
from azstudy.simulate.scaling.forecast import DAY_MIN, Forecast
from azstudy.simulate.scaling.metrics import MetricSeries
from azstudy.simulate.scaling.plans import Plan

START = datetime(2027, 1, 18, tzinfo=UTC)
CPU = "Percentage CPU"


def engine(forecast=None, ahead=30, mode="Enabled", **chosen):
    rules = [ScaleRule("Percentage CPU > 70", "out 1"), ScaleRule("Percentage CPU < 30", "in 1")]
    setting = AutoscaleSetting(
        "breathe",
        "web",
        profiles=[Profile("default", rules, minimum=1, maximum=10)],
        predictive=Predictive(mode, look_ahead_min=ahead),
    )
    return Engine(setting, start=START, forecast=forecast, choices=choices.ScalingChoices(**chosen))


def jump(minute):
    """30 % of one machine, and 180 % from minute 20 on."""
    return 30.0 if minute < 20 else 180.0


LOW = {CPU: MetricSeries.steady(10)}


def test_a_forecast_holds_back_a_scale_in_that_it_would_undo():
    found = engine(jump).evaluate(60.0, 3, LOW)
    assert not found.acted
    assert found.because == "forecast: 60 % on 3 instances would be 90 % on 2, above 70."


def test_it_does_so_only_if_chosen_and_only_within_the_look_ahead():
    assert engine(jump, forecast_holds=False).evaluate(60.0, 3, LOW).target == 2
    assert engine(jump, ahead=10).evaluate(60.0, 3, LOW).target == 2
    assert engine(jump, mode="ForecastOnly").evaluate(60.0, 3, LOW).target == 2


def test_a_forecast_scales_out_by_the_ordinary_step_and_cooldown():
    busy = engine(jump)
    first = busy.evaluate(60.0, 2, LOW)
    assert (first.target, first.cooldown_s) == (3, 300)
    assert busy.evaluate(120.0, 2, LOW).decision.action == "scale out skipped"
    assert busy.evaluate(360.0, 3, LOW).target == 3  # 60 % on three is not above 70


def test_a_forecast_that_knows_nothing_is_said_once():
    blind = engine(lambda minute: None)
    events = [line.event for n in range(5) for line in blind.evaluate(60.0 * n, 1, LOW).decisions]
    assert events.count("PredictiveMetricFailure") == 1


@pytest.mark.parametrize(("method", "expected"), [("days", (5 * 100 + 3 * 30) / 8), ("weeks", 30.0)])
def test_days_take_every_day_and_weeks_the_same_weekday(method, expected):
    history = MetricSeries(first=-8 * DAY_MIN)
    for day in range(-8, 0):
        history.extend([30.0 if day % 7 in (0, 6) else 100.0] * DAY_MIN)
    assert Forecast(history, method=method).at(0) == pytest.approx(expected)


def test_minutes_without_samples_are_left_out():
    history = MetricSeries(first=-7 * DAY_MIN)
    for day in range(7):
        history.extend([float("nan") if day % 2 else 40.0] * DAY_MIN)
    assert Forecast(history).at(30) == 40.0
    empty = Forecast(MetricSeries())
    assert not empty.trained(10**6)
    assert empty.at(5) is None


def test_fifteen_days_at_most_are_used():
    history = MetricSeries(first=-20 * DAY_MIN)
    history.extend([90.0] * (5 * DAY_MIN) + [10.0] * (15 * DAY_MIN))
    assert Forecast(history).at(0) == 10.0


def test_the_engine_runs_every_30_to_60_seconds():
    assert choices.ENGINE_PERIOD_S == (30, 60)
    assert choices.ENGINE_PERIOD_S[0] <= choices.DEFAULT.evaluation_s <= choices.ENGINE_PERIOD_S[1]


loads = st.lists(st.none() | st.integers(0, 50).map(float), min_size=80, max_size=80)


@settings(max_examples=60, deadline=None)
@given(loads, st.integers(0, 20), st.lists(st.integers(-5, 12), min_size=1, max_size=25))
def test_the_highest_load_ahead_is_that_of_the_whole_look_ahead(given_loads, ahead, steps):
    """Also when evaluations skip minutes, repeat one, or go back."""
    asked = engine(lambda minute: given_loads[minute % 80], ahead=ahead)
    plan = Plan(asked.setting.profiles[0])
    now = 10
    for step in steps:
        now = max(0, now + step)
        known = [load for minute in range(now, now + ahead + 1) if (load := given_loads[minute % 80]) is not None]
        found = asked.foresight.expected(now * 60.0, 2, {}, plan)
        assert found == (None if not known else [(plan.forecastable[0], max(known) / 2)])
