"""The cheapest legal design that reaches a target, from a short list of ways to place VMs; all others with a reason."""

from __future__ import annotations

from typing import Any, Final

import attrs

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.catalog.disks import disk_book
from azstudy.catalog.lookup import price
from azstudy.catalog.reviewing import review
from azstudy.errors import AzstudyError, InvalidInputError
from azstudy.model.design import Design
from azstudy.model.disk import OsDisk
from azstudy.model.facts import HOURS_PER_MONTH
from azstudy.model.words import DiskType
from azstudy.plan.availability.composite import regions as over_regions
from azstudy.plan.availability.composite import serial
from azstudy.plan.availability.designs import LAYOUTS, Layout, build
from azstudy.plan.availability.earned import SLA_LOAD_BALANCER, EarnedSla, earned_sla

TARGETS: Final = (95.0, 99.0, 99.5, 99.9, 99.95, 99.99, 99.999)
SLA_ROUTER: Final = 99.99
"""A global router such as Traffic Manager or Front Door (their SLA pages, as quoted on the composite-SLA page)."""
_TOLERANCE: Final = 1e-9


@attrs.frozen(kw_only=True)
class NinesOption:
    """One way to place the VMs.

    Attributes:
        layout: In words, such as "two zones, Premium SSD".
        percent: What it earns: an SLA, or a composite of SLAs where `modelled`; None where no number is documented.
        usd_per_month: VMs and disks; None where a price is not known.
        vms: How many.
        design: The design, which a review finds no fault with where `legal`.
        sla: What the VMs of one region earn, and why.
        modelled: True where the percentage is a product or alternative of SLAs, and so no promise of its own.
        not_included: What it needs that azstudy has no price for.
        cautions: What a review warns about.
        rejected: Why it cannot be taken; empty where it can.
    """

    layout: str
    percent: float | None
    usd_per_month: float | None
    vms: int
    design: Design
    sla: EarnedSla
    modelled: bool
    not_included: tuple[str, ...]
    cautions: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """One line."""
        number = "no number" if self.percent is None else f"{self.percent:.6g} %"
        cost = "price not known" if self.usd_per_month is None else f"{self.usd_per_month:,.2f} USD a month"
        extra = f", without {' and '.join(self.not_included)}" if self.not_included else ""
        no = f"; not taken: {'; '.join(self.rejected)}" if self.rejected else ""
        return f"{self.layout}: {number}, {cost}{extra}{no}"


@attrs.frozen(kw_only=True)
class NinesPlan:
    """The cheapest option for a target, and all others.

    Attributes:
        target_percent: What was asked for.
        chosen: The cheapest that reaches it; None where none does.
        options: Every option, cheapest first, unknown prices last; those that fall short say so in `rejected`.
    """

    target_percent: float
    chosen: NinesOption | None
    options: tuple[NinesOption, ...]

    @property
    def text(self) -> str:
        """The choice and the others, a line each."""
        head = (
            f"For {self.target_percent:g} %: {self.chosen.text}"
            if self.chosen
            else f"Nothing here reaches {self.target_percent:g} %."
        )
        others = [f"  {option.text}" for option in self.options if option is not self.chosen]
        return "\n".join([head, *others])

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": self.text}


def nines(
    target_percent: float,
    *,
    size: str = "D2s_v5",
    region: str = "westeurope",
    second_region: str | None = None,
    os: str = "linux",
    vms: int = 1,
    balanced: bool = False,
    disk_gib: int = 64,
    catalog: Catalog | None = None,
) -> NinesPlan:
    """The cheapest legal way to reach an availability with VMs of one size.

    Placements: a single VM, an availability set, a scale set over fault domains, zones, a dedicated host group, two
    regions; each with Standard HDD, Standard SSD and Premium SSD OS disks. Exact: every one is built, reviewed, priced.

    Args:
        target_percent: 0 to 100.
        size: Every VM's size.
        region: Zones count where it has them.
        second_region: For the option of two regions; its pair by default, left out where it has none.
        os: "linux" or "windows".
        vms: VMs that the work needs; placements that want two have at least two.
        balanced: True where users come through a Standard Load Balancer, whose SLA then counts too.
        disk_gib: Size of each OS disk.
        catalog: The facts and prices to use.

    Raises:
        InvalidInputError: For a target that is no percentage, or no VM.
        UnknownNameError: For an unknown size or region.

    >>> plan = nines(99.95)
    >>> plan.chosen.layout, plan.chosen.vms
    ('scale set, 2 zones, Standard HDD', 2)
    """
    catalog = catalog or default_catalog()
    if not 0 <= target_percent <= 100:
        raise InvalidInputError(f"{target_percent:g} is not an availability. Give percent, 0 to 100, such as 99.95.")
    if vms < 1:
        raise InvalidInputError(f"vms is {vms}. The work needs 1 VM or more.")
    catalog.size(size)
    other = second_region or catalog.region(region).pair
    options = [
        _option(layout, kind, size, (region, other), os, vms, balanced, disk_gib, catalog)
        for layout in LAYOUTS
        for kind in (DiskType.STANDARD, DiskType.STANDARD_SSD, DiskType.PREMIUM)
    ]
    judged = [_judge(option, target_percent) for option in options]
    judged.sort(key=lambda one: (one.usd_per_month is None, one.usd_per_month or 0, one.vms, options_order(one)))
    chosen = next((one for one in judged if not one.rejected), None)
    return NinesPlan(target_percent=target_percent, chosen=chosen, options=tuple(judged))


def options_order(option: NinesOption) -> tuple[float, str]:
    """Of equal price: the higher availability first, then by name."""
    return (-(option.percent or 0), option.layout)


def _judge(option: NinesOption, target: float) -> NinesOption:
    if option.rejected:
        return option
    if option.percent is None:
        return attrs.evolve(option, rejected=("no number is documented for it",))
    if option.percent + _TOLERANCE < target:
        return attrs.evolve(option, rejected=(f"{option.percent:.6g} % is below {target:g} %",))
    return option


def _option(
    layout: Layout,
    kind: DiskType,
    size: str,
    regions: tuple[str, str | None],
    os: str,
    vms: int,
    balanced: bool,
    disk_gib: int,
    catalog: Catalog,
) -> NinesOption:
    count = max(vms, layout.least)
    home, other = regions
    design = build(layout, size, home, OsDisk(kind, size_gib=disk_gib), os, count)
    earned = earned_sla(design.scale_sets[0] if design.scale_sets else design.vms, design=design)
    percent, modelled = earned.percent, False
    if balanced and count > 1 and percent is not None:
        percent, modelled = serial(percent, SLA_LOAD_BALANCER), True
    places = [home]
    found = review(design, catalog=catalog)
    rejected = [finding.what for finding in found.errors]
    if layout.regions > 1:
        if other is None:
            rejected.append(f"{home} has no paired region; name one with second_region=...")
        else:
            places.append(other)
        percent, modelled = (None if percent is None else over_regions(percent, 2, router_percent=SLA_ROUTER)), True
    usd, problem = _cost(layout, size, places, os, kind, disk_gib, count, catalog)
    more = ("load balancer",) if balanced and count > 1 else ()
    return NinesOption(
        layout=f"{layout.words}, {kind.label}",
        percent=percent,
        usd_per_month=usd,
        vms=count * len(places),
        design=design,
        sla=earned,
        modelled=modelled,
        not_included=more + layout.not_included,
        cautions=tuple(finding.what for finding in found.warnings),
        rejected=(*rejected, *problem),
    )


def _cost(
    layout: Layout,
    size: str,
    places: list[str],
    os: str,
    kind: DiskType,
    gib: int,
    count: int,
    catalog: Catalog,
) -> tuple[float | None, tuple[str, ...]]:
    """USD a month for VMs and OS disks in every region, or why that is not known."""
    if not layout.priced:
        return None, ("the price of a dedicated host is not in azstudy's data",)
    book, total = disk_book(catalog), 0.0
    for place in places:
        try:
            offer = price(size, regions=place, os=os, hours_per_month=HOURS_PER_MONTH, catalog=catalog)[0]
            tier = book.tier_for(f"{kind}_LRS", gib)
        except AzstudyError as error:
            return None, (str(error),)
        disk = book.price(place, tier.sku, tier.tier)
        if disk is None:
            return None, (f"no price is known for {tier.tier} in {place}",)
        total += count * (offer.usd_per_month + disk.usd)
    return round(total, 2), ()
