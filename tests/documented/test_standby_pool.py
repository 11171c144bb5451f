"""Standby pools: how many VMs wait, and which are handed out.

Source: MicrosoftDocs/azure-compute-docs, articles/virtual-machine-scale-sets/standby-pools-overview.md@4742b644
    (2025-05-06)
"""

from __future__ import annotations

from typing import Any

import pytest

import azstudy as az


def run(steps: list[Any], instances: int = 10, ready: int = 20, least: int = 0, **fields: Any) -> Any:
    pool = az.StandbyPool("warm", "web", max_ready=ready, min_ready=least)
    return az.simulate.placement(az.ScaleSet("web", "D4s_v5", instances=instances, **fields), steps, standby=pool)


@pytest.mark.parametrize(
    ("ready", "least", "instances", "size"), [(20, 0, 10, 10), (20, 0, 5, 15), (20, 5, 18, 5), (20, 0, 25, 0)]
)
def test_the_pool_has_what_the_maximum_leaves_beside_the_instances(
    ready: int, least: int, instances: int, size: int
) -> None:
    assert run([], instances, ready, least).steps[0].waiting == size


def test_it_follows_the_scale_set() -> None:
    assert [step.waiting for step in run([15, 5, 20, 30, 19]).steps] == [10, 5, 15, 0, 0, 1]
    assert [step.waiting for step in run([18, 20, 30], least=5).steps] == [10, 5, 5, 5]


def test_scaling_out_takes_what_waits_and_makes_the_rest() -> None:
    done = run([22])
    assert [one.from_pool for one in done.instances] == [False] * 10 + [True] * 10 + [False] * 2


def test_only_vms_in_the_asked_state_are_handed_out() -> None:
    done = run([5, 8])  # five more are prepared for the pool, which takes longer than a minute
    assert all(one.from_pool for one in done.instances if one.id >= 10)
    failed = run(["standby fails 10", 12])
    assert not any(one.from_pool for one in failed.instances)
    fresh = run([20, 15, 18])
    assert not any(one.from_pool for one in fresh.instances if one.id >= 20)
    waited = run([20, 15, "wait 20 minutes", 18])
    assert all(one.from_pool for one in waited.instances if one.id >= 20)


def test_a_vm_of_the_pool_serves_its_own_zone() -> None:
    done = run([12], instances=9, ready=11, zones=[1, 2, 3])
    assert done.steps[0].waiting == 2
    assert [(one.zone, one.from_pool) for one in done.instances[9:]] == [(1, True), (2, True), (3, False)]


@pytest.mark.parametrize(
    "fields", [{"orchestration": "Uniform"}, {"fault_domains": 3}, {"instance_mix": az.InstanceMix(["D4s_v5"])}]
)
def test_scale_sets_that_cannot_have_one(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"scaleset-(94|88|92)"):
        run([], **fields)


def test_running_pools_and_autoscale() -> None:
    setting = az.AutoscaleSetting("rules", "web", profiles=[az.Profile("usual", minimum=2, maximum=8)])
    for state, refused in (("Running", True), ("Deallocated", False), ("Hibernated", False)):
        pool = az.StandbyPool("warm", "web", max_ready=20, state=state)
        one = az.ScaleSet("web", "D4s_v5", hibernation=True)
        found = az.review(az.Design("shop", [one, pool, setting], region="westeurope"))
        assert ("scaleset-97" in {finding.rule_id for finding in found.errors}) is refused
