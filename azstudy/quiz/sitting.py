"""One learner going through a list of questions: a frozen value, and the plain values a page draws from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import Any

import attrs

from azstudy.quiz.checking import CONFIDENCE
from azstudy.quiz.item import Item
from azstudy.quiz.markdown import to_html, to_inline_html
from azstudy.quiz.shown import HEADINGS, Verdict, facts_line


@attrs.frozen(kw_only=True)
class Turn:
    """What happened with one question: the values typed, hints seen, the verdict, and the verdict of the first try."""

    values: tuple[Any, ...] = ()
    sure: int | None = None
    hints: int = 0
    verdict: Verdict | None = None
    first: Verdict | None = None

    @property
    def answered(self) -> bool:
        """True once there was a marked answer, also while it is tried again."""
        return self.first is not None


@attrs.frozen(kw_only=True)
class Sitting:
    """The questions, which one is open, and what happened so far. Every change returns a new value.

    `at` runs from 0 to the number of questions; the last value is the page that sums up.
    """

    title: str
    items: tuple[Item, ...]
    at: int = 0
    turns: Mapping[str, Turn] = attrs.field(factory=dict, hash=False)

    @property
    def item(self) -> Item | None:
        """The open question; None on the last page."""
        return self.items[self.at] if self.at < len(self.items) else None

    @property
    def turn(self) -> Turn:
        """What happened with the open question."""
        return self.turn_of(self.item)

    def turn_of(self, item: Item | None) -> Turn:
        """What happened with `item`."""
        return self.turns.get(item.id, Turn()) if item else Turn()

    def go(self, at: int) -> Sitting:
        """Open another question; beyond the ends means the end."""
        return attrs.evolve(self, at=min(max(at, 0), len(self.items)))

    def hinted(self) -> Sitting:
        """Show one hint more."""
        if self.item is None:
            return self
        return self._with(hints=min(self.turn.hints + 1, len(self.item.hints)))

    def marked(self, verdict: Verdict, values: Sequence[Any], sure: int | None) -> Sitting:
        """Keep the verdict on the open question; only a marked answer counts as a try."""
        first = self.turn.first or (verdict if verdict.answered else None)
        return self._with(verdict=verdict, first=first, values=tuple(values), sure=sure)

    def again(self) -> Sitting:
        """Clear the open question for another try."""
        return self._with(verdict=None, values=(), sure=None)

    def _with(self, **changes: Any) -> Sitting:
        if self.item is None:
            return self
        return attrs.evolve(self, turns={**self.turns, self.item.id: attrs.evolve(self.turn, **changes)})

    def answer(self, values: Sequence[Any]) -> Any:
        """The values of the form as an answer that can be checked."""
        return values[0] if len(values) == 1 else list(values)

    def view(self) -> dict[str, Any]:
        """Everything a page needs, as plain values; all text is HTML that is safe to show."""
        first = [turn.first for turn in self.turns.values() if turn.first]
        page: dict[str, Any] = {
            "title": self.title,
            "at": self.at,
            "count": len(self.items),
            "progress": f"{len(first)} of {len(self.items)} answered, {sum(one.correct for one in first)} right",
            "question": None,
            "verdict": None,
            "summary": None,
        }
        if self.item is None:
            page["summary"] = self._summary()
        else:
            page["question"] = _question(self.item, self.turn)
            page["verdict"] = _verdict(self.turn.verdict)
        return page

    def _summary(self) -> list[dict[str, Any]]:
        return [
            {"at": at, "id": item.id, "about": _about(item), "result": _result(self.turn_of(item))}
            for at, item in enumerate(self.items)
        ]


def _about(item: Item) -> str:
    first = item.stem.split("\n\n")[0]
    return to_inline_html(shorten(first, width=110, placeholder=" …"))


def _question(item: Item, turn: Turn) -> dict[str, Any]:
    return {
        "id": item.id,
        "facts": facts_line(item),
        "stem": to_html(item.stem),
        "instruction": item.body.instruction,
        "fields": [
            {
                "control": field.control,
                "label": field.label,
                "unit": field.unit,
                "choices": [{"key": choice.key, "text": to_inline_html(choice.text)} for choice in field.choices],
            }
            for field in item.body.form()
        ],
        "values": list(turn.values),
        "sure": turn.sure,
        "confidence": [{"value": number, "text": word} for number, word in CONFIDENCE.items()],
        "hints": [to_html(hint) for hint in item.hints[: turn.hints]],
        "more_hints": len(item.hints) - turn.hints,
    }


def _verdict(verdict: Verdict | None) -> dict[str, Any] | None:
    if verdict is None:
        return None
    points = f" ({verdict.points:g} of {verdict.out_of} points)" if verdict.out_of > 1 and verdict.answered else ""
    return {
        "state": verdict.state,
        "answered": verdict.answered,
        "heading": f"{HEADINGS[verdict.state].capitalize()}{points}",
        "message": verdict.message if verdict.state == "invalid" else "Nothing is chosen yet." * (not verdict.answered),
        "parts": [
            {
                "label": part.label,
                "text": to_inline_html(part.text),
                "right": part.right,
                "given": part.given,
                "why": to_inline_html(part.why),
            }
            for part in verdict.parts
        ],
        "rule": to_inline_html(verdict.rule),
        "source": attrs.asdict(verdict.source) if verdict.source else None,
        "note": verdict.note,
    }


def _result(turn: Turn) -> str:
    if turn.first is None:
        return "not answered"
    word = HEADINGS[turn.first.state]
    if turn.verdict and turn.verdict.answered and turn.verdict.state != turn.first.state:
        return f"{word}, then {HEADINGS[turn.verdict.state]}"
    return word
