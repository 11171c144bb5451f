"""The lab's own designs, as data: small, each with mistakes that a reader makes in good faith."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from azstudy.model.design import Design

TITLES: Final = {
    "six-disks": "A file server with six disks",
    "zone-and-set": "A web server, spread twice",
    "fast-disk": "A database pair on fast disks",
    "ephemeral": "A build agent without a stored OS disk",
    "rolling": "A scale set that upgrades by itself",
    "sql": "A database server, moved as it was",
    "shop": "A shop in two tiers",
}
"""A few words on each, easiest first."""

_Fields = dict[str, Any]


@cache
def designs() -> dict[str, Design]:
    """The practice designs by name.

    >>> list(designs()) == list(TITLES)
    True
    """
    made = (_six_disks(), _zone_and_set(), _fast_disk(), _ephemeral(), _rolling(), _sql(), _shop())
    return {design.name: design for design in made}


def _design(name: str, description: str, *resources: _Fields) -> Design:
    given: Any = resources
    return Design(name, given, region="westeurope", description=description)


def _vm(name: str, size: str, **more: Any) -> _Fields:
    return {"kind": "VirtualMachine", "name": name, "size": size, **more}


def _disk(name: str, gib: int, **more: Any) -> _Fields:
    return {"kind": "DataDisk", "name": name, "size_gib": gib, **more}


def _set(name: str, **more: Any) -> _Fields:
    return {"kind": "AvailabilitySet", "name": name, **more}


def _six_disks() -> Design:
    return _design(
        "six-disks",
        "A file server with two vCPUs keeps each department's files on a disk of its own: six departments.",
        _vm("files", "D2s_v5", zone=1, data_disks=[_disk(f"share{n}", 256) for n in range(1, 7)]),
    )


def _zone_and_set() -> Design:
    return _design(
        "zone-and-set",
        "Two web servers stand in two zones, and in one availability set on top, to be doubly safe.",
        _set("web"),
        *(_vm(f"web{n}", "D2s_v5", zone=n, availability_set="web") for n in (1, 2)),
    )


def _fast_disk() -> Design:
    data = _disk("data", 1024, caching="ReadOnly")
    return _design(
        "fast-disk",
        "A pair of database servers in an availability set reads from cached Premium SSD disks.",
        _set("db"),
        *(_vm(f"db{n}", "E8s_v5", availability_set="db", data_disks=[data]) for n in (1, 2)),
    )


def _ephemeral() -> Design:
    return _design(
        "ephemeral",
        "A build agent starts fresh each time, so its 64 GiB OS disk shall lie on the host.",
        _vm("agent", "D4s_v5", zone=1, os_disk={"type": "Standard SSD", "size_gib": 64, "ephemeral": True}),
    )


def _rolling() -> Design:
    return _design(
        "rolling",
        "Six instances in three zones are upgraded batch by batch, with two fault domains in each zone.",
        {
            "kind": "ScaleSet",
            "name": "api",
            "size": "D2s_v5",
            "instances": 6,
            "orchestration": "Uniform",
            "zones": [1, 2, 3],
            "upgrade": "rolling",
            "fault_domains": 2,
        },
    )


def _sql() -> Design:
    disks = [_disk(f"data{n}", 512) for n in range(1, 5)]
    disks.append(_disk("archive", 8192, type="Standard SSD", caching="ReadOnly"))
    return _design(
        "sql",
        "One database server, its five disks and its availability set, as they were in the old data centre.",
        _set("sql"),
        _vm("sql1", "D2_v5", os="Windows", zone=1, availability_set="sql", data_disks=disks),
    )


def _shop() -> Design:
    data = _disk("data", 2048, type="Premium SSD v2", caching="ReadOnly", iops=12000, mbps=400)
    web = {
        "kind": "ScaleSet",
        "name": "web",
        "size": "D2s_v5",
        "instances": 6,
        "zones": [1, 2, 3],
        "nics": [{"subnet": "web", "load_balancer": "front"}],
        "upgrade": "rolling",
        "fault_domains": 5,
    }
    front = {
        "kind": "LoadBalancer",
        "name": "front",
        "rules": [{"name": "http", "port": 80, "probe": "alive"}],
        "probes": [{"name": "alive", "port": 80}],
    }
    subnets = [{"name": "web", "prefix": "10.0.1.0/24"}, {"name": "db", "prefix": "10.0.2.0/24"}]
    return _design(
        "shop",
        "A load balancer, six web servers in three zones and a pair of databases on the fastest disks.",
        {"kind": "VNet", "name": "net", "address_space": ["10.0.0.0/16"], "subnets": subnets},
        front,
        _set("db"),
        web,
        *(
            _vm(f"db{n}", "E8s_v5", zone=n, availability_set="db", nics=[{"subnet": "db"}], data_disks=[data])
            for n in (1, 2)
        ),
    )
