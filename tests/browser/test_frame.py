"""The frame around every lab: a notebook opens without a question, a slider moves, nothing leaves the machine."""

import sys

from browser.lab import notebook_file

SLIDER = """
import ipywidgets as w
vcpus = w.IntSlider(value=4, min=1, max=16, description="vCPUs")
said = w.HTML()
w.interactive_output(lambda n: setattr(said, "value", f"{n} vCPUs, {4 * n} GiB"), {"n": vcpus})
w.VBox([vcpus, said])
"""
BAD = """
from IPython.display import HTML
HTML('<input type="text"><p style="color:#ddd;background:#fff">pale</p>' + "<p>words</p>" * 200)
"""
LAST = "HTML('<p style=\"color:#ddd;background:#fff\">pale and far below</p>')"
FETCH = 'from IPython.display import Javascript\nJavascript("fetch(\\"https://example.invalid/x\\").catch(() => 0)")'


def test_a_slider_moves_and_nothing_leaves_the_machine(lab, open_notebook):
    notebook_file(lab.folder / "frame.ipynb", "import sys; print(sys.executable)", SLIDER)
    page = open_notebook("frame.ipynb")
    assert page.dialogs() == []
    page.run_cell(0)
    assert page.outputs(0).strip() == sys.executable
    page.run_all()
    assert page.missing("4 vCPUs, 16 GiB", cell=1) == []
    assert page.slide("vCPUs", +3) == "7"
    assert page.missing("7 vCPUs, 28 GiB", cell=1) == []
    page.theme("dark")
    assert page.screenshot("frame-dark").stat().st_size > 10_000
    page.theme("light")
    assert page.errors() == []
    assert page.dialogs() == []
    assert page.outside == []


def test_the_harness_sees_what_it_is_there_to_see(lab, open_notebook):
    notebook_file(lab.folder / "broken.ipynb", BAD, FETCH, LAST, "1 / 0")
    page = open_notebook("broken.ipynb")
    page.run_all()
    found = page.axe()
    assert [line.split()[0] for line in found if "<input" in line] == ["label"]
    assert [line.split()[0] for line in found if ">pale" in line] == ["color-contrast"] * 2
    assert page.outside == ["https://example.invalid/x"]
    assert any("ZeroDivisionError" in text for text in page.errors())
