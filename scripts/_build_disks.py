"""Managed disks: tiers, prices by tier, meters that grow with use, and what snapshots and traffic cost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from _build_common import BuildError, Row, Table, number, one_line, read_table, record
from _build_sources import as_of, short_id

HOURS_PER_MONTH = Decimal(730)
"""Azure's own convention: 8,760 hours over 12 months."""

DISK_COLUMNS = (
    "sku",
    "tier",
    "size_gib",
    "base_iops",
    "base_mbps",
    "burst_iops",
    "burst_mbps",
    "on_demand_burst_iops",
    "on_demand_burst_mbps",
    "max_shares",
    "source",
    "as_of",
)
FLEXIBLE_COLUMNS = (
    "sku",
    "min_gib",
    "max_gib",
    "free_iops",
    "free_mbps",
    "min_iops",
    "min_mbps",
    "iops_per_gib",
    "max_iops",
    "mbps_per_iops",
    "max_mbps",
    "max_shares",
    "source",
    "as_of",
)
PRICE_COLUMNS = ("region", "sku", "tier", "meter", "usd_per_month", "status", "source", "as_of", "note")
METER_COLUMNS = ("region", "sku", "meter", "usd", "unit", "published_usd", "published_unit", "source", "as_of", "note")
BANDWIDTH_COLUMNS = ("item", "scope", "unit", "value", "status", "source", "as_of", "note")

_TIER_NUMBERS = DISK_COLUMNS[2:-2]
_TYPES = {
    "premium_ssd": "Premium",
    "standard_ssd": "StandardSSD",
    "standard_hdd": "Standard",
    "premium_ssd_v2": "PremiumV2",
    "ultra": "UltraSSD",
}
# The two disks whose speed is bought apart from their size (disks-types, azure-compute-docs, 2026-08-11).
_FLEXIBLE_RULES = {
    "PremiumV2_LRS": ("1", "65536", "3000", "125", "3000", "125", "500", "80000", "0.25", "2000"),
    "UltraSSD_LRS": ("4", "65536", "0", "0", "100", "1", "1000", "400000", "0.25", "10000"),
}
_METERS = (
    (r"Provisioned Throughput \(MBps\)$", "throughput", "MBps"),
    (r"Provisioned IOPS$", "iops", "IOPS"),
    (r"Confidential Compute Encryption .*Provisioned Capacity$", "confidential_capacity", "GiB"),
    (r"Provisioned Capacity$", "capacity", "GiB"),
    (r"Reservation per vCPU Provisioned$", "vcpu_reservation", "vCPU"),
    (r"Instant Access Snapshots .*Disk Capacity Restored$", "instant_access_restore", "TB"),
    (r"Instant Access Snapshots", "instant_access_snapshot", "GB"),
    (r"Snapshots$", "snapshot", "GB"),
    (r"Burst Transactions$", "burst_transactions", "10,000"),
    (r"Burst Enablement$", "burst_enablement", "disk"),
    (r"^Disk Transactions", "operations_unmanaged", "10,000"),
    (r"^disk_operations_10k", "operations", "10,000"),
)
_EASTUS_METERS = {"capacity": "GiB", "iops": "IOPS", "throughput": "MBps", "vcpu_reservation": "vCPU"}
_ONE_SOURCE = "one community list only; other regions charge another price for this tier"
_EASTUS_STATUS = (
    (r"^infracost|independent mentions", "published", "infracost", ""),
    (r"^ga4gh", "derived", "ga4gh", "the price of westeurope, equal to eastus where both are known"),
    (r"^derived", "estimated", "community", ""),
    (r"community constant", "published", "community", ""),
)


def disk_tables(inputs: Path) -> list[Table]:
    """`disks.csv`, `flexible_disks.csv`, `disk_prices.csv`, `disk_meters.csv` and `bandwidth.csv`."""
    disks = read_table(inputs, "disks.csv", ("sku", "tier", *_TIER_NUMBERS, "usd_month_eastus", "price_src"))
    prices = [*_regional_prices(inputs), *_eastus_prices(disks)]
    return [
        Table("disks.csv", DISK_COLUMNS, _tiers(disks), ("sku", "size_gib")).by_number("size_gib"),
        Table("flexible_disks.csv", FLEXIBLE_COLUMNS, _flexible(disks), ("sku",)),
        Table("disk_prices.csv", PRICE_COLUMNS, _weigh(prices), ("region", "sku", "tier", "meter")),
        Table("disk_meters.csv", METER_COLUMNS, list(_meters(inputs)), ("region", "sku", "meter")),
        Table("bandwidth.csv", BANDWIDTH_COLUMNS, list(_bandwidth(inputs)), ("item",)),
    ]


def _tiers(disks: list[Row]) -> list[Row]:
    origin = {"source": "azuredisk-csi", "as_of": as_of("azuredisk-csi")}
    return [
        {"sku": row["sku"], "tier": row["tier"], **{column: number(row[column]) for column in _TIER_NUMBERS}, **origin}
        for row in disks
        if row["tier"]
    ]


def _flexible(disks: list[Row]) -> Iterator[Row]:
    shares = {row["sku"]: number(row["max_shares"]) for row in disks if not row["tier"]}
    for sku, rules in _FLEXIBLE_RULES.items():
        yield record(FLEXIBLE_COLUMNS, (sku, *rules, shares.get(sku, ""), "docs-disks", as_of("docs-disks")))


def _regional_prices(inputs: Path) -> Iterator[Row]:
    needed = ("region", "disk_type", "tier", "redundancy", "meter", "usd", "unit", "source", "as_of")
    for row in read_table(inputs, "disk_prices.csv", needed):
        if row["unit"] != "1/Month":
            raise BuildError(f"Input 'disk_prices.csv': unit {row['unit']!r} where '1/Month' is due ({row['tier']}).")
        meter = {"disk_month": "disk", "shared_mount_month": "shared_mount"}[row["meter"]]
        values = (row["region"], _sku(row), row["tier"], meter, number(row["usd"]))
        yield record(PRICE_COLUMNS, (*values, "published", short_id(row["source"]), row["as_of"], ""))


def _eastus_prices(disks: list[Row]) -> Iterator[Row]:
    for row in disks:
        if not row["usd_month_eastus"]:
            continue
        origin = one_line(row["price_src"])
        status, source, note = next(rule[1:] for rule in _EASTUS_STATUS if re.search(rule[0], origin))
        values = ("eastus", row["sku"], row["tier"], "disk", number(row["usd_month_eastus"]))
        yield record(PRICE_COLUMNS, (*values, status, source, _year_month(origin) or as_of(source), note or origin))


def _weigh(prices: list[Row]) -> list[Row]:
    """Doubt a community price that no other region's price for the tier bears out."""
    for row in prices:
        if row["source"] != "community" or row["status"] != "published":
            continue
        same = [p for p in prices if (p["sku"], p["tier"], p["meter"]) == (row["sku"], row["tier"], row["meter"])]
        others = [float(p["usd_per_month"]) for p in same if p["region"] != row["region"]]
        usd = float(row["usd_per_month"])
        if not any(abs(other / usd - 1) < 0.005 for other in others):
            row.update(status="doubtful", note=_ONE_SOURCE)
    return prices


def _meters(inputs: Path) -> Iterator[Row]:
    needed = ("region", "disk_type", "meter", "redundancy", "usd", "unit", "source", "as_of")
    merged: dict[tuple[str, str, str], Row] = {}
    for row in read_table(inputs, "disk_meters.csv", needed):
        made = _meter(row)
        key = (made["region"], made["sku"], made["meter"])
        known = merged.setdefault(key, made)
        if known["usd"] != made["usd"]:
            raise BuildError(f"Input 'disk_meters.csv': {key} has two prices, {known['usd']} and {made['usd']}.")
    yield from merged.values()
    yield from _eastus_meters(inputs)


def _meter(row: Row) -> Row:
    found = next(((meter, per) for pattern, meter, per in _METERS if re.search(pattern, row["meter"])), None)
    if found is None:
        raise BuildError(f"Input 'disk_meters.csv': meter {row['meter']!r} is not listed in scripts/_build_disks.py.")
    meter, per = found
    hourly = row["unit"].endswith("Hour")
    monthly = hourly or row["unit"].endswith("Month")
    usd = Decimal(row["usd"]) * (HOURS_PER_MONTH if hourly else 1)
    unit = f"{per}-month" if monthly and per not in ("10,000", "TB") else per
    note = "x 730 hours" if hourly else ""
    values = (row["region"], _sku(row), meter, number(usd), unit, number(row["usd"], digits=9), row["unit"])
    return record(METER_COLUMNS, (*values, short_id(row["source"]), row["as_of"], note))


def _eastus_meters(inputs: Path) -> Iterator[Row]:
    """The eastus rows of the flexible-price list; its other rows repeat the meters of the five European regions."""
    needed = ("sku", "meter", "unit_or_rule", "usd", "region", "source")
    rows = read_table(inputs, "disk_flexible_prices.csv", needed)
    for row in rows:
        if row["region"] != "eastus":
            continue
        per = _EASTUS_METERS.get(row["meter"], "10,000")
        unit = per if per == "10,000" else f"{per}-month"
        values = ("eastus", row["sku"], row["meter"], number(row["usd"]), unit, number(row["usd"]), row["unit_or_rule"])
        yield record(METER_COLUMNS, (*values, "infracost", "2024-07", one_line(row["source"])))


def _bandwidth(inputs: Path) -> Iterator[Row]:
    for row in read_table(inputs, "storage_egress.csv", ("item", "unit", "value", "scope", "source")):
        origin = re.sub(r" \([a-z ]+\)$", "", one_line(row["source"]))
        if "modelled" in origin:
            status, source = "derived", "infracost"
        elif not row["value"]:
            status, source = "", ""
        elif "infracost" in origin:
            status, source = "published", "infracost"
        elif "cloudprice" in origin:
            status, source = "published", "cloudprice"
        else:
            status, source = "published", "community"
        doubtful = row["scope"].endswith("?")
        scope = row["scope"].rstrip("?")
        values = (row["item"], scope, row["unit"], number(row["value"]), "doubtful" if doubtful else status)
        yield record(
            BANDWIDTH_COLUMNS, (*values, source, _year_month(origin) or (as_of(source) if source else ""), origin)
        )


def _sku(row: Row) -> str:
    if row["disk_type"] not in _TYPES:
        raise BuildError(f"Disk type {row['disk_type']!r} is not one of {', '.join(_TYPES)}.")
    return f"{_TYPES[row['disk_type']]}_{row['redundancy']}"


def _year_month(text: str) -> str:
    match = re.search(r"\b20\d\d-\d\d\b", text)
    return match[0] if match else ""
