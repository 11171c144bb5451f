"""Automatic zone balance (preview): a VM is made in the emptiest zone; once it is healthy, one goes in the fullest.

At most one move in 12 hours, after 60 minutes without any operation on the scale set; up to 90 minutes for health.
It acts only where the total counts are unbalanced and the emptier zone also has fewer active VMs; protected and
deallocated VMs are never moved. Autoscale's scale-in waits for a move, everything else cancels it.

Source: azure-compute-docs virtual-machine-scale-sets/auto-zone-balance-overview.md@03f0aeae (2025-04, preview).
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import TYPE_CHECKING, Final

import attrs

from azstudy.simulate.fleet import growing
from azstudy.simulate.fleet.instance import NOTHING, Change, Instance
from azstudy.simulate.fleet.scale_in import Chooser
from azstudy.simulate.fleet.wording import spread
from azstudy.simulate.timeline import Decision

if TYPE_CHECKING:
    from azstudy.simulate.fleet.fleet import Fleet

BETWEEN_MOVES_S: Final = 12 * 3600.0
QUIET_S: Final = 60 * 60.0
HEALTH_WAIT_S: Final = 90 * 60.0
MOST_AT_ONCE: Final = 1
"""Documented: one operation every 12 hours, 60 quiet minutes, 90 minutes for health, one VM in an operation.
Not documented, and so here: the 12 hours count from the beginning of a move; the VM that goes is the one the scale-in
policy would take, and the new one has its priority (Spot or regular)."""


@attrs.frozen
class Move:
    """The move under way: the new VM and the one that is to go."""

    new: int
    source: int
    begun_s: float


@attrs.define
class State:
    """What automatic zone balance remembers."""

    move: Move | None = None
    last_s: float | None = None
    quiet_from_s: float = -QUIET_S
    deferred: int | None = None

    def forget(self, there: Container[int]) -> None:
        """Drop a move whose instances are not there any more."""
        if self.move is not None and not (self.move.new in there and self.move.source in there):
            self.move, self.deferred = None, None


def due_s(fleet: Fleet, at_s: float) -> float | None:
    """When a move could begin, or has to end."""
    state = fleet.balancing
    if not fleet.scale_set.auto_zone_balance:
        return None
    if state.move is not None:
        return max(at_s, state.move.begun_s + HEALTH_WAIT_S)
    if _pick(fleet)[0] is None:
        return None
    return max(at_s, _earliest(state))


def step(fleet: Fleet, at_s: float, healthy: Callable[[Instance], bool]) -> Change:
    """Begin a move or go on with it."""
    if not fleet.scale_set.auto_zone_balance:
        return NOTHING
    move = fleet.balancing.move
    return _begin(fleet, at_s) if move is None else _go_on(fleet, move, at_s, healthy)


def interrupt(fleet: Fleet, wanted: int, at_s: float, by: str) -> Change | None:
    """A new capacity while a move is under way: autoscale's scale-in waits, everything else cancels the move."""
    state = fleet.balancing
    if state.move is None or wanted == fleet.capacity:
        return None
    if by == "autoscale" and wanted < fleet.capacity:
        state.deferred = wanted
        return _line(fleet, at_s, "scale in deferred", f"to {wanted}: it waits until zone balance is through")
    new = fleet.instances[state.move.new]
    state.move, state.deferred = None, None
    why = f"the capacity is set to {wanted}"
    told = _line(fleet, at_s, "zone balance cancelled", why)
    if fleet.choices.cancelled_vm_stays:
        return told
    fleet.drop(new)
    return told + Change(removed=(new,), decisions=(fleet.told(new, "delete", at_s, "its zone balance is cancelled"),))


def _begin(fleet: Fleet, at_s: float) -> Change:
    found, why = _pick(fleet)
    if found is None:
        return _line(fleet, at_s, "zone balance skipped", why)
    if at_s < _earliest(fleet.balancing):
        return _line(fleet, at_s, "zone balance skipped", _too_early(fleet.balancing, at_s))
    source, zone = found
    if fleet.count + MOST_AT_ONCE > fleet.limit:
        return _line(fleet, at_s, "zone balance skipped", f"no room for one more: {fleet.why_limit}")
    new, words = growing.place(fleet, zone, at_s, spot=source.spot)
    if new is None:
        return _line(fleet, at_s, "zone balance skipped", words)
    fleet.balancing.move = Move(new.id, source.id, at_s)
    fleet.balancing.last_s = at_s
    because = f"zone balance: {why}; {source.id} goes when this one is healthy"
    return Change(created=(new,), decisions=(fleet.told(new, "create", at_s, because),))


def _go_on(fleet: Fleet, move: Move, at_s: float, healthy: Callable[[Instance], bool]) -> Change:
    state = fleet.balancing
    new, source = fleet.instances[move.new], fleet.instances[move.source]
    late = at_s >= move.begun_s + HEALTH_WAIT_S
    if healthy(new):
        goes, why = source, f"zone balance: {new.id} in zone {new.zone} is healthy, so zone {source.zone} gives one up"
    elif not late:
        return NOTHING
    elif healthy(source):
        goes, why = new, f"zone balance: not healthy within 90 minutes, and {source.id} is healthy"
    else:
        goes, why = source, f"zone balance: neither {new.id} nor this one is healthy after 90 minutes"
    told = fleet.told(goes, "delete", at_s, why)
    fleet.drop(goes)
    deferred, state.move, state.deferred = state.deferred, None, None
    state.quiet_from_s = max(state.quiet_from_s, state.last_s or 0.0)
    done = Change(removed=(goes,), decisions=(told,))
    done += fleet.settle(done, at_s)
    return done if deferred is None else done + fleet.scale_to(deferred, at_s, by="autoscale")


def _pick(fleet: Fleet) -> tuple[tuple[Instance, int] | None, str]:
    """The VM to move and the zone to move it to, with the reason; or why there is nothing to do."""
    totals = fleet.census.zonal()
    if fleet.census.balanced():
        return None, f"{spread(totals)}: balanced by total count"
    active = dict.fromkeys(totals, 0)
    for one in fleet.instances.values():
        if one.zone is not None and one.active:
            active[one.zone] += 1
    under = min(totals, key=lambda zone: (totals[zone], active[zone], fleet.choices.rank(zone)))
    if under in fleet.zones_down:
        return None, f"zone {under} has the fewest and is down; zone balance is no recovery from an outage"
    why = f"{spread(totals)}"
    for over in sorted(totals, key=lambda zone: (-totals[zone], -active[zone], zone)):
        if totals[over] - totals[under] <= 1:
            break
        if active[under] >= active[over]:
            why = f"zone {under} has {active[under]} active VMs and zone {over} {active[over]}: a move would not help"
            continue
        source = _movable(fleet, over)
        if source is not None:
            return (
                source,
                under,
            ), f"{spread(totals)}, of which active {active[under]} in {under}, {active[over]} in {over}"
        why = f"zone {over}: all its VMs are protected or deallocated"
    return None, why


def _movable(fleet: Fleet, zone: int) -> Instance | None:
    """The VM of a zone that the scale-in policy would delete first, among active ones without protection."""
    from azstudy.simulate.fleet.census import Census

    census = Census([zone])
    some = {one.id: one for one in fleet.instances.values() if one.zone == zone and one.active and not one.protected}
    for one in some.values():
        census.add(one)
    victim = Chooser(some, census, fleet.scale_set.scale_in.rule, None, fleet.choices).next()
    return some[victim.id] if victim else None


def _earliest(state: State) -> float:
    after_last = state.last_s + BETWEEN_MOVES_S if state.last_s is not None else float("-inf")
    return max(after_last, state.quiet_from_s + QUIET_S)


def _too_early(state: State, at_s: float) -> str:
    if state.last_s is not None and at_s < state.last_s + BETWEEN_MOVES_S:
        return "the last move is less than 12 hours ago"
    return "the last operation on the scale set is less than 60 minutes ago"


def _line(fleet: Fleet, at_s: float, action: str, because: str) -> Change:
    return Change(decisions=(Decision(at_s=at_s, action=action, subject=fleet.name, because=because),))
