"""`regions.csv`, and region-to-region latency."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from _build_common import BuildError, Row, number, read_table, record

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
LATENCY_COLUMNS = ("from", "to", "latency_ms", "kind", "great_circle_km", "light_limit_ms", "flag", "source", "as_of")
_BELOW_LIGHT = "below-light-limit"
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


def latency(inputs: Path, known: Iterable[str]) -> list[Row]:
    """Rows of `latency.csv`: one a pair and direction; P95 where documented, an estimate elsewhere.

    `light_limit_ms` is the round trip at the speed of light in fibre over the great circle;
    a value below it is flagged, since it cannot be true of those two places.
    """
    names = set(known)
    needed = ("src", "dst", "great_circle_km", "min_rtt_ms", "p95_ms", "latency_ms")
    rows = []
    for given in read_table(inputs, "region_latency.csv", needed):
        unknown = {given["src"], given["dst"]} - names
        if unknown:
            raise BuildError(f"Input 'region_latency.csv' names {sorted(unknown)[0]!r}, which 'regions.csv' lacks.")
        documented = bool(given["p95_ms"])
        kind, source, date = ("p95", "docs-latency", "2026-07-30") if documented else ("estimate", "cosmos", "2026-06")
        value = given["p95_ms"] if documented else given["latency_ms"]
        flag = _BELOW_LIGHT if float(value) < float(given["min_rtt_ms"] or 0) else ""
        numbers = (number(given["great_circle_km"]), number(given["min_rtt_ms"]))
        values = (given["src"], given["dst"], number(value), kind, *numbers, flag, source, date)
        rows.append(record(LATENCY_COLUMNS, values))
    return rows
