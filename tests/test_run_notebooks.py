"""What scripts/run_notebooks.py keeps of a notebook, and that the notebooks here are as it leaves them."""

import importlib.util
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

ROOT = Path(__file__).resolve().parents[1]


def load_script():
    spec = importlib.util.spec_from_file_location("run_notebooks", ROOT / "scripts" / "run_notebooks.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


script = load_script()
NOTEBOOKS = script.find([])


def code(source, *, checked=False, outputs=(), count=3, metadata=None, **more):
    tags = {"tags": [script.CHECKED]} if checked else {}
    return new_code_cell(source, execution_count=count, outputs=list(outputs), metadata=tags | (metadata or {}), **more)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_holds_nothing_the_script_would_take_out(path):
    notebook = nbformat.read(path, as_version=4)
    assert nbformat.writes(script.tidy(notebook)) + "\n" == path.read_text(encoding="utf-8")


def test_only_tagged_cells_keep_count_and_output():
    four = new_output("execute_result", data={"text/plain": "4"}, execution_count=3)
    done = script.tidy(new_notebook(cells=[code("2 + 2", outputs=[four]), code("2 + 2", checked=True, outputs=[four])]))
    assert [cell.execution_count for cell in done.cells] == [None, 3]
    assert [len(cell.outputs) for cell in done.cells] == [0, 1]


def test_what_was_printed_in_several_goes_is_one_output():
    printed = [new_output("stream", name="stdout", text=text) for text in ("a\n", "b\n")]
    error = new_output("stream", name="stderr", text="careful\n")
    done = script.tidy(new_notebook(cells=[code("...", checked=True, outputs=[*printed, error])]))
    assert [(output.name, output.text) for output in done.cells[0].outputs] == [
        ("stdout", "a\nb\n"),
        ("stderr", "careful\n"),
    ]


def test_what_a_session_leaves_behind_goes():
    notebook = new_notebook(
        cells=[code("1", metadata={"trusted": True, "execution": {"iopub.status.idle": "2026-11-22"}})]
    )
    notebook.metadata["widgets"] = {"state": {}}
    notebook.metadata["kernelspec"] = {"name": "somebody", "display_name": "mine"}
    done = script.tidy(notebook)
    assert done.metadata == script.METADATA
    assert done.cells[0].metadata == {}


def test_cells_keep_their_ids():
    cells = [new_markdown_cell("one", id="story"), code("1", id="sum")]
    assert [cell.id for cell in script.tidy(new_notebook(cells=cells)).cells] == ["story", "sum"]


def test_tidying_twice_changes_nothing():
    once = script.tidy(new_notebook(cells=[new_markdown_cell("words"), code("print(1)", checked=True)]))
    assert nbformat.writes(script.tidy(once)) == nbformat.writes(once)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of notebooks of its own, in place of the real one."""
    monkeypatch.setattr(script, "NOTEBOOKS", tmp_path)
    return tmp_path


def write(path, *cells):
    nbformat.write(new_notebook(cells=list(cells)), path)


def test_a_run_writes_once_and_is_then_content(folder, capsys):
    write(folder / "01-a.ipynb", code("print(40 + 2)", checked=True, count=None))
    assert script.main(["--check"]) == 1
    assert script.main([]) == 0
    stored = nbformat.read(folder / "01-a.ipynb", as_version=4)
    assert stored.cells[0].outputs[0].text == "42\n"
    assert stored.cells[0].execution_count == 1
    assert script.main(["--check"]) == 0
    assert "as it was" in capsys.readouterr().out


def test_a_cell_that_fails_leaves_the_file_as_it_was(folder, capsys):
    write(folder / "01-a.ipynb", code("1 / 0", count=None))
    before = (folder / "01-a.ipynb").read_bytes()
    assert script.main([]) == 1
    assert (folder / "01-a.ipynb").read_bytes() == before
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_the_kernel_sees_bundled_data_and_records_nothing(folder):
    names = '"AZSTUDY_DATA", "AZSTUDY_RECORD"'
    write(folder / "01-a.ipynb", code(f"import os; print(*map(os.environ.get, ({names})))", checked=True, count=None))
    assert script.main([]) == 0
    assert nbformat.read(folder / "01-a.ipynb", as_version=4).cells[0].outputs[0].text == "bundled off\n"


def test_a_name_that_is_nowhere(folder, capsys):
    assert script.main(["99"]) == 2
    assert "99" in capsys.readouterr().err
