"""Predictive autoscale: the load to expect between now and the look-ahead, for the rules that it drives."""

from __future__ import annotations

from collections import deque
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
        self._peaks: deque[tuple[int, float]] = deque()
        """Minutes ahead whose load no later one reaches, the highest first."""
        self._next = 0

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
        load = self._highest(forecast, now)
        if load is None:
            return None
        value = load / count if count else (float("inf") if load else 0.0)
        return [(rule, round(value, 9)) for rule in plan.forecastable]

    def _highest(self, forecast: Callable[[int], float | None], now: int) -> float | None:
        """The highest load from `now` to the look-ahead; from minute to minute only the newest is looked at."""
        if not self._next - self.look_ahead_min - 1 <= now <= self._next:
            self._peaks.clear()
            self._next = now
        for minute in range(self._next, now + self.look_ahead_min + 1):
            load = forecast(minute)
            if load is not None:
                while self._peaks and self._peaks[-1][1] <= load:
                    self._peaks.pop()
                self._peaks.append((minute, load))
        self._next = now + self.look_ahead_min + 1
        while self._peaks and self._peaks[0][0] < now:
            self._peaks.popleft()
        return self._peaks[0][1] if self._peaks else None

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
            self._peaks.clear()
            self._next = 0
        forecast = self._made[1]
        return forecast.at if trained_at is None or forecast.trained(trained_at) else None
