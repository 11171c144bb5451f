"""az.check, az.hint, az.solution and az.practice_text on every kind: right, wrong, empty, impossible."""

import subprocess
import sys
import warnings

import pytest

from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.quiz import check, hint, judge, practice_text, solution
from azstudy.quiz.shown import Shown

SINGLE, MULTIPLE, NUMERIC = "disks-01", "disks-02", "disks-03"  # right: B; A and C; 140.16 USD per month +-1 %


@pytest.mark.parametrize("answer", ["B", "b", " b ", "(B)", "B.", ["B"], ("b",), "B, B"])
def test_single_right(bank, answer):
    verdict = check(SINGLE, answer, bank=bank)
    assert (verdict.state, verdict.correct, verdict.score, verdict.given) == ("correct", True, 1.0, "B")
    assert verdict.because == verdict.right == "Reason B of 1."
    assert verdict.rule == "The smaller of two limits decides."
    assert (verdict.source.title, verdict.source.date) == ("A page", "2026-03-05")
    assert verdict.misconceptions == ()


def test_single_wrong_says_why_this_one_and_why_the_right_one(bank):
    verdict = check(SINGLE, "D", bank=bank)
    assert (verdict.state, verdict.correct, verdict.score) == ("wrong", False, 0.0)
    assert verdict.because == "Reason D of 1."
    assert verdict.right == "Reason B of 1."
    assert verdict.misconceptions == ("thought-d",)
    assert [part.label for part in verdict.parts] == ["A", "B", "C", "D"]


@pytest.mark.parametrize("answer", ["AC", "ca", ["A", "C"], ["c", "a"], {"A", "C"}, "A, C", "A and C", "a;c", "A/C"])
def test_multiple_right_in_any_order_and_spelling(bank, answer):
    verdict = check(MULTIPLE, answer, bank=bank)
    assert (verdict.state, verdict.points, verdict.out_of, verdict.given) == ("correct", 2, 2, "A, C")
    assert verdict.because == "A: Reason A of 2.\nC: Reason C of 2."


@pytest.mark.parametrize(("answer", "state", "points"), [("AB", "partly", 1), ("CD", "partly", 1), ("BD", "wrong", 0)])
def test_multiple_gives_a_point_for_each_right_choice(bank, answer, state, points):
    verdict = check(MULTIPLE, answer, bank=bank)
    assert (verdict.state, verdict.points, verdict.score) == (state, points, points / 2)
    assert not verdict.correct


@pytest.mark.parametrize(("answer", "given"), [("A", "1 (A)"), ("ABC", "3 (A, B, C)"), ("ABCD", "4 (A, B, C, D)")])
def test_multiple_with_another_number_of_choices_is_sent_back(bank, answer, given):
    verdict = check(MULTIPLE, answer, bank=bank)
    assert (verdict.state, verdict.score) == ("invalid", 0.0)
    assert verdict.because == f"This question asks for 2 choices; you gave {given}."
    assert verdict.right == ""  # a slip of counting must not give the answer away
    assert "Reason" not in repr(verdict) + verdict.as_markdown()


@pytest.mark.parametrize(
    ("answer", "state", "points"),
    [("AC", "correct", 2), ("A", "partly", 1), ("ABC", "partly", 1), ("AB", "wrong", 0), ("ABCD", "wrong", 0)],
)
def test_choose_any_takes_a_point_for_each_wrong_choice(document, file_of, answer, state, points):
    from azstudy.quiz import Bank

    document["items"][1]["choose"] = "any"
    verdict = check(MULTIPLE, answer, bank=Bank(file_of(document).parent))
    assert (verdict.state, verdict.points) == (state, points)


@pytest.mark.parametrize(
    "answer",
    [140.16, "140.16", "141.5", 138.8, "$140.16", "140.16 USD", "140.16 usd per month", 141, "+140", "1.4016e2"],
)
def test_numeric_right_within_the_tolerance(bank, answer):
    verdict = check(NUMERIC, answer, bank=bank)
    assert verdict.correct
    assert verdict.because == verdict.right == "0.192 x 730 = 140.16 (3)."


@pytest.mark.parametrize("answer", ["1,682", "1 682", "1_682", 1682, 1677, 1687.0])
def test_numeric_near_miss_is_told_its_mistake(bank, answer):
    verdict = check(NUMERIC, answer, bank=bank)
    assert (verdict.state, verdict.because, verdict.misconceptions) == ("wrong", "That is a year.", ("year-for-month",))
    assert verdict.right == "0.192 x 730 = 140.16 (3)."


@pytest.mark.parametrize(("answer", "because"), [(138.7, "Too low."), (141.6, "Too high."), (-140.16, "Too low.")])
def test_numeric_outside_every_range(bank, answer, because):
    verdict = check(NUMERIC, answer, bank=bank)
    assert (verdict.state, verdict.because) == ("wrong", because)


@pytest.mark.parametrize("item", [SINGLE, MULTIPLE, NUMERIC])
@pytest.mark.parametrize("answer", [..., None, "", "  ", "...", "…", [], [...], ["", " "]])
def test_an_empty_answer_is_not_attempted(bank, item, answer):
    verdict = check(item, answer, bank=bank)
    assert (verdict.state, verdict.correct, verdict.score) == ("not_attempted", False, 0.0)
    assert f'az.check("{item}", ' in verdict.because
    assert "Reason" not in repr(verdict) + verdict.as_markdown()


def test_without_an_answer_it_is_not_attempted(bank):
    assert check(SINGLE, bank=bank).state == "not_attempted"


@pytest.mark.parametrize(
    ("item", "answer", "says"),
    [
        (SINGLE, "Z", "'Z' is not one of the options. Answer with A, B, C or D."),
        (SINGLE, "AZ", "'AZ' is not one of the options. Answer with A, B, C or D."),
        (SINGLE, 2, "2 is not one of the options. Answer with A, B, C or D."),
        (SINGLE, True, "True is not one of the options. Answer with A, B, C or D."),
        (SINGLE, "A and C", "This question takes 1 choice; you gave 2 (A, C). Answer with A, B, C or D."),
        (SINGLE, ", ,", "This question takes 1 choice; you gave none. Answer with A, B, C or D."),
        (MULTIPLE, ["A", 3], "3 is not one of the options. Answer with A, B, C or D."),
        (NUMERIC, "much", "'much' is not a number. Answer with a number in USD per month, such as 12 or 12.5."),
        (NUMERIC, "140 EUR", "'140 EUR' is not a number in USD per month. Answer with a number in USD per month,"),
        (NUMERIC, "140,16", "'140,16' can be read in two ways. Write a fraction with a point: 12.5."),
        (NUMERIC, True, "True is not a number."),
        (NUMERIC, float("nan"), "nan is not a finite number."),
        (NUMERIC, 10**400, "is not a finite number."),
        (NUMERIC, "1e999", "'1e999' is not a finite number."),
        (NUMERIC, [1, 2], "[1, 2] is not a number."),
        (NUMERIC, object, "is not a number."),
    ],
)
def test_an_answer_the_question_cannot_take_is_told_what_is_allowed(bank, item, answer, says):
    verdict = check(item, answer, bank=bank)
    assert (verdict.state, verdict.correct, verdict.score, verdict.right) == ("invalid", False, 0.0, "")
    assert says in verdict.because
    assert "Reason" not in repr(verdict)


def test_numbers_of_other_libraries_are_numbers(bank):
    from decimal import Decimal
    from fractions import Fraction

    import numpy as np

    for answer in (Decimal("140.16"), Fraction(14016, 100), np.float64(140.16), np.float32(140.16), np.int64(141)):
        assert check(NUMERIC, answer, bank=bank).correct


def test_an_unknown_question_suggests_the_nearest(bank):
    with pytest.raises(UnknownNameError, match=r"Unknown question 'disk-03'\. Did you mean disks-03"):
        check("disk-03", "A", bank=bank)
    with pytest.raises(UnknownNameError, match=r"Unknown question 'disks-99'.*disks-01 to disks-12 exist\."):
        check("disks-99", "A", bank=bank)


def test_the_id_is_forgiven_its_case(bank):
    assert check(" DISKS-01 ", "B", bank=bank).correct


@pytest.mark.parametrize("sure", [0, 4, "very", True, 2.5])
def test_an_unknown_confidence_is_refused_with_the_allowed_words(bank, sure):
    with pytest.raises(InvalidInputError, match=r"Allowed: 1 or 'guess', 2 or 'fairly sure', 3 or 'certain'\."):
        check(SINGLE, "B", sure=sure, bank=bank)


def test_a_verdict_shows_itself_as_short_text_and_as_markdown(bank):
    verdict = check(SINGLE, "D", bank=bank)
    assert repr(verdict) == (
        "disks-01: wrong\n"
        "  B (right): Reason B of 1.\n"
        "  D (wrong, your answer): Reason D of 1.\n"
        "Rule: The smaller of two limits decides.\n"
        "Source: A page (2026-03-05)"
    )
    bundle = verdict._repr_mimebundle_()
    assert bundle["text/plain"] == repr(verdict)
    for reason in "ABCD":  # the Markdown explains every option
        assert f"Reason {reason} of 1." in bundle["text/markdown"]
    assert "docs/page.md@0123abcd" in bundle["text/markdown"]


def test_what_was_typed_cannot_bring_html_into_the_notebook(bank):
    shown = check(SINGLE, "<img src=x onerror=alert(1)>", bank=bank).as_markdown()
    assert "<img" not in shown
    assert "&lt;img" in shown


def test_hints_come_one_by_one(bank):
    assert repr(hint(SINGLE, bank=bank)) == "disks-01, hint 1 of 2: Think of the limits."
    assert hint(SINGLE, 2, bank=bank).text == "Think of the smaller one."
    for n in (0, 3, "1", True):
        with pytest.raises(InvalidInputError, match=r"disks-01 has 2 hints, n=1 to n=2; n=.* was given"):
            hint(SINGLE, n, bank=bank)


@pytest.mark.parametrize(("item", "answer"), [(SINGLE, "B"), (MULTIPLE, "A, C"), (NUMERIC, "140.16")])
def test_a_solution_explains_every_option_and_is_itself_right(bank, item, answer):
    found = solution(item, bank=bank)
    assert found.answer == answer
    assert check(item, found.answer, bank=bank).correct
    for part in found.parts:
        assert part.why in repr(found)
        assert part.why in found.as_markdown()
    assert "The smaller of two limits decides." in repr(found)
    assert "A page (2026-03-05)" in repr(found)


def test_the_text_twin_shows_every_question_and_how_to_answer(bank, document):
    text = repr(practice_text("03", bank=bank))
    for item in document["items"]:
        assert item["stem"] in text
        assert f'az.check("{item["id"]}", ...)' in text
        for option in item.get("options", ()):
            assert f"  {option['key']}. {option['text']}" in text
            assert option["why"] not in text  # it asks, it does not tell
    assert "Choose 2." in text
    assert "Give a number in USD per month, to within 1 %." in text
    assert text == repr(practice_text(3, bank=bank)) == repr(practice_text("disks", bank=bank))


def test_the_text_twin_of_the_pretest_alone(bank):
    assert [item.id for item in practice_text("03", role="pretest", bank=bank).items] == [
        "disks-01",
        "disks-05",
        "disks-09",
    ]
    with pytest.raises(InvalidInputError, match=r"'exam' is not a role of a question\. Allowed: pretest, quiz\."):
        practice_text("03", role="exam", bank=bank)
    with pytest.raises(UnknownNameError, match=r"Unknown chapter '07'\. There are questions for: 03-disks\."):
        practice_text("07", bank=bank)


def test_judging_is_pure(bank, tmp_path, monkeypatch):
    monkeypatch.setenv("AZSTUDY_RECORD", "on")
    monkeypatch.setenv("AZSTUDY_HOME", str(tmp_path / "nobody"))
    item = bank.item(SINGLE)
    assert judge(item, "B") == judge(item, "B")
    assert not (tmp_path / "nobody").exists()


def test_every_shown_value_is_stable(bank):
    for make in (
        lambda: check(SINGLE, "A", bank=bank),
        lambda: hint(SINGLE, bank=bank),
        lambda: solution(NUMERIC, bank=bank),
        lambda: practice_text("03", bank=bank),
    ):
        first, second = make(), make()
        assert isinstance(first, Shown)
        assert first._repr_mimebundle_() == second._repr_mimebundle_()
        assert "0x" not in repr(first)


def test_checking_warns_of_nothing(bank):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check(SINGLE, "A", bank=bank)


def test_importing_the_quiz_loads_nothing_heavy():
    heavy = {"jsonschema", "ipywidgets", "anywidget", "pandas", "numpy", "mistune", "sqlite3", "traitlets", "IPython"}
    code = f"import azstudy.quiz, sys; print(*sorted({heavy!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
