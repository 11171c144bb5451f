"""What a drill leaves: capacity over time, survivors, disks, addresses, and the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs

from azstudy.errors import UnknownNameError, nearest
from azstudy.simulate.failures.places import Place
from azstudy.simulate.failures.reading import Failure
from azstudy.simulate.timeline import Timeline

if TYPE_CHECKING:
    import pandas as pd

MOST_LINES: Final = 6
"""Disks named in the short text; `disks` has them all."""

T = TypeVar("T")
Steps = tuple[tuple[float, int], ...]
"""(minute, machines up) whenever that changes, from minute 0."""


@attrs.frozen(kw_only=True)
class WorkloadOutcome:
    """How one workload came through.

    Attributes:
        name: The workload.
        total: Machines it has.
        needed: Machines it needs.
        steps: (minute, machines up) whenever that changes, from minute 0.
        below_min: Minutes with fewer than needed.
        none_min: Minutes with none at all.
    """

    name: str
    total: int
    needed: int
    steps: Steps
    below_min: float
    none_min: float

    @property
    def lowest(self) -> int:
        """The fewest machines up at any time."""
        return min(up for _, up in self.steps)

    @property
    def survives(self) -> bool:
        """Whether there were enough machines all the time."""
        return self.below_min == 0

    @property
    def text(self) -> str:
        """One line."""
        verdict = "enough all the time" if self.survives else f"too few for {self.below_min:g} min"
        if self.none_min:
            verdict += f", none at all for {self.none_min:g} min"
        return f"{self.name}: {self.lowest} of {self.total} left, {self.needed} needed: {verdict}"


@attrs.frozen(kw_only=True)
class DiskOutcome:
    """How one disk came through.

    Attributes:
        disk: "web1/OS disk", or the name of a disk of its own.
        machine: The machine that has it; the first of several.
        reachable: Whether its data could be reached all the time.
        unreachable_min: For how long it could not.
        lost: True where the data is gone for good, as on an ephemeral disk.
        because: Why.
        action: What can be done about it; empty where nothing has to be.
        rpo_zero: Whether nothing written is lost by that.
    """

    disk: str
    machine: str
    reachable: bool
    unreachable_min: float
    lost: bool = False
    because: str
    action: str = ""
    rpo_zero: bool = True

    @property
    def text(self) -> str:
        """One line."""
        state = "reachable"
        if not self.reachable:
            state = "data gone" if self.lost else f"not reachable for {self.unreachable_min:g} min"
        return f"{self.disk}: {state}, {self.because}{f'; {self.action}' if self.action else ''}"


@attrs.frozen(kw_only=True)
class EndpointOutcome:
    """Whether an address still answers.

    Attributes:
        name: The load balancer.
        backends: Machines in its pools.
        steps: (minute, backends that answer) whenever that changes, from minute 0.
        silent_min: Minutes in which it did not answer.
        notices_s: Seconds until its probe takes a dead backend out; None without a probe.
        because: Why it answers, or does not.
    """

    name: str
    backends: int
    steps: Steps
    silent_min: float
    notices_s: float | None
    because: str

    @property
    def answers(self) -> bool:
        """Whether it answered all the time."""
        return self.silent_min == 0

    @property
    def text(self) -> str:
        """One line."""
        state = "answers all the time" if self.answers else f"silent for {self.silent_min:g} min"
        return f"{self.name}: {state}, {self.because}"


@attrs.frozen(kw_only=True)
class OutageResult:
    """What a drill did to a design.

    Attributes:
        failures: What failed, in order of time.
        workloads: How each came through.
        places: Where every machine stands.
        down: Machines that were down, each with the first reason.
        disks: How every disk came through.
        endpoints: Whether each load balancer's address answered.
        below_min: Minutes in which some workload had fewer machines than it needs.
        timeline: What happened when, what did not, and why.
        minutes: How long the drill took.
    """

    failures: tuple[Failure, ...]
    workloads: tuple[WorkloadOutcome, ...]
    places: tuple[Place, ...]
    down: Mapping[str, str]
    disks: tuple[DiskOutcome, ...]
    endpoints: tuple[EndpointOutcome, ...]
    below_min: float
    timeline: Timeline
    minutes: float

    @property
    def survives(self) -> bool:
        """Whether every workload had enough machines all the time."""
        return self.below_min == 0

    @property
    def survivors(self) -> tuple[str, ...]:
        """Machines that were up all the time."""
        return tuple(place.machine for place in self.places if place.machine not in self.down)

    @property
    def unreachable(self) -> tuple[DiskOutcome, ...]:
        """Disks whose data could not be reached for a while."""
        return tuple(disk for disk in self.disks if not disk.reachable)

    def workload(self, name: str) -> WorkloadOutcome:
        """One workload.

        Raises:
            UnknownNameError: With the nearest names.
        """
        return _named("workload", name, {one.name: one for one in self.workloads})

    def disk(self, name: str) -> DiskOutcome:
        """One disk, such as "web1/OS disk".

        Raises:
            UnknownNameError: With the nearest names.
        """
        return _named("disk", name, {one.disk: one for one in self.disks})

    def endpoint(self, name: str) -> EndpointOutcome:
        """One load balancer's address.

        Raises:
            UnknownNameError: With the nearest names.
        """
        return _named("load balancer", name, {one.name: one for one in self.endpoints})

    @property
    def text(self) -> str:
        """The outcome: a line a workload, address and disk that was lost or has to be moved."""
        told = [one.text for one in self.disks if not one.reachable or one.action]
        rest = len(told) - MOST_LINES
        more = [f"... and {rest} more disk{'' if rest == 1 else 's'}"] if rest > 0 else []
        return "\n".join(
            [
                f"Drill: {', '.join(failure.what for failure in self.failures)}",
                *(one.text for one in self.workloads),
                *(one.text for one in self.endpoints),
                *told[:MOST_LINES],
                *more,
            ]
        )

    def to_frame(self) -> pd.DataFrame:
        """A pandas table: one row whenever the number of machines of a workload changes."""
        import pandas as pd

        rows = [
            {"minute": minute, "workload": one.name, "up": up, "needed": one.needed, "total": one.total}
            for one in self.workloads
            for minute, up in one.steps
        ]
        return pd.DataFrame(rows).sort_values(["minute", "workload"], kind="stable", ignore_index=True)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "failures": [one.what for one in self.failures],
            "survives": self.survives,
            "below_min": self.below_min,
            "minutes": self.minutes,
            "workloads": [attrs.asdict(one) for one in self.workloads],
            "endpoints": [attrs.asdict(one) for one in self.endpoints],
            "disks": [attrs.asdict(one) for one in self.disks],
            "down": dict(self.down),
            "timeline": self.timeline.as_dict(),
        }

    def __repr__(self) -> str:
        return self.text


def steps_of(points: Iterable[tuple[float, int]]) -> Steps:
    """(minute, count) pairs without those that repeat the count before.

    >>> steps_of([(0, 3), (10, 2), (15, 2), (70, 3)])
    ((0, 3), (10, 2), (70, 3))
    """
    kept: list[tuple[float, int]] = []
    for minute, count in points:
        if not kept or kept[-1][1] != count:
            kept.append((minute, count))
    return tuple(kept)


def _named(kind: str, name: str, known: Mapping[str, T]) -> T:
    if name not in known:
        hint = f"There is {', '.join(known)}." if known else f"This design has no {kind}."
        raise UnknownNameError(kind, name, nearest(name, known), hint=hint)
    return known[name]
