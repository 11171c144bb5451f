"""Time zones as Azure names them: Windows names, not IANA ones."""

from __future__ import annotations

from typing import Self

from azstudy.errors import InvalidInputError
from azstudy.model.word import Word


class TimeZone(Word):
    """A time zone as autoscale profiles, maintenance configurations and backup policies take it.

    "Standard" is part of the name all year; the zone follows daylight saving time where it has any.

    Source: azure-resource-manager-schemas Microsoft.Insights.json@a1454431 (`timeZone`).

    >>> TimeZone.parse("w. europe").value
    'W. Europe Standard Time'
    """

    AFGHANISTAN = "Afghanistan Standard Time"
    ALASKAN = "Alaskan Standard Time"
    ARAB = "Arab Standard Time"
    ARABIAN = "Arabian Standard Time"
    ARABIC = "Arabic Standard Time"
    ARGENTINA = "Argentina Standard Time"
    ATLANTIC = "Atlantic Standard Time"
    AUS_CENTRAL = "AUS Central Standard Time"
    AUS_EASTERN = "AUS Eastern Standard Time"
    AZERBAIJAN = "Azerbaijan Standard Time"
    AZORES = "Azores Standard Time"
    BAHIA = "Bahia Standard Time"
    BANGLADESH = "Bangladesh Standard Time"
    BELARUS = "Belarus Standard Time"
    CANADA_CENTRAL = "Canada Central Standard Time"
    CAPE_VERDE = "Cape Verde Standard Time"
    CAUCASUS = "Caucasus Standard Time"
    CENTRAL = "Central Standard Time"
    CENTRAL_AMERICA = "Central America Standard Time"
    CENTRAL_ASIA = "Central Asia Standard Time"
    CENTRAL_BRAZILIAN = "Central Brazilian Standard Time"
    CENTRAL_EUROPE = "Central Europe Standard Time"
    CENTRAL_EUROPEAN = "Central European Standard Time"
    CENTRAL_MEXICO = "Central Standard Time (Mexico)"
    CENTRAL_PACIFIC = "Central Pacific Standard Time"
    CEN_AUSTRALIA = "Cen. Australia Standard Time"
    CHINA = "China Standard Time"
    DATELINE = "Dateline Standard Time"
    EASTERN = "Eastern Standard Time"
    EGYPT = "Egypt Standard Time"
    EKATERINBURG = "Ekaterinburg Standard Time"
    E_AFRICA = "E. Africa Standard Time"
    E_AUSTRALIA = "E. Australia Standard Time"
    E_EUROPE = "E. Europe Standard Time"
    E_SOUTH_AMERICA = "E. South America Standard Time"
    FIJI = "Fiji Standard Time"
    FLE = "FLE Standard Time"
    GEORGIAN = "Georgian Standard Time"
    GMT = "GMT Standard Time"
    GREENLAND = "Greenland Standard Time"
    GREENWICH = "Greenwich Standard Time"
    GTB = "GTB Standard Time"
    HAWAIIAN = "Hawaiian Standard Time"
    INDIA = "India Standard Time"
    IRAN = "Iran Standard Time"
    ISRAEL = "Israel Standard Time"
    JORDAN = "Jordan Standard Time"
    KALININGRAD = "Kaliningrad Standard Time"
    KAMCHATKA = "Kamchatka Standard Time"
    KOREA = "Korea Standard Time"
    LIBYA = "Libya Standard Time"
    LINE_ISLANDS = "Line Islands Standard Time"
    MAGADAN = "Magadan Standard Time"
    MAURITIUS = "Mauritius Standard Time"
    MIDDLE_EAST = "Middle East Standard Time"
    MID_ATLANTIC = "Mid-Atlantic Standard Time"
    MONTEVIDEO = "Montevideo Standard Time"
    MOROCCO = "Morocco Standard Time"
    MOUNTAIN = "Mountain Standard Time"
    MOUNTAIN_MEXICO = "Mountain Standard Time (Mexico)"
    MYANMAR = "Myanmar Standard Time"
    NAMIBIA = "Namibia Standard Time"
    NEPAL = "Nepal Standard Time"
    NEWFOUNDLAND = "Newfoundland Standard Time"
    NEW_ZEALAND = "New Zealand Standard Time"
    NORTH_ASIA = "North Asia Standard Time"
    NORTH_ASIA_EAST = "North Asia East Standard Time"
    N_CENTRAL_ASIA = "N. Central Asia Standard Time"
    PACIFIC = "Pacific Standard Time"
    PACIFIC_MEXICO = "Pacific Standard Time (Mexico)"
    PACIFIC_SA = "Pacific SA Standard Time"
    PAKISTAN = "Pakistan Standard Time"
    PARAGUAY = "Paraguay Standard Time"
    ROMANCE = "Romance Standard Time"
    RUSSIAN = "Russian Standard Time"
    RUSSIA_TIME_ZONE_10 = "Russia Time Zone 10"
    RUSSIA_TIME_ZONE_11 = "Russia Time Zone 11"
    RUSSIA_TIME_ZONE_3 = "Russia Time Zone 3"
    SAMOA = "Samoa Standard Time"
    SA_EASTERN = "SA Eastern Standard Time"
    SA_PACIFIC = "SA Pacific Standard Time"
    SA_WESTERN = "SA Western Standard Time"
    SE_ASIA = "SE Asia Standard Time"
    SINGAPORE = "Singapore Standard Time"
    SOUTH_AFRICA = "South Africa Standard Time"
    SRI_LANKA = "Sri Lanka Standard Time"
    SYRIA = "Syria Standard Time"
    TAIPEI = "Taipei Standard Time"
    TASMANIA = "Tasmania Standard Time"
    TOKYO = "Tokyo Standard Time"
    TONGA = "Tonga Standard Time"
    TURKEY = "Turkey Standard Time"
    ULAANBAATAR = "Ulaanbaatar Standard Time"
    US_EASTERN = "US Eastern Standard Time"
    US_MOUNTAIN = "US Mountain Standard Time"
    UTC = "UTC"
    UTC_MINUS_02 = "UTC-02"
    UTC_MINUS_11 = "UTC-11"
    UTC_PLUS_12 = "UTC+12"
    VENEZUELA = "Venezuela Standard Time"
    VLADIVOSTOK = "Vladivostok Standard Time"
    WEST_ASIA = "West Asia Standard Time"
    WEST_PACIFIC = "West Pacific Standard Time"
    W_AUSTRALIA = "W. Australia Standard Time"
    W_CENTRAL_AFRICA = "W. Central Africa Standard Time"
    W_EUROPE = "W. Europe Standard Time"
    YAKUTSK = "Yakutsk Standard Time"

    @classmethod
    def parse(cls, given: str | Self) -> Self:
        """The zone meant by `given`; "Standard Time" may be left out.

        Raises:
            InvalidInputError: For an IANA name such as Europe/Berlin, which Azure does not take.
            UnknownNameError: For any other name that is not in the list.
        """
        if "/" in str(given):
            raise InvalidInputError(
                f"Unknown time zone {str(given)!r}: Azure takes Windows names such as 'W. Europe Standard Time' "
                "(Europe/Berlin) or 'Eastern Standard Time' (America/New_York), not IANA names."
            )
        return super().parse(given)

    @classmethod
    def _noun(cls) -> str:
        return "time zone"

    @classmethod
    def _aliases(cls) -> dict[str, str]:
        return {zone.value.removesuffix(" Standard Time"): zone.value for zone in cls}
