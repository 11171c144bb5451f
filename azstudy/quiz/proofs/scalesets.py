"""Proofs about scale sets: who is placed where, who goes first, how many sets a tier needs, what quota leaves."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from azstudy.errors import QuizError, UnknownNameError, nearest
from azstudy.quiz.proofs import proof


@proof("placement")
def placement(
    ask: str,
    steps: Sequence[str | int] = (),
    population: Mapping[Any, Sequence[int]] | None = None,
    standby: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Any:
    """What a scale set has come to after its steps.

    `ask` is "capacity", "running", "per_zone" (counts in the order of zones, those without a zone last), "deleted",
    "spot", "waiting" (in the standby pool), "refused" (true or false) or "last_made" (ids made in the last step).
    `population` has ids by zone, "none" for no zone; `standby` the pool's max_ready and min_ready; the rest are fields
    of the scale set.
    """
    from azstudy.model.scaleset import ScaleSet, StandbyPool
    from azstudy.simulate.fleet.placing import placement as place

    there = None if population is None else {_zone(zone): list(ids) for zone, ids in population.items()}
    one = ScaleSet(**{"name": "web", "size": "D4s_v5", **fields})
    pool = None if standby is None else StandbyPool("warm", "web", **standby)
    run = place(one, list(steps), population=there, standby=pool)
    last = run.steps[-1]
    answers: dict[str, Any] = {
        "capacity": run.capacity,
        "running": last.running,
        "per_zone": list(run.per_zone.values()),
        "deleted": list(run.deleted),
        "spot": last.spot,
        "waiting": last.waiting,
        "refused": bool(run.refused),
        "last_made": list(last.created),
    }
    if ask not in answers:
        raise UnknownNameError("question", ask, nearest(ask, answers), hint=f"Allowed: {', '.join(answers)}.")
    return answers[ask]


def _zone(given: Any) -> int | None:
    if given in (None, "none"):
        return None
    if not str(given).isdigit():
        raise QuizError(f'Zone {given!r}: write a number, or "none".')
    return int(given)


@proof("sets_needed")
def sets_needed(instances: int, **fields: Any) -> int:
    """Fewest scale sets with these fields for a tier of that many instances."""
    from azstudy.catalog.reviewing import facts_of
    from azstudy.model.scaleset import ScaleSet
    from azstudy.rules._fleet import instance_limit

    one = ScaleSet(**{"name": "web", "size": "D4s_v5", **fields})
    return math.ceil(instances / instance_limit(one, facts_of())[0])


@proof("capacity_for_zone_loss")
def capacity_for_zone_loss(running: int, zones: int) -> int:
    """Fewest instances of which that many still run after the fullest of the zones has failed."""
    over = list(range(1, zones + 1))
    for capacity in range(running, 1001):
        counts = placement("per_zone", zones=over, instances=capacity)
        if capacity - max(counts) >= running:
            return capacity
    raise QuizError(f"{running} instances cannot be kept over {zones} zones within one scale set.")


@proof("quota_left")
def quota_left(size: str, limits: Mapping[str, int], **used: Any) -> int | None:
    """Most new VMs of a size within the limits; `used` are the arguments of `az.simulate.quota`."""
    from azstudy.simulate.fleet.quotas import quota

    return quota(size, limits=limits, **used).most_new
