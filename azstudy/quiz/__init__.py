"""Questions: kinds, bank, checking, the quiz widget, lint and proofs.

>>> from azstudy.quiz import check
>>> check("sizing-01", ...).state
'not_attempted'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azstudy.quiz.bank import Bank, bundled
from azstudy.quiz.checking import check, hint, judge, practice_text, solution
from azstudy.quiz.item import Chapter, Item, Reference
from azstudy.quiz.shown import Verdict

if TYPE_CHECKING:
    from azstudy.quiz.widget import QuizWidget

__all__ = [
    "Bank",
    "Chapter",
    "Item",
    "Reference",
    "Verdict",
    "bundled",
    "check",
    "hint",
    "judge",
    "practice",
    "practice_text",
    "solution",
]


def practice(chapter: str | int, *, role: str | None = None, bank: Bank | None = None) -> QuizWidget:
    """The questions of a chapter to answer here in Jupyter, each explained as soon as it is answered.

    Args:
        chapter: "02", 2 or "sizing".
        role: "pretest" or "quiz"; both where it is left out.
        bank: Questions other than the bundled ones.

    Raises:
        UnknownNameError: Where there are no questions for this chapter.
        InvalidInputError: Where `role` is not a role, or no question has it.
    """
    from azstudy.quiz.widget import QuizWidget  # not at the top: widgets are for Jupyter alone

    return QuizWidget(chapter, role=role, bank=bank)
