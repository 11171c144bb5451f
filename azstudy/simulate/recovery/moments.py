"""Moments as a learner types them, and recovery points as tables that can be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from azstudy.errors import InvalidInputError


def moment(name: str, given: datetime | str) -> datetime:
    """A moment from text, which is UTC unless it says otherwise, or from an aware datetime.

    Args:
        name: The argument it was given for, for the message.
        given: Such as "2026-03-02 14:20", "2026-03-02" (midnight) or a datetime with a time zone.

    Raises:
        InvalidInputError: For text that is no time, or a datetime without a zone.

    >>> moment("on", "2026-03-02 14:20").isoformat()
    '2026-03-02T14:20:00+00:00'
    """
    if isinstance(given, str):
        try:
            read = datetime.fromisoformat(given.strip())
        except ValueError:
            raise InvalidInputError(f"{name}={given!r} is no time. Write it like '2026-03-02 14:20' (UTC).") from None
        return read if read.tzinfo is not None else read.replace(tzinfo=UTC)
    if given.tzinfo is None:
        raise InvalidInputError(f"{name}={given} has no time zone. Give one, such as datetime(..., tzinfo=UTC).")
    return given


def in_columns(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows under a head, each column as wide as it must be, numbers to the right.

    >>> print(in_columns(("kept as", "points"), [("daily", 30), ("weekly", 8)]))
    kept as  points
    daily        30
    weekly        8
    """
    lines = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(head))]
    right = [n > 0 and all(line[n].isdigit() for line in lines[1:]) for n in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if side else cell.ljust(width)
            for cell, width, side in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in lines
    )
