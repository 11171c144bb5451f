"""The load a plan is made for: VMs needed in each hour, by size, as few different hours as there are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs

from azstudy.cost.schedules import WeekSchedule
from azstudy.errors import InvalidInputError

HOURS_PER_YEAR = 8760
MOST_HOURS = 3 * HOURS_PER_YEAR


@attrs.frozen(kw_only=True, eq=False)
class LoadCurve:
    """VMs needed in each hour of a period that repeats, by size.

    Attributes:
        sizes: The sizes, in order.
        hours: One tuple of counts for each hour, in the order of `sizes`.
    """

    sizes: tuple[str, ...]
    hours: tuple[tuple[int, ...], ...] = attrs.field(repr=False)

    @cached_property
    def patterns(self) -> tuple[tuple[tuple[int, ...], float], ...]:
        """Each different hour with the share of hours that look like it."""
        seen: dict[tuple[int, ...], int] = {}
        for hour in self.hours:
            seen[hour] = seen.get(hour, 0) + 1
        return tuple((hour, times / len(self.hours)) for hour, times in sorted(seen.items()))

    def peak(self, at: int = 0) -> int:
        """The most VMs of a size needed at once."""
        return max(hour[at] for hour, _ in self.patterns)

    def mean(self, at: int = 0) -> float:
        """VMs of a size needed on average."""
        return math.fsum(hour[at] * share for hour, share in self.patterns)

    def use(self, nth: int, at: int = 0) -> float:
        """Share of hours in which the n-th VM of a size is needed.

        >>> load_curve([1, 1, 3, 3], "D4s_v5").use(2)
        0.5
        """
        return math.fsum(share for hour, share in self.patterns if hour[at] >= nth)

    def scaled(self, factor: float) -> LoadCurve:
        """Every count times a factor, rounded up: part of a VM is a VM.

        >>> load_curve([1, 4], "D4s_v5").scaled(0.5).hours
        ((1,), (2,))
        """
        if factor == 1:
            return self
        hours = tuple(tuple(math.ceil(count * factor - 1e-9) for count in hour) for hour in self.hours)
        return LoadCurve(sizes=self.sizes, hours=hours)


def load_curve(load: Any, size: str, load_per_vm: float | None = None) -> LoadCurve:
    """The curve meant by a learner's `load`.

    Args:
        load: VMs needed in each hour (a sequence of a day, a week, a month or a year, which repeats), a number
            (always as many), opening hours as text ("mon-fri 07-19": one VM), or {size: any of these}.
        size: The size, where `load` names none.
        load_per_vm: What one VM carries of an `az.loads.Load`, in its unit: the most of an hour's minutes decides.

    Raises:
        InvalidInputError: For counts that are no whole numbers from 0, no hour at all, or curves of different lengths.
    """
    given = dict(load) if isinstance(load, Mapping) else {size: load}
    if not given:
        raise InvalidInputError('The load names no size. Write {"D4s_v5": [1, 2, 4]}.')
    curves = [_counts(name, _per_hour(one, load_per_vm)) for name, one in given.items()]
    length = max(map(len, curves))
    if any(len(curve) not in (1, length) for curve in curves):
        lengths = ", ".join(f"{name} {len(curve)}" for name, curve in zip(given, curves, strict=True))
        raise InvalidInputError(f"Every size needs as many hours as the others; given: {lengths}.")
    full = [tuple(curve) * length if len(curve) == 1 else curve for curve in curves]
    return LoadCurve(sizes=tuple(given), hours=tuple(zip(*full, strict=True)))


def _per_hour(load: Any, load_per_vm: float | None) -> Any:
    """VMs for each hour of a load of minutes; anything else as it is."""
    from azstudy.loads.load import Load

    if not isinstance(load, Load):
        return load
    good = isinstance(load_per_vm, (int, float)) and not isinstance(load_per_vm, bool)
    if load_per_vm is None or not good or not 0 < load_per_vm < math.inf:
        raise InvalidInputError(
            f"The load {load.name!r} is in {load.unit}, not in VMs. Say what one VM carries: load_per_vm=1200."
        )
    minutes = load.values
    hours = (minutes[at : at + 60] for at in range(0, len(minutes), 60))
    return [math.ceil(max(hour) / load_per_vm - 1e-9) for hour in hours]


def _counts(size: str, load: Any) -> Sequence[int]:
    if isinstance(load, str):
        return WeekSchedule.of(load).counts()
    if isinstance(load, WeekSchedule):
        return load.counts()
    if isinstance(load, (int, float)):
        load = (load,)
    if not isinstance(load, Iterable):
        raise InvalidInputError(f"Load of {size}: {load!r} was given; give VMs needed in each hour.")
    counts = tuple(_whole(size, count) for count in load)
    if not 1 <= len(counts) <= MOST_HOURS:
        raise InvalidInputError(f"Load of {size}: {len(counts)} hours were given; give 1 to {MOST_HOURS:,}.")
    return counts


def _whole(size: str, count: Any) -> int:
    try:
        value = math.nan if isinstance(count, bool) else float(count)
    except (TypeError, ValueError):
        value = math.nan
    if not (value >= 0 and value.is_integer()):
        raise InvalidInputError(f"Load of {size}: {count!r} was given; every hour takes a whole number of VMs from 0.")
    return int(value)
