"""One minute of a tier's requests, in whole numbers: in = served + dropped + still waiting, exactly.

docs/service-model.md explains the formulas. They are simple on purpose and documented nowhere by Azure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from azstudy.errors import InvalidInputError

SLACK: Final = 1e-9
"""Added before a capacity is rounded down, so that 0.1 x 30 is 3."""


def capacity(power_s: float, requests_per_min: float) -> int:
    """Whole requests that can be served: instance-seconds in rotation x requests a minute / 60, rounded down.

    >>> capacity(3 * 60.0, 600), capacity(90.0, 601)
    (1800, 901)
    """
    return int(power_s * requests_per_min / 60 + SLACK)


def settle(waiting: int, arrived: int, room: int, limit: int, admitted: Sequence[int]) -> tuple[int, int, int, int]:
    """Served, dropped because the queue was full, dropped because they waited too long, and still waiting.

    First come, first served; a full queue turns the newest away, and patience ends for the oldest.

    Args:
        waiting: Requests that wait from earlier.
        arrived: Requests of this minute.
        room: Requests that can be served.
        limit: Requests that may wait at the end of the minute.
        admitted: Requests let in during the earlier minutes that patience reaches back to.

    >>> settle(0, 100, 60, 30, ()), settle(30, 10, 5, 50, (20,))
    ((60, 10, 0, 30), (5, 0, 5, 30))
    """
    offered = waiting + arrived
    if offered <= room:
        return offered, 0, 0, 0
    left = offered - room
    full = max(0, left - limit)
    left -= full
    late = max(0, left - (arrived - full) - sum(admitted))
    return room, full, late, left - late


def whole_requests(values: Sequence[float]) -> list[int]:
    """Requests a minute as whole numbers with the same total: what is left of one minute goes to the next.

    Raises:
        InvalidInputError: For a value below zero, or one that is no number.

    >>> whole_requests([0.5, 0.5, 2.25, 0.75])
    [0, 1, 2, 1]
    """
    try:
        given = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise InvalidInputError("The load is no list of numbers. Give one number of requests a minute.") from None
    wrong = np.flatnonzero(~(np.isfinite(given) & (given >= 0)))
    if wrong.size:
        first = int(wrong[0])
        raise InvalidInputError(
            f"Minute {first} of the load is {float(given[first])!r}. Give 0 or more requests; fill gaps first."
        )
    totals = np.floor(np.cumsum(given) + SLACK).astype(np.int64)
    found: list[int] = np.diff(totals, prepend=0).tolist()
    return found
