"""What every part of the data build shares: reading inputs, checking them, writing CSV with stable bytes."""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path

Row = dict[str, str]


class BuildError(Exception):
    """An input is missing or not of the expected shape; the message says which and what to do."""


def input_path(inputs: Path, name: str) -> Path:
    """The path of the input file `name`.

    Raises:
        BuildError: When the file is not there.
    """
    path = inputs / name
    if not path.is_file():
        raise BuildError(f"Missing input {name!r} in {inputs}. data/README.md lists the files the build reads.")
    return path


def check_columns(name: str, found: Iterable[str], needed: Sequence[str]) -> None:
    """Raise BuildError naming the columns of `needed` that `found` lacks."""
    present = set(found)
    missing = [column for column in needed if column not in present]
    if missing:
        raise BuildError(
            f"Input {name!r} lacks the column(s) {', '.join(missing)}; it has {', '.join(sorted(present))}."
        )


def read_table(inputs: Path, name: str, needed: Sequence[str]) -> list[Row]:
    """Rows of an input CSV as text; every cell keeps exactly what the file says.

    Raises:
        BuildError: When the file or one of the `needed` columns is missing, or no row is there.
    """
    with input_path(inputs, name).open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        check_columns(name, reader.fieldnames or (), needed)
        rows = [{key: value or "" for key, value in row.items() if key} for row in reader]
    if not rows:
        raise BuildError(f"Input {name!r} has a header but no rows.")
    return rows


def number(value: str | float | Decimal, *, digits: int = 6) -> str:
    """`value` in plain decimal without trailing zeros; the empty text stays empty.

    >>> number("89.0"), number(0.08925), number(""), number("1200000.0")
    ('89', '0.08925', '', '1200000')
    """
    text = str(value).strip()
    if text in ("", "nan", "None"):
        return ""
    try:
        exact = round(Decimal(text), digits)
    except InvalidOperation:
        raise BuildError(f"{text!r} is not a number.") from None
    plain = f"{exact:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain in ("-0", "") else plain


def boolean(value: str) -> str:
    """`true`, `false` or the empty text for an input's spelling of a boolean."""
    text = value.strip().lower()
    if text in ("true", "1", "1.0", "yes"):
        return "true"
    if text in ("false", "0", "0.0", "no"):
        return "false"
    if text in ("", "nan", "none"):
        return ""
    raise BuildError(f"{value!r} is not a boolean.")


def one_line(text: str) -> str:
    """`text` with runs of white space folded, so that a cell never breaks a line."""
    return re.sub(r"\s+", " ", text).strip()


@dataclass(frozen=True)
class Table:
    """One output file: its name under the data folder, columns, rows, and the columns that make its key."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Mapping[str, str]]
    key: Sequence[str]
    numeric: str = ""

    def by_number(self, column: str) -> Table:
        """The same table, its rows to be sorted with `column` as a number instead of as text."""
        return replace(self, numeric=column)

    def checked(self) -> Table:
        """The same table with its rows sorted by key.

        Raises:
            BuildError: When two rows share a key or a row has other columns than the table.
        """
        ordered = sorted(self.rows, key=self._key)
        for row in ordered:
            if set(row) != set(self.columns):
                raise BuildError(f"{self.name}: row {self._key(row)} lacks or adds {set(row) ^ set(self.columns)}.")
        for before, after in itertools.pairwise(ordered):
            if self._key(before) == self._key(after):
                raise BuildError(f"{self.name}: two rows with the key {self._key(after)}.")
        return replace(self, rows=ordered)

    def write(self, out: Path) -> None:
        """Write the rows in their order as UTF-8 CSV with LF line ends."""
        path = out / self.name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, self.columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(self.rows)

    def _key(self, row: Mapping[str, str]) -> tuple[str | float, ...]:
        return tuple(float(row[column]) if column == self.numeric else row[column] for column in self.key)


def record(columns: Sequence[str], values: Sequence[str]) -> Row:
    """A row from values in column order."""
    return dict(zip(columns, values, strict=True))
