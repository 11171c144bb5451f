"""Spot runs: repeatable, never dearer than pay-as-you-go, every eviction with its reason."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.errors import InvalidInputError, UnknownNameError

PRICES = st.lists(st.floats(0.001, 1, allow_nan=False), min_size=1, max_size=30)


@settings(max_examples=60)
@given(PRICES, st.integers(1, 40), st.integers(0, 9), st.floats(0, 100), st.integers(0, 5))
def test_a_run_is_repeatable_and_bounded(prices, hours, seed, rate, wait):
    given_ = {
        "hours": hours,
        "prices": prices,
        "seed": seed,
        "eviction_percent_per_hour": rate,
        "hours_until_capacity": wait,
    }
    run, again = az.simulate.spot("D4s_v5", **given_), az.simulate.spot("D4s_v5", **given_)
    assert run == again
    assert 0 <= run.running_hours <= hours
    assert run.usd <= 0.23 * run.running_hours + 1e-4, "Spot never costs more than the standard price"
    assert run.evictions == len(run.timeline.only("evict"))
    assert all(one.because for one in run.timeline)


@settings(max_examples=40)
@given(PRICES, st.integers(0, 9), st.floats(0.00002, 1))
def test_a_maximum_price_never_adds_hours(prices, seed, limit):
    limit = round(limit, 5)
    free = az.simulate.spot("D4s_v5", hours=30, prices=prices, seed=seed)
    held = az.simulate.spot("D4s_v5", hours=30, prices=prices, seed=seed, max_price=limit, hours_until_capacity=0)
    assert held.usd <= limit * held.running_hours + 1e-4
    if limit >= 0.23:
        assert held.evictions == len(held.timeline.only("evict"))
        assert all(one.facts["cause"] == "capacity" for one in held.timeline.only("evict"))
    assert free.hours == held.hours


def test_the_changes_the_bundle_has_seen_are_used_from_a_day_on():
    run = az.simulate.spot("D4s_v5", region="northeurope", hours=48, start="2026-07-31", eviction_percent_per_hour=0)
    assert run.usd == pytest.approx(24 * 0.065142 + 24 * 0.068394, abs=1e-3)
    dear = az.simulate.spot(
        "D4s_v5", region="northeurope", hours=48, start="2026-07-31", eviction_percent_per_hour=0, max_price=0.066
    )
    [evicted] = dear.timeline.only("evict")
    assert (evicted.at_s, evicted.facts["cause"]) == (24 * 3600, "price")
    assert dear.timeline.when(evicted).isoformat() == "2026-08-01T00:00:00"


def test_evictions_are_called_illustrative():
    run = az.simulate.spot("D4s_v5", hours=730, eviction_percent_per_hour=3)
    assert run.evictions > 0
    assert {text.split(":")[0] for text in run.assumptions} == {
        "EVICTION_PERCENT_PER_HOUR",
        "HOURS_UNTIL_CAPACITY",
        "RESTART",
    }
    assert "illustrative" in str(run)
    assert run.usd_per_running_hour == pytest.approx(run.usd / run.running_hours)
    assert az.simulate.spot(hours=1, max_price=0.00001).usd_per_running_hour is None


def test_about_as_many_evictions_as_asked_for():
    runs = [
        az.simulate.spot(hours=730, eviction_percent_per_hour=0.7, hours_until_capacity=0, seed=s) for s in range(60)
    ]
    assert sum(run.evictions for run in runs) / 60 == pytest.approx(5, abs=1)


@pytest.mark.parametrize(
    ("given_", "error"),
    [
        ({"hours": 0}, InvalidInputError),
        ({"hours": 30_000}, InvalidInputError),
        ({"eviction_percent_per_hour": -1}, InvalidInputError),
        ({"hours_until_capacity": float("nan")}, InvalidInputError),
        ({"prices": []}, InvalidInputError),
        ({"prices": [-1]}, InvalidInputError),
        ({"eviction_policy": "Stop"}, UnknownNameError),
        ({"start": "tomorrow"}, InvalidInputError),
    ],
)
def test_bad_input_is_refused(given_, error):
    with pytest.raises(error):
        az.simulate.spot(**given_)


def test_azure_does_not_start_an_evicted_vm_again():
    given_ = {"hours": 6, "max_price": 0.05, "prices": [0.05, 0.06, 0.04], "eviction_percent_per_hour": 0}
    tried, left = az.simulate.spot(**given_), az.simulate.spot(**given_, restart=False)
    assert (tried.running_hours, left.running_hours) == (5, 1)
    assert [one.action for one in left.timeline] == ["start", "evict"]
