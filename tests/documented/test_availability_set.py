"""Availability sets: domains, limits, and how they restart."""

from __future__ import annotations

import azstudy as az
from azstudy.model.design import Design
from azstudy.model.placement import AvailabilitySet
from azstudy.model.vm import VirtualMachine
from azstudy.rules import review
from azstudy.rules.availability_sets import MAX_FAULT_DOMAINS, MAX_UPDATE_DOMAINS, MAX_VMS, recovery_wait_min

AVS = "MicrosoftDocs/azure-compute-docs articles/virtual-machines/availability-set-overview.md@1a043fb3"
ORC = (
    "MicrosoftDocs/azure-compute-docs articles/virtual-machine-scale-sets/"
    "virtual-machine-scale-sets-orchestration-modes.md@01e1fb7d"
)


def broken(*resources: object) -> set[str]:
    return set(review(Design("set", resources, region="westeurope")).rule_ids)


def members(count: int, **fields: object) -> list[object]:
    group = AvailabilitySet("web", fault_domains=MAX_FAULT_DOMAINS, update_domains=MAX_UPDATE_DOMAINS)
    machines = [VirtualMachine(f"web{n}", "D2s_v5", availability_set="web", **fields) for n in range(count)]
    return [group, *machines]


def test_the_sixth_vm_of_five_domains_joins_the_first() -> None:
    group = AvailabilitySet("web", update_domains=5)
    assert [group.update_domain_of(place) for place in range(7)] == [0, 1, 2, 3, 4, 0, 1], AVS


def test_limits() -> None:
    assert (MAX_FAULT_DOMAINS, MAX_UPDATE_DOMAINS, MAX_VMS) == (3, 20, 200), (AVS, ORC)
    assert not {"avset-01", "avset-03", "avset-04"} & broken(*members(200)), (AVS, ORC)
    assert "avset-04" in broken(*members(201)), ORC
    assert "avset-01" in broken(AvailabilitySet("web", fault_domains=4)), AVS
    assert "avset-03" in broken(AvailabilitySet("web", update_domains=21)), AVS


def test_no_zones() -> None:
    assert "avset-05" in broken(*members(2, zone=1)), AVS
    assert "avset-05" not in broken(*members(2)), AVS


def test_half_an_hour_between_the_update_domains() -> None:
    assert recovery_wait_min(5) == 120, AVS


def test_one_update_domain_restarts_at_a_time() -> None:
    group = AvailabilitySet("web", update_domains=5)
    machines = [VirtualMachine(f"web{n}", "D2s_v5", availability_set="web") for n in range(7)]
    run = az.simulate.outage(Design("set", [group, *machines], region="westeurope"), "maintenance")
    downs = [line for line in run.timeline if line.action == "down"]
    by_minute: dict[float, list[str]] = {}
    for line in downs:
        by_minute.setdefault(line.at_s / 60, []).append(line.subject)
    assert sorted(by_minute.values()) == [["web0", "web5"], ["web1", "web6"], ["web2"], ["web3"], ["web4"]], AVS
    ups = sorted({line.at_s / 60 for line in run.timeline if line.action == "up again"})
    waits = [later - up for up, later in zip(ups, sorted(by_minute)[1:], strict=False)]
    assert waits == [30, 30, 30, 30], AVS


def test_two_vms_in_a_set_have_99_95() -> None:
    pair = [VirtualMachine(name, "D2s_v5", availability_set="web") for name in ("web1", "web2")]
    assert az.plan.earned_sla(pair).percent == 99.95, AVS
