"""What the commitments lab's predictions come to, computed from the catalogue in use; no answer is typed in."""

from __future__ import annotations

import attrs

from azstudy.catalog.catalog import Catalog
from azstudy.catalog.lifecycle import reservation_sale
from azstudy.errors import MissingPriceError
from azstudy.labs._commitments.result import CommitmentsLabResult, compute
from azstudy.labs._controls import State
from azstudy.labs._predict import Truth
from azstudy.model.facts import HOURS_PER_MONTH, Term

LONG = Term.RESERVATION_3Y


@attrs.frozen
class Truths:
    """The truth behind each prediction, as a function of the lab's state.

    Each raises an AzstudyError where the catalogue lacks what it takes.
    """

    catalog: Catalog

    def _result(self, state: State) -> CommitmentsLabResult:
        return compute(state, self.catalog)

    def _rate(self, result: CommitmentsLabResult) -> float:
        rate = result.offer.usd(LONG)
        if rate is None:
            raise MissingPriceError(f"No {LONG.label} of {result.offer.size} can be bought in {result.plan.region}.")
        return rate

    def discount(self, state: State) -> float:
        """What a three-year reservation takes off the hourly rate of compute, as a share."""
        result = self._result(state)
        return 1 - self._rate(result) / result.offer.payg.usd_per_hour

    def even_hours(self, state: State) -> float:
        """Hours a month from which a three-year reservation pays."""
        result = self._result(state)
        return self._rate(result) / result.offer.payg.usd_per_hour * HOURS_PER_MONTH

    def whole_bill_hours(self, state: State) -> float:
        """The same if a reservation paid for the licence too, which it does not: a misconception's answer."""
        result = self._result(state)
        offer = result.offer
        return round(self._rate(result) * HOURS_PER_MONTH / (offer.payg.usd_per_hour + offer.licence_usd_per_hour))

    def twelve_hours(self, state: State) -> Truth:
        """Whether one VM runs enough hours for a three-year reservation."""
        result = self._result(state)
        need = HOURS_PER_MONTH * result.plan.years[0].use(1)
        even, rate, payg = self.even_hours(state), self._rate(result), result.offer.payg.usd_per_hour
        steps = (
            f"needed: {need:,.1f} of {HOURS_PER_MONTH:.0f} hours a month",
            f"pays from: {rate:.4f} × {HOURS_PER_MONTH:.0f} / {payg:.4f} = {even:,.1f} hours a month",
            f"pay-as-you-go compute: {need:,.1f} × {payg:.4f} = {need * payg:,.2f} USD a month",
            f"reserved: {HOURS_PER_MONTH:.0f} × {rate:.4f} = {rate * HOURS_PER_MONTH:,.2f} USD a month "
            f"({result.offer.rates[LONG].status.value})",
        )
        side = "more" if need > even else "fewer"
        because = f"It runs {need:,.0f} hours a month, {side} than the {even:,.0f} from which the reservation pays."
        return Truth(answer="yes" if need > even else "no", because=because, steps=steps)

    def on_windows(self, state: State) -> Truth:
        """From how many hours the reservation pays, with the licence apart."""
        result = self._result(state)
        offer, rate = result.offer, self._rate(result)
        even, licence = self.even_hours(state), offer.licence_usd_per_hour
        steps = (
            f"an hour: {offer.payg.usd_per_hour:.4f} compute + {licence:.4f} licence",
            f"reserved: {rate:.4f} × {HOURS_PER_MONTH:.0f} + {licence:.4f} × hours",
            f"equal at {rate:.4f} × {HOURS_PER_MONTH:.0f} / {offer.payg.usd_per_hour:.4f} = {even:,.0f} hours",
        )
        because = f"The licence is paid by the hour either way and cancels out: {even:,.0f} hours, as on Linux."
        return Truth(answer=round(even, 1), because=because, steps=steps)

    def own_licence(self, state: State) -> Truth:
        """Whether a reservation or Hybrid Benefit saves more a month, from the bill without either."""
        bare = {**state, "hybrid_benefit": False, "reserved_3y": 0, "reserved_1y": 0, "plan_usd": 0}
        result = self._result(bare)
        hours = HOURS_PER_MONTH * result.plan.years[0].use(1)
        rate, payg, licence = self._rate(result), result.offer.payg.usd_per_hour, result.offer.licence_usd_per_hour
        reserved = max(0.0, payg * hours - rate * HOURS_PER_MONTH)
        brought = licence * hours
        steps = (
            f"reservation: {payg * hours:,.2f} − {rate * HOURS_PER_MONTH:,.2f} = {reserved:,.2f} USD a month",
            f"Hybrid Benefit: the licence, {licence:.4f} × {hours:,.0f} = {brought:,.2f} USD a month",
            f"both: {reserved + brought:,.2f} of {(payg + licence) * hours:,.2f} USD a month",
        )
        answer = "licence" if brought > reserved else "reservation"
        if abs(brought - reserved) <= 0.03 * max(brought, reserved):
            answer = "same"
        words = {"licence": "Hybrid Benefit", "reservation": "The reservation"}.get(answer, "Neither")
        because = f"{words} saves more: {brought:,.2f} for the licence, {reserved:,.2f} for compute. They add up."
        return Truth(answer=answer, because=because, steps=steps)

    def best_count(self, state: State) -> int:
        """VMs that the cheapest plan reserves for three years."""
        result = self._result(state)
        return result.plan.mix.reserved_3y.get(result.offer.size, 0)

    def nth_vm(self, state: State) -> Truth:
        """How many VMs the cheapest plan reserves in its first year, with the last one and the next one."""
        result = self._result(state)
        count = result.plan.mix.reserved(result.offer.size, 0)
        steps = tuple(level.because for level in result.plan.levels if level.nth in (1, count, count + 1))
        steps = tuple(f"VM {n}: {words}" for n, words in zip(sorted({1, count, count + 1} - {0}), steps, strict=False))
        last = f"VM {count} is needed often enough, VM {count + 1} is not" if count else "no VM is needed often enough"
        because = f"Reserve {count}: {last}."
        if not result.offer.usd(LONG) and not result.offer.usd(Term.RESERVATION_1Y):
            because = f"None can be bought. {reservation_sale(result.offer.size, catalog=self.catalog).text}"
        return Truth(answer=count, because=because, steps=steps)

    def half_the_load(self, state: State) -> Truth:
        """Whether the mix of a state is cheaper than no commitment for the load that comes."""
        result = self._result(state)
        yours, payg, best = (result.monthly(cost) for cost in (result.yours, result.payg, result.best))
        lost = result.yours.lost / result.months
        steps = (
            f"with the reservation: {yours:,.2f} USD a month, of which {lost:,.2f} find no VM",
            f"without any: {payg:,.2f} USD a month",
            f"the best plan for this load: {best:,.2f} USD a month, so the regret is {yours - best:,.2f}",
        )
        side = "less" if yours < payg else "more"
        because = f"{yours:,.2f} against {payg:,.2f} USD a month: {side} than without any commitment."
        return Truth(answer="cheaper" if yours < payg else "dearer", because=because, steps=steps)
