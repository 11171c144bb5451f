"""What can go wrong during a run, as plain values; a text such as "zone 2 lost at 10:00 for 60 min" says the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import attrs

from azstudy.errors import InvalidInputError

HOST_REPAIR_MIN: Final = 10.0
"""Illustrative: minutes until Azure has started an instance of a failed host again elsewhere; not documented."""


@attrs.frozen(kw_only=True)
class ZoneLoss:
    """A zone goes dark at minute `at_min`, for `for_min` minutes; None is until the end of the run."""

    zone: int
    at_min: float
    for_min: float | None = None

    @property
    def text(self) -> str:
        """The failure in words."""
        return f"zone {self.zone} lost at {_clock(self.at_min)}{_span(self.for_min)}"


@attrs.frozen(kw_only=True)
class HostFailure:
    """Hosts fail: `instances` chosen by the run's seed stop, and start again elsewhere after `for_min` minutes."""

    instances: int
    at_min: float
    for_min: float | None = HOST_REPAIR_MIN

    @property
    def text(self) -> str:
        """The failure in words."""
        return f"{self.instances} hosts fail at {_clock(self.at_min)}{_span(self.for_min)}"


@attrs.frozen(kw_only=True)
class SpotEviction:
    """Azure takes `percent` of the Spot instances back."""

    percent: float
    at_min: float

    @property
    def text(self) -> str:
        """The failure in words."""
        return f"{self.percent:g} % of Spot evicted at {_clock(self.at_min)}"


@attrs.frozen(kw_only=True)
class ProbeOutage:
    """Health probes of `percent` of the instances fail although the application is well, as when a rule closes a port.

    At 100 % instances that become ready during the outage do not get into rotation either.
    """

    at_min: float
    for_min: float | None = None
    percent: float = 100.0

    @property
    def text(self) -> str:
        """The failure in words."""
        return f"{self.percent:g} % of probes fail at {_clock(self.at_min)}{_span(self.for_min)}"


Failure = ZoneLoss | HostFailure | SpotEviction | ProbeOutage

_AT: Final = r"\s+at\s+(?P<at>\d+:[0-5]\d|\d+(?:\.\d+)?)"
_FOR: Final = r"(?:\s+for\s+(?P<span>\d+(?:\.\d+)?)\s*(?P<unit>min|minutes|h|hours?)?)?\s*"
_ZONE: Final = re.compile(r"\s*zone\s+(?P<zone>[1-9])\s+lost" + _AT + _FOR, re.IGNORECASE)
_HOSTS: Final = re.compile(r"\s*(?P<count>\d+)\s+hosts?\s+fails?" + _AT + _FOR, re.IGNORECASE)
_SPOT: Final = re.compile(r"\s*(?P<percent>\d+(?:\.\d+)?)\s*%\s+of\s+spot\s+evicted" + _AT + r"\s*", re.IGNORECASE)
_PROBES: Final = re.compile(r"\s*(?:(?P<percent>\d+(?:\.\d+)?)\s*%\s+of\s+)?probes\s+fail" + _AT + _FOR, re.IGNORECASE)


def read_failures(given: Iterable[Failure | str] | Failure | str) -> tuple[Failure, ...]:
    """Failures from values or texts.

    Raises:
        InvalidInputError: For a text that names none, or a number that makes no sense.

    >>> read_failures("zone 2 lost at 10:00 for 1 h")
    (ZoneLoss(zone=2, at_min=600.0, for_min=60.0),)
    >>> [one.text for one in read_failures(["2 hosts fail at 30", "50 % of Spot evicted at 1:00", "probes fail at 5"])]
    ['2 hosts fail at 0:30 for 10 min', '50 % of Spot evicted at 1:00', '100 % of probes fail at 0:05']
    """
    several = (given,) if isinstance(given, (str, ZoneLoss, HostFailure, SpotEviction, ProbeOutage)) else tuple(given)
    read = tuple(_parse(one) if isinstance(one, str) else one for one in several)
    for one in read:
        _check(one)
    return read


def _parse(text: str) -> Failure:
    if found := _ZONE.fullmatch(text):
        return ZoneLoss(zone=int(found["zone"]), at_min=_minute(found["at"]), for_min=_minutes(found))
    if found := _HOSTS.fullmatch(text):
        lasts = _minutes(found)
        return HostFailure(
            instances=int(found["count"]),
            at_min=_minute(found["at"]),
            for_min=HOST_REPAIR_MIN if lasts is None else lasts,
        )
    if found := _SPOT.fullmatch(text):
        return SpotEviction(percent=float(found["percent"]), at_min=_minute(found["at"]))
    if found := _PROBES.fullmatch(text):
        share = 100.0 if found["percent"] is None else float(found["percent"])
        return ProbeOutage(at_min=_minute(found["at"]), for_min=_minutes(found), percent=share)
    raise InvalidInputError(
        f"{text!r} is not a failure. Write one such as 'zone 2 lost at 10:00 for 60 min', '3 hosts fail at 90', "
        "'50 % of Spot evicted at 12:00' or 'probes fail at 14:00 for 5 min'; times count from the start."
    )


def _check(one: Failure) -> None:
    numbers = [one.at_min, getattr(one, "for_min", None) or 0.0]
    share = getattr(one, "percent", 0.0)
    if not all(0 <= number < float("inf") for number in numbers) or not 0 <= share <= 100:
        raise InvalidInputError(f"{one!r} makes no sense: minutes are 0 or more, a share is from 0 to 100 %.")
    if isinstance(one, HostFailure) and one.instances < 1:
        raise InvalidInputError(f"{one.instances} hosts fail: give at least one.")


def _minute(text: str) -> float:
    if ":" not in text:
        return float(text)
    hours, minutes = text.split(":")
    return int(hours) * 60.0 + int(minutes)


def _minutes(found: re.Match[str]) -> float | None:
    if found["span"] is None:
        return None
    return float(found["span"]) * (60 if (found["unit"] or "").lower().startswith("h") else 1)


def _clock(minutes: float) -> str:
    return f"{int(minutes) // 60}:{int(minutes) % 60:02d}"


def _span(minutes: float | None) -> str:
    return "" if minutes is None else f" for {minutes:g} min"
