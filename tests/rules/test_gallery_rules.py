"""Every rule about galleries, images and VM applications: legal, illegal, the boundary, without the fact."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legality import ILLEGAL, LEGAL, NOTHING_KNOWN, UNKNOWN, Design, design, facts, of_modules, size, uncovered, vm
from legality import verdict as says

from azstudy.model.gallery import (
    ApplicationVersion,
    Gallery,
    GalleryApplication,
    ImageDefinition,
    ImageVersion,
    TargetRegion,
)
from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import InstalledApplication
from azstudy.rules import all_rules, find_rule, review
from azstudy.rules.gallery_limits import replicas_needed

HOME = "westeurope"


def version(number="1.0.0", regions=(HOME,), **fields):
    return ImageVersion(number, regions, **fields)


def image(*versions, name="web", **fields):
    return ImageDefinition(name, versions, **fields)


def gallery(*definitions, name="images", **fields):
    return Gallery(name, definitions, **fields)


def held(*versions, **fields):
    return [gallery(image(*versions), **fields)]


def using(machines=(), **fields):
    """A gallery with one version, and machines that start from it."""
    return [gallery(image(version(**fields))), *machines]


def many_versions(count):
    return [image(*[version(f"1.0.{n}") for n in range(count)])]


def software(number="1.0.0", regions=(HOME,), install="./install", remove="./remove", **fields):
    return ApplicationVersion(number, regions, install=install, remove=remove, package_mib=100).evolve(**fields)


def apps(*versions, os="Linux", name="agent"):
    return Gallery("tools", applications=[GalleryApplication(name, versions, os=os)])


def with_app(wanted="tools/agent/1.0.0", **fields):
    return vm(applications=[InstalledApplication(wanted)], **fields)


WEB = "images/web/latest"
AT = {"image": WEB}
NOWHERE = Design("design", held(version()))

IMAGES = [
    ("gallery-01", LEGAL, [gallery(name=f"g{n}") for n in range(100)], None),
    ("gallery-01", ILLEGAL, [gallery(name=f"g{n}") for n in range(101)], None),
    ("gallery-01", LEGAL, [gallery(name=f"g{n}", region="eastus" if n else None) for n in range(101)], None),
    ("gallery-02", LEGAL, [gallery(*[image(name=f"d{n}") for n in range(1000)])], None),
    ("gallery-02", ILLEGAL, [gallery(*[image(name=f"d{n}") for n in range(1001)])], None),
    ("gallery-02", ILLEGAL, [gallery(*[image(name=f"d{n}") for n in range(501)], name=g) for g in "ab"], None),
    ("gallery-03", LEGAL, [gallery(*many_versions(10_000))], None),
    ("gallery-03", ILLEGAL, [gallery(*many_versions(10_001))], None),
    ("gallery-04", LEGAL, held(version(replicas=100)), None),
    ("gallery-04", ILLEGAL, held(version(replicas=101)), None),
    ("gallery-04", LEGAL, held(version(regions=[HOME, "eastus"], replicas=50)), None),
    ("gallery-04", ILLEGAL, held(version(regions=[HOME, TargetRegion("eastus", 51)], replicas=50)), None),
    ("gallery-05", LEGAL, held(version(replicas=50)), None),
    ("gallery-05", ILLEGAL, held(version(replicas=51)), None),
    ("gallery-06", LEGAL, held(version(regions=[TargetRegion(HOME, 1)], replicas=0)), None),
    ("gallery-06", ILLEGAL, held(version(replicas=0)), None),
    ("gallery-06", ILLEGAL, held(version(regions=[TargetRegion(HOME, 0)])), None),
    ("gallery-07", LEGAL, held(version(regions=[HOME, "eastus"])), None),
    ("gallery-07", ILLEGAL, held(version(regions=["eastus", "northeurope"])), None),
    ("gallery-07", LEGAL, held(version(regions=["eastus"], source_region="eastus")), None),
    ("gallery-07", ILLEGAL, held(version(regions=[HOME], source_region="eastus")), None),
    ("gallery-07", UNKNOWN, NOWHERE, None),
    ("gallery-08", LEGAL, held(version(os_disk_gib=1024, data_disks_gib=[1024])), None),
    ("gallery-08", ILLEGAL, held(version(os_disk_gib=1024, data_disks_gib=[1025])), None),
    ("gallery-08", LEGAL, held(version(os_disk_gib=32_768, replication_mode="Shallow")), None),
    ("gallery-08", ILLEGAL, held(version(os_disk_gib=32_768, data_disks_gib=[1], replication_mode="Shallow")), None),
    ("gallery-08", UNKNOWN, held(version()), None),
    ("gallery-09", LEGAL, held(version(storage="Standard_ZRS")), None),
    ("gallery-09", ILLEGAL, held(version(regions=[HOME, "canadaeast"], storage="Standard_ZRS")), None),
    (
        "gallery-09",
        LEGAL,
        held(version(regions=[HOME, TargetRegion("canadaeast", storage="Standard_LRS")], storage="Standard_ZRS")),
        None,
    ),
    ("gallery-09", UNKNOWN, held(version(storage="Standard_ZRS")), NOTHING_KNOWN),
    ("gallery-10", LEGAL, using([ScaleSet("web", "D4s_v5", instances=500, **AT)], replicas=10), None),
    ("gallery-10", ILLEGAL, using([ScaleSet("web", "D4s_v5", instances=501, **AT)], replicas=10), None),
    ("gallery-10", LEGAL, using([vm(**AT)], replicas=1), None),
    ("gallery-10", ILLEGAL, using([ScaleSet(n, "D4s_v5", **AT) for n in ("a", "b")], replicas=1), None),
    ("gallery-10", LEGAL, using([ScaleSet("a", "D4s_v5", instances=500, region="eastus", **AT)], replicas=1), None),
    ("gallery-11", LEGAL, held(version()), None),
    ("gallery-11", ILLEGAL, held(version(replication_mode="Shallow")), None),
    ("gallery-12", LEGAL, [gallery(sharing="Groups", shared_with_subscriptions=[f"s{n}" for n in range(30)])], None),
    ("gallery-12", ILLEGAL, [gallery(sharing="Groups", shared_with_subscriptions=[f"s{n}" for n in range(31)])], None),
    ("gallery-12", LEGAL, [gallery(sharing="Groups", shared_with_tenants=list("abcde"))], None),
    ("gallery-12", ILLEGAL, [gallery(sharing="Groups", shared_with_tenants=list("abcdef"))], None),
    ("gallery-13", LEGAL, held(version(encrypted=True)), None),
    ("gallery-13", ILLEGAL, held(version(encrypted=True), sharing="Groups"), None),
    ("gallery-13", ILLEGAL, held(version(regions=[TargetRegion(HOME, encryption_set="keys")]), sharing="Groups"), None),
    ("gallery-14", LEGAL, [gallery(sharing="Groups", shared_with_tenants=["a"])], None),
    ("gallery-14", ILLEGAL, [gallery(sharing="rbac", shared_with_tenants=["a"])], None),
    ("gallery-14", ILLEGAL, [gallery(sharing="community", shared_with_subscriptions=["a"])], None),
    ("gallery-15", LEGAL, [gallery()], None),
    ("gallery-15", ILLEGAL, [gallery(sharing="community")], None),
    ("gallery-16", LEGAL, using([vm(**AT)]), None),
    ("gallery-16", ILLEGAL, using([vm(**AT), vm("other", region="eastus", **AT)]), None),
    (
        "gallery-16",
        LEGAL,
        [*using([vm(**AT), vm("other", region="eastus", **AT)]), gallery(name="second", region="eastus")],
        None,
    ),
    ("gallery-20", LEGAL, [gallery(image(name="a"), image(name="b"))], None),
    ("gallery-20", ILLEGAL, [gallery(image(name="a", sku="x"), image(name="b", sku="X"))], None),
    ("gallery-20", ILLEGAL, [gallery(image(name="a"), image(name="b", sku="a"))], None),
    ("gallery-20", LEGAL, [gallery(image(name="a", sku="x"), image(name="b", sku="x", offer="o"))], None),
    ("gallery-21", LEGAL, [gallery(image(security="TrustedLaunch"))], None),
    ("gallery-21", LEGAL, [gallery(image(generation="V1", security="Standard"))], None),
    ("gallery-21", ILLEGAL, [gallery(image(generation="V1", security="TrustedLaunchSupported"))], None),
    ("gallery-21", ILLEGAL, [gallery(image(generation="V1", security="ConfidentialVM"))], None),
    ("gallery-22", LEGAL, [gallery(image(security="TrustedLaunch"))], None),
    ("gallery-22", LEGAL, [gallery(image(security="TrustedLaunchSupported"), sharing="community")], None),
    ("gallery-22", ILLEGAL, [gallery(image(security="TrustedLaunch"), sharing="community")], None),
    ("gallery-23", LEGAL, held(version("1.0.0"), version("1.0.1", exclude_from_latest=True)), None),
    ("gallery-23", ILLEGAL, held(version(exclude_from_latest=True)), None),
    ("gallery-23", LEGAL, held(), None),
    ("gallery-24", LEGAL, using([vm(image="images/web/1.0.0")]), None),
    ("gallery-24", ILLEGAL, using([vm(image="images/web/1.0.1")]), None),
    ("gallery-24", LEGAL, using([vm(**AT)]), None),
    ("gallery-24", ILLEGAL, using([vm(region="eastus", **AT)]), None),
    ("gallery-24", ILLEGAL, using([vm(**AT)], exclude_from_latest=True), None),
    ("gallery-24", LEGAL, using([vm(image="images/web/1.0.0")], exclude_from_latest=True), None),
    ("gallery-24", ILLEGAL, using([vm(**AT)], regions=[TargetRegion(HOME, exclude_from_latest=True)]), None),
    ("gallery-24", LEGAL, using([vm(**AT)], regions=[]), None),
    ("gallery-24", UNKNOWN, Design("design", using([vm(**AT)])), None),
    ("gallery-25", LEGAL, held(version(end_of_life=date(2026, 11, 22))), None),
    ("gallery-25", ILLEGAL, held(version(end_of_life=date(2026, 11, 21))), None),
    ("gallery-25", UNKNOWN, held(version(end_of_life=date(2026, 11, 21))), NOTHING_KNOWN),
    ("gallery-26", LEGAL, using([vm(**AT)]), None),
    ("gallery-26", ILLEGAL, using([vm(os="Windows", **AT)]), None),
    ("gallery-27", LEGAL, using([vm(security_type="TrustedLaunch", **AT)]), None),
    ("gallery-27", ILLEGAL, using([vm(security_type="ConfidentialVM", **AT)]), None),
    (
        "gallery-27",
        ILLEGAL,
        [gallery(image(version(), security="TrustedLaunch")), vm(security_type="Standard", **AT)],
        None,
    ),
    ("gallery-28", LEGAL, [gallery(image(version(), min_vcpus=4)), vm(**AT)], facts(size(vcpus=4))),
    ("gallery-28", ILLEGAL, [gallery(image(version(), min_vcpus=5)), vm(**AT)], facts(size(vcpus=4))),
    ("gallery-28", ILLEGAL, [gallery(image(version(), max_memory_gib=8)), vm(**AT)], facts(size(memory_gib=16))),
    ("gallery-28", UNKNOWN, [gallery(image(version(), min_vcpus=4)), vm(**AT)], NOTHING_KNOWN),
    ("gallery-28", LEGAL, using([vm(**AT)]), NOTHING_KNOWN),
]
APPLICATIONS = [
    ("application-01", LEGAL, [vm(applications=[f"tools/a{n}" for n in range(25)])], None),
    ("application-01", ILLEGAL, [vm(applications=[f"tools/a{n}" for n in range(26)])], None),
    ("application-02", LEGAL, [apps(software(package_mib=2048, configuration_mib=1024))], None),
    ("application-02", ILLEGAL, [apps(software(package_mib=2049))], None),
    ("application-02", ILLEGAL, [apps(software(configuration_mib=1025))], None),
    ("application-02", UNKNOWN, [apps(software(package_mib=None))], None),
    ("application-03", LEGAL, [apps(software(), software("1.1.0")), with_app()], None),
    (
        "application-03",
        ILLEGAL,
        [apps(software(), software("1.1.0")), vm(applications=["tools/agent/1.0.0", "tools/agent/1.1.0"])],
        None,
    ),
    ("application-04", LEGAL, [apps(*[software(f"1.0.{n}") for n in range(300)])], None),
    ("application-04", ILLEGAL, [apps(*[software(f"1.0.{n}") for n in range(301)])], None),
    ("application-05", LEGAL, [apps(software()), with_app()], None),
    ("application-05", ILLEGAL, [apps(software()), with_app(region="eastus")], None),
    ("application-05", LEGAL, [apps(software(regions=[HOME, "eastus"])), with_app(region="eastus")], None),
    ("application-05", LEGAL, [apps(software()), with_app("tools/agent/latest")], None),
    ("application-05", ILLEGAL, [apps(software(exclude_from_latest=True)), with_app("tools/agent/latest")], None),
    ("application-05", UNKNOWN, Design("design", [apps(software()), with_app()]), None),
    (
        "application-06",
        LEGAL,
        [vm(applications=[InstalledApplication("a", 1), InstalledApplication("b", 2), "c", "d"])],
        None,
    ),
    ("application-06", ILLEGAL, [vm(applications=[InstalledApplication("a", 1), InstalledApplication("b", 1)])], None),
    (
        "application-07",
        LEGAL,
        [vm(applications=[InstalledApplication("a", treat_failure_as_deployment_failure=True)])],
        None,
    ),
    ("application-07", ILLEGAL, [vm(applications=["a"])], None),
    ("application-08", LEGAL, [apps(software()), with_app()], None),
    ("application-08", ILLEGAL, [apps(software(), os="Windows"), with_app()], None),
    ("application-09", LEGAL, [apps(software(replicas=10))], None),
    ("application-09", ILLEGAL, [apps(software(replicas=11))], None),
    ("application-10", LEGAL, [apps(software(replicas=3))], None),
    ("application-10", ILLEGAL, [apps(software(replicas=4))], None),
    ("application-10", LEGAL, [apps(software(replicas=11))], None),
    ("application-11", LEGAL, [apps(software())], None),
    ("application-11", ILLEGAL, [apps(software(), software("1.1.0"))], None),
    ("application-11", LEGAL, [apps(software(update="./up"), software("1.1.0", update="./up"))], None),
    ("application-12", LEGAL, [apps(software())], None),
    ("application-12", ILLEGAL, [apps(software(remove=" "))], None),
]
CASES = [*IMAGES, *APPLICATIONS]


@pytest.mark.parametrize(
    ("rule_id", "expected", "resources", "of"), CASES, ids=[f"{c[0]}-{c[1]}-{n}" for n, c in enumerate(CASES)]
)
def test_a_rule_of_galleries_says(rule_id, expected, resources, of):
    assert says(rule_id, resources, of) == expected


def test_every_rule_of_galleries_has_its_cases():
    mine = of_modules(all_rules(), "gallery_limits", "gallery_images", "applications")
    assert len(mine) > 30
    assert uncovered(CASES, mine) == []


def test_the_path_of_a_version_stands_in_the_finding():
    found = review(design(*held(version(replicas=101))), rules=[find_rule("gallery-04")])
    assert [finding.subject for finding in found.errors] == ["images/web/1.0.0"]


@given(st.integers(1, 2000))
def test_replicas_hold_fifty_machines_each(machines):
    needed = replicas_needed(machines)
    assert needed == math.ceil(machines / 50)
    fits = using([ScaleSet("web", "D4s_v5", instances=machines, **AT)], replicas=needed)
    assert says("gallery-10", fits) == LEGAL
    if needed > 1:
        short = using([ScaleSet("web", "D4s_v5", instances=machines, **AT)], replicas=needed - 1)
        assert says("gallery-10", short) == ILLEGAL
