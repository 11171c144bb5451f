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
