"""Failures drawn by chance over many years, and the seconds in which too few machines are up: all years at once.

Times are whole seconds, so that this way and the step engine give exactly the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np
import numpy.typing as npt

from azstudy.simulate.failures.choices import YEAR_S, FailureRates
from azstudy.simulate.failures.places import Component, Place
from azstudy.simulate.failures.steps import Span

Ints = npt.NDArray[np.int64]


@attrs.frozen(kw_only=True, eq=False)
class Draw:
    """Failures of some years on one long axis of time, in no order.

    Attributes:
        components: What can fail.
        component: Which of them each failure hits.
        start_s: First second of each failure.
        end_s: The second after its last.
        years: How many years the axis is long.
    """

    components: tuple[Component, ...]
    component: Ints
    start_s: Ints
    end_s: Ints
    years: int

    @property
    def seconds(self) -> int:
        """The length of the axis."""
        return self.years * YEAR_S

    def spans(self, places: Sequence[Place]) -> list[Span]:
        """The same failures for the step engine."""
        hit = hits_of(self.components, places)
        return [
            Span(start_s=int(start), end_s=int(end), machines=hit[which])
            for which, start, end in zip(self.component, self.start_s, self.end_s, strict=True)
        ]

    def only(self, kind: str) -> Draw:
        """The failures of one kind alone."""
        of_kind = np.array([one.kind == kind for one in self.components], dtype=bool)
        kept = of_kind[self.component] if len(self.component) else np.zeros(0, dtype=bool)
        return attrs.evolve(self, component=self.component[kept], start_s=self.start_s[kept], end_s=self.end_s[kept])


@attrs.frozen(eq=False)
class Spans:
    """Stretches of time on the axis that do not overlap, in order."""

    start_s: Ints
    end_s: Ints


def draw_failures(places: Sequence[Place], *, years: int, rates: FailureRates, seed: int) -> Draw:
    """Failures of everything the machines stand on: each a Poisson process of its own, each lasting exponentially."""
    random = np.random.default_rng(seed)
    components = tuple(sorted({one.component for place in places for one in place.falls_with}))
    which, starts, lengths = [], [], []
    for number, component in enumerate(components):
        rate = rates.of(component.kind)
        count = int(random.poisson(rate.per_year * years))
        which.append(np.full(count, number, dtype=np.int64))
        starts.append(random.integers(0, years * YEAR_S, count, dtype=np.int64))
        lengths.append(np.maximum(1, random.exponential(rate.hours * 3600, count)).astype(np.int64))
    start = np.concatenate(starts)
    end = np.minimum(start + np.concatenate(lengths), years * YEAR_S)
    return Draw(components=components, component=np.concatenate(which), start_s=start, end_s=end, years=years)


def hits_of(components: Sequence[Component], places: Sequence[Place]) -> list[tuple[int, ...]]:
    """The numbers of the machines that fall with each component."""
    falls = [{one.component for one in place.falls_with} for place in places]
    return [tuple(at for at, own in enumerate(falls) if one in own) for one in components]


def short_spans(draw: Draw, places: Sequence[Place], needed: int) -> Spans:
    """When fewer than `needed` of the machines are up."""
    start, end = _machine_spans(draw, places)
    times = np.concatenate([start, end])
    change = np.concatenate([np.ones(len(start), dtype=np.int64), np.full(len(end), -1, dtype=np.int64)])
    order = np.argsort(times, kind="stable")
    times, down = times[order], np.cumsum(change[order])
    short = len(places) - down[:-1] < needed
    return _joined(times[:-1][short], times[1:][short])


def union(several: Sequence[Spans]) -> Spans:
    """When at least one of them holds."""
    start = np.concatenate([one.start_s for one in several])
    end = np.concatenate([one.end_s for one in several])
    order = np.argsort(start, kind="stable")
    return _joined(start[order], end[order])


def seconds_by_year(spans: Spans, years: int) -> Ints:
    """How many seconds of each year lie in the spans."""
    edges = np.arange(years + 1, dtype=np.int64) * YEAR_S
    covered = np.concatenate([[0], np.cumsum(spans.end_s - spans.start_s)])
    begun = np.searchsorted(spans.start_s, edges)
    ends = np.concatenate([[0], spans.end_s])
    before = covered[begun] - np.maximum(0, ends[begun] - edges)
    return np.diff(before)


def _machine_spans(draw: Draw, places: Sequence[Place]) -> tuple[Ints, Ints]:
    """From when to when each machine is down, failures of one machine that overlap made one."""
    members = hits_of(draw.components, places)
    sizes = np.array([len(each) for each in members], dtype=np.int64)
    flat = np.array([n for each in members for n in each], dtype=np.int64)
    times = sizes[draw.component]
    event = np.repeat(np.arange(len(times)), times)
    inside = np.arange(len(event)) - np.repeat(np.cumsum(times) - times, times)
    first = np.cumsum(sizes) - sizes
    machine = flat[first[draw.component[event]] + inside]
    # Each machine gets an axis of its own, so far apart that no failure reaches the next machine's.
    shift = machine * np.int64(2 * draw.seconds)
    start, end = draw.start_s[event] + shift, draw.end_s[event] + shift
    order = np.argsort(start, kind="stable")
    merged = _joined(start[order], end[order])
    back = merged.start_s // (2 * draw.seconds) * (2 * draw.seconds)
    return merged.start_s - back, merged.end_s - back


def _joined(start: Ints, end: Ints) -> Spans:
    """Spans in order of their starts, those that touch or overlap made one, empty ones left out."""
    kept = end > start
    start, end = start[kept], end[kept]
    if not len(start):
        return Spans(start, end)
    reach = np.maximum.accumulate(end)
    new = np.concatenate([[True], start[1:] > reach[:-1]])
    last = np.concatenate([np.flatnonzero(new)[1:] - 1, [len(start) - 1]])
    return Spans(start[new], reach[last])
