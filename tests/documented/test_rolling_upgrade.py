"""Rolling upgrades: sizes of batches, when they stop, surge, zones.

Sources: MicrosoftDocs/azure-compute-docs articles/virtual-machine-scale-sets/
    virtual-machine-scale-sets-configure-rolling-upgrades.md@0c6223e9, virtual-machine-scale-sets-automatic-upgrade.md
    @0c6223e9, virtual-machine-scale-sets-maxsurge.md@0c6223e9; ranges: Microsoft.Compute.json@a1454431.
"""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.errors import InvalidInputError


def test_ten_instances_in_batches_of_twenty_percent() -> None:
    result = az.simulate.upgrade(instances=10, version="good")
    assert [len(batch.ids) for batch in result.batches] == [2, 2, 2, 2, 2]
    assert result.status == "completed"


@pytest.mark.parametrize(("instances", "size"), [(1, 1), (3, 1), (5, 1), (6, 1), (12, 2)])
def test_a_batch_is_rounded_down_and_at_least_one(instances: int, size: int) -> None:
    result = az.simulate.upgrade(instances=instances, version="good", minutes=60)
    assert len(result.batches[0].ids) == size


@pytest.mark.parametrize(("ill", "goes_on"), [([1, 2], True), ([1, 2, 3], False)])
def test_it_stops_above_the_limit_and_not_at_it(ill: list[int], goes_on: bool) -> None:
    result = az.simulate.upgrade(instances=10, version="good", ill=ill)
    assert (result.status == "completed") is goes_on
    assert goes_on or "3 of 10 instances are unhealthy before batch 1, more than 20 %" in result.because


@pytest.mark.parametrize(("free", "peak", "surge"), [(5, 12, True), (1, 10, False)])
def test_surge_needs_room_and_else_the_batch_goes_in_place(free: int, peak: int, surge: bool) -> None:
    result = az.simulate.upgrade(instances=10, version="good", max_surge=True, free_instances=free)
    assert int(result.service.desired.max()) == peak
    assert {batch.surge for batch in result.batches} == {surge}
    assert result.status == "completed"


def test_a_batch_stays_in_one_zone_unless_it_may_cross() -> None:
    apart = az.simulate.upgrade(instances=12, zones=[1, 2, 3], batch_percent=50, version="good")
    assert [batch.zone for batch in apart.batches] == [1, 2, 3]
    across = az.simulate.upgrade(instances=12, zones=[1, 2, 3], batch_percent=50, version="good", cross_zone=True)
    assert [len(batch.ids) for batch in across.batches] == [6, 6]


@pytest.mark.parametrize(
    ("option", "allowed", "refused"),
    [
        ("batch_percent", (5, 20, 100), (4, 101)),
        ("max_unhealthy_percent", (5, 20, 100), (4, 101)),
        ("max_unhealthy_upgraded_percent", (0, 20, 100), (-1, 101)),
    ],
)
def test_ranges_of_the_percentages(option: str, allowed: tuple[int, ...], refused: tuple[int, ...]) -> None:
    for value in allowed:
        az.simulate.upgrade(instances=2, minutes=12, **{option: value})
    for value in refused:
        with pytest.raises(InvalidInputError, match="Azure takes"):
            az.simulate.upgrade(instances=2, minutes=12, **{option: value})
    assert az.RollingUpgrade().pause_s == 0


@pytest.mark.parametrize(("start_up_min", "restored"), [(4, False), (6, True)])
def test_an_os_image_upgrade_waits_five_minutes(start_up_min: float, restored: bool) -> None:
    slow = az.simulate.upgrade(instances=5, version="good", mode="os image", minutes=90, application_min=start_up_min)
    assert (slow.versions == {0: 5}) is restored
    assert any("previous OS disk is restored" in one.because for one in slow.timeline) is restored


def test_ten_instances_and_a_version_that_answers_404() -> None:
    flexible = az.simulate.upgrade(instances=10, version="answers 404")
    assert (flexible.status, flexible.broken, flexible.versions) == ("stopped", (0, 1), {0: 8, 1: 2})
    uniform = az.simulate.upgrade(instances=10, version="answers 404", orchestration="Uniform", rollback_on_breach=True)
    assert (uniform.status, uniform.restored, uniform.versions) == ("rolled back", (0, 1), {0: 10})
    ignored = az.simulate.upgrade(instances=10, version="answers 404", rollback_on_breach=True)
    assert (ignored.status, ignored.versions) == ("stopped", {0: 8, 1: 2})


def test_the_example_that_counts_the_upgraded_ones_against_the_whole_scale_set() -> None:
    whole = az.simulate.UpgradeChoices(upgraded_share_of="all")
    result = az.simulate.upgrade(instances=10, version="answers 404", choices=whole)
    assert (len(result.batches), len(result.broken)) == (2, 4)


def test_a_surge_deletes_old_instances_only_for_healthy_new_ones() -> None:
    result = az.simulate.upgrade(instances=10, version="answers 404", max_surge=True)
    assert (result.status, result.versions, result.lowest_in_rotation) == ("stopped", {0: 10, 1: 2}, 10)


def test_a_surge_with_automatic_os_upgrades_needs_uniform_mode() -> None:
    with pytest.raises(InvalidInputError, match="not supported in Flexible"):
        az.simulate.upgrade(instances=10, mode="os image", max_surge=True)
    uniform = az.simulate.upgrade(
        instances=10, mode="os image", max_surge=True, orchestration="Uniform", version="good"
    )
    assert uniform.versions == {1: 10}


@pytest.mark.parametrize(("mode", "upgraded"), [("manual", 0), ("automatic", 10)])
def test_the_modes_without_batches(mode: str, upgraded: int) -> None:
    result = az.simulate.upgrade(instances=10, mode=mode, version="good")
    assert result.versions.get(1, 0) == upgraded
    assert (result.lowest_in_rotation == 0) is (mode == "automatic")


def test_the_sick_are_upgraded_first_where_the_policy_says_so() -> None:
    first = az.simulate.upgrade(instances=10, version="good", ill=[7], prioritize_unhealthy=True)
    assert first.batches[0].ids == (7, 0)
    assert az.simulate.upgrade(instances=10, version="good", ill=[7]).batches[0].ids == (0, 1)


def test_protected_instances_keep_their_version() -> None:
    result = az.simulate.upgrade(instances=10, version="good", protected=[4, 5])
    assert result.status == "completed"
    assert {one.id for one in result.frames[-1].instances if one.version == 0} == {4, 5}


def test_upgrades_need_a_health_signal() -> None:
    with pytest.raises(InvalidInputError, match="Nothing tells how the instances"):
        az.simulate.upgrade(az.ScaleSet("web", "D4s_v5", instances=10, upgrade="rolling"))
    probed = az.ScaleSet("web", "D4s_v5", upgrade="rolling", orchestration="Uniform", health_probe="front/alive")
    assert az.simulate.upgrade(probed, version="good").status == "completed"
