"""One size needs no solver; several share a savings plan and do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from azstudy.plan.paying.load import LoadCurve
from azstudy.plan.paying.mix import Mix, nothing
from azstudy.plan.paying.offers import Offers
from azstudy.plan.paying.single import best_mix


def choose(offers: Mapping[str, Offers], years: Sequence[LoadCurve], max_reserved: int | None = None) -> Mix:
    """The cheapest mix for a load."""
    if len(offers) == 1:
        [offer] = offers.values()
        return best_mix(offer, years, max_reserved)
    plans = any("savings" in term.value for offer in offers.values() for term in offer.rates)
    if not plans and max_reserved is None:
        return _apart(offers, years)
    from azstudy.plan.paying.several import best_mix_of_several

    return best_mix_of_several(offers, years, max_reserved)


def _apart(offers: Mapping[str, Offers], years: Sequence[LoadCurve]) -> Mix:
    """Reservations of one size do nothing for another: each size on its own."""
    whole = nothing(len(years))
    for at, (size, offer) in enumerate(offers.items()):
        own = [LoadCurve(sizes=(size,), hours=tuple((hour[at],) for hour in curve.hours)) for curve in years]
        mix = best_mix(offer, own)
        short = tuple({**a, **b} for a, b in zip(whole.reserved_1y, mix.reserved_1y, strict=True))
        whole = attrs.evolve(whole, reserved_3y={**whole.reserved_3y, **mix.reserved_3y}, reserved_1y=short)
    return whole
