"""The virtual machine, and what it has in common with the instances of a scale set."""

from typing import Annotated

from azstudy.model.disk import AttachedDisk, DataDisk, OsDisk
from azstudy.model.fields import Between, Count, Name, Refers, RegionName, Tags, Zone
from azstudy.model.image import Image
from azstudy.model.network import Nic
from azstudy.model.noun import Noun, noun
from azstudy.model.placement import ProximityGroup
from azstudy.model.sizename import SizeName
from azstudy.model.words import (
    AssessmentMode,
    EvictionPolicy,
    Generation,
    IdentityType,
    LicenceType,
    OsType,
    PatchMode,
    Priority,
    RebootSetting,
    SecurityType,
)

NO_PRICE_CAP = -1.0
"""`maxPrice` that never evicts for price (azure-compute-docs spot-vms.md@3bbed19b)."""


@noun
class Extension(Noun):
    """Software that Azure runs in the guest; `handler` is publisher and type, one instance of each per VM.

    `provision_after` orders extensions in a scale-set model. `protected_settings` holds names only: azstudy keeps
    no secrets.

    Source: azure-compute-docs extensions/features-linux.md@ae4e87b1,
    virtual-machine-scale-sets-extension-sequencing.md@0c6223e9.

    >>> Extension("setup", "Microsoft.Azure.Extensions.CustomScript", provision_after="agent").provision_after
    ('agent',)
    """

    name: Name
    handler: Name = "Microsoft.Azure.Extensions.CustomScript"
    handler_version: Name | None = None
    settings: Tags = ()
    protected_settings: tuple[Name, ...] = ()
    provision_after: tuple[Annotated[str, Refers("Extension")], ...] = ()
    auto_upgrade_minor: bool = True
    automatic_upgrade: bool = False


@noun
class InstalledApplication(Noun):
    """A gallery application put on a machine; `version` is "gallery/application/version".

    Lower `order` goes first, None goes last. A failure fails the VM only where that is asked for.

    Source: azure-compute-docs vm-applications.md@35b0210c (2025-08).
    """

    version: Annotated[str, Refers("ApplicationVersion", "GalleryApplication")]
    order: Count | None = None
    treat_failure_as_deployment_failure: bool = False


@noun
class Patching(Noun):
    """How the guest gets updates. `mode` None is Azure's default: AutomaticByOS on Windows, ImageDefault on Linux.

    Source: azure-compute-docs automatic-vm-guest-patching.md@0ba239a8; windowsserverdocs hotpatch.md@093f0bfa.

    >>> Patching("automatic by platform").mode.value
    'AutomaticByPlatform'
    """

    mode: PatchMode | None = None
    assessment: AssessmentMode = AssessmentMode.IMAGE_DEFAULT
    reboot: RebootSetting = RebootSetting.IF_REQUIRED
    automatic_updates: bool = True
    hotpatch: bool = False
    customer_schedule: bool = False

    def effective_mode(self, os: OsType) -> PatchMode:
        """The mode in force on that operating system."""
        default = PatchMode.AUTOMATIC_BY_OS if os is OsType.WINDOWS else PatchMode.IMAGE_DEFAULT
        return self.mode or default


@noun
class Machine(Noun):
    """What a VM and the model of a scale set have in common.

    `region` None is the region of the design. Azure takes the operating system from the image; azstudy says Linux
    unless told. Generation 2 is the portal's default; `security_type` None is Azure's choice, Trusted Launch where
    generation and size allow it (trusted-launch.md@02ecf3f4). There is one network interface unless told.
    `max_price_usd` -1 means never evicted for price, `eviction_policy` counts for Spot only.

    Source: azure-resource-manager-schemas Microsoft.Compute.json@a1454431; azure-compute-docs spot-vms.md@3bbed19b.
    """

    name: Name
    size: SizeName | None = None
    region: RegionName | None = None
    os: OsType = OsType.LINUX
    image: Image | None = None
    generation: Generation = Generation.V2
    security_type: SecurityType | None = None
    secure_boot: bool | None = None
    vtpm: bool | None = None
    os_disk: OsDisk = OsDisk()
    data_disks: tuple[DataDisk | AttachedDisk, ...] = ()
    nics: tuple[Nic, ...] = (Nic(),)
    extensions: tuple[Extension, ...] = ()
    applications: tuple[InstalledApplication, ...] = ()
    patching: Patching = Patching()
    priority: Priority = Priority.REGULAR
    eviction_policy: EvictionPolicy = EvictionPolicy.DEALLOCATE
    max_price_usd: Annotated[float, Between(-1)] = NO_PRICE_CAP
    licence: LicenceType = LicenceType.NONE
    identity: IdentityType = IdentityType.NONE
    proximity_group: ProximityGroup | None = None
    host_group: Annotated[str, Refers("HostGroup")] | None = None
    capacity_reservation: Annotated[str, Refers("CapacityReservationGroup")] | None = None
    encryption_at_host: bool = False
    disk_encryption: bool = False
    ultra_disks: bool = False
    hibernation: bool = False
    maintenance: tuple[Annotated[str, Refers("MaintenanceConfiguration")], ...] = ()
    backup: Annotated[str, Refers("BackupPolicy")] | None = None
    data_collection: tuple[Annotated[str, Refers("DataCollectionRule")], ...] = ()
    tags: Tags = ()

    @property
    def spot(self) -> bool:
        """True for machines that Azure may take back."""
        return self.priority is Priority.SPOT

    @property
    def hybrid_benefit(self) -> bool:
        """True where an own Windows Server licence is used."""
        return self.licence is LicenceType.WINDOWS_SERVER

    @property
    def effective_security_type(self) -> SecurityType:
        """The security type in force; Azure's choice follows the generation."""
        if self.security_type is not None:
            return self.security_type
        return SecurityType.TRUSTED_LAUNCH if self.generation is Generation.V2 else SecurityType.STANDARD


@noun
class VirtualMachine(Machine):
    """One virtual machine. Only its name and size have to be said; the rest is Azure's default.

    `disk_encryption` is Azure Disk Encryption in the guest, `encryption_at_host` what replaces it; `ultra_disks`
    lets Ultra disks be attached. `backup` and `maintenance` name policies and configurations of the design.
    `scale_set` makes the VM a member of a Flexible scale set.

    Source: azure-resource-manager-schemas Microsoft.Compute.json@a1454431 (`virtualMachines`).

    >>> vm = VirtualMachine("web1", "d4s v5", data_disks=[DataDisk("data", 1024, type="Premium SSD")], zone=1)
    >>> vm
    VirtualMachine('web1', 'D4s_v5', data_disks=[DataDisk('data', 1024)], zone=1)
    >>> vm.evolve(size="E8-4ads_v5").size.constrained_vcpus
    4
    """

    size: SizeName
    zone: Zone | None = None
    availability_set: Annotated[str, Refers("AvailabilitySet")] | None = None
    host: Annotated[str, Refers("DedicatedHost")] | None = None
    scale_set: Annotated[str, Refers("ScaleSet")] | None = None
    fault_domain: Count | None = None
