"""Backup and Site Recovery policies, vaults and plans, and the rules that collect monitoring data."""

from datetime import time
from typing import Annotated

from azstudy.model.fields import Amount, Between, Count, Name, Positive, Refers, RegionName, Zone
from azstudy.model.noun import Noun, noun
from azstudy.model.schedule_words import BackupFrequency, BackupPolicyType, VaultRedundancy, Weekday
from azstudy.model.timezones import TimeZone

Vault = Annotated[str, Refers("RecoveryVault")]


@noun
class RecoveryVault(Noun):
    """A Recovery Services vault: where backups are kept and replication is steered.

    Geo-redundant by default (PSRule for Azure, Azure.RSV.StorageType). Source: azure-docs
    backup-support-matrix.md@012ad308 (2023).
    """

    name: Name
    redundancy: VaultRedundancy = VaultRedundancy.GEO
    cross_region_restore: bool = False
    soft_delete: bool = True
    immutable: bool = False
    region: RegionName | None = None


@noun
class Retention(Noun):
    """How long recovery points stay; 180 days, 12 weeks, 60 months and 10 years by default, 0 keeps none.

    Source: azure-docs backup-azure-vms-enhanced-policy.md@d19be25a (2023).
    """

    daily_days: Count = 180
    weekly_weeks: Count = 12
    monthly_months: Count = 60
    yearly_years: Count = 10


@noun
class BackupPolicy(Noun):
    """When VMs are backed up and what is kept. V1 is Standard (once a day), V2 Enhanced (up to every 4 hours).

    Snapshots for instant restore stay `snapshot_days`: 2 days by default, 7 with V2, always 5 with a weekly policy.
    `every_h` and `window_h` count for the Hourly frequency only. The start at 08:00 is azstudy's choice.

    Source: azure-docs backup-instant-restore-capability.md@02d00dc8 and backup-azure-vms-enhanced-policy.md@d19be25a,
    both of 2023.

    >>> BackupPolicy("gold", "enhanced", frequency="hourly").effective_snapshot_days
    7
    """

    name: Name
    type: BackupPolicyType = BackupPolicyType.V1
    frequency: BackupFrequency = BackupFrequency.DAILY
    every_h: Positive = 4
    window_h: Positive = 12
    start: time = time(8, 0)
    days: tuple[Weekday, ...] = ()
    time_zone: TimeZone = TimeZone.UTC
    snapshot_days: Count | None = None
    retention: Retention = Retention()
    vault: Vault | None = None

    @property
    def effective_snapshot_days(self) -> int:
        """Days a snapshot stays for instant restore."""
        if self.snapshot_days is not None:
            return self.snapshot_days
        if self.type is BackupPolicyType.V2:
            return 7
        return 5 if self.frequency is BackupFrequency.WEEKLY else 2


@noun
class ReplicationPolicy(Noun):
    """Site Recovery between Azure regions: a crash-consistent point every 5 minutes, which cannot be changed.

    Application-consistent points are off (0) by default. Azure keeps points at most 15 days; the 24 hours taken
    here, unless told, are azstudy's choice.

    Source: azure-docs site-recovery azure-to-azure-common-questions.md@01d18a2d (2025-07).
    """

    name: Name
    retention_h: Amount = 24
    app_consistent_every_h: Amount = 0
    crash_consistent_every_min: Amount = 5
    vault: Vault | None = None


@noun
class ReplicatedVm(Noun):
    """A VM replicated by Site Recovery to another region or zone; VMs of one `group` share their points in time.

    Source: azure-docs site-recovery azure-to-azure-common-questions.md@01d18a2d (2025-07).
    """

    vm: Annotated[str, Refers("VirtualMachine", "ScaleSet")]
    policy: Annotated[str, Refers("ReplicationPolicy")]
    target_region: RegionName | None = None
    target_zone: Zone | None = None
    group: Name | None = None
    capacity_reservation: Annotated[str, Refers("CapacityReservationGroup")] | None = None

    @property
    def name(self) -> str:
        """The replicated VM's name: there is one such item for each VM."""
        return self.vm


@noun
class RecoveryGroup(Noun):
    """VMs that start together in a recovery plan; groups start one after another.

    Source: azure-docs site-recovery azure-to-azure-common-questions.md@01d18a2d (2025-07).
    """

    vms: tuple[Annotated[str, Refers("VirtualMachine")], ...]
    manual_action: str = ""


@noun
class RecoveryPlan(Noun):
    """The order of a failover.

    Source: azure-docs site-recovery azure-to-azure-common-questions.md@01d18a2d (2025-07).

    >>> RecoveryPlan("shop", [RecoveryGroup("db1"), RecoveryGroup(["web1", "web2"])]).groups[1].vms
    ('web1', 'web2')
    """

    name: Name
    groups: tuple[RecoveryGroup, ...] = ()


@noun
class DataCollectionRule(Noun):
    """What Azure Monitor Agent collects and where it goes; machines name it in `data_collection`.

    Source: azure-monitor-docs azure-monitor-agent-overview.md@098a30fc (2024-11).
    """

    name: Name
    sources: tuple[Name, ...] = ()
    destination: Name | None = None
    sample_s: Annotated[float, Between(1)] = 60
    region: RegionName | None = None
