"""Proofs about availability: SLAs earned, composites, downtime, drills, update domains, hosts and reserved capacity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from azstudy.errors import UnknownNameError, nearest
from azstudy.quiz.proofs import proof


@proof("earned_sla")
def earned_sla(resources: Sequence[dict[str, Any]], ask: str = "percent", region: str = "westeurope") -> Any:
    """What the machines of a design earn: "percent", "kind", "next" (percent) of the first part, "chain" of all parts.

    `resources` are nouns, each with its `kind`; null where no number is documented.
    """
    from azstudy.plan.availability.earned import earned_slas

    report = earned_slas(_design(resources, region))
    first = report.parts[0]
    answers = {
        "percent": first.percent,
        "kind": first.kind,
        "next": first.next_percent,
        "chain": None if report.chain_percent is None else round(report.chain_percent, 4),
    }
    return _asked(answers, ask)


@proof("composite")
def composite(way: str, percents: Sequence[float] = (), digits: int = 4, **more: Any) -> float:
    """Several availabilities together, in percent: "serial", "alternatives", "k_of_n" or "regions".

    `more` are the arguments of `az.plan.k_of_n` (percent, n, needed) or `az.plan.regions` (percent, count,
    router_percent).
    """
    from azstudy.plan.availability import composite as of

    ways = {
        "serial": lambda: of.serial(*percents),
        "alternatives": lambda: of.alternatives(*percents),
        "k_of_n": lambda: of.k_of_n(**more),
        "regions": lambda: of.regions(**more),
    }
    return round(float(_asked(ways, way)()), digits)


@proof("downtime_minutes")
def downtime_minutes(percent: float, span: str = "month") -> float:
    """Minutes that an availability leaves in a "month" of 30 days or a "year" of 365 days, two decimals."""
    from azstudy.plan.availability.composite import downtime

    found = downtime(percent)
    return round(float(_asked({"month": found.month_min, "year": found.year_min}, span)), 2)


@proof("drill")
def drill(
    resources: Sequence[dict[str, Any]],
    failures: Any,
    ask: str = "survives",
    workload: str | None = None,
    needed: Mapping[str, int] | int | None = None,
    disk: str | None = None,
    region: str = "westeurope",
) -> Any:
    """What a drill leaves: "survives" (true or false), "lowest" (machines up), "turns" of maintenance, "reachable".

    `workload` names the one that is asked about, the first one otherwise; `disk` the disk for "reachable".
    """
    from azstudy.simulate.failures.drill import outage

    run = outage(_design(resources, region), failures, needed=needed)
    one = run.workloads[0] if workload is None else run.workload(workload)
    answers: dict[str, Any] = {
        "survives": run.survives,
        "lowest": one.lowest,
        "turns": sum(after < before for (_, before), (_, after) in zip(one.steps, one.steps[1:], strict=False)),
        "reachable": None if disk is None else run.disk(disk).reachable,
    }
    return _asked(answers, ask)


@proof("cheapest_for_nines")
def cheapest_for_nines(target_percent: float, ask: str = "layout", **more: Any) -> Any:
    """The "layout", "vms" or "percent" of the cheapest design for a target; `more` goes to `az.plan.nines`."""
    from azstudy.plan.availability.nines import nines

    chosen = nines(target_percent, **more).chosen
    if chosen is None:
        return None
    return _asked({"layout": chosen.layout, "vms": chosen.vms, "percent": chosen.percent}, ask)


@proof("update_domain")
def update_domain(place: int, update_domains: int = 5) -> int:
    """Update domain, from 0, of the VM in that place (from 0) of an availability set."""
    from azstudy.model.placement import AvailabilitySet

    return AvailabilitySet("set", update_domains=update_domains).update_domain_of(place)


@proof("recovery_wait")
def recovery_wait(update_domains: int) -> int:
    """Minutes Azure waits between the update domains of a set while all of them are restarted."""
    from azstudy.rules.availability_sets import recovery_wait_min

    return recovery_wait_min(update_domains)


@proof("capacity_billed")
def capacity_billed(reserved: int, deployed: int) -> int:
    """Units of its size that a capacity reservation and its VMs are billed for."""
    from azstudy.rules.availability_capacity import reservation_bill

    return reservation_bill(reserved=reserved, deployed=deployed).units


@proof("host_quota_enough")
def host_quota_enough(series: str, family_quota_vcpus: int) -> bool | None:
    """True where the family quota is enough for one dedicated host; null where that is not known."""
    from azstudy.rules.availability_groups import host_deployable

    return host_deployable(series, family_quota_vcpus=family_quota_vcpus)


def _design(resources: Sequence[dict[str, Any]], region: str) -> Any:
    from azstudy.model.design import Design

    given: Any = resources
    return Design("question", given, region=region)


def _asked(answers: Mapping[str, Any], ask: str) -> Any:
    if ask not in answers:
        raise UnknownNameError("question", ask, nearest(ask, answers), hint=f"Allowed: {', '.join(answers)}.")
    return answers[ask]
