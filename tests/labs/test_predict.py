"""A guess is judged against what the model says; the usual wrong answer is recognised."""

import pytest

from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.labs._predict import Confidence, Misconception, Options, Order, Prediction, Quantity, Truth

PARTS = Options((("more", "It rises"), ("less", "It falls"), ("same", "No change")))
HOURS = Quantity(unit="hours", minimum=0, maximum=730, tolerance=40)


def ask(answer, truth, usual):
    return Prediction(
        id="p",
        title="t",
        question="q",
        setup={},
        answer=answer,
        truth=lambda state: Truth(answer=truth + state.get("shift", 0) if state else truth, because="so"),
        misconception=Misconception(answer=usual, name="m", text="x"),
    )


@pytest.mark.parametrize(
    ("guess", "right", "trapped"),
    [(430, True, False), ("395", True, False), (470, True, False), (471, False, False), (730, False, True)],
)
def test_a_number_is_right_within_its_tolerance(guess, right, trapped):
    outcome = ask(HOURS, 430.0, 730).judge(guess, "guess", {})
    assert (outcome.right, outcome.trapped) == (right, trapped)


@pytest.mark.parametrize(
    ("guess", "right", "trapped"),
    [("less", True, False), ("It falls", True, False), ("same", False, True), ("MORE", False, False)],
)
def test_a_choice_is_right_when_it_is_the_one(guess, right, trapped):
    outcome = ask(PARTS, "less", "same").judge(guess, Confidence.SURE, {})
    assert (outcome.right, outcome.trapped) == (right, trapped)
    assert outcome.sure_but_wrong is not right


def test_the_truth_follows_the_state():
    prediction = ask(HOURS, 430.0, 730)
    assert prediction.judge(500, "sure", {"shift": 70}).right
    assert not prediction.judge(500, "sure", {}).right


@pytest.mark.parametrize("guess", [None, "", "x", -1, 731, True, float("nan")])
def test_a_guess_that_is_no_number_in_range_is_refused(guess):
    with pytest.raises(InvalidInputError, match="from 0 to 730 hours"):
        ask(HOURS, 430.0, 730).judge(guess, "sure", {})


def test_a_guess_that_is_no_option_is_refused():
    with pytest.raises(UnknownNameError, match="Allowed: more, less, same"):
        ask(PARTS, "less", "same").judge("none", "sure", {})


def test_confidence_has_three_levels_and_no_others():
    assert [level.label for level in Confidence] == ["a guess", "fairly sure", "sure"]
    with pytest.raises(UnknownNameError, match="confidence"):
        ask(PARTS, "less", "same").judge("less", "absolutely", {})


@pytest.mark.parametrize(
    ("value", "said"), [(430.8, "431 hours"), (49.8, "49.8 hours"), (7, "7 hours"), (0, "0 hours")]
)
def test_a_number_is_said_with_its_unit(value, said):
    assert HOURS.say(value) == said


def test_an_order_is_typed_in_any_spelling():
    order = Order(count=3)
    assert order.parse(" 2,3; 1 ") == order.parse("2 3 1") == "2, 3, 1"
    assert order.same("2, 3, 1", "2, 3, 1")
    assert not order.same("2, 3, 1", "1, 2, 3")


@pytest.mark.parametrize("typed", ["", "2, 3", "2, 3, 1, 4", "two, three, one", "2, -3, 1", None])
def test_an_order_needs_its_numbers(typed):
    with pytest.raises(InvalidInputError, match="3 numbers in their order"):
        Order(count=3).parse(typed)
