"""The placement lab without a browser: state, buttons, twin, views, predictions and missions."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from labs.states import states_of

import azstudy as az
from azstudy import labs
from azstudy.errors import AzstudyError, DataError, InvalidInputError
from azstudy.labs._placement.lab import placement_lab
from azstudy.labs._placement.sets_view import tier_of
from azstudy.labs._placement.zones_view import LOOKS

LAB = placement_lab()
BUTTONS = ("lose", "replace", "restore", "scale", "protect", "delete", "evict", "wait", "undo", "clear")
STEP = st.sampled_from(["lose zone 1", "restore zone 1", "replace lost", "scale to 7", "scale to 4", "wait 13 hours"])

STATES = states_of(
    LAB,
    most=60,
    steps=st.lists(STEP, max_size=4).map("; ".join),
    ids=st.sampled_from(["", "3", "3,4"]),
    **{name: st.just(0) for name in BUTTONS},
)


def computed(values: dict[str, Any]) -> Any:
    """The result of a state, or None where Azure refuses the scale set or the step."""
    try:
        return LAB.compute(LAB.state(given=values))
    except AzstudyError:
        return None


@given(STATES)
@settings(max_examples=60)
def test_any_state_survives_as_a_line_of_text(values: dict[str, Any]) -> None:
    state = LAB.state(given=values)
    assert LAB.state(LAB.line(state)) == state


@given(STATES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_code_shown_gives_what_the_lab_shows(values: dict[str, Any]) -> None:
    result = computed(values)
    if result is not None:
        lines = LAB.code(LAB.state(given=values)).splitlines()
        scope: dict[str, Any] = {}
        exec("\n".join([*lines[:3], *lines[3:]]).replace("az.simulate", "shown = az.simulate"), scope)
        assert scope["shown"].text == result.run.text


@given(STATES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_view_can_draw_every_state(values: dict[str, Any]) -> None:
    result = computed(values)
    if result is None:
        return
    assert LAB.summary(result)
    assert LAB.text(result)
    json.dumps(result.as_dict())
    for view in LAB.views:
        local = view.settings(result).defaults if view.settings else {}
        assert view.render(result, local)
        if view.chart:
            view.chart(result, local).figure()


def test_azure_names_stand_beside_the_settings() -> None:
    named = {control.name: control.property for control in LAB.controls}
    assert named["strict"] == "zoneBalance"
    assert named["policy"] == "scaleInPolicy"
    assert named["mix_base"] == "baseRegularPriorityCount"
    assert not LAB.controls.groups[-1].open


# --- buttons -----------------------------------------------------------------------------------------


def pressed(state: Any, name: str, **more: Any) -> Any:
    return LAB.settled(state, LAB.controls.state({name: state[name] + 1, **more}, base=state))


def test_a_button_becomes_a_step_and_is_ready_for_the_next_press() -> None:
    state = LAB.state()
    for name, more, step in (
        ("lose", {"zone": 3}, "lose zone 3"),
        ("replace", {}, "replace lost"),
        ("restore", {}, "restore zone 3"),
        ("scale", {"count": 8}, "scale to 8"),
        ("protect", {"ids": "3, 4"}, "protect 3, 4"),
        ("delete", {"ids": "4"}, "delete 4"),
        ("wait", {}, "wait 13 hours"),
    ):
        state = pressed(state, name, **more)
        assert state["steps"].split("; ")[-1] == step
        assert state[name] == 0
    assert LAB.compute(state).run.steps[-1].step == "wait 13 hours"
    assert pressed(state, "undo")["steps"].endswith("delete 4")
    assert pressed(state, "clear")["steps"] == ""


def test_a_button_without_numbers_does_nothing() -> None:
    assert pressed(LAB.state(), "protect")["steps"] == ""


def test_populations_come_with_their_zones() -> None:
    one = LAB.state(given={"zones": 1})
    assert LAB.settled(one, LAB.controls.state({"start": "example"}, base=one))["zones"] == 3


# --- the twin ----------------------------------------------------------------------------------------


def test_the_twin_is_the_simulation() -> None:
    result = labs.placement_result(instances=9, steps="lose zone 2; scale to 12")
    one = az.ScaleSet("tickets", "D4s_v5", instances=9, zones=[1, 2, 3])
    assert result.run.text == az.simulate.placement(one, ["lose zone 2", "scale to 12"]).text
    assert str(result).splitlines()[0] == "12 instances: 5 in zone 1, 3 in zone 2 and 4 in zone 3, 9 running."
    assert (result.worst_case, result.balanced, result.moved) == (4, False, 3)


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ({"steps": "loose zone 2"}, "Did you mean lose zone 2"),
        ({"steps": "lose zone 4"}, "is not in zone 4"),
        ({"steps": "delete 9"}, "no instance 9"),
        ({"instances": 1001}, "from 0 to 1000"),
        ({"fault_domains": 3}, "scaleset-08"),
        ({"single_placement_group": True, "instances": 101}, "scaleset-02"),
        ({"mode": "Uniform", "mix_base": 3}, "scaleset-80"),
        ({"ids": "a"}, "write numbers"),
        ({"zone": 7}, "zone"),
        ({"state": "sizing: vcpus=4"}, "for the lab 'sizing'"),
    ],
)
def test_bad_settings_say_what_is_wrong(given_: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidInputError, match=re.escape(words)):
        labs.placement_result(**given_)


# --- views -------------------------------------------------------------------------------------------


def view(name: str) -> Any:
    return next(one for one in LAB.views if one.name == name)


def drawn(name: str, result: Any, **local: Any) -> str:
    shown = view(name)
    base = shown.settings(result).defaults if shown.settings else {}
    return str(shown.render(result, {**base, **local}))


def test_the_drawing_marks_what_happened_in_words_too() -> None:
    steps = "protect 0; lose zone 2; replace lost; evict all spot; delete 3"
    result = labs.placement_result(instances=6, mix_base=2, mix_percent=50, steps=steps)
    found = "".join(drawn("zones", result, step=at) for at in range(len(result.run.steps)))
    for look in LOOKS.values():
        assert f"{look.mark} {look.words}" in found
    assert "Zone 2 (down)" in found


def test_the_drawing_and_its_table_have_the_same_instances() -> None:
    result = labs.placement_result(start="example", policy="OldestVM", steps="scale to 8")
    shown = drawn("zones", result)
    table = shown[shown.index("<table") :]
    assert [re.sub("<.*?>", "", cell) for cell in re.findall(r"<td>(.*?)</td>", table)][0::3] == [
        "4, 5, 10",
        "6, 9, 11",
        "7, 8",
    ]
    assert 'role="img"' in shown
    assert "zone 1 has 3 instances, zone 2 has 3 instances and zone 3 has 2 instances" in shown


def test_a_thousand_instances_are_counted_where_they_are_not_drawn() -> None:
    result = labs.placement_result(instances=1000)
    assert "and 274 more" in drawn("zones", result)
    assert len(drawn("zones", result)) < 120_000


def test_the_chart_and_its_table_say_the_same() -> None:
    result = labs.placement_result(instances=6, steps="lose zone 2; scale to 9; restore zone 2")
    chart = view("steps").chart(result, {})
    assert [list(trace["y"]) for trace in chart.traces] == [[2, 2, 4, 4], [2, 2, 2, 2], [2, 2, 3, 3]]
    assert "at the end zone 1 4, zone 2 2, zone 3 3" in chart.says
    assert all(f"{at}. " in drawn("steps", result) for at in range(4))


def test_the_log_can_be_searched() -> None:
    result = labs.placement_result(start="example", policy="OldestVM", steps="scale to 5")
    assert "tickets/6" in drawn("log", result, find="zone 2 has the most")
    assert "tickets/5" not in drawn("log", result, find="zone 2 has the most")
    assert "No line of the log fits" in drawn("log", result, find="nothing like it")
    assert "zones uneven" not in drawn("log", result, action="delete")


@pytest.mark.parametrize(
    ("fields", "tier", "sets"),
    [
        ({}, 1000, (1000,)),
        ({}, 1001, (501, 500)),
        ({}, 2400, (800, 800, 800)),
        ({"single_placement_group": True}, 250, (84, 83, 83)),
        ({"image": "managed-image"}, 1201, (401, 400, 400)),
    ],
)
def test_fewest_sets_for_a_tier(fields: dict[str, Any], tier: int, sets: tuple[int, ...]) -> None:
    one = az.ScaleSet("web", "D4s_v5", **fields)
    found = tier_of(one, tier)
    assert found.sets == sets
    assert (sum(sets), max(sets) <= found.most) == (tier, True)
    assert len(sets) == 1 or tier > (len(sets) - 1) * found.most


# --- predictions -------------------------------------------------------------------------------------


def test_every_scenario_contradicts_its_misconception() -> None:
    assert len(LAB.predictions) >= 3
    for prediction in LAB.predictions:
        assert LAB.contradicts(prediction), prediction.id


@pytest.mark.parametrize(
    ("ident", "answer"), [("first-three", "2, 3, 1"), ("moves-back", 0), ("strict", 6), ("mix", 8)]
)
def test_what_the_predictions_come_to(ident: str, answer: Any) -> None:
    prediction = LAB.prediction(ident)
    truth = prediction.truth(LAB.scenario(prediction))
    assert truth.answer == answer
    assert truth.because and truth.steps


@pytest.mark.parametrize(
    ("ident", "at", "answer"),
    [
        ("first-three", 0, "11, 10, 9"),
        ("first-three", 1, "4, 6, 1"),
        ("first-three", 2, "0, 1, 2"),
        ("moves-back", 0, 3),
        ("moves-back", 1, 3),
        ("moves-back", 2, 0),
        ("strict", 0, 12),
        ("strict", 1, 8),
        ("strict", 2, 6),
        ("mix", 1, 5),
        ("mix", 2, 9),
    ],
)
def test_what_ifs(ident: str, at: int, answer: Any) -> None:
    prediction = LAB.prediction(ident)
    state = LAB.controls.state({**prediction.setup, **prediction.what_if[at].changes})
    truth = prediction.truth(state)
    assert truth.answer == answer
    assert prediction.answer.say(truth.answer)


def test_a_question_that_does_not_fit_the_settings_says_so() -> None:
    bare = LAB.state()
    for prediction in LAB.predictions:
        if prediction.id != "strict":
            with pytest.raises(DataError):
                prediction.truth(bare)


# --- missions ----------------------------------------------------------------------------------------

SOLUTIONS = {
    "even-again": {"steps": "scale to 8; scale to 6"},
    "survive": {"instances": 9},
    "into-zones": {"steps": "scale to 10; scale to 5"},
    "long-job": {"steps": "protect 1, 2; scale to 6"},
    "cheap-crowd": {"mix_base": 4, "mix_percent": 40, "steps": "evict all spot"},
}
NEARLY = {
    "even-again": {"steps": "scale to 9; scale to 6"},
    "survive": {"instances": 12},
    "into-zones": {"steps": "scale to 11; scale to 5"},
    "long-job": {"steps": "protect 1, 2, 7; scale to 6"},
    "cheap-crowd": {"mix_base": 6, "mix_percent": 40, "steps": "evict all spot"},
}
WRONG = {
    "even-again": {"steps": "scale to 9"},
    "survive": {"instances": 8},
    "into-zones": {"steps": "scale to 0; scale to 5"},
    "long-job": {"steps": "scale to 6"},
    "cheap-crowd": {"mix_base": 4, "mix_percent": 20, "steps": "evict all spot"},
}


def report(ident: str, changes: dict[str, Any]) -> Any:
    mission = LAB.mission(ident)
    return mission.report(LAB.compute(LAB.controls.state({**mission.setup, **changes})))


@pytest.mark.parametrize("ident", [mission.id for mission in LAB.missions])
def test_missions_are_open_at_the_start_and_solved_at_par(ident: str) -> None:
    assert not report(ident, {}).solved
    assert report(ident, SOLUTIONS[ident]).at_par
    dearer = report(ident, NEARLY[ident])
    assert dearer.solved
    assert not dearer.at_par
    assert not report(ident, WRONG[ident]).solved


def test_the_widget_opens_with_predictions_and_without() -> None:
    assert labs.placement().mode == "predict"
    widget = labs.placement(instances=9)
    assert widget.mode == "explore"
    widget.set(scale=1, count=12)
    assert widget.result.run.per_zone == {1: 4, 2: 4, 3: 4}
    assert widget.state["scale"] == 0
    assert "scale_to_12" in widget.line
