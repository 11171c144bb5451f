"""Availability of several parts together, and the downtime behind a percentage.

All are models on promised numbers, not promises of their own: an SLA is a refund, it does not measure uptime. The
number of two VMs in an availability set is given (99.95 %), never worked out from the one of a single VM.
"""

from __future__ import annotations

import math
from typing import Final

import attrs

from azstudy.errors import InvalidInputError

MONTH_HOURS: Final = 30 * 24.0
"""The month that most pages about SLAs count with: 30 days. Azure's price lists count with 730 hours."""
YEAR_MINUTES: Final = 365 * 24 * 60


def serial(*percents: float) -> float:
    """All parts are needed, one after another: the product, in percent.

    Source: "Use business metrics to design resilient Azure applications" (2023-05-02), as quoted in a public copy.

    >>> round(serial(99.95, 99.99), 2)
    99.94
    """
    return 100 * math.prod(_share(percent) for percent in _some(percents))


def alternatives(*percents: float) -> float:
    """Any one of the parts is enough, and they fail independently of each other: 1 - (1 - a)(1 - b)..., in percent.

    Not for VMs of one set or of zones: their number, 99.95 or 99.99, is that of the group. (The page below takes 99.99
    for each of three VMs in three zones; azstudy does not follow it there.)

    Source: "Use business metrics to design resilient Azure applications" (2023-05-02), as quoted in a public copy.

    >>> round(alternatives(99.99, 99.9), 5)
    99.99999
    """
    return 100 * (1 - math.prod(1 - _share(percent) for percent in _some(percents)))


def k_of_n(percent: float, n: int, needed: int) -> float:
    """At least `needed` of `n` equal parts work, each independently with `percent`: a binomial sum, in percent.

    A model: parts that share a rack, a zone or a fault in the software do not fail independently.

    Raises:
        InvalidInputError: For no part, or more needed than there are.

    >>> round(k_of_n(99, 3, 2), 4), k_of_n(99, 2, 2) == serial(99, 99)
    (99.9702, True)
    """
    if n < 1 or not 0 <= needed <= n:
        raise InvalidInputError(f"{needed} of {n} are needed. Give one part or more, and need no more than there are.")
    works = _share(percent)
    return 100 * min(1.0, math.fsum(math.comb(n, k) * works**k * (1 - works) ** (n - k) for k in range(needed, n + 1)))


def regions(percent: float, count: int, *, router_percent: float | None = None) -> float:
    """The same service in `count` regions, any one of which is enough, behind a router that sends users to a live one.

    1 - (1 - a)^count, times the router's number where one is given, in percent.

    Source: "Use business metrics to design resilient Azure applications" (2023-05-02), as quoted in a public copy.

    >>> round(regions(99.95, 2, router_percent=99.99), 6)
    99.989975
    """
    if count < 1:
        raise InvalidInputError(f"{count} regions. Give 1 or more.")
    both = alternatives(*([percent] * count))
    return both if router_percent is None else serial(both, router_percent)


@attrs.frozen(kw_only=True)
class Downtime:
    """The downtime that a percentage leaves room for, in minutes; `month_hours` is the month that was meant."""

    percent: float
    month_min: float
    year_min: float
    month_hours: float = MONTH_HOURS

    @property
    def text(self) -> str:
        """Both in words."""
        month = f"{self.month_hours / 24:g} days" if self.month_hours % 24 == 0 else f"{self.month_hours:g} hours"
        each = f"{_span(self.month_min)} a month (of {month}), {_span(self.year_min)} a year"
        return f"{self.percent:g} % leaves {each}"

    def __str__(self) -> str:
        return self.text


def downtime(percent: float, *, month_hours: float = MONTH_HOURS) -> Downtime:
    """Minutes a month and a year (of 365 days) that `percent` leaves.

    Args:
        percent: 0 to 100.
        month_hours: The month that is meant: 720 hours (30 days) unless told; 730 is Azure's month for prices.

    Raises:
        InvalidInputError: For what is no percentage, or no month.

    >>> downtime(99.9).text
    '99.9 % leaves 43.2 min a month (of 30 days), 8.8 h a year'
    >>> downtime(99.9, month_hours=730).month_min
    43.8
    """
    if not 0 < month_hours <= 744:
        raise InvalidInputError(f"A month of {month_hours:g} hours. Give 744 at most, such as 720 or 730.")
    lost = 1 - _share(percent)
    # Rounded far below a second, so that 99.9 leaves 43.2 and not 43.19999.
    return Downtime(
        percent=percent,
        month_min=round(lost * month_hours * 60, 6),
        year_min=round(lost * YEAR_MINUTES, 6),
        month_hours=month_hours,
    )


def _span(minutes: float) -> str:
    if minutes >= 24 * 60 * 2:
        return f"{minutes / 1440:.1f} days"
    return f"{minutes / 60:.1f} h" if minutes >= 120 else f"{minutes:.3g} min"


def _share(percent: float) -> float:
    if not 0 <= percent <= 100:  # NaN fails too
        raise InvalidInputError(f"{percent:g} is not an availability. Give percent, 0 to 100, such as 99.95.")
    return percent / 100


def _some(percents: tuple[float, ...]) -> tuple[float, ...]:
    if not percents:
        raise InvalidInputError(
            "Nothing was given. Name the availability of each part in percent, such as 99.95, 99.99."
        )
    return percents
