"""Ways through a design that many rules take: the disks of a machine, its zones, what is known about its sizes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from azstudy.model.design import Design
from azstudy.model.disk import AttachedDisk, DataDisk, Disk
from azstudy.model.scaleset import ScaleSet
from azstudy.model.size import VmSize
from azstudy.model.sizename import SizeName
from azstudy.model.vm import Machine, VirtualMachine
from azstudy.model.words import Caching
from azstudy.rules._frame import Facts, path


@attrs.frozen(kw_only=True)
class Mounted:
    """A data disk of a machine, its own or an attached one, with the path to name it by."""

    path: str
    disk: DataDisk | Disk
    caching: Caching
    write_accelerator: bool
    attached: bool


def mounted(design: Design, machine: Machine) -> Iterator[Mounted]:
    """The data disks of a machine; an attached disk that the design lacks is left out."""
    for item in machine.data_disks:
        disk = design.find(Disk, item.disk) if isinstance(item, AttachedDisk) else item
        if disk is not None:
            yield Mounted(
                path=path(machine.name, disk.name),
                disk=disk,
                caching=item.caching,
                write_accelerator=item.write_accelerator,
                attached=isinstance(item, AttachedDisk),
            )


def every_disk(design: Design) -> Iterator[tuple[str, DataDisk | Disk]]:
    """Every data disk and every disk that stands on its own, each once, with its path."""
    for disk in design.of(Disk):
        yield disk.name, disk
    for machine in design.machines:
        for item in machine.data_disks:
            if isinstance(item, DataDisk):
                yield path(machine.name, item.name), item


def users_of_disk(design: Design, disk: Disk) -> tuple[Machine, ...]:
    """The machines a disk is attached to."""
    return tuple(
        machine
        for machine in design.machines
        if any(isinstance(item, AttachedDisk) and design.find(Disk, item.disk) is disk for item in machine.data_disks)
    )


def zones(machine: Machine) -> tuple[int, ...]:
    """The zones a machine may stand in; none for a regional one."""
    if isinstance(machine, ScaleSet):
        return machine.zones
    return (machine.zone,) if isinstance(machine, VirtualMachine) and machine.zone is not None else ()


def sizes(machine: Machine) -> tuple[SizeName, ...]:
    """Every size a machine may have: one for a VM, several for an instance mix."""
    if isinstance(machine, ScaleSet):
        return machine.sizes
    return () if machine.size is None else (machine.size,)


def known_sizes(machine: Machine, facts: Facts) -> Iterator[tuple[str, VmSize | None]]:
    """Short name and facts of every size of a machine; None where nobody knows the size."""
    for name in sizes(machine):
        yield short(name), facts.size(name)


def count(machine: Machine) -> int:
    """How many machines this is."""
    return machine.instances if isinstance(machine, ScaleSet) else 1


def short(name: object) -> str:
    """A size name without its `Standard_`.

    >>> short("Standard_D4s_v5")
    'D4s_v5'
    """
    return str(name).removeprefix("Standard_")


def many(number: float, noun: str) -> str:
    """A number with its noun.

    >>> many(1, "disk"), many(2048, "disk")
    ('1 disk', '2,048 disks')
    """
    return f"{number:,.10g} {noun}" if number == 1 else f"{number:,.10g} {noun}s"


def listed(names: Iterable[object]) -> str:
    """Names in a row, joined by commas, or "none".

    >>> listed([1, 2]), listed([])
    ('1, 2', 'none')
    """
    return ", ".join(map(str, names)) or "none"
