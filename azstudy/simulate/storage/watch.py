"""Which limit said no, and when: read from the tape of a run."""

from __future__ import annotations

from functools import cached_property
from typing import Final

import attrs
import numpy as np
import numpy.typing as npt

from azstudy.simulate.storage.engine import (
    ACCEPTED,
    AT_DISK,
    NVME,
    PER_GROUP,
    REMOTE,
    SSD,
    UNCACHED,
    Bucket,
    Engine,
    Tape,
)
from azstudy.simulate.storage.kernel import EXACT
from azstudy.simulate.storage.limits import CREDIT, ON_DEMAND, Cap
from azstudy.simulate.storage.streams import Floats

TEMP_WRITE: Final = -5
UNITS: Final = ("IOPS", "MB/s")
Flags = npt.NDArray[np.bool_]


@attrs.frozen(kw_only=True)
class Gate:
    """One limit in one unit.

    Attributes:
        owner: As in `Bucket`; -4 is the local NVMe, -5 writes to the temporary disk.
        unit: 0 for IOPS, 1 for MB/s.
        who: Whose limit it is, in words.
        cap: The limit.
        names: Disks it stands for; empty for the VM's.
    """

    owner: int
    unit: int
    who: str
    cap: Cap
    names: tuple[str, ...] = ()

    @property
    def base(self) -> float:
        """What is had for good."""
        return self.cap.mbps if self.unit else self.cap.iops

    @property
    def burst(self) -> float:
        """The most there ever is."""
        high = self.cap.burst_mbps if self.unit else self.cap.burst_iops
        return self.base if high is None else high

    @property
    def level(self) -> str:
        """ "disk" or "VM"."""
        return "disk" if self.names else "VM"

    @property
    def words(self) -> str:
        """Short: whose limit in which unit."""
        return f"{self.who}, {UNITS[self.unit]}"


@attrs.frozen(eq=False)
class Watch:
    """What the tape says about limits: which were reached while something was held back, and which were exceeded."""

    engine: Engine
    tape: Tape

    @cached_property
    def gates(self) -> tuple[Gate, ...]:
        """Every limit: disks first, then the VM's."""
        engine, found = self.engine, []
        for k, group in enumerate(engine.groups):
            if group.disk.cap is not None:
                many = f"each of {len(group.names)} x " if len(group.names) > 1 else ""
                who = f"disk {group.names[0]} ({group.disk.words})" if not many else f"{many}{group.disk.words}"
                found.append((k, who, group.disk.cap, group.names))
        found.append((-1, f"{engine.vm.name} uncached", engine.vm.uncached, ()))
        if engine.both and engine.vm.flexible is not None:
            found.append((-2, f"{engine.vm.name} with v2 and Ultra", engine.vm.flexible, ()))
        if engine.vm.ssd is not None:
            found.append((-3, f"{engine.vm.name} cached", engine.vm.ssd, ()))
        if engine.vm.temp_write is not None:
            found.append((TEMP_WRITE, f"{engine.vm.name} writes to the temporary disk", engine.vm.temp_write, ()))
        if engine.vm.nvme is not None:
            found.append((-4, f"{engine.vm.name} local NVMe", engine.vm.nvme, ()))
        return tuple(
            Gate(owner=owner, unit=unit, who=who, cap=cap, names=names)
            for owner, who, cap, names in found
            for unit in (0, 1)
        )

    def used(self, gate: Gate) -> Floats:
        """What goes through a limit in each step, IOPS or MB/s (of one disk, where it is a disk's)."""
        if gate.owner == TEMP_WRITE:
            return self._temp_writes(gate.unit)
        last = PER_GROUP * len(self.engine.groups)
        rows = {-1: last + UNCACHED, -2: last + REMOTE, -3: last + SSD, -4: last + NVME}
        first = rows[gate.owner] if gate.owner < 0 else PER_GROUP * gate.owner + AT_DISK
        used: Floats = self.tape.rows[first + gate.unit]
        return used

    def _temp_writes(self, unit: int) -> Floats:
        total: Floats = np.zeros(self.engine.steps)
        for k, group in enumerate(self.engine.groups):
            if group.local:
                total = total + group.count * self.tape.rows[PER_GROUP * k + ACCEPTED + unit]
        return total

    def bucket(self, gate: Gate) -> tuple[Bucket, Floats] | None:
        """The bucket of a limit and its levels at the start of each step; None without credits."""
        for place, bucket in enumerate(self.engine.buckets):
            if (bucket.owner, bucket.unit) == (gate.owner, gate.unit):
                return bucket, self.tape.levels[place]
        return None

    def allowed(self, gate: Gate) -> Floats:
        """How much a limit lets through in each step."""
        found = self.bucket(gate)
        if found is None:
            high = gate.burst if gate.cap.model == ON_DEMAND else gate.base
            return np.full(self.engine.steps, high)
        bucket, levels = found
        return np.minimum(bucket.burst, bucket.base + levels[:-1] / self.engine.step_s)

    @cached_property
    def held_back(self) -> Flags:
        """Per group and step: whether less is served than asked."""
        rows = []
        for k, asked in enumerate(self.engine.asked):
            short = np.zeros(self.engine.steps, dtype=bool)
            for unit in (0, 1):
                wanted = asked[unit] + asked[2 + unit] + asked[4 + unit]
                short |= self.tape.rows[PER_GROUP * k + unit] < wanted * (1 - EXACT) - 1e-12
            rows.append(short)
        return np.array(rows)

    @cached_property
    def binding(self) -> Flags:
        """Per limit and step: whether it is full while something that goes through it is held back."""
        rows = []
        for gate in self.gates:
            full = self.used(gate) >= self.allowed(gate) * (1 - EXACT)
            rows.append(full & self._held_back_behind(gate))
        return np.array(rows)

    @cached_property
    def bursting(self) -> Flags:
        """Per limit and step: whether more goes through than it has for good."""
        none = np.zeros(self.engine.steps, dtype=bool)
        return np.array(
            [
                self.used(gate) > gate.base * (1 + EXACT) if gate.cap.model in (CREDIT, ON_DEMAND) else none
                for gate in self.gates
            ]
        )

    def _held_back_behind(self, gate: Gate) -> Flags:
        if gate.owner >= 0:
            held: Flags = self.held_back[gate.owner]
            return held
        touched = [k for k, group in enumerate(self.engine.groups) if self._passes(k, gate.owner)]
        behind = np.zeros(self.engine.steps, dtype=bool)
        for k in touched:
            behind |= self.held_back[k]
        return behind

    def _passes(self, k: int, owner: int) -> bool:
        group = self.engine.groups[k]
        if owner == -1:
            return group.remote and not (group.flexible and self.engine.both)
        if owner == -2:
            return group.remote
        if owner == TEMP_WRITE:
            return group.local
        return (group.cached or group.local) if owner == -3 else group.disk.way == "nvme"
