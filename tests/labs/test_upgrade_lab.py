"""The upgrade lab without a browser: state, twin, views, predictions and missions."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from labs.states import states_of

import azstudy as az
from azstudy import labs
from azstudy.errors import AzstudyError, InvalidInputError
from azstudy.labs._upgrade.lab import upgrade_lab
from azstudy.labs._upgrade.tiles import LOOKS
from azstudy.labs._upgrade.views import LOGS, lines_of

LAB = upgrade_lab()

STATES = states_of(LAB, most=100)


def computed(values: dict[str, Any]) -> Any:
    """The result of a state, or None where Azure does not support it."""
    try:
        return LAB.compute(LAB.state(given=values))
    except AzstudyError:
        return None


@given(STATES)
@settings(max_examples=40)
def test_any_state_survives_as_a_line_of_text(values: dict[str, Any]) -> None:
    state = LAB.state(given=values)
    assert LAB.state(LAB.line(state)) == state


@given(STATES)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_code_shown_gives_what_the_lab_shows(values: dict[str, Any]) -> None:
    result = computed(values)
    if result is not None:
        scope: dict[str, Any] = {"az": az}
        exec(f"shown = {LAB.call(LAB.state(given=values))}", scope)
        assert scope["shown"].text == result.run.text


@given(STATES)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
    assert named["batch_percent"] == "maxBatchInstancePercent"
    assert named["max_unhealthy_upgraded_percent"] == "maxUnhealthyUpgradedInstancePercent"
    assert named["max_surge"] == "maxSurge"
    assert [group.open for group in LAB.controls.groups] == [True] * 4 + [False] * 2


# --- the twin ----------------------------------------------------------------------------------------


def test_the_twin_gives_plain_values() -> None:
    shown = labs.upgrade_result("upgrade: repair=Replace")
    assert shown.run.suspended and shown.as_dict()["broken"] == [11, 12]
    assert str(shown).startswith("Upgrade stopped; 2 of 10 instances ill at the end; 3 repairs, then suspended.")
    assert labs.upgrade_result(version="good").took_min == 12.5
    assert labs.upgrade_result(version="none").took_min is None


def test_the_lab_opens_with_predictions_unless_a_state_is_given() -> None:
    assert labs.upgrade().mode == "predict"
    assert labs.upgrade(version="good").mode == "explore"


@pytest.mark.parametrize(
    "settings_", [{"failure": "zone"}, {"mode": "os-image", "max_surge": True}, {"instances": 0}, {"grace_min": 5}]
)
def test_what_makes_no_sense_is_refused(settings_: dict[str, Any]) -> None:
    with pytest.raises(InvalidInputError):
        labs.upgrade_result(**settings_)


# --- views -------------------------------------------------------------------------------------------


def shown(name: str, local: dict[str, Any] | None = None, **given_: Any) -> str:
    result = labs.upgrade_result(**given_)
    view = next(view for view in LAB.views if view.name == name)
    defaults = dict(view.settings(result).defaults) if view.settings else {}
    return str(view.render(result, {**defaults, **(local or {})}))


def cells(html: str) -> list[str]:
    return re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", html)


def test_tiles_and_table_say_the_same() -> None:
    drawn = shown("instances", zones=3)
    assert LOOKS["ill"].words in drawn and LOOKS["new"].words in drawn
    assert cells(drawn)[6:12] == ["zone 1", "4", "0, 3", "0, 3", "–", "–"]
    before = shown("instances", {"moment": 0}, zones=3)
    assert LOOKS["ill"].words not in before and "before the upgrade" in before


def test_a_moment_that_is_gone_shows_the_end() -> None:
    assert shown("instances", {"moment": 99}) == shown("instances", {"moment": -1})


def test_batches_and_repairs_as_tables() -> None:
    assert cells(shown("batches"))[7:] == ["1", "0, 1", "–", "00:10:00", "00:16:00", "in place", "0, 1"]
    assert cells(shown("repairs", repair="Replace"))[7:14] == ["00:20:00", "0", "Replace", "10", "1", "1", "no"]
    assert "Automatic repairs are off" in shown("repairs")
    assert "There is no new version" in shown("batches", version="none")
    assert "No batch began" in shown("batches", version="good", ill=3)


def test_the_capacity_table_counts_every_request() -> None:
    result = labs.upgrade_result(mode="automatic", version="good", load_percent=90)
    rows = cells(shown("capacity", mode="automatic", version="good", load_percent=90))[6:]
    dropped = sum(int(cell.replace(",", "")) for cell in rows[5::6])
    assert dropped == result.run.dropped > 0


def bands(**given_: Any) -> list[tuple[float, float]]:
    chart = next(view for view in LAB.views if view.name == "capacity").chart
    assert chart is not None
    x = chart(labs.upgrade_result(**given_), {}).traces[0]["x"]
    return [(x[at], x[at + 2]) for at in range(0, len(x), 6)]


def test_the_chart_shows_each_batch_from_its_begin_to_its_judgement() -> None:
    run = labs.upgrade_result(version="good").run
    assert bands(version="good") == [(one.start_s / 60, one.end_s / 60) for one in run.batches if one.end_s]
    assert bands(mode="automatic") == [(10, 10.5)]
    assert bands(version="none", repair="Replace", ill=1) == []


def test_the_log_can_be_narrowed() -> None:
    result = labs.upgrade_result(repair="Replace")
    counts = {which: len(lines_of(result, which)) for which in LOGS}
    assert counts["main"] == counts["upgrade"] + counts["repairs"]
    assert counts["all"] == len(result.run.timeline) > counts["main"]
    assert "Suspended until" in shown("log", repair="Replace")


def test_the_log_can_be_searched() -> None:
    assert shown("log", {"find": "MORE than 20 %"}).count("<code>") == 1
    assert shown("log", {"find": "instance 11"}, repair="Replace").count("<code>") == 1
    assert "No such line" in shown("log", {"find": "nothing says this"})


def test_rich_health_cannot_say_what_no_answer_names() -> None:
    states = {
        kind: {str(one.health) for one in labs.upgrade_result(health=kind).run.frames[-1].instances}
        for kind in ("binary", "binary-3", "rich")
    }
    assert states == {
        "binary": {"Healthy", "Unhealthy"},
        "binary-3": {"Healthy", "Unhealthy"},
        "rich": {"Healthy", "Unknown"},
    }


def test_the_summary_warns_of_a_rollback_without_effect() -> None:
    assert "no effect in Flexible" in LAB.summary(labs.upgrade_result(rollback_on_breach=True))
    uniform = labs.upgrade_result(rollback_on_breach=True, orchestration="Uniform")
    assert "no effect" not in LAB.summary(uniform)


def test_the_summary_says_when_health_hides_what_users_see() -> None:
    assert "Only the health page is asked" in LAB.summary(labs.upgrade_result(version="lies"))
    for version in ("good", "404", "crashes", "slow", "none"):
        assert not labs.upgrade_result(version=version).unseen


# --- predictions and missions ------------------------------------------------------------------------


@pytest.mark.parametrize("prediction", LAB.predictions, ids=lambda one: one.id)
def test_the_scenario_contradicts_the_misconception(prediction: Any) -> None:
    assert LAB.contradicts(prediction)
    assert prediction.view in {view.name for view in LAB.views}
    for what_if in prediction.what_if:
        LAB.compute(LAB.controls.state(what_if.changes, base=LAB.scenario(prediction)))


def test_what_the_models_answer() -> None:
    truths = {one.id: one.truth(LAB.scenario(one)).answer for one in LAB.predictions}
    assert truths == {
        "how-many": 2,
        "rollback": "stay",
        "repairs": "suspended",
        "limit": "yes",
        "surge": 8,
        "grace": 8.0,
    }


SOLUTIONS: dict[str, dict[str, Any]] = {
    "one-only": {"batch_percent": 10, "orchestration": "Uniform", "rollback_on_breach": True},
    "busy-day": {"batch_percent": 10},
    "late-crash": {"pause_min": 8},
    "tight-quota": {"max_surge": True, "batch_percent": 10},
    "dark-zone": {"max_unhealthy_percent": 34, "max_unhealthy_upgraded_percent": 100},
}


@pytest.mark.parametrize("mission", LAB.missions, ids=lambda one: one.id)
def test_missions_begin_unsolved_and_can_be_solved_at_par(mission: Any) -> None:
    start = LAB.controls.state(mission.setup)
    assert not all(met for _, met in mission.report(LAB.compute(start)).checks)
    report = mission.report(LAB.compute(LAB.controls.state(SOLUTIONS[mission.id], base=start)))
    assert [words for words, met in report.checks if not met] == []
    assert report.score == pytest.approx(report.par)


def test_an_emptied_scenario_does_not_solve_a_mission() -> None:
    for mission in LAB.missions:
        for easy in ({"version": "none"}, {"instances": 1, "zones": 0, "failure": "none"}):
            report = mission.report(LAB.compute(LAB.controls.state({**mission.setup, **easy})))
            assert not all(met for _, met in report.checks), mission.id
