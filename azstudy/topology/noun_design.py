"""The graph of a whole design: regions hold networks, networks subnets, subnets zones and sets, these the machines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from azstudy.model.balancer import LoadBalancer
from azstudy.model.design import Design, Reference
from azstudy.model.disk import AttachedDisk
from azstudy.model.network import Subnet, VNet
from azstudy.model.noun import Noun
from azstudy.model.placement import AvailabilitySet
from azstudy.model.protection import ReplicatedVm
from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import Machine, VirtualMachine
from azstudy.topology import design_words as say
from azstudy.topology.filling import facts_of
from azstudy.topology.graph import Badge, Direction, Edge, Group, Node, Severity, Topology
from azstudy.topology.noun_machines import disk_node, instances_of
from azstudy.topology.nouns import graph_of

MACHINES = "VMs"


@graph_of.register
def _design(design: Design) -> Topology:
    return _Builder(design).build()


class _Builder:
    """Collects groups, nodes and lines of one design; an id is a name, or "kind/name" where the name is taken."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self.groups: dict[str, Group] = {}
        self.nodes: dict[str, Node] = {}
        self.edges: dict[Edge, None] = {}
        self.drawn: dict[int, str] = {}
        """Identity of a noun -> id of the node or group that stands for it; never seen outside."""

    def build(self) -> Topology:
        for region in self.design.regions:
            self._frame(f"region/{region}", region, "region", "")
        for vnet in self.design.vnets:
            self._vnet(vnet)
        for scale_set in self.design.scale_sets:
            self._scale_set(scale_set)
        for vm in self.design.vms:
            self._vm(vm)
        for resource in self.design.resources:
            if id(resource) not in self.drawn and not isinstance(resource, ReplicatedVm):
                self._resource(resource)
        for reference in self.design.references:
            self._reference(reference)
        return Topology(
            title=self.design.name,
            direction=Direction.RIGHT,
            nodes=tuple(self.nodes.values()),
            edges=tuple(self.edges),
            groups=tuple(self.groups.values()),
        )

    # --- frames ------------------------------------------------------------------------------------------------
    def _frame(self, id_: str, label: str, kind: str, parent: str, noun: Noun | None = None) -> str:
        if id_ not in self.groups:
            facts = () if noun is None else facts_of(noun)
            self.groups[id_] = Group(id=id_, label=label, kind=kind, parent=parent, facts=facts)
        return id_

    def _free(self, name: str, kind: str) -> str:
        """The name as an id, or "kind/name" where another thing has that name already."""
        taken = self.groups.keys() | self.nodes.keys()
        id_, number = name, 2
        while id_ in taken:
            id_ = f"{kind}/{name}" if number == 2 else f"{kind}/{name}-{number - 1}"
            number += 1
        return id_

    def _region(self, resource: Noun) -> str:
        region = self.design.region_of(resource)
        return f"region/{region}" if region else ""

    def _vnet(self, vnet: VNet) -> None:
        space = f" {', '.join(vnet.address_space)}" if vnet.address_space else ""
        id_ = self._free(vnet.name, "network")
        self.drawn[id(vnet)] = self._frame(id_, f"VNet {vnet.name}{space}", "network", self._region(vnet), vnet)
        for subnet in vnet.subnets:
            inner, prefix = f"{id_}/{subnet.name}", f" {subnet.prefix}" if subnet.prefix else ""
            self.drawn[id(subnet)] = self._frame(inner, f"Subnet {subnet.name}{prefix}", "subnet", id_, subnet)

    def _place(self, machine: Machine) -> str:
        """The innermost network frame of a machine: the subnet of its first interface that names one."""
        for nic in machine.nics:
            found = self.design.find(Subnet, nic.subnet, within=machine) if nic.subnet else None
            if found is not None and id(found) in self.drawn:
                return self.drawn[id(found)]
        return self._region(machine)

    # --- machines ----------------------------------------------------------------------------------------------
    def _scale_set(self, scale_set: ScaleSet) -> None:
        id_ = self._free(scale_set.name, "scale-set")
        label = f"Scale set {scale_set.name}: {scale_set.instances:,} instances"
        self.drawn[id(scale_set)] = self._frame(id_, label, "scale-set", self._place(scale_set), scale_set)
        frames, nodes = instances_of(scale_set, id_, parent=id_)
        self.groups |= {frame.id: frame for frame in frames if scale_set.instances}
        self.nodes |= {node.id: node for node in nodes}

    def _vm(self, vm: VirtualMachine) -> None:
        group = self._vm_frame(vm)
        id_ = self._free(vm.name, "vm")
        self.drawn[id(vm)] = id_
        detail = f"{str(vm.size).removeprefix('Standard_')}, {vm.os}{', Spot' if vm.spot else ''}"
        # facts without names of parts: machines that differ in nothing else are equal
        facts = tuple(fact for fact in facts_of(vm) if fact[0] not in ("data disks", "nics"))
        self.nodes[id_] = Node(
            id=id_, label=vm.name, kind="vm", detail=detail, facts=facts, group=group, plural=MACHINES
        )
        for disk in vm.data_disks:
            if not isinstance(disk, AttachedDisk):
                node = disk_node(id_, disk, group=group, taken=frozenset(self.nodes))
                self.nodes[node.id] = node
                self.drawn[id(disk)] = node.id
                self.edges[Edge(source=id_, target=node.id)] = None

    def _vm_frame(self, vm: VirtualMachine) -> str:
        """The frame a VM stands in: fault domain in zone or set in subnet in network in region."""
        frame = self._place(vm)
        scale_set = self.design.find(ScaleSet, vm.scale_set) if vm.scale_set else None
        if scale_set is not None:
            frame = self.drawn[id(scale_set)]
        found = self.design.find(AvailabilitySet, vm.availability_set) if vm.availability_set else None
        if found is not None:
            label = f"Availability set {found.name}: {found.fault_domains} fault domains"
            frame = self._set_frame(found, label, frame)
        if vm.zone is not None:
            frame = self._frame(_below(frame, f"zone-{vm.zone}"), f"Zone {vm.zone}", "zone", frame)
        if vm.fault_domain is not None:
            id_ = _below(frame, f"fault-domain-{vm.fault_domain}")
            frame = self._frame(id_, f"Fault domain {vm.fault_domain}", "fault-domain", frame)
        return frame

    def _set_frame(self, found: AvailabilitySet, label: str, parent: str) -> str:
        first = self.drawn.get(id(found))
        if first is not None and self.groups[first].parent == parent:
            return first
        # a set whose machines stand in several subnets is drawn once in each
        id_ = self._free(found.name, "set") if first is None else _below(parent, f"set-{found.name}")
        self.drawn.setdefault(id(found), id_)
        return self._frame(id_, label, "availability-set", parent, found)

    # --- everything else ---------------------------------------------------------------------------------------
    def _resource(self, resource: Noun) -> None:
        name = str(getattr(resource, "name", type(resource).__name__))
        kind = say.kind_of(resource)
        id_ = self._free(name, kind)
        self.drawn[id(resource)] = id_
        group = self._region(resource)
        if isinstance(resource, LoadBalancer) and resource.subnet:
            subnet = self.design.find(Subnet, resource.subnet)
            group = self.drawn.get(id(subnet), group)
        self.nodes[id_] = Node(
            id=id_, label=name, kind=kind, detail=say.detail_of(resource), facts=facts_of(resource), group=group
        )
        for inner in _nested(resource):
            self.drawn[id(inner)] = id_

    def _reference(self, reference: Reference) -> None:
        source, target = reference.source, reference.target
        if say.structural(reference):
            return
        other = self.drawn.get(id(target)) if target is not None else self._missing(reference)
        if isinstance(source, ReplicatedVm):
            self._replicated(source, reference, other)
            return
        own = self.drawn.get(self._holder(reference), self.drawn.get(id(source)))
        if own is None or other is None or own == other:
            return
        verb, forward = say.verb_of(reference)
        ends = (own, other) if forward else (other, own)
        self.edges[Edge(source=ends[0], target=ends[1], kind=verb, label=verb)] = None

    def _holder(self, reference: Reference) -> int:
        """Identity of the part of the source that holds the reference: a subnet, a data disk, or the source itself."""
        field, _, rest = reference.path.partition("[")
        place = rest.partition("]")[0]
        if field in ("subnets", "data_disks") and place.isdigit():
            return id(getattr(reference.source, field)[int(place)])
        return id(reference.source)

    def _replicated(self, item: ReplicatedVm, reference: Reference, other: str | None) -> None:
        if reference.path == "vm" and other is not None and item.target_region:
            region = self._frame(f"region/{item.target_region}", item.target_region, "region", "")
            self.edges[Edge(source=other, target=region, kind="replicates to", label="replicates to")] = None
        elif reference.path == "policy" and other is not None:
            vm = self.design.find(VirtualMachine, item.vm)
            if vm is not None:
                self.edges[Edge(source=other, target=self.drawn[id(vm)], kind="protects", label="protects")] = None

    def _missing(self, reference: Reference) -> str:
        words = "stands for several things" if reference.ambiguous else "not in this design"
        id_ = f"missing/{reference.name}"
        if id_ not in self.nodes:
            kind = say.kind_of_name(reference.kinds[0])
            badge = Badge(Severity.UNKNOWN, words)
            self.nodes[id_] = Node(id=id_, label=reference.name, kind=kind, badges=(badge,))
        return id_


def _below(frame: str, name: str) -> str:
    return f"{frame}/{name}" if frame else name


def _nested(noun: Any) -> Iterable[Noun]:
    for value in noun.changed_fields().values():
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Noun):
                yield part
                yield from _nested(part)
