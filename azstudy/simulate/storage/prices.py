"""What disks cost: the month of each, and the bill of on-demand bursting."""

from __future__ import annotations

import math
from typing import Final

import attrs
import numpy as np

from azstudy.catalog.disks import DiskBook, DiskPrice
from azstudy.model.facts import HOURS_PER_MONTH, Status
from azstudy.simulate.storage.limits import ON_DEMAND, Cap, DiskCap
from azstudy.simulate.storage.streams import Floats

BURST_IOS_PER_MB: Final = 1_024 / 256
"""MB beyond the provisioned target count as IOs of 256 KiB (managed-disks-bursting-2.md@2e4af987, 2025-01)."""
BURST_UNIT: Final = 10_000
_TRUST: Final = (Status.PUBLISHED, Status.DERIVED, Status.ESTIMATED, Status.DOUBTFUL)


@attrs.frozen(kw_only=True)
class DiskCost:
    """What disks cost in a month of 730 hours; `usd` None where a price is not known, and `reason` says which.

    Attributes:
        usd: USD a month.
        parts: What it is made of: (words, USD).
        status: The least sure of the prices in it.
        source: Ids of the sources, joined by a comma.
        as_of: The oldest date among them.
        reason: Why there is no price; empty where there is one.
        notes: What the price leaves out.
    """

    usd: float | None
    parts: tuple[tuple[str, float], ...] = ()
    status: Status = Status.PUBLISHED
    source: str = ""
    as_of: str = ""
    reason: str = ""
    notes: tuple[str, ...] = ()


def disk_cost(book: DiskBook, region: str, disk: DiskCap, *, iops: float | None = None) -> DiskCost:
    """The month of one disk; storage that comes with the size costs nothing more.

    Premium SSD v2 pays for GiB, and for IOPS and MB/s beyond what is free; Ultra for all of them
    (disks-types.md@18c531ec). Standard SSD and HDD pay transactions too: those of `iops` on average, or, where None
    is given, none, with a note.
    """
    if not disk.sku:
        return DiskCost(usd=0.0, parts=((f"{disk.words}: in the price of the size", 0.0),))
    if disk.cap is not None and not disk.tier:
        return _flexible_cost(book, region, disk, disk.cap)
    price = book.price(region, disk.sku, disk.tier)
    if price is None:
        return DiskCost(usd=None, reason=f"no price of {disk.words} ({disk.sku}) is known in {region}")
    lines = [(disk.words, price.usd, price)]
    if disk.cap is not None and disk.cap.model == ON_DEMAND:
        fee = book.meter(region, disk.sku, "burst_enablement")
        if fee is None:
            return DiskCost(usd=None, reason=f"the fee of on-demand bursting is not known in {region}")
        lines.append(("on-demand bursting, fee", fee.usd, fee))
    left_out = "transactions of Standard SSD and HDD are billed too and not counted here"
    alone = _add_up(lines, (left_out,) if disk.sku.startswith("Standard") and iops is None else ())
    return alone if iops is None else total_cost([alone, operations_cost(book, region, disk, iops)])


def operations_cost(book: DiskBook, region: str, disk: DiskCap, iops: float) -> DiskCost:
    """A month of transactions of a Standard SSD or HDD that serves `iops` on average; other types pay none.

    Standard SSD stops counting at an hourly limit whose size is not known, so this is the most it can be
    (disks-types.md@18c531ec).
    """
    if not disk.sku.startswith("Standard") or not iops:
        return DiskCost(usd=0.0)
    price = book.meter(region, disk.sku, "operations")
    if price is None:
        return DiskCost(usd=None, reason=f"the price of transactions of {disk.words} is not known in {region}")
    usd = iops * HOURS_PER_MONTH * 3_600 / BURST_UNIT * price.usd
    capped = disk.sku.startswith("StandardSSD")
    note = "transactions of Standard SSD are counted without Azure's hourly limit on them, which is not known"
    return attrs.evolve(
        _add_up([(f"transactions, {iops:,g} IOPS on average", usd, price)], (note,) if capped else ()),
        status=Status.ESTIMATED if capped else Status.DERIVED,
    )


def _flexible_cost(book: DiskBook, region: str, disk: DiskCap, cap: Cap) -> DiskCost:
    rule = book.flexible(disk.sku)
    amounts = (
        ("capacity", disk.gib or 0.0, "GiB"),
        ("iops", max(0.0, cap.iops - rule.free_iops), "IOPS"),
        ("throughput", max(0.0, cap.mbps - rule.free_mbps), "MB/s"),
    )
    lines = []
    for meter, amount, unit in amounts:
        price = book.meter(region, disk.sku, meter)
        if price is None:
            return DiskCost(usd=None, reason=f"the price of {unit} of {disk.words} is not known in {region}")
        beyond = "" if meter == "capacity" or not rule.free_iops else " beyond what is free"
        lines.append((f"{amount:,g} {unit}{beyond}", amount * price.usd, price))
    return _add_up(lines, ())


def _add_up(lines: list[tuple[str, float, DiskPrice]], notes: tuple[str, ...]) -> DiskCost:
    prices = [price for _, _, price in lines]
    return DiskCost(
        usd=round(sum(usd for _, usd, _ in lines), 6),
        parts=tuple((words, round(usd, 6)) for words, usd, _ in lines),
        status=max((price.status for price in prices), key=_TRUST.index),
        source=", ".join(sorted({price.source for price in prices})),
        as_of=min(price.as_of for price in prices),
        notes=notes,
    )


def cost_of_many(cost: DiskCost, count: int) -> DiskCost:
    """The month of `count` disks that cost the same."""
    if cost.usd is None or count == 1:
        return cost
    parts = tuple((f"{count} x {words}", round(usd * count, 6)) for words, usd in cost.parts)
    return attrs.evolve(cost, usd=round(cost.usd * count, 6), parts=parts)


def total_cost(costs: list[DiskCost]) -> DiskCost:
    """Several disks together; not known where one of them is not."""
    unknown = [cost.reason for cost in costs if cost.usd is None]
    if unknown:
        return DiskCost(usd=None, reason="; ".join(dict.fromkeys(unknown)))
    priced = [cost for cost in costs if cost.source]
    return DiskCost(
        usd=round(math.fsum(cost.usd or 0.0 for cost in costs), 6),
        parts=tuple(part for cost in costs for part in cost.parts),
        status=max((cost.status for cost in priced), key=_TRUST.index, default=Status.PUBLISHED),
        source=", ".join(sorted({name for cost in priced for name in cost.source.split(", ")})),
        as_of=min((cost.as_of for cost in priced), default=""),
        notes=tuple(dict.fromkeys(note for cost in costs for note in cost.notes)),
    )


@attrs.frozen(kw_only=True)
class BurstBill:
    """On-demand bursting of one disk: an hourly fee whether it bursts or not, and transactions beyond its target.

    Attributes:
        disk: Its name.
        transactions: IOs beyond the target; a second counts IOPS or MB/s, whichever gives more.
        hours: Hours the fee is paid for: each hour begun.
        fee_usd: The fee for these hours; None where its price is not known.
        transaction_usd: The transactions; None where their price is not known.
        status: How far the prices can be trusted; None where there are none.
        source: Where they were read.
        as_of: Their date.

    Source: azure-compute-docs managed-disks-bursting-2.md@2e4af987 (2025-01). Whether a part of 10,000 transactions
    is rounded up is not documented; it is not here.
    """

    disk: str
    transactions: float
    hours: int
    fee_usd: float | None = None
    transaction_usd: float | None = None
    status: Status | None = None
    source: str = ""
    as_of: str = ""

    @property
    def units(self) -> float:
        """Units of 10,000 transactions."""
        return self.transactions / BURST_UNIT

    @property
    def usd(self) -> float | None:
        """Fee and transactions together; None where a price is not known."""
        if self.fee_usd is None or self.transaction_usd is None:
            return None
        return round(self.fee_usd + self.transaction_usd, 6)


def burst_bill(
    disk: DiskCap, iops: Floats, mbps: Floats, step_s: float, *, book: DiskBook, region: str | None
) -> BurstBill:
    """The bill of one disk with on-demand bursting for the traffic that reached it."""
    cap = disk.cap or Cap(iops=0.0, mbps=0.0)
    beyond = np.maximum(np.maximum(iops - cap.iops, (mbps - cap.mbps) * BURST_IOS_PER_MB), 0.0)
    transactions = round(float(beyond.sum()) * step_s, 6)
    hours = math.ceil(len(iops) * step_s / 3_600 - 1e-9)
    fee = book.meter(region, disk.sku, "burst_enablement") if region else None
    each = book.meter(region, disk.sku, "burst_transactions") if region else None
    known = [price for price in (fee, each) if price is not None]
    return BurstBill(
        disk=disk.name,
        transactions=transactions,
        hours=hours,
        fee_usd=None if fee is None else round(fee.usd * hours / HOURS_PER_MONTH, 6),
        transaction_usd=None if each is None else round(each.usd * transactions / BURST_UNIT, 6),
        status=max((price.status for price in known), key=_TRUST.index, default=None),
        source=", ".join(sorted({price.source for price in known})),
        as_of=min((price.as_of for price in known), default=""),
    )
