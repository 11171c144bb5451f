"""Savings plans: what they pay first, what comes before them, what they never pay."""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.cost.billing import BENEFIT_ORDER, in_plan_order
from azstudy.cost.leaving import PLAN_TERMS
from azstudy.cost.usage import Reservation, SavingsPlan, Usage

SPD = "MicrosoftDocs/azure-docs articles/cost-management-billing/savings-plan/discount-application.md@ea2b0fef"
SPV = "MicrosoftDocs/azure-docs articles/cost-management-billing/savings-plan/savings-plan-overview.md@a785c438"
BAO = "MicrosoftDocs/azure-docs articles/cost-management-billing/reservations/benefit-application-order.md@338e47e4"
ONE_YEAR = "savings_plan_1y"


def usage(name: str, payg: float, plan: float, **more: object) -> Usage:
    return Usage(name=name, payg_usd=payg, plan_usd={ONE_YEAR: plan}, **more)


def test_the_highest_discount_first() -> None:
    bill = az.simulate.bill(
        [usage("B", 6, 4.2), usage("A", 4, 2.4)],
        savings_plans=[SavingsPlan(usd_per_hour=5, term=ONE_YEAR)],
    )
    a, b = bill.line("A"), bill.line("B")
    assert (a.planned, round(b.planned, 3)) == (1, 0.619), SPD
    assert round(bill.payg_usd, 4) == 2.2857, SPD
    assert bill.plans[0].lost == 0
    assert round(bill.total_usd, 4) == 7.2857, SPD


def test_what_is_not_used_is_lost() -> None:
    bill = az.simulate.bill([usage("A", 4, 2.4)], savings_plans=[SavingsPlan(usd_per_hour=5, term=ONE_YEAR)])
    assert bill.plans[0].lost == pytest.approx(2.6)
    assert bill.total_usd == 5, SPD


def test_a_reservation_comes_before_the_best_plan() -> None:
    vm = Usage(size="D4s_v5", region="westeurope", payg_usd=1, plan_usd={ONE_YEAR: 0.01})
    bill = az.simulate.bill(
        [vm],
        reserved=[Reservation(size="D4s_v5", region="westeurope")],
        savings_plans=[SavingsPlan(usd_per_hour=1, term=ONE_YEAR)],
    )
    assert (bill.line("D4s_v5").reserved, bill.line("D4s_v5").planned) == (1, 0), SPD


def test_the_order_of_benefits() -> None:
    assert BENEFIT_ORDER == ("reservation", "pre_purchase", "savings_plan", "payg"), BAO


def test_three_years_before_one_and_a_narrow_scope_before_both() -> None:
    plans = [
        SavingsPlan(usd_per_hour=1, term=ONE_YEAR, name="1"),
        SavingsPlan(usd_per_hour=1, term="savings_plan_3y", name="3"),
        SavingsPlan(usd_per_hour=1, term=ONE_YEAR, scope="subscription: shop", name="narrow"),
    ]
    assert [plan.name for plan in in_plan_order(plans)] == ["narrow", "3", "1"]
    assert [plan.name for plan in in_plan_order(plans, ("term", "scope"))] == ["3", "narrow", "1"]


def test_a_rate_of_your_own_below_the_plan_is_used_and_burns_the_commitment() -> None:
    bill = az.simulate.bill([usage("A", 2, 2.4)], savings_plans=[SavingsPlan(usd_per_hour=5, term=ONE_YEAR)])
    assert bill.line("A").plan_usd == 2, SPD
    assert bill.plans[0].used == 2


def test_neither_licence_nor_spot() -> None:
    rows = [{"size": "D4s_v5", "os": "windows"}, {"size": "D8s_v5", "spot": True}]
    bill = az.simulate.bill(rows, savings_plans=9, reserved={"D8s_v5": 1})
    assert bill.line("D4s_v5").planned == 1
    assert bill.licence_usd == pytest.approx(0.184)
    assert (bill.line("D8s_v5").reserved, bill.line("D8s_v5").planned, bill.line("D8s_v5").payg) == (0, 0, 1)


def test_hybrid_benefit_adds_to_a_reservation() -> None:
    bill = az.simulate.bill({"D4s_v5": 1}, os="windows", hybrid_benefit=True, reserved={"D4s_v5": 1})
    assert (bill.payg_usd, bill.licence_usd) == (0, 0), BAO


def test_the_terms_of_a_plan() -> None:
    assert not (PLAN_TERMS.cancellable or PLAN_TERMS.refundable or PLAN_TERMS.exchangeable), SPV
    assert PLAN_TERMS.follows_price_list, SPV
    assert (PLAN_TERMS.terms_years, PLAN_TERMS.recommendation_days) == ((1, 3), 30), SPV
