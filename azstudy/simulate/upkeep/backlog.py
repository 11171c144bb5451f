"""Which updates wait for which machine: they appear on release days and go when they are installed and restarted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from azstudy.errors import InvalidInputError
from azstudy.simulate.upkeep.choices import PATCH_TUESDAY
from azstudy.simulate.upkeep.moments import as_moment, months, weekday_of_month
from azstudy.simulate.upkeep.units import Unit

BASELINES: Final = frozenset({1, 4, 7, 10})
"""Months whose hotpatch baseline needs a restart (windowsserverdocs hotpatch.md@093f0bfa)."""
_TUESDAY: Final = 1


def release_days(since: datetime, until: datetime, released: Sequence[Any] | None) -> tuple[datetime, ...]:
    """When updates appear, in order; by default those waiting at `since`, then each second Tuesday.

    Raises:
        InvalidInputError: For something that is no date, or text instead of a list.
    """
    if isinstance(released, str | datetime):
        raise InvalidInputError(f"released={released!r} is one date. Give a list, such as released=['2026-12-08'].")
    if released is not None:
        return tuple(sorted(as_moment("released", one) for one in released))
    early = since - timedelta(days=40)
    days = [weekday_of_month(year, month, _TUESDAY, PATCH_TUESDAY) for year, month in months(early, until)]
    before = max(day for day in days if day <= since)
    return (before, *(day for day in days if since < day < until))


class Backlog:
    """Minutes of updates that wait for each machine, and who still has to restart.

    A release replaces what was waiting: updates are cumulative (an assumption; Windows updates are).
    """

    def __init__(self, units: Iterable[Unit], releases: Sequence[datetime]) -> None:
        self.units = tuple(units)
        self.left: dict[str, float] = {}
        self.restart: set[str] = set()
        self._quiet: set[str] = set()
        self._releases = list(releases)

    def until(self, at: datetime) -> None:
        """Let appear what is released up to `at`."""
        while self._releases and self._releases[0] <= at:
            day = self._releases.pop(0)
            quiet = day.astimezone(UTC).month not in BASELINES
            for unit in self.units:
                owed = self.left.get(unit.name, 0) > 0 and unit.name not in self._quiet
                self.left[unit.name] = unit.patch_min
                if quiet and unit.machine.patching.hotpatch and not owed:
                    self._quiet.add(unit.name)
                else:
                    self._quiet.discard(unit.name)

    def due(self, unit: Unit) -> bool:
        """Whether anything waits, a restart included."""
        return self.left.get(unit.name, 0) > 0 or unit.name in self.restart

    def without_restart(self, unit: Unit) -> bool:
        """Whether what waits is a hotpatch, which needs no restart."""
        return unit.name in self._quiet and unit.name not in self.restart
