"""Short questions to the catalogue in use: one size, the regions, what a size costs."""

from __future__ import annotations

from collections.abc import Iterable

from azstudy.catalog.book import Entry, Question, monthly_costs
from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.catalog.offer import Offer, build_offer
from azstudy.catalog.requirement import Requirement
from azstudy.catalog.sizing import check_hours, check_licence, parse_terms
from azstudy.cost import commitments
from azstudy.cost.commitments import BreakEven
from azstudy.errors import MissingPriceError
from azstudy.model.facts import HOURS_PER_MONTH, OperatingSystem, Region, Term
from azstudy.model.size import VmSize


def size(name: str, *, catalog: Catalog | None = None) -> VmSize:
    """The facts of one VM size, by name in any case, with or without `Standard_`.

    Raises:
        UnknownNameError: With the nearest known sizes.

    >>> size("standard_e32-16S_v5").vcpus
    16
    """
    return (catalog or default_catalog()).size(name)


def regions(*, catalog: Catalog | None = None) -> tuple[Region, ...]:
    """Every region that is described and has prices, by name.

    >>> len(regions()) > 50
    True
    """
    catalog = catalog or default_catalog()
    return tuple(catalog.region(name) for name in catalog.region_names("all"))


def price(
    name: str,
    *,
    regions: str | Iterable[str] = "westeurope",
    region: str | Iterable[str] | None = None,
    os: str | OperatingSystem = OperatingSystem.LINUX,
    term: str | Term | Iterable[str | Term] = Term.PAYG,
    hybrid_benefit: bool = False,
    hours_per_month: float = HOURS_PER_MONTH,
    on: str | None = None,
    catalog: Catalog | None = None,
) -> tuple[Offer, ...]:
    """What one size costs, cheapest month first; offers without a known price are left out.

    Args:
        name: The size.
        regions: One region, several, or "all".
        region: The same, for those who type it in the singular.
        os: "linux" or "windows".
        term: One payment term, several, or "all".
        hybrid_benefit: True if you bring your own Windows Server licences.
        hours_per_month: Hours the VM runs in a month.
        on: ISO date against which retirement is judged in the cautions.
        catalog: The facts to use.

    Raises:
        UnknownNameError: For an unknown size, region, term or operating system.
        MissingPriceError: When no price is known for any of the offers asked for.

    >>> [offer.status for offer in price("D4s_v5", regions="westeurope")]
    ['published']
    """
    catalog = catalog or default_catalog()
    row = catalog.sizes.index(name)
    names = catalog.region_names(region or regions)
    system = check_licence(os, hybrid_benefit)
    question = Question(system, hybrid_benefit, names, check_hours(hours_per_month))
    terms = parse_terms(term)
    entries = []
    for one in terms:
        for region in names:
            cost = monthly_costs(catalog.rates, question, one, region)[row]
            if cost == cost:  # NaN, the unknown price, is not equal to itself
                entries.append(Entry(cost, row, region, one))
    if not entries:
        raise MissingPriceError(_no_price(catalog, row, names, system, terms))
    entries.sort(key=lambda entry: (entry.usd_per_month, entry.region, entry.term))
    nothing = Requirement(values={})
    return tuple(build_offer(catalog, question, entry, nothing, on=on or catalog.as_of) for entry in entries)


def _no_price(catalog: Catalog, row: int, names: tuple[str, ...], os: OperatingSystem, terms: tuple[Term, ...]) -> str:
    size_name = catalog.sizes.names[row]
    where = names[0] if len(names) == 1 else f"any of {len(names)} regions"
    what = ", ".join(term.label for term in terms)
    listed = [name for name in catalog.priced_regions() if catalog.offered(size_name, name)]
    advice = (
        f"It is listed in {', '.join(listed[:4])}{' …' if len(listed) > 4 else ''}."
        if listed
        else "No region lists it."
    )
    return f"No {what} price is known for {size_name} on {os.value.capitalize()} in {where}. {advice}"


def break_even(
    name: str,
    *,
    region: str = "westeurope",
    os: str | OperatingSystem = OperatingSystem.LINUX,
    hybrid_benefit: bool = False,
    catalog: Catalog | None = None,
) -> tuple[BreakEven, ...]:
    """From how many hours a month each commitment is cheaper than pay-as-you-go, the earliest first.

    Reservations that are no longer sold for the size's series are left out.

    Raises:
        UnknownNameError: For an unknown size or region.
        MissingPriceError: When the size has no pay-as-you-go price there.

    >>> [one.term.value for one in break_even("D4s_v5")][:2]
    ['reservation_3y', 'savings_plan_3y']
    """
    catalog = catalog or default_catalog()
    facts = catalog.size(name)
    system = check_licence(os, hybrid_benefit)
    price(name, regions=region, os=system, hybrid_benefit=hybrid_benefit, catalog=catalog)
    sold = {Term.RESERVATION_1Y: facts.reservation_1y_sold, Term.RESERVATION_3Y: facts.reservation_3y_sold}
    found = commitments.break_even(
        facts.name, region=catalog.region(region).name, prices=catalog, os=system, hybrid_benefit=hybrid_benefit
    )
    return tuple(one for one in found if sold.get(one.term, True))
