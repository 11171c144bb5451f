"""Hotpatch: four months with a restart, eight without, on which machines.

Source: MicrosoftDocs/windowsserverdocs WindowsServerDocs/get-started/hotpatch.md@093f0bfa.
"""

from __future__ import annotations

import azstudy as az
from azstudy.simulate import hotpatch_calendar, hotpatch_fits


def test_four_baselines_and_eight_hotpatches() -> None:
    year = hotpatch_calendar(2026)
    assert (year.restarts, year.hotpatches, year.automatic_rollback) == (4, 8, False)
    assert [one.day.month for one in year.months if one.restarts] == [1, 4, 7, 10]


def test_an_unplanned_baseline_restarts_in_place_of_a_hotpatch() -> None:
    year = hotpatch_calendar(2026, unplanned=[8])
    assert (year.restarts, year.hotpatches) == (5, 7)
    assert year.months[7].kind == "unplanned baseline"


def test_the_calendar_restarts_a_machine_four_times_a_year() -> None:
    monthly = az.MaintenanceConfiguration("m", "guest", start="2026-01-01 02:00", recurrence="Week Sunday")
    patching = az.Patching("AutomaticByPlatform", customer_schedule=True, hotpatch=True)
    vm = az.VirtualMachine("a", "D2s_v5", os="windows", patching=patching, maintenance=["m"])
    days = [f"2026-{month:02}-15" for month in range(1, 13)]
    run = az.simulate.maintenance(
        az.Design("d", [monthly, vm], region="eastus"), since="2026-01-01", until="2027-01-01", released=days
    )
    assert len([one for one in run.visits if one.away]) == 4 and len(run.visits) == 12


def test_azure_edition_images_only() -> None:
    vm = az.VirtualMachine("a", "D2s_v5", os="windows", patching="AutomaticByPlatform")
    publisher = "MicrosoftWindowsServer:WindowsServer"
    assert hotpatch_fits(vm.evolve(image=f"{publisher}:2025-datacenter-azure-edition:latest"))
    assert not hotpatch_fits(vm.evolve(image=f"{publisher}:2025-datacenter:latest"))
    assert not hotpatch_fits(vm.evolve(image=az.ManagedImage("golden")))
