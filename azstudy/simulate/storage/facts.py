"""`az.simulate.disk_facts`: what one disk can do, for good and for a while, and what it costs."""

from __future__ import annotations

from typing import Any

import attrs

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.catalog.disks import disk_book
from azstudy.errors import InvalidInputError
from azstudy.simulate.storage.limits import CREDIT, Cap, DiskCap, managed_cap
from azstudy.simulate.storage.prices import DiskCost, disk_cost
from azstudy.simulate.storage.words import LocalDisk, read_disks


@attrs.frozen(kw_only=True)
class DiskFacts:
    """One managed disk by itself.

    Attributes:
        disk: What it is, with its limit.
        cost: A month of it; `usd` None without a region or a price.
    """

    disk: DiskCap
    cap: Cap = attrs.field(repr=False)
    cost: DiskCost

    @property
    def tier(self) -> str:
        """Its tier, such as "P20"; "" for Premium SSD v2 and Ultra."""
        return self.disk.tier

    @property
    def iops(self) -> float:
        """IOPS for good."""
        return self.cap.iops

    @property
    def mbps(self) -> float:
        """MB/s for good."""
        return self.cap.mbps

    @property
    def burst_iops(self) -> float | None:
        """The most IOPS while bursting; None where it does not burst."""
        return self.cap.burst_iops

    @property
    def burst_mbps(self) -> float | None:
        """The most MB/s while bursting."""
        return self.cap.burst_mbps

    @property
    def burst_model(self) -> str | None:
        """ "credit", "on-demand" where it is switched on, or None."""
        return self.cap.model or None

    @property
    def bucket_ios(self) -> float | None:
        """IOs in a full bucket, None without credits."""
        return self.cap.bucket_ios if self.cap.model == CREDIT else None

    @property
    def bucket_mb(self) -> float | None:
        """MB in a full bucket, None without credits."""
        return self.cap.bucket_mb if self.cap.model == CREDIT else None

    @property
    def refill_s(self) -> float | None:
        """Seconds in which an idle disk fills its empty bucket of IOs: it gains its base, second by second."""
        return None if self.bucket_ios is None else self.bucket_ios / self.cap.iops


def disk_facts(disk: Any, *, region: str | None = None, catalog: Catalog | None = None) -> DiskFacts:
    """What a managed disk can do by itself, and what a month of it costs.

    Args:
        disk: A text such as "P20" or "premium v2 1024 GiB 8000 IOPS 300 MB/s", or a noun.
        region: For the price.
        catalog: Where the tables come from.

    Raises:
        InvalidInputError: For something that is not one managed disk.
        UnknownNameError: For a tier or region that does not exist.

    Source: the resource-SKU API as kept in azuredisk-csi-driver@d983d613 (2026-05); bucket: managed-disks-bursting-2.md
    @2e4af987 (2025-01).

    >>> facts = disk_facts("P4")
    >>> facts.bucket_ios, facts.refill_s
    (6084000.0, 50700.0)
    """
    catalog = catalog or default_catalog()
    book = disk_book(catalog)
    named = read_disks(disk, book)
    name, one = named[0]
    if len(named) != 1 or isinstance(one, LocalDisk) or getattr(one, "ephemeral", False):
        raise InvalidInputError(f"{disk!r} is not one managed disk. Write one, such as 'P20'.")
    found = managed_cap(name, one, book)
    cost = DiskCost(usd=None, reason="no region was given")
    if region is not None:
        cost = disk_cost(book, catalog.region(region).name, found)
    return DiskFacts(disk=found, cap=found.cap or Cap(iops=0.0, mbps=0.0), cost=cost)
