"""What a size and its disks can do: one cap for each way an IO goes, with its burst and its bucket of credits."""

from __future__ import annotations

from typing import Any, Final

import attrs

from azstudy.catalog.disks import DiskBook
from azstudy.errors import InvalidInputError
from azstudy.model.disk import DataDisk, OsDisk
from azstudy.model.size import VmSize
from azstudy.model.words import Caching, DiskType
from azstudy.rules.disks import PERFORMANCE_PLUS_FROM_GIB, on_demand_bursting_allowed
from azstudy.simulate.storage.words import NVME, AnyDisk, LocalDisk, Named

BURST_SECONDS: Final = 1_800.0
"""A full bucket lasts 30 minutes at the highest burst (managed-disks-bursting-2.md@2e4af987, 2025-01)."""

CREDIT: Final = "credit"
ON_DEMAND: Final = "on-demand"
_MB_PER_GIB: Final = 1_073.741824

PERFORMANCE_PLUS: Final = {
    # disk-storage-premium-ssd-sizes.md@1d25717f and disk-storage-standard-ssd-sizes.md@90c75562 (2023)
    "P30": (8_000, 300),
    "P40": (16_000, 600),
    "P50": (20_000, 900),
    "P60": (20_000, 900),
    "P70": (20_000, 900),
    "P80": (20_000, 900),
    "E30": (1_500, 150),
    "E40": (3_000, 300),
    "E50": (6_000, 600),
    "E60": (6_000, 750),
    "E70": (6_000, 750),
    "E80": (6_000, 750),
}
"""IOPS and MB/s of a tier with performance plus; those of Standard HDD are not in the sources at hand."""


@attrs.frozen(kw_only=True)
class Cap:
    """One limit: IOPS and MB/s for good, and what is possible for a while.

    Attributes:
        iops: IOPS that can be had for good.
        mbps: MB/s that can be had for good.
        burst_iops: The most while bursting; None where there is no burst.
        burst_mbps: The same in MB/s.
        model: "credit", "on-demand", or "" without bursting.
    """

    iops: float
    mbps: float
    burst_iops: float | None = None
    burst_mbps: float | None = None
    model: str = ""

    @property
    def bucket_ios(self) -> float:
        """IOs in a full bucket: (burst - base) x 1,800 s; 0 without credits."""
        return self._bucket(self.burst_iops, self.iops)

    @property
    def bucket_mb(self) -> float:
        """MB in a full bucket."""
        return self._bucket(self.burst_mbps, self.mbps)

    def _bucket(self, burst: float | None, base: float) -> float:
        return 0.0 if self.model != CREDIT or burst is None else max(0.0, burst - base) * BURST_SECONDS

    def less(self, iops: float, mbps: float) -> Cap:
        """The same limit where others use a part of it."""
        highest = (
            (None if self.burst_iops is None else max(0.0, self.burst_iops - iops)),
            (None if self.burst_mbps is None else max(0.0, self.burst_mbps - mbps)),
        )
        return attrs.evolve(
            self,
            iops=max(0.0, self.iops - iops),
            mbps=max(0.0, self.mbps - mbps),
            burst_iops=highest[0],
            burst_mbps=highest[1],
        )


@attrs.frozen(kw_only=True)
class DiskCap:
    """One disk as the engine sees it.

    Attributes:
        name: Its name.
        words: What it is, in words, such as "P30" or "Premium SSD v2".
        cap: Its own limit; None for storage inside the host.
        caching: Host caching that is in force.
        way: "premium" or "flexible" for remote disks (v2 and Ultra have limits of their own on some sizes), "local"
            for the host's SSD, "nvme".
        sku: `storageAccountType` of a managed disk, "" for storage of the size itself.
        tier: The tier that is billed; "" without tiers.
        gib: Size; None where the size of the VM decides.
        shares: How many VMs may attach it.
    """

    name: str
    words: str
    cap: Cap | None
    caching: Caching = Caching.NONE
    way: str = "premium"
    sku: str = ""
    tier: str = ""
    gib: float | None = None
    shares: int = 1


@attrs.frozen(kw_only=True)
class VmCaps:
    """The limits of a size: all remote disks together, all local SSD traffic, writes to the temporary disk, NVMe.

    None where it has none, or where none is known.
    """

    name: str
    uncached: Cap
    flexible: Cap | None = None
    ssd: Cap | None = None
    temp_write: Cap | None = None
    nvme: Cap | None = None
    cache_mb: float | None = None
    notes: tuple[str, ...] = ()


def vm_caps(size: VmSize, *, cached_burst: tuple[float, float] | None = None, controller: str | None = None) -> VmCaps:
    """The limits of a size.

    Sizes whose table has a higher limit while bursting burst on credits, on the uncached way. The temporary disk and
    cached disks share the host's SSD (disks-performance.md@fe259248, "SSD-level provisioning").

    Args:
        size: The size.
        cached_burst: IOPS and MB/s of a burst on the cached way, which the catalogue does not know.
        controller: "SCSI" for the lower limits that some sizes have with it.

    Raises:
        InvalidInputError: Where the limits of the size are not known.
    """
    iops, mbps = size.uncached_iops, size.uncached_mbps
    if controller is not None and controller.upper() not in ("SCSI", "NVME"):
        raise InvalidInputError(f"controller: {controller!r} was given; allowed: 'SCSI' or 'NVMe'.")
    if controller is not None and controller.upper() == "SCSI" and size.scsi_uncached_iops:
        iops, mbps = size.scsi_uncached_iops, size.scsi_uncached_mbps
    if iops is None or mbps is None:
        raise InvalidInputError(
            f"The disk limits of {size.short_name} are not known, so nothing can be said. Take a size with a table."
        )
    uncached = _bursting(iops, mbps, size.burst_uncached_iops, size.burst_uncached_mbps)
    flexible = None
    if size.v2_ultra_iops and size.v2_ultra_mbps:
        flexible = _bursting(size.v2_ultra_iops, size.v2_ultra_mbps, size.v2_ultra_burst_iops, size.v2_ultra_burst_mbps)
    nvme = None
    if size.local_nvme_iops and size.local_nvme_mbps:
        nvme = Cap(iops=size.local_nvme_iops, mbps=size.local_nvme_mbps)
    return VmCaps(
        name=size.short_name,
        uncached=uncached,
        flexible=flexible,
        ssd=_ssd(size, cached_burst),
        temp_write=_temp_write(size),
        nvme=nvme,
        cache_mb=size.cache_gib * _MB_PER_GIB if size.cache_gib else None,
    )


def _ssd(size: VmSize, burst: tuple[float, float] | None) -> Cap | None:
    """Host SSD: what cached disks and the temporary disk have; the table of one stands in for the other."""
    iops = size.cached_iops or size.temp_read_iops
    mbps = size.cached_mbps or size.temp_read_mbps
    if not iops or not mbps:
        return None
    return _bursting(iops, mbps, *(burst or (None, None)))


def _temp_write(size: VmSize) -> Cap | None:
    """Writes to the temporary disk, where the table has them apart; one of the two numbers is enough."""
    if not size.temp_write_iops and not size.temp_write_mbps:
        return None
    iops, mbps = size.temp_write_iops or size.temp_read_iops, size.temp_write_mbps or size.temp_read_mbps
    return Cap(iops=iops, mbps=mbps) if iops and mbps else None


def _bursting(iops: float, mbps: float, burst_iops: float | None, burst_mbps: float | None) -> Cap:
    higher = (burst_iops or 0) > iops or (burst_mbps or 0) > mbps
    if not higher:
        return Cap(iops=iops, mbps=mbps)
    high = max(iops, burst_iops or 0), max(mbps, burst_mbps or 0)
    return Cap(iops=iops, mbps=mbps, burst_iops=high[0], burst_mbps=high[1], model=CREDIT)


def disk_caps(disks: tuple[Named, ...], size: VmSize, book: DiskBook) -> tuple[DiskCap, ...]:
    """Each disk's own limit on this size.

    Raises:
        InvalidInputError: For a disk whose limit is not known, or local storage that the size does not have.
    """
    return tuple(_disk_cap(name, disk, size, book) for name, disk in disks)


def _disk_cap(name: str, disk: AnyDisk, size: VmSize, book: DiskBook) -> DiskCap:
    if isinstance(disk, LocalDisk):
        return _local(name, disk.kind, size)
    if isinstance(disk, OsDisk) and disk.ephemeral:
        if not (size.cached_iops or size.temp_read_iops):
            raise InvalidInputError(f"How fast the local storage of {size.short_name} is, is not known.")
        return DiskCap(name=name, words="ephemeral OS disk", cap=None, way="local", gib=disk.size_gib)
    cap = managed_cap(name, disk, book)
    if size.host_caching is False or not size.cached_iops:
        return attrs.evolve(cap, caching=Caching.NONE)
    return cap


def managed_cap(name: str, disk: DataDisk | OsDisk, book: DiskBook) -> DiskCap:
    """The limit of a managed disk, whatever size it is attached to.

    Raises:
        InvalidInputError: Where its size is not given, or its limit not known.
    """
    gib = disk.size_gib
    if gib is None:
        raise InvalidInputError(f"The disk {name!r} has no size, so its limits are not known. Give it a size in GiB.")
    shares = disk.max_shares if isinstance(disk, DataDisk) else 1
    common: dict[str, Any] = {"name": name, "gib": float(gib), "sku": disk.sku, "shares": shares}
    if disk.type.provisioned:
        cap = flexible_cap(book, disk.sku, gib, getattr(disk, "iops", None), getattr(disk, "mbps", None))
        return DiskCap(words=disk.type.label, cap=cap, way="flexible", **common)
    tier = book.tier_for(disk.sku, gib)
    if disk.tier:
        tier = max(tier, book.tier(disk.tier, disk.redundancy), key=lambda one: one.number)
    words = f"{tier.tier}{' ZRS' if disk.sku.endswith('ZRS') else ''}"
    return DiskCap(words=words, cap=_tier_cap(disk, tier.tier, book), caching=disk.caching, tier=tier.tier, **common)


def _local(name: str, kind: str, size: VmSize) -> DiskCap:
    if kind == NVME and size.local_nvme_gib:
        if not size.local_nvme_iops:
            raise InvalidInputError(f"How fast the local NVMe disks of {size.short_name} are is not known.")
        return DiskCap(name=name, words="local NVMe", cap=None, way="nvme", gib=size.local_nvme_gib)
    if not size.temp_disk_gib:
        known = "has no temporary disk" if size.temp_disk_gib == 0 else "has no temporary disk in its table"
        raise InvalidInputError(
            f"{size.short_name} {known}. Take a size with the letter d, such as D4ds_v5, or a remote disk."
        )
    if not (size.temp_read_iops or size.cached_iops):
        raise InvalidInputError(f"How fast the temporary disk of {size.short_name} is, is not known.")
    words = "local NVMe" if kind == NVME else "temporary disk"
    return DiskCap(name=name, words=words, cap=None, way="local", gib=size.temp_disk_gib)


def _tier_cap(disk: DataDisk | OsDisk, tier_name: str, book: DiskBook) -> Cap:
    tier = book.tier(tier_name, disk.redundancy)
    shared = isinstance(disk, DataDisk) and disk.max_shares > 1
    iops, mbps = tier.base_iops, tier.base_mbps
    if isinstance(disk, DataDisk) and disk.performance_plus:
        if tier_name not in PERFORMANCE_PLUS:
            raise InvalidInputError(
                f"What {tier_name} does with performance plus is not known; it is for Premium SSD and Standard SSD of "
                f"{PERFORMANCE_PLUS_FROM_GIB} GiB or more here."
            )
        iops, mbps = PERFORMANCE_PLUS[tier_name]
    allowed = on_demand_bursting_allowed(disk.type, disk.size_gib or 0)
    if isinstance(disk, DataDisk) and disk.on_demand_bursting and allowed and not shared:
        high = tier.on_demand_burst_iops, tier.on_demand_burst_mbps
        return Cap(iops=iops, mbps=mbps, burst_iops=high[0], burst_mbps=high[1], model=ON_DEMAND)
    if shared and disk.type is DiskType.PREMIUM:
        return Cap(iops=iops, mbps=mbps)  # virtual-machines-disks-shared-limitations.md@d84c7a8d
    return _bursting(iops, mbps, tier.burst_iops, tier.burst_mbps)


def flexible_cap(book: DiskBook, sku: str, gib: float, iops: float | None, mbps: float | None) -> Cap:
    """What a Premium SSD v2 or Ultra disk is set to; what is left out is what comes free, or the least there is."""
    rule = book.flexible(sku)
    set_iops = iops if iops is not None else max(rule.free_iops, rule.min_iops)
    set_mbps = mbps if mbps is not None else max(rule.free_mbps, rule.min_mbps)
    return Cap(iops=float(set_iops), mbps=float(set_mbps))
