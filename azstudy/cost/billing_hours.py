"""Many hours' bills added up; each hour is billed on its own, and nothing is carried over."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import attrs

from azstudy.cost.billing import HourBill, bill_hour
from azstudy.cost.flexibility import DOCUMENTED, RatioTable
from azstudy.cost.usage import Reservation, SavingsPlan, Usage


@attrs.frozen(kw_only=True)
class Bill:
    """The bill of some hours, in USD; `hours` holds each hour's own."""

    hours: tuple[HourBill, ...]

    @property
    def commitments_usd(self) -> float:
        """Reservations and savings plans, used or not."""
        return math.fsum(hour.commitments_usd for hour in self.hours)

    @property
    def payg_usd(self) -> float:
        """Compute at pay-as-you-go."""
        return math.fsum(hour.payg_usd for hour in self.hours)

    @property
    def licence_usd(self) -> float:
        """Windows licences."""
        return math.fsum(hour.licence_usd for hour in self.hours)

    @property
    def disks_usd(self) -> float:
        """Disks."""
        return math.fsum(hour.disks_usd for hour in self.hours)

    @property
    def total_usd(self) -> float:
        """Everything."""
        return math.fsum(hour.total_usd for hour in self.hours)

    @property
    def lost_usd(self) -> float:
        """What was paid for commitments that found no match: the unused part of each, at its own rate."""
        return math.fsum(
            held.usd * held.lost / (held.used + held.lost)
            for hour in self.hours
            for held in (*hour.reservations, *hour.plans)
            if held.used + held.lost > 0
        )

    @property
    def utilisation(self) -> float | None:
        """Share of the commitments that was used; None where nothing was committed."""
        paid = self.commitments_usd
        return 1 - self.lost_usd / paid if paid else None

    def __str__(self) -> str:
        used = "nothing committed" if self.utilisation is None else f"{self.utilisation:.0%} of the commitments used"
        return (
            f"{len(self.hours):,} hours: {self.total_usd:,.2f} USD (commitments {self.commitments_usd:,.2f}, "
            f"pay-as-you-go {self.payg_usd:,.2f}, Windows licence {self.licence_usd:,.2f}, "
            f"disks {self.disks_usd:,.2f}); {used}"
        )


def bill_hours(
    hours: Iterable[Sequence[Usage]],
    *,
    reservations: Iterable[Reservation] = (),
    savings_plans: Iterable[SavingsPlan] = (),
    ratios: RatioTable = DOCUMENTED,
) -> Bill:
    """The bill of a curve of hours, in order.

    >>> used = Usage(size="D4s_v5", payg_usd=0.2)
    >>> idle = Usage(size="D4s_v5", payg_usd=0.2, count=0)
    >>> bill = bill_hours([[used], [idle]], reservations=[Reservation(size="D4s_v5", usd_per_hour=0.1)])
    >>> bill.total_usd, bill.lost_usd
    (0.2, 0.1)
    """
    reserved, plans = tuple(reservations), tuple(savings_plans)
    known: dict[tuple[int, ...], HourBill] = {}
    kept: list[Sequence[Usage]] = []  # keeps every usage alive, so that no id is used twice
    bills = []
    for hour in hours:
        key = tuple(map(id, hour))
        if key not in known:
            kept.append(hour)
            known[key] = bill_hour(hour, reservations=reserved, savings_plans=plans, ratios=ratios)
        bills.append(known[key])
    return Bill(hours=tuple(bills))
