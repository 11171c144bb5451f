"""The gallery lab without a browser: its state, twin, views, predictions and missions on the bundled catalogue."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from labs.states import states_of

import azstudy as az
from azstudy import labs
from azstudy.errors import AzstudyError, InvalidInputError
from azstudy.labs._gallery.controls import FOUR
from azstudy.labs._gallery.lab import gallery_lab

LAB = gallery_lab()

STATES = states_of(LAB)


@given(STATES)
@settings(max_examples=40)
def test_any_state_survives_as_a_line_of_text(values):
    state = LAB.state(given=values)
    assert LAB.state(LAB.line(state)) == state


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STATES)
def test_every_state_is_drawn_or_refused_in_words(values):
    state = LAB.state(given=values)
    try:
        result = LAB.compute(state)
    except AzstudyError as problem:
        said = str(problem)
        assert said.endswith((".", ")"))
        return
    assert LAB.summary(result) and LAB.text(result)
    json.dumps(result.as_dict(), default=list)
    for view in LAB.views:
        assert view.render(result, {})
        if view.chart:
            view.chart(result, {}).figure()
    assert {node.group for node in result.drawing.nodes} == set(result.regions)


def view(name):
    return next(one for one in LAB.views if one.name == name)


# --- the twin ----------------------------------------------------------------------------------------


def test_the_twin_is_the_simulations():
    result = labs.gallery_result(gib=40, replicas=3)
    same = az.simulate.replication(dict.fromkeys(FOUR, 3), gib=40)
    assert result.copies.regions == same.regions
    assert result.plan == az.plan.replicas(600, FOUR, may_fail=1, gib=40)
    assert result.rush == az.simulate.rollout(dict.fromkeys(FOUR[1:], 200), dict.fromkeys(FOUR, 3))


def test_three_each_are_too_few_and_four_each_are_enough():
    three, four = labs.gallery_result(), labs.gallery_result(replicas=4)
    assert (three.total, three.room_left, three.enough) == (12, 450, False)
    assert (four.total, four.room_left, four.enough) == (16, 600, True)
    assert three.plan.total == 16
    assert "too few for 600" in str(three)


def test_without_copies_nothing_is_promised():
    result = labs.gallery_result(mode="Shallow", replicas=4, gib=4096)
    assert not result.enough and result.copies.transfer_usd == 0
    assert "makes no copies" in LAB.summary(result)
    assert "not meant" in LAB.text(result)


def test_every_region_answers_for_itself():
    result = labs.gallery_result()
    assert {name: one.number for name, one in result.latest.items()} == {
        "westeurope": "1.10.0",
        "northeurope": "2.0.0",
        "francecentral": "1.10.0",
        "swedencentral": "1.10.0",
    }
    nothing = labs.gallery_result(ask_in="eastus")
    assert nothing.asked.number is None
    assert "nothing" in LAB.summary(nothing)


def test_the_code_prints_what_the_lab_shows(capsys):
    state = LAB.state("gallery: replicas=4 storage=Premium_LRS in_flight_mib=2")
    exec(LAB.code(state), {})
    printed = capsys.readouterr().out
    result = LAB.compute(state)
    assert result.copies.text in printed and result.plan.text in printed and result.asked.text in printed


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"source": "eastus"}, "is not among the target regions"),
        ({"regions": ("northcentralus",), "source": "northcentralus", "storage": "Standard_ZRS", "may_fail": 0}, "ZRS"),
        ({"replicas": 26}, "at most 100 in all"),
        ({"gib": 2049}, "too large"),
        ({"may_fail": 4}, "Leave one"),
        ({"regions": ()}, "target region"),
        ({"replicas": 0}, "from 1 to 100"),
        ({"region": "eastus"}, "Unknown setting"),
    ],
)
def test_what_azure_or_the_lab_refuses_says_why(arguments, words):
    with pytest.raises(InvalidInputError, match=re.escape(words)):
        labs.gallery_result(**arguments)


def test_a_plan_that_cannot_be_is_said():
    result = labs.gallery_result(vms=5000, may_fail=2)
    assert result.plan is None
    assert "at most 100" in view("plan").render(result, {})


# --- views -------------------------------------------------------------------------------------------


def test_the_figure_of_copies_and_its_twin_agree():
    result = labs.gallery_result(regions=(*FOUR, "eastus"))
    [bars] = view("copies").chart(result, {}).traces
    table = view("copies").render(result, {})
    for name, minutes in zip(bars["y"], bars["x"], strict=True):
        assert name in table and f"{minutes:.0f} min" in table
    assert "–" in table  # a first copy to another continent has no known price


def test_the_figure_of_the_rush_and_its_twin_agree():
    result = labs.gallery_result()
    *traces, asked = view("rush").chart(result, {}).traces
    assert asked["y"] == [600, 600]
    table = view("rush").render(result, {})
    assert [trace["y"] for trace in traces] == [[0, 150, 200, 200]] * 3
    assert table.count("40 min") == 3 and table.count("20 min") == 3
    assert "Gone: West Europe" in table


def test_a_region_that_is_gone_is_marked_in_the_drawing():
    drawing = labs.gallery_result().drawing
    assert [bool(group.badges) for group in drawing.groups] == [True, False, False, False]
    assert {edge.target for edge in drawing.edges} == {f"{name}/replicas" for name in FOUR[1:]}


def test_latest_shows_every_version_with_its_reason():
    shown = view("latest").render(labs.gallery_result(), {})
    for words in ("not in the region", "excluded", "lower number", "not letters"):
        assert words in shown


# --- predictions and missions ------------------------------------------------------------------------


def test_each_prediction_contradicts_its_misconception():
    assert [one.id for one in LAB.predictions] == ["latest", "replicas", "one-more", "egress"]
    for prediction in LAB.predictions:
        assert LAB.contradicts(prediction), prediction.id
        assert prediction.view in {one.name for one in LAB.views}
        for what_if in prediction.what_if:
            LAB.compute(LAB.controls.state(what_if.changes, base=LAB.scenario(prediction)))


def test_the_truths():
    found = {one.id: one.truth(LAB.scenario(one)).answer for one in LAB.predictions}
    assert found == {"latest": "1.10.0", "replicas": 16, "one-more": 0, "egress": pytest.approx(2.4)}


SOLVED = {
    "canary": {"excluded": (), "newest_in": ("swedencentral",)},
    "one-gone": {"replicas": 4},
    "more-regions": {"regions": (*FOUR, "eastus"), "replicas": 3},
}


@pytest.mark.parametrize("mission", LAB.missions, ids=lambda mission: mission.id)
def test_each_mission_starts_open_and_can_be_solved(mission):
    start = LAB.state(given=mission.setup)
    assert not mission.report(LAB.compute(start)).solved
    report = mission.report(LAB.compute(LAB.controls.state(SOLVED[mission.id], base=start)))
    assert report.solved, report.checks
    assert report.par is None or report.at_par
