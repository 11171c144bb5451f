"""Rules about Spot VMs and about licences brought along."""

from __future__ import annotations

from typing import Final

from azstudy.model.design import Design
from azstudy.model.vm import NO_PRICE_CAP
from azstudy.model.words import EvictionPolicy, LicenceType, OsType
from azstudy.rules._frame import Breach, Facts, Found, NotChecked, rule
from azstudy.rules._walk import known_sizes

PRICE_DIGITS: Final = 5
"""Digits after the point of a Spot price cap (spot-vms.md@3bbed19b)."""
HYBRID_BENEFIT_CORES: Final = 8
"""Core licences a Windows VM needs at least (hybrid-use-benefit-licensing.md@2188185b, 2024-12)."""
_WINDOWS: Final = {LicenceType.WINDOWS_SERVER, LicenceType.WINDOWS_CLIENT}
_LINUX: Final = {LicenceType.RHEL_BYOS, LicenceType.SLES_BYOS}


@rule(
    "spot-01",
    section="1.9",
    severity="info",
    title="Spot has no SLA",
    statement="Azure takes a Spot VM back with 30 seconds of notice, best effort; there is no SLA for it.",
    source="SPO",
    fix="Use Spot for work that can stop and start again; keep a base of regular VMs beside it.",
    misconception="spot-is-cheap-and-safe",
)
def _no_sla(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        if machine.spot:
            yield Breach(machine.name, "Spot priority: it can be evicted at any time.")


@rule(
    "spot-02",
    section="1.9",
    severity="error",
    title="Price cap of a Spot VM",
    statement="A Spot price cap is -1 (never evicted for price) or above 0, with five digits after the point at most.",
    source="SPO",
    fix="Write -1, or a price per hour such as 0.01234.",
)
def _price_cap(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        cap = machine.max_price_usd
        if machine.spot and cap != NO_PRICE_CAP and (cap <= 0 or round(cap, PRICE_DIGITS) != cap):
            yield Breach(machine.name, f"A price cap of {cap!r} USD per hour.")


@rule(
    "spot-03",
    section="1.9",
    severity="error",
    title="Spot settings on a regular VM",
    statement="A price cap and an eviction policy belong to Spot VMs only.",
    source="SPO",
    fix="Set the priority to Spot, or leave price cap and eviction policy out.",
)
def _regular(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        if machine.spot:
            continue
        words = ["a price cap"] if machine.max_price_usd != NO_PRICE_CAP else []
        words += ["eviction policy Delete"] if machine.eviction_policy is EvictionPolicy.DELETE else []
        # a mix keeps its eviction policy although the set itself is regular
        if words and getattr(machine, "spot_mix", None) is None:
            yield Breach(machine.name, f"Regular priority with {' and '.join(words)}.")


@rule(
    "spot-04",
    section="1.9",
    severity="error",
    title="Size not offered as Spot",
    statement="Not every size can be Spot: the B series and promotional sizes cannot.",
    source="SPO",
    fix="Take a size that is offered as Spot.",
)
def _spot_size(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        for name, size in known_sizes(machine, facts):
            if not machine.spot:
                continue
            if size is None or size.spot_capable is None:
                yield NotChecked(machine.name, f"whether {name} can be Spot")
            elif not size.spot_capable:
                yield Breach(machine.name, f"Spot priority on {name}, which is not offered as Spot.")


@rule(
    "licence-01",
    section="11.4",
    severity="error",
    title="Licence of another operating system",
    statement="Windows licences can be brought to Windows VMs only, Red Hat and SUSE subscriptions to Linux VMs only.",
    source="AHV",
    fix="Take the licence type of the operating system, or None.",
)
def _licence_of_os(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        wrong = _WINDOWS if machine.os is OsType.LINUX else _LINUX
        if machine.licence in wrong:
            yield Breach(machine.name, f"Licence {machine.licence.value} on {machine.os.value}.")


@rule(
    "licence-02",
    section="11.4",
    severity="info",
    title="Core licences of small Windows VMs",
    statement="Azure Hybrid Benefit needs 8 core licences for a Windows VM at least, however few vCPUs it has.",
    source="AHV",
    fix="Count max(8, vCPUs) core licences for each VM; two small VMs need 16.",
    misconception="hybrid-benefit-counts-vcpus",
)
def _small_windows(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        for name, size in known_sizes(machine, facts):
            if not (machine.hybrid_benefit and machine.os is OsType.WINDOWS):
                continue
            if size is None or size.vcpus is None:
                yield NotChecked(machine.name, f"the vCPUs of {name}")
            elif size.vcpus < HYBRID_BENEFIT_CORES:
                yield Breach(machine.name, f"{size.vcpus} vCPUs of {name} take {HYBRID_BENEFIT_CORES} core licences.")
