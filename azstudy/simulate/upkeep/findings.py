"""Conflicts of a maintenance calendar, in plain words: who is left out and why, and when too few machines serve."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import attrs

from azstudy.catalog.clocks import clock_of
from azstudy.model.design import Design
from azstudy.model.maintenance import MaintenanceConfiguration
from azstudy.model.timezones import TimeZone
from azstudy.model.wall_clock import local_time
from azstudy.model.words import RebootSetting
from azstudy.rules import Facts, find_rule, review
from azstudy.simulate.upkeep.choices import UpkeepChoices
from azstudy.simulate.upkeep.customer import Opening
from azstudy.simulate.upkeep.result import PLATFORM, CapacityStep, UpkeepFinding, Visit
from azstudy.simulate.upkeep.scopes import HOST_DAYS
from azstudy.simulate.upkeep.units import Unit
from azstudy.simulate.upkeep.waves import DAYS_AFTER_RELEASE

_RANK: Final = {"error": 0, "warning": 1, "info": 2}
_RULES: Final = (
    *(f"maintenance-{number}" for number in ("01", "02", "03", "04", "10", "11", "12", "13")),
    "patching-05",
)
"""Rules that a run cannot show by itself: lengths, repetition, start near midnight, end, classes, health signal."""
_FIXES: Final = {
    "mode-ignores-schedule": ("error", "Set the patch mode to AutomaticByPlatform with a customer schedule."),
    "customer-schedule-missing": ("error", "Set customer_schedule (bypassPlatformSafetyChecksOnUserSchedule) to true."),
    "uniform-scale-set": ("error", "Use automatic OS image upgrades with an OS image window."),
    "no-automatic-upgrade": ("error", "Switch automatic OS upgrades on, or use another scope."),
    "machine-off": ("warning", "Start it before the window opens, or move the window to a time when it runs."),
    "changed-too-late": ("warning", "Change schedules, machines and scopes at least 15 minutes ahead."),
    "window-too-short": ("warning", "Lengthen the window (guests: up to 3:55 hours), or spread machines over windows."),
    "restart-skipped": ("warning", "Lengthen the window so that 10 (Windows) or 15 (Linux) minutes are left."),
    "custom-image": ("error", "Put it on a customer's schedule, or use a listed image."),
}


@attrs.frozen(kw_only=True)
class Evidence:
    """What findings are read from.

    Attributes:
        design: The design.
        units: Its machines.
        openings: The windows that were run.
        releases: When updates appeared.
        since: Start of the run.
        visits: What was done.
        capacity: What remained.
        serves: Region whose people a workload serves, by workload.
        scheduled: Names of machines on any guest schedule.
        members: Machines of each configuration.
        choices: The undocumented constants.
    """

    design: Design
    units: Sequence[Unit]
    openings: Sequence[Opening]
    releases: Sequence[datetime]
    since: datetime
    visits: Sequence[Visit]
    capacity: Sequence[CapacityStep]
    serves: Mapping[str, str]
    scheduled: frozenset[str]
    members: Mapping[str, Sequence[str]]
    choices: UpkeepChoices


def findings_of(seen: Evidence) -> tuple[UpkeepFinding, ...]:
    """All findings, errors first."""
    found = [*_left_out(seen), *_nobody(seen), *_refused(seen), *_schedules(seen), *_clocks(seen)]
    found += [*_business(seen), *_below(seen), *_late(seen)]
    return tuple(sorted(found, key=lambda one: (_RANK[one.severity], one.code, one.subject)))


def _left_out(seen: Evidence) -> Iterator[UpkeepFinding]:
    last: dict[tuple[str, str], Visit] = {}
    count: dict[tuple[str, str], int] = {}
    for one in seen.visits:
        if one.code:
            key = (one.code, one.machine)
            count[key] = count.get(key, 0) + 1
            last.setdefault(key, one)
    for (code, machine), one in last.items():
        severity, fix = _FIXES[code]
        times = f" ({count[code, machine]} windows)" if count[code, machine] > 1 else ""
        said = one.because if one.because.startswith(one.schedule) else one.because[0].upper() + one.because[1:]
        message = f"{said}{times}."
        yield UpkeepFinding(code=code, severity=severity, subject=machine, message=message, fix=fix)


def _nobody(seen: Evidence) -> Iterator[UpkeepFinding]:
    for unit in seen.units:
        patching = unit.machine.patching
        if unit.by_platform and patching.customer_schedule and unit.machine.name not in seen.scheduled:
            yield UpkeepFinding(
                code="no-schedule",
                severity="error",
                subject=unit.name,
                message="It waits for a customer's schedule and is on none: nobody patches it.",
                fix="Assign a guest configuration, or set customer_schedule to false.",
            )


def _refused(seen: Evidence) -> Iterator[UpkeepFinding]:
    """What Azure would not take; the calendar is run all the same."""
    for one in review(seen.design, Facts(), rules=[find_rule(name) for name in _RULES]).findings:
        if one.subject:
            yield UpkeepFinding(
                code=one.rule_id,
                severity=one.severity,
                subject=one.subject,
                message=one.reason,
                fix=one.fix,
            )


def _clocks(seen: Evidence) -> Iterator[UpkeepFinding]:
    for region in sorted({unit.region for unit in seen.units if clock_of(unit.region) is None}):
        yield UpkeepFinding(
            code="unknown-clock",
            severity="info",
            subject=region or "no region",
            message="azstudy does not know its clock: off-peak hours are taken in UTC, business hours are not checked.",
            fix="Say in which region the machines are, or whom they serve.",
        )


def _schedules(seen: Evidence) -> Iterator[UpkeepFinding]:
    for one in seen.design.of(MaintenanceConfiguration):
        if one.start is None:
            yield UpkeepFinding(
                code="no-start",
                severity="error",
                subject=one.name,
                message="It has no start, so it opens no window.",
                fix="Give one, such as start='2026-12-06 02:00'.",
            )
        if not seen.members.get(one.name):
            yield UpkeepFinding(
                code="empty-schedule",
                severity="warning",
                subject=one.name,
                message="No machine is on it.",
                fix="Assign machines by name, or mend the filters of its dynamic scopes.",
            )
        opens = [opening.window.start for opening in seen.openings if opening.configuration is one]
        hours = {f"{at:%H:%M}" for at in opens}
        if len(hours) > 1 and one.time_zone is not TimeZone.UTC and one.recurrence and one.recurrence.unit != "Hour":
            yield UpkeepFinding(
                code="daylight-saving",
                severity="info",
                subject=one.name,
                message=f"It opens at {_listed(hours)} UTC: its clock changes ({one.time_zone.value}).",
                fix="Use the time zone UTC where the window must not move in UTC.",
            )
        if one.reboot is RebootSetting.NEVER and opens:
            yield UpkeepFinding(
                code="never-restarts",
                severity="warning",
                subject=one.name,
                message="Reboot is Never: updates that need a restart are installed but do not work until then.",
                fix="Use IfRequired, or restart the machines yourself.",
            )


def _listed(hours: Iterable[str]) -> str:
    *most, last = sorted(hours)
    return f"{', '.join(most)} and {last}" if most else last


def _business(seen: Evidence) -> Iterator[UpkeepFinding]:
    told: set[tuple[str, str]] = set()
    for one in seen.visits:
        if one.away is None or (one.schedule, one.workload) in told:
            continue
        region = seen.serves.get(one.workload, one.region)
        zone = clock_of(region)
        if zone is None:
            continue
        clock = local_time(one.away[0], zone)
        begin, end = seen.choices.business_hours
        if clock.weekday() < 5 and begin <= clock.time() < end:
            told.add((one.schedule, one.workload))
            yield UpkeepFinding(
                code="business-hours",
                severity="warning",
                subject=one.workload,
                message=f"{one.machine} restarts at {clock:%H:%M} on a {clock:%A} where its users are ({region}).",
                fix="Move the window to their night.",
            )


def _below(seen: Evidence) -> Iterator[UpkeepFinding]:
    told: set[str] = set()
    for step in seen.capacity:
        if not step.below or step.workload in told:
            continue
        told.add(step.workload)
        away = [one for one in seen.visits if one.workload == step.workload and _is_away(one, step.at)]
        schedules = sorted({one.schedule for one in away}) or ["off machines"]
        own = any(name != PLATFORM for name in schedules)
        needed = "1 is needed" if step.needed == 1 else f"{step.needed} are needed"
        message = f"{step.running} of {step.total} serve at {step.at:%Y-%m-%d %H:%M} UTC, and {needed}"
        message += f" ({', '.join(schedules)})."
        fix = "Give the machines of a workload different windows, or leave patching to the platform."
        if step.total == 1:
            fix = "Add a second machine on another schedule, or accept the minutes."
        elif own and len(away) > 1:
            message += (
                " A schedule of your own starts all its machines together, whatever their zone or region; only the "
                "VMs of an availability set are kept apart."
            )
        yield UpkeepFinding(code="below-need", severity="error", subject=step.workload, message=message, fix=fix)


def _is_away(one: Visit, at: datetime) -> bool:
    return one.away is not None and one.away[0] <= at < one.away[1]


def _late(seen: Evidence) -> Iterator[UpkeepFinding]:
    told: set[str] = set()
    days = timedelta(days=DAYS_AFTER_RELEASE)
    for one in seen.visits:
        if one.schedule == PLATFORM and one.begins and one.machine not in told:
            release = max((day for day in seen.releases if day <= one.begins), default=one.begins)
            if one.begins - release > days:
                told.add(one.machine)
                message = f"Its turn comes {(one.begins - release).days} days after the release."
                yield UpkeepFinding(
                    code="platform-late",
                    severity="warning",
                    subject=one.machine,
                    message=message,
                    fix="Use a schedule of your own for a part of the machines.",
                )
    yield from _hosts_late(seen.openings, seen.releases)


def _hosts_late(openings: Iterable[Opening], releases: Sequence[datetime]) -> Iterator[UpkeepFinding]:
    opens: dict[str, list[datetime]] = {}
    for one in openings:
        if one.configuration.scope == "Host":
            opens.setdefault(one.configuration.name, []).append(one.window.start)
    for name, starts in opens.items():
        last = max(starts)
        for release in (day for day in releases if day < last):
            first = min(start for start in starts if start >= release)
            if first - release > timedelta(days=HOST_DAYS):
                yield UpkeepFinding(
                    code="host-late",
                    severity="warning",
                    subject=name,
                    message=f"{(first - release).days} days pass from {release:%Y-%m-%d} to its next window: after "
                    f"{HOST_DAYS} Azure updates the host by itself.",
                    fix="Open a window at least every 35 days.",
                )
                break
