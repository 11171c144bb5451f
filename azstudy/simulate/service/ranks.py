"""The quick stand-in for a `Fleet` where placement follows from the count alone; a test holds it against the fleet.

With the default scale-in policy (or NewestVM), without mixes, protections and lost zones, a new instance goes to the
zone whose turn it is, and the newest one is the first to go: the instances are a stack.
"""

from __future__ import annotations

from azstudy.model.scaleset import ScaleSet
from azstudy.model.words import ScaleInRule
from azstudy.simulate.fleet import Change, Instance

_NOTHING = Change()


def stacked(machines: ScaleSet) -> bool:
    """Whether a scale set's instances come and go like a stack."""
    return (
        machines.spot_mix is None
        and machines.instance_mix is None
        and not machines.auto_zone_balance
        and not machines.protected_instances
        and machines.scale_in.rule is not ScaleInRule.OLDEST_VM
        and machines.effective_fault_domains == 1
    )


class Ranks:
    """As much of a `Fleet` as a run without failures and processes asks for."""

    __slots__ = ("_first", "_next", "_size", "_spot", "_zones", "capacity", "instances")

    def __init__(self, scale_set: ScaleSet) -> None:
        self.instances: dict[int, Instance] = {}
        self.capacity = 0
        self._zones: list[int | None] = sorted(scale_set.zones) or [None]  # type: ignore[assignment]
        self._size = str(scale_set.sizes[0]) if scale_set.sizes else ""
        self._spot = scale_set.spot
        self._next = 0
        self._first = scale_set.instances

    def create(self, count: int | None = None, at_s: float = 0.0) -> Change:
        """As `Fleet.create`."""
        return self.scale_to(self._first if count is None else count, at_s)

    @property
    def count(self) -> int:
        """The instances there are."""
        return self.capacity

    def scale_to(self, count: int, at_s: float, *, model: int | None = None, by: str = "user") -> Change:
        """As `Fleet.scale_to`."""
        instances, have = self.instances, self.capacity
        self.capacity = count
        if count >= have:
            zones, width, first = self._zones, len(self._zones), self._next - have
            made = tuple(
                Instance(
                    id=first + rank,
                    zone=zones[rank % width],
                    created_s=at_s,
                    spot=self._spot,
                    size=self._size,
                    model=model or 0,
                )
                for rank in range(have, count)
            )
            self._next += count - have
            instances.update((one.id, one) for one in made)
            return Change(created=made) if made else _NOTHING
        return Change(removed=tuple(instances.popitem()[1] for _ in range(have - count)))
