"""What every kind of question can do, and the table of kinds.

A new kind is one class with the `@register` decorator in this package (and its shape in
`quizzes/schema.json`): bank, checking, text, widget, lint and proofs work through `Kind` alone.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal, TypeVar

import attrs

if TYPE_CHECKING:
    from azstudy.quiz.reading import Reader

Control = Literal["one", "many", "number"]


@attrs.frozen(kw_only=True)
class Choice:
    """One thing to pick in a field: the key an answer names, and its text (Markdown)."""

    key: str
    text: str


@attrs.frozen(kw_only=True)
class Field:
    """One thing to fill in: pick one choice, pick many, or type a number.

    A question is one or several fields; an order or a yes/no series is several fields of "one".
    """

    control: Control
    label: str
    choices: tuple[Choice, ...] = ()
    unit: str = ""


@attrs.frozen(kw_only=True)
class Part:
    """One option, or one typical number, after marking: is it right, was it given, and why."""

    label: str
    text: str
    right: bool
    why: str
    given: bool = False
    misconception: str = ""


@attrs.frozen(kw_only=True)
class Marks:
    """What an answer earned: points of `out_of`, and every part explained."""

    points: float
    out_of: int
    parts: tuple[Part, ...]


@attrs.frozen(kw_only=True)
class Sample:
    """An answer a learner may give and the reason it must get; tests and answer keys go through all of them."""

    answer: object
    right: bool
    why: str


class Kind(ABC):
    """The part of a question that is special to its kind."""

    name: ClassVar[str]

    @classmethod
    @abstractmethod
    def parse(cls, fields: Reader) -> Kind:
        """Take this kind's fields; problems are noted in the reader."""

    @property
    @abstractmethod
    def instruction(self) -> str:
        """What to do, in one sentence: "Choose 2."."""

    @abstractmethod
    def form(self) -> tuple[Field, ...]:
        """What to fill in."""

    @abstractmethod
    def read(self, answer: object) -> object:
        """`answer` in its one normal form.

        Raises:
            QuizError: A sentence that says what was given and what is allowed.
        """

    @abstractmethod
    def told(self, answer: object) -> str:
        """A normal-form answer as text: `A, C`, `8`."""

    @abstractmethod
    def mark(self, answer: object) -> Marks:
        """Marks for a normal-form answer."""

    @abstractmethod
    def parts(self) -> tuple[Part, ...]:
        """Every option explained, none given."""

    @abstractmethod
    def samples(self) -> Iterator[Sample]:
        """The right answer first, then every foreseen wrong one."""

    @abstractmethod
    def problems(self) -> Iterator[str]:
        """What is wrong with the question beyond its shape."""

    @abstractmethod
    def gives_away(self, hint: str) -> str | None:
        """What `hint` gives away of the answer, or None."""


KINDS: dict[str, type[Kind]] = {}

K = TypeVar("K", bound=type[Kind])


def register(kind: K) -> K:
    """Put a kind into the table under its `name`."""
    KINDS[kind.name] = kind
    return kind
