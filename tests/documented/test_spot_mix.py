"""Spot Priority Mix: the split while a scale set grows, shrinks and loses VMs.

Source: MicrosoftDocs/azure-compute-docs, articles/virtual-machine-scale-sets/spot-priority-mix.md@0c6223e9 (2026-05-19)
"""

from __future__ import annotations

from typing import Any

import pytest

import azstudy as az


def mixed(base: int, percent: float, instances: int, **fields: Any) -> Any:
    mix = az.SpotMix(base, percent)
    return az.ScaleSet("web", "D4s_v5", instances=instances, priority="Spot", spot_mix=mix, **fields)


@pytest.mark.parametrize(
    ("base", "percent", "instances", "regular", "spot"),
    [
        (10, 50, 10, 10, 0),
        (10, 50, 20, 15, 5),
        (10, 50, 30, 20, 10),
        (10, 50, 41, 25, 16),
        (10, 50, 42, 26, 16),
        (10, 25, 20, 12, 8),
        (10, 25, 50, 20, 30),
        (10, 25, 110, 35, 75),
        (2, 50, 4, 3, 1),  # the page's CLI text says 2 + 2; its own formula says this
        (0, 0, 5, 0, 5),
        (20, 80, 15, 15, 0),
    ],
)
@pytest.mark.parametrize("zones", [[], [1, 2, 3]])
def test_the_split(base: int, percent: float, instances: int, regular: int, spot: int, zones: list[int]) -> None:
    run = az.simulate.placement(mixed(base, percent, instances, zones=zones))
    assert run.spot_split == (regular, spot)


def splits(run: Any) -> list[tuple[int, int]]:
    return [(step.capacity, step.spot) for step in run.steps]


def test_the_first_scenario_deletes_evicted_vms() -> None:
    growing = [20, 30, 40, 41, 42, "evict all spot", 30, 42, 44]
    run = az.simulate.placement(mixed(10, 50, 10, eviction_policy="Delete"), growing)
    assert splits(run) == [
        (10, 0), (20, 5), (30, 10), (40, 15), (41, 16), (42, 16), (26, 0), (30, 4), (42, 16), (44, 17)
    ]  # fmt: skip


def test_the_second_scenario_keeps_evicted_vms_in_capacity() -> None:
    run = az.simulate.placement(mixed(10, 25, 20), [50, 110, "evict 10 spot", 120])
    assert splits(run) == [(20, 8), (50, 30), (110, 75), (110, 75), (120, 83)]
    assert [step.running for step in run.steps] == [20, 50, 110, 100, 110]
    running = [one for one in run.steps[3].instances if one.spot and one.active]
    assert len(running) == 65


def test_scaling_in_keeps_the_split() -> None:
    run = az.simulate.placement(mixed(10, 50, 42, zones=[1, 2, 3]), [41, 40, 30, 20, 10, 5])
    assert splits(run)[1:] == [(41, 16), (40, 15), (30, 10), (20, 5), (10, 0), (5, 0)]


def test_a_new_mix_acts_at_the_next_scaling() -> None:
    run = az.simulate.placement(mixed(10, 50, 30), ["mix 10, 80%", 31, 40])
    assert splits(run) == [(30, 10), (30, 10), (31, 10), (40, 10)]  # the new split of 31 has 4 Spot: none is added
    assert run.steps[1].created == run.steps[1].deleted == ()
    assert splits(az.simulate.placement(mixed(10, 50, 30), ["mix 10, 80%", 20]))[-1] == (20, 2)


def test_base_vms_are_never_evicted() -> None:
    run = az.simulate.placement(mixed(4, 0, 10), ["evict all spot"])
    assert sum(one.active for one in run.instances) == 4
    with pytest.raises(ValueError, match="regular VM"):
        az.simulate.placement(mixed(4, 0, 10), ["evict 0"])
