"""A failover on the clock."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.errors import InvalidInputError


def test_groups_start_one_after_another_and_their_vms_together():
    found = az.simulate.failover([["db1"], ["web1", "web2"]], decide_min=0, start_min=10)
    started = {one.subject: one.at_s / 60 for one in found.timeline.only("VM runs")}
    assert started == {"db1": 10, "web1": 20, "web2": 20}


def test_nothing_happens_until_somebody_decides():
    slow, quick = (az.simulate.failover([["a"]], decide_min=minutes) for minutes in (240, 5))
    assert slow.down_min - quick.down_min == 235
    assert slow.failover_min == quick.failover_min and slow.within_sla


def test_a_manual_action_counts_for_the_learner_and_not_for_the_sla():
    plan = az.RecoveryPlan("p", [az.RecoveryGroup(["a"], manual_action="Repoint DNS")])
    found = az.simulate.failover(plan, decide_min=0, start_min=10, manual_min=100)
    assert (found.failover_min, found.down_min) == (10, 110) and found.within_sla


def test_a_retention_of_zero_still_has_the_latest_point():
    found = az.simulate.failover([["a"]], policy=az.ReplicationPolicy("p", retention_h=0))
    assert found.lost_min == 5


def test_application_consistent_points_are_off_by_default():
    assert az.simulate.failover([["a"]], app_consistent=True).point is None
    policy = az.ReplicationPolicy("p", app_consistent_every_h=1)
    found = az.simulate.failover([["a"]], policy=policy, app_consistent=True)
    assert found.point.app_consistent and found.lost_min == 60


def test_without_capacity_nothing_runs():
    found = az.simulate.failover([["a"]], capacity="none")
    assert found.waiting == ("a",) and found.down_min is None and not found.within_sla


def test_what_is_left_to_do():
    found = az.simulate.failover([["a"]], extensions=["AMA"], capacity="reserved")
    assert any("AMA" in one for one in found.left_to_do)
    assert not any("reservation" in one for one in found.left_to_do)


@pytest.mark.parametrize(
    "wrong",
    [
        {"plan": [["a"]] * 8},
        {"plan": []},
        {"consistent_group": 17},
        {"capacity": "maybe"},
        {"decide_min": -1},
        {"policy": az.ReplicationPolicy("p", retention_h=361)},
        {"failed_at": datetime(2026, 1, 1)},
    ],
)
def test_bad_input_is_refused(wrong):
    with pytest.raises(InvalidInputError):
        az.simulate.failover(**{"plan": [["a"]], **wrong})


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 200), st.integers(0, 360), st.floats(0.1, 500))
def test_what_is_lost_is_never_negative(lag, kept, hours):
    policy = az.ReplicationPolicy("p", retention_h=kept)
    found = az.simulate.failover([["a"]], policy=policy, lag_min=lag, replicated_h=hours)
    assert found.lost_min is None or found.lost_min >= lag - 1e-4
