"""Ways through a design that the rules about scale sets, autoscale and galleries share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

from azstudy.model.autoscale import AutoscaleSetting
from azstudy.model.balancer import HealthProbe, LoadBalancer
from azstudy.model.design import Design
from azstudy.model.gallery import (
    ApplicationVersion,
    Gallery,
    GalleryApplication,
    ImageDefinition,
    ImageVersion,
    TargetRegion,
)
from azstudy.model.image import GalleryImage, ManagedImage
from azstudy.model.network import Nic, Subnet
from azstudy.model.noun import Noun
from azstudy.model.scaleset import ScaleSet
from azstudy.model.sizename import SizeName
from azstudy.model.vm import Machine
from azstudy.rules._frame import Facts, path
from azstudy.rules._walk import short

_Key = TypeVar("_Key")

MOST_INSTANCES: Final = 1_000
MOST_IN_A_PLACEMENT_GROUP: Final = 100
MOST_FROM_MANAGED_IMAGE: Final = 600
MOST_WITHOUT_MEMORY_PRESERVING: Final = 200
"""Instances of a scale set (orchestration-modes.md@01e1fb7d, placement-groups.md, design-overview.md@0c6223e9)."""
FAMILIES: Final = frozenset("ABDEFGHLMNP")
NOT_MEMORY_PRESERVING: Final = frozenset("GHLMN")
"""Families whose sizes Azure updates without keeping the memory (orchestration-modes.md@01e1fb7d)."""


def settings_of(design: Design, scale_set: ScaleSet) -> Iterator[AutoscaleSetting]:
    """The autoscale settings that name a scale set."""
    for setting in design.of(AutoscaleSetting):
        if design.find(ScaleSet, setting.target, within=setting) is scale_set:
            yield setting


def largest(design: Design, scale_set: ScaleSet) -> int:
    """The most instances it may come to: as written, or the largest maximum of its autoscale profiles."""
    maxima = (p.maximum for s in settings_of(design, scale_set) if s.enabled for p in s.profiles)
    return max(scale_set.instances, *maxima, 0)


def family_of(name: SizeName) -> str | None:
    """The family letter of a size, also of names outside the naming grammar; None where it tells nothing.

    >>> family_of(SizeName.parse("M24s-12_v3")), family_of(SizeName.parse("SQLG7_NVME"))
    ('M', None)
    """
    letter = name.family or short(name)[:1].upper()
    return letter if letter in FAMILIES else None


def not_memory_preserving(scale_set: ScaleSet, facts: Facts) -> tuple[str, ...]:
    """The sizes of a scale set that lose their memory in maintenance: by family letter or by what is known."""
    return tuple(
        short(name)
        for name in scale_set.sizes
        if family_of(name) in NOT_MEMORY_PRESERVING
        or getattr(facts.size(name), "memory_preserving_maintenance", None) is False
    )


def instance_limit(scale_set: ScaleSet, facts: Facts) -> tuple[int, str]:
    """The most instances this scale set may have, and the reason for that number."""
    limits = [(MOST_INSTANCES, "a scale set has at most 1,000 instances")]
    if scale_set.single_placement_group:
        limits.append((MOST_IN_A_PLACEMENT_GROUP, "one placement group holds 100"))
    if isinstance(scale_set.image, ManagedImage):
        limits.append((MOST_FROM_MANAGED_IMAGE, "a managed image serves 600"))
    apart = scale_set.flexible and scale_set.effective_fault_domains > 1
    if apart and not_memory_preserving(scale_set, facts):
        limits.append(
            (MOST_WITHOUT_MEMORY_PRESERVING, "sizes of the G, H, L, M and N families over fault domains: 200")
        )
    return min(limits)


def balancers_of(design: Design, machine: Machine) -> Iterator[tuple[Nic, LoadBalancer]]:
    """The load balancers a machine's interfaces stand behind, with the interface."""
    for nic in machine.nics:
        found = design.find(LoadBalancer, nic.load_balancer, within=machine) if nic.load_balancer else None
        if found is not None:
            yield nic, found


def members(design: Design, balancer: LoadBalancer) -> Iterator[tuple[Machine, Nic]]:
    """The machines behind a load balancer, with the interface each stands there by."""
    for machine in design.machines:
        for nic, found in balancers_of(design, machine):
            if found is balancer:
                yield machine, nic


def probe_of(design: Design, scale_set: ScaleSet) -> tuple[LoadBalancer, HealthProbe] | None:
    """The load-balancer probe a scale set takes its health from, with its balancer."""
    found = design.find(HealthProbe, scale_set.health_probe, within=scale_set) if scale_set.health_probe else None
    for balancer in design.load_balancers:
        if found is not None and any(probe is found for probe in balancer.probes):
            return balancer, found
    return None


def has_health_signal(scale_set: ScaleSet) -> bool:
    """Whether Azure can tell how the instances are: the extension, or a probe where Uniform allows one."""
    return scale_set.health_extension is not None or (scale_set.health_probe is not None and not scale_set.flexible)


def subnet_of(design: Design, machine: Machine, nic: Nic) -> Subnet | None:
    """The subnet an interface stands in, None where the design does not say."""
    return design.find(Subnet, nic.subnet, within=machine) if nic.subnet else None


def home_of(design: Design, part: Noun) -> Gallery | None:
    """The gallery that holds a definition or an application."""
    for gallery in design.galleries:
        if any(part is held for held in (*gallery.definitions, *gallery.applications)):
            return gallery
    return None


def gallery_images(design: Design) -> Iterator[tuple[Machine, GalleryImage, ImageDefinition]]:
    """Machines made from a gallery image whose definition the design has."""
    for machine in design.machines:
        if isinstance(machine.image, GalleryImage):
            definition = design.find(ImageDefinition, machine.image.definition, within=machine)
            if definition is not None:
                yield machine, machine.image, definition


def image_versions(design: Design) -> Iterator[tuple[Gallery, ImageDefinition, ImageVersion]]:
    """Every image version with its definition and gallery."""
    for gallery in design.galleries:
        for definition in gallery.definitions:
            for version in definition.versions:
                yield gallery, definition, version


def application_versions(design: Design) -> Iterator[tuple[Gallery, GalleryApplication, ApplicationVersion]]:
    """Every application version with its application and gallery."""
    for gallery in design.galleries:
        for application in gallery.applications:
            for version in application.versions:
                yield gallery, application, version


def every_version(design: Design) -> Iterator[tuple[Gallery, ImageVersion | ApplicationVersion, str]]:
    """Every version of an image or application, with its gallery and path."""
    for gallery, definition, image in image_versions(design):
        yield gallery, image, path(gallery.name, definition.name, image.number)
    for gallery, application, version in application_versions(design):
        yield gallery, version, path(gallery.name, application.name, version.number)


def targets(design: Design, gallery: Gallery, version: ImageVersion | ApplicationVersion) -> tuple[TargetRegion, ...]:
    """Where a version has replicas; one that names no target regions stays where it was made."""
    if version.target_regions:
        return version.target_regions
    source = source_region(design, gallery, version)
    return (TargetRegion(source),) if source else ()


def source_region(design: Design, gallery: Gallery, version: ImageVersion | ApplicationVersion) -> str | None:
    """The region a version is made in: its own word for it, or the gallery's region."""
    return getattr(version, "source_region", None) or design.region_of(gallery)


def replicas_in(target: TargetRegion, version: ImageVersion | ApplicationVersion) -> int:
    """Replicas in one target region: its own number, or the version's common one."""
    return version.replicas if target.replicas is None else target.replicas


def repeated(values: Iterable[tuple[_Key, str]]) -> Iterator[tuple[_Key, list[str]]]:
    """Keys that come more than once, with what they belong to."""
    seen: dict[_Key, list[str]] = {}
    for key, owner in values:
        seen.setdefault(key, []).append(owner)
    return ((key, owners) for key, owners in seen.items() if len(owners) > 1)
