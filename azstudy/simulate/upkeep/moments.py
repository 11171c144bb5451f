"""Reading moments: aware datetimes, or ISO text where no offset means UTC."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from azstudy.errors import InvalidInputError


def as_moment(name: str, given: Any) -> datetime:
    """An aware datetime in UTC.

    Raises:
        InvalidInputError: For text that is no date, a datetime without a zone, or something else.

    >>> as_moment("since", "2026-12-06 02:00").isoformat()
    '2026-12-06T02:00:00+00:00'
    """
    try:
        value = datetime.fromisoformat(given) if isinstance(given, str) else given
    except ValueError:
        value = None
    if not isinstance(value, datetime):
        raise InvalidInputError(f"{name}={given!r} is not a date. Write one such as '2026-12-06 02:00'.")
    if value.tzinfo is None:
        if not isinstance(given, str):
            raise InvalidInputError(f"{name}={value} has no time zone. Give one, such as datetime(..., tzinfo=UTC).")
        value = value.replace(tzinfo=UTC)
    return value.astimezone(UTC)


def weekday_of_month(year: int, month: int, weekday: int, nth: int) -> datetime:
    """Midnight UTC of the nth weekday (Monday is 0) of a month.

    >>> weekday_of_month(2026, 12, 1, 2).day  # the second Tuesday
    8
    """
    first = datetime(year, month, 1, tzinfo=UTC)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def months(since: datetime, until: datetime) -> Iterator[tuple[int, int]]:
    """Year and month of every month that the span touches."""
    year, month = since.year, since.month
    while (year, month) <= (until.year, until.month):
        yield year, month
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
