"""Where every machine of a design stands, and with what it falls: host, fault domain, zone, region, disks, address."""

from __future__ import annotations

from collections import Counter
from typing import Final

import attrs

from azstudy.errors import InvalidInputError
from azstudy.model.balancer import LoadBalancer
from azstudy.model.design import Design
from azstudy.model.network import PublicIp
from azstudy.model.placement import AvailabilitySet, DedicatedHost, HostGroup
from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import Machine, VirtualMachine
from azstudy.simulate.failures.choices import DEFAULT_CHOICES, OutageChoices
from azstudy.simulate.failures.disks import HeldDisk, disks_of
from azstudy.simulate.failures.workloads import workloads_of
from azstudy.simulate.fleet.fleet import Fleet

KINDS: Final = ("host", "fault domain", "zone", "region")
UNNAMED: Final = "its region"
"""What the region is called where the design names none."""


@attrs.frozen(order=True)
class Component:
    """Something that can fail: its kind, and a name that is one in the design.

    >>> str(Component("zone", "westeurope", "1"))
    'zone 1 of westeurope'
    """

    kind: str
    region: str
    name: str = ""

    def __str__(self) -> str:
        return f"region {self.region}" if self.kind == "region" else f"{self.kind} {self.name} of {self.region}"


def zone_of(region: str, zone: int) -> Component:
    """A zone as a component."""
    return Component("zone", region, str(zone))


@attrs.frozen
class Fall:
    """That a machine falls with a component: why, and whether it has to start again once that is back."""

    component: Component
    because: str
    restarts: bool = True


@attrs.frozen(kw_only=True)
class Place:
    """Where one machine stands.

    Attributes:
        machine: The VM, or "scale set/instance".
        workload: The workload it belongs to.
        region: Its region.
        zone: Its zone; for a machine without one, the one that azstudy takes.
        zonal: Whether it names its zone itself.
        domain: Its fault domain, from 0.
        domain_known: Whether Azure promises that fault domain, or azstudy only puts it there.
        falls_with: What it falls with, each with the reason.
        track: The machines it takes turns with in planned maintenance.
        turn: Its turn among them: update domain, zone, or fault domain.
        heals: Whether Azure starts it on another host when its own fails.
        because: Why it stands there.
        disks: Its disks.
        ephemeral: Whether its OS disk lies on the host.
    """

    machine: str
    workload: str
    region: str
    zone: int
    zonal: bool
    domain: int
    domain_known: bool
    falls_with: tuple[Fall, ...] = attrs.field(repr=False)
    track: str
    turn: int
    heals: bool = True
    because: str
    disks: tuple[HeldDisk, ...] = attrs.field(repr=False)

    @property
    def ephemeral(self) -> bool:
        """Whether its OS disk lies on the host."""
        return any(disk.os and disk.redundancy is None for disk in self.disks)

    def component(self, kind: str) -> Component:
        """Its own host, fault domain, zone or region."""
        return next(one.component for one in self.falls_with if one.component.kind == kind)

    def falls(self, component: Component | None) -> Fall | None:
        """How it falls with that component; None where it does not."""
        return next((one for one in self.falls_with if one.component == component), None)


@attrs.frozen(kw_only=True)
class _Spot:
    """A place before its disks and addresses are looked at."""

    zone: int | None
    domain: int
    rack: str
    domain_known: bool = False
    host: str
    track: str
    turn: int
    heals: bool = True
    because: str


def places_of(design: Design, choices: OutageChoices = DEFAULT_CHOICES) -> tuple[Place, ...]:
    """Every machine of a design at its place, workload by workload.

    VM i of an availability set is in fault domain i mod FD and update domain i mod UD
    (azure-compute-docs availability-set-overview.md@1a043fb3, 2024-06), scale sets are spread by the engine of
    `simulate.placement`, VMs of a dedicated host have that host's fault domain (dedicated-hosts.md@1827cf35). All
    other machines take `choices.spread_racks` racks of their zone in turn, which Azure does not promise. Two machines
    share a host only where the host is a dedicated one.

    Raises:
        InvalidInputError: For a design without machines.

    >>> from azstudy.catalog.designs import example
    >>> [(one.machine, one.domain, one.turn) for one in places_of(example("web-pair"))]
    [('web1', 0, 0), ('web2', 1, 1)]
    """
    placer = _Placer(design, choices)
    found: list[Place] = []
    for workload in workloads_of(design):
        for machine in workload.machines:
            if isinstance(machine, ScaleSet):
                found += placer.instances(machine, workload.name)
            elif isinstance(machine, VirtualMachine):
                found.append(placer.place(machine, machine.name, workload.name, placer.spot(machine)))
    if not found:
        raise InvalidInputError(
            f"Design {design.name!r} has no machine that could fail. Add a VM, or an instance to a scale set."
        )
    return tuple(found)


class _Placer:
    """Counts who stands where while machines are placed one after another."""

    def __init__(self, design: Design, choices: OutageChoices) -> None:
        self.design, self.choices = design, choices
        self._in_set: Counter[str] = Counter()
        self._in_zone: Counter[tuple[str, int | None]] = Counter()
        self._on_hosts: Counter[str] = Counter()

    def spot(self, vm: VirtualMachine) -> _Spot:
        """Where a VM stands: in its set, on its dedicated host, in its zone, or loose in the region."""
        group = self.design.find(AvailabilitySet, vm.availability_set, within=vm) if vm.availability_set else None
        if group is not None:
            number = self._in_set[group.name]
            self._in_set[group.name] += 1
            return _in_set(group, vm, number)
        own = self._dedicated(vm)
        if own is not None:
            return own
        region = self.design.region_of(vm) or UNNAMED
        number = self._in_zone[(region, vm.zone)]
        self._in_zone[(region, vm.zone)] += 1
        domain = number % self.choices.spread_racks if vm.fault_domain is None else vm.fault_domain
        loose = "no zone and no set: nothing keeps it apart from others"
        return _Spot(
            zone=vm.zone,
            domain=domain,
            rack=f"rack {domain}",
            host=f"of {vm.name}",
            track="zones" if vm.zone else "loose",
            turn=vm.zone or 0,
            because=f"zone {vm.zone}" if vm.zone else loose,
        )

    def _dedicated(self, vm: VirtualMachine) -> _Spot | None:
        host = self.design.find(DedicatedHost, vm.host, within=vm) if vm.host else None
        group = self.design.find(HostGroup, vm.host_group, within=vm) if vm.host_group else None
        if group is None and host is not None:
            group = next((one for one in self.design.of(HostGroup) if host in one.hosts), None)
        if group is None:
            return None
        if host is None and group.hosts:
            host = group.hosts[self._on_hosts[group.name] % len(group.hosts)]
            self._on_hosts[group.name] += 1
        if host is None:
            return None
        zone = vm.zone or group.zone
        return _Spot(
            zone=zone,
            domain=host.fault_domain,
            rack=f"{host.fault_domain} of host group {group.name}",
            domain_known=True,
            host=f"{group.name}/{host.name}",
            track="zones" if zone else f"host group {group.name}",
            turn=zone or host.fault_domain,
            heals=host.auto_replace,
            because=f"dedicated host {group.name}/{host.name}, fault domain {host.fault_domain}",
        )

    def instances(self, scale_set: ScaleSet, workload: str) -> list[Place]:
        """Every instance of a scale set."""
        fleet = Fleet(scale_set, explain=False)
        fleet.create(at_s=0)
        taken: Counter[int | None] = Counter()
        found = []
        for one in fleet.instances.values():
            known = one.fault_domain is not None
            domain = taken[one.zone] % self.choices.spread_racks if one.fault_domain is None else one.fault_domain
            taken[one.zone] += 1
            name = f"{scale_set.name}/{one.id}"
            where = f"zone {one.zone}, " if one.zone is not None else ""
            spot = _Spot(
                zone=one.zone,
                domain=domain,
                rack=f"{domain} of {scale_set.name}",
                domain_known=known,
                host=f"of {name}",
                track=f"scale set {scale_set.name}" if one.zone is None else "zones",
                turn=domain if one.zone is None else one.zone,
                because=f"{where}fault domain {domain}{'' if known else ', by max spreading'}",
            )
            found.append(self.place(scale_set, name, workload, spot))
        return found

    def place(self, machine: Machine, name: str, workload: str, spot: _Spot) -> Place:
        """The finished place, with all it falls with."""
        region = self.design.region_of(machine) or UNNAMED
        zone = self.choices.regional_zone if spot.zone is None else spot.zone
        taken = "" if spot.zone is not None else " (no zone is named: azstudy puts it there)"
        rack = f"zone {zone}, {spot.rack}"
        own = (
            Fall(Component("host", region, spot.host), "its host is down"),
            Fall(Component("fault domain", region, rack), f"its fault domain {spot.domain} is down"),
            Fall(zone_of(region, zone), f"its zone {zone} is down{taken}"),
            Fall(Component("region", region), f"its region {region} is down"),
        )
        disks = disks_of(self.design, machine, name, region)
        falls: dict[Component, Fall] = {}
        for one in (*own, *_by_disk(disks), *_fronts(self.design, machine, region)):
            falls.setdefault(one.component, one)  # its own place says more than its disk's or its address's
        return Place(
            machine=name,
            workload=workload,
            region=region,
            zone=zone,
            zonal=spot.zone is not None,
            domain=spot.domain,
            domain_known=spot.domain_known,
            falls_with=tuple(sorted(falls.values(), key=lambda one: KINDS.index(one.component.kind))),
            track=f"{region}, {spot.track}",
            turn=spot.turn,
            heals=spot.heals,
            because=spot.because,
            disks=disks,
        )


def _in_set(group: AvailabilitySet, vm: VirtualMachine, number: int) -> _Spot:
    domain = number % max(1, group.fault_domains) if vm.fault_domain is None else vm.fault_domain
    update = group.update_domain_of(number)
    return _Spot(
        zone=vm.zone,
        domain=domain,
        rack=f"{domain} of set {group.name}",
        domain_known=True,
        host=f"of {vm.name}",
        track=f"availability set {group.name}",
        turn=update,
        because=f"availability set {group.name}: fault domain {domain}, update domain {update}",
    )


def _by_disk(disks: tuple[HeldDisk, ...]) -> list[Fall]:
    """What a machine falls with because a disk of it stands there."""
    found = []
    for disk in disks:
        because = f"it runs, but its disk {disk.name} is out of reach"
        found.append(Fall(Component("region", disk.region), because))
        if disk.redundancy is not None and not disk.zone_redundant and disk.zone is not None:
            found.append(Fall(zone_of(disk.region, disk.zone), because))
    return found


def _fronts(design: Design, machine: Machine, region: str) -> list[Fall]:
    """What a machine cannot be reached without: the zone of a balancer's address that stands in one alone."""
    found = []
    for nic in machine.nics:
        balancer = design.find(LoadBalancer, nic.load_balancer, within=machine) if nic.load_balancer else None
        zone = None if balancer is None else front_zone(design, balancer)
        if balancer is not None and zone is not None:
            because = f"it runs, but the address of {balancer.name} stands in zone {zone} alone"
            found.append(Fall(zone_of(region, zone), because, restarts=False))
    return found


def front_zone(design: Design, balancer: LoadBalancer) -> int | None:
    """The single zone of a balancer's address; None where it is zone-redundant or says nothing.

    Source: azure-docs load-balancer/skus.md@0440832a (2023).
    """
    address = design.find(PublicIp, balancer.public_ip, within=balancer) if balancer.public_ip else None
    zones = set(balancer.zones if address is None else address.zones)
    return zones.pop() if len(zones) == 1 else None
