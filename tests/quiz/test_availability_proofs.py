"""Proofs about availability: what they answer, and that a wrong fact or question is caught."""

import pytest

from azstudy.errors import UnknownNameError
from azstudy.quiz.item import Proof
from azstudy.quiz.proofs import call


def run(name, /, **args):
    return call(Proof(call=name, args=args))


def vm(name, **fields):
    return {"kind": "VirtualMachine", "name": name, "size": "D2s_v5", **fields}


SET = {"kind": "AvailabilitySet", "name": "set", "update_domains": 5}
PAIR = [SET, vm("a", availability_set="set"), vm("b", availability_set="set")]
FRONT = {"kind": "LoadBalancer", "name": "front", "rules": [{"name": "http", "port": 80}]}


def test_what_a_design_earns():
    assert run("earned_sla", resources=PAIR) == 99.95
    assert run("earned_sla", resources=PAIR, ask="next") == 99.99
    assert run("earned_sla", resources=[vm("a")], ask="kind") == "single VM"
    assert run("earned_sla", resources=[{"kind": "ScaleSet", "name": "s", "size": "D2s_v5"}]) is None
    assert run("earned_sla", resources=[vm("a"), vm("b")], ask="chain") == 99.8001
    assert run("earned_sla", resources=[FRONT, vm("a")], ask="chain") is None


def test_composites():
    assert run("composite", way="serial", percents=[99.95, 99.99], digits=2) == 99.94
    assert run("composite", way="alternatives", percents=[99, 99]) == 99.99
    assert run("composite", way="k_of_n", percent=99.9, n=3, needed=2) == 99.9997
    assert run("composite", way="regions", percent=99.95, count=2, router_percent=99.99, digits=6) == 99.989975


def test_downtime():
    assert run("downtime_minutes", percent=99.9) == 43.2
    assert run("downtime_minutes", percent=99.9, span="year") == 525.6


def test_drills():
    seven = [SET, *(vm(f"vm{n}", availability_set="set") for n in range(7))]
    assert run("drill", resources=seven, failures="maintenance", ask="lowest") == 5
    assert run("drill", resources=seven, failures="maintenance", ask="turns") == 5
    assert run("drill", resources=PAIR, failures="fault domain 0 of set", needed=2) is False
    assert run("drill", resources=PAIR, failures="fault domain 0 of set", workload="set") is True
    for redundancy, reachable in (("LRS", False), ("ZRS", True)):
        disk = {"kind": "DataDisk", "name": "data", "size_gib": 64, "redundancy": redundancy}
        db = [vm("db", zone=1, data_disks=[disk])]
        assert run("drill", resources=db, failures="zone 1", ask="reachable", disk="db/data") is reachable


def test_the_cheapest_design_for_a_target():
    assert run("cheapest_for_nines", target_percent=99.9) == "single VM, Premium SSD"
    assert run("cheapest_for_nines", target_percent=99.95, ask="vms") == 2
    assert run("cheapest_for_nines", target_percent=99.999) is None


def test_sets_reserved_capacity_and_hosts():
    assert [run("update_domain", place=place) for place in (0, 4, 5, 6)] == [0, 4, 0, 1]
    assert run("recovery_wait", update_domains=5) == 120
    assert run("capacity_billed", reserved=10, deployed=6) == 10
    assert run("capacity_billed", reserved=10, deployed=12) == 12
    assert run("host_quota_enough", series="Dsv3", family_quota_vcpus=10) is False
    assert run("host_quota_enough", series="Dsv3", family_quota_vcpus=64) is True


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("earned_sla", {"resources": PAIR, "ask": "percentage"}),
        ("composite", {"way": "parallel", "percents": [99]}),
        ("downtime_minutes", {"percent": 99, "span": "week"}),
        ("drill", {"resources": PAIR, "failures": "maintenance", "ask": "dead"}),
        ("cheapest_for_nines", {"target_percent": 99, "ask": "price"}),
    ],
)
def test_a_question_that_does_not_exist_is_refused(name, args):
    with pytest.raises(UnknownNameError, match="Allowed"):
        run(name, **args)
