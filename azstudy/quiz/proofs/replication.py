"""Proofs about gallery images: what latest means, replicas that are enough, what copies store, send and cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.quiz.proofs import proof


def _answer(ask: str, answers: Mapping[str, Any]) -> Any:
    if ask not in answers:
        raise UnknownNameError("question", ask, nearest(ask, answers), hint=f"Allowed: {', '.join(answers)}.")
    return answers[ask]


@proof("latest_image")
def latest_image(
    versions: Mapping[str, Sequence[str]],
    region: str,
    excluded: Sequence[str] = (),
    end_of_life: Mapping[str, str] | None = None,
    on: str | None = None,
) -> str | None:
    """The version that latest means in a region; None where there is none. `versions` has the regions of each."""
    from azstudy.model.gallery import ImageVersion, TargetRegion
    from azstudy.simulate.images.latest import latest

    last = end_of_life or {}
    made = [
        ImageVersion(
            number,
            tuple(TargetRegion(name) for name in where),
            end_of_life=date.fromisoformat(last[number]) if number in last else None,
        )
        for number, where in versions.items()
    ]
    return latest(made, region, excluded=excluded, on=on).number


@proof("replica_plan")
def replica_plan(vms: int, regions: Sequence[str], ask: str = "total", **more: Any) -> Any:
    """What the cheapest enough replicas come to: "total", "most" in one region, "usd"; None where there is no plan."""
    from azstudy.plan.images.replicas import replicas

    try:
        plan = replicas(vms, regions, **more)
    except InvalidInputError:
        return None
    most = max(one.replicas for one in plan.regions)
    return _answer(ask, {"total": plan.total, "most": most, "usd": plan.usd_per_month})


def _replicated(replicas: Mapping[str, int], gib: float, source: str | None, storage: str, mode: str) -> Any:
    from azstudy.model.gallery import ImageVersion, TargetRegion
    from azstudy.model.schedule_words import ReplicaStorage, ReplicationMode
    from azstudy.simulate.images.replication import replication

    version = ImageVersion(
        "1.0.0",
        tuple(TargetRegion(name, count) for name, count in replicas.items()),
        storage=ReplicaStorage.parse(storage),
        replication_mode=ReplicationMode.parse(mode),
    )
    return replication(version, gib=gib, source=source)


@proof("replication_fact")
def replication_fact(
    replicas: Mapping[str, int],
    gib: float,
    ask: str,
    source: str | None = None,
    storage: str = "Standard_LRS",
    mode: str = "Full",
) -> Any:
    """What a version in its regions comes to: "stored_gib" and "sent_gib" as billed, "usd_per_month", "transfer_usd".

    GiB are worked out from the bill, so that the question and the bill cannot part.
    """
    from azstudy.catalog.between import replica_price, transfer_price

    run = _replicated(replicas, gib, source, storage, mode)
    stored = sent = 0.0
    for one in run.regions:
        price, crossing = replica_price(one.region, one.storage), transfer_price(run.source, one.region)
        stored += 0.0 if price is None else (one.storage_usd_per_month or 0.0) / price.usd
        sent += (one.transfer_usd or 0.0) / crossing.usd if crossing is not None and crossing.usd else 0.0
    return _answer(
        ask,
        {
            "stored_gib": round(stored, 6),
            "sent_gib": round(sent, 6),
            "usd_per_month": run.usd_per_month,
            "transfer_usd": run.transfer_usd,
        },
    )


@proof("replication_refused")
def replication_refused(
    replicas: Mapping[str, int],
    gib: float,
    source: str | None = None,
    storage: str = "Standard_LRS",
    mode: str = "Full",
) -> bool:
    """Whether Azure would refuse such a version."""
    try:
        _replicated(replicas, gib, source, storage, mode)
    except InvalidInputError:
        return True
    return False


@proof("creation_waves")
def creation_waves(vms: int, replicas: int, ask: str = "waves", create_min: float = 20) -> Any:
    """VMs created at once from replicas: "waves", "done_min", "waiting" at first, "saved_min" by one replica more."""
    from azstudy.simulate.images.choices import ImageChoices
    from azstudy.simulate.images.rollout import rollout

    [one] = rollout({"westeurope": vms}, {"westeurope": replicas}, choices=ImageChoices(create_min=create_min)).regions
    answers = {
        "waves": one.waves,
        "done_min": one.done_min,
        "waiting": one.waiting,
        "saved_min": one.done_min - one.one_more_min,
    }
    return _answer(ask, answers)
