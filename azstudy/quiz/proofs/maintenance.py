"""Proofs about maintenance: who is patched in which window, what capacity remains, the order of the platform."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import takewhile
from typing import Any

from azstudy.errors import UnknownNameError, nearest
from azstudy.quiz.proofs import proof

_SHORT = {"minutes": "duration_min", "repeat": "recurrence", "zone": "time_zone"}


def _answer(ask: str, answers: Mapping[str, Any]) -> Any:
    if ask not in answers:
        raise UnknownNameError("question", ask, nearest(ask, answers), hint=f"Allowed: {', '.join(answers)}.")
    return answers[ask]


def _schedule(fields: Mapping[str, Any]) -> Any:
    from azstudy.model.maintenance import MaintenanceConfiguration

    given = {_SHORT.get(name, name): value for name, value in fields.items()}
    return MaintenanceConfiguration("window", given.pop("scope", "guest"), **given)


def _vm(name: str, fields: Mapping[str, Any], scheduled: bool) -> Any:
    """A VM of a question: on the window in the mode that obeys it, unless told."""
    from azstudy.model.vm import Patching, VirtualMachine

    rest = dict(fields)
    mode = rest.pop("mode", "AutomaticByPlatform")
    patching = Patching(
        mode,
        customer_schedule=rest.pop("own", scheduled and mode == "AutomaticByPlatform"),
        reboot=rest.pop("reboot", "IfRequired"),
        hotpatch=rest.pop("hotpatch", False),
    )
    given: dict[str, Any] = {
        "maintenance": ["window"] if rest.pop("on", True) and scheduled else [],
        "tags": {"workload": rest.pop("workload", "app")},
    }
    return VirtualMachine(name, rest.pop("size", "D2s_v5"), patching=patching, **given, **rest)


def _design(vms: Mapping[str, Mapping[str, Any]] | Sequence[str], window: Any, domains: int) -> Any:
    from azstudy.model.design import Design
    from azstudy.model.placement import AvailabilitySet

    told = vms if isinstance(vms, Mapping) else {name: {} for name in vms}
    machines = [_vm(name, fields or {}, window is not None) for name, fields in told.items()]
    sets = dict.fromkeys(one.availability_set for one in machines if one.availability_set)
    groups = [AvailabilitySet(name, update_domains=domains) for name in sets]
    resources: Any = [*([_schedule(window)] if window else []), *groups, *machines]
    return Design("question", resources, region="westeurope")


@proof("maintenance")
def maintenance(
    vms: Mapping[str, Mapping[str, Any]] | Sequence[str],
    ask: str = "patched",
    window: Mapping[str, Any] | None = None,
    since: str = "2026-12-05",
    until: str = "2026-12-12",
    domains: int = 5,
    workload: str = "app",
    **more: Any,
) -> Any:
    """A run of the calendar: "patched" and "not_patched" (names), "lowest", "below", "codes", "visits", "restarts".

    `vms` by name: mode, own (customer schedule), workload and fields of a VM; with a `window` (start, minutes, repeat,
    zone) they are on it unless `on` is false. "visits" and "restarts" are pairs of name and time (UTC); `more` are
    arguments of `az.simulate.maintenance`.
    """
    from azstudy.simulate.upkeep.entry import maintenance as run

    found = run(_design(vms, window, domains), since=since, until=until, **more)
    begun = [one for one in found.visits if one.begins]
    answers = {
        "patched": lambda: list(found.patched),
        "not_patched": lambda: sorted(found.not_patched),
        "lowest": lambda: found.lowest(workload),
        "below": lambda: list(found.below()),
        "codes": lambda: sorted({one.code for one in found.findings}),
        "visits": lambda: [[one.machine, f"{one.begins:%m-%d %H:%M}"] for one in begun],
        "restarts": lambda: [[one.machine, f"{one.away[0]:%m-%d %H:%M}"] for one in begun if one.away],
    }
    return _answer(ask, answers)()


@proof("window_opens")
def window_opens(window: Mapping[str, Any], since: str, until: str) -> list[str]:
    """When a maintenance window opens, UTC, from `since` until before `until`: "03-22 01:00"."""
    from azstudy.simulate.upkeep.windows import starts

    first, last = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (since, until))
    return [f"{one:%m-%d %H:%M}" for one in takewhile(lambda at: at < last, starts(_schedule(window), first))]


@proof("patch_waves")
def patch_waves(
    vms: Mapping[str, Mapping[str, Any]] | Sequence[str] | int, ask: str = "machines", domains: int = 5
) -> Any:
    """How the platform patches VMs: "machines" of each wave, "most" at once in a wave, "phases" (regions of each).

    A number of `vms` stands for so many in one availability set.
    """
    from azstudy.simulate.upkeep.waves import patch_waves as waves_of

    told: Any = {f"vm{n}": {"availability_set": "set"} for n in range(vms)} if isinstance(vms, int) else vms
    waves = waves_of(_design(told, None, domains))
    phases: dict[int, set[str]] = {}
    for one in waves:
        phases.setdefault(one.phase, set()).add(one.region)
    answers = {
        "machines": [list(one.machines) for one in waves],
        "most": max((len(one.machines) for one in waves), default=0),
        "phases": [sorted(phases[number]) for number in sorted(phases)],
    }
    return _answer(ask, answers)


@proof("schedule_refused")
def schedule_refused(window: Mapping[str, Any]) -> bool:
    """Whether Azure would refuse such a maintenance configuration."""
    from azstudy.catalog.reviewing import review
    from azstudy.model.design import Design

    resources: Any = [_schedule(window)]
    return bool(review(Design("question", resources, region="westeurope")).errors)


@proof("last_change")
def last_change(start: str) -> str:
    """The last moment to change a schedule before a run that starts then: "21:45"."""
    from azstudy.rules.maintenance import latest_change

    return f"{latest_change(datetime.fromisoformat(start)):%H:%M}"


@proof("scheduled_event")
def scheduled_event(kind: str, ask: str = "notice_s", **more: Any) -> Any:
    """One field of a scheduled event: "notice_s", "heard_s", "started_s", "ready", "spare_s", "loses".

    `more` are arguments of `az.simulate.scheduled_event`.
    """
    from azstudy.simulate.upkeep.scheduled_events import scheduled_event as run

    found = run(kind, **more)
    names = ("notice_s", "heard_s", "started_s", "ready", "spare_s", "loses")
    return _answer(ask, {name: getattr(found, name) for name in names})


@proof("hotpatch_year")
def hotpatch_year(ask: str = "restarts", year: int = 2027, unplanned: Sequence[int] = ()) -> Any:
    """Months of a hotpatch year with ("restarts") or without ("hotpatches") a restart, or "months" that restart."""
    from azstudy.simulate.upkeep.hotpatch import hotpatch_calendar

    found = hotpatch_calendar(year, unplanned=unplanned)
    months = [one.day.month for one in found.months if one.restarts]
    return _answer(ask, {"restarts": found.restarts, "hotpatches": found.hotpatches, "months": months})


@proof("start_stop")
def start_stop(machines: Mapping[str, Mapping[str, Any]], ask: str = "order", action: str = "stop") -> Any:
    """Groups in the "order" of a sequenced start or stop, or the names it has "skipped"."""
    from azstudy.simulate.upkeep.start_stop import start_stop as run

    told = {name: fields or {} for name, fields in machines.items()}
    found = run(told, action)
    return _answer(ask, {"order": [list(group) for group in found.order], "skipped": sorted(found.skipped)})


@proof("host_update")
def host_update(
    vms: Mapping[str, Mapping[str, Any]] | Sequence[str],
    kind: str = "freeze",
    ask: str = "effects",
    domains: int = 5,
    workload: str = "app",
    **more: Any,
) -> Any:
    """Azure's update of hosts: "effects" and "away_s" by machine, or the "lowest" that run of a workload.

    `more` are arguments of `az.simulate.host_update`.
    """
    from azstudy.simulate.upkeep.host_updates import host_update as run

    found = run(_design(vms, None, domains), kind, **more)
    answers = {
        "effects": lambda: {one.machine: one.effect for one in found.visits},
        "away_s": lambda: {one.machine: one.away_s for one in found.visits},
        "lowest": lambda: found.lowest[workload],
    }
    return _answer(ask, answers)()
