"""What a question is: frozen values, read from one chapter's file and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from pathlib import Path

    from azstudy.quiz.kinds import Kind

ROLES = ("pretest", "quiz")
BADGES = ("exam-core", "exam-edge", "job")
LEVELS = (1, 2, 3)


@attrs.frozen(kw_only=True)
class Reference:
    """Where a question's rule was read; `date` is ISO, to the year, month or day."""

    title: str
    ref: str
    date: str


@attrs.frozen(kw_only=True)
class Proof:
    """A call into the table of `azstudy.quiz.proofs` and the plain value it must give.

    `expects` is False where a numeric question leaves `expect` out: then its answer is expected.
    """

    call: str
    args: Mapping[str, Any]
    expect: Any = None
    expects: bool = True


@attrs.frozen(kw_only=True)
class Item:
    """One question: what all kinds share; `body` holds what is special to its kind."""

    id: str
    uuid: str
    chapter: str
    role: str
    objective: str
    badge: str
    level: int
    stem: str
    body: Kind
    hints: tuple[str, ...]
    rule: str
    source: Reference
    proofs: tuple[Proof, ...] = ()

    @property
    def kind(self) -> str:
        """The name of the kind: single, multiple, numeric …"""
        return self.body.name


@attrs.frozen(kw_only=True)
class Chapter:
    """One file of questions; `number` is "02", `slug` the rest of the file name."""

    number: str
    slug: str
    title: str
    items: tuple[Item, ...]
    path: Path
