"""What a learner answered survives kernels, crashes, damage and folders that cannot be written."""

import os
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import attrs
import pytest

from azstudy import progress
from azstudy.errors import DataError
from azstudy.progress import Answer, history, record, summary, where

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("AZSTUDY_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("AZSTUDY_RECORD", raising=False)
    return tmp_path / "home"


def answer(item="sizing-01", state="correct", sure=None, chapter="02"):
    score = {"correct": 1.0, "partly": 0.5, "wrong": 0.0}[state]
    return Answer(item=item, uuid=f"uuid-{item}", chapter=chapter, answer="B", state=state, score=score, sure=sure)


def test_nothing_kept_yet(home):
    assert history() == ()
    assert repr(summary()) == "No answers kept yet."
    assert where() == progress.Where(path=home / "progress.sqlite", writable=True)
    assert not home.exists()  # looking creates nothing


def test_an_answer_comes_back_as_it_was_given(home):
    assert record(answer(sure=3), now=NOON) == progress.Outcome(kept=True)
    assert history() == (attrs.evolve(answer(sure=3), at="2026-11-22T12:00:00+00:00"),)
    assert history("sizing-01") == history("uuid-sizing-01") == history()
    assert history("sizing-02") == ()
    assert where().answers == 1


def test_time_is_kept_in_utc_whatever_the_zone():
    record(answer(), now=NOON.astimezone(timezone(timedelta(hours=-8))))
    assert history()[0].at == "2026-11-22T12:00:00+00:00"


def test_without_a_time_the_clock_is_used():
    record(answer())
    assert abs(datetime.fromisoformat(history()[0].at) - datetime.now(UTC)) < timedelta(minutes=1)


def test_summary_by_chapter_counts_first_and_last_tries():
    for one in (
        answer("sizing-01", "wrong", sure=3),
        answer("sizing-01", "correct"),
        answer("sizing-02", "correct", sure=3),
        answer("sizing-02", "wrong"),
        answer("sizing-03", "partly", sure=2),
        answer("start-01", "correct", chapter="00"),
    ):
        record(one, now=NOON)
    assert summary().chapters == (
        progress.ChapterProgress(chapter="00", answered=1, right_first=1, right_last=1, sure_but_wrong=()),
        progress.ChapterProgress(chapter="02", answered=3, right_first=1, right_last=1, sure_but_wrong=("sizing-01",)),
    )
    assert repr(summary()).splitlines() == [
        "chapter  answered  right at first try  right now  certain but wrong",
        "     00         1                   1          1  -",
        "     02         3                   1          1  sizing-01",
    ]
    assert "| 02 | 3 | 1 | 1 | sizing-01 |" in summary()._repr_mimebundle_()["text/markdown"]


@pytest.mark.parametrize("off", ["off", "OFF", "0", "no", "false"])
def test_recording_can_be_turned_off(home, monkeypatch, off):
    monkeypatch.setenv("AZSTUDY_RECORD", off)
    assert record(answer(), now=NOON) == progress.Outcome(kept=False)
    assert not home.exists()
    assert where().reason == "Recording is off (AZSTUDY_RECORD)."


def test_a_repaired_text_keeps_its_history_by_uuid():
    record(answer(), now=NOON)
    record(attrs.evolve(answer(), item="sizing-21"), now=NOON)
    assert summary().chapters[0].answered == 1


WRITER = """
import sys
from azstudy.progress import Answer, record
for number in range(25):
    outcome = record(Answer(item=f"q-{number:02d}", uuid=f"{sys.argv[1]}-{number}", chapter="02", answer="A",
                            state="correct", score=1.0))
    assert outcome.kept, outcome
"""


def test_several_kernels_write_at_once_and_nothing_is_lost():
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(number)]) for number in range(4)]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0, 0, 0]
    assert len({one.uuid for one in history()}) == 100


def test_an_answer_survives_a_kernel_that_is_killed_right_after():
    code = textwrap.dedent("""
        import os, signal
        from azstudy.progress import Answer, record
        record(Answer(item="q-01", uuid="u", chapter="02", answer="A", state="wrong", score=0.0))
        os.abort()
    """)
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode != 0
    assert [one.item for one in history()] == ["q-01"]


def test_a_kernel_killed_in_the_middle_of_writing_leaves_the_answers_before_it(home):
    record(answer("q-01"), now=NOON)
    code = textwrap.dedent("""
        import os, sqlite3, sys
        db = sqlite3.connect(sys.argv[1], isolation_level=None)
        db.execute("PRAGMA cache_size = 1")
        db.execute("BEGIN IMMEDIATE")
        for number in range(3000):  # enough to spill half-written pages into the file
            db.execute("INSERT INTO answers VALUES (NULL, '', 'u', 'half', '02', ?, 'wrong', 0, NULL)", ["x" * 400])
        os.abort()
    """)
    assert subprocess.run([sys.executable, "-c", code, str(where().path)], capture_output=True).returncode != 0
    assert (home / "progress.sqlite-journal").exists()  # the crash left its mark
    assert [one.item for one in history()] == ["q-01"]
    assert record(answer("q-02"), now=NOON).kept
    assert [one.item for one in history()] == ["q-01", "q-02"]


def test_a_file_in_use_for_too_long_is_a_note_not_a_failure(monkeypatch):
    record(answer("q-01"), now=NOON)
    monkeypatch.setattr(progress, "WAIT_SECONDS", 0.05)
    other = sqlite3.connect(where().path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    outcome = record(answer("q-02"), now=NOON)
    other.close()
    assert not outcome.kept
    assert "in use by another program" in outcome.note
    assert record(answer("q-03"), now=NOON).kept
    assert [one.item for one in history()] == ["q-01", "q-03"]


def corrupt(path: Path) -> bytes:
    """Damage a page inside a real file of answers, the header left whole."""
    data = bytearray(path.read_bytes())
    data[4096:6000] = os.urandom(6000 - 4096)
    path.write_bytes(data)
    return bytes(data)


def test_a_damaged_file_is_set_aside_kept_and_told_once(home):
    for number in range(200):
        record(answer(f"q-{number:03d}"), now=NOON)
    damaged = corrupt(where().path)
    outcome = record(answer("q-new"), now=NOON)
    aside = home / "progress.damaged-1.sqlite"
    assert outcome == progress.Outcome(
        kept=True, note=f"Your file of answers was damaged. It is kept as {aside}, and a new one was begun."
    )
    assert aside.read_bytes() == damaged
    assert [one.item for one in history()] == ["q-new"]
    assert record(answer("q-next"), now=NOON) == progress.Outcome(kept=True)


def test_what_is_no_database_is_set_aside_under_a_name_of_its_own(home):
    home.mkdir()
    (home / "progress.damaged-1.sqlite").write_text("an older one")
    (home / "progress.sqlite").write_bytes(b"these are not the bytes you are looking for" * 100)
    with pytest.raises(DataError, match=r"damaged\. It will be set aside, and kept, at your next answer"):
        history()
    assert "is damaged" in where().reason
    assert not where().writable
    assert record(answer(), now=NOON).kept
    assert (home / "progress.damaged-1.sqlite").read_text() == "an older one"
    assert (home / "progress.damaged-2.sqlite").read_bytes().startswith(b"these are not")


def test_an_empty_file_is_an_empty_book(home):
    home.mkdir()
    (home / "progress.sqlite").touch()
    assert history() == ()
    assert record(answer(), now=NOON) == progress.Outcome(kept=True)


def test_a_newer_format_is_left_alone(home):
    record(answer(), now=NOON)
    with sqlite3.connect(where().path) as db:
        db.execute("PRAGMA user_version = 99")
    before = where().path.read_bytes()
    outcome = record(answer(), now=NOON)
    assert not outcome.kept
    assert "written by a newer azstudy (format 99)" in outcome.note
    assert "newer azstudy" in where().reason
    with pytest.raises(DataError, match="newer azstudy"):
        summary()
    assert where().path.read_bytes() == before


def test_a_file_where_the_folder_should_be(home):
    home.write_text("in the way")
    outcome = record(answer(), now=NOON)
    assert not outcome.kept
    assert "cannot be written to. Set AZSTUDY_HOME" in outcome.note
    assert not where().writable
    assert "cannot be written to" in where().reason
    assert home.read_text() == "in the way"


def test_a_folder_where_the_file_should_be(home):
    (home / "progress.sqlite").mkdir(parents=True)
    outcome = record(answer(), now=NOON)
    assert not outcome.kept
    assert "cannot be written to" in outcome.note
    assert not where().writable


AS_NOBODY = """
import os, sqlite3, sys, tempfile
from pathlib import Path
from azstudy.progress import Answer, record, where
home = Path(sys.argv[1])
if os.geteuid() == 0:
    os.setuid(65534)  # the root user may write everywhere
os.environ["AZSTUDY_HOME"] = str(home)
print(record(Answer(item="q-02", uuid="u", chapter="02", answer="A", state="wrong", score=0.0)).note)
print(where().reason, where().answers)
"""


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs the users of a Unix system")
@pytest.mark.parametrize("begun", [False, True])
def test_a_read_only_folder(begun):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if begun:
            record(answer("q-01"), now=NOON, file=folder / progress.FILE)
            (folder / progress.FILE).chmod(0o444)
        folder.chmod(0o555)
        done = subprocess.run([sys.executable, "-c", AS_NOBODY, name], capture_output=True, text=True, check=True)
        folder.chmod(0o755)
        note, reason = done.stdout.splitlines()
        assert note.startswith(f"Your answers are not being kept: {folder / progress.FILE} cannot be written to.")
        assert reason.startswith(f"{folder} cannot be written to.")
        assert reason.endswith(" 1" if begun else " 0")  # what was kept before can still be read
        assert [one.item for one in history(file=folder / progress.FILE)] == (["q-01"] if begun else [])


def test_a_folder_reported_as_read_only(home, monkeypatch):
    home.mkdir()
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK)
    assert where().reason.startswith(f"{home} cannot be written to.")
