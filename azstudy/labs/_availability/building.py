"""From the controls to a design that can be reviewed, drawn, drilled and priced."""

from __future__ import annotations

from typing import Any, Final

from azstudy.catalog.catalog import Catalog
from azstudy.errors import InvalidInputError
from azstudy.labs._controls import State
from azstudy.model.balancer import BalancingRule, HealthProbe, LoadBalancer
from azstudy.model.design import Design, Resource
from azstudy.model.disk import DataDisk, OsDisk
from azstudy.model.network import NetworkSecurityGroup, Nic, PublicIp, SecurityRule, Subnet, VNet
from azstudy.model.network_words import Protocol
from azstudy.model.placement import AvailabilitySet
from azstudy.model.vm import VirtualMachine
from azstudy.simulate.failures.workloads import TAG

NUMBERS: Final = {"none": 0, "one": 1, "two": 2}
"""Database VMs; in two regions one each."""
OS_GIB: Final = 64
DATA_GIB: Final = 256
"""Sizes of the disks, so that the lab can price them."""


def regions_of(state: State, catalog: Catalog) -> tuple[str, ...]:
    """The region, and its pair where the design stands in two.

    Raises:
        InvalidInputError: Where two regions are asked for and the first has no pair.
    """
    home = catalog.region(state["region"])
    if state["placement"] != "regions":
        return (home.name,)
    if home.pair is None:
        raise InvalidInputError(f"{home.display} has no paired region. Choose another region, or another placement.")
    return (home.name, home.pair)


def design_of(state: State, catalog: Catalog) -> Design:
    """The design of a state: web VMs, a balancer and a database as asked for, each region in a network of its own."""
    regions = regions_of(state, catalog)
    resources: list[Resource] = []
    for region in regions:
        resources += _network(state, region, regions)
    if state["placement"] == "set":
        domains = {"fault_domains": state["fault_domains"], "update_domains": state["update_domains"]}
        resources.append(AvailabilitySet("web-set", **domains))
        resources += [AvailabilitySet("db-set", **domains)] if state["database"] == "two" else []
    number = NUMBERS[state["database"]]
    resources += [_vm("web", at, state, regions, catalog) for at in range(state["vms"])]
    resources += [_vm("db", at, state, regions, catalog) for at in range(number)]
    return Design("shop", tuple(resources), region=regions[0])


def suffixed(name: str, region: str, regions: tuple[str, ...]) -> str:
    """The name of a resource that each region has one of."""
    return name if len(regions) == 1 else f"{name}-{region}"


def _network(state: State, region: str, regions: tuple[str, ...]) -> list[Resource]:
    net, rules = suffixed("net", region, regions), suffixed("open-web", region, regions)
    space = regions.index(region)
    subnets: tuple[Subnet, ...] = (Subnet("web", f"10.{space}.1.0/24", nsg=rules),)
    number = NUMBERS[state["database"]]
    if number > space:
        subnets = (*subnets, Subnet("db", f"10.{space}.2.0/24"))
    found: list[Resource] = [
        VNet(net, (f"10.{space}.0.0/16",), subnets=subnets, region=region),
        NetworkSecurityGroup(
            rules,
            (SecurityRule("https", 100, protocol=Protocol.TCP, source=("Internet",), ports=("443",)),),
            region=region,
        ),
    ]
    if state["balancer"] == "none":
        return found
    front, address = suffixed("front", region, regions), suffixed("front-ip", region, regions)
    zones = (1,) if state["balancer"] == "zonal" else ()
    return [
        *found,
        PublicIp(address, zones=zones, region=region),
        LoadBalancer(
            front,
            (BalancingRule("https", 443, probe="alive"),),
            probes=(HealthProbe("alive", 443),),
            public_ip=address,
            region=region,
        ),
    ]


def _vm(tier: str, at: int, state: State, regions: tuple[str, ...], catalog: Catalog) -> VirtualMachine:
    region = regions[at % len(regions)]
    net = suffixed("net", region, regions)
    web = tier == "web"
    balancer = suffixed("front", region, regions) if web and state["balancer"] != "none" else None
    data = () if web else (_data_disk(state),)
    return VirtualMachine(
        f"{tier}{at + 1}",
        state["size"],
        region=region,
        nics=(Nic(f"{net}/{tier}", load_balancer=balancer),),
        os_disk=OsDisk(state["disk_type"], size_gib=OS_GIB),
        data_disks=data,
        tags=((TAG, tier),),
        **_placed(tier, at, state, region, regions, catalog),
    )


def _placed(
    tier: str, at: int, state: State, region: str, regions: tuple[str, ...], catalog: Catalog
) -> dict[str, Any]:
    """Zone or set of the VM in that place."""
    placement = state["placement"]
    if placement == "set":
        return {} if tier == "db" and state["database"] == "one" else {"availability_set": f"{tier}-set"}
    zones = {"zones2": 2, "zones3": 3, "regions": 2}.get(placement, 0)
    if not zones or (len(regions) > 1 and not catalog.region(region).zones):
        return {}
    return {"zone": 1 + at // len(regions) % zones}


def _data_disk(state: State) -> DataDisk:
    return DataDisk("data", DATA_GIB, type=state["disk_type"], redundancy=state["redundancy"])
