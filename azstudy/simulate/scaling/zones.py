"""Windows time zones and their clocks: what a wall-clock time of a profile is in UTC.

Source of the table: Unicode CLDR windowsZones (territory 001). Two names that CLDR no longer lists take the zone that
Windows gave them: Kamchatka, and Mid-Atlantic (two hours behind UTC).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from azstudy.errors import SetupError
from azstudy.model.timezones import TimeZone

IANA: Final[dict[TimeZone, str]] = {
    TimeZone.AFGHANISTAN: "Asia/Kabul",
    TimeZone.ALASKAN: "America/Anchorage",
    TimeZone.ARAB: "Asia/Riyadh",
    TimeZone.ARABIAN: "Asia/Dubai",
    TimeZone.ARABIC: "Asia/Baghdad",
    TimeZone.ARGENTINA: "America/Buenos_Aires",
    TimeZone.ATLANTIC: "America/Halifax",
    TimeZone.AUS_CENTRAL: "Australia/Darwin",
    TimeZone.AUS_EASTERN: "Australia/Sydney",
    TimeZone.AZERBAIJAN: "Asia/Baku",
    TimeZone.AZORES: "Atlantic/Azores",
    TimeZone.BAHIA: "America/Bahia",
    TimeZone.BANGLADESH: "Asia/Dhaka",
    TimeZone.BELARUS: "Europe/Minsk",
    TimeZone.CANADA_CENTRAL: "America/Regina",
    TimeZone.CAPE_VERDE: "Atlantic/Cape_Verde",
    TimeZone.CAUCASUS: "Asia/Yerevan",
    TimeZone.CENTRAL: "America/Chicago",
    TimeZone.CENTRAL_AMERICA: "America/Guatemala",
    TimeZone.CENTRAL_ASIA: "Asia/Bishkek",
    TimeZone.CENTRAL_BRAZILIAN: "America/Cuiaba",
    TimeZone.CENTRAL_EUROPE: "Europe/Budapest",
    TimeZone.CENTRAL_EUROPEAN: "Europe/Warsaw",
    TimeZone.CENTRAL_MEXICO: "America/Mexico_City",
    TimeZone.CENTRAL_PACIFIC: "Pacific/Guadalcanal",
    TimeZone.CEN_AUSTRALIA: "Australia/Adelaide",
    TimeZone.CHINA: "Asia/Shanghai",
    TimeZone.DATELINE: "Etc/GMT+12",
    TimeZone.EASTERN: "America/New_York",
    TimeZone.EGYPT: "Africa/Cairo",
    TimeZone.EKATERINBURG: "Asia/Yekaterinburg",
    TimeZone.E_AFRICA: "Africa/Nairobi",
    TimeZone.E_AUSTRALIA: "Australia/Brisbane",
    TimeZone.E_EUROPE: "Europe/Chisinau",
    TimeZone.E_SOUTH_AMERICA: "America/Sao_Paulo",
    TimeZone.FIJI: "Pacific/Fiji",
    TimeZone.FLE: "Europe/Kiev",
    TimeZone.GEORGIAN: "Asia/Tbilisi",
    TimeZone.GMT: "Europe/London",
    TimeZone.GREENLAND: "America/Godthab",
    TimeZone.GREENWICH: "Atlantic/Reykjavik",
    TimeZone.GTB: "Europe/Bucharest",
    TimeZone.HAWAIIAN: "Pacific/Honolulu",
    TimeZone.INDIA: "Asia/Calcutta",
    TimeZone.IRAN: "Asia/Tehran",
    TimeZone.ISRAEL: "Asia/Jerusalem",
    TimeZone.JORDAN: "Asia/Amman",
    TimeZone.KALININGRAD: "Europe/Kaliningrad",
    TimeZone.KAMCHATKA: "Asia/Kamchatka",
    TimeZone.KOREA: "Asia/Seoul",
    TimeZone.LIBYA: "Africa/Tripoli",
    TimeZone.LINE_ISLANDS: "Pacific/Kiritimati",
    TimeZone.MAGADAN: "Asia/Magadan",
    TimeZone.MAURITIUS: "Indian/Mauritius",
    TimeZone.MIDDLE_EAST: "Asia/Beirut",
    TimeZone.MID_ATLANTIC: "Etc/GMT+2",
    TimeZone.MONTEVIDEO: "America/Montevideo",
    TimeZone.MOROCCO: "Africa/Casablanca",
    TimeZone.MOUNTAIN: "America/Denver",
    TimeZone.MOUNTAIN_MEXICO: "America/Mazatlan",
    TimeZone.MYANMAR: "Asia/Rangoon",
    TimeZone.NAMIBIA: "Africa/Windhoek",
    TimeZone.NEPAL: "Asia/Katmandu",
    TimeZone.NEWFOUNDLAND: "America/St_Johns",
    TimeZone.NEW_ZEALAND: "Pacific/Auckland",
    TimeZone.NORTH_ASIA: "Asia/Krasnoyarsk",
    TimeZone.NORTH_ASIA_EAST: "Asia/Irkutsk",
    TimeZone.N_CENTRAL_ASIA: "Asia/Novosibirsk",
    TimeZone.PACIFIC: "America/Los_Angeles",
    TimeZone.PACIFIC_MEXICO: "America/Tijuana",
    TimeZone.PACIFIC_SA: "America/Santiago",
    TimeZone.PAKISTAN: "Asia/Karachi",
    TimeZone.PARAGUAY: "America/Asuncion",
    TimeZone.ROMANCE: "Europe/Paris",
    TimeZone.RUSSIAN: "Europe/Moscow",
    TimeZone.RUSSIA_TIME_ZONE_10: "Asia/Srednekolymsk",
    TimeZone.RUSSIA_TIME_ZONE_11: "Asia/Kamchatka",
    TimeZone.RUSSIA_TIME_ZONE_3: "Europe/Samara",
    TimeZone.SAMOA: "Pacific/Apia",
    TimeZone.SA_EASTERN: "America/Cayenne",
    TimeZone.SA_PACIFIC: "America/Bogota",
    TimeZone.SA_WESTERN: "America/La_Paz",
    TimeZone.SE_ASIA: "Asia/Bangkok",
    TimeZone.SINGAPORE: "Asia/Singapore",
    TimeZone.SOUTH_AFRICA: "Africa/Johannesburg",
    TimeZone.SRI_LANKA: "Asia/Colombo",
    TimeZone.SYRIA: "Asia/Damascus",
    TimeZone.TAIPEI: "Asia/Taipei",
    TimeZone.TASMANIA: "Australia/Hobart",
    TimeZone.TOKYO: "Asia/Tokyo",
    TimeZone.TONGA: "Pacific/Tongatapu",
    TimeZone.TURKEY: "Europe/Istanbul",
    TimeZone.ULAANBAATAR: "Asia/Ulaanbaatar",
    TimeZone.US_EASTERN: "America/Indianapolis",
    TimeZone.US_MOUNTAIN: "America/Phoenix",
    TimeZone.UTC: "Etc/UTC",
    TimeZone.UTC_MINUS_02: "Etc/GMT+2",
    TimeZone.UTC_MINUS_11: "Etc/GMT+11",
    TimeZone.UTC_PLUS_12: "Etc/GMT-12",
    TimeZone.VENEZUELA: "America/Caracas",
    TimeZone.VLADIVOSTOK: "Asia/Vladivostok",
    TimeZone.WEST_ASIA: "Asia/Tashkent",
    TimeZone.WEST_PACIFIC: "Pacific/Port_Moresby",
    TimeZone.W_AUSTRALIA: "Australia/Perth",
    TimeZone.W_CENTRAL_AFRICA: "Africa/Lagos",
    TimeZone.W_EUROPE: "Europe/Berlin",
    TimeZone.YAKUTSK: "Asia/Yakutsk",
}
"""The IANA zone of each Windows zone that Azure takes."""


@cache
def zone_of(zone: TimeZone) -> ZoneInfo:
    """The clock of a Windows time zone.

    Raises:
        SetupError: When this machine has no time zone data.

    >>> zone_of(TimeZone.parse("W. Europe")).key
    'Europe/Berlin'
    """
    try:
        return ZoneInfo(IANA[zone])
    except ZoneInfoNotFoundError as error:
        raise SetupError(f"No time zone data for {IANA[zone]} ({zone}). Run: python -m pip install tzdata") from error


@lru_cache(maxsize=4096)
def utc_of(wall: datetime, zone: TimeZone) -> datetime:
    """The moment at which a clock of `zone` first shows `wall`, in UTC.

    A time that spring skips is the first moment after the gap; a time that autumn repeats is its first pass. Azure
    documents neither (see `azstudy.simulate.scaling.choices`).

    >>> utc_of(datetime(2027, 3, 28, 2, 30), TimeZone.W_EUROPE).isoformat()   # 02:00 becomes 03:00
    '2027-03-28T01:00:00+00:00'
    >>> utc_of(datetime(2027, 10, 31, 2, 30), TimeZone.W_EUROPE).isoformat()  # 03:00 becomes 02:00
    '2027-10-31T00:30:00+00:00'
    """
    clock = zone_of(zone)
    moment = wall.replace(tzinfo=clock, fold=0).astimezone(UTC)
    if _wall(moment, clock) == wall:
        return moment
    # the clock jumps over this time: search the jump between a moment before and a moment after it
    after = int(moment.timestamp())
    before = int(wall.replace(tzinfo=clock, fold=1).astimezone(UTC).timestamp())
    while after - before > 1:
        middle = (before + after) // 2
        shown = _wall(datetime.fromtimestamp(middle, UTC), clock)
        before, after = (middle, after) if shown < wall else (before, middle)
    return datetime.fromtimestamp(after, UTC)


def wall_of(moment: datetime, zone: TimeZone) -> datetime:
    """What a clock of `zone` shows at `moment`, without the zone.

    >>> wall_of(datetime(2027, 7, 1, 12, tzinfo=UTC), TimeZone.W_EUROPE).isoformat()
    '2027-07-01T14:00:00'
    """
    return _wall(moment, zone_of(zone))


def _wall(moment: datetime, clock: ZoneInfo) -> datetime:
    return moment.astimezone(clock).replace(tzinfo=None, fold=0)


DAY: Final = timedelta(days=1)
