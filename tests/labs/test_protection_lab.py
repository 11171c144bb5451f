"""The protection lab without a browser: its state, twin, views, predictions and missions."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from labs.states import states_of

from azstudy import labs
from azstudy.errors import AzstudyError, InvalidInputError
from azstudy.labs._protection.controls import TICKS
from azstudy.labs._protection.lab import protection_lab

LAB = protection_lab()

STATES = states_of(LAB)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STATES)
def test_every_state_is_shown_or_refused_in_words(values):
    state = LAB.state(given=values)
    assert LAB.state(LAB.line(state)) == state
    try:
        result = LAB.compute(state)
    except AzstudyError as problem:
        said = str(problem)
        assert said.endswith(".")
        return
    assert LAB.summary(result) and LAB.text(result)
    json.dumps(result.as_dict(), default=list)
    for view in LAB.views:
        assert view.render(result, {})
        if view.chart:
            view.chart(result, {}).figure()


@pytest.mark.parametrize("prediction", LAB.predictions, ids=lambda one: one.id)
def test_the_trap_is_wrong_where_it_is_asked(prediction):
    truth = prediction.truth(LAB.state(given=prediction.setup))
    assert not prediction.answer.same(prediction.misconception.answer, truth.answer)
    assert truth.because
    for other in prediction.what_if:
        LAB.state(given={**prediction.setup, **other.changes})


def test_what_the_predictions_say():
    said = {one.id: one.truth(LAB.state(given=one.setup)).answer for one in LAB.predictions}
    assert said == {"hourly": 1, "corruption": "yes", "region": "no"}


def test_the_grid_is_checked_tick_by_tick():
    start = labs.protection_result(cross_region=True)
    ticks = {name: tuple(way for kind, way in start.plan.ticks if kind == threat) for threat, name in TICKS.items()}
    solved = labs.protection_result(cross_region=True, **ticks)
    assert start.wrong == 12 and solved.wrong == 0
    grid = next(view for view in LAB.views if view.name == "grid")
    assert "RPO 20 to 25 min" in grid.render(solved, {}) and "RPO" not in grid.render(start, {}).split("<table")[1]
    mission = LAB.missions[0]
    assert all(check.met(solved) for check in mission.checks)
    assert not all(check.met(start) for check in mission.checks)


def test_a_month_has_a_par_and_the_start_does_not_meet_it():
    mission = LAB.missions[1]
    start = LAB.compute(LAB.state(given=mission.setup))
    assert not all(check.met(start) for check in mission.checks)
    assert 0 < mission.par() < mission.score(start)


def test_the_calendar_counts_only_what_still_keeps_a_point():
    """The retention of 180 days, 12 weeks, 60 months (26 or 27 since January 2024), 10 years."""
    found = {kind: len(points) for kind, points in labs.protection_result().points.by_rule.items()}
    assert found == {"snapshot": 5, "daily": 180, "weekly": 12, "monthly": 27, "yearly": 3}


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "V1", "frequency": "Hourly"},
        {"type": "V1", "snapshot_days": 7},
        {"frequency": "Hourly", "every_h": "4", "snapshot_days": 22},
        {"vault": "ZoneRedundant", "cross_region": True},
        {"daily_days": 0, "weekly_weeks": 0, "monthly_months": 0, "yearly_years": 0},
    ],
)
def test_what_azure_refuses_is_refused(wrong):
    with pytest.raises(InvalidInputError):
        labs.protection_result(**wrong)


def test_the_lab_tells_the_portal_from_newer_tools():
    standard = {"type": "V1", "trusted_launch": True}
    assert not labs.protection_result(**standard).restore.way("new VM").possible
    assert "REST 2025-01-01" in labs.protection_result(**standard).restore.because
    assert labs.protection_result(**standard, set_by="tools").restore.way("new VM").possible
