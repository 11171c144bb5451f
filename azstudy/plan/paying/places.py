"""`az.plan.region_choice`: one size in every region, with what it costs more or less than in yours."""

from __future__ import annotations

from typing import Any

import attrs

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.errors import MissingPriceError
from azstudy.model.facts import HOURS_PER_MONTH, OperatingSystem, Status, Term


@attrs.frozen(kw_only=True)
class Place:
    """A region with the price of the size in it; `against` is the difference to the home region as a share."""

    region: str
    display: str
    zones: int
    usd_per_month: float
    against: float | None
    status: Status
    source: str
    as_of: str


@attrs.frozen(kw_only=True)
class RegionChoice:
    """One size in every region, cheapest first; `not_there` names regions without a price, each with its reason."""

    size: str
    home: str
    term: Term
    places: tuple[Place, ...]
    not_there: tuple[tuple[str, str], ...] = attrs.field(repr=False)

    def at(self, region: str) -> Place:
        """One region.

        Raises:
            MissingPriceError: With the reason why it has no price.
        """
        key = region.strip().lower().replace(" ", "")
        for place in self.places:
            if place.region == key:
                return place
        reason = dict(self.not_there).get(key, "it is not a region with prices")
        raise MissingPriceError(f"{self.size.removeprefix('Standard_')} has no price in {region}: {reason}.")

    def __str__(self) -> str:
        rows = [f"{self.size.removeprefix('Standard_')}, {self.term.label}, USD a month (730 hours)"]
        for place in self.places:
            against = "" if place.against is None else "home" if place.region == self.home else f"{place.against:+.0%}"
            rows.append(f"{place.display:<22}{place.usd_per_month:>10,.2f} {against:>6}  {place.status.value}")
        if self.not_there:
            rows.append(f"not in {len(self.not_there)} other regions")
        return "\n".join(rows)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text("RegionChoice(...)" if cycle else str(self))


def region_choice(
    size: str = "D4s_v5",
    *,
    home: str = "westeurope",
    os: str | OperatingSystem = OperatingSystem.LINUX,
    hybrid_benefit: bool = False,
    term: str | Term = Term.PAYG,
    zones: int = 0,
    catalog: Catalog | None = None,
) -> RegionChoice:
    """What one size costs in every region. A price says that the size is listed there, not that one is free today.

    Args:
        size: VM size name.
        home: The region to compare with.
        os: Operating system.
        hybrid_benefit: True if Windows licences are your own.
        term: How it is paid.
        zones: Availability zones the region must have.
        catalog: Where prices come from.

    Raises:
        UnknownNameError: For an unknown size, region, system or term.

    >>> here = region_choice("D4s_v5", term="payg")
    >>> here.at("westeurope").against, here.at("swedencentral").against < 0
    (0.0, True)
    """
    catalog = catalog or default_catalog()
    system, way, name = OperatingSystem.parse(os), Term.parse(term), catalog.size(size).name
    own = catalog.region(home).name
    found, absent = [], []
    for region in map(catalog.region, catalog.region_names("all")):
        price = catalog.price(name, region.name, os=system, term=way, hybrid_benefit=hybrid_benefit)
        if price is None:
            absent.append((region.name, "the size is not listed, or this way of paying has no known price"))
        elif region.zones < zones:
            absent.append((region.name, f"it has {region.zones} availability zones, {zones} are needed"))
        else:
            found.append((region, price))
    base = next((price.usd_per_hour for region, price in found if region.name == own), None)
    places = [
        Place(
            region=region.name,
            display=region.display,
            zones=region.zones,
            usd_per_month=round(price.usd_per_hour * HOURS_PER_MONTH, 2),
            against=None if not base else price.usd_per_hour / base - 1,
            status=price.status,
            source=price.source,
            as_of=price.as_of,
        )
        for region, price in found
    ]
    places.sort(key=lambda place: (place.usd_per_month, place.region))
    return RegionChoice(size=name, home=own, term=way, places=tuple(places), not_there=tuple(absent))
