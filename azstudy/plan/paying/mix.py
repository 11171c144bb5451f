"""A mix of commitments, and what it costs for a load: the arithmetic every plan and every regret rests on.

One hour is billed as `azstudy.cost.billing` bills it; this is the same rule on many hours at once, and the tests hold
the two together.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import attrs

from azstudy.model.facts import Term
from azstudy.plan.paying.load import HOURS_PER_YEAR, LoadCurve
from azstudy.plan.paying.offers import Offers


@attrs.frozen(kw_only=True)
class Mix:
    """Commitments held: those of three years from the start, those of one year in each year.

    Attributes:
        reserved_3y: Instances reserved for three years, by size.
        plan_3y: USD an hour committed for three years.
        reserved_1y: The same for one year, for each year of the plan.
        plan_1y: The same for one year, for each year of the plan.
    """

    reserved_3y: Mapping[str, int] = attrs.field(factory=dict)
    plan_3y: float = 0.0
    reserved_1y: tuple[Mapping[str, int], ...] = ({},)
    plan_1y: tuple[float, ...] = (0.0,)

    def reserved(self, size: str, year: int) -> int:
        """Instances of a size reserved in a year (0 is the first)."""
        return self.reserved_3y.get(size, 0) + self.reserved_1y[year].get(size, 0)

    def plans(self, year: int) -> tuple[tuple[Term, float], ...]:
        """Savings plans of a year in the order in which they apply."""
        found = ((Term.SAVINGS_PLAN_3Y, self.plan_3y), (Term.SAVINGS_PLAN_1Y, self.plan_1y[year]))
        return tuple((term, usd) for term, usd in found if usd > 0)

    def usd_per_hour(self, offers: Mapping[str, Offers], year: int) -> float:
        """What the commitments of a year cost an hour."""
        rows = [usd for _, usd in self.plans(year)]
        for size, offer in offers.items():
            for term, held in ((Term.RESERVATION_3Y, self.reserved_3y), (Term.RESERVATION_1Y, self.reserved_1y[year])):
                if held.get(size, 0):
                    rows.append(held[size] * offer.rates[term].usd_per_hour)
        return math.fsum(rows)


@attrs.frozen(kw_only=True)
class Cost:
    """USD of a period: commitments, pay-as-you-go compute, Windows licences; `lost` is in the first already."""

    committed: float
    payg: float
    licence: float
    lost: float = 0.0

    @property
    def total(self) -> float:
        """Everything."""
        return self.committed + self.payg + self.licence

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            committed=self.committed + other.committed,
            payg=self.payg + other.payg,
            licence=self.licence + other.licence,
            lost=self.lost + other.lost,
        )


def year_cost(mix: Mix, year: int, curve: LoadCurve, offers: Mapping[str, Offers]) -> Cost:
    """What one year costs with a mix, for the load of that year."""
    rows = [offers[size] for size in curve.sizes]
    reserved = [mix.reserved(size, year) for size in curve.sizes]
    held = [_reserved_rate(mix, year, offer) for offer in rows]
    plans = [(usd, _by_discount(rows, term)) for term, usd in mix.plans(year)]
    payg, licence, lost = [], [], []
    for hour, share in curve.patterns:
        rest = [max(0.0, count - have) for count, have in zip(hour, reserved, strict=True)]
        idle = [max(0, have - count) for count, have in zip(hour, reserved, strict=True)]
        unused = math.fsum(number * rate for number, rate in zip(idle, held, strict=True))
        unused += math.fsum(_burn(usd, order, rest) for usd, order in plans)
        payg.append(share * math.fsum(left * offer.payg.usd_per_hour for left, offer in zip(rest, rows, strict=True)))
        licence.append(share * sum(count * offer.licence_usd_per_hour for count, offer in zip(hour, rows, strict=True)))
        lost.append(share * unused)
    return Cost(
        committed=mix.usd_per_hour(offers, year) * HOURS_PER_YEAR,
        payg=math.fsum(payg) * HOURS_PER_YEAR,
        licence=math.fsum(licence) * HOURS_PER_YEAR,
        lost=math.fsum(lost) * HOURS_PER_YEAR,
    )


def _reserved_rate(mix: Mix, year: int, offer: Offers) -> float:
    """Average rate of the instances reserved: idle ones are lost at it."""
    pairs = [
        (mix.reserved_3y.get(offer.size, 0), offer.usd(Term.RESERVATION_3Y)),
        (mix.reserved_1y[year].get(offer.size, 0), offer.usd(Term.RESERVATION_1Y)),
    ]
    number = sum(held for held, _ in pairs)
    return math.fsum(held * (usd or 0.0) for held, usd in pairs if held) / number if number else 0.0


def _by_discount(rows: Sequence[Offers], term: Term) -> list[tuple[int, float]]:
    """(place of a size, its plan rate), the highest discount first."""
    found = [(at, min(usd, row.payg.usd_per_hour)) for at, row in enumerate(rows) if (usd := row.usd(term)) is not None]
    return sorted(found, key=lambda pair: pair[1] / rows[pair[0]].payg.usd_per_hour)


def _burn(usd: float, order: list[tuple[int, float]], rest: list[float]) -> float:
    """Let a plan pay for what is left in `rest`; what it does not use comes back."""
    left = usd
    for at, rate in order:
        covered = min(rest[at], left / rate)
        rest[at] -= covered
        left = max(0.0, left - covered * rate)
    return left if left > 1e-9 else 0.0


def total_cost(mix: Mix, years: Sequence[LoadCurve], offers: Mapping[str, Offers]) -> Cost:
    """What a plan costs in all its years; a three-year commitment is paid for three years, whenever the load ends."""
    cost = Cost(committed=0.0, payg=0.0, licence=0.0)
    for year, curve in enumerate(years):
        cost = cost + year_cost(mix, year, curve, offers)
    tail = attrs.evolve(mix, reserved_1y=({},), plan_1y=(0.0,)).usd_per_hour(offers, 0) * HOURS_PER_YEAR
    paid_on = max(0, 3 - len(years)) * tail
    return attrs.evolve(cost, committed=cost.committed + paid_on, lost=cost.lost + paid_on)


def nothing(years: int) -> Mix:
    """No commitment at all."""
    return Mix(reserved_1y=({},) * years, plan_1y=(0.0,) * years)
