"""Predictive autoscale: the load to expect between now and the look-ahead, for the rules that it drives."""

from __future__ import annotations

from collections.abc import Callable

from azstudy.model.autoscale import AutoscaleSetting
from azstudy.model.schedule_words import PredictiveMode
from azstudy.simulate.scaling.choices import ScalingChoices
from azstudy.simulate.scaling.forecast import Forecast
from azstudy.simulate.scaling.gauges import Metrics
from azstudy.simulate.scaling.metrics import MetricSeries
from azstudy.simulate.scaling.plans import Plan, Rule


class Foresight:
    """The forecast of one engine. In ForecastOnly mode it can be looked at and drives nothing.

    Source: azure-monitor-docs autoscale-predictive.md@0dc1e484 (2024-11): scale-out only, Percentage CPU averaged, the
    threshold and step of the ordinary rules, up to an hour before the load.
    """

    def __init__(
        self, setting: AutoscaleSetting, choices: ScalingChoices, forecast: Callable[[int], float | None] | None
    ) -> None:
        policy = setting.predictive
        self.acts = policy is not None and policy.mode is PredictiveMode.ENABLED
        self.look_ahead_min = round(policy.look_ahead_min or 0) if policy else 0
        self._method = choices.forecast
        self._given = forecast
        self._made: tuple[MetricSeries, Forecast] | None = None

    def load_at(self, minute: int, metrics: Metrics, plan: Plan) -> float | None:
        """The total CPU load expected at `minute`, in percent of one machine; None where none can be told."""
        forecast = self._forecast(metrics, plan)
        return None if forecast is None else forecast(minute)

    def expected(self, at_s: float, count: int, metrics: Metrics, plan: Plan) -> list[tuple[Rule, float]] | None:
        """The rules it drives, each with the highest CPU to come on `count` instances; None without a forecast."""
        now = int(at_s // 60)
        forecast = self._forecast(metrics, plan, now)
        if forecast is None:
            return None
        loads = [load for ahead in range(self.look_ahead_min + 1) if (load := forecast(now + ahead)) is not None]
        if not loads:
            return None
        load = max(loads)
        value = load / count if count else (float("inf") if load else 0.0)
        return [(rule, round(value, 9)) for rule in plan.forecastable]

    def _forecast(
        self, metrics: Metrics, plan: Plan, trained_at: int | None = None
    ) -> Callable[[int], float | None] | None:
        if self._given is not None:
            return self._given
        if not plan.forecastable:
            return None
        series = plan.gauges[plan.forecastable[0].place].series(metrics)
        if series is None:
            return None
        if self._made is None or self._made[0] is not series:
            self._made = series, Forecast(series, method=self._method)
        forecast = self._made[1]
        return forecast.at if trained_at is None or forecast.trained(trained_at) else None
