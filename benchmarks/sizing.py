"""Speed of sizing as ratios within one run, so that the machine cancels out.

    python benchmarks/sizing.py

Starts processes several times and takes the median; unset PYTHONDONTWRITEBYTECODE first, or every start compiles.
Exits 1 where a budget of docs/DESIGN.md is broken.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

from timing import median_ms

import azstudy as az
from azstudy.model.facts import OperatingSystem, Term

PYTHON = sys.executable
NEEDS = {"vcpus": 4, "memory_gib": 16, "data_disks": 8, "uncached_iops": 6000, "premium_storage": True}
_failed: list[str] = []


def process(*words: str) -> Callable[[], object]:
    """An action that runs a process to its end."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return lambda: subprocess.run([PYTHON, *words], check=True, capture_output=True, env=environment)


def say(what: str, value: float, limit: float, unit: str = "", *, at_least: bool = False) -> None:
    """Print one measurement beside its budget."""
    good = value >= limit if at_least else value <= limit
    if not good:
        _failed.append(what)
    sign = ">=" if at_least else "<="
    print(f"{'ok  ' if good else 'SLOW'} {what:<62} {value:9.2f}{unit}  (budget {sign} {limit:g}{unit})")


def long_table() -> object:
    """Every Linux offer of the catalogue as one long pandas table, with the specifications joined."""
    import pandas as pd

    catalog = az.default_catalog()
    sizes = catalog.sizes
    specs = pd.DataFrame(
        {
            f: sizes.column(f)
            for f in ("name", "vcpus", "memory_gib", "max_data_disks", "uncached_iops", "premium_storage")
        }
    )
    frames = []
    for term in Term:
        for region in catalog.region_names("all"):
            rates = catalog.rates.rates(region, OperatingSystem.LINUX, term).total
            frames.append(specs.assign(region=region, term=term.value, usd_per_hour=rates))
    return pd.concat(frames, ignore_index=True).dropna(subset=["usd_per_hour"])


def pandas_filter(table: object) -> object:
    """The same question asked of the long table."""
    t = table
    fits = t[  # type: ignore[index]
        (t.vcpus >= 4)  # type: ignore[attr-defined]
        & (t.memory_gib >= 16)  # type: ignore[attr-defined]
        & (t.max_data_disks >= 8)  # type: ignore[attr-defined]
        & (t.uncached_iops >= 6000)  # type: ignore[attr-defined]
        & (t.premium_storage == True)  # type: ignore[attr-defined]  # noqa: E712
    ]
    return fits.sort_values("usd_per_hour").head(10)


def everything() -> object:
    """All offers of one region with headroom and cautions, every rejection with its reasons, near misses, blockers."""
    result = az.find_sizes(**NEEDS)
    return result.ranked(), [r.as_dict() for r in result.rejected], result.near_misses(), result.blockers


def main() -> int:
    """Measure and compare with the budgets."""
    bare = median_ms(process("-c", "pass"), 15)
    imported = median_ms(process("-c", "import azstudy"), 15)
    pandas = median_ms(process("-c", "import pandas"), 9)
    command = median_ms(process("-m", "azstudy", "size", "--vcpus", "4", "--memory-gib", "16"), 9)
    print(f"     bare Python {bare:.0f} ms, import pandas {pandas:.0f} ms, azstudy size {command:.0f} ms")
    say("import azstudy / bare Python", imported / bare, 2)
    say("azstudy size (process) / import pandas (process)", command / pandas, 0.7)

    ask = {**NEEDS, "regions": "all", "term": "all"}
    top = median_ms(lambda: az.find_sizes(**ask, top=10).offers, 200)
    selective = median_ms(lambda: az.find_sizes(**{**ask, "uncached_iops": 200_000}, top=10).offers, 100)
    say("top 10 over all sizes, regions, terms (warm)", top, 5, " ms")
    say("the same where few sizes fit", selective, 5, " ms")
    say("one region, everything with reasons (warm)", median_ms(everything, 20), 60, " ms")
    table = long_table()
    print(f"     long table: {len(table):,} offers")  # type: ignore[arg-type]
    say("naive pandas filter / top 10", median_ms(lambda: pandas_filter(table), 10) / top, 20, " x", at_least=True)
    return 1 if _failed else 0


if __name__ == "__main__":
    sys.exit(main())
