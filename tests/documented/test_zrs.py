"""Zone-redundant disks: which types, which regions."""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.model.design import Design
from azstudy.model.disk import DataDisk
from azstudy.model.vm import VirtualMachine
from azstudy.model.words import DiskType
from azstudy.rules import Facts, review
from azstudy.rules.disks import zrs_allowed

RED = "MicrosoftDocs/azure-compute-docs articles/virtual-machines/disks-redundancy.md@3c8bbcc5"


def broken(kind: DiskType, region: str) -> set[str]:
    catalog = az.default_catalog()
    disk = DataDisk("data", 1_024, type=kind, redundancy="ZRS")
    design = Design("one", [VirtualMachine("vm", "D4s_v5", data_disks=[disk])], region=region)
    return set(review(design, Facts(sizes=catalog, regions=catalog)).rule_ids)


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [
        (DiskType.PREMIUM, True),
        (DiskType.STANDARD_SSD, True),
        (DiskType.STANDARD, False),
        (DiskType.PREMIUM_V2, False),
        (DiskType.ULTRA, False),
    ],
)
def test_types_with_zrs(kind: DiskType, allowed: bool) -> None:
    assert zrs_allowed(kind) is allowed, RED
    assert ("zrs-01" not in broken(kind, "westeurope")) is allowed, RED


@pytest.mark.parametrize(("region", "allowed"), [("westeurope", True), ("westus2", True), ("westus", False)])
def test_regions_with_zrs(region: str, allowed: bool) -> None:
    assert ("zrs-02" not in broken(DiskType.PREMIUM, region)) is allowed, RED


def test_zrs_does_not_keep_the_vm_alive() -> None:
    assert "zrs-04" in broken(DiskType.PREMIUM, "westeurope"), RED


@pytest.mark.parametrize("tier", ["P10", "P30", "E20", "E60"])
def test_zrs_has_the_limits_and_bursts_of_lrs_at_another_price(tier: str) -> None:
    one = az.simulate.disk_facts(tier, region="westeurope")
    three = az.simulate.disk_facts(f"{tier} ZRS", region="westeurope")
    assert (one.iops, one.mbps, one.burst_iops) == (three.iops, three.mbps, three.burst_iops), RED
    assert three.cost.usd / one.cost.usd == pytest.approx(1.5, abs=0.01)


def test_zrs_of_other_types_is_refused() -> None:
    with pytest.raises(az.errors.InvalidInputError, match=r"ZRS|zone-redundant"):
        az.simulate.disk_io("D4s_v5", [DataDisk("data", 64, type="PremiumV2", redundancy="ZRS")], 100)


@pytest.mark.parametrize(("zone", "affected", "action"), [(1, True, "detach it by force"), (2, False, "")])
def test_a_zone_that_fails_under_a_zrs_disk(zone: int, affected: bool, action: str) -> None:
    vm = VirtualMachine("vm", "D4s_v5", zone=1, data_disks=[DataDisk("data", 1_024, redundancy="ZRS")])
    run = az.simulate.outage(Design("one", [vm], region="westeurope"), f"zone {zone}")
    disk = run.disk("vm/data")
    assert ("vm" in run.down) is affected, RED
    assert disk.reachable, RED
    assert disk.rpo_zero, RED
    assert disk.action.startswith(action) if action else not disk.action, RED


def test_zrs_does_not_change_the_class() -> None:
    for redundancy in ("LRS", "ZRS"):
        vm = VirtualMachine("vm", "D4s_v5", data_disks=[DataDisk("data", 1_024, redundancy=redundancy)])
        assert az.plan.earned_sla(vm).percent == 99.9, RED
