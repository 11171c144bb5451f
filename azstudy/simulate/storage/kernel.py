"""One step of disk traffic: what of it passes every limit on its way.

The same arithmetic serves one step (`low`, `high` are min and max, values are floats) and all steps at once (numpy's
minimum and maximum on arrays), so that the engine's fast path cannot differ from its slow one.

The order of disks-performance.md@fe259248: each disk first, then the VM; the cached way and the uncached way have
limits of their own. Where a limit cuts, it cuts everything behind it by the same share.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import attrs

from azstudy.model.words import Caching
from azstudy.simulate.storage.limits import DiskCap, VmCaps

Value = Any
"""A float, or an array with one float a step."""
Pair = tuple[Value, Value]
"""IOPS and MB/s."""

_TINY: Final = 1e-300
EXACT: Final = 1e-9
"""Shares closer than this are rounding of floats, not a decision."""


@attrs.frozen(kw_only=True)
class Group:
    """Disks that are alike and carry the same load: computed once, counted `count` times.

    Attributes:
        names: Their names.
        disk: One of them.
        count: How many there are.
    """

    names: tuple[str, ...]
    disk: DiskCap

    @property
    def count(self) -> int:
        """How many disks."""
        return len(self.names)

    @property
    def remote(self) -> bool:
        """True for disks outside the host."""
        return self.disk.cap is not None

    @property
    def flexible(self) -> bool:
        """True for Premium SSD v2 and Ultra, which have a VM limit of their own on some sizes."""
        return self.disk.way == "flexible"

    @property
    def cached(self) -> bool:
        """True with host caching."""
        return self.disk.caching is not Caching.NONE

    @property
    def write_back(self) -> bool:
        """True where a write is complete in the cache and reaches the disk later."""
        return self.disk.caching is Caching.READ_WRITE

    @property
    def local(self) -> bool:
        """True for the temporary disk and ephemeral OS disks."""
        return self.disk.way == "local"


@attrs.frozen(kw_only=True)
class Limits:
    """The caps that hold in one step: of each group's disk, and of the VM."""

    disks: tuple[Pair, ...]
    uncached: Pair
    remote: Pair | None
    ssd: Pair | None
    temp_write: Pair | None
    nvme: Pair | None


@attrs.frozen(kw_only=True)
class Served:
    """What passed: per group (of one disk), then of the VM; each a pair of IOPS and MB/s unless it is a share.

    Attributes:
        served: What the disk's user gets.
        at_disk: What reaches the remote disk, later writes of a write-back cache among it.
        flushed: The later writes alone.
        accepted: Writes that a write-back cache or the temporary disk took.
        uncached: Traffic of the VM's uncached way without v2 and Ultra.
        remote: All remote traffic.
        ssd: Traffic of the host's SSD.
        nvme: Traffic of the local NVMe disks.
        disk_share: What each disk's limit lets through of what is asked of it, 0 to 1.
        vm_share: The same of the VM's limits, for each group.
        ssd_share: The same of the SSD.
    """

    served: list[Pair]
    at_disk: list[Pair]
    flushed: list[Pair]
    accepted: list[Pair]
    uncached: Pair
    remote: Pair
    ssd: Pair
    nvme: Pair
    disk_share: list[Value]
    vm_share: list[Value]
    ssd_share: Value


Pick = Callable[[Value, Value], Value]


def _share(low: Pick, high: Pick, asked: Pair, cap: Pair) -> Value:
    """How much of what is asked a cap lets through: everything, or what its tighter unit allows."""
    return low(low(cap[0] / high(asked[0], _TINY), cap[1] / high(asked[1], _TINY)), 1.0)


def _times(pair: Pair, factor: Value) -> Pair:
    return pair[0] * factor, pair[1] * factor


def _plus(one: Pair, other: Pair) -> Pair:
    return one[0] + other[0], one[1] + other[1]


def _sum(pairs: Sequence[Pair]) -> Pair:
    total: Pair = (0.0, 0.0)
    for pair in pairs:
        total = _plus(total, pair)
    return total


@attrs.frozen
class Kernel:
    """The arithmetic of a step for one set of groups."""

    groups: tuple[Group, ...]
    vm: VmCaps
    low: Pick
    high: Pick

    def step(self, asked: Sequence[Sequence[Value]], limits: Limits, backlog: Sequence[Pair], seconds: float) -> Served:
        """What is served in a step.

        Args:
            asked: Per group, the six values of `Asked` for one disk.
            limits: The caps in force.
            backlog: Per group, IOs and MB of one disk that wait in the write-back cache.
            seconds: Length of the step.
        """
        hits = [(a[0], a[1]) for a in asked]
        through = [self._through(group, a) for group, a in zip(self.groups, asked, strict=True)]
        writes = self._local_writes(asked, limits)
        disk_share = [
            _share(self.low, self.high, pair, cap) if group.remote else 1.0
            for group, pair, cap in zip(self.groups, through, limits.disks, strict=True)
        ]
        at_disk = [_times(pair, share) for pair, share in zip(through, disk_share, strict=True)]
        vm_share = self._vm_shares(at_disk, limits)
        ssd_share, ssd_asked = self._ssd(hits, at_disk, writes, vm_share, limits)
        vm_share = self._give_back(at_disk, vm_share, ssd_share, limits)
        passed = [
            self._passed(g, pair, vm_share[k], ssd_share)
            for k, (g, pair) in enumerate(zip(self.groups, at_disk, strict=True))
        ]
        nvme_share, nvme_asked = self._nvme(hits, limits)
        quick = [
            _times(hit, nvme_share if g.disk.way == "nvme" else ssd_share)
            for g, hit in zip(self.groups, hits, strict=True)
        ]
        accepted = [_times(write, ssd_share) for write in writes]
        flushed, accepted = self._flush(passed, accepted, backlog, seconds, limits)
        remote = [self._all(g, _plus(p, f)) for g, p, f in zip(self.groups, passed, flushed, strict=True)]
        return Served(
            served=[_plus(_plus(q, p), w) for q, p, w in zip(quick, passed, accepted, strict=True)],
            at_disk=[_plus(p, f) for p, f in zip(passed, flushed, strict=True)],
            flushed=flushed,
            accepted=accepted,
            uncached=_sum([pair for g, pair in zip(self.groups, remote, strict=True) if not self._apart(g)]),
            remote=_sum(remote),
            ssd=_times(ssd_asked, ssd_share),
            nvme=_times(nvme_asked, nvme_share),
            disk_share=disk_share,
            vm_share=vm_share,
            ssd_share=ssd_share,
        )

    # --- which IO goes where -------------------------------------------------------------------------------------
    def _local_writes(self, asked: Sequence[Sequence[Value]], limits: Limits) -> list[Pair]:
        """Writes that are complete in the host: of a write-back cache, and of the temporary disk by its own limit."""
        temp = _sum([_times((a[4], a[5]), g.count) for g, a in zip(self.groups, asked, strict=True) if g.local])
        share = 1.0 if limits.temp_write is None else _share(self.low, self.high, temp, limits.temp_write)
        return [
            _times((a[4], a[5]), share if group.local else 1.0) if group.local or group.write_back else (0.0, 0.0)
            for group, a in zip(self.groups, asked, strict=True)
        ]

    def _through(self, group: Group, asked: Sequence[Value]) -> Pair:
        """What has to reach the disk before it is complete: read misses, and writes without write-back."""
        if not group.remote:
            return 0.0, 0.0
        if group.write_back:
            return asked[2], asked[3]
        return asked[2] + asked[4], asked[3] + asked[5]

    def _all(self, group: Group, pair: Pair) -> Pair:
        return _times(pair, group.count) if group.remote else (0.0, 0.0)

    def _apart(self, group: Group) -> bool:
        """True for v2 and Ultra on a size with a limit of its own for them."""
        return group.flexible and self.vm.flexible is not None

    def _vm_shares(self, at_disk: Sequence[Pair], limits: Limits) -> list[Value]:
        common = [self._all(g, pair) for g, pair in zip(self.groups, at_disk, strict=True) if not self._apart(g)]
        share = _share(self.low, self.high, _sum(common), limits.uncached)
        shares = [1.0 if self._apart(g) else share for g in self.groups]
        if limits.remote is None:
            return shares
        total = _sum([_times(self._all(g, p), s) for g, p, s in zip(self.groups, at_disk, shares, strict=True)])
        over = _share(self.low, self.high, total, limits.remote)
        return [share * over for share in shares]

    def _ssd(
        self, hits: list[Pair], at_disk: list[Pair], writes: list[Pair], vm_share: list[Value], limits: Limits
    ) -> tuple[Value, Pair]:
        """The share that the host's SSD lets through, and what is asked of it by cached disks and local ones."""
        asked = []
        for k, group in enumerate(self.groups):
            if group.local:
                asked.append(_times(_plus(hits[k], writes[k]), group.count))
            elif group.cached:
                own = _plus(_plus(hits[k], writes[k]), _times(at_disk[k], vm_share[k]))
                asked.append(_times(own, group.count))
        total = _sum(asked)
        return (1.0 if limits.ssd is None else _share(self.low, self.high, total, limits.ssd)), total

    def _nvme(self, hits: list[Pair], limits: Limits) -> tuple[Value, Pair]:
        asked = [_times(hits[k], g.count) for k, g in enumerate(self.groups) if g.disk.way == "nvme"]
        total = _sum(asked)
        return (1.0 if limits.nvme is None else _share(self.low, self.high, total, limits.nvme)), total

    def _passed(self, group: Group, at_disk: Pair, vm_share: Value, ssd_share: Value) -> Pair:
        return _times(at_disk, vm_share * ssd_share if group.cached else vm_share)

    def _give_back(
        self, at_disk: Sequence[Pair], vm_share: list[Value], ssd_share: Value, limits: Limits
    ) -> list[Value]:
        """What the SSD held back of cached disks is free for the uncached ones."""
        if not any(g.cached for g in self.groups):
            return vm_share
        taken = _sum(
            [_times(self._all(g, at_disk[k]), vm_share[k] * ssd_share) for k, g in enumerate(self.groups) if g.cached]
        )
        open_ways = [k for k, g in enumerate(self.groups) if g.remote and not g.cached]
        plain = _sum([self._all(self.groups[k], at_disk[k]) for k in open_ways if not self._apart(self.groups[k])])
        share = _share(self.low, self.high, plain, self._left(limits.uncached, taken))
        shares = list(vm_share)
        for k in open_ways:
            shares[k] = 1.0 if self._apart(self.groups[k]) else share
        if limits.remote is not None:
            total = _sum([_times(self._all(self.groups[k], at_disk[k]), shares[k]) for k in open_ways])
            over = _share(self.low, self.high, total, self._left(limits.remote, taken))
            for k in open_ways:
                shares[k] = shares[k] * over
        return shares

    def _left(self, cap: Pair, taken: Pair) -> Pair:
        return self.high(cap[0] - taken[0], 0.0), self.high(cap[1] - taken[1], 0.0)

    # --- writes that reach the disk later ------------------------------------------------------------------------
    def _flush(
        self, passed: list[Pair], accepted: list[Pair], backlog: Sequence[Pair], seconds: float, limits: Limits
    ) -> tuple[list[Pair], list[Pair]]:
        """What a write-back cache writes to its disk in this step, and what it takes in.

        Only what disk and VM have left of their base goes there: flushing waits for everything else and spends no
        credits. That order is not documented. Where the size of the cache is known, a full one takes no more than
        it gets rid of.
        """
        nothing: Pair = (0.0, 0.0)
        keeping = [k for k, g in enumerate(self.groups) if g.write_back]
        if not keeping:
            return [nothing] * len(self.groups), accepted
        flushed, taken = [nothing] * len(self.groups), list(accepted)
        for k in keeping:
            cap = self.groups[k].disk.cap
            base = (cap.iops, cap.mbps) if cap else nothing
            waiting = (backlog[k][0] / seconds + accepted[k][0], backlog[k][1] / seconds + accepted[k][1])
            flushed[k] = _times(waiting, _share(self.low, self.high, waiting, self._left(base, passed[k])))
        busy = _sum([self._all(g, passed[k]) for k, g in enumerate(self.groups) if not self._apart(g)])
        base = self._left((self.vm.uncached.iops, self.vm.uncached.mbps), busy)
        share = _share(self.low, self.high, _sum([self._all(self.groups[k], flushed[k]) for k in keeping]), base)
        room = None if self.vm.cache_mb is None else self.vm.cache_mb / sum(self.groups[k].count for k in keeping)
        for k in keeping:
            flushed[k] = _times(flushed[k], share)
            if room is not None:
                most = self.high((room - backlog[k][1]) / seconds, 0.0) + flushed[k][1]
                taken[k] = _times(accepted[k], self.low(most / self.high(accepted[k][1], _TINY), 1.0))
        return flushed, taken
