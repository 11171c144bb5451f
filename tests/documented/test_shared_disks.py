"""Shared disks: how many shares, what is billed, what does not change."""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.errors import InvalidInputError
from azstudy.model.design import Design
from azstudy.model.disk import AttachedDisk, Disk
from azstudy.model.vm import VirtualMachine
from azstudy.rules import review
from azstudy.rules.disks import disk_limits, max_shares, shared_performance

SIZES = "MicrosoftDocs/azure-docs includes/virtual-machines-disks-shared-sizes.md@02d00dc8"
SHARED = "MicrosoftDocs/azure-compute-docs articles/virtual-machines/disks-shared.md@1827cf35"
LIMITS = (
    "MicrosoftDocs/azure-compute-docs articles/virtual-machines/includes/"
    "virtual-machines-disks-shared-limitations.md@d84c7a8d"
)


@pytest.mark.parametrize(
    ("kind", "gib", "shares"),
    [
        ("Premium", 512, 3),
        ("Premium", 1_024, 5),
        ("Premium", 8_192, 10),
        ("StandardSSD", 128, 3),
        ("StandardSSD", 4_096, 5),
        ("StandardSSD", 32_767, 10),
        ("PremiumV2", 64, 15),
        ("UltraSSD", 64, 15),
    ],
)
def test_shares_by_tier(kind: str, gib: int, shares: int) -> None:
    assert max_shares(kind, gib) == shares, SIZES
    assert "shared-01" not in broken(kind, gib, shares), SIZES
    assert "shared-01" in broken(kind, gib, shares + 1), SIZES


def broken(kind: str, gib: int, shares: int, **disk: object) -> set[str]:
    shared = Disk("quorum", gib, type=kind, max_shares=shares, **disk)
    machines = [VirtualMachine(f"db{n}", "E8s_v5", data_disks=[AttachedDisk("quorum")]) for n in range(2)]
    return set(review(Design("cluster", [shared, *machines], region="westeurope")).rule_ids)


@pytest.mark.parametrize("mounts", [2, 5])
def test_ultra_is_billed_on_both_settings_however_many_mounts(mounts: int) -> None:
    billed = shared_performance(iops_read_write=10_000, iops_read_only=100, mbps_read_write=600, mbps_read_only=1)
    assert billed == (10_100, 601), (SHARED, mounts)


def test_sharing_raises_no_limit_and_ends_bursting() -> None:
    assert disk_limits("Premium", 256).max_iops == 1_100, SIZES
    assert "shared-04" in broken("Premium", 1_024, 2, on_demand_bursting=True), LIMITS


@pytest.mark.parametrize(("shares", "iops"), [(1, 1_100), (3, 1_100)])
def test_a_shared_disk_performs_as_one_disk_for_all(shares: int, iops: int) -> None:
    words = "P15" if shares == 1 else f"q: P15 shared {shares}"
    result = az.simulate.disk_io("D4s_v5", [words], "2000 IOPS", io_kib=4, credits_percent=0)
    assert result.served_iops[0] == iops, SIZES


def test_what_one_vm_uses_the_others_do_not_have() -> None:
    others = {"elsewhere": {"q": (700, 10)}}
    result = az.simulate.disk_io("D4s_v5", ["q: P15 shared 3"], "2000 IOPS", io_kib=4, **others)
    assert result.served_iops[0] == 400, SIZES


def test_a_shared_disk_has_no_burst_and_no_cache() -> None:
    assert az.simulate.disk_facts("P15 shared 3").burst_model is None, LIMITS
    assert az.simulate.disk_facts("P15").burst_model == "credit", LIMITS
    with pytest.raises(InvalidInputError, match="shared disk"):
        az.simulate.disk_io("D4s_v5", ["P15 shared 3 read only"], 100)
    with pytest.raises(InvalidInputError, match="maxShares 4"):
        az.simulate.disk_io("D4s_v5", ["P15 shared 4"], 100)
