"""What a gallery is billed for: the storage of its replicas and the first copy into each region, nothing else.

Source: MicrosoftDocs/azure-compute-docs articles/virtual-machines/shared-image-galleries.md@48a37249.
"""

from __future__ import annotations

import pytest

import azstudy as az

EUROPE = ("westeurope", "northeurope", "francecentral")


def test_there_is_no_charge_for_the_service() -> None:
    run = az.simulate.replication({"westeurope": 1}, gib=40)
    assert run.transfer_usd == 0
    assert run.usd_per_month == pytest.approx(40 * 0.05)  # one snapshot's storage and no fee beside it


@pytest.mark.parametrize("count", [1, 2, 5])
def test_every_replica_is_stored_and_the_first_copy_of_a_region_is_sent(count: int) -> None:
    one = az.simulate.replication(dict.fromkeys(EUROPE, 1), gib=40)
    many = az.simulate.replication(dict.fromkeys(EUROPE, count), gib=40)
    assert many.usd_per_month == pytest.approx(count * one.usd_per_month)
    assert many.transfer_usd == one.transfer_usd


@pytest.mark.parametrize("regions", [1, 2, 3])
def test_egress_is_charged_from_the_source_region_to_each_target_region(regions: int) -> None:
    run = az.simulate.replication(dict.fromkeys(EUROPE[:regions], 2), gib=40)
    assert [one.transfer_usd > 0 for one in run.regions] == [one.region != "westeurope" for one in run.regions]
    assert run.transfer_usd == pytest.approx((regions - 1) * 40 * 0.02)


def test_an_unknown_price_is_not_zero() -> None:
    run = az.simulate.replication({"westeurope": 1, "japaneast": 1}, gib=40)
    assert run.in_region("japaneast").transfer_usd is None
    assert run.usd_per_month is None


def test_shallow_replication_copies_nothing() -> None:
    version = az.ImageVersion("1.0.0", EUROPE, replication_mode="Shallow")
    run = az.simulate.replication(version, gib=40)
    assert run.transfer_usd == 0
    assert run.usd_per_month == pytest.approx(40 * 0.05)
