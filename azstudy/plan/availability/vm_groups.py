"""The SLA of virtual machines: how they are kept apart decides, and where nothing does, the weakest disk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from azstudy.model.design import Design
from azstudy.model.disk import AttachedDisk
from azstudy.model.placement import AvailabilitySet, DedicatedHost, HostGroup
from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import VirtualMachine
from azstudy.model.words import DiskType
from azstudy.plan.availability.disk_classes import disks_of, single_class, weakest
from azstudy.plan.availability.sla import (
    DOMAINS,
    HOSTS,
    MODES_AS_OF,
    MODES_PAGE,
    SET,
    SINGLE,
    EarnedSla,
    kept_apart,
    over_zones,
    undocumented,
)
from azstudy.rules.availability_zones import SINGLE_VM_SLA, SLA_AVAILABILITY_SET, SLA_ZONES

VMs = Sequence[VirtualMachine]
_TO_ZONES: Final = "make them again over two or more zones"
_APART: Final = "make them again in one availability set; where the region has zones, over two zones for 99.99 %"


def sla_of_vms(vms: VMs, design: Design | None) -> EarnedSla:
    """The SLA of one or more VMs that do the same work."""
    subject = ", ".join(vm.name for vm in vms)
    spot = [vm.name for vm in vms if vm.spot]
    if spot:
        because = f"Spot VMs have no SLA: {', '.join(spot)}."
        return undocumented(subject, SINGLE, because, "take regular VMs over two or more zones", None)
    regions = {design.region_of(vm) if design is not None else vm.region for vm in vms}
    if len(regions) > 1:
        names = " and ".join(sorted(str(region) for region in regions))
        because = f"They stand in {names}: an SLA is for one region. See each alone, then az.plan.regions(...)."
        missing = "two or more VMs over two or more zones of one region"
        return undocumented(subject, SINGLE, because, missing, _lowest(vms, design))
    if len(vms) == 1:
        return _one(vms[0], design)
    found = _zones(subject, vms) or _kept(subject, vms, design)
    return found if found is not None else _loose(vms, design)


def _zones(subject: str, vms: VMs) -> EarnedSla | None:
    placed = [vm for vm in vms if vm.zone is not None]
    zones = {vm.zone for vm in placed}
    if len(zones) < 2:
        return None
    rest = [vm.name for vm in vms if vm.zone is None]
    note = f" Not counted, since without a zone: {', '.join(rest)}." if rest else ""
    return over_zones(subject, len(placed), len(zones), note)


def _kept(subject: str, vms: VMs, design: Design | None) -> EarnedSla | None:
    """Availability set, Flexible scale set or host group, where all VMs are in the same one."""
    if (name := _common([vm.availability_set for vm in vms])) is not None:
        return _in_set(subject, vms, name, design)
    if (name := _common([vm.scale_set for vm in vms])) is not None:
        return _in_scale_set(subject, vms, name, design)
    if (name := _common([_group_of(vm, design) for vm in vms])) is not None:
        return _on_hosts(subject, vms, name, design)
    return None


def _in_set(subject: str, vms: VMs, name: str, design: Design | None) -> EarnedSla:
    group = design.find(AvailabilitySet, name) if design is not None else None
    shared = _shared(vms, design)
    if shared:
        because = f"They share the disk {shared}: the SLA of an availability set leaves shared disks out. "
        return _alone(vms, design, because, "an availability set without a shared disk", SLA_AVAILABILITY_SET)
    if group is not None and group.fault_domains < 2:
        because = f"Availability set {name} has one fault domain, and its SLA means VMs in different ones. "
        missing = "make them again in a set with 2 or more fault domains"
        return _alone(vms, design, because, missing, SLA_AVAILABILITY_SET)
    return kept_apart(subject, SET, f"{len(vms)} VMs stand in availability set {name}.", _TO_ZONES)


def _in_scale_set(subject: str, vms: VMs, name: str, design: Design | None) -> EarnedSla | None:
    held = design.find(ScaleSet, name) if design is not None else None
    if held is None or held.zones or held.effective_fault_domains < 2:
        return None
    because = f"{len(vms)} VMs of scale set {name} over {held.effective_fault_domains} fault domains of the region."
    return kept_apart(subject, DOMAINS, because, _TO_ZONES, source=MODES_PAGE, as_of=MODES_AS_OF)


def _on_hosts(subject: str, vms: VMs, name: str, design: Design | None) -> EarnedSla:
    group = design.find(HostGroup, name) if design is not None else None
    hosts = {vm.host.rpartition("/")[2] if vm.host else None for vm in vms}
    # Without a named host Azure places by itself; then the group's hosts decide.
    used = [host for host in group.hosts if None in hosts or host.name in hosts] if group is not None else []
    domains = {host.fault_domain for host in used} if group is not None else hosts - {None}
    if len(domains) < 2:
        because = f"In host group {name} they do not stand on hosts of different fault domains. "
        return _alone(vms, design, because, "hosts in two fault domains of the group", SLA_AVAILABILITY_SET)
    if not all(host.auto_replace for host in used):
        because = f"A host of group {name} is not replaced by itself, which its SLA asks for. "
        return _alone(vms, design, because, "auto_replace on every host", SLA_AVAILABILITY_SET)
    because = f"{len(vms)} VMs stand on several hosts of group {name}."
    return kept_apart(subject, HOSTS, because, "two host groups in two zones, one VM or more in each")


def _loose(vms: VMs, design: Design | None) -> EarnedSla:
    zones = {vm.zone for vm in vms} - {None}
    because = f"Nothing keeps these {len(vms)} VMs apart, so each counts alone. "
    if zones:
        missing = f"make one of them again in another zone than {zones.pop()}"
        return _alone(vms, design, because, missing, SLA_ZONES)
    return _alone(vms, design, because, _APART, SLA_AVAILABILITY_SET)


def _one(vm: VirtualMachine, design: Design | None) -> EarnedSla:
    """A VM by itself: better disks come first, then a second VM."""
    percent = single_class(vm, design)
    better = [value for value in sorted(set(SINGLE_VM_SLA.values())) if percent is not None and value > percent]
    if better:
        label = "Standard SSD" if better[0] == SINGLE_VM_SLA[DiskType.STANDARD_SSD] else "Premium SSD"
        return _alone((vm,), design, "", f"{', '.join(weakest(vm, design))} on {label}", better[0])
    if vm.availability_set:
        return _alone((vm,), design, "", f"a second VM in availability set {vm.availability_set}", SLA_AVAILABILITY_SET)
    if vm.zone is not None:
        return _alone((vm,), design, "", f"a second VM in another zone than {vm.zone}", SLA_ZONES)
    missing = f"a second VM, and {_APART.replace('make them', 'make both')}"
    return _alone((vm,), design, "", missing, SLA_AVAILABILITY_SET)


def _alone(vms: VMs, design: Design | None, because: str, missing: str, following: float) -> EarnedSla:
    """The class of the weakest disk of all the VMs, or no number where a disk is not one the SLA speaks of."""
    subject = ", ".join(vm.name for vm in vms)
    unclear = [f"{disk.name} of {vm.name}" for vm in vms for disk in disks_of(vm, design) if disk.kind is None]
    if unclear:
        if any(vm.os_disk.ephemeral for vm in vms):
            because += "The SLA of a single VM means a persistent OS disk; this one lies on the host."
        else:
            because += f"The type of {', '.join(unclear)} is not known."
        return undocumented(subject, SINGLE, because, "two or more VMs over two or more zones", None)
    percent = _lowest(vms, design)
    if percent == max(SINGLE_VM_SLA.values()):
        because += "All disks are of the highest class (Premium SSD; data disks also Premium SSD v2, Ultra)."
    else:
        weak = ", ".join(name for vm in vms if single_class(vm, design) == percent for name in weakest(vm, design))
        because += f"The weakest disk decides: {weak}."
    return EarnedSla(
        subject=subject,
        kind=SINGLE,
        percent=percent,
        shown_percent=percent,
        because=because,
        next_percent=following,
        missing=(missing,),
    )


def _lowest(vms: VMs, design: Design | None) -> float | None:
    classes = [single_class(vm, design) for vm in vms]
    return None if None in classes else min(value for value in classes if value is not None)


def _common(names: Sequence[str | None]) -> str | None:
    return names[0] if len(set(names)) == 1 else None


def _group_of(vm: VirtualMachine, design: Design | None) -> str | None:
    """The host group a VM names, or that of the host it names."""
    if vm.host_group or not vm.host:
        return vm.host_group
    if design is None:
        return None
    host = design.find(DedicatedHost, vm.host)
    return next((group.name for group in design.of(HostGroup) if any(one is host for one in group.hosts)), None)


def _shared(vms: VMs, design: Design | None) -> str | None:
    """The first disk that two of the VMs have attached."""
    seen: set[str] = set()
    for vm in vms:
        mine = {disk.disk for disk in vm.data_disks if isinstance(disk, AttachedDisk)}
        if both := sorted(seen & mine):
            return both[0]
        seen |= mine
    return None
