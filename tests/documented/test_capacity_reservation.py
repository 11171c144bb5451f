"""On-demand capacity reservation: what it serves, what is billed, what counts against its SLA."""

from __future__ import annotations

import pytest

from azstudy.model.design import Design
from azstudy.model.disk import DataDisk
from azstudy.model.placement import (
    AvailabilitySet,
    CapacityReservation,
    CapacityReservationGroup,
    DedicatedHost,
    HostGroup,
    ProximityPlacementGroup,
)
from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import VirtualMachine
from azstudy.rules import review
from azstudy.rules.availability_capacity import minutes_not_available, reservation_bill, reservation_uptime_percent

CRE = "MicrosoftDocs/azure-compute-docs articles/virtual-machines/capacity-reservation-overview.md@05a44856"
GROUP = CapacityReservationGroup("group", [CapacityReservation("web", "D4s_v5", instances=10)])


def broken(*resources: object) -> set[str]:
    return set(review(Design("reserved", [GROUP, *resources], region="westeurope")).rule_ids)


def vm(**fields: object) -> VirtualMachine:
    return VirtualMachine("web1", "D4s_v5", capacity_reservation="group", **fields)


@pytest.mark.parametrize(
    ("resources", "supported"),
    [
        ([AvailabilitySet("set"), vm(availability_set="set")], False),
        ([vm(priority="Spot")], False),
        ([HostGroup("hosts", [DedicatedHost("h", "Dsv5-Type1")]), vm(host="h")], False),
        ([ProximityPlacementGroup("near"), vm(proximity_group="near")], False),
        ([vm(data_disks=[DataDisk("u", 8, type="UltraSSD")], ultra_disks=True)], False),
        ([ScaleSet("s", "D4s_v5", capacity_reservation="group", single_placement_group=True)], False),
        ([ScaleSet("s", "D4s_v5", capacity_reservation="group")], True),
        ([vm()], True),
    ],
)
def test_what_it_serves(resources: list[object], supported: bool) -> None:
    assert ("capacity-01" not in broken(*resources)) is supported, CRE


def test_six_of_ten() -> None:
    bill = reservation_bill(reserved=10, deployed=6)
    assert (bill.vms, bill.unused, bill.units) == (6, 4, 10), CRE


@pytest.mark.parametrize(("gaps", "minutes", "uptime"), [([20], 15, 99.97), ([20, 10, 10, 10, 10], 55, 99.87)])
def test_minutes_not_available(gaps: list[int], minutes: int, uptime: float) -> None:
    assert minutes_not_available(gaps) == minutes, CRE
    assert reservation_uptime_percent(minutes) == pytest.approx(uptime, abs=0.005), CRE
