"""Facts between regions: latency, and the price of sending data; and what an image replica costs to keep."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import attrs

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.catalog.disks import disk_book
from azstudy.catalog.tables import records, to_float
from azstudy.model.facts import Status
from azstudy.model.schedule_words import ReplicaStorage

_CONTINENT: Final = {"Europe": "Europe", "UK": "Europe", "US": "North America", "Canada": "North America"}
_SNAPSHOT_SKU: Final = {
    ReplicaStorage.STANDARD_LRS: "Standard_LRS",
    ReplicaStorage.STANDARD_ZRS: "Standard_ZRS",
    ReplicaStorage.PREMIUM_LRS: "Premium_LRS",
}


@attrs.frozen(kw_only=True)
class Latency:
    """Round-trip time between two regions in milliseconds (P95 where Microsoft publishes one)."""

    ms: float
    status: Status
    source: str
    as_of: str


@attrs.frozen(kw_only=True)
class UnitPrice:
    """USD for one unit, with its source."""

    usd: float
    unit: str
    status: Status
    source: str
    as_of: str
    note: str = ""


def latency(one: str, other: str, *, catalog: Catalog | None = None) -> Latency | None:
    """Round-trip time between two regions; None where it is not known, 0 ms within one.

    >>> latency("westeurope", "northeurope").ms
    20.0
    """
    catalog = catalog or default_catalog()
    a, b = catalog.region(one).name, catalog.region(other).name
    if a == b:
        return Latency(ms=0.0, status=Status.DERIVED, source="azstudy", as_of=catalog.as_of)
    return _latencies(catalog.folder).get((a, b)) or _latencies(catalog.folder).get((b, a))


def replica_price(
    region: str, storage: ReplicaStorage = ReplicaStorage.STANDARD_LRS, *, catalog: Catalog | None = None
) -> UnitPrice | None:
    """USD per GB and month of one image replica, billed as snapshot storage; None where it is not known.

    The page says that replicas are billed as storage and names no meter of their own
    (azure-compute-docs azure-compute-gallery.md@06c2de23), so the price is derived from that of snapshots.

    >>> replica_price("westeurope").usd
    0.05
    """
    catalog = catalog or default_catalog()
    name = catalog.region(region).name
    found = disk_book(catalog).meter(name, _SNAPSHOT_SKU[storage], "snapshot")
    if found is not None:
        return UnitPrice(
            usd=found.usd,
            unit="GB-month",
            status=Status.DERIVED,
            source=found.source,
            as_of=found.as_of,
            note=found.note,
        )
    row = _items(catalog.folder).get("gallery_image_replica_standard")
    if storage is ReplicaStorage.STANDARD_LRS and row is not None and row["scope"] == name:
        return _unit(row)
    return None


def transfer_price(one: str, other: str, *, catalog: Catalog | None = None) -> UnitPrice | None:
    """USD per GB sent from one region to another; None where it is not known, such as between continents.

    >>> transfer_price("westeurope", "northeurope").usd, transfer_price("westeurope", "japaneast")
    (0.02, None)
    """
    catalog = catalog or default_catalog()
    a, b = catalog.region(one).name, catalog.region(other).name
    if a == b:
        return UnitPrice(usd=0.0, unit="GB", status=Status.DERIVED, source="azstudy", as_of=catalog.as_of)
    groups = _groups(catalog.folder)
    row = _items(catalog.folder).get("inter_region_same_continent_NA_EU")
    here, there = (_CONTINENT.get(groups.get(name, "")) for name in (a, b))
    return _unit(row) if here is not None and here == there and row is not None else None


@cache
def _latencies(folder: Path) -> dict[tuple[str, str], Latency]:
    columns = ("from", "to", "latency_ms", "kind", "flag", "source", "as_of")
    found = {}
    for row in records(folder / "latency.csv", columns):
        ms = to_float(row["latency_ms"])
        if ms is not None:
            status = Status.PUBLISHED if row["kind"] == "p95" else Status.ESTIMATED
            status = Status.DOUBTFUL if row["flag"] else status
            found[row["from"], row["to"]] = Latency(ms=ms, status=status, source=row["source"], as_of=row["as_of"])
    return found


@cache
def _items(folder: Path) -> dict[str, dict[str, str]]:
    columns = ("item", "scope", "unit", "value", "status", "source", "as_of", "note")
    return {row["item"]: row for row in records(folder / "bandwidth.csv", columns)}


@cache
def _groups(folder: Path) -> dict[str, str]:
    return {row["name"]: row["geography_group"] for row in records(folder / "regions.csv", ("name", "geography_group"))}


def _unit(row: dict[str, str]) -> UnitPrice | None:
    value = to_float(row["value"])
    if value is None:
        return None
    return UnitPrice(
        usd=value,
        unit=row["unit"].removeprefix("USD/"),
        status=Status(row["status"]),
        source=row["source"],
        as_of=row["as_of"],
        note=row["note"],
    )
