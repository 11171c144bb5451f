"""Where every machine of a design stands: region, zone, rack, host and update domain."""

from __future__ import annotations

from collections import Counter

import attrs

from azstudy.errors import InvalidInputError
from azstudy.model.design import Design
from azstudy.model.placement import AvailabilitySet
from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import VirtualMachine
from azstudy.simulate.failures.rates import REGIONAL_STANDS_IN, SPREAD_RACKS
from azstudy.simulate.failures.workloads import Workload, workloads_of
from azstudy.simulate.fleet.fleet import Fleet


@attrs.frozen(kw_only=True)
class Place:
    """Where one machine stands.

    Attributes:
        machine: The VM, or "scale set/instance".
        workload: Which workload it belongs to.
        region: Its region; "the region" where the design names none.
        zone: Its zone; for a machine without one the zone azstudy takes (`REGIONAL_STANDS_IN`).
        zonal: False where the zone is only taken.
        rack: Its fault domain within the zone, or within its availability set.
        racks: What the rack is a rack of, so that equal numbers of two sets are two racks.
        host: Its host; machines share one only on a dedicated host.
        wave: Its turn in planned maintenance: update domain, or fault domain of a scale set.
        because: Why it stands there.
    """

    machine: str
    workload: str
    region: str
    zone: int
    zonal: bool
    rack: int
    racks: str
    host: str
    wave: int
    because: str

    @property
    def keys(self) -> dict[str, tuple[str, ...]]:
        """What it falls with: the name of its host, rack, zone and region."""
        zone = (self.region, f"zone {self.zone}")
        return {
            "host": (*zone, self.host),
            "rack": (*zone, self.racks, str(self.rack)),
            "zone": zone,
            "region": (self.region,),
        }


def places_of(design: Design) -> tuple[Place, ...]:
    """Every machine of a design at its place, workload by workload.

    VM i of an availability set is in fault domain i mod FD and update domain i mod UD
    (azure-compute-docs availability-set-overview.md@1a043fb3); scale sets are placed by `simulate.placement`. Loose VMs
    and max spreading take racks in turn, which Azure does not promise.

    Raises:
        InvalidInputError: For a design without machines.

    >>> from azstudy.catalog.designs import example
    >>> [(one.machine, one.rack, one.wave) for one in places_of(example("web-pair"))]
    [('web1', 0, 0), ('web2', 1, 1)]
    """
    workloads = workloads_of(design)
    found = tuple(place for workload in workloads for place in _places(design, workload))
    if not found:
        raise InvalidInputError(f"Design {design.name} has no machine that could fail. Add a VM or an instance.")
    return found


def _places(design: Design, workload: Workload) -> list[Place]:
    if isinstance(workload.machines, ScaleSet):
        return _scale_set(design, workload, workload.machines)
    seen: Counter[int | None] = Counter()
    placed = []
    for number, vm in enumerate(workload.machines):
        placed.append(_vm(design, workload, vm, number, seen[vm.zone]))
        seen[vm.zone] += 1
    return placed


def _vm(design: Design, workload: Workload, vm: VirtualMachine, number: int, in_zone: int) -> Place:
    region = design.region_of(vm) or "the region"
    group = design.find(AvailabilitySet, vm.availability_set, within=vm) if vm.availability_set else None
    if group is not None:
        rack, wave = number % max(1, group.fault_domains), group.update_domain_of(number)
        because = f"VM {number} of {group.name}: fault domain {rack}, update domain {wave}"
        racks = f"set {group.name}"
    else:
        racks, rack, wave = "zone", in_zone % SPREAD_RACKS, number
        because = f"zone {vm.zone}" if vm.zone is not None else "no zone named, so one that nobody is told"
    host = f"host {vm.host}" if vm.host else f"host of {vm.name}"
    return Place(
        machine=vm.name,
        workload=workload.name,
        region=region,
        zone=REGIONAL_STANDS_IN if vm.zone is None else vm.zone,
        zonal=vm.zone is not None,
        rack=rack if vm.fault_domain is None else vm.fault_domain,
        racks=racks,
        host=host,
        wave=wave,
        because=because,
    )


def _scale_set(design: Design, workload: Workload, scale_set: ScaleSet) -> list[Place]:
    fleet = Fleet(scale_set, explain=False)
    fleet.create(at_s=0)
    region = design.region_of(scale_set) or "the region"
    taken: Counter[int | None] = Counter()
    placed = []
    for one in fleet.instances.values():
        rack = taken[one.zone] % SPREAD_RACKS if one.fault_domain is None else one.fault_domain
        taken[one.zone] += 1
        zone = REGIONAL_STANDS_IN if one.zone is None else one.zone
        where = f"zone {one.zone}, " if one.zone is not None else ""
        placed.append(
            Place(
                machine=f"{scale_set.name}/{one.id}",
                workload=workload.name,
                region=region,
                zone=zone,
                zonal=one.zone is not None,
                rack=rack,
                racks=f"set {scale_set.name}",
                host=f"host of {scale_set.name}/{one.id}",
                wave=rack + SPREAD_RACKS * (zone - 1) if scale_set.zones else rack,
                because=f"{where}fault domain {rack}" + (" (max spreading)" if one.fault_domain is None else ""),
            )
        )
    return placed
