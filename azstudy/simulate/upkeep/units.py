"""The machines that maintenance visits one by one: VMs, and the instances of scale sets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import attrs

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.design import Design
from azstudy.model.maintenance import MaintenanceConfiguration
from azstudy.model.placement import AvailabilitySet
from azstudy.model.scaleset import ScaleSet
from azstudy.model.schedule_words import MaintenanceScope
from azstudy.model.vm import Machine, VirtualMachine
from azstudy.model.words import PatchMode
from azstudy.rules.maintenance import assigned, caught
from azstudy.simulate.failures.workloads import workloads_of
from azstudy.simulate.upkeep.choices import PATCH_MIN
from azstudy.simulate.upkeep.moments import as_moment

Span = tuple[datetime, datetime]
Off = Sequence[str] | Mapping[str, Sequence[tuple[Any, Any]]]
ALWAYS: Final = "always"


@attrs.frozen(kw_only=True)
class Unit:
    """One machine.

    Attributes:
        name: The VM, or "scale set/instance" from 0.
        machine: The noun behind it.
        workload: The workload it belongs to.
        region: Its region, "" where none is named.
        zone: Its zone, None where it names none.
        group: The availability set or scale set that the platform keeps apart; "" for a loose VM.
        group_size: Machines of that group.
        domain: Update domain within the availability set, else 0.
        off: When it is off; None for always.
        patch_min: Minutes its updates take.
    """

    name: str
    machine: Machine
    workload: str
    region: str
    zone: int | None
    group: str
    group_size: int
    domain: int
    off: tuple[Span, ...] | None = ()
    patch_min: float = PATCH_MIN

    @property
    def mode(self) -> PatchMode:
        """Its patch mode, Azure's default where none is set."""
        return self.machine.patching.effective_mode(self.machine.os)

    @property
    def flexible(self) -> bool:
        """Whether it belongs to a Flexible scale set."""
        machine = self.machine
        return machine.flexible if isinstance(machine, ScaleSet) else getattr(machine, "scale_set", None) is not None

    @property
    def by_platform(self) -> bool:
        """Whether its mode is AutomaticByPlatform."""
        return self.mode is PatchMode.AUTOMATIC_BY_PLATFORM

    def is_off(self, at: datetime) -> bool:
        """Whether it is off at that moment."""
        return self.off is None or any(begin <= at < end for begin, end in self.off)


def units_of(design: Design, off: Off, patch_min: float | Mapping[str, float]) -> tuple[Unit, ...]:
    """Every machine of a design, in its order.

    Raises:
        UnknownNameError: For a name in `off` or `patch_min` that is no machine.
        InvalidInputError: For minutes that are not above 0, or spans that end before they begin.
    """
    names = [one.name for one in design.machines]
    minutes = dict(patch_min) if isinstance(patch_min, Mapping) else dict.fromkeys(names, patch_min)
    spans = _spans(off)
    for name in (*minutes, *spans):
        if name not in names:
            raise UnknownNameError("machine", name, nearest(name, names), hint="Name VMs or scale sets of the design.")
    for name, value in minutes.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
            raise InvalidInputError(f"patch_min of {name} is {value!r}; allowed is a number of minutes above 0.")
    workload = {id(machine): one.name for one in workloads_of(design) for machine in one.machines}
    sets = Counter(vm.availability_set or vm.scale_set or "" for vm in design.vms)
    place: Counter[str] = Counter()
    found: list[Unit] = []
    for machine in design.machines:
        base = Unit(
            name=machine.name,
            machine=machine,
            workload=workload.get(id(machine), machine.name),
            region=design.region_of(machine) or "",
            zone=None,
            group="",
            group_size=1,
            domain=0,
            off=spans.get(machine.name, ()),
            patch_min=float(minutes.get(machine.name, PATCH_MIN)),
        )
        if isinstance(machine, ScaleSet):
            found += _instances(base, machine)
        elif isinstance(machine, VirtualMachine):
            found.append(_vm(base, machine, design, sets, place))
    return tuple(found)


def _spans(off: Off) -> dict[str, tuple[Span, ...] | None]:
    if isinstance(off, str):
        raise InvalidInputError(f"off={off!r} is text. Give names in a list, such as off=['{off}'].")
    if not isinstance(off, Mapping):
        return dict.fromkeys(off)
    found: dict[str, tuple[Span, ...] | None] = {}
    for name, spans in off.items():
        read = tuple((as_moment("off from", begin), as_moment("off until", end)) for begin, end in spans)
        for begin, end in read:
            if end <= begin:
                raise InvalidInputError(f"{name} is off from {begin} until {end}. Give a later end.")
        found[name] = read
    return found


def _instances(base: Unit, machine: ScaleSet) -> Iterator[Unit]:
    zones = machine.zones or (None,)
    for number in range(machine.instances):
        zone = zones[number % len(zones)]
        name = f"{machine.name}/{number}"
        yield attrs.evolve(base, name=name, zone=zone, group=machine.name, group_size=machine.instances)


def _vm(base: Unit, vm: VirtualMachine, design: Design, sets: Counter[str], place: Counter[str]) -> Unit:
    if vm.availability_set is None:
        return attrs.evolve(base, zone=vm.zone, group=vm.scale_set or "", group_size=sets[vm.scale_set or ""] or 1)
    found = design.find(AvailabilitySet, vm.availability_set, within=vm)
    domain = found.update_domain_of(place[vm.availability_set]) if found else 0
    place[vm.availability_set] += 1
    return attrs.evolve(base, group=vm.availability_set, group_size=sets[vm.availability_set], domain=domain)


def on_schedule(design: Design, scope: MaintenanceScope) -> dict[str, tuple[str, ...]]:
    """Names of the machines that each configuration of a scope takes, by name or by filter, in the design's order."""
    found: dict[str, set[str]] = {one.name: set() for one in design.of(MaintenanceConfiguration) if one.scope is scope}
    for configuration, resource in assigned(design):
        if configuration.scope is scope:
            found[configuration.name].add(resource.name)
    for one in design.of(MaintenanceConfiguration):
        if one.scope is scope:
            found[one.name].update(vm.name for dynamic in one.dynamic_scopes for vm in caught(design, dynamic))
    order = {machine.name: n for n, machine in enumerate(design.machines)}
    return {name: tuple(sorted(members, key=lambda one: order.get(one, -1))) for name, members in found.items()}
