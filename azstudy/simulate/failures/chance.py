"""Many years of failures drawn by chance, and how long each workload has too few machines.

Rates are illustrative and never an SLA. All times are whole seconds, so that the fast way (sorting all failures of all
years at once) and the plain one (event after event, in `step_by_step`) give exactly the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs
import numpy as np
import numpy.typing as npt

from azstudy.errors import InvalidInputError
from azstudy.model.design import Design
from azstudy.simulate.failures.places import Place, places_of
from azstudy.simulate.failures.rates import YEAR_S, Rate, Rates
from azstudy.simulate.failures.workloads import needs_of, workloads_of

if TYPE_CHECKING:
    import pandas as pd

Ints = npt.NDArray[np.int64]
KINDS: Final = ("host", "rack", "zone", "region")
_RATES: Final = Rates()
MOST_YEARS: Final = 200_000


@attrs.frozen(kw_only=True)
class Draw:
    """Failures drawn for some years: which component fails, from which second to which, on one long axis of time."""

    components: tuple[tuple[str, tuple[str, ...]], ...]
    component: Ints
    start_s: Ints
    end_s: Ints
    years: int


@attrs.frozen(kw_only=True)
class ChanceResult:
    """What chance did to one workload.

    Attributes:
        workload: Its name.
        total: Machines it has.
        needed: Machines it needs.
        years: How many were drawn.
        minutes_by_year: Minutes with too few machines in each year.
        minutes_by_kind: Mean minutes a year if failures of that kind alone had happened.
    """

    workload: str
    total: int
    needed: int
    years: int
    minutes_by_year: npt.NDArray[np.float64] = attrs.field(repr=False, eq=False)
    minutes_by_kind: Mapping[str, float]

    @property
    def mean_minutes(self) -> float:
        """Mean minutes a year with too few machines."""
        return float(self.minutes_by_year.mean())

    @property
    def availability_percent(self) -> float:
        """The share of time with enough machines, in percent."""
        return 100 * (1 - self.mean_minutes * 60 / YEAR_S)

    @property
    def interval_percent(self) -> tuple[float, float]:
        """A 95 % confidence interval of the availability, in percent, from the spread of the years."""
        error = 1.96 * float(self.minutes_by_year.std()) / np.sqrt(self.years)
        low, high = (100 * (1 - max(0.0, self.mean_minutes + sign * error) * 60 / YEAR_S) for sign in (1, -1))
        return low, min(100.0, high)

    @property
    def quiet_share(self) -> float:
        """The share of years without a single minute of too few machines, 0 to 1."""
        return float((self.minutes_by_year == 0).mean())

    def percentile(self, percent: float) -> float:
        """Minutes that so many percent of the years do not exceed."""
        if not 0 <= percent <= 100:
            raise InvalidInputError(f"{percent:g} is not a percentile. Give 0 to 100.")
        return float(np.percentile(self.minutes_by_year, percent))

    @property
    def text(self) -> str:
        """The outcome in two lines."""
        low, high = self.interval_percent
        kinds = ", ".join(f"{kind} {minutes:,.1f}" for kind, minutes in self.minutes_by_kind.items())
        return (
            f"{self.workload}: {self.needed} of {self.total} needed, {self.availability_percent:.4f} % "
            f"({low:.4f} to {high:.4f}) over {self.years:,} years; {self.quiet_share:.1%} of the years without a gap\n"
            f"  minutes a year by kind, each alone: {kinds} (illustrative rates, not an SLA)"
        )


@attrs.frozen(kw_only=True)
class ChanceReport:
    """Every workload of a design after many years of chance."""

    workloads: tuple[ChanceResult, ...]
    rates: Rates
    seed: int

    @property
    def text(self) -> str:
        """Two lines a workload."""
        return "\n".join(one.text for one in self.workloads)

    def to_frame(self) -> pd.DataFrame:
        """A pandas table, one row a workload."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "workload": one.workload,
                    "needed": one.needed,
                    "total": one.total,
                    "availability_percent": one.availability_percent,
                    "mean_minutes_a_year": one.mean_minutes,
                    "quiet_years": one.quiet_share,
                    **{f"{kind}_minutes": minutes for kind, minutes in one.minutes_by_kind.items()},
                }
                for one in self.workloads
            ]
        )

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": self.text}


def chance(
    design: Design,
    *,
    years: int = 1_000,
    needed: Mapping[str, int] | int | None = None,
    rates: Rates = _RATES,
    seed: int = 0,
) -> ChanceReport:
    """Draw years of host, rack, zone and region failures and count the minutes with too few machines.

    Failures of a component come by a Poisson process and last an exponential time, independently of all others; a
    machine is down while anything it stands on is. All rates are illustrative: change them.

    Args:
        design: Any design with machines.
        years: 1 to 200,000.
        needed: Machines each workload needs, by name, or one number for all; 1 by default.
        rates: How often and how long.
        seed: The same seed gives the same bytes.

    Raises:
        InvalidInputError: For a design without machines, or numbers out of range.

    >>> from azstudy.catalog.designs import example
    >>> report = chance(example("web-pair"), years=200, seed=1)
    >>> 99.9 < report.workloads[0].availability_percent <= 100
    True
    """
    if not 1 <= years <= MOST_YEARS:
        raise InvalidInputError(f"years is {years:,}. Give 1 to {MOST_YEARS:,}.")
    places = places_of(design)
    workloads = workloads_of(design)
    needs = needs_of(workloads, needed)
    draw = draw_failures(places, years=years, rates=rates, seed=seed)
    results = []
    for one in workloads:
        own = [place for place in places if place.workload == one.name]
        seconds = below_by_year(draw, own, needs[one.name])
        kinds = {kind: float(below_by_year(draw, own, needs[one.name], kind).mean()) / 60 for kind in KINDS}
        results.append(
            ChanceResult(
                workload=one.name,
                total=one.total,
                needed=needs[one.name],
                years=years,
                minutes_by_year=seconds / 60,
                minutes_by_kind=kinds,
            )
        )
    return ChanceReport(workloads=tuple(results), rates=rates, seed=seed)


def draw_failures(places: Sequence[Place], *, years: int, rates: Rates = _RATES, seed: int = 0) -> Draw:
    """Failures of everything the machines stand on, over so many years."""
    random = np.random.default_rng(seed)
    components = tuple(sorted({(kind, place.keys[kind]) for place in places for kind in KINDS}))
    which, starts, lengths = [], [], []
    for number, (kind, _) in enumerate(components):
        rate: Rate = getattr(rates, kind)
        count = int(random.poisson(rate.per_year * years))
        which.append(np.full(count, number, dtype=np.int64))
        starts.append(random.integers(0, years * YEAR_S, count, dtype=np.int64))
        lengths.append(np.maximum(1, random.exponential(rate.hours * 3600, count).astype(np.int64)))
    start = np.concatenate(starts)
    end = np.minimum(start + np.concatenate(lengths), years * YEAR_S)
    return Draw(components=components, component=np.concatenate(which), start_s=start, end_s=end, years=years)


def below_by_year(draw: Draw, places: Sequence[Place], needed: int, kind: str = "") -> Ints:
    """Seconds of each year with fewer than `needed` of the machines up; by failures of one kind alone if given."""
    _, start, end = _merged(*_hits(draw, places, kind))
    times = np.concatenate([start, end, np.arange(1, draw.years, dtype=np.int64) * YEAR_S])
    change = np.concatenate([np.ones(len(start)), -np.ones(len(end)), np.zeros(draw.years - 1)]).astype(np.int64)
    order = np.argsort(times, kind="stable")
    times, down = times[order], np.cumsum(change[order])
    below = np.append(len(places) - down < needed, False)[:-1]
    lengths = np.diff(np.append(times, draw.years * YEAR_S))
    year = np.minimum(times // YEAR_S, draw.years - 1)
    return np.bincount(year[below], weights=lengths[below], minlength=draw.years).astype(np.int64)


def _hits(draw: Draw, places: Sequence[Place], kind: str) -> tuple[Ints, Ints, Ints]:
    """(machine, start, end) of every failure on every machine that it takes down."""
    members: list[list[int]] = [
        [n for n, place in enumerate(places) if place.keys[one] == key and kind in ("", one)]
        for one, key in draw.components
    ]
    sizes = np.array([len(each) for each in members], dtype=np.int64)
    flat = np.array([n for each in members for n in each], dtype=np.int64)
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    times = sizes[draw.component]
    event = np.repeat(np.arange(len(draw.component)), times)
    inside = np.arange(len(event)) - np.repeat(np.cumsum(times) - times, times)
    machine = flat[first[draw.component[event]] + inside] if len(event) else flat[:0]
    return machine, draw.start_s[event], draw.end_s[event]


def _merged(machine: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints, Ints]:
    """Overlapping failures of one machine made one."""
    order = np.lexsort((start, machine))
    machine, start, end = machine[order], start[order], end[order]
    if not len(start):
        return machine, start, end
    apart = np.int64(2 * (end.max() + 1)) * machine  # machines moved so far apart that none reaches the next
    reach = np.maximum.accumulate(end + apart)
    new = np.append(True, start[1:] + apart[1:] > reach[:-1])
    last = np.append(np.flatnonzero(new)[1:] - 1, len(start) - 1)
    return machine[new], start[new], reach[last] - apart[last]


def step_by_step(draw: Draw, places: Sequence[Place], needed: int) -> list[int]:
    """The same as `below_by_year`, one event after another: slow, and easy to check."""
    hit = [[n for n, place in enumerate(places) if place.keys[kind] == key] for kind, key in draw.components]
    events = [(int(start), 1, int(c)) for start, c in zip(draw.start_s, draw.component, strict=True)]
    events += [(int(end), -1, int(c)) for end, c in zip(draw.end_s, draw.component, strict=True)]
    events += [(year * YEAR_S, 0, -1) for year in range(1, draw.years + 1)]
    broken, below, before = [0] * len(places), [0] * draw.years, 0
    for at, change, component in sorted(events, key=lambda event: event[0]):
        up = sum(count == 0 for count in broken)
        if up < needed and at > before:
            below[min(before // YEAR_S, draw.years - 1)] += at - before
        before = at
        for machine in hit[component] if component >= 0 else ():
            broken[machine] += change
    return below
