"""The kinds of question: each one class, found by its name in `KINDS`."""

from azstudy.quiz.kinds._base import KINDS, Choice, Field, Kind, Marks, Part, Sample, register
from azstudy.quiz.kinds.choice import MultipleChoice, Option, SingleChoice
from azstudy.quiz.kinds.numeric import NearMiss, Numeric

__all__ = [
    "KINDS",
    "Choice",
    "Field",
    "Kind",
    "Marks",
    "MultipleChoice",
    "NearMiss",
    "Numeric",
    "Option",
    "Part",
    "Sample",
    "SingleChoice",
    "register",
]
