"""Proofs about disks and CPU credits: known values, and what cannot be asked."""

import pytest

from azstudy.errors import QuizError, UnknownNameError
from azstudy.quiz.item import Proof
from azstudy.quiz.proofs import call


def run(name, /, **args):
    return call(Proof(call=name, args=args))


def test_one_disk_by_itself():
    assert run("disk_fact", disk="P20", field="burst_iops") == 3500
    assert run("disk_fact", disk="P30", field="burst_model") is None
    with pytest.raises(UnknownNameError, match="burst"):
        run("disk_fact", disk="P20", field="burst_iopses")


def test_what_disks_cost_together():
    one = run("disk_cost", disks=["P30"])
    assert run("disk_cost", disks=["2 x P30"]) == pytest.approx(2 * one, abs=0.01)
    assert run("disk_cost", disks=["P30", "P10"]) == pytest.approx(one + run("disk_cost", disks=["P10"]), abs=0.01)
    assert run("cheapest_disks_of", choices=["P30", "2 x P20", "P60"]) == "P30"
    with pytest.raises(QuizError, match="not known"):
        run("disk_cost", disks=["P30"], region="austriaeast")


def test_a_load_on_disks():
    load = {"size": "D4s_v5", "disks": ["P20"], "load": "3500 IOPS for 40 min"}
    assert run("disk_run", ask="first_throttled_minute", **load) == 30
    assert run("disk_run", ask="throttled_minutes", **load) == 10
    assert run("disk_run", ask="served_iops", **load) == 2300
    assert run("disk_run", ask="capped_by", **load) == "disk"
    with pytest.raises(UnknownNameError, match="served_iops"):
        run("disk_run", ask="served_iop", **load)


def test_sets_of_disks():
    need = {"size": "D8s_v5", "capacity_gib": 512, "iops": 3400, "mbps": 130}
    assert run("cheapest_disks", **need, types=["Premium"]) == "P30"
    assert run("cheapest_disks", **need, budget_usd_per_month=1) is None
    assert run("disks_lack", set_of_disks="P20", **need) == ["disk IOPS"]
    assert run("disks_lack", set_of_disks="P30", **need) == []
    with pytest.raises(QuizError, match="not compared"):
        run("disks_lack", set_of_disks="3 x Q7", **need)


def test_what_can_be_set():
    assert run("disk_may_be_set", disk="Ultra", gib=4, field="max_iops") == 4000
    with pytest.raises(QuizError, match="has tiers"):
        run("disk_may_be_set", disk="Premium", gib=4, field="max_iops")


def test_room_for_an_ephemeral_disk():
    assert run("ephemeral_room", size="B4ms", os_gib=30) == 2
    assert run("ephemeral_room", size="D4ds_v5", os_gib=160, field="fits") is False
    with pytest.raises(QuizError, match="not known to keep"):
        run("ephemeral_room", size="D4s_v5", os_gib=30)


def test_credits():
    assert run("credit_fact", size="B4ms", field="bank") == 1296
    assert run("credit_fact", size="D4s_v5", field="bank") is None
    load = {"size": "B2s_v2", "stretches": [[60, 100]]}
    assert run("credit_run", ask="first_throttled_minute", **load) == 50
    assert run("credit_run", ask="unmet_percent", **load) == 10
    assert run("credit_run", ask="bank", size="D4s_v5", stretches=[[5, 100]]) is None
    with pytest.raises(UnknownNameError, match="bank"):
        run("credit_run", ask="banks", **load)
