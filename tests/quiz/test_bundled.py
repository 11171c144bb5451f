"""The questions that come with azstudy: every answer to every one, lint, proofs, and the page for their writers."""

import re
from pathlib import Path

import pytest
import yaml

from azstudy._resources import quizzes_dir
from azstudy.quiz import Bank, bundled, judge
from azstudy.quiz.checking import hint, practice_text, solution
from azstudy.quiz.lint import LEAST_ITEMS, LEAST_PRETEST, lint
from azstudy.quiz.markdown import to_html
from azstudy.quiz.parse import read_draft
from azstudy.quiz.proofs import prove
from azstudy.quiz.sitting import Sitting

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "quizzes").glob("*.yaml"))
ITEMS = [item for path in FILES for item in read_draft(path).chapter.items]

per_file = pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
per_item = pytest.mark.parametrize("item", ITEMS, ids=[item.id for item in ITEMS])


def test_there_are_questions():
    assert quizzes_dir() == ROOT / "quizzes"
    assert {"00", "02"} <= set(bundled().chapters())


def test_lint_is_clean():
    assert [str(problem) for problem in lint()] == []


@per_file
def test_a_chapter_is_whole(path):
    chapter = Bank(path.parent).chapter(path.stem)
    assert len(chapter.items) >= LEAST_ITEMS
    assert sum(item.role == "pretest" for item in chapter.items) >= LEAST_PRETEST


@per_item
def test_every_right_answer_is_right_and_every_wrong_one_gets_its_own_reason(item):
    samples = list(item.body.samples())
    assert [sample.right for sample in samples] == [True] + [False] * (len(samples) - 1)
    assert len(samples) >= 2
    for sample in samples:
        verdict = judge(item, sample.answer)
        assert verdict.correct is sample.right
        assert sample.why in verdict.because
        assert sample.why in verdict.as_text() or " ".join(sample.why.split()) in verdict.as_text()
        assert verdict.right
        assert verdict.rule == item.rule
        assert verdict.source == item.source
        assert bool(verdict.misconceptions) is not sample.right


@per_item
def test_empty_and_impossible_answers(item):
    assert judge(item, ...).state == "not_attempted"
    assert judge(item, object()).state == "invalid"
    assert judge(item, "no such answer").state == "invalid"


@per_item
def test_everything_shows(item):
    for n in range(1, len(item.hints) + 1):
        assert item.hints[n - 1].split()[0] in hint(item.id, n).as_markdown()
    shown = solution(item.id)
    assert judge(item, shown.answer).correct
    for text in (shown.as_markdown(), shown.as_text(), item.stem, item.rule):
        assert to_html(text)
    sitting = Sitting(title="x", items=(item,))
    for sample in item.body.samples():
        assert sitting.marked(judge(item, sample.answer), [sample.answer], None).view()["verdict"]["parts"]


@per_file
def test_the_text_twin_shows(path):
    text = practice_text(path.stem).as_text()
    assert len(re.findall(r"^az\.check\(", text, re.M)) == len(read_draft(path).chapter.items)


@pytest.mark.parametrize(
    ("item", "number"),
    [(item, number) for item in ITEMS for number in range(len(item.proofs))],
    ids=[f"{item.id}-{number}" for item in ITEMS for number in range(len(item.proofs))],
)
def test_the_models_confirm_what_the_question_says(item, number):
    proved = prove(item)[number]
    assert proved.ok, proved.problem


def test_the_examples_in_the_page_for_writers_are_good_questions(tmp_path):
    page = (ROOT / "docs" / "quiz-format.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", page, re.S)
    examples = [item for block in blocks[1:] for item in yaml.safe_load(block)]
    assert {item["kind"] for item in examples} == {"single", "multiple", "numeric"}
    head = {**yaml.safe_load(blocks[0]), "items": examples}
    path = tmp_path / "02-sizing.yaml"
    path.write_text(yaml.safe_dump(head, sort_keys=False), encoding="utf-8")
    assert [problem.message for problem in lint([path], proofs=True) if problem.level == "error"] == []
