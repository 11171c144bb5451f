"""Guest patching by the customer's own schedules: what each machine gets in a window, and what it has to wait for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import attrs

from azstudy.model.maintenance import MaintenanceConfiguration
from azstudy.model.scaleset import ScaleSet
from azstudy.model.words import OsType, RebootSetting
from azstudy.rules.maintenance import latest_change
from azstudy.simulate.upkeep.backlog import Backlog
from azstudy.simulate.upkeep.choices import PIECE_MIN, UpkeepChoices
from azstudy.simulate.upkeep.result import DONE, PARTLY, SKIPPED, Visit
from azstudy.simulate.upkeep.units import Unit
from azstudy.simulate.upkeep.windows import Window

LEFT_FOR_UPDATE_MIN: Final = 15.0
"""An update begins only with so many minutes left in the window (update-manager/scheduled-patching.md@06751d37,
2024-02: Windows; a Linux batch of three takes as long). What has begun is not cut off."""
LEFT_FOR_RESTART_MIN: Final = {OsType.WINDOWS: 10.0, OsType.LINUX: 15.0}
"""A restart begins only with so many minutes left, else it is skipped (the same page)."""


@attrs.frozen(kw_only=True)
class Opening:
    """One window of one configuration, with the machines on it.

    Attributes:
        configuration: The maintenance configuration.
        window: When it is open.
        units: The machines on it, in the design's order.
        changed_at: When the schedule or its machines were changed last; None for long ago.
    """

    configuration: MaintenanceConfiguration
    window: Window
    units: tuple[Unit, ...]
    changed_at: datetime | None = None

    @property
    def too_late(self) -> bool:
        """Whether the change came less than 15 minutes ahead."""
        return self.changed_at is not None and latest_change(self.window.start) < self.changed_at <= self.window.start


def patch_windows(openings: Sequence[Opening], backlog: Backlog, choices: UpkeepChoices) -> Iterator[Visit]:
    """Run the windows in the order of time.

    All machines of a configuration begin together, whatever zone or region they are in; only the VMs of an
    availability set go update domain by update domain.

    Source: azure-docs update-manager/scheduled-patching.md@06751d37 (2024-02),
    prerequsite-for-schedule-patching.md@c92f59c5.
    """
    busy: dict[str, datetime] = {}
    domains: dict[str, dict[int, datetime]] = {}
    for opening in sorted(openings, key=lambda one: (one.window.start, one.configuration.name)):
        backlog.until(opening.window.start)
        for unit in sorted(opening.units, key=_turn):
            ends = domains.setdefault(_set(unit), {})
            others = [end for domain, end in ends.items() if domain != unit.domain] if _set(unit) else []
            start = max(opening.window.start, busy.get(unit.name, opening.window.start), *others)
            visit = _visit(opening, unit, start, backlog, choices)
            if visit is None:
                continue
            yield visit
            if visit.ends:
                busy[unit.name] = visit.ends
                ends[unit.domain] = max(visit.ends, ends.get(unit.domain, visit.ends))


def _set(unit: Unit) -> str:
    """The availability set of a VM, else nothing."""
    return unit.group if getattr(unit.machine, "availability_set", None) else ""


def _turn(unit: Unit) -> tuple[bool, str, int]:
    """Where a machine stands among those of its window: the sets one by one, by update domain."""
    return (bool(_set(unit)), _set(unit), unit.domain if _set(unit) else 0)


def _visit(opening: Opening, unit: Unit, start: datetime, backlog: Backlog, choices: UpkeepChoices) -> Visit | None:
    """What happens to one machine; None where nothing waits for it."""
    if not backlog.due(unit):
        return None
    base = visit_of(opening, unit, "guest")
    refused = _refused(opening, unit, start)
    if refused:
        code, because = refused
        return attrs.evolve(base, outcome=SKIPPED, code=code, because=because)
    end, left = opening.window.end, backlog.left.get(unit.name, 0.0)
    at, before = start, left
    while left > 0 and (end - at).total_seconds() / 60 >= LEFT_FOR_UPDATE_MIN:
        piece = min(PIECE_MIN, left)
        at, left = at + timedelta(minutes=piece), left - piece
    if left == before and left > 0:
        return attrs.evolve(base, outcome=SKIPPED, code="window-too-short", because=_no_room(opening, unit, start))
    backlog.left[unit.name] = left
    away, note = _restart(opening, unit, at, backlog, choices)
    done = left == 0 and unit.name not in backlog.restart
    words = f"{before - left:g} of {before:g} minutes of updates fit" if left else f"{before:g} minutes of updates"
    code = "window-too-short" if left else "restart-skipped" if unit.name in backlog.restart else ""
    return attrs.evolve(
        base,
        begins=start,
        away=away,
        ends=away[1] if away else at,
        outcome=DONE if done else PARTLY,
        because=f"{opening.configuration.name}: {words}{note}",
        code=code,
    )


def visit_of(opening: Opening, unit: Unit, kind: str) -> Visit:
    """The visit before anything is known of it but who, where and when."""
    return Visit(
        machine=unit.name,
        workload=unit.workload,
        region=unit.region,
        zone=unit.zone,
        schedule=opening.configuration.name,
        kind=kind,
        opens=opening.window.start,
        closes=opening.window.end,
    )


def _refused(opening: Opening, unit: Unit, start: datetime) -> tuple[str, str] | None:
    """Why the schedule leaves a machine out, with its code; None where it does not."""
    name = opening.configuration.name
    if opening.too_late:
        because = f"{name} was changed at {opening.changed_at:%H:%M} UTC, less than 15 minutes before it opened"
        return "changed-too-late", because
    if isinstance(unit.machine, ScaleSet) and not unit.machine.flexible:
        return "uniform-scale-set", "guest patching does not take Uniform scale sets; they get new OS images"
    if not unit.by_platform:
        return "mode-ignores-schedule", f"its patch mode {unit.mode} ignores {name}"
    if not unit.machine.patching.customer_schedule:
        because = "AutomaticByPlatform without customer_schedule: neither the schedule nor the platform patches it"
        return "customer-schedule-missing", because
    if unit.is_off(start):
        when = f"{name} opens" if start == opening.window.start else f"its turn comes in {name}"
        return "machine-off", f"it is off when {when}"
    return None


def _no_room(opening: Opening, unit: Unit, start: datetime) -> str:
    minutes = max(0.0, (opening.window.end - start).total_seconds() / 60)
    if _set(unit) and start > opening.window.start:
        return (
            f"the update domains of {_set(unit)} before it took the time: {minutes:g} minutes are left, an update "
            f"needs {LEFT_FOR_UPDATE_MIN:g}"
        )
    return f"the window has {minutes:g} minutes, an update needs {LEFT_FOR_UPDATE_MIN:g}"


def _restart(
    opening: Opening, unit: Unit, at: datetime, backlog: Backlog, choices: UpkeepChoices
) -> tuple[tuple[datetime, datetime] | None, str]:
    """The restart after the updates, if there is one, and what to say of it."""
    setting = reboot_of(opening.configuration, unit)
    if setting is RebootSetting.NEVER:
        return None, "; its restart is left to you (reboot Never)"
    if setting is RebootSetting.IF_REQUIRED and backlog.without_restart(unit):
        return None, "; a hotpatch needs no restart"
    needed = LEFT_FOR_RESTART_MIN[unit.machine.os]
    left = (opening.window.end - at).total_seconds() / 60
    if left < needed:
        backlog.restart.add(unit.name)
        return None, f"; no restart: {left:g} minutes are left and it needs {needed:g}"
    backlog.restart.discard(unit.name)
    return (at, at + timedelta(minutes=choices.restart_min)), ", then a restart"


def reboot_of(configuration: MaintenanceConfiguration, unit: Unit) -> RebootSetting:
    """The reboot setting in force: the machine's own goes before the schedule's.

    A machine that says IfRequired, the model's default, is taken as one that says nothing.

    Source: automatic-vm-guest-patching.md@0ba239a8 (2024-07).
    """
    own = unit.machine.patching.reboot
    return configuration.reboot if own is RebootSetting.IF_REQUIRED else own


def changed(configuration: str, given: Mapping[str, datetime] | datetime | None) -> datetime | None:
    """When a configuration was changed last."""
    return given.get(configuration) if isinstance(given, Mapping) else given
