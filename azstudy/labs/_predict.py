"""Predictions: a learner commits to an answer before the model shows its own, then sees both and the reason.

A prediction never holds its true answer: `truth` computes it from the model, so it follows the data
in use. What it does hold is the answer most people give, and the belief behind it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

import attrs

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.labs._controls import State, Value


class Confidence(StrEnum):
    """How sure a learner was; being sure and wrong is what a review starts with."""

    GUESS = "guess"
    FAIRLY = "fairly"
    SURE = "sure"

    @property
    def label(self) -> str:
        """The words a learner reads."""
        return {"guess": "a guess", "fairly": "fairly sure", "sure": "sure"}[self.value]


@attrs.frozen
class Options:
    """An answer chosen from a few: (id, words) pairs."""

    options: tuple[tuple[str, str], ...]

    def parse(self, raw: Any) -> str:
        """The id of the option meant, given as id or words."""
        key = str(raw).strip().lower()
        for ident, words in self.options:
            if key in (ident.lower(), words.lower()):
                return ident
        ids = [ident for ident, _ in self.options]
        raise UnknownNameError("answer", raw, nearest(str(raw), ids), hint=f"Allowed: {', '.join(ids)}.")

    def same(self, one: Any, other: Any) -> bool:
        """True for the same option."""
        return bool(one == other)

    def say(self, answer: Any) -> str:
        """The words of an option."""
        return dict(self.options)[answer]


@attrs.frozen(kw_only=True)
class Quantity:
    """An answer that is a number in `unit`, right within `tolerance` either way (same unit)."""

    unit: str
    minimum: float
    maximum: float
    tolerance: float
    step: float = 1.0

    def parse(self, raw: Any) -> float:
        """The number meant.

        Raises:
            InvalidInputError: Where it is no number, or outside what can be meant.
        """
        try:
            value = math.nan if isinstance(raw, bool) else float(raw)
        except (TypeError, ValueError):
            value = math.nan
        if not self.minimum <= value <= self.maximum:
            raise InvalidInputError(
                f"A number from {self.minimum:g} to {self.maximum:g} {self.unit} is asked for; {raw!r} was given."
            )
        return value

    def same(self, one: Any, other: Any) -> bool:
        """True within the tolerance."""
        return bool(abs(float(one) - float(other)) <= self.tolerance + 1e-9)

    def say(self, answer: Any) -> str:
        """The number with its unit."""
        value = float(answer)
        shown = f"{value:,.0f}" if value.is_integer() or abs(value) >= 100 else f"{value:,.1f}"
        return f"{shown} {self.unit}"


@attrs.frozen(kw_only=True)
class Order:
    """An answer typed as whole numbers in an order, such as the first three instances deleted.

    >>> Order(count=3).parse("2 3,1")
    '2, 3, 1'
    """

    count: int

    def parse(self, raw: Any) -> str:
        """The numbers, joined by commas.

        Raises:
            InvalidInputError: Unless there are `count` whole numbers.
        """
        parts = re.split(r"[\s,;]+", str(raw).strip())
        if len(parts) != self.count or not all(part.isdecimal() for part in parts):
            raise InvalidInputError(
                f"{self.count} numbers in their order are asked for, such as "
                f"{', '.join(str(n) for n in range(4, 4 + self.count))}; {str(raw)!r} was given."
            )
        return ", ".join(str(int(part)) for part in parts)

    def same(self, one: Any, other: Any) -> bool:
        """True for the same numbers in the same order."""
        return bool(one == other)

    def say(self, answer: Any) -> str:
        """The numbers."""
        return str(answer)


@attrs.frozen(kw_only=True)
class Pick(Order):
    """An answer typed as different whole numbers in any order, such as the numbers of four machines.

    >>> Pick(count=3).parse("9 2,4")
    '2, 4, 9'
    """

    def parse(self, raw: Any) -> str:
        """The numbers, the lowest first, joined by commas.

        Raises:
            InvalidInputError: Unless there are `count` different whole numbers.
        """
        numbers = {int(part) for part in super().parse(raw).split(", ")}
        if len(numbers) != self.count:
            raise InvalidInputError(f"{self.count} different numbers are asked for; {str(raw)!r} repeats one.")
        return ", ".join(map(str, sorted(numbers)))


@attrs.frozen(kw_only=True)
class Truth:
    """What the model says: the `answer`, the deciding reason in a sentence, and the steps to it."""

    answer: Any
    because: str
    steps: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Misconception:
    """A belief many hold: the answer it leads to, its name, and where it goes wrong."""

    answer: Any
    name: str
    text: str


@attrs.frozen(kw_only=True)
class WhatIf:
    """A next thing to try: words on a button, the changes it makes, and what to look for."""

    label: str
    changes: Mapping[str, Value]


@attrs.frozen(kw_only=True)
class Outcome:
    """A committed guess beside the truth.

    `trapped` is True where the guess is the very answer the misconception leads to.
    """

    prediction: str
    guess: Any
    confidence: Confidence
    truth: Truth
    right: bool
    trapped: bool

    @property
    def sure_but_wrong(self) -> bool:
        """True for the errors most worth a second look."""
        return not self.right and self.confidence is Confidence.SURE


@attrs.frozen(kw_only=True)
class Prediction:
    """One question asked before a scenario is shown.

    Attributes:
        id: Short and stable.
        title: A few words.
        question: What to predict, in full sentences.
        setup: The scenario, as changes to the lab's start.
        answer: What kind of answer is asked for.
        truth: Computes the answer for a state of the lab.
        misconception: The belief it exposes.
        view: Name of the lab's view that shows it best.
        what_if: What to try afterwards.
    """

    id: str
    title: str
    question: str
    setup: Mapping[str, Value]
    answer: Options | Quantity | Order
    truth: Callable[[State], Truth]
    misconception: Misconception
    view: str = ""
    what_if: tuple[WhatIf, ...] = ()

    def judge(self, guess: Any, confidence: Confidence | str, state: State) -> Outcome:
        """Set a guess beside the truth in `state`.

        Raises:
            InvalidInputError: For a guess that is no answer to this question.
        """
        given = self.answer.parse(guess)
        truth = self.truth(state)
        return Outcome(
            prediction=self.id,
            guess=given,
            confidence=_confidence(confidence),
            truth=truth,
            right=self.answer.same(given, truth.answer),
            trapped=self.answer.same(given, self.misconception.answer),
        )


def _confidence(given: Confidence | str) -> Confidence:
    try:
        return Confidence(str(given).strip().lower())
    except ValueError:
        words = [member.value for member in Confidence]
        raise UnknownNameError(
            "confidence", given, nearest(str(given), words), hint=f"Allowed: {', '.join(words)}."
        ) from None
