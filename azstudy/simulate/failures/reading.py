"""Failures as they are typed: "zone 2", "region northeurope at 10 min for 2 h", "host of web1", "maintenance"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from azstudy.errors import InvalidInputError, nearest
from azstudy.simulate.failures.places import Component, Place, zone_of

START_MIN: Final = 10.0
LAST_MIN: Final = 60.0
"""When a failure begins, and how long it lasts, that says neither."""
AZURE_ZONES: Final = (1, 2, 3)
"""Zones that can be lost in any region, whether or not the design uses them (availability zones: three a region)."""

_SPAN: Final = r"(-?\d+(?:\.\d+)?)\s*(minutes?|mins?|m|hours?|h|days?|d)?"
_TIMES: Final = re.compile(rf"\s+(at|for|until|from)\s+{_SPAN}(?=\s|$)", re.IGNORECASE)
_MINUTES: Final = {"m": 1.0, "h": 60.0, "d": 1440.0}
_DOMAIN: Final = re.compile(r"fault domain (\d+)(?: of (.+))?")
_ZONE: Final = re.compile(r"zone (\d+)(?: of (.+))?")


@attrs.frozen(kw_only=True)
class Failure:
    """One failure of a drill.

    Attributes:
        kind: "host", "fault domain", "zone", "region" or "maintenance".
        what: In words, such as "zone 2".
        component: What falls; None for maintenance.
        workload: For maintenance of one workload; empty for all.
        at_min: Minutes after the start of the drill.
        for_min: How long it lasts; maintenance takes the time it needs.
    """

    kind: str
    what: str
    component: Component | None = None
    workload: str = ""
    at_min: float = START_MIN
    for_min: float = LAST_MIN


FailuresLike = str | Failure | Iterable[str | Failure]


def read_failures(given: FailuresLike, places: Sequence[Place]) -> tuple[Failure, ...]:
    """Failures from texts such as "zone 2 at 30 min for 2 h"; several in a list, or with semicolons between them.

    Raises:
        InvalidInputError: For a text that names nothing of this design, or a time that makes no sense.
    """
    if isinstance(given, Failure):
        return (given,)
    several = [part for part in given.split(";") if part.strip()] if isinstance(given, str) else list(given)
    if not several:
        raise InvalidInputError(f"No failure was given. {_examples(places)}")
    found = [one if isinstance(one, Failure) else _read(str(one), places) for one in several]
    return tuple(sorted(found, key=lambda one: one.at_min))


def drills_of(places: Sequence[Place]) -> tuple[str, ...]:
    """What a design can be drilled with, as text: regions, zones, fault domains, hosts, maintenance.

    >>> from azstudy.catalog.designs import example
    >>> from azstudy.simulate.failures.places import places_of
    >>> drills_of(places_of(example("web-pair")))[:5]
    ('zone 1', 'zone 2', 'zone 3', 'region northeurope', 'fault domain 0 of web')
    """
    regions = tuple(dict.fromkeys(place.region for place in places))
    several = len(regions) > 1
    zones = [f"zone {zone}{f' of {region}' if several else ''}" for region in regions for zone in AZURE_ZONES]
    domains = _domains(places)
    hosts = [f"host of {one.machine}" for one in places]
    return (*zones, *(f"region {name}" for name in regions), *domains, *hosts, "maintenance")


def _domains(places: Sequence[Place]) -> tuple[str, ...]:
    """Fault domains by number where that is known and one in its workload, else by the first machine in each."""
    first: dict[Component, Place] = {}
    alike: dict[tuple[str, int], set[Component]] = {}
    for place in places:
        own = place.component("fault domain")
        first.setdefault(own, place)
        alike.setdefault((place.workload, place.domain), set()).add(own)
    return tuple(
        f"fault domain {one.domain} of {one.workload}"
        if one.domain_known and len(alike[one.workload, one.domain]) == 1
        else f"fault domain of {one.machine}"
        for one in first.values()
    )


def _read(text: str, places: Sequence[Place]) -> Failure:
    times = {word.lower(): _in_minutes(number, unit) for word, number, unit in _TIMES.findall(text)}
    what = " ".join(_TIMES.sub("", text).split()).casefold().removeprefix("lose ")
    at = times.get("at", times.get("from", START_MIN))
    if "until" in times and "for" in times:
        raise InvalidInputError(f"{text.strip()!r}: give either how long (for 60 min) or the end (until 90 min).")
    long = times["until"] - at if "until" in times else times.get("for", LAST_MIN)
    if at < 0 or long <= 0:
        raise InvalidInputError(
            f"{text.strip()!r} starts at {at:g} min and lasts {long:g} min. A failure starts at 0 or later and lasts "
            "more than 0 minutes: 'zone 2 at 30 min for 2 h'."
        )
    kind, component, workload = _meaning(what, text.strip(), places)
    return Failure(kind=kind, what=what, component=component, workload=workload, at_min=at, for_min=long)


def _in_minutes(number: str, unit: str) -> float:
    return float(number) * _MINUTES[(unit or "m")[0].lower()]


def _meaning(what: str, text: str, places: Sequence[Place]) -> tuple[str, Component | None, str]:
    what = re.sub(r"^(rack|fd)\b", "fault domain", what)
    if what == "maintenance":
        return "maintenance", None, ""
    workload = _workload(what.removeprefix("maintenance of "), places)
    if what.startswith("maintenance of ") and workload:
        return "maintenance", None, workload
    for kind in ("host", "fault domain"):
        place = _machine(what.removeprefix(f"{kind} of "), places) if what.startswith(f"{kind} of ") else None
        if place is not None:
            return kind, place.component(kind), ""
    for found in (_domain(what, text, places), _zone(what, text, places), _region(what, places)):
        if found is not None:
            return found.kind, found, ""
    raise InvalidInputError(f"{text!r} names nothing of this design. {_examples(places, what)}")


def _workload(name: str, places: Sequence[Place]) -> str:
    return next((one.workload for one in places if one.workload.casefold() == name), "")


def _machine(name: str, places: Sequence[Place]) -> Place | None:
    return next((one for one in places if one.machine.casefold() == name), None)


def _domain(what: str, text: str, places: Sequence[Place]) -> Component | None:
    found = _DOMAIN.fullmatch(what)
    if found is None:
        return None
    number, of = int(found[1]), found[2]
    here = [one for one in places if one.domain_known and (of is None or one.workload.casefold() == of)]
    racks = dict.fromkeys(one.component("fault domain") for one in here if one.domain == number)
    if len(racks) == 1:
        return next(iter(racks))
    if racks:
        machine = next(one.machine for one in here if one.domain == number)
        raise InvalidInputError(
            f"{text!r}: {len(racks)} fault domains have that number. Name a machine in it: 'fault domain of {machine}'."
        )
    return None


def _zone(what: str, text: str, places: Sequence[Place]) -> Component | None:
    found = _ZONE.fullmatch(what)
    if found is None:
        return None
    number, regions = int(found[1]), list(dict.fromkeys(place.region for place in places))
    used = {place.zone for place in places}
    if number not in {*AZURE_ZONES, *used}:
        raise InvalidInputError(f"{text!r}: there is no zone {number}. A region has zones 1, 2 and 3.")
    if found[2] is not None:
        region = next((one for one in regions if _key(one) == _key(found[2])), None)
        if region is None:
            raise InvalidInputError(f"{text!r}: this design stands in {' and '.join(regions)}.")
        return zone_of(region, number)
    if len(regions) > 1:
        raise InvalidInputError(f"{text!r}: in which region? Write 'zone {number} of {regions[0]}'.")
    return zone_of(regions[0], number)


def _region(what: str, places: Sequence[Place]) -> Component | None:
    regions = list(dict.fromkeys(place.region for place in places))
    if what == "region" and len(regions) == 1:
        return Component("region", regions[0])
    name = what.removeprefix("region ") if what.startswith("region ") else ""
    return next((Component("region", one) for one in regions if name and _key(one) == _key(name)), None)


def _key(name: str) -> str:
    return "".join(name.split()).casefold()


def _examples(places: Sequence[Place], near: str = "") -> str:
    known = drills_of(places)
    close = nearest(near, known) if near else ()
    if close:
        return f"Did you mean {' or '.join(repr(one) for one in close)}?"
    shown = [*known[:4], *known[-2:]]
    return f"Try {', '.join(repr(one) for one in dict.fromkeys(shown))}."
