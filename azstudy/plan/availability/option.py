"""One way to place VMs, judged: what it earns, what it costs, why it is not taken."""

from __future__ import annotations

from typing import Final

import attrs

from azstudy.catalog.catalog import Catalog
from azstudy.catalog.disks import disk_book
from azstudy.catalog.lookup import price
from azstudy.errors import AzstudyError
from azstudy.model.design import Design
from azstudy.model.facts import HOURS_PER_MONTH
from azstudy.model.spoken import Spoken
from azstudy.plan.availability.designs import Layout, Machines
from azstudy.plan.availability.sla import EarnedSla

_TOLERANCE: Final = 1e-9
"""Percent that a product of floating numbers may be off."""


@attrs.frozen(kw_only=True)
class NinesOption:
    """One way to place the VMs.

    Attributes:
        layout: In words, such as "two zones, Premium SSD".
        percent: What it earns: an SLA, or a composite of SLAs where `modelled`; None where no number is documented.
        usd_per_month: VMs and OS disks; None where a price is not known.
        vms: How many, in all regions together.
        design: The design, in which a review finds no error unless `rejected` says so.
        sla: What the VMs of a region earn, and why; the lower one of two regions.
        modelled: True where the percentage is a product or alternative of SLAs, and so no promise of its own.
        not_included: What it needs that azstudy has no price for; never counted as zero.
        cautions: What a review warns about.
        rejected: Why it is not taken; empty where it can be.
    """

    layout: str
    percent: float | None
    usd_per_month: float | None
    vms: int
    design: Design = attrs.field(repr=False)
    sla: EarnedSla = attrs.field(repr=False)
    modelled: bool
    not_included: tuple[str, ...]
    cautions: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()

    def reaches(self, target_percent: float) -> bool:
        """Whether its availability is the target or more, whatever else speaks against it."""
        return self.percent is not None and self.percent + _TOLERANCE >= target_percent

    @property
    def text(self) -> str:
        """One line."""
        model = " (a model)" if self.modelled else ""
        number = "no number" if self.percent is None else f"{self.percent:.7g} %{model}"
        cost = "price not known" if self.usd_per_month is None else f"{self.usd_per_month:,.2f} USD a month"
        extra = f", without {' and '.join(self.not_included)}" if self.not_included else ""
        no = f"; not taken: {'; '.join(self.rejected)}" if self.rejected else ""
        return f"{self.layout}: {number}, {cost}{extra}{no}"


@attrs.frozen(kw_only=True)
class NinesPlan(Spoken):
    """The cheapest option for a target, and all others.

    Attributes:
        target_percent: What was asked for.
        chosen: The cheapest that reaches it; None where none does.
        options: Every option: cheapest first, then those with parts without a price, then unknown prices. Those that
            are not taken say why in `rejected`.
    """

    target_percent: float
    chosen: NinesOption | None
    options: tuple[NinesOption, ...]

    @property
    def text(self) -> str:
        """The choice with its cautions, and the others, a line each."""
        if self.chosen is None:
            unpriced = any(one.reaches(self.target_percent) and one.usd_per_month is None for one in self.options)
            priced = "Nothing with a known price" if unpriced else "Nothing here"
            head = [f"{priced} reaches {self.target_percent:g} %."]
        else:
            head = [f"For {self.target_percent:g} %: {self.chosen.text}"]
            head += [f"  mind: {caution}" for caution in self.chosen.cautions]
        others = [f"  {option.text}" for option in self.options if option is not self.chosen]
        return "\n".join([*head, *others])


def monthly_cost(
    layout: Layout, machines: Machines, regions: tuple[str, ...], catalog: Catalog
) -> tuple[float | None, tuple[str, ...]]:
    """USD a month for VMs and OS disks in every region, or None and why that is not known."""
    if not layout.priced:
        return None, ("the price of a dedicated host is not in azstudy's data",)
    book, total = disk_book(catalog), 0.0
    for region in regions:
        try:
            offer = price(
                machines.size, regions=region, os=machines.os, hours_per_month=HOURS_PER_MONTH, catalog=catalog
            )
            tier = book.tier_for(machines.os_disk.sku, machines.os_disk.size_gib or 0)
        except AzstudyError as error:
            return None, (str(error),)
        if not offer:
            return None, (f"no price is known for {machines.size} in {region}",)
        disk = book.price(region, tier.sku, tier.tier)
        if disk is None:
            return None, (f"no price is known for {tier.tier} in {region}",)
        total += machines.count * (offer[0].usd_per_month + disk.usd)
    return round(total, 2), ()
