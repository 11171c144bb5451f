"""What nbval does not see: a cell is compared only where it keeps a count and an output, and enough cells must be.

Each check takes a notebook and returns complaints; below, every check is shown a notebook that it must refuse.
"""

import re
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted(path for path in (ROOT / "notebooks").rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
CHECKED = "nbval-check-output"
ENOUGH = 8
EXAM = "14-"
LONGEST_CELL = 12
COMPARABLE = {
    "text/plain",
    "text/html",
    "text/markdown",
    "text/vnd.mermaid",
    "image/svg+xml",  # left out of the comparison by tests/nbval.cfg
    "application/vnd.jupyter.widget-view+json",  # left out by nbval itself
}
FOLDERS = "home|root|tmp|var|opt|usr|mnt|srv|private|Users|Volumes|workspaces"
HERE = "|".join(re.escape(str(path)) for path in (ROOT, Path.home(), Path(sys.prefix)) if len(str(path)) > 3)
MACHINE = re.compile(rf"(?<![\w.])(?:/(?:{FOLDERS})/|[A-Za-z]:\\|{HERE})|\bat 0x[0-9a-f]{{6,}}")


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tags(cell):
    return cell.metadata.get("tags", [])


def checked_cells(notebook):
    return [cell for cell in code_cells(notebook) if CHECKED in tags(cell)]


def output_texts(cell):
    """Every piece of text that a cell's stored outputs hold."""
    for output in cell.outputs:
        yield from (str(value) for value in output.get("data", {}).values())
        yield str(output.get("text", ""))
        yield "\n".join(output.get("traceback", []))


def first_line(cell):
    return (cell.source.splitlines() or ["(empty)"])[0]


def uncompared(notebook):
    """Tagged cells that nbval passes over in silence: no count, or nothing to compare with."""
    return [
        first_line(cell) for cell in checked_cells(notebook) if cell.get("execution_count") is None or not cell.outputs
    ]


def too_few_compared(notebook):
    count = len(checked_cells(notebook))
    return [] if count >= ENOUGH else [f"{count} cells tagged {CHECKED}, {ENOUGH} are due"]


def wrong_kernel(notebook):
    """Without this very name JupyterLab asks which kernel to use, and a run without a person hangs."""
    name = notebook.metadata.get("kernelspec", {}).get("name")
    return [] if name == "python3" else [f"kernelspec {name!r}"]


def long_cells(notebook):
    return [first_line(cell) for cell in code_cells(notebook) if len(cell.source.splitlines()) > LONGEST_CELL]


def names_a_machine(notebook):
    return [
        found.group()
        for cell in code_cells(notebook)
        for text in output_texts(cell)
        for found in [MACHINE.search(text)]
        if found
    ]


def incomparable(notebook):
    """Tagged outputs of a kind that differs between machines or is too large to read in a diff."""
    return sorted(
        {
            mime
            for cell in checked_cells(notebook)
            for output in cell.outputs
            for mime in output.get("data", {})
            if mime not in COMPARABLE
        }
    )


def lets_off(notebook):
    """Cells that no run would report: skipped, or with markers in the code that learners would read."""
    return [
        first_line(cell)
        for cell in code_cells(notebook)
        if {"nbval-skip", "nbval-ignore-output"} & {*tags(cell)}
        or re.search(r"^\s*#\s*(NBVAL|PYTEST)_", cell.source, re.M)
    ]


def expects_errors(notebook):
    return [
        first_line(cell)
        for cell in code_cells(notebook)
        if {"nbval-raises-exception", "raises-exception"} & {*tags(cell)}
        or any(output.output_type == "error" for output in cell.outputs)
    ]


def leftovers(notebook):
    """What a session leaves behind: widget state with random ids, warnings on stderr."""
    said = ["widget state in the metadata"] if "widgets" in notebook.metadata else []
    return said + [
        first_line(cell)
        for cell in code_cells(notebook)
        if any(output.get("name") == "stderr" for output in cell.outputs)
    ]


EVERYWHERE = (uncompared, wrong_kernel, long_cells, names_a_machine, incomparable, lets_off, leftovers)


def read(path):
    return nbformat.read(path, as_version=4)


def ident(path):
    return path.relative_to(ROOT / "notebooks").as_posix()


@pytest.mark.parametrize("check", EVERYWHERE, ids=lambda check: check.__name__)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=ident)
def test_every_notebook(path, check):
    assert check(read(path)) == []


@pytest.mark.parametrize("path", [path for path in NOTEBOOKS if not path.name.startswith(EXAM)], ids=ident)
def test_enough_cells_are_compared(path):
    assert too_few_compared(read(path)) == []


@pytest.mark.parametrize("path", [path for path in NOTEBOOKS if path.parent.name == "notebooks"], ids=ident)
def test_a_chapter_runs_from_top_to_bottom_without_an_error(path):
    assert expects_errors(read(path)) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=ident)
def test_the_file_is_a_valid_notebook(path):
    nbformat.validate(read(path))


def test_every_answer_key_has_its_chapter():
    chapters = {path.name for path in NOTEBOOKS if path.parent.name == "notebooks"}
    assert {path.name for path in NOTEBOOKS if path.parent.name == "solutions"} <= chapters


def good_cell(text="4", count=1, **more):
    output = new_output("execute_result", data={"text/plain": text}, execution_count=count)
    return new_code_cell("2 + 2", execution_count=count, outputs=[output], metadata={"tags": [CHECKED]}, **more)


def notebook(*cells, **metadata):
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    return new_notebook(cells=[new_markdown_cell("# Words first"), *cells], metadata=kernel | metadata)


def spoilt(tag=None, source="2 + 2", output=None, data=None):
    cell = good_cell()
    cell.source = source
    cell.metadata.tags.extend([tag] if tag else [])
    cell.outputs = [output] if output else [new_output("display_data", data=data or {"text/plain": "4"})]
    return notebook(*[good_cell() for _ in range(ENOUGH - 1)], cell)


@pytest.mark.parametrize("check", [*EVERYWHERE, too_few_compared, expects_errors], ids=lambda check: check.__name__)
def test_a_good_notebook_passes(check):
    assert check(notebook(*[good_cell() for _ in range(ENOUGH)])) == []


@pytest.mark.parametrize(
    ("check", "bad"),
    [
        (uncompared, notebook(good_cell(count=None))),
        (uncompared, notebook(new_code_cell("1", execution_count=1, metadata={"tags": [CHECKED]}))),
        (too_few_compared, notebook(*[good_cell() for _ in range(ENOUGH - 1)])),
        (wrong_kernel, notebook(kernelspec={"name": "azstudy", "display_name": "azstudy"})),
        (wrong_kernel, new_notebook()),
        (long_cells, spoilt(source="x\n" * (LONGEST_CELL + 1))),
        (names_a_machine, spoilt(data={"text/plain": "/home/ada/azstudy-workbook"})),
        (names_a_machine, spoilt(data={"text/plain": "C:\\Users\\ada"})),
        (names_a_machine, spoilt(data={"text/plain": f"kept in {ROOT}/data"})),
        (names_a_machine, spoilt(data={"text/plain": "<Offer object at 0x7f901414b750>"})),
        (incomparable, spoilt(data={"application/vnd.plotly.v1+json": {}})),
        (incomparable, spoilt(data={"image/png": "iVBOR"})),
        (lets_off, spoilt("nbval-skip")),
        (lets_off, spoilt(source="# NBVAL_IGNORE_OUTPUT\n2 + 2")),
        (expects_errors, spoilt("raises-exception")),
        (expects_errors, spoilt(output=new_output("error", ename="X", evalue="", traceback=[]))),
        (leftovers, spoilt(output=new_output("stream", name="stderr", text="careful"))),
        (leftovers, notebook(widgets={"state": {}})),
    ],
)
def test_a_bad_notebook_is_refused(check, bad):
    assert check(bad) != []


@pytest.mark.parametrize("text", ["/subscriptions/1/resourceGroups/web", "0.23 USD/hour", "24/7", "ratio 1:4", "</td>"])
def test_what_looks_like_a_path_but_is_none(text):
    assert names_a_machine(spoilt(data={"text/plain": text})) == []
