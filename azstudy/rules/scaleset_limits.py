"""Scale sets: how many instances, placement groups, fault domains, addresses."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from azstudy.model.design import Design
from azstudy.model.image import ManagedImage
from azstudy.model.network_words import NetworkSku
from azstudy.model.scaleset import ScaleSet
from azstudy.rules._fleet import (
    MOST_FROM_MANAGED_IMAGE,
    MOST_IN_A_PLACEMENT_GROUP,
    MOST_INSTANCES,
    MOST_WITHOUT_MEMORY_PRESERVING,
    balancers_of,
    largest,
    not_memory_preserving,
    subnet_of,
)
from azstudy.rules._frame import Breach, Facts, Found, NotChecked, path, rule
from azstudy.rules._walk import listed, many

SPARE_WITH_OVERPROVISIONING: Final = 1.2
"""Addresses a subnet should have for each instance wanted (design-overview.md@0c6223e9: 20 % spare)."""


@rule(
    "scaleset-01",
    section="3.1",
    severity="error",
    title="Too many instances",
    statement="A scale set has at most 1,000 instances from a Marketplace or gallery image.",
    source="DES",
    fix="Use several scale sets.",
)
def _instances(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.instances > MOST_INSTANCES:
            yield Breach(one.name, f"{one.instances:,} instances; at most {MOST_INSTANCES:,} are allowed.")


@rule(
    "scaleset-02",
    section="3.1",
    severity="error",
    title="Too many instances for one placement group",
    statement="With singlePlacementGroup true a scale set has at most 100 instances; with false at most 1,000.",
    source="PGR",
    fix="Set single_placement_group to False (it cannot be set back to True later), or use at most 100 instances.",
    misconception="one-placement-group-is-enough",
)
def _placement_group(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.single_placement_group and one.instances > MOST_IN_A_PLACEMENT_GROUP:
            yield Breach(one.name, f"{one.instances:,} instances in a single placement group; it holds at most 100.")


@rule(
    "scaleset-03",
    section="3.1",
    severity="warning",
    title="More than 100 instances without a word on placement groups",
    statement="A Uniform scale set has one placement group by default, which holds at most 100 instances.",
    source="PGR",
    fix="Say single_placement_group=False.",
)
def _placement_group_unsaid(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        grown = largest(design, one)
        if not one.flexible and one.single_placement_group is None and grown > MOST_IN_A_PLACEMENT_GROUP:
            yield Breach(one.name, f"Up to {grown:,} instances, and singlePlacementGroup is left open.")


@rule(
    "scaleset-04",
    section="3.1",
    severity="error",
    title="Too many instances for a managed image",
    statement="A scale set from a managed image has at most 600 instances; gallery and Marketplace images serve 1,000.",
    source="DES",
    fix="Put the image into a Compute Gallery.",
    misconception="managed-image-scales-like-a-gallery",
)
def _managed_image(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if isinstance(one.image, ManagedImage) and one.instances > MOST_FROM_MANAGED_IMAGE:
            yield Breach(one.name, f"{one.instances:,} instances from a managed image; it serves at most 600.")


@rule(
    "scaleset-05",
    section="3.1",
    severity="error",
    title="Several placement groups behind a Basic load balancer",
    statement="Layer-4 load balancing over more than one placement group needs a Standard load balancer.",
    source="PGR",
    fix="Use a Standard load balancer.",
)
def _standard_balancer(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        grown = largest(design, one)
        several = grown > MOST_IN_A_PLACEMENT_GROUP and not one.single_placement_group
        for _, balancer in balancers_of(design, one):
            if several and balancer.sku is NetworkSku.BASIC:
                groups = math.ceil(grown / MOST_IN_A_PLACEMENT_GROUP)
                yield Breach(one.name, f"{groups} placement groups ({grown:,} instances) behind Basic {balancer.name}.")


@rule(
    "scaleset-06",
    section="3.1",
    severity="error",
    title="Too many instances over fault domains for this family",
    statement="A Flexible scale set over more than one fault domain has at most 200 instances where its size is not "
    "updated with the memory kept (families G, H, L, M and N).",
    source="ORC",
    fix="Use one fault domain, at most 200 instances, or another family.",
)
def _memory_preserving(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        names = not_memory_preserving(one, facts)
        apart = one.flexible and one.effective_fault_domains > 1
        if apart and names and one.instances > MOST_WITHOUT_MEMORY_PRESERVING:
            yield Breach(
                one.name,
                f"{one.instances:,} instances of {listed(names)} over {one.effective_fault_domains} fault domains; "
                f"at most {MOST_WITHOUT_MEMORY_PRESERVING} are allowed.",
            )


def allowed_fault_domains(one: ScaleSet) -> tuple[int, ...]:
    """The fault domain counts a scale set may have, by mode and zones.

    Source: virtual-machine-scale-sets-manage-fault-domains.md@0de34d3a (2025-09).

    >>> allowed_fault_domains(ScaleSet("web", "D2s_v5")), allowed_fault_domains(ScaleSet("web", "D2s_v5", zones=[1]))
    ((1, 2, 3), (1,))
    """
    if one.flexible:
        return (1,) if one.zones else (1, 2, 3)
    return (1, 5) if one.zones else (1, 2, 3, 4, 5)


def _wrong_fault_domains(one: ScaleSet) -> str:
    if one.fault_domains is None or one.fault_domains in allowed_fault_domains(one):
        return ""
    allowed = allowed_fault_domains(one)
    place = f"in zones {listed(one.zones)}" if one.zones else "without zones"
    words = f"{allowed[0]}" if len(allowed) == 1 else f"{listed(allowed[:-1])} or {allowed[-1]}"
    domains = many(one.fault_domains, "fault domain")
    return f"{domains} in a {one.orchestration} scale set {place}; allowed: {words}."


@rule(
    "scaleset-07",
    section="3.1",
    severity="error",
    title="Fault domain count not allowed in a regional scale set",
    statement="A regional scale set has 1, 2 or 3 fault domains in Flexible mode (default 1) and 1 to 5 in Uniform "
    "mode (default 5).",
    source="FDS",
    fix="Choose a count of the list, or leave it out for the default.",
)
def _regional_domains(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if not one.zones and (problem := _wrong_fault_domains(one)):
            yield Breach(one.name, problem)


@rule(
    "scaleset-08",
    section="3.1",
    severity="error",
    title="Fault domain count not allowed with zones",
    statement="A scale set in zones has 1 fault domain in Flexible mode, and 1 or 5 in Uniform mode (default 1): "
    "2 and 3 are for regional scale sets only.",
    source="FDS",
    fix="Use 1 fault domain with zones (max spreading), or leave the zones out.",
    misconception="fault-domains-and-zones-combine",
)
def _zonal_domains(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.zones and (problem := _wrong_fault_domains(one)):
            yield Breach(one.name, problem)


@rule(
    "scaleset-09",
    section="3.1",
    severity="error",
    title="Max spreading in a single placement group",
    statement="Max spreading (1 fault domain) of a Uniform scale set needs singlePlacementGroup false.",
    source="ZON",
    fix="Set single_placement_group to False, or use fixed spreading (5 fault domains).",
)
def _max_spreading(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if not one.flexible and one.single_placement_group and one.effective_fault_domains == 1:
            yield Breach(one.name, "1 fault domain (max spreading) with a single placement group.")


@rule(
    "scaleset-10",
    section="3.1",
    severity="info",
    title="Fixed spreading can fail a request",
    statement="With a fixed number of fault domains a request fails when they cannot all be had; max spreading "
    "(1 fault domain) takes as many as it can get, and the instance view then shows one.",
    source="FDS",
    fix="Keep it where a sure spread matters more than a sure start; else use 1 fault domain.",
    misconception="one-fault-domain-means-one-rack",
)
def _fixed_spreading(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.fault_domains is not None and one.fault_domains > 1 and not _wrong_fault_domains(one):
            yield Breach(one.name, f"Fixed spreading over {one.fault_domains} fault domains.")


@rule(
    "scaleset-11",
    section="3.1",
    severity="error",
    title="Subnet too small for the instances",
    statement="Every instance takes one address of the subnet for each interface; Azure keeps five of each subnet.",
    source="DES",
    fix="Use a larger subnet or fewer instances.",
)
def _addresses(design: Design, facts: Facts) -> Found:
    for one, subnet, usable, wanted in _rooms(design):
        if usable is None:
            yield NotChecked(path(one.name, subnet), f"the subnet or address range of {subnet}")
        elif usable < wanted:
            yield Breach(path(one.name, subnet), f"Up to {wanted:,} instances; the subnet has {usable:,} addresses.")


@rule(
    "scaleset-12",
    section="3.1",
    severity="warning",
    title="No spare addresses for overprovisioning",
    statement="With overprovisioning more machines are started than asked for and removed again: leave 20 % of the "
    "subnet's addresses spare.",
    source="ZON",
    fix="Use a larger subnet, or switch overprovisioning off.",
    misconception="overprovisioning-needs-no-addresses",
)
def _overprovisioning(design: Design, facts: Facts) -> Found:
    for one, subnet, usable, wanted in _rooms(design):
        needed = math.ceil(round(wanted * SPARE_WITH_OVERPROVISIONING, 6))
        if not one.effective_overprovision:
            continue
        if usable is None:
            yield NotChecked(path(one.name, subnet), f"the subnet or address range of {subnet}")
        elif wanted <= usable < needed:
            yield Breach(
                path(one.name, subnet),
                f"Up to {wanted:,} instances and spare ones want {needed:,} addresses; the subnet has {usable:,}.",
            )


def _rooms(design: Design) -> Iterator[tuple[ScaleSet, str, int | None, int]]:
    """Scale set, name of the subnet or interface, its usable addresses (None: not said), instances at most."""
    for one in design.scale_sets:
        for nic in one.nics:
            subnet = subnet_of(design, one, nic)
            usable = subnet.usable_addresses if subnet else None
            yield one, subnet.name if subnet else nic.name, usable, largest(design, one)
