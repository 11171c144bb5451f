"""The SLA of each part of the lab's design, and what the parts come to together."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from azstudy.model.balancer import LoadBalancer
from azstudy.model.design import Design
from azstudy.model.vm import VirtualMachine
from azstudy.plan.availability.composite import alternatives, serial
from azstudy.plan.availability.earned import earned_sla, earned_slas
from azstudy.plan.availability.nines import SLA_ROUTER
from azstudy.plan.availability.sla import EarnedSla
from azstudy.simulate.failures.workloads import TAG


@attrs.frozen(kw_only=True)
class Link:
    """One part of the chain.

    Attributes:
        name: What it is, such as "web".
        region: Where it stands; empty for what stands above the regions.
        sla: What it earns, with the reason; None for the router between regions.
        percent: The number; None where none is documented.
    """

    name: str
    region: str
    sla: EarnedSla | None
    percent: float | None


@attrs.frozen(kw_only=True)
class Chain:
    """All parts, and the product.

    Attributes:
        links: The parts: those of each region, then what all regions need.
        percent: All together, a model; None where a part has no documented number.
        formula: How it is worked out, with the numbers.
    """

    links: tuple[Link, ...]
    percent: float | None
    formula: str

    def link(self, name: str, region: str = "") -> Link | None:
        """The first part of that name, in that region if one is given."""
        return next((one for one in self.links if one.name == name and region in ("", one.region)), None)


def chain_of(design: Design) -> Chain:
    """The chain: parts of a region one after another, regions as alternatives behind a router.

    A database that only one region has is needed by all.
    """
    regions = design.regions
    alone = len(regions) > 1 and len({design.region_of(vm) for vm in _tier(design, "db")}) == 1
    links = [link for region in regions for link in _in_region(design, region, without_db=alone)]
    above: list[Link] = []
    if len(regions) > 1:
        above.append(Link(name="global router", region="", sla=None, percent=SLA_ROUTER))
    if alone:
        above.append(_tier_link(design, "db", ""))
    percent, formula = _together(regions, links, above)
    return Chain(links=(*links, *above), percent=percent, formula=formula)


def _tier(design: Design, tier: str, region: str = "") -> list[VirtualMachine]:
    return [vm for vm in design.vms if dict(vm.tags).get(TAG) == tier and region in ("", design.region_of(vm))]


def _in_region(design: Design, region: str, *, without_db: bool) -> list[Link]:
    found = [_tier_link(design, "web", region)] if _tier(design, "web", region) else []
    parts = {part.subject: part for part in earned_slas(design).parts}
    for balancer in design.of(LoadBalancer):
        if design.region_of(balancer) == region:
            part = parts[balancer.name]
            found.append(Link(name="load balancer", region=region, sla=part, percent=part.percent))
    if _tier(design, "db", region) and not without_db:
        found.append(_tier_link(design, "db", region))
    return found


def _tier_link(design: Design, tier: str, region: str) -> Link:
    earned = earned_sla(_tier(design, tier, region), design=design)
    return Link(name=tier, region=region, sla=earned, percent=earned.percent)


def _together(regions: Sequence[str], links: Sequence[Link], above: Sequence[Link]) -> tuple[float | None, str]:
    unknown = [link.name for link in (*links, *above) if link.percent is None]
    if unknown:
        return None, f"not known: {', '.join(dict.fromkeys(unknown))} has no documented SLA"
    each = [[link.percent or 0.0 for link in links if link.region == region] for region in regions]
    stacks = [serial(*numbers) for numbers in each if numbers]
    if len(stacks) == 1:
        return stacks[0], f"{' × '.join(f'{number:g}' for number in each[0])} % = {stacks[0]:.4f} %"
    both = alternatives(*stacks)
    total = serial(both, *(link.percent or 0.0 for link in above))
    inner = " and ".join(f"{stack:.4f}" for stack in stacks)
    rest = " × ".join(f"{link.percent:g}" for link in above)
    return total, f"either of {inner} % = {both:.6f} %; × {rest} % = {total:.4f} %"
