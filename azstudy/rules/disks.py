"""Arithmetic of managed disks: tiers, what IOPS and throughput a disk may be set to, shares, counting of IO.

The numbers are those of disks-types.md@18c531ec (2026-08), disk-storage-premium-ssd-sizes.md@1d25717f (2023),
the resource-SKU API as kept in azuredisk-csi-driver@d983d613 (2026-08) and virtual-machines-disks-shared-sizes.md
@02d00dc8 (2022-10). IOPS are per second, throughput is MB/s, sizes are GiB.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

import attrs

from azstudy.errors import InvalidInputError
from azstudy.model.words import DiskType, Redundancy

MAX_GIB: Final = {
    DiskType.ULTRA: 65_536,
    DiskType.PREMIUM_V2: 65_536,
    DiskType.PREMIUM: 32_767,
    DiskType.STANDARD_SSD: 32_767,
    DiskType.STANDARD: 32_767,
}
MIN_GIB: Final = {DiskType.ULTRA: 4}
"""Ultra Disk starts at 4 GiB, every other type at 1 GiB (disks-types.md@18c531ec)."""

OS_DISK_TYPES: Final = frozenset({DiskType.PREMIUM, DiskType.STANDARD_SSD, DiskType.STANDARD})
CACHED_TYPES: Final = OS_DISK_TYPES
ZRS_TYPES: Final = frozenset({DiskType.PREMIUM, DiskType.STANDARD_SSD})
SHARED_TYPES: Final = frozenset(DiskType) - {DiskType.STANDARD}
PROVISIONED_SHARES: Final = 15

V2_FREE_IOPS, V2_FREE_MBPS = 3_000, 125
V2_IOPS_PER_GIB, V2_MAX_IOPS, V2_MAX_MBPS = 500, 80_000, 2_000
ULTRA_IOPS_PER_GIB, ULTRA_MIN_IOPS, ULTRA_MAX_IOPS = 1_000, 100, 400_000
ULTRA_MIN_MBPS, ULTRA_MAX_MBPS = 1, 10_000
MBPS_PER_IOPS: Final = 0.25
CHANGES_PER_DAY: Final = 4
"""Premium SSD v2 and Ultra: performance changes in 24 hours; creating the disk counts as one."""
HOURS_OF_CHANGES: Final = 24
IO_KIB: Final = 256
"""One counted IO is up to this large; a larger one is split."""

ON_DEMAND_BURST_ABOVE_GIB: Final = 512
CREDIT_BURST_UP_TO_GIB: Final = {DiskType.PREMIUM: 512, DiskType.STANDARD_SSD: 1_024}
PERFORMANCE_PLUS_FROM_GIB: Final = 513

# GiB, number, then IOPS and MB/s of the Premium SSD, Standard SSD and Standard HDD tier; None where there is none.
_Limits = tuple[int, int] | None
_LADDER: Final[tuple[tuple[int, int, _Limits, _Limits, _Limits], ...]] = (
    (4, 1, (120, 25), (500, 100), None),
    (8, 2, (120, 25), (500, 100), None),
    (16, 3, (120, 25), (500, 100), None),
    (32, 4, (120, 25), (500, 100), (500, 60)),
    (64, 6, (240, 50), (500, 100), (500, 60)),
    (128, 10, (500, 100), (500, 100), (500, 60)),
    (256, 15, (1_100, 125), (500, 100), (500, 60)),
    (512, 20, (2_300, 150), (500, 100), (500, 60)),
    (1_024, 30, (5_000, 200), (500, 100), (500, 60)),
    (2_048, 40, (7_500, 250), (500, 100), (500, 60)),
    (4_096, 50, (7_500, 250), (500, 100), (500, 60)),
    (8_192, 60, (16_000, 500), (2_000, 400), (1_300, 300)),
    (16_384, 70, (18_000, 750), (4_000, 600), (2_000, 500)),
    (32_767, 80, (20_000, 900), (6_000, 750), (2_000, 500)),
)
_COLUMN: Final = {DiskType.PREMIUM: 2, DiskType.STANDARD_SSD: 3, DiskType.STANDARD: 4}
_LETTER: Final = {DiskType.PREMIUM: "P", DiskType.STANDARD_SSD: "E", DiskType.STANDARD: "S"}
_SHARES: Final = ((20, 3), (50, 5), (80, 10))


@attrs.frozen
class DiskLimits:
    """What a disk can do at most, with its tier where the type has tiers."""

    max_iops: int
    max_mbps: float
    tier: str = ""
    min_iops: int = 0
    min_mbps: float = 0


def premium_v2_limits(gib: float, iops: int | None = None) -> DiskLimits:
    """What Premium SSD v2 may be set to: 500 IOPS per GiB from 3,000 to 80,000, and MB/s of a quarter of the set IOPS.

    Args:
        gib: Size of the disk.
        iops: The IOPS that are set; None for the most that the size allows.

    Raises:
        InvalidInputError: For a size outside 1 to 65,536 GiB.

    >>> premium_v2_limits(8).max_iops, premium_v2_limits(1024, iops=4000).max_mbps
    (4000, 1000.0)
    """
    _check_size(DiskType.PREMIUM_V2, gib)
    ceiling = int(min(V2_MAX_IOPS, max(V2_FREE_IOPS, V2_IOPS_PER_GIB * gib)))
    chosen = ceiling if iops is None else iops
    mbps = min(V2_MAX_MBPS, MBPS_PER_IOPS * chosen)
    return DiskLimits(ceiling, mbps, min_iops=V2_FREE_IOPS, min_mbps=V2_FREE_MBPS)


def ultra_limits(gib: float, iops: int | None = None) -> DiskLimits:
    """What Ultra Disk may be set to: 100 IOPS to 1,000 per GiB (400,000), and MB/s of a quarter of the set IOPS.

    Raises:
        InvalidInputError: For a size outside 4 to 65,536 GiB.

    >>> ultra_limits(4)
    DiskLimits(max_iops=4000, max_mbps=1000.0, tier='', min_iops=100, min_mbps=1)
    >>> ultra_limits(1024).max_iops, ultra_limits(1024).max_mbps
    (400000, 10000)
    """
    _check_size(DiskType.ULTRA, gib)
    ceiling = int(min(ULTRA_MAX_IOPS, max(ULTRA_MIN_IOPS, ULTRA_IOPS_PER_GIB * gib)))
    chosen = ceiling if iops is None else iops
    mbps = min(ULTRA_MAX_MBPS, max(ULTRA_MIN_MBPS, MBPS_PER_IOPS * chosen))
    return DiskLimits(ceiling, mbps, min_iops=ULTRA_MIN_IOPS, min_mbps=ULTRA_MIN_MBPS)


def disk_limits(type: DiskType | str, gib: float, iops: int | None = None) -> DiskLimits:  # noqa: A002  Azure's word
    """What a disk of any type can do: by its tier, or by what it may be set to.

    Premium SSD P60 and larger and the HDD ladder are copies of 2023 and 2019; Standard SSD is the resource-SKU API's
    500 IOPS and 100 MB/s up to E50 (older pages print 60 MB/s).

    Raises:
        InvalidInputError: For a size the type does not come in.

    >>> disk_limits("premium", 512)
    DiskLimits(max_iops=2300, max_mbps=150, tier='P20', min_iops=0, min_mbps=0)
    >>> disk_limits("standard ssd", 100).tier
    'E10'
    """
    kind = DiskType.parse(type)
    if kind is DiskType.PREMIUM_V2:
        return premium_v2_limits(gib, iops)
    if kind is DiskType.ULTRA:
        return ultra_limits(gib, iops)
    _check_size(kind, gib)
    column = _COLUMN[kind]
    for row in _LADDER:
        found = row[column]
        if gib <= row[0] and isinstance(found, tuple):
            return DiskLimits(found[0], found[1], f"{_LETTER[kind]}{row[1]}")
    raise AssertionError("the ladder ends at the largest size")


def max_shares(type: DiskType | str, gib: float) -> int:  # noqa: A002  Azure's word
    """How many VMs may attach a disk at once (`maxShares`): 1 where it cannot be shared.

    Up to 512 GiB (P20, E20) 3, up to 4 TiB (P50, E50) 5, above 10; Premium SSD v2 and Ultra 15; Standard HDD is
    not shared (virtual-machines-disks-shared-sizes.md@02d00dc8, 2022-10).

    >>> [max_shares("premium", gib) for gib in (512, 513, 4096, 4097)], max_shares("ultra", 4), max_shares("hdd", 8192)
    ([3, 5, 5, 10], 15, 1)
    """
    kind = DiskType.parse(type)
    if kind is DiskType.STANDARD:
        return 1
    if kind.provisioned:
        _check_size(kind, gib)
        return PROVISIONED_SHARES
    tier = int(disk_limits(kind, gib).tier[1:])
    return next(shares for highest, shares in _SHARES if tier <= highest)


def counted_ios(kib: float) -> int:
    """How many IOs one request of `kib` KiB counts as: one for each 256 KiB begun (disks-types.md@18c531ec).

    >>> [counted_ios(kib) for kib in (4, 256, 257, 1024)]
    [1, 1, 2, 4]
    """
    if not kib > 0:
        raise InvalidInputError(f"An IO of {kib!r} KiB makes no sense; give a size above 0.")
    return math.ceil(kib / IO_KIB)


def performance_changes_left(changes_hours_ago: Iterable[float] = (), *, created_hours_ago: float) -> int:
    """How often the performance of a Premium SSD v2 or Ultra disk may still be changed now.

    Four changes in 24 hours; creating the disk counts as one (disks-types.md@18c531ec).

    >>> performance_changes_left(created_hours_ago=2)
    3
    >>> performance_changes_left([1, 5, 30], created_hours_ago=100)
    2
    """
    recent = [hours for hours in (*changes_hours_ago, created_hours_ago) if 0 <= hours < HOURS_OF_CHANGES]
    return max(0, CHANGES_PER_DAY - len(recent))


def os_disk_allowed(type: DiskType | str) -> bool:  # noqa: A002  Azure's word
    """True for the types a VM can start from: Premium SSD, Standard SSD, Standard HDD (until 2028-09-08)."""
    return DiskType.parse(type) in OS_DISK_TYPES


def host_caching_allowed(type: DiskType | str) -> bool:  # noqa: A002  Azure's word
    """True for the types that host caching works with: not Premium SSD v2, not Ultra."""
    return DiskType.parse(type) in CACHED_TYPES


def zrs_allowed(type: DiskType | str) -> bool:  # noqa: A002  Azure's word
    """True for the types that come with zone-redundant storage: Premium SSD and Standard SSD."""
    return DiskType.parse(type) in ZRS_TYPES


def credit_bursting(type: DiskType | str, gib: float) -> bool:  # noqa: A002  Azure's word
    """True where a disk bursts on credits, free and by default: Premium up to 512 GiB, Standard SSD up to 1,024."""
    return gib <= CREDIT_BURST_UP_TO_GIB.get(DiskType.parse(type), 0)


def on_demand_bursting_allowed(type: DiskType | str, gib: float) -> bool:  # noqa: A002  Azure's word
    """True where on-demand bursting can be switched on: Premium SSD above 512 GiB (disk-bursting.md@1827cf35)."""
    return DiskType.parse(type) is DiskType.PREMIUM and gib > ON_DEMAND_BURST_ABOVE_GIB


def shared_performance(
    *, iops_read_write: int, mbps_read_write: float, iops_read_only: int = 0, mbps_read_only: float = 0
) -> tuple[int, float]:
    """IOPS and MB/s a shared Premium SSD v2 or Ultra disk is billed for: the sum of both settings, however many mounts.

    Source: disks-shared.md@1827cf35 (2025-12).

    >>> shared_performance(iops_read_write=10000, iops_read_only=100, mbps_read_write=600, mbps_read_only=1)
    (10100, 601)
    """
    return iops_read_write + iops_read_only, mbps_read_write + mbps_read_only


def redundancy_allowed(type: DiskType | str, redundancy: Redundancy | str) -> bool:  # noqa: A002  Azure's word
    """True where a type comes with that redundancy."""
    return Redundancy.parse(redundancy) is Redundancy.LRS or zrs_allowed(type)


def _check_size(kind: DiskType, gib: float) -> None:
    low, high = MIN_GIB.get(kind, 1), MAX_GIB[kind]
    if not low <= gib <= high:
        raise InvalidInputError(f"{kind.label} of {gib:,g} GiB does not exist; allowed: {low:,} to {high:,} GiB.")
