"""Reads one question file: YAML into plain values, every problem told with its line.

YAML turns an unquoted `yes`, `4.1` or `02` into something that is not text. A `Reader` takes the
fields out of one mapping and notes each that is not what it should be, so a writer sees all
problems of a file at once and a learner's session stops with one clear message.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import attrs
import yaml

from azstudy.errors import QuizError, nearest

Place = tuple[str | int, ...]
"""Where a value stands in the file: ("items", 2, "options", 0, "why")."""


@attrs.frozen
class Note:
    """One thing that is wrong, at one place of a document."""

    place: Place
    message: str


@cache
def loader() -> Any:
    """The YAML loader in use: libyaml's where it is there, and dates stay text.

    >>> yaml.load("date: 2026-03-05", loader())
    {'date': '2026-03-05'}
    """
    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    resolvers = {
        first: [(tag, pattern) for tag, pattern in pairs if not tag.endswith(":timestamp")]
        for first, pairs in base.yaml_implicit_resolvers.items()
    }
    return type("QuestionLoader", (base,), {"yaml_implicit_resolvers": resolvers})


def read_text(path: Path) -> str:
    """The text of `path`.

    Raises:
        QuizError: Naming the file, where it cannot be read or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise QuizError(f"{path}:{line}: this is not UTF-8 text. Save the file as UTF-8.") from None
    except OSError as error:
        raise QuizError(f"{path}: the question file cannot be read ({error.strerror or error}).") from None


def load(text: str, path: Path) -> Any:
    """The plain values in `text`.

    Raises:
        QuizError: With file and line, where it is not YAML.
    """
    try:
        return yaml.load(text, loader())  # noqa: S506 (a SafeLoader with one resolver less)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        what = " ".join(filter(None, [error.problem, error.context]))
        raise QuizError(f"{path}:{line}: this is not valid YAML: {what}.") from None
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise QuizError(f"{path}:{line}: this character is not allowed in YAML: {error.reason}.") from None
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise QuizError(f"{path}: this is not valid YAML: {error}.") from None


def line_of(text: str, place: Place) -> int:
    """The line (from 1) on which `place` stands, or the nearest thing above it that exists.

    >>> line_of("a: 1\\nitems:\\n- id: x\\n- id: y\\n", ("items", 1, "why"))
    4
    """
    node = _tree(text)
    line = 1
    for step in place:
        found = _step(node, step)
        if found is None:
            break
        line, node = found
    return line


@lru_cache(maxsize=8)
def _tree(text: str) -> Any:
    return yaml.compose(text, loader())


def _step(node: Any, step: str | int) -> tuple[int, Any] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        child = node.value[step]
        return child.start_mark.line + 1, child
    return None


def repeated_keys(text: str) -> Iterator[tuple[int, str]]:
    """Line and name of every key that stands twice in one mapping; YAML would drop the first in silence.

    >>> list(repeated_keys("why: a\\nwhy: b\\n"))
    [(2, 'why')]
    """
    waiting: list[Any] = [_tree(text)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                name = str(key.value)
                if name in seen:
                    yield key.start_mark.line + 1, name
                seen.add(name)
                waiting.append(value)


def place_words(place: Place) -> str:
    """`place` as a person would say it, items left out.

    >>> place_words(("items", 2, "options", 0, "why"))
    'option 1: "why"'
    """
    steps = list(place[2:] if len(place) > 1 and place[0] == "items" else place)
    words: list[str] = []
    while steps:
        step = steps.pop(0)
        if steps and isinstance(steps[0], int):
            words.append(f"{str(step).removesuffix('s').removesuffix('e')} {int(steps.pop(0)) + 1}")
        else:
            words.append(f'"{step}"')
    return ": ".join(words).replace("near_miss ", "near miss ")


class Reader:
    """Takes the fields out of one mapping; what is wrong goes into `notes`, never an exception.

    A wrong or missing field reads as an empty value, so reading goes on to the next problem.
    """

    def __init__(self, value: object, place: Place = (), notes: list[Note] | None = None) -> None:
        self.place = place
        self.notes: list[Note] = [] if notes is None else notes
        self.fields: dict[Any, Any] = {}
        self._asked: set[str] = set()
        self.readable = isinstance(value, dict)
        if isinstance(value, dict):
            self.fields = value
        else:
            self.note(None, f"needs fields, got {_shown(value)}.")

    def note(self, name: str | None, message: str) -> None:
        """Write down a problem with the field `name`, or with the whole mapping."""
        self.notes.append(Note(self.place if name is None else (*self.place, name), message))

    def has(self, name: str) -> bool:
        """True where the field is written at all."""
        self._asked.add(name)
        return name in self.fields

    def _take(self, name: str, required: bool) -> Any:
        if self.has(name):
            return self.fields[name]
        if required:
            self.note(name, "is missing.")
        return None

    def text(self, name: str, *, pattern: str = r"\S", shape: str = "some text", required: bool = True) -> str:
        """A text that matches `pattern` somewhere; `shape` says in words what that means."""
        value = self._take(name, required)
        if value is None and not self.has(name):
            return ""
        if not isinstance(value, str):
            self.note(name, _not_text(value))
            return ""
        if not re.search(pattern, value):
            self.note(name, f"needs {shape}, got {value!r}.")
            return ""
        return value.strip()

    def line(self, name: str, *, required: bool = True) -> str:
        """A text of one line."""
        return self.text(name, pattern=r"\A[^\n]*\S[^\n]*\Z", shape="text on one line", required=required)

    def word(self, name: str, allowed: Iterable[str], *, default: str | None = None) -> str:
        """One of the `allowed` words."""
        words = tuple(allowed)
        value = self._take(name, default is None)
        if value is None and not self.has(name):
            return default or ""
        if value in words and isinstance(value, str):
            return value
        if isinstance(value, bool) or value is None:
            self.note(name, _not_text(value))
        else:
            close = nearest(str(value), words, count=1)
            guess = f" Did you mean {close[0]}?" if close else ""
            self.note(name, f"is {_shown(value)}; allowed: {', '.join(words)}.{guess}")
        return ""

    def number(self, name: str, *, required: bool = True) -> float:
        """A finite number."""
        value = self._take(name, required)
        if value is None and not self.has(name):
            return 0.0
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.note(name, f"needs a number, got {_shown(value)}.")
            return 0.0
        return float(value)

    def whole(self, name: str, allowed: Sequence[int]) -> int:
        """One of the `allowed` whole numbers."""
        value = self._take(name, True)
        if isinstance(value, bool) or not isinstance(value, int | float) or value not in allowed:
            if self.has(name):
                self.note(name, f"is {_shown(value)}; allowed: {', '.join(map(str, allowed))}.")
            return allowed[0]
        return int(value)

    def flag(self, name: str) -> bool:
        """True or false."""
        value = self._take(name, True)
        if not isinstance(value, bool):
            if self.has(name):
                self.note(name, f"needs true or false, got {_shown(value)}.")
            return False
        return value

    def anything(self, name: str) -> Any:
        """Any plain value, None where it is not written."""
        return self._take(name, False)

    def child(self, name: str) -> Reader:
        """The mapping in the field `name`."""
        self._take(name, True)
        if not self.has(name):
            return Reader({}, (*self.place, name), [])
        return Reader(self.fields[name], (*self.place, name), self.notes)

    def rows(self, name: str, *, least: int = 1, most: int | None = None) -> list[Any]:
        """The list in the field `name`, as it stands."""
        value = self._take(name, True)
        if not isinstance(value, list):
            if self.has(name):
                self.note(name, f"needs a list, got {_shown(value)}.")
            return []
        if len(value) < least or (most is not None and len(value) > most):
            amount = f"at least {least}" if most is None else f"{least} to {most}"
            self.note(name, f"needs {amount} entries, got {len(value)}.")
        return value

    def readers(self, name: str, *, least: int = 1, most: int | None = None) -> list[Reader]:
        """The mappings in the list `name`, each with its own reader."""
        rows = self.rows(name, least=least, most=most)
        return [Reader(row, (*self.place, name, index), self.notes) for index, row in enumerate(rows)]

    def texts(self, name: str, *, least: int = 1, most: int | None = None) -> tuple[str, ...]:
        """The texts in the list `name`."""
        rows = self.rows(name, least=least, most=most)
        for index, row in enumerate(rows):
            if not isinstance(row, str):
                self.notes.append(Note((*self.place, name, index), _not_text(row)))
            elif not row.strip():
                self.notes.append(Note((*self.place, name, index), "is empty."))
        return tuple(row.strip() for row in rows if isinstance(row, str))

    def done(self) -> None:
        """Note every field nobody asked for: usually a slip of the pen."""
        for name in self.fields:
            if not isinstance(name, str):
                self.notes.append(Note(self.place, f"has the key {_shown(name)}; keys are text."))
            elif name not in self._asked:
                close = nearest(name, self._asked, count=1)
                guess = f" Did you mean {close[0]}?" if close else ""
                self.note(name, f"is not a field here.{guess}")


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "nothing"
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}…"


def _not_text(value: object) -> str:
    if isinstance(value, bool):
        return (
            f"needs text, got {_shown(value)}; YAML reads an unquoted yes, no, on, off, true or false so: "
            "put it in quotes."
        )
    if isinstance(value, int | float):
        return f"needs text, got the number {value}: put it in quotes."
    return f"needs text, got {_shown(value)}."
