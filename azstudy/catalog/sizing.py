"""`find_sizes`: which sizes meet a need, what they cost, and why every other one does not."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from typing import Any

from azstudy.catalog.book import OfferBook, Question
from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.catalog.requirement import Requirement
from azstudy.catalog.result import Screen, SizingResult
from azstudy.errors import InvalidInputError
from azstudy.model.facts import HOURS_PER_MONTH, OperatingSystem, Term

LONGEST_MONTH_HOURS = 744.0
_BOOKS_KEPT = 64


def find_sizes(
    *,
    regions: str | Iterable[str] = "westeurope",
    region: str | Iterable[str] | None = None,
    zones: int | None = None,
    os: str | OperatingSystem = OperatingSystem.LINUX,
    hybrid_benefit: bool = False,
    term: str | Term | Iterable[str | Term] = Term.PAYG,
    hours_per_month: float = HOURS_PER_MONTH,
    budget_usd_per_month: float | None = None,
    top: int = 10,
    on: str | dt.date | None = None,
    catalog: Catalog | None = None,
    **needs: Any,
) -> SizingResult:
    """Rank the VM sizes that meet `needs`, cheapest month first, and explain every other one.

    Args:
        regions: One region, several, or "all".
        region: The same, for those who type it in the singular.
        zones: Smallest number of availability zones the region must have.
        os: "linux" or "windows".
        hybrid_benefit: True if you bring your own Windows Server licences.
        term: A payment term, several, or "all".
        hours_per_month: Hours the VM runs in a month (0 to 744). A commitment is paid for all 730 anyway.
        budget_usd_per_month: Dearer offers are left out.
        top: How many offers `.offers` holds.
        on: ISO date against which retirement is judged; the catalogue's own date by default.
        catalog: The facts to use; the bundled ones with your refreshed prices by default.
        **needs: Any of the constraints of `azstudy.catalog.requirement.CONSTRAINTS`, such as
            vcpus=4, memory_gib=16, data_disks=8, uncached_iops=5000, premium_storage=True, family="D".

    Raises:
        UnknownNameError: For an unknown need, region, term, series or operating system.
        InvalidInputError: For absurd or contradictory numbers.

    >>> result = find_sizes(vcpus=4, memory_gib=16, family="D", current_generation=True, top=1)
    >>> result.offers[0].headroom
    {'vcpus': 1.0, 'memory_gib': 1.0}
    """
    catalog = catalog or default_catalog()
    requirement = Requirement.build(**needs)
    requirement.check_series(catalog.sizes)
    system = check_licence(os, hybrid_benefit)
    named = catalog.region_names(region or regions)
    zoned = _with_zones(catalog, named, zones)
    question = Question(system, bool(hybrid_benefit), zoned, check_hours(hours_per_month))
    terms = parse_terms(term)
    screen = Screen(
        catalog=catalog,
        requirement=requirement,
        question=question,
        terms=terms,
        asked_regions=named,
        zones=zones,
        budget=_budget(budget_usd_per_month),
        on=_date(on, catalog),
        books=tuple(book(catalog, question, one) for one in terms),
    )
    return SizingResult(screen=screen, top=_top(top))


def book(catalog: Catalog, question: Question, term: Term) -> OfferBook:
    """The offers of one question and term, sorted; kept with the catalogue for the next question."""
    kept: dict[tuple[Question, Term], OfferBook] = catalog.__dict__.setdefault("_books", {})
    key = (question, term)
    if key not in kept:
        while len(kept) >= _BOOKS_KEPT:
            kept.pop(next(iter(kept)))
        kept[key] = OfferBook(catalog.sizes, catalog.rates, question, term)
    return kept[key]


def parse_terms(given: str | Term | Iterable[str | Term]) -> tuple[Term, ...]:
    """The terms meant by one, several, a comma-separated text or "all".

    >>> [term.value for term in parse_terms("payg, spot")]
    ['payg', 'spot']
    """
    if isinstance(given, str) and not isinstance(given, Term):
        if given.strip().lower() == "all":
            return tuple(Term)
        given = [part for part in given.split(",") if part.strip()]
    words = [given] if isinstance(given, Term) else list(given)
    terms = tuple(dict.fromkeys(Term.parse(word) for word in words))
    if not terms:
        raise InvalidInputError(f'No payment term was given. Allowed: {", ".join(Term)}, or "all".')
    return terms


def _with_zones(catalog: Catalog, regions: tuple[str, ...], zones: int | None) -> tuple[str, ...]:
    if zones is None:
        return regions
    if not isinstance(zones, int) or not 0 <= zones <= 3:
        raise InvalidInputError(f"zones must be a whole number from 0 to 3; {zones!r} was given.")
    return tuple(name for name in regions if catalog.region(name).zones >= zones)


def check_licence(os: str | OperatingSystem, hybrid_benefit: bool) -> OperatingSystem:
    """The operating system meant, refusing Hybrid Benefit where there is no Windows licence to bring."""
    system = OperatingSystem.parse(os)
    if hybrid_benefit and system is not OperatingSystem.WINDOWS:
        raise InvalidInputError("Azure Hybrid Benefit brings Windows Server licences: use it with os='windows'.")
    return system


def check_hours(given: Any) -> float:
    """Hours of use in a month, above 0 and at most 744.

    Raises:
        InvalidInputError: For anything else.
    """
    hours = _positive("hours_per_month", given)
    if hours > LONGEST_MONTH_HOURS:
        raise InvalidInputError(f"hours_per_month must be at most 744, the longest month; {given!r} was given.")
    return hours


def _budget(given: Any) -> float:
    return math.inf if given is None else _positive("budget_usd_per_month", given)


def _positive(name: str, given: Any) -> float:
    try:
        value = float(given)
    except (TypeError, ValueError):
        value = math.nan
    if isinstance(given, bool) or not 0 < value < 1e9:
        raise InvalidInputError(f"{name} must be a number above 0; {given!r} was given.")
    return value


def _top(given: Any) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise InvalidInputError(f"top must be a whole number of at least 1; {given!r} was given.")
    return given


def _date(given: str | dt.date | None, catalog: Catalog) -> str:
    if given is None:
        return catalog.as_of
    try:
        return dt.date.fromisoformat(str(given)[:10]).isoformat()
    except ValueError:
        raise InvalidInputError(f"on must be a date like 2026-11-22; {given!r} was given.") from None
