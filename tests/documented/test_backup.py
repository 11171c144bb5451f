"""Azure Backup: policies, retention, instant restore, restores, limits.

Sources: MicrosoftDocs/azure-docs articles/backup/: backup-azure-vms-enhanced-policy.md@c59c6dd2 (2025-06),
    backup-instant-restore-capability.md@02d00dc8, backup-support-matrix.md@012ad308, backup-support-matrix-iaas.md
    (all 2023), backup-azure-arm-restore-vms.md@001e5456 (2022-12). That newer tools set Trusted Launch on a Standard
    policy is also in the release notes of Azure PowerShell (Azure/azure-powershell pull request 27284, 2025-03).
    The limits of Site Recovery are in azure-to-azure-common-questions.md@01d18a2d (2025-07).
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

import azstudy as az
from azstudy.errors import InvalidInputError
from azstudy.rules.recovery import points_in

SINCE = datetime(2014, 1, 1, tzinfo=UTC)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def points(policy: az.BackupPolicy, *, days: int = 60, on: datetime = NOON) -> tuple[Any, ...]:
    return az.simulate.recovery_points(policy, since=on - timedelta(days=days), on=on)


def tiers(policy: az.BackupPolicy, **more: Any) -> Counter[str]:
    return Counter(tier for point in points(policy, **more) for tier in point.tiers(NOON))


def found(kind: str, *resources: object) -> set[str]:
    review = az.review(az.Design("shop", resources, region="westeurope"))
    return {one.rule_id for one in getattr(review, kind)}


def broken(*resources: object) -> set[str]:
    return found("errors", *resources)


@pytest.mark.parametrize(("kind", "low", "high", "default"), [("standard", 1, 5, 2), ("enhanced", 1, 30, 7)])
def test_days_of_instant_restore(kind: str, low: int, high: int, default: int) -> None:
    assert az.BackupPolicy("p", kind).effective_snapshot_days == default
    taken = [n for n in range(40) if "backup-03" not in broken(az.BackupPolicy("p", kind, snapshot_days=n))]
    assert taken == list(range(low, high + 1))
    assert tiers(az.BackupPolicy("p", kind))["snapshot"] == default
    for days in (low, high):
        assert tiers(az.BackupPolicy("p", kind, snapshot_days=days))["snapshot"] == days
    for days in (low - 1, high + 1):
        with pytest.raises(InvalidInputError, match="allowed"):
            points(az.BackupPolicy("p", kind, snapshot_days=days))


@pytest.mark.parametrize(("every", "most"), [(4, 17), (6, 22), (12, 30), (24, 30)])
def test_more_backups_a_day_leave_fewer_days_of_instant_restore(every: int, most: int) -> None:
    def policy(days: int) -> az.BackupPolicy:
        return az.BackupPolicy("p", "enhanced", frequency="Hourly", every_h=every, window_h=24, snapshot_days=days)

    assert "backup-03" not in broken(policy(most))
    assert "backup-03" in broken(policy(most + 1))
    assert tiers(policy(most))["snapshot"] == most * 24 // every
    with pytest.raises(InvalidInputError, match=f"1 to {most}"):
        points(policy(most + 1))


@pytest.mark.parametrize(("vault", "works"), [(7, True), (6, False)])
def test_instant_restore_does_not_outlast_the_vault(vault: int, works: bool) -> None:
    policy = az.BackupPolicy("p", "enhanced", snapshot_days=7, retention=az.Retention(vault))
    assert ("backup-16" not in broken(policy)) is works
    if works:
        assert tiers(policy)["snapshot"] == 7
    else:
        with pytest.raises(InvalidInputError, match="the vault keeps"):
            points(policy)


def test_a_weekly_policy_keeps_snapshots_five_days() -> None:
    assert az.BackupPolicy("p", frequency="Weekly").effective_snapshot_days == 5
    assert "backup-04" in broken(az.BackupPolicy("p", frequency="Weekly", snapshot_days=2))
    [newest, *_] = reversed(points(az.BackupPolicy("p", frequency="Weekly")))
    assert newest.snapshot_until - newest.taken == timedelta(days=5)


@pytest.mark.parametrize(("kind", "works"), [("standard", False), ("enhanced", True)])
def test_only_the_enhanced_policy_backs_up_several_times_a_day(kind: str, works: bool) -> None:
    hourly = az.BackupPolicy("p", kind, frequency="Hourly", every_h=4)
    assert ("backup-01" not in broken(hourly)) is works
    if works:
        assert points(hourly)
    else:
        with pytest.raises(InvalidInputError, match="once a day"):
            points(hourly)


@pytest.mark.parametrize(
    ("kind", "set_by", "works"),
    [("standard", "portal", False), ("standard", "tools", True), ("enhanced", "portal", True)],
)
def test_trusted_launch_by_the_portal_and_by_newer_tools(kind: str, set_by: str, works: bool) -> None:
    policy, vm = (
        az.BackupPolicy("p", kind),
        az.VirtualMachine("vm", "D2s_v5", security_type="TrustedLaunch", backup="p"),
    )
    assert ("backup-05" in found("warnings", vm, policy)) is (kind == "standard")
    assert "backup-05" not in broken(vm, policy)
    restore = az.simulate.restore_options(policy, since=SINCE, on=NOON, trusted_launch=True, set_by=set_by)
    assert restore.way("new VM").possible is works


@pytest.mark.parametrize("disk", ["Ultra Disk", "Premium SSD v2"])
@pytest.mark.parametrize(("kind", "works"), [("standard", False), ("enhanced", True)])
def test_fast_disks_need_the_enhanced_policy(disk: str, kind: str, works: bool) -> None:
    policy = az.BackupPolicy("p", kind)
    vm = az.VirtualMachine("vm", "D4s_v5", backup="p", zone=1, data_disks=[az.DataDisk("data", 64, type=disk)])
    assert ("backup-17" not in broken(vm, policy)) is works
    restore = az.simulate.restore_options(policy, since=SINCE, on=NOON, ultra_or_v2=True)
    assert restore.way("new VM").possible is works


def test_of_a_days_hourly_backups_the_last_goes_to_the_vault() -> None:
    hourly = az.BackupPolicy("p", "enhanced", frequency="Hourly", every_h=4, window_h=24, start=time(8))
    day = [one for one in points(hourly, days=4) if timedelta(hours=28) <= NOON - one.taken < timedelta(hours=52)]
    assert [f"{one.taken:%H}" for one in day if one.kept_as] == ["04"]
    assert len(day) == 6


def test_backups_do_not_follow_summer_time() -> None:
    policy = az.BackupPolicy("p", "enhanced", start=time(2), time_zone="W. Europe")
    taken = {f"{one.taken:%H:%M}" for one in points(policy, on=datetime(2026, 4, 20, tzinfo=UTC))}
    assert taken == {"01:00"}


def test_the_hours_of_the_enhanced_policy() -> None:
    def right(hours: int) -> bool:
        return "backup-02" not in broken(az.BackupPolicy("p", "enhanced", frequency="Hourly", every_h=hours))

    assert [right(hours) for hours in (4, 5, 6, 8, 12, 24)] == [True, False, True, True, True, True]
    with pytest.raises(InvalidInputError, match="Every 5 hours"):
        points(az.BackupPolicy("p", "enhanced", frequency="Hourly", every_h=5))


def test_the_default_retention() -> None:
    kept = az.BackupPolicy("p", "enhanced").retention
    assert (kept.daily_days, kept.weekly_weeks, kept.monthly_months, kept.yearly_years) == (180, 12, 60, 10)


def test_the_default_retention_on_a_date() -> None:
    kept = az.simulate.recovery_points(az.BackupPolicy("p", "enhanced"), since="2014-01-01", on=NOON)
    assert {name: len(some) for name, some in kept.by_rule.items()} == {
        "snapshot": 7,
        "daily": 180,
        "weekly": 12,
        "monthly": 60,
        "yearly": 10,
    }
    oldest = {name: f"{some[0].taken:%Y-%m-%d}" for name, some in kept.by_rule.items()}
    # The last 180 days, the last 12 Sundays, the first Sunday of 60 months, and of January in ten years.
    assert (oldest["daily"], oldest["weekly"]) == ("2025-09-04", "2025-12-14")
    assert (oldest["monthly"], oldest["yearly"]) == ("2021-04-04", "2017-01-01")


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


def options(**more: Any) -> dict[str, bool]:
    policy = more.pop("policy", az.BackupPolicy("p", "enhanced"))
    restore = az.simulate.restore_options(policy, since=SINCE, on=NOON, **more)
    return {one.name: one.possible for one in restore.ways}


def test_a_deleted_vm_cannot_have_its_disks_replaced() -> None:
    assert options()["replace disks"]
    gone = options(vm_exists=False)
    assert (gone["replace disks"], gone["new VM"], gone["restore disks"]) == (False, True, True)


def test_an_encrypted_vm_is_restored_as_a_whole() -> None:
    found = options(encrypted=True)
    assert (found["files"], found["replace disks"], found["other zone"], found["new VM"]) == (False, False, False, True)


def test_another_zone_is_not_restored_from_a_snapshot_nor_for_trusted_launch() -> None:
    zrs = az.RecoveryVault("v", "ZoneRedundant")
    assert options(vault=zrs, back_to=NOON - timedelta(days=1))["other zone"]
    assert not options(vault=zrs, back_to=NOON - timedelta(days=1), trusted_launch=True)["other zone"]
    hourly = az.BackupPolicy("p", "enhanced", frequency="Hourly", every_h=4, window_h=24)
    assert not options(vault=zrs, policy=hourly)["other zone"]  # the newest point of an hourly policy is a snapshot


@pytest.mark.parametrize(("switched_on", "works"), [(True, True), (False, False)])
def test_the_paired_region_needs_cross_region_restore(switched_on: bool, works: bool) -> None:
    vault = az.RecoveryVault("v", "GeoRedundant", cross_region_restore=switched_on)
    assert options(vault=vault, back_to=NOON - timedelta(days=1))["paired region"] is works
    plan = az.plan.protection(vault="GeoRedundant", cross_region_restore=switched_on)
    assert plan.cell("region_loss", "backup").helps is works


def test_uniform_scale_sets_are_not_backed_up() -> None:
    assert not any(options(uniform=True).values())


def test_the_interval_bounds_the_loss() -> None:
    for hours in (4, 24):
        plan = az.plan.protection(backup_every_h=hours, seen_after_min=0)
        assert plan.cell("corruption", "backup").rpo_min == (0, hours * 60)


def test_snapshots_and_vault_are_two_stores() -> None:
    storage = az.simulate.backup_storage(
        az.BackupPolicy("p", "enhanced"), since=NOON - timedelta(days=60), on=NOON, used_gib=100, churn_gib_per_day=5
    )
    assert (storage.snapshots, storage.in_vault) == (7, 60)


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
