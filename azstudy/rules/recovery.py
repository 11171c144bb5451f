"""Site Recovery between Azure regions and zones: policies, groups, plans, targets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from azstudy.model.design import Design
from azstudy.model.protection import RecoveryPlan, ReplicatedVm, ReplicationPolicy
from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import Machine, VirtualMachine
from azstudy.rules._frame import Breach, Facts, Found, NotChecked, path, rule
from azstudy.rules._walk import listed, short, sizes, zones

CRASH_CONSISTENT_MIN: Final = 5
SHORTEST_APP_CONSISTENT_H: Final = 1
LONGEST_RETENTION_H: Final = 15 * 24
MOST_IN_A_GROUP: Final = 16
MOST_GROUPS: Final = 7
"""Limits of azure-to-azure-common-questions.md@01d18a2d (2025-07)."""


def points_in(window_h: float, app_consistent_every_h: float = 0) -> tuple[int, int]:
    """Crash-consistent and application-consistent points of a window in which all are kept (the last 2 hours).

    Source: azure-to-azure-common-questions.md@01d18a2d (2025-07).

    >>> points_in(2, app_consistent_every_h=1)
    (24, 2)
    """
    crash = int(window_h * 60 // CRASH_CONSISTENT_MIN)
    return crash, int(window_h // app_consistent_every_h) if app_consistent_every_h else 0


def replicated(design: Design) -> Iterator[tuple[ReplicatedVm, Machine]]:
    """Replicated machines that the design has."""
    for item in design.of(ReplicatedVm):
        found = design.find(VirtualMachine, item.vm, within=item) or design.find(ScaleSet, item.vm, within=item)
        if found is not None:
            yield item, found


@rule(
    "recovery-01",
    section="6",
    severity="error",
    title="Interval of crash-consistent points",
    statement="Site Recovery makes a crash-consistent point every 5 minutes; this cannot be changed.",
    source="ASR",
    fix="Leave crash_consistent_every_min at 5.",
    misconception="the-rpo-interval-is-a-setting",
)
def _crash(design: Design, facts: Facts) -> Found:
    for one in design.of(ReplicationPolicy):
        if one.crash_consistent_every_min != CRASH_CONSISTENT_MIN:
            yield Breach(one.name, f"Every {one.crash_consistent_every_min:g} minutes; always 5.")


@rule(
    "recovery-02",
    section="6",
    severity="error",
    title="Application-consistent points too often",
    statement="Application-consistent points are made every hour at most; they are off (0) by default.",
    source="ASR",
    fix="Use 0 or at least 1 hour.",
)
def _application(design: Design, facts: Facts) -> Found:
    for one in design.of(ReplicationPolicy):
        if 0 < one.app_consistent_every_h < SHORTEST_APP_CONSISTENT_H:
            yield Breach(one.name, f"Every {one.app_consistent_every_h:g} hours; at least 1.")


@rule(
    "recovery-03",
    section="6",
    severity="error",
    title="Recovery points kept too long",
    statement="Site Recovery keeps points for at most 15 days: it is for disasters, Backup is for the past.",
    source="ASR",
    fix="Keep at most 360 hours, and use Azure Backup for older states.",
    misconception="site-recovery-replaces-backup",
)
def _retention(design: Design, facts: Facts) -> Found:
    for one in design.of(ReplicationPolicy):
        if one.retention_h > LONGEST_RETENTION_H:
            yield Breach(one.name, f"{one.retention_h:g} hours; at most {LONGEST_RETENTION_H} (15 days).")


@rule(
    "recovery-04",
    section="6",
    severity="error",
    title="Too many VMs in a replication group",
    statement="A multi-VM group, whose VMs share their points in time, has at most 16 VMs.",
    source="ASR",
    fix="Use several groups, or none.",
)
def _group(design: Design, facts: Facts) -> Found:
    for name, number in Counter(item.group for item in design.of(ReplicatedVm) if item.group).items():
        if number > MOST_IN_A_GROUP:
            yield Breach(str(name), f"{number} VMs in the group; at most {MOST_IN_A_GROUP}.")


@rule(
    "recovery-05",
    section="6",
    severity="error",
    title="Too many groups in a recovery plan",
    statement="A recovery plan has at most 7 groups.",
    source="ASR",
    fix="Start more VMs together.",
)
def _groups(design: Design, facts: Facts) -> Found:
    for plan in design.of(RecoveryPlan):
        if len(plan.groups) > MOST_GROUPS:
            yield Breach(plan.name, f"{len(plan.groups)} groups; at most {MOST_GROUPS}.")


@rule(
    "recovery-06",
    section="6",
    severity="error",
    title="Replication to where the VM is",
    statement="Site Recovery replicates a VM to another region, or to another zone of its own.",
    source="ASR",
    fix="Choose another target region or zone.",
)
def _target(design: Design, facts: Facts) -> Found:
    for item, machine in replicated(design):
        here = design.region_of(machine)
        if item.target_region is None and item.target_zone is None:
            yield Breach(machine.name, "Neither a target region nor a target zone.")
            continue
        if here is None and item.target_region is not None:
            yield NotChecked(machine.name, f"the region of {machine.name}")
            continue
        if item.target_region in (None, here) and (item.target_zone is None or (item.target_zone,) == zones(machine)):
            zone = f" zone {item.target_zone}" if item.target_zone else ""
            yield Breach(machine.name, f"It is in {here}{zone}, and so is the target.")


@rule(
    "recovery-07",
    section="3.1",
    severity="error",
    title="Site Recovery of a Uniform scale set",
    statement="Site Recovery takes VMs and Flexible scale sets (by PowerShell), not Uniform ones.",
    source="ORC",
    fix="Use Flexible orchestration, or deploy the scale set a second time in the other region.",
)
def _uniform(design: Design, facts: Facts) -> Found:
    for _, machine in replicated(design):
        if isinstance(machine, ScaleSet) and not machine.flexible:
            yield Breach(machine.name, "Site Recovery of a Uniform scale set.")


@rule(
    "recovery-08",
    section="6",
    severity="error",
    title="Recovery plan with a VM that is not replicated",
    statement="A recovery plan starts VMs that Site Recovery replicates.",
    source="ASR",
    fix="Replicate the VM, or take it out of the plan.",
)
def _plan(design: Design, facts: Facts) -> Found:
    known = {id(machine) for _, machine in replicated(design)}
    for plan in design.of(RecoveryPlan):
        for name in (name for group in plan.groups for name in group.vms):
            vm = design.find(VirtualMachine, name, within=plan)
            if vm is not None and id(vm) not in known:
                yield Breach(path(plan.name, vm.name), "It is in the plan and not replicated.")


@rule(
    "recovery-09",
    section="6",
    severity="info",
    title="Extensions are not replicated",
    statement="Site Recovery does not replicate VM extensions: they have to be installed again after a failover.",
    source="ASR",
    fix="Put the installation into the recovery plan.",
    misconception="site-recovery-copies-everything",
)
def _extensions(design: Design, facts: Facts) -> Found:
    for _, machine in replicated(design):
        if machine.extensions:
            yield Breach(machine.name, f"Extensions {listed(one.name for one in machine.extensions)}.")


@rule(
    "recovery-10",
    section="6",
    severity="error",
    title="Size not offered in the target region",
    statement="After a failover the VM runs in the target region, which has to offer its size.",
    source="ASR",
    fix="Choose a size that both regions have, or another region.",
)
def _offered(design: Design, facts: Facts) -> Found:
    for item, machine in replicated(design):
        for size in sizes(machine) if item.target_region else ():
            offered = facts.offered(size, item.target_region)
            if offered is None:
                yield NotChecked(machine.name, f"whether {item.target_region} offers {short(size)}")
            elif not offered:
                yield Breach(machine.name, f"{short(size)} is not offered in {item.target_region}.")


@rule(
    "recovery-11",
    section="6",
    severity="error",
    title="Target zone the region does not have",
    statement="A target zone is one of the target region's zones.",
    source="ASR",
    fix="Choose a zone the region has, or none.",
)
def _zone(design: Design, facts: Facts) -> Found:
    for item, machine in replicated(design):
        if item.target_zone is None:
            continue
        name = item.target_region or design.region_of(machine)
        region = facts.region(name)
        if region is None:
            yield NotChecked(machine.name, f"zones of {name or 'its region'}")
        elif item.target_zone > region.zones:
            yield Breach(machine.name, f"Zone {item.target_zone} of {region.name}, which has {region.zones} zones.")


@rule(
    "recovery-12",
    section="6",
    severity="info",
    title="Crash-consistent points only",
    statement="Application-consistent points are off by default; crash-consistent ones hold what was on disk at that "
    "moment, not what the application still had in memory.",
    source="ASR",
    fix="Switch application-consistent points on where a database needs them.",
    misconception="every-recovery-point-is-application-consistent",
)
def _off(design: Design, facts: Facts) -> Found:
    for one in design.of(ReplicationPolicy):
        if one.app_consistent_every_h == 0:
            yield Breach(one.name, "Application-consistent points are off.")
