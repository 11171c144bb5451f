"""The twin of the commitments lab: your mix, the cheapest mix, and both against another load, as plain values."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

import attrs

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.catalog.lifecycle import reservation_sale
from azstudy.labs._commitments.controls import TRENDS
from azstudy.labs._commitments.shapes import week
from azstudy.labs._controls import State
from azstudy.model.facts import Status, Term
from azstudy.plan.paying.commitments import commitments
from azstudy.plan.paying.load import LoadCurve
from azstudy.plan.paying.mix import Cost, Mix, nothing, total_cost
from azstudy.plan.paying.offers import Offers
from azstudy.plan.paying.regret import best_of
from azstudy.plan.paying.result import CommitmentPlan

ACTUAL: Final = (1.5, 1.25, 1.0, 0.75, 0.5, 0.25, 0.0)
"""Loads that may come, as factors of the planned one."""


@attrs.frozen(kw_only=True, eq=False)
class CommitmentsLabResult:
    """What the commitments lab shows.

    Attributes:
        state: Every control's value.
        plan: The cheapest mix, with its reasons.
        mix: Your mix, without what cannot be bought.
        refused: Why something of your mix cannot be bought.
    """

    state: State
    plan: CommitmentPlan = attrs.field(repr=False)
    mix: Mix
    refused: tuple[str, ...]
    catalog: Catalog = attrs.field(repr=False)

    @property
    def offer(self) -> Offers:
        """The rates of the size."""
        return next(iter(self.plan.offers.values()))

    @property
    def week(self) -> tuple[int, ...]:
        """VMs needed in each of the 168 hours of the first year."""
        return tuple(hour[0] for hour in self.plan.years[0].hours)

    @property
    def actual(self) -> float:
        """The load that really comes, as a factor."""
        return float(self.state["actual_percent"]) / 100

    def loads(self, factor: float) -> tuple[LoadCurve, ...]:
        """Each year's load times a factor."""
        return tuple(curve.scaled(factor) for curve in self.plan.years)

    def cost(self, mix: Mix, factor: float = 1.0) -> Cost:
        """What a mix costs for the load times a factor."""
        return total_cost(mix, self.loads(factor), self.plan.offers)

    @cached_property
    def yours(self) -> Cost:
        """Your mix, for the load that really comes."""
        return self.cost(self.mix, self.actual)

    @cached_property
    def planned(self) -> Cost:
        """The mix that is cheapest for the planned load, when the load comes as it really does."""
        return self.cost(self.plan.mix, self.actual)

    @cached_property
    def best(self) -> Cost:
        """The cheapest mix for the load that really comes."""
        return self.cost(best_of(self.plan, self.actual), self.actual)

    @cached_property
    def payg(self) -> Cost:
        """No commitment at all."""
        return self.cost(nothing(len(self.plan.years)), self.actual)

    def status(self, mix: Mix) -> Status:
        """How far the bill of a mix can be trusted: as its weakest rate."""
        size, order = self.offer.size, list(Status)
        held = {term for term in (Term.RESERVATION_3Y,) if mix.reserved_3y.get(size)}
        held |= {Term.RESERVATION_1Y} if any(one.get(size) for one in mix.reserved_1y) else set()
        held |= {term for year in range(len(self.plan.years)) for term, _ in mix.plans(year)}
        found = [self.offer.payg.status, *(self.offer.rates[term].status for term in held if term in self.offer.rates)]
        return max(found, key=order.index)

    @property
    def months(self) -> int:
        """Months of the plan."""
        return 12 * len(self.plan.years)

    def monthly(self, cost: Cost) -> float:
        """USD in an average month."""
        return cost.total / self.months

    @property
    def saving_share(self) -> float:
        """What your mix saves against pay-as-you-go, as a share; negative where it costs more."""
        return 1 - self.yours.total / self.payg.total if self.payg.total else 0.0

    @property
    def regret_usd(self) -> float:
        """What your mix costs more than the cheapest one for this load, over the whole plan."""
        return max(0.0, self.yours.total - self.best.total)

    @cached_property
    def regrets(self) -> tuple[tuple[float, float, float, float, float], ...]:
        """(factor, yours, planned, pay-as-you-go, best) in USD over the plan, for each load that may come."""
        none = nothing(len(self.plan.years))
        rows = []
        for factor in sorted({*ACTUAL, self.actual}, reverse=True):
            mixes = (self.mix, self.plan.mix, none, best_of(self.plan, factor))
            yours, planned, payg, best = (self.cost(mix, factor).total for mix in mixes)
            rows.append((factor, yours, planned, payg, best))
        return tuple(rows)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "state": dict(self.state),
            "yours_usd": round(self.yours.total, 2),
            "best_usd": round(self.best.total, 2),
            "payg_usd": round(self.payg.total, 2),
            "regret_usd": round(self.regret_usd, 2),
            "refused": list(self.refused),
            "plan": self.plan.as_dict(),
        }

    def __repr__(self) -> str:
        return text(self)


def compute(state: State, catalog: Catalog | None = None) -> CommitmentsLabResult:
    """The result for a state.

    Raises:
        MissingPriceError: Where the size has no pay-as-you-go price in the region.
    """
    catalog = catalog or default_catalog()
    years = TRENDS[state["trend"]][1]
    windows = state["os"] == "windows"
    plan = commitments(
        week(state["shape"], state["base"], state["peak"]),
        state["size"],
        region=state["region"],
        os=state["os"],
        hybrid_benefit=windows and state["hybrid_benefit"],
        yearly=years,
        catalog=catalog,
    )
    mix, refused = _mix(state, plan, catalog)
    return CommitmentsLabResult(state=state, plan=plan, mix=mix, refused=refused, catalog=catalog)


def _mix(state: State, plan: CommitmentPlan, catalog: Catalog) -> tuple[Mix, tuple[str, ...]]:
    """The mix a state asks for; what is not on offer is left out with its reason."""
    [(size, offer)] = plan.offers.items()
    years, refused = len(plan.years), []
    term = Term.parse(state["plan_term"])
    asked = {
        Term.RESERVATION_3Y: state["reserved_3y"],
        Term.RESERVATION_1Y: state["reserved_1y"],
        term: state["plan_usd"],
    }
    held = {}
    for one, amount in asked.items():
        held[one] = amount if offer.usd(one) is not None else 0
        if amount and not held[one]:
            sale = reservation_sale(size, catalog=catalog)
            why = sale.text if not sale.sold(one) else f"No price is known in {plan.region}."
            refused.append(f"Your {one.label} cannot be bought. {why}")
    short, long = held[Term.RESERVATION_1Y], held[Term.RESERVATION_3Y]
    once = float(held[term]) if term is Term.SAVINGS_PLAN_1Y else 0.0
    mix = Mix(
        reserved_3y={size: long} if long else {},
        plan_3y=float(held[term]) if term is Term.SAVINGS_PLAN_3Y else 0.0,
        reserved_1y=({size: short} if short else {},) * years,
        plan_1y=(once,) * years,
    )
    return mix, tuple(refused)


def text(result: CommitmentsLabResult) -> str:
    """The result in a few lines of plain text."""
    lines = [
        f"Your mix: {result.monthly(result.yours):,.2f} USD a month; the cheapest {result.monthly(result.best):,.2f}; "
        f"without commitments {result.monthly(result.payg):,.2f}.",
        *result.refused,
        str(result.plan),
    ]
    return "\n".join(lines)
