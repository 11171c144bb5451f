"""Proximity placement groups: zone and intent."""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.model.design import Design
from azstudy.model.placement import ProximityPlacementGroup
from azstudy.rules import review

PPG = "MicrosoftDocs/azure-compute-docs articles/virtual-machines/co-location.md@3cb250d9"


@pytest.mark.parametrize(
    ("zone", "intent", "valid"), [(1, [], False), (1, ["D4s_v5"], True), (None, ["D4s_v5"], True), (None, [], True)]
)
def test_a_zone_needs_the_intended_sizes(zone: int | None, intent: list[str], valid: bool) -> None:
    group = ProximityPlacementGroup("near", intent, zone=zone)
    found = review(Design("one", [group], region="westeurope"))
    assert ("proximity-01" not in found.rule_ids) is valid, PPG


@pytest.mark.parametrize(("zones", "valid"), [((1, 1), True), ((1, 2), False)])
def test_a_group_cannot_span_zones(zones: tuple[int, int], valid: bool) -> None:
    pair = [az.VirtualMachine(f"vm{n}", "D4s_v5", zone=zone, proximity_group="near") for n, zone in enumerate(zones)]
    design = Design("two", [ProximityPlacementGroup("near"), *pair], region="westeurope")
    assert ("proximity-02" not in az.review(design).rule_ids) is valid, PPG


def test_near_earns_nothing() -> None:
    pair = [az.VirtualMachine(f"vm{n}", "D4s_v5", proximity_group="near") for n in range(2)]
    design = Design("two", [ProximityPlacementGroup("near"), *pair], region="westeurope")
    assert az.plan.earned_sla(pair, design=design).percent == 99.9, PPG
