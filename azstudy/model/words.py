"""Azure's closed lists for machines, disks and scale sets, spelled as in the resource properties.

Values are spelled as in Azure/azure-resource-manager-schemas Microsoft.Compute.json@a1454431 (2026-08); `parse` takes
them in any case, and the names the portal shows.
"""

from __future__ import annotations

from typing import Self

from azstudy.errors import InvalidInputError
from azstudy.model.facts import OperatingSystem
from azstudy.model.word import Word


# --- machines --------------------------------------------------------------------------------------------------
class OsType(Word):
    """Operating system of a disk or image (`osType`). Source: azure-resource-manager-schemas@a1454431."""

    LINUX = "Linux"
    WINDOWS = "Windows"

    @property
    def billed_as(self) -> OperatingSystem:
        """The operating system whose price applies."""
        return OperatingSystem(self.value.lower())


class OsState(Word):
    """Whether an image was generalised (`osState`). Source: azure-compute-docs shared-image-galleries.md@48a37249."""

    GENERALIZED = "Generalized"
    SPECIALIZED = "Specialized"

    @classmethod
    def _aliases(cls) -> dict[str, str]:
        return {"generalised": "Generalized", "specialised": "Specialized"}


class Generation(Word):
    """VM generation (`hyperVGeneration`): V1 starts with BIOS, V2 with UEFI.

    Source: azure-compute-docs generation-2.md@1dc6d3b8.

    >>> Generation.parse("Gen2").boot
    'UEFI'
    """

    V1 = "V1"
    V2 = "V2"

    @classmethod
    def _aliases(cls) -> dict[str, str]:
        return {f"{prefix}{n}": f"V{n}" for n in (1, 2) for prefix in ("", "gen", "generation")}

    @property
    def number(self) -> int:
        """1 or 2, as the size facts list generations."""
        return int(self.value[1])

    @property
    def boot(self) -> str:
        """The firmware this generation starts with."""
        return "UEFI" if self is Generation.V2 else "BIOS/PCAT"


class Architecture(Word):
    """Processor architecture of an image. Source: azure-resource-manager-schemas Microsoft.Compute.json@a1454431."""

    X64 = "x64"
    ARM64 = "Arm64"


class SecurityType(Word):
    """Security type of a VM (`securityProfile.securityType`). Source: azure-compute-docs trusted-launch.md@02ecf3f4."""

    STANDARD = "Standard"
    TRUSTED_LAUNCH = "TrustedLaunch"
    CONFIDENTIAL_VM = "ConfidentialVM"

    @classmethod
    def _aliases(cls) -> dict[str, str]:
        return {"confidential": "ConfidentialVM"}


class Priority(Word):
    """How a VM is paid for and whether Azure may take it back. Source: azure-compute-docs spot-vms.md@3bbed19b."""

    REGULAR = "Regular"
    SPOT = "Spot"


class EvictionPolicy(Word):
    """What happens to an evicted Spot VM; Deallocate keeps its disks and quota.

    Source: azure-compute-docs spot-vms.md@3bbed19b.
    """

    DEALLOCATE = "Deallocate"
    DELETE = "Delete"


class LicenceType(Word):
    """Licences brought along (`licenseType`): Windows_Server is Azure Hybrid Benefit.

    Source: azure-compute-docs windows/hybrid-use-benefit-licensing.md@2188185b.
    """

    NONE = "None"
    WINDOWS_SERVER = "Windows_Server"
    WINDOWS_CLIENT = "Windows_Client"
    RHEL_BYOS = "RHEL_BYOS"
    SLES_BYOS = "SLES_BYOS"

    @classmethod
    def _aliases(cls) -> dict[str, str]:
        return {"hybrid benefit": "Windows_Server", "azure hybrid benefit": "Windows_Server"}


class IdentityType(Word):
    """Managed identity of a VM or scale set. Source: azure-resource-manager-schemas@a1454431."""

    NONE = "None"
    SYSTEM_ASSIGNED = "SystemAssigned"
    USER_ASSIGNED = "UserAssigned"
    BOTH = "SystemAssigned, UserAssigned"


class PatchMode(Word):
    """Who installs updates in the guest (`patchSettings.patchMode`).

    Source: azure-compute-docs automatic-vm-guest-patching.md@0ba239a8.
    """

    AUTOMATIC_BY_PLATFORM = "AutomaticByPlatform"
    AUTOMATIC_BY_OS = "AutomaticByOS"
    MANUAL = "Manual"
    IMAGE_DEFAULT = "ImageDefault"


class AssessmentMode(Word):
    """Who looks for missing updates (`assessmentMode`).

    Source: azure-compute-docs automatic-vm-guest-patching.md@0ba239a8.
    """

    IMAGE_DEFAULT = "ImageDefault"
    AUTOMATIC_BY_PLATFORM = "AutomaticByPlatform"


class RebootSetting(Word):
    """Whether patching may reboot. Source: azure-resource-manager-schemas Microsoft.Maintenance.json@a1454431."""

    IF_REQUIRED = "IfRequired"
    NEVER = "Never"
    ALWAYS = "Always"


class PowerState(Word):
    """Power state of a VM; `compute_billed` says whether the meter runs. Disks and network are always billed.

    Source: azure-compute-docs states-billing.md@3255b21d.

    >>> [state.value for state in PowerState if not state.compute_billed]
    ['Creating', 'Deallocating', 'Deallocated']
    """

    CREATING = "Creating"
    STARTING = "Starting"
    RUNNING = "Running"
    STOPPING = "Stopping"
    STOPPED = "Stopped"
    DEALLOCATING = "Deallocating"
    DEALLOCATED = "Deallocated"

    @property
    def compute_billed(self) -> bool:
        """True while compute is paid; a guest shutdown ends in Stopped, which still is."""
        return self not in (PowerState.CREATING, PowerState.DEALLOCATING, PowerState.DEALLOCATED)


# --- disks -----------------------------------------------------------------------------------------------------
class DiskType(Word):
    """Kind of managed disk: the first part of `storageAccountType`, the second is the redundancy.

    Source: azure-compute-docs disks-types.md@18c531ec (2026-08).

    >>> DiskType.parse("Premium SSD v2"), DiskType.parse("hdd").label
    (<DiskType.PREMIUM_V2: 'PremiumV2'>, 'Standard HDD')
    """

    PREMIUM = "Premium"
    PREMIUM_V2 = "PremiumV2"
    ULTRA = "UltraSSD"
    STANDARD_SSD = "StandardSSD"
    STANDARD = "Standard"

    @classmethod
    def parse(cls, given: str | Self) -> Self:
        """The type meant by `given`; Azure's combined words such as Premium_ZRS are two fields here."""
        try:
            return super().parse(given)
        except InvalidInputError:
            kind, _, redundancy = str(given).partition("_")
            if redundancy.upper() in ("LRS", "ZRS"):
                raise InvalidInputError(
                    f"{given!r} is a disk type and a redundancy in one. "
                    f"Write type={super().parse(kind).value!r}, redundancy={redundancy.upper()!r}."
                ) from None
            raise

    @classmethod
    def _aliases(cls) -> dict[str, str]:
        return {
            "Premium SSD": "Premium",
            "Premium SSD v1": "Premium",
            "Premium SSD v2": "PremiumV2",
            "Ultra Disk": "UltraSSD",
            "Standard HDD": "Standard",
            "HDD": "Standard",
        }

    @property
    def label(self) -> str:
        """The words of the documentation, e.g. "Premium SSD v2"."""
        return _DISK_LABELS[self.value]

    @property
    def provisioned(self) -> bool:
        """True where IOPS and throughput are set apart from the size (Premium SSD v2 and Ultra Disk)."""
        return self in (DiskType.PREMIUM_V2, DiskType.ULTRA)


_DISK_LABELS = {
    "Premium": "Premium SSD",
    "PremiumV2": "Premium SSD v2",
    "UltraSSD": "Ultra Disk",
    "StandardSSD": "Standard SSD",
    "Standard": "Standard HDD",
}


class Redundancy(Word):
    """Copies of a disk: three in one zone (LRS) or one in each of three zones (ZRS).

    Source: azure-compute-docs disks-redundancy.md@3c8bbcc5.
    """

    LRS = "LRS"
    ZRS = "ZRS"


class Caching(Word):
    """Host caching of a disk. Source: azure-compute-docs disks-performance.md@fe259248."""

    NONE = "None"
    READ_ONLY = "ReadOnly"
    READ_WRITE = "ReadWrite"


class EphemeralPlacement(Word):
    """Where an ephemeral OS disk lies (`diffDiskSettings.placement`).

    Source: azure-compute-docs ephemeral-os-disks.md@0d0c4c59.
    """

    CACHE = "CacheDisk"
    TEMP = "ResourceDisk"
    NVME = "NvmeDisk"

    @classmethod
    def _aliases(cls) -> dict[str, str]:
        return {"temp disk": "ResourceDisk", "temporary disk": "ResourceDisk"}


class CreateOption(Word):
    """What a disk is made of (`createOption`). Source: azure-resource-manager-schemas@a1454431."""

    EMPTY = "Empty"
    FROM_IMAGE = "FromImage"
    COPY = "Copy"
    RESTORE = "Restore"


# --- scale sets ------------------------------------------------------------------------------------------------
class OrchestrationMode(Word):
    """What a scale set is made of: ordinary VMs (Flexible) or identical scale-set VMs (Uniform).

    Source: azure-compute-docs virtual-machine-scale-sets-orchestration-modes.md@01e1fb7d.
    """

    FLEXIBLE = "Flexible"
    UNIFORM = "Uniform"


class UpgradeMode(Word):
    """Who brings instances to a new model, and how.

    Source: azure-compute-docs virtual-machine-scale-sets-upgrade-policy.md@883ff7bb.
    """

    MANUAL = "Manual"
    AUTOMATIC = "Automatic"
    ROLLING = "Rolling"


class ScaleInRule(Word):
    """Which VM goes first when a scale set shrinks.

    Source: azure-compute-docs virtual-machine-scale-sets-scale-in-policy.md@0c6223e9.
    """

    DEFAULT = "Default"
    OLDEST_VM = "OldestVM"
    NEWEST_VM = "NewestVM"


class RepairAction(Word):
    """What automatic repair does with an unhealthy instance.

    Source: azure-compute-docs virtual-machine-scale-sets-automatic-instance-repairs.md@0c6223e9.
    """

    REPLACE = "Replace"
    REIMAGE = "Reimage"
    RESTART = "Restart"


class AllocationStrategy(Word):
    """How an instance mix picks among its sizes.

    Source: azure-compute-docs virtual-machine-scale-sets/instance-mix-overview.md@0c6223e9.
    """

    LOWEST_PRICE = "LowestPrice"
    CAPACITY_OPTIMIZED = "CapacityOptimized"
    PRIORITIZED = "Prioritized"


class StandbyState(Word):
    """Power state of the VMs waiting in a standby pool.

    Source: azure-compute-docs virtual-machine-scale-sets/standby-pools-overview.md@4742b644.
    """

    RUNNING = "Running"
    DEALLOCATED = "Deallocated"
    HIBERNATED = "Hibernated"

    @classmethod
    def _aliases(cls) -> dict[str, str]:
        return {"stopped (deallocated)": "Deallocated"}
