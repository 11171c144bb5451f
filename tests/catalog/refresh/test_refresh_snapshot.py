"""Writing a snapshot survives a crash at every step; a broken one never locks the learner out."""

from __future__ import annotations

import json
import os
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from azstudy.catalog.refresh import current_or_none, files, read_current, snapshot
from azstudy.errors import DataError

OLD = {"linux-payg.csv": "size,westeurope\nStandard_D2s_v5,0.1\n", "provenance.csv": "offer\n", "marks.csv": "offer\n"}
NEW = OLD | {"linux-payg.csv": "size,westeurope\nStandard_D2s_v5,0.2\n", "windows-payg.csv": "size,westeurope\n"}


@pytest.fixture
def prices(home: Path) -> Path:
    folder = home / "prices"
    folder.mkdir(parents=True)
    return folder


def publish(prices: Path, texts: dict[str, str], day: str = "2026-11-22") -> Path:
    return snapshot.publish(prices, texts, date=day, about={"base_url": "https://example.org"})


def content(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in folder.glob("*.csv")}


def test_a_snapshot_is_read_as_it_was_written(prices, home):
    folder = publish(prices, NEW)
    assert read_current(home) == folder
    assert content(folder) == NEW


def test_nothing_refreshed_is_no_fault(home):
    assert read_current(home) is None
    assert current_or_none(home) == (None, None)


def test_the_same_prices_twice_are_one_snapshot(prices):
    assert publish(prices, NEW) == publish(prices, NEW)
    assert len([path for path in prices.iterdir() if path.is_dir()]) == 1


def test_a_damaged_snapshot_of_the_same_name_is_written_anew(prices, home):
    folder = publish(prices, NEW)
    (folder / "linux-payg.csv").write_text("size\n", encoding="utf-8")
    assert current_or_none(home)[0] is None
    assert publish(prices, NEW) == folder
    assert content(read_current(home)) == NEW
    assert {path.name for path in prices.iterdir()} == {folder.name, "current.json"}


def test_a_snapshot_folder_with_another_manifest_is_not_taken_for_it(prices, home):
    folder = publish(prices, NEW)
    other = publish(prices, OLD)
    shutil.copy(other / "manifest.json", folder / "manifest.json")
    shutil.copy(other / "linux-payg.csv", folder / "linux-payg.csv")
    assert content(publish(prices, NEW)) == NEW


def test_the_last_two_snapshots_stay(prices):
    names = [publish(prices, NEW, f"2026-11-{day}").name for day in (20, 21, 22, 23)]
    assert sorted(path.name for path in prices.iterdir() if path.is_dir()) == names[2:]
    publish(prices, NEW, "2026-11-23")
    assert sorted(path.name for path in prices.iterdir() if path.is_dir()) == names[2:]


def test_foreign_files_are_left_alone(prices):
    (prices / "notes").mkdir()
    (prices / "notes" / "mine.txt").write_text("mine", encoding="utf-8")
    publish(prices, OLD, "2026-11-21")
    publish(prices, NEW)
    assert (prices / "notes" / "mine.txt").read_text("utf-8") == "mine"


DAMAGE: dict[str, Callable[[Path, Path], None]] = {
    "current.json": lambda prices, folder: (prices / "current.json").write_text("{", encoding="utf-8"),
    "not JSON": lambda prices, folder: (prices / "current.json").write_bytes(b"\xff\xfe"),
    "JSON object": lambda prices, folder: (prices / "current.json").write_text("[]", encoding="utf-8"),
    "does not name": lambda prices, folder: point(prices, snapshot="../../etc"),
    "put into use": lambda prices, folder: point(prices, manifest_sha256="0"),
    "manifest.json": lambda prices, folder: (folder / "manifest.json").unlink(),
    "windows-payg.csv": lambda prices, folder: (folder / "windows-payg.csv").unlink(),
    "linux-payg.csv": lambda prices, folder: (folder / "linux-payg.csv").write_text("size\n", encoding="utf-8"),
    "No such file": lambda prices, folder: shutil.rmtree(folder),
}


def point(prices: Path, **changes: str) -> None:
    path = prices / "current.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changes), encoding="utf-8")


@pytest.mark.parametrize("named", DAMAGE)
def test_a_broken_snapshot_is_named_and_does_not_lock_the_learner_out(prices, home, named):
    DAMAGE[named](prices, publish(prices, NEW))
    with pytest.raises(DataError) as caught:
        read_current(home)
    message = str(caught.value)
    assert named in message
    assert "azstudy data refresh" in message
    assert str(prices) in message
    assert caught.value.exit_code == 3
    path, warning = current_or_none(home)
    assert path is None
    assert message in warning
    assert "bundled" in warning
    assert content(publish(prices, OLD)) == content(read_current(home)) == OLD


@pytest.mark.parametrize("changes", [{"form": 2}, {"files": []}, {"files": {}}, {"files": {"../x.csv": {}}}])
def test_a_manifest_of_another_form_is_refused(prices, home, changes):
    folder = publish(prices, NEW)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8")) | changes
    if "../x.csv" in manifest["files"]:
        manifest["files"] |= {name: {} for name in NEW}
    text = json.dumps(manifest)
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    point(prices, manifest_sha256=files.sha256(text.encode()))
    with pytest.raises(DataError, match=r"manifest\.json"):
        read_current(home)


def test_a_disk_that_lies_is_noticed_before_the_swap(prices, home, monkeypatch):
    before = publish(prices, OLD, "2026-11-21")
    write = snapshot.write_durably

    def lossy(path: Path, text: str) -> None:
        write(path, text[:-1] if path.name == "windows-payg.csv" else text)

    monkeypatch.setattr(snapshot, "write_durably", lossy)
    with pytest.raises(DataError, match=r"windows-payg\.csv"):
        publish(prices, NEW)
    assert read_current(home) == before


STEPS = (
    (os, "fsync"),
    (Path, "mkdir"),
    (Path, "open"),
    (Path, "rename"),
    (Path, "replace"),
    (Path, "unlink"),
    (shutil, "rmtree"),
)


def fork() -> int:
    with warnings.catch_warnings():
        # Python warns where other threads live; the child only writes files and dies.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def crash_at(step: int, work: Callable[[], object]) -> bool:
    """Run `work` in a child that dies, as by a power cut, before its `step`-th act on the disk; False if it lived."""
    child = fork()
    if not child:
        left = [step]

        def dying(act: Callable[..., object]) -> Callable[..., object]:
            def wrapped(*args: object, **kwargs: object) -> object:
                left[0] -= 1
                if not left[0]:
                    os._exit(9)
                return act(*args, **kwargs)

            return wrapped

        for owner, name in STEPS:
            setattr(owner, name, dying(getattr(owner, name)))
        try:
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork a process")


@needs_fork
@pytest.mark.parametrize("damaged", [False, True], ids=["new name", "over a damaged one"])
def test_a_crash_at_any_step_leaves_whole_prices_in_use(prices, home, damaged):
    old = publish(prices, OLD, "2026-11-21")
    steps = outcomes = 0
    seen = set()
    while True:
        steps += 1
        if damaged:
            folder = prices / publish(prices, NEW).name
            (folder / "marks.csv").write_text("broken", encoding="utf-8")
            point_back(prices, old)
        died = crash_at(steps, lambda: publish(prices, NEW))
        now = read_current(home)
        seen.add(json.dumps(content(now), sort_keys=True))
        assert content(now) in (OLD, NEW)
        if not died:
            break
        outcomes += 1
        # Whatever was left behind, the next refresh works and tidies up.
        assert content(publish(prices, NEW)) == content(read_current(home)) == NEW
        assert {path.name for path in prices.iterdir() if path.name.startswith(".")} == set()
        shutil.rmtree(prices)
        prices.mkdir()
        old = publish(prices, OLD, "2026-11-21")
    assert outcomes > 15
    assert len(seen) == 2


def point_back(prices: Path, folder: Path) -> None:
    manifest = (folder / "manifest.json").read_bytes()
    point(prices, snapshot=folder.name, manifest_sha256=files.sha256(manifest))


@needs_fork
def test_half_written_files_are_never_in_use(prices, home):
    publish(prices, OLD, "2026-11-21")
    names = [*NEW, "manifest.json", ".new-current.json"]
    for victim in names:

        def half(path: Path, text: str, victim: str = victim) -> None:
            with path.open("w", encoding="utf-8") as handle:
                handle.write(text[: len(text) // 2] if path.name == victim else text)
            if path.name == victim:
                os._exit(9)

        child = fork()
        if not child:
            snapshot.write_durably = files.write_durably = half
            try:
                publish(prices, NEW)
            finally:
                os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9, victim
        assert content(read_current(home)) == OLD
    publish(prices, NEW)
    assert content(read_current(home)) == NEW
