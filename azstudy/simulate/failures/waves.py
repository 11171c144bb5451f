"""Planned maintenance: who is restarted in which turn."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from azstudy.simulate.failures.places import Place


@attrs.frozen(kw_only=True)
class Wave:
    """Machines restarted together.

    Attributes:
        slot: How many turns of its length lie before it.
        machines: Their names.
        because: Which turn of what it is.
    """

    slot: int
    machines: tuple[str, ...]
    because: str


def waves_of(places: Sequence[Place]) -> tuple[Wave, ...]:
    """The turns: sets and scale sets of a region beside each other, their domains in turn, regions one after another.

    Source: maintenance-and-updates.md@0feba6f0 (2026-04): never both regions of a pair, one zone and one update domain
    at a time; the order of update domains is free, azstudy goes by their numbers. A VM without set and zone has no
    update domain: all of them go at once, the worst case.
    """
    found: list[Wave] = []
    first = 0
    for region in dict.fromkeys(place.region for place in places):
        tracks: dict[str, dict[int, list[Place]]] = {}
        for place in places:
            if place.region == region:
                tracks.setdefault(place.track, {}).setdefault(place.turn, []).append(place)
        for turns in tracks.values():
            for slot, turn in enumerate(sorted(turns)):
                members = turns[turn]
                words = f"planned maintenance, turn {slot + 1} of {len(turns)}: {members[0].because}"
                found.append(Wave(slot=first + slot, machines=tuple(one.machine for one in members), because=words))
        first += max(len(turns) for turns in tracks.values())
    return tuple(found)
