"""The cheapest legal design that reaches a target, from a short list of ways to place VMs; all others with a reason."""

from __future__ import annotations

from typing import Final

import attrs

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.catalog.reviewing import review
from azstudy.errors import InvalidInputError
from azstudy.model.disk import OsDisk
from azstudy.model.words import DiskType
from azstudy.plan.availability.composite import alternatives, serial
from azstudy.plan.availability.designs import GLOBAL_PARTS, LAYOUTS, Layout, Machines, build, earned_in_each
from azstudy.plan.availability.option import NinesOption as NinesOption
from azstudy.plan.availability.option import NinesPlan as NinesPlan
from azstudy.plan.availability.option import monthly_cost
from azstudy.plan.availability.sla import SLA_LOAD_BALANCER, EarnedSla

TARGETS: Final = (95.0, 99.0, 99.5, 99.9, 99.95, 99.99, 99.999)
SLA_ROUTER: Final = 99.99
"""A global router such as Traffic Manager (as the composite-SLA page of the Azure Architecture Center quotes it)."""
_KINDS: Final = (DiskType.STANDARD, DiskType.STANDARD_SSD, DiskType.PREMIUM)


@attrs.frozen(kw_only=True)
class _Need:
    """What was asked for."""

    size: str
    regions: tuple[str, str | None]
    os: str
    vms: int
    balanced: bool
    disk_gib: int
    router_percent: float
    catalog: Catalog


def nines(
    target_percent: float,
    *,
    size: str = "D2s_v5",
    region: str = "westeurope",
    second_region: str | None = None,
    router_percent: float = SLA_ROUTER,
    os: str = "linux",
    vms: int = 1,
    balanced: bool = False,
    disk_gib: int = 64,
    catalog: Catalog | None = None,
) -> NinesPlan:
    """The cheapest legal way to reach an availability with VMs of one size.

    Placements: a single VM, an availability set, a scale set over fault domains, zones, a dedicated host group, and
    two regions behind a router; each with Standard HDD, Standard SSD and Premium SSD OS disks. Exact: every one is
    built, reviewed, priced. An SLA promises that at least one VM can be reached, so a design that needs several at
    once needs spare ones on top. What several SLAs come to together is a model. An option with parts that have no
    price here, such as a global router, is taken only where no option without them reaches the target.

    Args:
        target_percent: 0 to 100.
        size: Every VM's size.
        region: Zones count where it has them.
        second_region: For the options of two regions; its pair by default, left out where it has none.
        router_percent: SLA of what sends users to a region; 100 for clients that know both and try the other.
        os: "linux" or "windows".
        vms: VMs that the work needs, in each region; placements that want two have at least two.
        balanced: True where users come through a Standard Load Balancer, whose SLA then counts too. A single VM needs
            none.
        disk_gib: Size of each OS disk.
        catalog: The facts and prices to use.

    Raises:
        InvalidInputError: For a number that is no percentage, or no VM.
        UnknownNameError: For an unknown size or region.

    >>> plan = nines(99.95)
    >>> plan.chosen.layout, plan.chosen.vms
    ('scale set, 2 zones, Standard HDD', 2)
    """
    catalog = catalog or default_catalog()
    for percent in (target_percent, router_percent):
        if not 0 <= percent <= 100:  # NaN fails too
            raise InvalidInputError(f"{percent:g} is not an availability. Give percent, 0 to 100, such as 99.95.")
    if vms < 1:
        raise InvalidInputError(f"vms is {vms}. The work needs 1 VM or more.")
    catalog.size(size)
    home = catalog.region(region)
    other = catalog.region(second_region).name if second_region else home.pair
    if other == home.name:
        raise InvalidInputError(f"second_region is {other}, the same as region. Name another one.")
    need = _Need(
        size=size,
        regions=(home.name, other),
        os=os,
        vms=vms,
        balanced=balanced,
        disk_gib=disk_gib,
        router_percent=router_percent,
        catalog=catalog,
    )
    options = [_option(layout, kind, need) for layout in LAYOUTS for kind in _KINDS]
    judged = sorted((_judge(option, target_percent) for option in options), key=_order)
    chosen = next((one for one in judged if not one.rejected), None)
    return NinesPlan(target_percent=target_percent, chosen=chosen, options=tuple(judged))


def _order(option: NinesOption) -> tuple[bool, int, float, int, float, str]:
    """Cheapest first, unknown prices last; of equal price the fewer VMs, then the higher availability.

    Parts without a price count before the price: what they cost is unknown, and so never taken for nothing.
    """
    usd = option.usd_per_month
    return (usd is None, len(option.not_included), usd or 0, option.vms, -(option.percent or 0), option.layout)


def _judge(option: NinesOption, target: float) -> NinesOption:
    if option.percent is None:
        return attrs.evolve(option, rejected=(*option.rejected, "no number is documented for it"))
    if option.reaches(target):
        return option
    return attrs.evolve(option, rejected=(*option.rejected, f"{option.percent:.7g} % is below {target:g} %"))


def _option(layout: Layout, kind: DiskType, need: _Need) -> NinesOption:
    home, other = need.regions
    rejected: list[str] = []
    regions: tuple[str, ...] = (home,)
    if layout.regions == 2 and other is None:
        rejected.append(f"{home} has no paired region; name one with second_region=...")
    elif layout.regions == 2 and other is not None:
        regions = (home, other)
    machines = Machines(
        size=need.size, os_disk=OsDisk(kind, size_gib=need.disk_gib), os=need.os, count=max(need.vms, layout.least)
    )
    design = build(layout, machines, regions)
    found = review(design, catalog=need.catalog)
    earned = earned_in_each(design)
    usd, problem = monthly_cost(layout, machines, regions, need.catalog)
    balanced = need.balanced and machines.count > 1
    return NinesOption(
        layout=f"{layout.words}, {kind.label}",
        percent=_percent(layout, earned, balanced, need.router_percent),
        usd_per_month=usd,
        vms=machines.count * len(regions),
        design=design,
        sla=min(earned, key=lambda one: one.percent or 0),
        modelled=balanced or layout.regions > 1,
        not_included=(*(["load balancer"] if balanced else []), *(GLOBAL_PARTS if layout.regions > 1 else ())),
        cautions=tuple(dict.fromkeys(finding.what for finding in found.warnings)),
        rejected=(*rejected, *dict.fromkeys(finding.what for finding in found.errors), *problem),
    )


def _percent(layout: Layout, earned: tuple[EarnedSla, ...], balanced: bool, router: float) -> float | None:
    """What the regions earn together; each behind its load balancer, all behind the router."""
    numbers = [one.percent for one in earned if one.percent is not None]
    if len(numbers) < layout.regions:
        return None
    each = [serial(number, SLA_LOAD_BALANCER) if balanced else number for number in numbers]
    return each[0] if layout.regions == 1 else serial(alternatives(*each), router)
