"""Price sheets: one CSV an offer, rows sizes, columns regions, with provenance and marked cells."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import attrs

from azstudy.catalog.tables import REPAIR_HINT, read_table, records
from azstudy.errors import DataError
from azstudy.model.facts import OperatingSystem, Term

UNKNOWN: Final = math.nan


def offer_id(os: OperatingSystem, term: Term) -> str:
    """The name of an offer's sheet, e.g. `linux-payg`."""
    return f"{os.value}-{term.value}"


@attrs.frozen(kw_only=True)
class Mark:
    """What is special about one published cell: it was corrected, is doubtful, or has another source."""

    kind: str
    source: str = ""
    reason: str = ""
    raw_usd_per_hour: float | None = None


@attrs.frozen(kw_only=True)
class Provenance:
    """Where the cells of one offer and region come from; `main` fills the column unless a mark says otherwise."""

    offer: str
    region: str
    source: str
    as_of: str
    cells: int
    main: bool


class PriceFolder:
    """One folder of price sheets (the bundled one, or a refreshed snapshot), read sheet by sheet on demand."""

    def __init__(self, folder: Path, *, hint: str = REPAIR_HINT) -> None:
        """Point at `folder`; nothing is read until asked for."""
        self.folder = folder
        self._hint = hint
        self._sheets: dict[str, _Sheet | None] = {}
        self._provenance: dict[tuple[str, str], tuple[Provenance, ...]] | None = None
        self._marks: dict[str, dict[tuple[str, str], Mark]] | None = None

    def offers(self) -> tuple[str, ...]:
        """The offers that have a sheet."""
        return tuple(sorted(path.stem for path in self.folder.glob("*-*.csv")))

    def regions(self, offer: str) -> tuple[str, ...]:
        """The regions with a column in the sheet of `offer`; empty where there is no sheet."""
        sheet = self._sheet(offer)
        return sheet.regions if sheet else ()

    def column(self, offer: str, region: str, rows: Mapping[str, int]) -> list[float] | None:
        """USD per hour by size row (NaN where unknown), or None where the sheet has no such region.

        Args:
            offer: As `offer_id` names it.
            region: Region name.
            rows: Lower-case size name -> row; names it does not know are left out.
        """
        sheet = self._sheet(offer)
        if sheet is None or region not in sheet.regions:
            return None
        return sheet.column(region, rows)

    def provenance(self, offer: str, region: str) -> tuple[Provenance, ...]:
        """The sources of one column, the main one first."""
        if self._provenance is None:
            self._provenance = self._read_provenance()
        return self._provenance.get((offer, region), ())

    def all_provenance(self) -> tuple[Provenance, ...]:
        """Every provenance row."""
        self.provenance("", "")
        return tuple(row for rows in (self._provenance or {}).values() for row in rows)

    def marks(self, offer: str) -> dict[tuple[str, str], Mark]:
        """The marked cells of an offer: (size name, region) -> Mark."""
        if self._marks is None:
            self._marks = self._read_marks()
        return self._marks.get(offer, {})

    def _sheet(self, offer: str) -> _Sheet | None:
        if offer not in self._sheets:
            path = self.folder / f"{offer}.csv"
            self._sheets[offer] = _Sheet(path, self._hint) if path.is_file() else None
        return self._sheets[offer]

    def _read_provenance(self) -> dict[tuple[str, str], tuple[Provenance, ...]]:
        columns = ("offer", "region", "source", "as_of", "cells", "main")
        found: dict[tuple[str, str], tuple[Provenance, ...]] = {}
        for row in records(self.folder / "provenance.csv", columns, hint=self._hint):
            key = (row["offer"], row["region"])
            entry = Provenance(
                offer=row["offer"],
                region=row["region"],
                source=row["source"],
                as_of=row["as_of"],
                cells=int(row["cells"]),
                main=row["main"] == "true",
            )
            found[key] = tuple(sorted((*found.get(key, ()), entry), key=lambda p: (not p.main, p.source)))
        return found

    def _read_marks(self) -> dict[str, dict[tuple[str, str], Mark]]:
        columns = ("offer", "size", "region", "mark", "raw_usd_per_hour", "source", "reason")
        found: dict[str, dict[tuple[str, str], Mark]] = {}
        for row in records(self.folder / "marks.csv", columns, hint=self._hint):
            raw = row["raw_usd_per_hour"]
            mark = Mark(
                kind=row["mark"],
                source=row["source"],
                reason=row["reason"],
                raw_usd_per_hour=float(raw) if raw else None,
            )
            cells = found.setdefault(row["offer"], {})
            key = (row["size"], row["region"])
            if key not in cells or _GRAVITY[mark.kind] > _GRAVITY[cells[key].kind]:
                cells[key] = mark
        return found


_GRAVITY: Final = {"source": 0, "corrected": 1, "doubtful": 2}


class _Sheet:
    def __init__(self, path: Path, hint: str) -> None:
        self._path = path
        self._hint = hint
        header, rows = read_table(path, ["size"], hint=hint)
        self.regions = tuple(header[1:])
        self._sizes = [row[0].lower() for row in rows]
        self._columns = dict(zip(header[1:], zip(*(row[1:] for row in rows), strict=True), strict=True)) if rows else {}

    def column(self, region: str, rows: Mapping[str, int]) -> list[float]:
        values = [UNKNOWN] * len(rows)
        try:
            for size, cell in zip(self._sizes, self._columns.get(region, ()), strict=True):
                row = rows.get(size)
                if cell and row is not None:
                    values[row] = float(cell)
        except ValueError as problem:
            raise DataError(f"Data file {self._path}, column {region}: {problem}. {self._hint}") from None
        if any(value <= 0 or math.isinf(value) for value in values):
            raise DataError(
                f"Data file {self._path}, column {region}: a price is zero, negative or infinite. {self._hint}"
            )
        return values
