"""The maintenance lab without a browser: its state, twin, views, predictions and missions."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from labs.states import states_of

from azstudy import labs
from azstudy.errors import AzstudyError, InvalidInputError
from azstudy.labs._maintenance.lab import maintenance_lab
from azstudy.labs._predict import Pick

LAB = maintenance_lab()
MENDED = {"modes_fixed": True, "all_on": True, "tags_fixed": True}

STATES = states_of(LAB)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STATES)
def test_every_state_is_shown_or_refused_in_words(values):
    state = LAB.state(given=values)
    assert LAB.state(LAB.line(state)) == state
    result = LAB.compute(state)
    assert LAB.summary(result) and LAB.text(result) and LAB.exhibit(result)
    json.dumps(result.as_dict())
    for view in LAB.views:
        assert view.render(result, {})
        if view.chart:
            view.chart(result, {}).figure()


@pytest.mark.parametrize("prediction", LAB.predictions, ids=lambda one: one.id)
def test_the_trap_is_wrong_where_it_is_asked(prediction):
    assert LAB.contradicts(prediction)
    assert prediction.truth(LAB.scenario(prediction)).because
    for other in prediction.what_if:
        LAB.state(given={**prediction.setup, **other.changes})


def test_what_the_predictions_say():
    said = {one.id: one.truth(LAB.scenario(one)).answer for one in LAB.predictions}
    assert said == {"four": "7, 8, 10, 12", "below": "portal", "clocks": 0, "regions": 12}


def test_numbers_may_be_typed_in_any_order():
    assert Pick(count=4).parse("12 7,10 8") == "7, 8, 10, 12"
    for wrong in ("7 7 8 10", "7 8 10", "portal1"):
        with pytest.raises(InvalidInputError):
            Pick(count=4).parse(wrong)


def test_the_table_before_the_prediction_does_not_tell():
    shown = LAB.exhibit(labs.maintenance_result())
    assert "rota2" in shown and "sundays" in shown
    assert "not patched" not in shown and "left out" not in shown


def test_each_of_the_four_has_its_own_remedy():
    assert tuple(labs.maintenance_result().run.not_patched) == ("imaging2", "imaging3", "pharmacy2", "rota2")
    for remedy, name in (
        ({"modes_fixed": True}, "imaging2"),
        ({"all_on": True}, "imaging3"),
        ({"tags_fixed": True}, "pharmacy2"),
        ({"minutes": 160}, "rota2"),
    ):
        left = labs.maintenance_result(**remedy).run.not_patched
        assert name not in left and len(left) == 3


def test_the_platform_keeps_the_pair_apart():
    assert labs.maintenance_result().run.below() == ("portal",)
    assert labs.maintenance_result(who="platform", estate="regions").run.lowest("portal") >= 10
    assert labs.maintenance_result(estate="regions").run.lowest("portal") == 0


def test_missions_start_unsolved_and_can_be_solved():
    solutions = {
        "twelve": {**MENDED, "minutes": 160},
        "need": {**MENDED, "minutes": 160, "split": True},
        "morning": {"day": "Tuesday", "hour": 20},
    }
    for mission in LAB.missions:
        start = LAB.compute(LAB.state(given=mission.setup))
        assert not all(check.met(start) for check in mission.checks)
        solved = LAB.compute(LAB.state(given={**mission.setup, **solutions[mission.id]}))
        assert [check.text for check in mission.checks if not check.met(solved)] == []
    assert LAB.missions[0].par() == 160


def test_never_restarting_is_no_way_to_keep_everybody():
    never = labs.maintenance_result(**MENDED, minutes=160, reboot="Never")
    need = next(one for one in LAB.missions if one.id == "need")
    assert not all(check.met(never) for check in need.checks)


def test_a_late_change_patches_nobody_in_the_first_window():
    late = labs.maintenance_result(changed_min=14)
    assert late.run.patched == () and "changed-too-late" in {one.code for one in late.run.findings}
    assert labs.maintenance_result(changed_min=15).run.patched


def test_windows_move_in_utc_and_stay_on_the_wall():
    spring, autumn = (labs.maintenance_result(span=span) for span in ("spring", "autumn"))
    assert [f"{one.start:%H}" for _, one in spring.windows] == ["01", "01", "01", "00"]
    assert [f"{one.start:%H}" for _, one in autumn.windows] == ["00", "00", "00", "01"]
    assert [autumn.clock(one.start)[-5:] for _, one in autumn.windows] == ["02:00"] * 4
    # On the Sunday on which 02:00 does not exist, the window opens when it would have been.
    assert [spring.clock(one.start)[-5:] for _, one in spring.windows] == ["02:00", "02:00", "03:00", "02:00"]


def test_the_twin_says_what_the_lab_shows():
    found = labs.maintenance_result("maintenance: minutes=180")
    assert found.text == repr(found) and "9 of 12 VMs are patched" in found.text
    assert found.design.name == "Saltmarsh Hospitals"


@pytest.mark.parametrize("wrong", [{"minutes": 89}, {"minutes": 236}, {"zone": "Europe/Berlin"}, {"hour": 24}])
def test_what_azure_refuses_is_refused(wrong):
    with pytest.raises(AzstudyError):
        labs.maintenance_result(**wrong)


def test_who_is_never_visited_has_a_row_too():
    result = labs.maintenance_result()
    view = next(one for one in LAB.views if one.name == "night")
    assert list(result.unvisited) == ["pharmacy2"]
    assert "pharmacy2" in view.render(result, {})
    shown = view.chart(result, {})
    cross = dict(zip(shown.traces[-1]["y"], shown.traces[-1]["text"], strict=True))
    assert cross["pharmacy2"] == "no visit" and cross["imaging3"] == "left out"
    rows = shown.layout["yaxis"]["categoryarray"]
    assert rows == [vm.name for vm in result.design.vms]


def test_capacity_is_painted_by_what_is_left():
    result = labs.maintenance_result()
    view = next(one for one in LAB.views if one.name == "capacity")
    painted = {
        trace["name"]: set(zip(trace["y"], trace["text"], strict=True)) for trace in view.chart(result, {}).traces
    }
    assert painted["fewer than needed"] == {("portal", "0")}
    assert painted["as many as needed"] >= {("records", "2"), ("rota", "1")}
    assert painted["some away, enough left"] == {("imaging", "2")}
    assert ("portal", "2") in painted["all serve"]


def test_findings_are_told_on_the_clock_of_the_schedule():
    assert "Sun 06 Dec 02:40 (01:40 UTC)" in labs.maintenance_result().text
    plain = labs.maintenance_result(zone="UTC").text
    assert "2026-12-06 02:40 UTC" in plain


def test_needs_can_be_changed_but_do_not_solve_the_mission():
    assert set(labs.maintenance_result(needs="one").run.needs.values()) == {1}
    most = labs.maintenance_result(needs="all-but-one").run
    assert {most.totals[name] - need for name, need in most.needs.items()} == {1}
    need = next(one for one in LAB.missions if one.id == "need")
    split = {**MENDED, "minutes": 160, "split": True}
    assert all(check.met(labs.maintenance_result(**split)) for check in need.checks)
    assert not all(check.met(labs.maintenance_result(**split, needs="one")) for check in need.checks)


def test_eight_ways_show_who_obeys_a_schedule():
    assert set(labs.maintenance_result(estate="modes").run.patched) == {"own-schedule", "hotpatched"}
    assert labs.maintenance_result(estate="modes", who="platform").run.not_patched.keys() == {"switched-off"}
