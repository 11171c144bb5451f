"""What docs/chapters.md promises of every chapter and its answer key, read from the files."""

import re
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

import azstudy as az
from azstudy import workbook
from azstudy.quiz.bank import bundled

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
CHAPTERS = workbook.chapters()
CHECKED = "nbval-check-output"
CHECK = re.compile(r'^az\.check\("([a-z0-9-]+)", (.+)\)$')
LONGEST_LINE = 110
LONGEST_PROSE = 2_600  # characters: about a screen, tables and links included


def cells(path):
    return nbformat.read(path, as_version=4).cells


def kind(found, wanted):
    return [cell for cell in found if cell.cell_type == wanted]


def tagged(cell):
    return CHECKED in cell.metadata.get("tags", [])


def checks(found):
    """(item id, answer as written) of every cell that is a call of `az.check`."""
    return [match.groups() for cell in kind(found, "code") if (match := CHECK.match(cell.source))]


@pytest.fixture(params=CHAPTERS, ids=lambda chapter: chapter.name)
def chapter(request):
    return request.param


@pytest.fixture
def page(chapter):
    return cells(NOTEBOOKS / chapter.file)


@pytest.fixture
def key(chapter):
    return cells(NOTEBOOKS / "solutions" / chapter.file)


def test_the_head_tells_time_objective_badge_and_what_is_needed(chapter, page):
    head = page[0].source
    assert head.startswith(f"# {chapter.number} ")
    assert re.search(r"\*\*Time\*\* \| \d+ minutes", head)
    for word in ("**Exam**", "**Badge**", "**You need**", "**When you have finished you can**"):
        assert word in head
    assert re.search(r"\*\*Badge\*\* \| (exam core|exam edge|job)\b", head)


def test_the_parts_are_there_in_order(chapter, page):
    text = "\n".join(cell.source for cell in page)
    number = chapter.number
    parts = [
        "import azstudy as az",
        f'az.practice("{number}", role="pretest")',
        f'az.practice("{number}", role="quiz")',
        "## Recap",
        "Names that changed",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert f'az.glossary("{number}")' in text
    if number != "00":
        assert text.index("In vSphere you know") < text.index('role="pretest"')


def test_every_exercise_shows_its_question_and_waits_for_one_literal(page):
    sources = [cell.source for cell in kind(page, "code")]
    assert len(checks(page)) >= 3
    for item, answer in checks(page):
        assert answer == "..."
        assert sources[sources.index(f'az.check("{item}", ...)') - 1] == f'az.question("{item}")'


def test_what_is_to_be_predicted_is_not_stored(page):
    asked = [
        after
        for before, after in pairwise(page)
        if re.search(r"\*\*(Predict|Now predict)\b", before.source) and after.cell_type == "code"
    ]
    assert len(asked) >= 1
    assert [cell.id for cell in asked if tagged(cell)] == []


def test_prose_comes_in_pieces(page):
    assert [cell.id for cell in kind(page, "markdown") if len(cell.source) > LONGEST_PROSE] == []


def test_code_can_be_read_without_scrolling_sideways(page):
    long = [cell.id for cell in kind(page, "code") for line in cell.source.splitlines() if len(line) > LONGEST_LINE]
    assert long == []


def test_links_lead_somewhere(chapter, page):
    text = "\n".join(cell.source for cell in kind(page, "markdown"))
    headings = {line.lstrip("# ").replace(" ", "-") for line in text.splitlines() if line.startswith("#")}
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert target[1:] in headings if target.startswith("#") else (NOTEBOOKS / target).is_file()


def test_the_key_answers_every_question_of_the_chapter(chapter, key):
    items = [item.id for item in bundled().chapter(chapter.number).items]
    assert sorted(item for item, _ in checks(key)) == sorted(items)


def test_every_answer_in_the_key_is_right_and_compared(key):
    for item, answer in checks(key):
        given = answer.strip('"') if answer.startswith('"') else float(answer)
        assert az.check(item, given).correct, item
    assert [cell.id for cell in kind(key, "code") if CHECK.match(cell.source) and not tagged(cell)] == []


def test_the_map_lists_every_chapter_there_is():
    listed = dict(
        re.findall(
            r"^\| (\d\d) \| \**([^|*]+?)\** \|",
            "\n".join(c.source for c in cells(NOTEBOOKS / "00-start-here.ipynb")),
            re.M,
        )
    )
    assert len(listed) == 15
    for chapter in CHAPTERS:
        assert cells(NOTEBOOKS / chapter.file)[0].source.startswith(f"# {chapter.number} {listed[chapter.number]}")
