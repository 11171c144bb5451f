"""The ways to pay for one size: each commitment with its rate, or the reason why it is not on offer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import attrs

from azstudy.catalog.catalog import Catalog
from azstudy.catalog.lifecycle import reservation_sale
from azstudy.errors import InvalidInputError
from azstudy.model.facts import OperatingSystem, Price, Status, Term
from azstudy.simulate.billing.rates import known_price

COMMITMENTS: Final = (
    Term.SAVINGS_PLAN_1Y,
    Term.SAVINGS_PLAN_3Y,
    Term.RESERVATION_1Y,
    Term.RESERVATION_3Y,
)


NOT_ASKED: Final = "you left it out"


@attrs.frozen(kw_only=True)
class Rate:
    """What an hour of compute of one size costs under one term, and how far that number can be trusted."""

    size: str
    term: Term
    usd_per_hour: float
    status: Status
    source: str = ""
    as_of: str = ""
    note: str = ""


@attrs.frozen(kw_only=True)
class LeftOut:
    """A way of paying that was not considered, and why."""

    size: str
    term: Term
    because: str

    @property
    def text(self) -> str:
        """One line."""
        return f"{self.size.removeprefix('Standard_')}, {self.term.label}: {self.because}"


@attrs.frozen(kw_only=True)
class Offers:
    """The rates of one size: pay-as-you-go, the Windows licence, and each commitment that can be bought."""

    size: str
    region: str
    payg: Rate
    licence_usd_per_hour: float
    rates: Mapping[Term, Rate]
    left_out: tuple[LeftOut, ...] = ()

    def usd(self, term: Term) -> float | None:
        """USD an hour under a term; None where it is not on offer."""
        rate = self.rates.get(term)
        return None if rate is None else rate.usd_per_hour

    def lowest(self, years: int) -> Rate | None:
        """The cheapest commitment of a length; a savings plan wins a tie, because it binds less."""
        found = [rate for term, rate in self.rates.items() if term.years == years]
        return min(found, key=lambda rate: (rate.usd_per_hour, COMMITMENTS.index(rate.term)), default=None)


def parse_commitments(terms: str | Term | Iterable[str | Term]) -> tuple[Term, ...]:
    """The commitments meant by names, "all" or "none"; each once, in a fixed order.

    Raises:
        InvalidInputError: For pay-as-you-go or Spot, which commit to nothing.

    >>> [term.value for term in parse_commitments(["reservation_3y", "sp_1y"])]
    ['savings_plan_1y', 'reservation_3y']
    """
    if isinstance(terms, str) and terms.strip().lower() in ("all", "none", ""):
        return COMMITMENTS if terms.strip().lower() == "all" else ()
    asked = {Term.parse(term) for term in ([terms] if isinstance(terms, str) else terms)}
    for term in asked:
        if not term.committed:
            raise InvalidInputError(
                f"{term.label} is no commitment, it is what remains. "
                f"Allowed: {', '.join(t.value for t in COMMITMENTS)}."
            )
    return tuple(term for term in COMMITMENTS if term in asked)


def offers_of(
    size: str,
    *,
    region: str,
    os: OperatingSystem,
    hybrid_benefit: bool,
    terms: tuple[Term, ...],
    catalog: Catalog,
) -> Offers:
    """The rates of a size; a commitment is left out where it is not sold, not priced or not asked for.

    Raises:
        MissingPriceError: Where pay-as-you-go is not known.
    """
    name = catalog.size(size).name
    payg = known_price(catalog, name, region, os, Term.PAYG, hybrid_benefit=hybrid_benefit)
    sale = reservation_sale(name, catalog=catalog)
    rates: dict[Term, Rate] = {}
    left_out = []
    for term in COMMITMENTS:
        price = catalog.price(name, region, os=os, term=term, hybrid_benefit=hybrid_benefit)
        if term not in terms:
            reason = NOT_ASKED
        elif not sale.sold(term):
            reason = f"no longer sold. {sale.text}"
        elif price is None:
            reason = f"no price is known in {region}; unknown is not zero"
        else:
            rates[term] = _rate(name, term, price)
            continue
        left_out.append(LeftOut(size=name, term=term, because=reason))
    return Offers(
        size=name,
        region=region,
        payg=_rate(name, Term.PAYG, payg),
        licence_usd_per_hour=payg.licence_usd_per_hour,
        rates=rates,
        left_out=tuple(left_out),
    )


def _rate(size: str, term: Term, price: Price) -> Rate:
    return Rate(
        size=size,
        term=term,
        usd_per_hour=price.compute_usd_per_hour,
        status=price.status,
        source=price.source,
        as_of=price.as_of,
        note=price.note,
    )
