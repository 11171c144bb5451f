"""Maintenance configurations: windows, repetition, what they may be put on, service limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Final

from azstudy.model.design import Design
from azstudy.model.maintenance import DynamicScope, MaintenanceConfiguration, Recurrence
from azstudy.model.placement import HostGroup
from azstudy.model.scaleset import ScaleSet
from azstudy.model.schedule_words import MaintenanceScope, PatchClass, RecurrenceUnit
from azstudy.model.vm import Machine, VirtualMachine
from azstudy.model.words import OsType, PatchMode
from azstudy.rules._frame import Breach, Facts, Found, NotChecked, path, rule
from azstudy.rules._walk import known_sizes, listed

SHORTEST_WINDOW_MIN: Final = {
    MaintenanceScope.HOST: 120,
    MaintenanceScope.OS_IMAGE: 300,
    MaintenanceScope.IN_GUEST_PATCH: 90,
}
LONGEST_GUEST_WINDOW_MIN: Final = 235
LONGEST_REPEAT_DAYS: Final = {MaintenanceScope.HOST: 35, MaintenanceScope.OS_IMAGE: 7}
SHORTEST_GUEST_REPEAT_H: Final = 6
CHANGES_AHEAD: Final = timedelta(minutes=15)
BAD_STARTS_FROM: Final = time(23, 45)
MOST_SCHEDULES: Final = 250
MOST_RESOURCES: Final = 3_000
MOST_IN_A_SCOPE: Final = 1_000
MOST_SCOPES: Final = 200
"""Limits of maintenance-configurations.md@2f92a16c (2026-09)."""
_HOURS: Final = {RecurrenceUnit.HOUR: 1, RecurrenceUnit.DAY: 24, RecurrenceUnit.WEEK: 168, RecurrenceUnit.MONTH: 744}
_LINUX_CLASSES: Final = {PatchClass.CRITICAL, PatchClass.SECURITY, PatchClass.OTHER}

Resource = Machine | HostGroup


def longest_gap_h(repeat: Recurrence) -> float:
    """Hours between two windows at most; a month counts 31 days, and days named in a week shorten nothing.

    >>> longest_gap_h(Recurrence.parse("2Weeks")), longest_gap_h(Recurrence.parse("6Hours"))
    (336, 6)
    """
    return repeat.every * _HOURS[repeat.unit]


def latest_change(start: datetime) -> datetime:
    """The last moment to change a schedule, its machines or scopes before a run: 15 minutes ahead.

    Source: maintenance-configurations.md@2f92a16c (2026-09).

    >>> latest_change(datetime(2026, 12, 5, 15, 0)).time()
    datetime.time(14, 45)
    """
    return start - CHANGES_AHEAD


def assigned(design: Design) -> Iterator[tuple[MaintenanceConfiguration, Resource]]:
    """Each configuration with every machine and host group that names it."""
    resources: tuple[Resource, ...] = (*design.machines, *design.of(HostGroup))
    for resource in resources:
        for name in resource.maintenance:
            found = design.find(MaintenanceConfiguration, name, within=resource)
            if found is not None:
                yield found, resource


def caught(design: Design, scope: DynamicScope) -> list[VirtualMachine]:
    """The VMs of a design that a dynamic scope takes by its filters."""
    wanted = set(scope.tags)
    return [
        vm
        for vm in design.vms
        if (not scope.os or vm.os in scope.os)
        and (not scope.regions or design.region_of(vm) in scope.regions)
        and (not wanted or (wanted & set(vm.tags) if scope.any_tag else wanted <= set(vm.tags)))
    ]


def _of(design: Design, scope: MaintenanceScope) -> Iterator[MaintenanceConfiguration]:
    return (one for one in design.of(MaintenanceConfiguration) if one.scope is scope)


@rule(
    "maintenance-01",
    section="6",
    severity="error",
    title="Maintenance window too short",
    statement="The window is at least 2 hours for the host scope, 5 hours for OS images and 1:30 hours for guests.",
    source="MCF",
    fix="Lengthen the window.",
)
def _short(design: Design, facts: Facts) -> Found:
    for one in design.of(MaintenanceConfiguration):
        least = SHORTEST_WINDOW_MIN[one.scope]
        if one.duration_min is not None and one.duration_min < least:
            yield Breach(one.name, f"{one.duration_min:g} minutes for scope {one.scope}; at least {least} are needed.")


@rule(
    "maintenance-02",
    section="6",
    severity="error",
    title="Guest window too long",
    statement="The window for guest patching is at most 3 hours and 55 minutes.",
    source="MCF",
    fix="Use 90 to 235 minutes.",
)
def _long(design: Design, facts: Facts) -> Found:
    for one in _of(design, MaintenanceScope.IN_GUEST_PATCH):
        if one.duration_min is not None and one.duration_min > LONGEST_GUEST_WINDOW_MIN:
            yield Breach(one.name, f"{one.duration_min:g} minutes; at most {LONGEST_GUEST_WINDOW_MIN} are allowed.")


@rule(
    "maintenance-03",
    section="6",
    severity="error",
    title="Guest patching too often",
    statement="A guest schedule repeats every 6 hours at most.",
    source="MCF",
    fix="Repeat every 6 hours or less often.",
)
def _often(design: Design, facts: Facts) -> Found:
    for one in _of(design, MaintenanceScope.IN_GUEST_PATCH):
        if one.recurrence is not None and longest_gap_h(one.recurrence) < SHORTEST_GUEST_REPEAT_H:
            yield Breach(one.name, f"{one.recurrence.text}: at least 6 hours have to lie between two starts.")


@rule(
    "maintenance-04",
    section="6",
    severity="error",
    title="Maintenance too seldom",
    statement="A schedule for OS images repeats within 7 days, one for hosts within 35 days; after 35 days Azure "
    "applies host updates by itself.",
    source="MCF",
    fix="Repeat more often.",
    misconception="platform-updates-can-be-put-off-for-ever",
)
def _seldom(design: Design, facts: Facts) -> Found:
    for one in design.of(MaintenanceConfiguration):
        days = LONGEST_REPEAT_DAYS.get(one.scope)
        if days is not None and one.recurrence is not None and longest_gap_h(one.recurrence) > days * 24:
            yield Breach(one.name, f"{one.recurrence.text} for scope {one.scope}; at most {days} days may lie between.")


@rule(
    "maintenance-05",
    section="6",
    severity="error",
    title="Host maintenance of a shared host",
    statement="The host scope is for isolated VMs and scale sets and for dedicated hosts: others share their host.",
    source="MCF",
    fix="Use an isolated size or a dedicated host, or leave the configuration out.",
    misconception="any-vm-can-choose-host-maintenance",
)
def _host(design: Design, facts: Facts) -> Found:
    for one, resource in assigned(design):
        if one.scope is not MaintenanceScope.HOST or not isinstance(resource, Machine):
            continue
        if resource.host_group or (isinstance(resource, VirtualMachine) and resource.host):
            continue
        for text, size in known_sizes(resource, facts):
            if size is None or size.isolated is None:
                yield NotChecked(resource.name, f"isolation of {text}")
            elif not size.isolated:
                yield Breach(resource.name, f"{text} is not isolated; {one.name} has scope Host.")


@rule(
    "maintenance-06",
    section="6",
    severity="error",
    title="OS image schedule without automatic OS upgrade",
    statement="The OS image scope is for scale sets with automatic OS image upgrades.",
    source="MCF",
    fix="Switch automatic_os_upgrade on, or use another scope.",
)
def _os_image(design: Design, facts: Facts) -> Found:
    for one, resource in assigned(design):
        if one.scope is not MaintenanceScope.OS_IMAGE:
            continue
        if not isinstance(resource, ScaleSet):
            yield Breach(resource.name, f"It is no scale set; {one.name} has scope OSImage.")
        elif not resource.upgrade.automatic_os_upgrade:
            yield Breach(resource.name, f"Automatic OS upgrades are off; {one.name} has scope OSImage.")


@rule(
    "maintenance-07",
    section="6",
    severity="error",
    title="Guest schedule on a machine that patches otherwise",
    statement="The guest scope is for VMs and Arc servers whose patch mode is AutomaticByPlatform.",
    source="MCF",
    fix="Set the patch mode to AutomaticByPlatform.",
    misconception="a-schedule-alone-patches-a-vm",
)
def _guest(design: Design, facts: Facts) -> Found:
    for one, resource in _patched(design):
        if isinstance(resource, HostGroup) or (isinstance(resource, ScaleSet) and not resource.flexible):
            kind = "host group" if isinstance(resource, HostGroup) else "Uniform scale set"
            yield Breach(resource.name, f"It is a {kind}; {one.name} has scope InGuestPatch.")
            continue
        mode = resource.patching.effective_mode(resource.os)
        if mode is not PatchMode.AUTOMATIC_BY_PLATFORM:
            yield Breach(resource.name, f"Its patch mode is {mode}; {one.name} has scope InGuestPatch.")


def _patched(design: Design) -> Iterator[tuple[MaintenanceConfiguration, Resource]]:
    """Guest configurations with the machines assigned to them and caught by their dynamic scopes."""
    seen: set[tuple[str, str]] = set()
    dynamic = (
        (one, vm)
        for one in _of(design, MaintenanceScope.IN_GUEST_PATCH)
        for scope in one.dynamic_scopes
        for vm in caught(design, scope)
    )
    for one, resource in (*assigned(design), *dynamic):
        if one.scope is MaintenanceScope.IN_GUEST_PATCH and (one.name, resource.name) not in seen:
            seen.add((one.name, resource.name))
            yield one, resource


@rule(
    "maintenance-08",
    section="6",
    severity="error",
    title="Too many schedules",
    statement="A subscription has at most 250 maintenance configurations in a region.",
    source="MCF",
    fix="Let machines share configurations.",
)
def _schedules(design: Design, facts: Facts) -> Found:
    counts = Counter(design.region_of(one) for one in design.of(MaintenanceConfiguration))
    for region, number in counts.items():
        if number > MOST_SCHEDULES:
            yield Breach("", f"{number} configurations in {region or 'the region'}; at most {MOST_SCHEDULES}.")


@rule(
    "maintenance-09",
    section="6",
    severity="error",
    title="Too many machines on a schedule",
    statement="A maintenance configuration has at most 3,000 resources and 200 dynamic scopes of at most 1,000 each.",
    source="MCF",
    fix="Use several configurations.",
)
def _associations(design: Design, facts: Facts) -> Found:
    counts = Counter(one.name for one, _ in assigned(design))
    for one in design.of(MaintenanceConfiguration):
        if counts[one.name] > MOST_RESOURCES:
            yield Breach(one.name, f"{counts[one.name]:,} resources; at most {MOST_RESOURCES:,} are allowed.")
        if len(one.dynamic_scopes) > MOST_SCOPES:
            yield Breach(one.name, f"{len(one.dynamic_scopes)} dynamic scopes; at most {MOST_SCOPES} are allowed.")
        for scope in one.dynamic_scopes:
            number = len(caught(design, scope))
            if number > MOST_IN_A_SCOPE:
                yield Breach(path(one.name, scope.name), f"{number:,} machines; at most {MOST_IN_A_SCOPE:,}.")


@rule(
    "maintenance-10",
    section="6",
    severity="warning",
    title="Start just before midnight",
    statement="A schedule that starts between 23:45 and 00:00 may not run: the trigger is read with up to 15 minutes "
    "of delay and checked again against the date.",
    source="MCF",
    fix="Start before 23:45 or from 00:00.",
)
def _midnight(design: Design, facts: Facts) -> Found:
    for one in design.of(MaintenanceConfiguration):
        if one.start is not None and one.start.time() >= BAD_STARTS_FROM:
            yield Breach(one.name, f"It starts at {one.start:%H:%M}.")


@rule(
    "maintenance-11",
    section="6",
    severity="error",
    title="Schedule that ends before it starts",
    statement="A schedule expires after its start; without an end it runs until 9999-12-31.",
    source="ARM",
    fix="Move the end, or leave it out.",
)
def _expired(design: Design, facts: Facts) -> Found:
    for one in design.of(MaintenanceConfiguration):
        if one.start is not None and one.expires is not None and one.expires <= one.start:
            yield Breach(one.name, f"Starts {one.start}, expires {one.expires}.")


@rule(
    "maintenance-12",
    section="6",
    severity="error",
    title="Dynamic scope outside guest patching",
    statement="Dynamic scopes find machines for the guest scope only.",
    source="MCF",
    fix="Assign hosts and scale sets by name.",
)
def _dynamic(design: Design, facts: Facts) -> Found:
    for one in design.of(MaintenanceConfiguration):
        if one.dynamic_scopes and one.scope is not MaintenanceScope.IN_GUEST_PATCH:
            yield Breach(one.name, f"Dynamic scopes with scope {one.scope}.")


@rule(
    "maintenance-13",
    section="6",
    severity="warning",
    title="Update class the operating system does not have",
    statement="Linux updates are Critical, Security or Other; Windows has all classes but Other.",
    source="ARM",
    fix="Leave the class out, or use a configuration for each operating system.",
)
def _classes(design: Design, facts: Facts) -> Found:
    for one, resource in _patched(design):
        if isinstance(resource, Machine):
            linux = resource.os is OsType.LINUX
            wrong = [c for c in one.classes if (c not in _LINUX_CLASSES if linux else c is PatchClass.OTHER)]
            if len(wrong) == len(one.classes) and wrong:
                yield Breach(path(one.name, resource.name), f"{resource.os} has no updates of {listed(wrong)}.")


@rule(
    "maintenance-14",
    section="6",
    severity="info",
    title="The VM's own reboot setting wins",
    statement="The reboot setting of the VM takes precedence over that of a maintenance configuration.",
    source="PAT",
    fix="Let both say the same.",
    misconception="the-schedule-decides-about-reboots",
)
def _reboot(design: Design, facts: Facts) -> Found:
    for one, resource in _patched(design):
        if isinstance(resource, Machine) and resource.patching.reboot is not one.reboot:
            yield Breach(resource.name, f"{resource.patching.reboot} on the VM, {one.reboot} in {one.name}.")
