"""The ways to place VMs that `nines` compares, each as a design that can be reviewed and drawn."""

from __future__ import annotations

from typing import Final

import attrs

from azstudy.model.design import Design, Resource
from azstudy.model.disk import OsDisk
from azstudy.model.network import Nic, Subnet, VNet
from azstudy.model.placement import AvailabilitySet, DedicatedHost, HostGroup
from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import VirtualMachine


@attrs.frozen(kw_only=True)
class Layout:
    """A way to place VMs.

    Attributes:
        name: Short and stable.
        words: What it is called in a table.
        least: VMs it needs at least, in each region.
        regions: In how many regions it stands.
        not_included: What it needs that azstudy has no price for.
        priced: False where the machines themselves have no known price.
    """

    name: str
    words: str
    least: int = 2
    regions: int = 1
    not_included: tuple[str, ...] = ()
    priced: bool = True


LAYOUTS: Final = (
    Layout(name="single", words="single VM", least=1),
    Layout(name="set", words="availability set"),
    Layout(name="domains", words="scale set, 2 fault domains"),
    Layout(name="zones", words="two zones"),
    Layout(name="zonal set", words="scale set, 2 zones"),
    Layout(name="hosts", words="dedicated hosts", priced=False),
    Layout(
        name="regions",
        words="two zones in each of two regions",
        regions=2,
        not_included=("global router", "replication between regions"),
    ),
)


def build(layout: Layout, size: str, region: str, os_disk: OsDisk, os: str, count: int) -> Design:
    """The design of one region: `count` VMs of one size, placed as the layout says, in a network of their own."""
    network = VNet("net", ("10.0.0.0/16",), subnets=(Subnet("web", "10.0.0.0/24"),))
    more: tuple[Resource, ...] = ()
    if layout.name in ("domains", "zonal set"):
        placed: dict[str, object] = {"fault_domains": 2} if layout.name == "domains" else {"zones": (1, 2)}
        return Design("nines", (network, _scale_set(size, os_disk, os, count, placed)), region=region)
    fields: list[dict[str, object]] = [{} for _ in range(count)]
    if layout.name == "set":
        more = (AvailabilitySet("apart"),)
        fields = [{"availability_set": "apart"} for _ in range(count)]
    elif layout.name in ("zones", "regions"):
        fields = [{"zone": 1 + place % 2} for place in range(count)]
    elif layout.name == "hosts":
        hosts = tuple(DedicatedHost(f"host{n}", "DSv5-Type1", fault_domain=n) for n in range(2))
        more = (HostGroup("own", hosts, fault_domains=2),)
        fields = [{"host_group": "own", "host": f"own/host{place % 2}"} for place in range(count)]
    return Design("nines", (network, *more, *_vms(size, os_disk, os, fields)), region=region)


def _vms(size: str, os_disk: OsDisk, os: str, fields: list[dict[str, object]]) -> list[VirtualMachine]:
    nic = Nic("net/web")
    return [
        VirtualMachine(f"vm{n}", size, os=os, os_disk=os_disk, nics=[nic], **placed)  # type: ignore[arg-type]
        for n, placed in enumerate(fields, 1)
    ]


def _scale_set(size: str, os_disk: OsDisk, os: str, count: int, placed: dict[str, object]) -> ScaleSet:
    nic = Nic("net/web")
    return ScaleSet("web", size, instances=count, os=os, os_disk=os_disk, nics=[nic], **placed)  # type: ignore[arg-type]
