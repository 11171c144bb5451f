"""Steps one after another: what each leaves in the buckets of credits and in the write-back cache for the next.

`walk` is the plain engine, a step at a time. `run` gives the same and is quick: it guesses the credits of a whole
stretch, computes all its steps at once, and corrects the guess until it holds. A bucket that runs dry or full forgets
what was before, so few corrections are enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import attrs
import numpy as np

from azstudy.simulate.storage.kernel import EXACT, Group, Kernel, Limits, Pair, Served
from azstudy.simulate.storage.limits import CREDIT, ON_DEMAND, Cap, VmCaps
from azstudy.simulate.storage.streams import Asked, Floats

PER_GROUP: Final = 10
UNCACHED, REMOTE, SSD, NVME, SSD_SHARE, OF_VM = 0, 2, 4, 6, 8, 9
SERVED, AT_DISK, FLUSHED, ACCEPTED, DISK_SHARE, VM_SHARE = 0, 2, 4, 6, 8, 9
STRETCH: Final = 1_024
ROUNDS: Final = 16
"""Corrections of a stretch before the part that is right is kept and the rest begun anew."""
FEW: Final = 8
"""A stretch that gets fewer steps right than these goes on one by one for as many."""
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
    def limits(self, caps: Sequence[Any]) -> Limits:
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
            temp_write=(self.vm.temp_write.iops, self.vm.temp_write.mbps) if self.vm.temp_write else None,
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
        """The same as `walk`: guess the credits of a stretch, compute it at once, and keep what the guess got right.

        The first step of a stretch is never guessed. Where the credits that a stretch leaves are those it was
        computed with, its steps are the plain engine's, to the last bit; the rest is computed again with these.
        A backlog of writes may differ by a billionth: its mix of IOs and MB is rounded anew in each step.
        """
        tape = self._blank()
        levels = [bucket.size * self._full for bucket in self.buckets]
        backlog: list[Pair] = [(0.0, 0.0)] * len(self.groups)
        columns: list[list[list[float]]] | None = None
        guess: _Guess | None = None
        at, length = 0, STRETCH
        while at < self.steps:
            end = min(self.steps, at + length)
            guess = self._guess(levels, backlog, end - at, guess)
            good = 0
            for _ in range(ROUNDS):
                good, guess = self._try(tape, at, end, levels, backlog, guess)
                if good == end - at:
                    break
            levels, backlog = guess.levels_at(good), guess.backlog_at(good)
            at += good
            if at < end and good < FEW:
                columns = columns or [[series.tolist() for series in rows] for rows in self.asked]
                stop = min(self.steps, at + FEW)
                while at < stop:
                    levels, backlog = self._single(tape, at, levels, backlog, columns)
                    at += 1
                guess = None
            length = min(STRETCH, 2 * length) if at >= end else max(4 * FEW, min(length, 4 * good))
            if guess is not None:
                guess = guess.after(good)
        tape.levels[:, self.steps] = levels
        return tape

    def _guess(self, levels: list[float], backlog: list[Pair], steps: int, before: _Guess | None) -> _Guess:
        """Levels and backlog at the start of each step: the first is known, the rest as before or as they are now."""
        level_rows = np.empty((len(levels), steps + 1))
        backlog_rows = np.empty((2 * len(backlog), steps + 1))
        level_rows[:] = np.array(levels).reshape(-1, 1)
        backlog_rows[:] = np.array([value for pair in backlog for value in pair]).reshape(-1, 1)
        for n, bucket in enumerate(self.buckets):
            if levels[n] > 0.0:
                level_rows[n, 1:] = bucket.size
        if before is not None:
            known = min(steps + 1, before.levels.shape[1])
            level_rows[:, 1:known] = before.levels[:, 1:known]
            backlog_rows[:, 1:known] = before.backlog[:, 1:known]
        return _Guess(level_rows, backlog_rows)

    def _try(
        self, tape: Tape, at: int, end: int, levels: list[float], backlog: list[Pair], guess: _Guess
    ) -> tuple[int, _Guess]:
        """Compute a stretch with the guess; how many steps were right, and the levels that came of it."""
        dt = self.step_s
        caps = [np.minimum(b.burst, b.base + guess.levels[n, :-1] / dt) for n, b in enumerate(self.buckets)]
        waiting = [(guess.backlog[2 * k, :-1], guess.backlog[2 * k + 1, :-1]) for k in range(len(self.groups))]
        asked = [[series[at:end] for series in rows] for rows in self.asked]
        served = self._all.step(asked, self.limits(caps), waiting, dt)
        for place, value in enumerate(_rows(served)):
            tape.rows[place, at:end] = value
        new = _Guess(np.empty_like(guess.levels), np.zeros_like(guess.backlog))
        for n, bucket in enumerate(self.buckets):
            gain = bucket.base - tape.rows[bucket.row, at:end]
            gain[np.abs(gain) <= EXACT * bucket.base] = 0.0
            new.levels[n] = _levels(levels[n], gain * dt, bucket.size)
        for k in self._keeping:
            moves = [(served.accepted[k][unit] - served.flushed[k][unit]) * dt for unit in (0, 1)]
            new.backlog[2 * k], new.backlog[2 * k + 1] = _backlogs(backlog[k], *moves)
        wrong = np.zeros(end - at, dtype=bool)
        for n, (bucket, cap) in enumerate(zip(self.buckets, caps, strict=True)):
            wrong |= np.minimum(bucket.burst, bucket.base + new.levels[n, :-1] / dt) != cap
        for k in self._keeping:
            pair = slice(2 * k, 2 * k + 2)
            off = np.abs(new.backlog[pair, :-1] - guess.backlog[pair, :-1])
            wrong |= (off > EXACT * (1.0 + new.backlog[pair, :-1])).any(axis=0)
        good = int(wrong.argmax()) if wrong.any() else end - at
        tape.levels[:, at : at + good] = new.levels[:, :good]
        if self._keeping:
            tape.backlog[:, at : at + good] = new.backlog[:, 1 : good + 1]
        return good, new


@attrs.frozen(eq=False)
class _Guess:
    """Levels of each bucket and IOs and MB of each backlog, at the start of each step of a stretch and at its end."""

    levels: Floats
    backlog: Floats

    def after(self, steps: int) -> _Guess:
        """What is left of it when `steps` are done."""
        return _Guess(self.levels[:, steps:], self.backlog[:, steps:])

    def levels_at(self, step: int) -> list[float]:
        """Levels at the start of a step."""
        found: list[float] = self.levels[:, step].tolist()
        return found

    def backlog_at(self, step: int) -> list[Pair]:
        """Backlog of each group at the start of a step."""
        values = self.backlog[:, step].tolist()
        return list(zip(values[::2], values[1::2], strict=True))


def _levels(level: float, gains: Floats, size: float) -> list[float] | Floats:
    """Levels before each step and after the last, from what each step gains or, below 0, spends."""
    if (level == size and gains.min() >= 0.0) or not gains.any():
        return np.full(len(gains) + 1, level)
    history = [level]
    for gain in gains.tolist():
        if gain:
            level += gain
            if level > size:
                level = size
            elif level <= _DRY:
                level = 0.0
        history.append(level)
    return history


def _backlogs(before: Pair, ios: Any, mb: Any) -> tuple[Any, Any]:
    """IOs and MB that wait before each step and after the last."""
    one, other = before
    first, second = [one], [other]
    for more, larger in zip(ios.tolist(), mb.tolist(), strict=True):
        one, other = one + more, other + larger
        if max(one, other) <= _DRY:
            one = other = 0.0
        first.append(one)
        second.append(other)
    return first, second


def _rows(served: Served) -> list[Any]:
    values: list[Any] = []
    for k in range(len(served.served)):
        for pair in (served.served[k], served.at_disk[k], served.flushed[k], served.accepted[k]):
            values += pair
        values += (served.disk_share[k], served.vm_share[k])
    for pair in (served.uncached, served.remote, served.ssd, served.nvme):
        values += pair
    return [*values, served.ssd_share]
