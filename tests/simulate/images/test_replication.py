"""Image versions on their way, and VMs created from them."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.simulate.images.choices import ImageChoices

REGIONS = ["westeurope", "northeurope", "eastus", "japaneast"]


@settings(max_examples=40, deadline=None)
@given(
    counts=st.dictionaries(st.sampled_from(REGIONS[1:]), st.integers(1, 9)),
    gib=st.floats(1, 2048),
    more=st.floats(0, 500),
)
def test_larger_images_take_longer_and_cost_more(counts, gib, more):
    regions = {"westeurope": 2, **counts}
    small, large = (az.simulate.replication(regions, gib=size) for size in (gib, min(2048, gib + more)))
    for one in small.regions:
        other = large.in_region(one.region)
        assert other.ready_min >= one.ready_min > 0
        if one.storage_usd_per_month is not None:
            assert other.storage_usd_per_month >= one.storage_usd_per_month
    assert small.ready_min == max(one.ready_min for one in small.regions)
    assert small == az.simulate.replication(regions, gib=gib)


def test_every_replica_is_stored_and_only_the_first_is_sent():
    result = az.simulate.replication({"westeurope": 1, "northeurope": 5}, gib=100)
    north = result.in_region("northeurope")
    assert north.storage_usd_per_month == pytest.approx(5 * 100 * 0.05)
    assert north.transfer_usd == pytest.approx(100 * 0.02)
    assert result.in_region("westeurope").transfer_usd == 0


def test_farther_regions_are_ready_later():
    result = az.simulate.replication({"westeurope": 1, "northeurope": 1, "japaneast": 1}, gib=127)
    times = {one.region: one.ready_min for one in result.regions}
    assert times["northeurope"] < times["japaneast"]
    assert [one.subject for one in result.timeline][-1] == "japaneast"
    assert "(a model)" in result.timeline[0].because


def test_a_price_nobody_knows_stays_unknown():
    result = az.simulate.replication({"westeurope": 1, "japaneast": 1}, gib=10)
    assert result.in_region("japaneast").transfer_usd is None
    assert result.usd_per_month is None
    assert "not known" in result.text


def test_shallow_replication_copies_nothing():
    version = az.ImageVersion("1.0.0", ["westeurope", "northeurope"], replication_mode="Shallow", os_disk_gib=100)
    result = az.simulate.replication(version)
    assert result.ready_min == 0
    assert result.transfer_usd == 0
    assert result.usd_per_month == pytest.approx(5)


def test_a_version_brings_its_own_regions_and_numbers():
    version = az.ImageVersion(
        "2.1.0",
        ["westeurope", az.TargetRegion("northeurope", 3, storage="Standard_ZRS")],
        replicas=2,
        os_disk_gib=30,
        data_disks_gib=[10],
    )
    result = az.simulate.replication(version)
    assert result.gib == 40
    assert [(one.region, one.replicas, str(one.storage)) for one in result.regions] == [
        ("westeurope", 2, "Standard_LRS"),
        ("northeurope", 3, "Standard_ZRS"),
    ]


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: az.simulate.replication({}, gib=5), InvalidInputError, "no target regions"),
        (lambda: az.simulate.replication({"westeurope": 1}), InvalidInputError, "says no size"),
        (lambda: az.simulate.replication({"westeurope": 0}, gib=5), InvalidInputError, "has 0 replicas"),
        (lambda: az.simulate.replication({"westeurope": 101}, gib=5), InvalidInputError, "1 to 100"),
        (lambda: az.simulate.replication({"westeurope": 1}, gib=5000), InvalidInputError, "too large"),
        (lambda: az.simulate.replication({"westeurope": 1}, gib=5, source="eastus"), InvalidInputError, "not among"),
        (lambda: az.simulate.replication({"westus": 1}, gib=5, storage="Standard_ZRS"), InvalidInputError, "no avail"),
        (lambda: az.simulate.replication({"westeurop": 1}, gib=5), UnknownNameError, "westeurope"),
        (lambda: ImageChoices(create_min=0), InvalidInputError, "create_min is 0"),
        (lambda: az.simulate.rollout({}, {}), InvalidInputError, "Give the VMs"),
        (lambda: az.simulate.rollout({"westeurope": 5}, {}), InvalidInputError, "no replica"),
    ],
)
def test_what_makes_no_sense_is_refused(call, error, says):
    with pytest.raises(error, match=says):
        call()


@given(vms=st.integers(1, 3000), replicas=st.integers(1, 60))
def test_waves_serve_everyone_and_one_more_replica_never_harms(vms, replicas):
    (one,) = az.simulate.rollout({"westeurope": vms}, {"westeurope": replicas}).regions
    assert one.waves == math.ceil(vms / (50 * replicas))
    assert one.steps[-1] == (one.done_min, vms)
    assert one.one_more_min <= one.done_min
    assert (one.waiting == 0) is (one.waves == 1)


def test_the_slowest_region_decides():
    result = az.simulate.rollout({"westeurope": 200, "northeurope": 50}, {"westeurope": 1, "northeurope": 1})
    assert result.done_min == 80
    assert list(result.to_frame()["waves"]) == [4, 1]
    assert "one more replica would save 40 min" in result.text
