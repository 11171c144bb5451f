"""The price sheets, where each cell comes from, and which cells need a warning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from _build_common import BuildError, Row, Table, check_columns, input_path, number, one_line, record
from _build_names import clean
from _build_sources import short_id

if TYPE_CHECKING:
    import pandas as pd

SYSTEMS = ("linux", "windows")
TERMS = ("payg", "spot", "savings_plan_1y", "savings_plan_3y", "reservation_1y", "reservation_3y")
PROVENANCE_COLUMNS = ("offer", "region", "source", "as_of", "cells", "main")
MARK_COLUMNS = ("offer", "size", "region", "mark", "raw_usd_per_hour", "source", "reason")
LEFT_OUT_COLUMNS = ("offer", "size", "region", "raw_usd_per_hour", "source", "reason")
_INPUT = "vm_prices.parquet"
_INPUT_COLUMNS = (
    "size",
    "region",
    "os",
    "price_type",
    "usd_per_hour",
    "source",
    "as_of",
    "raw_usd_per_hour",
    "flag",
    "primary",
)

Key = tuple[str, str, str]
"""Offer (`<os>-<term>`), size, region."""


@dataclass(frozen=True)
class Cell:
    """One published price: USD per hour, the source's id and date, what it said before a repair, its flag."""

    usd: float
    source: str
    as_of: str
    raw: float | None = None
    flag: str = ""


@dataclass
class Prices:
    """All published prices, the marks on them, and published values that are not used.

    `secondary` holds what an older or weaker source says of the same cell.
    """

    cells: dict[Key, Cell]
    secondary: dict[Key, Cell] = field(default_factory=dict)
    marks: dict[Key, tuple[str, float | None, str]] = field(default_factory=dict)
    left_out: list[Row] = field(default_factory=list)

    def usd(self, os: str, term: str, size: str, region: str) -> float | None:
        """The published price of an hour, or None."""
        cell = self.cells.get((f"{os}-{term}", size, region))
        return cell.usd if cell else None

    def mark(self, key: Key, kind: str, reason: str, raw: float | None = None) -> None:
        """Mark a cell; the first mark of a cell stands."""
        if key in self.cells:
            self.marks.setdefault(key, (kind, raw, reason))

    def sizes(self) -> list[str]:
        """Names with any price, sorted."""
        return sorted({size for _, size, _ in self.cells} | {row["size"] for row in self.left_out})

    def regions(self) -> list[str]:
        """Regions with any price, sorted."""
        return sorted({region for _, _, region in self.cells})

    def doubtful(self, key: Key) -> bool:
        """True where the cell carries the mark `doubtful`."""
        return self.marks.get(key, ("",))[0] == "doubtful"


def raw_names(inputs: Path) -> list[str]:
    """Size names as the price list spells them."""
    return sorted({str(name) for name in _frame(inputs)["size"].unique()})


def read_prices(inputs: Path) -> Prices:
    """The published prices of `vm_prices.parquet`; zeros are set aside, they are placeholders and not prices."""
    prices = Prices(cells={})
    for row in _records(inputs):
        key = (f"{row['os']}-{row['price_type']}", clean(row["size"]), row["region"])
        cell = _cell(row)
        if cell.usd <= 0:
            prices.left_out.append(_left_out(key, cell, "a zero in the list is a placeholder, not a price"))
        elif not row["primary"]:
            prices.secondary[key] = cell
        elif key in prices.cells:
            raise BuildError(f"Input {_INPUT!r} has two primary prices for {key}.")
        else:
            prices.cells[key] = cell
    return prices


def _frame(inputs: Path) -> pd.DataFrame:
    path = input_path(inputs, _INPUT)
    try:
        import pandas as pd
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise BuildError(
            f"{error.name} is needed to read {_INPUT}: run with the `data` group, `uv sync --group data`."
        ) from None
    try:
        frame = pd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise BuildError(f"Input {_INPUT!r} cannot be read as Parquet: {one_line(str(error))[:200]}") from None
    check_columns(_INPUT, frame.columns, _INPUT_COLUMNS)
    if frame.empty:
        raise BuildError(f"Input {_INPUT!r} has no rows.")
    return frame


def _records(inputs: Path) -> Iterator[dict[str, Any]]:
    frame = _frame(inputs)
    known_systems, known_terms = {*SYSTEMS, "windows_ahb"}, set(TERMS)
    for column, known in (("os", known_systems), ("price_type", known_terms)):
        unknown = sorted(set(frame[column].unique()) - known)
        if unknown:
            raise BuildError(
                f"Input {_INPUT!r}, column {column!r}: {unknown[0]!r} is not one of {', '.join(sorted(known))}."
            )
    columns = list(_INPUT_COLUMNS)
    for row in frame[columns].sort_values(columns[:4], kind="stable").itertuples(index=False, name=None):
        yield dict(zip(columns, row, strict=True))


def _cell(row: dict[str, Any]) -> Cell:
    raw = float(row["raw_usd_per_hour"])
    return Cell(
        usd=float(row["usd_per_hour"]),
        source=short_id(row["source"]),
        as_of=row["as_of"],
        raw=None if raw != raw else raw,
        flag=row["flag"] or "",
    )


def _left_out(key: Key, cell: Cell, reason: str) -> Row:
    values = (*key, number(cell.usd), cell.source, reason)
    return record(LEFT_OUT_COLUMNS, values)


def price_tables(prices: Prices) -> list[Table]:
    """Every sheet, `provenance.csv`, `marks.csv` and `left_out.csv`."""
    tables: list[Table] = []
    provenance: list[Row] = []
    marks: list[Row] = []
    for os in SYSTEMS:
        for term in TERMS:
            offer = f"{os}-{term}"
            cells = {key: cell for key, cell in prices.cells.items() if key[0] == offer}
            tables.append(_sheet(offer, cells))
            mains = _provenance(offer, cells, provenance)
            marks.extend(_mark_rows(prices, cells, mains))
    return [
        *tables,
        Table("prices/provenance.csv", PROVENANCE_COLUMNS, provenance, ("offer", "region", "source")),
        Table("prices/marks.csv", MARK_COLUMNS, marks, ("offer", "size", "region")),
        Table("prices/left_out.csv", LEFT_OUT_COLUMNS, prices.left_out, ("offer", "size", "region", "source")),
    ]


def _sheet(offer: str, cells: dict[Key, Cell]) -> Table:
    regions = sorted({region for _, _, region in cells})
    rows: dict[str, Row] = {}
    for (_, size, region), cell in cells.items():
        rows.setdefault(size, {"size": size, **dict.fromkeys(regions, "")})[region] = number(cell.usd)
    return Table(f"prices/{offer}.csv", ("size", *regions), rows.values(), ("size",))


def _provenance(offer: str, cells: dict[Key, Cell], provenance: list[Row]) -> dict[str, str]:
    """Add rows for one offer; returns the main source of each region, the one with most cells."""
    counts = Counter((region, cell.source, cell.as_of) for (_, _, region), cell in cells.items())
    mains: dict[str, str] = {}
    for (region, source, _), _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        mains.setdefault(region, source)
    for (region, source, date), count in counts.items():
        main = "true" if mains[region] == source else "false"
        values = (offer, region, source, date, str(count), main)
        provenance.append(record(PROVENANCE_COLUMNS, values))
    return mains


def _mark_rows(prices: Prices, cells: dict[Key, Cell], mains: dict[str, str]) -> Iterator[Row]:
    for key, cell in cells.items():
        kind, raw, reason = prices.marks.get(key, ("", None, ""))
        other_source = cell.source != mains[key[2]]
        if not kind and not other_source:
            continue
        kind = kind or "source"
        reason = reason or f"{mains[key[2]]} does not list this size here"
        raw_text = "" if raw is None else number(raw)
        yield record(MARK_COLUMNS, (*key, kind, raw_text, cell.source, reason))
