"""`az.plan.disks`: the cheapest legal disk set for a capacity, IOPS and MB/s on a VM size."""

from __future__ import annotations

from collections.abc import Iterable

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.catalog.disks import DiskBook, disk_book
from azstudy.errors import InvalidInputError
from azstudy.model.size import VmSize
from azstudy.model.words import Caching, DiskType, Redundancy
from azstudy.plan.storage.candidates import Candidate, candidates
from azstudy.plan.storage.judge import Judge, Reason
from azstudy.plan.storage.need import Need
from azstudy.plan.storage.result import DiskPlan, DiskSet, Rejected
from azstudy.simulate.storage.limits import vm_caps
from azstudy.simulate.storage.prices import DiskCost, cost_of_many, disk_cost


def disks(
    size: str | VmSize,
    *,
    capacity_gib: float = 1,
    iops: float = 0,
    mbps: float = 0,
    region: str = "westeurope",
    zone: int | None = 1,
    types: str | Iterable[str] | None = None,
    redundancy: str | Redundancy = Redundancy.LRS,
    caching: str | Caching = Caching.NONE,
    read_percent: float = 70,
    hit_percent: float = 0,
    for_minutes: float | None = None,
    average_iops: float | None = None,
    max_disks: int | None = None,
    budget_usd_per_month: float | None = None,
    ignore_vm: bool = False,
    catalog: Catalog | None = None,
) -> DiskPlan:
    """The cheapest disks that hold and do what is asked, striped evenly, all types compared; exact.

    Every number of equal disks the size can attach is compared, with the limits of disks and VM, the rules of
    placement and caching, and list prices; Standard SSD and HDD with their transactions.

    Args:
        size: The VM size.
        capacity_gib: GiB over all disks.
        iops: IOPS at the peak, in IOs of up to 256 KiB.
        mbps: MB/s at the peak.
        region: Where prices and placement rules hold.
        zone: The VM's zone; None for none. Premium SSD v2 and Ultra need one in most regions.
        types: Disk types to take; all of them by default.
        redundancy: "LRS" or "ZRS".
        caching: Host caching of the disks: "None", "ReadOnly" or "ReadWrite".
        read_percent: Share of reads; it matters with caching.
        hit_percent: Share of these reads that the host cache holds.
        for_minutes: How long the peak lasts from full buckets; None: for good, so that no burst counts.
        average_iops: IOPS on average over the month, which Standard SSD and HDD are billed for; None: the peak, for
            as long as it lasts.
        max_disks: The most disks to stripe over, if fewer than the size takes.
        budget_usd_per_month: The most a month may cost.
        ignore_vm: True leaves the VM's own limits out: what would the disks alone do?
        catalog: Where facts and prices come from.

    Raises:
        InvalidInputError: For needs that make no sense, or a size whose limits are not known.
        UnknownNameError: For a size, region, type or caching that does not exist.

    Source: azure-compute-docs disks-performance.md@fe259248 (2026-09), disks-types.md@18c531ec (2026-08).

    >>> plan = disks("D8s_v5", capacity_gib=1024, iops=8000, mbps=120)
    >>> plan.best.words, round(plan.best.usd_per_month, 2)
    ('4 x premium v2 256 GiB 3000 IOPS 125 MB/s', 97.18)
    >>> disks("D4s_v5", capacity_gib=1024, iops=8000, mbps=120).vm_is_the_limit
    True
    """
    catalog = catalog or default_catalog()
    facts = size if isinstance(size, VmSize) else catalog.size(size)
    place = catalog.region(region).name
    need = Need(
        capacity_gib=capacity_gib,
        iops=iops,
        mbps=mbps,
        read_percent=read_percent,
        hit_percent=hit_percent,
        for_minutes=for_minutes,
        average_iops=average_iops,
    )
    limits = vm_caps(facts)
    judge = Judge(need, facts, None if ignore_vm else limits, place, zone, catalog, _types(types))
    most, notes = _most_disks(facts, max_disks)
    book = disk_book(catalog)
    mode, copies = Caching.parse(caching), Redundancy.parse(redundancy)
    fitting: list[DiskSet] = []
    rejected: list[Rejected] = []
    for one in candidates(need, book, most=most, caching=mode, redundancy=copies):
        cost = _cost(one, need, place, book)
        reasons = judge.reasons(one) + _money(cost, budget_usd_per_month)
        if reasons:
            rejected.append(_rejected(one, reasons, cost))
        else:
            fitting.append(DiskSet(candidate=one, cost=cost))
    fitting.sort(key=_rank)
    notes += tuple(dict.fromkeys(note for found in fitting for note in found.cost.notes))
    return DiskPlan(
        need=need,
        size=facts,
        vm=judge.vm,
        region=place,
        ranked=tuple(fitting),
        rejected=tuple(rejected),
        notes=notes,
    )


def _rank(found: DiskSet) -> tuple[float, int, bool, str]:
    """Cheapest first; of equal price the fewest disks, without extras."""
    return found.usd_per_month, found.count, found.candidate.disk.performance_plus, found.words


def _types(given: str | Iterable[str] | None) -> frozenset[DiskType]:
    if given is None:
        return frozenset(DiskType)
    found = frozenset(DiskType.parse(one) for one in ([given] if isinstance(given, str) else given))
    if not found:
        raise InvalidInputError("types: no disk type was given. Name one or more, or leave it out for all.")
    return found


def _most_disks(size: VmSize, wanted: int | None) -> tuple[int, tuple[str, ...]]:
    if wanted is not None and (isinstance(wanted, bool) or wanted < 1):
        raise InvalidInputError(f"max_disks: {wanted!r} was given; allowed: 1 or more.")
    if size.max_data_disks is None:
        return 1, (f"how many data disks {size.short_name} takes is not known: one was assumed",)
    if size.max_data_disks < 1:
        raise InvalidInputError(f"{size.short_name} takes no data disks.")
    return min(size.max_data_disks, wanted or size.max_data_disks), ()


def _cost(one: Candidate, need: Need, region: str, book: DiskBook) -> DiskCost:
    each = need.billed_iops * need.remote_share(one.disk.caching) / one.count
    return cost_of_many(disk_cost(book, region, one.limit, iops=each), one.count)


def _money(cost: DiskCost, budget: float | None) -> tuple[Reason, ...]:
    if cost.usd is None:
        return (Reason(constraint="price", text=cost.reason),)
    if budget is not None and cost.usd > budget:
        text = f"{cost.usd:,.2f} USD a month, the budget is {budget:,.2f}"
        return (Reason(constraint="budget", text=text, needed=budget, offered=cost.usd),)
    return ()


def _rejected(one: Candidate, reasons: tuple[Reason, ...], cost: DiskCost) -> Rejected:
    return Rejected(words=one.words, count=one.count, type=one.disk.type.value, reasons=reasons, usd_per_month=cost.usd)
