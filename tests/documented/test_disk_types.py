"""Types of managed disks: what they may be set to, what they can be, how IO is counted."""

from __future__ import annotations

import pytest

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
