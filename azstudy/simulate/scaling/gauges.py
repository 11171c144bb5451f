"""A trigger made ready to read a metric quickly: first over instances in each grain, then over the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import nan
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from azstudy.model.autoscale import MetricTrigger
from azstudy.model.schedule_words import Statistic, TimeAggregation
from azstudy.rules.autoscale_rules import QUEUE_METRICS, key

if TYPE_CHECKING:
    from azstudy.simulate.scaling.metrics import MetricSeries

MetricKey = str | tuple[str, str]
"""The name of a metric, or resource and name for a metric of another resource."""
Metrics = Mapping["MetricKey", "MetricSeries"]

DECIMALS: Final = 9
"""Values are rounded to so many decimals before they meet a threshold, so that 42 in each of seven minutes is 42."""

_COLUMN: Final[dict[Statistic, Callable[[MetricSeries], list[float]]]] = {
    Statistic.AVERAGE: attrgetter("average"),
    Statistic.MIN: attrgetter("minimum"),
    Statistic.MAX: attrgetter("maximum"),
    Statistic.SUM: attrgetter("total"),
    Statistic.COUNT: attrgetter("count"),
}


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def _last(values: list[float]) -> float:
    return values[-1]


_OVER_TIME: Final[dict[TimeAggregation, Callable[[list[float]], float]]] = {
    TimeAggregation.AVERAGE: _mean,
    TimeAggregation.MINIMUM: min,
    TimeAggregation.MAXIMUM: max,
    TimeAggregation.TOTAL: sum,
    TimeAggregation.COUNT: len,
    TimeAggregation.LAST: _last,
}


class Gauge:
    """How one trigger reads its metric.

    `statistic` combines the samples of all instances in each time grain, `timeAggregation` the grains of the window.
    With `dividePerInstance` the result is divided by the instances; queue lengths always are.

    Source: azure-monitor-docs autoscale-best-practices.md@0874256c, autoscale-understanding-settings.md@002d4a39.
    """

    __slots__ = ("_combine", "_grain", "_samples", "_statistic", "_width", "divided", "key", "sign")

    def __init__(self, trigger: MetricTrigger) -> None:
        self.key: MetricKey = (trigger.resource, trigger.metric) if trigger.resource else trigger.metric
        self._statistic = trigger.statistic
        self._samples = _COLUMN[trigger.statistic]
        self._combine = _OVER_TIME[trigger.time_aggregation]
        self._grain = max(1, round(trigger.grain_min))
        self._width = self._grain * max(1, int(trigger.window_min // self._grain))
        self.divided = trigger.divide_per_instance or key(trigger.metric) in QUEUE_METRICS
        self.sign = self.key, trigger.statistic, trigger.time_aggregation, self._grain, self._width, self.divided
        """Two triggers of one sign read the same value."""

    def read(self, metrics: Metrics, end: int, instances: int) -> float | None:
        """The value over the window that ends before minute `end`; None where there is none."""
        series = metrics.get(self.key)
        if series is None:
            series = self.series(metrics)
            if series is None:
                return None
        return self.of(series, end, instances)

    def of(self, series: MetricSeries, end: int, instances: int) -> float | None:
        """The value of one series, as in `read`."""
        if series.fixed is not None:
            value = series.fixed
        else:
            stop = end - series.first
            if stop <= 0:
                return None
            start = stop - self._width
            if series.gaps or self._grain > 1:
                grains = self._grains(series, start, stop)
            else:
                grains = self._samples(series)[start if start > 0 else 0 : stop]
            if not grains:
                return None
            value = self._combine(grains)
        if self.divided:
            value = value / instances if instances else (0.0 if value == 0 else float("inf"))
        return round(value, DECIMALS)

    def _grains(self, series: MetricSeries, start: int, stop: int) -> list[float]:
        """The grains with samples, oldest first."""
        found = (self._grain_of(series, at, at + self._grain) for at in range(start, stop, self._grain))
        return [value for value in found if value == value]

    def _grain_of(self, series: MetricSeries, start: int, stop: int) -> float:
        where = slice(max(start, 0), max(stop, 0))
        counts = series.count[where]
        samples = sum(counts)
        if not samples:
            return nan
        if self._statistic is Statistic.COUNT:
            return samples
        if self._statistic in (Statistic.AVERAGE, Statistic.SUM):
            total = sum(value for value, count in zip(series.total[where], counts, strict=True) if count)
            return total / samples if self._statistic is Statistic.AVERAGE else total
        column = [v for v, count in zip(self._samples(series)[where], counts, strict=True) if count]
        return min(column) if self._statistic is Statistic.MIN else max(column)

    def series(self, metrics: Metrics) -> MetricSeries | None:
        """The series that is read, also under another spelling of its name; None where there is none."""
        found = metrics.get(self.key)
        if found is not None:
            return found
        wanted = _plain(self.key)
        return next((series for name, series in metrics.items() if _plain(name) == wanted), None)


def _plain(name: MetricKey) -> tuple[str, str]:
    resource, metric = ("", name) if isinstance(name, str) else name
    return resource.casefold(), key(metric)
