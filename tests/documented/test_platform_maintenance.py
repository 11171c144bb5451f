"""Azure's maintenance of hosts: pauses, families that keep no memory, one region of a pair, one domain at a time.

Source: MicrosoftDocs/azure-compute-docs articles/virtual-machines/maintenance-and-updates.md@0feba6f0 (2026-04-30),
availability-set-overview.md@1a043fb3 (2024-06).
"""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.simulate import host_update


def two(first: str, second: str) -> az.Design:
    return az.Design(
        "d", [az.VirtualMachine("a", "D2s_v5", region=first), az.VirtualMachine("b", "D2s_v5", region=second)]
    )


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [("northcentralus", "southcentralus", False), ("northeurope", "eastus", True), ("eastus", "westus", False)],
)
def test_one_region_of_a_pair_at_a_time(first: str, second: str, together: bool) -> None:
    at = {one.machine: one.at_min for one in host_update(two(first, second), "reboot").visits}
    assert (at["a"] == at["b"]) is together


def test_three_zones_are_three_update_domains() -> None:
    vms = [az.VirtualMachine(f"v{zone}", "D2s_v5", zone=zone) for zone in (1, 2, 3)]
    run = host_update(az.Design("d", vms, region="westeurope"), "reboot")
    assert len({one.at_min for one in run.visits}) == 3


@pytest.mark.parametrize(
    ("size", "kept"), [("D4s_v5", True), ("E8s_v5", True), ("L8s_v3", False), ("HB120rs_v3", False)]
)
def test_memory_preserving_maintenance(size: str, kept: bool) -> None:
    run = host_update(az.Design("d", [az.VirtualMachine("a", size)], region="eastus"), "live migration")
    assert (run.visits[0].effect == "live migration") is kept


@pytest.mark.parametrize(("kind", "seconds"), [("freeze", 10), ("long freeze", 30), ("live migration", 5)])
def test_the_length_of_a_pause(kind: str, seconds: float) -> None:
    run = host_update(az.Design("d", [az.VirtualMachine("a", "D2s_v5")], region="eastus"), kind)
    assert run.visits[0].away_s == seconds


def test_self_service_lasts_four_weeks() -> None:
    run = host_update(az.Design("d", [az.VirtualMachine("a", "D2s_v5")], region="eastus"), "reboot")
    assert run.visits[0].at_min == 28 * 24 * 60


def test_half_an_hour_to_recover_between_update_domains() -> None:
    group = az.AvailabilitySet("set")
    vms = [az.VirtualMachine(f"v{n}", "D2s_v5", availability_set="set") for n in range(2)]
    run = host_update(az.Design("d", [group, *vms], region="eastus"), "reboot", domain_min=20)
    first, second = (one.at_min or 0 for one in run.visits)
    assert second - first - 20 == 30
