"""Steps one after another: what each leaves in the buckets of credits and in the write-back cache for the next.

`walk` is the plain engine, a step at a time. `run` gives the same and is quick: between two moments at which a bucket
runs dry or fills again the limits do not change, so a whole stretch is computed at once.
"""

from __future__ import annotations

from typing import Any, Final

import attrs
import numpy as np

from azstudy.simulate.storage.kernel import EXACT, Group, Kernel, Limits, Pair, Served
from azstudy.simulate.storage.limits import CREDIT, ON_DEMAND, Cap, VmCaps
from azstudy.simulate.storage.streams import Asked, Floats

PER_GROUP: Final = 10
UNCACHED, REMOTE, SSD, NVME, SSD_SHARE, OF_VM = 0, 2, 4, 6, 8, 9
SERVED, AT_DISK, FLUSHED, ACCEPTED, DISK_SHARE, VM_SHARE = 0, 2, 4, 6, 8, 9
STRETCH: Final = 512
_DRY: Final = 1e-6
"""Less than this many IOs or MB is an empty bucket."""


@attrs.frozen(kw_only=True)
class Bucket:
    """Credits of one limit in one unit.

    Attributes:
        owner: Index of the group, -1 for the VM's uncached way, -2 for the VM's limit of v2 and Ultra, -3 for its SSD.
        unit: 0 for IOPS, 1 for MB/s.
        base: What can be had for good.
        burst: The most while there are credits.
        size: A full bucket, in IOs or MB.
        row: Row of the tape with what is used.
    """

    owner: int
    unit: int
    base: float
    burst: float
    size: float
    row: int


@attrs.frozen(kw_only=True, eq=False)
class Tape:
    """Everything a run wrote down, one column a step.

    Attributes:
        rows: `PER_GROUP` rows a group, then `OF_VM` rows of the VM, in the order of the constants above.
        levels: Per bucket, its credits at the start of each step, and one more column for the end.
        backlog: Per group IOs and MB of one disk waiting at the end of each step; zeros without a write-back cache.
    """

    rows: Floats
    levels: Floats
    backlog: Floats


class Engine:
    """The disks of one VM under one load."""

    def __init__(
        self, groups: tuple[Group, ...], asked: tuple[Asked, ...], vm: VmCaps, step_s: float, full: float = 1.0
    ) -> None:
        """Prepare; `asked` is the load of one disk of each group, `full` the share of full buckets at the start."""
        self._full = full
        self.groups, self.vm, self.step_s = groups, vm, step_s
        self.asked = tuple(one.rows() for one in asked)
        self.steps = asked[0].steps
        self.both = vm.flexible is not None and any(group.flexible for group in groups)
        self.buckets = self._buckets()
        self._keeping = tuple(k for k, group in enumerate(groups) if group.write_back)
        self._one = Kernel(groups, vm, min, max)
        self._all = Kernel(groups, vm, np.minimum, np.maximum)

    def _buckets(self) -> tuple[Bucket, ...]:
        last = PER_GROUP * len(self.groups)
        owners: list[tuple[int, Cap | None, int]] = [
            (k, group.disk.cap, PER_GROUP * k + AT_DISK) for k, group in enumerate(self.groups)
        ]
        owners += [(-1, self.vm.uncached, last + UNCACHED), (-3, self.vm.ssd, last + SSD)]
        if self.both:
            owners.append((-2, self.vm.flexible, last + REMOTE))
        found = []
        for owner, cap, row in owners:
            if cap is None or cap.model != CREDIT:
                continue
            units = ((cap.iops, cap.burst_iops, cap.bucket_ios), (cap.mbps, cap.burst_mbps, cap.bucket_mb))
            for unit, (base, burst, size) in enumerate(units):
                if burst is not None and size > 0:
                    found.append(Bucket(owner=owner, unit=unit, base=base, burst=burst, size=size, row=row + unit))
        return tuple(found)

    # --- the limits of a step ------------------------------------------------------------------------------------
    def limits(self, caps: list[float]) -> Limits:
        """The limits in force, with `caps` for those that have credits, in the order of the buckets."""
        own = {(bucket.owner, bucket.unit): cap for bucket, cap in zip(self.buckets, caps, strict=True)}

        def pair(owner: int, cap: Cap | None) -> Pair:
            if cap is None:
                return 0.0, 0.0
            high = cap.model == ON_DEMAND
            return (
                own.get((owner, 0), (cap.burst_iops if high and cap.burst_iops else cap.iops)),
                own.get((owner, 1), (cap.burst_mbps if high and cap.burst_mbps else cap.mbps)),
            )

        return Limits(
            disks=tuple(pair(k, group.disk.cap) for k, group in enumerate(self.groups)),
            uncached=pair(-1, self.vm.uncached),
            remote=pair(-2, self.vm.flexible) if self.both else None,
            ssd=pair(-3, self.vm.ssd) if self.vm.ssd else None,
            nvme=(self.vm.nvme.iops, self.vm.nvme.mbps) if self.vm.nvme else None,
        )

    def _caps(self, levels: list[float]) -> list[float]:
        dt = self.step_s
        return [min(b.burst, b.base + level / dt) for b, level in zip(self.buckets, levels, strict=True)]

    # --- the plain engine ----------------------------------------------------------------------------------------
    def walk(self) -> Tape:
        """Every step on its own."""
        tape = self._blank()
        levels = [bucket.size * self._full for bucket in self.buckets]
        backlog: list[Pair] = [(0.0, 0.0)] * len(self.groups)
        columns = [[series.tolist() for series in rows] for rows in self.asked]
        for at in range(self.steps):
            levels, backlog = self._single(tape, at, levels, backlog, columns)
        tape.levels[:, self.steps] = levels
        return tape

    def _single(
        self, tape: Tape, at: int, levels: list[float], backlog: list[Pair], columns: list[list[list[float]]]
    ) -> tuple[list[float], list[Pair]]:
        asked = [[series[at] for series in rows] for rows in columns]
        served = self._one.step(asked, self.limits(self._caps(levels)), backlog, self.step_s)
        values = _rows(served)
        tape.rows[:, at] = values
        tape.levels[:, at] = levels
        levels = [self._after(b, level, values[b.row]) for b, level in zip(self.buckets, levels, strict=True)]
        if self._keeping:
            backlog = [self._waiting(served, k, pair) for k, pair in enumerate(backlog)]
            tape.backlog[:, at] = [value for pair in backlog for value in pair]
        return levels, backlog

    def _after(self, bucket: Bucket, level: float, used: float) -> float:
        gain = bucket.base - used
        if abs(gain) <= EXACT * bucket.base:
            return level
        level = min(bucket.size, level + gain * self.step_s)
        return level if level > _DRY else 0.0

    def _waiting(self, served: Served, k: int, before: Pair) -> Pair:
        if k not in self._keeping:
            return before
        after = [before[unit] + (served.accepted[k][unit] - served.flushed[k][unit]) * self.step_s for unit in (0, 1)]
        return (after[0], after[1]) if max(after) > _DRY else (0.0, 0.0)

    def _blank(self) -> Tape:
        groups, steps = len(self.groups), self.steps
        return Tape(
            rows=np.empty((PER_GROUP * groups + OF_VM, steps)),
            levels=np.empty((len(self.buckets), steps + 1)),
            backlog=np.zeros((2 * groups, steps)),
        )

    # --- the quick engine ----------------------------------------------------------------------------------------
    def run(self) -> Tape:
        """The same as `walk`, stretch by stretch."""
        tape = self._blank()
        levels = [bucket.size * self._full for bucket in self.buckets]
        backlog: list[Pair] = [(0.0, 0.0)] * len(self.groups)
        columns: list[list[list[float]]] | None = None
        plans: dict[frozenset[int], _Plan] = {}
        at = 0
        while at < self.steps:
            empty = frozenset(n for n, level in enumerate(levels) if level == 0.0)
            waiting = any(pair != (0.0, 0.0) for pair in backlog)
            if not waiting:
                if empty not in plans:
                    plans[empty] = self._plan(empty)
                end = self._stretch(tape, plans[empty], at, levels)
                if end > at:
                    at = end
                    continue
            if columns is None:
                columns = [[series.tolist() for series in rows] for rows in self.asked]
            levels, backlog = self._single(tape, at, levels, backlog, columns)
            at += 1
        tape.levels[:, self.steps] = levels
        return tape

    def _plan(self, empty: frozenset[int]) -> _Plan:
        """All steps as they are while exactly these buckets are empty and the others hold out."""
        caps = [b.base if n in empty else b.burst for n, b in enumerate(self.buckets)]
        served = self._all.step(self.asked, self.limits(caps), [(0.0, 0.0)] * len(self.groups), self.step_s)
        rows = np.empty((PER_GROUP * len(self.groups) + OF_VM, self.steps))
        for place, value in enumerate(_rows(served)):
            rows[place] = value
        gains, needs = [], []
        for bucket in self.buckets:
            gain = bucket.base - rows[bucket.row]
            gain[np.abs(gain) <= EXACT * bucket.base] = 0.0
            gains.append((gain * self.step_s).tolist())
            pressed = np.maximum(served.pressure[bucket.owner][bucket.unit], rows[bucket.row])
            needs.append(((pressed - bucket.base) * self.step_s).tolist())
        steady = np.ones(self.steps, dtype=bool)
        for k in self._keeping:
            for unit in (0, 1):
                late = rows[PER_GROUP * k + ACCEPTED + unit] - rows[PER_GROUP * k + FLUSHED + unit]
                steady &= late * self.step_s <= _DRY
        breaks = np.flatnonzero(~steady)
        return _Plan(rows=rows, gains=gains, needs=needs, breaks=[*breaks.tolist(), self.steps])

    def _stretch(self, tape: Tape, plan: _Plan, at: int, levels: list[float]) -> int:
        """Copy the steps from `at` on for which the plan holds; `levels` move along. The first step it does not."""
        stop = min(at + STRETCH, plan.next_break(at), self.steps)
        histories: list[list[float]] = []
        for n, bucket in enumerate(self.buckets):
            history = _run_bucket(levels[n], plan.gains[n][at:stop], plan.needs[n][at:stop], bucket.size)
            stop = min(stop, at + len(history) - 1)
            histories.append(history)
        if stop <= at:
            return at
        tape.rows[:, at:stop] = plan.rows[:, at:stop]
        for n, history in enumerate(histories):
            tape.levels[n, at:stop] = history[: stop - at]
            levels[n] = history[stop - at]
        return stop


@attrs.define
class _Plan:
    rows: Floats
    gains: list[list[float]]
    needs: list[list[float]]
    breaks: list[int]
    _passed: int = 0

    def next_break(self, at: int) -> int:
        """The first step from `at` on after which a write-back cache would hold something."""
        while self.breaks[self._passed] < at:
            self._passed += 1
        return self.breaks[self._passed]


def _run_bucket(level: float, gains: list[float], needs: list[float], size: float) -> list[float]:
    """Levels of a bucket before each step and after the last, as far as its mode (empty or not) stays the same."""
    history = [level]
    if level == 0.0:
        for gain in gains:
            level = gain if gain > _DRY else 0.0
            history.append(min(level, size))
            if level:
                break
        return history
    for gain, need in zip(gains, needs, strict=True):
        if need > 0.0 and need >= level * (1 - EXACT):
            break  # not enough, or too close to call: the plain step decides
        if gain:
            level += gain
            if level > size:
                level = size
            elif level <= _DRY:
                level = 0.0
        history.append(level)
        if level == 0.0:
            break
    return history


def _rows(served: Served) -> list[Any]:
    values: list[Any] = []
    for k in range(len(served.served)):
        for pair in (served.served[k], served.at_disk[k], served.flushed[k], served.accepted[k]):
            values += pair
        values += (served.disk_share[k], served.vm_share[k])
    for pair in (served.uncached, served.remote, served.ssd, served.nvme):
        values += pair
    return [*values, served.ssd_share]
