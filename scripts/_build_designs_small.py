"""Example designs that fit on one page: from a single VM to a scale set that breathes. Read from the top.

Each function is a design as a learner would write it, smallest first. Companies are invented.
"""

from __future__ import annotations

from azstudy.model.autoscale import AutoscaleSetting, Profile, Recurring, ScaleRule
from azstudy.model.balancer import BalancingRule, HealthProbe, LoadBalancer
from azstudy.model.design import Design
from azstudy.model.disk import DataDisk, OsDisk
from azstudy.model.network import NatGateway, NetworkSecurityGroup, Nic, PublicIp, SecurityRule, Subnet, VNet
from azstudy.model.placement import AvailabilitySet
from azstudy.model.scaleset import HealthExtension, RepairPolicy, ScaleSet
from azstudy.model.vm import VirtualMachine

UBUNTU = "Canonical:ubuntu-24_04-lts:server:latest"
WINDOWS = "MicrosoftWindowsServer:WindowsServer:2022-datacenter-g2:latest"


def single_vm() -> Design:
    """One server that the internet may reach on one port."""
    return Design(
        "single-vm",
        region="westeurope",
        description="Fernley Print runs its wiki on one small Linux server that is reached over HTTPS.",
        resources=[
            VNet("net", "10.1.0.0/16", subnets=[Subnet("web", "10.1.1.0/24", nsg="only-https")]),
            open_to_https("only-https"),
            PublicIp("wiki-address", zones=[1]),
            VirtualMachine(
                "wiki",
                "D2as_v6",
                image=UBUNTU,
                zone=1,
                os_disk=OsDisk("Premium SSD", size_gib=64),
                nics=[Nic("web", public_ip="wiki-address")],
            ),
        ],
    )


def database_vm() -> Design:
    """Three kinds of load, three disks: each with the type and the caching that suits it."""
    return Design(
        "database-vm",
        region="westeurope",
        description="Marlow Seeds keeps its orders in a database whose files, log and scratch space want other disks.",
        resources=[
            VNet("net", "10.2.0.0/16", subnets=[Subnet("db", "10.2.1.0/24", nsg="inside", nat_gateway="way-out")]),
            NetworkSecurityGroup("inside"),
            *way_out("way-out"),
            VirtualMachine(
                "db",
                "E8ds_v5",
                os="Windows",
                image=WINDOWS,
                zone=1,
                nics=["db"],
                data_disks=[
                    DataDisk("files", 1024, type="Premium SSD", caching="ReadOnly"),
                    DataDisk("log", 256, type="Premium SSD v2", iops=6000, mbps=300),
                ],
            ),
        ],
    )


def database_vm_flawed() -> Design:
    """The log disk is cached like the files, and the VM has lost its zone."""
    good = database_vm()
    db = good.get(VirtualMachine, "db")
    files, log = db.data_disks
    wrong = db.evolve(zone=None, data_disks=[files, log.evolve(caching="ReadOnly")])
    return good.put(wrong).evolve(
        name="database-vm-flawed",
        description="Marlow Seeds builds the database again without a zone, and turns on caching for the log as well.",
    )


def web_pair() -> Design:
    """Two servers in one data centre that never stop at the same time for planned maintenance."""
    return Design(
        "web-pair",
        region="northeurope",
        description="Alder Ferries sells tickets on two web servers that stand in two racks of one data centre.",
        resources=[
            VNet("net", "10.3.0.0/16", subnets=[Subnet("web", "10.3.1.0/24", nsg="only-https", nat_gateway="way-out")]),
            open_to_https("only-https"),
            *way_out("way-out"),
            *public_balancer("front"),
            AvailabilitySet("web", fault_domains=2, update_domains=5),
            *(
                VirtualMachine(
                    f"web{number}",
                    "D2as_v6",
                    image=UBUNTU,
                    availability_set="web",
                    nics=[Nic("web", load_balancer="front")],
                )
                for number in (1, 2)
            ),
        ],
    )


def web_pair_flawed() -> Design:
    """The same pair, spread over zones as well: Azure takes one or the other."""
    good = web_pair()
    in_zones = [vm.evolve(zone=number) for number, vm in enumerate(good.vms, start=1)]
    return good.put(*in_zones).evolve(
        name="web-pair-flawed",
        description="Alder Ferries keeps its availability set and puts the two web servers into two zones on top.",
    )


def zonal_web() -> Design:
    """Three servers in three zones: one zone may fail."""
    return Design(
        "zonal-web",
        region="westeurope",
        description="Tarn Hotels takes bookings on three web servers, one in each zone, behind one address.",
        resources=[
            VNet("net", "10.4.0.0/16", subnets=[Subnet("web", "10.4.1.0/24", nsg="only-https", nat_gateway="way-out")]),
            open_to_https("only-https"),
            *way_out("way-out"),
            *public_balancer("front"),
            *(
                VirtualMachine(
                    f"web{zone}", "D2as_v6", image=UBUNTU, zone=zone, nics=[Nic("web", load_balancer="front")]
                )
                for zone in (1, 2, 3)
            ),
        ],
    )


def autoscale_web() -> Design:
    """A scale set that follows the load, keeps a floor in office hours and replaces what is ill."""
    return Design(
        "autoscale-web",
        region="westeurope",
        description="Pebble Radio streams on a scale set that grows with the listeners and replaces sick instances.",
        resources=[
            VNet("net", "10.5.0.0/16", subnets=[Subnet("web", "10.5.1.0/24", nsg="only-https", nat_gateway="way-out")]),
            open_to_https("only-https"),
            *way_out("way-out"),
            *public_balancer("front"),
            ScaleSet(
                "web",
                "D4as_v6",
                image=UBUNTU,
                instances=3,
                zones=[1, 2, 3],
                nics=[Nic("web", load_balancer="front")],
                health_extension=HealthExtension("https", port=443, path="/alive"),
                upgrade="rolling",
                repair=RepairPolicy(grace_min=15),
            ),
            follow_the_load("breathe", "web", least=3, most=12),
        ],
    )


def autoscale_web_flawed() -> Design:
    """Five fault domains in Flexible mode, and nobody who tells whether an instance is well."""
    good = autoscale_web()
    wrong = good.get(ScaleSet, "web").evolve(fault_domains=5, health_extension=None, repair=None)
    return good.put(wrong).evolve(
        name="autoscale-web-flawed",
        description="Pebble Radio asks for five fault domains, as in its old scale set, and drops the health check.",
    )


def open_to_https(name: str) -> NetworkSecurityGroup:
    """A security group that lets the internet in on port 443 and nowhere else."""
    return NetworkSecurityGroup(name, [SecurityRule("https", 100, protocol="Tcp", source=["Internet"], ports=["443"])])


def way_out(name: str, region: str | None = None) -> tuple[NatGateway, PublicIp]:
    """A NAT gateway with its address: new subnets have no way to the internet of their own."""
    return NatGateway(name, f"{name}-address", region=region), PublicIp(f"{name}-address", region=region)


def public_balancer(name: str, region: str | None = None) -> tuple[LoadBalancer, PublicIp]:
    """A zone-redundant public load balancer for HTTPS, which asks each server whether it is alive."""
    balancer = LoadBalancer(
        name,
        [BalancingRule("https", 443, probe="alive")],
        probes=[HealthProbe("alive", 443, protocol="https", path="/alive")],
        public_ip=f"{name}-address",
        region=region,
    )
    return balancer, PublicIp(f"{name}-address", region=region)


def follow_the_load(name: str, target: str, *, least: int, most: int, region: str | None = None) -> AutoscaleSetting:
    """Out above 70 % CPU and in below 30 %; twice the least on working days from 07:00 to 19:00."""
    rules = [ScaleRule("Percentage CPU > 70 avg 10m", "out 1"), ScaleRule("Percentage CPU < 30 avg 10m", "in 1")]
    days = ["mon", "tue", "wed", "thu", "fri"]
    zone = "W. Europe Standard Time"
    return AutoscaleSetting(
        name,
        target,
        profiles=[
            Profile("night", rules, minimum=least, maximum=most, when=Recurring(days, "19:00", time_zone=zone)),
            Profile("day", rules, minimum=2 * least, maximum=most, when=Recurring(days, "07:00", time_zone=zone)),
            Profile("default", rules, minimum=least, maximum=most),
        ],
        region=region,
    )
