"""The table of VM sizes: look-up by name, columns, and bitmaps that answer filters.

A bitmap is a Python int whose bit i stands for size i. Combining filters is then a handful of
integer ANDs, whatever the number of sizes.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import attrs

from azstudy.catalog.tables import convert, read_table, records, to_bool, to_float, to_int, to_ints, to_text, to_tuple
from azstudy.errors import UnknownNameError, nearest
from azstudy.model.size import VmSize
from azstudy.model.sizename import SizeName

_PARSERS: Final[dict[str, Callable[[str], Any]]] = {
    "str": str,
    "str | None": to_text,
    "int | None": to_int,
    "float | None": to_float,
    "bool | None": to_bool,
    "bool": to_bool,
    "tuple[int, ...] | None": to_ints,
    "tuple[str, ...]": to_tuple,
}
_LIFECYCLE: Final = (
    "retirement_date",
    "retirement_source",
    "previous_generation",
    "reservation_1y_sold",
    "reservation_3y_sold",
)
FIELDS: Final = {field.name: str(field.type) for field in attrs.fields(VmSize)}


class SizeTable:
    """All sizes of one data folder, read once; columns are converted when first asked for."""

    def __init__(self, folder: Path) -> None:
        """Read `sizes.csv` and `lifecycle.csv` of `folder`; raises DataError where one is broken."""
        self._path = folder / "sizes.csv"
        own = [name for name in FIELDS if name not in _LIFECYCLE]
        header, rows = read_table(self._path, own)
        self._raw = dict(zip(header, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(header, ())
        self.names: tuple[str, ...] = tuple(self._raw["name"])
        self._columns: dict[str, list[Any]] = {}
        self._objects: dict[int, VmSize] = {}
        self._bitmaps: dict[str, _Thresholds] = {}
        self._lifecycle = _read_lifecycle(folder / "lifecycle.csv")

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def _index(self) -> dict[str, int]:
        return {name.lower(): i for i, name in enumerate(self.names)}

    def find(self, name: str) -> int | None:
        """The row of a size, whatever the case, with or without `Standard_`; None if unknown."""
        key = "_".join(str(name).split()).lower()
        for candidate in (key, f"standard_{key}"):
            if candidate in self._index:
                return self._index[candidate]
        return None

    def index(self, name: str) -> int:
        """The row of a size.

        Raises:
            UnknownNameError: With the nearest known names.
        """
        row = self.find(name)
        if row is None:
            short = [known.removeprefix("Standard_") for known in self.names]
            given = str(name).strip()
            close = nearest(given.lower().removeprefix("standard_"), short)
            hint = (
                "Sizes look like D4s_v5." if close else "Sizes look like D4s_v5; `azstudy size` lists those that fit."
            )
            raise UnknownNameError("VM size", given, close, hint=hint)
        return row

    def column(self, field: str) -> list[Any]:
        """One field of every size, in row order; None where not known."""
        if field not in self._columns:
            if field in _DERIVED:
                self._columns[field] = _DERIVED[field](self)
            elif field in _LIFECYCLE:
                self._columns[field] = [self._life(i)[field] for i in range(len(self))]
            else:
                self._columns[field] = convert(self._path, field, self._raw[field], _PARSERS[FIELDS[field]])
        return self._columns[field]

    def _life(self, row: int) -> dict[str, Any]:
        name, series = self.names[row], self._raw["series"][row]
        return self._lifecycle.get(name) or self._lifecycle.get(series) or _CURRENT

    def size(self, row: int) -> VmSize:
        """The size in one row as a value."""
        if row not in self._objects:
            values = {field: self._cell(field, row) for field in FIELDS if field not in _LIFECYCLE}
            self._objects[row] = VmSize(**values, **self._life(row))
        return self._objects[row]

    def _cell(self, field: str, row: int) -> Any:
        if field in self._columns:
            return self._columns[field][row]
        return convert(self._path, field, (self._raw[field][row],), _PARSERS[FIELDS[field]])[0]

    @cached_property
    def rank(self) -> list[tuple[int, str]]:
        """Tie-break between equal prices: newer version first, then name."""
        parsed = [SizeName.parse(name) for name in self.names]
        return [(-(name.version or 1), str(name)) for name in parsed]

    @property
    def everything(self) -> int:
        """The bitmap of all sizes."""
        return (1 << len(self)) - 1

    def at_least(self, field: str, value: float) -> int:
        """Bitmap of the sizes whose `field` is known and >= value."""
        return self._thresholds(field).at_least(value)

    def at_most(self, field: str, value: float) -> int:
        """Bitmap of the sizes whose `field` is known and <= value."""
        return self._thresholds(field).at_most(value)

    def known(self, field: str) -> int:
        """Bitmap of the sizes whose `field` is known."""
        return self._thresholds(field).known

    def where(self, field: str, test: Callable[[Any], bool]) -> int:
        """Bitmap of the sizes whose known `field` passes `test`."""
        return bitmap(value is not None and test(value) for value in self.column(field))

    def _thresholds(self, field: str) -> _Thresholds:
        if field not in self._bitmaps:
            self._bitmaps[field] = _Thresholds(self.column(field))
        return self._bitmaps[field]


class _Thresholds:
    """Bitmaps of one numeric column for "at least" and "at most"."""

    def __init__(self, values: Sequence[float | None]) -> None:
        groups: dict[float, int] = {}
        for row, value in enumerate(values):
            if value is not None:
                groups[value] = groups.get(value, 0) | 1 << row
        self._sorted = sorted(groups)
        self._from = [0]
        for value in reversed(self._sorted):
            self._from.append(self._from[-1] | groups[value])
        self._from.reverse()
        self.known = self._from[0]

    def at_least(self, value: float) -> int:
        return self._from[bisect.bisect_left(self._sorted, value)]

    def at_most(self, value: float) -> int:
        return self.known & ~self._from[bisect.bisect_right(self._sorted, value)]


def _memory_per_vcpu(table: SizeTable) -> list[Any]:
    pairs = zip(table.column("memory_gib"), table.column("vcpus"), strict=True)
    return [memory / vcpus if memory and vcpus else None for memory, vcpus in pairs]


def _burstable(table: SizeTable) -> list[Any]:
    known = zip(table.column("credit_base_percent"), table.column("has_specs"), strict=True)
    return [base is not None if specs else None for base, specs in known]


def _current_generation(table: SizeTable) -> list[Any]:
    older = zip(*(table.column(f) for f in ("previous_generation", "retirement_date", "promo")), strict=True)
    return [not (previous or retiring or promo) for previous, retiring, promo in older]


_DERIVED: Final[dict[str, Callable[[SizeTable], list[Any]]]] = {
    "memory_per_vcpu": _memory_per_vcpu,
    "burstable": _burstable,
    "current_generation": _current_generation,
}


def bitmap(flags: Any) -> int:
    """The int whose bit i is set where the i-th flag is true.

    >>> bitmap([True, False, True])
    5
    """
    return int("".join("1" if flag else "0" for flag in reversed(list(flags))) or "0", 2)


def bits(mask: int) -> list[int]:
    """The positions of the set bits, ascending.

    >>> bits(5)
    [0, 2]
    """
    return [i for i, digit in enumerate(reversed(f"{mask:b}")) if digit == "1"]


_CURRENT: Final[dict[str, Any]] = {
    "retirement_date": None,
    "retirement_source": None,
    "previous_generation": False,
    "reservation_1y_sold": True,
    "reservation_3y_sold": True,
}


def _read_lifecycle(path: Path) -> dict[str, dict[str, Any]]:
    columns = ("match", "retirement_date", "previous_generation", "reservation_1y_sold", "reservation_3y_sold")
    return {
        row["match"]: {
            "retirement_date": row["retirement_date"] or None,
            "retirement_source": f"{row['source']} {row['as_of']}".strip() if row["retirement_date"] else None,
            "previous_generation": row["previous_generation"] == "true",
            "reservation_1y_sold": row["reservation_1y_sold"] != "false",
            "reservation_3y_sold": row["reservation_3y_sold"] != "false",
        }
        for row in records(path, (*columns, "source", "as_of"))
    }
