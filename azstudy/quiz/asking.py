"""Asks one question in the middle of a chapter, as text."""

from __future__ import annotations

from azstudy.quiz.bank import Bank, bundled
from azstudy.quiz.shown import QuizText


def question(item_id: str, *, bank: Bank | None = None) -> QuizText:
    """One question with its options, to be answered with `az.check`; nothing of its answer is shown.

    Args:
        item_id: For example "sizing-04".
        bank: Questions other than the bundled ones.

    Raises:
        UnknownNameError: Where there is no such question, with the nearest ids.

    >>> print(question("sizing-04").as_text().splitlines()[-1])
    az.check("sizing-04", ...)
    """
    return QuizText(title="Exercise", items=((bank or bundled()).item(item_id),))
