"""Prices that do not fit the level of their region: hidden Windows licences and slipped decimals."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from statistics import median

from _build_common import number, record
from _build_prices import LEFT_OUT_COLUMNS, Prices

Place = tuple[str, str]
"""Size, region."""

_OFFER = "linux-payg"
_ODD, _EXACT = 0.04, 0.003
_SERIES_ODD, _SERIES_EXACT, _FEW = 1.4, 0.05, 4
_SLIPPED = 0.2


def repair_by_level(prices: Prices, licences: dict[str, float], series: dict[str, str]) -> None:
    """Take a Windows licence out of Linux prices that hold one, and set aside prices far below their level.

    Args:
        prices: Changed in place.
        licences: Size -> the licence its vCPUs would cost, USD an hour.
        series: Size -> series.
    """
    for cells in _grouped(prices, lambda place: series.get(place[0], place[0])).values():
        for place in _one_licence_too_many(cells, licences):
            _take_out(prices, place, licences[place[0]], "its siblings show")
    fits = _fits(prices)
    for cells in _grouped(prices, lambda place: (series.get(place[0], place[0]), place[1])).values():
        without = [fits[place] * (1 - licences.get(place[0], 0) / usd) for place, usd in cells.items()]
        high = median(fits[place] for place in cells) > _SERIES_ODD
        if len(cells) >= _FEW and high and abs(median(without) - 1) < _SERIES_EXACT:
            for place in cells:
                _take_out(prices, place, licences[place[0]], "the other regions show")
    for place, fit in fits.items():
        if fit < _SLIPPED:
            _set_aside(prices, place, fit)


def _grouped(prices: Prices, key: Callable[[Place], object]) -> dict[object, dict[Place, float]]:
    groups: dict[object, dict[Place, float]] = {}
    for (offer, size, region), cell in prices.cells.items():
        if offer == _OFFER:
            groups.setdefault(key((size, region)), {})[size, region] = cell.usd
    return groups


def _one_licence_too_many(cells: dict[Place, float], licences: dict[str, float]) -> list[Place]:
    """Places of a series that alone, in their region, are dearer than expected by exactly a licence."""
    expected = _expected(cells)
    odd = {place for place, usd in cells.items() if abs(usd / expected[place] - 1) > _ODD}
    found = []
    for size, region in sorted(odd):
        siblings = [place for place in cells if place[1] == region]
        alone = len(siblings) >= _FEW and sum(place in odd for place in siblings) == 1
        usd, licence = cells[size, region], licences.get(size, 0)
        if alone and licence and abs((usd - licence) / expected[size, region] - 1) < _EXACT:
            found.append((size, region))
    return found


def _expected(cells: dict[Place, float]) -> dict[Place, float]:
    """What each price of a series should be if size and region were independent factors (median polish)."""
    sizes = {size: 1.0 for size, _ in cells}
    regions = {region: 1.0 for _, region in cells}
    for _ in range(4):
        sizes = _medians((size, usd / regions[region]) for (size, region), usd in cells.items())
        regions = _medians((region, usd / sizes[size]) for (size, region), usd in cells.items())
    return {(size, region): sizes[size] * regions[region] for size, region in cells}


def _fits(prices: Prices) -> dict[Place, float]:
    """How each price stands to the size's median over regions and to its region's level; 1 is usual."""
    cells = next(iter(_grouped(prices, lambda _: None).values()), {})
    usual = _medians((size, usd) for (size, _), usd in cells.items())
    levels = _medians((region, usd / usual[size]) for (size, region), usd in cells.items())
    return {(size, region): usd / usual[size] / levels[region] for (size, region), usd in cells.items()}


def _medians(pairs: Iterable[tuple[str, float]]) -> dict[str, float]:
    seen: dict[str, list[float]] = {}
    for name, value in pairs:
        seen.setdefault(name, []).append(value)
    return {name: median(values) for name, values in seen.items()}


def _take_out(prices: Prices, place: Place, licence: float, who: str) -> None:
    key = (_OFFER, *place)
    cell = prices.cells[key]
    prices.cells[key] = replace(cell, usd=round(cell.usd - licence, 6), raw=cell.usd)
    prices.mark(key, "corrected", f"Linux price with a Windows licence in it, as {who}; repaired", cell.usd)


def _set_aside(prices: Prices, place: Place, fit: float) -> None:
    key = (_OFFER, *place)
    cell = prices.cells.pop(key)
    reason = f"{fit:.2f} of what this size costs at the level of its region: a slipped decimal"
    prices.left_out.append(record(LEFT_OUT_COLUMNS, (*key, number(cell.usd), cell.source, reason)))
    prices.marks.pop(key, None)
