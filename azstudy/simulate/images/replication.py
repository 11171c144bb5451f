"""A gallery image version on its way to its regions: when each is ready, and what that costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from azstudy.catalog.between import Latency, UnitPrice, latency, replica_price, transfer_price
from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.errors import InvalidInputError
from azstudy.model.facts import Status
from azstudy.model.gallery import ImageVersion, TargetRegion
from azstudy.model.schedule_words import ReplicaStorage, ReplicationMode
from azstudy.model.spoken import Spoken
from azstudy.rules.gallery_limits import LARGEST_FULL_GIB, LARGEST_SHALLOW_GIB, MOST_REPLICAS
from azstudy.simulate.images.choices import ImageChoices
from azstudy.simulate.timeline import Decision, Timeline

if TYPE_CHECKING:
    import pandas as pd

_DEFAULT = ImageChoices()


@attrs.frozen(kw_only=True)
class RegionCopy:
    """A version in one region.

    Attributes:
        region: Where.
        replicas: How many copies there.
        storage: On which storage.
        ready_min: Minutes after publishing until VMs can be created from it there; None where that is not known.
        storage_usd_per_month: All replicas there; None where no price is known.
        transfer_usd: Sending the first copy, once; None where no price is known.
        because: How the time comes about.
        status: How far the prices can be trusted.
        latency: The round trip from the source.
    """

    region: str
    replicas: int
    storage: ReplicaStorage
    ready_min: float | None
    storage_usd_per_month: float | None
    transfer_usd: float | None
    because: str
    status: Status
    latency: Latency | None

    @property
    def text(self) -> str:
        """One line."""
        ready = "time not known" if self.ready_min is None else f"ready after {self.ready_min:.0f} min"
        month = "price not known" if self.storage_usd_per_month is None else f"{self.storage_usd_per_month:,.2f} USD"
        sent = "not known" if self.transfer_usd is None else f"{self.transfer_usd:,.2f} USD"
        copies = f"{self.replicas} replica{'' if self.replicas == 1 else 's'}"
        return f"{self.region}: {copies} on {self.storage}, {ready}; {month} a month, first copy {sent}"


@attrs.frozen(kw_only=True)
class ReplicationResult(Spoken):
    """A version in all its regions.

    Attributes:
        number: The version.
        gib: Its size.
        source: The region the first copies come from.
        regions: One entry a target region, the source first, then as they become ready.
        timeline: What happens when.
        modelled: True: the times are a model of azstudy, since no page names any.
    """

    number: str
    gib: float
    source: str
    regions: tuple[RegionCopy, ...]
    timeline: Timeline
    modelled: bool = True

    @property
    def ready_min(self) -> float | None:
        """Minutes until every region is ready; None where one is not known."""
        times = [one.ready_min for one in self.regions]
        return None if None in times else max(time for time in times if time is not None)

    @property
    def usd_per_month(self) -> float | None:
        """Storage of every replica; None where one has no known price."""
        return _sum([one.storage_usd_per_month for one in self.regions])

    @property
    def transfer_usd(self) -> float | None:
        """All first copies, once; None where one has no known price."""
        return _sum([one.transfer_usd for one in self.regions])

    def in_region(self, name: str) -> RegionCopy | None:
        """The copy in a region; None where the version is not replicated there."""
        return next((one for one in self.regions if one.region == name), None)

    @property
    def text(self) -> str:
        """A line for each region, and the sums."""
        month = "not known" if self.usd_per_month is None else f"{self.usd_per_month:,.2f} USD"
        sent = "not known" if self.transfer_usd is None else f"{self.transfer_usd:,.2f} USD"
        total = f"All: {month} a month for storage, {sent} once for the first copies. Times are a model."
        return "\n".join([f"Version {self.number}, {self.gib:g} GiB, from {self.source}"]
                         + [f"  {one.text}" for one in self.regions] + [total])  # fmt: skip

    def to_frame(self) -> pd.DataFrame:
        """A pandas table, one row a region."""
        import pandas as pd

        keep = ("region", "replicas", "ready_min", "storage_usd_per_month", "transfer_usd")
        return pd.DataFrame([{name: getattr(one, name) for name in keep} for one in self.regions])


def replication(
    version: ImageVersion | Mapping[str, int],
    *,
    gib: float | None = None,
    source: str | None = None,
    storage: str | ReplicaStorage = ReplicaStorage.STANDARD_LRS,
    choices: ImageChoices = _DEFAULT,
    catalog: Catalog | None = None,
) -> ReplicationResult:
    """Replicate a version to its regions: when each is ready, what it costs a month and once.

    Full replication copies the image: one copy crosses to each region (egress is charged for it), further replicas are
    made from it there. Regions are copied to at the same time. Shallow replication copies nothing: every region reads
    the source. How long a copy takes is documented nowhere; the time is a model on the bundled latency.

    Args:
        version: An `ImageVersion`, or replicas by region, such as {"westeurope": 2, "northeurope": 1}.
        gib: Size of the image; by default that of the version's disks.
        source: The region of the source; by default the version's own, or the first region.
        storage: For regions that name none.
        choices: The model's numbers.
        catalog: Latencies and prices to use.

    Raises:
        InvalidInputError: Without regions, without the source among them, for no replicas or too many, a size beyond
            the limits, or zone-redundant storage in a region without zones.
        UnknownNameError: For an unknown region.

    Source: azure-compute-docs azure-compute-gallery.md@06c2de23, shared-image-galleries.md@48a37249.

    >>> result = replication({"westeurope": 2, "northeurope": 1}, gib=40)
    >>> [(one.region, one.replicas, round(one.ready_min)) for one in result.regions]
    [('westeurope', 2, 8), ('northeurope', 1, 8)]
    >>> result.usd_per_month, result.transfer_usd
    (6.0, 0.8)
    """
    catalog = catalog or default_catalog()
    version = _version(version, ReplicaStorage.parse(storage), catalog)
    home = _source(version, source, catalog)
    size = _size(version, gib)
    _check(version, home, size, catalog)
    copies = [_copy(version, target, home, size, choices, catalog) for target in version.target_regions]
    copies.sort(key=lambda one: (one.region != home, one.ready_min is None, one.ready_min or 0, one.region))
    log = [
        Decision(
            at_s=60 * one.ready_min, action="ready", subject=one.region, because=one.because,
            facts={"replicas": one.replicas},
        )
        for one in copies
        if one.ready_min is not None
    ]  # fmt: skip
    return ReplicationResult(
        number=version.number,
        gib=size,
        source=home,
        regions=tuple(copies),
        timeline=Timeline(tuple(sorted(log, key=lambda one: (one.at_s, one.subject)))),
    )


def _version(given: ImageVersion | Mapping[str, int], storage: ReplicaStorage, catalog: Catalog) -> ImageVersion:
    if isinstance(given, ImageVersion):
        return given
    targets = tuple(TargetRegion(catalog.region(name).name, count) for name, count in given.items())
    return ImageVersion("1.0.0", targets, storage=storage)


def _source(version: ImageVersion, source: str | None, catalog: Catalog) -> str:
    if not version.target_regions:
        raise InvalidInputError(f"Version {version.number} has no target regions. Name at least its source region.")
    return catalog.region(source or version.source_region or version.target_regions[0].region).name


def _size(version: ImageVersion, gib: float | None) -> float:
    inside = (version.os_disk_gib or 0) + sum(version.data_disks_gib)
    size = gib if gib is not None else inside
    if not size > 0:
        raise InvalidInputError(f"Version {version.number} says no size. Give gib=..., such as gib=127.")
    most = LARGEST_SHALLOW_GIB if version.replication_mode is ReplicationMode.SHALLOW else LARGEST_FULL_GIB
    if size > most:
        raise InvalidInputError(
            f"An image of {size:,g} GiB is too large; {version.replication_mode} allows {most:,} GiB."
        )
    return size


def _check(version: ImageVersion, home: str, size: float, catalog: Catalog) -> None:
    names = [target.region for target in version.target_regions]
    if home not in names:
        raise InvalidInputError(
            f"The source region {home} is not among the target regions ({', '.join(names)}). Azure asks for it: add it."
        )
    for target in version.target_regions:
        count = version.replicas_in(target.region)
        if count is None or not 1 <= count <= MOST_REPLICAS:
            raise InvalidInputError(f"{target.region} has {count} replicas. Give 1 to {MOST_REPLICAS}.")
        wanted = version.storage_in(target.region)
        if wanted is ReplicaStorage.STANDARD_ZRS and not catalog.region(target.region).zones:
            raise InvalidInputError(
                f"{target.region} has no availability zones, so it cannot keep Standard_ZRS replicas. Take LRS there."
            )
    total = sum(version.replicas_in(name) or 0 for name in names)
    if total > MOST_REPLICAS:
        raise InvalidInputError(
            f"{total} replicas in {len(names)} regions; a version has at most {MOST_REPLICAS} in all. Give fewer."
        )


def _copy(
    version: ImageVersion, target: TargetRegion, home: str, gib: float, choices: ImageChoices, catalog: Catalog
) -> RegionCopy:
    region = target.region
    replicas, storage = version.replicas_in(region) or 1, version.storage_in(region) or version.storage
    apart = latency(home, region, catalog=catalog)
    price = replica_price(region, storage, catalog=catalog)
    sent = transfer_price(home, region, catalog=catalog)
    shallow = version.replication_mode is ReplicationMode.SHALLOW
    ready, because = _ready(gib, home, region, replicas, apart, choices, shallow=shallow)
    stored = 0.0 if shallow and region != home else gib * (1 if shallow else replicas)
    return RegionCopy(
        region=region,
        replicas=replicas,
        storage=storage,
        ready_min=ready,
        storage_usd_per_month=_times(price, stored),
        transfer_usd=0.0 if shallow else _times(sent, gib if region != home else 0.0),
        because=because,
        status=Status.ESTIMATED if price is None else price.status,
        latency=apart,
    )


def _ready(
    gib: float, home: str, region: str, replicas: int, apart: Latency | None, choices: ImageChoices, *, shallow: bool
) -> tuple[float | None, str]:
    if shallow:
        return 0.0, "shallow replication copies nothing; every VM reads the source"
    if apart is None:
        return None, f"the latency between {home} and {region} is not known"
    rate = choices.mib_s(apart.ms)
    crossing = 0.0 if region == home else gib * 1024 / rate / 60
    local = gib * 1024 / choices.most_mib_s / 60 if replicas > 1 or region == home else 0.0
    parts = [f"{choices.overhead_min:g} min overhead"]
    if crossing:
        parts.append(f"{crossing:.1f} min for {gib:g} GiB over {apart.ms:g} ms at {rate:.0f} MiB/s")
    if local:
        parts.append(f"{local:.1f} min for the copies within the region, all at once")
    return choices.overhead_min + crossing + local, " + ".join(parts) + " (a model)"


def _times(price: UnitPrice | None, amount: float) -> float | None:
    if amount == 0:
        return 0.0
    return None if price is None else round(price.usd * amount, 6)


def _sum(values: list[float | None]) -> float | None:
    return None if None in values else round(sum(value for value in values if value is not None), 2)
