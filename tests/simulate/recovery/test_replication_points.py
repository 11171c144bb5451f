"""Recovery points of Site Recovery: the newest two hours in full, then thinned out by the retention."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.errors import InvalidInputError
from azstudy.simulate.recovery.replication_points import replication_points, spacing_h

ON = datetime(2026, 3, 20, 12, tzinfo=UTC)
LONG_AGO = ON - timedelta(days=60)


def points(retention_h, on=ON, **more):
    return replication_points(az.ReplicationPolicy("dr", retention_h=retention_h, **more), since=LONG_AGO, on=on)


@pytest.mark.parametrize(("days", "thinned"), [(1, 22), (3, 35), (7, 83), (8, 83 + 6), (15, 83 + 48)])
def test_the_newest_two_hours_in_full_and_the_rest_thinned_out(days, thinned):
    assert len(points(24 * days)) == pytest.approx(24 + thinned, abs=1)


def test_a_retention_of_nothing_keeps_the_latest_point():
    assert [point.taken for point in points(0)] == [ON]


def test_app_consistent_points_are_thinned_out_too():
    hourly = points(7 * 24, app_consistent_every_h=1)
    old = [point for point in hourly if point.taken < ON - timedelta(hours=3)]
    assert {point.kind for point in old} == {"application-consistent"}
    assert {later.taken - sooner.taken for sooner, later in pairwise(old)} == {timedelta(hours=2)}


@settings(max_examples=80)
@given(retention_h=st.integers(1, 360), minutes=st.integers(0, 3000), age_days=st.integers(0, 20))
def test_points_lie_within_the_retention_and_no_closer_than_their_age_allows(retention_h, minutes, age_days):
    on = ON + timedelta(minutes=minutes)
    since = on - timedelta(days=age_days)
    found = replication_points(az.ReplicationPolicy("dr", retention_h=retention_h), since=since, on=on)
    for point in found:
        assert since < point.taken <= on
        assert on - point.taken < timedelta(hours=retention_h)
    for sooner, later in pairwise(found):
        age_h = (on - sooner.taken) / timedelta(hours=1)
        if age_h > 2 + spacing_h(retention_h, age_h) and not 168 < age_h < 172:
            assert later.taken - sooner.taken == timedelta(hours=spacing_h(retention_h, age_h))


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        (az.ReplicationPolicy("dr", retention_h=361), "15 days"),
        (az.ReplicationPolicy("dr", app_consistent_every_h=0.5), "at least 1 hour"),
    ],
)
def test_what_azure_does_not_keep_is_refused(policy, says):
    with pytest.raises(InvalidInputError, match=says):
        replication_points(policy, since=LONG_AGO, on=ON)
