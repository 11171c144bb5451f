"""Keeps what this learner answered: when, what, how well, how sure.

One SQLite file in the learner's folder. Each answer is one short transaction with its own
connection, so several kernels can write at once and a crash loses nothing that was told as
kept. The rollback journal is used, not WAL: WAL needs shared memory, which network home
folders do not have. Nothing here ever fails an answer: what stands in the way is a note.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import attrs

from azstudy._resources import home_dir
from azstudy.errors import DataError

FILE = "progress.sqlite"
SCHEMA = 1
WAIT_SECONDS = 5.0
"""How long a kernel waits for another one to finish writing."""

_CREATE = """
CREATE TABLE IF NOT EXISTS answers (
    id      INTEGER PRIMARY KEY,
    at      TEXT NOT NULL,
    uuid    TEXT NOT NULL,
    item    TEXT NOT NULL,
    chapter TEXT NOT NULL,
    answer  TEXT NOT NULL,
    state   TEXT NOT NULL,
    score   REAL NOT NULL,
    sure    INTEGER
)
"""
_COLUMNS = "at, uuid, item, chapter, answer, state, score, sure"


@attrs.frozen(kw_only=True)
class Answer:
    """One answer as it is kept. `at` is ISO 8601 in UTC, filled in when it is recorded; `sure` is 1 to 3 or None."""

    item: str
    uuid: str
    chapter: str
    answer: str
    state: str
    score: float
    sure: int | None = None
    at: str = ""

    @property
    def correct(self) -> bool:
        """True for full marks."""
        return self.state == "correct"


@attrs.frozen(kw_only=True)
class Outcome:
    """Whether an answer was kept, and what the learner should know about it."""

    kept: bool
    note: str = ""


@attrs.frozen(kw_only=True)
class Where:
    """Where progress is kept; `reason` says why it cannot be, and is empty where it can."""

    path: Path
    writable: bool
    reason: str = ""
    answers: int = 0


@attrs.frozen(kw_only=True)
class ChapterProgress:
    """One chapter: questions answered, right at the first try, right at the last, and sure but wrong at the first."""

    chapter: str
    answered: int
    right_first: int
    right_last: int
    sure_but_wrong: tuple[str, ...]


@attrs.frozen(kw_only=True, repr=False)
class Summary:
    """What was answered so far, chapter by chapter."""

    chapters: tuple[ChapterProgress, ...]

    def __repr__(self) -> str:
        if not self.chapters:
            return "No answers kept yet."
        head = f"{'chapter':>7}  {'answered':>8}  {'right at first try':>18}  {'right now':>9}  certain but wrong"
        rows = [
            f"{row.chapter:>7}  {row.answered:>8}  {row.right_first:>18}  {row.right_last:>9}  "
            f"{', '.join(row.sure_but_wrong) or '-'}"
            for row in self.chapters
        ]
        return "\n".join([head, *rows])

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        if not self.chapters:
            return {"text/plain": repr(self), "text/markdown": repr(self)}
        rows = [
            f"| {row.chapter} | {row.answered} | {row.right_first} | {row.right_last} | "
            f"{', '.join(row.sure_but_wrong) or '–'} |"
            for row in self.chapters
        ]
        head = "| chapter | answered | right at first try | right now | certain but wrong |\n|---|---:|---:|---:|---|"
        return {"text/plain": repr(self), "text/markdown": "\n".join([head, *rows])}


def recording() -> bool:
    """False where `AZSTUDY_RECORD` is off, 0, no or false, as in tests and answer keys."""
    return os.environ.get("AZSTUDY_RECORD", "").strip().lower() not in ("off", "0", "no", "false")


def path() -> Path:
    """The file that holds the answers; it may not be there yet."""
    return home_dir() / FILE


def record(answer: Answer, *, now: datetime | None = None, file: Path | None = None) -> Outcome:
    """Keep one answer.

    Args:
        answer: What was answered; its `at` is used where it is filled in.
        now: The time of the answer; the clock's where left out.
        file: The SQLite file; the learner's own where left out.

    Returns:
        Whether it was kept. Never raises for a folder or file in a bad state: `note` says what is wrong.
    """
    if not recording():
        return Outcome(kept=False)
    file = file or path()
    at = answer.at or (now or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")
    note = ""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            _insert(file, attrs.evolve(answer, at=at))
        except sqlite3.DatabaseError as error:
            if not _damaged(error):
                raise
            note = _set_aside(file)
            _insert(file, attrs.evolve(answer, at=at))
    except (OSError, sqlite3.Error, DataError) as error:
        return Outcome(kept=False, note=f"Your answers are not being kept: {_reason(file, error)}")
    return Outcome(kept=True, note=note)


def history(item: str | None = None, *, file: Path | None = None) -> tuple[Answer, ...]:
    """The answers kept, oldest first; of one question (its id or uuid) where `item` is given.

    Raises:
        DataError: Where there is a file that cannot be read.
    """
    file = file or path()
    asked = (item, item) if item else ()
    which = "WHERE item = ? OR uuid = ?" if item else ""
    rows: list[tuple[object, ...]] = []
    try:
        if not file.exists():
            return ()
        with _open(file, "rw" if os.access(file, os.W_OK) else "ro") as db:
            if _version(db):
                rows = db.execute(f"SELECT {_COLUMNS} FROM answers {which} ORDER BY id", asked).fetchall()  # noqa: S608
    except (OSError, sqlite3.Error) as error:
        raise DataError(f"Your answers cannot be read: {_reason(file, error)}") from None
    names = _COLUMNS.split(", ")
    return tuple(Answer(**dict(zip(names, row, strict=True))) for row in rows)  # type: ignore[arg-type]


def summary(*, file: Path | None = None) -> Summary:
    """What was answered so far, by chapter.

    Raises:
        DataError: Where there is a file that cannot be read.
    """
    tries: dict[tuple[str, str], list[Answer]] = {}
    for answer in history(file=file):
        tries.setdefault((answer.chapter, answer.uuid), []).append(answer)
    chapters = sorted({chapter for chapter, _ in tries})
    return Summary(chapters=tuple(_chapter(name, [t for (c, _), t in tries.items() if c == name]) for name in chapters))


def _chapter(name: str, tries: list[list[Answer]]) -> ChapterProgress:
    return ChapterProgress(
        chapter=name,
        answered=len(tries),
        right_first=sum(answers[0].correct for answers in tries),
        right_last=sum(answers[-1].correct for answers in tries),
        sure_but_wrong=tuple(sorted(t[0].item for t in tries if t[0].sure == 3 and not t[0].correct)),
    )


def where(*, file: Path | None = None) -> Where:
    """Where progress is kept and whether it can be written; no file is created."""
    file = file or path()
    if not recording():
        return Where(path=file, writable=False, reason="Recording is off (AZSTUDY_RECORD).")
    try:
        answers = len(history(file=file))
        there = file.exists()
    except (DataError, OSError) as error:
        return Where(path=file, writable=False, reason=_reason(file, error))
    folder = next((parent for parent in file.parents if parent.exists()), file.parent)
    if not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
        return Where(path=file, writable=False, reason=f"{folder} cannot be written to. {_WAY_OUT}", answers=answers)
    if there and not os.access(file, os.W_OK):
        return Where(path=file, writable=False, reason=f"{file} cannot be written to. {_WAY_OUT}", answers=answers)
    return Where(path=file, writable=True, answers=answers)


_WAY_OUT = "Set AZSTUDY_HOME to a folder that can, or AZSTUDY_RECORD=off to study without keeping answers."


@contextmanager
def _open(file: Path, mode: str) -> Iterator[sqlite3.Connection]:
    uri = f"{file.absolute().as_uri()}?mode={mode}"
    with closing(sqlite3.connect(uri, uri=True, timeout=WAIT_SECONDS, isolation_level=None)) as db:
        if (version := _version(db)) > SCHEMA:
            raise DataError(f"{file} was written by a newer azstudy (format {version}); this one knows {SCHEMA}.")
        yield db


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _insert(file: Path, answer: Answer) -> None:
    names = _COLUMNS.split(", ")
    with _open(file, "rwc") as db:
        db.execute("BEGIN IMMEDIATE")
        _sound(db)
        db.execute(_CREATE)
        db.execute(f"PRAGMA user_version = {SCHEMA}")
        db.execute(
            f"INSERT INTO answers ({_COLUMNS}) VALUES ({', '.join('?' * len(names))})",  # noqa: S608
            [getattr(answer, name) for name in names],
        )
        db.execute("COMMIT")


class _DamagedError(sqlite3.DatabaseError):
    """The file is SQLite's, but its pages contradict each other."""


def _sound(db: sqlite3.Connection) -> None:
    found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise _DamagedError(found)


def _damaged(error: sqlite3.DatabaseError) -> bool:
    codes = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    return isinstance(error, _DamagedError) or getattr(error, "sqlite_errorcode", 0) & 0xFF in codes


def _still_damaged(file: Path) -> bool:
    try:
        with _open(file, "rw") as db:
            _sound(db)
    except sqlite3.DatabaseError as error:
        return _damaged(error)
    return False


def _set_aside(file: Path) -> str:
    if not _still_damaged(file):  # another kernel met the same damage and was quicker
        return ""
    number = 1
    while (aside := file.with_name(f"progress.damaged-{number}.sqlite")).exists():
        number += 1
    file.rename(aside)
    with suppress(FileNotFoundError):
        file.with_name(f"{file.name}-journal").rename(aside.with_name(f"{aside.name}-journal"))
    return f"Your file of answers was damaged. It is kept as {aside}, and a new one was begun."


def _reason(file: Path, error: Exception) -> str:
    if isinstance(error, DataError):
        return str(error)
    if isinstance(error, sqlite3.DatabaseError) and _damaged(error):
        return f"{file} is damaged. It will be set aside, and kept, at your next answer."
    if "locked" in str(error):
        return f"{file} was in use by another program for more than {WAIT_SECONDS:g} seconds."
    if isinstance(error, OSError) or "readonly" in str(error) or "unable to open" in str(error):
        return f"{file} cannot be written to. {_WAY_OUT}"
    return f"{file}: {error}."
