"""Ephemeral OS disks: what fits, what is left, what is refused."""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.model.design import Design
from azstudy.model.disk import OsDisk
from azstudy.model.vm import VirtualMachine
from azstudy.rules import Facts, review
from azstudy.rules.vm_ephemeral import ephemeral_fit

EPH = "MicrosoftDocs/azure-compute-docs articles/virtual-machines/ephemeral-os-disks.md@0d0c4c59"


@pytest.mark.parametrize(
    ("placement", "local", "os_gib", "more", "fits"),
    [
        ("cache", 127, 127, {}, True),
        ("temp", 32, 30, {}, True),
        ("temp", 75, 75, {"guest_state": True}, False),
        ("temp", 75, 74, {"guest_state": True}, True),
        ("temp", 75, 75, {}, True),
        ("nvme", 110, 110, {}, True),
        ("nvme", 61, 30, {"full_caching": True}, False),
        ("nvme", 62, 30, {"full_caching": True}, True),
        ("temp", 9_999, 2_041, {}, False),
    ],
)
def test_a_disk_fits_the_local_storage(
    placement: str, local: int, os_gib: int, more: dict[str, bool], fits: bool
) -> None:
    assert ephemeral_fit(placement=placement, local_gib=local, os_gib=os_gib, **more).fits is fits, EPH


def test_what_is_left_of_the_local_storage() -> None:
    assert ephemeral_fit(placement="temp", local_gib=32, os_gib=30).remaining_gib == 2, EPH
    assert ephemeral_fit(placement="nvme", local_gib=110, os_gib=30).remaining_gib == 0, EPH
    assert ephemeral_fit(placement="nvme", local_gib=440, nvme_disks=4, os_gib=120).remaining_gib == 220, EPH
    assert ephemeral_fit(placement="temp", local_gib=300, os_gib=30, full_caching=True).remaining_gib == 240, EPH
    assert ephemeral_fit(placement="temp", local_gib=75, os_gib=75, guest_state=True).max_os_gib == 74, EPH


def broken(size: str, gib: int, **fields: object) -> set[str]:
    catalog = az.default_catalog()
    os_disk = OsDisk("Standard SSD", size_gib=gib, ephemeral=True, placement="temp disk")
    design = Design("one", [VirtualMachine("vm", size, os_disk=os_disk, **fields)], region="westeurope")
    return set(review(design, Facts(sizes=catalog, regions=catalog)).rule_ids)


def test_the_same_through_a_review() -> None:
    assert "ephemeral-01" not in broken("Standard_B4ms", 30), EPH
    assert "ephemeral-01" in broken("Standard_D2ads_v5", 75, security_type="TrustedLaunch"), EPH
    assert "ephemeral-01" not in broken("Standard_D2ads_v5", 74, security_type="TrustedLaunch"), EPH
    assert "ephemeral-01" not in broken("Standard_D2ads_v5", 75, security_type="Standard"), EPH
    assert "ephemeral-02" in broken("Standard_D4s_v5", 30), EPH


def test_an_ephemeral_os_disk_uses_the_local_ssd_and_no_remote_limit() -> None:
    result = az.simulate.disk_io("D4ds_v5", ["ephemeral 64 GiB temp", "P10"], {"os": "30000 IOPS"}, io_kib=4)
    assert result.served_iops[0] == pytest.approx(az.size("D4ds_v5").temp_read_iops), EPH
    assert result.paths["uncached"] == 0, EPH
    assert result.disks[0].words == "ephemeral OS disk"


@pytest.mark.parametrize(("size", "gib"), [("D4s_v5", 30), ("D4ds_v5", 2_041), ("B4ms", 33)])
def test_a_disk_that_does_not_fit_is_refused(size: str, gib: int) -> None:
    with pytest.raises(az.errors.InvalidInputError, match="cannot take these disks"):
        az.simulate.disk_io(size, [f"ephemeral {gib} GiB temp"], 100)
