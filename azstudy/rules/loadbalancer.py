"""Load balancers in front of VMs and scale sets: SKU, probes, rules, pools."""

from __future__ import annotations

import datetime
from typing import Final

from azstudy.model.design import Design
from azstudy.model.network import PublicIp
from azstudy.model.network_words import LoadDistribution, NetworkSku, ProbeProtocol, TransportProtocol
from azstudy.model.scaleset import ScaleSet
from azstudy.rules._fleet import largest, members, repeated, subnet_of
from azstudy.rules._frame import Breach, Facts, Found, NotChecked, path, rule
from azstudy.rules._walk import listed

BASIC_RETIRED: Final = datetime.date(2025, 9, 30)
"""End of Basic load balancers (load-balancer skus.md@0440832a)."""
SHORTEST_INTERVAL_S: Final = 5
"""Smallest `intervalInSeconds` (Microsoft.Network.json@a1454431)."""
UNPROBED_HTTP_PORTS: Final = frozenset({19, 21, 25, 70, 110, 119, 143, 220, 993})
"""Ports that HTTP probes do not ask (load-balancer-custom-probe-overview.md@0147a273)."""


HASHED_VALUES: Final = {
    LoadDistribution.DEFAULT: 5,
    LoadDistribution.SOURCE_IP: 2,
    LoadDistribution.SOURCE_IP_PROTOCOL: 3,
}
"""How many values of a connection choose its backend (distribution-mode-concepts.md@03e5750a, 2026-01)."""


def established_tcp_survives(sku: NetworkSku) -> bool:
    """Whether open TCP connections go on while every backend of the pool is down.

    Source: load-balancer-custom-probe-overview.md@0147a273 (2023).

    >>> established_tcp_survives(NetworkSku.STANDARD), established_tcp_survives(NetworkSku.BASIC)
    (True, False)
    """
    return sku is NetworkSku.STANDARD


@rule(
    "loadbalancer-01",
    section="7",
    severity="error",
    title="Basic load balancer",
    statement="Basic load balancers retired on 2025-09-30; they had no SLA, no zones and no HTTPS probe.",
    source="LBS",
    fix="Use a Standard load balancer.",
    misconception="basic-is-the-cheap-load-balancer",
)
def _basic(design: Design, facts: Facts) -> Found:
    for one in design.load_balancers:
        if one.sku is NetworkSku.BASIC and facts.on is None:
            yield NotChecked(one.name, "the day of the review")
        elif one.sku is NetworkSku.BASIC and facts.on is not None and facts.on >= BASIC_RETIRED:
            yield Breach(one.name, f"A Basic load balancer on {facts.on}.")


@rule(
    "loadbalancer-02",
    section="7",
    severity="error",
    title="Probe interval too short",
    statement="A health probe asks every 5 seconds or less often (default 5).",
    source="ARM",
    fix="Choose at least 5 seconds.",
)
def _interval(design: Design, facts: Facts) -> Found:
    for one in design.load_balancers:
        for probe in one.probes:
            if probe.interval_s < SHORTEST_INTERVAL_S:
                yield Breach(path(one.name, probe.name), f"An interval of {probe.interval_s:g} s; at least 5 s.")


@rule(
    "loadbalancer-03",
    section="7",
    severity="error",
    title="Request path and protocol of a probe do not fit",
    statement="An HTTP or HTTPS probe needs a path and counts the answer 200 only; a TCP probe has no path.",
    source="LBP",
    fix='Give a path such as "/health" with HTTP, none with TCP.',
)
def _path(design: Design, facts: Facts) -> Found:
    for one in design.load_balancers:
        for probe in one.probes:
            tcp = probe.protocol is ProbeProtocol.TCP
            if tcp and probe.path:
                yield Breach(path(one.name, probe.name), f"Path {probe.path} over TCP.")
            if not tcp and not probe.path:
                yield Breach(path(one.name, probe.name), f"{probe.protocol} without a path.")


@rule(
    "loadbalancer-04",
    section="7",
    severity="error",
    title="Port that HTTP probes do not ask",
    statement="HTTP probes do not ask the ports 19, 21, 25, 70, 110, 119, 143, 220 and 993; port 0 is none.",
    source="LBP",
    fix="Probe another port, or over TCP.",
)
def _port(design: Design, facts: Facts) -> Found:
    for one in design.load_balancers:
        for probe in one.probes:
            http = probe.protocol is not ProbeProtocol.TCP
            if probe.port == 0 or (http and probe.port in UNPROBED_HTTP_PORTS):
                yield Breach(path(one.name, probe.name), f"{probe.protocol} on port {probe.port}.")


@rule(
    "loadbalancer-05",
    section="7",
    severity="error",
    title="Rule with a probe or pool that is not there",
    statement="A balancing rule names a probe and a backend pool of its own load balancer.",
    source="LBP",
    fix="Name one of the load balancer's probes and pools.",
)
def _names(design: Design, facts: Facts) -> Found:
    for one in design.load_balancers:
        probes, pools = {p.name.casefold() for p in one.probes}, {pool.casefold() for pool in one.pools}
        for each in one.rules:
            if each.probe and each.probe.rpartition("/")[2].casefold() not in probes:
                yield Breach(path(one.name, each.name), f"No probe is called {each.probe}.")
            if each.pool and each.pool.rpartition("/")[2].casefold() not in pools:
                yield Breach(path(one.name, each.name), f"No pool is called {each.pool}.")
        for machine, nic in members(design, one):
            if nic.pool and nic.pool.casefold() not in pools:
                yield Breach(path(machine.name, nic.name), f"{one.name} has no pool {nic.pool}.")


@rule(
    "loadbalancer-06",
    section="7",
    severity="warning",
    title="Rule without a probe",
    statement="Only a probe takes a sick backend out of the rotation; without one every VM keeps getting connections.",
    source="LBP",
    fix="Add a probe to the rule.",
    misconception="a-load-balancer-knows-sick-vms",
)
def _no_probe(design: Design, facts: Facts) -> Found:
    for one in design.load_balancers:
        for each in one.rules:
            if not each.probe:
                yield Breach(path(one.name, each.name), "It has no probe.")


@rule(
    "loadbalancer-07",
    section="7",
    severity="error",
    title="Two rules for one port",
    statement="On one frontend address each protocol and port belongs to one rule.",
    source="ARM",
    fix="Use another port, or another frontend.",
)
def _ports(design: Design, facts: Facts) -> Found:
    for one in design.load_balancers:
        for (protocol, port), names in repeated(((each.protocol, each.port), each.name) for each in one.rules):
            yield Breach(one.name, f"{listed(names)} all take {protocol} port {port}.")


@rule(
    "loadbalancer-08",
    section="7",
    severity="warning",
    title="Closed without a security group",
    statement="A Standard load balancer lets nothing in until a security group on the subnet or interface allows it.",
    source="LBS",
    fix="Add a security group that opens the port.",
    misconception="a-public-load-balancer-is-open",
)
def _closed(design: Design, facts: Facts) -> Found:
    for one in design.load_balancers:
        if one.sku is not NetworkSku.STANDARD or one.public_ip is None or not one.rules:
            continue
        for machine, nic in members(design, one):
            subnet = subnet_of(design, machine, nic)
            if nic.nsg is None and subnet is None:
                yield NotChecked(path(machine.name, nic.name), f"the security group on the subnet of {nic.name}")
            elif nic.nsg is None and subnet is not None and subnet.nsg is None:
                yield Breach(path(machine.name, nic.name), f"Behind {one.name}, and no security group opens a port.")


@rule(
    "loadbalancer-09",
    section="7",
    severity="error",
    title="SKUs of load balancer and address differ",
    statement="A load balancer and its public address have the same SKU.",
    source="LBS",
    fix="Use a Standard address with a Standard load balancer.",
)
def _skus(design: Design, facts: Facts) -> Found:
    for one in design.load_balancers:
        address = design.find(PublicIp, one.public_ip, within=one) if one.public_ip else None
        if address is not None and address.sku is not one.sku:
            yield Breach(one.name, f"{one.sku} with {address.sku} address {address.name}.")


@rule(
    "loadbalancer-10",
    section="7",
    severity="warning",
    title="Nothing behind the load balancer",
    statement="A load balancer sends traffic to the interfaces in its backend pool; a scale set brings no load "
    "balancer with it and joins none by itself.",
    source="LBS",
    fix="Name the load balancer in the interfaces.",
    misconception="a-scale-set-brings-its-load-balancer",
)
def _empty(design: Design, facts: Facts) -> Found:
    for one in design.load_balancers:
        if not any(True for _ in members(design, one)):
            yield Breach(one.name, "No interface is in its pool.")


@rule(
    "loadbalancer-11",
    section="7",
    severity="error",
    title="NAT pool smaller than the scale set",
    statement="A NAT pool gives each instance a port of its own: its range is at least as large as the scale set.",
    source="ARM",
    fix="Widen the range of ports.",
)
def _nat_pool(design: Design, facts: Facts) -> Found:
    for one in design.load_balancers:
        for pool in one.nat_pools:
            ports = pool.last_port - pool.first_port + 1
            for machine, _ in members(design, one):
                if isinstance(machine, ScaleSet) and not machine.flexible and ports < largest(design, machine):
                    yield Breach(
                        path(one.name, pool.name),
                        f"{max(0, ports)} ports for up to {largest(design, machine)} instances of {machine.name}.",
                    )


@rule(
    "loadbalancer-12",
    section="7",
    severity="warning",
    title="Probe that no rule uses",
    statement="A probe works through the balancing rules that name it.",
    source="LBP",
    fix="Name the probe in a rule, or remove it.",
)
def _unused(design: Design, facts: Facts) -> Found:
    for one in design.load_balancers:
        used = {(each.probe or "").rpartition("/")[2].casefold() for each in one.rules}
        for probe in one.probes:
            if probe.name.casefold() not in used:
                yield Breach(path(one.name, probe.name), "No rule names it.")


@rule(
    "loadbalancer-13",
    section="7",
    severity="error",
    title="Port 0 without all protocols",
    statement="A rule for all ports (HA ports, port 0) takes all protocols.",
    source="ARM",
    fix="Set the protocol to All, or name a port.",
)
def _all_ports(design: Design, facts: Facts) -> Found:
    for one in design.load_balancers:
        for each in one.rules:
            if each.port == 0 and each.protocol is not TransportProtocol.ALL:
                yield Breach(path(one.name, each.name), f"Port 0 with {each.protocol}.")


@rule(
    "loadbalancer-14",
    section="7",
    severity="error",
    title="Zone that the load balancer's region does not have",
    statement="The frontend of a Standard load balancer stands in zones of its region, or in none.",
    source="LBS",
    fix="Choose zones the region has.",
)
def _zones(design: Design, facts: Facts) -> Found:
    for one in design.load_balancers:
        name = design.region_of(one)
        region = facts.region(name) if one.zones else None
        if one.zones and region is None:
            yield NotChecked(one.name, f"zones of {name or 'its region'}")
        elif region is not None and max(one.zones) > region.zones:
            yield Breach(one.name, f"Zone {max(one.zones)} of {region.name}, which has {region.zones} zones.")
