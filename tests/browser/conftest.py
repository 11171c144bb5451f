"""Browser tests run where there is a Chromium; AZSTUDY_REQUIRE_BROWSER=1 makes its absence a failure."""

import importlib.util
import os
import shutil

import pytest
from browser import lab as harness


def missing():
    """What keeps browser tests from running; empty where nothing does."""
    for package in ("playwright", "axe_playwright_python"):
        if importlib.util.find_spec(package) is None:
            return f"the package {package} is not installed (uv run --group browser pytest)"
    named = os.environ.get("CHROMIUM")
    if named and not shutil.which(named):
        return f"CHROMIUM names {named}, which is no program"
    if harness.find_chromium() is None:
        return "no Chromium was found: install one, or name it with the environment variable CHROMIUM"
    return ""


@pytest.fixture(scope="module")
def chromium():
    """One browser for the tests of a file.

    Not for the whole session: while Playwright runs, no other test may use an event loop.
    """
    reason = missing()
    if reason and os.environ.get("AZSTUDY_REQUIRE_BROWSER") == "1":
        pytest.fail(f"AZSTUDY_REQUIRE_BROWSER=1, but {reason}.", pytrace=False)
    if reason:
        pytest.skip(f"No browser test: {reason}.")
    with harness.Chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def lab(chromium, tmp_path_factory):
    """One running `azstudy lab` on a fresh copy, for the tests of a file."""
    with harness.Lab(tmp_path_factory.mktemp("learner") / "azstudy-workbook") as running:
        yield running


@pytest.fixture
def open_notebook(lab, chromium):
    """Call it with a path in the copy to get a NotebookPage; pages are closed when the test ends."""
    pages = []

    def open_one(path):
        pages.append(chromium.open(lab, path))
        return pages[-1]

    yield open_one
    for page in pages:
        page.close()


@pytest.fixture
def open_lab(lab, open_notebook):
    """Call it with a name and a cell to get a page where the cell has run and its lab is drawn."""

    def run(name, source):
        harness.notebook_file(lab.folder / f"{name}.ipynb", source)
        page = open_notebook(f"{name}.ipynb")
        page.run_all()
        page.page.wait_for_selector(".azs-lab")
        page.wait_idle()
        return page

    return run
