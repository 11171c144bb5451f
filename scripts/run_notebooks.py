"""Run the chapters and answer keys, and keep of each only what is worth keeping.

    uv run python scripts/run_notebooks.py            # every notebook
    uv run python scripts/run_notebooks.py 02         # those with "02" in their name
    uv run python scripts/run_notebooks.py --check    # write nothing; exit code 1 where a file would change

Notebooks run on the bundled data, with a home of their own and no recording, as under `pytest`. A cell tagged
`nbval-check-output` keeps its count and its output, which pytest then compares; every other cell is emptied.
The same notebook on the same data gives the same bytes.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from azstudy import _jupyter

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
CHECKED = "nbval-check-output"
SECONDS_A_CELL = 60
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}
_CELL_METADATA = ("editable", "jupyter", "tags")


def tidy(notebook: NotebookNode) -> NotebookNode:
    """The notebook with the outputs of tagged cells only and our own metadata; cells keep their ids."""
    kept = nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": METADATA, "cells": []})
    for cell in notebook.cells:
        metadata = {name: cell.metadata[name] for name in _CELL_METADATA if cell.metadata.get(name)}
        entry = {"cell_type": cell.cell_type, "id": cell.id, "metadata": metadata, "source": cell.source}
        if cell.cell_type == "code":
            checked = CHECKED in metadata.get("tags", ())
            entry["execution_count"] = cell.get("execution_count") if checked else None
            entry["outputs"] = _outputs(cell) if checked else []
        kept.cells.append(nbformat.from_dict(entry))
    return kept


def _outputs(cell: NotebookNode) -> list[NotebookNode]:
    """The outputs, with what was printed in several goes put together again."""
    kept: list[NotebookNode] = []
    for output in cell.get("outputs", []):
        before = kept[-1] if kept else {}
        if output.output_type == "stream" and before.get("name") == output.name:
            kept[-1] = nbformat.from_dict({**before, "text": before["text"] + output.text})
        else:
            kept.append(output)
    return kept


@contextlib.contextmanager
def learners_world() -> Iterator[None]:
    """Bundled data, no recording, nobody's own folder, and this Python as the kernel."""
    with tempfile.TemporaryDirectory(prefix="azstudy-notebooks-") as home, _jupyter.environment() as environment:
        before = dict(os.environ)
        os.environ.update(
            environment,
            AZSTUDY_HOME=home,
            AZSTUDY_DATA="bundled",
            AZSTUDY_RECORD="off",
            IPYTHONDIR=str(Path(home, "ipython")),
        )
        for name in ("AZSTUDY_REFRESH_URL", "FORCE_COLOR", "NO_COLOR", "COLUMNS"):
            os.environ.pop(name, None)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


def rewritten(path: Path) -> str:
    """The text of the notebook after a fresh run.

    Raises:
        CellExecutionError: Where a cell fails.
    """
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, timeout=SECONDS_A_CELL, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    )
    client.execute()
    done = tidy(notebook)
    nbformat.validate(done)
    return nbformat.writes(done) + "\n"


def find(wanted: Sequence[str]) -> list[Path]:
    """The notebooks whose path below `notebooks/` has one of the `wanted` words, all where none is given."""
    paths = (path for path in sorted(NOTEBOOKS.rglob("*.ipynb")) if ".ipynb_checkpoints" not in path.parts)
    return [path for path in paths if not wanted or any(word in str(path.relative_to(NOTEBOOKS)) for word in wanted)]


def main(argv: Sequence[str] | None = None) -> int:
    """Run from the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description="Run the notebooks and keep the outputs that pytest compares.")
    parser.add_argument("wanted", nargs="*", help='part of a file name, such as "02"; every notebook by default')
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 where a file would change")
    options = parser.parse_args(argv)
    paths = find(options.wanted)
    if not paths:
        print(f"error: no notebook has {' or '.join(options.wanted)} in its name", file=sys.stderr)
        return 2
    bad = 0
    with learners_world():
        for path in paths:
            bad += _run(path, check=options.check)
    return min(bad, 1)


def _run(path: Path, *, check: bool) -> bool:
    """Run one notebook and say how it went; True where something is wrong."""
    started = time.perf_counter()
    try:
        text = rewritten(path)
    except CellExecutionError as error:
        print(f"{path.relative_to(NOTEBOOKS)}: a cell failed; the file stays as it was\n{error}", file=sys.stderr)
        return True
    same = path.read_text(encoding="utf-8") == text
    if not same and not check:
        path.write_text(text, encoding="utf-8", newline="\n")
    word = "as it was" if same else "would change" if check else "written"
    print(f"{path.relative_to(NOTEBOOKS)}: {word}, {time.perf_counter() - started:.1f} s")
    return check and not same


if __name__ == "__main__":
    sys.exit(main())
