"""What can be set in the sizing lab, with Azure's own name beside each, and how it becomes a sizing query."""

from __future__ import annotations

from typing import Any, Final

from azstudy.catalog.catalog import Catalog
from azstudy.labs._controls import Choice, Control, Controls, Group, Number, State, Toggle
from azstudy.labs._places import places
from azstudy.model.facts import Term

_VCPUS: Final = (1, 2, 4, 6, 8, 12, 16, 20, 24, 32, 40, 48, 64, 72, 80, 96, 120, 128, 160, 176, 192, 208, 224, 288, 416)
_MEMORY: Final = (
    0.5,
    1,
    2,
    3.5,
    4,
    7,
    8,
    12,
    14,
    16,
    24,
    28,
    32,
    48,
    56,
    64,
    80,
    96,
    112,
    128,
    160,
    192,
    224,
    256,
    304,
)
_LARGE_MEMORY: Final = (
    384,
    432,
    448,
    504,
    512,
    640,
    672,
    768,
    864,
    1024,
    1536,
    1832,
    2048,
    2850,
    3892,
    4096,
    5700,
    11400,
)
_IOPS: Final = (500, 1000, 2000, 3000, 4000, 5000, 6000, 8000, 10000, 12000, 16000, 20000, 25000, 32000, 40000, 50000)
_LARGE_IOPS: Final = (64000, 80000, 100000, 128000, 160000, 200000, 260000, 400000)
_MBPS: Final = (25, 50, 75, 100, 125, 150, 200, 250, 300, 400, 500, 600, 800, 1000, 1500, 2000, 3000, 4000, 6000, 10000)
_HOURS: Final = (10, 50, 100, 150, 176, 200, 220, 250, 300, 350, 400, 450, 500, 550, 600, 650, 700, 730, 744)
_BUDGET: Final = (
    10,
    20,
    30,
    40,
    50,
    75,
    100,
    125,
    150,
    200,
    250,
    300,
    400,
    500,
    600,
    800,
    1000,
    1500,
    2000,
    3000,
    5000,
)

_QUERY: Final = (
    "vcpus",
    "memory_gib",
    "data_disks",
    "uncached_iops",
    "uncached_mbps",
    "nics",
    "architecture",
    "burstable",
    "series",
    "current_generation",
    "regions",
    "zones",
    "os",
    "hybrid_benefit",
    "term",
    "hours_per_month",
    "budget_usd_per_month",
)
NO_SPOT: Final = tuple(term.value for term in Term if term is not Term.SPOT)
"""Every way of paying for a machine that must stay up."""
_START: Final = {"os": "linux", "term": "payg", "hours_per_month": 730, "current_generation": False}


def controls(catalog: Catalog) -> Controls:
    """The controls, with the regions and series of `catalog`: six in sight, the rest in closed groups."""
    return Controls(
        (
            Group(title="What it needs", controls=_first(catalog)),
            Group(title="Disks and network", controls=_disks(), open=False),
            Group(title="Which machines", controls=_machines(catalog), open=False),
            Group(title="Licence and budget", controls=_money(), open=False),
        )
    )


def _first(catalog: Catalog) -> tuple[Control, ...]:
    vcpus, memory = _capacity()
    os = Choice(
        name="os",
        label="Operating system",
        property="osType",
        options=(("linux", "Linux"), ("windows", "Windows")),
        default="linux",
        look="bar",
    )
    return (vcpus, memory, _region(catalog), os, *_payment())


def _capacity() -> tuple[Control, Control]:
    return (
        Number(
            name="vcpus",
            label="vCPUs",
            property="vCPUs",
            minimum=1,
            maximum=10_000,
            stops=_VCPUS,
            optional=True,
            help="At least this many virtual processors.",
        ),
        Number(
            name="memory_gib",
            label="Memory",
            property="MemoryGB",
            unit="GiB",
            minimum=0.5,
            maximum=1e6,
            stops=_MEMORY + _LARGE_MEMORY,
            whole=False,
            optional=True,
            help="At least this much.",
        ),
    )


def _region(catalog: Catalog) -> Control:
    return Choice(
        name="regions",
        label="Region",
        property="location",
        options=(*places(catalog), ("all", "every region (cheapest first)")),
        default="westeurope",
        help="Where it runs: prices and offered sizes differ.",
    )


def _payment() -> tuple[Control, ...]:
    terms = (*((term.value, term.label) for term in Term), ("best", "the cheapest of these but Spot"))
    return (
        Choice(name="term", label="How it is paid", property="priceType", options=terms, default="payg"),
        Number(
            name="hours_per_month",
            label="Hours it runs in a month",
            unit="h",
            minimum=1,
            maximum=744,
            stops=_HOURS,
            whole=False,
            default=730,
            help="730 is always on. A commitment is paid for every hour.",
        ),
    )


def _disks() -> tuple[Control, ...]:
    return (
        Number(
            name="data_disks",
            label="Data disks",
            property="MaxDataDiskCount",
            minimum=0,
            maximum=1000,
            stops=(1, 2, 4, 6, 8, 10, 12, 16, 18, 20, 24, 28, 32, 48, 64),
            optional=True,
        ),
        Number(
            name="uncached_iops",
            label="Disk operations",
            property="UncachedDiskIOPS",
            unit="IOPS",
            minimum=1,
            maximum=1e8,
            stops=_IOPS + _LARGE_IOPS,
            optional=True,
            help="Sustained and without host cache: the VM's own limit, whatever disks you attach.",
        ),
        Number(
            name="uncached_mbps",
            label="Disk throughput",
            property="UncachedDiskBytesPerSecond",
            unit="MB/s",
            minimum=1,
            maximum=1e6,
            stops=_MBPS,
            whole=False,
            optional=True,
            help="Sustained and without host cache.",
        ),
        Number(
            name="nics",
            label="Network interfaces",
            property="MaxNetworkInterfaces",
            minimum=1,
            maximum=100,
            stops=(1, 2, 3, 4, 5, 6, 7, 8, 15),
            optional=True,
        ),
    )


def _machines(catalog: Catalog) -> tuple[Control, ...]:
    series = tuple((name, name) for name in sorted({s for s in catalog.sizes.column("series") if s}))
    return (
        Choice(
            name="burstable",
            label="Burstable sizes (CPU credits)",
            options=((None, "allowed"), (False, "left out"), (True, "only these")),
            look="bar",
        ),
        Number(
            name="cpu_percent",
            label="Average load of each vCPU",
            property="Percentage CPU",
            unit="%",
            minimum=1,
            maximum=100,
            stops=tuple(range(5, 101, 5)),
            whole=False,
            optional=True,
            help="Shows how long a burstable size holds this load. It does not filter.",
        ),
        Choice(
            name="architecture",
            label="Processor",
            property="CpuArchitectureType",
            options=((None, "any"), ("x64", "x64 (Intel, AMD)"), ("arm64", "Arm64")),
            look="bar",
        ),
        Toggle(
            name="current_generation",
            label="Current generation only",
            help="Leaves out sizes that retire or are called previous generation.",
        ),
        Choice(
            name="zones",
            label="Availability zones in the region",
            property="zones",
            options=((None, "does not matter"), (1, "at least one"), (3, "three")),
        ),
        Choice(name="series", label="Series", options=((None, "any"), *series)),
    )


def _money() -> tuple[Control, ...]:
    return (
        Toggle(
            name="hybrid_benefit",
            label="Azure Hybrid Benefit",
            property="licenseType",
            help="You bring Windows Server licences with Software Assurance. Linux ignores it.",
        ),
        Number(
            name="budget_usd_per_month",
            label="Budget",
            unit="USD a month",
            minimum=1,
            maximum=1e8,
            stops=_BUDGET,
            whole=False,
            optional=True,
        ),
    )


def query(state: State) -> dict[str, Any]:
    """The arguments of `find_sizes` that a state stands for, without what is left open or at its start."""
    found = {}
    for name in _QUERY:
        value = state[name]
        if value is None or _START.get(name) == value:
            continue
        if name == "hybrid_benefit" and (not value or state["os"] != "windows"):
            continue
        found[name] = NO_SPOT if (name, value) == ("term", "best") else value
    return found


def code(state: State) -> str:
    """The call that gives the same offers, as Python to paste into a cell."""
    arguments = query(state)
    if not arguments:
        return "az.find_sizes()"
    lines = "".join(f"    {name}={value!r},\n" for name, value in arguments.items())
    return f"az.find_sizes(\n{lines})".replace("'", '"')
