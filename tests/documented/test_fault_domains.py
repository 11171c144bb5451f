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


def test_fixed_spreading_evens_fault_domains_out_and_max_spreading_shows_one() -> None:
    fixed = az.simulate.placement(az.ScaleSet("web", "D4s_v5", instances=7, fault_domains=3))
    counts = [sum(one.fault_domain == domain for one in fixed.instances) for domain in range(3)]
    assert (counts, fixed.fault_domains_shown) == ([3, 2, 2], 3)
    widest = az.simulate.placement(az.ScaleSet("web", "D4s_v5", instances=7, zones=[1, 2, 3]))
    assert {one.fault_domain for one in widest.instances} == {None}
    assert widest.fault_domains_shown == 1


@pytest.mark.parametrize(("domains", "there", "works"), [(3, 2, False), (3, 3, True), (1, 1, True), (2, 2, True)])
def test_fixed_spreading_fails_where_the_domains_are_missing(domains: int, there: int, works: bool) -> None:
    one = az.ScaleSet("web", "D4s_v5", instances=2, fault_domains=domains)
    run = az.simulate.placement(one, [f"only {there} fault domains", "scale to 6"])
    assert (run.capacity == 6) is works
    assert bool(run.refused) is not works


def test_five_domains_in_each_zone_of_a_uniform_scale_set() -> None:
    one = az.ScaleSet("web", "D4s_v5", instances=30, orchestration="Uniform", zones=[1, 2, 3], fault_domains=5)
    run = az.simulate.placement(one, ["scale to 15"])
    filled = {(place.zone, place.fault_domain) for place in run.instances}
    assert len(filled) == len(run.instances) == 15
