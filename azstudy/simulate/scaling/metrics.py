"""The samples of one metric, a minute each, and how a rule reads them: grain, statistic, window, aggregation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isnan, nan

from azstudy.errors import InvalidInputError
from azstudy.model.autoscale import MetricTrigger
from azstudy.simulate.scaling.gauges import Gauge


class MetricSeries:
    """One metric of one resource: for each minute its average, least, greatest, sum and number of samples.

    Minutes count from the start of the run; history before it has negative numbers. A minute that was not added is
    missing. `first` is the minute of the first sample.

    >>> cpu = MetricSeries()
    >>> for minute, (a, b) in enumerate([(40, 60), (90, 70), (50, 50)]):
    ...     cpu.add_samples(minute, [a, b])
    >>> cpu.average, cpu.maximum, cpu.total
    ([50.0, 80.0, 50.0], [60.0, 90.0, 50.0], [100.0, 160.0, 100.0])
    """

    __slots__ = ("average", "count", "first", "fixed", "gaps", "maximum", "minimum", "total")

    def __init__(self, first: int = 0) -> None:
        self.first = first
        self.average: list[float] = []
        self.minimum: list[float] = self.average
        self.maximum: list[float] = self.average
        """The same list as `average` while every instance showed the same."""
        self.total: list[float] = []
        self.count: list[float] = []
        self.gaps = False
        self.fixed: float | None = None

    @classmethod
    def steady(cls, value: float) -> MetricSeries:
        """A metric that reads as `value` over every window, whatever the statistic, before division by instances."""
        series = cls()
        series.fixed = float(value)
        return series

    def __len__(self) -> int:
        return len(self.average)

    @property
    def next_minute(self) -> int:
        """The minute after the newest sample."""
        return self.first + len(self.average)

    def add(self, minute: int, average: float, minimum: float, maximum: float, total: float, count: float) -> None:
        """The sample of one minute, as Azure Monitor keeps it; minutes come in order, some may be left out.

        Raises:
            InvalidInputError: When `minute` is not after the newest sample.
        """
        self._make_room(minute)
        if self.minimum is self.average:
            self.minimum, self.maximum = list(self.average), list(self.average)
        missing = isnan(average)
        self.average.append(average)
        self.minimum.append(minimum)
        self.maximum.append(maximum)
        self.total.append(total)
        self.count.append(0 if missing else count)
        self.gaps = self.gaps or missing

    def add_even(self, minute: int, value: float, instances: int = 1) -> None:
        """The sample of a minute in which `instances` instances all showed `value` (the quick way).

        Raises:
            InvalidInputError: When `minute` is not after the newest sample.
        """
        if minute != self.first + len(self.average):
            self._make_room(minute)
        if self.minimum is not self.average:
            self.minimum.append(value)
            self.maximum.append(value)
        self.average.append(value)
        self.total.append(value * instances)
        if value == value:
            self.count.append(instances)
        else:  # not a number: missing
            self.count.append(0)
            self.gaps = True

    def add_samples(self, minute: int, samples: Sequence[float]) -> None:
        """The samples of the instances in one minute; none at all leaves the minute missing.

        Raises:
            InvalidInputError: When `minute` is not after the newest sample.
        """
        values = [float(value) for value in samples if not isnan(value)]
        if values:
            total = sum(values)
            self.add(minute, total / len(values), min(values), max(values), total, len(values))

    def extend(self, values: Iterable[float], instances: int = 1) -> None:
        """Even samples of the minutes that follow; NaN leaves a minute missing."""
        for value in values:
            self.add_even(self.next_minute, value, instances)

    def value(self, trigger: MetricTrigger, at_s: float, instances: int, *, delay_s: float = 0.0) -> float | None:
        """What `trigger` compares with its threshold at `at_s`; None when no sample is in its window.

        The minutes that ended by `at_s - delay_s` are read.

        >>> cpu = MetricSeries()
        >>> cpu.extend([50.0, 80.0, 50.0])
        >>> cpu.value(MetricTrigger.parse("Percentage CPU > 70 max 3m"), 180, 2)
        80.0
        """
        return Gauge(trigger).of(self, int((at_s - delay_s) // 60), instances)

    def _make_room(self, minute: int) -> None:
        if not self.average:
            self.first = minute
            return
        missing = minute - self.next_minute
        if missing < 0:
            raise InvalidInputError(
                f"Minute {minute} was added after minute {self.next_minute - 1}. Add samples in the order of time, "
                "one a minute."
            )
        if not missing:
            return
        self.gaps = True
        columns = {id(column): column for column in (self.average, self.minimum, self.maximum)}
        for column in (*columns.values(), self.total):
            column.extend([nan] * missing)
        self.count.extend([0] * missing)
