"""The clock on the wall of each region: the time zone of the place where Microsoft says the region is."""

from __future__ import annotations

from typing import Final

from azstudy.model.timezones import TimeZone

_ZONES: Final = {
    TimeZone.AUS_EASTERN: ("australiacentral", "australiacentral2", "australiaeast", "australiasoutheast"),
    TimeZone.W_EUROPE: (
        "austriaeast", "germanynorth", "germanywestcentral", "italynorth", "norwayeast", "norwaywest", "swedencentral",
        "swedensouth", "switzerlandnorth", "switzerlandwest", "westeurope",
    ),
    TimeZone.ROMANCE: ("belgiumcentral", "denmarkeast", "francecentral", "francesouth", "spaincentral"),
    TimeZone.CENTRAL_EUROPEAN: ("polandcentral",),
    TimeZone.GMT: ("northeurope", "uksouth", "ukwest"),
    TimeZone.E_SOUTH_AMERICA: ("brazilsouth", "brazilsoutheast"),
    TimeZone.EASTERN: ("canadacentral", "canadaeast", "eastus", "eastus2"),
    TimeZone.CENTRAL: ("centralus", "northcentralus", "southcentralus"),
    TimeZone.MOUNTAIN: ("westcentralus",),
    TimeZone.US_MOUNTAIN: ("westus3",),
    TimeZone.PACIFIC: ("westus", "westus2"),
    TimeZone.CENTRAL_MEXICO: ("mexicocentral",),
    TimeZone.PACIFIC_SA: ("chilecentral",),
    TimeZone.INDIA: ("centralindia", "jioindiacentral", "jioindiawest", "southindia", "westindia"),
    TimeZone.CHINA: ("eastasia",),
    TimeZone.SINGAPORE: ("malaysiawest", "southeastasia"),
    TimeZone.SE_ASIA: ("indonesiacentral",),
    TimeZone.TOKYO: ("japaneast", "japanwest"),
    TimeZone.KOREA: ("koreacentral", "koreasouth"),
    TimeZone.NEW_ZEALAND: ("newzealandnorth",),
    TimeZone.ISRAEL: ("israelcentral",),
    TimeZone.ARAB: ("qatarcentral",),
    TimeZone.ARABIAN: ("uaecentral", "uaenorth"),
    TimeZone.SOUTH_AFRICA: ("southafricanorth", "southafricawest"),
}  # fmt: skip
"""Windows zones by region: places of azure-docs reliability/regions-list.md (2026-11-22), zones of CLDR's table."""
_BY_REGION: Final = {region: zone for zone, regions in _ZONES.items() for region in regions}


def clock_of(region: str | None) -> TimeZone | None:
    """The Windows time zone of a region's place, or None where azstudy does not know the region's place.

    >>> clock_of("westeurope").value, clock_of("nowhere")
    ('W. Europe Standard Time', None)
    """
    return _BY_REGION.get(region or "")
