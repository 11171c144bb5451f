"""Windows time zones on the calendar: the IANA zone behind each name, and wall-clock times as moments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from azstudy.model.timezones import TimeZone

_RETIRED: Final = {TimeZone.KAMCHATKA: "Asia/Kamchatka", TimeZone.MID_ATLANTIC: "Etc/GMT+2"}
"""Names Windows keeps for old systems, which CLDR no longer maps; the second one's daylight saving is not kept."""


@cache
def iana_name(zone: TimeZone) -> str:
    """The IANA name of a Windows time zone, from CLDR's table of Windows zones (territory 001).

    >>> iana_name(TimeZone.ROMANCE), iana_name(TimeZone.GREENWICH)
    ('Europe/Paris', 'Atlantic/Reykjavik')
    """
    if zone is TimeZone.UTC:
        return "UTC"
    from babel.core import get_global  # 50 ms, and only calendars need it

    return _RETIRED.get(zone) or str(get_global("windows_zone_mapping")[zone.value])


@cache
def zone_info(zone: TimeZone) -> ZoneInfo:
    """The rules of a Windows time zone, daylight saving included."""
    return ZoneInfo(iana_name(zone))


def local_time(moment: datetime, zone: TimeZone) -> datetime:
    """What a clock in `zone` shows at `moment`, an aware datetime.

    >>> local_time(datetime(2026, 7, 1, 6, tzinfo=UTC), TimeZone.W_EUROPE).hour
    8
    """
    return moment.astimezone(zone_info(zone))


def moment_of(wall: datetime, zone: TimeZone) -> datetime:
    """The moment (UTC) when clocks in `zone` show `wall`, a datetime without a zone.

    How Azure treats the two days a year when clocks change is not documented. azstudy takes the first minute after a
    gap in spring, and the first of two passes in autumn.

    >>> moment_of(datetime(2026, 3, 29, 2, 30), TimeZone.W_EUROPE).isoformat()
    '2026-03-29T01:00:00+00:00'
    >>> moment_of(datetime(2026, 10, 25, 2, 30), TimeZone.W_EUROPE).isoformat()
    '2026-10-25T00:30:00+00:00'
    """
    rules = zone_info(zone)
    first = wall.replace(tzinfo=rules, fold=0)
    moment = first.astimezone(UTC)
    if moment.astimezone(rules).replace(tzinfo=None) == wall:
        return moment
    return _end_of_gap(wall, rules)


def _end_of_gap(wall: datetime, rules: ZoneInfo) -> datetime:
    """The moment clocks jumped over `wall`; the two readings of `wall` lie on either side of it."""
    readings = sorted(wall.replace(tzinfo=rules, fold=fold).astimezone(UTC) for fold in (0, 1))
    low, high = readings
    before = low.astimezone(rules).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if middle.astimezone(rules).utcoffset() == before else (low, middle)
    return high.replace(microsecond=0)
