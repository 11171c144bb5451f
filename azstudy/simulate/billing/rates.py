"""From a catalogue's prices to the rates the billing engine takes."""

from __future__ import annotations

from collections.abc import Mapping

from azstudy.catalog.catalog import Catalog
from azstudy.cost.usage import PLAN_TERMS, Reservation, Usage
from azstudy.errors import InvalidInputError, MissingPriceError
from azstudy.model.facts import HOURS_PER_MONTH, OperatingSystem, Price, Status, Term


def usage_of(
    size: str,
    count: int = 1,
    *,
    catalog: Catalog,
    region: str = "westeurope",
    os: str | OperatingSystem = OperatingSystem.LINUX,
    hybrid_benefit: bool = False,
    spot: bool = False,
    disk_usd_per_month: float = 0.0,
    **place: str,
) -> Usage:
    """VMs of a size with their rates.

    Args:
        size: VM size name.
        count: How many run.
        catalog: Where prices come from.
        region: Region name.
        os: Operating system.
        hybrid_benefit: True if the Windows licence is your own.
        spot: True for Spot.
        disk_usd_per_month: Disks of all of them together; paid whether they run or not.
        **place: resource_group, subscription, management_groups, name.

    Raises:
        MissingPriceError: Where the hourly price is not known.
    """
    name, where, system = catalog.size(size).name, catalog.region(region).name, OperatingSystem.parse(os)
    payg = known_price(catalog, name, where, system, Term.SPOT if spot else Term.PAYG, hybrid_benefit=hybrid_benefit)
    found = {
        term: catalog.price(name, where, os=system, term=term, hybrid_benefit=hybrid_benefit) for term in PLAN_TERMS
    }
    return Usage(
        size=name,
        count=count,
        region=where,
        os=system,
        payg_usd=payg.compute_usd_per_hour,
        plan_usd={term: price.compute_usd_per_hour for term, price in found.items() if price is not None},
        licence_usd=payg.licence_usd_per_hour,
        disks_usd=disk_usd_per_month / HOURS_PER_MONTH,
        spot=spot,
        status=payg.status,
        plan_status={term: price.status for term, price in found.items() if price is not None},
        **_place(place),
    )


def reservation_of(
    size: str,
    quantity: int = 1,
    *,
    catalog: Catalog,
    region: str = "westeurope",
    term: str | Term = Term.RESERVATION_3Y,
    scope: str = "shared",
    flexible: bool = True,
    usd_per_hour: float | None = None,
) -> Reservation:
    """Reserved instances at the catalogue's price, or at `usd_per_hour` (for one instance).

    A reservation that is no longer sold can still be held: it goes on to the end of its term.
    """
    parsed = Term.parse(term)
    if parsed not in (Term.RESERVATION_1Y, Term.RESERVATION_3Y):
        raise InvalidInputError(f"{parsed.label} is no reservation; give reservation_1y or reservation_3y.")
    name, where = catalog.size(size).name, catalog.region(region).name
    status = Status.PUBLISHED  # a rate of your own is what you pay
    if usd_per_hour is None:
        price = known_price(catalog, name, where, OperatingSystem.LINUX, parsed)
        usd_per_hour, status = price.compute_usd_per_hour, price.status
    return Reservation(
        size=name,
        quantity=quantity,
        region=where,
        usd_per_hour=usd_per_hour,
        scope=scope,
        flexible=flexible,
        status=status,
    )


def known_price(
    catalog: Catalog, size: str, region: str, os: OperatingSystem, term: Term, *, hybrid_benefit: bool = False
) -> Price:
    """A price, or MissingPriceError: unknown is not zero."""
    price = catalog.price(size, region, os=os, term=term, hybrid_benefit=hybrid_benefit)
    if price is None:
        raise MissingPriceError(
            f"No {term.label} price of {size} on {os.value.capitalize()} is known in {region}. "
            "Choose another region, or give the rate yourself with usd_per_hour where it can be given."
        )
    return price


def _place(given: Mapping[str, str]) -> dict[str, str]:
    allowed = ("name", "resource_group", "subscription", "management_groups")
    for key in given:
        if key not in allowed:
            raise InvalidInputError(f"{key!r} was given; allowed: size, count, spot, os, {', '.join(allowed)}.")
    return dict(given)
