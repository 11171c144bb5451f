"""Storage of a policy's points, and its price."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.errors import InvalidInputError

SINCE, ON = datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 3, 2, 12, tzinfo=UTC)


def stored(**given):
    base = {"since": SINCE, "on": ON, "used_gib": 100, "churn_gib_per_day": 5}
    return az.simulate.backup_storage(given.pop("policy", az.BackupPolicy("p")), **{**base, **given})


def test_snapshots_are_priced_by_the_bundle_and_the_vault_is_not():
    found = stored()
    assert found.snapshot_usd == pytest.approx(105 * 0.05)
    assert found.vault_usd is None and found.total_usd is None
    assert any("no price of vault storage" in note for note in found.notes)


def test_a_region_without_a_price_stays_unknown():
    found = stored(region="eastus", vault_usd_per_gib=0.02, instance_usd=10)
    assert found.snapshot_usd is None and found.total_usd is None


def test_your_prices_complete_the_sum():
    found = stored(vault_usd_per_gib=0.02, instance_usd=10)
    assert found.total_usd == pytest.approx(found.snapshot_usd + 0.02 * found.vault_gib + 10)


@settings(max_examples=25, deadline=None)
@given(st.floats(1, 5000), st.floats(0, 500), st.integers(2, 60))
def test_storage_is_never_more_than_a_full_copy_a_point(used, churn, days):
    policy = az.BackupPolicy("p", retention=az.Retention(days, 0, monthly_months=0, yearly_years=0))
    found = stored(policy=policy, used_gib=used, churn_gib_per_day=churn)
    assert found.in_vault <= days
    assert used <= found.vault_gib <= used * found.in_vault + 1e-6


@pytest.mark.parametrize("wrong", [{"used_gib": -1}, {"churn_gib_per_day": float("nan")}, {"instance_usd": -2}])
def test_a_negative_amount_is_refused(wrong):
    with pytest.raises(InvalidInputError):
        stored(**wrong)
