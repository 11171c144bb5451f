"""What one evaluation of autoscale came to."""

from __future__ import annotations

from typing import Any

import attrs

from azstudy.simulate.timeline import Decision


@attrs.frozen(kw_only=True)
class Reading:
    """One rule at one evaluation.

    Attributes:
        rule: Condition and action in words.
        value: What its metric was; None where none came.
        fired: Whether the condition held.
    """

    rule: str
    value: float | None
    fired: bool


@attrs.frozen(kw_only=True, repr=False)
class Outcome:
    """The count that autoscale wants, and why.

    Attributes:
        count: The instances there were.
        target: The instances there are to be; `count` when nothing is to be done.
        profile: The name of the profile that held; empty where none did.
        decisions: What is worth a line in the log, in order; empty when nothing fired.
        cooldown_s: How long everything now rests, in seconds; 0 unless a rule acted.
        readings: Every rule with its value, where they were asked for (`azstudy.simulate.decide`).
    """

    count: int
    target: int
    profile: str = ""
    decisions: tuple[Decision, ...] = ()
    cooldown_s: float = 0.0
    readings: tuple[Reading, ...] = ()

    @property
    def decision(self) -> Decision | None:
        """What was decided, or decided against; None when nothing fired."""
        return self.decisions[-1] if self.decisions else None

    @property
    def acted(self) -> bool:
        """Whether the count is to change."""
        return self.target != self.count

    @property
    def because(self) -> str:
        """The reason in one sentence."""
        return self.decisions[-1].because if self.decisions else "No rule fired."

    @property
    def text(self) -> str:
        """The outcome as a learner reads it."""
        last = self.decision
        action = last.action if last else "nothing to do"
        lines = [f"{self.count} -> {self.target} instances: {action}", f"  {self.because}"]
        for one in self.readings:
            shown = "no metric" if one.value is None else f"{one.value:.4g}"
            lines.append(f"  - {one.rule} ({'fires' if one.fired else 'quiet'} at {shown})")
        return "\n".join(lines)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON or a table."""
        last = self.decision
        return {
            "count": self.count,
            "target": self.target,
            "profile": self.profile,
            "action": last.action if last else "",
            "because": self.because,
            "event": last.event if last else "",
        }

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text
