"""Instances that are there at the start, as a learner writes them: ids by zone, and how old they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from azstudy.errors import InvalidInputError
from azstudy.model.scaleset import ScaleSet
from azstudy.simulate.fleet.instance import Instance
from azstudy.simulate.fleet.wording import row

Population: TypeAlias = Mapping[int | None, Iterable[int]] | Iterable[int]
"""Ids by zone (None for no zone), or ids alone where there are no zones."""


def instances_of(
    scale_set: ScaleSet, given: Population, ages: Mapping[int, float], spot: Iterable[int], size: str
) -> tuple[Instance, ...]:
    """The population as instances, in the order of their ids.

    Raises:
        InvalidInputError: For ids given twice or of a kind that makes no sense, zones the scale set does not have,
            and ages or Spot marks of ids that are not there.

    >>> web = ScaleSet("web", "D4s_v5", zones=[1, 2])
    >>> [(one.id, one.zone) for one in instances_of(web, {1: [3], 2: [1, 2]}, {}, (), "D4s_v5")]
    [(1, 2), (2, 2), (3, 1)]
    """
    placed = _placed(scale_set, given)
    spots = set(spot)
    for word, named in (("ages", ages), ("spot", spots)):
        unknown = sorted(set(named) - set(placed))
        if unknown:
            raise InvalidInputError(f"{word}: no instance {row(unknown, 'or')} in the population.")
    domains = scale_set.effective_fault_domains
    filled: Counter[tuple[int | None, int]] = Counter()
    made = []
    for number in sorted(placed):
        zone = placed[number]
        domain = min(range(domains), key=lambda one: (filled[zone, one], one)) if domains > 1 else None
        if domain is not None:
            filled[zone, domain] += 1
        born_s = -_hours(number, ages.get(number, 0.0)) * 3600.0
        one = Instance(
            id=number, zone=zone, fault_domain=domain, created_s=born_s, spot=scale_set.spot and not scale_set.spot_mix
        )
        one.size, one.spot = size, one.spot or number in spots
        made.append(one)
    return tuple(made)


def _placed(scale_set: ScaleSet, given: Population) -> dict[int, int | None]:
    by_zone = given if isinstance(given, Mapping) else {None: given}
    placed: dict[int, int | None] = {}
    for zone, ids in by_zone.items():
        if zone is not None and zone not in scale_set.zones:
            there = f"zones {row(scale_set.zones)}" if scale_set.zones else "no zones"
            raise InvalidInputError(f"population: zone {zone!r}, and {scale_set.name} has {there}.")
        for number in [ids] if isinstance(ids, int) else ids:
            if not isinstance(number, int) or isinstance(number, bool) or number < 0:
                raise InvalidInputError(f"population: instance {number!r}. Ids are whole numbers from 0.")
            if number in placed:
                raise InvalidInputError(f"population: instance {number} is given twice.")
            placed[number] = zone
    return placed


def _hours(number: int, age: float) -> float:
    if not isinstance(age, int | float) or not 0 <= age < float("inf"):
        raise InvalidInputError(f"ages: instance {number} is {age!r} hours old. Give a number of hours from 0.")
    return float(age)
