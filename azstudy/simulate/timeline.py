"""The log of a simulation: what was decided when, and why; also what was decided against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import attrs


def _frozen(given: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(given))


def _in_order(given: Iterable[Decision]) -> tuple[Decision, ...]:
    return tuple(given)


@attrs.frozen(kw_only=True)
class Decision:
    """One line of the log.

    Attributes:
        at_s: Seconds since the start of the run.
        action: A few fixed words, such as "scale in", or "scale in skipped".
        subject: What it is about, such as "web" or "web/3"; empty where it is the whole run.
        because: The reason in one sentence, with the numbers that decided.
        event: The event as Azure's activity log or notification names it, empty where Azure writes none.
        facts: The numbers behind the reason, by name; plain values.
    """

    at_s: float
    action: str
    because: str
    subject: str = ""
    event: str = ""
    facts: Mapping[str, Any] = attrs.field(factory=dict[str, Any], converter=_frozen)

    @property
    def text(self) -> str:
        """The line as it is printed.

        >>> Decision(at_s=5400, action="scale out", subject="web", because="CPU 81 is above 70").text
        '01:30:00 web scale out: CPU 81 is above 70'
        """
        return f"{clock(self.at_s)} {self.subject}{' ' if self.subject else ''}{self.action}: {self.because}"


@attrs.frozen
class Timeline:
    """Decisions in the order of time.

    >>> log = Timeline((Decision(at_s=60, action="scale out", because="CPU 81 is above 70"),))
    >>> print(log.only("scale out"))
    00:01:00 scale out: CPU 81 is above 70
    """

    decisions: tuple[Decision, ...] = attrs.field(default=(), converter=_in_order)
    start: datetime | None = None

    def __iter__(self) -> Iterator[Decision]:
        return iter(self.decisions)

    def __len__(self) -> int:
        return len(self.decisions)

    def __getitem__(self, index: int) -> Decision:
        return self.decisions[index]

    def only(self, *actions: str, subject: str | None = None) -> Timeline:
        """The decisions with one of these actions (all without any), about `subject` if it is given."""
        kept = (
            one
            for one in self.decisions
            if (not actions or one.action in actions) and (subject is None or one.subject == subject)
        )
        return Timeline(tuple(kept), self.start)

    def when(self, decision: Decision) -> datetime | None:
        """The time of a decision on the calendar; None where the run has no start."""
        return None if self.start is None else self.start + timedelta(seconds=decision.at_s)

    def as_dict(self) -> list[dict[str, Any]]:
        """Plain values, ready for JSON or a table."""
        return [{**attrs.asdict(one, filter=lambda a, _: a.name != "facts"), **one.facts} for one in self.decisions]

    def __str__(self) -> str:
        return "\n".join(one.text for one in self.decisions)


def clock(seconds: float) -> str:
    """Seconds since the start as hours, minutes and seconds, days in front when there are any.

    >>> clock(93_784), clock(59.6)
    ('1d 02:03:04', '00:01:00')
    """
    whole = round(seconds)
    days, rest = divmod(whole, 86_400)
    return f"{f'{days}d ' if days else ''}{rest // 3600:02d}:{rest % 3600 // 60:02d}:{rest % 60:02d}"
