"""Missions: a goal to reach with the lab's controls, checked as the learner works, with a par to beat.

Checks look at what the lab's result *is*, not at which control was moved: a learner who gets there
another way is right too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

import attrs

R = TypeVar("R")


@attrs.frozen
class Check(Generic[R]):
    """One condition of a mission: `text` says it, `met` tests a result (None: cannot be told yet)."""

    text: str
    met: Callable[[R], bool | None]


@attrs.frozen(kw_only=True)
class Mission(Generic[R]):
    """A goal state with its checks.

    Attributes:
        id: Short and stable.
        title: A few words.
        level: 1 (first steps) to 5.
        brief: The situation, as a customer would tell it.
        checks: All must hold.
        score: What counts, lower is better; None while there is nothing to count.
        par: The score of a good solution, computed from the model; None where it cannot be.
        unit: Unit of the score.
        hint: Where to look when stuck.
        debrief: What to take from it, shown when solved.
        setup: Where it begins, as changes to the lab's start.
    """

    id: str
    title: str
    level: int
    brief: str
    checks: tuple[Check[R], ...]
    score: Callable[[R], float | None]
    par: Callable[[], float | None]
    unit: str
    hint: str
    debrief: str
    setup: Mapping[str, Any] = attrs.field(factory=dict)

    def report(self, result: R) -> MissionReport:
        """How far `result` goes towards the goal."""
        return MissionReport(
            mission=self.id,
            checks=tuple((check.text, bool(check.met(result))) for check in self.checks),
            score=self.score(result),
            par=self.par(),
            unit=self.unit,
        )


@attrs.frozen(kw_only=True)
class MissionReport:
    """Each check with whether it holds, the score so far and the par."""

    mission: str
    checks: tuple[tuple[str, bool], ...]
    score: float | None
    par: float | None
    unit: str

    @property
    def solved(self) -> bool:
        """True where every check holds."""
        return all(done for _, done in self.checks)

    @property
    def at_par(self) -> bool:
        """True where it is solved at the par score or better."""
        return self.solved and self.score is not None and self.par is not None and self.score <= self.par + 0.005

    @property
    def text(self) -> str:
        """Where the learner stands, in a sentence."""
        met = sum(done for _, done in self.checks)
        if not self.solved:
            return f"{met} of {len(self.checks)} checks hold."
        if self.score is None or self.par is None:
            return "Solved."
        if self.at_par:
            return f"Solved at par: {self.par:,.2f} {self.unit}."
        return f"Solved with {self.score:,.2f} {self.unit}; par is {self.par:,.2f}. Can you find what it saves on?"
