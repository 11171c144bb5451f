"""What becomes of disks: locally redundant ones fall with their zone, zone-redundant ones can be taken elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from azstudy.simulate.failures.disks import HeldDisk
from azstudy.simulate.failures.outcome import DiskOutcome
from azstudy.simulate.failures.places import Component, Place, zone_of
from azstudy.simulate.failures.reading import Failure
from azstudy.simulate.timeline import Decision

Dead = Mapping[Failure, tuple[int, int]]


def disk_outcomes(places: Sequence[Place], dead: Dead, down: Mapping[str, str]) -> tuple[DiskOutcome, ...]:
    """Every disk of the machines, those attached to several once.

    A locally redundant disk falls with its zone; a zone-redundant one stays, and a data disk can be detached by force
    and attached to a VM of another zone without loss of data (disks-redundancy.md@3c8bbcc5). A host or fault domain
    that fails leaves managed disks reachable, and an ephemeral OS disk empty (ephemeral-os-disks.md@0d0c4c59).
    """
    users: dict[str, list[Place]] = {}
    for place in places:
        for disk in place.disks:
            users.setdefault(disk.name, []).append(place)
    found: dict[str, DiskOutcome] = {}
    for place in places:
        for disk in place.disks:
            if disk.name not in found:
                found[disk.name] = _fate(disk, place, users[disk.name], places, dead, down)
    return tuple(found.values())


def _fate(
    disk: HeldDisk, place: Place, users: Sequence[Place], places: Sequence[Place], dead: Dead, down: Mapping[str, str]
) -> DiskOutcome:
    region = Component("region", disk.region)
    zone = place.zone if disk.zone is None else disk.zone
    on = [region] if disk.zone_redundant else [region, zone_of(disk.region, zone)]
    gone = [(failure, span) for failure, span in dead.items() if failure.component in on]
    minutes = _union([span for _, span in gone]) / 60
    if disk.redundancy is None:
        return _ephemeral(disk, place, dead, down)
    if gone:
        return _unreachable(disk, place, zone, gone[0][0], minutes)
    lost_zones = {f.component: f for f in dead if f.kind == "zone"}
    cut_off = [one for one in users if zone_of(one.region, one.zone) in lost_zones]
    if disk.zone_redundant and cut_off:
        return _moved(disk, cut_off, users, places, down, lost_zones)
    where = "three zones hold it" if disk.zone_redundant else f"zone {zone} holds it"
    action = ""
    if place.machine in down:
        where += f" while {place.machine} is down"
    return DiskOutcome(
        disk=disk.name, machine=place.machine, reachable=True, unreachable_min=0, because=where, action=action
    )


def _unreachable(disk: HeldDisk, place: Place, zone: int, failure: Failure, minutes: float) -> DiskOutcome:
    if failure.kind == "region":
        because = f"region {disk.region} is down, and no copy is kept elsewhere"
        action = "wait, or start from a replica or backup in another region"
        return _outcome(disk, place, minutes, because, action)
    taken = "" if place.zonal or disk.zone is not None else " (no zone is named: azstudy puts it there)"
    because = f"its copies are all in zone {zone}{taken}"
    return _outcome(disk, place, minutes, because, "wait, or restore a backup in another zone: what is newer is lost")


def _outcome(disk: HeldDisk, place: Place, minutes: float, because: str, action: str) -> DiskOutcome:
    return DiskOutcome(
        disk=disk.name,
        machine=place.machine,
        reachable=False,
        unreachable_min=minutes,
        because=because,
        action=action,
        rpo_zero=False,
    )


def _ephemeral(disk: HeldDisk, place: Place, dead: Dead, down: Mapping[str, str]) -> DiskOutcome:
    hit = any(place.falls(failure.component) is not None for failure in dead)
    if not hit:
        because = "it lies on the host, which runs"
        return DiskOutcome(disk=disk.name, machine=place.machine, reachable=True, unreachable_min=0, because=because)
    return DiskOutcome(
        disk=disk.name,
        machine=place.machine,
        reachable=False,
        unreachable_min=0,
        lost=True,
        because="it lies on the host and is made anew from the image",
        action="keep nothing on it that is needed later",
        rpo_zero=False,
    )


def _moved(
    disk: HeldDisk,
    cut_off: Sequence[Place],
    users: Sequence[Place],
    places: Sequence[Place],
    down: Mapping[str, str],
    lost: Mapping[Component | None, Failure],
) -> DiskOutcome:
    """A zone-redundant disk of a machine whose zone is lost."""
    machine = cut_off[0].machine
    others = [one.machine for one in users if one not in cut_off and one.machine not in down]
    where = ", ".join(f"zone {one.name}" for one in sorted(c for c in lost if c is not None))
    if disk.os:
        because, action = "two other zones hold it", "an OS disk cannot be detached by force: make a new VM from a copy"
    elif others:
        because, action = f"two other zones hold it, and {', '.join(others)} goes on using it", ""
    else:
        target = _target(cut_off[0], places, down, lost)
        because = f"{where} is lost and two other zones hold it"
        action = f"detach it by force from {machine}, attach it to {target}; nothing is lost (RPO 0)"
    return DiskOutcome(
        disk=disk.name, machine=machine, reachable=True, unreachable_min=0, because=because, action=action
    )


def _target(
    place: Place, places: Sequence[Place], down: Mapping[str, str], lost: Mapping[Component | None, Failure]
) -> str:
    """A machine to attach the disk to: one that runs in another zone, of the same workload if there is one."""
    fit = [
        one
        for one in places
        if one.region == place.region and one.machine not in down and zone_of(one.region, one.zone) not in lost
    ]
    fit.sort(key=lambda one: one.workload != place.workload)
    return f"{fit[0].machine} in zone {fit[0].zone}" if fit else "a new VM in another zone"


def disk_lines(disks: Sequence[DiskOutcome], failures: Sequence[Failure]) -> list[Decision]:
    """The log's lines about disks: which cannot be reached, which can be taken elsewhere."""
    at_s = 60 * min((one.at_min for one in failures if one.component is not None), default=0.0)
    lines = []
    for one in disks:
        if not one.reachable:
            action = "data gone" if one.lost else "out of reach"
            lines.append(Decision(at_s=at_s, action=action, subject=one.disk, because=one.because))
        elif "detach it by force" in one.action:
            lines.append(
                Decision(at_s=at_s, action="can be moved", subject=one.disk, because=f"{one.because}: {one.action}")
            )
    return lines


def _union(spans: Sequence[tuple[int, int]]) -> int:
    """Seconds that lie in at least one span."""
    total, reach = 0, 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reach))
        reach = max(reach, end)
    return total
