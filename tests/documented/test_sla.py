"""SLAs and what they come to together.

Sources: Service Level Agreement for Microsoft Online Services, edition of 2026-09-01, and its earlier form,
    azure.microsoft.com support/legal/sla/virtual-machines, both as quoted in public repositories; "Use business
    metrics to design resilient Azure applications" (2023-05-02), as quoted; MicrosoftDocs/azure-compute-docs
    articles/virtual-machines/disks-high-availability.md@133b2490 (2025-07).
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


@pytest.mark.parametrize(
    ("percent", "minutes", "year_hours"),
    [
        (99, 7.2 * 60, 3.65 * 24),
        (99.9, 43.2, 8.76),
        (99.95, 21.6, 4.38),
        (99.99, 4.32, 52.56 / 60),
        (99.999, 25.92 / 60, 5.256 / 60),
    ],
)
def test_minutes_of_a_month_and_hours_of_a_year(percent: float, minutes: float, year_hours: float) -> None:
    found = az.plan.downtime(percent)
    assert found.month_min == pytest.approx(minutes)
    assert found.year_min / 60 == pytest.approx(year_hours)


def test_a_database_or_a_queue() -> None:
    either = az.plan.alternatives(99.99, 99.9)
    assert round(either, 5) == 99.99999
    assert round(az.plan.serial(99.95, either), 2) == 99.95


def test_a_set_is_never_worked_out_from_a_single_vm() -> None:
    for disk in ("Premium", "StandardSSD", "Standard HDD"):
        assert az.plan.earned_sla([vm(n, disk, availability_set="s") for n in "ab"]).percent == 99.95


def test_four_regions() -> None:
    # The page prints 99.99999 to six decimals; the formula is 1 - (1 - N) ^ R.
    assert az.plan.regions(99.95, 4) == pytest.approx(100 * (1 - 0.0005**4), abs=1e-9)
    assert az.plan.regions(99.95, 2) == pytest.approx(99.999975)


def test_vms_with_the_same_shared_disks_have_the_lowest_class() -> None:
    # The agreement's own example: VM1 and VM2 with a Premium SSD and a Standard SSD shared disk.
    shared = [az.Disk("one", 256, max_shares=2), az.Disk("two", 256, type="Standard SSD", max_shares=2)]
    disks = [az.AttachedDisk("one"), az.AttachedDisk("two")]
    pair = [az.VirtualMachine(n, "D2s_v5", availability_set="s", data_disks=disks) for n in ("VM1", "VM2")]
    design = az.Design("d", [az.AvailabilitySet("s"), *shared, *pair], region="westeurope")
    assert az.plan.earned_sla(pair, design=design).percent == 99.5


def test_a_load_balancer_of_two_healthy_vms() -> None:
    front = az.LoadBalancer("front", [az.BalancingRule("http", 80)])
    pair = [vm(f"vm{n}", "Premium", zone=n, nics=[az.Nic(load_balancer="front")]) for n in (1, 2)]
    one, two = (az.Design("d", [front, *pair[:count]], region="westeurope") for count in (1, 2))
    assert [az.plan.earned_slas(design).parts[-1].percent for design in (one, two)] == [None, 99.99]
