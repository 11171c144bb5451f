"""Example designs of several parts: an image that travels, three tiers in three zones, two regions.

Each function is a design as a learner would write it. Companies are invented.
"""

from __future__ import annotations

from _build_designs_small import UBUNTU, follow_the_load, open_to_https, public_balancer, way_out

from azstudy.model.balancer import BalancingRule, HealthProbe, LoadBalancer
from azstudy.model.design import Design, Resource
from azstudy.model.disk import DataDisk
from azstudy.model.gallery import (
    ApplicationVersion,
    Gallery,
    GalleryApplication,
    ImageDefinition,
    ImageVersion,
    TargetRegion,
)
from azstudy.model.maintenance import MaintenanceConfiguration
from azstudy.model.network import NetworkSecurityGroup, Nic, SecurityRule, Subnet, VNet
from azstudy.model.placement import CapacityReservation, CapacityReservationGroup
from azstudy.model.protection import (
    BackupPolicy,
    DataCollectionRule,
    RecoveryGroup,
    RecoveryPlan,
    RecoveryVault,
    ReplicatedVm,
    ReplicationPolicy,
)
from azstudy.model.scaleset import HealthExtension, RepairPolicy, ScaleSet, UpgradePolicy
from azstudy.model.vm import InstalledApplication, Patching, VirtualMachine

HOME, OTHER = "westeurope", "northeurope"
ZONES = (1, 2, 3)
LOCAL_TIME = "W. Europe Standard Time"
FOLLOW_THE_IMAGE = UpgradePolicy("rolling", automatic_os_upgrade=True)


def golden_image() -> Design:
    """An image is built once, copied to two regions, and a scale set follows each new version."""
    versions = [
        ImageVersion("1.0.0", [HOME, OTHER], storage="Standard_ZRS", os_disk_gib=32),
        ImageVersion("1.1.0", [TargetRegion(HOME, 2), OTHER], storage="Standard_ZRS", os_disk_gib=32),
    ]
    watcher = ApplicationVersion(
        "2.0.0",
        [HOME],
        package_mib=40,
        install="mv ./watcher ./watcher.deb && sudo apt-get install --yes ./watcher.deb",
        remove="sudo apt-get remove --yes watcher",
        update="mv ./watcher ./watcher.deb && sudo apt-get install --yes ./watcher.deb",
    )
    return Design(
        "golden-image",
        region=HOME,
        description="Quince Toys builds its web server once as an image; a scale set takes each new version by itself.",
        resources=[
            Gallery(
                "images",
                [ImageDefinition("web", versions, min_vcpus=2, max_vcpus=16)],
                applications=[GalleryApplication("watcher", [watcher])],
            ),
            VNet("net", "10.6.0.0/16", subnets=[Subnet("web", "10.6.1.0/24", nsg="only-https", nat_gateway="way-out")]),
            open_to_https("only-https"),
            *way_out("way-out"),
            *public_balancer("front"),
            ScaleSet(
                "web",
                "D4as_v6",
                image="images/web/latest",
                instances=6,
                zones=ZONES,
                nics=[Nic("web", load_balancer="front")],
                applications=[InstalledApplication("images/watcher/2.0.0", treat_failure_as_deployment_failure=True)],
                health_extension=HealthExtension("https", port=443, path="/alive"),
                upgrade=FOLLOW_THE_IMAGE,
            ),
            follow_the_load("breathe", "web", least=6, most=40),
        ],
    )


def golden_image_flawed() -> Design:
    """The newest version is not kept where it was made: Azure refuses it, and the scale set stays on the old one."""
    good = golden_image()
    gallery = good.get(Gallery, "images")
    web = gallery.definitions[0]
    old, new = web.versions
    sent_away = web.evolve(versions=[old, new.evolve(target_regions=[OTHER])])
    return good.put(gallery.evolve(definitions=[sent_away])).evolve(
        name="golden-image-flawed",
        description="Quince Toys builds version 1.1.0 in West Europe and replicates it to North Europe alone.",
    )


def three_tier() -> Design:
    """Web, application and data, each in three zones; images, backup and maintenance beside them."""
    return Design(
        "three-tier",
        region=HOME,
        defender="P2",
        description="Oakhaven Insurance runs its claims service in three tiers, so that any one zone may fail.",
        resources=[*front_tiers(HOME, "10.7", least=6), *databases(HOME)],
    )


def two_regions() -> Design:
    """The three tiers at home, two smaller ones in the paired region, and a plan for the worst day."""
    names = [f"{HOME}-db{zone}" for zone in ZONES]
    room = [CapacityReservation(f"db{zone}", "E8s_v6", zone=zone) for zone in ZONES]
    by_hand = "Point the application at the databases of this region."
    return Design(
        "two-regions",
        region=HOME,
        defender="P2",
        description="Oakhaven Insurance adds North Europe: its claims service shall survive the loss of West Europe.",
        resources=[
            *front_tiers(HOME, "10.8", least=6, peer=OTHER),
            *databases(HOME),
            *front_tiers(OTHER, "10.9", least=3, peer=HOME),
            CapacityReservationGroup("room", room, zones=ZONES, region=OTHER),
            RecoveryVault("recovery", redundancy="LocallyRedundant", region=OTHER),
            ReplicationPolicy("to-north", retention_h=24, app_consistent_every_h=4, vault="recovery"),
            *(
                ReplicatedVm(name, "to-north", target_region=OTHER, target_zone=zone, capacity_reservation="room")
                for zone, name in zip(ZONES, names, strict=True)
            ),
            RecoveryPlan("worst-day", [RecoveryGroup(names, manual_action=by_hand)]),
        ],
    )


def front_tiers(region: str, net: str, *, least: int, peer: str | None = None) -> list[Resource]:
    """Network, gallery and the web and application tiers of one region, each tier a scale set that breathes."""
    web = tier(region, "web", port=443, balancer="front", least=least)
    app = tier(region, "app", port=8443, balancer="middle", least=least)
    return [
        network(region, net, peer),
        open_to_https(f"{region}-web-rules").evolve(region=region),
        only_from(f"{region}-app-rules", [f"{net}.1.0/24"], port=8443, region=region),
        only_from(f"{region}-db-rules", [f"{net}.2.0/24", f"{net}.3.0/24"], port=5432, region=region),
        *way_out(f"{region}-way-out", region),
        images(region),
        *public_balancer(f"{region}-front", region),
        inner_balancer(f"{region}-middle", region),
        web,
        follow_the_load(f"{region}-web-breathes", web.name, least=least, most=40, region=region),
        app,
        follow_the_load(f"{region}-app-breathes", app.name, least=least, most=40, region=region),
        os_images(region),
        DataCollectionRule(f"{region}-metrics", ["memory", "disk space"], destination="log-workspace", region=region),
    ]


def network(region: str, net: str, peer: str | None = None) -> VNet:
    """One subnet a tier, each with rules of its own; all go out through one NAT gateway."""
    return VNet(
        f"{region}-net",
        f"{net}.0.0/16",
        subnets=[
            Subnet(name, f"{net}.{third}.0/24", nsg=f"{region}-{name}-rules", nat_gateway=f"{region}-way-out")
            for third, name in enumerate(("web", "app", "db"), start=1)
        ],
        peered_with=[f"{peer}-net"] if peer else [],
        region=region,
    )


def only_from(name: str, sources: list[str], *, port: int, region: str) -> NetworkSecurityGroup:
    """Some subnets on one port; the rest of the network is kept out, which Azure's default rules would let in."""
    rules = [
        SecurityRule("tier-before", 100, protocol="Tcp", source=sources, ports=[port]),
        SecurityRule("probes", 110, source=["AzureLoadBalancer"]),
        SecurityRule("others", 4000, access="Deny", source=["VirtualNetwork"]),
    ]
    return NetworkSecurityGroup(name, rules, region=region)


def inner_balancer(name: str, region: str) -> LoadBalancer:
    """The balancer between web and application tier: it has a private address only."""
    return LoadBalancer(
        name,
        [BalancingRule("api", 8443, probe="alive")],
        probes=[HealthProbe("alive", 8443, protocol="https", path="/alive")],
        subnet=f"{region}-net/app",
        region=region,
    )


def images(region: str) -> Gallery:
    """A gallery in the region itself: it is still there when the other region is not."""
    version = ImageVersion("1.0.0", [region], replicas=2, storage="Standard_ZRS", os_disk_gib=32)
    definitions = [ImageDefinition("web", [version]), ImageDefinition("app", [version])]
    return Gallery(f"{region}-images", definitions, region=region)


def tier(region: str, name: str, *, port: int, balancer: str, least: int) -> ScaleSet:
    """A scale set over three zones that follows its image in a window of its own."""
    return ScaleSet(
        f"{region}-{name}",
        "D4as_v6",
        image=f"{region}-images/{name}/latest",
        region=region,
        instances=least,
        zones=ZONES,
        nics=[Nic(f"{region}-net/{name}", load_balancer=f"{region}-{balancer}")],
        health_extension=HealthExtension("https", port=port, path="/alive"),
        upgrade=FOLLOW_THE_IMAGE,
        repair=RepairPolicy(grace_min=15),
        maintenance=[f"{region}-os-images"],
        data_collection=[f"{region}-metrics"],
    )


def os_images(region: str) -> MaintenanceConfiguration:
    """New OS images come in on Sunday mornings: five hours is the shortest window there is."""
    return MaintenanceConfiguration(
        f"{region}-os-images",
        "OSImage",
        start="2026-12-06 02:00",
        duration_min=300,
        recurrence="Week Sunday",
        time_zone=LOCAL_TIME,
        region=region,
    )


def databases(region: str) -> list[Resource]:
    """A database server in each zone, with its backups and its hours for patches."""
    servers = [
        VirtualMachine(
            f"{region}-db{zone}",
            "E8s_v6",
            image=UBUNTU,
            region=region,
            zone=zone,
            nics=[f"{region}-net/db"],
            data_disks=[
                DataDisk("files", 1024, type="Premium SSD", caching="ReadOnly"),
                DataDisk("log", 256, type="Premium SSD"),
            ],
            patching=Patching("AutomaticByPlatform", customer_schedule=True),
            maintenance=[f"{region}-guests"],
            backup="every-4-hours",
            data_collection=[f"{region}-metrics"],
        )
        for zone in ZONES
    ]
    guests = MaintenanceConfiguration(
        f"{region}-guests",
        "InGuestPatch",
        start="2026-12-05 22:00",
        duration_min=235,
        recurrence="Month Second Tuesday Offset4",
        time_zone=LOCAL_TIME,
        region=region,
    )
    vault = RecoveryVault("backups", cross_region_restore=True, region=region)
    return [*servers, guests, vault, BackupPolicy("every-4-hours", "V2", frequency="Hourly", vault="backups")]
