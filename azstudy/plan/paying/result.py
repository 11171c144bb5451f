"""What `az.plan.commitments` returns: what to buy, why, what it is compared with, what being wrong would cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs

from azstudy.model.facts import Status, Term
from azstudy.plan.paying.cash import CashMonth, cash_flow
from azstudy.plan.paying.levels import Level, levels_of
from azstudy.plan.paying.load import HOURS_PER_YEAR, LoadCurve
from azstudy.plan.paying.mix import Cost, Mix, nothing, total_cost
from azstudy.plan.paying.offers import NOT_ASKED, LeftOut, Offers
from azstudy.plan.paying.regret import FACTORS, RegretTable, regret_table


@attrs.frozen(kw_only=True)
class Assumption:
    """Something the plan rests on that no page documents, or that a learner may want otherwise."""

    name: str
    text: str


@attrs.frozen(kw_only=True)
class Purchase:
    """One thing to buy, at the start of a year of the plan (1 is the first).

    `quantity` is instances for a reservation, None for a savings plan; `usd_per_hour` is for all of it.
    """

    term: Term
    year: int
    usd_per_hour: float
    status: Status
    size: str = ""
    quantity: int | None = None

    @property
    def total_usd(self) -> float:
        """USD over its whole term."""
        return self.usd_per_hour * HOURS_PER_YEAR * self.term.years

    @property
    def text(self) -> str:
        """One line."""
        what = f"{self.quantity} x {self.size.removeprefix('Standard_')}, " if self.quantity is not None else ""
        return f"year {self.year}: {what}{self.term.label}, {self.usd_per_hour:.4f} USD an hour ({self.status.value})"


@attrs.frozen(kw_only=True, eq=False)
class CommitmentPlan:
    """The cheapest mix of commitments for a load, with its reasons.

    Attributes:
        years: The load of each year.
        offers: The rates of each size, and what was left out and why.
        mix: What is committed.
        region, os, hybrid_benefit: What was asked.
        max_reserved: The limit on reserved instances, if one was given.
        assumptions: What the plan rests on.
    """

    years: tuple[LoadCurve, ...] = attrs.field(repr=False)
    offers: Mapping[str, Offers] = attrs.field(repr=False)
    mix: Mix
    region: str
    os: str
    hybrid_benefit: bool = False
    max_reserved: int | None = None
    assumptions: tuple[Assumption, ...] = attrs.field(default=(), repr=False)

    @cached_property
    def cost(self) -> Cost:
        """USD over the whole plan, in parts."""
        return total_cost(self.mix, self.years, self.offers)

    @property
    def total_usd(self) -> float:
        """USD over the whole plan."""
        return round(self.cost.total, 2)

    @cached_property
    def payg_only_usd(self) -> float:
        """The same load without any commitment."""
        return round(total_cost(nothing(len(self.years)), self.years, self.offers).total, 2)

    @property
    def saving_usd(self) -> float:
        """What the commitments save against pay-as-you-go alone."""
        return round(self.payg_only_usd - self.total_usd, 2)

    @property
    def saving_share(self) -> float:
        """The saving as a share of the bill without commitments; 0 where there is no bill."""
        return self.saving_usd / self.payg_only_usd if self.payg_only_usd else 0.0

    @property
    def usd_per_month(self) -> float:
        """USD in an average month of the plan."""
        return round(self.cost.total / (12 * len(self.years)), 2)

    @cached_property
    def purchases(self) -> tuple[Purchase, ...]:
        """What to buy, by year and term."""
        return _purchases(self.mix, self.offers)

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The n-th VM of each size: how much it is needed, how it is paid, and why."""
        return tuple(
            level
            for at, size in enumerate(self.years[0].sizes)
            for level in levels_of(self.mix, self.years, self.offers[size], at, alone=len(self.offers) == 1)
        )

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Ways of paying that were not considered, each with its reason."""
        return tuple(one for offer in self.offers.values() for one in offer.left_out)

    @property
    def utilisation(self) -> float | None:
        """Share of the commitments that is used; None without any."""
        return 1 - self.cost.lost / self.cost.committed if self.cost.committed else None

    @property
    def estimated_share(self) -> float:
        """Share of the bill that rests on estimated or doubtful rates."""
        if not self.cost.total:
            return 0.0
        weak = {Status.ESTIMATED, Status.DOUBTFUL}
        bought = sum(one.total_usd for one in self.purchases if one.status in weak)
        hourly = any(offer.payg.status in weak for offer in self.offers.values())
        rest = self.cost.payg + self.cost.licence if hourly else 0.0
        return min(1.0, (bought + rest) / self.cost.total)

    def regret(self, actual: Sequence[float] = FACTORS, planned: Sequence[float] = (1.0,)) -> RegretTable:
        """What it costs to have planned for a load that comes otherwise.

        Args:
            actual: The load that comes, as factors of the planned one.
            planned: Plans to compare, made for the load times these factors.
        """
        return regret_table(self, actual, planned)

    def cash(self, *, upfront: bool = False) -> tuple[CashMonth, ...]:
        """What is paid in each month; the total is the same upfront and monthly."""
        return cash_flow(self.mix, self.years, self.offers, upfront=upfront)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON or a table."""
        return {
            "region": self.region,
            "os": self.os,
            "hybrid_benefit": self.hybrid_benefit,
            "total_usd": self.total_usd,
            "payg_only_usd": self.payg_only_usd,
            "saving_usd": self.saving_usd,
            "estimated_share": round(self.estimated_share, 4),
            "purchases": [
                {**attrs.asdict(one), "term": one.term.value, "status": one.status.value} for one in self.purchases
            ],
            "levels": [{"size": one.size, "nth": one.nth, "paid_by": one.paid_by} for one in self.levels],
            "left_out": [one.text for one in self.left_out],
            "assumptions": {one.name: one.text for one in self.assumptions},
        }

    def __str__(self) -> str:
        return _text(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text("CommitmentPlan(...)" if cycle else str(self))


def _purchases(mix: Mix, offers: Mapping[str, Offers]) -> tuple[Purchase, ...]:
    rows = [(Term.RESERVATION_3Y, 1, mix.reserved_3y)]
    rows += [(Term.RESERVATION_1Y, at + 1, held) for at, held in enumerate(mix.reserved_1y)]
    found = []
    for term, year, held in rows:
        for size, quantity in held.items():
            rate = offers[size].rates[term]
            usd = quantity * rate.usd_per_hour
            found.append(
                Purchase(term=term, year=year, usd_per_hour=usd, status=rate.status, size=size, quantity=quantity)
            )
    plans = [(Term.SAVINGS_PLAN_3Y, 1, mix.plan_3y)]
    plans += [(Term.SAVINGS_PLAN_1Y, at + 1, usd) for at, usd in enumerate(mix.plan_1y)]
    for term, year, usd in plans:
        if usd > 0:
            found.append(Purchase(term=term, year=year, usd_per_hour=usd, status=_weakest(term, offers)))
    return tuple(sorted(found, key=lambda one: (one.year, -one.term.years, one.term.value, one.size)))


def _weakest(term: Term, offers: Mapping[str, Offers]) -> Status:
    order = list(Status)
    found = [offer.rates[term].status for offer in offers.values() if term in offer.rates]
    return max(found, key=order.index, default=Status.PUBLISHED)


def _text(plan: CommitmentPlan) -> str:
    years = len(plan.years)
    own = " with Hybrid Benefit" if plan.hybrid_benefit else ""
    sizes = ", ".join(size.removeprefix("Standard_") for size in plan.offers)
    rows = [
        f"{sizes}, {plan.os.capitalize()}{own}, {plan.region}, {years} year{'s' if years > 1 else ''}: "
        f"{plan.total_usd:,.2f} USD; without commitments {plan.payg_only_usd:,.2f}; saves {plan.saving_share:.1%}"
    ]
    rows += [f"  buy  {one.text}" for one in plan.purchases] or ["  buy  nothing: pay-as-you-go"]
    rows += [f"  {line}" for line in _runs(plan.levels)]
    rows += [f"  not  {one.text}" for one in plan.left_out if one.because != NOT_ASKED]
    share = plan.estimated_share
    if share:
        rows.append(f"  {share:.0%} of this bill rests on estimated prices")
    return "\n".join(rows)


def _runs(levels: tuple[Level, ...]) -> list[str]:
    """Neighbouring VMs that are paid alike, as one line with the least needed of them."""
    lines: list[str] = []
    start = 0
    for at, level in enumerate(levels):
        last = at + 1 == len(levels)
        if last or (levels[at + 1].size, levels[at + 1].paid_by) != (level.size, level.paid_by):
            first = levels[start]
            which = f"VM {first.nth}" if first is level else f"VMs {first.nth} to {level.nth}"
            size = level.size.removeprefix("Standard_")
            hours = " to ".join(dict.fromkeys(f"{one.hours_per_month:.0f}" for one in (first, level)))
            lines.append(f"{which} of {size} ({hours} h a month): {level.paid_by}")
            start = at + 1
    return lines
