"""Every rule about load balancers: legal, illegal, the boundary between them, and without the fact."""

import datetime

import pytest
from legality import ILLEGAL, LEGAL, NOTHING_KNOWN, UNKNOWN, facts, of_modules, uncovered, verdict, vm

from azstudy.model.balancer import BalancingRule, HealthProbe, InboundNatPool, LoadBalancer
from azstudy.model.network import NetworkSecurityGroup, Nic, PublicIp, Subnet, VNet
from azstudy.model.scaleset import ScaleSet
from azstudy.rules import all_rules


def front(*rules, **fields):
    return LoadBalancer("front", rules or [BalancingRule("http", 80, probe="alive")], **fields)


def probed(**fields):
    return [front(probes=[HealthProbe("alive", **fields)])]


def net(**fields):
    return VNet("net", subnets=[Subnet("web", "10.0.1.0/24", **fields)])


def behind(**fields):
    return vm(nics=[Nic("web", load_balancer="front", **fields)])


def pooled(instances, ports, **fields):
    pool = InboundNatPool("ssh", 22, first_port=50_000, last_port=49_999 + ports)
    nics = [Nic("web", load_balancer="front")]
    return [front(nat_pools=[pool]), ScaleSet("web", "D4s_v5", instances=instances, nics=nics, **fields)]


PUBLIC = front(probes=["alive"], public_ip="ip")
BEFORE = facts(on=datetime.date(2025, 9, 29))
AT_THE_END = facts(on=datetime.date(2025, 9, 30))
CASES = [
    ("loadbalancer-01", LEGAL, [front()], None),
    ("loadbalancer-01", ILLEGAL, [front(sku="Basic")], None),
    ("loadbalancer-01", ILLEGAL, [front(sku="Basic")], AT_THE_END),
    ("loadbalancer-01", LEGAL, [front(sku="Basic")], BEFORE),
    ("loadbalancer-01", UNKNOWN, [front(sku="Basic")], NOTHING_KNOWN),
    *[("loadbalancer-02", LEGAL, probed(interval_s=n), None) for n in (5, 120)],
    ("loadbalancer-02", ILLEGAL, probed(interval_s=4), None),
    ("loadbalancer-03", LEGAL, probed(protocol="http", path="/health"), None),
    ("loadbalancer-03", LEGAL, probed(), None),
    ("loadbalancer-03", ILLEGAL, probed(path="/health"), None),
    ("loadbalancer-03", ILLEGAL, probed(protocol="https"), None),
    ("loadbalancer-04", LEGAL, probed(port=25), None),
    ("loadbalancer-04", ILLEGAL, probed(port=25, protocol="http", path="/"), None),
    ("loadbalancer-04", LEGAL, probed(port=26, protocol="http", path="/"), None),
    ("loadbalancer-04", ILLEGAL, probed(port=0), None),
    ("loadbalancer-05", LEGAL, [front(probes=["alive"])], None),
    ("loadbalancer-05", ILLEGAL, [front(probes=["other"])], None),
    ("loadbalancer-05", ILLEGAL, [front(BalancingRule("http", 80, pool="blue"))], None),
    ("loadbalancer-05", LEGAL, [front(BalancingRule("http", 80, pool="blue"), pools=["blue", "green"])], None),
    ("loadbalancer-05", ILLEGAL, [front(probes=["alive"]), behind(pool="blue")], None),
    ("loadbalancer-06", LEGAL, [front()], None),
    ("loadbalancer-06", ILLEGAL, [front(BalancingRule("http", 80))], None),
    ("loadbalancer-07", LEGAL, [front(BalancingRule("a", 80), BalancingRule("b", 80, protocol="udp"))], None),
    ("loadbalancer-07", ILLEGAL, [front(BalancingRule("a", 80), BalancingRule("b", 80))], None),
    ("loadbalancer-08", LEGAL, [PUBLIC, behind(), net(nsg="open"), NetworkSecurityGroup("open")], None),
    ("loadbalancer-08", LEGAL, [PUBLIC, vm(nics=[Nic("web", load_balancer="front", nsg="open")]), net()], None),
    ("loadbalancer-08", ILLEGAL, [PUBLIC, behind(), net()], None),
    ("loadbalancer-08", LEGAL, [front(probes=["alive"], subnet="net/web"), behind(), net()], None),
    ("loadbalancer-08", UNKNOWN, [PUBLIC, vm(nics=[Nic(load_balancer="front")])], None),
    ("loadbalancer-09", LEGAL, [PUBLIC, PublicIp("ip")], None),
    ("loadbalancer-09", ILLEGAL, [PUBLIC, PublicIp("ip", "Basic")], None),
    ("loadbalancer-10", LEGAL, [front(), behind()], None),
    ("loadbalancer-10", ILLEGAL, [front(), ScaleSet("web", "D4s_v5")], None),
    ("loadbalancer-11", LEGAL, pooled(120, 120, orchestration="Uniform"), None),
    ("loadbalancer-11", ILLEGAL, pooled(121, 120, orchestration="Uniform"), None),
    ("loadbalancer-12", LEGAL, probed(), None),
    ("loadbalancer-12", ILLEGAL, [front(probes=["alive", "idle"])], None),
    ("loadbalancer-13", LEGAL, [front(BalancingRule("ha", 0, protocol="All"))], None),
    ("loadbalancer-13", ILLEGAL, [front(BalancingRule("ha", 0))], None),
    ("loadbalancer-14", LEGAL, [front(zones=[1, 2, 3])], None),
    ("loadbalancer-14", ILLEGAL, [front(zones=[4])], None),
    ("loadbalancer-14", ILLEGAL, [front(zones=[1], region="canadaeast")], None),
    ("loadbalancer-14", UNKNOWN, [front(zones=[1])], NOTHING_KNOWN),
]


@pytest.mark.parametrize(
    ("rule_id", "expected", "resources", "of"), CASES, ids=[f"{c[0]}-{c[1]}-{n}" for n, c in enumerate(CASES)]
)
def test_a_rule_of_load_balancers_says(rule_id, expected, resources, of):
    assert verdict(rule_id, resources, of) == expected


def test_every_rule_of_load_balancers_has_its_cases():
    mine = of_modules(all_rules(), "loadbalancer")
    assert len(mine) == 14
    assert uncovered(CASES, mine) == []
