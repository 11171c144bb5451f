"""What stands in the way of changing the size of a VM (resize-vm.md@1ac46f5f, 2025-11; dsv6-series.md@05e75b14)."""

from __future__ import annotations

from typing import Final

from azstudy.model.size import VmSize
from azstudy.model.sizename import SizeName

_REMOTE_NVME_FROM: Final = {"D": 6, "E": 6, "F": 6}
"""Family -> first version whose remote disks speak NVMe (dsv6-series.md@05e75b14, 2024-07, and its siblings)."""


def resize_obstacles(current: VmSize, wanted: VmSize) -> tuple[str, ...]:
    """Why a VM cannot go straight from one size to another; empty where nothing known stands in the way.

    A size with a local temporary disk goes to one with such a disk only, and one without to one without; a VM whose
    remote disks speak SCSI does not go to a size where they speak NVMe. A running VM restarts in any case, and the
    design with the new size has to pass `review` as well. A missing fact is named, not guessed.

    >>> old = VmSize(name="Standard_D4ds_v5", series="Ddsv5", temp_disk_gib=150)
    >>> resize_obstacles(old, VmSize(name="Standard_D4s_v5", series="Dsv5", temp_disk_gib=0))
    ('D4ds_v5 has a temporary disk, D4s_v5 has none: no direct resize.',)
    """
    names = (current.short_name, wanted.short_name)
    disks = (current.temp_disk_gib, wanted.temp_disk_gib)
    found = [
        f"Whether {name} has a temporary disk is not known."
        for name, gib in zip(names, disks, strict=True)
        if gib is None
    ]
    if None not in disks and bool(disks[0]) is not bool(disks[1]):
        has, lacks = names if disks[0] else names[::-1]
        found.append(f"{has} has a temporary disk, {lacks} has none: no direct resize.")
    if remote_nvme(wanted) and not remote_nvme(current):
        found.append(f"Remote disks of {names[0]} speak SCSI, those of {names[1]} NVMe: no direct resize.")
    return tuple(found)


def remote_nvme(size: VmSize) -> bool:
    """True for sizes whose remote disks speak NVMe: D, E and F from version 6 on.

    >>> [remote_nvme(VmSize(name=f"Standard_D4s_v{version}", series="any")) for version in (5, 6)]
    [False, True]
    """
    name = SizeName.parse(size.name)
    first = _REMOTE_NVME_FROM.get(name.family or "")
    return first is not None and (name.version or 1) >= first
