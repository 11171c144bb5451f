"""Which VM goes first when a scale set scales in.

Sources, MicrosoftDocs/azure-compute-docs, articles/virtual-machine-scale-sets/:
    SIN virtual-machine-scale-sets-scale-in-policy.md@0c6223e9 (2026-05-19)
    PRO virtual-machine-scale-sets-instance-protection.md@1d8378b2 (2026-05-19)
    ZBA virtual-machine-scale-sets-zone-balancing.md@02773904 (2025-12-15)
"""

from __future__ import annotations

from typing import Any

import pytest

import azstudy as az

ZONES = {1: [3, 4, 5, 10], 2: [2, 6, 9, 11], 3: [1, 7, 8]}


def scale_set(policy: str = "Default", **fields: Any) -> Any:
    return az.ScaleSet("web", "D4s_v5", scale_in=policy, **fields)


@pytest.mark.parametrize(("policy", "order"), [("OldestVM", (2, 3, 1, 4, 6, 5)), ("NewestVM", (11, 10, 9, 8, 5, 7))])
def test_the_policy_is_asked_again_after_every_deletion(policy: str, order: tuple[int, ...]) -> None:  # SIN
    at_once = az.simulate.placement(scale_set(policy, zones=[1, 2, 3]), ["scale to 5"], population=ZONES)
    one_by_one = az.simulate.placement(scale_set(policy, zones=[1, 2, 3]), ["scale in by 1"] * 6, population=ZONES)
    assert at_once.deleted == one_by_one.deleted == order


@pytest.mark.parametrize(
    ("policy", "ages", "first"),
    [("OldestVM", {7: 9.0, 4: 2.0}, 4), ("NewestVM", {11: 3.0, 10: 0.5, 9: 0.0}, 9), ("Default", {11: 100.0}, 11)],
)
def test_age_decides_where_it_is_known_and_ids_where_it_is_not(
    policy: str, ages: dict[int, float], first: int
) -> None:  # SIN: "highest instance IDs are assumed to be the newest"
    there = {number: ages.get(number, 1.0) for ids in ZONES.values() for number in ids}
    run = az.simulate.placement(scale_set(policy, zones=[1, 2, 3]), [10], population=ZONES, ages=there)
    assert run.deleted == (first,)


def test_the_default_policy_takes_the_highest_id_of_the_fullest_zone() -> None:  # SIN
    there = {1: [0, 3], 2: [1, 4, 6], 3: [2, 5]}
    run = az.simulate.placement(scale_set(zones=[1, 2, 3]), [6], population=there)
    assert run.deleted == (6,)
    lower = {1: [0, 3], 2: [1, 4, 5], 3: [2, 6]}
    assert az.simulate.placement(scale_set(zones=[1, 2, 3]), [6], population=lower).deleted == (5,)


def test_the_default_policy_also_balances_fault_domains() -> None:  # SIN
    regional = scale_set(fault_domains=3)
    run = az.simulate.placement(regional, ["delete 5, 2", "scale to 3"], population=list(range(6)))
    assert run.deleted == (5, 2, 4)  # fault domains held 0 3 / 1 4 / nothing
    assert run.why(4)[-1].endswith("highest id there (Default)")


def test_protected_vms_are_passed_over_whatever_the_policy() -> None:  # SIN, PRO
    run = az.simulate.placement(scale_set("OldestVM"), [2], population=[0, 1, 2], protected=[0])
    assert run.deleted == (1,)
    assert [one.subject for one in run.timeline.only("scale in skipped")] == ["web/0"]


def test_both_protections_keep_an_instance_and_its_owner_may_delete_it() -> None:  # PRO
    steps = ["protect 0", "protect 1 from scale-set actions", "scale to 2", "delete 0, 1"]
    run = az.simulate.placement(scale_set("OldestVM"), steps, population=[0, 1, 2, 3])
    assert run.deleted == (2, 3, 0, 1)


def test_actions_protected_and_scale_in_not_is_refused() -> None:  # PRO
    wrong = az.InstanceProtection("web_0", from_scale_in=False, from_scale_set_actions=True)
    with pytest.raises(ValueError, match="scaleset-40"):
        az.simulate.placement(scale_set(protected_instances=[wrong]))
    right = az.InstanceProtection("web_0", from_scale_set_actions=True)
    run = az.simulate.placement(scale_set("OldestVM", instances=3, protected_instances=[right]), [1])
    assert run.deleted == (1, 2)


@pytest.mark.parametrize("policy", ["Default", "OldestVM", "NewestVM"])
def test_instances_without_a_zone_go_before_all_others(policy: str) -> None:  # ZBA
    there = {1: [5, 8], 2: [6, 9], 3: [7], None: [0, 1, 2, 3, 4]}
    run = az.simulate.placement(scale_set(policy, zones=[1, 2, 3]), [5], population=there)
    assert set(run.deleted) == {0, 1, 2, 3, 4}
    assert run.per_zone == {1: 2, 2: 2, 3: 1}
