"""The hotpatch year, and the order of Start/Stop VMs v2."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import azstudy as az
from azstudy.simulate import hotpatch_calendar, hotpatch_fits, start_stop

IMAGE = "MicrosoftWindowsServer:WindowsServer:2022-datacenter-azure-edition-hotpatch:latest"


@given(st.integers(2022, 2100), st.sets(st.integers(1, 12)))
def test_an_unplanned_baseline_takes_a_hotpatch_s_place(year: int, unplanned: set[int]) -> None:
    found = hotpatch_calendar(year, unplanned=unplanned)
    assert len(found.months) == 12 and found.restarts + found.hotpatches == 12
    assert {one.day.month for one in found.months if one.restarts} == {1, 4, 7, 10} | unplanned
    assert all(one.day.weekday() == 1 and 8 <= one.day.day <= 14 for one in found.months)


def test_it_reads_as_text_and_as_a_table() -> None:
    found = hotpatch_calendar(2026, unplanned=[5])
    assert "2026-05-12 unplanned baseline: restart" in str(found)
    assert list(found.to_frame().query("restarts")["kind"]).count("planned baseline") == 4


def test_who_can_be_hotpatched() -> None:
    vm = az.VirtualMachine("a", "D2s_v5", os="windows", image=IMAGE, patching="AutomaticByPlatform")
    assert hotpatch_fits(vm)
    for change, words in (
        ({"os": "linux"}, "runs Linux"),
        ({"image": az.ManagedImage("golden")}, "not a listed"),
        ({"image": None}, "not named"),
        ({"patching": "Manual"}, "Manual"),
    ):
        assert words in hotpatch_fits(vm.evolve(**change)).text
    uniform = az.ScaleSet(
        "s", "D2s_v5", os="windows", image=IMAGE, patching="AutomaticByPlatform", orchestration="Uniform"
    )
    assert "Uniform" in str(hotpatch_fits(uniform)) and hotpatch_fits(uniform.evolve(orchestration="Flexible"))


@pytest.mark.parametrize(
    "given", [{"year": 2021}, {"year": "2026"}, {"year": 2026, "unplanned": [13]}, {"year": 2026, "unplanned": 5}]
)
def test_bad_years(given: dict[str, Any]) -> None:
    with pytest.raises(az.errors.InvalidInputError):
        hotpatch_calendar(**given)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.one_of(st.none(), st.integers(-3, 9)), min_size=1))
def test_both_directions_ascend(numbers: dict[str, int | None]) -> None:
    for action in ("start", "stop"):
        tags = {name: {} if value is None else {f"sequence{action}": str(value)} for name, value in numbers.items()}
        run = start_stop(tags, action)
        values = [{numbers[name] for name in group} for group in run.order]
        assert all(len(one) == 1 for one in values)
        flat = [one.pop() for one in values]
        assert flat == sorted(set(flat), key=lambda one: one or 0)
        assert set(run.skipped) == {name for name, value in numbers.items() if value is None}


def test_the_other_kinds_and_a_design() -> None:
    vms = [az.VirtualMachine(name, "D2s_v5", tags={"sequencestart": "1"}) for name in "ab"]
    design = az.Design("shop", vms, region="eastus")
    assert start_stop(design, "start").order == (("a", "b"),)
    assert start_stop(design, kind="scheduled").order == (("a", "b"),)
    assert start_stop(design, kind="autostop", idle=("b",)).order == (("b",),)
    assert start_stop(design, "start", classic=("a",)).skipped == {"a": "sequences take Resource Manager VMs only"}
    fleet = az.ScaleSet("web", "D2s_v5", tags={"sequencestart": "1"})
    assert start_stop(az.Design("shop", [*vms, fleet], region="eastus"), "start").skipped == {
        "web": "it is a scale set, not a VM"
    }
    run = start_stop(design, "start", classic=("a",))
    assert str(run) == run.text and list(run.to_frame()["machine"]) == ["b", "a"]


@pytest.mark.parametrize(
    "given",
    [
        {"machines": {"a": {"sequencestop": "first"}}},
        {"machines": {"a": {"sequencestop": 1.5}}},
        {"machines": {"a": {"sequencestop": True}}},
        {"machines": {"a": {"sequencestop": "1_0"}}},
        {"machines": {"a": 2}},
        {"machines": ["a"]},
        {"machines": {}, "action": "pause"},
        {"machines": {}, "kind": "nightly"},
        {"machines": {"a": {}}, "classic": ("b",)},
        {"machines": {"a": {}}, "action": "start", "kind": "autostop"},
    ],
)
def test_bad_sequences(given: dict[str, Any]) -> None:
    with pytest.raises(az.errors.AzstudyError):
        start_stop(**given)
