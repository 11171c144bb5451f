"""Break-even of commitments: from how many hours a month paying for every hour is cheaper."""

from __future__ import annotations

import attrs

from azstudy.model.facts import HOURS_PER_MONTH, OperatingSystem, PriceBook, Status, Term


@attrs.frozen(kw_only=True)
class BreakEven:
    """A commitment against pay-as-you-go for one VM.

    `hours_per_month` is where both cost the same: below it pay-as-you-go is cheaper. It is None
    where the commitment never pays (it would need more than 730 hours). `usd_per_month` is the
    commitment's bill for a VM that runs all month, licence included.
    """

    term: Term
    hours_per_month: float | None
    usd_per_month: float
    payg_usd_per_month: float
    status: Status
    note: str = ""

    def __repr__(self) -> str:
        if self.hours_per_month is None:
            return f"<BreakEven {self.term.label}: never pays>"
        hours = f"{self.hours_per_month:.0f} hours a month ({self.hours_per_month / HOURS_PER_MONTH:.0%})"
        return f"<BreakEven {self.term.label}: from {hours} {self.status.value}>"


def break_even(
    size: str,
    *,
    region: str,
    prices: PriceBook,
    os: OperatingSystem = OperatingSystem.LINUX,
    hybrid_benefit: bool = False,
) -> tuple[BreakEven, ...]:
    """Break-even hours of every commitment with a known price, the earliest first.

    The Windows licence is paid per hour used either way, so only compute is compared:
    hours = committed rate x 730 / pay-as-you-go compute rate.

    Args:
        size: VM size name.
        region: Region name.
        prices: Where prices come from.
        os: Operating system the VM is billed for.
        hybrid_benefit: True if the Windows licence is your own.
    """
    payg = prices.price(size, region, os=os, term=Term.PAYG, hybrid_benefit=hybrid_benefit)
    if payg is None:
        return ()
    found = []
    for term in Term:
        price = prices.price(size, region, os=os, term=term, hybrid_benefit=hybrid_benefit) if term.committed else None
        if price is None:
            continue
        hours = price.compute_usd_per_hour * HOURS_PER_MONTH / payg.compute_usd_per_hour
        found.append(
            BreakEven(
                term=term,
                hours_per_month=round(hours, 1) if hours <= HOURS_PER_MONTH else None,
                usd_per_month=round(price.usd_per_hour * HOURS_PER_MONTH, 2),
                payg_usd_per_month=round(payg.usd_per_hour * HOURS_PER_MONTH, 2),
                status=price.status,
                note=price.note,
            )
        )
    return tuple(sorted(found, key=lambda b: (b.hours_per_month is None, b.hours_per_month or 0.0, b.term)))
