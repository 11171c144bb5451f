"""Questions answered by a number, with the numbers that typical mistakes give."""

from __future__ import annotations

import math
import numbers
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar, Self

import attrs

from azstudy.errors import QuizError
from azstudy.quiz.kinds._base import Field, Kind, Marks, Part, Sample, register
from azstudy.quiz.kinds.choice import TAG
from azstudy.quiz.reading import Reader

_NUMBER = re.compile(
    r"""\A [$€£]? \s*
        (?P<number> [+-]?
            (?: \d{1,3} (?: [,_'\s] \d{3} )+ (?: \.\d* )? | \d+ (?: \.\d* )? | \.\d+ )
            (?: [eE][+-]?\d+ )? )
        \s* (?P<rest> .*? ) \s* \Z""",
    re.VERBOSE | re.DOTALL,
)
_COMMA_FRACTION = re.compile(r"\A[$€£]?\s*[+-]?\d+,(?!\d{3}\b)\d+\b")
_SLACK = 1e-9
"""Relative slack for arithmetic on binary fractions, so that 0.1 + 0.2 is 0.3."""


@attrs.frozen
class Tolerance:
    """How far from a number an answer may be: absolute, or in percent of that number.

    >>> Tolerance(2, percent=True).around(150)
    (147.0, 153.0)
    """

    amount: float
    percent: bool = False

    def __str__(self) -> str:
        return f"{plain(self.amount)} %" if self.percent else plain(self.amount)

    def around(self, value: float) -> tuple[float, float]:
        """Lowest and highest number that still count as `value`."""
        room = abs(value) * self.amount / 100 if self.percent else self.amount
        return value - room, value + room

    def covers(self, value: float, given: float) -> bool:
        """True where `given` counts as `value`; both ends belong to it."""
        low, high = self.around(value)
        slack = _SLACK * max(abs(value), abs(given))
        return low - slack <= given <= high + slack


@attrs.frozen(kw_only=True)
class NearMiss:
    """A wrong number that a typical mistake gives, and the mistake."""

    value: float
    tolerance: Tolerance
    why: str
    misconception: str


def number(answer: object, unit: str = "") -> float:
    """The number meant by `answer`; thousands separators, a currency sign and the unit are forgiven.

    Raises:
        QuizError: When it is not one finite number in `unit`.

    >>> number("1,250 USD", "USD per month")
    1250.0
    """
    ask = f"Answer with a number{f' in {unit}' if unit else ''}, such as 12 or 12.5."
    if isinstance(answer, bool) or not isinstance(answer, str | numbers.Real | Decimal):
        raise QuizError(f"{answer!r} is not a number. {ask}")
    value = _from_text(answer, unit, ask) if isinstance(answer, str) else _as_float(answer)
    if not math.isfinite(value):
        raise QuizError(f"{answer!r} is not a finite number. {ask}")
    return value


def _as_float(value: numbers.Real | Decimal) -> float:
    try:
        return float(value)
    except (OverflowError, ValueError):
        return math.nan


def _from_text(answer: str, unit: str, ask: str) -> float:
    text = answer.strip().replace("\N{MINUS SIGN}", "-")
    match = _NUMBER.match(text)
    if match is None:
        raise QuizError(f"{answer.strip()!r} is not a number. {ask}")
    rest = match["rest"].lower()
    if _COMMA_FRACTION.match(text):
        raise QuizError(f"{answer.strip()!r} can be read in two ways. Write a fraction with a point: 12.5.")
    known = {"", unit.lower(), unit.lower().split(" ")[0], unit.lower().removesuffix("s"), "%" if "%" in unit else ""}
    if rest not in known:
        raise QuizError(f"{answer.strip()!r} is not a number{f' in {unit}' if unit else ''}. {ask}")
    return float(re.sub(r"[,_'\s]", "", match["number"]))


def plain(value: float) -> str:
    """A number as a person writes it.

    >>> plain(1250.0), plain(0.125), plain(140.160)
    ('1,250', '0.125', '140.16')
    """
    if value and abs(value) < 1e-6:
        return f"{value:g}"
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def _read_tolerance(fields: Reader, default: Tolerance) -> Tolerance:
    if not fields.has("tolerance"):
        return default
    value = fields.fields["tolerance"]
    if isinstance(value, str):
        text = fields.text("tolerance", pattern=r"\A[0-9]+(\.[0-9]+)? ?%\Z", shape='a number, or text such as "2%"')
        return Tolerance(float(text.rstrip("% ")), percent=True) if text else default
    amount = fields.number("tolerance")
    if amount < 0:
        fields.note("tolerance", f"is {amount:g}; it cannot be negative.")
    return Tolerance(amount)


def _read_near_miss(fields: Reader, default: Tolerance) -> NearMiss:
    miss = NearMiss(
        value=fields.number("value"),
        tolerance=_read_tolerance(fields, default),
        why=fields.text("why"),
        misconception=fields.text("misconception", pattern=TAG, shape="a tag such as month-for-year"),
    )
    fields.done()
    return miss


@register
@attrs.frozen(kw_only=True)
class Numeric(Kind):
    """A number in `unit`; right within `tolerance`, and told what went wrong at a near miss."""

    name: ClassVar[str] = "numeric"
    answer: float
    tolerance: Tolerance
    unit: str
    why: str
    near_misses: tuple[NearMiss, ...]

    @classmethod
    def parse(cls, fields: Reader) -> Self:
        """Take answer, tolerance, unit, reason and near misses."""
        tolerance = _read_tolerance(fields, Tolerance(0.0))
        return cls(
            answer=fields.number("answer"),
            tolerance=tolerance,
            unit=fields.line("unit"),
            why=fields.text("why"),
            near_misses=tuple(_read_near_miss(row, tolerance) for row in fields.readers("near_misses")),
        )

    @property
    def instruction(self) -> str:
        """The unit, and how exact to be."""
        if not self.tolerance.amount:
            return f"Give the exact number, in {self.unit}."
        return f"Give a number in {self.unit}, to within {self.tolerance}."

    def form(self) -> tuple[Field, ...]:
        """One number."""
        return (Field(control="number", label="Your number", unit=self.unit),)

    def read(self, answer: object) -> float:
        """One finite number; the only element of a list will do."""
        if isinstance(answer, list | tuple) and len(answer) == 1:
            answer = answer[0]
        return number(answer, self.unit)

    def told(self, answer: object) -> str:
        """The number as a person writes it."""
        return plain(self.read(answer))

    def accepts(self, given: float) -> bool:
        """True where `given` is right."""
        return self.tolerance.covers(self.answer, given)

    def mark(self, answer: object) -> Marks:
        """One point or none; a near miss gets its own reason, any other number "too low" or "too high"."""
        given = self.read(answer)
        if self.accepts(given):
            return Marks(points=1.0, out_of=1, parts=(self._right(given=True), *self._misses(None)))
        miss = next((miss for miss in self.near_misses if miss.tolerance.covers(miss.value, given)), None)
        if miss is not None:
            return Marks(points=0.0, out_of=1, parts=(self._right(), *self._misses(miss)))
        why = "Too low." if given < self.answer else "Too high."
        other = Part(label=plain(given), text=self.unit, right=False, why=why, given=True)
        return Marks(points=0.0, out_of=1, parts=(self._right(), other, *self._misses(None)))

    def parts(self) -> tuple[Part, ...]:
        """The answer, then the near misses."""
        return (self._right(), *self._misses(None))

    def _right(self, *, given: bool = False) -> Part:
        return Part(label=plain(self.answer), text=self.unit, right=True, why=self.why, given=given)

    def _misses(self, hit: NearMiss | None) -> tuple[Part, ...]:
        return tuple(
            Part(
                label=plain(miss.value),
                text=self.unit,
                right=False,
                why=miss.why,
                given=miss is hit,
                misconception=miss.misconception,
            )
            for miss in self.near_misses
        )

    def samples(self) -> Iterator[Sample]:
        """The answer, then every near miss."""
        yield Sample(answer=self.answer, right=True, why=self.why)
        for miss in self.near_misses:
            yield Sample(answer=miss.value, right=False, why=miss.why)

    def problems(self) -> Iterator[str]:
        """A fraction without tolerance, and ranges that overlap."""
        if not self.tolerance.amount and not self.answer.is_integer():
            yield f"the answer {plain(self.answer)} is a fraction: give a tolerance above 0."
        ranges = [("the answer", self.tolerance.around(self.answer))]
        for miss in self.near_misses:
            low, high = miss.tolerance.around(miss.value)
            for name, (other_low, other_high) in ranges:
                if low <= other_high and other_low <= high:
                    yield f"the near miss {plain(miss.value)} overlaps {name}."
            ranges.append((f"the near miss {plain(miss.value)}", (low, high)))

    def gives_away(self, hint: str) -> str | None:
        """The number itself."""
        found = re.findall(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?(?![\w.]*\d)", hint)
        for text in found:
            digits = text.replace(",", "").rstrip(".")
            if digits and self.accepts(float(digits)):
                return f"the number {plain(self.answer)}"
        return None
