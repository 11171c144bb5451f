"""VM applications of a gallery: limits, order, regions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from azstudy.model.design import Design
from azstudy.model.gallery import ApplicationVersion, GalleryApplication
from azstudy.model.vm import InstalledApplication, Machine
from azstudy.rules._fleet import application_versions, home_of, repeated, replicas_in, targets
from azstudy.rules._frame import Breach, Facts, Found, NotChecked, path, rule
from azstudy.rules._walk import listed, many

MOST_ON_A_VM: Final = 25
LARGEST_PACKAGE_MIB: Final = 2_048
LARGEST_CONFIGURATION_MIB: Final = 1_024
MOST_VERSIONS: Final = 300
MOST_REPLICAS: Final = 10
LISTED_REPLICAS: Final = 3
"""Limits of vm-applications.md@35b0210c (2025-08); on replicas a region its text says 10, its table 1 to 3."""


def installed(design: Design) -> Iterator[tuple[Machine, InstalledApplication, GalleryApplication, str]]:
    """Every installed application the design has: machine, entry, application, version asked for."""
    for machine in design.machines:
        for one in machine.applications:
            version = design.find(ApplicationVersion, one.version, within=machine)
            name = one.version.removesuffix("/latest")
            found = design.find(GalleryApplication, name, within=machine)
            for _, application, other in application_versions(design):
                if version is not None and other is version:
                    found = application
            if found is not None:
                yield machine, one, found, version.number if version else "latest"


@rule(
    "application-01",
    section="5",
    severity="error",
    title="Too many applications on a VM",
    statement="A VM takes at most 25 VM applications.",
    source="APP",
    fix="Put some of them together, or into the image.",
)
def _count(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        if len(machine.applications) > MOST_ON_A_VM:
            yield Breach(machine.name, f"{len(machine.applications)} applications; at most {MOST_ON_A_VM} are allowed.")


@rule(
    "application-02",
    section="5",
    severity="error",
    title="Package too large",
    statement="The package of a VM application is at most 2 GB, its configuration at most 1 GB.",
    source="APP",
    fix="Download the rest from inside, or split the package.",
)
def _package(design: Design, facts: Facts) -> Found:
    for gallery, application, version in application_versions(design):
        place = path(gallery.name, application.name, version.number)
        sizes = (
            ("package", version.package_mib, LARGEST_PACKAGE_MIB),
            ("configuration", version.configuration_mib, LARGEST_CONFIGURATION_MIB),
        )
        for word, given, limit in sizes:
            if given is not None and given > limit:
                yield Breach(place, f"A {word} of {given:,g} MiB; at most {limit:,} MiB are allowed.")
            elif given is None and word == "package":
                yield NotChecked(place, "the size of the package")


@rule(
    "application-03",
    section="5",
    severity="error",
    title="Two versions of one application",
    statement="A VM has one version of an application.",
    source="APP",
    fix="Keep one version.",
)
def _versions_on_vm(design: Design, facts: Facts) -> Found:
    owned = (((m.name, id(a)), f"{a.name}/{version}") for m, _, a, version in installed(design))
    for key, names in repeated(owned):
        yield Breach(key[0], f"{listed(names)} on one VM.")


@rule(
    "application-04",
    section="5",
    severity="error",
    title="Too many application versions",
    statement="A subscription has at most 300 application versions in a region.",
    source="APP",
    fix="Delete old versions.",
)
def _version_count(design: Design, facts: Facts) -> Found:
    counts = Counter(design.region_of(gallery) for gallery, _, _ in application_versions(design))
    for region, number in counts.items():
        if number > MOST_VERSIONS:
            yield Breach("", f"{number} application versions in {region or 'the region'}; at most {MOST_VERSIONS}.")


@rule(
    "application-05",
    section="5",
    severity="error",
    title="Application not available in the region",
    statement="A VM application has to be replicated to the VM's region before it is installed.",
    source="APP",
    fix="Add the region to the version's target regions.",
    misconception="an-application-follows-the-vm",
)
def _available(design: Design, facts: Facts) -> Found:
    for machine, one, application, version in installed(design):
        gallery, region = home_of(design, application), design.region_of(machine)
        if region is None:
            yield NotChecked(machine.name, f"the region of {machine.name}")
            continue
        here = [
            other.number
            for other in application.versions
            if version == other.number or (version == "latest" and not other.exclude_from_latest)
            if gallery and region in {target.region for target in targets(design, gallery, other)}
        ]
        if not here:
            yield Breach(path(machine.name, application.name), f"{one.version} has no replica in {region}.")


@rule(
    "application-06",
    section="5",
    severity="info",
    title="Applications with the same order",
    statement="Applications go in ascending order; equal orders in any sequence; those without order last.",
    source="APP",
    fix="Give each its own order where the sequence matters.",
    misconception="equal-order-keeps-the-list-order",
)
def _order(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        orders = ((one.order, one.version) for one in machine.applications if one.order is not None)
        for order, names in repeated(orders):
            yield Breach(machine.name, f"Order {order}: {listed(names)}.")


@rule(
    "application-07",
    section="5",
    severity="info",
    title="A failed application that nobody sees",
    statement="A failed VM application does not fail the VM unless treatFailureAsDeploymentFailure is set; it also "
    "stops every application of a higher order.",
    source="APP",
    fix="Set treat_failure_as_deployment_failure where the VM is useless without it.",
    misconception="a-failed-application-fails-the-vm",
)
def _failure(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        quiet = [one.version for one in machine.applications if not one.treat_failure_as_deployment_failure]
        if quiet:
            yield Breach(machine.name, f"A failure of {listed(quiet)} leaves the VM as succeeded.")


@rule(
    "application-08",
    section="5",
    severity="error",
    title="Application for another operating system",
    statement="A VM application is for Linux or for Windows.",
    source="APP",
    fix="Use the application of that operating system.",
)
def _os(design: Design, facts: Facts) -> Found:
    for machine, _, application, _ in installed(design):
        if application.os is not machine.os:
            yield Breach(path(machine.name, application.name), f"It is for {application.os}, the VM is {machine.os}.")


@rule(
    "application-09",
    section="5",
    severity="error",
    title="Too many replicas of an application",
    statement="An application version has at most 10 replicas in a region.",
    source="APP",
    fix="Use at most 10; the table of properties still says 1 to 3.",
)
def _replicas(design: Design, facts: Facts) -> Found:
    yield from _replica_breaches(design, MOST_REPLICAS, None)


@rule(
    "application-10",
    section="5",
    severity="warning",
    title="More replicas than the property allows",
    statement="The page contradicts itself: up to 10 replicas a region among the limits, 1 to 3 in its table of "
    "properties.",
    source="APP",
    fix="Use at most 3 to be sure.",
)
def _listed_replicas(design: Design, facts: Facts) -> Found:
    yield from _replica_breaches(design, LISTED_REPLICAS, MOST_REPLICAS)


def _replica_breaches(design: Design, above: int, up_to: int | None) -> Found:
    for gallery, application, version in application_versions(design):
        for target in targets(design, gallery, version):
            number = replicas_in(target, version)
            if number > above and (up_to is None or number <= up_to):
                place = path(gallery.name, application.name, version.number)
                yield Breach(place, f"{many(number, 'replica')} in {target.region}.")


@rule(
    "application-11",
    section="5",
    severity="info",
    title="Update removes and installs",
    statement="Without an update command an update of a VM application removes the old version and installs the new.",
    source="APP",
    fix="Write an update command that keeps data and settings.",
    misconception="an-update-keeps-settings",
)
def _update(design: Design, facts: Facts) -> Found:
    for gallery, application, version in application_versions(design):
        if not version.update and len(application.versions) > 1:
            yield Breach(path(gallery.name, application.name, version.number), "No update command.")


@rule(
    "application-12",
    section="5",
    severity="error",
    title="Application without commands",
    statement="An application version says how to install and how to remove the software.",
    source="APP",
    fix="Write both commands.",
)
def _commands(design: Design, facts: Facts) -> Found:
    for gallery, application, version in application_versions(design):
        missing = [word for word in ("install", "remove") if not getattr(version, word).strip()]
        if missing:
            yield Breach(path(gallery.name, application.name, version.number), f"No command to {listed(missing)}.")
