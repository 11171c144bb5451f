"""Making instances: in which zone and fault domain, Spot or regular, of which size, from the pool or anew.

The emptiest zone that is up comes first, then its emptiest fault domain. Best effort goes on with one zone down and
stops with two; strict balance refuses whatever would leave zones uneven. A request beyond quota, or with too few
fault domains for fixed spreading, fails as a whole.

Source: azure-compute-docs virtual-machine-scale-sets-zone-balancing.md@02773904 (2025-12),
virtual-machine-scale-sets-manage-fault-domains.md@0de34d3a (2025-09), quotas.md@02773904 (2026-01).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import attrs

from azstudy.simulate.fleet.instance import Instance
from azstudy.simulate.fleet.wording import count, row, spread, zones
from azstudy.simulate.timeline import Decision

if TYPE_CHECKING:
    from azstudy.simulate.fleet.fleet import Fleet


@attrs.define
class Grown:
    """New instances and the log of their making; `refused` says why there are none, `short` why there are few."""

    created: list[Instance] = attrs.field(factory=list[Instance])
    decisions: list[Decision] = attrs.field(factory=list[Decision])
    refused: str = ""
    short: str = ""


def grow(fleet: Fleet, number: int, at_s: float) -> Grown:
    """Make instances one after the other, or refuse them all with the reason."""
    grown = Grown()
    kinds = _kinds(fleet, number)
    grown.refused = _refusal(fleet, kinds, at_s)
    for spot in [] if grown.refused else kinds:
        one, because = _make(fleet, spot, at_s)
        if one is None:
            grown.short = because
            break
        grown.created.append(one)
        if fleet.explain:
            grown.decisions.append(_told(fleet, one, because, at_s))
    whole = fleet.scale_set.zone_balance or not fleet.choices.partial_allocation
    if grown.short and (whole or not grown.created):
        for one in grown.created:
            fleet.drop(one)
        grown = Grown(refused=grown.short)
    return grown


def place(fleet: Fleet, zone: int | None, at_s: float, *, spot: bool) -> tuple[Instance | None, str]:
    """Make one instance in a given zone; None and the reason where Azure has no room or quota for it."""
    waiting = fleet.standby.hand_out(zone, at_s) if fleet.standby else None
    if waiting is not None:
        made = fleet.admit(zone=zone, domain=_domain(fleet, zone), spot=spot, size=waiting.size, at_s=waiting.made_s)
        made.from_pool = True
        return made, f"handed out by standby pool {fleet.standby.pool.name if fleet.standby else ''}; "
    refused = ""
    for size, why in fleet.sizes():
        refused = fleet.quota.refusal(size, spot=spot) if fleet.quota else ""
        if not refused and fleet.shelf.has(size, zone):
            fleet.shelf.move(size, zone, -1)
            if fleet.quota:
                fleet.quota.take(size, spot=spot)
            made = fleet.admit(zone=zone, domain=_domain(fleet, zone), spot=spot, size=size, at_s=at_s)
            return made, f"{size} by {why}; " if why else ""
    return None, refused or f"Azure has no {row((size for size, _ in fleet.sizes()), 'or')} left in {zones([zone])}"


def _kinds(fleet: Fleet, number: int) -> list[bool]:
    """Spot or not, for each new instance: whatever the mix lacks most."""
    mix, have = fleet.scale_set.spot_mix, len(fleet.instances)
    if mix is None:
        return [fleet.scale_set.spot] * number
    regular, kinds = have - fleet.census.spot, []
    for total in range(have + 1, have + number + 1):
        spot = regular >= mix.split(total)[0]
        kinds.append(spot)
        regular += not spot
    return kinds


def _refusal(fleet: Fleet, kinds: list[bool], at_s: float) -> str:
    """Why the whole request fails before anything is made; empty where it does not."""
    up = fleet.open_zones()
    if fleet.blocked():
        return fleet.blocked()
    if not up:
        return f"{zones(sorted(fleet.zones_down))} {'is' if len(fleet.zones_down) == 1 else 'are'} down"
    if fleet.scale_set.zone_balance:
        after = fleet.census.zonal()
        for _ in kinds:
            after[min(after, key=lambda zone: (zone not in up, after[zone], fleet.choices.rank(zone)))] += 1
        if after and max(after.values()) - min(after.values()) > 1:
            return f"strict zone balance: {spread(after, 'would have')}, more than 1 apart{_down(fleet)}"
    return _domains_short(fleet, up) or _quota_short(fleet, kinds, at_s)


def _domains_short(fleet: Fleet, up: list[int | None]) -> str:
    wanted = fleet.fault_domains
    for zone in up if wanted > 1 else []:
        there = fleet.domain_limits.get(zone, wanted)
        if there < wanted:
            place = f" in {zones([zone])}" if zone is not None else ""
            return f"fixed spreading asks for {wanted} fault domains{place} and there are {there}"
    return ""


def _quota_short(fleet: Fleet, kinds: list[bool], at_s: float) -> str:
    """Where one size is asked for, the whole request has to fit; with a mix of sizes each instance tries the next."""
    if fleet.quota is None or fleet.scale_set.instance_mix is not None:
        return ""
    from_pool = fleet.standby.ready(at_s) if fleet.standby else 0
    for spot, number in Counter(kinds[from_pool:]).items():
        refused = fleet.quota.refusal(fleet.sizes()[0][0], number, spot=spot)
        if refused:
            return f"quota: {refused.rstrip('.')}"
    return ""


def _make(fleet: Fleet, spot: bool, at_s: float) -> tuple[Instance | None, str]:
    census = fleet.census
    order = sorted(
        fleet.open_zones(),
        key=lambda zone: (census.per_zone[zone], census.per_class.get((zone, spot), 0), fleet.choices.rank(zone)),
    )
    said = ""
    for zone in order:
        before = census.per_zone[zone]
        one, words = place(fleet, zone, at_s, spot=spot)
        if one is not None:
            return one, f"{said}{words}{_why(fleet, one, before)}"
        if fleet.scale_set.zone_balance or zone is None:
            return None, words
        said += f"{words}; "
    return None, said.rstrip("; ")


def _domain(fleet: Fleet, zone: int | None) -> int | None:
    if fleet.fault_domains <= 1:
        return None
    domains = fleet.census.per_domain
    return min(range(fleet.fault_domains), key=lambda domain: (domains.get((zone, domain), 0), domain))


def _why(fleet: Fleet, one: Instance, before: int) -> str:
    parts = []
    if one.zone is not None:
        parts.append(f"{zones([one.zone])} had the fewest instances ({before}) of the zones that are up")
        if not fleet.zones_down:
            parts[-1] = f"{zones([one.zone])} had the fewest instances ({before})"
    if one.fault_domain is not None:
        parts.append(f"fault domain {one.fault_domain} had the fewest of its {fleet.fault_domains}")
    if fleet.scale_set.spot_mix is not None:
        parts.append(f"{'Spot' if one.spot else 'regular'} by the mix")
    return "; ".join(parts) or "no zones, so anywhere in the region"


def _down(fleet: Fleet) -> str:
    return f"; {zones(sorted(fleet.zones_down))} cannot take any" if fleet.zones_down else ""


def _told(fleet: Fleet, one: Instance, because: str, at_s: float) -> Decision:
    return Decision(
        at_s=at_s,
        action="create",
        subject=f"{fleet.name}/{one.id}",
        because=because,
        facts={"zone": one.zone, "fault_domain": one.fault_domain, "spot": one.spot, "size": one.size},
    )


def refusal(fleet: Fleet, why: str, wanted: int, at_s: float, action: str = "scale out refused") -> Decision:
    """The line for a request that was not met, or not in full."""
    have = count(fleet.capacity, "instance")
    return Decision(
        at_s=at_s,
        action=action,
        subject=fleet.name,
        because=f"{why}; {wanted:,} wanted, it stays at {have}",
        facts={"wanted": wanted, "instances": fleet.capacity},
    )
