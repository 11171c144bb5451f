"""Rules about proximity placement groups and dedicated hosts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from azstudy.model.design import Design
from azstudy.model.placement import DedicatedHost, HostGroup, ProximityPlacementGroup
from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import Machine, VirtualMachine
from azstudy.rules._frame import Breach, Facts, Found, NotChecked, path, rule
from azstudy.rules._walk import listed, short, sizes, zones

HOST_QUOTA_VCPUS: Final = 3_000
"""vCPUs of dedicated hosts in a region by default (dedicated-hosts.md@1827cf35)."""
MIN_HOST_VCPUS: Final = {"dsv3": 64}
"""Family quota that one host of a series needs; only Dsv3 is documented on that page."""
NO_AUTOMATIC_PLACEMENT: Final = ("dcv2", "dcsv2", "lsv2", "nvasv4", "nvsv3", "msv2", "mmsv2", "m", "ms", "mm", "mms")
"""Series that cannot be placed automatically (dedicated-hosts.md@1827cf35)."""


def host_deployable(series: str, *, family_quota_vcpus: int, host_quota_vcpus: int = HOST_QUOTA_VCPUS) -> bool | None:
    """Whether quotas let one host of a series be deployed; None where the series' host is not documented.

    A host takes the dedicated-host quota of the region and the family's quota for all its vCPUs, not the regional
    quota (dedicated-hosts.md@1827cf35).

    >>> host_deployable("Dsv3", family_quota_vcpus=10), host_deployable("Dsv3", family_quota_vcpus=64)
    (False, True)
    """
    needed = MIN_HOST_VCPUS.get(series.casefold())
    return None if needed is None else min(family_quota_vcpus, host_quota_vcpus) >= needed


def _groups(design: Design) -> Iterator[tuple[ProximityPlacementGroup, list[Machine]]]:
    for group in design.of(ProximityPlacementGroup):
        found = [m for m in design.machines if m.proximity_group and _same(design, m.proximity_group, group)]
        yield group, found


def _same(design: Design, name: str, group: ProximityPlacementGroup) -> bool:
    return design.find(ProximityPlacementGroup, name) is group


@rule(
    "proximity-01",
    section="2.5",
    severity="error",
    title="Zone of a proximity group without intent",
    statement="A proximity placement group takes a zone only together with the intended sizes, when it is created.",
    source="PPG",
    fix="List the sizes (intent) beside the zone, or leave the zone out.",
)
def _zone_needs_intent(design: Design, facts: Facts) -> Found:
    for group in design.of(ProximityPlacementGroup):
        if group.zone is not None and not group.sizes:
            yield Breach(group.name, f"Zone {group.zone} without intended sizes.")


@rule(
    "proximity-02",
    section="2.5",
    severity="error",
    title="Proximity group across zones",
    statement="A proximity placement group stands in one data centre, so in one zone at most.",
    source="PPG",
    fix="Choose: latency (one group in one zone) or resilience (several zones, a group in each).",
    misconception="close-together-and-spread-out",
)
def _one_zone(design: Design, facts: Facts) -> Found:
    for group, members in _groups(design):
        own = () if group.zone is None else (group.zone,)
        used = sorted({*own, *(zone for machine in members for zone in zones(machine))})
        if len(used) > 1:
            yield Breach(group.name, f"Machines in zones {listed(used)}; one zone at most.")


@rule(
    "proximity-03",
    section="2.5",
    severity="warning",
    title="Size outside the intent",
    statement="A machine of a size that the intent does not list is allowed in a proximity group, but may find no "
    "room in the data centre that was chosen for the listed sizes.",
    source="PPG",
    fix="Add the size to the intent before anything is deployed.",
)
def _intent(design: Design, facts: Facts) -> Found:
    for group, members in _groups(design):
        for machine in members:
            strange = [short(size) for size in sizes(machine) if size not in group.sizes]
            if group.sizes and strange:
                yield Breach(machine.name, f"{listed(strange)} is not among the intended sizes of {group.name}.")


@rule(
    "proximity-04",
    section="2.5",
    severity="warning",
    title="Several sizes without intent",
    statement="The first machine pins a proximity group to a data centre; another size may not exist there "
    "(OverconstrainedAllocationRequest). The intent chooses a data centre with all of them.",
    source="PPG",
    fix="List all sizes as the group's intent.",
)
def _no_intent(design: Design, facts: Facts) -> Found:
    for group, members in _groups(design):
        used = sorted({short(size) for machine in members for size in sizes(machine)})
        if len(used) > 1 and not group.sizes:
            yield Breach(group.name, f"{listed(used)} without intended sizes.")


def _host_group(design: Design, machine: Machine) -> HostGroup | None:
    """The host group a machine stands in, through its host or by name."""
    if isinstance(machine, VirtualMachine) and machine.host:
        host = design.find(DedicatedHost, machine.host)
        return next((group for group in design.of(HostGroup) if any(each is host for each in group.hosts)), None)
    return design.find(HostGroup, machine.host_group) if machine.host_group else None


def _on_hosts(design: Design) -> Iterator[tuple[Machine, HostGroup]]:
    for machine in design.machines:
        group = _host_group(design, machine)
        if group is not None:
            yield machine, group


@rule(
    "host-01",
    section="2.6",
    severity="error",
    title="Zone of host group and machine",
    statement="Machines on dedicated hosts stand in the zone of their host group; a group without zone takes regional "
    "machines only.",
    source="ADH",
    fix="Give both the same zone, or none.",
)
def _host_zone(design: Design, facts: Facts) -> Found:
    for machine, group in _on_hosts(design):
        wanted = () if group.zone is None else (group.zone,)
        if zones(machine) != wanted:
            here = f"zone {listed(zones(machine))}" if zones(machine) else "no zone"
            there = f"zone {group.zone}" if group.zone else "no zone"
            yield Breach(machine.name, f"{machine.name} has {here}, its host group {group.name} {there}.")


@rule(
    "host-02",
    section="2.6",
    severity="error",
    title="Size series of a host",
    statement="A dedicated host holds VMs of several sizes, all of the one series its SKU names.",
    source="ADH",
    fix="Take a size of the host's series, or another host.",
    misconception="a-host-takes-any-vm",
)
def _host_series(design: Design, facts: Facts) -> Found:
    for vm in design.vms:
        host = design.find(DedicatedHost, vm.host) if vm.host else None
        if host is None:
            continue
        series = host.sku.split("-")[0].replace("_", "")
        size = facts.size(vm.size)
        if size is None:
            yield NotChecked(vm.name, f"the series of {short(vm.size)}")
        elif size.series.casefold() != series.casefold():
            yield Breach(vm.name, f"{short(vm.size)} is of series {size.series}; the host {host.name} is {host.sku}.")


@rule(
    "host-03",
    section="2.6",
    severity="error",
    title="Fault domain of a host",
    statement="A host stands in one of the fault domains its group has, counted from 0.",
    source="ADH",
    fix="Use a fault domain below the group's count.",
)
def _host_fault_domain(design: Design, facts: Facts) -> Found:
    for group in design.of(HostGroup):
        for host in group.hosts:
            if host.fault_domain >= group.fault_domains:
                has = "domain 0 only" if group.fault_domains == 1 else f"domains 0 to {group.fault_domains - 1}"
                yield Breach(path(group.name, host.name), f"Fault domain {host.fault_domain}; {group.name} has {has}.")


@rule(
    "host-04",
    section="2.6",
    severity="error",
    title="Placement on hosts",
    statement="A machine that names a host group only is placed automatically: the group must allow that. A scale set "
    "on hosts always needs it.",
    source="ADH",
    fix="Switch automatic placement on when the group is created, or name a host.",
)
def _automatic(design: Design, facts: Facts) -> Found:
    for machine, group in _on_hosts(design):
        named = isinstance(machine, VirtualMachine) and machine.host
        if not named and not group.automatic_placement:
            yield Breach(machine.name, f"No host named, and {group.name} has no automatic placement.")


@rule(
    "host-05",
    section="2.6",
    severity="error",
    title="Scale set on hosts",
    statement="A scale set on dedicated hosts has the fault domains of its host group and no proximity placement "
    "group.",
    source="ADH",
    fix="Use the group's number of fault domains, and leave the proximity group out.",
)
def _scale_set_on_hosts(design: Design, facts: Facts) -> Found:
    for machine, group in _on_hosts(design):
        if not isinstance(machine, ScaleSet):
            continue
        if machine.effective_fault_domains != group.fault_domains:
            number = machine.effective_fault_domains
            yield Breach(machine.name, f"Fault domains: {number}; the host group {group.name}: {group.fault_domains}.")
        if machine.proximity_group:
            yield Breach(machine.name, f"On dedicated hosts and in the proximity group {machine.proximity_group}.")


@rule(
    "host-06",
    section="2.3",
    severity="warning",
    title="One dedicated host",
    statement="The 99.95 % of a host group need VMs on two or more hosts in different fault domains; one host fails "
    "as one machine.",
    source="SLA",
    fix="Have two hosts in two fault domains, or host groups in two zones.",
    misconception="own-hardware-is-redundant",
)
def _one_host(design: Design, facts: Facts) -> Found:
    for group in design.of(HostGroup):
        if len(group.hosts) == 1:
            yield Breach(group.name, f"{group.hosts[0].name} is the only host.")


@rule(
    "host-07",
    section="2.6",
    severity="error",
    title="Series without automatic placement",
    statement="DCv2, Lsv2, NVasv4, NVsv3, Msv2 and M VMs are not placed automatically on dedicated hosts.",
    source="ADH",
    fix="Name the host.",
)
def _no_automatic(design: Design, facts: Facts) -> Found:
    for machine, _group in _on_hosts(design):
        if isinstance(machine, VirtualMachine) and machine.host:
            continue
        for name in sizes(machine):
            size = facts.size(name)
            if size is None:
                yield NotChecked(machine.name, f"the series of {short(name)}")
            elif size.series.casefold() in NO_AUTOMATIC_PLACEMENT:
                yield Breach(machine.name, f"{short(name)} of series {size.series} without a named host.")
