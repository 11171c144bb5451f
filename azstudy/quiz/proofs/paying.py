"""Proofs about paying: reservations, savings plans, licences, schedules, Spot. Sizes come without `Standard_`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from azstudy.errors import QuizError
from azstudy.quiz.proofs import proof


@proof("hour_bill")
def hour_bill(running: Any, part: str = "total_usd", **benefits: Any) -> float:
    """One part of an hour's bill in USD, four decimals; `benefits` are reserved, savings_plans, os, region …"""
    from azstudy.simulate.billing.bill import bill

    return round(float(getattr(bill(running, **benefits), part)), 4)


@proof("plan_hour")
def plan_hour(commitment: float, usage: Mapping[str, Sequence[float]], part: str = "total_usd") -> float:
    """One part of an hour's bill under a savings plan; usage is {name: [pay-as-you-go USD, plan USD]}."""
    from azstudy.cost.billing import bill_hour
    from azstudy.cost.usage import SavingsPlan, Usage

    rows = [Usage(name=n, payg_usd=payg, plan_usd={"savings_plan_3y": plan}) for n, (payg, plan) in usage.items()]
    return round(float(getattr(bill_hour(rows, savings_plans=[SavingsPlan(usd_per_hour=commitment)]), part)), 4)


@proof("reserved_share")
def reserved_share(size: str, running: Any, reserved: Any, **more: Any) -> float:
    """Share of the hours of one size that reservations pay in an hour, 0 to 1; flexibility by the documented ratios."""
    from azstudy.simulate.billing.bill import bill

    line = bill(running, reserved=reserved, **more).line(size)
    return round(line.share(line.reserved), 4)


@proof("reserved_units_lost")
def reserved_units_lost(reserved: dict[str, int], running: dict[str, int]) -> float:
    """Ratio units of a flexibility group that one hour does not use."""
    from azstudy.cost.flexibility import footprint

    return footprint(reserved, running).unused


@proof("vms_worth_committing")
def vms_worth_committing(hours: Sequence[int], size: str, region: str = "westeurope", **more: Any) -> int:
    """VMs that the cheapest plan commits in its first year, for VMs needed so many of 730 hours a month each."""
    from azstudy.model.facts import Term
    from azstudy.plan.paying.commitments import commitments

    curve = [sum(hour < needed for needed in hours) for hour in range(730)]
    levels = commitments(curve, size, region=region, **more).levels
    return sum(level.paid_by != Term.PAYG.label for level in levels)


@proof("reservation_sold")
def reservation_sold(name: str, term: str = "reservation_1y") -> bool:
    """True where a new reservation of a size or series can be bought."""
    from azstudy.catalog.lifecycle import reservation_sale

    return reservation_sale(name).sold(term)


@proof("leave_reservation")
def leave_reservation(way: str, **facts: Any) -> Any:
    """What leaving a reservation comes to: "counted" or "left" (cancel), "least" or "exchange" (exchange)."""
    from azstudy.cost import leaving

    if way in ("counted", "left"):
        out = leaving.cancel(**facts)
        return out.counted_usd if way == "counted" else out.left_usd
    if way == "least":
        return leaving.least_exchange(**facts)
    if way == "exchange":
        return leaving.exchange_allowed(**facts).exchange
    raise QuizError(f"{way!r} is no way out; allowed: counted, left, least, exchange.")


@proof("processor_licences")
def processor_licences(vcpus: list[int]) -> int:
    """Windows Server processor licences (16 cores) that a fleet needs under Hybrid Benefit."""
    from azstudy.cost import hybrid_benefit

    return hybrid_benefit.processor_licences(hybrid_benefit.windows_core_licences(vcpus))


@proof("dual_use_days")
def dual_use_days(edition: str, target: str = "vm") -> int | None:
    """Days a Windows Server licence may serve on-premises and Azure at once; None without a limit."""
    from azstudy.cost.hybrid_benefit import dual_use

    return dual_use(edition, target).days


@proof("schedule_cost")
def schedule_cost(hours: str, size: str, way: str = "deallocated_usd", **more: Any) -> float:
    """USD a month of a VM on opening hours: deallocated_usd, stopped_usd, always_on_usd, or hours_per_month."""
    from azstudy.plan.paying.schedule import schedule

    return round(float(getattr(schedule(hours, size, **more), way)), 2)


@proof("spot_evicted_for_price")
def spot_evicted_for_price(max_price: float, spot_usd_per_hour: float) -> bool:
    """True where a Spot VM with this maximum price is evicted for its price."""
    from azstudy.simulate.spot_market import evicted_for_price

    return evicted_for_price(max_price, spot_usd_per_hour)
