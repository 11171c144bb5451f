"""A load curve: one value a minute, with its start, unit and source."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import attrs

from azstudy.errors import InvalidInputError
from azstudy.model.spoken import Spoken

if TYPE_CHECKING:
    import pandas as pd

START: Final = datetime(2027, 1, 4, tzinfo=UTC)
"""Where a load starts that names no time: a Monday at midnight."""
REQUESTS: Final = "requests/min"
PERCENT: Final = "percent"
_BARS: Final = "▁▂▃▄▅▆▇█"
DAY: Final = 1440


def _values(given: Iterable[float]) -> tuple[float, ...]:
    values = tuple(float(value) for value in given)
    for minute, value in enumerate(values):
        if not math.isfinite(value) or value < 0:
            raise InvalidInputError(
                f"Minute {minute} of the load is {value:g}. A load has a number of 0 or more for every minute; "
                "az.loads.read_csv can repair gaps."
            )
    if not values:
        raise InvalidInputError("The load has no minutes. Give at least one value.")
    return values


def _moment(given: datetime | str) -> datetime:
    moment = datetime.fromisoformat(given) if isinstance(given, str) else given
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


@attrs.frozen(kw_only=True)
class Load(Spoken):
    """One value a minute from `start` on, such as requests in that minute or CPU in percent.

    Attributes:
        values: One number a minute, 0 or more.
        start: The first minute, in UTC; a time without a zone is taken as UTC.
        unit: "requests/min" or "percent", or other words.
        name: What it is called on charts.
        source: Where it comes from; empty for one that was made up.
        licence: Under which licence.
        repairs: What was done to the values as they were read, a sentence each.

    >>> Load(values=[60, 120, 90]).peak
    120.0
    """

    values: tuple[float, ...] = attrs.field(converter=_values, repr=lambda values: f"<{len(values)} minutes>")
    start: datetime = attrs.field(default=START, converter=_moment)
    unit: str = REQUESTS
    name: str = "load"
    source: str = ""
    licence: str = ""
    repairs: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[float]:
        return iter(self.values)

    @property
    def minutes(self) -> int:
        """How many minutes it lasts."""
        return len(self.values)

    @property
    def end(self) -> datetime:
        """The moment after its last minute."""
        return self.start + timedelta(minutes=self.minutes)

    @property
    def peak(self) -> float:
        """The largest value."""
        return max(self.values)

    @property
    def mean(self) -> float:
        """The average value."""
        return math.fsum(self.values) / self.minutes

    @property
    def total(self) -> float:
        """The sum over all minutes: requests, where the unit is requests a minute."""
        return math.fsum(self.values)

    def time_of(self, minute: int) -> datetime:
        """The moment at which a minute starts, in UTC."""
        return self.start + timedelta(minutes=minute)

    def part(self, start_min: int = 0, minutes: int | None = None) -> Load:
        """A stretch of it.

        Raises:
            InvalidInputError: For a stretch that does not lie within the load.

        >>> Load(values=[1, 2, 3, 4]).part(1, 2).values
        (2.0, 3.0)
        """
        count = self.minutes - start_min if minutes is None else minutes
        if not (0 <= start_min < self.minutes and 0 < count <= self.minutes - start_min):
            raise InvalidInputError(
                f"Minutes {start_min} to {start_min + count} do not lie within {self.name}, which has {self.minutes}. "
                f"Take a start of 0 to {self.minutes - 1} and at most the minutes that are left."
            )
        return attrs.evolve(self, values=self.values[start_min : start_min + count], start=self.time_of(start_min))

    def days(self, first: int = 0, count: int = 1) -> Load:
        """Whole days of 1,440 minutes, counted from its start."""
        return self.part(first * DAY, count * DAY)

    def scaled(self, factor: float | None = None, *, peak: float | None = None, mean: float | None = None) -> Load:
        """Every value times a factor, or times what brings its peak or its mean to a value.

        Raises:
            InvalidInputError: Unless exactly one of the three is given, for a negative one, and for a load of zeros.

        >>> Load(values=[1, 3]).scaled(peak=600).values
        (200.0, 600.0)
        """
        given = [value for value in (factor, peak, mean) if value is not None]
        if len(given) != 1 or given[0] < 0 or not math.isfinite(given[0]):
            raise InvalidInputError("Scale a load by one number of 0 or more: a factor, peak=... or mean=...")
        if factor is None and self.peak == 0:
            raise InvalidInputError(f"{self.name} is 0 all the time, so no factor brings it to {given[0]:g}.")
        by = given[0] if factor is not None else given[0] / (self.peak if peak is not None else self.mean)
        return attrs.evolve(self, values=[value * by for value in self.values])

    def clipped(self, most: float) -> Load:
        """No value above `most`."""
        return attrs.evolve(self, values=[min(value, most) for value in self.values])

    def starting(self, start: datetime | str) -> Load:
        """The same curve from another moment on."""
        return attrs.evolve(self, start=start)

    def repeated(self, minutes: int) -> Load:
        """The curve again and again until it lasts `minutes`."""
        times = -(-minutes // self.minutes)
        return attrs.evolve(self, values=(self.values * times)[:minutes])

    def named(self, name: str) -> Load:
        """The same curve under another name."""
        return attrs.evolve(self, name=name)

    def hourly(self, how: str = "max") -> tuple[float, ...]:
        """One value an hour: the "max", "mean" or "sum" of its minutes.

        Raises:
            InvalidInputError: For another word.

        >>> Load(values=[0] * 59 + [60, 5]).hourly("mean")
        (1.0, 5.0)
        """
        ways = {"max": max, "mean": lambda part: math.fsum(part) / len(part), "sum": math.fsum}
        if how not in ways:
            raise InvalidInputError(f"how is {how!r}. Allowed are 'max', 'mean' and 'sum'.")
        return tuple(ways[how](self.values[at : at + 60]) for at in range(0, self.minutes, 60))  # type: ignore[operator]

    def __add__(self, other: Load) -> Load:
        """Both together, minute by minute; the shorter one adds nothing once it is over.

        Raises:
            InvalidInputError: Where the two start at different moments or have different units.
        """
        if self.start != other.start or self.unit != other.unit:
            raise InvalidInputError(
                f"{self.name} ({self.unit} from {self.start:%Y-%m-%d %H:%M}) and {other.name} ({other.unit} from "
                f"{other.start:%Y-%m-%d %H:%M}) cannot be added. Give both the same start with .starting(...) and unit."
            )
        longest = max(self.minutes, other.minutes)
        mine, theirs = (one.values + (0.0,) * (longest - one.minutes) for one in (self, other))
        return attrs.evolve(
            self,
            values=[a + b for a, b in zip(mine, theirs, strict=True)],
            name=f"{self.name} + {other.name}",
            source="; ".join(dict.fromkeys(one.source for one in (self, other) if one.source)),
            licence="; ".join(dict.fromkeys(one.licence for one in (self, other) if one.licence)),
            repairs=self.repairs + other.repairs,
        )

    def sparkline(self, width: int = 60) -> str:
        """Its shape in a line of text: the mean of each stretch, from nothing to the peak of these.

        >>> Load(values=[0, 1, 2, 3]).sparkline(4)
        '▁▃▆█'
        """
        width = min(width, self.minutes)
        edges = [round(n * self.minutes / width) for n in range(width + 1)]
        means = [math.fsum(self.values[a:b]) / (b - a) for a, b in itertools.pairwise(edges)]
        top = max(means) or 1.0
        return "".join(_BARS[min(7, int(mean / top * 7 + 0.5))] for mean in means)

    @property
    def text(self) -> str:
        """What it is, in a few lines."""
        days = self.minutes / DAY
        span = f"{days:.1f} days" if days >= 2 else f"{self.minutes:,} minutes"
        lines = [
            f"{self.name}: {span} from {self.start:%Y-%m-%d %H:%M} UTC, {self.unit}",
            f"mean {self.mean:,.1f}, peak {self.peak:,.1f}",
            self.sparkline(),
            *([f"source: {self.source}{f' ({self.licence})' if self.licence else ''}"] if self.source else []),
            *(f"repaired: {repair}" for repair in self.repairs),
        ]
        return "\n".join(lines)

    def to_frame(self) -> pd.DataFrame:
        """A pandas table, one row a minute, indexed by time."""
        import pandas as pd

        index = pd.date_range(self.start, periods=self.minutes, freq="min", name="time")
        return pd.DataFrame({self.unit: self.values}, index=index)
