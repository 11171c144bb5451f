"""Every rule about maintenance, patching, backup and Site Recovery: legal, illegal, the boundary, without the fact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legality import ILLEGAL, LEGAL, NOTHING_KNOWN, UNKNOWN, Design, facts, of_modules, size, uncovered, verdict, vm

from azstudy.model.disk import DataDisk, OsDisk
from azstudy.model.maintenance import DynamicScope, MaintenanceConfiguration
from azstudy.model.placement import HostGroup
from azstudy.model.protection import (
    BackupPolicy,
    RecoveryGroup,
    RecoveryPlan,
    RecoveryVault,
    ReplicatedVm,
    ReplicationPolicy,
    Retention,
)
from azstudy.model.scaleset import HealthExtension, ScaleSet, UpgradePolicy
from azstudy.model.vm import Extension, Patching
from azstudy.rules import all_rules

PLATFORM = "AutomaticByPlatform"
HEALTH = HealthExtension(path="/health")
FOLLOWING = UpgradePolicy(automatic_os_upgrade=True)
AZURE_EDITION = "MicrosoftWindowsServer:WindowsServer:2022-datacenter-azure-edition-core:latest"


def schedule(scope="guest", **fields):
    return MaintenanceConfiguration("night", scope, **fields)


def cared(maker=vm, **fields):
    return maker(maintenance=["night"], **fields)


def fleet(**fields):
    return ScaleSet("web", "D4s_v5", **fields)


def uniform(**fields):
    return fleet(orchestration="Uniform", **fields)


def windows(mode, **fields):
    return vm(os="Windows", patching=Patching(mode, **fields))


MAINTENANCE = [
    ("maintenance-01", LEGAL, [schedule("Host", duration_min=120)], None),
    ("maintenance-01", ILLEGAL, [schedule("Host", duration_min=119)], None),
    ("maintenance-01", LEGAL, [schedule("OSImage", duration_min=300)], None),
    ("maintenance-01", ILLEGAL, [schedule("OSImage", duration_min=299)], None),
    ("maintenance-01", LEGAL, [schedule(duration_min=90)], None),
    ("maintenance-01", ILLEGAL, [schedule(duration_min=89)], None),
    ("maintenance-01", LEGAL, [schedule()], None),
    ("maintenance-02", LEGAL, [schedule(duration_min=235)], None),
    ("maintenance-02", ILLEGAL, [schedule(duration_min=236)], None),
    ("maintenance-02", LEGAL, [schedule("Host", duration_min=600)], None),
    ("maintenance-03", LEGAL, [schedule(recurrence="6Hours")], None),
    ("maintenance-03", ILLEGAL, [schedule(recurrence="5Hours")], None),
    ("maintenance-03", LEGAL, [schedule(recurrence="Day")], None),
    ("maintenance-04", LEGAL, [schedule("OSImage", recurrence="7Days")], None),
    ("maintenance-04", ILLEGAL, [schedule("OSImage", recurrence="8Days")], None),
    ("maintenance-04", LEGAL, [schedule("Host", recurrence="Month")], None),
    ("maintenance-04", LEGAL, [schedule("Host", recurrence="35Days")], None),
    ("maintenance-04", ILLEGAL, [schedule("Host", recurrence="36Days")], None),
    ("maintenance-04", LEGAL, [schedule(recurrence="6Months")], None),
    ("maintenance-05", LEGAL, [schedule("Host"), cared()], facts(size(isolated=True))),
    ("maintenance-05", ILLEGAL, [schedule("Host"), cared()], facts(size(isolated=False))),
    ("maintenance-05", UNKNOWN, [schedule("Host"), cared()], NOTHING_KNOWN),
    ("maintenance-05", LEGAL, [schedule("Host"), cared(host_group="hosts")], NOTHING_KNOWN),
    ("maintenance-05", LEGAL, [schedule("Host"), HostGroup("hosts", maintenance=["night"])], NOTHING_KNOWN),
    (
        "maintenance-06",
        LEGAL,
        [schedule("OSImage"), cared(fleet, upgrade=UpgradePolicy(automatic_os_upgrade=True))],
        None,
    ),
    ("maintenance-06", ILLEGAL, [schedule("OSImage"), cared(fleet)], None),
    ("maintenance-06", ILLEGAL, [schedule("OSImage"), cared()], None),
    ("maintenance-07", LEGAL, [schedule(), cared(patching=PLATFORM)], None),
    ("maintenance-07", ILLEGAL, [schedule(), cared()], None),
    ("maintenance-07", LEGAL, [schedule(), cared(fleet, patching=PLATFORM)], None),
    ("maintenance-07", ILLEGAL, [schedule(), cared(uniform, patching=PLATFORM)], None),
    ("maintenance-07", ILLEGAL, [schedule(), HostGroup("hosts", maintenance=["night"])], None),
    ("maintenance-07", ILLEGAL, [schedule(dynamic_scopes=[DynamicScope("all")]), vm()], None),
    ("maintenance-07", LEGAL, [schedule(dynamic_scopes=[DynamicScope("win", os=["Windows"])]), vm()], None),
    (
        "maintenance-07",
        LEGAL,
        [schedule(dynamic_scopes=[DynamicScope("t", tags={"env": "prod"})]), vm(tags={"env": "test"})],
        None,
    ),
    (
        "maintenance-07",
        ILLEGAL,
        [schedule(dynamic_scopes=[DynamicScope("t", tags={"env": "test"})]), vm(tags={"env": "test"})],
        None,
    ),
    ("maintenance-08", LEGAL, [schedule().evolve(name=f"n{n}") for n in range(250)], None),
    ("maintenance-08", ILLEGAL, [schedule().evolve(name=f"n{n}") for n in range(251)], None),
    ("maintenance-09", LEGAL, [schedule(dynamic_scopes=[DynamicScope(f"s{n}") for n in range(200)])], None),
    ("maintenance-09", ILLEGAL, [schedule(dynamic_scopes=[DynamicScope(f"s{n}") for n in range(201)])], None),
    (
        "maintenance-09",
        LEGAL,
        [schedule(dynamic_scopes=[DynamicScope("all")]), *[vm(f"vm{n}") for n in range(1000)]],
        None,
    ),
    (
        "maintenance-09",
        ILLEGAL,
        [schedule(dynamic_scopes=[DynamicScope("all")]), *[vm(f"vm{n}") for n in range(1001)]],
        None,
    ),
    ("maintenance-09", LEGAL, [schedule(), *[vm(f"vm{n}", maintenance="night") for n in range(3000)]], None),
    ("maintenance-09", ILLEGAL, [schedule(), *[vm(f"vm{n}", maintenance="night") for n in range(3001)]], None),
    ("maintenance-10", LEGAL, [schedule(start="2026-12-05 23:44")], None),
    ("maintenance-10", LEGAL, [schedule(start="2026-12-05 00:00")], None),
    ("maintenance-10", ILLEGAL, [schedule(start="2026-12-05 23:45")], None),
    ("maintenance-11", LEGAL, [schedule(start="2026-12-05 22:00", expires="2026-12-05 22:01")], None),
    ("maintenance-11", ILLEGAL, [schedule(start="2026-12-05 22:00", expires="2026-12-05 22:00")], None),
    ("maintenance-12", LEGAL, [schedule(dynamic_scopes=[DynamicScope("all")])], None),
    ("maintenance-12", ILLEGAL, [schedule("Host", dynamic_scopes=[DynamicScope("all")])], None),
    ("maintenance-13", LEGAL, [schedule(classes=["Critical", "UpdateRollup"]), cared()], None),
    ("maintenance-13", ILLEGAL, [schedule(classes=["UpdateRollup"]), cared()], None),
    ("maintenance-13", ILLEGAL, [schedule(classes=["Other"]), cared(os="Windows")], None),
    ("maintenance-14", LEGAL, [schedule(), cared()], None),
    ("maintenance-14", ILLEGAL, [schedule(reboot="Never"), cared()], None),
]
PATCHING = [
    ("patching-01", LEGAL, [vm(patching="ImageDefault"), vm("b", patching=PLATFORM), vm("c")], None),
    ("patching-01", ILLEGAL, [vm(patching="AutomaticByOS")], None),
    ("patching-01", ILLEGAL, [vm(patching="Manual")], None),
    ("patching-02", LEGAL, [windows("AutomaticByOS")], None),
    ("patching-02", ILLEGAL, [windows("ImageDefault")], None),
    ("patching-03", LEGAL, [windows("AutomaticByOS")], None),
    ("patching-03", LEGAL, [windows("Manual", automatic_updates=False)], None),
    ("patching-03", ILLEGAL, [windows("Manual")], None),
    ("patching-03", ILLEGAL, [windows("AutomaticByOS", automatic_updates=False)], None),
    ("patching-03", LEGAL, [windows(PLATFORM, automatic_updates=False)], None),
    ("patching-04", LEGAL, [fleet(patching=PLATFORM)], None),
    ("patching-04", ILLEGAL, [uniform(patching=PLATFORM)], None),
    ("patching-05", LEGAL, [fleet(patching=PLATFORM, health_extension=HEALTH), vm(patching=PLATFORM)], None),
    ("patching-05", ILLEGAL, [fleet(patching=PLATFORM)], None),
    ("patching-06", LEGAL, [vm(patching=PLATFORM, image="Canonical:ubuntu-24_04-lts:server")], None),
    ("patching-06", ILLEGAL, [vm(patching=PLATFORM, image="images/web")], None),
    ("patching-06", LEGAL, [cared(patching=PLATFORM, image="images/web"), schedule()], None),
    ("patching-07", LEGAL, [vm()], None),
    ("patching-07", ILLEGAL, [vm(patching=PLATFORM)], None),
    ("patching-07", LEGAL, [vm(patching=PLATFORM), schedule(dynamic_scopes=[DynamicScope("all")])], None),
    ("patching-08", LEGAL, [vm(patching=Patching(PLATFORM, customer_schedule=True))], None),
    ("patching-08", ILLEGAL, [vm(patching=Patching(customer_schedule=True))], None),
    ("patching-09", LEGAL, [cared(patching=Patching(PLATFORM, customer_schedule=True)), schedule()], None),
    ("patching-09", ILLEGAL, [vm(patching=Patching(PLATFORM, customer_schedule=True))], None),
    ("patching-09", ILLEGAL, [cared(patching=Patching(PLATFORM, customer_schedule=True)), schedule("Host")], None),
    ("patching-11", LEGAL, [cared(patching=Patching(PLATFORM, customer_schedule=True)), schedule()], None),
    ("patching-11", LEGAL, [cared(patching=PLATFORM), schedule("Host")], None),
    ("patching-11", LEGAL, [vm(patching=PLATFORM), schedule()], None),
    ("patching-11", ILLEGAL, [cared(patching=PLATFORM), schedule()], None),
    ("patching-11", ILLEGAL, [vm(patching=PLATFORM), schedule(dynamic_scopes=[DynamicScope("all")])], None),
    ("patching-10", LEGAL, [windows(PLATFORM, hotpatch=True).evolve(image=AZURE_EDITION)], None),
    ("patching-10", ILLEGAL, [windows("AutomaticByOS", hotpatch=True).evolve(image=AZURE_EDITION)], None),
    ("patching-10", ILLEGAL, [windows(PLATFORM, hotpatch=True).evolve(image="images/web")], None),
    (
        "patching-10",
        ILLEGAL,
        [windows(PLATFORM, hotpatch=True).evolve(image="MicrosoftWindowsServer:WindowsServer:2022-datacenter")],
        None,
    ),
    ("patching-10", ILLEGAL, [vm(patching=Patching(PLATFORM, hotpatch=True))], None),
    (
        "patching-10",
        ILLEGAL,
        [uniform(os="Windows", patching=Patching(PLATFORM, hotpatch=True), image=AZURE_EDITION)],
        None,
    ),
    ("patching-10", UNKNOWN, [windows(PLATFORM, hotpatch=True)], None),
]


def policy(kind="standard", **fields):
    return BackupPolicy("gold", kind, **fields)


def hourly(every, kind="enhanced", **fields):
    return policy(kind, frequency="Hourly", every_h=every, **fields)


def keeps(days, weeks=0):
    return Retention(days, weeks, monthly_months=0, yearly_years=0)


def saved(*resources, disks=(), **fields):
    return [vm(backup="gold", data_disks=disks, **fields), policy(), *resources]


def disk(gib, name="data"):
    return DataDisk(name, gib, type="Ultra Disk")


IN_VAULT = policy(vault="vault")
BACKUP = [
    ("backup-01", LEGAL, [hourly(4)], None),
    ("backup-01", ILLEGAL, [hourly(4, "standard")], None),
    ("backup-01", LEGAL, [policy(), policy("enhanced").evolve(name="b")], None),
    *[("backup-02", LEGAL, [hourly(n)], None) for n in (4, 6, 8, 12, 24)],
    *[("backup-02", ILLEGAL, [hourly(n)], None) for n in (1, 2, 3, 5, 7, 10, 16, 48)],
    ("backup-02", LEGAL, [policy("enhanced", every_h=5)], None),
    *[("backup-03", LEGAL, [policy(snapshot_days=n)], None) for n in (1, 5, None)],
    *[("backup-03", ILLEGAL, [policy(snapshot_days=n)], None) for n in (0, 6, 30)],
    *[("backup-03", LEGAL, [policy("enhanced", snapshot_days=n)], None) for n in (1, 30, None)],
    *[("backup-03", ILLEGAL, [policy("enhanced", snapshot_days=n)], None) for n in (0, 31)],
    *[("backup-03", LEGAL, [hourly(h, snapshot_days=n)], None) for h, n in ((4, 17), (6, 22), (8, 22), (12, 30))],
    *[("backup-03", ILLEGAL, [hourly(h, snapshot_days=n)], None) for h, n in ((4, 18), (6, 23), (8, 31), (24, 31))],
    *[("backup-03", UNKNOWN, [hourly(8, snapshot_days=n)], None) for n in (23, 30)],
    ("backup-04", LEGAL, [policy(frequency="Weekly")], None),
    ("backup-04", LEGAL, [policy(frequency="Weekly", snapshot_days=5)], None),
    ("backup-04", ILLEGAL, [policy(frequency="Weekly", snapshot_days=4)], None),
    ("backup-05", LEGAL, [vm(backup="gold", security_type="TrustedLaunch"), policy("enhanced")], None),
    ("backup-05", ILLEGAL, saved(security_type="TrustedLaunch"), None),
    ("backup-05", LEGAL, saved(security_type="Standard"), None),
    ("backup-06", LEGAL, saved(generation="Gen1"), None),
    ("backup-06", LEGAL, saved(security_type="Standard"), None),
    ("backup-06", ILLEGAL, saved(), None),
    ("backup-07", LEGAL, [RecoveryVault("vault"), IN_VAULT, fleet(instances=1000, backup="gold")], None),
    ("backup-07", ILLEGAL, [RecoveryVault("vault"), IN_VAULT, fleet(instances=1001, backup="gold")], None),
    ("backup-08", LEGAL, [RecoveryVault(f"v{n}") for n in range(500)], None),
    ("backup-08", ILLEGAL, [RecoveryVault(f"v{n}") for n in range(501)], None),
    ("backup-09", LEGAL, [policy(retention=Retention(9_917))], None),
    ("backup-09", ILLEGAL, [policy(retention=Retention(9_918))], None),
    ("backup-10", LEGAL, saved(disks=[disk(32_768)], os_disk=OsDisk(size_gib=64)), None),
    ("backup-10", ILLEGAL, saved(disks=[disk(32_769)]), None),
    ("backup-10", LEGAL, saved(disks=[disk(32_768, f"d{n}") for n in range(8)]), None),
    ("backup-10", ILLEGAL, saved(disks=[disk(32_768, f"d{n}") for n in range(8)], os_disk=OsDisk(size_gib=1)), None),
    ("backup-10", UNKNOWN, saved(disks=[DataDisk("copy", create_option="Copy")]), None),
    ("backup-11", LEGAL, [vm(backup="gold"), IN_VAULT, RecoveryVault("vault")], None),
    ("backup-11", ILLEGAL, [vm(backup="gold"), IN_VAULT, RecoveryVault("vault", region="northeurope")], None),
    ("backup-11", UNKNOWN, Design("d", [vm(backup="gold"), IN_VAULT, RecoveryVault("vault")]), None),
    ("backup-12", LEGAL, [fleet(backup="gold"), policy()], None),
    ("backup-12", ILLEGAL, [uniform(backup="gold"), policy()], None),
    ("backup-13", LEGAL, [policy(retention=Retention(1, 0, monthly_months=0, yearly_years=0))], None),
    ("backup-13", ILLEGAL, [policy(retention=Retention(0, 0, monthly_months=0, yearly_years=0))], None),
    ("backup-14", LEGAL, [RecoveryVault("vault", cross_region_restore=True)], None),
    ("backup-14", ILLEGAL, [RecoveryVault("vault", "ZoneRedundant", cross_region_restore=True)], None),
    ("backup-15", LEGAL, [RecoveryVault("vault", "ZoneRedundant")], None),
    ("backup-15", ILLEGAL, [RecoveryVault("vault", "ZoneRedundant", region="canadaeast")], None),
    ("backup-15", UNKNOWN, [RecoveryVault("vault", "ZoneRedundant")], NOTHING_KNOWN),
    ("backup-16", LEGAL, [policy("enhanced", snapshot_days=7, retention=keeps(7))], None),
    ("backup-16", ILLEGAL, [policy("enhanced", snapshot_days=8, retention=keeps(7))], None),
    ("backup-16", ILLEGAL, [policy("enhanced", snapshot_days=8, frequency="Weekly", retention=keeps(99, 1))], None),
    ("backup-16", LEGAL, [policy("enhanced", snapshot_days=30, retention=Retention(0))], None),
    ("backup-17", LEGAL, saved(disks=[DataDisk("data", 64, type="Premium SSD")]), None),
    ("backup-17", LEGAL, [vm(backup="gold", data_disks=[disk(64)]), policy("enhanced")], None),
    ("backup-17", ILLEGAL, saved(disks=[disk(64)]), None),
    ("backup-17", ILLEGAL, saved(disks=[DataDisk("data", 64, type="Premium SSD v2")]), None),
    ("backup-18", LEGAL, [policy(), policy(time_zone="India Standard Time").evolve(name="b")], None),
    ("backup-18", ILLEGAL, [policy(time_zone="W. Europe Standard Time")], None),
    ("backup-18", ILLEGAL, [policy(time_zone="AUS Eastern Standard Time")], None),
]


def copied(region="northeurope", **fields):
    return ReplicatedVm("vm", "asr", target_region=region, **fields)


ASR = ReplicationPolicy("asr")
OFFERED = facts(size(), offered={("Standard_D4s_v5", "northeurope")})
NOT_OFFERED = facts(size(), offered=set())
RECOVERY = [
    ("recovery-01", LEGAL, [ASR], None),
    *[("recovery-01", ILLEGAL, [ReplicationPolicy("p", crash_consistent_every_min=n)], None) for n in (4, 6)],
    *[("recovery-02", LEGAL, [ReplicationPolicy("p", app_consistent_every_h=n)], None) for n in (0, 1, 12)],
    ("recovery-02", ILLEGAL, [ReplicationPolicy("p", app_consistent_every_h=0.5)], None),
    ("recovery-03", LEGAL, [ReplicationPolicy("p", retention_h=360)], None),
    ("recovery-03", ILLEGAL, [ReplicationPolicy("p", retention_h=361)], None),
    ("recovery-04", LEGAL, [ReplicatedVm(f"vm{n}", "asr", group="g") for n in range(16)], None),
    ("recovery-04", ILLEGAL, [ReplicatedVm(f"vm{n}", "asr", group="g") for n in range(17)], None),
    ("recovery-05", LEGAL, [RecoveryPlan("plan", [RecoveryGroup(["vm"])] * 7)], None),
    ("recovery-05", ILLEGAL, [RecoveryPlan("plan", [RecoveryGroup(["vm"])] * 8)], None),
    ("recovery-06", LEGAL, [vm(), ASR, copied()], None),
    ("recovery-06", ILLEGAL, [vm(), ASR, copied("westeurope")], None),
    ("recovery-06", ILLEGAL, [vm(), ASR, copied(None)], None),
    ("recovery-06", LEGAL, [vm(zone=1), ASR, copied(None, target_zone=2)], None),
    ("recovery-06", ILLEGAL, [vm(zone=1), ASR, copied(None, target_zone=1)], None),
    ("recovery-06", UNKNOWN, Design("d", [vm(), ASR, copied()]), None),
    ("recovery-07", LEGAL, [fleet(), ASR, ReplicatedVm("web", "asr")], None),
    ("recovery-07", ILLEGAL, [uniform(), ASR, ReplicatedVm("web", "asr")], None),
    ("recovery-08", LEGAL, [vm(), ASR, copied(), RecoveryPlan("plan", [RecoveryGroup("vm")])], None),
    ("recovery-08", ILLEGAL, [vm(), RecoveryPlan("plan", [RecoveryGroup("vm")])], None),
    ("recovery-09", LEGAL, [vm(), ASR, copied()], None),
    ("recovery-09", ILLEGAL, [vm(extensions=[Extension("agent")]), ASR, copied()], None),
    ("recovery-10", LEGAL, [vm(), ASR, copied()], OFFERED),
    ("recovery-10", ILLEGAL, [vm(), ASR, copied()], NOT_OFFERED),
    ("recovery-10", UNKNOWN, [vm(), ASR, copied()], NOTHING_KNOWN),
    ("recovery-11", LEGAL, [vm(zone=1), ASR, copied(None, target_zone=3)], None),
    ("recovery-11", ILLEGAL, [vm(zone=1), ASR, copied(None, target_zone=4)], None),
    ("recovery-11", ILLEGAL, [vm(), ASR, copied("canadaeast", target_zone=1)], None),
    ("recovery-11", UNKNOWN, [vm(), ASR, copied(target_zone=1)], NOTHING_KNOWN),
    ("recovery-12", LEGAL, [ReplicationPolicy("p", app_consistent_every_h=4)], None),
    ("recovery-12", ILLEGAL, [ASR], None),
]
CASES = [*MAINTENANCE, *PATCHING, *BACKUP, *RECOVERY]


@pytest.mark.parametrize(
    ("rule_id", "expected", "resources", "of"), CASES, ids=[f"{c[0]}-{c[1]}-{n}" for n, c in enumerate(CASES)]
)
def test_a_rule_of_care_says(rule_id, expected, resources, of):
    assert verdict(rule_id, resources, of) == expected


def test_every_rule_of_care_has_its_cases():
    mine = of_modules(all_rules(), "maintenance", "patching", "backup", "recovery")
    assert len(mine) > 45
    assert uncovered(CASES, mine) == []


@given(st.integers(0, 500), st.sampled_from(["Host", "OSImage", "InGuestPatch"]))
def test_a_window_is_right_inside_the_range_of_its_scope(minutes, scope):
    low, high = {"Host": (120, 10_000), "OSImage": (300, 10_000), "InGuestPatch": (90, 235)}[scope]
    one = [schedule(scope, duration_min=minutes)]
    right = verdict("maintenance-01", one) == verdict("maintenance-02", one) == LEGAL
    assert right is (low <= minutes <= high)
