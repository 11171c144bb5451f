"""Rules about one disk: its type, size, performance, caching and bursting."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Final

from azstudy.model.design import Design
from azstudy.model.disk import DataDisk, Disk, Snapshot
from azstudy.model.words import Caching, CreateOption, DiskType
from azstudy.rules._frame import Breach, Facts, Found, NotChecked, path, rule
from azstudy.rules._walk import count, every_disk, mounted
from azstudy.rules.disks import (
    MAX_GIB,
    MIN_GIB,
    ON_DEMAND_BURST_ABOVE_GIB,
    OS_DISK_TYPES,
    PERFORMANCE_PLUS_FROM_GIB,
    disk_limits,
    on_demand_bursting_allowed,
)

HDD_OS_DISK_ENDS: Final = datetime.date(2028, 9, 8)
"""Standard HDD as an OS disk retires (disks-types.md@18c531ec, 2026-08)."""
SECTOR_BYTES: Final = (512, 4_096)
REGION_TIB: Final = 100
"""Premium SSD v2 and Ultra, each: default limit per subscription and region, TiB."""
_GIB_PER_TIB: Final = 1_024


def _in_range(disk: DataDisk | Disk) -> bool:
    low, high = MIN_GIB.get(disk.type, 1), MAX_GIB[disk.type]
    return disk.size_gib is not None and low <= disk.size_gib <= high


def _provisioned(design: Design) -> Iterator[tuple[str, DataDisk | Disk]]:
    return ((where, disk) for where, disk in every_disk(design) if disk.type.provisioned)


@rule(
    "disk-01",
    section="1.3",
    severity="error",
    title="Size of a disk",
    statement="Premium SSD, Standard SSD and Standard HDD end at 32,767 GiB; Premium SSD v2 and Ultra at 65,536 GiB, "
    "and Ultra starts at 4 GiB.",
    source="DTY",
    fix="Split the data over several disks, or take a type with larger disks.",
)
def _size(design: Design, facts: Facts) -> Found:
    for where, disk in every_disk(design):
        if disk.size_gib is not None and not _in_range(disk):
            low, high = MIN_GIB.get(disk.type, 1), MAX_GIB[disk.type]
            yield Breach(where, f"{disk.type.label} of {disk.size_gib:,} GiB; allowed: {low:,} to {high:,} GiB.")


@rule(
    "disk-02",
    section="1.3",
    severity="error",
    title="Type of the OS disk",
    statement="A VM starts from Premium SSD, Standard SSD or Standard HDD; Premium SSD v2 and Ultra hold data only.",
    source="DTY",
    fix="Take Premium SSD for the OS disk and keep the fast type for data.",
    misconception="fastest-disk-for-everything",
)
def _os_disk_type(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        if machine.os_disk.type not in OS_DISK_TYPES:
            yield Breach(path(machine.name, "OS disk"), f"{machine.os_disk.type.label} as OS disk.")


@rule(
    "disk-03",
    section="1.3",
    severity="warning",
    title="Standard HDD as OS disk will end",
    statement="Standard HDD as an OS disk ends on 2028-09-08.",
    source="DTY",
    fix="Take Standard SSD: it also lifts the SLA of a single VM from 95 to 99.5 %.",
)
def _hdd_will_end(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        hdd = machine.os_disk.type is DiskType.STANDARD and not machine.os_disk.ephemeral
        if hdd and (facts.on is None or facts.on < HDD_OS_DISK_ENDS):
            yield Breach(path(machine.name, "OS disk"), f"Standard HDD as OS disk, until {HDD_OS_DISK_ENDS}.")


@rule(
    "disk-04",
    section="1.3",
    severity="error",
    title="Standard HDD as OS disk has ended",
    statement="Since 2028-09-08 no VM starts from a Standard HDD.",
    source="DTY",
    fix="Take Standard SSD.",
)
def _hdd_has_ended(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        hdd = machine.os_disk.type is DiskType.STANDARD and not machine.os_disk.ephemeral
        if hdd and facts.on is None:
            yield NotChecked(path(machine.name, "OS disk"), "the day of the review")
        elif hdd and facts.on is not None and facts.on >= HDD_OS_DISK_ENDS:
            yield Breach(path(machine.name, "OS disk"), f"Standard HDD as OS disk on {facts.on}.")


@rule(
    "disk-05",
    section="1.3",
    severity="error",
    title="IOPS of Premium SSD v2 and Ultra",
    statement="Premium SSD v2 has 3,000 IOPS at any size and up to 500 per GiB (80,000); Ultra 100 to 1,000 per GiB "
    "(400,000).",
    source="DTY",
    fix="Make the disk larger, or ask for fewer IOPS.",
)
def _iops(design: Design, facts: Facts) -> Found:
    for where, disk in _provisioned(design):
        if disk.iops is None:
            continue
        if disk.size_gib is None:
            yield NotChecked(where, "the size of the disk")
        elif _in_range(disk):
            limits = disk_limits(disk.type, disk.size_gib)
            if not limits.min_iops <= disk.iops <= limits.max_iops:
                yield Breach(
                    where,
                    f"{disk.iops:,} IOPS on {disk.type.label} of {disk.size_gib:,} GiB; "
                    f"allowed: {limits.min_iops:,} to {limits.max_iops:,}.",
                )


@rule(
    "disk-06",
    section="1.3",
    severity="error",
    title="Throughput of Premium SSD v2 and Ultra",
    statement="Throughput goes to a quarter of the set IOPS in MB/s: Premium SSD v2 from 125 to 2,000 MB/s, Ultra "
    "from 1 to 10,000 MB/s.",
    source="DTY",
    fix="Raise the IOPS too, or ask for less throughput.",
    misconception="throughput-is-set-without-iops",
)
def _throughput(design: Design, facts: Facts) -> Found:
    for where, disk in _provisioned(design):
        if disk.mbps is None:
            continue
        if disk.size_gib is None or (disk.iops is None and disk.type is DiskType.ULTRA):
            yield NotChecked(where, "the size of the disk" if disk.size_gib is None else "the IOPS set on the disk")
        elif _in_range(disk):
            iops = disk_limits(disk.type, disk.size_gib).min_iops if disk.iops is None else disk.iops
            limits = disk_limits(disk.type, disk.size_gib, iops)
            if not limits.min_mbps <= disk.mbps <= limits.max_mbps:
                yield Breach(
                    where,
                    f"{disk.mbps:,g} MB/s with {iops:,} IOPS on {disk.type.label}; "
                    f"allowed: {limits.min_mbps:,g} to {limits.max_mbps:,g}.",
                )


@rule(
    "disk-07",
    section="1.3",
    severity="error",
    title="Host caching of Premium SSD v2 and Ultra",
    statement="Premium SSD v2 and Ultra disks have no host caching.",
    source="DTY",
    fix="Set caching to None.",
    misconception="caching-speeds-up-every-disk",
)
def _caching(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        for item in mounted(design, machine):
            if item.disk.type.provisioned and item.caching is not Caching.NONE:
                yield Breach(item.path, f"Caching {item.caching.value} on {item.disk.type.label}.")


@rule(
    "disk-08",
    section="1.3",
    severity="error",
    title="IOPS set on a disk with tiers",
    statement="IOPS and throughput are set on Premium SSD v2 and Ultra only; every other type has those of its size.",
    source="DTY",
    fix="Leave IOPS and throughput out, or take Premium SSD v2.",
    misconception="iops-can-be-set-on-any-disk",
)
def _set_performance(design: Design, facts: Facts) -> Found:
    for where, disk in every_disk(design):
        words = [f"{disk.iops:,} IOPS"] if disk.iops is not None else []
        words += [f"{disk.mbps:,g} MB/s"] if disk.mbps is not None else []
        if words and not disk.type.provisioned:
            yield Breach(where, f"{' and '.join(words)} set on {disk.type.label}.")


@rule(
    "disk-09",
    section="1.5",
    severity="error",
    title="On-demand bursting",
    statement="On-demand bursting is for Premium SSD above 512 GiB; smaller ones burst on credits by default, free.",
    source="DBU",
    fix="Leave it off up to 512 GiB; for other types choose the performance itself.",
    misconception="on-demand-bursting-everywhere",
)
def _on_demand(design: Design, facts: Facts) -> Found:
    for where, disk in every_disk(design):
        if not disk.on_demand_bursting:
            continue
        if disk.size_gib is None and disk.type is DiskType.PREMIUM:
            yield NotChecked(where, "the size of the disk")
        elif not on_demand_bursting_allowed(disk.type, disk.size_gib or 1):
            gib = "" if disk.size_gib is None else f" of {disk.size_gib:,} GiB"
            yield Breach(
                where,
                f"On-demand bursting on {disk.type.label}{gib}; Premium SSD above {ON_DEMAND_BURST_ABOVE_GIB} GiB.",
            )


@rule(
    "disk-10",
    section="12.1",
    severity="error",
    title="Performance plus",
    statement="Performance plus is for Premium SSD, Standard SSD and Standard HDD of 513 GiB or more.",
    source="DPP",
    fix="Leave it off, or take a disk of 513 GiB or more.",
)
def _performance_plus(design: Design, facts: Facts) -> Found:
    for where, disk in every_disk(design):
        if not disk.performance_plus:
            continue
        if disk.type.provisioned:
            yield Breach(where, f"Performance plus on {disk.type.label}, whose performance is set itself.")
        elif disk.size_gib is None:
            yield NotChecked(where, "the size of the disk")
        elif disk.size_gib < PERFORMANCE_PLUS_FROM_GIB:
            yield Breach(where, f"Performance plus on {disk.size_gib:,} GiB; {PERFORMANCE_PLUS_FROM_GIB} GiB or more.")


@rule(
    "disk-11",
    section="12.2",
    severity="error",
    title="Sector size",
    statement="Premium SSD v2 and Ultra have 4,096-byte sectors by default and can have 512; other types have 512.",
    source="PVN",
    fix="Use 4,096, or 512 for software that needs it.",
)
def _sectors(design: Design, facts: Facts) -> Found:
    for where, disk in every_disk(design):
        allowed = SECTOR_BYTES if disk.type.provisioned else SECTOR_BYTES[:1]
        if disk.sector_bytes is not None and disk.sector_bytes not in allowed:
            words = " or ".join(f"{number:,}" for number in allowed)
            yield Breach(where, f"Sectors of {disk.sector_bytes:,} bytes on {disk.type.label}; allowed: {words}.")


def _disks_with_regions(design: Design) -> Iterator[tuple[str | None, DataDisk | Disk, int]]:
    """Region and number of every disk; the model of a scale set makes one for each instance."""
    for disk in design.of(Disk):
        yield design.region_of(disk), disk, 1
    for machine in design.machines:
        for item in machine.data_disks:
            if isinstance(item, DataDisk):
                yield design.region_of(machine), item, count(machine)


@rule(
    "disk-12",
    section="12.2",
    severity="warning",
    title="Default limit of 100 TiB",
    statement="A subscription has 100 TiB of Premium SSD v2 and 100 TiB of Ultra in a region, unless it asks for more.",
    source="PV2",
    fix="Ask for a higher limit before the deployment.",
)
def _hundred_tib(design: Design, facts: Facts) -> Found:
    totals: dict[tuple[DiskType, str], int] = {}
    for region, disk, copies in _disks_with_regions(design):
        if disk.type.provisioned:
            key = (disk.type, region or "the design's region")
            totals[key] = totals.get(key, 0) + (disk.size_gib or 0) * copies
    for (kind, region), gib in totals.items():
        if gib > REGION_TIB * _GIB_PER_TIB:
            yield Breach(
                "", f"{gib / _GIB_PER_TIB:,.1f} TiB of {kind.label} in {region}; the default is {REGION_TIB} TiB."
            )


@rule(
    "disk-13",
    section="12.3",
    severity="warning",
    title="Ultra disk from a copy",
    statement="One page says that Ultra disks are created empty only, another describes ones made from snapshots.",
    source="DTY",
    fix="Try it first; the safe way is an empty Ultra disk, filled from inside the VM.",
)
def _ultra_from_copy(design: Design, facts: Facts) -> Found:
    for where, disk in every_disk(design):
        copied = disk.create_option is not CreateOption.EMPTY or disk.created_from is not None
        if disk.type is DiskType.ULTRA and copied:
            yield Breach(where, "An Ultra disk that is not created empty.")


@rule(
    "disk-14",
    section="1.3",
    severity="error",
    title="Performance tier",
    statement="A performance tier above the disk's own exists for Premium SSD only.",
    source="DTY",
    fix="Leave the tier out; on Premium SSD v2 and Ultra set IOPS and throughput.",
)
def _tier(design: Design, facts: Facts) -> Found:
    for where, disk in every_disk(design):
        if disk.tier is not None and disk.type is not DiskType.PREMIUM:
            yield Breach(where, f"Tier {disk.tier} on {disk.type.label}.")


SNAPSHOTS_PER_DISK: Final = 500
"""Snapshots of one disk (disks-incremental-snapshots-restrictions.md@225a76fe, 2024-12)."""


def _source(design: Design, name: str) -> DataDisk | Disk | None:
    return design.find(Disk, name) or design.find(DataDisk, name)


@rule(
    "snapshot-01",
    section="12.3",
    severity="error",
    title="Full snapshot of Premium SSD v2 or Ultra",
    statement="Snapshots of Premium SSD v2 and Ultra disks can only be incremental.",
    source="SNP",
    fix="Take an incremental snapshot.",
)
def _incremental(design: Design, facts: Facts) -> Found:
    for snapshot in design.of(Snapshot):
        disk = _source(design, snapshot.disk) if snapshot.disk else None
        if disk is not None and disk.type.provisioned and not snapshot.incremental:
            yield Breach(snapshot.name, f"A full snapshot of {disk.name}, a {disk.type.label} disk.")


@rule(
    "snapshot-02",
    section="12.3",
    severity="error",
    title="Number of snapshots",
    statement="A disk has at most 500 snapshots.",
    source="SNP",
    fix="Delete old snapshots, or let Azure Backup keep them.",
)
def _snapshot_count(design: Design, facts: Facts) -> Found:
    totals: dict[str, int] = {}
    for snapshot in design.of(Snapshot):
        if snapshot.disk:
            key = snapshot.disk.casefold()
            totals[key] = totals.get(key, 0) + snapshot.copies
            if totals[key] > SNAPSHOTS_PER_DISK:
                yield Breach(
                    snapshot.name, f"{totals[key]:,} snapshots of {snapshot.disk}; at most {SNAPSHOTS_PER_DISK}."
                )


@rule(
    "snapshot-03",
    section="12.3",
    severity="error",
    title="Another type from a 4k snapshot",
    statement="A snapshot of a disk with 4,096-byte sectors becomes a Premium SSD v2 or Ultra disk only.",
    source="SNP",
    fix="Make the new disk Premium SSD v2 or Ultra, or copy the files.",
)
def _from_4k(design: Design, facts: Facts) -> Found:
    for where, disk in every_disk(design):
        snapshot = design.find(Snapshot, disk.created_from) if disk.created_from else None
        origin = _source(design, snapshot.disk) if snapshot is not None and snapshot.disk else None
        if origin is None or not origin.type.provisioned or disk.type.provisioned:
            continue
        if origin.sector_bytes in (None, SECTOR_BYTES[1]):
            yield Breach(where, f"{disk.type.label} from a snapshot of {origin.name}, which has 4,096-byte sectors.")
