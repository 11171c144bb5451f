"""The disks of a machine and the class of a single instance that follows from the weakest of them."""

from __future__ import annotations

import attrs

from azstudy.model.design import Design
from azstudy.model.disk import AttachedDisk, Disk
from azstudy.model.vm import Machine
from azstudy.model.words import DiskType
from azstudy.rules.availability_zones import SINGLE_VM_SLA, single_vm_sla


@attrs.frozen(kw_only=True)
class FoundDisk:
    """A disk of a machine: `kind` is None where it is not known, or where it lies on the host (`ephemeral`)."""

    name: str
    kind: DiskType | None
    shared: bool = False
    ephemeral: bool = False


def disks_of(machine: Machine, design: Design | None) -> tuple[FoundDisk, ...]:
    """OS disk first; an attached disk is looked up in the design and never guessed."""
    os_disk = machine.os_disk
    found = [FoundDisk(name="OS disk", kind=None if os_disk.ephemeral else os_disk.type, ephemeral=os_disk.ephemeral)]
    for disk in machine.data_disks:
        if isinstance(disk, AttachedDisk):
            held = design.find(Disk, disk.disk, within=machine) if design is not None else None
            shared = held is not None and held.max_shares > 1
            found.append(FoundDisk(name=disk.disk, kind=None if held is None else held.type, shared=shared))
        else:
            found.append(FoundDisk(name=disk.name, kind=disk.type))
    return tuple(found)


def single_class(machine: Machine, design: Design | None) -> float | None:
    """Percent of one instance on its own; None where a disk is not known or the OS disk is ephemeral."""
    kinds = [disk.kind for disk in disks_of(machine, design)]
    if None in kinds:
        return None
    return min(single_vm_sla(kind) for kind in kinds if kind is not None)


def weakest(machine: Machine, design: Design | None) -> tuple[str, ...]:
    """The disks that decide, with their types, such as "logs of db1 (Standard SSD)"."""
    percent = single_class(machine, design)
    return tuple(
        f"{disk.name} of {machine.name} ({disk.kind.label})"
        for disk in disks_of(machine, design)
        if disk.kind is not None and SINGLE_VM_SLA[disk.kind] == percent
    )
