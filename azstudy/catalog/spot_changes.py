"""Published changes of Spot prices: five weeks in five European regions, the only history in the bundle."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import attrs

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.catalog.tables import records
from azstudy.model.facts import OperatingSystem


@attrs.frozen(kw_only=True)
class SpotChange:
    """A price that changed on a day, in USD per hour."""

    date: str
    before_usd_per_hour: float
    after_usd_per_hour: float


def spot_changes(
    size: str,
    region: str = "westeurope",
    os: str | OperatingSystem = OperatingSystem.LINUX,
    *,
    catalog: Catalog | None = None,
) -> tuple[SpotChange, ...]:
    """The changes known for a size, oldest first; empty where none was seen, which does not mean there was none.

    Raises:
        UnknownNameError: For an unknown size, region or operating system.

    >>> [round(one.after_usd_per_hour, 6) for one in spot_changes("D4s_v5", "northeurope")]
    [0.068394]
    """
    catalog = catalog or default_catalog()
    key = (catalog.size(size).name, catalog.region(region).name, OperatingSystem.parse(os).value)
    return _changes(catalog.folder).get(key, ())


@cache
def _changes(folder: Path) -> dict[tuple[str, str, str], tuple[SpotChange, ...]]:
    columns = ("region", "os", "term", "size", "before_usd_per_hour", "after_usd_per_hour", "date")
    found: dict[tuple[str, str, str], list[SpotChange]] = {}
    for row in records(folder / "spot_changes.csv", columns):
        if row["term"] == "spot":
            change = SpotChange(
                date=row["date"],
                before_usd_per_hour=float(row["before_usd_per_hour"]),
                after_usd_per_hour=float(row["after_usd_per_hour"]),
            )
            found.setdefault((row["size"], row["region"], row["os"]), []).append(change)
    return {key: tuple(sorted(each, key=lambda one: one.date)) for key, each in found.items()}
