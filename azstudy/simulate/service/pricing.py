"""Prices of a tier from the catalogue."""

from __future__ import annotations

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.catalog.lookup import price
from azstudy.errors import MissingPriceError
from azstudy.model.facts import OperatingSystem, Term
from azstudy.simulate.service.values import Prices


def prices_of(
    size: str,
    *,
    region: str = "westeurope",
    os: str | OperatingSystem = OperatingSystem.LINUX,
    reserved: int = 0,
    term: str | Term = Term.RESERVATION_1Y,
    catalog: Catalog | None = None,
) -> Prices:
    """USD an hour of a size by the hour, reserved and as Spot; what is not known stays None.

    Args:
        size: VM size.
        region: Azure region.
        os: "linux" or "windows".
        reserved: Instances with a commitment, paid for all the time.
        term: The commitment: "reservation_1y", "reservation_3y", "savings_plan_1y" or "savings_plan_3y".
        catalog: Where the prices come from; the one in use unless given.

    Raises:
        UnknownNameError: For an unknown size, region or term.

    >>> prices_of("D4s_v5").payg > prices_of("D4s_v5", reserved=2).reserved_rate
    True
    """
    book = catalog or default_catalog()
    rates = [_rate(book, size, region, os, one) for one in (Term.PAYG, Term.parse(term), Term.SPOT)]
    return Prices(
        payg=rates[0],
        reserved_rate=rates[1] if reserved else None,
        spot=rates[2],
        reserved=reserved,
        source=f"{book.size(size).short_name}, {region}, {OperatingSystem.parse(os).value}, catalogue of {book.as_of}",
    )


def _rate(book: Catalog, size: str, region: str, os: str | OperatingSystem, term: Term) -> float | None:
    try:
        return price(size, regions=region, os=os, term=term, catalog=book)[0].usd_per_hour
    except MissingPriceError:
        return None
