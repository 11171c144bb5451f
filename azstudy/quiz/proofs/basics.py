"""Proofs about sizes, prices, licences, rules and nouns. Sizes are written and returned without `Standard_`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from azstudy.errors import QuizError, UnknownNameError, nearest
from azstudy.quiz.proofs import attribute, plain, proof


def _short(name: str) -> str:
    return name.removeprefix("Standard_")


@proof("cheapest_size")
def cheapest_size(**filters: Any) -> str | None:
    """Name of the first size of the ranking, None where nothing fits."""
    from azstudy.catalog.sizing import find_sizes

    offers = find_sizes(**filters).offers
    return _short(offers[0].size) if offers else None


@proof("fits")
def fits(size: str, **filters: Any) -> bool:
    """True where the size meets every filter."""
    return not rejected_because(size, **filters)


@proof("rejected_because")
def rejected_because(size: str, **filters: Any) -> list[str]:
    """Names of the constraints the size fails, sorted; empty where it fits."""
    from azstudy.catalog import lookup
    from azstudy.catalog.sizing import find_sizes

    name = lookup.size(size).name
    rejected = find_sizes(**filters).rejected
    return sorted({reason.constraint for one in rejected if one.size == name for reason in one.reasons})


@proof("count_fitting")
def count_fitting(**filters: Any) -> int:
    """How many sizes meet every filter."""
    from azstudy.catalog.sizing import find_sizes

    return len(find_sizes(**filters).fitting)


@proof("monthly_cost")
def monthly_cost(
    size: str,
    region: str,
    os: str = "linux",
    term: str = "payg",
    hours: float = 730,
    hybrid_benefit: bool = False,
) -> float:
    """USD a month for `hours` running hours, two decimals; a commitment is paid for every hour, used or not."""
    from azstudy.catalog import lookup

    offers = lookup.price(size, regions=region, os=os, term=term, hours_per_month=hours, hybrid_benefit=hybrid_benefit)
    return round(offers[0].usd_per_month, 2)


@proof("cheaper_of")
def cheaper_of(sizes: Sequence[str], **offer: Any) -> str:
    """The name with the lowest monthly cost; the arguments after `sizes` are those of `monthly_cost`."""
    return min(sizes, key=lambda size: monthly_cost(size, **offer))


@proof("break_even_hours")
def break_even_hours(
    size: str, region: str, os: str = "linux", term: str = "reservation_1y", hybrid_benefit: bool = False
) -> float | None:
    """Running hours a month from which the commitment is cheaper than pay-as-you-go, one decimal; None where never."""
    from azstudy.catalog import lookup
    from azstudy.model.facts import Term

    asked = Term.parse(term)
    for one in lookup.break_even(size, region=region, os=os, hybrid_benefit=hybrid_benefit):
        if one.term is asked:
            return None if one.hours_per_month is None else round(one.hours_per_month, 1)
    raise QuizError(f"No {asked.label} is known for {size} in {region} on {os}.")


@proof("size_part")
def size_part(name: str, part: str) -> Any:
    """One part of a size name; None where the name does not have it."""
    from azstudy.model.sizename import SizeName

    return attribute(SizeName.parse(name), part)


@proof("size_field")
def size_field(size: str, field: str) -> Any:
    """One field of a size as the catalogue knows it; None where it is not known."""
    from azstudy.catalog import lookup

    return attribute(lookup.size(size), field)


@proof("ahb_cores")
def ahb_cores(vcpus: int | list[int]) -> int:
    """Core licences one Windows VM, or a fleet given as a list, uses under Hybrid Benefit: vCPUs, at least 8 each."""
    from azstudy.cost.hybrid_benefit import windows_core_licences

    return windows_core_licences(vcpus)


@proof("workload_need")
def workload_need(need: str, **workload: Any) -> Any:
    """What a measured server needs in one dimension, such as "vcpus" or "memory_gib"."""
    from azstudy.catalog.workload import Workload

    return Workload(**workload).requirement()[need]


@proof("credit_hours")
def credit_hours(size: str, percent: float, start: str = "credit_max") -> float | None:
    """Hours at a steady CPU use (percent of each vCPU) until a B size's credits are gone; None at or below its base."""
    from azstudy.catalog import lookup
    from azstudy.simulate.burstable.facts import endurance

    found = endurance(lookup.size(size), percent)
    if found is None:
        raise QuizError(f"{size} does not run on CPU credits.")
    hours = found.hours_full if start == "credit_max" else found.hours_new
    return None if hours is None else round(hours, 2)


@proof("refused_because")
def refused_because(resources: Sequence[dict[str, Any]], region: str = "westeurope") -> list[str]:
    """Ids of the rules for which Azure would refuse these resources, sorted; empty where it takes them."""
    from azstudy.catalog.reviewing import review
    from azstudy.model.design import Design

    given: Any = resources
    return sorted({finding.rule_id for finding in review(Design("question", given, region=region)).errors})


@proof("noun_default")
def noun_default(kind: str, field: str) -> Any:
    """The default of a noun's field, such as the host caching of an OsDisk."""
    from azstudy.model.nouns import noun_class

    found: Any = noun_class(kind)
    fields = {each.name: each.default for each in attrs.fields(found)}
    if field not in fields:
        raise UnknownNameError(f"field of {kind}", field, nearest(field, fields))
    if fields[field] is attrs.NOTHING:
        raise QuizError(f"{kind}.{field} has no default: it has to be said.")
    return plain(fields[field])


@proof("compute_billed")
def compute_billed(state: str) -> bool:
    """True where a VM in this power state is billed for compute."""
    from azstudy.model.words import PowerState

    return PowerState.parse(state).compute_billed
