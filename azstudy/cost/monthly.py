"""From a rate per hour to a bill per month."""

from __future__ import annotations

from azstudy.model.facts import HOURS_PER_MONTH, Term


def compute_hours(term: Term, hours: float) -> float:
    """Hours of compute that are billed in a month: all 730 under a commitment, else those used.

    >>> compute_hours(Term.RESERVATION_1Y, 200), compute_hours(Term.PAYG, 200)
    (730.0, 200)
    """
    return HOURS_PER_MONTH if term.committed else hours


def monthly_usd(compute_usd_per_hour: float, licence_usd_per_hour: float, *, term: Term, hours: float) -> float:
    """USD a month, to the cent: compute as billed by the term, the Windows licence per hour used.

    A reservation or savings plan covers compute only (azure-docs
    reserved-instance-windows-software-costs.md@001e5456, 2022-12).

    >>> monthly_usd(0.1, 0.2, term=Term.RESERVATION_1Y, hours=100)
    93.0
    """
    return round(compute_usd_per_hour * compute_hours(term, hours) + licence_usd_per_hour * hours, 2)
