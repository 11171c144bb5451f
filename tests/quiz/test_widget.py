"""The quiz in Jupyter, without a browser: what the page is given to draw and what its messages do."""

import json
import warnings

import pytest

from azstudy import progress
from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.quiz import judge, practice
from azstudy.quiz.sitting import Sitting


@pytest.fixture
def quiz(bank):
    with warnings.catch_warnings():  # ipywidgets meets no kernel here
        warnings.simplefilter("ignore", DeprecationWarning)
        yield practice("03", bank=bank)


def send(quiz, **message):
    quiz._handle_custom_msg(message, [])


def test_it_opens_on_the_first_question(quiz, document):
    view = quiz.view
    question = view["question"]
    assert (view["at"], view["count"], view["progress"]) == (0, 12, "0 of 12 answered, 0 right")
    assert view["title"] == "Quiz 03: Disks"
    assert question["stem"] == f"<p>{document['items'][0]['stem']}</p>"
    assert question["facts"] == "pretest · exam core · objective 4.1 · level 2 of 3"
    assert [choice["key"] for choice in question["fields"][0]["choices"]] == list("ABCD")
    assert (question["fields"][0]["control"], question["more_hints"], view["verdict"]) == ("one", 2, None)
    assert "Reason" not in json.dumps(view)  # nothing on the page gives the answer away before it is asked for


def test_the_view_is_plain_values_on_every_page(quiz):
    for at in range(13):
        send(quiz, do="go", at=at)
        assert json.loads(json.dumps(quiz.view)) == quiz.view
        assert (quiz.view["question"] is None) is (at == 12)


def test_an_answer_is_explained_by_itself(quiz):
    send(quiz, do="check", values=["D"], sure=3)
    verdict = quiz.view["verdict"]
    assert (verdict["state"], verdict["heading"]) == ("wrong", "Wrong")
    assert [(part["label"], part["right"], part["given"]) for part in verdict["parts"]] == [
        ("A", False, False),
        ("B", True, False),
        ("C", False, False),
        ("D", False, True),
    ]
    assert verdict["parts"][3]["why"] == "Reason D of 1."
    assert verdict["rule"] == "The smaller of two limits decides."
    assert verdict["source"] == {"title": "A page", "ref": "docs/page.md@0123abcd", "date": "2026-03-05"}
    assert quiz.view["progress"] == "1 of 12 answered, 0 right"


@pytest.mark.parametrize(
    ("at", "values", "state"),
    [(0, ["B"], "correct"), (1, [["A", "C"]], "correct"), (1, [["A", "B"]], "partly"), (2, ["140.16"], "correct")],
)
def test_every_kind_is_answered_by_the_values_of_its_form(quiz, at, values, state):
    send(quiz, do="go", at=at)
    send(quiz, do="check", values=values, sure=None)
    assert quiz.view["verdict"]["state"] == state


@pytest.mark.parametrize(
    ("at", "values", "says"),
    [
        (0, [""], "Nothing is chosen yet."),
        (1, [[]], "Nothing is chosen yet."),
        (1, [["A"]], "This question asks for 2 choices; you gave 1 (A)."),
        (2, ["much"], "'much' is not a number."),
    ],
)
def test_an_answer_that_is_none_is_sent_back_and_tells_nothing(quiz, at, values, says):
    send(quiz, do="go", at=at)
    send(quiz, do="check", values=values, sure=None)
    verdict = quiz.view["verdict"]
    assert not verdict["answered"]
    assert verdict["message"].startswith(says)
    assert verdict["parts"] == []
    assert quiz.view["progress"] == "0 of 12 answered, 0 right"
    assert quiz.view["question"]["values"] == values


def test_hints_come_one_by_one(quiz):
    for shown in (1, 2, 2):
        send(quiz, do="hint")
        assert (len(quiz.view["question"]["hints"]), quiz.view["question"]["more_hints"]) == (shown, 2 - shown)


def test_coming_back_shows_the_answer_given(quiz):
    send(quiz, do="check", values=["D"], sure=2)
    send(quiz, do="go", at=1)
    assert quiz.view["verdict"] is None
    send(quiz, do="go", at=0)
    assert quiz.view["verdict"]["state"] == "wrong"
    assert (quiz.view["question"]["values"], quiz.view["question"]["sure"]) == (["D"], 2)


def test_trying_again_keeps_the_first_result(quiz):
    send(quiz, do="check", values=["D"], sure=None)
    send(quiz, do="again")
    assert (quiz.view["verdict"], quiz.view["question"]["values"]) == (None, [])
    send(quiz, do="check", values=["B"], sure=None)
    assert quiz.view["verdict"]["state"] == "correct"
    assert quiz.view["progress"] == "1 of 12 answered, 0 right"
    send(quiz, do="go", at=12)
    assert [row["result"] for row in quiz.view["summary"][:2]] == ["wrong, then right", "not answered"]


def test_the_summary_has_every_question(quiz, document):
    send(quiz, do="go", at=99)
    assert quiz.view["at"] == 12
    assert [row["id"] for row in quiz.view["summary"]] == [item["id"] for item in document["items"]]
    send(quiz, do="check", values=["B"])
    send(quiz, do="hint")
    send(quiz, do="again")
    assert quiz.view["summary"] is not None
    send(quiz, do="go", at=-5)
    assert quiz.view["at"] == 0


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"do": "dance"},
        {"do": "go"},
        {"do": "go", "at": "1"},
        {"do": "check"},
        {"do": "check", "values": "B"},
        None,
        3,
    ],
)
def test_a_message_that_means_nothing_changes_nothing(quiz, message):
    before = quiz.view
    quiz._handle_custom_msg(message, [])
    assert quiz.view == before


@pytest.mark.parametrize("values", [[], [{}], [None], [["A", None]], [3], ["B", "C"], [[["B"]]]])
def test_values_no_form_would_send_are_never_a_crash(quiz, values):
    for at in (0, 1, 2):
        send(quiz, do="go", at=at)
        send(quiz, do="check", values=values, sure="x")
        assert quiz.view["verdict"] is not None


def test_answers_given_here_are_kept(quiz, tmp_path, monkeypatch):
    monkeypatch.setenv("AZSTUDY_RECORD", "on")
    monkeypatch.setenv("AZSTUDY_HOME", str(tmp_path / "home"))
    send(quiz, do="check", values=[""], sure=3)
    send(quiz, do="check", values=["D"], sure=3)
    assert [(one.item, one.answer, one.sure) for one in progress.history()] == [("disks-01", "D", 3)]


def test_text_with_html_in_it_reaches_the_page_as_text(file_of, document):
    from azstudy.quiz import Bank

    document["items"][0]["stem"] = "Which <script>alert(1)</script>?"
    document["items"][0]["options"][0]["text"] = "<img src=x onerror=alert(1)> first"
    bank = Bank(file_of(document).parent)
    item = bank.item("disks-01")
    sitting = Sitting(title="x", items=(item,)).marked(judge(item, "A"), ["A"], None)
    shown = json.dumps(sitting.view())
    assert "<script" not in shown
    assert "<img" not in shown


def test_a_pretest_alone_and_names_that_are_wrong(bank):
    quiz = practice("03", role="pretest", bank=bank)
    assert (quiz.view["title"], quiz.view["count"]) == ("Pretest 03: Disks", 3)
    with pytest.raises(UnknownNameError):
        practice("77", bank=bank)
    with pytest.raises(InvalidInputError):
        practice("03", role="final", bank=bank)


def test_where_widgets_do_not_show_there_is_a_line_of_text(quiz):
    bundle = quiz._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    assert data["text/plain"] == "Quiz 03: Disks, 12 questions; az.practice_text(…) shows them as text"
    assert repr(quiz) == data["text/plain"]


def test_the_page_brings_its_own_script_and_style_and_loads_nothing(quiz):
    for text in (quiz._esm, quiz._css):
        assert "http" not in text
        assert "import " not in text
        assert "@import" not in text
        assert "url(" not in text
