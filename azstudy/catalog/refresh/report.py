"""What a refresh tells while it runs and when it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from azstudy.catalog.refresh.checks import Doubt
from azstudy.catalog.refresh.rows import RegionPrices
from azstudy.catalog.refresh.table import Cell, PriceTable
from azstudy.catalog.sheets import Mark

_SHOWN = 10
_TOLERANCE = 1e-6


@attrs.frozen(kw_only=True)
class Progress:
    """One step of a running refresh.

    `page` and `rows` count within `region`; `waiting_s` is above zero when the service asked for a pause,
    which `note` explains; `note` also says when a region was fetched earlier.
    """

    region: str
    page: int = 0
    rows: int = 0
    regions_done: int = 0
    regions_total: int = 0
    waiting_s: float = 0.0
    note: str = ""


@attrs.frozen(kw_only=True)
class Changes:
    """How the new prices differ from those they replace, in cells."""

    same: int = 0
    lower: int = 0
    higher: int = 0
    new: int = 0
    gone: int = 0


@attrs.frozen(kw_only=True)
class RefreshReport:
    """What a finished refresh did.

    Attributes:
        snapshot: The new folder, as text.
        as_of: ISO date of the prices.
        base_url: Where they came from.
        regions: Regions refreshed; `resumed` of them were fetched by an earlier, interrupted run.
        without_prices: Regions for which the service lists no VM price, now as before.
        carried_over: Regions kept from the snapshot before.
        failed: Region -> why it keeps its old prices (only where that was asked for).
        pages, rows, requests, retries: What was read; requests and retries count this run alone.
        used: Rows whose price was taken; `skipped` counts the others by reason.
        cells: Prices by offer.
        marked: Prices kept but marked doubtful, with the reason.
        left_out: Prices not believed.
        changes: Against the prices in use before.
    """

    snapshot: str
    as_of: str
    base_url: str
    regions: tuple[str, ...]
    resumed: tuple[str, ...] = ()
    without_prices: tuple[str, ...] = ()
    carried_over: tuple[str, ...] = ()
    failed: dict[str, str] = attrs.field(factory=dict)
    pages: int = 0
    rows: int = 0
    requests: int = 0
    retries: int = 0
    used: int = 0
    skipped: dict[str, int] = attrs.field(factory=dict)
    cells: dict[str, int] = attrs.field(factory=dict)
    marked: dict[Cell, str] = attrs.field(factory=dict)
    left_out: tuple[Doubt, ...] = ()
    changes: Changes = attrs.field(factory=Changes)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        plain = attrs.asdict(self)
        plain["marked"] = [
            {"offer": offer, "size": size, "region": region, "reason": reason}
            for (offer, size, region), reason in sorted(self.marked.items())
        ]
        return plain

    def text(self) -> str:
        """The report in words."""
        lines = [
            f"Prices of {_count(len(self.regions), 'region')} refreshed from {self.base_url}, as of {self.as_of}.",
            f"Read {_count(self.rows, 'row')} on {_count(self.pages, 'page')}; {self.used:,} rows give "
            f"{_count(sum(self.cells.values()), 'price')}.",
            "Beside the prices before: "
            f"{self.changes.same:,} the same, {self.changes.lower:,} lower, {self.changes.higher:,} higher, "
            f"{self.changes.new:,} new, {self.changes.gone:,} gone.",
            *_listed("Rows not used", (f"{n:,} {reason}" for reason, n in _by_count(self.skipped))),
            *_listed("Marked doubtful", (f"{' '.join(cell)}: {why}" for cell, why in sorted(self.marked.items()))),
            *_listed("Left out", (f"{d.offer} {d.size} {d.region}: {d.reason}" for d in self.left_out)),
            *_listed("Keep their old prices", (f"{region}: {why}" for region, why in sorted(self.failed.items()))),
        ]
        if self.without_prices:
            lines.append(f"No VM prices are listed for {', '.join(self.without_prices)}.")
        if self.carried_over:
            lines.append(f"{_count(len(self.carried_over), 'region')} kept from the refresh before.")
        if self.resumed:
            lines.append(f"{_count(len(self.resumed), 'region')} had been fetched by an interrupted refresh.")
        lines.append(f"In use now: {self.snapshot}")
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.text()


def tally(found: Iterable[RegionPrices]) -> dict[str, Any]:
    """The sums a report needs over regions: pages, rows, used rows and skipped rows by reason."""
    total = {"pages": 0, "rows": 0, "used": 0}
    skipped: Counter[str] = Counter()
    for region in found:
        total = {name: value + getattr(region, name) for name, value in total.items()}
        skipped.update(region.skipped)
    return {**total, "skipped": dict(_by_count(skipped))}


def compare(old: PriceTable, new: PriceTable) -> Changes:
    """Count how every cell of the new table's columns changed.

    >>> old = PriceTable(columns={("linux-payg", "westeurope"): {"Standard_D2s_v5": 0.115}})
    >>> compare(old, PriceTable(columns={("linux-payg", "westeurope"): {"Standard_D2s_v5": 0.11}})).lower
    1
    """
    counts = dict.fromkeys(("same", "lower", "higher", "new", "gone"), 0)
    for key, column in new.columns.items():
        before = old.columns.get(key, {})
        counts["gone"] += len(before.keys() - column.keys())
        for size, price in column.items():
            if size not in before:
                counts["new"] += 1
            elif abs(price - before[size]) <= _TOLERANCE * before[size]:
                counts["same"] += 1
            else:
                counts["lower" if price < before[size] else "higher"] += 1
    return Changes(**counts)


def cells_by_offer(table: PriceTable) -> dict[str, int]:
    """Number of prices in each offer's sheet, offers without a price left out."""
    counts: Counter[str] = Counter()
    for (offer, _), column in table.columns.items():
        counts[offer] += len(column)
    return {offer: count for offer, count in sorted(counts.items()) if count}


def reasons(marks: Mapping[Cell, Mark]) -> dict[Cell, str]:
    """Why each marked cell is marked."""
    return {cell: mark.reason for cell, mark in marks.items()}


def _by_count(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _listed(title: str, entries: Iterable[str]) -> list[str]:
    every = list(entries)
    if not every:
        return []
    more = [f"  and {len(every) - _SHOWN:,} more (all in report.json of the snapshot)"] if len(every) > _SHOWN else []
    return [f"{title}:", *(f"  {entry}" for entry in every[:_SHOWN]), *more]


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
