"""Images of a gallery: keys of definitions, generation and security, versions that can be used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from azstudy.model.design import Design
from azstudy.model.gallery import Gallery, ImageDefinition, ImageVersion
from azstudy.model.image import GalleryImage
from azstudy.model.schedule_words import ImageSecurity, Sharing
from azstudy.model.words import Generation, SecurityType
from azstudy.rules._fleet import gallery_images, home_of, image_versions, repeated, targets
from azstudy.rules._frame import Breach, Facts, Found, NotChecked, path, rule
from azstudy.rules._walk import known_sizes, listed

_SERVES: Final = {
    ImageSecurity.STANDARD: {SecurityType.STANDARD},
    ImageSecurity.TRUSTED_LAUNCH_SUPPORTED: {SecurityType.STANDARD, SecurityType.TRUSTED_LAUNCH},
    ImageSecurity.TRUSTED_LAUNCH: {SecurityType.TRUSTED_LAUNCH},
    ImageSecurity.CONFIDENTIAL_VM_SUPPORTED: {SecurityType.STANDARD, SecurityType.CONFIDENTIAL_VM},
    ImageSecurity.CONFIDENTIAL_VM: {SecurityType.CONFIDENTIAL_VM},
    ImageSecurity.BOTH_SUPPORTED: set(SecurityType),
}
"""Security types of VMs that each kind of image can serve (shared-image-galleries.md@48a37249)."""
_PRIVATE_ONLY: Final = {ImageSecurity.TRUSTED_LAUNCH, ImageSecurity.CONFIDENTIAL_VM}


def definitions(design: Design) -> Iterator[tuple[Gallery, ImageDefinition, str]]:
    """Every image definition with its gallery and path."""
    for gallery in design.galleries:
        for definition in gallery.definitions:
            yield gallery, definition, path(gallery.name, definition.name)


def key_of(design: Design, gallery: Gallery, definition: ImageDefinition) -> tuple[str, str, str]:
    """Publisher, offer and SKU; what is left open takes the names of the design, the gallery and the definition."""
    parts = (definition.publisher or design.name, definition.offer or gallery.name, definition.sku or definition.name)
    return parts[0].casefold(), parts[1].casefold(), parts[2].casefold()


def used_version(
    design: Design, definition: ImageDefinition, image: GalleryImage, region: str
) -> tuple[Gallery, ImageVersion, str] | None:
    """The version a machine in a region starts from, with its gallery and path; None where there is none."""
    gallery = home_of(design, definition)
    if gallery is None:
        return None
    found = [
        version
        for version in definition.versions
        if image.version in ("latest", version.number) and _reaches(design, gallery, version, region, image.version)
    ]
    if not found:
        return None
    version = max(found, key=lambda one: one.order)
    return gallery, version, path(gallery.name, definition.name, version.number)


def _reaches(design: Design, gallery: Gallery, version: ImageVersion, region: str, wanted: str) -> bool:
    here = [target for target in targets(design, gallery, version) if target.region == region]
    if wanted == "latest":
        return not version.exclude_from_latest and any(not target.exclude_from_latest for target in here)
    return bool(here)


@rule(
    "gallery-20",
    section="5",
    severity="error",
    title="Two definitions with one key",
    statement="Publisher, offer and SKU together are the key of an image definition: two may share one or two of them, "
    "not all three.",
    source="SIG",
    fix="Give one of them another SKU.",
    misconception="the-definition-name-is-the-key",
)
def _keys(design: Design, facts: Facts) -> Found:
    for gallery in design.galleries:
        keys = ((key_of(design, gallery, one), one.name) for one in gallery.definitions)
        for key, names in repeated(keys):
            yield Breach(gallery.name, f"{listed(names)} are all {', '.join(key)}.")


@rule(
    "gallery-21",
    section="5",
    severity="error",
    title="Security type without generation 2",
    statement="Trusted Launch and confidential VMs need an image definition of generation V2.",
    source="SIG",
    fix="Set the generation to V2, or the security type to Standard.",
)
def _generation(design: Design, facts: Facts) -> Found:
    for _, definition, place in definitions(design):
        if definition.generation is Generation.V1 and definition.security is not ImageSecurity.STANDARD:
            yield Breach(place, f"{definition.security} with generation V1.")


@rule(
    "gallery-22",
    section="5",
    severity="error",
    title="Security type that cannot be shared",
    statement="Images of the types TrustedLaunch and ConfidentialVM stay in private galleries; the Supported types can "
    "be shared.",
    source="SIG",
    fix="Use the Supported type, or a private gallery.",
)
def _private_only(design: Design, facts: Facts) -> Found:
    for gallery, definition, place in definitions(design):
        if definition.security in _PRIVATE_ONLY and gallery.sharing is not Sharing.PRIVATE:
            yield Breach(place, f"{definition.security} in a gallery shared as {gallery.sharing}.")


@rule(
    "gallery-23",
    section="5",
    severity="warning",
    title="No version left for latest",
    statement="latest is the highest Major.Minor.Patch that is not excluded: with all versions excluded there is none.",
    source="SIG",
    fix="Leave one version in, or name versions in the machines.",
    misconception="latest-is-the-newest-date",
)
def _nothing_latest(design: Design, facts: Facts) -> Found:
    for _, definition, place in definitions(design):
        if definition.versions and definition.latest() is None:
            yield Breach(
                place, f"All versions are excluded from latest: {listed(v.number for v in definition.versions)}."
            )


@rule(
    "gallery-24",
    section="5",
    severity="error",
    title="Image not available in the region",
    statement="A machine starts from a version that has replicas in its region; latest looks only at versions that are "
    "there and not excluded.",
    source="SIG",
    fix="Replicate a version to the region.",
    misconception="a-gallery-serves-every-region",
)
def _available(design: Design, facts: Facts) -> Found:
    for machine, image, definition in gallery_images(design):
        region = design.region_of(machine)
        if region is None:
            yield NotChecked(machine.name, f"the region of {machine.name}")
        elif used_version(design, definition, image, region) is None:
            known = listed(version.number for version in definition.versions)
            yield Breach(
                machine.name, f"No version {image.version} of {definition.name} in {region} (there is {known})."
            )


@rule(
    "gallery-25",
    section="5",
    severity="info",
    title="Image past its end of life",
    statement="The end of life of a version or definition is information only: machines can still be made from it, "
    "and latest still takes it.",
    source="SIG",
    fix="Publish a new version, or exclude the old one from latest.",
    misconception="end-of-life-blocks-an-image",
)
def _end_of_life(design: Design, facts: Facts) -> Found:
    for gallery, definition, version in image_versions(design):
        place, last = path(gallery.name, definition.name, version.number), version.end_of_life or definition.end_of_life
        if last is None:
            continue
        if facts.on is None:
            yield NotChecked(place, "the day")
        elif last < facts.on:
            yield Breach(place, f"Its end of life was {last}.")


@rule(
    "gallery-26",
    section="5",
    severity="error",
    title="Machine and image of two operating systems",
    statement="An image definition is for Linux or for Windows; a machine has the operating system of its image.",
    source="SIG",
    fix="Use the definition's operating system.",
)
def _os(design: Design, facts: Facts) -> Found:
    for machine, _, definition in gallery_images(design):
        if machine.os is not definition.os:
            yield Breach(machine.name, f"{machine.os}, and {definition.name} is {definition.os}.")


@rule(
    "gallery-27",
    section="5",
    severity="error",
    title="Security type the image does not serve",
    statement="A definition's security type limits the VMs made from it: TrustedLaunchSupported serves standard and "
    "Trusted Launch VMs, TrustedLaunch only the latter.",
    source="SIG",
    fix="Use an image definition of the security type that is wanted.",
)
def _security(design: Design, facts: Facts) -> Found:
    for machine, _, definition in gallery_images(design):
        wanted = machine.security_type
        if wanted is not None and wanted not in _SERVES[definition.security]:
            yield Breach(machine.name, f"{wanted}, and {definition.name} is {definition.security}.")


@rule(
    "gallery-28",
    section="5",
    severity="info",
    title="Size outside the image's recommendation",
    statement="The vCPU and memory ranges of a definition are recommendations.",
    source="SIG",
    fix="Choose a size inside the range.",
)
def _recommended(design: Design, facts: Facts) -> Found:
    for machine, _, definition in gallery_images(design):
        ranges = (
            ("vcpus", "vCPUs", definition.min_vcpus, definition.max_vcpus),
            ("memory_gib", "GiB", definition.min_memory_gib, definition.max_memory_gib),
        )
        for text, size in known_sizes(machine, facts):
            for field, unit, low, high in ranges:
                if low is None and high is None:
                    continue
                given = getattr(size, field, None)
                if given is None:
                    yield NotChecked(machine.name, f"the {unit} of {text}")
                elif not (low or 0) <= given <= (high if high is not None else given):
                    yield Breach(machine.name, f"{text} has {given:g} {unit}; the image asks for {_words(low, high)}.")


def _words(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"{low:g} to {high:g}"
    return f"at least {low:g}" if low is not None else f"at most {high:g}"
