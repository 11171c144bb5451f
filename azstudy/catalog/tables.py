"""Reading azstudy's CSV tables with the standard library; a broken file gives one clear message."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from azstudy.errors import DataError

REPAIR_HINT: Final = "Reinstall azstudy, or run scripts/build_data.py in a checkout."


def read_table(path: Path, required: Iterable[str], *, hint: str = REPAIR_HINT) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a CSV file, every row as long as the header.

    Raises:
        DataError: When the file is missing, is not text, lacks a required column or has a ragged row.
    """
    try:
        text = path.read_text(encoding="utf-8")
        rows = list(csv.reader(text.splitlines(keepends=True), strict=True))
    except FileNotFoundError:
        raise DataError(f"Data file {path.name} is missing from {path.parent}. {hint}") from None
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise DataError(f"Data file {path} cannot be read: {problem}. {hint}") from None
    if text and not text.endswith("\n"):
        raise DataError(f"Data file {path} is cut off: its last line has no end. {hint}")
    if not rows:
        raise DataError(f"Data file {path} is empty. {hint}")
    header = rows.pop(0)
    missing = [column for column in required if column not in header]
    if missing:
        raise DataError(f"Data file {path} lacks the column {', '.join(missing)}. {hint}")
    width = len(header)
    for number, row in enumerate(rows, start=2):
        if len(row) != width:
            raise DataError(f"Data file {path}, line {number}: {len(row)} cells where {width} are due. {hint}")
    return header, rows


def records(path: Path, required: Iterable[str], *, hint: str = REPAIR_HINT) -> Iterator[dict[str, str]]:
    """The rows of a CSV file as dictionaries."""
    header, rows = read_table(path, required, hint=hint)
    for row in rows:
        yield dict(zip(header, row, strict=True))


def to_float(text: str) -> float | None:
    """A number, or None for an empty cell."""
    return float(text) if text else None


def to_int(text: str) -> int | None:
    """A whole number, or None for an empty cell."""
    return int(float(text)) if text else None


def to_bool(text: str) -> bool | None:
    """True, False, or None for an empty cell."""
    if text == "true":
        return True
    if text == "false":
        return False
    if text == "":
        return None
    raise ValueError(f"{text!r} is neither true nor false")


def to_text(text: str) -> str | None:
    """The text, or None for an empty cell."""
    return text or None


def to_tuple(text: str) -> tuple[str, ...]:
    """The parts of a `;`-joined cell."""
    return tuple(text.split(";")) if text else ()


def to_ints(text: str) -> tuple[int, ...] | None:
    """The whole numbers of a `;`-joined cell, or None for an empty one."""
    return tuple(int(part) for part in text.split(";")) if text else None


def convert(path: Path, column: str, cells: Iterable[str], parse: Callable[[str], Any]) -> list[Any]:
    """A whole column converted, with the file and line in the message of a bad cell."""
    values = []
    for number, cell in enumerate(cells, start=2):
        try:
            values.append(parse(cell))
        except ValueError as problem:
            raise DataError(
                f"Data file {path}, line {number}, column {column}: {cell!r} is not valid ({problem}). {REPAIR_HINT}"
            ) from None
    return values
