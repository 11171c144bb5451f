"""Types of managed disks: what they may be set to, what they can be, how IO is counted."""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.model.words import DiskType
from azstudy.rules.disks import (
    counted_ios,
    disk_limits,
    host_caching_allowed,
    os_disk_allowed,
    performance_changes_left,
    premium_v2_limits,
    ultra_limits,
)

TYPES = "MicrosoftDocs/azure-compute-docs articles/virtual-machines/disks-types.md@18c531ec"
SKU_API = "kubernetes-sigs/azuredisk-csi-driver pkg/optimization/azure_skus_map.go@d983d613"


@pytest.mark.parametrize(("gib", "iops"), [(8, 4_000), (10, 5_000)])
def test_premium_v2_has_500_iops_for_each_gib_above_its_base(gib: int, iops: int) -> None:
    assert premium_v2_limits(gib).max_iops == iops, TYPES


@pytest.mark.parametrize(("iops", "mbps"), [(3_000, 750), (4_000, 1_000), (8_000, 2_000), (80_000, 2_000)])
def test_premium_v2_throughput_follows_the_iops_that_are_set(iops: int, mbps: int) -> None:
    assert premium_v2_limits(1_024, iops).max_mbps == mbps, TYPES


def test_premium_v2_reaches_80_000_iops_from_160_gib() -> None:
    assert [premium_v2_limits(gib).max_iops for gib in (1, 6, 159, 160, 65_536)] == [
        3_000,
        3_000,
        79_500,
        80_000,
        80_000,
    ]


@pytest.mark.parametrize(("gib", "iops", "mbps"), [(4, 4_000, 1_000), (512, 400_000, 10_000), (1_024, 400_000, 10_000)])
def test_ultra_has_1_000_iops_for_each_gib(gib: int, iops: int, mbps: int) -> None:
    limits = ultra_limits(gib)
    assert (limits.max_iops, limits.max_mbps) == (iops, mbps), TYPES


@pytest.mark.parametrize(("kib", "count"), [(4, 1), (256, 1), (300, 2), (1_024, 4)])
def test_one_counted_io_is_256_kib(kib: int, count: int) -> None:
    assert counted_ios(kib) == count, TYPES


def test_creating_a_disk_counts_as_a_change() -> None:
    assert performance_changes_left(created_hours_ago=2) == 3, TYPES
    assert performance_changes_left(created_hours_ago=25) == 4, TYPES


@pytest.mark.parametrize(
    ("kind", "os_disk", "caching"),
    [
        (DiskType.ULTRA, False, False),
        (DiskType.PREMIUM_V2, False, False),
        (DiskType.PREMIUM, True, True),
        (DiskType.STANDARD_SSD, True, True),
        (DiskType.STANDARD, True, True),
    ],
)
def test_what_a_type_can_be(kind: DiskType, os_disk: bool, caching: bool) -> None:
    assert os_disk_allowed(kind) is os_disk, TYPES
    assert host_caching_allowed(kind) is caching, TYPES


@pytest.mark.parametrize(
    ("gib", "tier", "iops", "mbps"),
    [
        (32, "E4", 500, 100),
        (512, "E20", 500, 100),
        (1_024, "E30", 500, 100),
        (4_096, "E50", 500, 100),
        (8_192, "E60", 2_000, 400),
        (32_767, "E80", 6_000, 750),
    ],
)
def test_standard_ssd_follows_the_sku_api(gib: int, tier: str, iops: int, mbps: int) -> None:
    # disk-storage-standard-ssd-sizes.md@90c75562 (2023) prints 60 MB/s up to E50; the API is newer
    limits = disk_limits("StandardSSD", gib)
    assert (limits.tier, limits.max_iops, limits.max_mbps) == (tier, iops, mbps), SKU_API


@pytest.mark.parametrize(
    ("disk", "iops", "mbps"),
    [
        ("premium v2 64 GiB", 3_000, 125),
        ("premium v2 8 GiB 4000 IOPS 200 MB/s", 4_000, 200),
        ("ultra 64 GiB 20000 IOPS 2000 MB/s", 20_000, 2_000),
        ("P30", 5_000, 200),
        ("P80", 20_000, 900),
        ("E50", 500, 100),
        ("E80", 6_000, 750),
        ("S80", 2_000, 500),
    ],
)
def test_what_a_disk_serves_when_the_vm_does_not_hold_it_back(disk: str, iops: int, mbps: int) -> None:
    large = {"region": "westeurope", "zone": 1, "minutes": 5}
    small_ios = az.simulate.disk_io("E64bs_v5", [disk], "100000 IOPS", io_kib=4, **large)
    large_ios = az.simulate.disk_io("E64bs_v5", [disk], "9000 MB/s", io_kib=256, **large)
    assert small_ios.served_iops[0] == pytest.approx(iops), TYPES
    assert large_ios.served_mbps[0] == pytest.approx(min(mbps, iops * 0.262144)), TYPES


@pytest.mark.parametrize(("kib", "served"), [(4, 5_000), (256, 762.9), (300, 650), (1_024, 190.7)])
def test_larger_ios_use_up_throughput_and_count_as_several(kib: int, served: float) -> None:
    result = az.simulate.disk_io("D8s_v5", ["P30"], "20000 IOPS", io_kib=kib, minutes=1, credits_percent=0)
    requests = result.served_iops[0] / counted_ios(kib)
    assert requests == pytest.approx(served, rel=0.002), TYPES
    assert result.served_mbps[0] <= 200 * (1 + 1e-9)


@pytest.mark.parametrize(
    ("tier", "iops", "mbps"),
    [("P30", 8_000, 300), ("P40", 16_000, 600), ("P50", 20_000, 900), ("E30", 1_500, 150), ("E50", 6_000, 600)],
)
def test_performance_plus_raises_the_limits_of_large_disks(tier: str, iops: int, mbps: int) -> None:
    sizes = "MicrosoftDocs/azure-docs includes/disk-storage-premium-ssd-sizes.md@1d25717f"
    facts = az.simulate.disk_facts(f"{tier} performance plus", region="westeurope")
    assert (facts.iops, facts.mbps) == (iops, mbps), sizes
    assert facts.cost.usd == az.simulate.disk_facts(tier, region="westeurope").cost.usd
