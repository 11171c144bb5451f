"""Whether fetched prices make sense beside the ones in use, before they replace them.

A price list can be wrong in many quiet ways: half of it missing, another currency, Windows prices where
Linux is due, a factor of a hundred. Each check compares one region with what is known; a few odd cells are
marked or left out and listed, many refuse the region.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from statistics import median
from typing import Final

import attrs

from azstudy.catalog.refresh.rows import RegionPrices
from azstudy.catalog.refresh.table import Cell, PriceTable
from azstudy.catalog.sheets import Mark

SOURCE: Final = "retail-api"
_EQUAL: Final = 1e-6

COVERED: Final = (
    "linux-payg",
    "linux-spot",
    "linux-reservation_1y",
    "linux-reservation_3y",
    "linux-savings_plan_1y",
    "linux-savings_plan_3y",
    "windows-payg",
    "windows-spot",
)
"""The offers the API publishes for nearly every size; Windows commitments it has for a handful at most."""


@attrs.frozen(kw_only=True)
class Limits:
    """When a region's prices are refused, or one price is left out.

    Attributes:
        suspect_share: Largest share of rows that an honest service would not send.
        coverage: Smallest share of today's priced sizes that must still be priced, per offer.
        fewest: Offers with fewer cells than this are too small to judge by share or median.
        band: Median of new/old price must lie within 1/band and band; `spot_band` for Spot.
        far_band: The same beside the size's usual price in other regions, where the region has none yet.
        move: A single price that moved by more than this factor is left out; `spot_move` for Spot, which is
            sold at up to 90 % off and so may move tenfold within its own rules.
        moved_share: Largest share of prices left out for that reason.
        odd_share: Largest share of cells that break an invariant, e.g. Spot dearer than pay-as-you-go.
        windows_share: Largest share of sizes whose Linux price is their Windows price.
    """

    suspect_share: float = 0.01
    coverage: float = 0.6
    fewest: int = 5
    band: float = 2.0
    spot_band: float = 5.0
    far_band: float = 3.0
    move: float = 5.0
    spot_move: float = 12.0
    moved_share: float = 0.05
    odd_share: float = 0.05
    windows_share: float = 0.02


@attrs.frozen(kw_only=True)
class Doubt:
    """A price that was left out (`usd_per_hour` is the one the service gave) and why."""

    offer: str
    size: str
    region: str
    usd_per_hour: float
    before: float
    reason: str


@attrs.frozen(kw_only=True)
class Reference:
    """What is known before the refresh: the prices in use, and the bundled ones below them.

    A price once left out is still compared with the bundled one, so that asking twice does not let it in.
    """

    in_use: PriceTable
    bundled: PriceTable

    def column(self, offer: str, region: str) -> Mapping[str, float]:
        """The cells in use."""
        return self.in_use.columns.get((offer, region), {})

    def before(self, offer: str, region: str, size: str) -> float | None:
        """The price to compare with; None where none is known or the known one is doubtful itself."""
        for table in (self.in_use, self.bundled):
            price = table.columns.get((offer, region), {}).get(size)
            mark = table.marks.get((offer, size, region))
            if price is not None:
                return None if mark and mark.kind == "doubtful" else price
        return None

    def usual(self, offer: str) -> Mapping[str, float]:
        """Each size's median price over the regions that have one."""
        return self._usual.get(offer, {})

    @cached_property
    def _usual(self) -> dict[str, dict[str, float]]:
        found: dict[str, dict[str, list[float]]] = {}
        for (offer, _), column in self.in_use.columns.items():
            sizes = found.setdefault(offer, {})
            for size, price in column.items():
                sizes.setdefault(size, []).append(price)
        return {offer: {size: median(prices) for size, prices in sizes.items()} for offer, sizes in found.items()}


@attrs.frozen(kw_only=True)
class Verdict:
    """What the checks say of one region: `problems` refuse it; otherwise `cells` are good, some of them marked."""

    region: str
    problems: tuple[str, ...] = ()
    cells: dict[str, dict[str, float]] = attrs.field(factory=dict)
    marks: dict[Cell, Mark] = attrs.field(factory=dict)
    left_out: tuple[Doubt, ...] = ()


def check_region(found: RegionPrices, reference: Reference, limits: Limits) -> Verdict:
    """Judge the prices of one region.

    >>> empty = Reference(in_use=PriceTable(), bundled=PriceTable())
    >>> found = RegionPrices(region="westeurope", as_of="2026-11-22", cells={"linux-payg": {"Standard_D2s_v5": 0.115}})
    >>> check_region(found, empty, Limits()).problems
    ()
    """
    cells = {offer: dict(column) for offer, column in found.cells.items()}
    marks = _settle_unclear(found, cells, reference)
    problems = [*_suspect_rows(found, limits), *_missing(found, reference, limits)]
    if not problems:
        problems = [
            problem for offer in cells if (problem := _off_scale(offer, cells[offer], found, reference, limits))
        ]
    if not problems:
        problems = list(_windows_as_linux(cells, limits))
    left_out: tuple[Doubt, ...] = ()
    if not problems:
        left_out, problems = _leave_out(found.region, cells, reference, limits)
    if not problems:
        odd, problems = _odd_cells(found.region, cells, limits)
        marks.update(odd)
    return Verdict(region=found.region, problems=tuple(problems), cells=cells, marks=marks, left_out=left_out)


def _settle_unclear(found: RegionPrices, cells: dict[str, dict[str, float]], reference: Reference) -> dict[Cell, Mark]:
    """Where two meters of equal standing disagree: the one nearer to the known price, marked doubtful."""
    marks: dict[Cell, Mark] = {}
    for offer, sizes in found.unclear.items():
        for size, prices in sizes.items():
            known = reference.before(offer, found.region, size)
            if known is not None:
                cells[offer][size] = min(prices, key=lambda price: abs(math.log(price / known)))
            listed = " and ".join(f"{price:g}" for price in prices)
            marks[offer, size, found.region] = _doubtful(f"the service lists {listed} USD per hour for the same day")
    return marks


def _suspect_rows(found: RegionPrices, limits: Limits) -> Iterator[str]:
    suspect = sum(found.suspect.values())
    if suspect > limits.suspect_share * found.rows:
        worst, count = max(found.suspect.items(), key=lambda item: item[1])
        yield f"{suspect:,} of {found.rows:,} rows are wrong, most of them {worst} ({count:,})"


def _missing(found: RegionPrices, reference: Reference, limits: Limits) -> Iterator[str]:
    if not found.rows and any(reference.column(offer, found.region) for offer in COVERED):
        yield "the service sent no rows at all"
        return
    for offer in COVERED:
        known = reference.column(offer, found.region)
        if len(known) >= limits.fewest:
            still = sum(size in found.cells.get(offer, {}) for size in known)
            if still < limits.coverage * len(known):
                yield f"only {still:,} of the {len(known):,} sizes priced before ({offer}) have a price now"


def _off_scale(
    offer: str, column: Mapping[str, float], found: RegionPrices, reference: Reference, limits: Limits
) -> str | None:
    """A median that moved too far, beside the region's own prices or, where it has none, other regions'."""
    known, band = dict(reference.column(offer, found.region)), limits.spot_band if _spot(offer) else limits.band
    beside = "before"
    if len(known) < limits.fewest:
        known, band = dict(reference.usual(offer)), max(band, limits.far_band)
        beside = "in other regions"
    ratios = [price / known[size] for size, price in column.items() if size in known]
    if len(ratios) < limits.fewest or 1 / band <= median(ratios) <= band:
        return None
    return f"{offer} prices are {median(ratios):.3g} times those {beside} (median of {len(ratios):,} sizes)"


def _windows_as_linux(cells: Mapping[str, Mapping[str, float]], limits: Limits) -> Iterator[str]:
    linux, windows = cells.get("linux-payg", {}), cells.get("windows-payg", {})
    both = [size for size in linux if size in windows]
    same = [size for size in both if _same(linux[size], windows[size])]
    if len(same) >= limits.fewest and len(same) > limits.windows_share * len(both):
        yield f"{len(same):,} of {len(both):,} Linux prices are Windows prices, e.g. {same[0]}"


def _leave_out(
    region: str, cells: dict[str, dict[str, float]], reference: Reference, limits: Limits
) -> tuple[tuple[Doubt, ...], list[str]]:
    """Take out the single prices that moved too far, unless there are too many of them."""
    doubts: list[Doubt] = []
    problems: list[str] = []
    for offer, column in cells.items():
        limit = limits.spot_move if _spot(offer) else limits.move
        moved = []
        for size, price in column.items():
            before = reference.before(offer, region, size)
            if before is not None and not 1 / limit <= price / before <= limit:
                reason = f"moved from {before:g} to {price:g} USD per hour, more than {limit:g}-fold"
                moved.append(
                    Doubt(offer=offer, size=size, region=region, usd_per_hour=price, before=before, reason=reason)
                )
        if len(moved) >= limits.fewest and len(moved) > limits.moved_share * len(column):
            problems.append(f"{len(moved):,} of {len(column):,} {offer} prices moved more than {limit:g}-fold")
        doubts += moved
    for doubt in doubts:
        del cells[doubt.offer][doubt.size]
    return tuple(doubts), problems


@attrs.frozen
class _Rule:
    """`offer` must not cost more than `other`; with `strict`, not the same either."""

    offer: str
    other: str
    reason: str
    holds: Callable[[float, float], bool]


def _rules() -> Iterator[_Rule]:
    for os in ("linux", "windows"):
        yield _Rule(f"{os}-spot", f"{os}-payg", "Spot costs more than pay-as-you-go", _not_above)
        for years in "13":
            plan = f"{os}-savings_plan_{years}y"
            yield _Rule(plan, f"{os}-payg", "a savings plan costs more than pay-as-you-go", _not_above)
    for years in "13":
        reservation = f"linux-reservation_{years}y"
        yield _Rule(reservation, "linux-payg", "a reservation costs no less than pay-as-you-go", _below)
    longer = "three years cost more than one"
    yield _Rule("linux-reservation_3y", "linux-reservation_1y", longer, _not_above)
    yield _Rule("windows-payg", "linux-payg", "Windows costs no more than Linux", _above)
    yield _Rule("windows-spot", "linux-spot", "Windows costs less than Linux", _not_below)


def _odd_cells(
    region: str, cells: Mapping[str, Mapping[str, float]], limits: Limits
) -> tuple[dict[Cell, Mark], list[str]]:
    """Mark the cells that break an invariant; too many of one kind refuse the region."""
    marks: dict[Cell, Mark] = {}
    problems = []
    for rule in _rules():
        column, other = cells.get(rule.offer, {}), cells.get(rule.other, {})
        both = [size for size in column if size in other]
        odd = [size for size in both if not rule.holds(column[size], other[size])]
        if len(odd) >= limits.fewest and len(odd) > limits.odd_share * len(both):
            problems.append(f"{rule.reason} for {len(odd):,} of {len(both):,} sizes ({rule.offer}, e.g. {odd[0]})")
        for size in odd:
            reason = f"{rule.reason}: {column[size]:g} beside {other[size]:g} USD per hour"
            marks.setdefault((rule.offer, size, region), _doubtful(reason))
    return marks, problems


def _doubtful(reason: str) -> Mark:
    return Mark(kind="doubtful", source=SOURCE, reason=reason)


def _spot(offer: str) -> bool:
    return offer.endswith("-spot")


def _same(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=_EQUAL)


def _not_above(price: float, other: float) -> bool:
    return price <= other * (1 + _EQUAL)


def _not_below(price: float, other: float) -> bool:
    return price >= other * (1 - _EQUAL)


def _below(price: float, other: float) -> bool:
    return price < other * (1 - _EQUAL)


def _above(price: float, other: float) -> bool:
    return price > other * (1 + _EQUAL)
