"""Asks one question in the middle of a chapter, as text."""

from __future__ import annotations

import attrs

from azstudy.quiz.bank import Bank, bundled
from azstudy.quiz.item import Item
from azstudy.quiz.shown import Shown, facts_line


@attrs.frozen(kw_only=True, repr=False)
class Asked(Shown):
    """One question with its options and nothing of its answer."""

    item: Item

    def _choices(self) -> list[tuple[str, str]]:
        return [(choice.key, choice.text) for field in self.item.body.form() for choice in field.choices]

    def as_text(self) -> str:
        """The question and its options."""
        item = self.item
        rows = [f"  {key}. {text}" for key, text in self._choices()]
        return "\n".join([f"{item.id} ({facts_line(item)})", item.stem, item.body.instruction, *rows])

    def as_markdown(self) -> str:
        """The same, with its Markdown."""
        item = self.item
        rows = "\n".join(f"- **{key}.** {text}" for key, text in self._choices())
        blocks = [f"**{item.id}** · {facts_line(item)}", item.stem, f"*{item.body.instruction}*", rows]
        return "\n\n".join(filter(None, blocks))


def question(item_id: str, *, bank: Bank | None = None) -> Asked:
    """One question with its options, to be answered with `az.check` in the next cell.

    Args:
        item_id: For example "sizing-04".
        bank: Questions other than the bundled ones.

    Raises:
        UnknownNameError: Where there is no such question, with the nearest ids.

    >>> print(question("sizing-04").as_text().splitlines()[0])
    sizing-04 (exam core · objective 4.1 · level 2 of 3)
    """
    return Asked(item=(bank or bundled()).item(item_id))
