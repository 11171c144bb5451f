"""The chapters in real JupyterLab, as a learner meets them: run from the top, answered with keys, light and dark."""

import nbformat
import pytest
from browser.lab import OUTPUT

import azstudy as az
from azstudy import _resources, workbook

CHAPTERS = [chapter.name for chapter in workbook.chapters()]
LABS = {
    "01-anatomy-of-a-vm": ("az.labs.review()", "Is this design legal?"),
    "02-sizing": ("az.labs.sizing()", "Size a virtual machine"),
    "03-disks": ("az.labs.disks()", "Disks and bursting"),
    "04-availability": ("az.labs.availability()", "Break it, and see what is left"),
    "05-paying-less": ("az.labs.commitments()", "Pay less for the same VMs"),
    "06-scale-sets": ("az.labs.placement()", "Place a scale set"),
    "07-autoscale": ("az.labs.autoscale()", "Let a scale set breathe"),
    "08-upgrades": ("az.labs.upgrade()", "Upgrade a running scale set"),
    "10-replication": ("az.labs.gallery()", "One image, many regions"),
    "11-maintenance": ("az.labs.maintenance()", "Who restarts when"),
    "12-backup": ("az.labs.protection()", "What can be brought back"),
}
MERMAID = ".jp-RenderedMermaid img"
FOCUS = "() => document.activeElement?.dataset?.focus ?? ''"
MOST_TABS = 60


@pytest.fixture(scope="module", params=CHAPTERS)
def chapter(request, lab, chromium):
    """A chapter of the copy with every cell run, and its cells."""
    page = chromium.open(lab, f"{request.param}.ipynb")
    page.name = request.param
    page.cells = nbformat.read(_resources.notebooks_dir() / f"{request.param}.ipynb", as_version=4).cells
    page.dialogs_at_first = page.dialogs()
    page.run_all()
    yield page
    page.close()


def at(page, source):
    """Where the cell with this source is, from 0."""
    return next(index for index, cell in enumerate(page.cells) if cell.source == source)


def quiz(page, chapter, role):
    """The quiz shown by the cell with this role."""
    return page.cell(at(page, f'az.practice("{chapter[:2]}", role="{role}")')).locator(".azq")


def test_it_opens_without_a_question_and_runs_without_an_error(chapter):
    assert chapter.dialogs_at_first == []
    assert chapter.errors() == []
    assert chapter.dialogs() == []
    assert chapter.console_errors == []


def test_every_cell_was_run(chapter):
    prompts = chapter.page.locator(".jp-CodeCell .jp-InputPrompt").all_text_contents()
    codes = [cell for cell in chapter.cells if cell.cell_type == "code"]
    assert [text.strip() for text in prompts] == [f"[{n + 1}]:" for n in range(len(codes))]


def test_nothing_leaves_the_machine(chapter):
    assert chapter.outside == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_the_outputs(chapter, theme):
    chapter.theme(theme)
    try:
        assert chapter.axe() == []
        assert chapter.screenshot(f"{chapter.name}-{theme}", whole=True).stat().st_size > 50_000
    finally:
        chapter.theme("light")


@pytest.mark.parametrize("role", ["pretest", "quiz"])
def test_the_questions_are_there(chapter, role):
    shown = quiz(chapter, chapter.name, role)
    assert shown.locator("h3").text_content().startswith("Question 1 of ")
    shown.scroll_into_view_if_needed()
    assert shown.get_by_role("button", name="Check").is_visible()


def test_the_lab_appears(chapter):
    if chapter.name not in LABS:
        assert not any("az.labs." in cell.source for cell in chapter.cells if cell.cell_type == "code")
        return
    source, title = LABS[chapter.name]
    shown = chapter.cell(at(chapter, source))
    shown.scroll_into_view_if_needed()
    assert shown.get_by_role("heading", name=title).is_visible()
    assert shown.get_by_role("button", name="Commit my prediction").is_visible()


def tab_until(page, wanted, start):
    """Press Tab from the cell at `start` until the quiz control `wanted` has the focus."""
    page.cell(start).locator(".jp-InputPrompt").click()
    for _ in range(MOST_TABS):
        page.page.keyboard.press("Tab")
        if page.page.evaluate(FOCUS) == wanted:
            return
    raise AssertionError(f"{MOST_TABS} times Tab did not reach {wanted}")


def tab_on(page, wanted):
    """Press Tab until the quiz control `wanted` has the focus."""
    for _ in range(MOST_TABS):
        if page.page.evaluate(FOCUS) == wanted:
            return
        page.page.keyboard.press("Tab")
    raise AssertionError(f"{MOST_TABS} times Tab did not reach {wanted}")


def test_a_question_is_answered_with_keys_alone(lab, open_notebook):
    page = open_notebook("02-sizing.ipynb")
    page.cells = nbformat.read(lab.folder / "02-sizing.ipynb", as_version=4).cells
    page.run_cell(at(page, "import azstudy as az"))
    where = at(page, 'az.practice("02", role="pretest")')
    page.run_cell(where)
    asked = quiz(page, "02", "pretest")
    count = page.page.locator(".jp-Cell").count()
    tab_until(page, "0-A", where)
    page.page.keyboard.press("ArrowDown")  # B
    page.page.keyboard.press("ArrowDown")  # C
    page.page.keyboard.press("ArrowUp")  # B again
    tab_on(page, "sure-1")
    page.page.keyboard.press("Space")
    page.page.keyboard.press("ArrowRight")  # fairly sure
    page.page.keyboard.press("Enter")
    page.page.wait_for_function("() => document.activeElement?.dataset?.focus === 'said'")
    verdict = az.check("sizing-01", "B")
    assert asked.locator(".azq-said").inner_text() == ("Right" if verdict.correct else "Wrong")
    words = asked.inner_text()
    assert all(part.why.split(". ")[0].replace("`", "") in words for part in verdict.parts)
    assert verdict.rule in words
    assert page.page.locator(".jp-Cell").count() == count  # JupyterLab's own keys (a, b, x) did not act
    tab_on(page, "next")
    page.page.keyboard.press("Enter")
    page.page.wait_for_function("() => document.querySelector('.azq h3').innerText.startsWith('Question 2')")
    assert page.errors() == []


def test_an_exercise_is_answered_in_its_cell(lab, open_notebook):
    page = open_notebook("02-sizing.ipynb")
    page.cells = nbformat.read(lab.folder / "02-sizing.ipynb", as_version=4).cells
    page.run_cell(at(page, "import azstudy as az"))
    where = at(page, 'az.check("sizing-07", ...)')
    page.run_cell(where)
    assert page.missing("not attempted", cell=where) == []
    page.cell(where).locator(".jp-InputArea-editor").click()
    page.page.keyboard.press("ControlOrMeta+a")
    page.page.keyboard.insert_text(f'az.check("sizing-07", {az.solution("sizing-07").answer})')
    page.page.keyboard.press("Shift+Enter")
    page.page.wait_for_timeout(200)
    page.wait_idle()
    assert page.missing("sizing-07: right", cell=where) == []
    assert page.missing(az.check("sizing-07", "8").rule, cell=where) == []


def said_in_outputs(page):
    """The words of all outputs; text_content, because far cells have no *inner* text."""
    return "\n".join(page.page.locator(OUTPUT).all_text_contents())


def test_what_is_to_be_predicted_appears_only_when_it_is_run(open_notebook):
    page = open_notebook("02-sizing.ipynb")
    third = az.find_sizes(vcpus=4, memory_gib=16, architecture="x64", top=5).offers[2]
    to_predict = [f"{az.size(third.size).uncached_mbps:4g} MB/s", "empty after", "cheaper from", "-4 "]
    assert page.missing("D4s_v5 does not fit") == []  # a worked example is there to be read
    before = said_in_outputs(page)
    assert [one for one in to_predict if one in before] == []
    page.run_all()
    assert page.missing(*to_predict) == []


def test_the_anatomy_keeps_its_outcomes_back_too(open_notebook):
    page = open_notebook("01-anatomy-of-a-vm.ipynb")
    pair = [az.price(name, os="windows")[0].usd_per_month for name in ("E8ads_v5", "E8-4ads_v5")]
    to_predict = [f"{pair[1]:.2f} USD Windows", "GiB local", "starts generation 2", "hours paid", "takes 4"]
    assert page.missing("What it is: 1 starts by BIOS") == []  # a fact that nobody has to predict
    before = said_in_outputs(page)
    assert [one for one in to_predict if one in before] == []
    assert page.page.locator(MERMAID).count() == 0
    page.run_all()
    assert page.missing(*to_predict) == []
    assert pair[0] == pair[1]


def test_maps_and_nouns_of_the_anatomy_are_drawn_and_named(chapter):
    if chapter.name != "01-anatomy-of-a-vm":
        assert chapter.page.locator(MERMAID).count() == 0
        return
    with chapter.whole():
        chapter.page.wait_for_function("where => document.querySelectorAll(where).length >= 5", arg=MERMAID)
        pictures = chapter.page.locator(MERMAID)
        heard = [pictures.nth(n).get_attribute("alt") for n in range(pictures.count())]
        assert heard == [
            "Diagram of Azure Virtual Machine",  # as the notes say
            "Diagram of Azure Virtual Machine",  # as it is today
            *("Diagram of tickets", "Diagram of web", "Diagram of ferry"),
        ]
        assert all(pictures.nth(n).bounding_box()["height"] > 100 for n in range(len(heard)))


def test_each_workload_answers_with_its_deciding_word_underlined(open_notebook):
    page = open_notebook("01-anatomy-of-a-vm.ipynb")
    cells = nbformat.read(_resources.notebooks_dir() / "01-anatomy-of-a-vm.ipynb", as_version=4).cells
    shown = page.cell(next(index for index, cell in enumerate(cells) if cell.id == "fork-answers"))
    shown.scroll_into_view_if_needed()
    folds = shown.locator("details")
    assert folds.count() == 8
    for n in range(8):
        word = folds.nth(n).locator("u").first
        assert not word.is_visible()
        folds.nth(n).locator("summary").focus()
        page.page.keyboard.press("Space")
        word.wait_for(state="visible")
        assert "underline" in word.evaluate("word => getComputedStyle(word).textDecorationLine")
        assert folds.nth(n).locator("strong").first.inner_text().endswith(".")  # the service
