"""The twin of the maintenance lab: what it shows, as plain values."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import attrs

from azstudy.catalog.catalog import Catalog
from azstudy.labs._controls import State
from azstudy.labs._maintenance.controls import SPANS
from azstudy.labs._maintenance.estates import ZONES, Estate, estate_of, schedules_of
from azstudy.model.design import Design
from azstudy.model.timezones import TimeZone
from azstudy.model.wall_clock import local_time
from azstudy.simulate.upkeep.entry import maintenance
from azstudy.simulate.upkeep.result import MaintenanceResult
from azstudy.simulate.upkeep.windows import Window, maintenance_windows

START: Final = date(2026, 8, 31)
"""A Monday: schedules begin in its week, before every span that can be shown."""
_UTC: Final = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d) UTC")
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@attrs.frozen(kw_only=True, repr=False, eq=False)
class MaintenanceLabResult:
    """What the maintenance lab shows for a state, as plain values.

    Attributes:
        state: Every control's value.
        estate: Machines, needs, and what is switched off.
        run: Visits, capacity, findings, as `az.simulate.maintenance` returns them.
        windows: The windows in the time shown, with the name of their schedule.
        zone: The clock on which times are shown.
    """

    state: State
    estate: Estate
    run: MaintenanceResult
    windows: tuple[tuple[str, Window], ...]
    zone: TimeZone

    @property
    def design(self) -> Design:
        """The design that was run."""
        return self.estate.design

    @property
    def text(self) -> str:
        """The result in plain text."""
        return text(self)

    def clock(self, at: datetime) -> str:
        """A moment on the clock of the schedule."""
        return f"{local_time(at, self.zone):%a %d %b %H:%M}"

    def told(self, words: str) -> str:
        """Words of the simulation, their times on the clock of the schedule too."""

        def both(found: re.Match[str]) -> str:
            at = datetime.fromisoformat(found[1]).replace(tzinfo=UTC)
            return f"{self.clock(at)} ({at:%H:%M} UTC)"

        return _UTC.sub(both, words) if self.zone is not TimeZone.UTC else words

    @property
    def unvisited(self) -> dict[str, str]:
        """Machines that no window and no wave came to, with the reason."""
        visited = {one.machine for one in self.run.visits}
        return {name: why for name, why in self.run.not_patched.items() if name not in visited}

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "state": dict(self.state),
            "patched": list(self.run.patched),
            "not_patched": dict(self.run.not_patched),
            "below": list(self.run.below()),
            "lowest": {name: self.run.lowest(name) for name in self.run.totals},
            "findings": [[one.code, one.subject] for one in self.run.findings],
            "windows": [[name, one.start.isoformat(), one.end.isoformat()] for name, one in self.windows],
        }

    def __repr__(self) -> str:
        return text(self)


def compute(state: State, catalog: Catalog) -> MaintenanceLabResult:
    """The result for a state.

    Raises:
        InvalidInputError: For a window that makes no sense.
    """
    begin, end, _ = SPANS[state["span"]]
    day = START + timedelta(days=WEEKDAYS.index(state["day"]))
    schedules = schedules_of(state, day.isoformat())
    estate = estate_of(state, schedules)
    found = [(one.name, window) for one in schedules for window in maintenance_windows(one, since=begin, until=end)]
    found.sort(key=lambda pair: (pair[1].start, pair[0]))
    changed = None
    if state["changed_min"] is not None and found:
        changed = found[0][1].start - timedelta(minutes=state["changed_min"])
    minutes = {one.name: estate.patch_min.get(one.name, float(state["patch_min"])) for one in estate.design.machines}
    run = maintenance(
        estate.design,
        since=begin,
        until=end,
        off=estate.off,
        patch_min=minutes,
        needed=estate.needed,
        released=[begin],
        changed_at=changed,
        serves=estate.serves,
        catalog=catalog,
    )
    return MaintenanceLabResult(state=state, estate=estate, run=run, windows=tuple(found), zone=ZONES[state["zone"]][0])


def text(result: MaintenanceLabResult) -> str:
    """The result in plain text."""
    run = result.run
    total = len(result.design.machines)
    below = ", ".join(run.below()) or "no workload"
    lines = [f"{len(run.patched)} of {total} VMs are patched; below its need: {below}."]
    lines.append(run.log(result.zone.value))
    lines += [f"Not patched: {name}: {why}" for name, why in run.not_patched.items()]
    return "\n".join([*lines, *(result.told(one.text) for one in run.findings)])
