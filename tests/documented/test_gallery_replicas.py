"""Replicas for machines that start at once.

Source: MicrosoftDocs/azure-compute-docs articles/virtual-machines/azure-compute-gallery.md@06c2de23.
"""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.rules.gallery_limits import replicas_needed


def enough(machines: int, replicas: int) -> bool:
    version = az.ImageVersion("1.0.0", "westeurope", replicas=replicas)
    gallery = az.Gallery("images", [az.ImageDefinition("web", [version])])
    web = az.ScaleSet("web", "D4s_v5", instances=machines, image="images/web")
    return "gallery-10" not in az.review(az.Design("shop", [gallery, web], region="westeurope")).rule_ids


@pytest.mark.parametrize(("machines", "needed"), [(500, 10), (1, 1), (50, 1), (51, 2), (1000, 20)])
def test_one_replica_for_every_fifty_machines(machines: int, needed: int) -> None:
    assert replicas_needed(machines) == needed
    assert enough(machines, needed)
    assert needed == 1 or not enough(machines, needed - 1)


def test_one_replica_for_each_scale_set() -> None:
    assert replicas_needed(20, scale_sets=4) == 4


@pytest.mark.parametrize(("machines", "needed"), [(500, 10), (1, 1), (50, 1), (51, 2), (1000, 20)])
def test_the_plan_and_the_lab_follow_the_guideline(machines: int, needed: int) -> None:
    assert az.plan.replicas(machines, ["westeurope"]).total == needed
    served = az.simulate.rollout({"westeurope": machines}, {"westeurope": needed})
    assert served.regions[0].waiting == 0
    if needed > 1:
        assert az.simulate.rollout({"westeurope": machines}, {"westeurope": needed - 1}).regions[0].waiting > 0


@pytest.mark.parametrize(("regions", "total"), [(1, 12), (2, 24), (3, 18), (4, 16)])
def test_what_is_left_after_a_lost_region_is_enough(regions: int, total: int) -> None:
    names = ["westeurope", "northeurope", "swedencentral", "francecentral"][:regions]
    assert az.plan.replicas(600, names, may_fail=min(1, regions - 1)).total == total
