"""Recovery points of Site Recovery: one every five minutes, thinned out as they grow old."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

import attrs

from azstudy.errors import InvalidInputError
from azstudy.model.protection import ReplicationPolicy
from azstudy.rules.recovery import LONGEST_RETENTION_H, SHORTEST_APP_CONSISTENT_H

ALL_KEPT_H: Final = 2.0
"""Hours in which every point is kept."""
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Five minutes and hours are counted from here: full hours of UTC. Where Azure's grid lies is not documented."""


@attrs.frozen
class ReplicationPoint:
    """One moment a replicated VM can be brought up at, in the other region or zone."""

    taken: datetime
    app_consistent: bool = False

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


def replication_points(policy: ReplicationPolicy, *, since: datetime, on: datetime) -> tuple[ReplicationPoint, ...]:
    """The points that exist at `on`, oldest first, where replication has run from `since`.

    Points are crash-consistent; those taken on the policy's application-consistent rhythm are marked, and thinned out
    like the others. A retention of 0 keeps the latest point only.

    Raises:
        InvalidInputError: For times without a zone, a retention over 15 days, or a rhythm shorter than an hour.

    Source: as `spacing_h`.

    >>> hourly = ReplicationPolicy("dr", retention_h=24, app_consistent_every_h=1)
    >>> day = datetime(2026, 3, 2, tzinfo=UTC)
    >>> points = replication_points(hourly, since=day, on=day + timedelta(hours=2))
    >>> len(points), sum(point.app_consistent for point in points)
    (24, 2)
    """
    _check(policy, since, on)
    newest = _floor(on, 5 / 60)
    if policy.retention_h == 0:
        return (_point(policy, newest),) if newest > since else ()
    kept = {newest} if newest > since else set()
    for spacing, youngest_h, oldest_h in _bands(policy.retention_h):
        moment = _floor(on - timedelta(hours=youngest_h), spacing)
        while moment > max(since, on - timedelta(hours=oldest_h)):
            kept.add(moment)
            moment -= timedelta(hours=spacing)
    return tuple(_point(policy, moment) for moment in sorted(kept))


def _bands(retention_h: float) -> list[tuple[float, float, float]]:
    """(hours between points, youngest, oldest age in hours) for each stretch of ages."""
    edges = sorted({0.0, min(ALL_KEPT_H, retention_h), min(7 * 24.0, retention_h), retention_h})
    return [(spacing_h(retention_h, old), young, old) for young, old in pairwise(edges)]


def _point(policy: ReplicationPolicy, moment: datetime) -> ReplicationPoint:
    rhythm = policy.app_consistent_every_h
    return ReplicationPoint(moment, bool(rhythm) and _floor(moment, rhythm) == moment)


def _floor(moment: datetime, hours: float) -> datetime:
    step = timedelta(hours=hours)
    return _EPOCH + (moment - _EPOCH) // step * step


def _check(policy: ReplicationPolicy, since: datetime, on: datetime) -> None:
    for name, value in (("since", since), ("on", on)):
        if value.tzinfo is None:
            raise InvalidInputError(f"{name}={value} has no time zone. Give one, such as datetime(..., tzinfo=UTC).")
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
