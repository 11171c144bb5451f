"""`az.plan.commitments`: the cheapest mix of reservations, savings plans and pay-as-you-go for an hourly load."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.cost.flexibility import DOCUMENTED
from azstudy.errors import InvalidInputError
from azstudy.model.facts import OperatingSystem, Term
from azstudy.plan.paying.choose import choose
from azstudy.plan.paying.load import LoadCurve, load_curve
from azstudy.plan.paying.offers import Offers, offers_of, parse_commitments
from azstudy.plan.paying.result import Assumption, CommitmentPlan

STEADY_YEARS: Final = (1.0, 1.0, 1.0)
"""Three years with the same load each year."""


def commitments(
    load: Any,
    size: str = "D4s_v5",
    *,
    region: str = "westeurope",
    os: str | OperatingSystem = OperatingSystem.LINUX,
    hybrid_benefit: bool = False,
    terms: str | Term | Iterable[str | Term] = "all",
    yearly: Sequence[float] = STEADY_YEARS,
    max_reserved: int | None = None,
    load_per_vm: float | None = None,
    catalog: Catalog | None = None,
) -> CommitmentPlan:
    """The cheapest mix of commitments for a load, exactly.

    Args:
        load: VMs needed in each hour of a day, a week, a month or a year (it repeats); a number; opening hours such as
            "mon-fri 07-19" (one VM); an `az.loads.Load` with `load_per_vm`; or {size: any of these} for several sizes.
        size: The size, where the load names none.
        region: Where they run.
        os: "linux" or "windows".
        hybrid_benefit: True if the Windows licences are your own.
        terms: Commitments allowed: "all", "none", or some of reservation_1y, reservation_3y, savings_plan_1y,
            savings_plan_3y.
        yearly: The load of each year as a factor of `load`, for one to three years: (1, 0.8, 0.5) shrinks.
        max_reserved: Most instances that may be reserved at a time.
        load_per_vm: What one VM carries of an `az.loads.Load`; the busiest minute of an hour decides its VMs.
        catalog: Where prices come from.

    Returns:
        The plan: what to buy, every VM with its reason, regret, cash, assumptions.

    Raises:
        InvalidInputError: For a load or a limit that makes no sense.
        UnknownNameError: For an unknown size, region, system or term.
        MissingPriceError: Where pay-as-you-go is not known.

    >>> plan = commitments("mon-fri 07-19", "D4s_v5")
    >>> plan.purchases
    ()
    >>> [one.text for one in commitments([2] * 12 + [5] * 12, "D4s_v5").purchases]
    ['year 1: 5 x D4s_v5, 3-year reservation, 0.4254 USD an hour (estimated)']
    """
    catalog = catalog or default_catalog()
    system = OperatingSystem.parse(os)
    if hybrid_benefit and system is not OperatingSystem.WINDOWS:
        raise InvalidInputError("Hybrid Benefit here means Windows licences of your own; set os to windows.")
    where, allowed, limit = catalog.region(region).name, parse_commitments(terms), _limit(max_reserved)
    curve = load_curve(load, size, load_per_vm)
    named = LoadCurve(sizes=tuple(catalog.size(name).name for name in curve.sizes), hours=curve.hours)
    if len(set(named.sizes)) != len(named.sizes):
        raise InvalidInputError(f"The load names a size twice: {', '.join(curve.sizes)}.")
    years = tuple(named.scaled(factor) for factor in _factors(yearly))
    offers = {
        name: offers_of(name, region=where, os=system, hybrid_benefit=hybrid_benefit, terms=allowed, catalog=catalog)
        for name in named.sizes
    }
    return CommitmentPlan(
        years=years,
        offers=offers,
        mix=choose(offers, years, limit),
        region=where,
        os=system.value,
        hybrid_benefit=hybrid_benefit,
        max_reserved=limit,
        assumptions=_assumptions(offers, years, catalog),
    )


def _factors(yearly: Sequence[float]) -> tuple[float, ...]:
    factors = tuple(yearly) if not isinstance(yearly, (int, float)) else (yearly,)
    if not 1 <= len(factors) <= 3:
        raise InvalidInputError(f"yearly has {len(factors)} years; give a factor for each of 1 to 3 years.")
    if any(isinstance(one, (bool, str)) or not 0 <= one <= 100 for one in factors):
        raise InvalidInputError(f"yearly {yearly!r} was given; factors are numbers from 0 to 100.")
    return tuple(float(one) for one in factors)


def _limit(max_reserved: int | None) -> int | None:
    if max_reserved is None:
        return None
    if isinstance(max_reserved, bool) or not isinstance(max_reserved, int) or max_reserved < 0:
        raise InvalidInputError(f"max_reserved {max_reserved!r} was given; a whole number from 0 is needed, or None.")
    return max_reserved


def _assumptions(offers: dict[str, Offers], years: tuple[LoadCurve, ...], catalog: Catalog) -> tuple[Assumption, ...]:
    found = [
        Assumption(name="LOAD_REPEATS", text="The curve repeats all year; a year has 8,760 hours."),
        Assumption(
            name="PRICES_STAND_STILL",
            text="Rates stay as they are; in truth plan rates follow the price list, and so do one-year terms renewed.",
        ),
        Assumption(
            name="NO_EARLY_LEAVING",
            text="Nothing is cancelled, exchanged or traded in; a three-year commitment is paid for three years.",
        ),
        Assumption(name="NO_SPOT", text="Spot is left out: it can be taken away, and takes neither benefit."),
    ]
    if len(offers) > 1:
        known = [size for size in offers if DOCUMENTED.find(size)]
        text = "Each reservation is used for its own size; size flexibility is not counted."
        extra = "" if known else " For these sizes no flexibility ratios are documented here."
        found.append(Assumption(name="EXACT_SIZE", text=text + extra))
        found.append(Assumption(name="ONE_PLAN_TERM", text="Savings plans of one length are held at a time."))
    for size in offers:
        retires = catalog.size(size).retirement_date
        if retires:
            short = size.removeprefix("Standard_")
            found.append(
                Assumption(name="RETIRES", text=f"{short} retires on {retires}; the load has to move by then.")
            )
    return tuple(found)
