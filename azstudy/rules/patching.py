"""Patch modes of the guest: which operating system has which, what automatic patching needs, hotpatch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from azstudy.model.design import Design
from azstudy.model.image import GalleryImage, ManagedImage, MarketplaceImage
from azstudy.model.maintenance import MaintenanceConfiguration
from azstudy.model.scaleset import ScaleSet
from azstudy.model.schedule_words import MaintenanceScope, PatchClass
from azstudy.model.vm import Machine
from azstudy.model.words import OsType, PatchMode
from azstudy.rules._frame import Breach, Facts, Found, NotChecked, rule
from azstudy.rules.maintenance import caught

MOST_AT_ONCE_PERCENT: Final = 20
PLATFORM_CLASSES: Final = frozenset({PatchClass.CRITICAL, PatchClass.SECURITY})
"""What automatic guest patching installs, within 30 days of release (automatic-vm-guest-patching.md@0ba239a8)."""
DAYS_AFTER_RELEASE: Final = 30
WINDOWS_MODES: Final = {PatchMode.AUTOMATIC_BY_OS, PatchMode.MANUAL}
NEEDED_UPDATES_FLAG: Final = {PatchMode.AUTOMATIC_BY_OS: True, PatchMode.MANUAL: False}
"""enableAutomaticUpdates that each mode needs (automatic-vm-guest-patching.md@0ba239a8, 2024-07)."""
HOTPATCH_SKUS: Final = frozenset(
    {
        "2022-datacenter-azure-edition-core",
        "2022-datacenter-azure-edition-core-smalldisk",
        "2022-datacenter-azure-edition-hotpatch",
        "2022-datacenter-azure-edition-hotpatch-smalldisk",
        "2025-datacenter-azure-edition",
        "2025-datacenter-azure-edition-core",
        "2025-datacenter-azure-edition-core-smalldisk",
        "2025-datacenter-azure-edition-smalldisk",
    }
)
"""SKUs of MicrosoftWindowsServer:WindowsServer that can be hotpatched (automatic-vm-guest-patching.md@0ba239a8)."""


def patched_at_once(vms: int) -> int:
    """VMs of an availability set that guest patching takes at once inside one update domain.

    At most 20 % of the set, one by one below ten VMs (automatic-vm-guest-patching.md@0ba239a8).

    >>> [patched_at_once(vms) for vms in (5, 9, 10, 50)]
    [1, 1, 2, 10]
    """
    return max(1, vms * MOST_AT_ONCE_PERCENT // 100)


def _by_platform(design: Design) -> Iterator[Machine]:
    return (one for one in design.machines if one.patching.mode is PatchMode.AUTOMATIC_BY_PLATFORM)


def _scheduled(design: Design, machine: Machine) -> bool:
    """Whether a guest configuration takes the machine, by name or by filter."""
    for one in design.of(MaintenanceConfiguration):
        if one.scope is MaintenanceScope.IN_GUEST_PATCH:
            named = any(
                design.find(MaintenanceConfiguration, name, within=machine) is one for name in machine.maintenance
            )
            if named or any(vm is machine for scope in one.dynamic_scopes for vm in caught(design, scope)):
                return True
    return False


@rule(
    "patching-01",
    section="6",
    severity="error",
    title="Windows patch mode on Linux",
    statement="AutomaticByOS and Manual are patch modes of Windows; Linux has AutomaticByPlatform and ImageDefault "
    "(its default).",
    source="PAT",
    fix="Use AutomaticByPlatform or ImageDefault.",
)
def _linux(design: Design, facts: Facts) -> Found:
    for one in design.machines:
        if one.os is OsType.LINUX and one.patching.mode in WINDOWS_MODES:
            yield Breach(one.name, f"{one.patching.mode} on Linux.")


@rule(
    "patching-02",
    section="6",
    severity="error",
    title="Linux patch mode on Windows",
    statement="ImageDefault is a patch mode of Linux; Windows has AutomaticByOS (its default), AutomaticByPlatform and "
    "Manual.",
    source="PAT",
    fix="Use AutomaticByPlatform, AutomaticByOS or Manual.",
)
def _windows(design: Design, facts: Facts) -> Found:
    for one in design.machines:
        if one.os is OsType.WINDOWS and one.patching.mode is PatchMode.IMAGE_DEFAULT:
            yield Breach(one.name, "ImageDefault on Windows.")


@rule(
    "patching-03",
    section="6",
    severity="error",
    title="Patch mode against enableAutomaticUpdates",
    statement="On Windows AutomaticByOS needs enableAutomaticUpdates true and Manual needs false. The flag is fixed at "
    "creation, so the two modes cannot be switched.",
    source="PAT",
    fix="Set automatic_updates to fit the mode when the VM is made.",
    misconception="patch-modes-can-be-switched-freely",
)
def _flag(design: Design, facts: Facts) -> Found:
    for one in design.machines:
        mode = one.patching.mode
        needed = NEEDED_UPDATES_FLAG.get(mode) if mode else None
        if one.os is OsType.WINDOWS and needed is not None and one.patching.automatic_updates is not needed:
            yield Breach(
                one.name, f"{mode} with automatic updates {'on' if one.patching.automatic_updates else 'off'}."
            )


@rule(
    "patching-04",
    section="6",
    severity="error",
    title="Guest patching of a Uniform scale set",
    statement="Automatic guest patching is for VMs and Flexible scale sets; Uniform ones get new OS images.",
    source="PAT",
    fix="Use automatic OS image upgrades.",
)
def _uniform(design: Design, facts: Facts) -> Found:
    for one in _by_platform(design):
        if isinstance(one, ScaleSet) and not one.flexible:
            yield Breach(one.name, "AutomaticByPlatform in a Uniform scale set.")


@rule(
    "patching-05",
    section="6",
    severity="error",
    title="Guest patching of a scale set without health signal",
    statement="Automatic guest patching of a Flexible scale set needs the Application Health extension; for single VMs "
    "it is advised.",
    source="PAT",
    fix="Add a health_extension.",
)
def _health(design: Design, facts: Facts) -> Found:
    for one in _by_platform(design):
        if isinstance(one, ScaleSet) and one.flexible and one.health_extension is None:
            yield Breach(one.name, "AutomaticByPlatform, and nothing tells whether an instance is healthy.")


@rule(
    "patching-06",
    section="6",
    severity="warning",
    title="Guest patching of a custom image",
    statement="Automatic guest patching works for listed Marketplace images; custom images are not supported.",
    source="PAT",
    fix="Use a listed image, or a maintenance configuration of the guest scope.",
    misconception="guest-patching-works-for-any-image",
)
def _custom_image(design: Design, facts: Facts) -> Found:
    for one in _by_platform(design):
        if isinstance(one.image, GalleryImage | ManagedImage) and not _scheduled(design, one):
            yield Breach(one.name, f"AutomaticByPlatform with custom image {one.image.text}.")


@rule(
    "patching-07",
    section="6",
    severity="info",
    title="Critical and security patches only",
    statement="Automatic guest patching installs Critical and Security patches within 30 days of their release, at "
    "off-peak hours on VMs; other classes and a window of your own need a maintenance configuration.",
    source="PAT",
    fix="Add a maintenance configuration of the guest scope for other classes or a fixed time.",
    misconception="guest-patching-installs-everything",
)
def _critical(design: Design, facts: Facts) -> Found:
    for one in _by_platform(design):
        if not _scheduled(design, one):
            yield Breach(one.name, "AutomaticByPlatform without a schedule.")


@rule(
    "patching-08",
    section="6",
    severity="error",
    title="Customer schedule without AutomaticByPlatform",
    statement="Patching on a customer's schedule is a setting of the mode AutomaticByPlatform.",
    source="ARM",
    fix="Set the patch mode to AutomaticByPlatform.",
)
def _customer_mode(design: Design, facts: Facts) -> Found:
    for one in design.machines:
        if one.patching.customer_schedule and one.patching.mode is not PatchMode.AUTOMATIC_BY_PLATFORM:
            mode = one.patching.effective_mode(one.os)
            yield Breach(one.name, f"A customer's schedule with patch mode {mode}.")


@rule(
    "patching-09",
    section="6",
    severity="warning",
    title="Customer schedule, and no schedule",
    statement="With a customer's schedule the platform leaves patching to a maintenance configuration: without one "
    "nothing is installed.",
    source="ARM",
    fix="Add a maintenance configuration of the guest scope.",
    misconception="a-customer-schedule-has-a-default",
)
def _customer_schedule(design: Design, facts: Facts) -> Found:
    for one in _by_platform(design):
        if one.patching.customer_schedule and not _scheduled(design, one):
            yield Breach(one.name, "No maintenance configuration of the guest scope takes this machine.")


@rule(
    "patching-11",
    section="6",
    severity="error",
    title="Schedule without the setting for it",
    statement="A guest schedule patches a VM in mode AutomaticByPlatform only with customer managed schedules switched "
    "on (bypassPlatformSafetyChecksOnUserSchedule); without it neither the schedule nor the platform patches.",
    source="SPB",
    fix="Set customer_schedule, or take the machine off the schedule.",
    misconception="a-schedule-alone-patches-a-vm",
)
def _unset(design: Design, facts: Facts) -> Found:
    for one in _by_platform(design):
        uniform = isinstance(one, ScaleSet) and not one.flexible
        if not uniform and not one.patching.customer_schedule and _scheduled(design, one):
            yield Breach(one.name, "On a guest schedule, and customer managed schedules are off: nobody patches it.")


@rule(
    "patching-10",
    section="6",
    severity="error",
    title="Hotpatch where it does not work",
    statement="In Azure hotpatch works on listed Windows Server Azure Edition images with AutomaticByPlatform, not on "
    "custom images and not in Uniform scale sets.",
    source="HOT",
    fix="Use a Windows Server Azure Edition image that can be hotpatched, with AutomaticByPlatform.",
    misconception="hotpatch-works-on-any-windows",
)
def _hotpatch(design: Design, facts: Facts) -> Found:
    for one in design.machines:
        if not one.patching.hotpatch:
            continue
        image = one.image
        if one.os is not OsType.WINDOWS:
            yield Breach(one.name, "Hotpatch on Linux.")
        elif one.patching.mode is not PatchMode.AUTOMATIC_BY_PLATFORM:
            yield Breach(one.name, f"Hotpatch with patch mode {one.patching.effective_mode(one.os)}.")
        elif isinstance(one, ScaleSet) and not one.flexible:
            yield Breach(one.name, "Hotpatch in a Uniform scale set.")
        elif image is None:
            yield NotChecked(one.name, "the image")
        elif not isinstance(image, MarketplaceImage) or image.sku.casefold() not in HOTPATCH_SKUS:
            yield Breach(one.name, f"Hotpatch of image {image.text}.")
