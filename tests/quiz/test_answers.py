"""Answers as people type them: whatever the spelling, one meaning; and never a crash."""

import math
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azstudy.errors import QuizError
from azstudy.quiz.kinds import NearMiss, Numeric, SingleChoice
from azstudy.quiz.kinds.choice import letters
from azstudy.quiz.kinds.numeric import Tolerance, number, plain

KEYS = "ABCDE"
subsets = st.sets(st.sampled_from(KEYS), min_size=1)
separators = st.sampled_from(["", " ", ",", ", ", "; ", "/", " & ", " + ", " and ", "\n"])
finite = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12)


def outcome(function, *arguments):
    try:
        return function(*arguments), None
    except QuizError as error:
        return None, str(error)


@given(subsets, separators, st.booleans(), st.randoms())
def test_letters_mean_the_same_in_any_order_case_and_spelling(chosen, separator, lower, random):
    order = sorted(chosen)
    random.shuffle(order)
    text = separator.join(order)
    expected = tuple(sorted(chosen))
    assert letters(text.lower() if lower else text, KEYS) == expected
    assert letters(f" ({text}) ", KEYS) == expected
    assert letters(order, KEYS) == letters(tuple(order), KEYS) == letters(chosen, KEYS) == expected
    assert letters([*order, *order], KEYS) == expected


@given(st.text())
def test_any_text_is_letters_or_one_clear_error(text):
    found, error = outcome(letters, text, "ABC")
    assert set(found or "") <= set("ABC")
    assert error is None or "Answer with A, B or C." in error


@given(finite.map(lambda value: round(value, 3)))
def test_a_number_is_read_as_it_is_written(value):
    for text in (repr(value), f"{value:,.3f}", f"{value:.3f}", f" {value:.3f} USD ", f"{value:_.3f}", plain(value)):
        assert number(text, "USD per month") == pytest.approx(value, rel=1e-12, abs=1e-6)
    assert number(value) == value


@given(st.one_of(st.text(), st.text(string.digits + ",. eE+-_'%$", max_size=12)))
def test_any_text_is_a_finite_number_or_one_clear_error(text):
    found, error = outcome(number, text, "USD")
    assert (found is None) is bool(error)
    assert found is None or math.isfinite(found)


@pytest.mark.parametrize("text", ["1,25", "12,5", "1,2345", "12,50 USD", "0,5"])
def test_a_comma_for_a_fraction_is_never_taken_for_thousands(text):
    with pytest.raises(QuizError, match="can be read in two ways"):
        number(text, "USD")


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1,250", "", 1250),
        ("1,250,000.5", "", 1250000.5),
        ("−5", "", -5),
        ("50%", "% of the pool", 50),
        ("50 %", "%", 50),
        ("3 instances", "instances", 3),
        ("1 instance", "instances", 1),
        (".5", "", 0.5),
        ("12.", "", 12),
        ("1'000", "", 1000),
        ("2e3", "", 2000),
    ],
)
def test_spellings_of_a_number(text, unit, value):
    assert number(text, unit) == value


@pytest.mark.parametrize(
    "text", ["12 MB", "12 GiB/s", "twelve", "1.2.3", "0x10", "1 2", "12 instances more", "--3", "½"]
)
def test_what_is_no_number_in_the_unit(text):
    with pytest.raises(QuizError, match="is not a number"):
        number(text, "MB/s")


@given(finite, st.floats(0, 1e6), st.booleans(), st.floats(-1.5, 1.5))
def test_a_tolerance_covers_exactly_its_range(value, amount, percent, share):
    tolerance = Tolerance(min(amount, 100) if percent else amount, percent=percent)
    low, high = tolerance.around(value)
    room = (high - low) / 2
    given_number = value + share * room
    if abs(share) < 0.999:
        assert tolerance.covers(value, given_number)
    if abs(share) > 1.001 and room > 1e-6 * max(abs(value), 1):
        assert not tolerance.covers(value, given_number)


def test_arithmetic_on_binary_fractions_is_forgiven():
    assert Tolerance(0).covers(0.3, 0.1 + 0.2)
    assert not Tolerance(0).covers(0.3, 0.3001)
    assert Tolerance(0.1).covers(0.3, 0.4)


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
def test_a_whole_number_without_tolerance_must_be_met(answer, given_number):
    miss = NearMiss(value=answer + 0.5, tolerance=Tolerance(0), why="half", misconception="half")
    kind = Numeric(answer=float(answer), tolerance=Tolerance(0), unit="VMs", why="so", near_misses=(miss,))
    assert kind.mark(kind.read(given_number)).points == float(answer == given_number)


def test_every_kind_explains_each_part_of_any_answer(bank):
    for item in bank.chapter("03").items:
        for sample in item.body.samples():
            marks = item.body.mark(item.body.read(sample.answer))
            told = [part for part in marks.parts if part.given]
            assert told
            assert sample.why in [part.why for part in told]
            assert (marks.points == marks.out_of) is sample.right
            assert {part.label for part in marks.parts} >= {part.label for part in item.body.parts()}


def test_a_new_kind_is_one_class(file_of, document):
    """The registry is open: register a class, write an item, and bank, check and text work."""
    from typing import ClassVar

    import attrs

    from azstudy.quiz import Bank, check, practice_text
    from azstudy.quiz.kinds import KINDS, register

    before = dict(KINDS)
    try:

        @register
        @attrs.frozen(kw_only=True)
        class Verdicts(SingleChoice):
            name: ClassVar[str] = "true-false"

        document["items"][0]["kind"] = "true-false"
        bank = Bank(file_of(document).parent)
        assert check("disks-01", "B", bank=bank).correct
        assert "disks-01" in repr(practice_text("03", bank=bank))
    finally:
        KINDS.clear()
        KINDS.update(before)
