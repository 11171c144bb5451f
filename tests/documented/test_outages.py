"""Outages, against the worked examples of Microsoft's pages, through `az.simulate.outage`."""

from __future__ import annotations

import itertools

import pytest

import azstudy as az


def _set_of(vms: int, update_domains: int) -> az.Design:
    machines = [az.VirtualMachine(f"vm{n}", "D2s_v5", availability_set="set") for n in range(vms)]
    return az.Design(
        "documented", [az.AvailabilitySet("set", update_domains=update_domains), *machines], region="westeurope"
    )


def _restarts(design: az.Design) -> dict[str, float]:
    """Minute in which planned maintenance takes each machine down."""
    log = az.simulate.outage(design, "maintenance at 0 min").timeline
    return {line.subject: line.at_s / 60 for line in log.only("down")}


def test_the_sixth_vm_of_five_update_domains_joins_the_first() -> None:
    # azure-compute-docs availability-set-overview.md@1a043fb3 (2024-06): five update domains, seven VMs
    times = _restarts(_set_of(7, 5))
    turns = sorted(set(times.values()))
    assert [turns.index(times[f"vm{n}"]) for n in range(7)] == [0, 1, 2, 3, 4, 0, 1]


@pytest.mark.parametrize(("update_domains", "waits_min"), [(5, 120), (2, 30), (20, 570)])
def test_thirty_minutes_to_recover_between_two_update_domains(update_domains: int, waits_min: float) -> None:
    # availability-set-overview.md@1a043fb3: one update domain at a time, 30 minutes before the next
    turns = sorted(set(_restarts(_set_of(20, update_domains)).values()))
    reboot = az.simulate.OutageChoices().reboot_min
    assert sum(later - earlier - reboot for earlier, later in itertools.pairwise(turns)) == waits_min
    assert len(turns) == update_domains


@pytest.mark.parametrize(("zone_down", "affected"), [(1, True), (2, False), (3, False)])
def test_a_zone_redundant_data_disk_outlives_the_zone_of_its_vm(zone_down: int, affected: bool) -> None:
    # disks-redundancy.md@3c8bbcc5: force-detach and attach to a VM of another zone; nothing written is lost
    disk = az.DataDisk("data", 512, redundancy="ZRS")
    db = az.VirtualMachine("db", "E8s_v5", zone=1, data_disks=[disk])
    result = az.simulate.outage(az.Design("documented", [db], region="westeurope"), f"zone {zone_down}")
    kept = result.disk("db/data")
    assert ("db" in result.down) is affected
    assert (kept.reachable, kept.rpo_zero) == (True, True)
    assert ("detach it by force" in kept.action) is affected


def test_no_maintenance_touches_two_zones_or_both_regions_of_a_pair_at_once() -> None:
    # maintenance-and-updates.md@0feba6f0 (2026-04)
    machines = [
        az.VirtualMachine(f"{region}{zone}", "D2s_v5", zone=zone, region=region)
        for region in ("westeurope", "northeurope")
        for zone in (1, 2, 3)
    ]
    times = _restarts(az.Design("documented", machines))
    assert len(set(times.values())) == 6
    assert max(times[f"westeurope{z}"] for z in (1, 2, 3)) < min(times[f"northeurope{z}"] for z in (1, 2, 3))
