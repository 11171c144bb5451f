"""When the windows of a maintenance configuration open: the calendar, daylight saving included."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import Final

import attrs
from dateutil import rrule

from azstudy.errors import InvalidInputError
from azstudy.model.maintenance import MaintenanceConfiguration, Recurrence
from azstudy.model.schedule_words import MaintenanceScope, RecurrenceUnit, WeekOfMonth
from azstudy.model.timezones import TimeZone
from azstudy.model.wall_clock import local_time, moment_of
from azstudy.simulate.upkeep.moments import as_moment

DEFAULT_DURATION_MIN: Final = {
    MaintenanceScope.HOST: 120,
    MaintenanceScope.OS_IMAGE: 300,
    MaintenanceScope.IN_GUEST_PATCH: 90,
}
"""Minutes of a window that states none: the shortest its scope allows (what Azure takes is not documented).

Source of the least durations: azure-compute-docs maintenance-configurations.md@2f92a16c (2026-09).
"""
WEEK_STARTS_ON: Final = rrule.MO
"""Where a week begins for "every second week" with named days; not documented."""
LOOK_AHEAD_YEARS: Final = 12
"""A recurrence without a date in so many years never happens."""
_NTH: Final = {
    WeekOfMonth.FIRST: 1,
    WeekOfMonth.SECOND: 2,
    WeekOfMonth.THIRD: 3,
    WeekOfMonth.FOURTH: 4,
    WeekOfMonth.LAST: -1,
}


@attrs.frozen
class Window:
    """One opening of a maintenance window, from `start` to `end` (UTC); `zone` is the configuration's time zone."""

    start: datetime
    end: datetime
    zone: TimeZone = attrs.field(default=TimeZone.UTC, kw_only=True, eq=False)

    @property
    def minutes(self) -> float:
        """Its length."""
        return (self.end - self.start).total_seconds() / 60

    @property
    def text(self) -> str:
        """On the wall clock of its zone and in UTC."""
        wall = [local_time(one, self.zone) for one in (self.start, self.end)]
        utc = "" if self.zone is TimeZone.UTC else f" = {self.start:%H:%M} to {self.end:%H:%M} UTC"
        return f"{wall[0]:%a %Y-%m-%d %H:%M} to {wall[1]:%H:%M}{utc}"

    def __str__(self) -> str:
        return self.text


def windows(configuration: MaintenanceConfiguration, since: datetime, until: datetime) -> Iterator[Window]:
    """The windows of a configuration that start in [since, until), in order of time.

    Days, weeks and months are counted on the clock of the configuration's time zone, so a window at 02:00 stays at
    02:00 when clocks change; a start that a clock jumps over opens at the first minute after it, one that a clock
    shows twice opens once. Hours are counted as they pass. Days that a month does not have are left out. The first
    window is the first day from `start` on that fits; without a recurrence there is just the one at `start`.

    Args:
        configuration: It needs a `start`; `duration_min` None takes the shortest window of its scope.
        since: An aware datetime.
        until: An aware datetime; `expires` ends the windows too.

    Raises:
        InvalidInputError: Without a start, for a recurrence that never happens, or for times without a zone.

    Source: azure-compute-docs maintenance-configurations.md@2f92a16c (2026-09); azure-resource-manager-schemas
    Microsoft.Maintenance.json@a1454431 (times are wall-clock in `timeZone`).

    >>> sunday = MaintenanceConfiguration("patch", "guest", start="2026-03-01 02:30", recurrence="Week Sunday",
    ...     time_zone="W. Europe")
    >>> [f"{one.start:%d %H:%M}" for one in windows(sunday, datetime(2026, 3, 20, tzinfo=UTC),
    ...     datetime(2026, 4, 10, tzinfo=UTC))]
    ['22 01:30', '29 01:00', '05 00:30']
    """
    for name, value in (("since", since), ("until", until)):
        if value.tzinfo is None:
            raise InvalidInputError(f"{name}={value} has no time zone. Give one, such as datetime(..., tzinfo=UTC).")
    length = length_of(configuration)
    for moment in takewhile(lambda one: one < until, starts(configuration, since)):
        yield Window(moment, moment + length, zone=configuration.time_zone)


def maintenance_windows(
    configuration: MaintenanceConfiguration, *, since: datetime | str, until: datetime | str
) -> tuple[Window, ...]:
    """The windows of a configuration that open from `since` until before `until`; text without an offset is UTC.

    `windows` says by which rules; each window prints on the wall clock and in UTC.

    Raises:
        InvalidInputError: Without a start, for a recurrence that never happens, or for something that is no date.

    Source: azure-compute-docs maintenance-configurations.md@2f92a16c (2026-09).

    >>> sunday = MaintenanceConfiguration("patch", "guest", start="2026-03-01 02:00", recurrence="Week Sunday",
    ...     time_zone="W. Europe")
    >>> for one in maintenance_windows(sunday, since="2026-03-21", until="2026-04-08"):
    ...     print(one)
    Sun 2026-03-22 02:00 to 03:30 = 01:00 to 02:30 UTC
    Sun 2026-03-29 03:00 to 04:30 = 01:00 to 02:30 UTC
    Sun 2026-04-05 02:00 to 03:30 = 00:00 to 01:30 UTC
    """
    return tuple(windows(configuration, as_moment("since", since), as_moment("until", until)))


def length_of(configuration: MaintenanceConfiguration) -> timedelta:
    """How long its windows are."""
    return timedelta(minutes=configuration.duration_min or DEFAULT_DURATION_MIN[configuration.scope])


def starts(configuration: MaintenanceConfiguration, since: datetime) -> Iterator[datetime]:
    """The starts (UTC) of a configuration's windows from `since` on, without end unless it expires.

    Raises:
        InvalidInputError: Without a start, or for a recurrence that never happens.
    """
    if configuration.start is None:
        raise InvalidInputError(f"{configuration.name} has no start. Give one, such as start='2026-12-05 22:00'.")
    zone, expires = configuration.time_zone, configuration.expires
    last = None if expires is None else moment_of(expires, zone)
    previous = None
    for moment in _moments(configuration.start, configuration, since):
        if last is not None and moment > last:
            return
        if moment >= since and moment != previous:
            yield moment
        previous = moment


def _moments(start: datetime, configuration: MaintenanceConfiguration, since: datetime) -> Iterator[datetime]:
    repeat, zone = configuration.recurrence, configuration.time_zone
    first = moment_of(start, zone)
    if repeat is None:
        yield first
    elif repeat.unit is RecurrenceUnit.HOUR:
        step = timedelta(hours=repeat.every)
        passed = max(0, -(-(since - first) // step))
        while True:
            yield first + passed * step
            passed += 1
    else:
        near = since.astimezone(UTC).replace(tzinfo=None) - timedelta(days=40)
        for wall in wall_clock_starts(repeat, start, after=near):
            yield moment_of(wall, zone)


def wall_clock_starts(repeat: Recurrence, start: datetime, *, after: datetime | None = None) -> Iterator[datetime]:
    """The starts of a recurrence by days, weeks or months on the wall clock, from the first that fits on.

    Raises:
        InvalidInputError: Where it never happens, such as the 31st of every twelfth month from February on.

    >>> second_tuesday = Recurrence.parse("Month Second Tuesday Offset4")
    >>> next(wall_clock_starts(second_tuesday, datetime(2026, 11, 1, 22))).isoformat()
    '2026-11-14T22:00:00'
    """
    shift = timedelta(days=repeat.offset_days)
    rule = _rule(repeat, start)
    horizon = start + timedelta(days=366 * LOOK_AHEAD_YEARS)
    if next((day for day in rule if start - shift <= day <= horizon), None) is None:
        raise InvalidInputError(
            f"{repeat.text!r} from {start:%Y-%m-%d} on never happens: no such day in {LOOK_AHEAD_YEARS} years. "
            "Name another day or repeat more often."
        )
    found = rule if after is None else rule.xafter(after, inc=True)
    return (day + shift for day in found if day + shift >= start)


def _rule(repeat: Recurrence, start: datetime) -> rrule.rrule:
    days = [rrule.weekdays[day.number] for day in repeat.weekdays]
    if repeat.unit is RecurrenceUnit.DAY:
        return rrule.rrule(rrule.DAILY, dtstart=start, interval=repeat.every)
    if repeat.unit is RecurrenceUnit.WEEK:
        return rrule.rrule(rrule.WEEKLY, start, repeat.every, WEEK_STARTS_ON, byweekday=days or None)
    if repeat.week_of_month is None:
        return rrule.rrule(rrule.MONTHLY, start, repeat.every, bymonthday=repeat.month_days or start.day)
    first = start.replace(day=1)
    if repeat.every == 1 and repeat.offset_days > 0:
        first = (first - timedelta(days=1)).replace(day=1)  # the offset may carry the month before into this one
    nth = _NTH[repeat.week_of_month]
    return rrule.rrule(rrule.MONTHLY, first, repeat.every, byweekday=[day(nth) for day in days])
