"""The wheel carries what a learner needs and works where nothing else of azstudy is; pinned files name no machine."""

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BUNDLED = ("data", "notebooks", "quizzes")
PINNED = ROOT / ".binder" / "requirements.txt"


def visible(paths):
    return {path for path in paths if not any(part.startswith((".", "__pycache__")) for part in path.split("/"))}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel as hatchling builds it from this checkout; no registry is asked."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    [built] = folder.glob("azstudy-*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel):
    return set(zipfile.ZipFile(wheel).namelist())


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A folder that holds nothing but the installed wheel, and a function that runs Python with it from elsewhere."""
    target = tmp_path_factory.mktemp("site-packages")
    zipfile.ZipFile(wheel).extractall(target)

    def run(*arguments, cwd):
        environment = os.environ | {"PYTHONPATH": str(target), "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run([sys.executable, *arguments], cwd=cwd, env=environment, capture_output=True, text=True)

    run.target = target
    return run


class TestWheel:
    @pytest.mark.parametrize("folder", BUNDLED)
    def test_it_carries_the_whole_folder(self, names, folder):
        present = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()}
        prefix = "azstudy/_bundle/"
        packed = {name.removeprefix(prefix) for name in names if name.startswith(f"{prefix}{folder}/")}
        assert packed == visible(present)

    def test_it_carries_every_module(self, names):
        modules = {p.relative_to(ROOT).as_posix() for p in (ROOT / "azstudy").rglob("*.py") if "_bundle" not in p.parts}
        assert modules <= names

    def test_it_carries_nothing_else(self, names):
        outside = {name.split("/")[0] for name in names}
        assert {re.sub(r"-[\w.]+\.dist-info$", "-V.dist-info", top) for top in outside} == {
            "azstudy",
            "azstudy-V.dist-info",
        }
        assert visible(names) == names
        assert not [name for name in names if "/tests/" in name or name.endswith((".pyc", "conftest.py"))]

    def test_the_command_is_installed(self, wheel, names):
        [entry] = [name for name in names if name.endswith(".dist-info/entry_points.txt")]
        assert "azstudy = azstudy.cli:main" in zipfile.ZipFile(wheel).read(entry).decode()


class TestInstalled:
    def test_in_an_empty_folder_the_copy_is_laid_out_from_the_wheel(self, installed, tmp_path):
        code = (
            "import json, azstudy; from azstudy import workbook;"
            "layout = workbook.lay_out(workbook.copy_folder());"
            "print(json.dumps([azstudy.__file__, str(layout.folder), [c.path for c in layout.changes]]))"
        )
        done = installed("-c", code, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        module, folder, paths = json.loads(done.stdout)
        assert Path(module).is_relative_to(installed.target)
        assert Path(folder) == tmp_path.resolve() / "azstudy-workbook"
        originals = ROOT / "notebooks"
        present = {path.relative_to(originals).as_posix() for path in originals.rglob("*") if path.is_file()}
        assert set(paths) == visible(present)
        for path in paths:
            assert (Path(folder) / path).read_bytes() == (originals / path).read_bytes()

    def test_the_prices_come_with_it(self, installed, tmp_path):
        done = installed("-m", "azstudy", "price", "D4s_v5", "--region", "westeurope", "--format", "json", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)[0]["usd_per_hour"] > 0

    def test_the_doctor_says_it_is_installed(self, installed, tmp_path):
        done = installed("-m", "azstudy", "doctor", cwd=tmp_path)
        assert done.returncode == 0, done.stdout
        assert re.search(r"^ok\s+azstudy\s+\S+, installed$", done.stdout, re.M)

    def test_its_notebooks_are_not_for_editing(self, installed, tmp_path):
        done = installed("-m", "azstudy", "lab", "--edit", cwd=tmp_path)
        assert done.returncode == 6
        assert "checkout" in done.stderr
        assert list(tmp_path.iterdir()) == []


class TestPinned:
    def test_lines_pin_versions_and_name_no_host_and_no_path(self):
        for line in PINNED.read_text().splitlines():
            assert re.fullmatch(r"[a-z0-9][a-z0-9._-]*==[\w.!+-]+( ; [\w.'!=<>() -]+)?", line), line

    def test_every_dependency_of_the_project_is_pinned(self):
        project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
        wanted = {re.match(r"[\w-]+", dependency).group() for dependency in project["dependencies"]}
        assert wanted <= {line.split("==")[0] for line in PINNED.read_text().splitlines()}

    def test_binder_and_the_dev_container_use_the_same_python_and_the_same_pins(self):
        binder = (ROOT / ".binder" / "runtime.txt").read_text().strip()
        container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text())
        assert binder.removeprefix("python-") in container["image"]
        assert ".binder/requirements.txt" in container["postCreateCommand"]

    def test_the_pins_are_what_the_resolution_gives(self):
        done = subprocess.run(
            [sys.executable, str(ROOT / "scripts" / "make_requirements.py"), "--check"],
            capture_output=True,
            text=True,
            cwd=ROOT,
        )
        if done.returncode == 2:
            pytest.skip(f"Whether the pins are up to date cannot be told here: {done.stderr.strip()[:200]}")
        assert done.returncode == 0, f"Run: uv run python scripts/make_requirements.py\n{done.stdout}{done.stderr}"
