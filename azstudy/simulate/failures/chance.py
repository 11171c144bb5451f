"""`outage_years`: many years of failures by chance, and how long each workload has too few machines."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs
import numpy as np
import numpy.typing as npt

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.design import Design
from azstudy.model.vm import Machine
from azstudy.simulate.failures.choices import DEFAULT_CHOICES, DEFAULT_RATES, YEAR_S, FailureRates, OutageChoices
from azstudy.simulate.failures.draws import Draw, Spans, draw_failures, seconds_by_year, short_spans, union
from azstudy.simulate.failures.drill import as_design
from azstudy.simulate.failures.places import KINDS, Place, places_of
from azstudy.simulate.failures.workloads import Needed, needs_of, workloads_of

if TYPE_CHECKING:
    import pandas as pd

MOST_YEARS: Final = 200_000
BINS: Final = (
    ("none", 0.0),
    ("to 10 min", 10.0),
    ("to 1 h", 60.0),
    ("to 4 h", 240.0),
    ("to 12 h", 720.0),
    ("to a day", 1440.0),
    ("longer", math.inf),
)
"""How the years are told apart: names, and the most minutes with too few machines that each takes."""


@attrs.frozen(kw_only=True)
class YearsOutcome:
    """What chance did to one workload, or to all of them together.

    Attributes:
        name: The workload; "all together" for the time in which any of them is short.
        total: Machines it has.
        needed: Machines it needs.
        years: How many were drawn.
        minutes: Minutes with too few machines, year by year.
        by_kind: Mean minutes a year that failures of one kind cause by themselves, and those that take failures of
            several kinds at once.
        confidence: How sure `interval_percent` is, 0 to 1.
    """

    name: str
    total: int
    needed: int
    years: int
    minutes: npt.NDArray[np.float64] = attrs.field(repr=False, eq=False)
    by_kind: Mapping[str, float]
    confidence: float

    @property
    def mean_minutes(self) -> float:
        """Mean minutes a year with too few machines."""
        return float(self.minutes.mean())

    @property
    def availability_percent(self) -> float:
        """The share of time with enough machines, in percent."""
        return _percent(self.mean_minutes)

    @property
    def interval_percent(self) -> tuple[float, float]:
        """The confidence interval of the availability, in percent; a year is one observation.

        Without a single short year the spread is zero and says nothing: see `quiet_share`.
        """
        z = statistics.NormalDist().inv_cdf(0.5 + self.confidence / 2)
        error = z * float(self.minutes.std(ddof=1)) / math.sqrt(self.years) if self.years > 1 else math.inf
        return max(0.0, _percent(self.mean_minutes + error)), min(100.0, _percent(self.mean_minutes - error))

    @property
    def quiet_share(self) -> float:
        """The share of years without a single minute of too few machines, 0 to 1."""
        return float((self.minutes == 0).mean())

    @property
    def distribution(self) -> dict[str, float]:
        """The share of years, 0 to 1, by their minutes with too few machines."""
        edges = np.array([top for _, top in BINS])
        at = np.searchsorted(edges, self.minutes)
        counts = np.bincount(at, minlength=len(BINS))
        return {name: float(count) / self.years for (name, _), count in zip(BINS, counts, strict=True)}

    def percentile(self, percent: float) -> float:
        """Minutes that so many percent of the years do not exceed.

        Raises:
            InvalidInputError: For a number outside 0 to 100.
        """
        if not 0 <= percent <= 100:
            raise InvalidInputError(f"{percent!r} is not a percentile. Give 0 to 100, such as 99.")
        return float(np.percentile(self.minutes, percent))

    @property
    def text(self) -> str:
        """Two lines."""
        low, high = self.interval_percent
        kinds = ", ".join(f"{kind} {minutes:,.1f}" for kind, minutes in self.by_kind.items() if minutes)
        return (
            f"{self.name}, {self.needed} of {self.total} needed: {self.availability_percent:.4f} % up "
            f"({self.confidence:.0%} sure: {low:.4f} to {high:.4f}), {self.quiet_share:.1%} of years without a gap\n"
            f"  {self.mean_minutes:,.1f} min a year too few{f': {kinds}' if kinds else ''}"
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain values, without the single years."""
        return {
            "workload": self.name,
            "needed": self.needed,
            "total": self.total,
            "availability_percent": self.availability_percent,
            "low_percent": self.interval_percent[0],
            "high_percent": self.interval_percent[1],
            "mean_minutes_a_year": self.mean_minutes,
            "quiet_years": self.quiet_share,
            **{f"minutes_by_{kind.replace(' ', '_')}": minutes for kind, minutes in self.by_kind.items()},
        }


@attrs.frozen(kw_only=True)
class OutageYears:
    """Every workload of a design after many years of chance.

    Attributes:
        workloads: Each of them.
        service: All of them together: short whenever one is.
        years: How many were drawn.
        rates: The illustrative failure rates behind it.
        seed: What the draw began with.
    """

    workloads: tuple[YearsOutcome, ...]
    service: YearsOutcome
    years: int
    rates: FailureRates
    seed: int

    def workload(self, name: str) -> YearsOutcome:
        """One workload.

        Raises:
            UnknownNameError: With the nearest names.
        """
        known = {one.name: one for one in self.workloads}
        if name not in known:
            raise UnknownNameError("workload", name, nearest(name, known), hint=f"There is {', '.join(known)}.")
        return known[name]

    @property
    def outcomes(self) -> tuple[YearsOutcome, ...]:
        """The workloads, and all together where there are several."""
        return self.workloads if len(self.workloads) == 1 else (*self.workloads, self.service)

    @property
    def text(self) -> str:
        """Two lines an outcome, and what it rests on."""
        note = f"{self.years:,} years drawn by illustrative failure rates (seed {self.seed}); not an SLA"
        return "\n".join([*(one.text for one in self.outcomes), note])

    def to_frame(self) -> pd.DataFrame:
        """A pandas table, one row an outcome."""
        import pandas as pd

        return pd.DataFrame([one.as_dict() for one in self.outcomes])

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "years": self.years,
            "seed": self.seed,
            "rates": attrs.asdict(self.rates),
            "outcomes": [one.as_dict() for one in self.outcomes],
        }

    def __repr__(self) -> str:
        return self.text


def outage_years(
    design: Design | Machine | str,
    *,
    years: int = 10_000,
    needed: Needed = None,
    rates: FailureRates = DEFAULT_RATES,
    choices: OutageChoices = DEFAULT_CHOICES,
    seed: int = 0,
    confidence: float = 0.95,
) -> OutageYears:
    """Draw years of host, fault-domain, zone and region failures and count the minutes with too few machines.

    Each component fails by itself (a Poisson process) and for an exponential time; a machine is down while anything it
    stands on is. The rates are illustrative: Microsoft publishes none, and an SLA is a refund, not a rate. Change them.

    Args:
        design: A design, a machine alone, or the name of an example.
        years: 1 to 200,000.
        needed: Machines each workload needs: by name, or one number for all; 1 by default.
        rates: How often things fail and for how long.
        choices: Where machines stand that say nothing.
        seed: 0 or more; the same seed gives the same bytes.
        confidence: How sure the interval is to be, above 0 and below 1.

    Raises:
        InvalidInputError: For a design without machines, or numbers out of range.
        UnknownNameError: For a workload it does not have.

    >>> from azstudy.catalog.designs import example
    >>> found = outage_years(example("web-pair"), years=500, seed=1)
    >>> 99.9 < found.service.availability_percent <= 100
    True
    """
    _check(years, seed, confidence)
    design = as_design(design)
    places = places_of(design, choices)
    workloads = workloads_of(design)
    needs = needs_of(workloads, needed)
    members = {one.name: [place for place in places if place.workload == one.name] for one in workloads}
    draw = draw_failures(places, years=years, rates=rates, seed=seed)
    whole = _short(draw, members, needs)
    alone = {kind: _short(draw.only(kind), members, needs) for kind in KINDS}

    def outcome(name: str, names: Sequence[str]) -> YearsOutcome:
        spans = union([whole[one] for one in names])
        kinds = {kind: union([short[one] for one in names]) for kind, short in alone.items()}
        return YearsOutcome(
            name=name,
            total=sum(len(members[one]) for one in names),
            needed=sum(needs[one] for one in names),
            years=years,
            minutes=seconds_by_year(spans, years) / 60,
            by_kind=_by_kind(spans, kinds, years),
            confidence=confidence,
        )

    return OutageYears(
        workloads=tuple(outcome(one.name, [one.name]) for one in workloads),
        service=outcome("all together", list(needs)),
        years=years,
        rates=rates,
        seed=seed,
    )


def _short(draw: Draw, members: Mapping[str, Sequence[Place]], needs: Mapping[str, int]) -> dict[str, Spans]:
    return {name: short_spans(draw, members[name], needs[name]) for name in needs}


def _by_kind(whole: Spans, kinds: Mapping[str, Spans], years: int) -> dict[str, float]:
    """Mean minutes a year of each kind alone; what is left of the whole takes several kinds at once."""
    found = {kind: _minutes(spans, years) for kind, spans in kinds.items()}
    found["several at once"] = _minutes(whole, years) - _minutes(union(list(kinds.values())), years)
    return found


def _minutes(spans: Spans, years: int) -> float:
    return int((spans.end_s - spans.start_s).sum()) / 60 / years


def _percent(minutes_a_year: float) -> float:
    return 100 * (1 - minutes_a_year * 60 / YEAR_S)


def _check(years: int, seed: int, confidence: float) -> None:
    if isinstance(years, bool) or not isinstance(years, int) or not 1 <= years <= MOST_YEARS:
        raise InvalidInputError(f"years is {years!r}. Give a whole number from 1 to {MOST_YEARS:,}.")
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise InvalidInputError(f"seed is {seed!r}. Give a whole number of 0 or more.")
    if not 0 < confidence < 1:
        raise InvalidInputError(f"confidence is {confidence!r}. Give a share above 0 and below 1, such as 0.95.")
