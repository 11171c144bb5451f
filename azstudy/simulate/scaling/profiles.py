"""Which profile holds when: fixed dates before recurring ones before the default; and when that changes next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

from azstudy.errors import InvalidInputError
from azstudy.model.autoscale import AutoscaleSetting, FixedDate, Profile, Recurring
from azstudy.model.timezones import TimeZone
from azstudy.model.wall_clock import local_time, moment_of

FOREVER: Final = datetime.max.replace(tzinfo=UTC)
_WEEK_AND_MARGIN: Final = 9

_moment_of = lru_cache(maxsize=4096)(moment_of)


class Schedule:
    """The profiles of a setting on the calendar.

    Precedence: the first fixed date that holds, else the recurring profile that started last, else the default. A
    recurring profile has no end of its own: it holds until the next recurring start.

    Source: azure-monitor-docs autoscale-understanding-settings.md@002d4a39 (2026-08),
    autoscale-multiprofile.md@281288dc.
    """

    def __init__(self, setting: AutoscaleSetting) -> None:
        for profile in setting.profiles:
            if profile.minimum > profile.maximum:
                raise InvalidInputError(
                    f"Profile {profile.name!r} of {setting.name!r}: its minimum of {profile.minimum} is above its "
                    f"maximum of {profile.maximum}. Give a maximum of at least {profile.minimum}."
                )
        self._fixed = [(p, *_range(p.when)) for p in setting.profiles if isinstance(p.when, FixedDate)]
        self._recurring = [(p, p.when) for p in setting.profiles if isinstance(p.when, Recurring) and p.when.days]
        self._default = next((p for p in setting.profiles if p.when is None), None)

    def at(self, moment: datetime) -> tuple[Profile | None, datetime]:
        """The profile that holds at `moment`, and until when nothing can change. None where no profile holds."""
        changes = [edge for _, start, end in self._fixed for edge in (start, end) if edge > moment]
        last: tuple[datetime, Profile] | None = None
        for profile, when in self._recurring:
            for start in _starts(when, moment):
                if start > moment:
                    changes.append(start)
                elif last is None or start > last[0]:
                    last = start, profile
        held = next((profile for profile, start, end in self._fixed if start <= moment < end), None)
        if held is None:
            held = self._default if last is None else last[1]
        return held, min(changes, default=FOREVER)


def _range(when: FixedDate) -> tuple[datetime, datetime]:
    return _moment(when.start, when.time_zone), _moment(when.end, when.time_zone)


def _moment(given: datetime, zone: TimeZone) -> datetime:
    """A date of a profile in UTC; one with an offset of its own keeps it."""
    return given.astimezone(UTC) if given.tzinfo else _moment_of(given, zone)


def _starts(when: Recurring, around: datetime) -> Iterator[datetime]:
    """The starts of a recurring profile from more than a week before `around` to more than a week after it."""
    days = {day.number for day in when.days}
    first = local_time(around, when.time_zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    for offset in range(-_WEEK_AND_MARGIN, _WEEK_AND_MARGIN + 1):
        date = first + timedelta(days=offset)
        if date.weekday() in days:
            clock = timedelta(hours=when.start.hour, minutes=when.start.minute, seconds=when.start.second)
            yield _moment_of(date + clock, when.time_zone)
