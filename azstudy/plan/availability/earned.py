"""The SLA that machines earn by how they are placed, and what keeps them from the next class.

Numbers and wording: Service Level Agreement for Microsoft Online Services, edition of 2026-09-01, as quoted in a public
copy; scale sets: azure-compute-docs virtual-machine-scale-sets-orchestration-modes.md@01e1fb7d (2024); disks:
disks-high-availability.md@133b2490 (2025-07).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from contextlib import suppress

import attrs

from azstudy.catalog.catalog import default_catalog
from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.model.balancer import LoadBalancer
from azstudy.model.design import Design
from azstudy.model.facts import Region
from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import Machine, VirtualMachine
from azstudy.plan.availability.composite import alternatives, serial
from azstudy.plan.availability.fleets import sla_of_balancer, sla_of_scale_set
from azstudy.plan.availability.sla import SINGLE
from azstudy.plan.availability.sla import SLA_LOAD_BALANCER as SLA_LOAD_BALANCER
from azstudy.plan.availability.sla import EarnedSla as EarnedSla
from azstudy.plan.availability.sla import SlaReport as SlaReport
from azstudy.plan.availability.vm_groups import sla_of_vms
from azstudy.rules.availability_zones import SLA_ZONES
from azstudy.simulate.failures.workloads import workloads_of


def earned_sla(machines: Machine | Iterable[VirtualMachine], *, design: Design | None = None) -> EarnedSla:
    """The SLA of a VM, of VMs that do the same work, or of a scale set.

    Two or more VMs over two or more zones have 99.99 %, in an availability set or dedicated host group (over two
    fault domains) 99.95 %; a VM on its own has the class of its weakest disk. A scale set over zones has 99.99 %, over
    several fault domains of a region 99.95 %; with one fault domain or in a single zone no number is documented, and
    none is made up. The promise is that *at least one* VM can be reached, not all of them.

    Args:
        machines: A `VirtualMachine`, several that can stand in for each other, or a `ScaleSet`.
        design: Where attached disks, sets and host groups are looked up.

    Raises:
        InvalidInputError: Without any machine.

    >>> from azstudy.model.vm import VirtualMachine
    >>> earned_sla(VirtualMachine("db", "E8s_v5")).percent
    99.9
    """
    if isinstance(machines, Design):
        raise InvalidInputError("That is a whole design: az.plan.earned_slas(design) says the SLA of each part.")
    if isinstance(machines, ScaleSet):
        return _where_zones_are(sla_of_scale_set(machines, design), machines, design)
    several = isinstance(machines, Iterable) and not isinstance(machines, Machine | str)
    vms = [*machines] if several else [machines]  # type: ignore[misc]
    if not vms or not all(isinstance(vm, VirtualMachine) for vm in vms):
        raise InvalidInputError("Give a VirtualMachine, several of them, or a ScaleSet: an SLA needs at least one VM.")
    return _where_zones_are(sla_of_vms(vms, design), vms[0], design)  # type: ignore[arg-type]


def earned_slas(design: Design) -> SlaReport:
    """The SLA of every part of a design, and of all together, each of them needed.

    VMs of one availability set, load balancer or host group count together, and so do machines with the same value of
    the tag "workload"; where those stand in several regions, the regions count as alternatives.

    Raises:
        InvalidInputError: For a design with neither machine nor load balancer.

    >>> from azstudy.catalog.designs import example
    >>> earned_slas(example("web-pair")).parts[0].percent
    99.95
    """
    parts: list[EarnedSla] = []
    numbers: list[float | None] = []
    for workload in workloads_of(design):
        regions = [_in_region(workload.machines, region, design) for region in _regions(workload.machines, design)]
        parts += itertools.chain(*regions)
        numbers.append(_together([[part.percent for part in region] for region in regions]))
    balancers = [sla_of_balancer(balancer, design) for balancer in design.of(LoadBalancer)]
    if not parts and not balancers:
        raise InvalidInputError(f"Design {design.name} has no machine and no load balancer, so no SLA can be said.")
    numbers += [part.percent for part in balancers]
    chain = serial(*(number for number in numbers if number is not None)) if None not in numbers else None
    return SlaReport(parts=(*parts, *balancers), chain_percent=chain, notes=_notes(parts, design))


def _notes(parts: Sequence[EarnedSla], design: Design) -> tuple[str, ...]:
    """Hints where "each of them needed" is perhaps not what was meant."""
    loose = sum(part.kind == SINGLE for part in parts) > 1
    if not loose and len(design.regions) < 2:
        return ()
    which = "VMs" if loose else "Regions"
    return (f'{which} that can stand in for each other count together with one tag: tags={{"workload": "db"}}.',)


def _regions(machines: Sequence[Machine], design: Design) -> tuple[str | None, ...]:
    return tuple(dict.fromkeys(design.region_of(machine) for machine in machines))


def _in_region(machines: Sequence[Machine], region: str | None, design: Design) -> list[EarnedSla]:
    """Each scale set of a workload in that region, and its VMs together."""
    here = [machine for machine in machines if design.region_of(machine) == region]
    vms = [machine for machine in here if isinstance(machine, VirtualMachine)]
    found = [earned_sla(machine, design=design) for machine in here if isinstance(machine, ScaleSet)]
    return [*found, *([earned_sla(vms, design=design)] if vms else [])]


def _where_zones_are(found: EarnedSla, machine: Machine, design: Design | None) -> EarnedSla:
    """The same, but nobody is sent to zones that the region does not have."""
    region = design.region_of(machine) if design is not None else machine.region
    known = None if region is None else _known(region)
    if found.next_percent != SLA_ZONES or known is None or known.zones:
        return found
    return attrs.evolve(found, missing=(f"another region: {known.name} has no availability zones",))


def _together(regions: list[list[float | None]]) -> float | None:
    """A workload: the best part of each region, and the regions as alternatives (a model)."""
    best = [max((number for number in region if number is not None), default=None) for region in regions]
    known = [number for number in best if number is not None]
    return alternatives(*known) if len(known) == len(best) else None


def _known(region: str) -> Region | None:
    with suppress(UnknownNameError):
        return default_catalog().region(region)
    return None
