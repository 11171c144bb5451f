"""Proofs about disks: their limits and prices, a load on a VM's disks, the cheapest set, room for an ephemeral disk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from azstudy.errors import QuizError, UnknownNameError, nearest
from azstudy.quiz.proofs import attribute, proof


@proof("disk_fact")
def disk_fact(disk: str, field: str) -> Any:
    """One number of a disk by itself: iops, mbps, burst_iops, burst_mbps, burst_model, tier, bucket_ios, refill_s."""
    from azstudy.simulate.storage.facts import disk_facts

    return attribute(disk_facts(disk), field)


@proof("disk_cost")
def disk_cost(disks: Sequence[str], region: str = "westeurope") -> float:
    """USD a month for a list of disks, each with a number in front if there are several ("2 x P30"), two decimals."""
    from azstudy.catalog.disks import disk_book
    from azstudy.simulate.storage.facts import disk_facts
    from azstudy.simulate.storage.words import read_disks

    cost = 0.0
    for _, disk in read_disks(list(disks), disk_book()):
        found = disk_facts(disk, region=region).cost
        if found.usd is None:
            raise QuizError(f"The price of {disks} in {region} is not known: {found.reason}")
        cost += found.usd
    return round(cost, 2)


@proof("cheapest_disks_of")
def cheapest_disks_of(choices: Sequence[str], region: str = "westeurope") -> str:
    """The choice with the lowest price a month; each is written as `az.simulate.disk_io` reads it."""
    return min(choices, key=lambda one: disk_cost([one], region))


@proof("disk_run")
def disk_run(ask: str, size: str, disks: Sequence[str], load: Any, **more: Any) -> Any:
    """One outcome of a load on a VM's disks; `more` are the arguments of `az.simulate.disk_io`.

    `ask` is "served_iops" or "served_mbps" (in the last step), "cached_iops" or "uncached_iops" (on average, by the VM
    limit they count against), "asked_iops" (in IOs of up to 256 KiB), "throttled_minutes", "first_throttled_minute",
    "capped_by", or "burst_units" (of 10,000 transactions, on demand).
    """
    from azstudy.simulate.storage.run import disk_io

    run = disk_io(size, list(disks), load, **more)
    seconds = run.steps * run.step_s
    answers: dict[str, Any] = {
        "served_iops": lambda: round(float(run.served_iops[-1]), 6),
        "served_mbps": lambda: round(float(run.served_mbps[-1]), 6),
        "asked_iops": lambda: round(float(run.asked_iops[-1]), 6),
        "cached_iops": lambda: round(run.paths["cached"] / seconds, 6),
        "uncached_iops": lambda: round(run.paths["uncached"] / seconds, 6),
        "throttled_minutes": lambda: run.throttled_minutes,
        "first_throttled_minute": lambda: run.first_throttled_minute,
        "capped_by": lambda: run.capped_by,
        "burst_units": lambda: sum(bill.units for bill in run.burst_bills),
    }
    if ask not in answers:
        raise UnknownNameError("question", ask, nearest(ask, answers), hint=f"Allowed: {', '.join(answers)}.")
    return answers[ask]()


@proof("cheapest_disks")
def cheapest_disks(size: str, **needs: Any) -> str | None:
    """The cheapest set of disks as `az.plan.disks` writes it, None where none fits."""
    from azstudy.plan.storage.choose import disks

    best = disks(size, **needs).best
    return None if best is None else best.words


@proof("disks_lack")
def disks_lack(set_of_disks: str, size: str, **needs: Any) -> list[str]:
    """Names of the needs that a set ("2 x P20") does not meet, sorted; empty where it fits."""
    from azstudy.plan.storage.choose import disks

    plan = disks(size, **needs)
    rejected = plan.why_not(set_of_disks)
    if rejected is None and plan.find(set_of_disks) is None:
        raise QuizError(f"{set_of_disks!r} was not compared. Write it as az.plan.disks does, such as '2 x P30'.")
    return sorted({reason.constraint for reason in rejected.reasons}) if rejected else []


@proof("disk_may_be_set")
def disk_may_be_set(disk: str, gib: float, field: str, iops: int | None = None) -> float:
    """What a "Premium SSD v2" or "Ultra" disk of that size may be set to at most: max_iops or max_mbps."""
    from azstudy.model.words import DiskType
    from azstudy.rules.disks import premium_v2_limits, ultra_limits

    limits = {DiskType.PREMIUM_V2: premium_v2_limits, DiskType.ULTRA: ultra_limits}.get(DiskType.parse(disk))
    if limits is None:
        raise QuizError(f"{disk} has tiers; its IOPS cannot be set.")
    return float(attribute(limits(gib, iops), field))


@proof("ephemeral_room")
def ephemeral_room(size: str, os_gib: int, field: str = "remaining_gib", **more: Any) -> Any:
    """What an ephemeral OS disk leaves of a size's local storage: remaining_gib, max_os_gib, fits."""
    from azstudy.catalog import lookup
    from azstudy.rules.vm_ephemeral import ephemeral_fit, local_gib, placements

    facts = lookup.size(size)
    kinds = placements(facts)
    space = local_gib(facts, kinds[0]) if kinds else None
    if not kinds or space is None:
        raise QuizError(f"{size} is not known to keep an ephemeral OS disk.")
    disks = facts.local_nvme_count or 1
    fit = ephemeral_fit(placement=kinds[0], local_gib=space, os_gib=os_gib, nvme_disks=disks, **more)
    return attribute(fit, field)
