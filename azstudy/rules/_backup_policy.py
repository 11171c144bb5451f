"""What Azure takes as a backup policy: one place for rules, simulations and the lab."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final

from azstudy.model.protection import BackupPolicy
from azstudy.model.schedule_words import BackupFrequency, BackupPolicyType
from azstudy.model.timezones import TimeZone
from azstudy.model.wall_clock import local_time

SNAPSHOT_DAYS: Final = {BackupPolicyType.V1: (1, 5), BackupPolicyType.V2: (1, 30)}
WEEKLY_SNAPSHOT_DAYS: Final = 5
"""Days of instant restore (backup-instant-restore-capability.md@02d00dc8, backup-azure-vms-enhanced-policy.md)."""
MOST_DAYS_BY_INTERVAL: Final = {4: (17, 17), 6: (22, 22), 8: (22, 30)}
"""Days that snapshots of several backups a day may stay, by hours between them: surely, and at most. 30 from 12 hours.

Source: azure-docs backup-azure-vms-enhanced-policy.md@c59c6dd2 (2025-06). It names 4, 6 and 12 hours only; 8 lies
between.
"""
HOURLY: Final = (4, 6, 8, 12, 24)
NAMES: Final = {BackupPolicyType.V1: "Standard", BackupPolicyType.V2: "Enhanced"}
_YEAR: Final = 2026
"""The year whose January and July tell a zone's standard time; no rule of summer time here depends on it."""


def snapshot_days(policy: BackupPolicy) -> tuple[int, int, int]:
    """Days that snapshots may stay: the least, the most that surely works, and the most at all.

    >>> snapshot_days(BackupPolicy("p", "enhanced", frequency="hourly", every_h=8))
    (1, 22, 30)
    """
    low, high = SNAPSHOT_DAYS[policy.type]
    if policy.type is BackupPolicyType.V2 and policy.frequency is BackupFrequency.HOURLY:
        sure, most = MOST_DAYS_BY_INTERVAL.get(round(policy.every_h), (high, high))
        return low, sure, most
    return low, high, high


def vault_days(policy: BackupPolicy) -> int:
    """Days that the vault keeps an ordinary point of the schedule; 0 where none of its own rules does.

    >>> vault_days(BackupPolicy("p")), vault_days(BackupPolicy("p", frequency="weekly"))
    (180, 84)
    """
    kept = policy.retention
    return 7 * kept.weekly_weeks if policy.frequency is BackupFrequency.WEEKLY else kept.daily_days


def wrong_snapshot_days(policy: BackupPolicy) -> str:
    """Why Azure refuses the days of instant restore; empty where it takes them."""
    (low, _, high), days = snapshot_days(policy), policy.effective_snapshot_days
    if low <= days <= high:
        return ""
    often = f" every {policy.every_h:g} hours" if policy.frequency is BackupFrequency.HOURLY else ""
    return f"Snapshots of {days} days with {NAMES[policy.type]}{often}; allowed: {low} to {high}."


def outlives_vault(policy: BackupPolicy) -> str:
    """Why snapshots may not stay so long beside the vault's points; empty where they may."""
    days, vault = policy.effective_snapshot_days, vault_days(policy)
    return f"Snapshots of {days} days; the vault keeps a point for {vault}." if 0 < vault < days else ""


def wrong_schedule(policy: BackupPolicy) -> str:
    """Why Azure refuses the times of backup; empty where it takes them."""
    if policy.frequency is not BackupFrequency.HOURLY:
        return ""
    if policy.type is BackupPolicyType.V1:
        return "The Standard policy backs up once a day; several backups a day need the Enhanced policy."
    if policy.every_h not in HOURLY:
        return f"Every {policy.every_h:g} hours; allowed: 4, 6, 8, 12, 24."
    return ""


def wrong_week(policy: BackupPolicy) -> str:
    """Why Azure refuses the days of instant restore of a weekly policy; empty where it takes them."""
    weekly = policy.frequency is BackupFrequency.WEEKLY and policy.type is BackupPolicyType.V1
    if not weekly or policy.effective_snapshot_days == WEEKLY_SNAPSHOT_DAYS:
        return ""
    return f"{policy.effective_snapshot_days} days with a weekly Standard policy; always {WEEKLY_SNAPSHOT_DAYS}."


def refusal(policy: BackupPolicy) -> str:
    """The first reason why Azure would refuse the policy; empty where it takes it.

    >>> refusal(BackupPolicy("p", frequency="hourly"))
    'The Standard policy backs up once a day; several backups a day need the Enhanced policy.'
    """
    checks = (wrong_schedule, wrong_week, wrong_snapshot_days, outlives_vault)
    return next((said for said in (check(policy) for check in checks) if said), "")


@cache
def standard_offset(zone: TimeZone) -> timedelta:
    """How far a zone's standard time is from UTC: backups keep it all year.

    Azure Backup does not follow daylight saving time (azure-docs backup-support-matrix-iaas.md, 2023-07). Which of a
    zone's two offsets it keeps is not documented; azstudy takes standard time.

    >>> standard_offset(TimeZone.W_EUROPE)
    datetime.timedelta(seconds=3600)
    """
    return min(_offset(zone, 1), _offset(zone, 7))


def has_summer_time(zone: TimeZone) -> bool:
    """Whether clocks of a zone change twice a year."""
    return _offset(zone, 1) != _offset(zone, 7)


def _offset(zone: TimeZone, month: int) -> timedelta:
    return local_time(datetime(_YEAR, month, 2, tzinfo=UTC), zone).utcoffset() or timedelta()
