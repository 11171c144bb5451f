"""Whether disks can be attached to a size at all: the rules of a design review, asked about one VM."""

from __future__ import annotations

from typing import Final

from azstudy.catalog.catalog import Catalog
from azstudy.errors import InvalidInputError
from azstudy.model.design import Design
from azstudy.model.disk import AttachedDisk, DataDisk, Disk, OsDisk
from azstudy.model.size import VmSize
from azstudy.model.sizename import SizeName
from azstudy.model.vm import VirtualMachine
from azstudy.model.words import Caching, DiskType
from azstudy.rules import Facts, Review, review
from azstudy.rules.disk_placement import ULTRA_ZONES
from azstudy.simulate.storage.words import LocalDisk, Named

_ASKED: Final = ("disk-", "shared-", "ephemeral-", "zrs-", "size-01", "size-02", "size-03", "size-09")
CACHED_BELOW_GIB: Final = 4_096
"""Host caching ends at 4 TiB (premium-storage-performance.md "Disk caching", and azuredisk-csi-driver@d983d613)."""
_NOT_ASKED: Final = frozenset({"shared-02", "zrs-04"})
"""Rules about several VMs, or about what happens when a zone is lost."""


class _Sizes:
    """The catalogue, with the size at hand in place of the one of its name."""

    def __init__(self, size: VmSize, catalog: Catalog) -> None:
        self._size, self._catalog = size, catalog

    def size(self, name: str) -> VmSize:
        """The size at hand, or the catalogue's."""
        return self._size if name.casefold() == self._size.name.casefold() else self._catalog.size(name)


def check(
    disks: tuple[Named, ...], size: VmSize, *, region: str | None, zone: int | None, catalog: Catalog
) -> tuple[str, ...]:
    """Nothing, where the disks can be attached; what could not be checked comes back as notes.

    Raises:
        InvalidInputError: With what Azure would refuse, and what to do.
    """
    place = None if region is None else catalog.region(region).name
    result = _review(disks, size, place, zone, catalog)
    refused = [found for found in result.errors if _concerns(found.rule_id)]
    if refused:
        first = refused[0]
        more = f" ({len(refused) - 1} more)" if len(refused) > 1 else ""
        raise InvalidInputError(
            f"{size.short_name} cannot take these disks. {first.subject}: {first.what} {first.reason} {first.fix}{more}"
        )
    data = [disk for _, disk in disks if isinstance(disk, DataDisk)]
    for disk in data:
        if disk.caching is not Caching.NONE and (disk.size_gib or 0) >= CACHED_BELOW_GIB:
            raise InvalidInputError(
                f"{disk.name}: caching {disk.caching.value} on {disk.size_gib:,} GiB. Host caching works with disks "
                f"below {CACHED_BELOW_GIB:,} GiB. Set caching to None, or stripe over smaller disks."
            )
    ultra = any(disk.type is DiskType.ULTRA for disk in data)
    if ultra and place is not None and zone is None and ULTRA_ZONES.get(place, 0) > 0:
        raise InvalidInputError(f"Ultra disks in {place} need a VM in a zone. Give it one, such as zone=1.")
    return _notes(result, disks, size, place)


def _concerns(rule: str) -> bool:
    return rule.startswith(_ASKED) and rule not in _NOT_ASKED


def _review(disks: tuple[Named, ...], size: VmSize, region: str | None, zone: int | None, catalog: Catalog) -> Review:
    own = [disk for _, disk in disks if isinstance(disk, DataDisk)]
    shared = [disk for disk in own if disk.max_shares > 1]
    systems = [disk for _, disk in disks if isinstance(disk, OsDisk)]
    if len(systems) > 1:
        raise InvalidInputError(f"{len(systems)} OS disks were given; a VM has one.")
    attached: list[DataDisk | AttachedDisk] = [
        AttachedDisk(disk.name, caching=disk.caching) if disk.max_shares > 1 else disk for disk in own
    ]
    machine = VirtualMachine(
        "vm",
        SizeName.parse(size.name),
        os_disk=systems[0] if systems else OsDisk(DiskType.STANDARD_SSD, 30, caching=Caching.NONE),
        data_disks=tuple(attached),
        zone=zone,
        ultra_disks=any(disk.type is DiskType.ULTRA for disk in own),
    )
    design = Design("disks", (machine, *(_standing(disk, zone) for disk in shared)), region=region)
    return review(design, Facts(sizes=_Sizes(size, catalog), regions=catalog))


def _standing(disk: DataDisk, zone: int | None) -> Disk:
    fields = ("size_gib", "type", "redundancy", "iops", "mbps", "max_shares", "tier", "on_demand_bursting")
    values = {name: getattr(disk, name) for name in fields}
    where = None if disk.redundancy == "ZRS" else disk.zone or zone
    return Disk(disk.name, performance_plus=disk.performance_plus, zone=where, **values)


def _notes(result: Review, disks: tuple[Named, ...], size: VmSize, region: str | None) -> tuple[str, ...]:
    notes = []
    flexible = [d for _, d in disks if isinstance(d, DataDisk) and d.type.provisioned]
    if flexible and region is None:
        notes.append("whether the region and zone take Premium SSD v2 or Ultra was not checked: no region was given")
    cached = [d for _, d in disks if not isinstance(d, LocalDisk) and d.caching is not Caching.NONE]
    plain = [d for d in cached if not (isinstance(d, OsDisk) and d.ephemeral)]
    if plain and (size.host_caching is False or not size.cached_iops):
        known = "has no host cache" if size.host_caching is False else "has no known limit for cached disks"
        notes.append(f"{size.short_name} {known}: caching is left out")
    elif any(d.caching is Caching.READ_WRITE for d in plain) and not size.cache_gib:
        notes.append(f"how much the host cache of {size.short_name} holds is not published: it never fills here")
    return tuple(notes)
