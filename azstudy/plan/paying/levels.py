"""The n-th VM: how much it is needed, from how many hours each commitment pays, how it is paid in the plan, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from azstudy.model.facts import HOURS_PER_MONTH, Term
from azstudy.plan.paying.load import HOURS_PER_YEAR, LoadCurve
from azstudy.plan.paying.mix import Mix
from azstudy.plan.paying.offers import Offers


@attrs.frozen(kw_only=True)
class Level:
    """The n-th VM of a size.

    Attributes:
        size: The size.
        nth: Which one, 1 is the first.
        use: Share of the hours it is needed, for each year.
        paid_by: How the plan pays for it, in words; "savings plan, in part" where several sizes share one.
        options: USD over the whole plan for each way to pay for this VM alone, compute only.
        break_even_hours: Hours a month from which a commitment is cheaper than pay-as-you-go, by term.
        because: The reason in a sentence.
    """

    size: str
    nth: int
    use: tuple[float, ...]
    paid_by: str
    options: Mapping[Term, float]
    break_even_hours: Mapping[Term, float]
    because: str

    @property
    def hours_per_month(self) -> float:
        """Hours it is needed in an average month of the plan."""
        return HOURS_PER_MONTH * sum(self.use) / len(self.use)


def levels_of(mix: Mix, years: Sequence[LoadCurve], offer: Offers, at: int, *, alone: bool) -> list[Level]:
    """Every VM of a size up to the peak, or to the number committed where that is more."""
    peak = max(curve.peak(at) for curve in years)
    payg = offer.payg.usd_per_hour
    even = {term: rate.usd_per_hour / payg * HOURS_PER_MONTH for term, rate in offer.rates.items()} if payg else {}
    found = []
    for nth in range(1, peak + 1):
        use = tuple(curve.use(nth, at) for curve in years)
        paid = [_paid(mix, offer, nth, year, alone=alone) for year in range(len(years))]
        words = paid[0] if len(set(paid)) == 1 else "; ".join(f"year {y + 1} {one}" for y, one in enumerate(paid))
        found.append(
            Level(
                size=offer.size,
                nth=nth,
                use=use,
                paid_by=words,
                options=_options(offer, use),
                break_even_hours=even,
                because=_because(offer, use, even, words),
            )
        )
    return found


def _paid(mix: Mix, offer: Offers, nth: int, year: int, *, alone: bool) -> str:
    """How the n-th VM is paid: by what was bought for three years first, then by what was bought for this year."""
    steps = [
        (Term.RESERVATION_3Y, mix.reserved_3y.get(offer.size, 0)),
        (Term.RESERVATION_1Y, mix.reserved_1y[year].get(offer.size, 0)),
    ]
    plans = mix.plans(year)
    if alone:
        steps += [(term, round(usd / rate)) for term, usd in plans if (rate := offer.usd(term))]
    so_far = 0
    for term, number in sorted(steps, key=lambda step: -step[0].years):
        so_far += number
        if nth <= so_far:
            return term.label
    if not alone and any(offer.usd(term) for term, _ in plans):
        return f"{plans[0][0].label} as far as it goes, then {Term.PAYG.label}"
    return Term.PAYG.label


def _options(offer: Offers, use: tuple[float, ...]) -> dict[Term, float]:
    """USD over the plan for one VM under each term; a commitment is paid for every hour of its term."""
    years = len(use)
    found = {Term.PAYG: sum(use) * offer.payg.usd_per_hour * HOURS_PER_YEAR}
    for term, rate in offer.rates.items():
        found[term] = rate.usd_per_hour * HOURS_PER_YEAR * (term.years if term.years == 3 else years)
    return found


def _because(offer: Offers, use: tuple[float, ...], even: Mapping[Term, float], words: str) -> str:
    hours = HOURS_PER_MONTH * sum(use) / len(use)
    if not even:
        return (
            f"Needed {hours:,.0f} hours a month; no commitment is on offer for {offer.size.removeprefix('Standard_')}."
        )
    term = min(even, key=lambda one: (even[one], one.value))
    first = f"Needed {hours:,.1f} of {HOURS_PER_MONTH:.0f} hours a month"
    side = "less than" if hours <= even[term] + 1e-9 else "more than"
    return f"{first}, {side} the {even[term]:,.1f} from which the {term.label} pays: {words}."
