"""Leaving a reservation: cancelling, exchanging, trading in; and why a savings plan cannot be left."""

from __future__ import annotations

from datetime import date
from typing import Final

import attrs

from azstudy.errors import InvalidInputError

CANCEL_LIMIT_USD: Final = 50_000.0
"""Cancelled commitment in rolling 12 months for one billing profile or enrolment
(azure-docs exchange-and-refund-azure-reservations.md@d23739c4, 2023-10; unchanged in the policy page of 2026-08-27)."""
CANCEL_FEE: Final = 0.0
"""Share of the remaining commitment. None is charged today; 12 % is announced as possible (same page)."""
EXCHANGE_END: Final = date(2027, 2, 1)
"""Reservations bought after this day in services that savings plans cover cannot be exchanged
(azure-docs reservation-exchange-policy-changes.md, 2026-08-27). Texts of 2023 name 2024-01-01: superseded."""


@attrs.frozen(kw_only=True)
class Cancellation:
    """What cancelling gives back, and what it takes from the yearly limit.

    Attributes:
        allowed: False where the limit of the rolling 12 months would be passed.
        counted_usd: Commitment that is cancelled; it counts to the limit.
        refund_usd: What is paid back: prepaid months at the lower of the paid and today's price, less the fee.
        left_usd: What of the limit is left afterwards.
        because: The reason in a sentence.
    """

    allowed: bool
    counted_usd: float
    refund_usd: float
    left_usd: float
    because: str


def cancel(
    *,
    usd_per_month: float,
    term_months: int = 36,
    months_paid: int,
    upfront: bool = False,
    price_today_usd_per_month: float | None = None,
    cancelled_before_usd: float = 0.0,
) -> Cancellation:
    """Cancel a reservation after some payments.

    Args:
        usd_per_month: What the reservation costs a month.
        term_months: 12, 36 or 60.
        months_paid: Months that have passed and are paid for.
        upfront: True where everything was paid at the start: then the months to come are refunded.
        price_today_usd_per_month: Today's price, if it is another; the refund takes the lower one.
        cancelled_before_usd: Commitment cancelled already in the last 12 months.

    Source: azure-docs exchange-and-refund-azure-reservations.md@d23739c4 (2023-10).

    Raises:
        InvalidInputError: For amounts or months that make no sense.

    >>> out = cancel(usd_per_month=100, months_paid=12)
    >>> out.counted_usd, out.left_usd
    (2400, 47600.0)
    """
    rest = _months_left(term_months, months_paid)
    for usd in (usd_per_month, cancelled_before_usd, price_today_usd_per_month or 0.0):
        _amount(usd)
    counted = round(rest * usd_per_month, 2)
    left = CANCEL_LIMIT_USD - cancelled_before_usd
    today = usd_per_month if price_today_usd_per_month is None else price_today_usd_per_month
    refund = round(rest * min(usd_per_month, today) * (1 - CANCEL_FEE), 2) if upfront else 0.0
    if counted > left:
        because = f"{counted:,.0f} USD would pass the {left:,.0f} USD left of {CANCEL_LIMIT_USD:,.0f} in 12 months."
        return Cancellation(allowed=False, counted_usd=counted, refund_usd=0.0, left_usd=left, because=because)
    because = f"{rest} of {term_months} months x {usd_per_month:,.2f} USD = {counted:,.2f} USD count to the limit."
    return Cancellation(allowed=True, counted_usd=counted, refund_usd=refund, left_usd=left - counted, because=because)


def least_exchange(*, usd_per_month: float, term_months: int = 36, months_paid: int) -> float:
    """The smallest new commitment, in USD, that an exchange takes: what is left of the old one.

    An exchange starts a new term and does not count to the cancellation limit
    (azure-docs exchange-and-refund-azure-reservations.md@d23739c4, 2023-10).

    >>> least_exchange(usd_per_month=100, months_paid=18)
    1800
    """
    _amount(usd_per_month)
    return round(_months_left(term_months, months_paid) * usd_per_month, 2)


@attrs.frozen(kw_only=True)
class WayOut:
    """Whether a VM reservation may be exchanged on a day; a trade-in for a savings plan is always possible."""

    exchange: bool
    because: str
    trade_in: bool = True


def exchange_allowed(
    *,
    purchased: str | date,
    on: str | date,
    renewed: str | date | None = None,
    exchanged: str | date | None = None,
    in_savings_plans: bool = True,
) -> WayOut:
    """Whether a reservation may be exchanged on a day (ISO dates).

    Args:
        purchased: When it was bought.
        on: The day of the exchange.
        renewed: When it was renewed last; a renewal is a new purchase.
        exchanged: When it came out of an exchange; that is a new purchase too.
        in_savings_plans: False for services that savings plans do not cover, such as Azure VMware Solution.

    Source: azure-docs reservation-exchange-policy-changes.md (2026-08-27).

    >>> exchange_allowed(purchased="2026-06-01", on="2027-06-01").exchange
    True
    >>> exchange_allowed(purchased="2026-06-01", on="2027-06-02", renewed="2027-06-01").exchange
    False
    """
    bought = max(_day(day) for day in (purchased, renewed, exchanged) if day is not None)
    day = _day(on)
    if day < bought:
        raise InvalidInputError(f"The exchange ({day}) is before the purchase ({bought}).")
    if not in_savings_plans:
        return WayOut(exchange=True, because="Savings plans do not cover this service, so the end date does not apply.")
    if bought >= EXCHANGE_END:
        how = "bought" if bought == _day(purchased) else "renewed or exchanged, which counts as bought,"
        return WayOut(
            exchange=False, because=f"It was {how} on {bought}, not before {EXCHANGE_END}. A trade-in is possible."
        )
    if day >= EXCHANGE_END:
        return WayOut(
            exchange=True, because=f"Bought before {EXCHANGE_END}: one last exchange; what comes out has none."
        )
    return WayOut(exchange=True, because=f"Before {EXCHANGE_END} exchanges are not limited in number.")


@attrs.frozen(kw_only=True)
class PlanTerms:
    """What a savings plan for compute promises (azure-docs savings-plan-overview.md@a785c438, 2026-01-08)."""

    cancellable: bool = False
    refundable: bool = False
    exchangeable: bool = False
    follows_price_list: bool = True
    terms_years: tuple[int, ...] = (1, 3)
    recommendation_days: int = 30


PLAN_TERMS: Final = PlanTerms()


def _months_left(term_months: int, months_paid: int) -> int:
    if term_months not in (12, 36, 60):
        raise InvalidInputError(f"A term of {term_months!r} months was given; there are 12, 36 and (HBv2 only) 60.")
    if isinstance(months_paid, bool) or not 0 <= months_paid <= term_months or months_paid != int(months_paid):
        raise InvalidInputError(
            f"{months_paid!r} payments were given; a whole number from 0 to {term_months} is needed."
        )
    return int(term_months - months_paid)


def _amount(usd: float) -> None:
    if isinstance(usd, bool) or not 0 <= usd < float("inf"):
        raise InvalidInputError(f"{usd!r} USD was given; an amount from 0 is needed.")


def _day(given: str | date) -> date:
    try:
        return given if isinstance(given, date) else date.fromisoformat(str(given))
    except ValueError:
        raise InvalidInputError(f"{given!r} is no date; write it like 2027-02-01.") from None
