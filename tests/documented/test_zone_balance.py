"""Zones of a scale set: what is balanced, best effort and strict balance, a zone that fails, zones added later.

Sources, MicrosoftDocs/azure-compute-docs, articles/virtual-machine-scale-sets/:
    ZBA virtual-machine-scale-sets-zone-balancing.md@02773904 (2025-12-15)
    ZON virtual-machine-scale-sets-use-availability-zones.md@0c6223e9 (2026-05)
"""

from __future__ import annotations

from typing import Any

import pytest

import azstudy as az


def scale_set(**fields: Any) -> Any:
    return az.ScaleSet("web", "D4s_v5", **{"instances": 6, "zones": [1, 2, 3], **fields})


def spread(counts: list[int]) -> dict[int | None, list[int]]:
    ids = iter(range(100))
    return {zone: [next(ids) for _ in range(number)] for zone, number in enumerate(counts, start=1)}


@pytest.mark.parametrize(
    ("counts", "balanced"), [([2, 2, 2], True), ([2, 3, 3], True), ([1, 3, 3], False), ([0, 1, 1], True)]
)
def test_zones_that_differ_by_more_than_one_are_uneven(counts: list[int], balanced: bool) -> None:  # ZBA
    run = az.simulate.placement(scale_set(), population=spread(counts))
    assert bool(run.timeline.only("zones uneven")) is not balanced


def test_deallocated_vms_count_for_balance() -> None:  # ZBA
    run = az.simulate.placement(scale_set(), ["deallocate 2, 5", "scale to 9"])
    assert run.per_zone == {1: 3, 2: 3, 3: 3}
    assert run.steps[-1].running == 7


def test_a_scale_set_gets_zones_later() -> None:  # ZBA, ZON
    wide = ["add zones 1, 2, 3", "scale to 10", "scale to 5"]
    run = az.simulate.placement(scale_set(zones=[], instances=5), wide)
    assert run.history[1] == {1: 0, 2: 0, 3: 0, None: 5}
    assert run.history[2] == {1: 2, 2: 2, 3: 1, None: 5}
    assert run.history[3] == {1: 2, 2: 2, 3: 1}
    assert run.steps[1].created == run.steps[1].deleted == ()


def test_one_zone_added_moves_nothing() -> None:  # ZBA
    run = az.simulate.placement(scale_set(zones=[1, 2]), ["add zones 3", "scale to 9"])
    assert run.history == ({1: 3, 2: 3}, {1: 3, 2: 3, 3: 0}, {1: 3, 2: 3, 3: 3})


@pytest.mark.parametrize(("down", "scales"), [([], True), ([1], True), ([1, 2], False), ([1, 2, 3], False)])
def test_best_effort_goes_on_with_one_zone_down_and_stops_with_two(down: list[int], scales: bool) -> None:  # ZBA
    lose = [f"lose zone {zone}" for zone in down]
    out = az.simulate.placement(scale_set(), [*lose, "scale to 9"])
    into = az.simulate.placement(scale_set(), [*lose, "scale to 5"])
    assert (out.capacity == 9, into.capacity == 5) == (scales, scales)
    assert bool(out.refused) is bool(into.refused) is not scales
    assert all(out.per_zone[zone] == 2 for zone in down)


def test_recovery_after_an_outage() -> None:  # ZBA: 0, 2 and 4, then out by two, then in by two
    there = {1: [], 2: [0, 1], 3: [2, 3, 4, 5]}
    run = az.simulate.placement(scale_set(), ["scale to 8", "scale to 6"], population=there)
    assert run.history == ({1: 0, 2: 2, 3: 4}, {1: 2, 2: 2, 3: 4}, {1: 2, 2: 2, 3: 2})


def test_a_zone_that_comes_back_moves_nothing() -> None:  # ZBA
    run = az.simulate.placement(scale_set(), ["lose zone 1", "replace lost", "restore zone 1"])
    assert run.per_zone == {1: 0, 2: 3, 3: 3}
    assert run.steps[-1].created == run.steps[-1].deleted == ()
    assert "none moves" in run.decisions[-1].because


@pytest.mark.parametrize(
    ("down", "wanted", "taken"),
    [
        ([], 8, True),
        ([], 7, True),
        ([3], 7, True),
        ([3], 8, True),
        ([3], 9, False),
        ([2, 3], 7, True),
        ([2, 3], 8, False),
    ],
)
def test_strict_balance_refuses_whatever_would_end_uneven(down: list[int], wanted: int, taken: bool) -> None:  # ZBA
    lose = [f"lose zone {zone}" for zone in down]
    run = az.simulate.placement(scale_set(zone_balance=True), [*lose, wanted])
    assert run.capacity == (wanted if taken else 6)
    assert bool(run.refused) is not taken
    if not down:
        assert sorted(run.per_zone.values(), reverse=True)[0] - min(run.per_zone.values()) <= 1


def test_strict_balance_also_refuses_scaling_in() -> None:  # ZBA: "any scaling operation"
    run = az.simulate.placement(scale_set(zone_balance=True), ["protect 0, 3", "scale to 3", "scale to 5"])
    assert [step.capacity for step in run.steps] == [6, 6, 6, 5]
    assert run.refused[0].action == "scale in refused"
