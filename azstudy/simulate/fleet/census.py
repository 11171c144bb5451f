"""Who is where: counts by zone, fault domain and priority, and the order by age and id, kept up to date.

Scaling in asks for the oldest, newest or highest instance of some cells thousands of times; with sorted lists that is
a look at one end, not a walk over a thousand instances.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator

import attrs

from azstudy.simulate.fleet.instance import Instance

Key = tuple[int | None, int | None, bool]
"""Zone, fault domain, Spot."""


@attrs.define
class Cell:
    """The instances of one zone, fault domain and priority; protected ones stand aside."""

    by_age: list[tuple[float, int]] = attrs.field(factory=list[tuple[float, int]])
    by_id: list[int] = attrs.field(factory=list[int])
    guarded: dict[int, Instance] = attrs.field(factory=dict[int, Instance])

    def add(self, one: Instance) -> None:
        """Put an instance in its place."""
        if one.protected:
            self.guarded[one.id] = one
        else:
            insort(self.by_age, (one.created_s, one.id))
            insort(self.by_id, one.id)

    def discard(self, one: Instance) -> None:
        """Take an instance out."""
        if self.guarded.pop(one.id, None) is None:
            del self.by_age[bisect_left(self.by_age, (one.created_s, one.id))]
            del self.by_id[bisect_left(self.by_id, one.id)]


class Census:
    """Counts and cells of a fleet. `zones` are those the scale set names; leftovers stand under None."""

    def __init__(self, zones: Iterable[int]) -> None:
        self.per_zone: dict[int | None, int] = dict.fromkeys(zones, 0) or {None: 0}
        self.per_domain: dict[tuple[int | None, int | None], int] = {}
        self.per_class: dict[tuple[int | None, bool], int] = {}
        self.spot = 0
        self.cells: dict[Key, Cell] = {}

    def add(self, one: Instance) -> None:
        """Count an instance in."""
        self._count(one, 1)
        self.cells.setdefault((one.zone, one.fault_domain, one.spot), Cell()).add(one)

    def discard(self, one: Instance) -> None:
        """Count an instance out; its protection must be as it was when it was counted in."""
        self._count(one, -1)
        self.cells[one.zone, one.fault_domain, one.spot].discard(one)

    def protect(self, one: Instance, *, from_scale_in: bool, from_actions: bool) -> None:
        """Change the protection of an instance and where it stands."""
        cell = self.cells[one.zone, one.fault_domain, one.spot]
        cell.discard(one)
        one.protected_from_scale_in, one.protected_from_actions = from_scale_in, from_actions
        cell.add(one)

    def _count(self, one: Instance, step: int) -> None:
        domain, kind = (one.zone, one.fault_domain), (one.zone, one.spot)
        self.per_zone[one.zone] = self.per_zone.get(one.zone, 0) + step
        self.per_domain[domain] = self.per_domain.get(domain, 0) + step
        self.per_class[kind] = self.per_class.get(kind, 0) + step
        self.spot += step if one.spot else 0

    def zonal(self) -> dict[int, int]:
        """Instances in each zone of the scale set, leftovers aside."""
        return {zone: count for zone, count in self.per_zone.items() if zone is not None}

    def balanced(self) -> bool:
        """Whether no two zones differ by more than one instance."""
        counts = self.zonal().values()
        return not counts or max(counts) - min(counts) <= 1

    def of_zone(self, zone: int | None, spot: bool | None = None) -> Iterator[tuple[Key, Cell]]:
        """The cells of a zone that have an unprotected instance, of one priority if that is asked."""
        for key, cell in self.cells.items():
            if key[0] == zone and cell.by_id and (spot is None or key[2] is spot):
                yield key, cell
