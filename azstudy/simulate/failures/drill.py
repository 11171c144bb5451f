"""A drill: failures played out on a design, who survives, and which disk can still be reached."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from azstudy.model.design import Design
from azstudy.simulate.failures.events import Failure, read_failures
from azstudy.simulate.failures.places import Place, places_of
from azstudy.simulate.failures.rates import Choices
from azstudy.simulate.failures.storage import DiskState, disk_states
from azstudy.simulate.failures.workloads import needs_of, workloads_of
from azstudy.simulate.timeline import Decision, Timeline

if TYPE_CHECKING:
    import pandas as pd

_DEFAULT = Choices()


@attrs.frozen(kw_only=True)
class WorkloadResult:
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
    steps: tuple[tuple[float, int], ...]
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
        return f"{self.name}: {self.lowest} of {self.total} left, {self.needed} needed: {verdict}"


@attrs.frozen(kw_only=True)
class OutageResult:
    """What a drill did to a design.

    Attributes:
        failures: What failed.
        workloads: How each came through.
        places: Where every machine stands.
        down: Machines that were down, each with the first reason.
        disks: Every disk while the failures held.
        timeline: What happened when, and why.
        minutes: How long the drill took.
    """

    failures: tuple[Failure, ...]
    workloads: tuple[WorkloadResult, ...]
    places: tuple[Place, ...]
    down: Mapping[str, str]
    disks: tuple[DiskState, ...]
    timeline: Timeline
    minutes: float

    @property
    def survives(self) -> bool:
        """Whether every workload had enough machines all the time."""
        return all(one.survives for one in self.workloads)

    @property
    def text(self) -> str:
        """The outcome: a line for each workload, and the disks that cannot be reached."""
        lost = [disk.text for disk in self.disks if not disk.reachable]
        what = ", ".join(failure.what for failure in self.failures)
        return "\n".join([f"Drill: {what}", *(one.text for one in self.workloads), *lost])

    def to_frame(self) -> pd.DataFrame:
        """A pandas table: one row whenever a workload's count changes."""
        import pandas as pd

        rows = [
            {"minute": minute, "workload": one.name, "up": up, "needed": one.needed}
            for one in self.workloads
            for minute, up in one.steps
        ]
        return pd.DataFrame(rows).sort_values(["minute", "workload"], kind="stable", ignore_index=True)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": self.text}


@attrs.frozen
class Down:
    """A machine that is down from one minute to another."""

    machine: str
    start_min: float
    end_min: float
    because: str


def outage(
    design: Design,
    failures: str | Failure | Iterable[str | Failure],
    *,
    needed: Mapping[str, int] | int | None = None,
    choices: Choices = _DEFAULT,
) -> OutageResult:
    """Play failures on a design: capacity over time, survivors, disks, each with its reason.

    A host's machines start on another host after `choices.heal_min`; machines of a failed rack, zone or region are
    back `choices.restart_min` after it. Planned maintenance walks the update domains of an availability set (or fault
    domains and zones of a scale set) one at a time, with 30 minutes between two (azure-compute-docs
    availability-set-overview.md@1a043fb3, maintenance-and-updates.md@0feba6f0).

    Args:
        design: Any design with machines.
        failures: Texts such as "zone 2", "region westeurope at 30 min for 2 h", "host of web1", "rack of web1",
            "maintenance", or several.
        needed: Machines each workload needs: by name, or one number for all; 1 by default.
        choices: How long things take, illustrative.

    Raises:
        InvalidInputError: For a design without machines, or a failure it cannot have.
        UnknownNameError: For a workload it does not have.

    >>> from azstudy.catalog.designs import example
    >>> print(outage(example("web-pair"), "rack of web1").text)
    Drill: rack of web1
    web: 1 of 2 left, 1 needed: enough all the time
    """
    places = places_of(design)
    found = read_failures(failures, places)
    workloads = workloads_of(design)
    needs = needs_of(workloads, needed)
    downs = sorted(_downs(found, places, choices), key=lambda one: (one.start_min, one.machine, one.end_min))
    end = max([one.end_min for one in downs] + [one.at_min + one.for_min for one in found]) + 10
    results = tuple(_workload(one.name, one.total, needs[one.name], places, downs, end) for one in workloads)
    reasons: dict[str, str] = {}
    for one in downs:
        reasons.setdefault(one.machine, one.because)
    dead = {failure.key for failure in found if failure.kind in ("zone", "region")}
    return OutageResult(
        failures=found,
        workloads=results,
        places=places,
        down=reasons,
        disks=disk_states(design, places, dead, reasons),
        timeline=Timeline(tuple(_log(downs, results))),
        minutes=end,
    )


def _downs(failures: Sequence[Failure], places: Sequence[Place], choices: Choices) -> list[Down]:
    found = []
    for failure in failures:
        if failure.kind == "maintenance":
            found += _maintenance(failure, places, choices)
            continue
        for place in places:
            if failure.hits(place):
                healed = failure.kind == "host" and not place.host.startswith("host of ")
                after = failure.for_min + choices.restart_min
                long = min(choices.heal_min, after) if failure.kind == "host" and not healed else after
                because = f"{failure.what} is down ({place.because})"
                found.append(Down(place.machine, failure.at_min, failure.at_min + long, because))
    return found


def _maintenance(failure: Failure, places: Sequence[Place], choices: Choices) -> list[Down]:
    """Wave after wave of each workload; two workloads do not wait for each other."""
    found = []
    turns: dict[str, dict[int, list[Place]]] = {}
    for place in places:
        if failure.workload in ("", place.workload):
            turns.setdefault(place.workload, {}).setdefault(place.wave, []).append(place)
    for waves in turns.values():
        start = failure.at_min
        for turn, members in enumerate(waves[wave] for wave in sorted(waves)):
            because = f"planned maintenance, turn {turn + 1} of {len(waves)} ({members[0].because})"
            found += [Down(one.machine, start, start + choices.reboot_min, because) for one in members]
            start += choices.reboot_min + choices.recovery_min
    return found


def _workload(
    name: str, total: int, needed: int, places: Sequence[Place], downs: Sequence[Down], end: float
) -> WorkloadResult:
    members = {place.machine for place in places if place.workload == name}
    own = [one for one in downs if one.machine in members]
    edges = sorted({0.0, end} | {edge for one in own for edge in (one.start_min, one.end_min)})
    steps: list[tuple[float, int]] = []
    below = none = 0.0
    for left, right in itertools.pairwise(edges):
        gone = {one.machine for one in own if one.start_min <= left < one.end_min}
        up = total - len(gone)
        below += (right - left) if up < needed else 0
        none += (right - left) if up == 0 else 0
        if not steps or steps[-1][1] != up:
            steps.append((left, up))
    return WorkloadResult(
        name=name, total=total, needed=needed, steps=tuple(steps), below_min=round(below, 6), none_min=round(none, 6)
    )


def _log(downs: Sequence[Down], results: Sequence[WorkloadResult]) -> list[Decision]:
    """Who goes down, who comes up, and what that leaves of each workload, in the order of time."""
    lines = []
    for one in downs:
        lines.append((one.start_min, 0, one.machine, "down", one.because))
        lines.append((one.end_min, 1, one.machine, "up again", "it is started"))
    for result in results:
        for minute, up in result.steps[1:]:
            enough = "enough" if up >= result.needed else "too few"
            lines.append((minute, 2, result.name, "capacity", f"{up} of {result.total} up, {enough} ({result.needed})"))
    return [
        Decision(at_s=60 * minute, action=action, subject=subject, because=because)
        for minute, _, subject, action, because in sorted(lines)
    ]
