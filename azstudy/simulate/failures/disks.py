"""Where the disks of a design are, and what each machine cannot do without."""

from __future__ import annotations

import attrs

from azstudy.model.design import Design
from azstudy.model.disk import AttachedDisk, Disk
from azstudy.model.vm import Machine
from azstudy.model.words import Redundancy


@attrs.frozen(kw_only=True)
class HeldDisk:
    """One disk of one machine.

    Attributes:
        name: "web1/OS disk", or the name of a disk of its own.
        redundancy: LRS or ZRS; None for an ephemeral disk, which lies on the host.
        region: Where it is.
        zone: The zone of a locally redundant disk; None where it follows its machine's, or has three.
        os: Whether it is the OS disk.
        shared: Whether it may be attached to several machines.
    """

    name: str
    redundancy: Redundancy | None
    region: str
    zone: int | None
    os: bool = False
    shared: bool = False

    @property
    def zone_redundant(self) -> bool:
        """True where three zones hold it."""
        return self.redundancy is Redundancy.ZRS


def disks_of(design: Design, machine: Machine, name: str, region: str) -> tuple[HeldDisk, ...]:
    """The disks of a machine called `name` that stands in `region`.

    A disk that the design does not have is left out; a review finds it.
    """
    os_disk = machine.os_disk
    kind = None if os_disk.ephemeral else os_disk.redundancy
    found = [HeldDisk(name=f"{name}/OS disk", redundancy=kind, region=region, zone=None, os=True)]
    for disk in machine.data_disks:
        if not isinstance(disk, AttachedDisk):
            own = f"{name}/{disk.name}"
            found.append(HeldDisk(name=own, redundancy=disk.redundancy, region=region, zone=disk.zone))
            continue
        held = design.find(Disk, disk.disk, within=machine)
        if held is not None:
            found.append(
                HeldDisk(
                    name=held.name,
                    redundancy=held.redundancy,
                    region=design.region_of(held) or region,
                    zone=held.zone,
                    shared=held.max_shares > 1,
                )
            )
    return tuple(found)
