"""Failures as they are typed: "zone 2", "region northeurope at 10 min for 60 min", "host of web1", "maintenance"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from azstudy.errors import InvalidInputError, nearest
from azstudy.simulate.failures.places import Place

_TEXT: Final = re.compile(
    r"\s*(?:lose\s+)?(?P<what>.+?)(?:\s+at\s+(?P<at>\d+(?:\.\d+)?)\s*(?P<at_unit>min|h))?"
    r"(?:\s+for\s+(?P<long>\d+(?:\.\d+)?)\s*(?P<long_unit>min|h))?\s*",
    re.IGNORECASE,
)
START_MIN: Final = 10.0
LAST_MIN: Final = 60.0
"""When a failure begins and how long it lasts that says neither."""


@attrs.frozen(kw_only=True)
class Failure:
    """One failure of a drill.

    Attributes:
        kind: "host", "rack", "zone", "region" or "maintenance".
        what: In words, such as "zone 2".
        key: What falls, as in `Place.keys`; empty for maintenance.
        workload: For maintenance of one workload; empty for all.
        at_min: Minutes after the start.
        for_min: How long.
    """

    kind: str
    what: str
    key: tuple[str, ...] = ()
    workload: str = ""
    at_min: float = START_MIN
    for_min: float = LAST_MIN

    def hits(self, place: Place) -> bool:
        """Whether a machine falls with it."""
        return self.kind != "maintenance" and place.keys[self.kind] == self.key


def read_failures(given: str | Failure | Iterable[str | Failure], places: Sequence[Place]) -> tuple[Failure, ...]:
    """Failures from texts such as "zone 2 at 30 min for 2 h".

    Understood: "zone N", "region NAME", "host of MACHINE", "rack of MACHINE" (its fault domain), "maintenance", and
    "maintenance of WORKLOAD". In a design of several regions a zone says which: "zone 2 of northeurope".

    Raises:
        InvalidInputError: For a text that says none of these, or something the design does not have.
    """
    several = (given,) if isinstance(given, str | Failure) else tuple(given)
    return tuple(one if isinstance(one, Failure) else _read(one, places) for one in several)


def choices_of(places: Sequence[Place]) -> tuple[str, ...]:
    """Every failure a design can be drilled with, as text.

    >>> from azstudy.catalog.designs import example
    >>> from azstudy.simulate.failures.places import places_of
    >>> choices_of(places_of(example("web-pair")))
    ('rack of web1', 'rack of web2', 'host of web1', 'host of web2', 'zone 1', 'region northeurope', 'maintenance')
    """
    regions = tuple(dict.fromkeys(place.region for place in places))
    racks: dict[tuple[str, ...], str] = {}
    for place in places:
        racks.setdefault(place.keys["rack"], f"rack of {place.machine}")
    zones = dict.fromkeys((place.region, place.zone) for place in places)
    named = (f"zone {zone}" + (f" of {region}" if len(regions) > 1 else "") for region, zone in zones)
    hosts = (f"host of {place.machine}" for place in places)
    return (*racks.values(), *hosts, *sorted(named), *(f"region {name}" for name in regions), "maintenance")


def _read(text: str, places: Sequence[Place]) -> Failure:
    found = _TEXT.fullmatch(text)
    what = " ".join((found["what"] if found else text).split()).casefold()
    kind, key, workload = _meaning(what, text, places)
    times = {
        "at_min": _minutes(found["at"], found["at_unit"], START_MIN) if found else START_MIN,
        "for_min": _minutes(found["long"], found["long_unit"], LAST_MIN) if found else LAST_MIN,
    }
    if times["for_min"] <= 0:
        raise InvalidInputError(f"{text!r} lasts no time. Give more than 0 minutes, such as 'zone 2 for 60 min'.")
    return Failure(kind=kind, what=what, key=key, workload=workload, **times)


def _meaning(what: str, text: str, places: Sequence[Place]) -> tuple[str, tuple[str, ...], str]:
    known = {choice.casefold(): choice for choice in choices_of(places)}
    workloads = {place.workload.casefold(): place.workload for place in places}
    if what == "maintenance":
        return "maintenance", (), ""
    if what.startswith("maintenance of ") and what.removeprefix("maintenance of ") in workloads:
        return "maintenance", (), workloads[what.removeprefix("maintenance of ")]
    what = what.replace("fault domain of", "rack of")
    for kind in ("host", "rack"):
        if what.startswith(f"{kind} of "):
            machine = what.removeprefix(f"{kind} of ")
            place = next((one for one in places if one.machine.casefold() == machine), None)
            if place is not None:
                return kind, place.keys[kind], ""
    for kind in ("zone", "region"):
        for place in places:
            if what in {f"{kind} {place.zone if kind == 'zone' else place.region.casefold()}", _long(place, kind)}:
                _one_region(what, kind, text, places)
                return kind, place.keys[kind], ""
    close = nearest(what, known) or tuple(known)[-4:]
    raise InvalidInputError(
        f"{text!r} is no failure of this design. Did you mean {' or '.join(repr(known[one]) for one in close)}?"
    )


def _long(place: Place, kind: str) -> str:
    return f"zone {place.zone} of {place.region.casefold()}" if kind == "zone" else ""


def _one_region(what: str, kind: str, text: str, places: Sequence[Place]) -> None:
    regions = dict.fromkeys(place.region for place in places)
    if kind == "zone" and " of " not in what and len(regions) > 1:
        raise InvalidInputError(f"{text!r}: in which region? Write '{what} of {next(iter(regions))}'.")


def _minutes(number: str | None, unit: str | None, default: float) -> float:
    return default if number is None else float(number) * (60 if (unit or "").lower() == "h" else 1)
