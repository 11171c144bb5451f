"""The cheapest mix for one size, exactly and without a solver.

The n-th VM is needed in a share u of the hours, and u never grows with n. Committed or not, VMs of one size are
interchangeable, so what counts is how many are committed: the first ones, which are needed most.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate

import attrs

from azstudy.model.facts import Term
from azstudy.plan.paying.load import LoadCurve
from azstudy.plan.paying.mix import Mix
from azstudy.plan.paying.offers import Offers

_TINY = 1e-9


@attrs.frozen(kw_only=True)
class _Year:
    """One year: suffix[n] = hours the VMs after the n-th are needed, on average; thresholds for one-year terms."""

    suffix: tuple[float, ...]
    worth_reserving: int
    worth_planning: int


def best_mix(offers: Offers, years: Sequence[LoadCurve], max_reserved: int | None = None) -> Mix:
    """The cheapest mix; among equals the one that commits least.

    Every number of three-year commitments is tried. Given that number, each year is on its own: a one-year commitment
    is bought for each further VM whose use makes it cheaper than pay-as-you-go.
    """
    peak = max(curve.peak() for curve in years)
    cap = peak if max_reserved is None else min(max_reserved, peak)
    table = [_year(offers, curve, peak) for curve in years]
    mix, cost = _complete(offers, table, 0, 0, cap)
    best = (cost, 0, mix)
    for long_reserved, long_planned in _long(offers, peak, cap):
        mix, cost = _complete(offers, table, long_reserved, long_planned, cap)
        bound = long_reserved + long_planned
        if cost < best[0] - _TINY or (cost < best[0] + _TINY and bound < best[1]):
            best = (cost, bound, mix)
    return best[2]


def _year(offers: Offers, curve: LoadCurve, peak: int) -> _Year:
    use = [curve.use(nth) for nth in range(1, peak + 1)]
    suffix = tuple(accumulate(reversed(use), initial=0.0))[::-1]
    payg = offers.payg.usd_per_hour

    def worth(term: Term) -> int:
        usd = offers.usd(term)
        return 0 if usd is None else sum(payg * share > usd + _TINY for share in use)

    return _Year(suffix=suffix, worth_reserving=worth(Term.RESERVATION_1Y), worth_planning=worth(Term.SAVINGS_PLAN_1Y))


def _long(offers: Offers, peak: int, cap: int) -> Iterator[tuple[int, int]]:
    """Numbers of VMs under a three-year reservation and a three-year plan that can be best."""
    reserve, plan = offers.usd(Term.RESERVATION_3Y), offers.usd(Term.SAVINGS_PLAN_3Y)
    reserved = range((cap if reserve is not None else 0) + 1)
    planned = range((peak if plan is not None else 0) + 1)
    if plan is not None and reserve is not None and cap >= peak:
        # without a limit the dearer of the two is never needed
        reserved, planned = (reserved, range(1)) if reserve <= plan else (range(1), planned)
    for one in reserved:
        for other in planned:
            if one + other <= peak:
                yield one, other


def _complete(offers: Offers, table: list[_Year], reserved: int, planned: int, cap: int) -> tuple[Mix, float]:
    """The cheapest one-year terms beside given three-year ones, and USD an hour, all years added."""
    reserve, plan = offers.usd(Term.RESERVATION_1Y), offers.usd(Term.SAVINGS_PLAN_1Y)
    base = reserved + planned
    costs = [
        3 * (reserved * (offers.usd(Term.RESERVATION_3Y) or 0) + planned * (offers.usd(Term.SAVINGS_PLAN_3Y) or 0))
    ]
    short_reserved, short_planned = [], []
    for year in table:
        room = cap - reserved if reserve is not None and (plan is None or reserve <= plan) else 0
        now = max(0, min(room, year.worth_reserving - base))
        then = max(0, year.worth_planning - base - now)
        short_reserved.append(now)
        short_planned.append(then)
        rest = year.suffix[min(base + now + then, len(year.suffix) - 1)]
        costs.append(now * (reserve or 0) + then * (plan or 0) + rest * offers.payg.usd_per_hour)
    size = offers.size
    mix = Mix(
        reserved_3y={size: reserved} if reserved else {},
        plan_3y=planned * (offers.usd(Term.SAVINGS_PLAN_3Y) or 0.0),
        reserved_1y=tuple({size: now} if now else {} for now in short_reserved),
        plan_1y=tuple(then * (plan or 0.0) for then in short_planned),
    )
    return mix, math.fsum(costs)
