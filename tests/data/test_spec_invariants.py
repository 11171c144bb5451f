"""What must be true of VM sizes, and the pages and conflicts behind the exceptions."""

import re
from collections import defaultdict
from itertools import pairwise

import pytest

GROWING = (
    *("max_data_disks", "max_nics", "network_mbps", "uncached_iops", "uncached_mbps", "burst_uncached_iops"),
    *("burst_uncached_mbps", "temp_disk_gib", "cached_iops", "v2_ultra_iops", "v2_ultra_mbps"),
)
# Sizes of these series come in memory variants, or their larger sizes sit on older hardware.
NOT_GROWING = {
    ("Mbdsv3", "uncached_mbps"),
    ("Mbdsv3", "temp_disk_gib"),
    ("Mbdsv3", "v2_ultra_mbps"),
    *((series, field) for series in ("Msv2", "Mmsv2") for field in GROWING[2:5]),
    *((series, "cached_iops") for series in ("Msv2", "Mmsv2", "NCasT4v3")),
}
PLACEMENTS = {"ResourceDisk", "CacheDisk", "NvmeDisk"}
PARTS = re.compile(
    r"Standard_(?P<family>[A-Z]+)(?P<count>\d+)(?:-(?P<early>\d+))?(?P<features>[a-z]*)(?:-(?P<late>\d+))?"
)
# Series from before the naming convention: their number counts sizes, not vCPUs.
NUMBERED = {"A", "D", "DS", "Dv2", "DSv2", "G", "GS"}


@pytest.fixture(scope="module")
def specified(sizes):
    return [row for row in sizes.values() if row["has_specs"] == "true"]


def number(row, field):
    return float(row[field]) if row[field] else None


def test_counts_of_sizes(sizes, specified):
    assert len(sizes) == 1777
    assert len(specified) == 1512


def test_names_are_unique_whatever_the_case(sizes):
    assert len({name.lower() for name in sizes}) == len(sizes)


def test_names_known_only_from_price_lists_carry_no_guessed_specs(sizes):
    kept = {"name", "series", "category", "constrained", "promo", "has_specs", "source", "as_of"}
    for row in sizes.values():
        if row["has_specs"] == "false":
            assert {field for field, cell in row.items() if cell} <= kept, row["name"]
            assert row["series"]


def test_the_name_with_trailing_spaces_is_stripped_and_recorded(sizes, table):
    assert "Standard_NM16ads_MA35D" in sizes
    row = next(r for r in table("size_conflicts.csv") if (r["name"], r["field"]) == ("Standard_NM16ads_MA35D", "name"))
    assert row["other"].endswith("  '")


def test_a_name_that_looks_like_a_slip_is_kept(sizes, table):
    assert sizes["Standard_M12s-6_v32"]["series"] == "Msv3"
    assert any(r["name"] == "Standard_M12s-6_v32" and r["field"] == "name" for r in table("size_conflicts.csv"))


def test_vcpus_follow_the_name(specified):
    for row in specified:
        match = PARTS.match(row["name"])
        if not row["vcpus"] or row["series"] in NUMBERED:
            continue
        active = match["early"] or match["late"]
        assert row["vcpus_base"] == match["count"], row["name"]
        assert row["vcpus"] == (active or match["count"]), row["name"]


def test_constrained_sizes_are_cut_from_a_size_and_keep_its_disks(sizes):
    for row in sizes.values():
        match = PARTS.match(row["name"])
        active = bool(match and (match["early"] or match["late"]))
        assert (row["constrained"] == "true") == active, row["name"]
        if not active or not row["vcpus"]:
            continue
        base = sizes[re.sub(r"-\d+", "", row["name"], count=1)]
        assert int(row["vcpus"]) < int(row["vcpus_base"])
        for field in ("vcpus_base", "memory_gib", "max_data_disks", "uncached_iops", "uncached_mbps", "architecture"):
            assert row[field] == base[field], (row["name"], field)


def test_every_known_number_is_positive_or_a_real_zero(specified):
    zero_means_none = {"gpu_count", "temp_disk_gib", "temp_disk_count"}
    for row in specified:
        for field in ("vcpus", "memory_gib", *GROWING, "max_nics", "gpu_count", "local_nvme_gib", "credit_max"):
            value = number(row, field)
            assert value is None or value > 0 or (field in zero_means_none and value == 0), (row["name"], field)


def test_bigger_sizes_of_a_series_are_not_weaker(specified):
    series = defaultdict(list)
    for row in specified:
        if row["vcpus_base"] and row["constrained"] == "false":
            series[row["series"]].append(row)
    found = set()
    for name, rows in series.items():
        rows.sort(key=lambda row: (float(row["vcpus_base"]), float(row["memory_gib"] or 0)))
        for field in GROWING:
            known = [(float(row["vcpus_base"]), float(row[field])) for row in rows if row[field]]
            if any(b[0] > a[0] and b[1] < a[1] for a, b in pairwise(known)):
                found.add((name, field))
    assert found == NOT_GROWING


def test_bursts_are_above_the_base(specified):
    for row in specified:
        for base, burst in (("uncached_iops", "burst_uncached_iops"), ("uncached_mbps", "burst_uncached_mbps")):
            if row[base] and row[burst]:
                assert number(row, burst) >= number(row, base), row["name"]


def test_words_are_the_allowed_ones(specified):
    for row in specified:
        assert row["architecture"] in ("x64", "arm64", "")
        assert set(filter(None, row["generations"].split(";"))) <= {"1", "2"}
        assert set(filter(None, row["ephemeral_placements"].split(";"))) <= PLACEMENTS
        assert row["live_migration"] in ("true", "false", "restricted", "")


def test_arm_sizes_have_the_p_of_their_name(specified):
    for row in specified:
        features = PARTS.match(row["name"])["features"]
        if row["architecture"]:
            assert (row["architecture"] == "arm64") == ("p" in features), row["name"]


def test_names_with_an_s_take_premium_storage(specified):
    for row in specified:
        if "s" in PARTS.match(row["name"])["features"] and row["premium_storage"]:
            assert row["premium_storage"] == "true", row["name"]


def test_names_with_a_d_have_local_storage(specified):
    for row in specified:
        local = number(row, "temp_disk_gib"), number(row, "local_nvme_gib")
        if "d" in PARTS.match(row["name"])["features"] and local != (None, None):
            assert any(local), row["name"]


def test_only_the_b_family_has_credits(specified):
    for row in specified:
        burstable = row["name"].startswith("Standard_B")
        assert bool(row["credit_base_percent"]) == burstable, row["name"]
        if burstable:
            earned = number(row, "credit_base_percent") / 100 * number(row, "vcpus") * 60
            assert earned == pytest.approx(number(row, "credit_per_hour"), rel=0.03), row["name"]
            assert number(row, "credit_max") >= number(row, "credit_per_hour") * 24 * 0.99


def test_gpu_counts_are_whole_devices_and_models_name_the_share(specified):
    for row in specified:
        if row["gpu_model"].startswith("1/"):
            assert row["gpu_count"] == "1", row["name"]
        if row["gpu_count"] not in ("", "0"):
            assert row["gpu_model"], row["name"]
            assert row["series"].startswith("N"), row["name"]
            assert int(row["gpu_count"]) <= 8


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Standard_D4s_v5", {"vcpus": "4", "memory_gib": "16", "max_data_disks": "8", "uncached_iops": "6400"}),
        ("Standard_E32-16s_v5", {"vcpus": "16", "vcpus_base": "32", "memory_gib": "256", "max_data_disks": "32"}),
        (
            "Standard_B4ms",
            {"vcpus": "4", "credit_base_percent": "22.5", "credit_per_hour": "54", "temp_disk_gib": "32"},
        ),
        ("Standard_D128ds_v6", {"temp_disk_gib": "7040", "memory_gib": "512"}),
        ("Standard_ND96isr_H100_v5", {"gpu_count": "8", "gpu_model": "H100"}),
        ("Standard_NP10s", {"gpu_count": "0", "gpu_model": ""}),
        ("Standard_NV6ads_A10_v5", {"gpu_count": "1", "gpu_model": "1/6 A10"}),
    ],
)
def test_documented_examples(sizes, name, expected):
    assert {field: sizes[name][field] for field in expected} == expected
