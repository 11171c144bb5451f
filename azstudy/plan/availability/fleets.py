"""The SLA of scale sets and of load balancers."""

from __future__ import annotations

from typing import Final

from azstudy.model.balancer import LoadBalancer
from azstudy.model.design import Design
from azstudy.model.network_words import NetworkSku
from azstudy.model.scaleset import ScaleSet
from azstudy.plan.availability.disk_classes import single_class
from azstudy.plan.availability.sla import (
    BALANCER,
    DOMAINS,
    MODES_AS_OF,
    MODES_PAGE,
    SINGLE,
    SLA_LOAD_BALANCER,
    EarnedSla,
    kept_apart,
    over_zones,
    undocumented,
)
from azstudy.rules.availability_zones import SLA_AVAILABILITY_SET, SLA_FLEX_FD1, SLA_ZONES

_TO_ZONES: Final = "make it again over two or more zones"
_HEALTHY: Final = 2
"""Healthy VMs that a load balancer must serve for its SLA."""


def sla_of_scale_set(scale_set: ScaleSet, design: Design | None) -> EarnedSla:
    """The SLA of a scale set: zones, fault domains, or none that is documented."""
    subject, n, zones = scale_set.name, scale_set.instances, len(set(scale_set.zones))
    page = {"source": MODES_PAGE, "as_of": MODES_AS_OF}
    if scale_set.spot or scale_set.spot_mix is not None:
        because = "Spot instances have no SLA."
        return undocumented(subject, DOMAINS, because, "take regular instances over two or more zones", None)
    if n < 2:
        return _few(scale_set, single_class(scale_set, design) if n else None)
    if zones >= 2:
        return over_zones(subject, n, zones)
    domains = scale_set.effective_fault_domains
    in_region = not zones and domains > 1
    if in_region and (scale_set.flexible or scale_set.single_placement_group is not False):
        because = f"{n} instances over {domains} fault domains of the region."
        return kept_apart(subject, DOMAINS, because, _TO_ZONES, **page)
    where = "in a single zone" if zones else "with one fault domain (max spreading, best effort)"
    if in_region:
        where = "over fault domains, but in several placement groups"
    because = f"{n} instances {where}: no number is documented for this."
    shown = SLA_FLEX_FD1 if SLA_FLEX_FD1 is not None else single_class(scale_set, design)
    missing = f"{_TO_ZONES}, or with 2 or 3 fault domains for {SLA_AVAILABILITY_SET:g} %" if not zones else _TO_ZONES
    return undocumented(subject, DOMAINS, because, missing, shown, **page)


def _few(scale_set: ScaleSet, percent: float | None) -> EarnedSla:
    """No instance has no number; one instance is a single VM."""
    n = scale_set.instances
    more = f"{2 - n} more instance{'s' if n == 0 else ''}"
    over = len(set(scale_set.zones)) >= 2
    because = "No instance." if n == 0 else "One instance: an SLA for several needs two. The weakest disk decides."
    spread = "" if over or scale_set.effective_fault_domains > 1 else ", over two zones or more fault domains"
    return EarnedSla(
        subject=scale_set.name,
        kind=SINGLE,
        percent=percent,
        shown_percent=percent,
        because=because,
        next_percent=SLA_ZONES if over else SLA_AVAILABILITY_SET,
        missing=(f"{more}{spread}",),
        source=MODES_PAGE,
        as_of=MODES_AS_OF,
    )


def sla_of_balancer(balancer: LoadBalancer, design: Design) -> EarnedSla:
    """Standard with two or more healthy VMs has 99.99 %; fewer, or Basic, has none."""
    served = _served(balancer, design)
    percent: float | None = None
    missing: tuple[str, ...] = ()
    if balancer.sku is NetworkSku.BASIC:
        because, missing = "Basic Load Balancer has no SLA and was retired on 2025-09-30.", ("use the Standard SKU",)
    elif served < _HEALTHY:
        behind = "no machine" if served == 0 else "one machine"
        because = f"Its SLA is for two or more healthy VMs; behind it is {behind}."
        missing = (f"{_HEALTHY} machines behind it",)
    else:
        percent = SLA_LOAD_BALANCER
        because = f"Standard Load Balancer in front of {served} machines; two of them must be healthy."
    return EarnedSla(
        subject=balancer.name,
        kind=BALANCER,
        percent=percent,
        shown_percent=percent,
        because=because,
        next_percent=None if percent else SLA_LOAD_BALANCER,
        missing=missing,
    )


def _served(balancer: LoadBalancer, design: Design) -> int:
    count = 0
    for machine in design.machines:
        names = {nic.load_balancer for nic in machine.nics if nic.load_balancer}
        if any(design.find(LoadBalancer, name) is balancer for name in names):
            count += machine.instances if isinstance(machine, ScaleSet) else 1
    return count
