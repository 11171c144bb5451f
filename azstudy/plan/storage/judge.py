"""Why a disk set is not taken: every reason, with what is needed and what there is."""

from __future__ import annotations

import attrs

from azstudy.catalog.catalog import Catalog
from azstudy.errors import AzstudyError, InvalidInputError
from azstudy.model.size import VmSize
from azstudy.model.words import Caching, DiskType
from azstudy.plan.storage.candidates import Candidate
from azstudy.plan.storage.need import Need
from azstudy.simulate.storage.fitting import CACHED_BELOW_GIB, check
from azstudy.simulate.storage.limits import Cap, VmCaps


@attrs.frozen(kw_only=True)
class Reason:
    """One thing that stands in the way.

    Attributes:
        constraint: A short word: "capacity", "disk IOPS", "disk MB/s", "VM IOPS", "VM MB/s", "cached IOPS",
            "cached MB/s", "not allowed", "type", "price", "budget".
        text: The reason in a sentence.
        needed: What is needed, where it is a number.
        offered: What there is.
    """

    constraint: str
    text: str
    needed: float | None = None
    offered: float | None = None


@attrs.frozen
class Judge:
    """Judges candidates for one size in one region; `vm` None leaves the VM's own limits out."""

    need: Need
    size: VmSize
    vm: VmCaps | None
    region: str
    zone: int | None
    catalog: Catalog
    types: frozenset[DiskType]
    _allowed: dict[tuple[str, bool, str], str] = attrs.field(factory=dict, init=False)

    def reasons(self, one: Candidate) -> tuple[Reason, ...]:
        """Everything but the price that speaks against a set; empty where nothing does."""
        found: list[Reason] = []
        if one.disk.type not in self.types:
            found.append(Reason(constraint="type", text=f"{one.disk.type.label} was not asked for"))
        refusal = self._refusal(one)
        if refusal:
            found.append(Reason(constraint="not allowed", text=refusal))
        if one.capacity_gib < self.need.capacity_gib:
            found.append(_short("capacity", "GiB: {} together", self.need.capacity_gib, one.capacity_gib))
        if one.short:
            found.append(Reason(constraint="disk IOPS", text=f"one disk would need {one.short}"))
        share = self.need.remote_share(one.disk.caching)
        found += self._over("disk", one.limit.cap, one.count, share, "the disks together do {}")
        if self.vm is not None:
            way = self.vm.flexible if one.disk.type.provisioned and self.vm.flexible else self.vm.uncached
            found += self._over("VM", way, 1, share, f"{self.vm.name} lets {{}} through uncached")
            if one.disk.caching is not Caching.NONE:
                found += self._over("cached", self.vm.ssd, 1, 1.0, f"{self.vm.name} lets {{}} through cached")
        return tuple(found)

    def _over(self, who: str, cap: Cap | None, count: int, share: float, words: str) -> list[Reason]:
        if cap is None:
            return []
        found = []
        for unit, asked, base, burst, bucket in (
            ("IOPS", self.need.iops, cap.iops, cap.burst_iops, cap.bucket_ios),
            ("MB/s", self.need.mbps, cap.mbps, cap.burst_mbps, cap.bucket_mb),
        ):
            most = count * self._most(base, burst, bucket)
            if asked * share > most * (1 + 1e-12):
                found.append(_short(f"{who} {unit}", f"{unit}: {words}", asked * share, most))
        return found

    def _most(self, base: float, burst: float | None, bucket: float) -> float:
        """What a limit holds for as long as needed: its base, or what its credits add over that time."""
        if self.need.for_minutes is None or burst is None or not bucket:
            return base
        return min(burst, base + bucket / (self.need.for_minutes * 60))

    def _refusal(self, one: Candidate) -> str:
        """What Azure would refuse; the same for all disks of a type, redundancy and caching."""
        caching = one.disk.caching
        if caching is not Caching.NONE and (one.disk.size_gib or 0) >= CACHED_BELOW_GIB:
            return f"host caching works with disks below {CACHED_BELOW_GIB:,} GiB"
        key = (one.disk.sku, one.disk.performance_plus, caching.value)
        if key not in self._allowed:
            self._allowed[key] = self._ask(one.disk.evolve(name="data"))
        return self._allowed[key]

    def _ask(self, disk: object) -> str:
        try:
            check((("data", disk),), self.size, region=self.region, zone=self.zone, catalog=self.catalog)  # type: ignore[arg-type]
        except InvalidInputError as problem:
            return _without_head(problem)
        return ""


def _without_head(problem: AzstudyError) -> str:
    text = str(problem)
    head = "cannot take these disks. vm/data: "
    return text.partition(head)[2] or text


def _short(constraint: str, what: str, needed: float, offered: float) -> Reason:
    return Reason(
        constraint=constraint,
        text=f"{what.format(f'{offered:,.0f}')}, {needed:,.0f} are needed",
        needed=needed,
        offered=offered,
    )
