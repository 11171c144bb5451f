"""Rules about availability sets (availability-set-overview.md@1a043fb3, orchestration-modes.md@01e1fb7d, 2024-06)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from azstudy.errors import InvalidInputError
from azstudy.model.design import Design
from azstudy.model.placement import AvailabilitySet
from azstudy.model.vm import VirtualMachine
from azstudy.rules._frame import Breach, Facts, Found, NotChecked, rule

MAX_FAULT_DOMAINS: Final = 3
FAULT_DOMAINS_EVERYWHERE: Final = 2
MAX_UPDATE_DOMAINS: Final = 20
MAX_VMS: Final = 200
RECOVERY_MIN: Final = 30
"""Minutes Azure waits after the restart of one update domain before the next."""


def recovery_wait_min(update_domains: int) -> int:
    """Minutes Azure waits between the update domains of a set while all of them restart, one after another.

    The restarts themselves take time on top. Source: availability-set-overview.md@1a043fb3.

    >>> recovery_wait_min(5)
    120

    Raises:
        InvalidInputError: For a number that no set can have.
    """
    if not 1 <= update_domains <= MAX_UPDATE_DOMAINS:
        raise InvalidInputError(f"A set has 1 to {MAX_UPDATE_DOMAINS} update domains, not {update_domains}.")
    return (update_domains - 1) * RECOVERY_MIN


def _members(design: Design) -> Iterator[tuple[AvailabilitySet, tuple[VirtualMachine, ...]]]:
    for group in design.availability_sets:
        yield group, tuple(vm for vm in design.vms if _set_of(design, vm) is group)


def _set_of(design: Design, vm: VirtualMachine) -> AvailabilitySet | None:
    return design.find(AvailabilitySet, vm.availability_set) if vm.availability_set else None


@rule(
    "avset-01",
    section="2.1",
    severity="error",
    title="Fault domains of an availability set",
    statement="An availability set has 1 to 3 fault domains, fixed when it is created.",
    source="AVS",
    fix="Use 2 or 3 fault domains; for more separation use zones.",
)
def _fault_domains(design: Design, facts: Facts) -> Found:
    for group in design.availability_sets:
        if not 1 <= group.fault_domains <= MAX_FAULT_DOMAINS:
            yield Breach(group.name, f"{group.fault_domains} fault domains; allowed: 1 to {MAX_FAULT_DOMAINS}.")


@rule(
    "avset-02",
    section="2.1",
    severity="warning",
    title="Three fault domains in this region",
    statement="With managed disks some regions give an availability set 2 fault domains only.",
    source="AVS",
    fix="Ask the region's limit first (az vm list-skus, availability sets), or use 2.",
    misconception="three-fault-domains-everywhere",
)
def _three_in_region(design: Design, facts: Facts) -> Found:
    for group in design.availability_sets:
        if FAULT_DOMAINS_EVERYWHERE < group.fault_domains <= MAX_FAULT_DOMAINS:
            region = design.region_of(group)
            yield NotChecked(group.name, f"how many fault domains {region or 'the region'} gives an availability set")


@rule(
    "avset-03",
    section="2.1",
    severity="error",
    title="Update domains of an availability set",
    statement="An availability set has 1 to 20 update domains, fixed when it is created.",
    source="AVS",
    fix="Use 5 to 20 update domains.",
)
def _update_domains(design: Design, facts: Facts) -> Found:
    for group in design.availability_sets:
        if not 1 <= group.update_domains <= MAX_UPDATE_DOMAINS:
            yield Breach(group.name, f"{group.update_domains} update domains; allowed: 1 to {MAX_UPDATE_DOMAINS}.")


@rule(
    "avset-04",
    section="2.1",
    severity="error",
    title="VMs in an availability set",
    statement="An availability set holds at most 200 VMs.",
    source="ORC",
    fix="Use a Flexible scale set (1,000 instances), or several sets.",
)
def _size(design: Design, facts: Facts) -> Found:
    for group, members in _members(design):
        if len(members) > MAX_VMS:
            yield Breach(group.name, f"{len(members)} VMs; at most {MAX_VMS}.")


@rule(
    "avset-05",
    section="2.1",
    severity="error",
    title="Zone and availability set together",
    statement="A VM stands in a zone or in an availability set, never in both.",
    source="AVS",
    fix="Choose zones (99.99 %) where the region has them, the set (99.95 %) elsewhere.",
    misconception="availability-set-inside-a-zone",
)
def _zone(design: Design, facts: Facts) -> Found:
    for vm in design.vms:
        if vm.availability_set and vm.zone is not None:
            yield Breach(vm.name, f"Zone {vm.zone} and the availability set {vm.availability_set}.")


@rule(
    "avset-06",
    section="2.1",
    severity="error",
    title="Set for unmanaged disks",
    statement="Unmanaged disks ended on 2026-03-31; an availability set is made for managed disks (Aligned).",
    source="ORC",
    fix="Make the set managed, and convert the disks.",
    misconception="unmanaged-disks-are-a-choice",
)
def _managed(design: Design, facts: Facts) -> Found:
    for group in design.availability_sets:
        if not group.managed:
            yield Breach(group.name, "An availability set for unmanaged disks.")


@rule(
    "avset-07",
    section="2.3",
    severity="warning",
    title="One VM in an availability set",
    statement="The 99.95 % of an availability set count from two VMs on; a single VM keeps the SLA of its disks.",
    source="SLA",
    fix="Put two or more VMs of one role into the set.",
    misconception="availability-set-protects-one-vm",
)
def _single(design: Design, facts: Facts) -> Found:
    for group, members in _members(design):
        if len(members) == 1:
            yield Breach(group.name, f"{members[0].name} is alone in the set.")


@rule(
    "avset-08",
    section="2.1",
    severity="warning",
    title="One domain only",
    statement="A set with one fault domain keeps all its VMs behind one rack; with one update domain all restart "
    "together.",
    source="AVS",
    fix="Use 2 or 3 fault domains and 5 or more update domains.",
)
def _one_domain(design: Design, facts: Facts) -> Found:
    for group in design.availability_sets:
        words = [
            word
            for word, number in (("fault domain", group.fault_domains), ("update domain", group.update_domains))
            if number == 1
        ]
        if words:
            yield Breach(group.name, f"One {' and one '.join(words)}.")


@rule(
    "avset-09",
    section="2.1",
    severity="error",
    title="Spot in an availability set",
    statement="A Spot VM cannot stand in an availability set.",
    source="ORC",
    fix="Use a Flexible scale set with Spot Priority Mix.",
)
def _spot(design: Design, facts: Facts) -> Found:
    for vm in design.vms:
        if vm.spot and vm.availability_set:
            yield Breach(vm.name, f"A Spot VM in the availability set {vm.availability_set}.")
