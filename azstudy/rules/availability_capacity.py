"""Rules about on-demand capacity reservations (capacity-reservation-overview.md@05a44856, 2026-02)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from azstudy.errors import InvalidInputError
from azstudy.model.design import Design
from azstudy.model.placement import CapacityReservationGroup
from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import Machine, VirtualMachine
from azstudy.model.words import DiskType
from azstudy.rules._frame import Breach, Facts, Found, path, rule
from azstudy.rules._walk import count, listed, mounted, short, sizes, zones

MAX_FAULT_DOMAINS: Final = 3
LONGEST_SILENCE_MIN: Final = 15
"""A failed allocation counts until the next attempt, at most this many minutes."""
MONTH_MIN: Final = 43_200
"""Minutes of a 30-day month."""


@attrs.frozen
class ReservationBill:
    """What a capacity reservation costs at one moment, in units of its size, all at that size's rate."""

    vms: int
    unused: int

    @property
    def units(self) -> int:
        """VMs and unused reserved places together."""
        return self.vms + self.unused


def reservation_bill(*, reserved: int, deployed: int) -> ReservationBill:
    """What is billed for `reserved` places with `deployed` VMs: every VM, and every place without one.

    >>> reservation_bill(reserved=10, deployed=6), reservation_bill(reserved=10, deployed=12).units
    (ReservationBill(vms=6, unused=4), 12)

    Raises:
        InvalidInputError: For numbers below zero.
    """
    if reserved < 0 or deployed < 0:
        raise InvalidInputError("Reserved places and VMs are counted from 0.")
    return ReservationBill(vms=deployed, unused=max(0, reserved - deployed))


def minutes_not_available(gaps_min: Iterable[float]) -> float:
    """Minutes that count against the reservation's SLA: each gap after a failed allocation, at most 15.

    >>> minutes_not_available([20]), minutes_not_available([20, 10, 10, 10, 10])
    (15, 55)
    """
    return sum(min(gap, LONGEST_SILENCE_MIN) for gap in gaps_min)


def reservation_uptime_percent(minutes: float, month_min: float = MONTH_MIN) -> float:
    """Uptime of one reserved place in percent of the month.

    >>> round(reservation_uptime_percent(15), 2), round(reservation_uptime_percent(55), 2)
    (99.97, 99.87)
    """
    return 100 * (1 - minutes / month_min)


def _reserving(design: Design) -> Iterator[Machine]:
    return (machine for machine in design.machines if machine.capacity_reservation)


def _group(design: Design, machine: Machine) -> CapacityReservationGroup | None:
    return design.find(CapacityReservationGroup, machine.capacity_reservation or "")


@rule(
    "capacity-01",
    section="2.7",
    severity="error",
    title="What a capacity reservation does not go with",
    statement="A capacity reservation serves single VMs and scale sets; not Spot, availability sets, dedicated hosts, "
    "proximity groups, update domains, single placement groups or Ultra disks.",
    source="CRE",
    fix="Drop the reservation, or what it does not go with.",
    misconception="a-reservation-fits-everything",
)
def _unsupported(design: Design, facts: Facts) -> Found:
    for machine in _reserving(design):
        words = [word for word, used in _conflicts(design, machine) if used]
        if words:
            yield Breach(machine.name, f"A capacity reservation together with {listed(words)}.")


def _conflicts(design: Design, machine: Machine) -> Iterator[tuple[str, bool]]:
    ultra = any(item.disk.type is DiskType.ULTRA for item in mounted(design, machine))
    yield "Spot", machine.spot or getattr(machine, "spot_mix", None) is not None
    yield "a proximity placement group", machine.proximity_group is not None
    yield "a dedicated host", machine.host_group is not None or getattr(machine, "host", None) is not None
    yield "Ultra disks", ultra
    if isinstance(machine, VirtualMachine):
        yield "an availability set", machine.availability_set is not None
    if isinstance(machine, ScaleSet):
        yield "a single placement group", machine.single_placement_group is True


@rule(
    "capacity-02",
    section="2.7",
    severity="error",
    title="No reservation of this size and zone",
    statement="A reservation is for one size in one region or zone; a machine uses it only where size and zone match.",
    source="CRE",
    fix="Add a reservation of the machine's size and zone to the group.",
    misconception="a-reservation-covers-the-family",
)
def _match(design: Design, facts: Facts) -> Found:
    for machine in _reserving(design):
        group = _group(design, machine)
        if group is None:
            continue
        held = {(each.size, each.zone) for each in group.reservations}
        for size in sizes(machine):
            for zone in zones(machine) or (None,):
                if (size, zone) not in held:
                    stands = "no zone" if zone is None else f"zone {zone}"
                    yield Breach(machine.name, f"{group.name} has no reservation of {short(size)} for {stands}.")


@rule(
    "capacity-03",
    section="2.7",
    severity="warning",
    title="More machines than reserved",
    statement="More VMs than reserved can be started, but beyond the reserved number nothing is guaranteed and quota "
    "is checked.",
    source="CRE",
    fix="Raise the reserved number.",
    misconception="a-reservation-limits-the-vms",
)
def _overallocated(design: Design, facts: Facts) -> Found:
    for group in design.of(CapacityReservationGroup):
        for reservation in group.reservations:
            users = [m for m in _reserving(design) if _group(design, m) is group and reservation.size in sizes(m)]
            users = [m for m in users if (zones(m) or (None,)) == (reservation.zone,)]
            wanted = sum(count(machine) for machine in users)
            if wanted > reservation.instances:
                yield Breach(
                    path(group.name, reservation.name),
                    f"{wanted} machines ({listed(m.name for m in users)}) on {reservation.instances} reserved.",
                )


@rule(
    "capacity-04",
    section="2.7",
    severity="error",
    title="Zones of a reservation group",
    statement="A group has its zones when it is made; a reservation stands in one of them, or in none where the group "
    "has none. There is one reservation for each size and zone.",
    source="CRE",
    fix="Give the reservation one of the group's zones; raise the number of the one that is there.",
)
def _zones(design: Design, facts: Facts) -> Found:
    for group in design.of(CapacityReservationGroup):
        seen: set[tuple[object, int | None]] = set()
        for reservation in group.reservations:
            where = path(group.name, reservation.name)
            fits = reservation.zone in group.zones if group.zones else reservation.zone is None
            if not fits:
                has = f"zones {listed(group.zones)}" if group.zones else "no zones"
                stands = "No zone" if reservation.zone is None else f"Zone {reservation.zone}"
                yield Breach(where, f"{stands}; the group has {has}.")
            if (reservation.size, reservation.zone) in seen:
                yield Breach(where, f"A second reservation of {short(reservation.size)} in the same place.")
            seen.add((reservation.size, reservation.zone))


@rule(
    "capacity-05",
    section="2.7",
    severity="error",
    title="Fault domains with a reservation",
    statement="A scale set with a capacity reservation has at most 3 fault domains.",
    source="CRE",
    fix="Use 1 to 3 fault domains.",
)
def _fault_domains(design: Design, facts: Facts) -> Found:
    for machine in _reserving(design):
        if isinstance(machine, ScaleSet) and machine.effective_fault_domains > MAX_FAULT_DOMAINS:
            number = machine.effective_fault_domains
            yield Breach(machine.name, f"{number} fault domains with a capacity reservation; at most 3.")


@rule(
    "capacity-06",
    section="2.7",
    severity="warning",
    title="Hibernation with a reservation",
    statement="A VM that resumes from hibernation does not use a capacity reservation.",
    source="CRE",
    fix="Stop and deallocate instead of hibernating, or leave the reservation out.",
)
def _hibernation(design: Design, facts: Facts) -> Found:
    for machine in _reserving(design):
        if machine.hibernation:
            yield Breach(machine.name, "Hibernation is on, with a capacity reservation.")


@rule(
    "capacity-07",
    section="2.7",
    severity="info",
    title="Reserved and not used",
    statement="A capacity reservation is billed at the rate of its size, used or not.",
    source="CRE",
    fix="Lower the number, or let machines name the group; reservations and savings plans discount both.",
    misconception="a-reservation-is-free-until-used",
)
def _unused(design: Design, facts: Facts) -> Found:
    for group in design.of(CapacityReservationGroup):
        for reservation in group.reservations:
            users = [m for m in _reserving(design) if _group(design, m) is group and reservation.size in sizes(m)]
            deployed = sum(count(m) for m in users if reservation.zone is None or reservation.zone in zones(m))
            bill = reservation_bill(reserved=reservation.instances, deployed=deployed)
            if bill.unused:
                words = f"{bill.vms} VMs and {bill.unused} unused places are billed"
                yield Breach(path(group.name, reservation.name), f"{reservation.instances} reserved: {words}.")
