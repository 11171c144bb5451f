"""Azure Backup and Site Recovery: policies, retention, limits.

Sources: MicrosoftDocs/azure-docs articles/backup/: backup-instant-restore-capability.md@02d00dc8,
    backup-azure-vms-enhanced-policy.md@d19be25a, backup-support-matrix.md@012ad308 (all 2023), and
    articles/site-recovery/azure-to-azure-common-questions.md@01d18a2d (2025-07).
"""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.rules.recovery import points_in


def broken(*resources: object) -> set[str]:
    review = az.review(az.Design("shop", resources, region="westeurope"))
    return {finding.rule_id for finding in review.errors}


@pytest.mark.parametrize(("kind", "low", "high", "default"), [("standard", 1, 5, 2), ("enhanced", 1, 30, 7)])
def test_days_of_instant_restore(kind: str, low: int, high: int, default: int) -> None:
    assert az.BackupPolicy("p", kind).effective_snapshot_days == default
    taken = [n for n in range(40) if "backup-03" not in broken(az.BackupPolicy("p", kind, snapshot_days=n))]
    assert taken == list(range(low, high + 1))


def test_a_weekly_policy_keeps_snapshots_five_days() -> None:
    assert az.BackupPolicy("p", frequency="Weekly").effective_snapshot_days == 5
    assert "backup-04" in broken(az.BackupPolicy("p", frequency="Weekly", snapshot_days=2))


@pytest.mark.parametrize(("kind", "works"), [("standard", False), ("enhanced", True)])
def test_only_the_enhanced_policy_backs_up_hourly_and_trusted_launch(kind: str, works: bool) -> None:
    hourly = az.BackupPolicy("p", kind, frequency="Hourly", every_h=4)
    assert ("backup-01" not in broken(hourly)) is works
    vm = az.VirtualMachine("vm", "D2s_v5", security_type="TrustedLaunch", backup="p")
    assert ("backup-05" not in broken(vm, az.BackupPolicy("p", kind))) is works


def test_the_hours_of_the_enhanced_policy() -> None:
    def right(hours: int) -> bool:
        return "backup-02" not in broken(az.BackupPolicy("p", "enhanced", frequency="Hourly", every_h=hours))

    assert [right(hours) for hours in (4, 5, 6, 8, 12, 24)] == [True, False, True, True, True, True]


def test_the_default_retention() -> None:
    kept = az.BackupPolicy("p", "enhanced").retention
    assert (kept.daily_days, kept.weekly_weeks, kept.monthly_months, kept.yearly_years) == (180, 12, 60, 10)


@pytest.mark.parametrize(("points", "wrong"), [(9_999, False), (10_000, True)])
def test_recovery_points_of_a_machine(points: int, wrong: bool) -> None:
    kept = az.Retention(points, 0, monthly_months=0, yearly_years=0)
    assert ("backup-09" in broken(az.BackupPolicy("p", retention=kept))) is wrong


@pytest.mark.parametrize(("vms", "wrong"), [(1_000, False), (1_001, True)])
def test_machines_of_a_vault(vms: int, wrong: bool) -> None:
    web = az.ScaleSet("web", "D4s_v5", instances=vms, backup="p", single_placement_group=False)
    found = broken(az.RecoveryVault("vault"), az.BackupPolicy("p", "enhanced", vault="vault"), web)
    assert ("backup-07" in found) is wrong


@pytest.mark.parametrize(("vaults", "wrong"), [(500, False), (501, True)])
def test_vaults_of_a_subscription(vaults: int, wrong: bool) -> None:
    assert ("backup-08" in broken(*[az.RecoveryVault(f"v{n}") for n in range(vaults)])) is wrong


@pytest.mark.parametrize(
    ("disks", "wrong"), [([32_768], False), ([32_769], True), ([32_768] * 8, False), ([32_768] * 8 + [1], True)]
)
def test_disks_of_a_machine(disks: list[int], wrong: bool) -> None:
    held = [az.DataDisk(f"d{n}", gib, type="Premium SSD v2") for n, gib in enumerate(disks)]
    vm = az.VirtualMachine("vm", "D64s_v5", backup="p", data_disks=held, zone=1)
    assert ("backup-10" in broken(vm, az.BackupPolicy("p", "enhanced"))) is wrong


def test_points_of_the_last_two_hours() -> None:
    assert points_in(2, app_consistent_every_h=1) == (24, 2)
    assert points_in(2) == (24, 0)


def test_limits_of_site_recovery() -> None:
    policy = az.ReplicationPolicy("asr")
    assert (policy.retention_h, policy.app_consistent_every_h, policy.crash_consistent_every_min) == (24, 0, 5)
    kept = ["recovery-03" in broken(az.ReplicationPolicy("asr", retention_h=24 * days)) for days in (1, 15, 16)]
    assert kept == [False, False, True]
    vms = [az.ReplicatedVm(f"vm{n}", "asr", group="g") for n in range(17)]
    assert ["recovery-04" in broken(*vms[:size]) for size in (16, 17)] == [False, True]
    plans = ["recovery-05" in broken(az.RecoveryPlan("p", [az.RecoveryGroup("vm")] * count)) for count in (7, 8)]
    assert plans == [False, True]
