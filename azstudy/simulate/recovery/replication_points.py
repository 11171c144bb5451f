"""Recovery points of Site Recovery: one every five minutes, thinned out as they grow old."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, Final, Self

import attrs

from azstudy.errors import InvalidInputError
from azstudy.model.protection import ReplicationPolicy
from azstudy.rules.recovery import LONGEST_RETENTION_H, SHORTEST_APP_CONSISTENT_H
from azstudy.simulate.recovery.moments import in_columns, moment

ALL_KEPT_H: Final = 2.0
"""Hours in which every point is kept."""
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Five minutes and hours are counted from here: full hours of UTC. Where Azure's grid lies is not documented."""


@attrs.frozen
class ReplicationPoint:
    """One moment a replicated VM can be brought up at, in the other region or zone."""

    taken: datetime
    app_consistent: bool = False

    def __str__(self) -> str:
        return f"{self.taken.astimezone(UTC):%a %Y-%m-%d %H:%M} UTC, {self.kind}"

    @property
    def kind(self) -> str:
        """What is consistent in it."""
        return "application-consistent" if self.app_consistent else "crash-consistent"


def spacing_h(retention_h: float, age_h: float) -> float:
    """Hours between two points of an age, under a retention; beyond two hours points are thinned out.

    A retention of up to a day keeps one an hour, of two to seven days one in two hours; of eight to fifteen days one in
    two hours for seven days, and one in four hours after that.

    Source: azure-docs site-recovery azure-to-azure-common-questions.md@76c87e8d (2025), "How does the pruning of
    recovery points happen?".

    >>> [spacing_h(days * 24, age_h=200) for days in (1, 7, 15)], spacing_h(15 * 24, age_h=100)
    ([1, 2, 4], 2)
    """
    if age_h <= ALL_KEPT_H:
        return 5 / 60
    if retention_h <= 24:
        return 1
    return 4 if retention_h > 7 * 24 and age_h > 7 * 24 else 2


class ReplicationPoints(tuple[ReplicationPoint, ...]):
    """The points of Site Recovery that exist at a moment, oldest first: a tuple that can be read.

    Attributes:
        policy: The replication policy.
        on: The moment.
    """

    policy: ReplicationPolicy
    on: datetime

    def __new__(cls, points: Iterable[ReplicationPoint], policy: ReplicationPolicy, on: datetime) -> Self:
        """Points that exist at `on`."""
        made = super().__new__(cls, points)
        made.policy, made.on = policy, on
        return made

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self), self.policy, self.on

    def before(self, fault: datetime | str) -> ReplicationPoint | None:
        """The newest point from before a moment; None where none is kept. Text is UTC."""
        at = moment("fault", fault)
        return max((one for one in self if one.taken < at), key=lambda one: one.taken, default=None)

    @property
    def text(self) -> str:
        """How many points there are, and a line for each stretch of ages."""
        head = f"{len(self)} points of Site Recovery on {self.on.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        rows = []
        for spacing, young, old in _bands(self.policy.retention_h):
            some = [one for one in self if young <= (self.on - one.taken).total_seconds() / 3600 < old]
            if some:
                app = sum(one.app_consistent for one in some)
                rows.append(
                    (f"{young:g} to {old:g} h", _every(spacing), len(some), app, f"{some[0].taken:%d %b %H:%M}")
                )
        columns = ("age", "one every", "points", "application-consistent", "oldest")
        return "\n".join([head, in_columns(columns, rows)] if rows else [head])

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__


def _every(hours: float) -> str:
    return f"{hours:g} h" if hours >= 1 else f"{round(hours * 60)} min"


def replication_points(policy: ReplicationPolicy, *, since: datetime | str, on: datetime | str) -> ReplicationPoints:
    """The points that exist at `on`, oldest first, where replication has run from `since`.

    Points are crash-consistent; those taken on the policy's application-consistent rhythm are marked, and thinned out
    like the others. A retention of 0 keeps the latest point only.

    Args:
        policy: The replication policy.
        since: When replication began: text such as "2026-03-02 14:20" (UTC), or an aware datetime.
        on: The moment asked about, likewise.

    Raises:
        InvalidInputError: For times that make no sense, a retention over 15 days, or a rhythm shorter than an hour.

    Source: as `spacing_h`.

    >>> policy = ReplicationPolicy("dr", retention_h=72, app_consistent_every_h=1)
    >>> replication_points(policy, since="2026-02-01", on="2026-03-02 14:00")
    59 points of Site Recovery on 2026-03-02 14:00 UTC
    age        one every  points  application-consistent  oldest
    0 to 2 h   5 min          24                       2  02 Mar 12:05
    2 to 72 h  2 h            35                      35  27 Feb 16:00
    """
    begun, now = moment("since", since), moment("on", on)
    _check(policy)
    return ReplicationPoints(_kept(policy, begun, now), policy, now)


def _kept(policy: ReplicationPolicy, since: datetime, on: datetime) -> tuple[ReplicationPoint, ...]:
    newest = _floor(on, 5 / 60)
    if policy.retention_h == 0:
        return (_point(policy, newest),) if newest > since else ()
    kept = {newest} if newest > since else set()
    for spacing, youngest_h, oldest_h in _bands(policy.retention_h):
        taken = _floor(on - timedelta(hours=youngest_h), spacing)
        while taken > max(since, on - timedelta(hours=oldest_h)):
            kept.add(taken)
            taken -= timedelta(hours=spacing)
    return tuple(_point(policy, taken) for taken in sorted(kept))


def _bands(retention_h: float) -> list[tuple[float, float, float]]:
    """(hours between points, youngest, oldest age in hours) for each stretch of ages."""
    edges = sorted({0.0, min(ALL_KEPT_H, retention_h), min(7 * 24.0, retention_h), retention_h})
    return [(spacing_h(retention_h, old), young, old) for young, old in pairwise(edges)]


def _point(policy: ReplicationPolicy, taken: datetime) -> ReplicationPoint:
    rhythm = policy.app_consistent_every_h
    return ReplicationPoint(taken, bool(rhythm) and _floor(taken, rhythm) == taken)


def _floor(at: datetime, hours: float) -> datetime:
    step = timedelta(hours=hours)
    return _EPOCH + (at - _EPOCH) // step * step


def _check(policy: ReplicationPolicy) -> None:
    if policy.retention_h > LONGEST_RETENTION_H:
        raise InvalidInputError(
            f"{policy.name} keeps points for {policy.retention_h:g} hours; Site Recovery keeps at most "
            f"{LONGEST_RETENTION_H} (15 days). Keep older states with Azure Backup."
        )
    if 0 < policy.app_consistent_every_h < SHORTEST_APP_CONSISTENT_H:
        raise InvalidInputError(
            f"{policy.name} takes application-consistent points every {policy.app_consistent_every_h:g} hours; "
            f"at least {SHORTEST_APP_CONSISTENT_H} hour has to lie between them, or 0 for none."
        )
