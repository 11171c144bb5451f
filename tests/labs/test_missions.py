"""A mission reports each check, and compares a score with par only once it is solved."""

import pytest

from azstudy.labs._missions import Check, Mission


def mission(par=10.0):
    return Mission(
        id="m",
        title="t",
        level=1,
        brief="b",
        checks=(
            Check("even", lambda n: n % 2 == 0),
            Check("over 5", lambda n: n > 5),
            Check("unknown", lambda n: n != 99 or None),
        ),
        score=float,
        par=lambda: par,
        unit="USD",
        hint="h",
        debrief="d",
    )


@pytest.mark.parametrize(
    ("result", "solved", "at_par", "words"),
    [
        (4, False, False, "2 of 3 checks hold."),
        (10, True, True, "Solved at par: 10.00 USD."),
        (8, True, True, "Solved at par"),
        (12, True, False, "Solved with 12.00 USD; par is 10.00."),
    ],
)
def test_a_report_says_where_the_learner_stands(result, solved, at_par, words):
    report = mission().report(result)
    assert (report.solved, report.at_par) == (solved, at_par)
    assert words in report.text


def test_a_check_that_cannot_be_told_does_not_hold():
    assert dict(mission().report(99).checks)["unknown"] is False


def test_without_a_par_a_mission_can_be_solved_all_the_same():
    report = mission(par=None).report(10)
    assert report.solved
    assert not report.at_par
    assert report.text == "Solved."
