"""Proofs about what can be brought back: recovery points, restores, their storage, failovers, threats and ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.quiz.proofs import proof

_RETENTION = {
    "daily": "daily_days",
    "weekly": "weekly_weeks",
    "monthly": "monthly_months",
    "yearly": "yearly_years",
}


def _answer(ask: str, answers: Mapping[str, Any]) -> Any:
    if ask not in answers:
        raise UnknownNameError("question", ask, nearest(ask, answers), hint=f"Allowed: {', '.join(answers)}.")
    return answers[ask]


def _policy(fields: Mapping[str, Any]) -> Any:
    """A backup policy; of daily, weekly, monthly and yearly, those left out keep nothing unless all are."""
    from azstudy.model.protection import BackupPolicy, Retention

    kept = {_RETENTION[name]: fields[name] for name in _RETENTION if name in fields}
    retention = Retention(**{**dict.fromkeys(_RETENTION.values(), 0), **kept}) if kept else Retention()
    rest = {name: value for name, value in fields.items() if name not in _RETENTION}
    return BackupPolicy("policy", **{"window_h": 24, **rest}, retention=retention)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@proof("backup_points")
def backup_points(policy: Mapping[str, Any], on: str, since: str, ask: str = "points") -> Any:
    """Points at a moment (UTC): "points", "snapshots", "in_vault" are counts; "oldest" is a day, or null."""
    from azstudy.simulate.recovery.backup_points import recovery_points

    moment = _moment(on)
    points = recovery_points(_policy(policy), since=_moment(since), on=moment)
    answers = {
        "points": len(points),
        "snapshots": sum("snapshot" in one.tiers(moment) for one in points),
        "in_vault": sum("vault" in one.tiers(moment) for one in points),
        "oldest": f"{points[0].taken:%Y-%m-%d}" if points else None,
    }
    return _answer(ask, answers)


@proof("backup_refused")
def backup_refused(policy: Mapping[str, Any]) -> bool:
    """Whether Azure would refuse such a backup policy."""
    from azstudy.rules._backup_policy import refusal

    return bool(refusal(_policy(policy)))


@proof("restore")
def restore(
    policy: Mapping[str, Any],
    on: str,
    since: str,
    ask: str = "ways",
    back_to: str | None = None,
    vault: Mapping[str, Any] | None = None,
    **more: Any,
) -> Any:
    """What can be restored: "ways" that work, the "point" (UTC, to the minute) or null, the hours it is "missing_h"."""
    from azstudy.model.protection import RecoveryVault
    from azstudy.simulate.recovery.restore import restore_options

    found = restore_options(
        _policy(policy),
        since=_moment(since),
        on=_moment(on),
        back_to=None if back_to is None else _moment(back_to),
        vault=RecoveryVault("vault", **(vault or {})),
        **more,
    )
    answers = {
        "ways": [one.name for one in found.ways if one.possible],
        "point": None if found.point is None else f"{found.point.taken:%Y-%m-%d %H:%M}",
        "missing_h": found.missing_h,
    }
    return _answer(ask, answers)


@proof("backup_gib")
def backup_gib(policy: Mapping[str, Any], on: str, since: str, used: float, churn: float, ask: str) -> float:
    """GiB by azstudy's model of storage: "snapshots" or "vault"."""
    from azstudy.simulate.recovery.storage import backup_storage

    found = backup_storage(
        _policy(policy), since=_moment(since), on=_moment(on), used_gib=used, churn_gib_per_day=churn
    )
    return float(_answer(ask, {"snapshots": found.snapshot_gib, "vault": found.vault_gib}))


@proof("replicated_points")
def replicated_points(
    retention_h: float, ask: str = "points", older_h: float = 0, younger_h: float = 1000, app_every_h: float = 0
) -> Any:
    """Points of Site Recovery of an age: "points" and "app_points" are counts, "gap_min" the widest gap between two."""
    from azstudy.model.protection import ReplicationPolicy
    from azstudy.simulate.recovery.replication_points import replication_points

    on = datetime(2026, 3, 2, tzinfo=UTC)
    policy = ReplicationPolicy("policy", retention_h=retention_h, app_consistent_every_h=app_every_h)
    points = replication_points(policy, since=on - timedelta(days=30), on=on)
    some = [one for one in points if timedelta(hours=older_h) <= on - one.taken < timedelta(hours=younger_h)]
    gaps = [(later.taken - sooner.taken).total_seconds() / 60 for sooner, later in pairwise(some)]
    answers = {
        "points": len(some),
        "app_points": sum(one.app_consistent for one in some),
        "gap_min": max(gaps, default=None),
    }
    return _answer(ask, answers)


@proof("failover")
def failover(groups: Sequence[Any], ask: str, manual_after: int = 0, **more: Any) -> Any:
    """One outcome of a failover; a manual action follows the group of number `manual_after`.

    "lost_min", "failover_min", "down_min", "within_sla", "running", "waiting", "to_do" (how many things are left), or
    "refused" for what Azure does not take.
    """
    from azstudy.model.protection import RecoveryGroup, RecoveryPlan
    from azstudy.simulate.recovery.failover import failover as run

    made = tuple(
        RecoveryGroup(tuple(vms), manual_action="a manual step" if number == manual_after else "")
        for number, vms in enumerate(groups, 1)
    )
    try:
        found = run(RecoveryPlan("plan", made), **more)
    except InvalidInputError:
        return _answer(ask, {"refused": True})
    answers = {
        "refused": False,
        "lost_min": found.lost_min,
        "failover_min": found.failover_min,
        "down_min": found.down_min,
        "within_sla": found.within_sla,
        "running": list(found.running),
        "waiting": list(found.waiting),
        "to_do": len(found.left_to_do),
    }
    return _answer(ask, answers)


@proof("protects")
def protects(threat: str, way: str | None = None, ask: str = "ways", **design: Any) -> Any:
    """What a way does against a threat: "helps", "rpo_min" (least and most), "meets" the wish; or all "ways" that help.

    Also "met_by", the ways that meet the wish.
    """
    from azstudy.plan.recovery.grid import protection
    from azstudy.plan.recovery.values import WAYS

    plan = protection(**design)
    answers: dict[str, Any] = {
        "ways": [name for name in WAYS if plan.cell(threat, name).helps],
        "met_by": list(plan.met_by(threat)),
    }
    if way is not None:
        cell = plan.cell(threat, way)
        answers["helps"] = cell.helps
        answers["rpo_min"] = None if cell.rpo_min is None else list(cell.rpo_min)
        answers["meets"] = cell.meets(plan.rpo_min, plan.rto_min)
    return _answer(ask, answers)
