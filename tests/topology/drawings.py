"""Drawings that several tests use."""

from azstudy.model.autoscale import AutoscaleSetting
from azstudy.model.balancer import LoadBalancer
from azstudy.model.design import Design
from azstudy.model.disk import DataDisk
from azstudy.model.gallery import Gallery, ImageDefinition
from azstudy.model.maintenance import MaintenanceConfiguration
from azstudy.model.network import NatGateway, NetworkSecurityGroup, Nic, PublicIp, Subnet, VNet
from azstudy.model.placement import AvailabilitySet
from azstudy.model.protection import BackupPolicy, RecoveryVault, ReplicatedVm, ReplicationPolicy
from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import VirtualMachine
from azstudy.topology.graph import Badge, Edge, Group, Node, Severity, Topology


def shop():
    """Three tiers in one region, replicated to another, with one of nearly everything."""
    return Design(
        "shop",
        [
            VNet(
                "net",
                "10.0.0.0/16",
                subnets=[
                    Subnet("web", "10.0.1.0/24", nsg="web-nsg"),
                    Subnet("app", "10.0.2.0/24", nat_gateway="out"),
                    Subnet("db", "10.0.3.0/24"),
                ],
            ),
            NetworkSecurityGroup("web-nsg"),
            NatGateway("out"),
            PublicIp("front-ip"),
            LoadBalancer("front", public_ip="front-ip"),
            LoadBalancer("inner", subnet="app"),
            ScaleSet(
                "web",
                "D4s_v5",
                instances=30,
                zones=[1, 2, 3],
                nics=[Nic("web", load_balancer="front")],
                image="images/web",
            ),
            AutoscaleSetting("breathe", "web"),
            AvailabilitySet("app-set"),
            *[
                VirtualMachine(
                    f"app{n}",
                    "E4s_v5",
                    availability_set="app-set",
                    nics=[Nic("app", load_balancer="inner")],
                    maintenance=["patch"],
                )
                for n in (1, 2)
            ],
            *[
                VirtualMachine(
                    f"db{n}",
                    "E8ds_v5",
                    zone=n,
                    data_disks=[DataDisk("data", 1024), DataDisk("log", 256)],
                    nics=[Nic("db")],
                    backup="gold",
                )
                for n in (1, 2)
            ],
            MaintenanceConfiguration("patch", "guest"),
            BackupPolicy("gold", vault="vault"),
            RecoveryVault("vault"),
            Gallery("images", [ImageDefinition("web")]),
            ReplicationPolicy("asr"),
            ReplicatedVm("db1", "asr", target_region="northeurope"),
        ],
        region="westeurope",
    )


def small():
    """Every feature of a drawing in a few parts: groups, badges, a drum, lines to nodes and groups, a fold."""
    return Topology(
        title="Small",
        nodes=(
            Node(id="lb", label="front", kind="load-balancer", facts={"sku": "Standard"}),
            Node(id="web", label='web "1" & <co>', kind="vm", detail="D4s_v5", group="zone-1"),
            Node(
                id="web/data",
                label="data",
                kind="disk",
                group="zone-1",
                badges=(Badge(Severity.ERROR, "9 disks, 8 fit"),),
            ),
            *(
                Node(id=f"set/{n}", label=f"set_{n}", kind="instance", group="zone-2", plural="instances")
                for n in range(5)
            ),
        ),
        edges=(
            Edge(source="web", target="web/data"),
            Edge(source="lb", target="web", kind="routes to", label="routes to"),
            Edge(source="lb", target="zone-2", kind="watches", label="watches"),
        ),
        groups=(
            Group(id="region", label="West Europe", kind="region"),
            Group(id="zone-1", label="Zone 1", kind="zone", parent="region"),
            Group(id="zone-2", label="Zone 2", kind="zone", parent="region"),
        ),
    )
