"""Proofs about backup and recovery: plain values in, plain values out, and a wrong fact is caught."""

import pytest

from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.quiz.item import Proof
from azstudy.quiz.proofs import call

DAILY = {"type": "enhanced", "snapshot_days": 7, "daily": 30}
WHEN = {"on": "2026-03-02 12:00", "since": "2024-01-01"}


def run(name, /, **args):
    return call(Proof(call=name, args=args))


def test_points_are_counted_where_they_are():
    asked = {ask: run("backup_points", policy=DAILY, **WHEN, ask=ask) for ask in ("points", "snapshots", "in_vault")}
    assert asked == {"points": 30, "snapshots": 7, "in_vault": 30}
    assert run("backup_points", policy=DAILY, **WHEN, ask="oldest") == "2026-02-01"
    assert run("backup_points", policy=DAILY, on="2024-01-01 07:00", since="2024-01-01", ask="oldest") is None


def test_a_policy_that_azure_refuses():
    assert run("backup_refused", policy={**DAILY, "snapshot_days": 31}) is True
    assert run("backup_refused", policy=DAILY) is False
    with pytest.raises(InvalidInputError, match="refuses"):
        run("backup_points", policy={**DAILY, "type": "standard"}, **WHEN)


def test_restores_and_what_they_store():
    found = run("restore", policy=DAILY, **WHEN, vault={"redundancy": "grs", "cross_region_restore": True}, ask="ways")
    assert "other zone" in found and "replace disks" in found
    assert run("restore", policy=DAILY, **WHEN, ask="missing_h") == 4
    assert run("restore", policy=DAILY, **WHEN, back_to="2025-01-01 00:00", ask="point") is None
    assert run("backup_gib", policy=DAILY, **WHEN, used=100, churn=1, ask="snapshots") == 106


def test_replicated_points_have_ages():
    assert run("replicated_points", retention_h=24, younger_h=2) == 24
    assert run("replicated_points", retention_h=24, younger_h=2, app_every_h=1, ask="app_points") == 2
    assert run("replicated_points", retention_h=0, ask="gap_min") is None


def test_a_failover_by_hand():
    groups = [["db"], ["web1", "web2"]]
    assert run("failover", groups=groups, ask="failover_min", start_min=10) == 20
    assert (
        run("failover", groups=groups, ask="down_min", manual_after=1, decide_min=5, start_min=10, manual_min=7) == 32
    )
    assert run("failover", groups=groups, ask="waiting", capacity="none") == ["db", "web1", "web2"]
    assert run("failover", groups=[["vm"]] * 8, ask="refused") is True
    assert run("failover", groups=groups, ask="refused") is False


def test_ways_against_threats():
    assert run("protects", threat="region_loss") == ["site_recovery"]
    assert run("protects", threat="region_loss", way="backup", ask="rpo_min") is None
    assert run("protects", threat="corruption", way="site_recovery", ask="meets", rpo_min=25, rto_min=90) is True


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("backup_points", {"policy": DAILY, **WHEN, "ask": "point"}),
        ("failover", {"groups": [["vm"]], "ask": "lost"}),
        ("protects", {"threat": "corruption", "ask": "help"}),
        ("protects", {"threat": "fire"}),
    ],
)
def test_a_slip_is_named(name, args):
    with pytest.raises(UnknownNameError):
        run(name, **args)
