"""Ephemeral OS disks: where they lie, what fits, and what they cannot do (ephemeral-os-disks.md@0d0c4c59, 2026-09)."""

from __future__ import annotations

import math
from typing import Final

import attrs

from azstudy.errors import InvalidInputError
from azstudy.model.design import Design
from azstudy.model.gallery import ImageDefinition, ImageVersion
from azstudy.model.image import GalleryImage
from azstudy.model.protection import ReplicatedVm
from azstudy.model.size import VmSize
from azstudy.model.sizename import SizeName
from azstudy.model.vm import Machine
from azstudy.model.words import EphemeralPlacement, OsState, SecurityType
from azstudy.rules._frame import Breach, Facts, Found, NotChecked, path, rule
from azstudy.rules._walk import known_sizes, short, sizes

LARGEST_GIB: Final = 2_040
GUEST_STATE_GIB: Final = 1
"""Kept back for the guest state of Trusted Launch and confidential VMs."""
FULL_CACHING_VCPUS: Final = 8
NVME_FROM_VERSION: Final = 6
_FULL_CACHING_FAMILIES: Final = {"N": 0, "L": 0, "M": 0, "H": 0, "D": 5, "E": 5, "F": 6}
"""Family -> first version of it that has full caching; 0 for all of them."""
_FULL_CACHING_NEWEST: Final = 7


@attrs.frozen(kw_only=True)
class EphemeralFit:
    """Whether an ephemeral OS disk fits: the largest one that would, and the local space left beside this one (GiB)."""

    fits: bool
    max_os_gib: float
    remaining_gib: float


def ephemeral_fit(
    *,
    placement: EphemeralPlacement | str,
    local_gib: float,
    os_gib: float,
    guest_state: bool = False,
    full_caching: bool = False,
    nvme_disks: int = 1,
) -> EphemeralFit:
    """Whether an OS disk fits on local storage, and what is left there.

    Cache and temporary disk give back what the OS disk does not use; NVMe placement takes whole disks. Full caching
    keeps the disk twice and needs more than 2 x OS + 1 GiB.

    Args:
        placement: Cache, temporary disk or NVMe.
        local_gib: Local storage of that kind in all, in GiB.
        os_gib: The OS disk.
        guest_state: True for Trusted Launch and confidential VMs, which keep 1 GiB for themselves.
        full_caching: True where the whole base disk is kept on the host.
        nvme_disks: How many NVMe disks `local_gib` stands for.

    Raises:
        InvalidInputError: For sizes or counts that make no sense.

    >>> ephemeral_fit(placement="temp", local_gib=32, os_gib=30)
    EphemeralFit(fits=True, max_os_gib=32, remaining_gib=2)
    >>> ephemeral_fit(placement="temp", local_gib=75, os_gib=75, guest_state=True)
    EphemeralFit(fits=False, max_os_gib=74, remaining_gib=75)
    >>> ephemeral_fit(placement="nvme", local_gib=880, nvme_disks=4, os_gib=230).remaining_gib
    440.0
    """
    if not (local_gib >= 0 and os_gib > 0 and nvme_disks >= 1):
        raise InvalidInputError(
            "Local storage is 0 GiB or more, an OS disk above 0 GiB, and there is one NVMe disk or more."
        )
    kind = EphemeralPlacement.parse(placement)
    kept = GUEST_STATE_GIB if guest_state else 0
    largest = min(LARGEST_GIB, local_gib - kept)
    fits = os_gib <= largest
    if full_caching:
        largest = min(largest, math.ceil((local_gib - 1) / 2) - 1)
        fits = fits and local_gib > 2 * os_gib + 1
    if not fits:
        return EphemeralFit(fits=False, max_os_gib=max(0, largest), remaining_gib=local_gib)
    return EphemeralFit(
        fits=True, max_os_gib=largest, remaining_gib=_remaining(kind, local_gib, os_gib, kept, full_caching, nvme_disks)
    )


def _remaining(
    kind: EphemeralPlacement, local_gib: float, os_gib: float, kept: float, full_caching: bool, nvme_disks: int
) -> float:
    if full_caching:
        return local_gib - 2 * os_gib
    if kind is EphemeralPlacement.NVME:
        each = local_gib / nvme_disks
        return (nvme_disks - math.ceil((os_gib + kept) / each)) * each
    return local_gib - os_gib - kept


def full_caching_series(name: SizeName) -> bool:
    """True for the series with full caching: all N, L, M, H; D, DC, E, Eb, EC of v5 to v7; F of v6 and v7.

    >>> [full_caching_series(SizeName.parse(size)) for size in ("D8ds_v5", "D8s_v3", "F8as_v6", "L8s_v3")]
    [True, False, True, True]
    """
    first = _FULL_CACHING_FAMILIES.get(name.family or "")
    if first is None:
        return False
    return first == 0 or first <= (name.version or 1) <= _FULL_CACHING_NEWEST


def placements(size: VmSize) -> tuple[EphemeralPlacement, ...] | None:
    """Where a size can keep an ephemeral OS disk; None where that is not known.

    Sizes of version 6 and later use their NVMe disks; earlier ones what their table lists.
    """
    if size.ephemeral_os is False:
        return ()
    if size.ephemeral_placements:
        return tuple(EphemeralPlacement.parse(word) for word in size.ephemeral_placements)
    version = SizeName.parse(size.name).version or 1
    return (EphemeralPlacement.NVME,) if size.ephemeral_os and version >= NVME_FROM_VERSION else None


def local_gib(size: VmSize, placement: EphemeralPlacement) -> float | None:
    """GiB of local storage of a kind; None where that is not known."""
    if placement is EphemeralPlacement.CACHE:
        return size.cache_gib
    if placement is EphemeralPlacement.TEMP:
        return size.temp_disk_gib
    return size.local_nvme_gib or size.temp_disk_gib  # the tables of v6 count NVMe disks as the temporary disk


def os_disk_gib(design: Design, machine: Machine) -> int | None:
    """GiB of the OS disk: what is set, or what the gallery image says; None where neither is known."""
    if machine.os_disk.size_gib is not None or not isinstance(machine.image, GalleryImage):
        return machine.os_disk.size_gib
    definition = design.find(ImageDefinition, machine.image.definition)
    if definition is None:
        return None
    found: ImageVersion | None
    if machine.image.version == "latest":
        found = definition.latest()
    else:
        found = next((each for each in definition.versions if each.number == machine.image.version), None)
    return None if found is None else found.os_disk_gib


def _ephemeral(design: Design) -> list[Machine]:
    return [machine for machine in design.machines if machine.os_disk.ephemeral]


@rule(
    "ephemeral-01",
    section="1.7",
    severity="error",
    title="Ephemeral OS disk larger than the local storage",
    statement="An ephemeral OS disk lies on the host: it must fit into the size's NVMe, temporary disk or cache, 1 "
    "GiB less with Trusted Launch; full caching needs more than twice the disk plus 1 GiB.",
    source="EPH",
    fix="Take a smaller image or a size with more local storage.",
    misconception="ephemeral-disk-lies-in-storage",
)
def _fits(design: Design, facts: Facts) -> Found:
    for machine in _ephemeral(design):
        subject, gib = path(machine.name, "OS disk"), os_disk_gib(design, machine)
        for name, size in known_sizes(machine, facts):
            offered = placements(size) if size else None
            asked = machine.os_disk.placement
            if size is None or offered is None:
                yield NotChecked(subject, f"where {name} keeps an ephemeral OS disk")
                continue
            usable = [kind for kind in offered if asked in (None, kind)]
            spaces = [(kind, local_gib(size, kind)) for kind in usable]
            if gib is None or any(space is None for _, space in spaces):
                yield NotChecked(subject, "the size of the image" if gib is None else f"the local storage of {name}")
                continue
            tried = [(kind, space, _try(machine, size, kind, space or 0, gib)) for kind, space in spaces]
            if tried and not any(fit.fits for _, _, fit in tried):
                kind, space, fit = max(tried, key=lambda each: each[2].max_os_gib)
                room = f"{kind.value} of {space:,.0f} GiB takes at most {fit.max_os_gib:,.0f}"
                yield Breach(subject, f"{gib:,} GiB on {name}, whose {room}.")


def _try(machine: Machine, size: VmSize, kind: EphemeralPlacement, space: float, gib: int) -> EphemeralFit:
    explicit = machine.effective_security_type is not SecurityType.STANDARD
    known = machine.security_type is not None or size.trusted_launch is not False
    return ephemeral_fit(
        placement=kind,
        local_gib=space,
        os_gib=gib,
        guest_state=explicit and known,
        full_caching=machine.os_disk.full_caching,
        nvme_disks=size.local_nvme_count or 1,
    )


@rule(
    "ephemeral-02",
    section="1.7",
    severity="error",
    title="Ephemeral OS disk on a size without the local storage",
    statement="NVMe placement exists from v6 on, temporary-disk placement on sizes such as Ddsv5, cache placement on "
    "older ones such as Dsv2 and Dsv3; a size without local storage takes no ephemeral OS disk.",
    source="EPH",
    fix="Take a size with local storage (a d in its name), or leave the placement to the platform.",
    misconception="every-size-has-temporary-storage",
)
def _placement(design: Design, facts: Facts) -> Found:
    for machine in _ephemeral(design):
        subject, asked = path(machine.name, "OS disk"), machine.os_disk.placement
        for name, size in known_sizes(machine, facts):
            offered = placements(size) if size else None
            if offered is None:
                yield NotChecked(subject, f"where {name} keeps an ephemeral OS disk")
            elif not offered:
                yield Breach(subject, f"Ephemeral OS disk on {name}, which has no local storage for it.")
            elif asked is not None and asked not in offered:
                words = " or ".join(kind.value for kind in offered)
                yield Breach(subject, f"Placement {asked.value} on {name}, which has {words}.")


@rule(
    "ephemeral-03",
    section="1.7",
    severity="error",
    title="Ephemeral OS disk above 2,040 GiB",
    statement="An ephemeral OS disk has at most 2,040 GiB, however much local storage there is.",
    source="EPH",
    fix="Take a smaller image.",
)
def _limit(design: Design, facts: Facts) -> Found:
    for machine in _ephemeral(design):
        gib = os_disk_gib(design, machine)
        if gib is not None and gib > LARGEST_GIB:
            yield Breach(path(machine.name, "OS disk"), f"{gib:,} GiB; at most {LARGEST_GIB:,} GiB.")


@rule(
    "ephemeral-04",
    section="1.7",
    severity="error",
    title="Full caching on this size",
    statement="Full caching of an ephemeral OS disk needs 8 vCPUs or more and a listed series: N, L, M, H, D and E of "
    "v5 to v7, F of v6 and v7.",
    source="EPH",
    fix="Take a size with 8 vCPUs or more of a listed series, or leave full caching off.",
)
def _full_caching(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        subject = path(machine.name, "OS disk")
        if not machine.os_disk.full_caching:
            continue
        if not machine.os_disk.ephemeral:
            yield Breach(subject, "Full caching is on, but the OS disk is not ephemeral.")
        for parsed in sizes(machine):
            size = facts.size(parsed)
            if not full_caching_series(parsed):
                yield Breach(subject, f"Full caching on {short(parsed)}, whose series does not have it.")
            elif size is None or size.vcpus is None:
                yield NotChecked(subject, f"the vCPUs of {short(parsed)}")
            elif size.vcpus < FULL_CACHING_VCPUS:
                yield Breach(
                    subject, f"Full caching on {short(parsed)} with {size.vcpus} vCPUs; at least 8 are needed."
                )


@rule(
    "ephemeral-05",
    section="1.7",
    severity="error",
    title="Backup, Site Recovery or disk encryption of an ephemeral OS disk",
    statement="An ephemeral OS disk cannot be snapshotted, captured, backed up, replicated by Site Recovery or "
    "encrypted by Azure Disk Encryption.",
    source="EPH",
    fix="Keep state outside the VM, or use a managed OS disk.",
    misconception="ephemeral-disk-can-be-backed-up",
)
def _unsupported(design: Design, facts: Facts) -> Found:
    replicated = {item.vm.casefold() for item in design.of(ReplicatedVm)}
    for machine in _ephemeral(design):
        found = [("Azure Backup", machine.backup is not None), ("Azure Disk Encryption", machine.disk_encryption)]
        found.append(("Site Recovery", machine.name.casefold() in replicated))
        words = [word for word, used in found if used]
        if words:
            yield Breach(path(machine.name, "OS disk"), f"Ephemeral, with {' and '.join(words)}.")


@rule(
    "ephemeral-06",
    section="1.7",
    severity="error",
    title="Ephemeral OS disk from a specialised image",
    statement="An ephemeral OS disk starts from a generalised image only.",
    source="EPH",
    fix="Generalise the image (sysprep, waagent -deprovision).",
)
def _specialised(design: Design, facts: Facts) -> Found:
    for machine in _ephemeral(design):
        image = machine.image
        found = design.find(ImageDefinition, image.definition) if isinstance(image, GalleryImage) else None
        if found is not None and found.os_state is OsState.SPECIALIZED:
            yield Breach(path(machine.name, "OS disk"), f"The image {found.name} is specialised.")


@rule(
    "ephemeral-07",
    section="1.7",
    severity="error",
    title="Hibernation with an ephemeral OS disk",
    statement="A VM with an ephemeral OS disk cannot be deallocated and started again; hibernating deallocates it.",
    source="EPH",
    fix="Use a managed OS disk, or leave hibernation off.",
    misconception="ephemeral-vm-can-be-stopped-at-night",
)
def _deallocation(design: Design, facts: Facts) -> Found:
    for machine in _ephemeral(design):
        if machine.hibernation:
            yield Breach(path(machine.name, "OS disk"), "Ephemeral, with hibernation on.")
