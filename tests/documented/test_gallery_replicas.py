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
