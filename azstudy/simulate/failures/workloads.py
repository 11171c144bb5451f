"""Which machines stand in for each other: a scale set, an availability set, a load balancer's pool, a host group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.design import Design
from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import Machine, VirtualMachine

TAG: Final = "workload"
"""Machines with the same value of this tag do the same work, in whatever region they are."""

Needed = Mapping[str, int] | int | None
"""Machines each workload needs: by name, or one number for all; None for one each."""


@attrs.frozen(kw_only=True)
class Workload:
    """Machines that do the same work.

    Attributes:
        name: Of the tag, scale set, availability set, balancer or host group, or of the VM itself.
        kind: Which of these it is.
        machines: The VMs and scale sets.
        total: How many machines that is, instances counted one by one.
    """

    name: str
    kind: str
    machines: tuple[Machine, ...]
    total: int


def workloads_of(design: Design) -> tuple[Workload, ...]:
    """The workloads of a design: scale sets; VMs of one set, pool or host group of a region together; loose VMs.

    Machines that do the same work can say so with the tag "workload", across regions too. What has no machine at all
    is left out.

    >>> from azstudy.catalog.designs import example
    >>> [(one.name, one.total) for one in workloads_of(example("web-pair"))]
    [('web', 2)]
    """
    groups: dict[tuple[str, str, str], list[Machine]] = {}
    for machine in design.machines:
        kind, name = _group(machine)
        region = "" if kind == "tag" else design.region_of(machine) or ""
        groups.setdefault((kind, name, region), []).append(machine)
    found = [
        Workload(name=name, kind=kind, machines=tuple(machines), total=sum(map(_size, machines)))
        for (kind, name, _), machines in groups.items()
        if sum(map(_size, machines))
    ]
    return _told_apart(found, design)


def _group(machine: Machine) -> tuple[str, str]:
    told = dict(machine.tags).get(TAG)
    if told:
        return "tag", told
    if isinstance(machine, ScaleSet):
        return "scale set", machine.name
    if not isinstance(machine, VirtualMachine):  # no other machine exists in the model
        return "VM", machine.name
    balancer = next((nic.load_balancer for nic in machine.nics if nic.load_balancer), None)
    for kind, name in (
        ("scale set", machine.scale_set),
        ("availability set", machine.availability_set),
        ("pool", balancer),
        ("host group", machine.host_group),
    ):
        if name:
            return kind, name
    return "VM", machine.name


def _size(machine: Machine) -> int:
    return machine.instances if isinstance(machine, ScaleSet) else 1


def _told_apart(found: Sequence[Workload], design: Design) -> tuple[Workload, ...]:
    """Equal names get their region, then their kind, then a number."""
    taken = Counter(one.name for one in found)
    named: dict[str, Workload] = {}
    for one in found:
        region = design.region_of(one.machines[0]) or ""
        tries = [one.name] if taken[one.name] == 1 else []
        tries += [f"{one.name} ({region})"] if region else []
        tries += [f"{one.name} ({one.kind})", *(f"{one.name} ({one.kind} {n})" for n in range(2, len(found) + 2))]
        name = next(name for name in tries if name not in named)
        named[name] = attrs.evolve(one, name=name)
    return tuple(named.values())


def needs_of(workloads: Sequence[Workload], needed: Needed) -> dict[str, int]:
    """How many machines each workload needs: one, unless told.

    Raises:
        UnknownNameError: For a workload the design does not have.
        InvalidInputError: For more than there are, fewer than one, or something that is no whole number.
    """
    totals = {one.name: one.total for one in workloads}
    if needed is not None and not isinstance(needed, Mapping):
        given: Mapping[str, Any] = dict.fromkeys(totals, needed)
    else:
        given = needed or {}
    for name, count in given.items():
        if name not in totals:
            hint = f"This design has {', '.join(totals)}."
            raise UnknownNameError("workload", name, nearest(name, totals), hint=hint)
        if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= totals[name]:
            raise InvalidInputError(
                f"{name} has {totals[name]} machine{'' if totals[name] == 1 else 's'}; {count!r} cannot be needed. "
                f"Give a whole number from 1 to {totals[name]}."
            )
    return {name: given.get(name, 1) for name in totals}
