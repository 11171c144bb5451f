"""Checking and keeping are two acts: what is kept, what is not, and what stands in the way."""

import pytest

from azstudy import progress
from azstudy.quiz import check, checking


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("AZSTUDY_RECORD", "on")
    monkeypatch.setenv("AZSTUDY_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(checking, "_told", set())
    return tmp_path / "home"


def test_an_answer_is_kept_with_its_confidence(bank, home):
    check("disks-01", "d", sure="certain", bank=bank)
    check("disks-02", ["C", "A"], sure=1, bank=bank)
    check("disks-03", "1,682", bank=bank)
    kept = [(one.item, one.chapter, one.answer, one.state, one.score, one.sure) for one in progress.history()]
    assert kept == [
        ("disks-01", "03", "D", "wrong", 0.0, 3),
        ("disks-02", "03", "A, C", "correct", 1.0, 1),
        ("disks-03", "03", "1,682", "wrong", 0.0, None),
    ]
    assert progress.history()[0].uuid == bank.item("disks-01").uuid


@pytest.mark.parametrize("answer", [..., "Z", "ABC", ""])
def test_what_was_not_marked_is_not_kept(bank, home, answer):
    check("disks-01", answer, bank=bank)
    assert progress.history() == ()


def test_recording_off_keeps_nothing(bank, home, monkeypatch):
    monkeypatch.setenv("AZSTUDY_RECORD", "off")
    assert check("disks-01", "B", bank=bank).correct
    assert not home.exists()


def test_a_folder_in_the_way_never_fails_an_answer_and_is_told_once(bank, home):
    home.write_text("a file where the folder should be")
    first, second = check("disks-01", "B", bank=bank), check("disks-02", "AC", bank=bank)
    assert first.correct
    assert second.correct
    assert first.note.startswith("Your answers are not being kept: ")
    assert "AZSTUDY_HOME" in first.note
    assert first.note in repr(first)
    assert first._repr_mimebundle_()["text/markdown"].rstrip("*").endswith("answers.")
    assert second.note == ""


def test_a_damaged_file_is_told_and_the_answer_kept(bank, home):
    home.mkdir()
    (home / progress.FILE).write_bytes(b"not a database, but quite long enough to look at" * 50)
    verdict = check("disks-01", "B", bank=bank)
    assert "was damaged" in verdict.note
    assert [one.item for one in progress.history()] == ["disks-01"]
