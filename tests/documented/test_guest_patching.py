"""Guest patching: modes of each operating system, what is installed, how many at once.

Source: MicrosoftDocs/azure-compute-docs articles/virtual-machines/automatic-vm-guest-patching.md@0ba239a8 (2024-07).
"""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.model.schedule_words import PatchClass
from azstudy.model.words import OsType
from azstudy.rules.patching import DAYS_AFTER_RELEASE, PLATFORM_CLASSES, patched_at_once


def broken(**fields: object) -> set[str]:
    vm = az.VirtualMachine("vm", "D2s_v5", **fields)
    return set(az.review(az.Design("shop", [vm], region="westeurope")).rule_ids)


@pytest.mark.parametrize(("os", "default"), [(OsType.WINDOWS, "AutomaticByOS"), (OsType.LINUX, "ImageDefault")])
def test_the_default_mode(os: OsType, default: str) -> None:
    assert az.Patching().effective_mode(os).value == default


def test_the_modes_of_each_system() -> None:
    modes = ("AutomaticByPlatform", "AutomaticByOS", "Manual", "ImageDefault")
    taken = {
        os: {mode for mode in modes if not {"patching-01", "patching-02"} & broken(os=os, patching=mode)}
        for os in ("Windows", "Linux")
    }
    assert taken["Windows"] == {"AutomaticByPlatform", "AutomaticByOS", "Manual"}
    assert taken["Linux"] == {"AutomaticByPlatform", "ImageDefault"}


def test_the_flag_of_windows_decides_between_two_modes() -> None:
    wrong = {
        (mode, flag): "patching-03" in broken(os="Windows", patching=az.Patching(mode, automatic_updates=flag))
        for mode in ("AutomaticByPlatform", "AutomaticByOS", "Manual")
        for flag in (True, False)
    }
    assert {key for key, value in wrong.items() if value} == {("AutomaticByOS", False), ("Manual", True)}


def test_only_critical_and_security_patches_come_by_themselves() -> None:
    asked = ["Critical", "Security", "Definition", "Other"]
    assert [PatchClass.parse(word) in PLATFORM_CLASSES for word in asked] == [True, True, False, False]
    assert DAYS_AFTER_RELEASE == 30
    assert "patching-07" in broken(patching="AutomaticByPlatform")


@pytest.mark.parametrize(("vms", "at_once"), [(5, 1), (9, 1), (10, 2), (50, 10)])
def test_a_fifth_of_the_set_at_once(vms: int, at_once: int) -> None:
    assert patched_at_once(vms) == at_once


@pytest.mark.parametrize(("vms", "at_once"), [(5, 1), (9, 1), (10, 2), (50, 10)])
def test_a_fifth_of_the_set_in_the_waves_of_the_platform(vms: int, at_once: int) -> None:
    group = az.AvailabilitySet("set", update_domains=2)
    members = [
        az.VirtualMachine(f"vm{n}", "D2s_v5", patching="AutomaticByPlatform", availability_set="set")
        for n in range(vms)
    ]
    waves = az.simulate.patch_waves(az.Design("shop", [group, *members], region="westeurope"))
    assert max(len(one.machines) for one in waves) == at_once
    assert sorted(name for one in waves for name in one.machines) == sorted(one.name for one in members)
    for one in waves:
        assert len({int(name[2:]) % 2 for name in one.machines}) == 1


def test_zones_and_paired_regions_are_never_patched_together() -> None:
    members = [
        az.VirtualMachine(f"{region}-{zone}", "D2s_v5", region=region, zone=zone, patching="AutomaticByPlatform")
        for region in ("westeurope", "northeurope", "swedencentral")
        for zone in (1, 2, 3)
    ]
    waves = az.simulate.patch_waves(az.Design("shop", members, region="westeurope"))
    phase = {one.region: one.phase for one in waves}
    assert phase["westeurope"] != phase["northeurope"]
    assert all(len(one.machines) == 1 for one in waves)
    assert len({(one.region, one.turn) for one in waves}) == len(waves)


@pytest.mark.parametrize(
    ("mode", "visited"), [("AutomaticByPlatform", True), ("AutomaticByOS", False), ("Manual", False)]
)
def test_only_one_mode_is_patched_availability_first(mode: str, visited: bool) -> None:
    vm = az.VirtualMachine("vm", "D2s_v5", os="windows", patching=mode)
    found = az.simulate.maintenance(
        az.Design("shop", [vm], region="westeurope"), since="2026-12-01", until="2026-12-31", released=["2026-12-01"]
    )
    assert bool(found.patched) is visited and bool(found.not_patched) is not visited


def test_within_thirty_days_at_off_peak_hours_and_only_while_it_runs() -> None:
    vm = az.VirtualMachine("vm", "D2s_v5", patching="AutomaticByPlatform")
    span = {"since": "2026-12-01 12:00", "until": "2026-12-31", "released": ["2026-12-01"]}
    design = az.Design("shop", [vm], region="westeurope")
    (visit,) = az.simulate.maintenance(design, **span).visits
    assert visit.begins is not None and f"{visit.begins:%d %H:%M}" == "01 21:00"  # 22:00 in Amsterdam
    assert az.simulate.maintenance(design, off=["vm"], **span).patched == ()


@pytest.mark.parametrize(("schedule", "own", "restarts"), [("Always", "Never", False), ("Never", "Always", True)])
def test_the_reboot_setting_of_the_vm_goes_before_that_of_the_configuration(
    schedule: str, own: str, restarts: bool
) -> None:
    patching = az.Patching("AutomaticByPlatform", customer_schedule=True, reboot=own)
    vm = az.VirtualMachine("vm", "D2s_v5", patching=patching, maintenance="night")
    night = az.MaintenanceConfiguration("night", "guest", start="2026-12-06 02:00", recurrence="Week", reboot=schedule)
    found = az.simulate.maintenance(
        az.Design("shop", [night, vm], region="westeurope"), since="2026-12-06", until="2026-12-07"
    )
    assert bool(found.timeline.only("restart")) is restarts
