"""Compute galleries: limits, replicas, regions, sharing."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import Final

import attrs

from azstudy.model.design import Design
from azstudy.model.gallery import Gallery, ImageDefinition, ImageVersion
from azstudy.model.scaleset import ScaleSet
from azstudy.model.schedule_words import ReplicaStorage, ReplicationMode, Sharing
from azstudy.rules._fleet import (
    every_version,
    gallery_images,
    image_versions,
    replicas_in,
    source_region,
    targets,
)
from azstudy.rules._frame import Breach, Facts, Found, NotChecked, path, rule
from azstudy.rules._walk import count, listed, many
from azstudy.rules.gallery_images import used_version

MOST_GALLERIES: Final = 100
MOST_DEFINITIONS: Final = 1_000
MOST_VERSIONS: Final = 10_000
MOST_REPLICAS: Final = 100
ENOUGH_REPLICAS: Final = 50
"""Limits of a subscription and region, and of one version (azure-compute-gallery.md@06c2de23)."""
LARGEST_FULL_GIB: Final = 2_048
LARGEST_SHALLOW_GIB: Final = 32_768
"""2 TB and 32 TB in GiB: Azure counts disk sizes in binary units (azure-compute-gallery.md@06c2de23)."""
MACHINES_PER_REPLICA: Final = 50
MOST_SUBSCRIPTIONS: Final = 30
MOST_TENANTS: Final = 5


def replicas_needed(machines: int, scale_sets: int = 0) -> int:
    """Replicas a region should have for so many VMs and scale sets created at the same time.

    One for every 50 VMs, instances included, and at least one for each scale set: two guidelines that the page
    does not add up (azure-compute-gallery.md@06c2de23).

    >>> replicas_needed(500), replicas_needed(51), replicas_needed(10, scale_sets=3)
    (10, 2, 3)
    """
    return max(math.ceil(machines / MACHINES_PER_REPLICA), scale_sets)


def _by_region(design: Design, numbers: Iterator[tuple[Gallery, int]]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for gallery, number in numbers:
        counts[design.region_of(gallery) or "the design's region"] += number
    return counts


def _over(design: Design, numbers: Iterator[tuple[Gallery, int]], limit: int, word: str) -> Found:
    for region, found in _by_region(design, numbers).items():
        if found > limit:
            yield Breach("", f"{found:,} {word} in {region}; a subscription has at most {limit:,} there.")


@rule(
    "gallery-01",
    section="5",
    severity="error",
    title="Too many galleries",
    statement="A subscription has at most 100 galleries in a region.",
    source="GAL",
    fix="Put definitions together in fewer galleries.",
)
def _galleries(design: Design, facts: Facts) -> Found:
    yield from _over(design, ((one, 1) for one in design.galleries), MOST_GALLERIES, "galleries")


@rule(
    "gallery-02",
    section="5",
    severity="error",
    title="Too many image definitions",
    statement="A subscription has at most 1,000 image definitions in a region.",
    source="GAL",
    fix="Use versions instead of further definitions.",
)
def _definitions(design: Design, facts: Facts) -> Found:
    numbers = ((one, len(one.definitions)) for one in design.galleries)
    yield from _over(design, numbers, MOST_DEFINITIONS, "image definitions")


@rule(
    "gallery-03",
    section="5",
    severity="error",
    title="Too many image versions",
    statement="A subscription has at most 10,000 image versions in a region.",
    source="GAL",
    fix="Delete old versions.",
)
def _versions(design: Design, facts: Facts) -> Found:
    numbers = ((one, 1) for one, _, _ in image_versions(design))
    yield from _over(design, numbers, MOST_VERSIONS, "image versions")


def _placed(design: Design) -> Iterator[tuple[Gallery, ImageDefinition, ImageVersion, str]]:
    for gallery, definition, version in image_versions(design):
        yield gallery, definition, version, path(gallery.name, definition.name, version.number)


@rule(
    "gallery-04",
    section="5",
    severity="error",
    title="Too many replicas",
    statement="An image version has at most 100 replicas, all regions together.",
    source="GAL",
    fix="Use fewer replicas; 50 are enough in most cases.",
)
def _replicas(design: Design, facts: Facts) -> Found:
    for gallery, _, version, place in _placed(design):
        total = sum(replicas_in(target, version) for target in targets(design, gallery, version))
        if total > MOST_REPLICAS:
            yield Breach(place, f"{total} replicas; at most {MOST_REPLICAS} are allowed.")


@rule(
    "gallery-05",
    section="5",
    severity="info",
    title="More replicas than usual",
    statement="50 replicas of a version are enough in most cases; each one is stored and paid for.",
    source="GAL",
    fix="Count one replica for every 50 VMs created at once.",
)
def _many_replicas(design: Design, facts: Facts) -> Found:
    for gallery, _, version, place in _placed(design):
        total = sum(replicas_in(target, version) for target in targets(design, gallery, version))
        if ENOUGH_REPLICAS < total <= MOST_REPLICAS:
            yield Breach(place, f"{total} replicas.")


@rule(
    "gallery-06",
    section="5",
    severity="error",
    title="A target region without replica",
    statement="Each target region keeps at least one replica; its own number overrides the version's common one.",
    source="SIG",
    fix="Give it one replica, or take the region out.",
)
def _no_replica(design: Design, facts: Facts) -> Found:
    for gallery, version, place in every_version(design):
        for target in targets(design, gallery, version):
            if replicas_in(target, version) < 1:
                yield Breach(place, f"0 replicas in {target.region}.")


@rule(
    "gallery-07",
    section="5",
    severity="error",
    title="Source region is not a target region",
    statement="The target regions of an image version include the region it is made in.",
    source="SIG",
    fix="Add the source region to the target regions.",
    misconception="target-regions-are-only-the-copies",
)
def _source_region(design: Design, facts: Facts) -> Found:
    for gallery, _, version, place in _placed(design):
        if not version.target_regions:
            continue
        source = source_region(design, gallery, version)
        regions = [target.region for target in version.target_regions]
        if source is None:
            yield NotChecked(place, f"the region of gallery {gallery.name}")
        elif source not in regions:
            yield Breach(place, f"Made in {source}; target regions: {listed(regions)}.")


@rule(
    "gallery-08",
    section="5",
    severity="error",
    title="Image too large",
    statement="An image of full replication is at most 2 TB; shallow replication takes up to 32 TB.",
    source="GAL",
    fix="Use shallow replication for test or rarely used images, or smaller disks.",
    misconception="an-image-takes-any-disk",
)
def _size(design: Design, facts: Facts) -> Found:
    for _, _, version, place in _placed(design):
        shallow = version.replication_mode is ReplicationMode.SHALLOW
        limit = LARGEST_SHALLOW_GIB if shallow else LARGEST_FULL_GIB
        total = (version.os_disk_gib or 0) + sum(version.data_disks_gib)
        if total > limit:
            yield Breach(place, f"{total:,} GiB with {version.replication_mode} replication; at most {limit:,} GiB.")
        elif version.os_disk_gib is None:
            yield NotChecked(place, "the size of the image")


@rule(
    "gallery-09",
    section="5",
    severity="error",
    title="Zone-redundant replicas in a region without zones",
    statement="Standard_ZRS replicas are for regions with availability zones.",
    source="GAL",
    fix="Use Standard_LRS there.",
    misconception="zrs-works-in-every-region",
)
def _zrs(design: Design, facts: Facts) -> Found:
    for gallery, version, place in every_version(design):
        for target in targets(design, gallery, version):
            if (target.storage or version.storage) is not ReplicaStorage.STANDARD_ZRS:
                continue
            region = facts.region(target.region)
            if region is None:
                yield NotChecked(place, f"zones of {target.region}")
            elif not region.zones:
                yield Breach(place, f"Standard_ZRS in {target.region}, which has no zones.")


@attrs.frozen
class _Demand:
    """VMs and scale sets of one design that start from one version in one region."""

    machines: int = 0
    scale_sets: int = 0


@rule(
    "gallery-10",
    section="5",
    severity="warning",
    title="Too few replicas for the machines",
    statement="Keep one replica for every 50 VMs created at once in a region, and one for each scale set created at "
    "once; take some more, since size and contents matter.",
    source="GAL",
    fix="Raise the replicas of that region.",
    misconception="one-replica-serves-any-number",
)
def _demand(design: Design, facts: Facts) -> Found:
    demand: dict[tuple[str, str], _Demand] = {}
    versions = {}
    for machine, image, definition in gallery_images(design):
        region = design.region_of(machine)
        found = used_version(design, definition, image, region) if region else None
        if found is None or region is None:
            continue
        gallery, version, place = found
        old = demand.get((place, region), _Demand())
        sets = old.scale_sets + isinstance(machine, ScaleSet)
        demand[place, region] = _Demand(old.machines + count(machine), sets)
        versions[place] = (gallery, version)
    for (place, region), wanted in demand.items():
        gallery, version = versions[place]
        have = next((replicas_in(t, version) for t in targets(design, gallery, version) if t.region == region), 0)
        needed = replicas_needed(wanted.machines, wanted.scale_sets)
        if 0 < have < needed:
            yield Breach(
                place,
                f"{many(have, 'replica')} in {region} for {wanted.machines:,} VMs started at once; "
                f"at least {needed} are advised.",
            )


@rule(
    "gallery-11",
    section="5",
    severity="info",
    title="Shallow replication makes no copies",
    statement="Shallow replication skips the copy: quick for tests and good for huge images, and not for many VMs.",
    source="SIG",
    fix="Use full replication for production.",
)
def _shallow(design: Design, facts: Facts) -> Found:
    for _, _, version, place in _placed(design):
        if version.replication_mode is ReplicationMode.SHALLOW:
            yield Breach(place, "Shallow replication.")


@rule(
    "gallery-12",
    section="5",
    severity="error",
    title="Direct share with too many",
    statement="A direct share (preview) goes to at most 30 subscriptions and 5 tenants.",
    source="GAL",
    fix="Share by role assignment, or in a community gallery.",
)
def _shared_with(design: Design, facts: Facts) -> Found:
    for one in design.galleries:
        subscriptions, tenants = len(one.shared_with_subscriptions), len(one.shared_with_tenants)
        if subscriptions > MOST_SUBSCRIPTIONS:
            yield Breach(one.name, f"{subscriptions} subscriptions; at most {MOST_SUBSCRIPTIONS}.")
        if tenants > MOST_TENANTS:
            yield Breach(one.name, f"{tenants} tenants; at most {MOST_TENANTS}.")


@rule(
    "gallery-13",
    section="5",
    severity="error",
    title="Direct share of encrypted versions",
    statement="A direct shared gallery holds no image version encrypted with a customer's key.",
    source="GAL",
    fix="Keep encrypted versions in a gallery of their own.",
)
def _encrypted(design: Design, facts: Facts) -> Found:
    for gallery, _, version, place in _placed(design):
        keyed = version.encrypted or any(target.encryption_set for target in version.target_regions)
        if gallery.sharing is Sharing.GROUPS and keyed:
            yield Breach(place, f"The version is encrypted, and {gallery.name} is shared directly.")


@rule(
    "gallery-14",
    section="5",
    severity="error",
    title="Shared with names, and not a direct share",
    statement="Whole subscriptions and tenants are reached by a direct share only: the gallery is created with "
    "permissions Groups. Role assignments reach people, groups and service principals.",
    source="GAL",
    fix="Set sharing to Groups when the gallery is created.",
    misconception="rbac-shares-with-whole-tenants",
)
def _groups(design: Design, facts: Facts) -> Found:
    for one in design.galleries:
        names = (*one.shared_with_subscriptions, *one.shared_with_tenants)
        if names and one.sharing is not Sharing.GROUPS:
            yield Breach(one.name, f"Shared with {listed(names[:3])}, and sharing is {one.sharing}.")


@rule(
    "gallery-15",
    section="5",
    severity="warning",
    title="Images that everyone can use",
    statement="A community gallery offers its images to every Azure user.",
    source="GAL",
    fix="Make sure that no secret or licensed software is inside.",
)
def _community(design: Design, facts: Facts) -> Found:
    for one in design.galleries:
        if one.sharing is Sharing.COMMUNITY:
            yield Breach(one.name, "A community gallery.")


@rule(
    "gallery-16",
    section="5",
    severity="info",
    title="One gallery for several regions",
    statement="A gallery is a regional resource, whatever its target regions: for disaster recovery keep at least two "
    "galleries in different regions.",
    source="GAL",
    fix="Add a gallery in the second region.",
    misconception="a-gallery-is-global",
)
def _one_gallery(design: Design, facts: Facts) -> Found:
    homes = {design.region_of(one) for one in design.galleries}
    regions = {design.region_of(machine) for machine, _, _ in gallery_images(design)} - {None}
    if len(homes) == 1 and len(regions) > 1:
        yield Breach(design.galleries[0].name, f"Machines in {listed(sorted(map(str, regions)))}.")
