"""The SLA that VMs earn by how they are placed, and what keeps them from the next class.

Numbers: the SLA for Virtual Machines as quoted in public copies of
azure.microsoft.com/support/legal/sla/virtual-machines (check the wording there), disks-high-availability.md@133b2490
(2025-07), orchestration-modes.md@01e1fb7d (2024-06), load-balancer skus.md@0440832a (2023).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from azstudy.errors import InvalidInputError
from azstudy.model.balancer import LoadBalancer
from azstudy.model.design import Design
from azstudy.model.disk import AttachedDisk, Disk
from azstudy.model.network_words import NetworkSku
from azstudy.model.placement import HostGroup
from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import Machine, VirtualMachine
from azstudy.model.words import DiskType
from azstudy.plan.availability.composite import Downtime, downtime, serial
from azstudy.rules.availability_zones import SINGLE_VM_SLA, SLA_AVAILABILITY_SET, SLA_ZONES, single_vm_sla
from azstudy.simulate.failures.workloads import workloads_of

SLA_LOAD_BALANCER: Final = 99.99
"""Standard Load Balancer; Basic had none and is retired (load-balancer skus.md@0440832a)."""
AS_OF: Final = "2025-07"
_PAGE: Final = "SLA for Virtual Machines, as quoted in public copies"
_DISKS: Final = "disks-high-availability.md@133b2490 (2025-07)"
_MODES: Final = "orchestration-modes.md@01e1fb7d (2024-06)"
_BALANCER: Final = "load-balancer skus.md@0440832a (2023)"


@attrs.frozen(kw_only=True)
class EarnedSla:
    """The SLA of one part of a design.

    Attributes:
        subject: What it is about, such as "web1, web2".
        kind: "single VM", "availability set", "zones", "fault domains", "host group", "load balancer".
        percent: The promised connectivity to at least one instance; None where no number is documented.
        shown_percent: Where `percent` is None: the class of a single instance, to go by. Else the same number.
        because: Why it is this number.
        next_percent: The next class; None where there is none.
        missing: What that takes.
        source: Where the number stands.
        as_of: Date of that source.
    """

    subject: str
    kind: str
    percent: float | None
    shown_percent: float | None
    because: str
    next_percent: float | None = None
    missing: tuple[str, ...] = ()
    source: str = _PAGE
    as_of: str = AS_OF

    @property
    def downtime(self) -> Downtime | None:
        """What the number leaves room for; None where there is no number."""
        return None if self.percent is None else downtime(self.percent)

    @property
    def text(self) -> str:
        """The number with its reason, and what the next one takes."""
        number = f"{self.percent:g} %" if self.percent is not None else "no documented SLA"
        if self.percent is None and self.shown_percent is not None:
            number += f" (a single instance has {self.shown_percent:g} %)"
        further = f" For {self.next_percent:g} %: {'; '.join(self.missing)}." if self.next_percent else ""
        return f"{self.subject}: {number}. {self.because}{further}"


@attrs.frozen(kw_only=True)
class SlaReport:
    """The SLAs of the parts of a design, and their product.

    Attributes:
        parts: Each group of VMs, each load balancer.
        chain_percent: All parts one after another, a model; None where one has no number.
    """

    parts: tuple[EarnedSla, ...]
    chain_percent: float | None

    @property
    def text(self) -> str:
        """A line for each part, and what all of them together come to."""
        lines = [part.text for part in self.parts]
        if self.chain_percent is None:
            unknown = ", ".join(part.subject for part in self.parts if part.percent is None)
            return "\n".join([*lines, f"All together: not known, since {unknown} has no documented SLA."])
        return "\n".join([*lines, f"All together, each of them needed: {self.chain_percent:.4g} % (a model)."])

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": self.text}


def earned_sla(machines: Machine | Iterable[VirtualMachine], *, design: Design | None = None) -> EarnedSla:
    """The SLA of a VM, of VMs that do the same work, or of a scale set.

    Two or more VMs over two or more zones have 99.99 %, in an availability set or dedicated host group 99.95 %; a VM
    on its own has the class of its weakest disk. A scale set over zones has 99.99 %, over several fault domains of a
    region 99.95 %; with one fault domain or in a single zone no number is documented, and none is made up.

    Args:
        machines: A `VirtualMachine`, several that can stand in for each other, or a `ScaleSet`.
        design: Where attached disks, sets and host groups are looked up.

    Raises:
        InvalidInputError: Without any machine.

    >>> from azstudy.model.vm import VirtualMachine
    >>> earned_sla(VirtualMachine("db", "E8s_v5")).percent
    99.9
    """
    if isinstance(machines, ScaleSet):
        return _of_scale_set(machines, design)
    vms = (machines,) if isinstance(machines, Machine) else tuple(machines)
    if not vms or not all(isinstance(vm, VirtualMachine) for vm in vms):
        raise InvalidInputError("Give a VirtualMachine, several of them, or a ScaleSet: an SLA needs at least one VM.")
    return _of_vms(vms, design)  # type: ignore[arg-type]


def earned_slas(design: Design) -> SlaReport:
    """The SLA of every part of a design: VMs of one availability set, host group or load balancer together.

    >>> from azstudy.catalog.designs import example
    >>> earned_slas(example("web-pair")).parts[0].percent
    99.95
    """
    parts = [earned_sla(one.machines, design=design) for one in workloads_of(design)]
    parts += [_of_balancer(balancer) for balancer in design.of(LoadBalancer)]
    if not parts:
        raise InvalidInputError(f"Design {design.name} has no machine and no load balancer, so no SLA can be said.")
    numbers = [part.percent for part in parts]
    chain = serial(*(number for number in numbers if number is not None)) if None not in numbers else None
    return SlaReport(parts=tuple(parts), chain_percent=chain)


def _of_vms(vms: Sequence[VirtualMachine], design: Design | None) -> EarnedSla:
    subject = ", ".join(vm.name for vm in vms)
    spot = [vm.name for vm in vms if vm.spot]
    if spot:
        return _none(subject, "single VM", f"Spot VMs have no SLA: {', '.join(spot)}.", None)
    zones = {vm.zone for vm in vms}
    if len(vms) >= 2 and None not in zones and len(zones) >= 2:
        return _over_zones(subject, len(vms), len(zones))
    sets = {vm.availability_set for vm in vms}
    if len(vms) >= 2 and len(sets) == 1 and None not in sets:
        return _pair(subject, "availability set", f"{len(vms)} VMs stand in availability set {sets.pop()}.")
    groups = {vm.host_group for vm in vms}
    if len(vms) >= 2 and len(groups) == 1 and None not in groups and _apart(vms, design):
        return _pair(subject, "host group", f"{len(vms)} VMs stand on several hosts of group {groups.pop()}.")
    return _weakest(subject, vms, design)


def _apart(vms: Sequence[VirtualMachine], design: Design | None) -> bool:
    """Whether VMs of a host group stand on more than one host, as far as the design says."""
    hosts = {vm.host for vm in vms}
    if None not in hosts:
        return len(hosts) > 1
    group = design.find(HostGroup, str(vms[0].host_group)) if design is not None else None
    return group is not None and len(group.hosts) > 1


def _weakest(subject: str, vms: Sequence[VirtualMachine], design: Design | None) -> EarnedSla:
    """The class of the weakest disk: of a VM, or of VMs that nothing keeps apart."""
    disks = [(f"{vm.name}'s {name}", kind) for vm in vms for name, kind in _disks(vm, design)]
    unknown = [name for name, kind in disks if kind is None]
    if unknown:
        return _none(subject, "single VM", f"The type of {', '.join(unknown)} is not known.", None)
    percent = min(single_vm_sla(kind) for _, kind in disks if kind is not None)
    weak = [f"{name} ({kind.label})" for name, kind in disks if kind and SINGLE_VM_SLA[kind] == percent]
    many = "" if len(vms) == 1 else f"Nothing keeps these {len(vms)} VMs apart, so each counts alone. "
    shown = ", ".join(weak) if percent < SINGLE_VM_SLA[DiskType.PREMIUM] else "all disks"
    because = f"{many}The weakest disk decides: {shown}."
    if percent == SINGLE_VM_SLA[DiskType.PREMIUM]:
        because = f"{many}All disks are of the highest class (Premium SSD; data disks also Premium SSD v2, Ultra)."
        missing = (
            "a second VM in the same availability set, or in the same host group on another host"
            if len(vms) == 1
            else "put them into one availability set",
            "over two zones even 99.99 %",
        )
        return _earned(subject, "single VM", percent, because, SLA_AVAILABILITY_SET, missing, _DISKS)
    better = min(value for value in SINGLE_VM_SLA.values() if value > percent)
    label = "Standard SSD" if better == SINGLE_VM_SLA[DiskType.STANDARD_SSD] else "Premium SSD"
    return _earned(subject, "single VM", percent, because, better, (f"{', '.join(weak)} on {label}",), _DISKS)


def _disks(vm: Machine, design: Design | None) -> list[tuple[str, DiskType | None]]:
    """Name and type of every disk; None for an attached one that the design does not have."""
    found: list[tuple[str, DiskType | None]] = [("OS disk", vm.os_disk.type)]
    for disk in vm.data_disks:
        if isinstance(disk, AttachedDisk):
            attached = design.find(Disk, disk.disk, within=vm) if design is not None else None
            found.append((disk.disk, None if attached is None else attached.type))
        else:
            found.append((disk.name, disk.type))
    return found


def _of_scale_set(scale_set: ScaleSet, design: Design | None) -> EarnedSla:
    subject, n, zones = scale_set.name, scale_set.instances, len(set(scale_set.zones))
    if scale_set.spot or scale_set.spot_mix is not None:
        return _none(subject, "fault domains", "Spot instances have no SLA.", None)
    single = _single_class(scale_set, design)
    if n < 2:
        more = (f"{2 - n} more instance{'s' if n == 0 else ''}",)
        because = f"{n} instance{'' if n == 1 else 's'}: an SLA for several needs two. The weakest disk decides."
        return _earned(subject, "single VM", single if n else None, because, SLA_AVAILABILITY_SET, more, _MODES)
    if zones >= 2:
        return _over_zones(subject, n, zones)
    domains = scale_set.effective_fault_domains
    if not zones and domains > 1 and (scale_set.flexible or scale_set.single_placement_group is not False):
        return _pair(subject, "fault domains", f"{n} instances over {domains} fault domains of the region.", _MODES)
    where = "in a single zone" if zones else "with one fault domain (max spreading, best effort)"
    if not zones and domains > 1:
        where = "over fault domains, but in several placement groups"
    because = f"{n} instances {where}: no number is documented for this."
    return _none(subject, "fault domains", because, single)


def _single_class(machine: Machine, design: Design | None) -> float | None:
    kinds = [kind for _, kind in _disks(machine, design)]
    return None if None in kinds else min(SINGLE_VM_SLA[kind] for kind in kinds if kind is not None)


def _of_balancer(balancer: LoadBalancer) -> EarnedSla:
    if balancer.sku is NetworkSku.BASIC:
        because = "Basic Load Balancer has no SLA and was retired on 2025-09-30."
        missing = ("use the Standard SKU",)
        return EarnedSla(
            subject=balancer.name,
            kind="load balancer",
            percent=None,
            shown_percent=None,
            because=because,
            next_percent=SLA_LOAD_BALANCER,
            missing=missing,
            source=_BALANCER,
            as_of="2023",
        )
    because = "Standard Load Balancer with two or more healthy backends."
    return _earned(balancer.name, "load balancer", SLA_LOAD_BALANCER, because, None, (), _BALANCER, "2023")


def _over_zones(subject: str, count: int, zones: int) -> EarnedSla:
    because = f"{count} instances over {zones} zones; a third zone adds capacity after a loss, not a higher SLA."
    if zones > 2:
        because = f"{count} instances over {zones} zones; two would earn the same number."
    return _earned(subject, "zones", SLA_ZONES, because, None, (), _PAGE)


def _pair(subject: str, kind: str, because: str, source: str = _PAGE) -> EarnedSla:
    missing = ("spread them over two or more zones",)
    return _earned(subject, kind, SLA_AVAILABILITY_SET, because, SLA_ZONES, missing, source)


def _none(subject: str, kind: str, because: str, shown: float | None) -> EarnedSla:
    missing = ("spread two or more regular instances over two or more zones",)
    return attrs.evolve(
        _earned(subject, kind, None, because, SLA_ZONES, missing, _MODES if "Spot" not in because else _PAGE),
        shown_percent=shown,
    )


def _earned(
    subject: str,
    kind: str,
    percent: float | None,
    because: str,
    next_percent: float | None,
    missing: tuple[str, ...],
    source: str,
    as_of: str = AS_OF,
) -> EarnedSla:
    return EarnedSla(
        subject=subject,
        kind=kind,
        percent=percent,
        shown_percent=percent,
        because=because,
        next_percent=next_percent,
        missing=missing,
        source=source,
        as_of=as_of,
    )
