"""A learner's own load: metrics exported as CSV from Azure Monitor, or any file of times and values."""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Final

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
    `kind`: "count" spreads what was counted, "level" holds what was averaged.

    Args:
        source: A path, or the text itself (anything with a line break).
        column: The column of values, where there are several.
        kind: By default "level" for averages and percentages, else "count".
        unit: By default "percent" for percentages, else "requests/min".
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
    header, rows = _table(text, where)
    at_time, at_value = _columns(header, rows, column, where)
    title = header[at_value].strip()
    found = [(row[at_time].strip(), row[at_value].strip()) for row in rows]
    times = _times([time for time, _ in found], day_first, where)
    values = [_number(cell, where, line) for line, (_, cell) in enumerate(found, 2)]
    steps, step_s, repairs = _grid(times, values, repair, where)
    level = any(word in title.lower() for word in ("avg", "average", "%", "percent", "max", "min"))
    kind = kind or ("level" if level else "count")
    percent = "%" in title or "percent" in title.lower()
    whole, more = filled(steps, step_s)
    return Load(
        values=to_minutes(whole, step_s, kind),
        start=min(times).replace(second=0, microsecond=0),
        unit=unit or (PERCENT if percent else REQUESTS),
        name=name or title,
        source=where,
        repairs=(*repairs, *more),
    )


def _text(source: str | Path) -> tuple[str, str]:
    if isinstance(source, str) and "\n" in source:
        return source, "the text given"
    path = Path(source)
    try:
        return path.read_text(encoding="utf-8-sig"), path.name
    except UnicodeDecodeError:
        raise InvalidInputError(f"{path} is not UTF-8 text. Export it as CSV, not as Excel.") from None
    except OSError as error:
        raise InvalidInputError(f"{path} cannot be read: {error.strerror}. Give the path of a CSV file.") from None


def _table(text: str, where: str) -> tuple[list[str], list[list[str]]]:
    """The header, the first line with a column of times in it, and the rows below that have all its columns."""
    lines = [line for line in text.splitlines() if line.strip()]
    for number, line in enumerate(lines):
        for sign in (",", ";", "\t"):
            header = next(csv.reader([line], delimiter=sign))
            if len(header) > 1 and any(_plain(cell) in _TIMES or _plain(cell).startswith("time") for cell in header):
                rows = [row for row in csv.reader(lines[number + 1 :], delimiter=sign) if len(row) >= len(header)]
                decimal = [[cell.replace(",", ".") if sign != "," else cell for cell in row] for row in rows]
                if not rows:
                    raise InvalidInputError(f"{where} has a header but no rows below it.")
                return header, decimal
    raise InvalidInputError(
        f"{where} has no header with a column of times. Name the columns in the first line, such as 'time,value'."
    )


def _plain(cell: str) -> str:
    return "".join(letter for letter in cell.lower() if letter.isalpha())


def _columns(header: Sequence[str], rows: Sequence[Sequence[str]], column: str | None, where: str) -> tuple[int, int]:
    at_time = next(n for n, cell in enumerate(header) if _plain(cell) in _TIMES or _plain(cell).startswith("time"))
    names = [cell.strip() for cell in header]
    if column is not None:
        if column not in names:
            close = nearest(column, names) or tuple(name for n, name in enumerate(names) if n != at_time)
            raise InvalidInputError(f"{where} has no column {column!r}. Did you mean {' or '.join(map(repr, close))}?")
        return at_time, names.index(column)
    numeric = [n for n in range(len(header)) if n != at_time and any(_is_number(row[n]) for row in rows)]
    if len(numeric) != 1:
        seen = ", ".join(repr(names[n]) for n in numeric) or "none"
        raise InvalidInputError(f"{where} has to have one column of numbers; found: {seen}. Choose one with column=...")
    return at_time, numeric[0]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _number(cell: str, where: str, line: int) -> float | None:
    if cell.lower() in _MISSING:
        return None
    try:
        value = float(cell)
    except ValueError:
        raise InvalidInputError(f"{where}, row {line}: {cell!r} is not a number.") from None
    if value < 0 or math.isinf(value):
        raise InvalidInputError(f"{where}, row {line}: {value:g} is no load. Values are numbers of 0 or more.")
    return value


def _times(cells: Sequence[str], day_first: bool | None, where: str) -> list[datetime]:
    order = _day_first(cells, where) if day_first is None else day_first
    found = []
    for line, cell in enumerate(cells, 2):
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
    _refuse_long_gaps(steps, step_s, where)
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


def _refuse_long_gaps(steps: Sequence[float | None], step_s: float, where: str) -> None:
    known = [n for n, value in enumerate(steps) if value is not None]
    longest = max((right - left - 1 for left, right in pairwise(known)), default=0) * step_s / 60
    if longest > LONGEST_GAP_MIN:
        raise InvalidInputError(
            f"{where} has a gap of {longest / 60:,.0f} hours; gaps of up to {LONGEST_GAP_MIN // 60} hours can be "
            "filled in. Use the part before or after it."
        )
    if known and (known[0] > 0 or known[-1] < len(steps) - 1):
        raise InvalidInputError(f"{where} begins or ends without a value. Cut those rows off.")
