"""Fault domains of scale sets, by mode and deployment.

Source: MicrosoftDocs/azure-compute-docs, articles/virtual-machine-scale-sets/
    virtual-machine-scale-sets-manage-fault-domains.md@0de34d3a (2025-09) and
    virtual-machine-scale-sets-use-availability-zones.md@0c6223e9 (2026-05).
"""

from __future__ import annotations

import pytest

import azstudy as az


def refused(**fields: object) -> bool:
    design = az.Design("shop", [az.ScaleSet("web", "D4s_v5", **fields)], region="westeurope")
    return {"scaleset-07", "scaleset-08", "scaleset-09"} & set(az.review(design).rule_ids) != set()


@pytest.mark.parametrize(
    ("mode", "zones", "allowed", "default"),
    [
        ("Flexible", [], {1, 2, 3}, 1),
        ("Uniform", [], {1, 2, 3, 4, 5}, 5),
        ("Flexible", [1], {1}, 1),
        ("Flexible", [1, 2, 3], {1}, 1),
        ("Uniform", [1], {1, 5}, 1),
        ("Uniform", [1, 2, 3], {1, 5}, 1),
    ],
)
def test_the_counts_each_mode_takes(mode: str, zones: list[int], allowed: set[int], default: int) -> None:
    taken = {n for n in range(8) if not refused(orchestration=mode, zones=zones, fault_domains=n)}
    assert taken == allowed
    assert az.ScaleSet("web", orchestration=mode, zones=zones).effective_fault_domains == default


def test_max_spreading_of_a_uniform_scale_set_needs_several_placement_groups() -> None:
    assert refused(orchestration="Uniform", fault_domains=1, single_placement_group=True)
    assert not refused(orchestration="Uniform", fault_domains=1, single_placement_group=False)
    assert not refused(orchestration="Flexible", fault_domains=1)


def test_a_fixed_spread_says_what_one_fault_domain_would_mean() -> None:
    design = az.Design("shop", [az.ScaleSet("web", "D4s_v5", fault_domains=3)], region="westeurope")
    [note] = [finding for finding in az.review(design).notes if finding.rule_id == "scaleset-10"]
    assert "instance view then shows one" in note.reason
    assert note.source.as_of == "2025-09"
