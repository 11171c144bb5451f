"""A whole price table in memory, read from and written to the files of `data/prices` (docs/DESIGN.md)."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import attrs

from azstudy.catalog.sheets import Mark, PriceFolder, Provenance, offer_id
from azstudy.catalog.tables import read_table, records, to_float
from azstudy.errors import DataError
from azstudy.model.facts import OperatingSystem, Term

OFFERS: Final = tuple(offer_id(os, term) for os in OperatingSystem for term in Term)
PROVENANCE_COLUMNS: Final = ("offer", "region", "source", "as_of", "cells", "main")
MARK_COLUMNS: Final = ("offer", "size", "region", "mark", "raw_usd_per_hour", "source", "reason")
LEFT_OUT_COLUMNS: Final = ("offer", "size", "region", "raw_usd_per_hour", "source", "reason")
Cell = tuple[str, str, str]
"""Offer, size, region."""


@attrs.frozen(kw_only=True)
class PriceTable:
    """Published prices: `columns` maps (offer, region) to USD per hour by size.

    A column without a cell says "looked, and none is published"; a missing column says nothing.
    `left_out` lists prices a source gave that were not believed.
    """

    columns: dict[tuple[str, str], dict[str, float]] = attrs.field(factory=dict)
    provenance: tuple[Provenance, ...] = ()
    marks: dict[Cell, Mark] = attrs.field(factory=dict)
    left_out: dict[Cell, Mark] = attrs.field(factory=dict)

    @property
    def regions(self) -> tuple[str, ...]:
        """Regions with any column, sorted."""
        return tuple(sorted({region for _, region in self.columns}))

    @property
    def cells(self) -> int:
        """Number of prices."""
        return sum(len(column) for column in self.columns.values())

    def as_of(self, offer: str, region: str) -> str:
        """The date of a column's main source, "" where unknown."""
        rows = [row for row in self.provenance if (row.offer, row.region) == (offer, region)]
        return next((row.as_of for row in rows if row.main), rows[0].as_of if rows else "")

    def only(self, regions: Iterable[str]) -> PriceTable:
        """The same table with these regions alone."""
        kept = set(regions)
        return PriceTable(
            columns={key: column for key, column in self.columns.items() if key[1] in kept},
            provenance=tuple(row for row in self.provenance if row.region in kept),
            marks={cell: mark for cell, mark in self.marks.items() if cell[2] in kept},
            left_out={cell: mark for cell, mark in self.left_out.items() if cell[2] in kept},
        )

    def under(self, other: PriceTable) -> PriceTable:
        """Both tables together; where both have a column, that of `other` counts."""
        keys = set(other.columns)
        return PriceTable(
            columns={**self.columns, **other.columns},
            provenance=(
                *(row for row in self.provenance if (row.offer, row.region) not in keys),
                *other.provenance,
            ),
            marks={**_outside(self.marks, keys), **other.marks},
            left_out={**_outside(self.left_out, keys), **other.left_out},
        )


def _outside(cells: Mapping[Cell, Mark], keys: set[tuple[str, str]]) -> dict[Cell, Mark]:
    return {cell: mark for cell, mark in cells.items() if (cell[0], cell[2]) not in keys}


def load_table(folder: Path, *, hint: str) -> PriceTable:
    """Every sheet of a price folder, with provenance and marks.

    Raises:
        DataError: Naming the file that is missing or broken, with `hint` as what to do.
    """
    columns: dict[tuple[str, str], dict[str, float]] = {}
    for offer in OFFERS:
        path = folder / f"{offer}.csv"
        if path.is_file():
            columns.update(_read_sheet(path, offer, hint))
    prices = PriceFolder(folder, hint=hint)
    try:
        return PriceTable(
            columns=columns,
            provenance=prices.all_provenance(),
            marks={(offer, *at): mark for offer in OFFERS for at, mark in prices.marks(offer).items()},
            left_out=_read_left_out(folder / "left_out.csv", hint),
        )
    except (ValueError, KeyError) as problem:
        raise DataError(f"A list beside the price sheets in {folder} has a bad cell: {problem}. {hint}") from None


def _read_left_out(path: Path, hint: str) -> dict[Cell, Mark]:
    if not path.is_file():
        return {}
    return {
        (row["offer"], row["size"], row["region"]): Mark(
            kind="left_out",
            source=row["source"],
            reason=row["reason"],
            raw_usd_per_hour=to_float(row["raw_usd_per_hour"]),
        )
        for row in records(path, LEFT_OUT_COLUMNS, hint=hint)
    }


def _read_sheet(path: Path, offer: str, hint: str) -> dict[tuple[str, str], dict[str, float]]:
    header, rows = read_table(path, ["size"], hint=hint)
    if header[0] != "size" or len(set(header)) != len(header):
        raise DataError(f"Data file {path}: the first column is not `size`, or a region is there twice. {hint}")
    columns: list[dict[str, float]] = [{} for _ in header[1:]]
    for number, (size, *cells) in enumerate(rows, start=2):
        for column, cell in zip(columns, cells, strict=True):
            if cell:
                column[size] = _price(cell, f"{path}, line {number}", hint)
    return {(offer, region): column for region, column in zip(header[1:], columns, strict=True)}


def _price(cell: str, where: str, hint: str) -> float:
    try:
        price = float(cell)
    except ValueError:
        price = math.nan
    if not (math.isfinite(price) and price > 0):
        raise DataError(f"Data file {where}: {cell!r} is not a price above zero. {hint}")
    return price


def render(table: PriceTable) -> dict[str, str]:
    """The files of a price folder: name -> text, the same bytes for the same table."""
    files = {}
    for offer in sorted({offer for offer, _ in table.columns}):
        files[f"{offer}.csv"] = _render_sheet(table, offer)
    files["provenance.csv"] = _csv(
        PROVENANCE_COLUMNS,
        (
            (row.offer, row.region, row.source, row.as_of, str(row.cells), "true" if row.main else "false")
            for row in sorted(table.provenance, key=lambda row: (row.offer, row.region, row.source))
        ),
    )
    files["marks.csv"] = _csv(MARK_COLUMNS, (_mark_row(cell, table.marks[cell]) for cell in sorted(table.marks)))
    files["left_out.csv"] = _csv(
        LEFT_OUT_COLUMNS,
        (
            (*cell, _optional(mark.raw_usd_per_hour), mark.source, mark.reason)
            for cell, mark in sorted(table.left_out.items(), key=lambda item: item[0])
        ),
    )
    return files


def number(price: float) -> str:
    """A price without exponent and trailing zeros, to a hundred-millionth of a dollar.

    >>> number(0.10), number(2.854680365296804), number(3.0)
    ('0.1', '2.85468037', '3')
    """
    return f"{price:.8f}".rstrip("0").rstrip(".")


def _render_sheet(table: PriceTable, offer: str) -> str:
    regions = sorted(region for name, region in table.columns if name == offer)
    columns = [table.columns[offer, region] for region in regions]
    sizes = sorted({size for column in columns for size in column})
    rows = ((size, *(number(column[size]) if size in column else "" for column in columns)) for size in sizes)
    return _csv(("size", *regions), rows)


def _mark_row(cell: Cell, mark: Mark) -> tuple[str, ...]:
    return (*cell, mark.kind, _optional(mark.raw_usd_per_hour), mark.source, mark.reason)


def _optional(price: float | None) -> str:
    return "" if price is None else number(price)


def _csv(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def spelling_of(sizes: Iterable[str], *tables: Mapping[tuple[str, str], Mapping[str, float]]) -> dict[str, str]:
    """Lower-case name -> the spelling in use, from the catalogue's sizes first, then from price columns."""
    known: dict[str, str] = {}
    for columns in tables:
        for column in columns.values():
            known.update((size.lower(), size) for size in column)
    known.update((size.lower(), size) for size in sizes)
    return known
