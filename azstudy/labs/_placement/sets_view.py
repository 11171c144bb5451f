"""How many scale sets a tier needs: limits of one set, and what would lift them."""

from __future__ import annotations

import math
from typing import Final

import attrs

from azstudy.labs import _html as h
from azstudy.labs._controls import Controls, Group, Number, State
from azstudy.labs._placement.controls import scale_set_of
from azstudy.labs._placement.result import PlacementLabResult
from azstudy.model.scaleset import ScaleSet
from azstudy.rules import Facts
from azstudy.rules._fleet import instance_limit
from azstudy.rules.scaleset_limits import SPARE_WITH_OVERPROVISIONING, allowed_fault_domains

_TIERS: Final = (50, 100, 150, 200, 300, 400, 500, 600, 800, 1000, 1200, 1500, 2000, 2400, 3000, 4000, 5000)


@attrs.frozen(kw_only=True)
class Tier:
    """A tier spread over scale sets of one kind: the most in one, the reason, and how many instances each holds."""

    most: int
    why: str
    sets: tuple[int, ...]


def tier_of(scale_set: ScaleSet, instances: int) -> Tier:
    """Fewest scale sets like this one for a tier of that many instances, filled evenly.

    >>> tier_of(ScaleSet("web", "D4s_v5"), 2400).sets
    (800, 800, 800)
    """
    most, why = instance_limit(scale_set, Facts())
    number = max(1, math.ceil(instances / most))
    low, more = divmod(instances, number)
    return Tier(most=most, why=why, sets=tuple(low + (at < more) for at in range(number)))


def settings(_: PlacementLabResult) -> Controls:
    """How large the tier is."""
    size = Number(name="tier", label="Instances of the tier", minimum=1, maximum=20_000, stops=_TIERS, default=2400)
    return Controls((Group(title="", controls=(size,)),))


def sets(result: PlacementLabResult, local: State) -> h.Markup:
    """This scale set and its variants: how many of each a tier needs."""
    tier = int(local.get("tier", 2400))
    here = scale_set_of(result.state)
    plain = here.evolve(image=None, single_placement_group=None)
    variants = (
        ("as set here", here),
        ("gallery image", plain.evolve(single_placement_group=False)),
        ("managed image", plain.evolve(image="managed-image", single_placement_group=False)),
        ("one placement group", plain.evolve(single_placement_group=True, zones=here.zones)),
    )
    rows = []
    for name, one in variants:
        found = tier_of(one, tier)
        rows.append((name, f"{found.most:,}", found.why, len(found.sets), _sizes(found.sets)))
    columns = [
        h.Column("One scale set"),
        h.Column("Holds", numeric=True),
        h.Column("Because"),
        h.Column("Sets needed", numeric=True),
        h.Column("Instances in each"),
    ]
    table = h.table(columns, rows, caption=f"Fewest scale sets for a tier of {tier:,} instances")
    return h.tag("div", table, h.bullets(_facts(here, tier)))


def _facts(one: ScaleSet, tier: int) -> list[str]:
    """What else the choice of mode decides."""
    domains = ", ".join(str(number) for number in allowed_fault_domains(one))
    spread = "max spreading" if one.effective_fault_domains == 1 else "fixed spreading"
    said = [
        f"Fault domains this set may have: {domains}; now {one.effective_fault_domains} ({spread}).",
        "A Marketplace image counts as a gallery image.",
        "More than one placement group needs a Standard load balancer, and a set that has several never goes back.",
        "Instances that differ (a quorum database beside web servers, two upgrade policies) need sets of their own "
        "whatever their number.",
    ]
    if one.effective_overprovision:
        spare = math.ceil(tier * SPARE_WITH_OVERPROVISIONING)
        said.append(f"Uniform overprovisions: leave 20 % spare addresses in the subnet, {spare:,} for {tier:,}.")
    return said


def _sizes(numbers: tuple[int, ...]) -> str:
    high, low = max(numbers), min(numbers)
    if high == low:
        return f"{high:,}" if len(numbers) == 1 else f"{len(numbers)} × {high:,}"
    return f"{numbers.count(high)} × {high:,} and {numbers.count(low)} × {low:,}"
