"""Finds what is wrong with question files before a learner does.

Errors must be repaired. Warnings are advice about a whole file: too few questions, answers that can be guessed from
their length or letter. Proofs are run only when asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

import attrs

from azstudy._resources import quizzes_dir
from azstudy.errors import InvalidInputError, QuizError
from azstudy.quiz import style
from azstudy.quiz.item import Item
from azstudy.quiz.parse import Draft, item_name, note_words, read_draft
from azstudy.quiz.proofs import PROOFS, prove
from azstudy.quiz.reading import Place, line_of, place_words, repeated_keys

LEAST_ITEMS, LEAST_PRETEST = 12, 3


@attrs.frozen(kw_only=True)
class Problem:
    """One problem; `line` counts from 1 and `item` is empty where it is about the file."""

    file: str
    line: int
    item: str
    message: str
    level: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        about = f"{self.item}: " if self.item else ""
        mark = "warning: " if self.level == "warning" else ""
        return f"{self.file}:{self.line}: {mark}{about}{self.message}"


@attrs.frozen(kw_only=True)
class Report:
    """What lint found, and what it looked at."""

    problems: tuple[Problem, ...]
    files: int
    items: int
    notices: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that must be repaired."""
        return tuple(problem for problem in self.problems if problem.level == "error")


def lint(paths: Iterable[Path | str] = (), *, proofs: bool = False) -> list[Problem]:
    """The problems in `paths`, by file and line; see `report` for the arguments."""
    return list(report(paths, proofs=proofs).problems)


def report(paths: Iterable[Path | str] = (), *, proofs: bool = False) -> Report:
    """Look at question files.

    Args:
        paths: Files, or folders of `*.yaml`; the bundled questions where there are none.
        proofs: Also run the proofs of every question, on the data in use.

    Raises:
        InvalidInputError: Where a path is neither a file nor a folder with question files.
    """
    files = _files(paths)
    schema, notices = _schema()
    found: list[Problem] = []
    drafts: dict[str, Draft] = {}
    for path in files:
        try:
            drafts[str(path)] = read_draft(path)
        except QuizError as error:
            found.append(_unreadable(path, str(error)))
    for name, draft in drafts.items():
        found += _shape(name, draft, schema)
        found += _items(name, draft, proofs=proofs)
        found += _whole_file(name, draft)
    found += _across(drafts)
    found.sort(key=lambda problem: (problem.file, problem.line, problem.item, problem.message))
    count = sum(len(draft.chapter.items) for draft in drafts.values())
    return Report(problems=tuple(found), files=len(files), items=count, notices=notices)


def _files(paths: Iterable[Path | str]) -> list[Path]:
    asked = [Path(path) for path in paths] or [quizzes_dir()]
    files: list[Path] = []
    for path in asked:
        inside = sorted([*path.glob("*.yaml"), *path.glob("*.yml")]) if path.is_dir() else [path]
        if not inside or not all(one.is_file() for one in inside):
            what = "no question files (*.yaml) in this folder" if path.is_dir() else "there is no such file"
            raise InvalidInputError(f"{path}: {what}. Give question files or folders that hold them.")
        files += inside
    return list(dict.fromkeys(files))


def _schema() -> tuple[Any, tuple[str, ...]]:
    try:
        jsonschema: Any = import_module("jsonschema")  # of the dev group, and slow to load: lint alone pays for it
    except ImportError:
        advice = "jsonschema is not installed: files were checked by azstudy's own reader, not against schema.json."
        return None, (f"{advice} It is in the dev group: uv sync --group dev.",)
    document = json.loads((quizzes_dir() / "schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(document), ()


def _unreadable(path: Path, message: str) -> Problem:
    rest = message.removeprefix(f"{path}:")
    line, _, words = rest.partition(":")
    if line.isdigit():
        return Problem(file=str(path), line=int(line), item="", message=words.strip())
    return Problem(file=str(path), line=1, item="", message=rest.strip())


def _shape(name: str, draft: Draft, schema: Any) -> Iterator[Problem]:
    told: set[Place] = set()
    for note in draft.notes:
        told.update(note.place[:end] for end in range(len(note.place) + 1))
        item = item_name(draft.raw, note.place)
        message = note_words(draft.raw, note).removeprefix(f"{item}: ")
        yield Problem(file=name, line=line_of(draft.text, note.place), item=item, message=message)
    for line, key in repeated_keys(draft.text):
        yield Problem(
            file=name, line=line, item="", message=f'"{key}" stands twice here; YAML keeps only the last one.'
        )
    for error in schema.iter_errors(draft.raw) if schema else ():
        place: Place = tuple(error.absolute_path)
        if place not in told:
            words = f"{place_words(place)} does not match schema.json: {error.message}".lstrip()
            item = item_name(draft.raw, place)
            yield Problem(file=name, line=line_of(draft.text, place), item=item, message=words)


def _items(name: str, draft: Draft, *, proofs: bool) -> Iterator[Problem]:
    for item, place in zip(draft.chapter.items, draft.places, strict=True):
        line = line_of(draft.text, ("items", place))
        for message in _about(item):
            yield Problem(file=name, line=line, item=item.id, message=message)
        for message in style.advice(item):
            yield Problem(file=name, line=line, item=item.id, message=message, level="warning")
        for one in prove(item) if proofs else ():
            if not one.ok:
                yield Problem(file=name, line=line, item=item.id, message=f"proof: {one.problem}")


def _about(item: Item) -> Iterator[str]:
    yield from item.body.problems()
    for number, hint in enumerate(item.hints, start=1):
        given = item.body.gives_away(hint)
        if given:
            yield f"hint {number} gives away {given}."
    for one in item.proofs:
        if one.call not in PROOFS:
            yield f"there is no proof called {one.call!r}; there are: {', '.join(sorted(PROOFS))}."
    yield from style.problems(item)


def _whole_file(name: str, draft: Draft) -> Iterator[Problem]:
    if draft.notes:
        return  # counts over half a file mislead
    items = draft.chapter.items
    messages = list(style.guessable(items))
    if len(items) < LEAST_ITEMS:
        messages.append(f"a chapter needs at least {LEAST_ITEMS} questions, this one has {len(items)}.")
    pretest = sum(item.role == "pretest" for item in items)
    if pretest < LEAST_PRETEST:
        messages.append(f"a chapter needs at least {LEAST_PRETEST} pretest questions, this one has {pretest}.")
    for message in messages:
        yield Problem(file=name, line=1, item="", message=message, level="warning")


def _across(drafts: dict[str, Draft]) -> Iterator[Problem]:
    chapters: dict[str, str] = {}
    seen: dict[tuple[str, str], str] = {}
    for name, draft in drafts.items():
        number = draft.chapter.number
        if number and chapters.setdefault(number, name) != name:
            message = f"chapter {number} has two files; the other is {chapters[number]}."
            yield Problem(file=name, line=1, item="", message=message)
        for item, place in zip(draft.chapter.items, draft.places, strict=True):
            line = line_of(draft.text, ("items", place))
            for what, value in (("id", item.id), ("uuid", item.uuid), ("stem", " ".join(item.stem.lower().split()))):
                if (what, value) in seen:
                    message = f"has the same {what} as {seen[what, value]}."
                    yield Problem(file=name, line=line, item=item.id, message=message)
                seen.setdefault((what, value), f"{item.id} ({name}:{line})")
