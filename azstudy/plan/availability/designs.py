"""The ways to place VMs that `nines` compares, each as a design that can be reviewed and drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import attrs

from azstudy.model.design import Design, Resource
from azstudy.model.disk import OsDisk
from azstudy.model.network import Nic, Subnet, VNet
from azstudy.model.placement import AvailabilitySet, DedicatedHost, HostGroup
from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import VirtualMachine
from azstudy.plan.availability.earned import EarnedSla, earned_sla
from azstudy.simulate.failures.workloads import TAG


@attrs.frozen(kw_only=True)
class Layout:
    """A way to place VMs.

    Attributes:
        place: How they stand in a region: "single", "set", "domains", "zones", "zonal set", "hosts".
        words: What it is called in a table.
        regions: In how many regions it stands, each able to do all the work.
    """

    place: str
    words: str
    regions: int = 1

    @property
    def least(self) -> int:
        """VMs it needs at least, in each region."""
        return 1 if self.place == "single" else 2

    @property
    def priced(self) -> bool:
        """False where the machines themselves have no known price."""
        return self.place != "hosts"


_PLACES: Final = {
    "single": "single VM",
    "set": "availability set",
    "domains": "scale set, 2 fault domains",
    "zones": "two zones",
    "zonal set": "scale set, 2 zones",
    "hosts": "dedicated hosts",
}
_TWICE: Final = ("single", "set", "zones")
LAYOUTS: Final = (
    *(Layout(place=place, words=words) for place, words in _PLACES.items()),
    *(Layout(place=place, words=f"{_PLACES[place]} in each of two regions", regions=2) for place in _TWICE),
)
GLOBAL_PARTS: Final = ("global router", "replication between regions")
"""What two regions need that azstudy has no price for."""


@attrs.frozen(kw_only=True)
class Machines:
    """What stands in a design: `count` VMs of one size, with one kind of OS disk, in each region."""

    size: str
    os_disk: OsDisk
    os: str
    count: int


def build(layout: Layout, machines: Machines, regions: Sequence[str]) -> Design:
    """The design: the same in each of the regions, in a network of its own."""
    resources = tuple(one for region in regions for one in _region(layout, machines, region))
    return Design("nines", resources, region=regions[0])


def earned_in_each(design: Design) -> tuple[EarnedSla, ...]:
    """The SLA of the machines of each region."""
    found = []
    for region in design.regions:
        here = [machine for machine in design.machines if design.region_of(machine) == region]
        found.append(earned_sla(here[0] if isinstance(here[0], ScaleSet) else here, design=design))  # type: ignore[arg-type]
    return tuple(found)


def _region(layout: Layout, machines: Machines, region: str) -> list[Resource]:
    net = VNet(f"net-{region}", ("10.0.0.0/16",), subnets=(Subnet("web", "10.0.0.0/24"),), region=region)
    if layout.place in ("domains", "zonal set"):
        placed: dict[str, Any] = {"fault_domains": 2} if layout.place == "domains" else {"zones": (1, 2)}
        return [net, _scale_set(machines, region, placed)]
    count = machines.count
    more: list[Resource] = []
    fields: list[dict[str, Any]] = [{} for _ in range(count)]
    if layout.place == "set":
        more = [AvailabilitySet(f"apart-{region}", region=region)]
        fields = [{"availability_set": f"apart-{region}"} for _ in range(count)]
    elif layout.place == "zones":
        fields = [{"zone": 1 + place % 2} for place in range(count)]
    elif layout.place == "hosts":
        hosts = tuple(DedicatedHost(f"host{n}", "DSv5-Type1", fault_domain=n) for n in range(2))
        more = [HostGroup("own", hosts, fault_domains=2, region=region)]
        fields = [{"host_group": "own", "host": f"own/host{place % 2}"} for place in range(count)]
    return [net, *more, *_vms(machines, region, fields)]


def _common(machines: Machines, region: str) -> dict[str, Any]:
    nics = (Nic(f"net-{region}/web"),)
    return {
        "size": machines.size,
        "os": machines.os,
        "os_disk": machines.os_disk,
        "nics": nics,
        "region": region,
        "tags": {TAG: "web"},  # so that drills and SLAs take them as one workload
    }


def _vms(machines: Machines, region: str, fields: list[dict[str, Any]]) -> list[VirtualMachine]:
    common = _common(machines, region)
    return [VirtualMachine(f"vm{n}-{region}", **common, **placed) for n, placed in enumerate(fields, 1)]


def _scale_set(machines: Machines, region: str, placed: dict[str, Any]) -> ScaleSet:
    return ScaleSet("web", instances=machines.count, **_common(machines, region), **placed)
