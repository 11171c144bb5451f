"""Every rule about networks, names and what has ended: legal, illegal, boundary, and without the fact."""

import datetime

import pytest
from legality import ILLEGAL, LEGAL, NOTHING_KNOWN, UNKNOWN, facts, of_modules, size, uncovered, verdict, vm

from azstudy.model.balancer import LoadBalancer
from azstudy.model.network import (
    ApplicationSecurityGroup,
    NatGateway,
    NetworkSecurityGroup,
    Nic,
    PublicIp,
    SecurityRule,
    Subnet,
    VNet,
)
from azstudy.model.size import VmSize
from azstudy.rules import all_rules
from azstudy.rules.vm_resize import resize_obstacles


def guard(*rules):
    return [NetworkSecurityGroup("guard", rules)]


def opened(ports, source="Internet", **fields):
    return guard(SecurityRule("r", 100, ports=ports, source=source, **fields))


def two_nets(*nics):
    return [VNet("a", subnets=[Subnet("one")]), VNet("b", subnets=[Subnet("two")]), vm(nics=nics)]


def net(**subnet):
    return VNet("net", subnets=[Subnet("web", **subnet)])


def labelled(*nics, rules=()):
    return [*two_nets(*nics), ApplicationSecurityGroup("web"), ApplicationSecurityGroup("db"), *guard(*rules)]


def on(year, month, day, **of_size):
    return facts(size(**of_size), on=datetime.date(year, month, day))


IP = PublicIp("ip")
IN_WEB = vm(nics=[Nic("web")])
WEB_TO_DB = SecurityRule("r", 100, source_groups="web", destination_groups="db")
ENDS = {"retirement_date": "2028-05-01"}

CASES = [
    ("nsg-01", LEGAL, guard(SecurityRule("a", 100), SecurityRule("b", 4096)), None),
    ("nsg-01", ILLEGAL, guard(SecurityRule("a", 99)), None),
    ("nsg-01", ILLEGAL, guard(SecurityRule("a", 4097)), None),
    ("nsg-02", LEGAL, guard(SecurityRule("a", 100), SecurityRule("b", 100, direction="Outbound")), None),
    ("nsg-02", ILLEGAL, guard(SecurityRule("a", 100), SecurityRule("b", 100)), None),
    ("nsg-03", LEGAL, guard(SecurityRule("a", 100, source="Internet", destination_groups="web")), None),
    ("nsg-03", LEGAL, guard(SecurityRule("a", 100, source=["10.0.0.0/8", "192.168.0.0/16"])), None),
    ("nsg-03", LEGAL, guard(SecurityRule("a", 100, source=["fd00::/8", "fe80::/10"])), None),
    ("nsg-03", ILLEGAL, guard(SecurityRule("a", 100, source=["Internet", "VirtualNetwork"])), None),
    ("nsg-03", ILLEGAL, guard(SecurityRule("a", 100, source_groups=["web", "db"])), None),
    ("nsg-03", ILLEGAL, guard(SecurityRule("a", 100, source="10.0.0.0/8", source_groups="web")), None),
    ("nsg-04", LEGAL, labelled(Nic("one", name="x", application_groups="web")), None),
    (
        "nsg-04",
        ILLEGAL,
        labelled(Nic("one", name="x", application_groups="web"), Nic("two", name="y", application_groups="web")),
        None,
    ),
    (
        "nsg-04",
        ILLEGAL,
        labelled(
            Nic("one", name="x", application_groups="web"),
            Nic("two", name="y", application_groups="db"),
            rules=[WEB_TO_DB],
        ),
        None,
    ),
    ("nsg-05", LEGAL, [IP, *guard(), vm(nics=[Nic(public_ip="ip", nsg="guard")])], None),
    ("nsg-05", LEGAL, [IP, *guard(), net(nsg="guard"), vm(nics=[Nic("web", public_ip="ip")])], None),
    ("nsg-05", ILLEGAL, [IP, net(), vm(nics=[Nic("web", public_ip="ip")])], None),
    ("nsg-06", LEGAL, opened(443), None),
    ("nsg-06", LEGAL, opened(22, source="10.0.0.0/8"), None),
    ("nsg-06", LEGAL, opened(22, access="Deny"), None),
    ("nsg-06", LEGAL, opened(["23-3388"]), None),
    ("nsg-06", ILLEGAL, opened(22), None),
    ("nsg-06", ILLEGAL, opened(["443", "3000-4000"], source="*"), None),
    ("nsg-06", ILLEGAL, opened("*", source="0.0.0.0/0"), None),
    ("network-01", LEGAL, two_nets(Nic("one", name="x"), Nic("one", name="y")), None),
    ("network-01", ILLEGAL, two_nets(Nic("one", name="x"), Nic("two", name="y")), None),
    ("network-02", LEGAL, [NatGateway("nat"), net(nat_gateway="nat"), IN_WEB], None),
    ("network-02", LEGAL, [IP, net(), vm(nics=[Nic("web", public_ip="ip")])], None),
    (
        "network-02",
        LEGAL,
        [LoadBalancer("lb", outbound_rule=True), net(), vm(nics=[Nic("web", load_balancer="lb")])],
        None,
    ),
    ("network-02", LEGAL, [vm()], None),
    ("network-02", ILLEGAL, [net(), IN_WEB], None),
    ("network-02", ILLEGAL, [LoadBalancer("lb"), net(), vm(nics=[Nic("web", load_balancer="lb")])], None),
    ("network-03", LEGAL, [net(default_outbound=True)], on(2026, 3, 30)),
    ("network-03", ILLEGAL, [net(default_outbound=True)], on(2026, 3, 31)),
    ("network-03", UNKNOWN, [net(default_outbound=True)], NOTHING_KNOWN),
    ("naming-01", LEGAL, [vm("w" * 15, os="Windows"), vm("l" * 64)], None),
    ("naming-01", ILLEGAL, [vm("w" * 16, os="Windows")], None),
    ("naming-01", ILLEGAL, [vm("l" * 65)], None),
    ("life-01", LEGAL, [vm()], on(2028, 4, 30, **ENDS)),
    ("life-01", ILLEGAL, [vm()], on(2028, 5, 1, **ENDS)),
    ("life-01", LEGAL, [vm()], on(2030, 1, 1)),
    ("life-01", UNKNOWN, [vm()], NOTHING_KNOWN),
    ("life-02", LEGAL, [vm()], on(2028, 5, 1, **ENDS)),
    ("life-02", ILLEGAL, [vm()], on(2028, 4, 30, **ENDS)),
    ("life-03", LEGAL, [vm()], on(2026, 11, 22)),
    ("life-03", ILLEGAL, [vm()], on(2026, 11, 22, previous_generation=True)),
    ("life-04", LEGAL, [IP], None),
    ("life-04", LEGAL, [PublicIp("old", "Basic")], on(2025, 9, 29)),
    ("life-04", ILLEGAL, [PublicIp("old", "Basic")], on(2025, 9, 30)),
    ("life-04", UNKNOWN, [PublicIp("old", "Basic")], NOTHING_KNOWN),
]


@pytest.mark.parametrize(
    ("rule_id", "expected", "resources", "of"), CASES, ids=[f"{c[0]}-{c[1]}-{n}" for n, c in enumerate(CASES)]
)
def test_a_rule_says(rule_id, expected, resources, of):
    assert verdict(rule_id, resources, of) == expected


def test_every_rule_has_its_cases():
    mine = of_modules(all_rules(), "network", "lifecycle")
    assert len(mine) > 12
    assert uncovered(CASES, mine) == []


@pytest.mark.parametrize(
    ("names", "disks", "words"),
    [
        (("D4ds_v5", "D8ds_v5"), (150, 300), []),
        (("D4s_v5", "D8s_v5"), (0, 0), []),
        (("D4ds_v5", "D4s_v5"), (150, 0), ["D4ds_v5 has a temporary disk, D4s_v5 has none"]),
        (("D4s_v5", "D4ds_v5"), (0, 150), ["D4ds_v5 has a temporary disk, D4s_v5 has none"]),
        (("D4s_v5", "D4s_v6"), (0, 0), ["NVMe"]),
        (("D4s_v6", "D4s_v7"), (0, 0), []),
        (("D4s_v5", "D4ds_v6"), (0, 220), ["temporary disk", "NVMe"]),
        (("D4s_v5", "D8s_v5"), (0, None), ["D8s_v5 has a temporary disk is not known"]),
    ],
)
def test_a_resize_has_its_obstacles(names, disks, words):
    old, new = (
        VmSize(name=f"Standard_{name}", series="", temp_disk_gib=gib) for name, gib in zip(names, disks, strict=True)
    )
    found = resize_obstacles(old, new)
    assert len(found) == len(words)
    assert all(word in line for word, line in zip(words, found, strict=True))
