"""Instance size flexibility: which VMs one reservation pays for, by the ratios of its group."""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.cost.flexibility import DOCUMENTED, RatioTable, footprint
from azstudy.cost.usage import Reservation, Usage

RSF = "MicrosoftDocs/azure-compute-docs articles/virtual-machines/reserved-vm-instance-size-flexibility.md@04a0dcd0"
BAO = "MicrosoftDocs/azure-docs articles/cost-management-billing/reservations/benefit-application-order.md@338e47e4"
RVI = "MicrosoftDocs/azure-compute-docs articles/virtual-machines/prepay-reserved-vm-instances.md@42358f92"


def running(counts: dict[str, int]) -> list[Usage]:
    return [Usage(size=size, count=count, region="westeurope", payg_usd=1) for size, count in counts.items()]


def reserved(size: str, quantity: int = 1, **options: object) -> list[Reservation]:
    return [Reservation(size=size, quantity=quantity, region="westeurope", **options)]


@pytest.mark.parametrize(
    ("reservation", "vms", "units", "fraction", "unused"),
    [
        ({"DS4_v2": 1}, {"DS1_v2": 8}, 8, 1.0, 0),
        ({"DS4_v2": 1}, {"DS2_v2": 2, "DS3_v2": 1}, 8, 1.0, 0),
        ({"DS4_v2": 1}, {"DS5_v2": 1}, 8, 0.5, 0),
        ({"DS4_v2": 2}, {"DS5_v2": 1}, 16, 1.0, 0),
        ({"DS3_v2": 1}, {"DS1_v2": 3}, 3, 1.0, 1),
    ],
)
def test_one_reservation_against_what_runs(
    reservation: dict[str, int], vms: dict[str, int], units: float, fraction: float, unused: float
) -> None:
    found = footprint(reservation, vms)
    assert (found.covered, found.covered_fraction, found.unused) == (units, fraction, unused), RSF
    [(size, quantity)] = reservation.items()
    bill = az.simulate.bill(running(vms), reserved=reserved(size, quantity))
    held = bill.reservations[0]
    assert (held.used, held.lost) == pytest.approx((units, unused)), RSF
    covered = sum(line.reserved * DOCUMENTED.find(line.usage.size).ratio for line in bill.lines)
    assert covered == pytest.approx(units), RSF


def test_another_group_of_the_same_family_is_not_covered() -> None:
    bill = az.simulate.bill(running({"DS11_v2": 1, "DS12_v2": 1}), reserved=reserved("DS3_v2"))
    assert [line.reserved for line in bill.lines] == [0, 0], RSF
    assert bill.reservations[0].lost == 4


def test_without_flexibility_the_exact_size_only() -> None:
    vms = running({"D2s_v5": 1, "D4s_v5": 1, "D8s_v5": 1})
    own = {"D2s_v5": 1, "D4s_v5": 2, "D8s_v5": 4}
    bill = az.simulate.bill(vms, reserved=reserved("D4s_v5", flexible=False), ratios=own)
    assert [line.reserved > 0 for line in bill.lines] == [False, True, False], RVI


def test_half_a_larger_vm_then_savings_plan_then_payg() -> None:
    usage = Usage(size="D8s_v3", region="westeurope", payg_usd=0.4, plan_usd={"savings_plan_3y": 0.2})
    bill = az.simulate.bill([usage], reserved=reserved("D4s_v3"), savings_plans=0.05)
    line = bill.line("D8s_v3")
    assert (line.reserved, line.planned, line.payg) == (0.5, 0.25, 0.25), BAO


def test_a_group_without_a_table_is_matched_exactly_and_says_so() -> None:
    bill = az.simulate.bill({"D2s_v5": 2}, reserved={"D4s_v5": 1})
    assert bill.line("D2s_v5").reserved == 0
    assert any("ratios cannot be worked out from vCPUs" in reason for reason in bill.reasons)
    own = az.simulate.bill({"D2s_v5": 2}, reserved={"D4s_v5": 1}, ratios={"D2s_v5": 1, "D4s_v5": 2})
    assert own.line("D2s_v5").reserved == 2


def test_ratios_do_not_follow_vcpus() -> None:
    assert (DOCUMENTED.find("B1s").ratio, DOCUMENTED.find("B2s").ratio) == (1, 4)
    assert (DOCUMENTED.find("E2s_v3").ratio, DOCUMENTED.find("E64s_v3").ratio) == (1, 28.8)


def test_ratios_may_differ_from_the_table() -> None:
    assert RatioTable({"g": {"D2s_v3": 3}}).find("Standard_D2s_v3").ratio == 3
    assert DOCUMENTED.with_own({"g": {"D2s_v3": 3}}).find("D2s_v3").ratio == 3
