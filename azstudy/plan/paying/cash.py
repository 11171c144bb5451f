"""When the money goes out: upfront or monthly, with the same total and no fee.

Source: azure-docs prepare-buy-reservation.md@017654d1 (2021-10); savings-plan-overview.md@a785c438 (2026-01-08).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from azstudy.plan.paying.load import HOURS_PER_YEAR, LoadCurve
from azstudy.plan.paying.mix import Mix, year_cost
from azstudy.plan.paying.offers import Offers

MONTHS = 12


@attrs.frozen(kw_only=True)
class CashMonth:
    """USD that go out in a month (1 is the first); `total_so_far` adds up."""

    month: int
    commitments: float
    payg: float
    licence: float
    total_so_far: float

    @property
    def total(self) -> float:
        """USD of this month."""
        return self.commitments + self.payg + self.licence


def cash_flow(
    mix: Mix, years: Sequence[LoadCurve], offers: Mapping[str, Offers], *, upfront: bool
) -> tuple[CashMonth, ...]:
    """Every month of the plan; three-year commitments are paid for 36 months even where the load ends sooner."""
    long, short = _yearly(mix, offers, len(years))
    months = 3 * MONTHS if long else len(years) * MONTHS
    costs = [year_cost(mix, year, curve, offers) for year, curve in enumerate(years)]
    found: list[CashMonth] = []
    so_far = 0.0
    for month in range(months):
        year, first = month // MONTHS, month % MONTHS == 0
        now = short[year] if year < len(years) else 0.0
        at_once = (3 * long if month == 0 else 0.0) + (now if first else 0.0)
        committed = at_once if upfront else (long + now) / MONTHS
        payg, licence = (costs[year].payg / MONTHS, costs[year].licence / MONTHS) if year < len(years) else (0.0, 0.0)
        so_far += committed + payg + licence
        found.append(CashMonth(month=month + 1, commitments=committed, payg=payg, licence=licence, total_so_far=so_far))
    return tuple(found)


def _yearly(mix: Mix, offers: Mapping[str, Offers], years: int) -> tuple[float, list[float]]:
    """USD a year of three-year commitments, and of one-year ones in each year."""
    long_only = attrs.evolve(mix, reserved_1y=({},) * years, plan_1y=(0.0,) * years)
    long = long_only.usd_per_hour(offers, 0) * HOURS_PER_YEAR
    return long, [mix.usd_per_hour(offers, year) * HOURS_PER_YEAR - long for year in range(years)]
