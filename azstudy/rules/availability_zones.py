"""Rules about regions, zones and the SLA that follows from them; and about names that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from azstudy.model.design import Design
from azstudy.model.disk import Disk
from azstudy.model.network import PublicIp
from azstudy.model.noun import Noun
from azstudy.model.placement import HostGroup, ProximityPlacementGroup
from azstudy.model.vm import Machine, VirtualMachine
from azstudy.model.words import DiskType
from azstudy.rules._frame import Breach, Facts, Found, NotChecked, path, rule
from azstudy.rules._walk import listed, mounted, zones

SINGLE_VM_SLA: Final = {
    DiskType.PREMIUM: 99.9,
    DiskType.PREMIUM_V2: 99.9,
    DiskType.ULTRA: 99.9,
    DiskType.STANDARD_SSD: 99.5,
    DiskType.STANDARD: 95.0,
}
"""Percent of a single VM by its weakest disk (the SLA as quoted; disks-high-availability.md@133b2490, 2025-07)."""
SLA_AVAILABILITY_SET: Final = 99.95
SLA_ZONES: Final = 99.99
SLA_FLEX_FD1: Final = None
"""A regional scale set with one fault domain, or one in a single zone: no number is documented."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SAME_REGION: Final = _names(
    "AvailabilitySet ProximityPlacementGroup HostGroup DedicatedHost CapacityReservationGroup Disk Subnet PublicIp "
    "NetworkSecurityGroup ApplicationSecurityGroup LoadBalancer NatGateway DiskEncryptionSet ScaleSet"
)
"""What a resource can use in its own region only."""


def single_vm_sla(os_disk: DiskType | str, data_disks: Iterable[DiskType | str] = ()) -> float:
    """The SLA of a VM on its own, in percent: that of its weakest disk.

    The highest class needs a Premium SSD OS disk and only Premium SSD, Premium SSD v2 or Ultra data disks
    (disks-high-availability.md@133b2490, 2025-07).

    >>> single_vm_sla("premium", ["premium v2"]), single_vm_sla("premium", ["standard ssd"]), single_vm_sla("hdd")
    (99.9, 99.5, 95.0)
    """
    return min(SINGLE_VM_SLA[DiskType.parse(kind)] for kind in (os_disk, *data_disks))


@rule(
    "design-01",
    section="0.1",
    severity="error",
    title="A name that leads nowhere",
    statement="What a resource names must be in the design: a subnet, a policy, an image, another machine.",
    source="ARM",
    fix="Add what is missing, or correct the name; write parent/name where several have it.",
)
def _dangling(design: Design, facts: Facts) -> Found:
    for reference in design.references:
        if reference.target is None:
            words = " or ".join(reference.kinds)
            many = "several things" if reference.ambiguous else "nothing in the design"
            yield Breach(
                path(getattr(reference.source, "name", "")),
                f"{reference.path} names the {words} {reference.name!r}, which is {many}.",
            )


@rule(
    "region-01",
    section="2.2",
    severity="error",
    title="Resources of two regions",
    statement="A machine uses disks, networks, sets and groups of its own region only.",
    source="AVO",
    fix="Put both into one region, or make the other resource there too.",
    misconception="resources-reach-across-regions",
)
def _one_region(design: Design, facts: Facts) -> Found:
    owners = _owners(design)
    for reference in design.references:
        if reference.target is None or not _SAME_REGION.intersection(reference.kinds):
            continue
        if not isinstance(reference.source, Machine):
            continue
        here = design.region_of(reference.source)
        there = design.region_of(owners.get(id(reference.target), reference.target))
        if here and there and here != there:
            yield Breach(
                reference.source.name,
                f"Stands in {here}; {reference.path} names {reference.name!r}, which is in {there}.",
            )


def _owners(design: Design) -> dict[int, Noun]:
    """The resource that holds a nested noun: a subnet's VNet, a host's group."""
    nested = [(subnet, vnet) for vnet in design.vnets for subnet in vnet.subnets]
    nested += [(host, group) for group in design.of(HostGroup) for host in group.hosts]  # type: ignore[misc]
    return {id(inner): outer for inner, outer in nested}


@rule(
    "region-02",
    section="2.2",
    severity="warning",
    title="Unknown region",
    statement="Every resource stands in one of Azure's regions.",
    source="AVO",
    fix="Write a region such as westeurope; `azstudy data regions` lists them.",
)
def _known_region(design: Design, facts: Facts) -> Found:
    if facts.regions is None:
        return
    for region in design.regions:
        if facts.region(region) is None:
            yield Breach("", f"No region is called {region}.")


def _zoned(design: Design) -> Iterator[tuple[str, Noun, tuple[int, ...]]]:
    """Name, resource and zones of everything that can have a zone."""
    for machine in design.machines:
        yield machine.name, machine, zones(machine)
    for disk in design.of(Disk):
        yield disk.name, disk, () if disk.zone is None else (disk.zone,)
    groups: tuple[HostGroup | ProximityPlacementGroup, ...]
    groups = (*design.of(HostGroup), *design.of(ProximityPlacementGroup))
    for group in groups:
        yield group.name, group, () if group.zone is None else (group.zone,)
    for address in design.of(PublicIp):
        yield address.name, address, address.zones


@rule(
    "zone-01",
    section="2.2",
    severity="error",
    title="Zone that the region does not have",
    statement="Regions with availability zones have three or more, numbered from 1; other regions have none.",
    source="AVO",
    fix="Take a zone the region has, or a region with zones.",
    misconception="every-region-has-zones",
)
def _exists(design: Design, facts: Facts) -> Found:
    for name, resource, wanted in _zoned(design):
        if not wanted:
            continue
        region = design.region_of(resource)
        found = facts.region(region)
        if found is None:
            yield NotChecked(name, "the region" if region is None else f"the zones of {region}")
        elif max(wanted) > found.zones:
            has = f"has zones 1 to {found.zones}" if found.zones else "has no availability zones"
            yield Breach(name, f"Zone {listed(sorted(wanted))} in {found.name}, which {has}.")


@rule(
    "sla-01",
    section="2.3",
    severity="warning",
    title="One weak disk lowers the SLA",
    statement="A single VM has 99.9 % with Premium SSD (data also Premium SSD v2 or Ultra), 99.5 % with Standard SSD, "
    "95 % with Standard HDD; the weakest of its disks decides.",
    source="DHA",
    fix="Use Premium SSD for every disk, or two VMs in two zones.",
    misconception="sla-follows-the-os-disk",
)
def _weakest(design: Design, facts: Facts) -> Found:
    for vm in design.vms:
        data = [item.disk for item in mounted(design, vm)]
        alone = vm.availability_set is None and vm.scale_set is None and not vm.spot
        if not (alone and vm.os_disk.type in SINGLE_VM_SLA):
            continue
        together = single_vm_sla(vm.os_disk.type, [disk.type for disk in data])
        kinds = [vm.os_disk.type, *(disk.type for disk in data)]
        best = max(SINGLE_VM_SLA[kind] for kind in kinds)
        if together < best:
            weak = [path(vm.name, "OS disk")] if SINGLE_VM_SLA[vm.os_disk.type] == together else []
            weak += [path(vm.name, disk.name) for disk in data if SINGLE_VM_SLA[disk.type] == together]
            yield Breach(vm.name, f"{together:g} % for a single VM because of {listed(weak)}; without it {best:g} %.")


@rule(
    "sla-02",
    section="2.3",
    severity="info",
    title="All VMs behind one load balancer in one zone",
    statement="99.99 % need two or more VMs in two or more zones; all in one zone fall together with it.",
    source="SLA",
    fix="Spread the VMs over two or three zones.",
    misconception="a-zone-number-means-zone-redundant",
)
def _one_zone(design: Design, facts: Facts) -> Found:
    behind: dict[str, list[VirtualMachine]] = {}
    for vm in design.vms:
        for nic in vm.nics:
            if nic.load_balancer is not None:
                behind.setdefault(nic.load_balancer, []).append(vm)
    for balancer, members in behind.items():
        where = {vm.zone for vm in members}
        if len(members) > 1 and len(where) == 1 and None not in where:
            names = listed(vm.name for vm in members)
            yield Breach(balancer, f"{names} all stand in zone {members[0].zone}.")
