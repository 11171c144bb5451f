"""The learner's copy: laid out whole, kept up to date, and nothing the learner wrote is ever lost."""

import errno
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from azstudy import _jupyter, workbook
from azstudy.errors import DataError, InvalidInputError, SetupError, UnknownNameError
from azstudy.workbook import Action

FILES = {"00-start-here.ipynb": "zero", "02-sizing.ipynb": "two", "solutions/02-sizing.ipynb": "key"}


def write(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


@pytest.fixture
def originals(tmp_path):
    folder = tmp_path / "originals"
    write(folder, FILES | {".keep": "", ".ipynb_checkpoints/00-x.ipynb": "old", "solutions/__pycache__/a.pyc": "x"})
    return folder


@pytest.fixture
def copy(tmp_path):
    return tmp_path / "copy"


def lay_out(copy, originals, version="1.0"):
    return workbook.lay_out(copy, originals=originals, version=version)


def learners_files(folder):
    return {p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*.ipynb")}


class TestLayout:
    def test_an_empty_folder_gets_every_notebook_and_nothing_hidden(self, copy, originals):
        layout = lay_out(copy, originals)
        assert layout.paths(Action.ADDED) == tuple(sorted(FILES))
        assert learners_files(copy) == FILES
        assert layout.lines() == ("3 files new.",)
        assert {p.name for p in copy.rglob("*") if p.is_file()} == {Path(f).name for f in FILES} | {"manifest.json"}

    def test_a_second_time_nothing_is_written(self, copy, originals):
        lay_out(copy, originals)
        before = {p: p.stat().st_mtime_ns for p in copy.rglob("*")}
        layout = lay_out(copy, originals, "2.0")
        assert {p: p.stat().st_mtime_ns for p in copy.rglob("*")} == before
        assert layout.paths(Action.UNCHANGED) == tuple(sorted(FILES))
        assert layout.lines() == ()

    def test_an_untouched_notebook_is_updated_in_place(self, copy, originals):
        lay_out(copy, originals)
        write(originals, {"02-sizing.ipynb": "two, second edition"})
        layout = lay_out(copy, originals, "2.0")
        assert learners_files(copy)["02-sizing.ipynb"] == "two, second edition"
        assert layout.lines() == ("02-sizing.ipynb updated, not changed by you.",)

    def test_a_changed_notebook_stays_and_the_newer_edition_goes_beside_it_once(self, copy, originals):
        lay_out(copy, originals)
        write(copy, {"02-sizing.ipynb": "mine"})
        assert lay_out(copy, originals).lines() == ()
        write(originals, {"02-sizing.ipynb": "two, second edition"})
        layout = lay_out(copy, originals, "2.0")
        files = learners_files(copy)
        assert files["02-sizing.ipynb"] == "mine"
        assert files["02-sizing.new-2.0.ipynb"] == "two, second edition"
        assert layout.lines() == (
            "You changed 02-sizing.ipynb: it stays. The newer edition is beside it: 02-sizing.new-2.0.ipynb.",
        )
        (copy / "02-sizing.new-2.0.ipynb").unlink()
        assert lay_out(copy, originals, "2.0").lines() == ()
        assert not (copy / "02-sizing.new-2.0.ipynb").exists()

    def test_a_newer_edition_the_learner_worked_in_stays_too(self, copy, originals):
        lay_out(copy, originals)
        write(copy, {"solutions/02-sizing.ipynb": "mine"})
        for number, text in enumerate(("second", "third")):
            write(originals, {"solutions/02-sizing.ipynb": text})
            lay_out(copy, originals, "2.0.dev")
            if number == 0:
                write(copy, {"solutions/02-sizing.new-2.0.dev.ipynb": "mine as well"})
        files = learners_files(copy)
        assert files["solutions/02-sizing.new-2.0.dev.ipynb"] == "mine as well"
        assert files["solutions/02-sizing.new-2.0.dev-2.ipynb"] == "third"

    def test_a_deleted_notebook_comes_back(self, copy, originals):
        lay_out(copy, originals)
        (copy / "02-sizing.ipynb").unlink()
        assert lay_out(copy, originals).lines() == ("02-sizing.ipynb put back, missing before.",)
        assert learners_files(copy) == FILES

    def test_a_chapter_that_is_gone_is_removed_only_when_untouched(self, copy, originals):
        lay_out(copy, originals)
        write(copy, {"02-sizing.ipynb": "mine"})
        for name in ("02-sizing.ipynb", "solutions/02-sizing.ipynb"):
            (originals / name).unlink()
        layout = lay_out(copy, originals, "2.0")
        assert layout.paths(Action.REMOVED) == ("solutions/02-sizing.ipynb",)
        assert learners_files(copy) == {"00-start-here.ipynb": "zero", "02-sizing.ipynb": "mine"}

    @pytest.mark.parametrize("manifest", ["", "{", "[]", '{"schema": 99, "files": {}}', '{"schema": 1, "files": 3}'])
    def test_without_a_readable_manifest_every_difference_is_the_learners(self, copy, originals, manifest):
        lay_out(copy, originals)
        write(copy, {"02-sizing.ipynb": "mine", ".azstudy/manifest.json": manifest})
        lay_out(copy, originals, "1.0")
        assert learners_files(copy)["02-sizing.ipynb"] == "mine"
        assert json.loads((copy / ".azstudy/manifest.json").read_text())["files"].keys() == FILES.keys()

    def test_a_manifest_cannot_point_outside_the_copy(self, copy, originals, tmp_path):
        lay_out(copy, originals)
        stored = json.loads((copy / ".azstudy/manifest.json").read_text())
        victim = tmp_path / "victim.txt"
        victim.write_text("precious")
        stored["files"] |= {"../victim.txt": workbook._digest(b"precious"), str(victim): workbook._digest(b"precious")}
        write(copy, {".azstudy/manifest.json": json.dumps(stored)})
        lay_out(copy, originals, "2.0")
        assert victim.read_text() == "precious"


class TestWhenWritingFails:
    @pytest.mark.parametrize(
        ("number", "words"), [(errno.ENOSPC, "another disk"), (errno.EROFS, "may write"), (errno.EACCES, "may write")]
    )
    def test_one_message_and_the_old_notebook_is_whole(self, copy, originals, monkeypatch, number, words):
        lay_out(copy, originals)
        write(originals, {"02-sizing.ipynb": "two, second edition"})

        def refuse(self, target):
            raise OSError(number, os.strerror(number))

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", refuse)
            with pytest.raises(SetupError, match=words) as caught:
                lay_out(copy, originals, "2.0")
        assert os.strerror(number) in str(caught.value)
        assert learners_files(copy) == FILES
        assert not list(copy.rglob("*.part"))
        lay_out(copy, originals, "2.0")
        assert learners_files(copy)["02-sizing.ipynb"] == "two, second edition"

    @pytest.fixture
    def locked(self, tmp_path):
        """A folder in which not even this user may make another."""
        if getattr(os, "geteuid", lambda: 1)() == 0:
            kernels_own = Path("/sys")
            return kernels_own if kernels_own.is_dir() else pytest.skip("root may write anywhere here")
        (tmp_path / "locked").mkdir(mode=0o555)
        return tmp_path / "locked"

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows folders have no such mode")
    def test_a_read_only_folder(self, locked, originals):
        with pytest.raises(SetupError, match="may write to with --dir"):
            lay_out(locked / "copy", originals)

    def test_a_folder_below_a_file(self, tmp_path, originals):
        write(tmp_path, {"file": ""})
        with pytest.raises(SetupError, match="Cannot write the notebooks"):
            lay_out(tmp_path / "file" / "copy", originals)


class Story(RuleBasedStateMachine):
    """A learner edits and deletes while editions come and go; what the learner wrote last must be there."""

    names = st.sampled_from(["00-a.ipynb", "01-b.ipynb", "solutions/01-b.ipynb"])
    texts = st.sampled_from(["first", "second", "third", "mine", "mine again"])

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.copy, self.originals = Path(self.folder.name, "copy"), Path(self.folder.name, "originals")
        self.copy.mkdir()
        self.originals.mkdir()
        self.edition = 0
        self.mine = {}

    def teardown(self):
        self.folder.cleanup()

    @rule(name=names, text=texts)
    def publish(self, name, text):
        write(self.originals, {name: text})

    @rule(name=names)
    def withdraw(self, name):
        (self.originals / name).unlink(missing_ok=True)

    @rule(name=names, text=st.sampled_from(["own words", "other own words"]))
    def edit(self, name, text):
        write(self.copy, {name: text})
        self.mine[name] = text

    @rule(name=names)
    def delete(self, name):
        (self.copy / name).unlink(missing_ok=True)
        self.mine.pop(name, None)

    @rule()
    def forget(self):
        (self.copy / ".azstudy" / "manifest.json").unlink(missing_ok=True)

    @rule()
    def start(self):
        self.edition += 1
        lay_out(self.copy, self.originals, f"{self.edition}.0")
        published, present = learners_files(self.originals), learners_files(self.copy)
        for name in published.keys() - self.mine.keys():
            stem = name.removesuffix(".ipynb")
            assert published[name] in [text for path, text in present.items() if path.startswith(stem)]

    @invariant()
    def what_the_learner_wrote_is_there(self):
        for name, text in self.mine.items():
            assert (self.copy / name).read_text() == text


TestStory = Story.TestCase
TestStory.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


class TestCopyFolder:
    @pytest.fixture(autouse=True)
    def installed_from_a_wheel(self, monkeypatch):
        monkeypatch.setattr(workbook, "_checkout", lambda: None)

    def test_an_empty_folder_gets_a_folder_of_its_own(self, tmp_path):
        assert workbook.copy_folder(cwd=tmp_path) == tmp_path.resolve() / "azstudy-workbook"

    def test_inside_a_copy_that_copy_is_used(self, tmp_path, originals):
        lay_out(tmp_path / "azstudy-workbook", originals)
        for inside in ("azstudy-workbook", "azstudy-workbook/solutions"):
            assert workbook.copy_folder(cwd=tmp_path / inside) == tmp_path.resolve() / "azstudy-workbook"

    def test_anywhere_in_a_checkout_the_copy_lies_at_its_top(self, tmp_path, monkeypatch):
        monkeypatch.setattr(workbook, "_checkout", lambda: tmp_path.resolve())
        (tmp_path / "notebooks").mkdir()
        assert workbook.copy_folder(cwd=tmp_path / "notebooks") == tmp_path.resolve() / "azstudy-workbook"

    def test_a_named_folder_is_taken_as_it_is(self, tmp_path):
        assert workbook.copy_folder("here/mine", cwd=tmp_path) == tmp_path.resolve() / "here" / "mine"

    def test_a_file_is_refused(self, tmp_path):
        write(tmp_path, {"notes": ""})
        with pytest.raises(SetupError, match="is a file, not a folder"):
            workbook.copy_folder("notes", cwd=tmp_path)

    def test_the_originals_are_refused(self, originals, monkeypatch):
        monkeypatch.setattr(workbook._resources, "notebooks_dir", lambda: originals)
        for folder in (originals, originals / "solutions"):
            with pytest.raises(SetupError, match="originals"):
                workbook.copy_folder(folder)


class TestChapters:
    @pytest.mark.parametrize("given", ["02", "2", 2, "02-sizing", "sizing", "Sizing", "02-sizing.ipynb"])
    def test_a_chapter_has_several_names(self, originals, given):
        assert workbook.find_chapter(given, originals=originals).file == "02-sizing.ipynb"

    def test_the_first_one_is_the_default(self, originals):
        assert workbook.find_chapter(originals=originals).file == "00-start-here.ipynb"

    def test_an_unknown_chapter_lists_those_there_are(self, originals):
        with pytest.raises(UnknownNameError, match="sizing") as caught:
            workbook.find_chapter("sizng", originals=originals)
        assert "Chapters: 00-start-here, 02-sizing." in str(caught.value)
        assert caught.value.suggestions == ("sizing", "02-sizing")

    @pytest.mark.parametrize("given", ["", "99", -1, "solutions/02-sizing"])
    def test_nonsense_is_unknown_too(self, originals, given):
        with pytest.raises(UnknownNameError):
            workbook.find_chapter(given, originals=originals)

    def test_no_notebooks_at_all(self, tmp_path):
        with pytest.raises(DataError, match="Reinstall"):
            workbook.find_chapter(originals=tmp_path)


class TestPort:
    @pytest.fixture
    def taken(self):
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            yield listener.getsockname()[1]

    def test_a_port_in_use_is_said_with_the_way_out(self, taken):
        with pytest.raises(SetupError, match=rf"Port {taken} is in use.*--port"):
            _jupyter.choose_port(taken)

    @pytest.mark.parametrize("port", [0, -5, 65536])
    def test_numbers_that_are_no_port(self, port):
        with pytest.raises(InvalidInputError, match="1 to 65535"):
            _jupyter.choose_port(port)

    def test_without_a_wish_the_first_free_one_is_taken(self, taken, monkeypatch):
        monkeypatch.setattr(_jupyter, "FIRST_PORT", taken)
        chosen = _jupyter.choose_port()
        assert taken < chosen
        assert _jupyter.choose_port(chosen) == chosen

    def test_when_all_near_ones_are_taken_any_other_will_do(self, monkeypatch):
        monkeypatch.setattr(_jupyter, "_refusal", lambda port: OSError(errno.EADDRINUSE, "taken"))
        assert _jupyter.choose_port() > 1023

    def test_a_port_only_the_administrator_may_use(self, monkeypatch):
        monkeypatch.setattr(_jupyter, "_refusal", lambda port: PermissionError(errno.EACCES, "Permission denied"))
        with pytest.raises(SetupError, match=r"80 cannot be used: Permission denied.*8888"):
            _jupyter.choose_port(80)


class TestLaunch:
    """`launch` with the process itself replaced: what is refused before, what is passed on after."""

    @pytest.fixture
    def started(self, monkeypatch, originals, tmp_path):
        seen = []
        monkeypatch.setattr(workbook._resources, "notebooks_dir", lambda: originals)
        monkeypatch.setattr(workbook._jupyter, "run", lambda command, environment: seen.append(command) or 7)
        monkeypatch.chdir(tmp_path)
        return seen

    def test_the_copy_is_laid_out_and_the_exit_code_passed_on(self, started, tmp_path):
        said = []
        assert workbook.launch(directory="copy", chapter="2", browser=False, say=said.append) == 7
        root = (tmp_path / "copy").resolve()
        assert said[:2] == [f"Your copy of the notebooks: {root}", "  3 files new."]
        [command] = started
        assert command[:3] == [sys.executable, "-m", "jupyterlab"]
        assert {f"--ServerApp.root_dir={root}", "--LabApp.default_url=/lab/tree/02-sizing.ipynb", "--no-browser"} <= {
            *command
        }

    def test_edit_opens_the_originals_of_a_checkout(self, started, originals, monkeypatch, tmp_path):
        monkeypatch.setattr(workbook, "_checkout", lambda: tmp_path)
        workbook.launch(edit=True, say=lambda line: None)
        assert f"--ServerApp.root_dir={originals.resolve()}" in started[0]
        assert not (originals / ".azstudy").exists()
        assert not any("workspaces" in word for word in started[0])

    def test_edit_is_refused_for_an_installed_package(self, started, monkeypatch):
        monkeypatch.setattr(workbook, "_checkout", lambda: None)
        with pytest.raises(SetupError, match="checkout"):
            workbook.launch(edit=True)
        assert started == []

    def test_edit_and_a_folder_exclude_each_other(self, started):
        with pytest.raises(InvalidInputError, match="--dir"):
            workbook.launch(edit=True, directory="copy")

    def test_nothing_is_laid_out_when_the_chapter_is_unknown(self, started, tmp_path):
        with pytest.raises(UnknownNameError):
            workbook.launch(directory="copy", chapter="nope")
        assert not (tmp_path / "copy").exists()

    def test_jupyterlab_missing(self, started, monkeypatch):
        monkeypatch.setattr(_jupyter.importlib.util, "find_spec", lambda name: None)
        with pytest.raises(SetupError, match="pip install jupyterlab"):
            workbook.launch(directory="copy")


SCRIPT = """
import sys
from pathlib import Path
from azstudy import _resources, workbook
_resources.notebooks_dir = lambda: Path(sys.argv[1])
sys.exit(workbook.launch(directory=sys.argv[2], port=int(sys.argv[3]), browser=False))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal that asks a process to end")
class TestRealServer:
    @pytest.fixture
    def arguments(self, tmp_path):
        """The command line of `launch` on a bundle of one notebook and a free port."""
        notebook = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
        (tmp_path / "originals").mkdir()
        nbformat.write(notebook, tmp_path / "originals" / "00-start-here.ipynb")
        return ["-c", SCRIPT, str(tmp_path / "originals"), str(tmp_path / "copy"), str(_jupyter._any_port())]

    @pytest.fixture
    def server(self, arguments, tmp_path):
        """The real JupyterLab on a copy, among Jupyter settings of the learner's that are in the way."""
        write(
            tmp_path,
            {"jupyter/kernels/python3/kernel.json": json.dumps({"argv": ["/elsewhere/python"], "language": "python"})},
        )
        environment = os.environ | {
            "JUPYTER_TOKEN": "word",
            "JUPYTER_PATH": str(tmp_path / "jupyter"),
            "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
            "JUPYTER_DATA_DIR": str(tmp_path / "data"),
        }
        log = (tmp_path / "log").open("w+")
        command = [sys.executable, *arguments]
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            yield process, f"http://127.0.0.1:{arguments[-1]}", tmp_path
        finally:
            process.terminate()
            process.wait(timeout=30)
            log.close()

    def ask(self, process, base, path, patience=60.0):
        until = time.monotonic() + patience
        while True:
            try:
                return urllib.request.urlopen(f"{base}{path}?token=word", timeout=5).read().decode()
            except OSError:
                assert process.poll() is None, "JupyterLab ended by itself"
                assert time.monotonic() < until, "JupyterLab did not answer"
                time.sleep(0.1)

    def test_it_serves_the_copy_with_this_python_and_stops_when_told(self, server):
        process, base, folder = server
        listing = json.loads(self.ask(process, base, "/api/contents"))
        assert [entry["name"] for entry in listing["content"]] == ["00-start-here.ipynb"]
        kernels = json.loads(self.ask(process, base, "/api/kernelspecs"))
        assert kernels["kernelspecs"]["python3"]["spec"]["argv"][0] == sys.executable
        quiet = json.loads(self.ask(process, base, "/lab/api/settings/@jupyterlab/apputils-extension:notification"))
        asked = {name: quiet["schema"]["properties"][name]["default"] for name in ("fetchNews", "checkForUpdates")}
        assert asked == {"fetchNews": "false", "checkForUpdates": False}
        with pytest.raises(SetupError, match="in use"):
            _jupyter.choose_port(int(base.rsplit(":", 1)[1]))
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) in (0, 128 + signal.SIGTERM)
        assert _jupyter.choose_port(int(base.rsplit(":", 1)[1]))
        assert "00-start-here.ipynb" in (folder / "log").read_text()
        assert not (folder / "config").exists(), "the learner's own Jupyter settings are left alone"

    def test_ctrl_c_asks_and_then_ends_with_success(self, arguments):
        terminal = pytest.importorskip("pexpect").spawn(sys.executable, arguments, timeout=60, encoding="utf-8")
        try:
            terminal.expect("/lab/tree/00-start-here.ipynb")
            terminal.expect("127.0.0.1")
            terminal.sendintr()
            terminal.expect("Shut down this Jupyter server")
            terminal.sendline("y")
            terminal.expect("Shutdown confirmed")
            terminal.wait()
            assert terminal.exitstatus == 0
        finally:
            terminal.close(force=True)
