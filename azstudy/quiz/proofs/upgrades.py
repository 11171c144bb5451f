"""Proofs about upgrades, health and repairs: what a run comes to, sizes of batches, states, starts of OS upgrades."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from azstudy.errors import UnknownNameError, nearest
from azstudy.quiz.proofs import proof


@proof("upgrade")
def upgrade(ask: str, **given: Any) -> Any:
    """What an upgrade comes to; `given` are the arguments of `az.simulate.upgrade`.

    `ask` is "status", "batches", "first_batch" (how many in it), "zones" (of the batches), "broken" (how many are ill
    at the end), "new" (instances with the new version at the end), "repairs", "suspended", "lowest" (fewest in
    rotation) or "peak" (most instances).
    """
    from azstudy.simulate.upgrading.entry import upgrade as run

    result = run(**given)
    answers: dict[str, Any] = {
        "status": result.status,
        "batches": len(result.batches),
        "first_batch": len(result.batches[0].ids) if result.batches else 0,
        "zones": [one.zone for one in result.batches],
        "broken": len(result.broken),
        "new": result.versions.get(1, 0),
        "repairs": len(result.repairs),
        "suspended": result.suspended,
        "lowest": result.lowest_in_rotation,
        "peak": int(result.service.desired.max()),
    }
    if ask not in answers:
        raise UnknownNameError("question", ask, nearest(ask, answers), hint=f"Allowed: {', '.join(answers)}.")
    return answers[ask]


@proof("repairs_at_once")
def repairs_at_once(instances: int) -> int:
    """How many instances automatic repairs take at the same time."""
    from azstudy.rules.scaleset_health import repairs_at_once as at_once

    return at_once(instances)


@proof("health_states")
def health_states(answers: Sequence[int | str | None], **extension: Any) -> list[str]:
    """The state of a new instance after each answer; `extension` are the fields of a HealthExtension."""
    from azstudy.model.scaleset import HealthExtension
    from azstudy.simulate.upgrading.health import health

    return [str(state) for state in health(HealthExtension(**extension), answers)]


@proof("os_upgrade_starts")
def os_upgrade_starts(region: str, regions: Sequence[str], **given: Any) -> bool:
    """Whether a version replicated to `regions` starts automatic OS upgrades in `region`."""
    from azstudy.simulate.upgrading.os_image import starts_os_upgrade

    return bool(starts_os_upgrade(region, list(regions), **given))


@proof("repaired")
def repaired(ill: Mapping[str, float] | Sequence[int], **given: Any) -> list[int]:
    """Ids of the instances that automatic repairs take, in order; `given` are the arguments of `az.simulate.repair`."""
    from azstudy.simulate.upgrading.entry import repair

    when = {int(one): minute for one, minute in ill.items()} if isinstance(ill, Mapping) else list(ill)
    return [one.instance for one in repair(ill=when, **given).repairs]
