"""Customer schedules: what fits in a window, who is left out and why, what has to wait."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulate.upkeep.estate import NIGHT, estate, night, vm

import azstudy as az
from azstudy.simulate.upkeep.result import MaintenanceResult


def run(*resources: Any, **given: Any) -> MaintenanceResult:
    return az.simulate.maintenance(estate(*resources), **{**NIGHT, **given})


def codes(found: MaintenanceResult) -> set[tuple[str, str]]:
    return {(one.code, one.subject) for one in found.findings}


def spans(found: MaintenanceResult, name: str) -> list[tuple[str, str, str]]:
    mine = [one for one in found.visits if one.machine == name]
    return [(f"{one.begins:%d %H:%M}", f"{one.ends:%d %H:%M}", one.outcome) for one in mine if one.begins and one.ends]


def test_each_reason_for_being_left_out() -> None:
    flagless = vm("e").evolve(patching=az.Patching("AutomaticByPlatform"))
    found = run(vm("a"), vm("b", "Manual"), vm("c"), vm("d", "AutomaticByOS"), flagless, off=["c"])
    assert found.patched == ("a",)
    assert set(found.not_patched) == {"b", "c", "d", "e"}
    assert "Manual ignores night" in found.not_patched["b"]
    assert "off when night opens" in found.not_patched["c"]
    assert "AutomaticByOS ignores night" in found.not_patched["d"]
    assert "neither the schedule nor the platform" in found.not_patched["e"]
    assert codes(found) >= {
        ("mode-ignores-schedule", "b"),
        ("machine-off", "c"),
        ("mode-ignores-schedule", "d"),
        ("customer-schedule-missing", "e"),
    }


@pytest.mark.parametrize(
    ("flag", "scheduled", "patched"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, True)],
)
def test_the_four_scenarios_of_automatic_by_platform(flag: bool, scheduled: bool, patched: bool) -> None:
    one = vm("a").evolve(
        patching=az.Patching("AutomaticByPlatform", customer_schedule=flag), maintenance=["night"] if scheduled else []
    )
    found = run(one, until="2026-12-08")
    assert (found.patched == ("a",)) is patched
    assert {visit.schedule for visit in found.visits if visit.begins} == (
        set() if not patched else {"night"} if flag else {"the platform"}
    )
    assert (("no-schedule", "a") in codes(found)) is (flag and not scheduled)


def test_machines_without_a_set_begin_together_whatever_their_zone() -> None:
    found = run(vm("a", zone=1), vm("b", zone=2), needed=1)
    assert [(f"{one.at:%H:%M}", one.running, one.total) for one in found.capacity] == [("02:00", 0, 2), ("02:05", 2, 2)]
    below = next(one for one in found.findings if one.code == "below-need")
    assert below.subject == "web" and "0 of 2 serve at 2026-12-06 02:00 UTC" in below.message
    assert found.below("2026-12-06 02:04") == ("web",) and found.below("2026-12-06 02:05") == ()


def test_an_availability_set_goes_domain_by_domain() -> None:
    members = [vm(f"m{n}", availability_set="set") for n in range(3)]
    found = run(az.AvailabilitySet("set", update_domains=2), *members)
    assert [spans(found, f"m{n}") for n in range(3)] == [
        [("06 01:30", "06 02:05", "done")],
        [("06 02:05", "06 02:40", "done")],
        [("06 01:30", "06 02:05", "done")],
    ]
    assert found.lowest("web") == 1


def test_a_window_too_short_for_the_domains_leaves_the_last_for_next_week() -> None:
    members = [vm(f"m{n}", availability_set="set") for n in range(4)]
    group = az.AvailabilitySet("set", update_domains=4)
    found = run(group, *members, until="2026-12-14", released=["2026-12-05"], patch_min=35)
    assert found.patched == ("m0", "m1", "m2", "m3")
    assert spans(found, "m2") == [("06 02:50", "06 03:25", "partly"), ("13 01:30", "13 01:40", "done")]
    assert spans(found, "m3") == [("13 01:40", "13 02:20", "done")]
    late = next(one for one in found.findings if one.code == "window-too-short" and one.subject == "m3")
    assert "update domains of set before it took the time" in late.message


@pytest.mark.parametrize(
    ("os", "patch_min", "restarts"),
    [("windows", 110, True), ("windows", 111, False), ("linux", 105, True), ("linux", 106, False)],
)
def test_a_restart_needs_room_at_the_end(os: str, patch_min: float, restarts: bool) -> None:
    found = run(vm("a", os=os), patch_min=patch_min)
    visit = found.visits[0]
    assert (visit.away is not None) is restarts
    assert visit.outcome == ("done" if restarts else "partly")
    assert (("restart-skipped", "a") in codes(found)) is not restarts


def test_what_does_not_fit_goes_on_in_the_next_window() -> None:
    found = run(vm("a"), until="2026-12-14", patch_min=200, released=["2026-12-01"])
    assert [(one.outcome, one.away is None) for one in found.visits] == [("partly", True), ("done", False)]
    assert "120 of 200 minutes" in found.visits[0].because and "80 minutes" in found.visits[1].because


def test_a_skipped_restart_is_made_in_the_next_window() -> None:
    found = run(vm("a"), until="2026-12-14", patch_min=115, released=["2026-12-01"])
    assert [one.outcome for one in found.visits] == ["partly", "done"]
    assert spans(found, "a")[1] == ("13 01:30", "13 01:35", "done")


def test_nothing_is_done_twice() -> None:
    found = run(vm("a"), until="2027-01-01")
    days = [f"{one.opens:%m-%d}" for one in found.visits]
    assert days == ["12-06", "12-13"]  # what waited at first, then the updates of the second Tuesday


def test_a_change_less_than_a_quarter_of_an_hour_ahead_comes_too_late() -> None:
    for changed, late in (("2026-12-06 01:15", False), ("2026-12-06 01:16", True), ("2026-12-06 01:31", False)):
        found = run(vm("a"), changed_at=changed)
        assert (("changed-too-late", "a") in codes(found)) is late
    assert ("changed-too-late", "a") in codes(run(vm("a"), changed_at={"night": "2026-12-06 01:20"}))


def test_two_schedules_patch_a_machine_once() -> None:
    second = night(start="2026-12-06 05:00").evolve(name="later")
    found = run(night(), second, vm("a").evolve(maintenance=["night", "later"]))
    assert [one.schedule for one in found.visits] == ["night"]


def test_two_open_windows_never_work_on_a_machine_at_the_same_time() -> None:
    second = night(start="2026-12-06 03:30").evolve(name="later")
    found = run(night(), second, vm("a").evolve(maintenance=["night", "later"]), patch_min=200)
    assert spans(found, "a") == [("06 01:30", "06 03:30", "partly"), ("06 03:30", "06 04:30", "partly")]


def test_update_domains_are_kept_apart_across_two_schedules() -> None:
    second = night(start="2026-12-06 02:40").evolve(name="later")
    members = [vm("m0", availability_set="set"), vm("m1", availability_set="set").evolve(maintenance=["later"])]
    found = run(az.AvailabilitySet("set"), night(), second, *members)
    assert spans(found, "m0") == [("06 01:30", "06 02:05", "done")]
    assert spans(found, "m1") == [("06 02:05", "06 02:40", "done")]


def test_a_machine_that_goes_off_before_its_turn() -> None:
    members = [vm(f"m{n}", availability_set="set") for n in range(2)]
    found = run(az.AvailabilitySet("set"), *members, off={"m1": [("2026-12-06 02:00", "2026-12-06 12:00")]})
    assert "off when its turn comes in night" in found.not_patched["m1"]


def test_off_only_at_night() -> None:
    weekly = {"a": [("2026-12-06 00:00", "2026-12-06 06:00")]}
    found = run(vm("a"), vm("b"), off=weekly, until="2026-12-14", released=["2026-12-01"])
    assert [(one.machine, one.outcome) for one in found.visits] == [("a", "skipped"), ("b", "done"), ("a", "done")]
    assert found.running("web", "2026-12-06 01:00") == 1 and found.running("web", "2026-12-06 07:00") == 2


def test_hotpatch_months_need_no_restart() -> None:
    patching = az.Patching("AutomaticByPlatform", customer_schedule=True, hotpatch=True)
    schedule = night(start="2026-01-04 02:30")
    found = run(schedule, vm("a").evolve(patching=patching), since="2026-01-01", until="2027-01-01")
    assert [f"{one.opens:%m}" for one in found.visits if one.away] == ["01", "04", "07", "10"]
    assert len(found.visits) == 13  # December's updates too, which waited at first


@pytest.mark.parametrize(("setting", "restarts"), [("IfRequired", True), ("Always", True), ("Never", False)])
def test_the_reboot_setting(setting: str, restarts: bool) -> None:
    found = run(night(reboot=setting), vm("a"))
    assert (found.visits[0].away is not None) is restarts
    assert (("never-restarts", "night") in codes(found)) is not restarts


@pytest.mark.parametrize(("schedule", "own", "restarts"), [("Always", "Never", False), ("Never", "Always", True)])
def test_the_reboot_setting_of_the_machine_wins(schedule: str, own: str, restarts: bool) -> None:
    patching = az.Patching("AutomaticByPlatform", customer_schedule=True, reboot=own)
    found = run(night(reboot=schedule), vm("a").evolve(patching=patching))
    assert (found.visits[0].away is not None) is restarts


def test_updates_that_appear_after_the_last_window_count_for_the_next_time() -> None:
    found = run(vm("a"), vm("b", "Manual"), until="2026-12-12", released=["2026-12-01", "2026-12-08"])
    assert set(found.not_patched) == {"b"} and "Manual" in found.not_patched["b"]


def test_a_single_machine_is_away_when_it_restarts() -> None:
    below = next(one for one in run(vm("a")).findings if one.code == "below-need")
    assert "together" not in below.message and "second machine" in below.fix


def test_a_window_that_is_open_at_the_start_counts() -> None:
    found = run(vm("a"), vm("b"), since="2026-12-06 02:02")
    assert found.patched == ("a", "b")
    assert [(f"{one.at:%H:%M}", one.running) for one in found.capacity] == [("02:02", 0), ("02:05", 2)]
    assert [one.at_s for one in found.timeline] == [0.0] * 4
    assert run(vm("a"), since="2026-12-06 03:30").visits == ()


def test_dynamic_scopes_find_machines() -> None:
    found = run(
        night(dynamic_scopes=[az.DynamicScope("web", tags={"workload": "web"})]),
        vm("a").evolve(maintenance=[]),
        vm("b").evolve(maintenance=[], tags={"workload": "db"}),
    )
    assert found.patched == ("a",) and "on none" in found.not_patched["b"]


def test_office_hours_of_those_who_are_served() -> None:
    at_two = night(start="2026-12-07 02:30", recurrence="Week Monday")
    week = {"since": "2026-12-07", "until": "2026-12-08"}
    assert "business-hours" not in {code for code, _ in codes(run(at_two, vm("a"), **week))}
    found = run(at_two, vm("a"), serves={"web": "Southeast Asia"}, **week)
    told = next(one for one in found.findings if one.code == "business-hours")
    assert "10:00 on a Monday" in told.message


@settings(max_examples=40)
@given(
    minutes=st.lists(st.integers(1, 300), min_size=1, max_size=6),
    length=st.integers(90, 235),
    domains=st.integers(1, 4),
    windows=st.booleans(),
)
def test_nobody_is_worked_on_outside_a_window(minutes: list[int], length: int, domains: int, windows: bool) -> None:
    machines = [vm(f"m{n}", availability_set="set", os="windows" if windows else "linux") for n in range(len(minutes))]
    found = run(
        az.AvailabilitySet("set", update_domains=domains),
        night(duration_min=length),
        *machines,
        patch_min={f"m{n}": one for n, one in enumerate(minutes)},
        until="2027-02-01",
    )
    for one in found.visits:
        if one.begins:
            assert one.opens <= one.begins <= one.closes
            room = 10 if windows else 15
            installed = one.away[0] if one.away else one.ends
            assert installed is not None and installed <= one.closes
            assert one.away is None or (one.closes - one.away[0]).total_seconds() >= room * 60
    busy = [(one.begins, one.ends, int(one.machine[1:]) % domains) for one in found.visits if one.begins]
    for begin, end, domain in busy:
        assert not any(begin < other and start < end and domain != theirs for start, other, theirs in busy)


@pytest.mark.parametrize(
    "given",
    [
        {"off": ["x"]},
        {"off": "a"},
        {"off": {"a": [("2026-12-06", "2026-12-05")]}},
        {"patch_min": 0},
        {"patch_min": {"z": 3}},
        {"until": "2026-12-01"},
        {"since": "soon"},
        {"needed": {"web": 3}},
        {"needed": {"db": 1}},
        {"serves": {"web": "atlantis"}},
        {"serves": {"db": "westeurope"}},
        {"changed_at": {"noon": "2026-12-06"}},
        {"released": "2026-12-06"},
    ],
)
def test_bad_input(given: dict[str, Any]) -> None:
    with pytest.raises(az.errors.AzstudyError) as said:
        run(vm("a"), **given)
    assert str(said.value).endswith((".", "?"))


def test_a_recurrence_that_never_happens() -> None:
    with pytest.raises(az.errors.InvalidInputError, match="never happens"):
        run(night(start="2026-02-01 02:00", recurrence="12Months day31"), vm("a"))
