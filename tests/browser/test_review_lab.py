"""The review lab in JupyterLab, as a learner uses it: see the findings, fix by form, predict, all with keys alone."""

import pytest
from browser.lab import notebook_file

from azstudy import labs

OPEN = 'from azstudy import labs\nlabs.review(predict=False, example="sql")'


@pytest.fixture
def reviewing(lab, open_notebook):
    """Call it with a cell to get a page where it has run."""

    def run(name, source):
        notebook_file(lab.folder / f"{name}.ipynb", source)
        page = open_notebook(f"{name}.ipynb")
        page.run_all()
        page.page.wait_for_selector(".azs-lab")
        page.page.wait_for_timeout(800)
        return page

    return run


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_looks_right_and_axe_finds_nothing(reviewing, theme):
    page = reviewing(f"review-{theme}", OPEN)
    page.theme(theme)
    assert page.axe() == []
    page.screenshot(f"review-{theme}", whole=True)
    assert page.errors() == [] and page.outside == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_prediction_shows_the_design_and_hides_its_findings(reviewing, theme):
    page = reviewing(f"review-predict-{theme}", "from azstudy import labs\nlabs.review()")
    page.theme(theme)
    assert page.page.locator(".azs-exhibit svg").count() == 1
    assert not page.page.locator(".azs-tools").is_visible()
    assert "size-01" not in page.outputs()
    assert page.axe() == []
    page.screenshot(f"review-predict-{theme}", whole=True)
