"""What can still be changed in a gallery: which properties Azure lets go, which it holds, what to do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from azstudy.errors import UnknownNameError, nearest

if TYPE_CHECKING:
    import pandas as pd

DEFINITION: Final = "definition"
VERSION: Final = "version"
GALLERY: Final = "gallery"
_NEW_DEFINITION: Final = "Make a new image definition and build its versions from the old ones."
_NEW_VERSION: Final = "Publish a new version; a number is used once."


@attrs.frozen(kw_only=True)
class FieldChange:
    """Whether one property can be changed.

    Attributes:
        of: "gallery", "definition" or "version".
        field: Its name in azstudy.
        azure: Its name in Azure.
        allowed: Whether Azure takes the change.
        because: Why.
        instead: What to do where it is refused; empty otherwise.
    """

    of: str
    field: str
    azure: str
    allowed: bool
    because: str
    instead: str = ""

    @property
    def text(self) -> str:
        """One line."""
        word = "can be changed" if self.allowed else "cannot be changed"
        return f"{self.field} of a {self.of} {word}: {self.because}" + (f" {self.instead}" if self.instead else "")

    def __bool__(self) -> bool:
        return self.allowed

    def __str__(self) -> str:
        return self.text


def _open(of: str, field: str, azure: str, because: str) -> FieldChange:
    return FieldChange(of=of, field=field, azure=azure, allowed=True, because=because)


def _held(of: str, field: str, azure: str, because: str, instead: str) -> FieldChange:
    return FieldChange(of=of, field=field, azure=azure, allowed=False, because=because, instead=instead)


_WHAT_IT_IS: Final = "It says what the image is; it is fixed when the definition is made."
_KEY: Final = "Publisher, offer and SKU are the key of the definition."
_INSIDE: Final = "What is inside a version never changes."
_TABLE: Final = (
    _open(DEFINITION, "min_vcpus", "recommended.vCPUs.min", "It is a recommendation."),
    _open(DEFINITION, "max_vcpus", "recommended.vCPUs.max", "It is a recommendation."),
    _open(DEFINITION, "min_memory_gib", "recommended.memory.min", "It is a recommendation."),
    _open(DEFINITION, "max_memory_gib", "recommended.memory.max", "It is a recommendation."),
    _open(DEFINITION, "description", "description", "It is information."),
    _open(DEFINITION, "release_notes", "releaseNoteUri", "It is information."),
    _open(DEFINITION, "end_of_life", "endOfLifeDate", "It is information: machines can still be made after it."),
    _held(DEFINITION, "name", "name", "It is the resource's name.", _NEW_DEFINITION),
    _held(DEFINITION, "publisher", "identifier.publisher", _KEY, _NEW_DEFINITION),
    _held(DEFINITION, "offer", "identifier.offer", _KEY, _NEW_DEFINITION),
    _held(DEFINITION, "sku", "identifier.sku", _KEY, _NEW_DEFINITION),
    _held(DEFINITION, "os", "osType", _WHAT_IT_IS, _NEW_DEFINITION),
    _held(DEFINITION, "os_state", "osState", _WHAT_IT_IS, _NEW_DEFINITION),
    _held(DEFINITION, "generation", "hyperVGeneration", _WHAT_IT_IS, _NEW_DEFINITION),
    _held(DEFINITION, "architecture", "architecture", _WHAT_IT_IS, _NEW_DEFINITION),
    _held(DEFINITION, "security", "features.SecurityType", _WHAT_IT_IS, _NEW_DEFINITION),
    _open(VERSION, "replicas", "publishingProfile.replicaCount", "Copies are added and removed while it is in use."),
    _open(VERSION, "target_regions", "publishingProfile.targetRegions", "Regions are added and removed in use."),
    _open(VERSION, "exclude_from_latest", "publishingProfile.excludeFromLatest", "It decides what latest means."),
    _open(VERSION, "end_of_life", "publishingProfile.endOfLifeDate", "It is information."),
    _held(VERSION, "number", "name", "The number is the version's name.", _NEW_VERSION),
    _held(VERSION, "source_region", "location", "A version is made where its definition is.", _NEW_VERSION),
    _held(VERSION, "os_disk_gib", "storageProfile.osDiskImage", _INSIDE, _NEW_VERSION),
    _held(
        VERSION,
        "data_disks_gib",
        "storageProfile.dataDiskImages",
        _INSIDE,
        _NEW_VERSION,
    ),
    _held(VERSION, "source", "storageProfile.source", _INSIDE, _NEW_VERSION),
    _held(
        VERSION,
        "replication_mode",
        "publishingProfile.replicationMode",
        "It is not among the properties that can be changed later.",
        _NEW_VERSION,
    ),
    _open(GALLERY, "description", "description", "It is information."),
    _held(
        GALLERY,
        "region",
        "location",
        "Gallery resources cannot be moved.",
        "Make a gallery in the other region, and versions in it from those of the old one.",
    ),
    _held(
        GALLERY,
        "subscription",
        "subscription",
        "Gallery resources cannot be moved to another subscription.",
        "Replicate or copy the versions to a gallery there.",
    ),
)
"""Source: azure-compute-docs shared-image-galleries.md@48a37249 (Updating resources, SDK support, FAQ)."""


def gallery_change(of: str, field: str) -> FieldChange:
    """Whether a property of a gallery, an image definition or an image version can be changed, and why.

    Args:
        of: "gallery", "definition" or "version".
        field: The property, as azstudy or as Azure calls it: "exclude_from_latest" or "excludeFromLatest".

    Raises:
        UnknownNameError: For another kind or property, with those there are.

    Source: azure-compute-docs shared-image-galleries.md@48a37249.

    >>> print(gallery_change("version", "excludeFromLatest"))
    exclude_from_latest of a version can be changed: It decides what latest means.
    >>> bool(gallery_change("definition", "generation"))
    False
    """
    kinds = (GALLERY, DEFINITION, VERSION)
    kind = next((one for one in kinds if _key(of).endswith(one)), None)
    if kind is None:
        raise UnknownNameError("part of a gallery", of, nearest(of, kinds), hint=f"There are {', '.join(kinds)}.")
    mine = [one for one in _TABLE if one.of == kind]
    wanted = _key(field)
    for one in mine:
        if wanted in (_key(one.field), _key(one.azure), _key(one.azure.rpartition(".")[2])):
            return one
    names = [one.field for one in mine]
    raise UnknownNameError(f"property of a {kind}", field, nearest(field, names), hint=f"It has {', '.join(names)}.")


def gallery_changes() -> pd.DataFrame:
    """All properties as a pandas table.

    >>> gallery_changes().query("of == 'version' and allowed")["field"].tolist()
    ['replicas', 'target_regions', 'exclude_from_latest', 'end_of_life']
    """
    import pandas as pd

    return pd.DataFrame([attrs.asdict(one) for one in _TABLE])


def _key(text: Any) -> str:
    return "".join(ch for ch in str(text).casefold() if ch.isalnum() or ch == ".")
