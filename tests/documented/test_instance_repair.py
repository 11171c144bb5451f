"""Automatic instance repairs: how many at once, and the grace period.

Source: MicrosoftDocs/azure-compute-docs articles/virtual-machine-scale-sets/
    virtual-machine-scale-sets-automatic-instance-repairs.md@0c6223e9.
"""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.errors import InvalidInputError


@pytest.mark.parametrize(("instances", "at_once"), [(10, 1), (19, 1), (20, 1), (100, 5)])
def test_five_percent_at_once_and_at_least_one(instances: int, at_once: int) -> None:
    result = az.simulate.repair(instances=instances, ill=range(instances // 2), minutes=60)
    assert max(one.under_way for one in result.repairs) == at_once
    assert len([one for one in result.repairs if one.at_s == 0]) == at_once


@pytest.mark.parametrize(("minutes", "valid"), [(9, False), (10, True), (30, True), (90, True), (91, False)])
def test_the_grace_period(minutes: int, valid: bool) -> None:
    assert az.RepairPolicy().grace_min == 10
    if valid:
        az.simulate.repair(instances=3, ill=[0], grace_min=minutes, minutes=5)
        return
    with pytest.raises(InvalidInputError, match="Azure takes 10 to 90"):
        az.simulate.repair(instances=3, ill=[0], grace_min=minutes, minutes=5)


def test_protected_instances_are_left_alone() -> None:
    result = az.simulate.repair(instances=20, ill=[3, 4], protected=[3], minutes=30)
    assert [one.instance for one in result.repairs] == [4]


@pytest.mark.parametrize(("action", "keeps_id"), [("Replace", False), ("Reimage", True), ("Restart", True)])
def test_only_replace_makes_a_new_instance(action: str, keeps_id: bool) -> None:
    (one,) = az.simulate.repair(instances=10, ill={3: 5}, action=action, minutes=30).repairs
    assert (one.new_instance is None) is keeps_id
    assert one.healed is True


def test_a_replaced_instance_has_the_latest_model() -> None:
    result = az.simulate.upgrade(instances=10, mode="manual", version="good", ill={3: 20}, repair="Replace", minutes=60)
    assert result.versions == {0: 9, 1: 1}


@pytest.mark.parametrize("grace", [10, 30, 90])
def test_grace_starts_after_the_change_and_not_with_the_illness(grace: int) -> None:
    upgraded = az.simulate.upgrade(
        instances=1, version="crashes after 10 min", repair="Restart", grace_min=grace, at_min=5, minutes=240
    )
    waited = upgraded.repairs[0].at_s - upgraded.batches[0].start_s
    assert 60 * grace <= waited <= 60 * (grace + 16)
    settled = az.simulate.repair(instances=10, ill={3: 5}, grace_min=grace, minutes=30)
    assert settled.repairs[0].at_s == 300


def test_repairs_that_heal_nothing_are_suspended() -> None:
    result = az.simulate.upgrade(instances=10, version="answers 404", repair="Replace")
    assert result.suspended
    assert [one.healed for one in result.repairs] == [False] * 3
    assert all(one.instance in (0, 1, 10, 11) for one in result.repairs)


def test_creation_does_not_wait_for_the_terminate_notification() -> None:
    noticed = az.ScaleSet(
        "web",
        "D4s_v5",
        instances=10,
        terminate_notification_min=15,
        health_extension=az.HealthExtension(path="/health"),
        repair=az.RepairPolicy(),
    )
    result = az.simulate.repair(noticed, ill={3: 5}, minutes=30)
    assert [one.healed for one in result.repairs] == [True]
    assert int(result.service.running.max()) == 11
