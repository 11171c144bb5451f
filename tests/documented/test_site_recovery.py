"""Site Recovery between Azure regions: points, failover, limits.

Source: MicrosoftDocs/azure-docs articles/site-recovery/azure-to-azure-common-questions.md@01d18a2d (2025-07); thinning
    out of points as in the same page @76c87e8d (2025).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

import azstudy as az
from azstudy.errors import InvalidInputError

DAY = datetime(2026, 3, 2, tzinfo=UTC)


def test_points_of_the_first_two_hours() -> None:
    policy = az.ReplicationPolicy("asr", retention_h=24, app_consistent_every_h=1)
    points = az.simulate.replication_points(policy, since=DAY, on=DAY + timedelta(hours=2))
    assert (len(points), sum(one.app_consistent for one in points)) == (24, 2)


def ages(days: int, *, replicated: int = 20) -> list[float]:
    """Hours before the end of each point that is left, newest first."""
    on = DAY + timedelta(days=replicated)
    policy = az.ReplicationPolicy("asr", retention_h=24 * days)
    found = az.simulate.replication_points(policy, since=DAY, on=on)
    return sorted((on - one.taken).total_seconds() / 3600 for one in found)


@pytest.mark.parametrize("days", [1, 2, 7, 15])
def test_all_points_of_two_hours_are_kept(days: int) -> None:
    newest = [age for age in ages(days) if age < 2]
    assert newest == pytest.approx([n / 12 for n in range(24)])


@pytest.mark.parametrize(("days", "young", "old"), [(1, 1, None), (2, 2, None), (7, 2, None), (8, 2, 4), (15, 2, 4)])
def test_older_points_are_thinned_out(days: int, young: float, old: float | None) -> None:
    kept = ages(days)
    assert max(kept) < 24 * days
    later = [age for age in kept if 4 <= age <= min(7, days) * 24]
    assert {round(b - a, 6) for a, b in pairwise(later)} == {young}
    if old is not None:
        assert {round(b - a, 6) for a, b in pairwise([age for age in kept if age > 7 * 24])} <= {old}
        assert len([age for age in kept if age > 7 * 24]) >= (days - 7) * 24 / old - 1


def test_corruption_seen_later_is_undone_by_an_older_point() -> None:
    for seen, gap in ((20, 5), (180, 60)):
        cell = az.plan.protection(replication_h=24, seen_after_min=seen).cell("corruption", "site_recovery")
        assert cell.rpo_min == pytest.approx((seen, seen + gap))
    assert not az.plan.protection(replication_h=24, seen_after_min=26 * 60).cell("corruption", "site_recovery").helps


def test_the_newest_point_is_at_most_five_minutes_old() -> None:
    assert az.plan.protection().cell("region_loss", "site_recovery").rpo_min == (0, 5)
    assert az.simulate.failover([["vm"]], lag_min=0).lost_min <= 5


def test_extensions_and_capacity_are_left_to_do() -> None:
    left = az.simulate.failover([["vm"]], extensions=["agent"]).left_to_do
    assert any("agent" in one for one in left) and any("capacity reservation" in one for one in left)
    reserved = az.simulate.failover([["vm"]], capacity="reserved").left_to_do
    assert not any("capacity reservation" in one for one in reserved)
    assert az.simulate.failover([["vm"]], capacity="none").waiting == ("vm",)


def test_groups_start_one_after_another() -> None:
    log = az.simulate.failover([["db"], ["web1", "web2"]]).timeline.only("VM runs")
    assert [one.subject for one in log] == ["db", "web1", "web2"]
    assert log[0].at_s < log[1].at_s == log[2].at_s


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
