"""The questions on disk: found by chapter or by id, read one chapter at a time and only when asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from azstudy._resources import quizzes_dir
from azstudy.errors import QuizError, UnknownNameError, nearest
from azstudy.quiz.item import Chapter, Item
from azstudy.quiz.parse import FILE_NAME, read_chapter


class Bank:
    """A folder of question files, one a chapter. A file is read when a question of it is asked for, once.

    Raises:
        QuizError: From `chapter` and `item`, with file and line, where a file is broken.
    """

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self._read: dict[Path, Chapter] = {}

    def __repr__(self) -> str:
        return f"Bank({len(self.files())} chapters)"

    def files(self) -> tuple[Path, ...]:
        """The question files, by chapter."""
        if not self.folder.is_dir():
            raise QuizError(f"{self.folder} is not a folder of question files.")
        return tuple(sorted(path for path in self.folder.glob("*.yaml") if FILE_NAME.match(path.stem)))

    def chapters(self) -> tuple[str, ...]:
        """The chapters there are questions for: ("00", "02")."""
        return tuple(path.stem[:2] for path in self.files())

    def chapter(self, name: str | int) -> Chapter:
        """The chapter called `name`: "02", 2, "sizing" or "02-sizing".

        Raises:
            UnknownNameError: Naming the chapters there are.
        """
        key = f"{name:02d}" if isinstance(name, int) else str(name).strip().lower()
        for path in self.files():
            if key in (path.stem, path.stem[:2], path.stem[3:], path.stem[:2].removeprefix("0")):
                return self._chapter(path)
        known = [path.stem for path in self.files()]
        hint = f"There are questions for: {', '.join(known)}." if known else f"{self.folder} holds no question files."
        raise UnknownNameError("chapter", name, nearest(key, known), hint=hint)

    def item(self, item_id: str) -> Item:
        """The question called `item_id`; case and spaces around it do not matter.

        Raises:
            UnknownNameError: With the nearest ids.
        """
        key = str(item_id).strip().lower()
        slug = key.rpartition("-")[0]
        files = self.files()
        for path in files:
            if path.stem[3:] == slug:
                for item in self._chapter(path).items:
                    if item.id == key:
                        return item
        near = [path for path in files if path.stem[3:] == slug] or files
        known = [item.id for path in near for item in self._chapter(path).items]
        hint = f"{known[0]} to {known[-1]} exist." if len(near) == 1 and known else ""
        raise UnknownNameError("question", item_id, nearest(key, known), hint=hint)

    def _chapter(self, path: Path) -> Chapter:
        if path not in self._read:
            self._read[path] = read_chapter(path)
        return self._read[path]


@cache
def _bundled(folder: Path) -> Bank:
    return Bank(folder)


def bundled() -> Bank:
    """The questions that come with azstudy."""
    return _bundled(quizzes_dir())
