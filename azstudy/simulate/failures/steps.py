"""The step engine: machines that break and come back, one moment after another.

Drills run on it, and the quick way through many years is held against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs


@attrs.frozen(kw_only=True)
class Span:
    """Machines that are broken from one second to another, by their numbers."""

    start_s: int
    end_s: int
    machines: tuple[int, ...]
    because: tuple[str, ...] = ()


@attrs.frozen
class Stretch:
    """A time in which nothing changes: from, to, and the machines that are down."""

    start_s: int
    end_s: int
    down: frozenset[int]


def walk(spans: Iterable[Span], end_s: int, cuts: Iterable[int] = ()) -> Iterator[Stretch]:
    """Every stretch of time up to `end_s`; `cuts` are further moments at which one ends.

    A machine is down while anything that it stands on is broken.

    >>> [(s.start_s, s.end_s, sorted(s.down)) for s in walk([Span(start_s=5, end_s=9, machines=(0, 1))], 10)]
    [(0, 5, []), (5, 9, [0, 1]), (9, 10, [])]
    """
    events: list[tuple[int, int, tuple[int, ...]]] = [(cut, 0, ()) for cut in (*cuts, end_s)]
    for span in spans:
        if span.end_s <= span.start_s:
            continue
        events += [(span.start_s, 1, span.machines), (span.end_s, -1, span.machines)]
    broken: dict[int, int] = {}
    before = 0
    for at, change, machines in sorted(events):
        if at > end_s:
            break
        if at > before:
            yield Stretch(before, at, frozenset(broken))
            before = at
        for machine in machines:
            broken[machine] = broken.get(machine, 0) + change
            if not broken[machine]:
                del broken[machine]
