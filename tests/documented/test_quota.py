"""vCPU quota: regional and family, Spot, deallocated VMs, an increase, and what a scale set may still make.

Sources:
    QUO MicrosoftDocs/azure-compute-docs articles/virtual-machines/quotas.md@02773904 (2026-01-16)
    QFR MicrosoftDocs/azure-management-docs articles/quotas/spot-quota.md, per-vm-quota-requests.md@d923d588
"""

from __future__ import annotations

from typing import Any

import pytest

import azstudy as az
from azstudy.errors import InvalidInputError, UnknownNameError

quota = az.simulate.quota


def test_deallocated_vms_count() -> None:  # QUO
    used = {"running": {"D2s_v5": 3}, "deallocated": {"D2s_v5": 2}}
    answer = quota("D2s_v5", limits={"regional": 10}, **used)
    assert (answer.allowed, answer.used, answer.free) == (False, 10, 0)
    assert quota("D2s_v5", limits={"regional": 12}, **used).allowed


@pytest.mark.parametrize(
    ("limits", "allowed"),
    [
        ({"regional": 100, "Dsv5": 8}, True),
        ({"regional": 100, "Dsv5": 7}, False),
        ({"regional": 7, "Dsv5": 100}, False),
    ],
)
def test_region_and_family_both_have_to_hold(limits: dict[str, int], allowed: bool) -> None:  # QUO
    assert quota("D4s_v5", 2, limits=limits).allowed is allowed


@pytest.mark.parametrize(("size", "allowed"), [("D4s_v5", True), ("D8s_v5", False)])
def test_spot_has_one_pool_over_all_families(size: str, allowed: bool) -> None:  # QFR
    there = {"D4s_v5": 2, "F8s_v2": 1}
    assert quota(size, limits={"spot": 20}, running_spot=there, spot=True).allowed is allowed
    assert quota("D64s_v5", limits={"spot": 20, "regional": 64, "Dsv5": 64}, running_spot=there).allowed


def test_an_increase_of_a_family_raises_the_region_as_much() -> None:  # QFR
    raised = az.simulate.raise_quota({"regional": 100, "Dsv5": 40, "spot": 10}, "standardDSv5Family", 50)
    assert raised == {"regional": 150, "Dsv5": 90, "spot": 10}


@pytest.mark.parametrize(("family", "regional", "most"), [(40, 100, 10), (43, 100, 10), (100, 17, 4), (3, 100, 0)])
def test_how_many_new_instances_fit(family: int, regional: int, most: int) -> None:  # QUO
    assert quota("D4s_v5", limits={"Dsv5": family, "regional": regional}).most_new == most


def test_a_scale_out_beyond_quota_fails_as_a_whole() -> None:  # QUO
    one = az.ScaleSet("web", "D4s_v5", instances=6, zones=[1, 2, 3])
    run = az.simulate.placement(one, [9, 8, "deallocate 0", 9], quota={"Dsv5": 32})
    assert [step.capacity for step in run.steps] == [6, 6, 8, 8, 8]
    assert "12 vCPUs are asked for and 8 of the 32 Dsv5 vCPUs are free" in run.refused[0].because


def test_spot_vms_of_a_mix_use_the_spot_pool() -> None:  # QFR
    mix = az.ScaleSet("web", "D4s_v5", instances=4, priority="Spot", spot_mix=az.SpotMix(2, 0))
    fine = az.simulate.placement(mix, [6], quota={"regional": 8, "spot": 16})
    assert fine.spot_split == (2, 4)
    assert az.simulate.placement(mix, [7], quota={"regional": 8, "spot": 16}).refused


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"size": "D4s_v5", "limits": {"regional": -1}}, InvalidInputError),
        ({"size": "D4s_v5", "limits": {"regional": 1.5}}, InvalidInputError),
        ({"size": "D4s_v5", "instances": 0, "limits": {}}, InvalidInputError),
        ({"size": "D4s_v5", "limits": {}, "running": {"D4s_v5": -1}}, InvalidInputError),
        ({"size": "D4s_v99", "limits": {"regional": 1}}, UnknownNameError),
    ],
)
def test_what_makes_no_sense(given: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        quota(**given)


def test_an_increase_needs_a_family_that_has_a_limit() -> None:
    with pytest.raises(UnknownNameError, match="Dsv5"):
        az.simulate.raise_quota({"regional": 100, "Dsv5": 40}, "Dsv6", 50)
    with pytest.raises(InvalidInputError):
        az.simulate.raise_quota({"regional": 100, "Dsv5": 40}, "Dsv5", 0)


def test_the_number_of_vms_has_a_quota_too() -> None:  # QUO
    answer = quota("D4s_v5", 2, limits={"regional": 100, "vms": 5}, running={"D2s_v5": 4})
    assert (answer.allowed, answer.most_new, answer.used) == (False, 1, 4)
    assert "2 VMs are asked for and 1 of the 5 VMs is free" in answer.because
