"""What a learner gets back, as values that show themselves: short text for a terminal, Markdown for Jupyter."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Literal

import attrs

from azstudy.quiz.item import Item, Reference
from azstudy.quiz.kinds import Part
from azstudy.quiz.markdown import literal, one_line

State = Literal["correct", "partly", "wrong", "not_attempted", "invalid"]

HEADINGS: dict[State, str] = {
    "correct": "right",
    "partly": "partly right",
    "wrong": "wrong",
    "not_attempted": "not attempted",
    "invalid": "not an answer to this question",
}


class Shown(ABC):
    """Shows itself as `text/plain` (short, the same every time) and `text/markdown`."""

    @abstractmethod
    def as_text(self) -> str:
        """Plain text."""

    @abstractmethod
    def as_markdown(self) -> str:
        """Markdown."""

    def __repr__(self) -> str:
        return self.as_text()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/plain": self.as_text(), "text/markdown": self.as_markdown()}


def source_line(source: Reference) -> str:
    """Title and date, for text.

    >>> source_line(Reference(title="Disk types", ref="docs/disks.md@18c531ec", date="2026-08-11"))
    'Disk types (2026-08-11)'
    """
    return f"{source.title} ({source.date})"


def source_markdown(source: Reference) -> str:
    """Title, date and reference, for Markdown."""
    return f"*Source:* {literal(source.title)}, {source.date}, `{source.ref}`"


def reasons(parts: tuple[Part, ...]) -> str:
    """The reasons of `parts`: one reason as it stands, several with their labels."""
    if len(parts) == 1:
        return parts[0].why
    return "\n".join(f"{part.label}: {part.why}" for part in parts)


def _label(part: Part, kind: str) -> str:
    return f"{part.label} {part.text}" if kind == "numeric" else part.label


def _judged(part: Part) -> str:
    word = "right" if part.right else "wrong"
    return f"{word}, your answer" if part.given else word


@attrs.frozen(kw_only=True, repr=False)
class Verdict(Shown):
    """What an answer is worth and why.

    `state` is correct, partly, wrong, not_attempted or invalid (an answer the question cannot take; `message` says
    what it can). `points` of `out_of`; `score` is their ratio. `parts` explains every option. `note` is about
    keeping the answer, never about the answer.
    """

    item_id: str
    kind: str
    state: State
    points: float = 0.0
    out_of: int = 1
    given: str = ""
    parts: tuple[Part, ...] = ()
    rule: str = ""
    source: Reference | None = None
    message: str = ""
    note: str = ""

    @property
    def correct(self) -> bool:
        """True for full marks only."""
        return self.state == "correct"

    @property
    def answered(self) -> bool:
        """True where there was an answer to mark."""
        return self.state in ("correct", "partly", "wrong")

    @property
    def score(self) -> float:
        """Share of the points, 0 to 1."""
        return self.points / self.out_of

    @property
    def because(self) -> str:
        """Why what was given is right or wrong; the message where nothing could be marked."""
        return reasons(tuple(part for part in self.parts if part.given)) if self.answered else self.message

    @property
    def right(self) -> str:
        """Why the right answer is right."""
        return reasons(tuple(part for part in self.parts if part.right)) if self.answered else ""

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """The tags of the wrong options that were given."""
        return tuple(part.misconception for part in self.parts if part.given and part.misconception)

    def _told(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.given or part.right)

    def as_text(self) -> str:
        """Up to a line for each option that was given or is right, the rule and its source."""
        if not self.answered:
            lines = [f"{self.item_id}: {HEADINGS[self.state]}. {self.message}"]
        else:
            points = f", {self.points:g} of {self.out_of}" if self.out_of > 1 else ""
            lines = [f"{self.item_id}: {HEADINGS[self.state]}{points}"]
            lines += [f"  {_label(part, self.kind)} ({_judged(part)}): {one_line(part.why)}" for part in self._told()]
            lines.append(f"Rule: {self.rule}")
            if self.source:
                lines.append(f"Source: {source_line(self.source)}")
        return "\n".join([*lines, *filter(None, [self.note])])

    def as_markdown(self) -> str:
        """The same with every option explained."""
        if not self.answered:
            return f"**{self.item_id}: {HEADINGS[self.state]}.** {literal(self.message)}"
        points = f" ({self.points:g} of {self.out_of} points)" if self.out_of > 1 else ""
        blocks = [f"**{self.item_id}: {HEADINGS[self.state]}**{points}", parts_markdown(self.parts)]
        blocks.append(f"**Rule.** {self.rule}")
        if self.source:
            blocks.append(source_markdown(self.source))
        if self.note:
            blocks.append(f"*{literal(self.note)}*")
        return "\n\n".join(blocks)


def parts_markdown(parts: tuple[Part, ...]) -> str:
    """Every part as a list entry: sign, word, text and reason."""
    rows = []
    for part in parts:
        sign = "✓" if part.right else "✗"
        rows.append(f"- {sign} **{part.label}** {part.text} ({_judged(part)}): {one_line(part.why)}")
    return "\n".join(rows)


@attrs.frozen(kw_only=True, repr=False)
class Hint(Shown):
    """One hint of a question; `n` counts from 1."""

    item_id: str
    n: int
    count: int
    text: str

    def as_text(self) -> str:
        """`sizing-03, hint 1 of 2: …`."""
        return f"{self.item_id}, hint {self.n} of {self.count}: {one_line(self.text)}"

    def as_markdown(self) -> str:
        """The same, with its Markdown."""
        return f"**{self.item_id}, hint {self.n} of {self.count}.** {self.text}"


@attrs.frozen(kw_only=True, repr=False)
class Solution(Shown):
    """A question with every option explained, its rule and its source."""

    item: Item

    @property
    def answer(self) -> str:
        """The right answer as it may be given to `az.check`."""
        return self.item.body.told(next(self.item.body.samples()).answer)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Every option, explained."""
        return self.item.body.parts()

    def as_text(self) -> str:
        """Every option in one line, the rule and its source."""
        item = self.item
        lines = [f"{item.id}: the answer is {self.answer}"]
        lines += [f"  {_label(part, item.kind)} ({_judged(part)}): {one_line(part.why)}" for part in self.parts]
        return "\n".join([*lines, f"Rule: {item.rule}", f"Source: {source_line(item.source)}"])

    def as_markdown(self) -> str:
        """The same after the question itself."""
        item = self.item
        blocks = [f"**{item.id}**", item.stem, f"**The answer is {self.answer}.**"]
        blocks += [parts_markdown(self.parts), f"**Rule.** {item.rule}", source_markdown(item.source)]
        return "\n\n".join(blocks)


@attrs.frozen(kw_only=True, repr=False)
class QuizText(Shown):
    """The questions of a chapter as text: what `az.practice` shows, to be answered with `az.check`."""

    title: str
    items: tuple[Item, ...]

    def as_text(self) -> str:
        """Every question with its options and the call that answers it."""
        return "\n\n".join([self.title, *(_question_text(item) for item in self.items)])

    def as_markdown(self) -> str:
        """The same as Markdown."""
        return "\n\n".join([f"### {self.title}", *(_question_markdown(item) for item in self.items)])


def facts_line(item: Item) -> str:
    """What a learner should know about a question before reading it."""
    about = "about the exam" if item.objective == "exam" else f"objective {item.objective}"
    role = ["pretest"] if item.role == "pretest" else []
    return " · ".join([*role, item.badge.replace("-", " "), about, f"level {item.level} of 3"])


def _question_text(item: Item) -> str:
    lines = [f"{item.id} ({facts_line(item)})", item.stem, item.body.instruction]
    lines += [f"  {choice.key}. {choice.text}" for field in item.body.form() for choice in field.choices]
    return "\n".join([*lines, f'az.check("{item.id}", ...)'])


def _question_markdown(item: Item) -> str:
    blocks = [f"**{item.id}** ({facts_line(item)})", item.stem, f"*{item.body.instruction}*"]
    rows = [f"- **{choice.key}.** {choice.text}" for field in item.body.form() for choice in field.choices]
    blocks += ["\n".join(rows)] if rows else []
    return "\n\n".join([*blocks, f'`az.check("{item.id}", ...)`'])
