"""Everything the catalogue knows about one size name, in words."""

from __future__ import annotations

from typing import Any, Final

import attrs

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.catalog.offer import cautions
from azstudy.errors import UnknownNameError
from azstudy.model.facts import OperatingSystem, Term
from azstudy.model.size import VmSize
from azstudy.model.sizename import NAMING_PAGE, SizeName

_SHOWN: Final = (
    ("vcpus", "vCPUs", ""),
    ("memory_gib", "memory", "GiB"),
    ("architecture", "processor architecture", ""),
    ("gpu_count", "GPUs", ""),
    ("gpu_model", "GPU model", ""),
    ("temp_disk_gib", "temporary disk", "GiB"),
    ("local_nvme_gib", "local NVMe disks", "GiB"),
    ("max_data_disks", "data disks", ""),
    ("uncached_iops", "uncached disk IOPS", ""),
    ("uncached_mbps", "uncached disk throughput", "MB/s"),
    ("burst_uncached_iops", "uncached IOPS while bursting", ""),
    ("burst_uncached_mbps", "uncached throughput while bursting", "MB/s"),
    ("cached_iops", "cached IOPS", ""),
    ("cached_mbps", "cached throughput", "MB/s"),
    ("max_nics", "network interfaces", ""),
    ("network_mbps", "network", "Mbps"),
    ("premium_storage", "premium storage", ""),
    ("ultra_disk", "Ultra Disk", ""),
    ("generations", "VM generations", ""),
    ("ephemeral_os", "ephemeral OS disk", ""),
    ("accelerated_networking", "accelerated networking", ""),
    ("credit_base_percent", "CPU base per vCPU", "%"),
    ("credit_per_hour", "CPU credits banked an hour when idle", ""),
    ("credit_max", "CPU credits at most", ""),
)
_OPTIONAL: Final = ("gpu_model", "local_nvme_gib", "credit_base_percent", "credit_per_hour", "credit_max")


@attrs.frozen(kw_only=True)
class Explanation:
    """A size name read part by part, and the facts of the size if the catalogue has it."""

    name: SizeName
    size: VmSize | None
    cautions: tuple[str, ...] = ()
    regions: int = 0
    source: str = ""

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """(text, meaning) of each part of the name."""
        return tuple((part.text, part.meaning) for part in self.name.explain())

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """(label, value with unit) of the published facts; a missing one says "not known"."""
        if self.size is None or not self.size.has_specs:
            return ()
        rows = []
        for field, label, unit in _SHOWN:
            value = getattr(self.size, field)
            if value is not None or field not in _OPTIONAL:
                rows.append((label, _words(value, unit)))
        return tuple(rows)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, as the command line prints them in JSON."""
        name = self.name
        return {
            "size": name.text,
            "legacy_reason": name.legacy_reason,
            "family": name.family,
            "subfamily": name.subfamily,
            "vcpus": name.vcpus,
            "constrained_vcpus": name.constrained_vcpus,
            "features": list(name.features),
            "accelerator": name.accelerator,
            "memory_tier": name.memory_tier,
            "version": name.version,
            "parts": [{"text": text, "meaning": meaning} for text, meaning in self.parts],
            "facts": dict(self.facts),
            "in_catalogue": self.size is not None,
            "cautions": list(self.cautions),
            "regions": self.regions,
            "source": self.source,
        }

    def __repr__(self) -> str:
        lines = [self.name.text]
        lines += [f"  {text:<12} {meaning}" for text, meaning in self.parts]
        if self.facts:
            width = max(len(label) for label, _ in self.facts)
            lines += ["facts"] + [f"  {label:<{width}}  {value}" for label, value in self.facts]
        lines += [f"note: {caution}" for caution in self.cautions]
        if self.size is None:
            lines.append("This name follows the grammar, but the catalogue has no such size.")
        else:
            lines.append(f"priced in {self.regions} regions; {self.source}")
        return "\n".join(lines)


def explain(name: str, *, catalog: Catalog | None = None) -> Explanation:
    """Take a size name apart and say what is known of the size.

    Raises:
        InvalidInputError: When the text cannot be a size name.
        UnknownNameError: When it is outside the grammar and not in the catalogue either.

    >>> explain("E8-4ads_v5").parts[2]
    ('8', 'vCPUs of the base size: sets memory, disks, throughput and compute price')
    """
    catalog = catalog or default_catalog()
    row = catalog.sizes.find(name)
    parsed = SizeName.parse(catalog.sizes.names[row] if row is not None else name)
    if row is None:
        if parsed.legacy:
            catalog.sizes.index(name)
            raise UnknownNameError("VM size", name)
        return Explanation(name=parsed, size=None, source=NAMING_PAGE)
    size = catalog.sizes.size(row)
    listed = sum(bool(catalog.offered(size.name, region)) for region in catalog.priced_regions())
    page = f"{size.source_page or size.source} {size.as_of}".strip()
    return Explanation(
        name=parsed,
        size=size,
        cautions=cautions(size, OperatingSystem.LINUX, Term.PAYG, on=catalog.as_of),
        regions=listed,
        source=f"specification: {page or 'not known'}; name: {NAMING_PAGE}",
    )


def _words(value: Any, unit: str) -> str:
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " and ".join(str(part) for part in value)
    text = f"{value:,.6g}" if isinstance(value, int | float) else str(value)
    return f"{text} {unit}".strip()
