"""Azure's VM size names, read by the published grammar and explained in words.

Grammar: `Standard_` + family + sub-family + vCPUs + `-` active vCPUs + features + `_` accelerator
+ `_` memory tier + `_v` version. Source: MicrosoftDocs/azure-compute-docs
articles/virtual-machines/vm-naming-conventions.md@eba18e57 and constrained-vcpu.md@4efd854f.
"""

from __future__ import annotations

import re
from typing import Any, Final, Self

import attrs

from azstudy.errors import InvalidInputError

NAMING_PAGE: Final = "azure-compute-docs vm-naming-conventions.md@eba18e57"

FEATURES: Final = {
    "a": "AMD processor",
    "b": "higher block-storage (remote disk) performance",
    "d": "has a local temporary disk",
    "i": "isolated: alone on its host",
    "l": "low memory: less memory per vCPU than the plain size",
    "m": "memory intensive: the most memory per vCPU in its series",
    "n": "network optimised",
    "p": "Arm processor",
    "s": "premium-storage capable (Premium SSD, and Ultra where offered)",
    "t": "tiny memory: the least memory per vCPU in its series",
}
UNLISTED_FEATURES: Final = {
    "r": "RDMA network (InfiniBand); this letter is not in the naming page",
}
FAMILIES: Final = {
    "A": "entry-level general purpose",
    "B": "burstable general purpose: runs on CPU credits",
    "D": "general purpose",
    "E": "memory optimised",
    "F": "compute optimised",
    "G": "memory and storage optimised",
    "H": "high-performance computing",
    "L": "storage optimised: large local disks",
    "M": "memory optimised, the largest memory",
    "N": "accelerated: GPU, FPGA or media processor",
    "P": "FPGA accelerated",
}
SUBFAMILIES: Final = {
    "DC": "confidential computing",
    "EC": "confidential computing",
    "FX": "compute optimised with much memory per core",
    "HB": "HPC for memory bandwidth",
    "HC": "HPC for dense compute",
    "HX": "HPC with large memory",
    "NC": "GPU for compute and AI",
    "NCC": "GPU for compute, confidential",
    "ND": "GPU for deep learning",
    "NG": "GPU for cloud gaming",
    "NM": "media processing",
    "NP": "FPGA",
    "NV": "GPU for visualisation",
    "PB": "FPGA",
}
# Early series number their sizes by position, and spell premium storage as a capital S.
_POSITION_NUMBERED: Final = {("A", "", None), ("D", "", None), ("D", "", 2), ("D", "S", None), ("D", "S", 2)} | {
    ("G", sub, version) for sub in ("", "S") for version in (None,)
}
_NOT_ACCELERATORS: Final = {"PROMO", "CC", "SPECIAL", "XL", "FLEX", "NOIB", "IAAS", "NVME", "AMD", "ADHTYPE1"}

_NUMBER = r"(0|[1-9]\d*)"
_GRAMMAR: Final = re.compile(
    rf"(?:(Standard|Basic)_)?([A-Z])([A-Z]*){_NUMBER}(?:-{_NUMBER})?([a-z]*)"
    rf"(?:_(?![vV]\d\d?(?:_|$))([A-Z][A-Z0-9]*))?(?:_{_NUMBER})?(?:_v([1-9]\d?))?"
)
_LOOSE: Final = re.compile(_GRAMMAR.pattern, re.IGNORECASE)
_PLAUSIBLE: Final = re.compile(r"[A-Za-z]+\d*[A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)*")
_LONGEST_NAME: Final = 64


@attrs.frozen
class Part:
    """One piece of a size name (`text`) and what it says (`meaning`)."""

    text: str
    meaning: str


@attrs.frozen(kw_only=True)
class SizeName:
    """A VM size name taken apart.

    `vcpus` is the number in the name: the vCPU count of the size or, for a constrained size, of the
    size it was cut from; the A, D, DS, G and GS sizes of the first years number their sizes by position
    instead (`numbering` says which). `constrained_vcpus` is the active count. A name outside the
    grammar has `legacy_reason` set and its parts are None. `str(name)` is the full name again.

    >>> name = SizeName.parse("e32-16ads_v5")
    >>> name.family, name.vcpus, name.constrained_vcpus, name.features, name.version
    ('E', 32, 16, ('a', 'd', 's'), 5)
    >>> str(name)
    'Standard_E32-16ads_v5'
    """

    text: str
    tier: str = "Standard"
    family: str | None = None
    subfamily: str | None = None
    vcpus: int | None = None
    constrained_vcpus: int | None = None
    features: tuple[str, ...] = ()
    accelerator: str | None = None
    memory_tier: int | None = None
    version: int | None = None
    legacy_reason: str | None = None

    @classmethod
    def parse(cls, name: str | Self) -> Self:
        """Read a size name, with or without `Standard_`, in any case, with `_` or spaces.

        Raises:
            InvalidInputError: When the text cannot be the name of a size at all.
        """
        if isinstance(name, cls):
            return name
        given = re.sub(r"\s+", "_", str(name).strip())
        match = _GRAMMAR.fullmatch(given) or _LOOSE.fullmatch(given)
        if match is None or (match.group(7) or "").upper() in _NOT_ACCELERATORS:
            return cls._legacy(given, str(name))
        tier, family, sub, number, active, features, accelerator, memory, version = match.groups()
        parts: dict[str, Any] = {
            "tier": (tier or "Standard").capitalize(),
            "family": family.upper(),
            "subfamily": sub.upper() or None,
            "vcpus": int(number),
            "constrained_vcpus": int(active) if active else None,
            "features": tuple(features.lower()),
            "accelerator": accelerator.upper() if accelerator else None,
            "memory_tier": int(memory) if memory else None,
            "version": int(version) if version else None,
        }
        return cls(text=_spell(parts), **parts)

    @classmethod
    def _legacy(cls, given: str, original: str) -> Self:
        body = re.sub(r"^(standard|basic)_", "", given, flags=re.IGNORECASE)
        if not _PLAUSIBLE.fullmatch(body) or not any(ch.isdigit() for ch in body) or len(given) > _LONGEST_NAME:
            raise InvalidInputError(
                f"{original!r} cannot be a VM size name. A size looks like D4s_v5 or Standard_E32-16ads_v5: "
                "family letter, vCPU count, feature letters, _v and the version."
            )
        tier = "Basic" if given.lower().startswith("basic_") else "Standard"
        return cls(text=f"{tier}_{body}", tier=tier, legacy_reason=_why_legacy(body))

    def __str__(self) -> str:
        return self.text

    @property
    def legacy(self) -> bool:
        """True for a name outside the published grammar."""
        return self.legacy_reason is not None

    @property
    def numbering(self) -> str:
        """ "vcpus" where the number counts vCPUs, "position" in the early series that count sizes, "" if legacy."""
        if self.legacy or self.family is None:
            return ""
        early = (self.family, self.subfamily or "", self.version) in _POSITION_NUMBERED
        return "position" if early else "vcpus"

    def explain(self) -> tuple[Part, ...]:
        """Each part of the name with its meaning, left to right.

        >>> for part in SizeName.parse("NC4as_T4_v3").explain():
        ...     print(f"{part.text:9}{part.meaning}")
        Standard tier: what every current size is
        N        accelerated: GPU, FPGA or media processor
        C        sub-family: GPU for compute and AI
        4        vCPUs
        a        AMD processor
        s        premium-storage capable (Premium SSD, and Ultra where offered)
        T4       accelerator
        v3       version 3 of this series
        """
        tier = "tier: what every current size is" if self.tier == "Standard" else "tier: the retired entry level"
        parts = [Part(self.tier, tier)]
        if self.legacy_reason is not None:
            return (*parts, Part(self.text.removeprefix(f"{self.tier}_"), self.legacy_reason))
        parts += self._explain_family()
        parts += self._explain_count()
        known = FEATURES | UNLISTED_FEATURES
        parts += [Part(f, known.get(f, "a letter that is not in the naming page")) for f in self.features]
        if self.accelerator:
            parts.append(Part(self.accelerator, "accelerator"))
        if self.memory_tier is not None:
            parts.append(Part(str(self.memory_tier), "memory tier: tells apart sizes that differ only in memory"))
        if self.version:
            parts.append(Part(f"v{self.version}", f"version {self.version} of this series"))
        return tuple(parts)

    def _explain_family(self) -> list[Part]:
        family = self.family or ""
        parts = [Part(family, FAMILIES.get(family, "a family that is not in the naming page"))]
        if self.subfamily == "S" and self.numbering == "position":
            parts.append(Part("S", "early spelling of premium-storage capable; not a sub-family"))
        elif self.subfamily:
            meaning = SUBFAMILIES.get(family + self.subfamily, "not explained in the naming page")
            parts.append(Part(self.subfamily, f"sub-family: {meaning}"))
        return parts

    def _explain_count(self) -> list[Part]:
        count = str(self.vcpus)
        if self.numbering == "position":
            parts = [Part(count, "place in the series, not a vCPU count: early series number their sizes")]
        elif self.constrained_vcpus is not None:
            parts = [Part(count, "vCPUs of the base size: sets memory, disks, throughput and compute price")]
        else:
            parts = [Part(count, "vCPUs" if self.vcpus != 1 else "vCPU")]
        if self.constrained_vcpus is not None:
            parts.append(
                Part(f"-{self.constrained_vcpus}", "active vCPUs: fewer per-core licences, same compute price")
            )
        return parts


def _spell(parts: dict[str, Any]) -> str:
    text = f"{parts['tier']}_{parts['family']}{parts['subfamily'] or ''}{parts['vcpus']}"
    if parts["constrained_vcpus"] is not None:
        text += f"-{parts['constrained_vcpus']}"
    text += "".join(parts["features"])
    if parts["accelerator"]:
        text += f"_{parts['accelerator']}"
    if parts["memory_tier"] is not None:
        text += f"_{parts['memory_tier']}"
    return f"{text}_v{parts['version']}" if parts["version"] is not None else text


def _why_legacy(body: str) -> str:
    if body.lower().endswith("_promo"):
        return "promotional name: a size sold for a time at a lower price; '_Promo' is not in the naming grammar"
    if re.search(r"\d[a-z]+-\d", body):
        return "the active-vCPU count stands after the feature letters; the grammar puts it before them"
    segments = body.split("_")
    if not re.fullmatch(r"[A-Za-z]{1,3}\d+(-\d+)?[a-z]*", segments[0]):
        return f"'{segments[0]}' is not a family, a vCPU count and feature letters"
    for segment in segments[1:]:
        if not re.fullmatch(r"[A-Z][A-Z0-9]*|\d+|v[1-9]\d?", segment) or segment.upper() in _NOT_ACCELERATORS:
            return f"the part '{segment}' has no place in the naming grammar"
    return "its parts stand in an order, or a number, that the naming grammar does not know"
