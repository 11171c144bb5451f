"""Rules about network interfaces, security groups, public addresses and names."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Final

from azstudy.model.design import Design
from azstudy.model.network import (
    ApplicationSecurityGroup,
    NetworkSecurityGroup,
    Nic,
    PublicIp,
    SecurityRule,
    Subnet,
    VNet,
)
from azstudy.model.network_words import Access, Direction, NetworkSku
from azstudy.model.words import OsType
from azstudy.rules._frame import Breach, Facts, Found, NotChecked, path, rule
from azstudy.rules._walk import listed

PRIORITIES: Final = (100, 4_096)
"""Lowest and highest number of a security rule (network-security-groups-overview.md@0088bfa7, 2025-07)."""
MANAGEMENT_PORTS: Final = {22: "SSH", 3389: "RDP", 5985: "WinRM", 5986: "WinRM"}
PRIVATE_SUBNETS_SINCE: Final = datetime.date(2026, 3, 31)
"""New VNets have no default way out since that day."""
COMPUTER_NAME: Final = {OsType.WINDOWS: 15, OsType.LINUX: 64}
"""Longest name of the computer, which is the VM's name unless another is given."""
_ANYWHERE: Final = {"*", "internet", "0.0.0.0/0", "::/0", "any"}


def _rules(design: Design) -> Iterator[tuple[NetworkSecurityGroup, SecurityRule]]:
    for group in design.of(NetworkSecurityGroup):
        for each in group.rules:
            yield group, each


@rule(
    "nsg-01",
    section="13.1",
    severity="error",
    title="Priority of a security rule",
    statement="Security rules have priorities from 100 to 4,096; the lowest number is looked at first and the first "
    "match ends.",
    source="NSG",
    fix="Use a number from 100 to 4,096, with gaps for later.",
)
def _priority(design: Design, facts: Facts) -> Found:
    low, high = PRIORITIES
    for group, each in _rules(design):
        if not low <= each.priority <= high:
            yield Breach(path(group.name, each.name), f"Priority {each.priority:,}; allowed: {low:,} to {high:,}.")


@rule(
    "nsg-02",
    section="13.1",
    severity="error",
    title="Two rules with one priority",
    statement="No two rules of a security group have the same priority and direction.",
    source="NSG",
    fix="Give each rule its own number.",
)
def _same_priority(design: Design, facts: Facts) -> Found:
    for group in design.of(NetworkSecurityGroup):
        seen: dict[tuple[int, Direction], str] = {}
        for each in group.rules:
            key = (each.priority, each.direction)
            if key in seen:
                words = f"{each.direction.value} priority {each.priority} is that of {seen[key]} too."
                yield Breach(path(group.name, each.name), words)
            seen.setdefault(key, each.name)


@rule(
    "nsg-03",
    section="13.1",
    severity="error",
    title="Sides of a security rule",
    statement="A side of a rule is addresses, or one service tag, or one application security group; not several "
    "kinds.",
    source="ASG",
    fix="Write one rule for each tag or group.",
)
def _sides(design: Design, facts: Facts) -> Found:
    for group, each in _rules(design):
        for side, peers, groups in (
            ("Source", each.source, each.source_groups),
            ("Destination", each.destination, each.destination_groups),
        ):
            tags = [peer for peer in peers if peer[0].isalpha() and ":" not in peer]  # fd00::/8 is no tag
            named = [*tags, *groups]
            mixed = groups and peers != ("*",)
            if len(named) > 1 or mixed:
                yield Breach(path(group.name, each.name), f"{side}: {listed([*peers, *groups])}.")


@rule(
    "nsg-04",
    section="13.1",
    severity="error",
    title="Application security group across VNets",
    statement="All network interfaces of an application security group are in one VNet, and so are the groups of one "
    "rule.",
    source="ASG",
    fix="Make a group in each VNet, or use address ranges.",
)
def _one_vnet(design: Design, facts: Facts) -> Found:
    places: dict[str, set[str]] = {}
    for machine in design.machines:
        for nic in machine.nics:
            vnet = _vnet(design, nic)
            for name in nic.application_groups:
                if vnet is not None:
                    places.setdefault(_asg(design, name), set()).add(vnet.name)
    for name, vnets in places.items():
        if len(vnets) > 1:
            yield Breach(name, f"Its interfaces are in {listed(sorted(vnets))}.")
    for group, each in _rules(design):
        named = [_asg(design, name) for name in (*each.source_groups, *each.destination_groups)]
        used = sorted({vnet for name in named for vnet in places.get(name, ())})
        if len(set(named)) > 1 and len(used) > 1:
            yield Breach(path(group.name, each.name), f"Names groups of {listed(used)}.")


def _asg(design: Design, name: str) -> str:
    found = design.find(ApplicationSecurityGroup, name)
    return name if found is None else found.name


def _vnet(design: Design, nic: Nic) -> VNet | None:
    subnet = design.find(Subnet, nic.subnet) if nic.subnet else None
    return (
        next((vnet for vnet in design.vnets if any(each is subnet for each in vnet.subnets)), None) if subnet else None
    )


@rule(
    "nsg-05",
    section="13.1",
    severity="warning",
    title="Standard public address without a security group",
    statement="A Standard public address is closed until a security group on the interface or its subnet opens it.",
    source="NSG",
    fix="Add a security group with the ports that are needed.",
    misconception="a-public-address-is-open",
)
def _closed(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        for nic in machine.nics:
            address = design.find(PublicIp, nic.public_ip) if nic.public_ip else None
            subnet = design.find(Subnet, nic.subnet) if nic.subnet else None
            guarded = nic.nsg is not None or (subnet is not None and subnet.nsg is not None)
            if address is not None and address.sku is NetworkSku.STANDARD and not guarded:
                yield Breach(
                    path(machine.name, nic.name), f"{address.name} reaches nothing: there is no security group."
                )


@rule(
    "nsg-06",
    section="13.3",
    severity="warning",
    title="Management port open to the internet",
    statement="SSH, RDP and WinRM belong behind Bastion, or are opened for minutes by just-in-time access.",
    source="JIT",
    fix="Use Bastion, just-in-time access, or your own address range as source.",
    misconception="a-strong-password-guards-rdp",
)
def _management(design: Design, facts: Facts) -> Found:
    for group, each in _rules(design):
        open_rule = each.access is Access.ALLOW and each.direction is Direction.INBOUND and not each.source_groups
        if open_rule and _ANYWHERE.intersection(peer.lower() for peer in each.source):
            names = [f"{port} ({word})" for port, word in MANAGEMENT_PORTS.items() if _covers(each.ports, port)]
            if names:
                yield Breach(path(group.name, each.name), f"Port {listed(names)} open to {listed(each.source)}.")


def _covers(ports: tuple[str, ...], port: int) -> bool:
    for each in ports:
        first, _, last = each.partition("-")
        if each == "*" or int(first) <= port <= int(last or first):
            return True
    return False


@rule(
    "network-01",
    section="13.1",
    severity="error",
    title="Interfaces of one VM in several VNets",
    statement="All network interfaces of a VM are in one VNet; they may be in different subnets.",
    source="NSG",
    fix="Use peering between the VNets, or put all interfaces in one.",
)
def _one_vnet_per_vm(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        found = [_vnet(design, nic) for nic in machine.nics]
        names = sorted({vnet.name for vnet in found if vnet is not None})
        if len(names) > 1:
            yield Breach(machine.name, f"Interfaces in {listed(names)}.")


@rule(
    "network-02",
    section="9.1",
    severity="warning",
    title="No way out of the subnet",
    statement="New VNets are private since 2026-03-31: a VM reaches the internet through a NAT gateway, a public "
    "address or a load balancer with outbound rule.",
    source="ORC",
    fix="Add a NAT gateway to the subnet.",
    misconception="every-vm-has-internet",
)
def _outbound(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        placed = any(nic.subnet for nic in machine.nics)
        if placed and not any(_way_out(design, nic) for nic in machine.nics):
            yield Breach(machine.name, "No NAT gateway, public address or outbound rule.")


def _way_out(design: Design, nic: Nic) -> bool:
    subnet = design.find(Subnet, nic.subnet) if nic.subnet else None
    if subnet is not None and (subnet.nat_gateway or subnet.default_outbound):
        return True
    if nic.public_ip or nic.public_ip_per_instance:
        return True
    balancers = {balancer.name.casefold(): balancer for balancer in design.load_balancers}
    balancer = balancers.get((nic.load_balancer or "").casefold())
    return balancer is not None and balancer.outbound_rule


@rule(
    "network-03",
    section="9.1",
    severity="error",
    title="Default outbound access",
    statement="Default outbound access is gone for VNets made after 2026-03-31; older subnets may keep it.",
    source="ORC",
    fix="Use a NAT gateway.",
)
def _default_outbound(design: Design, facts: Facts) -> Found:
    for vnet in design.vnets:
        for subnet in vnet.subnets:
            if not subnet.default_outbound:
                continue
            if facts.on is None:
                yield NotChecked(path(vnet.name, subnet.name), "the day of the review")
            elif facts.on >= PRIVATE_SUBNETS_SINCE:
                yield Breach(path(vnet.name, subnet.name), f"Default outbound access on {facts.on}.")


@rule(
    "naming-01",
    section="1.1",
    severity="warning",
    title="Length of the computer name",
    statement="A computer name has at most 15 characters on Windows and 64 on Linux; it is the VM's name unless "
    "another is given.",
    source="OSP",
    fix="Shorten the name.",
    misconception="names-may-be-long",
)
def _name(design: Design, facts: Facts) -> Found:
    for machine in design.vms:
        longest = COMPUTER_NAME[machine.os]
        if len(machine.name) > longest:
            words = f"{len(machine.name)} characters; at most {longest} on {machine.os.value}."
            yield Breach(machine.name, words)
