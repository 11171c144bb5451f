"""The sizes worth offering beside a machine's own: its series, and the same vCPUs in other common series."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from azstudy.catalog.catalog import Catalog
from azstudy.errors import UnknownNameError
from azstudy.model.size import VmSize

_COMMON: Final = (
    "Dsv5",
    "Ddsv5",
    "Dasv5",
    "Dsv6",
    "Ddsv6",
    "Esv5",
    "Edsv5",
    "Edsv6",
    "Fsv2",
    "Lsv3",
    "DCasv5",
    "Dpsv5",
)
_COMMON_VCPUS: Final = (2, 4, 8, 16)


def size_options(catalog: Catalog, given: object) -> tuple[tuple[str, str], ...]:
    """(name, words) of the sizes to choose from, the machine's own among them; each with its main limits."""
    return _options(catalog, "" if given is None else str(given))


@lru_cache(maxsize=256)
def _options(catalog: Catalog, given: str) -> tuple[tuple[str, str], ...]:
    own = _known(catalog, given)
    table = catalog.sizes
    series, vcpus, known = table.column("series"), table.column("vcpus"), table.column("has_specs")
    wanted = {own.vcpus} if own else set()
    wanted |= set(_COMMON_VCPUS)
    rows = [
        row
        for row in range(len(table))
        if known[row]
        and ((own is not None and series[row] == own.series) or (series[row] in _COMMON and vcpus[row] in wanted))
    ]
    sizes = [table.size(row) for row in rows]
    sizes.sort(key=lambda size: (own is None or size.series != own.series, size.series, size.vcpus or 0, size.name))
    return tuple((size.name, _words(size)) for size in sizes if not size.promo)


def _known(catalog: Catalog, name: str) -> VmSize | None:
    try:
        return catalog.size(name) if name else None
    except UnknownNameError:
        return None


def _words(size: VmSize) -> str:
    disks = "disks not known" if size.max_data_disks is None else f"{size.max_data_disks} data disks"
    memory = "" if size.memory_gib is None else f", {size.memory_gib:g} GiB"
    return f"{size.short_name}: {size.vcpus} vCPUs{memory}, {disks}"
