"""Regions, latency, disks, traffic and Spot changes."""

from itertools import pairwise

import pytest


@pytest.fixture(scope="module")
def regions(table):
    return {row["name"]: row for row in table("regions.csv")}


def test_pairs_exist_and_no_region_is_its_own(regions):
    for row in regions.values():
        assert row["pair"] == "" or row["pair"] in regions
        assert row["pair"] != row["name"]


def test_places_and_zones(regions):
    assert len(regions) == 59
    for row in regions.values():
        assert row["zones"] in ("0", "3"), row["name"]
        if row["latitude"]:
            assert -90 <= float(row["latitude"]) <= 90
            assert -180 <= float(row["longitude"]) <= 180
        assert row["display"]
        assert row["geography"]
    assert [name for name, row in regions.items() if not row["latitude"]] == ["swedensouth"]


def test_regions_without_prices_are_known(regions, sheets):
    priced = {region for sheet in sheets.values() for _, region in sheet}
    assert set(regions) - priced == {"denmarkeast"}


def test_latency_respects_light_unless_flagged(table, regions):
    rows = table("latency.csv")
    assert len(rows) == 3306
    for row in rows:
        assert row["from"] in regions
        assert row["to"] in regions
        assert row["from"] != row["to"]
        below = float(row["latency_ms"]) < float(row["light_limit_ms"])
        assert below == (row["flag"] == "below-light-limit"), row
        if row["kind"] == "p95":
            assert not below
            assert row["source"] == "docs-latency"
        else:
            assert row["kind"] == "estimate"


def test_the_light_limit_follows_from_the_distance(table):
    """Round trip in fibre: 2 x distance / 204,000 km/s, as printed to a tenth."""
    for row in table("latency.csv"):
        assert float(row["light_limit_ms"]) == pytest.approx(2 * float(row["great_circle_km"]) / 204, abs=0.06)


def test_latency_and_distance_are_symmetric_where_they_must_be(table):
    pairs = {(row["from"], row["to"]): row for row in table("latency.csv")}
    for (start, end), row in pairs.items():
        assert pairs[end, start]["great_circle_km"] == row["great_circle_km"]


def test_disk_tiers_grow(table):
    tiers = {}
    for row in table("disks.csv"):
        tiers.setdefault(row["sku"], []).append(row)
    assert set(tiers) == {"Premium_LRS", "Premium_ZRS", "StandardSSD_LRS", "StandardSSD_ZRS", "Standard_LRS"}
    for rows in tiers.values():
        for smaller, larger in pairwise(rows):
            for field in ("size_gib", "base_iops", "base_mbps", "max_shares"):
                assert float(larger[field]) >= float(smaller[field]), (larger["sku"], larger["tier"], field)
        assert all(float(row["burst_iops"]) >= float(row["base_iops"]) for row in rows)


def test_disk_prices_grow_with_the_tier(table):
    order = {(row["sku"], row["tier"]): float(row["size_gib"]) for row in table("disks.csv")}
    ladders = {}
    for row in table("disk_prices.csv"):
        assert (row["sku"], row["tier"]) in order
        assert row["status"] in ("published", "derived", "estimated", "doubtful")
        ladder = ladders.setdefault((row["region"], row["sku"], row["meter"]), [])
        ladder.append((order[row["sku"], row["tier"]], float(row["usd_per_month"])))
    for ladder in ladders.values():
        assert all(before[1] < after[1] for before, after in pairwise(sorted(ladder)))


def test_zone_redundancy_costs_half_more(table):
    prices = {
        (r["region"], r["sku"], r["tier"]): float(r["usd_per_month"])
        for r in table("disk_prices.csv")
        if r["meter"] == "disk"
    }
    pairs = 0
    for (region, sku, tier), usd in prices.items():
        local = (region, sku.replace("ZRS", "LRS"), tier)
        if sku.endswith("ZRS") and local in prices:
            assert usd / prices[local] == pytest.approx(1.5, abs=0.001)
            pairs += 1
    assert pairs == 140


def test_exactly_two_disk_prices_are_doubtful(table):
    doubtful = [(r["region"], r["sku"], r["tier"]) for r in table("disk_prices.csv") if r["status"] == "doubtful"]
    assert doubtful == [("eastus", "Standard_LRS", "S40"), ("eastus", "Standard_LRS", "S50")]


def test_flexible_disks_follow_the_documented_examples(table):
    """disks-types, 2026-08-11: an 8-GiB Premium SSD v2 can have 4,000 IOPS, 160 GiB 80,000; Ultra 1,000 per GiB."""
    rows = {
        row["sku"]: {k: float(v) for k, v in row.items() if k not in ("sku", "source", "as_of")}
        for row in table("flexible_disks.csv")
    }
    v2, ultra = rows["PremiumV2_LRS"], rows["UltraSSD_LRS"]

    def most_iops(disk, gib):
        return min(disk["max_iops"], max(disk["min_iops"], disk["iops_per_gib"] * gib))

    assert [most_iops(v2, gib) for gib in (1, 6, 8, 10, 160, 1000)] == [3000, 3000, 4000, 5000, 80000, 80000]
    assert [most_iops(ultra, gib) for gib in (4, 64, 512)] == [4000, 64000, 400000]
    assert min(v2["max_mbps"], v2["mbps_per_iops"] * 3000) == 750
    assert v2["free_iops"] == 3000


def test_meters_keep_the_published_number(table):
    for row in table("disk_meters.csv"):
        factor = 730 if row["note"] == "x 730 hours" else 1
        assert float(row["usd"]) == pytest.approx(float(row["published_usd"]) * factor, rel=1e-6)
        assert ("Hour" in row["published_unit"]) == (factor == 730)


def test_traffic_prices_that_were_not_found_stay_unknown(table):
    rows = {row["item"]: row for row in table("bandwidth.csv")}
    assert rows["inter_region_intercontinental"]["value"] == ""
    assert rows["snapshot_full_premium"]["status"] == "doubtful"
    for row in rows.values():
        assert bool(row["value"]) == bool(row["status"])


def test_spot_changes_lead_to_the_prices_in_the_sheets(table, sheets):
    rows = table("spot_changes.csv")
    assert sum(row["term"] == "spot" for row in rows) == 1252
    listed = 0
    for row in rows:
        after, before = float(row["after_usd_per_hour"]), float(row["before_usd_per_hour"])
        assert after / before - 1 == pytest.approx(float(row["change"]), abs=0.0002)
        cell = sheets[f"{row['os']}-{row['term']}"].get((row["size"], row["region"]))
        if cell is not None:
            assert cell == pytest.approx(after, abs=2e-6)
            listed += 1
    assert listed > 0.95 * len(rows)
