"""Azure Hybrid Benefit: how many licences of your own a VM uses, and where they may be used twice.

The licence is another meter than compute, so it adds to a reservation, a savings plan or pay-as-you-go.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

import attrs

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.size import VmSize

WINDOWS_LEAST_CORES: Final = 8
"""Core licences a Windows VM uses at least (windowsserverdocs azure-hybrid-benefit.md@0016b782, 2025-09-03)."""
PROCESSOR_LICENCE_CORES: Final = 16
"""Cores that one Windows Server processor licence covers (same page)."""
SQL_LEAST_VCPUS: Final = 4
"""vCPUs a SQL Server VM counts at least (azure-docs overview-azure-hybrid-benefit-scope.md@7d8682a5, 2024-03-21)."""
SQL_NORMALISED: Final = {"standard": 1, "enterprise": 4}
"""Normalised cores for each core licence of an edition (same page)."""
MIGRATION_DAYS: Final = 180
"""Days a licence may be used on-premises and in Azure at once while moving (azure-hybrid-benefit.md@0016b782)."""


def _whole(value: int, what: str) -> int:
    if isinstance(value, bool) or value != int(value) or value < 1:
        raise InvalidInputError(f"{what}: {value!r} was given; a whole number from 1 is needed.")
    return int(value)


def windows_core_licences(vcpus: int | Iterable[int]) -> int:
    """Core licences one Windows VM, or a fleet given as vCPUs of each, uses: its vCPUs, at least 8 for each VM.

    Source: windowsserverdocs azure-hybrid-benefit.md@0016b782 (2025-09-03), azure-compute-docs
    windows/hybrid-use-benefit-licensing.md@2188185b (2024-12-02).

    Raises:
        InvalidInputError: For vCPUs that are no whole number from 1.

    >>> windows_core_licences(4), windows_core_licences([4, 8, 12])
    (8, 28)
    """
    fleet = [vcpus] if isinstance(vcpus, int) else list(vcpus)
    return sum(max(WINDOWS_LEAST_CORES, _whole(each, "vCPUs")) for each in fleet)


def processor_licences(cores: int) -> int:
    """Windows Server processor licences (16 cores each) that hold so many core licences.

    >>> processor_licences(28)
    2
    """
    return math.ceil(_whole(cores, "cores") / PROCESSOR_LICENCE_CORES)


@attrs.frozen(kw_only=True)
class WindowsCores:
    """Core licences a size uses under Hybrid Benefit: one number where it is documented, else the two it may be."""

    at_least: int
    at_most: int
    because: str

    @property
    def known(self) -> bool:
        """True where the documentation leaves one answer."""
        return self.at_least == self.at_most


def windows_cores_of(size: VmSize) -> WindowsCores:
    """Core licences one VM of a size uses.

    For a constrained size nobody documents whether the active or the base vCPUs count: both numbers come back.

    Raises:
        InvalidInputError: Where the size's vCPUs are not known.
    """
    if size.vcpus is None:
        raise InvalidInputError(f"The vCPUs of {size.short_name} are not known, so its licences cannot be counted.")
    low = windows_core_licences(size.vcpus)
    if not size.constrained or size.vcpus_base is None:
        return WindowsCores(at_least=low, at_most=low, because=f"{size.vcpus} vCPUs, at least {WINDOWS_LEAST_CORES}.")
    high = windows_core_licences(size.vcpus_base)
    because = (
        f"{size.short_name} has {size.vcpus} active of {size.vcpus_base} vCPUs. Which of the two Hybrid Benefit counts "
        "is not documented."
    )
    return WindowsCores(at_least=low, at_most=high, because=because)


def sql_normalised_cores(*, standard: int = 0, enterprise: int = 0) -> int:
    """Normalised cores of SQL Server core licences: 1 for each Standard, 4 for each Enterprise core licence.

    Source: azure-docs overview-azure-hybrid-benefit-scope.md@7d8682a5 (2024-03-21).

    >>> sql_normalised_cores(standard=10, enterprise=10)
    50
    """
    for given, name in ((standard, "standard"), (enterprise, "enterprise")):
        if isinstance(given, bool) or given != int(given) or given < 0:
            raise InvalidInputError(f"{name}: {given!r} core licences were given; a whole number from 0 is needed.")
    return standard * SQL_NORMALISED["standard"] + enterprise * SQL_NORMALISED["enterprise"]


def sql_cores_needed(vcpus: int, edition: str = "standard") -> int:
    """Normalised cores one SQL Server VM uses: 1 a vCPU for Standard, 4 for Enterprise, at least 4 vCPUs counted.

    >>> sql_cores_needed(2), sql_cores_needed(2, "Enterprise"), sql_cores_needed(8, "enterprise")
    (4, 16, 32)
    """
    word = _edition(edition, SQL_NORMALISED)
    return max(SQL_LEAST_VCPUS, _whole(vcpus, "vCPUs")) * SQL_NORMALISED[word]


@attrs.frozen(kw_only=True)
class DualUse:
    """How long one licence may be used on-premises and in Azure at once; `days` is None without a limit."""

    days: int | None
    because: str

    @property
    def unlimited(self) -> bool:
        """True where both may go on for ever."""
        return self.days is None


def dual_use(edition: str, target: str = "vm") -> DualUse:
    """Whether a Windows Server licence may serve on-premises and Azure at once.

    Args:
        edition: "standard" or "datacenter".
        target: "vm" or "dedicated host".

    Source: windowsserverdocs azure-hybrid-benefit.md@0016b782 (2025-09-03).

    >>> dual_use("Standard").days, dual_use("Datacenter").unlimited, dual_use("Datacenter", "dedicated host").days
    (180, True, 180)
    """
    word = _edition(edition, ("standard", "datacenter"))
    place = str(target).strip().lower().replace("_", " ")
    if place not in ("vm", "dedicated host"):
        raise UnknownNameError(
            "target", target, nearest(place, ("vm", "dedicated host")), hint='"vm", "dedicated host".'
        )
    if word == "datacenter" and place == "vm":
        return DualUse(
            days=None, because="A Datacenter licence may serve on-premises and VMs in Azure at the same time."
        )
    what = "A Standard licence" if word == "standard" else "For dedicated hosts a licence"
    because = f"{what} serves on-premises or Azure, not both, except {MIGRATION_DAYS} days of migration."
    return DualUse(days=MIGRATION_DAYS, because=because)


def _edition(given: str, allowed: Iterable[str]) -> str:
    word, known = str(given).strip().lower(), tuple(allowed)
    if word not in known:
        raise UnknownNameError("edition", given, nearest(word, known), hint=f"Allowed: {', '.join(known)}.")
    return word
