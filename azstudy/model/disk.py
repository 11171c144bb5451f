"""Managed disks: the OS disk, data disks, disks of their own (shared ones too) and snapshots."""

from typing import Annotated

from azstudy.model.fields import Amount, Between, Count, Name, Positive, Refers, RegionName, Zone
from azstudy.model.noun import Noun, noun
from azstudy.model.words import Caching, CreateOption, DiskType, EphemeralPlacement, Redundancy

EncryptionSet = Annotated[str, Refers("DiskEncryptionSet")]


@noun
class OsDisk(Noun):
    """The disk a VM starts from.

    Host caching is ReadWrite by default (disks-performance.md@fe259248). Premium SSD, unless told, is azstudy's
    choice, since Azure's own depends on the size. `size_gib` None takes the image's size. An ephemeral disk lies on
    the host (`placement` None: the platform chooses); `full_caching` keeps the whole base disk there.

    Source: azure-compute-docs disks-types.md@18c531ec, ephemeral-os-disks.md@0d0c4c59.

    >>> OsDisk("Standard SSD", size_gib=64).sku
    'StandardSSD_LRS'
    """

    type: DiskType = DiskType.PREMIUM
    size_gib: Positive | None = None
    redundancy: Redundancy = Redundancy.LRS
    caching: Caching = Caching.READ_WRITE
    ephemeral: bool = False
    placement: EphemeralPlacement | None = None
    full_caching: bool = False
    write_accelerator: bool = False
    tier: Name | None = None
    encryption_set: EncryptionSet | None = None

    @property
    def sku(self) -> str:
        """Azure's `storageAccountType`, the key of the bundled disk tables."""
        return f"{self.type}_{self.redundancy}"


@noun
class _ManagedDisk(Noun):
    """The fields that data disks and disks of their own share."""

    name: Name
    size_gib: Positive | None = None
    type: DiskType = DiskType.PREMIUM
    redundancy: Redundancy = Redundancy.LRS
    iops: Positive | None = None
    mbps: Amount | None = None
    max_shares: Positive = 1
    tier: Name | None = None
    on_demand_bursting: bool = False
    performance_plus: bool = False
    sector_bytes: Positive | None = None
    create_option: CreateOption = CreateOption.EMPTY
    created_from: Annotated[str, Refers("Snapshot", "Disk")] | None = None
    zone: Zone | None = None
    encryption_set: EncryptionSet | None = None

    @property
    def sku(self) -> str:
        """Azure's `storageAccountType`, the key of the bundled disk tables."""
        return f"{self.type}_{self.redundancy}"


@noun
class DataDisk(_ManagedDisk):
    """A data disk of one VM.

    `iops` and `mbps` (MB/s) are set for Premium SSD v2 and Ultra only; None is the type's own baseline. `tier`
    raises a Premium disk's performance tier ("P50"). `zone` None is the VM's zone, `lun` None the next free
    number. Host caching is None by default (disks-performance.md@fe259248).

    Source: azure-compute-docs disks-types.md@18c531ec (2026-08), disk-bursting.md@1827cf35, disks-shared.md@1827cf35.

    >>> DataDisk("logs", 1024, type="Premium SSD v2", iops=8000, mbps=500)
    DataDisk('logs', 1024, type='PremiumV2', iops=8000, mbps=500)
    """

    caching: Caching = Caching.NONE
    lun: Annotated[int, Between(0)] | None = None
    write_accelerator: bool = False


@noun
class AttachedDisk(Noun):
    """A `Disk` of the design, attached to this VM; a shared disk is attached to several.

    Source: azure-compute-docs disks-shared.md@1827cf35 (2025-12).
    """

    disk: Annotated[str, Refers("Disk")]
    lun: Annotated[int, Between(0)] | None = None
    caching: Caching = Caching.NONE
    write_accelerator: bool = False


@noun
class Disk(_ManagedDisk):
    """A managed disk that stands on its own: to attach later, to share, to copy from.

    `zone` None is a regional disk; a ZRS disk has no zone. `max_shares` above 1 lets several VMs attach it.

    Source: azure-compute-docs disks-types.md@18c531ec, disks-redundancy.md@3c8bbcc5, disks-shared.md@1827cf35.
    """

    region: RegionName | None = None


@noun
class Snapshot(Noun):
    """A copy of a disk at one moment; `copies` counts how many exist.

    Snapshots of Premium SSD v2 and Ultra disks can only be incremental.

    Source: azure-compute-docs virtual-machines-disks-incremental-snapshots-restrictions.md@225a76fe (2024-12).
    """

    name: Name
    disk: Annotated[str, Refers("Disk", "DataDisk")] | None = None
    incremental: bool = True
    copies: Count = 1
    region: RegionName | None = None


@noun
class DiskEncryptionSet(Noun):
    """A customer's key for disks: `key` names it in a key vault or managed HSM.

    Source: azure-compute-docs disk-encryption-overview.md@2c86b76f (2025-05).
    """

    name: Name
    key: Name | None = None
    cross_tenant: bool = False
    confidential: bool = False
    region: RegionName | None = None
