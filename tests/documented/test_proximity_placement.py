"""Proximity placement groups: zone and intent."""

from __future__ import annotations

import pytest

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
