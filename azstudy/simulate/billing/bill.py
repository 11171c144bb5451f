"""`az.simulate.bill`: what reservations and savings plans make of an hour, or of a curve of hours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.cost.billing import HourBill, bill_hour
from azstudy.cost.billing_hours import Bill
from azstudy.cost.billing_hours import bill_hours as add_up
from azstudy.cost.flexibility import DOCUMENTED
from azstudy.cost.usage import Reservation, SavingsPlan, Usage
from azstudy.errors import InvalidInputError
from azstudy.model.facts import OperatingSystem
from azstudy.simulate.billing.rates import reservation_of, usage_of

Running = Mapping[str, int] | Iterable[Usage | Mapping[str, Any] | str]
Reserved = Mapping[str, int] | Iterable[Reservation | Mapping[str, Any]]
Plans = float | SavingsPlan | Iterable[SavingsPlan | Mapping[str, Any]]


def bill(
    running: Running,
    *,
    reserved: Reserved = (),
    savings_plans: Plans = (),
    region: str = "westeurope",
    os: str | OperatingSystem = OperatingSystem.LINUX,
    hybrid_benefit: bool = False,
    ratios: Mapping[str, Any] | None = None,
    catalog: Catalog | None = None,
) -> HourBill:
    """One hour's bill: reservations (narrowest scope first), then savings plans, then pay-as-you-go.

    Args:
        running: VMs by size, {"D4s_v5": 3}, or rows such as {"size": "D4s_v5", "count": 3, "subscription": "shop"}.
        reserved: Reserved instances by size (3 years, shared scope), or rows such as
            {"size": "D4s_v5", "quantity": 2, "term": "reservation_1y", "scope": "subscription: shop"}.
        savings_plans: USD an hour (3 years, shared), or rows such as {"usd_per_hour": 0.5, "term": "savings_plan_1y"}.
        region: Region of everything that names none.
        os: Operating system of the same.
        hybrid_benefit: True if Windows licences are your own.
        ratios: Flexibility ratios of your own, {size: ratio} or {group: {size: ratio}}, on top of the documented table.
        catalog: Where prices come from.

    Source: azure-docs benefit-application-order.md@338e47e4 (2026-07-17), discount-application.md@ea2b0fef (2023-11).

    Raises:
        InvalidInputError: For rows that make no sense.
        MissingPriceError: Where a rate is not known.

    >>> done = bill({"D8s_v3": 1}, reserved={"D4s_v3": 1})
    >>> done.line("D8s_v3").reserved
    0.5
    """
    catalog = catalog or default_catalog()
    common = {"region": region, "os": os, "hybrid_benefit": hybrid_benefit, "catalog": catalog}
    return bill_hour(
        [_usage(row, common) for row in _rows(running, "count")],
        reservations=[_reservation(row, region, catalog) for row in _rows(reserved, "quantity")],
        savings_plans=_plans(savings_plans),
        ratios=DOCUMENTED.with_own(ratios),
    )


def bill_hours(
    load: Mapping[str, Iterable[int]] | Iterable[int],
    size: str = "D4s_v5",
    *,
    reserved: Reserved = (),
    savings_plans: Plans = (),
    region: str = "westeurope",
    os: str | OperatingSystem = OperatingSystem.LINUX,
    hybrid_benefit: bool = False,
    ratios: Mapping[str, Any] | None = None,
    catalog: Catalog | None = None,
) -> Bill:
    """The bill of a curve of hours: VMs of one size needed in each hour, or {size: VMs in each hour}.

    The other arguments are those of `bill`.

    >>> day = [1] * 8 + [4] * 12 + [1] * 4
    >>> round(bill_hours(day, "D4s_v5", reserved={"D4s_v5": 1}).utilisation, 2)
    1.0
    """
    catalog = catalog or default_catalog()
    curves = {name: list(curve) for name, curve in (load if isinstance(load, Mapping) else {size: load}).items()}
    if len({len(curve) for curve in curves.values()}) != 1 or not next(iter(curves.values())):
        raise InvalidInputError("Give at least one hour, and as many hours for every size.")
    common = {"region": region, "os": os, "hybrid_benefit": hybrid_benefit, "catalog": catalog}
    known: dict[tuple[str, int], Usage] = {}
    hours: dict[tuple[int, ...], list[Usage]] = {}
    for counts in zip(*curves.values(), strict=True):
        if counts not in hours:
            pairs = list(zip(curves, counts, strict=True))
            for pair in pairs:
                if pair not in known:
                    known[pair] = _usage({"size": pair[0], "count": pair[1]}, common)
            hours[counts] = [known[pair] for pair in pairs]
    return add_up(
        (hours[counts] for counts in zip(*curves.values(), strict=True)),
        reservations=[_reservation(row, region, catalog) for row in _rows(reserved, "quantity")],
        savings_plans=_plans(savings_plans),
        ratios=DOCUMENTED.with_own(ratios),
    )


def _rows(given: Any, number: str) -> list[Any]:
    if isinstance(given, Mapping):
        return [{"size": size, number: count} for size, count in given.items()]
    if isinstance(given, str):
        return [{"size": given}]
    return [{"size": row} if isinstance(row, str) else row for row in given]


def _usage(row: Any, common: Mapping[str, Any]) -> Usage:
    if isinstance(row, Usage):
        return row
    if not isinstance(row, Mapping) or "size" not in row:
        raise InvalidInputError(f'{row!r} was given; write {{"size": "D4s_v5", "count": 3}}.')
    return usage_of(**{**common, **row})


def _reservation(row: Any, region: str, catalog: Catalog) -> Reservation:
    if isinstance(row, Reservation):
        return row
    if not isinstance(row, Mapping) or "size" not in row:
        raise InvalidInputError(f'{row!r} was given; write {{"size": "D4s_v5", "quantity": 2}}.')
    try:
        return reservation_of(**{"region": region, "catalog": catalog, **row})
    except TypeError:
        allowed = "size, quantity, region, term, scope, flexible, usd_per_hour"
        raise InvalidInputError(f"{row!r} was given; a reservation takes {allowed}.") from None


def _plans(given: Any) -> list[SavingsPlan]:
    if isinstance(given, SavingsPlan):
        return [given]
    if isinstance(given, (int, float)) and not isinstance(given, bool):
        return [SavingsPlan(usd_per_hour=given)] if given else []
    try:
        return [plan if isinstance(plan, SavingsPlan) else SavingsPlan(**plan) for plan in given]
    except TypeError:
        allowed = "usd_per_hour, term, scope, name"
        raise InvalidInputError(f"{given!r} was given; a savings plan takes {allowed}.") from None
