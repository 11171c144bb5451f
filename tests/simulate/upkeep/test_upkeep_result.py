"""What a run of the maintenance calendar tells: log, tables, findings about schedules, daylight saving."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulate.upkeep.estate import NIGHT, estate, night, vm

import azstudy as az
from azstudy.model.timezones import TimeZone
from azstudy.model.wall_clock import local_time
from azstudy.simulate.upkeep.result import MaintenanceResult


def codes(found: MaintenanceResult) -> set[tuple[str, str]]:
    return {(one.code, one.subject) for one in found.findings}


def test_log_and_tables_tell_the_same() -> None:
    found = az.simulate.maintenance(estate(vm("a"), vm("b", "Manual")), **NIGHT)
    assert [(one.action, one.subject) for one in found.timeline] == [
        ("patch", "a"),
        ("patch skipped", "b"),
        ("restart", "a"),
    ]
    table = found.to_frame()
    assert list(table.machine) == ["a", "b"] and list(table.outcome) == ["done", "skipped"]
    steps = found.capacity_frame()
    assert list(steps.running) == [1, 2] and list(steps.below) == [False, False]
    for words in ("a patch: night: 30 minutes of updates", "Not patched: b:", "error mode-ignores-schedule b:"):
        assert words in found.text
    assert str(found) == found.text == found._repr_mimebundle_()["text/plain"]


def test_the_log_by_the_clock_of_a_place() -> None:
    found = az.simulate.maintenance(estate(vm("a"), vm("b").evolve(tags={"workload": "db"})), **NIGHT)
    assert found.log("W. Europe", workload="web").splitlines() == [
        "Sun 06 Dec 02:30 a patch: night: 30 minutes of updates, then a restart",
        "Sun 06 Dec 03:00 a restart: night restarts it; it is away for 5 minutes",
    ]
    assert "Sun 06 Dec 01:30 b patch" in found.log()
    with pytest.raises(az.errors.InvalidInputError):
        found.log("CET")
    with pytest.raises(az.errors.UnknownNameError):
        found.log(workload="mail")


def test_the_same_input_gives_the_same_words() -> None:
    design = estate(vm("a"), vm("b"), vm("c", own=False))
    assert az.simulate.maintenance(design, **NIGHT).text == az.simulate.maintenance(design, **NIGHT).text


def test_asking_for_what_is_not_there() -> None:
    found = az.simulate.maintenance(estate(vm("a")), **NIGHT)
    with pytest.raises(az.errors.UnknownNameError, match="Did you mean web"):
        found.running("wbe", "2026-12-06 02:00")
    with pytest.raises(az.errors.InvalidInputError, match="not a date"):
        found.running("web", "noon")


def test_findings_about_schedules() -> None:
    found = az.simulate.maintenance(
        estate(night(), night(start=None).evolve(name="never"), vm("a")),
        since="2026-12-06",
        until="2027-06-01",
    )
    assert {("no-start", "never"), ("empty-schedule", "never"), ("daylight-saving", "night")} <= codes(found)
    told = next(one for one in found.findings if one.code == "daylight-saving")
    assert "00:30, 01:00 and 01:30 UTC" in told.message


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"duration_min": 60}, "maintenance-01"),
        ({"duration_min": 300}, "maintenance-02"),
        ({"recurrence": "3Hours"}, "maintenance-03"),
        ({"start": "2026-12-06 23:50"}, "maintenance-10"),
        ({"expires": "2026-12-06 02:30"}, "maintenance-11"),
    ],
)
def test_what_azure_refuses_is_run_and_told(fields: dict[str, Any], code: str) -> None:
    found = az.simulate.maintenance(estate(night(**fields), vm("a")), **NIGHT)
    assert (code, "night") in codes(found)


def test_a_scale_set_without_a_health_signal_is_told() -> None:
    web = az.ScaleSet("web", "D2s_v5", patching="AutomaticByPlatform")
    assert ("patching-05", "web") in codes(az.simulate.maintenance(estate(web), **NIGHT))


def test_a_region_whose_clock_is_not_known_is_told() -> None:
    design = az.Design("shop", [vm("a", own=False)])
    found = az.simulate.maintenance(design, since="2026-12-01", until="2026-12-05", released=["2026-12-01"])
    assert ("unknown-clock", "no region") in codes(found) and found.patched == ("a",)


def test_an_unknown_time_zone_is_refused_with_a_hint() -> None:
    with pytest.raises(az.errors.InvalidInputError, match="Europe/Berlin"):
        night(time_zone="Europe/Berlin")


@settings(max_examples=40)
@given(st.sampled_from([TimeZone.W_EUROPE, TimeZone.EASTERN, TimeZone.NEW_ZEALAND, TimeZone.INDIA]), st.integers(0, 23))
def test_a_year_of_sundays_has_each_sunday_once(zone: TimeZone, hour: int) -> None:
    schedule = night(start=f"2026-01-04 {hour:02d}:30", time_zone=zone)
    releases = [f"2026-{month:02d}-{day:02d}" for month in range(1, 13) for day in (1, 7, 13, 19, 25)]
    found = az.simulate.maintenance(
        estate(schedule, vm("a")), since="2026-01-03", until="2026-12-30", released=releases
    )
    days = [local_time(one.opens, zone).date() for one in found.visits]
    assert len(days) == len(set(days)) and all(day.weekday() == 6 for day in days)
    assert {(later - sooner).days for sooner, later in pairwise(days)} == {7}
