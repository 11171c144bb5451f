"""What can be set in the availability lab, with Azure's own name beside each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from azstudy.catalog.catalog import Catalog
from azstudy.labs._controls import Choice, Control, Controls, Group, Number
from azstudy.labs._places import places
from azstudy.simulate.failures.choices import FAULT_DOMAIN_RATE, HOST_RATE, REGION_RATE, ZONE_RATE

PLACEMENTS: Final = {
    "alone": "nothing keeps them apart",
    "set": "an availability set",
    "zones2": "two zones",
    "zones3": "three zones",
    "regions": "two zones in each of two regions",
}
BALANCERS: Final = {
    "none": "none",
    "redundant": "Standard, address in all zones",
    "zonal": "Standard, address in zone 1 alone",
}
DATABASES: Final = {"none": "none", "one": "one VM", "two": "two VMs, placed as the web VMs"}
DISKS: Final = {"Standard": "Standard HDD", "StandardSSD": "Standard SSD", "Premium": "Premium SSD"}
DRILLS: Final = {
    "host": "the host of web1 fails",
    "rack": "the fault domain of web1 fails",
    "zone1": "zone 1 fails",
    "zone2": "zone 2 fails",
    "zone3": "zone 3 fails",
    "region": "the region fails",
    "maintenance": "planned maintenance",
}
SIZES: Final = ("B2s_v2", "D2s_v5", "D4s_v5", "D2as_v5", "E2s_v5", "F2s_v2")
_VMS: Final = (*range(1, 13), 15, 18, 21, 24, 27, 30)
_RATES: Final = (0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)


def controls(catalog: Catalog) -> Controls:
    """All controls: the design and the drill in sight, the rest in closed groups."""
    return Controls(
        (
            Group(title="The web servers", controls=_web()),
            Group(title="The database and its disks", controls=_database()),
            Group(title="The drill", controls=_drill()),
            Group(title="The availability set", controls=_set(), open=False),
            Group(title="Place and price", controls=_place(catalog), open=False),
            Group(title="Years of chance (illustrative)", controls=_chance(), open=False),
        )
    )


def _options(words: Mapping[Any, str]) -> tuple[tuple[Any, str], ...]:
    return tuple(words.items())


def _web() -> tuple[Control, ...]:
    return (
        Number(name="vms", label="Web VMs", minimum=1, maximum=30, stops=_VMS, default=4, unit="VMs"),
        Number(
            name="needed",
            label="Needed at once",
            minimum=1,
            maximum=30,
            stops=_VMS,
            default=2,
            unit="VMs",
            help="With fewer, customers wait or are turned away.",
        ),
        Choice(
            name="placement",
            label="What keeps them apart",
            property="zones, availabilitySet",
            options=_options(PLACEMENTS),
            default="set",
        ),
        Choice(
            name="balancer",
            label="Load balancer",
            property="publicIPAddress.zones",
            options=_options(BALANCERS),
            default="redundant",
        ),
    )


def _database() -> tuple[Control, ...]:
    return (
        Choice(name="database", label="Database on VMs", options=_options(DATABASES), default="none"),
        Choice(
            name="disk_type",
            label="All disks",
            property="storageAccountType",
            options=_options(DISKS),
            default="Premium",
        ),
        Choice(
            name="redundancy",
            label="Data disk of the database",
            property="sku.name",
            options=(("LRS", "LRS, one zone"), ("ZRS", "ZRS, three zones")),
            default="LRS",
            look="bar",
        ),
    )


def _drill() -> tuple[Control, ...]:
    return (
        Choice(name="drill", label="What happens", options=_options(DRILLS), default="rack"),
        Number(
            name="minutes",
            label="It lasts",
            minimum=1,
            maximum=10_080,
            stops=(5, 10, 15, 30, 60, 120, 240, 480, 1440, 2880, 10_080),
            default=60,
            unit="min",
            help="Maintenance takes the time it needs.",
        ),
    )


def _set() -> tuple[Control, ...]:
    return (
        Choice(
            name="fault_domains",
            label="Fault domains",
            property="platformFaultDomainCount",
            options=((1, "1"), (2, "2"), (3, "3")),
            default=2,
            look="bar",
        ),
        Number(
            name="update_domains",
            label="Update domains",
            property="platformUpdateDomainCount",
            minimum=1,
            maximum=20,
            stops=tuple(range(1, 21)),
            default=5,
        ),
    )


def _place(catalog: Catalog) -> tuple[Control, ...]:
    return (
        Choice(name="region", label="Region", property="location", options=places(catalog), default="westeurope"),
        Choice(
            name="size",
            label="Size of every VM",
            property="vmSize",
            options=tuple((size, size) for size in SIZES),
            default="D2s_v5",
        ),
    )


def _rate(name: str, label: str, default: float, of: str) -> Number:
    return Number(
        name=name,
        label=label,
        minimum=0,
        maximum=100,
        stops=_RATES,
        default=default,
        whole=False,
        unit="a year",
        help=f"Failures of one {of}. Illustrative: nobody publishes this.",
    )


def _chance() -> tuple[Control, ...]:
    return (
        _rate("host_rate", "Hosts", HOST_RATE.per_year, "host"),
        _rate("rack_rate", "Fault domains", FAULT_DOMAIN_RATE.per_year, "fault domain"),
        _rate("zone_rate", "Zones", ZONE_RATE.per_year, "zone"),
        _rate("region_rate", "Regions", REGION_RATE.per_year, "region"),
        Number(
            name="years",
            label="Years to draw",
            minimum=100,
            maximum=50_000,
            stops=(100, 1000, 5000, 10_000, 20_000, 50_000),
            default=10_000,
        ),
        Number(
            name="seed",
            label="Seed",
            minimum=0,
            maximum=9999,
            stops=tuple(range(11)),
            default=0,
            help="The same seed draws the same years.",
        ),
    )
