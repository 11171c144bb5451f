"""Imports point one way, nothing heavy loads early, and no module or function grows out of hand (docs/DESIGN.md)."""

import ast
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "azstudy"
LAYERS = [
    {"errors"},
    {"_resources", "_lazy"},
    {"model"},
    {"rules"},
    {"catalog", "cost", "loads", "progress"},
    {"simulate"},
    {"plan"},
    {"topology", "charts"},
    {"quiz", "labs"},
    {"_jupyter", "workbook", "health"},
    {"cli", "azstudy", "__main__"},
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
LIGHT = ("model", "rules", "catalog", "topology", "quiz")
HEAVY = {"numpy", "pandas", "ipywidgets", "anywidget", "plotly", "httpx", "networkx", "scipy", "jupyterlab", "IPython"}
MODULE_LINES, FUNCTION_LINES = 400, 50

MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_bundle" not in path.parts)


def dotted(path):
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def part_of(module):
    """The part of azstudy a module belongs to: `azstudy.catalog.sheets` -> `catalog`; the face is `azstudy`."""
    return module.split(".")[1] if "." in module else module


def imported(tree, module, *, is_package):
    """Every module that `tree` imports, wherever in the file; relative imports made absolute."""
    package = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                # `from azstudy import catalog` means the part, not the face
                yield (f"{origin}.{alias.name}" if origin == "azstudy" else origin), node


def loaded_at_import(tree):
    """The statements of `tree` that run when the module is imported, without those only for type checkers."""
    pending = list(tree.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            pending.extend(node.orelse)
            continue
        yield node
        pending.extend(ast.iter_child_nodes(node))


TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}


def arrows():
    """(from part, to part) -> the places that say so."""
    found = defaultdict(list)
    for path, tree in TREES.items():
        module = dotted(path)
        for name, node in imported(tree, module, is_package=path.name == "__init__.py"):
            # the version is a constant that anyone may ask for
            if (name == "azstudy" or name.startswith("azstudy.")) and name != "azstudy.__version__":
                target = part_of(name) if part_of(name) in RANK or (PACKAGE / part_of(name)).exists() else "azstudy"
                if target != part_of(module):
                    found[part_of(module), target].append(f"{path.relative_to(PACKAGE.parent)}:{node.lineno}")
    return found


def test_every_part_has_a_place():
    parts = {part_of(dotted(path)) for path in MODULES}
    assert parts <= RANK.keys(), f"Give {sorted(parts - RANK.keys())} a place in LAYERS and in docs/DESIGN.md."


def test_no_arrow_runs_back():
    backwards = {
        f"{origin} -> {target}": places for (origin, target), places in arrows().items() if RANK[target] > RANK[origin]
    }
    assert backwards == {}


def test_parts_of_one_layer_do_not_go_in_circles():
    found = arrows()
    both_ways = sorted(
        {tuple(sorted(pair)) for pair in found if pair[::-1] in found and RANK[pair[0]] == RANK[pair[1]]}
    )
    assert both_ways == []


@pytest.mark.parametrize("part", LIGHT)
def test_a_light_part_names_nothing_heavy_at_its_top(part):
    heavy = []
    for path, tree in TREES.items():
        # A widget class has to name its base at the top; its module is imported late, which the next test sees.
        if part_of(dotted(path)) != part or path.name == "widget.py":
            continue
        for node in loaded_at_import(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                single = ast.Module([node], [])
                roots = {name.split(".")[0] for name, _ in imported(single, dotted(path), is_package=False)}
                heavy += [f"{path.name}:{node.lineno} {root}" for root in sorted(roots & HEAVY)]
    assert heavy == []


@pytest.mark.parametrize("statement", ["import azstudy", *(f"import azstudy.{part}" for part in LIGHT)])
def test_importing_loads_nothing_heavy(statement):
    code = f"{statement}, sys; print(*sorted({HEAVY!r} & {{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_the_face_alone_loads_no_other_part_of_azstudy():
    code = "import azstudy, sys; print(*sorted(name for name in sys.modules if name.startswith('azstudy.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_modules_stay_readable():
    long = {dotted(path): n for path in MODULES if (n := len(path.read_text("utf-8").splitlines())) > MODULE_LINES}
    assert long == {}, f"Split along their own seams what is over {MODULE_LINES} lines."


def body_lines(function):
    """Lines of the body, the docstring left out: words for the reader are not what makes a function long."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_functions_stay_readable():
    long = {
        f"{dotted(path)}.{node.name}": lines
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (lines := body_lines(node)) > FUNCTION_LINES
    }
    assert long == {}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import azstudy.catalog.sheets", ["azstudy.catalog.sheets"]),
        ("from azstudy import catalog", ["azstudy.catalog"]),
        ("from azstudy.catalog import sheets", ["azstudy.catalog"]),
        ("from . import size", ["azstudy.model"]),
        ("from ..catalog import sheets", ["azstudy.catalog"]),
        ("def f():\n    import azstudy.quiz", ["azstudy.quiz"]),
    ],
)
def test_the_reader_of_imports_sees_every_form(source, expected):
    assert [name for name, _ in imported(ast.parse(source), "azstudy.model.facts", is_package=False)] == expected


def test_the_reader_of_imports_knows_what_runs_at_import():
    tree = ast.parse("if TYPE_CHECKING:\n    import numpy\nclass A:\n    import pandas\ndef f():\n    import httpx\n")
    names = [alias.name for node in loaded_at_import(tree) if isinstance(node, ast.Import) for alias in node.names]
    assert names == ["pandas"]
