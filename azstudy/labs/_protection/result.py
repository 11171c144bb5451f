"""The twin of the protection lab: what it shows, as plain values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import attrs

from azstudy.catalog.catalog import Catalog
from azstudy.errors import InvalidInputError
from azstudy.labs._controls import State
from azstudy.labs._protection.controls import TICKS
from azstudy.model.protection import BackupPolicy, RecoveryVault, Retention
from azstudy.model.schedule_words import BackupFrequency, BackupPolicyType, VaultRedundancy
from azstudy.plan.recovery.grid import ProtectionPlan
from azstudy.plan.recovery.grid import protection as protect
from azstudy.plan.recovery.values import THREATS, WAYS
from azstudy.rules._backup_policy import refusal
from azstudy.simulate.recovery.backup_points import RecoveryPoints, recovery_points
from azstudy.simulate.recovery.restore import RestoreResult, restore_options
from azstudy.simulate.recovery.storage import BackupStorage, backup_storage

SINCE: Final = datetime(2024, 1, 1, tzinfo=UTC)
ON: Final = datetime(2026, 3, 2, 12, tzinfo=UTC)


@attrs.frozen(kw_only=True, repr=False, eq=False)
class ProtectionLabResult:
    """What the protection lab shows for a state, as plain values.

    Attributes:
        state: Every control's value.
        points: The recovery points at noon UTC on 2 March 2026, as `az.simulate.recovery_points` returns them.
        restore: What can be restored, as `az.simulate.restore_options` returns it.
        storage: Storage and its price, as `az.simulate.backup_storage` returns it.
        plan: What helps against what, as `az.plan.protection` returns it.
    """

    state: State
    points: RecoveryPoints
    restore: RestoreResult
    storage: BackupStorage
    plan: ProtectionPlan

    @property
    def ticked(self) -> frozenset[tuple[str, str]]:
        """The learner's ticks, as pairs of threat and way."""
        return frozenset((threat, way) for threat, name in TICKS.items() for way in self.state[name])

    @property
    def wrong(self) -> int:
        """Cells of the grid in which the learner and the model differ."""
        return len(self.ticked ^ frozenset(self.plan.ticks))

    @property
    def loses_by_backup_min(self) -> float:
        """The most minutes of writes that Backup loses against corruption; infinite where it does not help."""
        found = self.plan.cell("corruption", "backup").rpo_min
        return float("inf") if found is None else found[1]

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "state": dict(self.state),
            "points": len(self.points),
            "snapshot_gib": self.storage.snapshot_gib,
            "vault_gib": self.storage.vault_gib,
            "snapshot_usd": self.storage.snapshot_usd,
            "point": None if self.restore.point is None else self.restore.point.taken.isoformat(),
            "ways": [one.name for one in self.restore.ways if one.possible],
            "helps": [list(pair) for pair in self.plan.ticks],
            "wrong": self.wrong,
        }

    def __repr__(self) -> str:
        return text(self)


def policy_of(state: State) -> BackupPolicy:
    """The backup policy of a state.

    Raises:
        InvalidInputError: For a policy that Azure would refuse.
    """
    kept = Retention(
        state["daily_days"],
        state["weekly_weeks"],
        monthly_months=state["monthly_months"],
        yearly_years=state["yearly_years"],
    )
    policy = BackupPolicy(
        "lab",
        BackupPolicyType.parse(state["type"]),
        frequency=BackupFrequency.parse(state["frequency"]),
        every_h=int(state["every_h"]),
        window_h=24,
        snapshot_days=state["snapshot_days"],
        retention=kept,
    )
    if refusal(policy):
        raise InvalidInputError(refusal(policy))
    return policy


def plan_of(state: State) -> ProtectionPlan:
    """The grid of a state."""
    hours = {"Daily": 24, "Weekly": 168}.get(state["frequency"], int(state["every_h"]))
    kept = (state["daily_days"] if state["frequency"] != "Weekly" else 0, 7 * state["weekly_weeks"])
    longest = max(*kept, 30 * state["monthly_months"], 365 * state["yearly_years"])
    return protect(
        rpo_min=state["rpo_min"],
        rto_min=state["rto_min"],
        stateful=state["stateful"],
        zrs_disk=state["zrs_disk"],
        backup_every_h=hours,
        snapshot_days=state["snapshot_days"],
        backup_kept_days=max(kept) or longest,
        vault=state["vault"],
        cross_region_restore=state["cross_region"],
        replication_h=state["replication_h"],
        seen_after_min=state["seen_min"],
    )


def compute(state: State, catalog: Catalog) -> ProtectionLabResult:
    """The result for a state.

    Raises:
        InvalidInputError: For a policy or a vault that Azure would refuse.
    """
    policy = policy_of(state)
    redundancy = VaultRedundancy.parse(state["vault"])
    if state["cross_region"] and redundancy is not VaultRedundancy.GEO:
        raise InvalidInputError("Cross Region Restore needs a geo-redundant vault.")
    points = recovery_points(policy, since=SINCE, on=ON)
    restore = restore_options(
        policy,
        since=SINCE,
        on=ON,
        back_to=ON - timedelta(days=state["back_days"]),
        vault=RecoveryVault("vault", redundancy, cross_region_restore=state["cross_region"]),
        vm_exists=not state["deleted"],
        trusted_launch=state["trusted_launch"],
        set_by=state["set_by"],
        encrypted=state["encrypted"],
    )
    storage = backup_storage(
        policy,
        since=SINCE,
        on=ON,
        used_gib=state["used_gib"],
        churn_gib_per_day=state["churn_gib"],
        catalog=catalog,
    )
    return ProtectionLabResult(state=state, points=points, restore=restore, storage=storage, plan=plan_of(state))


def text(result: ProtectionLabResult) -> str:
    """The result in plain text."""
    many = len(result.points)
    head = f"{many} recovery points; {result.restore.because}"
    return "\n".join([head, result.restore.text, result.storage.text, _ticks(result), result.plan.text])


def _ticks(result: ProtectionLabResult) -> str:
    return f"Your grid differs from the model in {result.wrong} of {len(THREATS) * len(WAYS)} cells."
