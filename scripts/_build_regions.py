"""`regions.csv`, and region-to-region latency."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from _build_common import BuildError, Row, number, read_table

COLUMNS = (
    "name",
    "display",
    "geography",
    "pair",
    "zones",
    "latitude",
    "longitude",
    "short",
    "geography_group",
    "physical_location",
    "bandwidth_zone",
)
_INPUT_COLUMNS = (
    "name",
    "display",
    "short",
    "geography",
    "geography_group",
    "physical_location",
    "pair",
    "az_count",
    "lat",
    "lon",
    "peering_zone",
)
# Named in price lists and as a pair, but not in the region list: access is restricted, it serves as a pair only.
_RESTRICTED = {
    "swedensouth": {
        "name": "swedensouth",
        "display": "Sweden South",
        "geography": "Sweden",
        "pair": "swedencentral",
        "geography_group": "Europe",
    }
}


def regions(inputs: Path, priced: Iterable[str]) -> list[Row]:
    """Rows of `regions.csv`: the region list, and regions that only prices or pairs name."""
    rows = {given["name"]: _region(given) for given in read_table(inputs, "regions.csv", _INPUT_COLUMNS)}
    named = set(priced) | {row["pair"] for row in rows.values() if row["pair"]}
    for name in sorted(named - set(rows)):
        if name not in _RESTRICTED:
            raise BuildError(f"Region {name!r} has prices or is a pair, but 'regions.csv' has no row for it; add one.")
        rows[name] = {**dict.fromkeys(COLUMNS, ""), "zones": "0", **_RESTRICTED[name]}
    return list(rows.values())


def _region(given: Row) -> Row:
    return {
        **{column: given[column] for column in ("name", "display", "geography", "pair", "short", "geography_group")},
        "zones": number(given["az_count"]) or "0",
        "latitude": number(given["lat"]),
        "longitude": number(given["lon"]),
        "physical_location": given["physical_location"],
        "bandwidth_zone": given["peering_zone"].removeprefix("Zone ").strip(),
    }
