"""A failover of Site Recovery on the clock: who decides, what starts when, what is lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import attrs

from azstudy.errors import InvalidInputError
from azstudy.model.protection import RecoveryGroup, RecoveryPlan, ReplicationPolicy
from azstudy.rules.recovery import MOST_GROUPS, MOST_IN_A_GROUP
from azstudy.simulate.recovery.moments import moment
from azstudy.simulate.recovery.replication_points import ReplicationPoint, replication_points
from azstudy.simulate.timeline import Decision, Timeline

RTO_SLA_MIN: Final = 60.0
"""Minutes of Azure's RTO SLA (azure-to-azure-common-questions.md@01d18a2d, 2025-07)."""
DECIDE_MIN: Final = 30.0
"""Minutes until somebody starts the failover, which never starts by itself. Illustrative."""
START_MIN: Final = 10.0
"""Minutes in which the VMs of a group start, all at once. Illustrative: the SLA names an hour for the whole."""
MANUAL_MIN: Final = 15.0
"""Minutes of a manual action between groups. Illustrative."""
_FAILED: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@attrs.frozen(kw_only=True)
class FailoverResult:
    """A failover.

    Attributes:
        point: The recovery point that was used; None where there was none.
        lost_min: Minutes of writes that are lost (RPO); None without a point.
        failover_min: Minutes from the start of the failover until the last VM runs; None where some never do.
        down_min: Minutes from the failure until then, the decision included; None where some never do.
        running: VMs that run in the target.
        waiting: VMs that found no capacity there.
        timeline: What happened when, in seconds after the failure, with reasons.
        left_to_do: What Site Recovery does not do.
    """

    point: ReplicationPoint | None
    lost_min: float | None
    failover_min: float | None
    down_min: float | None
    running: tuple[str, ...]
    waiting: tuple[str, ...]
    timeline: Timeline
    left_to_do: tuple[str, ...]

    @property
    def within_sla(self) -> bool:
        """True where the failover, decision and manual actions aside, took at most the hour of the SLA."""
        return self.failover_min is not None and self.failover_min <= RTO_SLA_MIN

    @property
    def text(self) -> str:
        """Loss and time, then the log, then what is left to do."""
        lost = "no point to go back to" if self.lost_min is None else f"{self.lost_min:g} minutes of writes lost"
        down = "some VMs never run" if self.down_min is None else f"all VMs run after {self.down_min:g} minutes"
        return "\n".join([f"{lost}; {down}.", str(self.timeline), *self.left_to_do])

    def __str__(self) -> str:
        return self.text


def failover(
    plan: RecoveryPlan | Sequence[Sequence[str]],
    *,
    policy: ReplicationPolicy | None = None,
    failed_at: datetime | str = _FAILED,
    replicated_h: float = 720,
    lag_min: float = 5,
    app_consistent: bool = False,
    consistent_group: int = 0,
    capacity: str = "found",
    extensions: Sequence[str] = (),
    decide_min: float = DECIDE_MIN,
    start_min: float = START_MIN,
    manual_min: float = MANUAL_MIN,
) -> FailoverResult:
    """What happens when a region is gone and its VMs fail over: when each runs, and what is lost.

    Nothing fails over by itself. The groups of the plan start one after another, the VMs of a group together.

    Args:
        plan: A recovery plan, or its groups as lists of VM names; at most 7 groups.
        policy: The replication policy; Site Recovery's default if left out.
        failed_at: When the region was lost: text such as "2026-03-02 14:20" (UTC), or an aware datetime.
        replicated_h: Hours that replication has run.
        lag_min: Minutes of writes that had not reached the target, at least.
        app_consistent: True to go back to the newest application-consistent point.
        consistent_group: VMs in the multi-VM group, which share their points; at most 16, 0 without one.
        capacity: In the target region: "reserved", "found" (without a promise) or "none".
        extensions: VM extensions in the source, which are not replicated.
        decide_min: Minutes until somebody starts it (illustrative).
        start_min: Minutes until a group runs (illustrative).
        manual_min: Minutes of each manual action (illustrative).

    Raises:
        InvalidInputError: For too many groups, too large a multi-VM group, a negative time, unknown capacity, a
            retention over 15 days.

    Source: azure-docs site-recovery azure-to-azure-common-questions.md@01d18a2d (2025-07).

    >>> found = failover([["db1"], ["web1", "web2"]])
    >>> found.lost_min, found.failover_min, found.down_min, found.within_sla
    (5.0, 20.0, 50.0, True)
    """
    groups, failed_at = _groups(plan), moment("failed_at", failed_at)
    policy = policy or ReplicationPolicy("asr")
    _check(groups, consistent_group, capacity, (replicated_h, lag_min, decide_min, start_min, manual_min))
    point = _point(policy, failed_at, replicated_h, lag_min, app_consistent)
    names = tuple(name for group in groups for name in group.vms)
    begun = point is not None and capacity != "none"
    log = [Decision(at_s=0, action="region lost", because="Replication stops; nothing fails over by itself.")]
    log.append(Decision(at_s=decide_min * 60, action="failover started", because="Somebody decided and chose a point."))
    minutes, busy = 0.0, 0.0
    if point is None:
        log.append(Decision(at_s=decide_min * 60, action="no point", because="No recovery point of that kind exists."))
    elif capacity == "none":
        why = "The target region has no room for this size, and nothing was reserved."
        log.append(Decision(at_s=decide_min * 60, action="allocation failed", because=why))
    else:
        for number, group in enumerate(groups, 1):
            minutes, busy = minutes + start_min, busy + start_min
            why = f"Group {number} of {len(groups)}; its VMs start together."
            at = (decide_min + minutes) * 60
            log.extend(Decision(at_s=at, action="VM runs", subject=name, because=why) for name in group.vms)
            if group.manual_action:
                minutes += manual_min
                at = (decide_min + minutes) * 60
                log.append(Decision(at_s=at, action="manual action done", because=group.manual_action))
    return FailoverResult(
        point=point,
        lost_min=None if point is None else (failed_at - point.taken).total_seconds() / 60,
        failover_min=busy if begun else None,
        down_min=decide_min + minutes if begun else None,
        running=names if begun else (),
        waiting=() if begun else names,
        timeline=Timeline(tuple(log), start=failed_at),
        left_to_do=_left(capacity, extensions),
    )


def _groups(plan: RecoveryPlan | Sequence[Sequence[str]]) -> tuple[RecoveryGroup, ...]:
    if isinstance(plan, RecoveryPlan):
        return plan.groups
    return tuple(RecoveryGroup((vms,) if isinstance(vms, str) else tuple(vms)) for vms in plan)


def _check(groups: Sequence[RecoveryGroup], together: int, capacity: str, minutes: Sequence[float]) -> None:
    if not 1 <= len(groups) <= MOST_GROUPS:
        raise InvalidInputError(f"A plan of {len(groups)} groups; a recovery plan has 1 to {MOST_GROUPS}.")
    if not 0 <= together <= MOST_IN_A_GROUP:
        raise InvalidInputError(f"consistent_group={together}; a multi-VM group has at most {MOST_IN_A_GROUP} VMs.")
    if capacity not in ("reserved", "found", "none"):
        raise InvalidInputError(f"capacity={capacity!r}. Allowed: 'reserved', 'found', 'none'.")
    if not all(0 <= value < float("inf") for value in minutes):
        raise InvalidInputError("Times have to be 0 or more. Give minutes (replicated_h in hours).")


def _point(
    policy: ReplicationPolicy, failed_at: datetime, replicated_h: float, lag_min: float, app: bool
) -> ReplicationPoint | None:
    """The newest point of the kind wanted, among those that existed before what had not arrived."""
    since = failed_at - timedelta(hours=replicated_h)
    arrived = failed_at - timedelta(minutes=lag_min)
    if arrived <= since:
        return None
    points = replication_points(policy, since=since, on=arrived)
    return max((one for one in points if one.app_consistent or not app), key=lambda one: one.taken, default=None)


def _left(capacity: str, extensions: Sequence[str]) -> tuple[str, ...]:
    left = ["Protect the VMs again towards the old region (reprotect): this is not automatic."]
    if capacity != "reserved":
        left.append("Capacity in the target region is promised by a capacity reservation only.")
    if extensions:
        left.append(f"Extensions are not replicated; install again: {', '.join(extensions)}.")
    return tuple(left)
