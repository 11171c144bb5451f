"""Load curves made by rule: steady, daily, rising, with a spike, noisy. The same arguments give the same bytes."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime
from random import Random

import attrs

from azstudy.errors import InvalidInputError
from azstudy.loads.load import DAY, REQUESTS, START, Load


def constant(value: float, *, minutes: int = DAY, start: datetime | str = START, unit: str = REQUESTS) -> Load:
    """The same value every minute.

    >>> constant(600, minutes=60).total
    36000.0
    """
    return Load(values=[value] * _length(minutes), start=start, unit=unit, name="constant")


def daily_cycle(
    *,
    low: float = 200,
    high: float = 2000,
    peak_hour: float = 14,
    days: int = 7,
    weekend: float = 1.0,
    start: datetime | str = START,
    unit: str = REQUESTS,
) -> Load:
    """A wave a day: `high` at `peak_hour` (UTC), `low` twelve hours away; on weekends times `weekend`.

    >>> cycle = daily_cycle(low=100, high=500, peak_hour=12, days=1)
    >>> cycle.values[0], cycle.values[720]
    (100.0, 500.0)
    """
    _hour(peak_hour)
    load = Load(values=[0.0] * _length(days * DAY), start=start, unit=unit, name="daily cycle")
    offset = load.start.hour * 60 + load.start.minute
    middle, half = (high + low) / 2, (high - low) / 2
    wave = [middle + half * math.cos(2 * math.pi * (minute - peak_hour * 60) / DAY) for minute in range(DAY)]
    first = load.start.weekday()
    values = (
        wave[(offset + minute) % DAY] * (weekend if (first + (offset + minute) // DAY) % 7 >= 5 else 1.0)
        for minute in range(load.minutes)
    )
    return attrs.evolve(load, values=[max(0.0, value) for value in values])


def office_hours(
    *,
    busy: float = 1500,
    quiet: float = 100,
    from_hour: float = 8,
    to_hour: float = 18,
    days: int = 7,
    start: datetime | str = START,
    unit: str = REQUESTS,
) -> Load:
    """`busy` from one hour to the other (UTC) on weekdays, `quiet` at all other times.

    >>> office_hours(days=7).hourly().count(1500.0)
    50
    """
    _hour(from_hour)
    _hour(to_hour)
    load = Load(values=[quiet] * _length(days * DAY), start=start, unit=unit, name="office hours")
    offset = load.start.hour * 60 + load.start.minute
    first = load.start.weekday()

    def open_at(minute: int) -> bool:
        day, in_day = divmod(offset + minute, DAY)
        return (first + day) % 7 < 5 and from_hour * 60 <= in_day < to_hour * 60

    return attrs.evolve(load, values=[busy if open_at(minute) else quiet for minute in range(load.minutes)])


def ramp(low: float, high: float, *, minutes: int = 120, start: datetime | str = START, unit: str = REQUESTS) -> Load:
    """From one value to another in a straight line; the last minute has `high`.

    >>> ramp(0, 30, minutes=4).values
    (0.0, 10.0, 20.0, 30.0)
    """
    last = max(1, _length(minutes) - 1)
    values = [low + (high - low) * minute / last for minute in range(minutes)]
    return Load(values=values, start=start, unit=unit, name="ramp")


def steps(levels: Iterable[tuple[float, int]], *, start: datetime | str = START, unit: str = REQUESTS) -> Load:
    """Levels one after another, each (value, minutes).

    >>> steps([(100, 2), (300, 1)]).values
    (100.0, 100.0, 300.0)
    """
    values = [value for value, minutes in levels for _ in range(_length(minutes))]
    return Load(values=values, start=start, unit=unit, name="steps")


def spike(
    *,
    base: float = 500,
    peak: float = 5000,
    at_min: int = 60,
    rise_min: int = 5,
    hold_min: int = 20,
    fall_min: int = 30,
    minutes: int = 240,
    start: datetime | str = START,
    unit: str = REQUESTS,
) -> Load:
    """A steady load with one spike: up within `rise_min`, held, and down again.

    >>> spike(base=10, peak=110, at_min=2, rise_min=2, hold_min=1, fall_min=2, minutes=8).values
    (10.0, 10.0, 60.0, 110.0, 110.0, 60.0, 10.0, 10.0)
    """
    for name, value in (("at_min", at_min), ("rise_min", rise_min), ("hold_min", hold_min), ("fall_min", fall_min)):
        if value < 0:
            raise InvalidInputError(f"{name} is {value}. Give 0 minutes or more.")
    up, held = at_min + rise_min, at_min + rise_min + hold_min

    def share(minute: int) -> float:
        if minute < at_min or minute >= held + fall_min:
            return 0.0
        if minute < up:
            return (minute - at_min + 1) / rise_min
        return 1.0 if minute < held else 1 - (minute - held + 1) / fall_min

    values = [base + (peak - base) * share(minute) for minute in range(_length(minutes))]
    return Load(values=values, start=start, unit=unit, name="spike")


def noisy(load: Load, *, percent: float = 10, seed: int = 0) -> Load:
    """A load with noise: each minute times a normal factor of that standard deviation, never below 0.

    >>> noisy(constant(100, minutes=3), percent=10, seed=7) == noisy(constant(100, minutes=3), percent=10, seed=7)
    True
    """
    if not 0 <= percent <= 100:
        raise InvalidInputError(f"percent is {percent:g}. Give a standard deviation of 0 to 100 % of the load.")
    rng = Random(seed)  # noqa: S311 - a curve, not a secret
    values = [max(0.0, value * (1 + rng.gauss(0, percent / 100))) for value in load.values]
    return attrs.evolve(load, values=values, name=f"{load.name} with noise")


def _length(minutes: int) -> int:
    if minutes < 1:
        raise InvalidInputError(f"A load of {minutes} minutes was asked for. Give 1 minute or more.")
    return int(minutes)


def _hour(hour: float) -> None:
    if not 0 <= hour <= 24:
        raise InvalidInputError(f"{hour:g} is not an hour of the day. Give 0 to 24, in UTC.")
