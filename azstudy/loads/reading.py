"""A learner's own load: metrics exported as CSV from Azure Monitor, or any file of times and values."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Final

import attrs
from dateutil import parser as dates

from azstudy.errors import InvalidInputError, nearest
from azstudy.loads.load import PERCENT, REQUESTS, Load
from azstudy.loads.minutes import Kind, filled, to_minutes

_TIMES: Final = ("time", "timestamp", "datetime", "date", "timegenerated", "utc")
_MISSING: Final = {"", "nan", "null", "none", "n/a", "na", "-"}
LONGEST_GAP_MIN: Final = 24 * 60
"""A longer gap is not filled in, whatever is asked for."""


def read_csv(
    source: str | Path,
    *,
    column: str | None = None,
    kind: Kind | None = None,
    unit: str | None = None,
    repair: bool = False,
    day_first: bool | None = None,
    name: str | None = None,
) -> Load:
    """A load from a CSV file (or its text): a column of times and one of values, as Azure Monitor exports metrics.

    Lines above the header are skipped; commas, semicolons and tabs are understood, with a decimal comma beside the
    latter two. Times without a zone are taken as UTC. Steps longer or shorter than a minute are brought to minutes by
    `kind`: "count" spreads what was counted, "level" holds what was averaged. Requests per second are brought to
    requests a minute.

    Args:
        source: A path, or the text itself (anything with a line break).
        column: The column of values, where there are several.
        kind: By default "level" for averages, percentages and rates, else "count".
        unit: By default "percent" for percentages, "per second" for rates that are none of requests, else
            "requests/min".
        repair: True to sort times, average duplicates and fill gaps of up to a day in on a straight line; what was
            done stands in `repairs`. By default such a file is refused, with everything found in it.
        day_first: Which comes first in 03/04/2026; asked for only where the file leaves it open.
        name: By default the column's name.

    Raises:
        InvalidInputError: With one message that names everything that is wrong.

    >>> load = read_csv('TimeGenerated,Percentage CPU (Avg)\\n2026-11-02T08:00Z,40\\n2026-11-02T08:05Z,60\\n')
    >>> load.minutes, load.unit, load.values[4:6]
    (10, 'percent', (40.0, 60.0))
    """
    text, where = _text(source)
    table = _table(text, where)
    at_time, at_value = _columns(table, column, where)
    title = table.header[at_value].strip()
    times = _times(table, at_time, day_first, where)
    values = [_number(row[at_value], table, where, line) for line, row in table.rows]
    steps, step_s, repairs = _grid(times, values, repair, where)
    whole, more = filled(steps, step_s)
    level, said, factor = _meaning(title)
    own = unit is None and factor != 1
    return Load(
        values=[value * (factor if own else 1) for value in to_minutes(whole, step_s, kind or level)],
        start=min(times).replace(second=0, microsecond=0),
        unit=unit or said,
        name=name or title,
        source=where,
        repairs=(*repairs, *more, *(["values per second were multiplied by 60"] if own else [])),
    )


@attrs.frozen
class _Table:
    """The table of a file: its header, rows with their line numbers, and the sign between cells."""

    header: list[str]
    rows: list[tuple[int, list[str]]]
    sign: str


def _meaning(title: str) -> tuple[Kind, str, float]:
    """Kind, unit and factor that the title of a column stands for."""
    words = set(re.findall(r"[a-z%]+", title.lower()))
    if "%" in title or words & {"percent", "percentage"}:
        return "level", PERCENT, 1
    if re.search(r"(/|\bper )(s|sec|second)\b", title.lower()):
        return ("level", REQUESTS, 60) if words & {"request", "requests"} else ("level", "per second", 1)
    rate = re.search(r"(/|\bper )min", title.lower())
    averaged = words & {"avg", "average", "max", "maximum", "min", "minimum", "mean"}
    return ("level" if rate or averaged else "count"), REQUESTS, 1


def _text(source: str | Path) -> tuple[str, str]:
    if isinstance(source, str) and "\n" in source:
        return source, "the text given"
    path = Path(source)
    try:
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise InvalidInputError(f"{path} cannot be read: {why}. Give the path of a CSV file.") from None
    try:
        return raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"), path.name
    except UnicodeDecodeError:
        raise InvalidInputError(f"{path} is not UTF-8 text. Export it as CSV, not as Excel.") from None


def _table(text: str, where: str) -> _Table:
    """The header, the first line that names a column of times and has one in the line below it, and all rows."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip(" \t,;")]
    named = False
    for at, (_, line) in enumerate(lines):
        for sign in (",", ";", "\t"):
            header = _cells(line, sign)
            if len(header) < 2 or not any(_names_time(cell) for cell in header):
                continue
            named = True
            below = _cells(lines[at + 1][1], sign) if at + 1 < len(lines) else []
            if len(below) == len(header) and not any(_names_time(cell) for cell in below):
                return _Table(header, _rows(lines[at + 1 :], header, sign, where), sign)
    if named:
        raise InvalidInputError(f"{where} has a header but no rows below it.")
    raise InvalidInputError(
        f"{where} has no header with a column of times. Name the columns in the first line, such as 'time,value'."
    )


def _rows(
    lines: Sequence[tuple[int, str]], header: Sequence[str], sign: str, where: str
) -> list[tuple[int, list[str]]]:
    rows = [(number, _cells(line, sign)) for number, line in lines]
    odd = next(((number, row) for number, row in rows if len(row) != len(header)), None)
    if odd is not None:
        raise InvalidInputError(
            f"{where}, row {odd[0]}: {len(odd[1])} cells where the header has {len(header)}. Was the file cut off?"
        )
    return rows


def _cells(line: str, sign: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([line], delimiter=sign))]


def _plain(cell: str) -> str:
    return "".join(letter for letter in cell.lower() if letter.isalpha())


def _names_time(cell: str) -> bool:
    return _plain(cell) in _TIMES or _plain(cell).startswith("time")


def _columns(table: _Table, column: str | None, where: str) -> tuple[int, int]:
    names = table.header
    at_time = next(n for n, cell in enumerate(names) if _names_time(cell))
    if column is not None:
        if column not in names:
            close = nearest(column, names) or tuple(name for n, name in enumerate(names) if n != at_time)
            raise InvalidInputError(f"{where} has no column {column!r}. Did you mean {' or '.join(map(repr, close))}?")
        return at_time, names.index(column)
    numeric = [n for n in range(len(names)) if n != at_time and any(_value(row[n], table) for _, row in table.rows)]
    if not numeric and len(names) == 2:
        return at_time, 1 - at_time  # the message about its cells says more
    if len(numeric) != 1:
        seen = ", ".join(repr(names[n]) for n in numeric) or "none"
        raise InvalidInputError(f"{where} has to have one column of numbers; found: {seen}. Choose one with column=...")
    return at_time, numeric[0]


def _value(cell: str, table: _Table) -> tuple[float] | None:
    """The number in a cell, in a tuple so that 0 counts; None where there is none."""
    try:
        return (float(cell.replace(",", ".") if table.sign != "," else cell),)
    except ValueError:
        return None


def _number(cell: str, table: _Table, where: str, line: int) -> float | None:
    if cell.lower() in _MISSING:
        return None
    found = _value(cell, table)
    if found is None:
        raise InvalidInputError(f"{where}, row {line}: {cell!r} is not a number.")
    if not 0 <= found[0] < math.inf:
        raise InvalidInputError(f"{where}, row {line}: {found[0]:g} is no load. Values are numbers of 0 or more.")
    return found[0]


def _times(table: _Table, column: int, day_first: bool | None, where: str) -> list[datetime]:
    cells = [row[column] for _, row in table.rows]
    order = _day_first(cells, where) if day_first is None else day_first
    found = []
    for (line, _), cell in zip(table.rows, cells, strict=True):
        try:
            moment = dates.isoparse(cell) if "T" in cell else dates.parse(cell, dayfirst=order)
        except (ValueError, OverflowError):
            raise InvalidInputError(f"{where}, row {line}: {cell!r} is not a time such as 2026-11-02 08:00.") from None
        found.append(moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC))
    return found


def _day_first(cells: Sequence[str], where: str) -> bool:
    """What 03/04/2026 means, from a number above 12 somewhere in the file; a dot always has the day first."""
    pairs = [cell.split("/")[:2] for cell in cells if cell.count("/") >= 2 and not cell[:4].isdigit()]
    numbers = [(int(a), int(b)) for a, b in pairs if a.isdigit() and b.isdigit()]
    if any(first > 12 for first, _ in numbers):
        return True
    if any(second > 12 for _, second in numbers):
        return False
    if len({pair[0] for pair in numbers} | {pair[1] for pair in numbers}) > 1:
        raise InvalidInputError(
            f"{where}: {cells[0]!r} can be read in two ways. Say day_first=True or day_first=False."
        )
    return any(cell[:3].count(".") for cell in cells)


def _grid(
    times: Sequence[datetime], values: Sequence[float | None], repair: bool, where: str
) -> tuple[list[float | None], float, tuple[str, ...]]:
    """One value a step on a regular grid, the seconds of a step, and what was repaired."""
    repairs, problems = [], list(_problems(times, values))
    by_time: dict[datetime, list[float | None]] = {}
    for moment, value in sorted(zip(times, values, strict=True), key=lambda pair: pair[0]):
        by_time.setdefault(moment, []).append(value)
    moments = list(by_time)
    step_s = _step(moments, where)
    _refuse_long_gaps(moments, where)
    count = int((moments[-1] - moments[0]).total_seconds() // step_s) + 1
    if count > len(moments):
        problems.append(f"{count - len(moments)} of {count} steps of {step_s:g} s are missing")
    if problems and not repair:
        raise InvalidInputError(
            f"{where}: {'; '.join(problems)}. Mend the file, or read it with repair=True (sorts, averages duplicates, "
            "fills gaps in on a straight line)."
        )
    steps: list[float | None] = [None] * count
    for moment, group in by_time.items():
        known = [value for value in group if value is not None]
        steps[int((moment - moments[0]).total_seconds() // step_s)] = sum(known) / len(known) if known else None
    _refuse_long_gaps(
        [moments[0] + timedelta(seconds=n * step_s) for n, value in enumerate(steps) if value is not None], where
    )
    if steps[0] is None or steps[-1] is None:
        raise InvalidInputError(f"{where} begins or ends without a value. Cut those rows off.")
    repairs += [problem for problem in problems if "steps of" not in problem and "no value" not in problem]
    return steps, step_s, tuple(repairs)


def _problems(times: Sequence[datetime], values: Sequence[float | None]) -> Iterator[str]:
    disorder = sum(later < sooner for sooner, later in pairwise(times))
    doubles = len(times) - len(set(times))
    empty = sum(value is None for value in values)
    if disorder:
        yield f"{disorder} times come before the one above them"
    if doubles:
        yield f"{doubles} times occur twice"
    if empty:
        yield f"{empty} rows have no value"


def _step(moments: Sequence[datetime], where: str) -> float:
    if len(moments) < 2:
        raise InvalidInputError(f"{where} has one time only. A load needs two or more, evenly spaced.")
    gaps = Counter((later - sooner).total_seconds() for sooner, later in pairwise(moments))
    step_s = min(gap for gap, times in gaps.items() if times == max(gaps.values()))
    off = next((moment for moment in moments if (moment - moments[0]) % timedelta(seconds=step_s)), None)
    if off is not None:
        raise InvalidInputError(
            f"{where}: most values are {step_s:g} s apart, but {off:%Y-%m-%d %H:%M:%S} does not lie on that grid. "
            "Export one time grain only."
        )
    return step_s


def _refuse_long_gaps(moments: Sequence[datetime], where: str) -> None:
    longest = max((later - sooner for sooner, later in pairwise(moments)), default=timedelta())
    if longest > timedelta(minutes=LONGEST_GAP_MIN):
        raise InvalidInputError(
            f"{where} has a gap of {longest / timedelta(hours=1):,.0f} hours; gaps of up to {LONGEST_GAP_MIN // 60} "
            "hours can be filled in. Use the part before or after it."
        )
