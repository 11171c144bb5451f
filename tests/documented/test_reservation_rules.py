"""What a reservation covers, in which order, whether it can still be bought, and how it is left."""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.catalog.lifecycle import reservation_sale
from azstudy.cost.leaving import CANCEL_LIMIT_USD, cancel, exchange_allowed, least_exchange
from azstudy.cost.usage import Level, Reservation, Usage

BAO = "MicrosoftDocs/azure-docs articles/cost-management-billing/reservations/benefit-application-order.md@338e47e4"
WSC = (
    "MicrosoftDocs/azure-docs articles/cost-management-billing/reservations/"
    "reserved-instance-windows-software-costs.md@001e5456"
)
LEG = (
    "MicrosoftDocs/azure-docs articles/cost-management-billing/reservations/"
    "manage-legacy-vm-reservations-after-july-1-2026.md@60a891b2"
)
XRF = (
    "MicrosoftDocs/azure-docs articles/cost-management-billing/reservations/"
    "exchange-and-refund-azure-reservations.md@d23739c4"
)
XPC = (
    "MicrosoftDocs/azure-docs articles/cost-management-billing/reservations/"
    "reservation-exchange-policy-changes.md (2026-08-27)"
)
SCOPES = ["shared", "management group: all", "subscription: shop", "resource group: web"]


def vm(count: int = 1) -> Usage:
    return Usage(
        size="D4s_v5",
        count=count,
        region="westeurope",
        payg_usd=1,
        resource_group="web",
        subscription="shop",
        management_groups=["all"],
    )


def reservation(scope: str) -> Reservation:
    return Reservation(size="D4s_v5", region="West Europe", scope=scope, name=scope)


def test_the_narrowest_scope_goes_first() -> None:
    bill = az.simulate.bill([vm()], reserved=[reservation(scope) for scope in SCOPES])
    assert [held.benefit.name for held in bill.reservations] == SCOPES[::-1], BAO
    assert [held.used for held in bill.reservations] == [1, 0, 0, 0], BAO
    assert [level.name.lower() for level in Level] == ["resource_group", "subscription", "management_group", "shared"]


def test_two_vms_take_the_two_narrowest() -> None:
    bill = az.simulate.bill([vm(2)], reserved=[reservation(scope) for scope in SCOPES])
    assert [held.used for held in bill.reservations] == [1, 1, 0, 0], BAO


def test_once_a_scope_matches_wider_ones_are_not_looked_at_for_that_vm() -> None:
    usage = Usage(size="D8s_v3", region="westeurope", payg_usd=1, resource_group="web")
    small = Reservation(size="D4s_v3", region="westeurope", scope="resource group: web")
    wide = Reservation(size="D4s_v3", region="westeurope")
    assert az.simulate.bill([usage], reserved=[small, wide]).line("D8s_v3").reserved == 0.5, BAO
    assert az.simulate.bill([usage], reserved=[wide, wide]).line("D8s_v3").reserved == 1, BAO


@pytest.mark.parametrize(
    ("place", "region", "covered"),
    [("subscription: shop", "westeurope", 1), ("subscription: lab", "westeurope", 0), ("shared", "northeurope", 0)],
)
def test_scope_and_region_must_match(place: str, region: str, covered: float) -> None:
    given = [Reservation(size="D4s_v5", region=region, scope=place)]
    assert az.simulate.bill([vm()], reserved=given).line("D4s_v5").reserved == covered


def test_compute_only() -> None:
    rows = [{"size": "D4s_v5", "disk_usd_per_month": 73}]
    bill = az.simulate.bill(rows, reserved={"D4s_v5": 1}, os="windows")
    assert bill.payg_usd == 0
    assert bill.licence_usd == pytest.approx(0.184), WSC
    assert bill.disks_usd == pytest.approx(0.1), WSC
    own = az.simulate.bill(rows, reserved={"D4s_v5": 1}, os="windows", hybrid_benefit=True)
    assert (own.payg_usd, own.licence_usd) == (0, 0)
    assert own.disks_usd == pytest.approx(0.1)


def test_an_hour_without_a_match_is_lost() -> None:
    bill = az.simulate.bill_hours([0, 2], "D4s_v5", reserved={"D4s_v5": 1})
    assert bill.hours[0].reservations[0].lost == 1
    assert bill.hours[1].line("D4s_v5").payg == 1, "nothing is carried over"
    assert bill.utilisation == 0.5


@pytest.mark.parametrize(
    ("name", "years", "sold"),
    [("Fsv2", 1, False), ("Dsv3", 1, False), ("Dsv3", 3, False), ("Bv1", 1, False), ("Dsv5", 1, True)],
)
def test_what_can_be_bought_since_july_2026(name: str, years: int, sold: bool) -> None:
    assert reservation_sale(name).sold(f"reservation_{years}y") is sold, LEG


def test_a_three_year_term_of_a_series_that_retires_is_not_advised() -> None:
    """The page of July 2026 is silent on it; a later one says that it is no longer sold."""
    sale = reservation_sale("Fsv2")
    assert not sale.sold("reservation_3y")
    assert sale.retirement_date == "2028-11-15"
    assert "docs-lifecycle" in sale.text


@pytest.mark.parametrize(("months", "counted", "left"), [(12, 2400, 47_600), (0, 3600, 46_400), (36, 0, 50_000)])
def test_cancelling_counts_what_is_left_of_the_commitment(months: int, counted: float, left: float) -> None:
    out = cancel(usd_per_month=100, term_months=36, months_paid=months)
    assert (out.allowed, out.counted_usd, out.left_usd) == (True, counted, left), XRF


def test_the_limit_rolls_over_twelve_months() -> None:
    assert CANCEL_LIMIT_USD == 50_000, XRF
    out = cancel(usd_per_month=100, months_paid=12, cancelled_before_usd=48_000)
    assert (out.allowed, out.refund_usd, out.left_usd) == (False, 0, 2_000), XRF


def test_a_refund_takes_the_lower_of_paid_and_current_price() -> None:
    for today, refund in ((120, 2400), (80, 1920)):
        out = cancel(usd_per_month=100, months_paid=12, upfront=True, price_today_usd_per_month=today)
        assert out.refund_usd == refund, XRF


def test_an_exchange_takes_at_least_what_is_left() -> None:
    assert least_exchange(usd_per_month=100, term_months=36, months_paid=18) == 1800, XRF


@pytest.mark.parametrize(
    ("purchased", "on", "renewed", "allowed"),
    [
        ("2026-06-01", "2026-12-01", None, True),
        ("2027-03-01", "2027-06-01", None, False),
        ("2026-06-01", "2027-06-01", "2027-06-01", False),
        ("2026-06-01", "2027-06-01", None, True),
    ],
)
def test_exchanges_end_for_what_is_bought_after_february_2027(
    purchased: str, on: str, renewed: str | None, allowed: bool
) -> None:
    way = exchange_allowed(purchased=purchased, on=on, renewed=renewed)
    assert (way.exchange, way.trade_in) == (allowed, True), XPC


def test_what_came_out_of_the_last_exchange_has_none() -> None:
    assert not exchange_allowed(purchased="2026-06-01", exchanged="2027-03-01", on="2027-06-01").exchange, XPC
    assert exchange_allowed(purchased="2027-03-01", on="2027-06-01", in_savings_plans=False).exchange, XPC
