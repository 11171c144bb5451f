"""The result of `az.simulate.disk_io`: what was asked and served, what held back, what is left, what it costs."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from azstudy.catalog.disks import DiskBook
from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.size import VmSize
from azstudy.simulate.storage.engine import AT_DISK, FLUSHED, PER_GROUP, SERVED, Engine, Tape
from azstudy.simulate.storage.limits import ON_DEMAND, DiskCap
from azstudy.simulate.storage.prices import BurstBill, DiskCost, burst_bill, disk_cost, total_cost
from azstudy.simulate.storage.story import tell
from azstudy.simulate.storage.streams import Floats
from azstudy.simulate.storage.watch import UNITS, Gate, Watch
from azstudy.simulate.timeline import Timeline

if TYPE_CHECKING:
    import pandas as pd


@attrs.frozen(kw_only=True, eq=False)
class DiskTraffic:
    """One disk in each step: IOPS (counted in IOs of up to 256 KiB) and MB/s."""

    name: str
    words: str
    asked_iops: Floats
    asked_mbps: Floats
    served_iops: Floats
    served_mbps: Floats
    disk_iops: Floats
    disk_mbps: Floats


@attrs.frozen(kw_only=True, eq=False)
class CreditBucket:
    """Credits of one limit in one unit: its size and its level at the start of each step, and at the end.

    Attributes:
        words: Whose credits.
        unit: "IOPS" or "MB/s".
        base: What is had for good.
        burst: The most while there are credits.
        size: A full bucket, in IOs or MB: (burst - base) x 1,800 seconds.
        levels: One value a step, and one for the end.
    """

    words: str
    unit: str
    base: float
    burst: float
    size: float
    levels: Floats

    @property
    def refill_s(self) -> float:
        """Seconds an empty bucket takes to fill while nothing is used."""
        return self.size / self.base if self.base else float("inf")

    @property
    def percent(self) -> Floats:
        """Levels in percent of a full bucket."""
        return 100 * self.levels / self.size


@attrs.frozen(kw_only=True, eq=False, repr=False)
class DiskIoResult:
    """What a VM and its disks did under a load; everything is derived from one tape.

    Attributes:
        size: The VM size.
        disks: Each disk with its own limit.
        notes: What was not checked, or is not known.
    """

    size: VmSize
    disks: tuple[DiskCap, ...]
    notes: tuple[str, ...]
    region: str | None
    engine: Engine = attrs.field(repr=False)
    tape: Tape = attrs.field(repr=False)
    book: DiskBook = attrs.field(repr=False)

    # --- totals --------------------------------------------------------------------------------------------------
    @property
    def step_s(self) -> float:
        """Seconds of a step."""
        return self.engine.step_s

    @property
    def steps(self) -> int:
        """How many steps."""
        return self.engine.steps

    @property
    def minutes(self) -> float:
        """How long the run was."""
        return self.steps * self.step_s / 60

    @cached_property
    def _asked(self) -> tuple[Floats, Floats]:
        return self._total(lambda k, unit: self._wanted(k, unit))

    @cached_property
    def _served(self) -> tuple[Floats, Floats]:
        return self._total(lambda k, unit: self.tape.rows[PER_GROUP * k + SERVED + unit])

    def _wanted(self, k: int, unit: int) -> Floats:
        asked = self.engine.asked[k]
        total: Floats = asked[unit] + asked[2 + unit] + asked[4 + unit]
        return total

    def _total(self, series: Any) -> tuple[Floats, Floats]:
        totals = []
        for unit in (0, 1):
            total = np.zeros(self.steps)
            for k, group in enumerate(self.engine.groups):
                total = total + group.count * series(k, unit)
            totals.append(total)
        return totals[0], totals[1]

    @property
    def asked_iops(self) -> Floats:
        """IOPS asked of all disks, one value a step."""
        return self._asked[0]

    @property
    def asked_mbps(self) -> Floats:
        """MB/s asked of all disks."""
        return self._asked[1]

    @property
    def served_iops(self) -> Floats:
        """IOPS served."""
        return self._served[0]

    @property
    def served_mbps(self) -> Floats:
        """MB/s served."""
        return self._served[1]

    @property
    def served_share(self) -> float:
        """Share of all asked IOs that were served, 0 to 1; 1 where nothing was asked."""
        asked = float(self.asked_iops.sum())
        return float(self.served_iops.sum()) / asked if asked else 1.0

    @cached_property
    def throttled(self) -> Any:
        """For each step, True where less was served than asked."""
        return self.watch.held_back.any(axis=0)

    @property
    def throttled_minutes(self) -> float:
        """Minutes in which less was served than asked."""
        return float(self.throttled.sum()) * self.step_s / 60

    @property
    def first_throttled_minute(self) -> float | None:
        """Minutes from the start until something is held back; None where nothing ever is."""
        at = np.flatnonzero(self.throttled)
        return None if at.size == 0 else float(at[0]) * self.step_s / 60

    # --- reasons -------------------------------------------------------------------------------------------------
    @cached_property
    def watch(self) -> Watch:
        """The limits and when they were reached."""
        return Watch(self.engine, self.tape)

    @cached_property
    def minutes_by_limit(self) -> dict[str, float]:
        """Minutes each limit held something back, longest first; several limits can bind in one minute."""
        counts = self.watch.binding.sum(axis=1) * self.step_s / 60
        found = {gate.words: float(n) for gate, n in zip(self.watch.gates, counts, strict=True) if n}
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def binding(self, minute: float = 0) -> tuple[Gate, ...]:
        """The limits that hold something back at a minute from the start.

        Raises:
            InvalidInputError: For a minute outside the run.
        """
        at = int(minute * 60 // self.step_s)
        if not 0 <= at < self.steps:
            raise InvalidInputError(f"Minute {minute:g} is outside the run of {self.minutes:g} minutes.")
        return tuple(gate for gate, on in zip(self.watch.gates, self.watch.binding[:, at], strict=True) if on)

    @property
    def capped_by(self) -> str:
        """What held back at any time: "disk", "VM", "disk and VM", or "nothing"."""
        levels = {gate.level for gate, on in zip(self.watch.gates, self.watch.binding, strict=True) if on.any()}
        return " and ".join(level for level in ("disk", "VM") if level in levels) or "nothing"

    @cached_property
    def timeline(self) -> Timeline:
        """Every change of what is held back or bursts, with its reason."""
        return tell(self.watch, self._asked, self._served)

    # --- parts ---------------------------------------------------------------------------------------------------
    def disk(self, name: str) -> DiskTraffic:
        """One disk over time.

        Raises:
            UnknownNameError: With the nearest names.
        """
        for k, group in enumerate(self.engine.groups):
            if name in group.names:
                rows = self.tape.rows[PER_GROUP * k : PER_GROUP * (k + 1)]
                return DiskTraffic(
                    name=name,
                    words=group.disk.words,
                    asked_iops=self._wanted(k, 0),
                    asked_mbps=self._wanted(k, 1),
                    served_iops=rows[SERVED],
                    served_mbps=rows[SERVED + 1],
                    disk_iops=rows[AT_DISK],
                    disk_mbps=rows[AT_DISK + 1],
                )
        names = [disk.name for disk in self.disks]
        raise UnknownNameError("disk", name, nearest(name, names), hint=f"There are: {', '.join(names)}.")

    @cached_property
    def buckets(self) -> tuple[CreditBucket, ...]:
        """Every bucket of credits: of the disks, then of the VM. Disks that are alike share a row."""
        found = []
        for gate in self.watch.gates:
            pair = self.watch.bucket(gate)
            if pair is not None:
                bucket, levels = pair
                found.append(
                    CreditBucket(
                        words=gate.who,
                        unit=UNITS[gate.unit],
                        base=bucket.base,
                        burst=bucket.burst,
                        size=bucket.size,
                        levels=levels,
                    )
                )
        return tuple(found)

    def bursting(self, which: str) -> bool:
        """True where a limit is exceeded on credits or on demand at any time: "VM", or the name of a disk."""
        if which.upper() != "VM":
            self.disk(which)
        flags = zip(self.watch.gates, self.watch.bursting, strict=True)
        return any(
            on.any() for gate, on in flags if (which in gate.names or (which.upper() == "VM" and not gate.names))
        )

    @cached_property
    def paths(self) -> dict[str, float]:
        """IOs in the run by the VM limit they count against: "cached", "uncached", "local NVMe"; some count twice."""
        found = {}
        for words, owner in (("cached", -3), ("uncached", -1), ("local NVMe", -4)):
            for gate in self.watch.gates:
                if gate.owner == owner and gate.unit == 0:
                    total = self.watch.used(gate)
                    if owner == -1 and self.engine.both:
                        total = self.watch.used(next(g for g in self.watch.gates if g.owner == -2))
                    found[words] = float(total.sum()) * self.step_s
        return found

    @cached_property
    def unwritten_mb(self) -> Floats:
        """MB that wait in write-back caches at the end of each step: complete for the guest, not yet on the disk."""
        total = np.zeros(self.steps)
        for k, group in enumerate(self.engine.groups):
            total = total + group.count * self.tape.backlog[2 * k + 1]
        return total

    @cached_property
    def write_back_iops(self) -> Floats:
        """IOPS that write-back caches wrote to their disks, one value a step."""
        return self._total(lambda k, unit: self.tape.rows[PER_GROUP * k + FLUSHED + unit])[0]

    # --- money ---------------------------------------------------------------------------------------------------
    @cached_property
    def burst_bills(self) -> tuple[BurstBill, ...]:
        """The bill of each disk with on-demand bursting for this run."""
        found = []
        for disk in self.disks:
            if disk.cap is not None and disk.cap.model == ON_DEMAND:
                traffic = self.disk(disk.name)
                found.append(
                    burst_bill(
                        disk, traffic.disk_iops, traffic.disk_mbps, self.step_s, book=self.book, region=self.region
                    )
                )
        return tuple(found)

    @cached_property
    def cost(self) -> DiskCost:
        """A month of all disks in the region; `usd` None without a region or a price."""
        if self.region is None:
            return DiskCost(usd=None, reason='no region was given; add region="westeurope"')
        return total_cost([disk_cost(self.book, self.region, disk) for disk in self.disks])

    # --- showing -------------------------------------------------------------------------------------------------
    @property
    def text(self) -> str:
        """The run in a few lines."""
        peak = float(self.asked_iops.max()), float(self.asked_mbps.max())
        lines = [
            f"{self.size.short_name} with {_listed(self.disks)}, {self.minutes:,g} minutes: "
            f"{self.served_share:.1%} of all IOs served, {self.throttled_minutes:,g} minutes throttled.",
            f"  asked up to {peak[0]:,.0f} IOPS and {peak[1]:,.0f} MB/s, "
            f"served up to {self.served_iops.max():,.0f} IOPS and {self.served_mbps.max():,.0f} MB/s",
        ]
        lines += [f"  held back {n:,g} minutes by: {words}" for words, n in self.minutes_by_limit.items()]
        lines += [f"  {line}" for line in str(Timeline(self.timeline.decisions[:6])).splitlines()]
        if len(self.timeline) > 6:
            lines.append(f"  … and {len(self.timeline) - 6:,} changes more in .timeline")
        lines += [f"  note: {note}" for note in self.notes]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return self.text

    def to_frame(self) -> pd.DataFrame:
        """One row a step: asked, served, the limits that held back, and each bucket in percent."""
        import pandas as pd

        names = np.array([gate.words for gate in self.watch.gates], dtype=object)
        held = ["; ".join(names[column]) for column in self.watch.binding.T]
        columns: dict[str, Any] = {
            "minute": np.arange(self.steps) * self.step_s / 60,
            "asked_iops": self.asked_iops,
            "served_iops": self.served_iops,
            "asked_mbps": self.asked_mbps,
            "served_mbps": self.served_mbps,
            "held_back_by": held,
        }
        for bucket in self.buckets:
            columns[f"{bucket.words}, {bucket.unit} credits %"] = bucket.percent[:-1]
        return pd.DataFrame(columns)


def _listed(disks: tuple[DiskCap, ...]) -> str:
    counts: dict[str, int] = {}
    for disk in disks:
        caching = "" if disk.caching.value == "None" else f" {disk.caching.value}"
        counts[f"{disk.words}{caching}"] = counts.get(f"{disk.words}{caching}", 0) + 1
    return ", ".join(f"{n} x {words}" if n > 1 else words for words, n in counts.items())
