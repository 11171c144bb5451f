from __future__ import annotations

import pytest

import azstudy as az
from azstudy.model.facts import HOURS_PER_MONTH, Term


def test_at_the_break_even_both_bills_are_equal() -> None:
    for os in ("linux", "windows"):
        for one in az.break_even("D4s_v5", os=os):
            assert one.hours_per_month is not None
            bills = [
                az.price("D4s_v5", os=os, term=term, hours_per_month=one.hours_per_month)[0].usd_per_month
                for term in (Term.PAYG, one.term)
            ]
            assert bills[0] == pytest.approx(bills[1], rel=1e-3)


def test_the_licence_does_not_move_the_break_even() -> None:
    hours = [
        [(one.term, one.hours_per_month) for one in az.break_even("D4s_v5", **options)]
        for options in ({"os": "linux"}, {"os": "windows"}, {"os": "windows", "hybrid_benefit": True})
    ]
    assert hours[0] == hours[1] == hours[2]


def test_a_longer_commitment_pays_earlier_and_none_needs_more_than_a_month() -> None:
    by_term = {one.term: one.hours_per_month or HOURS_PER_MONTH for one in az.break_even("E8s_v5")}
    assert by_term[Term.RESERVATION_3Y] < by_term[Term.RESERVATION_1Y] < HOURS_PER_MONTH
    assert by_term[Term.SAVINGS_PLAN_3Y] < by_term[Term.SAVINGS_PLAN_1Y]


def test_reservations_that_are_no_longer_sold_are_left_out() -> None:
    """azure-docs manage-legacy-vm-reservations-after-july-1-2026.md@60a891b2."""
    terms = {one.term for one in az.break_even("D4s_v3")}
    assert Term.SAVINGS_PLAN_1Y in terms
    assert not terms & {Term.RESERVATION_1Y, Term.RESERVATION_3Y}
