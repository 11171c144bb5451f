"""The disks lab's missions. Checks look at the run itself; par is the cheapest the model knows."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Final

from azstudy.catalog.catalog import Catalog
from azstudy.errors import AzstudyError
from azstudy.labs._controls import State
from azstudy.labs._disks.result import DisksLabResult, simulate
from azstudy.labs._missions import Check, Mission
from azstudy.model.facts import HOURS_PER_MONTH
from azstudy.plan.storage.choose import disks as plan_disks
from azstudy.simulate.storage.prices import operations_cost

UNIT: Final = "USD a month"
DisksCheck = Check[DisksLabResult]
_TIERS: Final = ("P4", "P6", "P10", "P15", "P20", "P30", "P40", "P50", "P60")
_COUNTS: Final = (1, 2, 3, 4, 6, 8)


def _asks(iops: float, mbps: float, hours: float, shape: str = "steady") -> DisksCheck:
    when = "" if shape == "steady" else ", in peaks"
    return Check(
        f"the load is {iops:,g} IOPS and {mbps:g} MB/s for {hours:g} hours{when}",
        lambda r: (
            r.state["iops"] >= iops
            and r.state["mbps"] >= mbps
            and r.state["hours"] >= hours
            and r.state["shape"] == shape
            and r.state["credits_percent"] == 100
        ),
    )


def _holds(gib: float) -> DisksCheck:
    return Check(f"at least {gib:,g} GiB", lambda r: r.capacity_gib >= gib)


def _on(size: str) -> DisksCheck:
    return Check(f"on a {size}", lambda r: r.size.short_name == size)


_NOTHING_HELD: Final[DisksCheck] = Check("nothing is held back", lambda r: r.io.throttled_minutes == 0)
_PRICED: Final[DisksCheck] = Check("in West Europe", lambda r: r.state["region"] == "westeurope")
_PREMIUM: Final[DisksCheck] = Check("Premium SSD, not v2", lambda r: all(d.tier[:1] == "P" for d in r.io.disks))


def _disk_cost(result: DisksLabResult) -> float | None:
    """The disks with the transactions of Standard SSD and HDD at what the run served on average."""
    cost = result.disk_usd_per_month
    if cost is None:
        return None
    for disk in result.io.disks:
        served = float(result.io.disk(disk.name).disk_iops.mean())
        extra = operations_cost(result.io.book, result.state["region"], disk, served).usd
        if extra is None:
            return None
        cost += extra
    return cost


def missions(catalog: Catalog, start: State) -> tuple[Mission[DisksLabResult], ...]:
    """The missions, easiest first."""
    return (_file_server(catalog), _catalogue(catalog), _peaks(catalog, start), _for_good(catalog))


def _par(catalog: Catalog, size: str, **needs: Any) -> Callable[[], float | None]:
    @functools.cache
    def par() -> float | None:
        best = plan_disks(size, region="westeurope", catalog=catalog, **needs).best
        return best.usd_per_month if best else None

    return par


def _file_server(catalog: Catalog) -> Mission[DisksLabResult]:
    return Mission(
        id="file-server",
        title="A file server",
        level=1,
        brief=(
            "A small firm moves its file server to a D2s_v5 in West Europe: 500 GiB, 2,000 IOPS and 60 MB/s for two "
            "days without a pause. Choose disks so that nothing is held back, for as little as you can."
        ),
        checks=(_on("D2s_v5"), _PRICED, _holds(500), _asks(2000, 60, 48), _NOTHING_HELD),
        score=_disk_cost,
        par=_par(catalog, "D2s_v5", capacity_gib=500, iops=2000, mbps=60),
        unit=UNIT,
        hint="Compare the tiers with Premium SSD v2, whose first 3,000 IOPS and 125 MB/s are free.",
        debrief="A tier sells GiB and IOPS in one package. Premium SSD v2 sells them apart, and needs a VM in a zone.",
        setup={"size": "D2s_v5", "iops": 2000, "mbps": 60, "hours": 48, "disk": "P10", "count": 1},
    )


def _catalogue(catalog: Catalog) -> Mission[DisksLabResult]:
    return Mission(
        id="same-machine",
        title="The same machine",
        level=2,
        brief=(
            "The web catalogue must stay on its D4s_v5: 12,000 IOPS of 98 MB/s, day and night, 90 % reads, of which "
            "a cache would hold 90 %. It needs 1,000 GiB or more. Let nothing be held back."
        ),
        checks=(_on("D4s_v5"), _PRICED, _holds(1000), _asks(12000, 98, 72), _NOTHING_HELD),
        score=_disk_cost,
        par=_par(
            catalog,
            "D4s_v5",
            capacity_gib=1000,
            iops=12000,
            mbps=98,
            caching="ReadOnly",
            read_percent=90,
            hit_percent=90,
        ),
        unit=UNIT,
        hint="The VM lets 6,400 uncached IOPS through. Which IOs do not count as uncached?",
        debrief="Reads from the host cache have a limit of their own. Only misses and writes reach disk and network.",
        setup={
            "size": "D4s_v5",
            "iops": 12000,
            "mbps": 98,
            "hours": 72,
            "read_percent": 90,
            "hit_percent": 90,
            "disk": "v2",
            "count": 1,
            "disk_iops": 12000,
        },
    )


def _peaks(catalog: Catalog, start: State) -> Mission[DisksLabResult]:
    setup = {"size": "D8s_v5", "shape": "peaks", "iops": 6000, "mbps": 100, "hours": 24, "disk": "P30", "count": 2}
    return Mission(
        id="peaks",
        title="Peaks on credits",
        level=3,
        brief=(
            "Reports run for 20 minutes of each hour on a D8s_v5: 6,000 IOPS and 100 MB/s, and a fifth of that "
            "between. The VM stands in an availability set, where West Europe has no Premium SSD v2: take Premium SSD "
            "of 500 GiB or more in all. Let credits carry the peaks, all day, for as little as you can."
        ),
        checks=(_on("D8s_v5"), _PRICED, _PREMIUM, _holds(500), _asks(6000, 100, 24, "peaks"), _NOTHING_HELD),
        score=_disk_cost,
        par=_peaks_par(catalog, {**start, **setup}),
        unit=UNIT,
        hint="Disks up to P20 burst to 3,500 IOPS. What they spend in 20 minutes must come back in 40.",
        debrief="Small disks that burst can beat a large one that does not, if the load gives them time to refill.",
        setup=setup,
    )


def _peaks_par(catalog: Catalog, state: State) -> Callable[[], float | None]:
    @functools.cache
    def par() -> float | None:
        found = []
        for tier in _TIERS:
            for count in _COUNTS:
                try:
                    run = simulate({**state, "disk": tier, "count": count}, catalog)
                except AzstudyError:
                    continue
                held = sum(disk.gib or 0 for disk in run.disks)
                if run.throttled_minutes == 0 and held >= 500 and run.cost.usd is not None:
                    found.append(run.cost.usd)
        return min(found, default=None)

    return par


def _for_good(catalog: Catalog) -> Mission[DisksLabResult]:
    return Mission(
        id="a-week",
        title="A week without a pause",
        level=4,
        brief=(
            "8,000 IOPS and 120 MB/s for a whole week, 1,024 GiB or more, in West Europe, no caching. Find a machine "
            "and disks that hold it to the end. What counts is the price of disks and VM together."
        ),
        checks=(
            _PRICED,
            _holds(1024),
            _asks(8000, 120, 168),
            Check("no host caching", lambda r: r.state["caching"] == "None"),
            _NOTHING_HELD,
        ),
        score=lambda result: result.usd_per_month,
        par=_week_par(catalog),
        unit=UNIT,
        hint="Some sizes are made for storage: look at the letter b (Ebsv5), and at newer versions.",
        debrief=f"The right size is the one whose limits fit. All prices are for {HOURS_PER_MONTH:g} hours a month.",
        setup={"iops": 8000, "mbps": 120, "hours": 168},
    )


def _week_par(catalog: Catalog) -> Callable[[], float | None]:
    @functools.cache
    def par() -> float | None:
        from azstudy.labs._disks.controls import SIZES
        from azstudy.labs._disks.result import vm_cost

        found = []
        for name in SIZES:
            vm = vm_cost(name, "westeurope", catalog)
            plan = plan_disks(name, capacity_gib=1024, iops=8000, mbps=120, region="westeurope", catalog=catalog)
            if vm is not None and plan.best is not None:
                found.append(vm + plan.best.usd_per_month)
        return min(found, default=None)

    return par
