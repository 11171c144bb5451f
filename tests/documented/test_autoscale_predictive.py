"""Predictive autoscale: history, direction, metric, look-ahead.

Source: MicrosoftDocs/azure-monitor-docs articles/azure-monitor/autoscale/autoscale-predictive.md@0dc1e484 (2024-11).
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import azstudy as az
from azstudy.simulate.scaling.engine import Engine
from azstudy.simulate.scaling.forecast import DAY_MIN, Forecast
from azstudy.simulate.scaling.metrics import MetricSeries

START = datetime(2027, 1, 18, tzinfo=UTC)
MORNING = 8 * 60
DAY = [10.0] * MORNING + [90.0] * 600 + [10.0] * (DAY_MIN - MORNING - 600)
"""Every day the same: at 08:00 CPU goes from 10 to 90 percent on two instances."""


def engine(mode: str = "Enabled", ahead: float | None = 30, rules: object = None) -> Engine:
    given = rules or [az.ScaleRule("Percentage CPU > 70", "out 1"), az.ScaleRule("Percentage CPU < 30", "in 1")]
    setting = az.AutoscaleSetting(
        "breathe",
        "web",
        profiles=[az.Profile("default", given, minimum=2, maximum=10)],
        predictive=az.Predictive(mode, look_ahead_min=ahead),
    )
    return Engine(setting, start=START)


def history(days: int, instances: int = 2) -> dict[str, MetricSeries]:
    series = MetricSeries(first=-days * DAY_MIN)
    series.extend(DAY * days, instances)
    series.extend([10.0] * (MORNING - 20), instances)  # today until 07:40
    return {"Percentage CPU": series}


NOW = (MORNING - 20) * 60.0


@pytest.mark.parametrize(("days", "known"), [(6, False), (7, True), (15, True)])
def test_it_needs_seven_days_of_history(days: int, known: bool) -> None:
    found = engine().evaluate(NOW, 2, history(days))
    assert found.acted is known
    assert Forecast(history(days)["Percentage CPU"]).trained(0) is known
    if not known:
        assert found.decisions[0].event == "PredictiveMetricFailure"


@pytest.mark.parametrize(("ahead", "acts"), [(None, False), (15, False), (19, False), (20, True), (60, True)])
def test_it_starts_as_early_as_the_look_ahead(ahead: float | None, acts: bool) -> None:
    found = engine(ahead=ahead).evaluate(NOW, 2, history(7))
    assert found.acted is acts
    if acts:
        assert found.decision.event == "Predictive Autoscale scale up initiated"
        assert "forecast: Percentage CPU 90 % is above 70" in found.because


def test_forecast_only_changes_nothing() -> None:
    found = engine("ForecastOnly").evaluate(NOW, 3, history(7, 3))
    assert found.decision.action == "scale in"  # 10 % and a plain rule; the forecast has no say
    assert not engine("Disabled").evaluate(NOW, 2, history(7)).acted


def test_it_never_scales_in() -> None:
    quiet = {"Percentage CPU": MetricSeries(first=-7 * DAY_MIN)}
    quiet["Percentage CPU"].extend([5.0] * (7 * DAY_MIN), 4)
    quiet["Percentage CPU"].extend([50.0] * 60, 4)  # the forecast is 5 %, the load is 50 %
    assert not engine().evaluate(3600.0, 4, quiet).acted


def test_ordinary_rules_still_meet_a_sudden_load() -> None:
    series = history(7)
    series["Percentage CPU"].extend([95.0] * 6, 2)
    found = engine(ahead=None).evaluate(NOW + 420, 2, series)
    assert found.decision.event == "Autoscale scale up initiated"


def test_only_average_cpu_is_forecast() -> None:
    others = [az.ScaleRule("Percentage CPU > 70 max 5m", "out 1"), az.ScaleRule("Percentage CPU < 5", "in 1")]
    assert not engine(rules=others).evaluate(NOW, 2, history(7)).acted


def test_the_forecast_is_the_load_of_all_instances() -> None:  # "the cumulative load for all machines"
    forecast = Forecast(history(7, instances=5)["Percentage CPU"])
    assert forecast.at(MORNING + 60) == 450


def test_limits_hold_for_forecasts_too() -> None:
    found = engine().evaluate(NOW, 10, history(7, instances=20))
    assert not found.acted
    assert "the maximum" in found.because
