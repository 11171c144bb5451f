"""Which disks can still be reached while zones or regions are down, and what can be done about the others."""

from __future__ import annotations

from collections.abc import Collection

import attrs

from azstudy.model.design import Design
from azstudy.model.disk import AttachedDisk, Disk
from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import Machine
from azstudy.model.words import Redundancy
from azstudy.simulate.failures.places import Place
from azstudy.simulate.failures.rates import REGIONAL_STANDS_IN


@attrs.frozen(kw_only=True)
class DiskState:
    """One disk during a failure.

    Attributes:
        disk: "vm/disk".
        reachable: Whether its data can be reached at all.
        because: Why, and what can be done.
    """

    disk: str
    reachable: bool
    because: str

    @property
    def text(self) -> str:
        """One line."""
        return f"{self.disk}: {'reachable' if self.reachable else 'NOT reachable'}; {self.because}"


def disk_states(
    design: Design, places: Collection[Place], dead: Collection[tuple[str, ...]], down: Collection[str]
) -> tuple[DiskState, ...]:
    """Every disk of the machines, while `dead` zones and regions are gone and the machines `down` do not run.

    A locally redundant disk falls with its zone; a zone-redundant one stays, and a data disk can be detached by force
    and attached to a VM of another zone without loss of data (azure-compute-docs disks-redundancy.md@3c8bbcc5). A
    host or rack that fails leaves the disks of managed storage reachable.
    """
    found = []
    by_machine = {place.machine: place for place in places}
    for machine in design.machines:
        if isinstance(machine, ScaleSet):
            continue
        place = by_machine[machine.name]
        for name, redundancy, zone, is_os in _disks(design, machine):
            here = place.zone if zone is None else zone
            found.append(_state(f"{machine.name}/{name}", redundancy, is_os, place, here, dead, machine.name in down))
    return tuple(found)


def _state(
    disk: str,
    redundancy: Redundancy | None,
    is_os: bool,
    place: Place,
    zone: int,
    dead: Collection[tuple[str, ...]],
    vm_down: bool,
) -> DiskState:
    lost_zone = (place.region, f"zone {zone}") in dead
    if (place.region,) in dead:
        return DiskState(disk=disk, reachable=False, because=f"{place.region} is down; a copy elsewhere is needed")
    if redundancy is None:
        return DiskState(disk=disk, reachable=False, because="it lies on the host and is gone when the VM is")
    if redundancy is not Redundancy.ZRS and lost_zone:
        taken = "" if place.zonal else f" (no zone is named; azstudy puts it into zone {REGIONAL_STANDS_IN})"
        return DiskState(disk=disk, reachable=False, because=f"its only copies are in zone {zone}{taken}")
    if redundancy is Redundancy.ZRS and vm_down and (place.region, f"zone {place.zone}") in dead:
        if is_os:
            because = "three zones hold it, but an OS disk cannot be detached by force: create a VM from a copy"
        else:
            because = "three zones hold it: detach it by force, attach it in another zone; nothing is lost (RPO 0)"
        return DiskState(disk=disk, reachable=True, because=because)
    where = "three zones hold it" if redundancy is Redundancy.ZRS else f"zone {zone} holds it"
    return DiskState(disk=disk, reachable=True, because=where)


def _disks(design: Design, machine: Machine) -> list[tuple[str, Redundancy | None, int | None, bool]]:
    """Name, redundancy (None on the host), zone and whether it is the OS disk."""
    os_disk = machine.os_disk
    found: list[tuple[str, Redundancy | None, int | None, bool]] = [
        ("OS disk", None if os_disk.ephemeral else os_disk.redundancy, None, True)
    ]
    for disk in machine.data_disks:
        if isinstance(disk, AttachedDisk):
            held = design.find(Disk, disk.disk, within=machine)
            if held is not None:
                found.append((held.name, held.redundancy, held.zone, False))
        else:
            found.append((disk.name, disk.redundancy, disk.zone, False))
    return found
