"""Azure Backup of VMs: policies, retention, vaults, disks. The page on policies is of 2025-06, the others of 2023."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from azstudy.model.design import Design
from azstudy.model.protection import BackupPolicy, RecoveryVault, Retention
from azstudy.model.scaleset import ScaleSet
from azstudy.model.schedule_words import BackupFrequency, BackupPolicyType, VaultRedundancy
from azstudy.model.vm import Machine
from azstudy.model.words import DiskType, SecurityType
from azstudy.rules._backup_policy import (
    HOURLY,
    has_summer_time,
    outlives_vault,
    snapshot_days,
    wrong_snapshot_days,
    wrong_week,
)
from azstudy.rules._frame import Breach, Facts, Found, NotChecked, path, rule
from azstudy.rules._walk import mounted

MOST_POINTS: Final = 9_999
MOST_VMS_IN_A_VAULT: Final = 1_000
MOST_VAULTS: Final = 500
LARGEST_DISK_GIB: Final = 32_768
LARGEST_TOTAL_GIB: Final = 262_144
"""32 TB a disk and 256 TB a VM, in GiB (backup-support-matrix.md@012ad308, 2023)."""


def backed_up(design: Design) -> Iterator[tuple[Machine, BackupPolicy]]:
    """Machines with a backup policy that the design has."""
    for machine in design.machines:
        found = design.find(BackupPolicy, machine.backup, within=machine) if machine.backup else None
        if found is not None:
            yield machine, found


def points_kept(kept: Retention) -> int:
    """Recovery points that a policy keeps when it has run long enough: one a day, week, month and year.

    >>> points_kept(Retention())
    262
    """
    return kept.daily_days + kept.weekly_weeks + kept.monthly_months + kept.yearly_years


@rule(
    "backup-01",
    section="6",
    severity="error",
    title="Hourly backups with the Standard policy",
    statement="The Standard policy backs up once a day; several backups a day need the Enhanced policy.",
    source="BEN",
    fix="Use the Enhanced policy (V2).",
    misconception="any-policy-backs-up-hourly",
)
def _standard(design: Design, facts: Facts) -> Found:
    for one in design.of(BackupPolicy):
        if one.type is BackupPolicyType.V1 and one.frequency is BackupFrequency.HOURLY:
            yield Breach(one.name, f"Every {one.every_h} hours with the Standard policy.")


@rule(
    "backup-02",
    section="6",
    severity="error",
    title="Interval the Enhanced policy does not have",
    statement="The Enhanced policy backs up every 4, 6, 8, 12 or 24 hours.",
    source="BEN",
    fix="Choose 4, 6, 8, 12 or 24 hours.",
)
def _interval(design: Design, facts: Facts) -> Found:
    for one in design.of(BackupPolicy):
        if one.frequency is BackupFrequency.HOURLY and one.every_h not in HOURLY:
            yield Breach(one.name, f"Every {one.every_h} hours; allowed: 4, 6, 8, 12, 24.")


@rule(
    "backup-03",
    section="6",
    severity="error",
    title="Days of instant restore out of range",
    statement="Snapshots stay 1 to 5 days with the Standard policy (default 2) and 1 to 30 with the Enhanced one "
    "(default 7); with a backup every 4 hours at most 17 days, every 6 hours 22, from 12 hours 30.",
    source="BEN",
    fix="Choose days inside the range, or fewer backups a day.",
    misconception="snapshots-of-any-policy-stay-30-days",
)
def _snapshots(design: Design, facts: Facts) -> Found:
    for one in design.of(BackupPolicy):
        _, sure, most = snapshot_days(one)
        if wrong_snapshot_days(one):
            yield Breach(one.name, wrong_snapshot_days(one))
        elif sure < one.effective_snapshot_days <= most:
            yield NotChecked(one.name, f"the most days that snapshots of every {one.every_h:g} hours may stay")


@rule(
    "backup-04",
    section="6",
    severity="error",
    title="Days of instant restore with a weekly policy",
    statement="With a weekly Standard policy snapshots always stay 5 days.",
    source="BIR",
    fix="Leave snapshot_days out.",
)
def _weekly(design: Design, facts: Facts) -> Found:
    for one in design.of(BackupPolicy):
        if wrong_week(one):
            yield Breach(one.name, wrong_week(one))


@rule(
    "backup-05",
    section="6",
    severity="warning",
    title="Trusted Launch with the Standard policy",
    statement="VMs with Trusted Launch belong to the Enhanced policy: a Standard policy takes them only by Azure CLI "
    "2.73, PowerShell Az 14.0 or REST 2025-01-01 and later, never in the portal.",
    source="BEN",
    fix="Use the Enhanced policy (V2), or switch the backup on by one of these tools.",
    misconception="any-policy-backs-up-trusted-launch",
)
def _trusted_launch(design: Design, facts: Facts) -> Found:
    for machine, policy in backed_up(design):
        if policy.type is BackupPolicyType.V1 and machine.security_type is SecurityType.TRUSTED_LAUNCH:
            yield Breach(
                machine.name, f"Trusted Launch, and {policy.name} is a Standard policy: the portal refuses it."
            )


@rule(
    "backup-06",
    section="6",
    severity="warning",
    title="Trusted Launch by default with the Standard policy",
    statement="New Gen2 VMs get Trusted Launch unless told otherwise, and a Standard policy takes it only by Azure CLI "
    "2.73, PowerShell Az 14.0 or REST 2025-01-01 and later.",
    source="TL",
    fix="Use the Enhanced policy (V2), or set the security type to Standard.",
    misconception="any-policy-backs-up-trusted-launch",
)
def _trusted_by_default(design: Design, facts: Facts) -> Found:
    for machine, policy in backed_up(design):
        default = machine.security_type is None
        trusted = machine.effective_security_type is SecurityType.TRUSTED_LAUNCH
        if policy.type is BackupPolicyType.V1 and default and trusted:
            yield Breach(machine.name, f"Its security type is left open, and {policy.name} is a Standard policy.")


@rule(
    "backup-07",
    section="6",
    severity="error",
    title="Too many VMs in a vault",
    statement="A Recovery Services vault protects at most 1,000 VMs (2,000 data sources of all kinds).",
    source="BSU",
    fix="Use several vaults.",
)
def _vault(design: Design, facts: Facts) -> Found:
    counts: Counter[str] = Counter()
    for machine, policy in backed_up(design):
        found = design.find(RecoveryVault, policy.vault, within=policy) if policy.vault else None
        if found is not None:
            counts[found.name] += machine.instances if isinstance(machine, ScaleSet) else 1
    for name, number in counts.items():
        if number > MOST_VMS_IN_A_VAULT:
            yield Breach(name, f"{number:,} VMs; at most {MOST_VMS_IN_A_VAULT:,} are allowed.")


@rule(
    "backup-08",
    section="6",
    severity="error",
    title="Too many vaults",
    statement="A subscription has at most 500 Recovery Services vaults.",
    source="BSU",
    fix="Let VMs share vaults.",
)
def _vaults(design: Design, facts: Facts) -> Found:
    number = len(design.of(RecoveryVault))
    if number > MOST_VAULTS:
        yield Breach("", f"{number} vaults; at most {MOST_VAULTS} are allowed.")


@rule(
    "backup-09",
    section="6",
    severity="error",
    title="Too many recovery points",
    statement="A protected VM has at most 9,999 recovery points.",
    source="BSU",
    fix="Keep fewer days, weeks, months or years.",
)
def _points(design: Design, facts: Facts) -> Found:
    for one in design.of(BackupPolicy):
        if points_kept(one.retention) > MOST_POINTS:
            yield Breach(one.name, f"{points_kept(one.retention):,} points; at most {MOST_POINTS:,} are kept.")


@rule(
    "backup-10",
    section="6",
    severity="error",
    title="Disks too large to back up",
    statement="Azure Backup takes disks of at most 32 TB, and 256 TB for all disks of a VM.",
    source="BSU",
    fix="Use smaller or fewer disks, or back up from inside.",
)
def _disks(design: Design, facts: Facts) -> Found:
    for machine, _ in backed_up(design):
        total = machine.os_disk.size_gib or 0
        for item in mounted(design, machine):
            size = item.disk.size_gib
            if size is None:
                yield NotChecked(item.path, "the size of the disk")
                continue
            total += size
            if size > LARGEST_DISK_GIB:
                yield Breach(item.path, f"A disk of {size:,} GiB; at most {LARGEST_DISK_GIB:,} GiB.")
        if total > LARGEST_TOTAL_GIB:
            yield Breach(machine.name, f"Disks of {total:,} GiB in all; at most {LARGEST_TOTAL_GIB:,} GiB.")


@rule(
    "backup-11",
    section="6",
    severity="error",
    title="Vault in another region",
    statement="A VM is backed up to a vault in its own region; every region with VMs needs a vault.",
    source="BSU",
    fix="Use a vault in the VM's region.",
    misconception="one-vault-serves-all-regions",
)
def _region(design: Design, facts: Facts) -> Found:
    for machine, policy in backed_up(design):
        vault = design.find(RecoveryVault, policy.vault, within=policy) if policy.vault else None
        here, there = design.region_of(machine), design.region_of(vault) if vault else None
        if vault is None:
            continue
        if here is None or there is None:
            yield NotChecked(machine.name, f"the region of {vault.name if there is None else machine.name}")
        elif here != there:
            yield Breach(machine.name, f"It is in {here}, vault {vault.name} in {there}.")


@rule(
    "backup-12",
    section="3.1",
    severity="error",
    title="Backup of a Uniform scale set",
    statement="Azure Backup takes VMs and instances of Flexible scale sets, not those of Uniform ones.",
    source="ORC",
    fix="Use Flexible orchestration, or keep no state in the instances.",
    misconception="any-scale-set-can-be-backed-up",
)
def _uniform(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.backup is not None and not one.flexible:
            yield Breach(one.name, f"Backup policy {one.backup} on a Uniform scale set.")


@rule(
    "backup-13",
    section="6",
    severity="warning",
    title="Nothing is kept",
    statement="A policy keeps daily, weekly, monthly or yearly points; without any of them only snapshots remain.",
    source="BEN",
    fix="Keep at least daily points.",
)
def _nothing(design: Design, facts: Facts) -> Found:
    for one in design.of(BackupPolicy):
        if points_kept(one.retention) == 0:
            yield Breach(one.name, "A retention of 0 days, weeks, months and years.")


@rule(
    "backup-14",
    section="6",
    severity="error",
    title="Restore in the paired region without geo-redundancy",
    statement="Cross Region Restore needs a geo-redundant vault.",
    source="BSU",
    fix="Make the vault GeoRedundant before the first backup; later it cannot be changed.",
)
def _cross_region(design: Design, facts: Facts) -> Found:
    for vault in design.of(RecoveryVault):
        if vault.cross_region_restore and vault.redundancy is not VaultRedundancy.GEO:
            yield Breach(vault.name, f"Cross Region Restore of a {vault.redundancy} vault.")


@rule(
    "backup-15",
    section="6",
    severity="error",
    title="Zone-redundant vault in a region without zones",
    statement="Zone-redundant storage is for regions with availability zones.",
    source="BSU",
    fix="Use a locally or geo-redundant vault there.",
)
def _zones(design: Design, facts: Facts) -> Found:
    for vault in design.of(RecoveryVault):
        if vault.redundancy is not VaultRedundancy.ZONE:
            continue
        name = design.region_of(vault)
        region = facts.region(name)
        if region is None:
            yield NotChecked(path(vault.name), f"zones of {name or 'its region'}")
        elif not region.zones:
            yield Breach(vault.name, f"ZoneRedundant in {region.name}, which has no zones.")


@rule(
    "backup-16",
    section="6",
    severity="error",
    title="Snapshots kept longer than the vault keeps points",
    statement="Snapshots for instant restore cannot stay longer than the points in the vault.",
    source="BEN",
    fix="Keep points in the vault for longer, or snapshots for fewer days.",
)
def _vault_first(design: Design, facts: Facts) -> Found:
    for one in design.of(BackupPolicy):
        if outlives_vault(one):
            yield Breach(one.name, outlives_vault(one))


@rule(
    "backup-17",
    section="6",
    severity="error",
    title="Ultra Disk or Premium SSD v2 with the Standard policy",
    statement="The Standard policy does not back up Ultra Disk and Premium SSD v2; the Enhanced one does.",
    source="BEN",
    fix="Use the Enhanced policy (V2).",
    misconception="any-policy-backs-up-any-disk",
)
def _fast_disks(design: Design, facts: Facts) -> Found:
    for machine, policy in backed_up(design):
        for item in mounted(design, machine) if policy.type is BackupPolicyType.V1 else ():
            if item.disk.type in (DiskType.ULTRA, DiskType.PREMIUM_V2):
                yield Breach(item.path, f"{item.disk.type.label}, and {policy.name} is a Standard policy.")


@rule(
    "backup-18",
    section="6",
    severity="info",
    title="Backups do not follow summer time",
    statement="Azure Backup does not adjust a schedule to daylight saving time: for half the year it runs an hour off "
    "by the clock on the wall.",
    source="BSI",
    fix="Choose a time that is quiet with an hour more and an hour less, or change the policy twice a year.",
    misconception="backups-follow-the-clock-on-the-wall",
)
def _summer(design: Design, facts: Facts) -> Found:
    for one in design.of(BackupPolicy):
        if has_summer_time(one.time_zone):
            yield Breach(one.name, f"Its times are in {one.time_zone}, where clocks change.")
