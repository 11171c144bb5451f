"""Customer schedules: who is patched, who is not and why, what capacity remains."""

from __future__ import annotations

from typing import Any

import pytest

import azstudy as az
from azstudy.errors import InvalidInputError
from azstudy.simulate.upkeep.customer import MaintenanceResult, maintenance

WEEK = {"since": "2026-12-06", "until": "2026-12-07"}


def vm(name: str, mode: str = "AutomaticByPlatform") -> az.VirtualMachine:
    patching = az.Patching(mode, customer_schedule=mode == "AutomaticByPlatform")
    return az.VirtualMachine(
        name, "D2s_v5", os="windows", patching=patching, maintenance=["night"], tags={"workload": "web"}
    )


def run(*machines: az.VirtualMachine, reboot: str = "IfRequired", **given: Any) -> MaintenanceResult:
    night = az.MaintenanceConfiguration(
        "night", "guest", start="2026-12-06 02:30", recurrence="Week Sunday", reboot=reboot, time_zone="W. Europe"
    )
    return maintenance(az.Design("shop", [night, *machines], region="westeurope"), **{**WEEK, **given})


def test_each_reason_for_being_left_out() -> None:
    found = run(vm("a"), vm("b", "Manual"), vm("c"), vm("d"), off=("c",), patch_min={"d": 91})
    assert found.patched == ("a",)
    assert found.not_patched == ("b", "c", "d")
    reasons = {one.subject: one.because for one in found.timeline.only("patch skipped")}
    assert "Manual" in reasons["b"] and "off" in reasons["c"] and "91 minutes" in reasons["d"]


def test_a_schedule_restarts_all_its_machines_at_once() -> None:
    found = run(vm("a"), vm("b"))
    assert [(f"{one.at:%H:%M}", one.running, one.total) for one in found.capacity] == [("02:00", 0, 2), ("02:05", 2, 2)]
    assert found.findings == ("web has no machine left while its schedule restarts them all at once.",)


def test_without_restarts_nothing_is_away() -> None:
    found = run(vm("a"), vm("b"), reboot="Never")
    assert found.patched == ("a", "b") and found.capacity == () and found.findings == ()


def test_the_clock_change_neither_doubles_nor_drops_a_week() -> None:
    found = run(vm("a"), until="2027-12-05")
    assert len(found.timeline.only("patch")) == 52


@pytest.mark.parametrize(
    "given", [{"off": ("x",)}, {"patch_min": 0}, {"restart_min": -1}, {"until": "2026-12-01"}, {"since": "soon"}]
)
def test_bad_input(given: dict[str, Any]) -> None:
    with pytest.raises(InvalidInputError):
        run(vm("a"), **given)
