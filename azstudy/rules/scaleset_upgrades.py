"""Scale sets: upgrade policies, rolling upgrades, automatic OS image upgrades."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from azstudy.model.design import Design
from azstudy.model.image import ManagedImage
from azstudy.model.scaleset import ScaleSet
from azstudy.model.words import OsType, PatchMode, UpgradeMode
from azstudy.rules._fleet import has_health_signal, instance_limit, largest
from azstudy.rules._frame import Breach, Facts, Found, rule

BATCH_PERCENT: Final = (5, 100)
UNHEALTHY_PERCENT: Final = (5, 100)
"""Ranges of a rolling upgrade policy in percent (Microsoft.Compute.json@a1454431); unhealthy upgraded: 0 to 100."""


def _outside(value: float, allowed: tuple[int, int]) -> bool:
    return not allowed[0] <= value <= allowed[1]


@rule(
    "scaleset-50",
    section="3.4",
    severity="error",
    title="Rolling upgrade without health signal",
    statement="Rolling upgrades need to know how the instances are: the Application Health extension, or in Uniform "
    "mode a load-balancer probe.",
    source="ROL",
    fix="Add a health_extension.",
    misconception="rolling-upgrades-need-no-health-signal",
)
def _rolling_health(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.upgrade.mode is UpgradeMode.ROLLING and not has_health_signal(one):
            yield Breach(one.name, "Rolling upgrades, and nothing tells whether an instance is healthy.")


@rule(
    "scaleset-51",
    section="3.4",
    severity="error",
    title="Batch size out of range",
    statement="maxBatchInstancePercent lies between 5 and 100 (default 20).",
    source="ROL",
    fix="Choose 5 to 100 percent.",
)
def _batch(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if _outside(one.upgrade.rolling.max_batch_percent, BATCH_PERCENT):
            yield Breach(one.name, f"Batches of {one.upgrade.rolling.max_batch_percent:g} %; allowed: 5 to 100 %.")


@rule(
    "scaleset-52",
    section="3.4",
    severity="error",
    title="Share of unhealthy instances out of range",
    statement="maxUnhealthyInstancePercent lies between 5 and 100 (default 20); the one for upgraded instances "
    "between 0 and 100.",
    source="ROL",
    fix="Choose 5 to 100 percent.",
)
def _unhealthy(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        given = one.upgrade.rolling.max_unhealthy_percent
        if _outside(given, UNHEALTHY_PERCENT):
            yield Breach(one.name, f"At most {given:g} % unhealthy; allowed: 5 to 100 %.")


@rule(
    "scaleset-53",
    section="3.4",
    severity="error",
    title="Rollback on breach in Flexible mode",
    statement="A rolling upgrade that goes wrong is rolled back in Uniform scale sets only.",
    source="ROL",
    fix="Leave rollback_on_breach out.",
)
def _rollback(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.flexible and one.upgrade.rolling.rollback_on_breach:
            yield Breach(one.name, "Rollback on breach in a Flexible scale set.")


@rule(
    "scaleset-54",
    section="3.4",
    severity="warning",
    title="Automatic upgrades can stop all instances",
    statement="The Automatic policy upgrades in no promised order: all instances may be down at once.",
    source="UPG",
    fix="Use Rolling with a health signal where the service has to stay up.",
    misconception="automatic-means-one-by-one",
)
def _automatic(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.upgrade.mode is UpgradeMode.AUTOMATIC and one.instances > 1:
            yield Breach(one.name, f"Automatic upgrades of {one.instances:,} instances.")


@rule(
    "scaleset-55",
    section="3.4",
    severity="warning",
    title="No room for surge instances",
    statement="MaxSurge creates a batch of new VMs before it deletes old ones: it needs quota, addresses and room "
    "below the instance limit. Where the quota is short, the batch is upgraded in place.",
    source="SUR",
    fix="Keep a batch of room, or leave max_surge out.",
)
def _surge(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if not one.upgrade.rolling.max_surge:
            continue
        grown = largest(design, one)
        peak, (limit, why) = grown + one.upgrade.rolling.batch(grown), instance_limit(one, facts)
        if grown <= limit < peak:
            yield Breach(one.name, f"{grown:,} instances and a batch make {peak:,}; {why}.")


@rule(
    "scaleset-56",
    section="3.4",
    severity="warning",
    title="MaxSurge without rolling upgrades",
    statement="MaxSurge is part of the rolling upgrade policy; Manual and Automatic do not use it.",
    source="SUR",
    fix="Set the upgrade mode to Rolling.",
)
def _surge_mode(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        upgrade = one.upgrade
        if upgrade.rolling.max_surge and upgrade.mode is not UpgradeMode.ROLLING and not upgrade.automatic_os_upgrade:
            yield Breach(one.name, f"MaxSurge with the {upgrade.mode} policy.")


def _following_images(design: Design) -> Iterator[ScaleSet]:
    return (one for one in design.scale_sets if one.upgrade.automatic_os_upgrade)


@rule(
    "scaleset-57",
    section="3.4",
    severity="error",
    title="Automatic OS upgrade of a pinned image",
    statement="Automatic OS image upgrades need an image whose version is latest.",
    source="AOU",
    fix='Set the image version to "latest".',
    misconception="automatic-os-upgrade-moves-pinned-versions",
)
def _pinned(design: Design, facts: Facts) -> Found:
    for one in _following_images(design):
        version = getattr(one.image, "version", None)
        if version is not None and version != "latest":
            yield Breach(one.name, f"Automatic OS upgrades, and the image is pinned to {version}.")


@rule(
    "scaleset-58",
    section="3.4",
    severity="error",
    title="Automatic OS upgrade of a managed image",
    statement="Automatic OS image upgrades follow Marketplace and Compute Gallery images; other custom images have no "
    "versions to follow.",
    source="AOU",
    fix="Put the image into a Compute Gallery.",
)
def _unversioned(design: Design, facts: Facts) -> Found:
    for one in _following_images(design):
        if isinstance(one.image, ManagedImage):
            yield Breach(one.name, f"Automatic OS upgrades of managed image {one.image.name}.")


@rule(
    "scaleset-59",
    section="3.4",
    severity="error",
    title="Two who patch the OS",
    statement="Automatic OS image upgrades need Windows' own updates off (enableAutomaticUpdates false).",
    source="AOU",
    fix="Set patching.automatic_updates to False.",
    misconception="image-upgrades-and-windows-update-combine",
)
def _windows_update(design: Design, facts: Facts) -> Found:
    for one in _following_images(design):
        if one.os is OsType.WINDOWS and one.patching.automatic_updates:
            yield Breach(one.name, "Automatic OS upgrades, and Windows updates itself too.")


@rule(
    "scaleset-60",
    section="3.4",
    severity="error",
    title="Automatic OS upgrade beside guest patching",
    statement="Automatic OS image upgrades cannot be combined with the patch mode AutomaticByPlatform.",
    source="AOU",
    fix="Choose one of the two: new images, or patches in the guest.",
    misconception="image-upgrades-and-guest-patching-combine",
)
def _guest_patching(design: Design, facts: Facts) -> Found:
    for one in _following_images(design):
        if one.patching.mode is PatchMode.AUTOMATIC_BY_PLATFORM:
            yield Breach(one.name, "Automatic OS upgrades with patch mode AutomaticByPlatform.")


@rule(
    "scaleset-61",
    section="3.4",
    severity="error",
    title="Automatic OS upgrade without health signal",
    statement="Automatic OS image upgrades wait up to 5 minutes for a healthy signal after each batch: a scale set "
    "without Service Fabric needs the Application Health extension or a probe.",
    source="AOU",
    fix="Add a health_extension.",
)
def _os_health(design: Design, facts: Facts) -> Found:
    for one in _following_images(design):
        if not one.service_fabric and not has_health_signal(one):
            yield Breach(one.name, "Automatic OS upgrades, and nothing tells whether an instance is healthy.")
