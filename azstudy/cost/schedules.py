"""Hours that run in a week of opening times, and the hourly curve they make."""

from __future__ import annotations

import re
from typing import Final

import attrs

from azstudy.errors import InvalidInputError
from azstudy.model.facts import HOURS_PER_MONTH

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOURS_PER_WEEK: Final = 168
_WORDS: Final = {"weekdays": (0, 4), "workdays": (0, 4), "weekend": (5, 6), "daily": (0, 6), "every day": (0, 6)}


@attrs.frozen(kw_only=True)
class WeekSchedule:
    """A VM that is started and deallocated at the same hours of the same days every week.

    >>> week = WeekSchedule.of("mon-fri 07-19")
    >>> week.hours_per_week, round(week.hours_per_month, 1)
    (60, 260.7)
    """

    on: tuple[bool, ...]

    @classmethod
    def of(cls, text: str) -> WeekSchedule:
        """Read "mon-fri 07-19", "weekdays 8-18; sat 9-13", "daily 0-24": days, then hours from and to (24 h).

        An end at or before the start runs over midnight into the next day.

        Raises:
            InvalidInputError: For days or hours that cannot be read.
        """
        on = [False] * HOURS_PER_WEEK
        for part in str(text).split(";"):
            found = re.fullmatch(
                r"\s*([a-z, -]+?)\s+(\d{1,2})(?::00)?\s*(?:-|to|until)\s*(\d{1,2})(?::00)?\s*", part.lower()
            )
            start, stop = (int(found[2]), int(found[3])) if found else (99, 99)
            if found is None or start > 23 or stop > 24:
                raise InvalidInputError(
                    f'{part.strip()!r} cannot be read. Write days and whole hours, such as "mon-fri 07-19".'
                )
            length = stop - start if stop > start else stop - start + 24
            for day in _days(found[1]):
                for hour in range(length):
                    on[(day * 24 + start + hour) % HOURS_PER_WEEK] = True
        return cls(on=tuple(on))

    @property
    def hours_per_week(self) -> int:
        """Hours that run in a week."""
        return sum(self.on)

    @property
    def hours_per_month(self) -> float:
        """Hours that run in an average month of 730 hours."""
        return self.hours_per_week * HOURS_PER_MONTH / HOURS_PER_WEEK

    def counts(self, instances: int = 1, idle: int = 0) -> tuple[int, ...]:
        """Instances needed in each of the 168 hours, Monday 00:00 first."""
        return tuple(instances if on else idle for on in self.on)


def _days(text: str) -> list[int]:
    found: list[int] = []
    for part in text.split(","):
        word = part.strip()
        if word in _WORDS:
            first, last = _WORDS[word]
        else:
            ends = [end.strip()[:3] for end in word.split("-")]
            if not 1 <= len(ends) <= 2 or any(end not in DAYS for end in ends):
                raise InvalidInputError(
                    f"Day {word!r} cannot be read. Days are {', '.join(DAYS)}, weekdays, weekend, daily."
                )
            first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
        found += range(first, last + 1) if last >= first else [*range(first, 7), *range(last + 1)]
    return found
