"""Rules about zone-redundant disks (ZRS) and shared disks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from azstudy.model.design import Design
from azstudy.model.disk import AttachedDisk, DataDisk, Disk
from azstudy.model.scaleset import ScaleSet
from azstudy.model.words import Caching, Redundancy
from azstudy.rules._frame import Breach, Facts, Found, NotChecked, path, rule
from azstudy.rules._walk import every_disk, listed, mounted, users_of_disk, zones
from azstudy.rules.disks import MAX_GIB, SHARED_TYPES, max_shares, zrs_allowed

ZRS_ZONES: Final = 3
"""A ZRS disk has a copy in each of three zones (disks-redundancy.md@3c8bbcc5, 2026-09)."""


@rule(
    "zrs-01",
    section="12.4",
    severity="error",
    title="ZRS and disk type",
    statement="Zone-redundant storage exists for Premium SSD and Standard SSD; not for Premium SSD v2, Ultra or HDD.",
    source="RED",
    fix="Take Premium SSD or Standard SSD, or LRS.",
    misconception="zrs-for-every-disk",
)
def _type(design: Design, facts: Facts) -> Found:
    for where, disk in every_disk(design):
        if disk.redundancy is Redundancy.ZRS and not zrs_allowed(disk.type):
            yield Breach(where, f"ZRS on {disk.type.label}.")
    for machine in design.machines:
        disk_type = machine.os_disk.type
        if machine.os_disk.redundancy is Redundancy.ZRS and not zrs_allowed(disk_type):
            yield Breach(path(machine.name, "OS disk"), f"ZRS on {disk_type.label}.")


def _zrs_disks(design: Design) -> Iterator[tuple[str, str | None]]:
    """Path and region of every ZRS disk."""
    for disk in design.of(Disk):
        if disk.redundancy is Redundancy.ZRS:
            yield disk.name, design.region_of(disk)
    for machine in design.machines:
        region = design.region_of(machine)
        if machine.os_disk.redundancy is Redundancy.ZRS:
            yield path(machine.name, "OS disk"), region
        for item in machine.data_disks:
            if isinstance(item, DataDisk) and item.redundancy is Redundancy.ZRS:
                yield path(machine.name, item.name), region


@rule(
    "zrs-02",
    section="12.4",
    severity="error",
    title="ZRS and region",
    statement="ZRS disks need a region with availability zones: the copies stand in three of them.",
    source="RED",
    fix="Take a region with zones, or LRS.",
)
def _region(design: Design, facts: Facts) -> Found:
    for where, region in _zrs_disks(design):
        found = facts.region(region)
        if found is None:
            yield NotChecked(where, "the region" if region is None else f"the zones of {region}")
        elif found.zones < ZRS_ZONES:
            yield Breach(where, f"ZRS in {found.name}, which has no availability zones.")


@rule(
    "zrs-03",
    section="12.4",
    severity="error",
    title="Zone of a ZRS disk",
    statement="A ZRS disk stands in three zones and has no zone of its own.",
    source="RED",
    fix="Leave the zone of the disk out; the VM keeps its zone.",
)
def _zone(design: Design, facts: Facts) -> Found:
    for where, disk in every_disk(design):
        if disk.redundancy is Redundancy.ZRS and disk.zone is not None:
            yield Breach(where, f"A ZRS disk with zone {disk.zone}.")


@rule(
    "zrs-04",
    section="12.4",
    severity="info",
    title="ZRS does not make the VM redundant",
    statement="ZRS keeps the data when a zone fails; the VM of that zone is down until somebody force-detaches the "
    "data disk and attaches it to a VM in another zone.",
    source="RED",
    fix="Have a second VM in another zone; ZRS shortens what is left to do.",
    misconception="zrs-disk-makes-vm-zone-redundant",
)
def _not_the_vm(design: Design, facts: Facts) -> Found:
    for machine in design.vms:
        own = [item.disk for item in mounted(design, machine)] + [machine.os_disk]
        if any(disk.redundancy is Redundancy.ZRS for disk in own) and machine.scale_set is None:
            stands = f"zone {machine.zone}" if machine.zone else "one zone, chosen by Azure"
            yield Breach(machine.name, f"ZRS disks; {machine.name} itself stands in {stands}.")


def _shared(design: Design) -> Iterator[tuple[str, DataDisk | Disk]]:
    return ((where, disk) for where, disk in every_disk(design) if disk.max_shares > 1)


def _shares(disk: DataDisk | Disk) -> int | None:
    """How many may share the disk; None where its size is not known."""
    if disk.type not in SHARED_TYPES:
        return 1
    if disk.type.provisioned:
        return max_shares(disk.type, MAX_GIB[disk.type])
    if disk.size_gib is None or disk.size_gib > MAX_GIB[disk.type]:
        return None
    return max_shares(disk.type, disk.size_gib)


@rule(
    "shared-01",
    section="12.5",
    severity="error",
    title="Number of shares",
    statement="Up to 512 GiB a disk may be shared by 3 VMs, up to 4 TiB by 5, above by 10; Premium SSD v2 and Ultra "
    "by 15; Standard HDD is not shared.",
    source="SHS",
    fix="Take a larger disk, another type, or fewer VMs.",
)
def _max_shares(design: Design, facts: Facts) -> Found:
    for where, disk in _shared(design):
        allowed = _shares(disk)
        if allowed is None:
            yield NotChecked(where, "the size of the disk")
        elif disk.max_shares > allowed:
            gib = "" if disk.size_gib is None else f" of {disk.size_gib:,} GiB"
            yield Breach(where, f"maxShares {disk.max_shares} on {disk.type.label}{gib}; at most {allowed}.")


@rule(
    "shared-02",
    section="12.5",
    severity="error",
    title="Disk attached to more VMs than it has shares",
    statement="A disk is attached to one VM at a time; only a shared disk to as many as its maxShares says.",
    source="SHD",
    fix="Raise max_shares while the disk is detached everywhere, or attach it to fewer VMs.",
    misconception="any-disk-can-be-attached-twice",
)
def _users(design: Design, facts: Facts) -> Found:
    for disk in design.of(Disk):
        users = users_of_disk(design, disk)
        if len(users) > disk.max_shares:
            names = listed(machine.name for machine in users)
            yield Breach(disk.name, f"Attached to {len(users)} VMs ({names}) with maxShares {disk.max_shares}.")


@rule(
    "shared-03",
    section="12.5",
    severity="error",
    title="Host caching of a shared disk",
    statement="A shared disk has no host caching and no write accelerator.",
    source="SHL",
    fix="Set caching to None and write accelerator off.",
)
def _caching(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        for item in mounted(design, machine):
            words = [f"caching {item.caching.value}"] if item.caching is not Caching.NONE else []
            words += ["write accelerator"] if item.write_accelerator else []
            if words and item.disk.max_shares > 1:
                yield Breach(item.path, f"A shared disk with {' and '.join(words)}.")


@rule(
    "shared-04",
    section="12.5",
    severity="error",
    title="Bursting of a shared disk",
    statement="A shared Premium SSD does not burst.",
    source="SHL",
    fix="Leave on-demand bursting off, and size the disk for its peak.",
)
def _bursting(design: Design, facts: Facts) -> Found:
    for where, disk in _shared(design):
        if disk.on_demand_bursting:
            yield Breach(where, f"On-demand bursting with maxShares {disk.max_shares}.")


@rule(
    "shared-05",
    section="12.5",
    severity="error",
    title="Azure Disk Encryption of a shared disk",
    statement="A shared disk is encrypted on the server side only; Azure Disk Encryption does not work with it.",
    source="SHL",
    fix="Use encryption at host and a disk encryption set.",
)
def _encryption(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        for item in mounted(design, machine):
            if machine.disk_encryption and item.disk.max_shares > 1:
                yield Breach(item.path, f"A shared disk on {machine.name}, which uses Azure Disk Encryption.")


@rule(
    "shared-06",
    section="12.5",
    severity="error",
    title="Shared disk and proximity placement group",
    statement="VMs that share a disk are all in one proximity placement group, or none of them is in any.",
    source="SHL",
    fix="Put all of them in one group, or none.",
)
def _proximity(design: Design, facts: Facts) -> Found:
    for disk in design.of(Disk):
        users = users_of_disk(design, disk)
        groups = {machine.proximity_group for machine in users}
        if len(groups) > 1:
            words = listed(f"{machine.name} in {machine.proximity_group or 'none'}" for machine in users)
            yield Breach(disk.name, f"VMs in different proximity placement groups: {words}.")


@rule(
    "shared-07",
    section="12.5",
    severity="error",
    title="Shared disk across zones",
    statement="VMs of different zones can share a ZRS disk only; Premium SSD v2 and Ultra never cross zones.",
    source="SHL",
    fix="Use ZRS with Premium SSD or Standard SSD, or keep the VMs in one zone.",
    misconception="shared-disk-spans-zones",
)
def _across_zones(design: Design, facts: Facts) -> Found:
    for disk in design.of(Disk):
        stands = {zones(machine) for machine in users_of_disk(design, disk)}
        if len(stands) > 1 and disk.redundancy is not Redundancy.ZRS:
            words = listed(sorted(f"zone {each[0]}" if each else "no zone" for each in stands))
            yield Breach(disk.name, f"An LRS disk shared by VMs in {words}.")


@rule(
    "shared-08",
    section="12.5",
    severity="error",
    title="Shared disk in the model of a scale set",
    statement="A shared disk may be attached to single VMs of a scale set, but cannot stand in its model.",
    source="SHL",
    fix="Take the disk out of the model and attach it to the instances.",
)
def _in_model(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        if not isinstance(machine, ScaleSet):
            continue
        for item in machine.data_disks:
            if isinstance(item, AttachedDisk) or item.max_shares > 1:
                name = item.disk if isinstance(item, AttachedDisk) else item.name
                yield Breach(path(machine.name, name), "A shared or attached disk in the model of a scale set.")


@rule(
    "shared-09",
    section="12.5",
    severity="info",
    title="Shared disk needs a cluster manager",
    statement="A shared disk gives no file share: software such as Windows Server Failover Cluster or Pacemaker "
    "decides by SCSI persistent reservations who writes.",
    source="SHD",
    fix="Use a cluster manager; for plain files take Azure Files or Azure NetApp Files.",
    misconception="shared-disk-is-a-file-share",
)
def _cluster(design: Design, facts: Facts) -> Found:
    for where, disk in _shared(design):
        yield Breach(where, f"maxShares {disk.max_shares}: the VMs write to one disk together.")
