"""Loads of a week, Monday 00:00 first: how many VMs each hour needs. The shapes are illustrative, not measured."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from azstudy.cost.schedules import WeekSchedule

SHAPES: Final = {
    "autoscale": "web shop: autoscaled, busy by day",
    "weekdays": "12 hours on weekdays (07 to 19)",
    "steady": "always the same, day and night",
    "evenings": "evenings (17 to 23), weekends from 10",
    "nights": "a batch from 01 to 05 every night",
}
_MORNING: Final = (0, 0, 0, 0, 0, 0.1, 0.25, 0.5, 0.75, 0.9, 1, 1)
_EVENING: Final = (0.95, 0.9, 0.95, 1, 0.95, 0.8, 0.6, 0.45, 0.35, 0.25, 0.1, 0)
WORKDAY: Final = (*_MORNING, *_EVENING)
"""Illustrative: share of the way from the fewest to the most VMs, for each hour of a working day."""
WEEKEND: Final = 0.35
"""Illustrative: a weekend hour against the same hour of a working day."""
_OPEN: Final = {
    "weekdays": "mon-fri 07-19",
    "steady": "daily 0-24",
    "evenings": "mon-fri 17-23; sat-sun 10-23",
    "nights": "daily 1-5",
}


def week(shape: str, base: int, peak: int) -> tuple[int, ...]:
    """VMs needed in each of 168 hours, from `base` to `peak` (never below `base`).

    >>> sum(week("weekdays", 0, 1)), max(week("autoscale", 2, 10)), min(week("autoscale", 2, 10))
    (60, 10, 2)
    """
    top = max(base, peak)
    if shape in _OPEN:
        return WeekSchedule.of(_OPEN[shape]).counts(top, base)
    days: list[Sequence[float]] = [WORKDAY] * 5 + [[share * WEEKEND for share in WORKDAY]] * 2
    return tuple(base + math.ceil((top - base) * share - 1e-9) for day in days for share in day)
