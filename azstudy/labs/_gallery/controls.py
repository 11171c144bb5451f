"""What can be set in the gallery lab, with Azure's own name beside each."""

from __future__ import annotations

from typing import Final

from azstudy.catalog.catalog import Catalog
from azstudy.labs._controls import Choice, Choices, Control, Controls, Group, Number
from azstudy.simulate.images.choices import ImageChoices

REGIONS: Final = (
    *("westeurope", "northeurope", "francecentral", "swedencentral"),
    *("uksouth", "eastus", "northcentralus", "japaneast"),
)
"""Regions to choose from: some without a known price, one without zones."""
FOUR: Final = REGIONS[:4]
VERSIONS: Final = ("1.9.0", "1.10.0", "1.10.1", "2.0.0")
NEWEST: Final = VERSIONS[-1]
_CHOICES: Final = ImageChoices()


def controls(catalog: Catalog) -> Controls:
    """All controls: version, regions and rush in sight, what is not documented in a closed group."""
    return Controls(
        (
            Group(title="The image version", controls=_version(catalog)),
            Group(title="The rush", controls=_rush()),
            Group(title="What latest means", controls=_latest(catalog)),
            Group(title="The model: no page names these", controls=_model(), open=False),
        )
    )


def _places(catalog: Catalog) -> tuple[tuple[str, str], ...]:
    return tuple((name, catalog.region(name).display) for name in REGIONS)


def _version(catalog: Catalog) -> tuple[Control, ...]:
    storage = (("Standard_LRS", "Standard, one zone"), ("Standard_ZRS", "Standard, three zones"))
    return (
        Number(
            name="gib",
            label="Size of the image",
            minimum=1,
            maximum=32_768,
            stops=(8, 16, 30, 40, 64, 127, 256, 512, 1024, 2048, 4096),
            default=40,
            unit="GiB",
        ),
        Choice(name="source", label="Made in", property="location", options=_places(catalog), default="westeurope"),
        Choices(
            name="regions",
            label="Target regions",
            property="targetRegions",
            options=_places(catalog),
            default=FOUR,
            help="The region it is made in has to be one of them.",
        ),
        Number(
            name="replicas",
            label="Replicas in each region",
            property="replicaCount",
            minimum=1,
            maximum=100,
            stops=(1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25),
            default=3,
        ),
        Choice(
            name="storage",
            label="Storage of the replicas",
            property="storageAccountType",
            options=(*storage, ("Premium_LRS", "Premium, one zone")),
            default="Standard_LRS",
        ),
        Choice(
            name="mode",
            label="Replication",
            property="replicationMode",
            options=(("Full", "full"), ("Shallow", "shallow")),
            default="Full",
            look="bar",
        ),
    )


def _rush() -> tuple[Control, ...]:
    return (
        Number(
            name="vms",
            label="VMs created at once",
            minimum=1,
            maximum=5_000,
            stops=(1, 50, 51, 100, 200, 300, 400, 500, 600, 800, 1000, 2000),
            default=600,
            unit="VMs",
            help="Spread evenly over the regions that are left.",
        ),
        Number(
            name="may_fail",
            label="Regions that are gone",
            minimum=0,
            maximum=7,
            stops=(0, 1, 2, 3),
            default=1,
            help="The first ones of the list: with equal replicas it does not matter which.",
        ),
    )


def _latest(catalog: Catalog) -> tuple[Control, ...]:
    return (
        Choice(name="ask_in", label="A VM asks for latest in", options=_places(catalog), default="westeurope"),
        Choices(
            name="excluded",
            label="Excluded from latest",
            property="excludeFromLatest",
            options=tuple((number, number) for number in VERSIONS),
            default=("1.10.1",),
        ),
        Choices(
            name="newest_in",
            label=f"{NEWEST} is replicated to",
            options=_places(catalog),
            default=("northeurope",),
            help="The other versions are in all target regions.",
        ),
    )


def _model() -> tuple[Control, ...]:
    return (
        Number(
            name="in_flight_mib",
            label="Data under way between two regions",
            minimum=0.5,
            maximum=256,
            stops=(1, 2, 4, 8, 16, 32, 64),
            default=_CHOICES.in_flight_mib,
            whole=False,
            unit="MiB",
            help="A copy moves so much in one round trip.",
        ),
        Number(
            name="create_min",
            label="One creation takes",
            minimum=1,
            maximum=240,
            stops=(5, 10, 15, 20, 30, 60),
            default=_CHOICES.create_min,
            unit="min",
        ),
    )
