"""Graphs of the virtual machine and of the scale set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from azstudy.model.disk import AttachedDisk, DataDisk
from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import Machine, VirtualMachine
from azstudy.model.words import Caching
from azstudy.topology.concepts_machines import SCALE_SET, VIRTUAL_MACHINE
from azstudy.topology.filling import NONE, NOT_SAID, Fill, facts_of, fill, names_of
from azstudy.topology.graph import Edge, Group, Node, Topology
from azstudy.topology.nouns import graph_of

INSTANCES = "instances"


@graph_of.register
def _virtual_machine(vm: VirtualMachine) -> Topology:
    return fill(VIRTUAL_MACHINE, vm.name, machine_values(vm), facts=facts_of(vm))


@graph_of.register
def _scale_set(scale_set: ScaleSet) -> Topology:
    frames, nodes = instances_of(scale_set, scale_set.name)
    spread = f"{scale_set.name}/{'availability-zones' if scale_set.zones else 'fault-domains'}"
    places = [frame for frame in frames if frame.parent == ""]
    return fill(
        SCALE_SET,
        scale_set.name,
        _scale_set_values(scale_set),
        facts=facts_of(scale_set),
        groups=frames,
        nodes=nodes,
        edges=(Edge(source=spread, target=place.id, kind="spreads over") for place in places),
    )


def machine_values(machine: Machine) -> dict[str, Fill]:
    """What a machine says about each branch of the virtual machine's map."""
    return {
        "size": Fill(str(machine.size) if machine.size else NOT_SAID),
        "generation": Fill(f"{machine.generation.number} ({machine.generation.boot})"),
        "os-disk": Fill(os_disk_words(machine), facts_of(machine.os_disk, "type", "redundancy", "caching", "size_gib")),
        "data-disks": _data_disks(machine),
        "temporary-storage": Fill(_temporary(machine)),
        "virtual-network": Fill(_one_each(nic.subnet for nic in machine.nics) or NOT_SAID),
        "network-interface": Fill(names_of(machine.nics)),
        "public-ip": Fill(_one_each(nic.public_ip for nic in machine.nics) or NONE),
        "extensions": Fill(names_of(machine.extensions)),
    }


def disk_words(disk: DataDisk | AttachedDisk) -> str:
    """Size and kind of a data disk in a few words."""
    if isinstance(disk, AttachedDisk):
        return "shared or separate disk"
    size = f"{disk.size_gib:,} GiB " if disk.size_gib else ""
    cache = "" if disk.caching is Caching.NONE else f", cache {disk.caching}"
    return f"{size}{disk.type.label} {disk.redundancy}{cache}"


def os_disk_words(machine: Machine) -> str:
    """Kind and cache of the operating-system disk in a few words."""
    disk = machine.os_disk
    size = f"{disk.size_gib:,} GiB " if disk.size_gib else ""
    if disk.ephemeral:
        return f"{size}ephemeral, on the host"
    return f"{size}{disk.type.label} {disk.redundancy}, cache {disk.caching}"


def disk_node(
    machine: str, disk: DataDisk | AttachedDisk, *, group: str = "", taken: frozenset[str] = frozenset()
) -> Node:
    """A node for a data disk: its id is "machine/disk"."""
    name = disk.disk if isinstance(disk, AttachedDisk) else disk.name
    id_ = f"{machine}/{name}"
    if id_ in taken:
        id_ = f"{machine}/data-disks/{name}"
    facts = tuple(fact for fact in facts_of(disk) if fact[0] != "lun")
    return Node(id=id_, label=name, kind="disk", detail=disk_words(disk), facts=facts, group=group, plural="data disks")


def _data_disks(machine: Machine) -> Fill:
    if not machine.data_disks:
        return Fill(NONE)
    taken = {f"{machine.name}/{concept.key}" for concept in VIRTUAL_MACHINE.concepts}
    nodes = []
    for disk in machine.data_disks:
        nodes.append(disk_node(machine.name, disk, taken=frozenset(taken)))
        taken.add(nodes[-1].id)
    return Fill(f"{len(nodes)}", parts=tuple(nodes))


def _temporary(machine: Machine) -> str:
    size = machine.size
    if size is None:
        return NOT_SAID
    if "d" in size.features:
        return "yes: letter d in the size"
    # Letters speak for series of version 4 and later; before that a size had local space without saying so.
    return "not said by the name"


def _one_each(names: Iterator[str | None]) -> str:
    return ", ".join(dict.fromkeys(name for name in names if name))


def _scale_set_values(scale_set: ScaleSet) -> dict[str, Fill]:
    sizes = ", ".join(map(str, scale_set.sizes)) or NOT_SAID
    balancers = _one_each(nic.load_balancer for nic in scale_set.nics)
    repair = scale_set.repair
    domains = scale_set.effective_fault_domains
    return {
        "auto-scaling": Fill("by an autoscale setting that names it"),
        "horizontal-scaling": Fill(f"{scale_set.instances:,} {INSTANCES} now"),
        "vertical-scaling": Fill(sizes),
        "load-balancing": Fill(balancers or NONE),
        "health-probes": Fill(_health(scale_set)),
        "automatic-repairs": Fill(
            f"{repair.action} after {repair.grace_min:g} min" if repair and repair.enabled else "off"
        ),
        "rolling-upgrades": Fill(f"{scale_set.upgrade.mode} upgrades", facts_of(scale_set.upgrade)),
        "high-availability": Fill(str(scale_set.orchestration)),
        "fault-domains": Fill("1: over as many as Azure can" if domains == 1 else f"{domains:,}"),
        "availability-zones": Fill(", ".join(map(str, scale_set.zones)) or "none: regional"),
    }


def _health(scale_set: ScaleSet) -> str:
    signals: list[Any] = []
    if scale_set.health_extension:
        signals.append("Application Health extension")
    if scale_set.health_probe:
        signals.append(f"load balancer probe {scale_set.health_probe}")
    return " and ".join(signals) or NONE


def instances_of(scale_set: ScaleSet, id_: str, *, parent: str = "") -> tuple[list[Group], list[Node]]:
    """The instances, spread as Azure starts them: evenly over zones, or over fault domains, in frames of their own.

    Args:
        scale_set: The scale set.
        id_: What ids start with: "id/zone-1", "id/0".
        parent: Group that holds the frames.
    """
    if scale_set.zones:
        frames = [Group(id=f"{id_}/zone-{z}", label=f"Zone {z}", kind="zone", parent=parent) for z in scale_set.zones]
    elif scale_set.effective_fault_domains > 1:
        frames = [
            Group(id=f"{id_}/fault-domain-{n}", label=f"Fault domain {n}", kind="fault-domain", parent=parent)
            for n in range(scale_set.effective_fault_domains)
        ]
    else:
        label = "As many fault domains as Azure finds"
        frames = [Group(id=f"{id_}/fault-domains-of-azure", label=label, kind="fault-domain", parent=parent)]
    sizes = ", ".join(size.removeprefix("Standard_") for size in map(str, scale_set.sizes))
    nodes = [
        Node(
            id=f"{id_}/{number}",
            label=f"{scale_set.name}_{number}",
            kind="instance",
            detail=sizes,
            group=frames[number % len(frames)].id,
            plural=INSTANCES,
        )
        for number in range(scale_set.instances)
    ]
    return frames, nodes
