"""Maintenance configurations: windows, repetition, changes ahead, service limits.

Source: MicrosoftDocs/azure-compute-docs articles/virtual-machines/maintenance-configurations.md@2f92a16c (2026-09-25).
"""

from __future__ import annotations

from datetime import datetime

import pytest

import azstudy as az
from azstudy.rules.maintenance import latest_change


def broken(*resources: object) -> set[str]:
    return set(az.review(az.Design("shop", resources, region="westeurope")).rule_ids)


def window(scope: str, **fields: object) -> object:
    return az.MaintenanceConfiguration("night", scope, **fields)


@pytest.mark.parametrize(
    ("scope", "minutes", "right"),
    [
        ("guest", 89, False),
        ("guest", 90, True),
        ("guest", 235, True),
        ("guest", 236, False),
        ("Host", 119, False),
        ("Host", 120, True),
        ("OSImage", 299, False),
        ("OSImage", 300, True),
    ],
)
def test_the_length_of_a_window(scope: str, minutes: int, right: bool) -> None:
    found = broken(window(scope, duration_min=minutes))
    assert (not found & {"maintenance-01", "maintenance-02"}) is right


@pytest.mark.parametrize(("hours", "right"), [(5, False), (6, True), (24, True)])
def test_a_guest_schedule_rests_six_hours(hours: int, right: bool) -> None:
    assert ("maintenance-03" not in broken(window("guest", recurrence=f"{hours}Hours"))) is right


@pytest.mark.parametrize(
    ("scope", "repeat", "right"),
    [("OSImage", "7Days", True), ("OSImage", "8Days", False), ("Host", "35Days", True), ("Host", "36Days", False)],
)
def test_how_long_maintenance_can_wait(scope: str, repeat: str, right: bool) -> None:
    assert ("maintenance-04" not in broken(window(scope, recurrence=repeat))) is right


def test_changes_end_a_quarter_of_an_hour_ahead() -> None:
    assert latest_change(datetime(2026, 12, 5, 15, 0)) == datetime(2026, 12, 5, 14, 45)


@pytest.mark.parametrize(("count", "wrong"), [(250, False), (251, True)])
def test_schedules_in_a_region(count: int, wrong: bool) -> None:
    assert ("maintenance-08" in broken(*[window("guest").evolve(name=f"n{n}") for n in range(count)])) is wrong


@pytest.mark.parametrize(("scopes", "wrong"), [(200, False), (201, True)])
def test_dynamic_scopes_of_a_schedule(scopes: int, wrong: bool) -> None:
    found = broken(window("guest", dynamic_scopes=[az.DynamicScope(f"s{n}") for n in range(scopes)]))
    assert ("maintenance-09" in found) is wrong


def errors(*resources: object) -> bool:
    from azstudy.rules import Facts, find_rule, review

    only = [find_rule("maintenance-09")]
    return not review(az.Design("shop", resources, region="westeurope"), Facts(), rules=only).ok


@pytest.mark.parametrize(("machines", "wrong"), [(3000, False), (3001, True)])
def test_machines_of_a_schedule(machines: int, wrong: bool) -> None:
    vms = [az.VirtualMachine(f"vm{n}", "D2s_v5", maintenance="night") for n in range(machines)]
    assert errors(window("guest"), *vms) is wrong


@pytest.mark.parametrize(("machines", "wrong"), [(1000, False), (1001, True)])
def test_machines_of_a_dynamic_scope(machines: int, wrong: bool) -> None:
    vms = [az.VirtualMachine(f"vm{n}", "D2s_v5") for n in range(machines)]
    assert errors(window("guest", dynamic_scopes=[az.DynamicScope("all")]), *vms) is wrong


def calendar(changed_at: str | None = None, off: tuple[str, ...] = ()) -> object:
    vm = az.VirtualMachine(
        "vm", "D2s_v5", patching=az.Patching("AutomaticByPlatform", customer_schedule=True), maintenance="night"
    )
    schedule = window("guest", start="2026-12-05 15:00", duration_min=90, recurrence="Week Saturday")
    design = az.Design("shop", [schedule, vm], region="westeurope")
    return az.simulate.maintenance(design, since="2026-12-05", until="2026-12-06", changed_at=changed_at, off=off)


@pytest.mark.parametrize(("changed", "runs"), [("14:44", True), ("14:45", True), ("14:46", False), ("15:00", False)])
def test_a_change_after_a_quarter_to_three_misses_the_window_at_three(changed: str, runs: bool) -> None:
    found = calendar(f"2026-12-05 {changed}")
    assert bool(found.patched) is runs
    assert ("changed-too-late" in {one.code for one in found.findings}) is not runs


def test_a_machine_that_is_shut_down_is_not_patched() -> None:
    assert calendar().patched == ("vm",)
    assert "is off" in calendar(off=("vm",)).not_patched["vm"]


@pytest.mark.parametrize(("days", "late"), [(35, False), (36, True)])
def test_after_35_days_azure_updates_a_host_by_itself(days: int, late: bool) -> None:
    schedule = window("Host", start="2026-12-01 01:00", duration_min=120, recurrence=f"{days}Days")
    vm = az.VirtualMachine("vm", "E104is_v5", maintenance="night")
    found = az.simulate.maintenance(
        az.Design("shop", [schedule, vm], region="westeurope"),
        since="2026-12-01",
        until="2027-03-01",
        released=["2026-12-01 01:01"],
    )
    assert ("host-late" in {one.code for one in found.findings}) is late
