"""vCPU quota: the total of the region and that of the family both have to hold; Spot has one pool of its own.

Source: azure-compute-docs virtual-machines/quotas.md@02773904 (2026-01-16): deallocated VMs count;
azure-management-docs articles/quotas/per-vm-quota-requests.md and spot-quota.md@d923d588 (2024-03 to 2025-10).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

import attrs

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.simulate.fleet.wording import count

REGIONAL: Final = "regional"
SPOT: Final = "spot"
VMS: Final = "vms"
"""Limits that are no family: all vCPUs of the region, Spot vCPUs, and the number of VMs."""
_FRAME = re.compile(r"^standard|family$|vcpus?$|cores?$")

Cores = Callable[[str], tuple[int | None, str]]
"""vCPUs that a size takes from quota, and its family; None where the vCPUs are not known."""


def family_key(text: str) -> str:
    """A quota family however it is written.

    >>> family_key("Standard DSv5 Family vCPUs") == family_key("standardDSv5Family") == family_key("Dsv5")
    True
    """
    key = "".join(text.lower().split())
    while (cut := _FRAME.sub("", key)) != key:
        key = cut
    return key


def catalogue_cores(size: str) -> tuple[int | None, str]:
    """vCPUs and family of a size by the catalogue in use: the family of quota is taken to be the series.

    A size with constrained vCPUs counts with those of the size it was cut from, because quota of constrained sizes
    is not documented and the larger number is the safe one.
    """
    from azstudy.catalog.lookup import size as look_up

    facts = look_up(size)
    return (facts.vcpus_base or facts.vcpus), facts.series


@attrs.define
class QuotaLedger:
    """vCPUs used and allowed in one region of one subscription; several fleets may share one.

    Attributes:
        limits: vCPUs by "regional", "spot" or a family such as "Dsv5", and "vms" for the number of VMs; what is not
            named is not limited.
        cores: How a size is looked up; the catalogue in use by default.

    >>> ledger = QuotaLedger({"regional": 10, "Dsv5": 8})
    >>> ledger.take("D2s_v5", 3)
    >>> ledger.most_new("D2s_v5"), ledger.refusal("D4s_v5")
    (1, '4 vCPUs are asked for and 2 of the 8 Dsv5 vCPUs are free.')
    """

    limits: Mapping[str, int]
    cores: Cores = catalogue_cores
    used: dict[str, int] = attrs.field(factory=dict[str, int])
    _names: dict[str, str] = attrs.field(init=False, factory=dict[str, str])
    _known: dict[str, tuple[int, str]] = attrs.field(init=False, factory=dict[str, tuple[int, str]])

    def __attrs_post_init__(self) -> None:
        self.limits = _limits(self.limits)
        self._names = {family_key(name): name for name in self.limits}
        self.limits = {family_key(name): limit for name, limit in self.limits.items()}

    def of(self, size: str) -> tuple[int, str]:
        """vCPUs that one VM of this size takes, and its family.

        Raises:
            InvalidInputError: Where the catalogue does not know how many vCPUs the size has.
        """
        if size not in self._known:
            vcpus, family = self.cores(size)
            if vcpus is None:
                raise InvalidInputError(
                    f"Quota of {size} cannot be counted: its vCPUs are not known. Use another size."
                )
            self._known[size] = (vcpus, family)
        return self._known[size]

    def take(self, size: str, number: int = 1, *, spot: bool = False) -> None:
        """Book instances, whether quota allows it or not."""
        for pool, each in self._needs(size, spot).items():
            self.used[pool] = self.used.get(pool, 0) + each * number

    def give(self, size: str, number: int = 1, *, spot: bool = False) -> None:
        """Take deleted instances off the books. Deallocated ones stay on them."""
        self.take(size, -number, spot=spot)

    def free(self, size: str, *, spot: bool = False) -> int | None:
        """vCPUs still free for this size, None where nothing limits them."""
        return min((left for pool, _, left in self._left(size, spot) if pool != VMS), default=None)

    def most_new(self, size: str, *, spot: bool = False) -> int | None:
        """Most new instances that fit: floor(min(family free, regional free) / vCPUs); None without a limit."""
        return min((max(0, left // each) for _, each, left in self._left(size, spot)), default=None)

    def tightest(self, size: str, *, spot: bool = False) -> tuple[str, int] | None:
        """The limit that is reached first, and what is used of it; None without a limit."""
        pools = self._left(size, spot)
        if not pools:
            return None
        pool = min(pools, key=lambda item: item[2] // item[1])[0]
        return self._names[pool], self.used.get(pool, 0)

    def refusal(self, size: str, number: int = 1, *, spot: bool = False) -> str:
        """Why that many new instances are refused; empty where they fit."""
        short = [found for found in self._left(size, spot) if found[1] * number > found[2]]
        if not short:
            return ""
        pool, each, left = min(short, key=lambda item: item[2] // item[1])
        asked, noun = each * number, "VM" if pool == VMS else "vCPU"
        of = f"{self.limits[pool]:,} VMs" if pool == VMS else f"{self.limits[pool]:,} {self._names[pool]} vCPUs"
        return (
            f"{count(asked, noun)} {'is' if asked == 1 else 'are'} asked for and {max(0, left):,} of the {of} "
            f"{'is' if left == 1 else 'are'} free."
        )

    def _needs(self, size: str, spot: bool) -> dict[str, int]:
        """What one VM takes from each pool."""
        vcpus, family = self.of(size)
        cores = {SPOT: vcpus} if spot else {REGIONAL: vcpus, family_key(family): vcpus}
        return {**cores, VMS: 1}

    def _left(self, size: str, spot: bool) -> list[tuple[str, int, int]]:
        """Each limited pool, what one VM takes from it, and what is left in it."""
        return [
            (pool, each, self.limits[pool] - self.used.get(pool, 0))
            for pool, each in self._needs(size, spot).items()
            if pool in self.limits
        ]


def _limits(given: Mapping[str, int]) -> dict[str, int]:
    if not isinstance(given, Mapping):
        raise InvalidInputError(f'quota: {given!r} was given. Write limits such as {{"regional": 100, "Dsv5": 50}}.')
    for name, limit in given.items():
        if not isinstance(limit, int) or isinstance(limit, bool) or limit < 0:
            raise InvalidInputError(f"quota: {name!r} is {limit!r}. Give a whole number of vCPUs, 0 or more.")
    return dict(given)


@attrs.frozen(kw_only=True)
class QuotaAnswer:
    """Whether new instances fit into quota, and the numbers.

    Attributes:
        allowed: Whether Azure would take the request.
        because: The reason in one sentence.
        used: What is in use of the tightest limit: vCPUs, or VMs.
        free: vCPUs free for this size; None without a limit.
        most_new: Most new instances that fit; None without a limit.
    """

    allowed: bool
    because: str
    used: int
    free: int | None
    most_new: int | None

    @property
    def text(self) -> str:
        """The answer as one line."""
        return f"{'allowed' if self.allowed else 'refused'}: {self.because}"


def quota(
    size: str,
    instances: int = 1,
    *,
    limits: Mapping[str, int],
    running: Mapping[str, int] | None = None,
    deallocated: Mapping[str, int] | None = None,
    running_spot: Mapping[str, int] | None = None,
    spot: bool = False,
) -> QuotaAnswer:
    """Whether Azure takes new instances of a size within the vCPU quota of a subscription in a region.

    Both the regional total and the family's quota have to hold; deallocated VMs count; Spot VMs of all families
    share one pool and use nothing of the other two. Free quota is no promise of capacity.

    Args:
        size: The VM size, such as "D4s_v5".
        instances: How many new ones.
        limits: vCPUs by "regional", "spot" and family ("Dsv5"), and "vms" for the number of VMs; what is not named
            is not limited.
        running: Running regular VMs: size to number.
        deallocated: Deallocated regular VMs: size to number.
        running_spot: Spot VMs: size to number.
        spot: Whether the new ones are Spot VMs.

    Raises:
        InvalidInputError: For negative numbers, or a size whose vCPUs are not known.
        UnknownNameError: For a size that does not exist.

    Source: azure-compute-docs quotas.md@02773904 (2026-01-16), azure-management-docs spot-quota.md@d923d588.

    >>> print(quota("D2s_v5", limits={"regional": 10}, running={"D2s_v5": 3}, deallocated={"D2s_v5": 2}).text)
    refused: 2 vCPUs are asked for and 0 of the 10 regional vCPUs are free.
    """
    if not isinstance(instances, int) or instances < 1:
        raise InvalidInputError(f"instances is {instances!r}. Give a whole number of at least 1.")
    ledger = QuotaLedger(limits)
    for there, is_spot in ((running, False), (deallocated, False), (running_spot, True)):
        for name, number in (there or {}).items():
            if not isinstance(number, int) or number < 0:
                raise InvalidInputError(f"{name}: {number!r} VMs. Give a whole number, 0 or more.")
            ledger.take(name, number, spot=is_spot)
    refused = ledger.refusal(size, instances, spot=spot)
    free = ledger.free(size, spot=spot)
    tightest = ledger.tightest(size, spot=spot)
    why = refused or (
        "no limit is given for its vCPUs."
        if free is None
        else f"{count(free, 'vCPU')} {'is' if free == 1 else 'are'} free."
    )
    return QuotaAnswer(
        allowed=not refused,
        because=why,
        used=tightest[1] if tightest else 0,
        free=free,
        most_new=ledger.most_new(size, spot=spot),
    )


def raise_quota(limits: Mapping[str, int], family: str, by: int) -> dict[str, int]:
    """Limits after an approved increase of a family: the regional total rises by as much.

    Raises:
        InvalidInputError: For an increase that is not a positive whole number.
        UnknownNameError: For a family without a limit.

    Source: azure-management-docs articles/quotas/per-vm-quota-requests.md@d923d588.

    >>> raise_quota({"regional": 100, "Dsv5": 50}, "Dsv5", 50)
    {'regional': 150, 'Dsv5': 100}
    """
    if not isinstance(by, int) or by < 1:
        raise InvalidInputError(f"by is {by!r}. Give a whole number of vCPUs of at least 1.")
    checked = _limits(limits)
    names = {family_key(name): name for name in checked}
    name = names.get(family_key(family))
    if name is None or name in (REGIONAL, SPOT, VMS):
        families = [known for known in checked if known not in (REGIONAL, SPOT, VMS)]
        raise UnknownNameError("quota family", family, nearest(family, families), hint=f"Limits: {', '.join(checked)}.")
    raised = {REGIONAL, name}
    return {known: limit + (by if known in raised else 0) for known, limit in checked.items()}
