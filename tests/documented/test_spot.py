"""Spot: the maximum price, the notice, the two eviction policies."""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.errors import InvalidInputError
from azstudy.simulate.spot_market import NOTICE_S, check_max_price, evicted_for_price, price_cap

SPO = "MicrosoftDocs/azure-compute-docs articles/virtual-machines/spot-vms.md@3bbed19b"


def test_minus_one_is_never_evicted_for_price_and_capped_at_the_standard_price() -> None:
    assert not evicted_for_price(-1, 1_000), SPO
    assert price_cap(-1, 0.23) == 0.23, SPO
    run = az.simulate.spot("D4s_v5", hours=3, prices=[0.05, 9, 9], eviction_percent_per_hour=0)
    assert run.evictions == 0, SPO
    assert run.usd == pytest.approx(0.05 + 2 * 0.23)


def test_a_maximum_evicts_when_spot_is_dearer_and_is_checked_again_at_start() -> None:
    run = az.simulate.spot(
        "D4s_v5", hours=4, max_price=0.05, prices=[0.05, 0.06, 0.06, 0.04], eviction_percent_per_hour=0
    )
    assert [one.action for one in run.timeline] == ["start", "evict", "start refused", "start"], SPO
    assert run.running_hours == 2


@pytest.mark.parametrize("price", [0, -2, 0.123456, float("nan"), True, "0.1"])
def test_five_decimals(price: object) -> None:
    with pytest.raises(InvalidInputError):
        check_max_price(price)


def test_thirty_seconds_and_what_the_policy_keeps() -> None:
    assert NOTICE_S == 30, SPO
    common = {
        "hours": 4,
        "max_price": 0.05,
        "prices": [0.05, 0.06],
        "eviction_percent_per_hour": 0,
        "disk_usd_per_month": 730,
    }
    kept, gone = (az.simulate.spot("D4s_v5", eviction_policy=policy, **common) for policy in ("Deallocate", "Delete"))
    assert kept.usd == pytest.approx(0.05 + 4), "a deallocated VM goes on paying for its disks"
    assert gone.usd == pytest.approx(0.05 + 1)
