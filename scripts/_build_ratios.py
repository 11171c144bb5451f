"""`prices/ratios.csv`: what the estimate rules multiply and add, size by size."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from _build_common import Row, number
from _build_doubts import LICENCE_PER_VCPU, own_licences
from _build_prices import Prices

COLUMNS = (
    "size",
    "windows_licence_usd_per_hour",
    "licence_source",
    "reservation_1y",
    "reservation_3y",
    "savings_plan_1y",
    "savings_plan_3y",
    "ratio_source",
    "spot",
    "spot_source",
)
HOME = "polandcentral"
"""The one region where every term is published."""
SPOT_MEDIAN = 0.1848
_COMMITMENTS = ("reservation_1y", "reservation_3y", "savings_plan_1y", "savings_plan_3y")
_AGREE = 0.02


def ratios(prices: Prices, sizes: Iterable[Row]) -> list[Row]:
    """One row a size; a ratio nobody published for the size or its series stays empty."""
    rows = {row["name"]: row for row in sizes}
    licences = _licences(prices, rows)
    own = {name: _own_ratios(prices, name) for name in rows}
    shared = _series_ratios(rows, own)
    spots = _median_ratios(prices, "spot")
    plans = _median_ratios(prices, "savings_plan_1y")
    return [
        {
            "size": name,
            **_licence_cells(licences.get(name)),
            **_ratio_cells(own[name], shared.get(row["series"], {}), plans.get(name)),
            **_spot_cells(spots.get(name)),
        }
        for name, row in rows.items()
    ]


def _licences(prices: Prices, rows: dict[str, Row]) -> dict[str, tuple[float, str]]:
    """Size -> licence per hour and where it is from: `calculator`, `regions` (median) or `rule-0.046`."""
    found: dict[str, tuple[float, str]] = {}
    for name, by_region in own_licences(prices).items():
        good = {r: v for r, v in by_region.items() if not prices.doubtful(("windows-payg", name, r))}
        if HOME in good:
            found[name] = (good[HOME], "calculator")
        elif good:
            found[name] = (median(good.values()), "regions")
    follows: dict[str, bool] = {}
    for name, (licence, _) in found.items():
        base = rows[name]["vcpus_base"]
        same = bool(base) and abs(licence - LICENCE_PER_VCPU * float(base)) <= 0.01 * licence + 0.0005
        series = rows[name]["series"]
        follows[series] = follows.get(series, True) and same
    for name, row in rows.items():
        plain = row["architecture"] == "x64" and not row["credit_base_percent"] and row["constrained"] == "false"
        if name not in found and plain and row["vcpus_base"] and follows.get(row["series"], False):
            found[name] = (LICENCE_PER_VCPU * float(row["vcpus_base"]), "rule-0.046")
    return found


def _own_ratios(prices: Prices, name: str) -> dict[str, float]:
    payg = prices.usd("linux", "payg", name, HOME)
    base = prices.secondary.get(("linux-payg", name, HOME))
    payg = base.usd if base else payg
    found = {}
    for term in _COMMITMENTS:
        usd = prices.usd("linux", term, name, HOME)
        if usd is not None and payg and not prices.doubtful((f"linux-{term}", name, HOME)):
            found[term] = usd / payg
    return found


def _series_ratios(rows: dict[str, Row], own: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    seen: dict[tuple[str, str], list[float]] = {}
    for name, found in own.items():
        for term, ratio in found.items():
            seen.setdefault((rows[name]["series"], term), []).append(ratio)
    shared: dict[str, dict[str, float]] = {}
    for (series, term), values in seen.items():
        if max(values) - min(values) <= _AGREE * max(values):
            shared.setdefault(series, {})[term] = median(values)
    return shared


def _median_ratios(prices: Prices, term: str) -> dict[str, float]:
    """Size -> median share of pay-as-you-go over every region that publishes the term for Linux."""
    seen: dict[str, list[float]] = {}
    for (offer, size, region), cell in prices.cells.items():
        payg = prices.usd("linux", "payg", size, region)
        if offer == f"linux-{term}" and payg and not prices.doubtful((offer, size, region)):
            seen.setdefault(size, []).append(cell.usd / payg)
    return {size: median(values) for size, values in seen.items()}


def _licence_cells(licence: tuple[float, str] | None) -> Row:
    usd, source = licence or (None, "")
    return {"windows_licence_usd_per_hour": "" if usd is None else number(usd), "licence_source": source}


def _ratio_cells(own: dict[str, float], series: dict[str, float], plan: float | None) -> Row:
    """The home region's ratios, else the series'; a 1-year plan published elsewhere fills its own gap."""
    used, source = (own, "own") if own else (series, "series" if series else "")
    if plan is not None and "savings_plan_1y" not in own:
        used, source = {**used, "savings_plan_1y": plan}, source or "regions"
    return {**{term: number(used[term]) if term in used else "" for term in _COMMITMENTS}, "ratio_source": source}


def _spot_cells(ratio: float | None) -> Row:
    return {
        "spot": number(SPOT_MEDIAN if ratio is None else ratio),
        "spot_source": "median" if ratio is None else "own",
    }
