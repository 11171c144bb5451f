"""Which machines stand in for each other: a scale set, an availability set, a load balancer's pool, a host group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.design import Design
from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import VirtualMachine

TAG: Final = "workload"
"""VMs with the same value of this tag do the same work."""


@attrs.frozen(kw_only=True)
class Workload:
    """Machines that do the same work.

    Attributes:
        name: Of the scale set, availability set, balancer's pool or host group, or of the VM itself.
        kind: Which of these it is.
        machines: The scale set, or the VMs.
        total: How many machines that is.
    """

    name: str
    kind: str
    machines: tuple[VirtualMachine, ...] | ScaleSet
    total: int


def workloads_of(design: Design) -> tuple[Workload, ...]:
    """The workloads of a design: VMs of one set, pool or host group and region together, scale sets, loose VMs.

    Loose VMs that do the same work can say so with the tag "workload".

    >>> from azstudy.catalog.designs import example
    >>> [(one.name, one.total) for one in workloads_of(example("web-pair"))]
    [('web', 2)]
    """
    groups: dict[tuple[str, str, str], list[VirtualMachine]] = {}
    for vm in design.vms:
        told = dict(vm.tags).get(TAG)
        if told:
            key = ("tag", told)
        elif vm.scale_set:
            key = ("scale set", vm.scale_set)
        elif vm.availability_set:
            key = ("availability set", vm.availability_set)
        elif (pool := _pool(vm)) is not None:
            key = ("pool", pool)
        elif vm.host_group:
            key = ("host group", vm.host_group)
        else:
            key = ("VM", vm.name)
        groups.setdefault((*key, design.region_of(vm) or ""), []).append(vm)
    found = [Workload(name=one.name, kind="scale set", machines=one, total=one.instances) for one in design.scale_sets]
    for (kind, name, _), vms in groups.items():
        shown = name if kind in ("tag", "availability set", "host group") else ", ".join(vm.name for vm in vms)
        found.append(Workload(name=shown, kind=kind, machines=tuple(vms), total=len(vms)))
    return tuple(found)


def needs_of(workloads: tuple[Workload, ...], needed: Mapping[str, int] | int | None) -> dict[str, int]:
    """How many machines each workload needs: one, unless told by name (or one number for all).

    Raises:
        UnknownNameError: For a workload the design does not have.
        InvalidInputError: For more than there are, or fewer than one.
    """
    names = [one.name for one in workloads]
    given = dict.fromkeys(names, needed) if isinstance(needed, int) else dict(needed or {})
    for name, count in given.items():
        found = next((one for one in workloads if one.name == name), None)
        if found is None:
            hint = f"This design has {', '.join(names) or 'no machines'}."
            raise UnknownNameError("workload", name, nearest(name, names), hint=hint)
        if count is None or not 1 <= count <= found.total:
            raise InvalidInputError(
                f"{name} has {found.total} machines; {count} cannot be needed. Give 1 to that many."
            )
    return {name: given.get(name) or 1 for name in names}


def _pool(vm: VirtualMachine) -> str | None:
    return next((f"{nic.load_balancer}/{nic.pool or ''}" for nic in vm.nics if nic.load_balancer), None)
