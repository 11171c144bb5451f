"""What happens to a scale set besides scaling: zones that fail or are added, eviction, protection, a changed model.

Source: azure-compute-docs virtual-machine-scale-sets-zone-balancing.md@02773904 (2025-12),
virtual-machine-scale-sets-instance-protection.md@1d8378b2 and spot-priority-mix.md@0c6223e9 (2026-05).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from azstudy.errors import InvalidInputError
from azstudy.model.words import EvictionPolicy
from azstudy.simulate.fleet.instance import Change
from azstudy.simulate.fleet.wording import count, row, spread, zones
from azstudy.simulate.timeline import Decision

if TYPE_CHECKING:
    from azstudy.simulate.fleet.fleet import Fleet


def protect(fleet: Fleet, ids: Iterable[int], at_s: float, *, from_actions: bool, from_scale_in: bool | None) -> Change:
    """Set the protection of instances."""
    if from_actions and from_scale_in is False:
        raise InvalidInputError(
            "protectFromScaleSetActions with protectFromScaleIn false is refused: the first implies the second. "
            "Leave from_scale_in out."
        )
    inner = True if from_scale_in is None else from_scale_in
    touched = [fleet.find(number) for number in dict.fromkeys(ids)]
    word = "scale-set actions, and so from scale-in" if from_actions else "scale-in"
    log = []
    for one in touched:
        fleet.census.protect(one, from_scale_in=inner, from_actions=from_actions)
        because = f"protected from {word}" if inner or from_actions else "no longer protected"
        log.append(fleet.told(one, "protect" if inner or from_actions else "unprotect", at_s, because))
    fleet.touch(at_s)
    return Change(changed=tuple(touched), decisions=tuple(log))


def lose_zone(fleet: Fleet, zone: int, at_s: float) -> Change:
    """A zone goes down."""
    _known(fleet, zone)
    if zone in fleet.zones_down:
        return Change(decisions=(_line(fleet, at_s, "nothing to do", f"zone {zone} is down already"),))
    fleet.zones_down.add(zone)
    hit = tuple(one for one in fleet.instances.values() if one.zone == zone)
    for one in hit:
        one.lost = True
    stays = f"{count(len(hit), 'instance')} out of reach, still part of the scale set's {fleet.count}"
    then = fleet.blocked() or "scaling out goes on in the zones that are up"
    if fleet.scale_set.zone_balance:
        then = "strict balance refuses every scaling that would leave the zones uneven"
    return Change(changed=hit, decisions=(_line(fleet, at_s, "zone lost", f"zone {zone}: {stays}; {then}"),))


def restore_zone(fleet: Fleet, zone: int, at_s: float) -> Change:
    """A zone comes back."""
    _known(fleet, zone)
    if zone not in fleet.zones_down:
        return Change(decisions=(_line(fleet, at_s, "nothing to do", f"zone {zone} is up"),))
    fleet.zones_down.discard(zone)
    back = tuple(one for one in fleet.instances.values() if one.zone == zone)
    for one in back:
        one.lost = False
    because = f"zone {zone}: {count(len(back), 'instance')} back in reach; none moves, balancing acts only when scaling"
    return Change(changed=back, decisions=(_line(fleet, at_s, "zone restored", because),))


def add_zones(fleet: Fleet, added: Iterable[int], at_s: float) -> Change:
    """Widen the scale set to more zones."""
    new = list(added)
    for zone in new:
        if not isinstance(zone, int) or zone < 1:
            raise InvalidInputError(f"zone {zone!r}: zones are numbered from 1.")
        if zone in fleet.scale_set.zones:
            raise InvalidInputError(f"{fleet.name} has zone {zone} already. Zones: {row(fleet.scale_set.zones)}.")
    stays = count(fleet.count, "instance")
    change = change_model(
        fleet,
        at_s,
        "zones added",
        f"{zones(new)}: {stays} stay where they are; only new ones go there",
        zones=(*fleet.scale_set.zones, *new),
    )
    for zone in new:
        fleet.census.per_zone.setdefault(zone, 0)
    return change


def evict_spot(fleet: Fleet, at_s: float, *, share: float | None, ids: tuple[int, ...], number: int | None) -> Change:
    """Azure takes Spot VMs back: by the eviction policy they are deallocated and stay, or are deleted."""
    running = sorted(one.id for one in fleet.instances.values() if one.spot and one.active)
    if share is not None and not 0 <= share <= 1:
        raise InvalidInputError(f"evict a share of {share!r}: give 0 to 1.")
    wanted = number if number is not None else round((share or 0) * len(running))
    if wanted < 0 or wanted > len(running):
        raise InvalidInputError(f"evict {wanted} Spot VMs: {len(running)} are running.")
    for one in map(fleet.find, ids):
        if not one.spot:
            raise InvalidInputError(f"Instance {one.id} is a regular VM; only Spot VMs are evicted.")
    picked = [fleet.find(one) for one in dict.fromkeys(ids) or sorted(fleet.random.sample(running, wanted))]
    policy = fleet.scale_set.eviction_policy
    deallocates = policy is EvictionPolicy.DEALLOCATE
    because = "deallocated, it still counts for capacity" if deallocates else "deleted, capacity falls with it"
    log = [fleet.told(one, "evict", at_s, f"Azure takes the Spot VM back; {policy}: {because}") for one in picked]
    for one in picked:
        if deallocates:
            one.active = False
        else:
            fleet.drop(one)
    fleet.balancing.forget(fleet.instances)
    hit = tuple(picked)
    change = Change(changed=hit if deallocates else (), removed=() if deallocates else hit, decisions=tuple(log))
    return change + fleet.settle(change, at_s)


def switch(fleet: Fleet, ids: Iterable[int], at_s: float, *, active: bool) -> Change:
    """Start or deallocate instances."""
    touched = [one for one in map(fleet.find, dict.fromkeys(ids)) if one.active is not active]
    for one in touched:
        one.active = active
    action = "start" if active else "deallocate"
    because = "it runs again" if active else "it still counts for capacity, balance and quota"
    fleet.touch(at_s)
    return Change(changed=tuple(touched), decisions=tuple(fleet.told(one, action, at_s, because) for one in touched))


def change_model(fleet: Fleet, at_s: float, action: str, because: str, **fields: Any) -> Change:
    """Change the model of the scale set; instances stay as they are."""
    fleet.scale_set = fleet.scale_set.evolve(**fields)
    fleet.fault_domains = fleet.scale_set.effective_fault_domains
    fleet.touch(at_s)
    return Change(decisions=(_line(fleet, at_s, action, because),))


def refill(fleet: Fleet, at_s: float) -> list[Decision]:
    """Bring the standby pool to its size."""
    if fleet.standby is None:
        return []
    size = fleet.sizes()[0][0]
    made, dropped, log = fleet.standby.resize(fleet.count, at_s, fleet.open_zones(), size, fleet.name)
    for number, one in [(1, one) for one in made] + [(-1, one) for one in dropped]:
        if fleet.quota:
            fleet.quota.take(one.size, number, spot=fleet.scale_set.spot)
    return log


def uneven(fleet: Fleet, at_s: float) -> Decision:
    """The line that says why zones differ by more than one."""
    causes = []
    if fleet.zones_down:
        causes.append(f"{zones(sorted(fleet.zones_down))} {'is' if len(fleet.zones_down) == 1 else 'are'} down")
    if any(one.protected for one in fleet.instances.values()):
        causes.append("protected instances stay")
    causes.append("balancing moves no instance, it only chooses where the next one is made or deleted")
    return _line(fleet, at_s, "zones uneven", f"{spread(fleet.census.zonal())}: {'; '.join(causes)}")


def _known(fleet: Fleet, zone: int) -> None:
    if zone not in fleet.scale_set.zones:
        there = zones(fleet.scale_set.zones) if fleet.scale_set.zones else "no zones"
        raise InvalidInputError(f"{fleet.name} is not in zone {zone}. It has {there}.")


def _line(fleet: Fleet, at_s: float, action: str, because: str) -> Decision:
    facts = {"instances": fleet.count, "zones_down": tuple(sorted(fleet.zones_down))}
    return Decision(at_s=at_s, action=action, subject=fleet.name, because=because, facts=facts)
