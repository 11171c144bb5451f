"""`outage`: failures played on a design, who survives, and which data can still be reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from azstudy.errors import InvalidInputError
from azstudy.model.design import Design
from azstudy.model.vm import Machine
from azstudy.simulate.failures.choices import DEFAULT_CHOICES, OutageChoices
from azstudy.simulate.failures.disk_fate import disk_lines, disk_outcomes
from azstudy.simulate.failures.endpoints import endpoint_outcomes, fronts_of
from azstudy.simulate.failures.outcome import OutageResult, WorkloadOutcome, steps_of
from azstudy.simulate.failures.places import Place, places_of
from azstudy.simulate.failures.reading import Failure, FailuresLike, read_failures
from azstudy.simulate.failures.steps import Span, Stretch, walk
from azstudy.simulate.failures.waves import waves_of
from azstudy.simulate.failures.workloads import Needed, needs_of, workloads_of
from azstudy.simulate.timeline import Decision, Timeline

AFTER_MIN = 10
"""Minutes shown after the last machine is back."""


def outage(
    design: Design | Machine | str,
    failures: FailuresLike,
    *,
    needed: Needed = None,
    choices: OutageChoices = DEFAULT_CHOICES,
    start: datetime | None = None,
) -> OutageResult:
    """Play failures on a design: capacity over time, survivors, disks and addresses, each with its reason.

    Failures are words: "zone 2", "zone 2 of northeurope at 30 min for 2 h", "region westeurope until 90 min",
    "fault domain 0 of web", "host of web1", "maintenance", or several of them. A failure starts after 10 minutes and
    lasts an hour unless it says otherwise.

    The VM of a failed host starts on another one after `choices.heal_min`; machines of a failed fault domain, zone or
    region are back `choices.restart_min` after it. Maintenance restarts one update domain of an availability set at a
    time, with 30 minutes to recover between two; machines in zones one zone at a time, scale sets without zones one
    fault domain, and never two regions at once (availability-set-overview.md@1a043fb3, maintenance-and-updates.md
    @0feba6f0, 2026-04). Locally redundant disks fall with their zone, zone-redundant ones stay (disks-redundancy.md
    @3c8bbcc5). Spot evictions are not played; see `az.simulate.spot`.

    Args:
        design: A design, a machine alone, or the name of an example such as "web-pair".
        failures: What fails, and when.
        needed: Machines each workload needs: by name, or one number for all; 1 by default.
        choices: What Azure does not document, such as how long a restart takes; see
            `azstudy.simulate.failures.choices`.
        start: The start on the calendar, for the timeline.

    Raises:
        InvalidInputError: For a design without machines, a failure it cannot have, or more needed than there is.
        UnknownNameError: For a workload it does not have.

    >>> from azstudy.catalog.designs import example
    >>> outage(example("web-pair"), "fault domain 0 of web").workloads[0].text
    'web: 1 of 2 left, 1 needed: enough all the time'
    """
    design = as_design(design)
    places = places_of(design, choices)
    found = read_failures(failures, places)
    workloads = workloads_of(design)
    needs = needs_of(workloads, needed)
    spans = [one for failure in found for one in _spans(failure, places, choices) if one.end_s > one.start_s]
    dead = _dead(found)
    end_s = max([_seconds(found[-1].at_min), *(one.end_s for one in spans), *(end for _, end in dead.values())])
    end_s += AFTER_MIN * 60
    cuts = [edge for pair in dead.values() for edge in pair if edge < end_s]
    stretches = list(walk(spans, end_s, cuts))
    results = tuple(_workload(one.name, needs[one.name], places, stretches) for one in workloads)
    down = _reasons(spans, places)
    disks = disk_outcomes(places, dead, down)
    endpoints = endpoint_outcomes(fronts_of(design, places), dead, stretches)
    lines = [
        *_log(found, spans, places, stretches),
        *_capacity(results),
        *disk_lines(disks, found),
        *_spared(found, places),
    ]
    return OutageResult(
        failures=found,
        workloads=results,
        places=places,
        down=down,
        disks=disks,
        endpoints=endpoints,
        below_min=_below(stretches, places, needs),
        timeline=Timeline(sorted(lines, key=lambda line: line.at_s), start),
        minutes=end_s / 60,
    )


def as_design(given: Design | Machine | str) -> Design:
    """A design from what a learner gives: a design, a machine, or the name of an example."""
    if isinstance(given, Design):
        return given
    if isinstance(given, Machine):
        return Design(given.name, (given,), region=given.region)  # type: ignore[arg-type]
    if isinstance(given, str):
        from azstudy.catalog.designs import example

        return example(given)
    raise InvalidInputError(
        f"{type(given).__name__} was given. Give an az.Design, a VM or scale set, or an example as 'web-pair'."
    )


def _spans(failure: Failure, places: Sequence[Place], choices: OutageChoices) -> list[Span]:
    """What a failure breaks, machine by machine, in seconds."""
    start = _seconds(failure.at_min)
    if failure.component is None:
        return _maintenance(failure, places, choices, start)
    found = []
    for number, place in enumerate(places):
        fall = place.falls(failure.component)
        if fall is None:
            continue
        reason = fall.because
        minutes = failure.for_min + (choices.restart_min if fall.restarts else 0)
        if failure.kind == "host" and place.heals and choices.heal_min < minutes:
            minutes = choices.heal_min
            reason += f"; Azure starts it on another one within {minutes:g} min"
        found.append(Span(start_s=start, end_s=start + _seconds(minutes), machines=(number,), because=(reason,)))
    return found


def _maintenance(failure: Failure, places: Sequence[Place], choices: OutageChoices, start: int) -> list[Span]:
    reboot, recovery = _seconds(choices.reboot_min), _seconds(choices.recovery_min)
    wanted = [place for place in places if failure.workload in ("", place.workload)]
    number = {place.machine: at for at, place in enumerate(places)}
    return [
        Span(
            start_s=start + wave.slot * (reboot + recovery),
            end_s=start + wave.slot * (reboot + recovery) + reboot,
            machines=tuple(number[machine] for machine in wave.machines),
            because=(wave.because,) * len(wave.machines),
        )
        for wave in waves_of(wanted)
    ]


def _dead(failures: Sequence[Failure]) -> dict[Failure, tuple[int, int]]:
    """Each failure of something with the seconds from and to which it is gone itself."""
    return {
        one: (_seconds(one.at_min), _seconds(one.at_min + one.for_min)) for one in failures if one.component is not None
    }


def _reasons(spans: Sequence[Span], places: Sequence[Place]) -> dict[str, str]:
    """Every machine that was down with the first reason."""
    first: dict[int, str] = {}
    for span in sorted(spans, key=lambda one: one.start_s):
        for machine, because in zip(span.machines, span.because, strict=True):
            first.setdefault(machine, because)
    return {place.machine: first[at] for at, place in enumerate(places) if at in first}


def _workload(name: str, needed: int, places: Sequence[Place], stretches: Sequence[Stretch]) -> WorkloadOutcome:
    members = frozenset(at for at, place in enumerate(places) if place.workload == name)
    ups = [(one, len(members - one.down)) for one in stretches]
    return WorkloadOutcome(
        name=name,
        total=len(members),
        needed=needed,
        steps=steps_of((one.start_s / 60, up) for one, up in ups),
        below_min=sum(one.end_s - one.start_s for one, up in ups if up < needed) / 60,
        none_min=sum(one.end_s - one.start_s for one, up in ups if not up) / 60,
    )


def _below(stretches: Sequence[Stretch], places: Sequence[Place], needs: Mapping[str, int]) -> float:
    members = {name: frozenset(at for at, one in enumerate(places) if one.workload == name) for name in needs}
    short = [one for one in stretches if any(len(members[name] - one.down) < needs[name] for name in needs)]
    return sum(one.end_s - one.start_s for one in short) / 60


def _log(
    failures: Sequence[Failure], spans: Sequence[Span], places: Sequence[Place], stretches: Sequence[Stretch]
) -> list[Decision]:
    """What failed and came back, and which machine went down or up with it."""
    lines = []
    for one in failures:
        if one.component is not None:
            end = one.at_min + one.for_min
            lines.append(Decision(at_s=60 * one.at_min, action="fails", subject=one.what, because="the drill says so"))
            back = f"after {one.for_min:g} min"
            lines.append(Decision(at_s=60 * end, action="is back", subject=one.what, because=back))
    before: frozenset[int] = frozenset()
    for now in stretches:
        for at in sorted(now.down - before):
            because = _why(at, now.start_s, spans)
            lines.append(Decision(at_s=now.start_s, action="down", subject=places[at].machine, because=because))
        for at in sorted(before - now.down):
            because = "nothing that it needs is down any more"
            lines.append(Decision(at_s=now.start_s, action="up again", subject=places[at].machine, because=because))
        before = now.down
    return lines


def _why(machine: int, at_s: int, spans: Sequence[Span]) -> str:
    """Why a machine is down at a moment, by the first span that holds it."""
    reasons = (
        span.because[span.machines.index(machine)]
        for span in spans
        if machine in span.machines and span.start_s <= at_s < span.end_s
    )
    return next(reasons, "")


def _capacity(results: Sequence[WorkloadOutcome]) -> list[Decision]:
    return [
        Decision(
            at_s=60 * minute,
            action="capacity",
            subject=one.name,
            because=f"{up} of {one.total} up, {'enough' if up >= one.needed else 'too few'}: {one.needed} needed",
            facts={"up": up, "needed": one.needed, "total": one.total},
        )
        for one in results
        for minute, up in one.steps[1:]
    ]


def _spared(failures: Sequence[Failure], places: Sequence[Place]) -> list[Decision]:
    """Machines that stay up only because azstudy has put them somewhere else, said once for each failed zone."""
    lines = []
    for one in failures:
        if one.kind != "zone" or one.component is None:
            continue
        region = one.component.region
        spared = [p for p in places if not p.zonal and p.region == region and p.falls(one.component) is None]
        if spared:
            because = (
                f"{', '.join(p.machine for p in spared[:3])}{' and others' if len(spared) > 3 else ''} name no zone; "
                f"azstudy puts them into zone {spared[0].zone}, in Azure nobody is told where they stand"
            )
            lines.append(
                Decision(at_s=60 * one.at_min, action="spared by assumption", subject=one.what, because=because)
            )
    return lines


def _seconds(minutes: float) -> int:
    return round(minutes * 60)
