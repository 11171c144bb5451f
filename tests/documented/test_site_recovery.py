"""Site Recovery between Azure regions: points, failover, limits.

Source: MicrosoftDocs/azure-docs articles/site-recovery/azure-to-azure-common-questions.md@01d18a2d (2025-07).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

import azstudy as az
from azstudy.errors import InvalidInputError

DAY = datetime(2026, 3, 2, tzinfo=UTC)


def test_points_of_the_first_two_hours() -> None:
    policy = az.ReplicationPolicy("asr", retention_h=24, app_consistent_every_h=1)
    points = az.simulate.replication_points(policy, since=DAY, on=DAY + timedelta(hours=2))
    assert (len(points), sum(one.app_consistent for one in points)) == (24, 2)


def test_points_are_kept_for_fifteen_days_at_most() -> None:
    az.simulate.replication_points(az.ReplicationPolicy("asr", retention_h=15 * 24), since=DAY, on=DAY)
    with pytest.raises(InvalidInputError):
        az.simulate.replication_points(az.ReplicationPolicy("asr", retention_h=16 * 24), since=DAY, on=DAY)


def test_defaults() -> None:
    policy = az.ReplicationPolicy("asr")
    assert (policy.retention_h, policy.app_consistent_every_h) == (24, 0)


def test_failover_waits_for_a_person_and_has_an_sla_of_an_hour() -> None:
    late = az.simulate.failover([["vm"]], decide_min=600)
    assert late.timeline.only("failover started")[0].at_s == 600 * 60
    assert az.simulate.failover([["vm"]], start_min=60).within_sla
    assert not az.simulate.failover([["vm"]], start_min=61).within_sla


@pytest.mark.parametrize(("groups", "together", "right"), [(7, 16, True), (8, 16, False), (7, 17, False)])
def test_groups_of_a_plan_and_vms_of_a_group(groups: int, together: int, right: bool) -> None:
    plan = [[f"vm{n}"] for n in range(groups)]
    if right:
        assert len(az.simulate.failover(plan, consistent_group=together).running) == groups
    else:
        with pytest.raises(InvalidInputError):
            az.simulate.failover(plan, consistent_group=together)


def test_protecting_again_is_manual() -> None:
    assert any("reprotect" in one for one in az.simulate.failover([["vm"]]).left_to_do)
