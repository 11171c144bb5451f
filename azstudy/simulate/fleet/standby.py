"""The standby pool beside a scale set: how many VMs wait, in which zone, and which of them can be handed out.

Size = max(maxReadyCapacity - instances, minReadyCapacity). A VM is handed out in the zone that needs one, and only
in the asked power state: while it is being prepared, or after it failed, the scale set makes a new VM itself.

Source: azure-compute-docs virtual-machine-scale-sets/standby-pools-overview.md@4742b644 (2025-05).
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from azstudy.model.scaleset import StandbyPool
from azstudy.simulate.fleet.wording import count, spread
from azstudy.simulate.timeline import Decision


@attrs.define
class Waiting:
    """One VM of the pool; it can be handed out from `ready_s` on, unless it failed."""

    zone: int | None
    made_s: float
    ready_s: float
    size: str
    failed: bool = False


@attrs.define
class Standby:
    """The pool in motion."""

    pool: StandbyPool
    prepare_s: float
    waiting: list[Waiting] = attrs.field(factory=list[Waiting])

    def __len__(self) -> int:
        return len(self.waiting)

    def ready(self, at_s: float) -> int:
        """VMs that could be handed out now."""
        return sum(not one.failed and one.ready_s <= at_s for one in self.waiting)

    def per_zone(self) -> dict[int | None, int]:
        """VMs of the pool in each zone."""
        zones = sorted({one.zone for one in self.waiting}, key=lambda zone: (zone is None, zone or 0))
        return {zone: sum(one.zone == zone for one in self.waiting) for zone in zones}

    def hand_out(self, zone: int | None, at_s: float) -> Waiting | None:
        """The longest waiting VM of the zone in the asked state, taken from the pool; None where there is none."""
        for one in self.waiting:
            if one.zone == zone and not one.failed and one.ready_s <= at_s:
                self.waiting.remove(one)
                return one
        return None

    def fail(self, number: int) -> None:
        """Let that many waiting VMs fail: they are in another state than asked and never handed out."""
        for one in [one for one in self.waiting if not one.failed][:number]:
            one.failed = True

    def resize(
        self, instances: int, at_s: float, zones: Iterable[int | None], size: str, name: str
    ) -> tuple[list[Waiting], list[Waiting], list[Decision]]:
        """Bring the pool to its size beside that many instances; made, dropped, and why."""
        target = max(0, self.pool.size_beside(instances))
        before = len(self.waiting)
        made, dropped = self._grow(target, at_s, list(zones), size), self._shrink(target)
        if not made and not dropped:
            return made, dropped, []
        most, least = self.pool.max_ready, self.pool.min_ready
        why = (
            f"max({most} - {instances}, {least}) = {target}, and {count(before, 'VM')} "
            f"{'was' if before == 1 else 'were'} waiting{self._spread()}"
        )
        action = "standby refilled" if made else "standby cut"
        facts = {"size": target, "made": len(made), "dropped": len(dropped)}
        return made, dropped, [Decision(at_s=at_s, action=action, subject=name, because=why, facts=facts)]

    def _grow(self, target: int, at_s: float, zones: list[int | None], size: str) -> list[Waiting]:
        made: list[Waiting] = []
        while zones and len(self.waiting) < target:
            have = self.per_zone()
            zone = min(zones, key=lambda zone: (have.get(zone, 0), zone or 0))
            made.append(Waiting(zone, at_s, at_s + self.prepare_s, size))
            self.waiting.append(made[-1])
        return made

    def _shrink(self, target: int) -> list[Waiting]:
        dropped: list[Waiting] = []
        while len(self.waiting) > target:
            have = self.per_zone()
            last = max(self.waiting, key=lambda one: (one.failed, have[one.zone], one.zone or 0, one.made_s))
            self.waiting.remove(last)
            dropped.append(last)
        return dropped

    def _spread(self) -> str:
        zonal = {zone: number for zone, number in self.per_zone().items() if zone is not None}
        return f"; now {spread(zonal)}" if zonal else ""
