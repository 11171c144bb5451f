"""The loads of the autoscale lab: real curves and made ones, all from Monday 2027-01-04, 00:00 UTC."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final

import attrs

from azstudy import loads
from azstudy.loads import Load

PER_INSTANCE: Final = 600.0
"""Requests a minute one fully busy instance of the lab serves."""
START: Final = "2027-01-04"
_DAY: Final = 1440


@attrs.frozen
class Curve:
    """A load to choose: words, how its shape is made for some days, and the code that makes it."""

    label: str
    make: Callable[[int], Load]
    code: str


def _spike(days: int) -> Load:
    one = loads.spike(base=150, peak=1000, at_min=600, rise_min=4, hold_min=45, fall_min=30, minutes=_DAY)
    return one.repeated(days * _DAY)


CURVES: Final[dict[str, Curve]] = {
    "shop": Curve(
        "A web shop: a wave a day, with noise",
        lambda days: loads.noisy(loads.daily_cycle(low=100, high=1000, days=days), percent=4, seed=7),
        "az.loads.noisy(az.loads.daily_cycle(low=100, high=1000, days={days}), percent=4, seed=7)",
    ),
    "elb": Curve(
        "Real: requests at a load balancer",
        lambda days: loads.trace("elb-requests").days(0, days),
        'az.loads.trace("elb-requests").days(0, {days})',
    ),
    "cpu": Curve(
        "Real: the CPU curve of a scaling group",
        lambda days: loads.trace("asg-cpu").days(0, days),
        'az.loads.trace("asg-cpu").days(0, {days})',
    ),
    "tweets": Curve(
        "Real: posts about a share",
        lambda days: loads.trace("tweets").days(0, days),
        'az.loads.trace("tweets").days(0, {days})',
    ),
    "office": Curve(
        "Office hours, 8 to 18 h UTC",
        lambda days: loads.office_hours(days=days),
        "az.loads.office_hours(days={days})",
    ),
    "tokyo": Curve(
        "Office hours in Tokyo, 9 to 18 h there",
        lambda days: loads.office_hours(from_hour=0, to_hour=9, days=days),
        "az.loads.office_hours(from_hour=0, to_hour=9, days={days})",
    ),
    "spike": Curve(
        "Quiet, with a spike at 10:00 within 4 minutes",
        _spike,
        "az.loads.spike(base=150, peak=1000, at_min=600, rise_min=4, hold_min=45, fall_min=30, minutes=1440)"
        ".repeated({days} * 1440)",
    ),
    "steady": Curve(
        "Steady, the same every minute",
        lambda days: loads.constant(1000, minutes=days * _DAY),
        "az.loads.constant(1000, minutes={days} * 1440)",
    ),
}


@cache
def curve(name: str, days: int, peak: float) -> Load:
    """The chosen load: its shape, with a peak that takes so many fully busy instances."""
    shape = CURVES[name].make(days).starting(START)
    return attrs.evolve(shape.scaled(peak=peak * PER_INSTANCE), unit="requests/min", name=CURVES[name].label)


def curve_code(name: str, days: int, peak: float) -> str:
    """The Python that makes the chosen load."""
    made = CURVES[name].code.format(days=days)
    return f'{made}.starting("{START}").scaled(peak={peak * PER_INSTANCE:g})'
