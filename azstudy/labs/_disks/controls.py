"""What can be set in the disks lab, and the call it stands for."""

from __future__ import annotations

from typing import Any, Final

from azstudy.catalog.catalog import Catalog
from azstudy.catalog.disks import disk_book
from azstudy.labs._controls import Choice, Control, Controls, Group, Number, State, Toggle

SIZES: Final = (
    *("B2ms", "D2s_v3", "D8s_v3", "D2s_v5", "D4s_v5", "D8s_v5", "D16s_v5", "D4ds_v5", "D4s_v6", "D4as_v7"),
    *("D4_v5", "E4s_v5", "E8s_v5", "E4bs_v5", "E8bs_v5", "L8s_v2", "L8s_v3"),
)
FLEXIBLE: Final = {"v2": "premium v2", "ultra": "ultra"}
_TIERS: Final = (
    *(("P4", 32), ("P6", 64), ("P10", 128), ("P15", 256), ("P20", 512), ("P30", 1024), ("P40", 2048)),
    *(("P50", 4096), ("P60", 8192), ("E10", 128), ("E20", 512), ("E30", 1024), ("E40", 2048), ("E50", 4096)),
    *(("S10", 128), ("S30", 1024), ("S50", 4096)),
)
_KIND: Final = {"P": "Premium SSD", "E": "Standard SSD", "S": "Standard HDD"}

Phase = tuple[float, float]
"""A share of the peak, and minutes."""
SHAPES: Final[dict[str, tuple[str, tuple[Phase, ...]]]] = {
    "steady": ("the peak, all the time", ((1.0, 60),)),
    "peaks": ("20 minutes of peak in each hour, 20 % between", ((1.0, 20), (0.2, 40))),
    "batch": ("2 hours of peak, then 10 hours at 20 %", ((1.0, 120), (0.2, 600))),
    "morning": ("10 minutes of peak at each start of the day, then 10 %", ((1.0, 10), (0.1, 1_430))),
}
"""Shapes of a load over time. Illustrative."""
_HOURS: Final = (1, 2, 4, 6, 8, 12, 24, 48, 72, 168)
ZONE: Final = 1
"""The lab's VM stands in a zone, as Premium SSD v2 and Ultra ask in most regions."""


def controls(catalog: Catalog) -> Controls:
    """The controls: machine and disks, load, and what beginners may leave alone."""
    return Controls(
        (
            Group(title="Machine and disks", controls=_machine(catalog)),
            Group(title="Load", controls=_load()),
            Group(title="Premium SSD v2 and Ultra, each disk", controls=_flexible(), open=False),
            Group(title="Reads, cache and credits", controls=_cache(), open=False),
        )
    )


def _machine(catalog: Catalog) -> tuple[Control, ...]:
    sizes = tuple((name, f"{name}, {catalog.size(name).vcpus} vCPUs") for name in SIZES)
    regions = tuple((name, catalog.region(name).display) for name in disk_book(catalog).regions)
    tiers = tuple((tier, f"{tier}, {_KIND[tier[0]]}, {gib:,} GiB") for tier, gib in _TIERS)
    flexible = (("v2", "Premium SSD v2, set below"), ("ultra", "Ultra Disk, set below"))
    caching = (("None", "none"), ("ReadOnly", "read only"), ("ReadWrite", "read/write"))
    return (
        Choice(name="size", label="VM size", property="vmSize", options=sizes, default="D4s_v5"),
        Choice(name="disk", label="Kind of disk", property="sku", options=tiers + flexible, default="P30"),
        Number(
            name="count",
            label="How many, striped",
            property="dataDisks",
            minimum=1,
            maximum=64,
            stops=(1, 2, 3, 4, 6, 8, 12, 16),
            default=2,
            help="The load is spread evenly over all of them.",
        ),
        Choice(name="caching", label="Host caching", property="caching", options=caching, default="None", look="bar"),
        Choice(
            name="region",
            label="Region",
            property="location",
            options=regions,
            default="westeurope",
            help="Regions with known disk prices. The VM stands in a zone.",
        ),
    )


def _load() -> tuple[Control, ...]:
    return (
        Number(
            name="iops",
            label="Operations at the peak",
            unit="IOPS",
            minimum=1,
            maximum=1_000_000,
            stops=(250, 500, 1000, 2000, 3000, 3500, 5000, 6400, 8000, 10000, 12000, 16000, 20000, 30000, 40000, 80000),
            default=8000,
        ),
        Number(
            name="mbps",
            label="Throughput at the peak",
            unit="MB/s",
            minimum=1,
            maximum=100_000,
            stops=(5, 10, 25, 50, 75, 100, 120, 150, 200, 250, 300, 400, 600, 800, 1000, 2000),
            whole=False,
            default=120,
        ),
        Choice(
            name="shape",
            label="When",
            options=tuple((name, words) for name, (words, _) in SHAPES.items()),
            default="steady",
        ),
        Number(name="hours", label="How long", unit="h", minimum=1, maximum=168, stops=_HOURS, default=12),
    )


def _flexible() -> tuple[Control, ...]:
    return (
        Number(
            name="gib",
            label="Size",
            property="diskSizeGB",
            unit="GiB",
            minimum=1,
            maximum=65_536,
            stops=(32, 64, 128, 256, 342, 512, 1024, 2048, 4096),
            default=1024,
        ),
        Number(
            name="disk_iops",
            label="IOPS",
            property="diskIOPSReadWrite",
            minimum=100,
            maximum=400_000,
            stops=(3000, 4000, 6000, 8000, 12000, 16000, 20000, 40000, 80000),
            default=8000,
        ),
        Number(
            name="disk_mbps",
            label="MB/s",
            property="diskMBpsReadWrite",
            minimum=1,
            maximum=10_000,
            stops=(125, 150, 200, 300, 500, 800, 1200, 2000),
            default=125,
        ),
    )


def _cache() -> tuple[Control, ...]:
    percent: dict[str, Any] = {"unit": "%", "minimum": 0, "maximum": 100, "stops": tuple(range(0, 101, 10))}
    return (
        Number(name="read_percent", label="Reads", default=70, help="The rest are writes.", **percent),
        Number(name="hit_percent", label="Reads in the cache", default=80, help="With host caching only.", **percent),
        Number(name="credits_percent", label="Burst credits at the start", default=100, **percent),
        Toggle(
            name="on_demand",
            label="On-demand bursting",
            property="burstingEnabled",
            help="Premium SSD above 512 GiB; a fee, and each burst is billed.",
        ),
        Toggle(
            name="performance_plus",
            label="Performance plus",
            property="performancePlus",
            help="Disks of 513 GiB or more, free, chosen when the disk is made.",
        ),
    )


def disk_words(state: State, *, count: int | None = None) -> str:
    """The disks of a state as `az.simulate.disk_io` reads them."""
    number = state["count"] if count is None else count
    many = f"{number} x " if number > 1 else ""
    caching = {"None": "", "ReadOnly": " read only", "ReadWrite": " read write"}[state["caching"]]
    extras = f"{' on-demand' if state['on_demand'] else ''}{' performance plus' if state['performance_plus'] else ''}"
    if state["disk"] in FLEXIBLE:
        own = f" {state['gib']} GiB {state['disk_iops']} IOPS {state['disk_mbps']:g} MB/s"
        return f"{many}{FLEXIBLE[state['disk']]}{own}{extras}{caching}"
    return f"{many}{state['disk']}{extras}{caching}"


def phases(state: State) -> list[Phase]:
    """The load over time: shares of the peak and minutes, cut off at the end."""
    left, found = float(state["hours"]) * 60, []
    cycle = SHAPES[state["shape"]][1]
    while left > 0:
        for share, minutes in cycle:
            lasts = min(minutes, left)
            if lasts > 0:
                found.append((share, lasts))
            left -= lasts
    return found


def arguments(state: State) -> dict[str, Any]:
    """The arguments of `az.simulate.disk_io` besides size, disks and load."""
    return {
        "read_percent": state["read_percent"],
        "hit_percent": state["hit_percent"],
        "credits_percent": state["credits_percent"],
        "region": state["region"],
        "zone": ZONE,
    }


def stream(state: State) -> list[dict[str, float]]:
    """The load as `az.simulate.disk_io` reads it."""
    return [
        {"iops": state["iops"] * share, "mbps": state["mbps"] * share, "minutes": minutes}
        for share, minutes in phases(state)
    ]


def code(state: State) -> str:
    """The call that gives the same run, as Python to paste into a cell."""
    load = f'"{state["iops"]} IOPS {state["mbps"]:g} MB/s for {state["hours"]} h"'
    if state["shape"] != "steady":
        parts = ", ".join(f"({share:g}, {minutes:g})" for share, minutes in phases(state))
        load = (
            f'[{{"iops": {state["iops"]} * part, "mbps": {state["mbps"]:g} * part, "minutes": minutes}}\n'
            f"     for part, minutes in [{parts}]]"
        )
    more = "".join(f"    {name}={value!r},\n" for name, value in arguments(state).items()).replace("'", '"')
    return f'az.simulate.disk_io(\n    "{state["size"]}",\n    ["{disk_words(state)}"],\n    {load},\n{more})'
