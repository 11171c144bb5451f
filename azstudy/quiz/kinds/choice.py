"""Questions with options: pick one (`single`) or several (`multiple`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar, Self

import attrs

from azstudy.errors import QuizError
from azstudy.quiz.kinds._base import Choice, Field, Kind, Marks, Part, Sample, register
from azstudy.quiz.reading import Reader

TAG = r"\A[a-z0-9]+(-[a-z0-9]+)*\Z"
_TAG_SHAPE = "a tag such as burst-is-free (lower case, hyphens)"
_BETWEEN = re.compile(r"[\s,;/&+().\[\]{}'\"`]+|\bAND\b")


@attrs.frozen(kw_only=True)
class Option:
    """One option; a wrong one names the misconception that makes it tempting."""

    key: str
    text: str
    correct: bool
    why: str
    misconception: str = ""


def letters(answer: object, keys: Iterable[str]) -> tuple[str, ...]:
    """The keys meant by `answer`, each once, in the order of `keys`.

    Raises:
        QuizError: When part of the answer is not one of the keys.

    >>> letters("c and a", "ABC")
    ('A', 'C')
    """
    allowed = tuple(keys)
    pieces = answer if isinstance(answer, list | tuple | set | frozenset) else [answer]
    chosen: set[str] = set()
    for piece in pieces:
        if not isinstance(piece, str):
            raise QuizError(f"{piece!r} is not one of the options. {_options(allowed)}")
        for word in _BETWEEN.sub(" ", piece.upper()).split():
            if not set(word) <= set(allowed):
                raise QuizError(f"{piece.strip()!r} is not one of the options. {_options(allowed)}")
            chosen.update(word)
    return tuple(key for key in allowed if key in chosen)


def _options(allowed: tuple[str, ...]) -> str:
    return f"Answer with {', '.join(allowed[:-1])} or {allowed[-1]}."


def _read_option(fields: Reader) -> Option:
    option = Option(
        key=fields.text("key", pattern=r"\A[A-E]\Z", shape="one letter from A to E"),
        text=fields.line("text"),
        correct=fields.flag("correct"),
        why=fields.text("why"),
        misconception=fields.text("misconception", pattern=TAG, shape=_TAG_SHAPE, required=False),
    )
    if not option.correct and not fields.has("misconception") and fields.fields.get("correct") is False:
        fields.note("misconception", "is missing: a wrong option names the thought that leads to it.")
    if option.correct and fields.has("misconception"):
        fields.note("misconception", "belongs to wrong options only.")
    fields.done()
    return option


@attrs.frozen(kw_only=True)
class _Options(Kind):
    options: tuple[Option, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The letters of the options."""
        return tuple(option.key for option in self.options)

    @property
    def right(self) -> tuple[str, ...]:
        """The letters of the right options."""
        return tuple(option.key for option in self.options if option.correct)

    def told(self, answer: object) -> str:
        """The chosen letters: `A, C`."""
        return ", ".join(letters(answer, self.keys))

    def parts(self) -> tuple[Part, ...]:
        """Every option explained, none given."""
        return self._parts(())

    def _parts(self, chosen: tuple[str, ...]) -> tuple[Part, ...]:
        return tuple(
            Part(
                label=option.key,
                text=option.text,
                right=option.correct,
                why=option.why,
                given=option.key in chosen,
                misconception=option.misconception,
            )
            for option in self.options
        )

    def problems(self) -> Iterator[str]:
        """Letters out of order, and the same text twice."""
        expected = tuple("ABCDE"[: len(self.options)])
        if self.keys != expected:
            yield f"option keys are {', '.join(self.keys)}; they must be {', '.join(expected)} in this order."
        texts = [" ".join(option.text.lower().split()) for option in self.options]
        if len(set(texts)) < len(texts):
            yield "two options have the same text."

    def gives_away(self, hint: str) -> str | None:
        """The letter or the whole text of a right option."""
        for key in self.right:
            if re.search(rf"\b(?:option|answer|choice|letter|key)\s*(?:is\s*)?[(\"'`*]*{key}\b(?!-)", hint, re.I):
                return f"the letter {key}"
        low = " ".join(hint.lower().split())
        held = [option for option in self.options if len(option.text) > 3 and option.text.lower() in low]
        if held and all(option.correct for option in held):
            return f"the text of option {held[0].key}"
        return None


@register
@attrs.frozen(kw_only=True)
class SingleChoice(_Options):
    """One right option among several."""

    name: ClassVar[str] = "single"

    @classmethod
    def parse(cls, fields: Reader) -> Self:
        """Take the options."""
        return cls(options=tuple(_read_option(row) for row in fields.readers("options", least=3, most=5)))

    @property
    def instruction(self) -> str:
        """Always the same sentence."""
        return "Choose 1."

    def form(self) -> tuple[Field, ...]:
        """One field, one choice."""
        choices = tuple(Choice(key=option.key, text=option.text) for option in self.options)
        return (Field(control="one", label="Options", choices=choices),)

    def read(self, answer: object) -> tuple[str, ...]:
        """Exactly one letter."""
        chosen = letters(answer, self.keys)
        if len(chosen) != 1:
            given = f"you gave {len(chosen)} ({', '.join(chosen)})" if chosen else "you gave none"
            raise QuizError(f"This question takes 1 choice; {given}. {_options(self.keys)}")
        return chosen

    def mark(self, answer: object) -> Marks:
        """One point or none."""
        chosen = self.read(answer)
        return Marks(points=float(chosen == self.right), out_of=1, parts=self._parts(chosen))

    def samples(self) -> Iterator[Sample]:
        """Every option, the right one first."""
        for option in sorted(self.options, key=lambda option: not option.correct):
            yield Sample(answer=option.key, right=option.correct, why=option.why)

    def problems(self) -> Iterator[str]:
        """Exactly one option is right."""
        yield from super().problems()
        if len(self.right) != 1:
            yield f"{len(self.right)} options are correct; a single choice has exactly 1."


@register
@attrs.frozen(kw_only=True)
class MultipleChoice(_Options):
    """Several right options.

    `exact` asks for as many choices as there are right ones and gives one point for each right
    one, as the exam does (Microsoft exam scoring page, 2026). Without it each wrong choice takes
    a point away, never below zero: otherwise ticking everything would earn full marks.
    """

    name: ClassVar[str] = "multiple"
    exact: bool = True

    @classmethod
    def parse(cls, fields: Reader) -> Self:
        """Take the options and `choose`."""
        exact = fields.word("choose", ("exact", "any"), default="exact") != "any"
        return cls(exact=exact, options=tuple(_read_option(row) for row in fields.readers("options", least=3, most=5)))

    @property
    def instruction(self) -> str:
        """How many to choose."""
        return f"Choose {len(self.right)}." if self.exact else "Choose all that apply."

    def form(self) -> tuple[Field, ...]:
        """One field, many choices."""
        choices = tuple(Choice(key=option.key, text=option.text) for option in self.options)
        return (Field(control="many", label="Options", choices=choices),)

    def read(self, answer: object) -> tuple[str, ...]:
        """At least one letter; as many as asked for where a number is asked for."""
        chosen = letters(answer, self.keys)
        if self.exact and len(chosen) != len(self.right):
            given = f"{len(chosen)} ({', '.join(chosen)})" if chosen else "none"
            raise QuizError(f"This question asks for {len(self.right)} choices; you gave {given}.")
        if not chosen:
            raise QuizError(f"This question needs at least 1 choice. {_options(self.keys)}")
        return chosen

    def mark(self, answer: object) -> Marks:
        """One point for each right choice."""
        chosen = set(self.read(answer))
        hits, slips = len(chosen & set(self.right)), len(chosen - set(self.right))
        points = hits if self.exact else max(0, hits - slips)
        return Marks(points=float(points), out_of=len(self.right), parts=self._parts(tuple(chosen)))

    def samples(self) -> Iterator[Sample]:
        """All right ones; then each wrong one in the place of the first right one."""
        yield Sample(answer=list(self.right), right=True, why=self._why(self.right[0]))
        for option in self.options:
            if not option.correct:
                yield Sample(answer=[option.key, *self.right[1:]], right=False, why=option.why)

    def _why(self, key: str) -> str:
        return next(option.why for option in self.options if option.key == key)

    def problems(self) -> Iterator[str]:
        """Something is right and something is wrong."""
        yield from super().problems()
        if not self.right:
            yield "no option is correct; a multiple choice has at least 1."
        if len(self.right) == len(self.options):
            yield "every option is correct; a multiple choice has at least 1 wrong one."
