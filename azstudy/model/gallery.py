"""Azure Compute Gallery: image definitions and their versions, target regions, applications."""

from datetime import date
from typing import Annotated

from azstudy.model.disk import EncryptionSet
from azstudy.model.fields import Amount, Count, Name, Positive, RegionName, Unique, VersionNumber, version_order
from azstudy.model.noun import Noun, noun
from azstudy.model.schedule_words import ImageSecurity, ReplicaStorage, ReplicationMode, Sharing
from azstudy.model.words import Architecture, Generation, OsState, OsType


@noun
class TargetRegion(Noun):
    """A region that gets replicas; None takes the version's common number and storage.

    Source: azure-compute-docs shared-image-galleries.md@48a37249.
    """

    region: RegionName
    replicas: Count | None = None
    storage: ReplicaStorage | None = None
    exclude_from_latest: bool = False
    encryption_set: EncryptionSet | None = None


@noun
class _Version(Noun):
    """What versions of images and of applications share: where they are replicated and how long they last."""

    number: VersionNumber
    target_regions: Annotated[tuple[TargetRegion, ...], Unique("region")] = ()
    replicas: Count = 1
    storage: ReplicaStorage = ReplicaStorage.STANDARD_LRS
    replication_mode: ReplicationMode = ReplicationMode.FULL
    exclude_from_latest: bool = False
    end_of_life: date | None = None
    published: date | None = None

    @property
    def order(self) -> tuple[int, ...]:
        """Major, minor and patch as numbers: what "latest" compares."""
        return version_order(self.number)

    def replicas_in(self, region: str) -> int | None:
        """Replicas in a region, or None where the version is not replicated there."""
        target = self._target(region)
        if target is None:
            return None
        return self.replicas if target.replicas is None else target.replicas

    def storage_in(self, region: str) -> ReplicaStorage | None:
        """Replica storage in a region, or None where the version is not replicated there."""
        target = self._target(region)
        return None if target is None else target.storage or self.storage

    def _target(self, region: str) -> TargetRegion | None:
        return next((target for target in self.target_regions if target.region == region), None)


@noun
class ImageVersion(_Version):
    """One version of an image, with its replicas. One replica on Standard_LRS, full copies, by default.

    `source_region` None is the gallery's region; the target regions have to include it. `os_disk_gib` and
    `data_disks_gib` are the sizes of the disks inside. `encrypted` is a customer's key.

    Source: azure-compute-docs azure-compute-gallery.md@06c2de23, shared-image-galleries.md@48a37249.

    >>> version = ImageVersion("1.10.0", ["westeurope", TargetRegion("North Europe", 3)], replicas=2)
    >>> version.replicas_in("westeurope"), version.replicas_in("northeurope"), version.replicas_in("eastus")
    (2, 3, None)
    """

    source_region: RegionName | None = None
    os_disk_gib: Positive | None = None
    data_disks_gib: tuple[Positive, ...] = ()
    encrypted: bool = False
    block_deletion_before_end_of_life: bool = False


@noun
class ImageDefinition(Noun):
    """What an image is: publisher, offer and SKU, operating system, generation. Versions hang below it.

    Generation V2 with TrustedLaunchSupported is the default from API 2025-03-03 (azure-compute-gallery.md@06c2de23).
    Azure requires operating system and state; azstudy takes Linux and Generalized unless told. Publisher, offer
    and SKU None stand for the design's, the gallery's and the definition's own names.

    Source: azure-compute-docs azure-compute-gallery.md@06c2de23, shared-image-galleries.md@48a37249.

    >>> ImageDefinition("web", [ImageVersion("1.9.0", "westeurope"), ImageVersion("1.10.0", "westeurope")]).latest()
    ImageVersion('1.10.0', [TargetRegion('westeurope')])
    """

    name: Name
    versions: Annotated[tuple[ImageVersion, ...], Unique("number")] = ()
    publisher: Name | None = None
    offer: Name | None = None
    sku: Name | None = None
    os: OsType = OsType.LINUX
    os_state: OsState = OsState.GENERALIZED
    generation: Generation = Generation.V2
    architecture: Architecture = Architecture.X64
    security: ImageSecurity = ImageSecurity.TRUSTED_LAUNCH_SUPPORTED
    min_vcpus: Positive | None = None
    max_vcpus: Positive | None = None
    min_memory_gib: Amount | None = None
    max_memory_gib: Amount | None = None
    description: str = ""
    release_notes: str = ""
    end_of_life: date | None = None

    def latest(self, region: str | None = None) -> ImageVersion | None:
        """The version that "latest" means, in one region or in any; None where there is none.

        The highest number that is not excluded counts; the end of life does not
        (azure-compute-docs shared-image-galleries.md@48a37249).
        """
        open_to = [version for version in self.versions if _serves_latest(version, region)]
        return max(open_to, key=lambda version: version.order, default=None)


def _serves_latest(version: ImageVersion, region: str | None) -> bool:
    if version.exclude_from_latest:
        return False
    targets = {target.region: target for target in version.target_regions}
    return region is None or (region in targets and not targets[region].exclude_from_latest)


@noun
class ApplicationVersion(_Version):
    """One version of a gallery application: its package and what to run.

    Without an update command an update removes and installs again.

    Source: azure-compute-docs vm-applications.md@35b0210c (2025-08).
    """

    package_mib: Amount | None = None
    configuration_mib: Amount | None = None
    install: str = ""
    remove: str = ""
    update: str | None = None


@noun
class GalleryApplication(Noun):
    """Software packed as a resource of a gallery; not a VM extension.

    Source: azure-compute-docs vm-applications.md@35b0210c (2025-08).
    """

    name: Name
    versions: Annotated[tuple[ApplicationVersion, ...], Unique("number")] = ()
    os: OsType = OsType.LINUX
    description: str = ""
    end_of_life: date | None = None


@noun
class Gallery(Noun):
    """An Azure Compute Gallery. It lives in one region, whatever its versions' target regions.

    `shared_with` names subscriptions and tenants of a direct share.

    Source: azure-compute-docs azure-compute-gallery.md@06c2de23.

    >>> Gallery("images", [ImageDefinition("web")], sharing="community").sharing.value
    'Community'
    """

    name: Name
    definitions: Annotated[tuple[ImageDefinition, ...], Unique()] = ()
    applications: Annotated[tuple[GalleryApplication, ...], Unique()] = ()
    sharing: Sharing = Sharing.PRIVATE
    shared_with_subscriptions: tuple[Name, ...] = ()
    shared_with_tenants: tuple[Name, ...] = ()
    region: RegionName | None = None
