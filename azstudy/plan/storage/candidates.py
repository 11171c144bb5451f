"""Every disk set worth comparing: n equal disks of one kind, striped evenly.

Equal disks are enough for the cheapest set. In an even stripe each disk gives as much as the weakest one, in every
respect. So the stripe made of any one member alone can do at least as much, and the cheapest member's costs no more.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import attrs

from azstudy.catalog.disks import DiskBook, FlexibleDisk
from azstudy.model.disk import DataDisk
from azstudy.model.words import Caching, DiskType, Redundancy
from azstudy.plan.storage.need import Need
from azstudy.rules.disks import PERFORMANCE_PLUS_FROM_GIB
from azstudy.simulate.storage.limits import PERFORMANCE_PLUS, DiskCap, managed_cap

TIERED: Final = (DiskType.PREMIUM, DiskType.STANDARD_SSD, DiskType.STANDARD)


@attrs.frozen(kw_only=True)
class Candidate:
    """n equal disks.

    Attributes:
        count: How many.
        disk: One of them, as a noun.
        limit: What one can do.
        short: Why the disks cannot be set as needed; empty where they can.
    """

    count: int
    disk: DataDisk
    limit: DiskCap
    short: str = ""

    @property
    def words(self) -> str:
        """What `az.simulate.disk_io` reads back, such as "2 x P30 read only"."""
        many = f"{self.count} x " if self.count > 1 else ""
        extras = {Caching.READ_ONLY: " read only", Caching.READ_WRITE: " read write", Caching.NONE: ""}[
            self.disk.caching
        ]
        if self.disk.performance_plus:
            extras = f" performance plus{extras}"
        if self.disk.redundancy is Redundancy.ZRS:
            extras = f" ZRS{extras}"
        if not self.disk.type.provisioned:
            return f"{many}{self.limit.tier}{extras}"
        kind = "premium v2" if self.disk.type is DiskType.PREMIUM_V2 else "ultra"
        set_to = f"{self.disk.iops} IOPS {self.disk.mbps:g} MB/s"
        return f"{many}{kind} {self.disk.size_gib} GiB {set_to}{extras}"

    @property
    def capacity_gib(self) -> float:
        """GiB of all disks."""
        return self.count * float(self.disk.size_gib or 0)


def candidates(
    need: Need, book: DiskBook, *, most: int, caching: Caching, redundancy: Redundancy
) -> Iterator[Candidate]:
    """Every set of 1 to `most` equal disks, types with tiers first."""
    for kind in TIERED:
        for disk in _tier_disks(kind, book, caching, redundancy):
            limit = managed_cap("data", disk, book)
            for count in range(1, most + 1):
                yield Candidate(count=count, disk=disk, limit=limit)
    for kind in (DiskType.PREMIUM_V2, DiskType.ULTRA):
        for count in range(1, most + 1):
            yield flexible_candidate(kind, count, need, book, caching=caching, redundancy=redundancy)


def _tier_disks(kind: DiskType, book: DiskBook, caching: Caching, redundancy: Redundancy) -> Iterator[DataDisk]:
    for tier in book.tiers(f"{kind}_{redundancy}"):
        gib = int(tier.size_gib)
        disk = DataDisk("data", gib, type=kind, redundancy=redundancy, caching=caching)
        yield disk
        if gib >= PERFORMANCE_PLUS_FROM_GIB and tier.tier in PERFORMANCE_PLUS:
            yield disk.evolve(performance_plus=True)


def flexible_candidate(
    kind: DiskType, count: int, need: Need, book: DiskBook, *, caching: Caching, redundancy: Redundancy
) -> Candidate:
    """n disks of Premium SSD v2 or Ultra, each with the least GiB, IOPS and MB/s that together meet the need.

    The price rises with each of the three, and each has a smallest possible value whatever the price: MB/s as
    needed, IOPS as needed or as the MB/s ask for, GiB as needed or as the IOPS ask for.
    """
    rule = book.flexible(f"{kind}_LRS")
    mbps = max(math.ceil(need.mbps / count), rule.min_mbps)
    iops = max(math.ceil(need.iops / count), rule.min_iops, _iops_for(mbps, rule))
    gib = max(math.ceil(need.capacity_gib / count), rule.min_gib, _gib_for(iops, rule), 1)
    over = [
        f"{value:,g} {unit} a disk, at most {most:,g}"
        for value, unit, most in (
            (mbps, "MB/s", rule.max_mbps),
            (iops, "IOPS", rule.max_iops),
            (gib, "GiB", rule.max_gib),
        )
        if value > most
    ]
    disk = DataDisk(
        "data",
        int(min(gib, rule.max_gib)),
        type=kind,
        redundancy=redundancy,
        caching=caching,
        iops=int(min(iops, rule.max_iops)),
        mbps=min(mbps, rule.max_mbps),
    )
    return Candidate(
        count=count, disk=disk, limit=managed_cap("data", disk.evolve(redundancy="LRS"), book), short="; ".join(over)
    )


def _iops_for(mbps: float, rule: FlexibleDisk) -> int:
    return 0 if mbps <= rule.mbps_ceiling(rule.min_iops) else math.ceil(mbps / rule.mbps_per_iops)


def _gib_for(iops: float, rule: FlexibleDisk) -> int:
    return 0 if iops <= rule.iops_ceiling(rule.min_gib) else math.ceil(iops / rule.iops_per_gib)
