"""`az.plan.schedule`: what a VM costs that is deallocated at night, and what goes on costing money all the same.

Billing by power state: azure-compute-docs states-billing.md@3255b21d (2023-10-31).
"""

from __future__ import annotations

from typing import Any, Final

import attrs

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.cost.schedules import WeekSchedule
from azstudy.errors import InvalidInputError
from azstudy.model.facts import HOURS_PER_MONTH, OperatingSystem, Status, Term
from azstudy.model.words import PowerState
from azstudy.plan.paying.offers import COMMITMENTS
from azstudy.simulate.billing.rates import known_price

STILL_PAID: Final = (
    "disks and static public IP addresses are paid all month",
    "the quota of the size's family stays used",
    "a reservation's hour is lost unless another VM matches it",
    "a capacity reservation is billed either way",
)
"""What deallocation does not stop (states-billing.md@3255b21d, benefit-application-order.md@338e47e4,
quotas.md@02773904)."""


@attrs.frozen(kw_only=True)
class ScheduleBill:
    """USD a month for one VM on a schedule.

    Attributes:
        hours_per_month: Hours it is wanted.
        deallocated_usd: Deallocated outside the schedule: compute and licence for its hours, disks for all.
        stopped_usd: Shut down from inside only: Stopped is billed like Running.
        always_on_usd: Never stopped.
        committed_usd: All hours under a commitment, by term; the licence only for hours that run.
        disks_usd: The disks, in each of the numbers above.
        status: How far the hourly price can be trusted.
    """

    schedule: WeekSchedule = attrs.field(repr=False)
    hours_per_month: float
    deallocated_usd: float
    stopped_usd: float
    always_on_usd: float
    committed_usd: dict[Term, float]
    disks_usd: float
    status: Status

    @property
    def saving_usd(self) -> float:
        """What deallocation saves against always on."""
        return round(self.always_on_usd - self.deallocated_usd, 2)

    @property
    def cheapest(self) -> str:
        """The cheapest way in words."""
        ways = {f"deallocate, {Term.PAYG.label}": self.deallocated_usd}
        ways |= {f"deallocate, {term.label}": usd for term, usd in self.committed_usd.items()}
        return min(ways, key=lambda way: (ways[way], way))

    still_paid: tuple[str, ...] = STILL_PAID

    def __str__(self) -> str:
        rows = [
            f"{self.hours_per_month:.1f} of {HOURS_PER_MONTH:.0f} hours a month; "
            f"disks, {self.disks_usd:,.2f} USD, in every line",
            f"  always on, pay-as-you-go            {self.always_on_usd:>10,.2f} USD",
            f"  shut down inside, still Stopped     {self.stopped_usd:>10,.2f} USD",
            f"  deallocated, pay-as-you-go          {self.deallocated_usd:>10,.2f} USD",
        ]
        rows += [f"  deallocated, {term.label:<23}{usd:>10,.2f} USD" for term, usd in self.committed_usd.items()]
        return "\n".join(rows)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text("ScheduleBill(...)" if cycle else str(self))


def schedule(
    hours: str | WeekSchedule = "mon-fri 07-19",
    size: str = "D4s_v5",
    *,
    region: str = "westeurope",
    os: str | OperatingSystem = OperatingSystem.LINUX,
    hybrid_benefit: bool = False,
    disk_usd_per_month: float = 0.0,
    catalog: Catalog | None = None,
) -> ScheduleBill:
    """What a VM costs on opening hours.

    Args:
        hours: Days and hours, such as "mon-fri 07-19" or "weekdays 8-18; sat 9-13".
        size: VM size name.
        region: Region name.
        os: Operating system.
        hybrid_benefit: True if the Windows licence is your own.
        disk_usd_per_month: Its disks; paid all month.
        catalog: Where prices come from.

    Raises:
        InvalidInputError: For hours that cannot be read.
        MissingPriceError: Where the hourly price is not known.

    >>> bill = schedule("mon-fri 07-19", "D4s_v5", disk_usd_per_month=21.68)
    >>> round(bill.hours_per_month, 1), bill.deallocated_usd, bill.stopped_usd == bill.always_on_usd
    (260.7, 81.64, True)
    """
    catalog = catalog or default_catalog()
    if isinstance(disk_usd_per_month, bool) or not 0 <= disk_usd_per_month < float("inf"):
        raise InvalidInputError(f"disk_usd_per_month {disk_usd_per_month!r} was given; USD from 0 are needed.")
    week = hours if isinstance(hours, WeekSchedule) else WeekSchedule.of(hours)
    system, name, where = OperatingSystem.parse(os), catalog.size(size).name, catalog.region(region).name
    payg = known_price(catalog, name, where, system, Term.PAYG, hybrid_benefit=hybrid_benefit)
    run, month = week.hours_per_month, HOURS_PER_MONTH
    stopped_hours = month if PowerState.parse("Stopped").compute_billed else run
    committed = {}
    for term in COMMITMENTS:
        price = catalog.price(name, where, os=system, term=term, hybrid_benefit=hybrid_benefit)
        if price is not None:
            usd = price.compute_usd_per_hour * month + payg.licence_usd_per_hour * run + disk_usd_per_month
            committed[term] = round(usd, 2)
    return ScheduleBill(
        schedule=week,
        hours_per_month=run,
        deallocated_usd=round(payg.usd_per_hour * run + disk_usd_per_month, 2),
        stopped_usd=round(payg.usd_per_hour * stopped_hours + disk_usd_per_month, 2),
        always_on_usd=round(payg.usd_per_hour * month + disk_usd_per_month, 2),
        committed_usd=committed,
        disks_usd=disk_usd_per_month,
        status=payg.status,
    )
