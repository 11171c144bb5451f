"""SLAs and what they come to together.

Sources: azure.microsoft.com support/legal/sla/virtual-machines, as quoted in public repositories; the composite-SLA
    page of the Well-Architected Framework, as quoted; MicrosoftDocs/azure-compute-docs articles/virtual-machines/
    disks-high-availability.md@133b2490 (2025-07).
"""

from __future__ import annotations

import pytest

import azstudy as az


def vm(name: str, os_disk: str, *data: str, **more: object) -> az.VirtualMachine:
    disks = [az.DataDisk(f"d{n}", 64, type=kind) for n, kind in enumerate(data)]
    return az.VirtualMachine(name, "D2s_v5", os_disk=az.OsDisk(os_disk), data_disks=disks, **more)


@pytest.mark.parametrize(
    ("os_disk", "data", "percent"),
    [
        ("Premium", ["Premium"], 99.9),
        ("StandardSSD", [], 99.5),
        ("Standard HDD", [], 95.0),
        ("Premium", ["PremiumV2"], 99.9),
        ("Premium", ["UltraSSD", "Premium"], 99.9),
        ("Premium", ["StandardSSD"], 99.5),
        ("StandardSSD", ["PremiumV2"], 99.5),
    ],
)
def test_a_single_vm(os_disk: str, data: list[str], percent: float) -> None:
    assert az.plan.earned_sla(vm("db", os_disk, *data)).percent == percent


def test_layouts_of_two_vms() -> None:
    in_set = [vm(f"vm{n}", "Premium", availability_set="s") for n in (1, 2)]
    over_zones = [vm(f"vm{n}", "Premium", zone=n) for n in (1, 2)]
    domains = az.ScaleSet("web", "D2s_v5", fault_domains=2)
    spanning = az.ScaleSet("web", "D2s_v5", zones=[1, 2])
    found = [az.plan.earned_sla(each).percent for each in (in_set, over_zones, domains, spanning)]
    assert found == [99.95, 99.99, 99.95, 99.99]


def test_one_after_another() -> None:
    assert round(az.plan.serial(99.95, 99.99), 2) == 99.94


def test_two_regions_behind_a_router() -> None:
    assert az.plan.regions(99.95, 2, router_percent=99.99) == pytest.approx(99.989975)


@pytest.mark.parametrize(("percent", "minutes"), [(99.9, 43.2), (99.95, 21.6), (99.99, 4.32)])
def test_minutes_of_a_month(percent: float, minutes: float) -> None:
    assert az.plan.downtime(percent).month_min == minutes
