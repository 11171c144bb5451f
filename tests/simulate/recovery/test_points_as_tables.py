"""Recovery points read as tables, and moments typed as text."""

import pickle
from datetime import UTC, datetime, timedelta

import pytest

import azstudy as az
from azstudy.errors import InvalidInputError

HOURLY = az.BackupPolicy("p", "enhanced", frequency="Hourly", every_h=4, window_h=24)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_text_and_datetimes_say_the_same():
    typed = az.simulate.recovery_points(HOURLY, since="2026-01-01", on="2026-03-02 12:00")
    assert typed == az.simulate.recovery_points(HOURLY, since=datetime(2026, 1, 1, tzinfo=UTC), on=NOON)
    abroad = az.simulate.recovery_points(HOURLY, since="2026-01-01", on="2026-03-02T13:00+01:00")
    assert abroad == typed


def test_the_table_counts_each_rule_and_every_point_is_in_one():
    points = az.simulate.recovery_points(az.BackupPolicy("p"), since="2015-01-01", on="2026-03-02 12:00")
    counts = {name: len(some) for name, some in points.by_rule.items()}
    assert counts == {"snapshot": 2, "daily": 180, "weekly": 12, "monthly": 60, "yearly": 10}
    assert set(points) == {one for some in points.by_rule.values() for one in some}
    assert "yearly        10  2017-01-01 08:00" in repr(points)


def test_points_of_replication_are_counted_by_age():
    policy = az.ReplicationPolicy("asr", retention_h=24, app_consistent_every_h=1)
    points = az.simulate.replication_points(policy, since="2026-01-01", on="2026-03-02 14:20")
    assert points.text.splitlines()[2].split() == ["0", "to", "2", "h", "5", "min", "24", "2", "02", "Mar", "12:25"]
    assert points.before("2026-03-02 14:00").taken == datetime(2026, 3, 2, 13, 55, tzinfo=UTC)
    assert points.before("2026-03-02 09:30").taken == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert points.before("2026-02-20") is None


def test_no_points_are_a_line():
    assert str(az.simulate.recovery_points(HOURLY, since=NOON, on=NOON + timedelta(minutes=1))).startswith("1 recovery")
    empty = az.simulate.replication_points(az.ReplicationPolicy("asr"), since=NOON, on=NOON)
    assert str(empty) == "0 points of Site Recovery on 2026-03-02 12:00 UTC"


def test_points_can_be_stored():
    points = az.simulate.recovery_points(HOURLY, since="2026-02-01", on=NOON)
    again = pickle.loads(pickle.dumps(points))
    assert (again, again.on, again.policy) == (points, points.on, points.policy)


def test_other_questions_take_text_too():
    restore = az.simulate.restore_options(HOURLY, since="2026-01-01", on="2026-03-02 14:20", back_to="2026-03-02 14:00")
    assert restore.missing_h == 2
    lost = az.simulate.failover([["vm"]], failed_at="2026-03-02 14:20")
    assert lost.timeline.start == datetime(2026, 3, 2, 14, 20, tzinfo=UTC)


@pytest.mark.parametrize("wrong", ["tomorrow", "2026-13-01", ""])
def test_text_that_is_no_time_is_refused(wrong):
    with pytest.raises(InvalidInputError, match="2026-03-02 14:20"):
        az.simulate.recovery_points(HOURLY, since="2026-01-01", on=wrong)
