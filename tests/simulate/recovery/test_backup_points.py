"""Recovery points of backup policies: what is taken, what is kept for how long, and where."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.errors import InvalidInputError
from azstudy.model.timezones import TimeZone
from azstudy.rules._backup_policy import refusal
from azstudy.simulate.recovery.backup_points import kept_as, recovery_points, taken_points

START = datetime(2024, 1, 1, tzinfo=UTC)


def at(year, month, day, hour=12):
    return datetime(year, month, day, hour, tzinfo=UTC)


def test_the_default_policy_keeps_180_days_and_the_first_sundays_before():
    points = recovery_points(az.BackupPolicy("p"), since=START, on=at(2026, 1, 1))
    older = [point for point in points if point.taken < at(2026, 1, 1) - timedelta(days=180)]
    assert {point.taken.weekday() for point in older} == {6}
    assert all(point.taken.day <= 7 for point in older)
    assert len(older) == 18
    assert len(points) == 180 + 18


def test_snapshots_go_first_and_the_vault_stays():
    on = at(2026, 3, 2, 11)
    newest, before, old = (recovery_points(az.BackupPolicy("p"), since=START, on=on)[n] for n in (-1, -2, -4))
    assert newest.tiers(on) == ("snapshot", "vault")
    assert newest.tiers(newest.taken + timedelta(minutes=30)) == ("snapshot",)
    assert before.tiers(on) == ("snapshot", "vault")
    assert old.tiers(on) == ("vault",)


def test_of_an_hourly_policy_only_the_last_backup_of_a_day_reaches_the_vault():
    hourly = az.BackupPolicy("p", "enhanced", frequency="Hourly", every_h=4, window_h=24)
    day = list(taken_points(hourly, since=at(2026, 3, 2, 0), until=at(2026, 3, 3, 7)))
    assert [point.taken.hour for point in day] == [0, 4, 8, 12, 16, 20, 0, 4]
    assert [bool(point.kept_as) for point in day] == [False, True, False, False, False, False, False, True]


def test_a_weekly_policy_keeps_its_weeks():
    weekly = az.BackupPolicy("p", frequency="Weekly", days=["Wednesday"])
    points = recovery_points(weekly, since=START, on=at(2026, 1, 1))
    assert {point.taken.weekday() for point in points} == {2}
    assert sum("weekly" in point.kept_as for point in points) >= 12
    assert all("daily" not in point.kept_as for point in points)


def test_the_clock_changes_and_the_backup_does_not_follow():
    policy = az.BackupPolicy("p", start=time(2, 30), time_zone="W. Europe")
    taken = [point.taken for point in taken_points(policy, since=at(2026, 3, 28, 0), until=at(2026, 3, 31, 0))]
    assert [f"{one:%d %H:%M}" for one in taken] == ["28 01:30", "29 01:30", "30 01:30"]


POLICIES = st.builds(
    lambda frequency, every, window, daily, weekly, monthly, yearly, hour, zone, snapshot: az.BackupPolicy(
        "p",
        "enhanced",
        frequency=frequency,
        every_h=every,
        window_h=window,
        retention=az.Retention(daily, weekly, monthly_months=monthly, yearly_years=yearly),
        start=time(hour),
        time_zone=zone,
        snapshot_days=snapshot,
    ),
    st.sampled_from(["Hourly", "Daily", "Weekly"]),
    st.sampled_from([4, 6, 8, 12]),
    st.sampled_from([4, 12, 23, 24]),
    st.integers(10, 40),
    st.integers(2, 9),
    st.integers(0, 12),
    st.integers(0, 2),
    st.integers(0, 23),
    st.sampled_from([TimeZone.UTC, TimeZone.W_EUROPE, TimeZone.PACIFIC, TimeZone.INDIA]),
    st.integers(1, 10),
).filter(lambda policy: not refusal(policy))


@settings(max_examples=50)
@given(policy=POLICIES, days=st.integers(0, 900))
def test_a_retention_keeps_no_more_than_its_counts(policy, days):
    on = START + timedelta(days=days, hours=5)
    points = recovery_points(policy, since=START, on=on)
    taken = [point.taken for point in points]
    assert taken == sorted(set(taken))
    kept = policy.retention
    counts = {
        "daily": kept.daily_days,
        "weekly": kept.weekly_weeks,
        "monthly": kept.monthly_months,
        "yearly": kept.yearly_years,
    }
    for tag, some in points.by_rule.items():
        assert tag == "snapshot" or len(some) <= counts[tag]
    assert {one for some in points.by_rule.values() for one in some} == set(points)
    for point in points:
        assert point.taken <= on < point.until


@settings(max_examples=40)
@given(policy=POLICIES, days=st.integers(30, 500))
def test_protection_for_longer_never_loses_a_point(policy, days):
    on = START + timedelta(days=days)
    later = {point.taken for point in recovery_points(policy, since=START + timedelta(days=20), on=on)}
    assert later <= {point.taken for point in recovery_points(policy, since=START, on=on)}


def test_rules_of_zero_keep_nothing():
    policy = az.BackupPolicy("p", retention=az.Retention(7, 0, monthly_months=0, yearly_years=0))
    assert kept_as(policy, date(2026, 1, 4)) == ("daily",)


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        (az.BackupPolicy("p", retention=az.Retention(0, 0, monthly_months=0, yearly_years=0)), "Set daily_days"),
        (
            az.BackupPolicy("p", frequency="Weekly", retention=az.Retention(9, 0, monthly_months=0, yearly_years=0)),
            "Set weekly_weeks",
        ),
    ],
)
def test_a_policy_that_keeps_nothing_is_refused(policy, says):
    with pytest.raises(InvalidInputError, match=says):
        recovery_points(policy, since=START, on=at(2024, 2, 1))


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        (az.BackupPolicy("p", frequency="Hourly"), "Standard policy backs up once a day"),
        (az.BackupPolicy("p", "enhanced", frequency="Hourly", every_h=5), "Every 5 hours"),
        (az.BackupPolicy("p", snapshot_days=6), "allowed: 1 to 5"),
        (az.BackupPolicy("p", "enhanced", frequency="Hourly", every_h=4, snapshot_days=18), "allowed: 1 to 17"),
        (az.BackupPolicy("p", "enhanced", retention=az.Retention(3)), "the vault keeps a point for 3"),
        (az.BackupPolicy("p", frequency="Weekly", snapshot_days=2), "always 5"),
    ],
)
def test_a_policy_that_azure_refuses_is_refused(policy, says):
    with pytest.raises(InvalidInputError, match=says):
        recovery_points(policy, since=START, on=at(2024, 2, 1))


def test_times_need_a_zone():
    with pytest.raises(InvalidInputError, match="no time zone"):
        recovery_points(az.BackupPolicy("p"), since=datetime(2024, 1, 1), on=at(2024, 2, 1))
