"""Speed of the disk simulation and of the disk plan, as ratios within one run where the machine would matter.

    python benchmarks/disks.py

A week of minutes is 10,080 steps. Exits 1 where a budget is broken.
"""

from __future__ import annotations

import sys

import numpy as np
from timing import median_ms

import azstudy as az

MINUTES = np.arange(7 * 1_440)
RNG = np.random.default_rng(5)
DAY = 1_500 + 5_000 * np.clip(np.sin(2 * np.pi * MINUTES / 1_440), 0, None) ** 2
LOADS = {
    "a calm week": np.full(MINUTES.size, 2_000.0),
    "a week of days": DAY,
    "a noisy week": DAY * RNG.uniform(0.5, 1.5, MINUTES.size),
    "a week beyond the limits": np.full(MINUTES.size, 9_000.0),
    "a random week": RNG.uniform(0, 9_000, MINUTES.size),
}
DISKS = {
    "4 x P20": ["4 x P20"],
    "five kinds": ["os P10 uncached", "P30", "P20", "P15", "E30"],
    "read-only cache": ["2 x P20 read only", "P30"],
    "write-back cache": ["P20 read write"],
}
BUDGET_MS = 50.0
LEAST_GAIN = 4.0
PLAN_SHARE = 0.6
"""Of a week through the plain engine, so that a busy machine cancels out."""
_failed: list[str] = []


def say(what: str, value: float, limit: float, unit: str, *, at_least: bool = False) -> None:
    """Print one measurement beside its budget."""
    good = value >= limit if at_least else value <= limit
    if not good:
        _failed.append(what)
    sign = ">=" if at_least else "<="
    print(f"{'ok  ' if good else 'SLOW'} {what:<58} {value:9.2f}{unit}  (budget {sign} {limit:g}{unit})")


def week(disks: list[str], load: object, *, plain: bool = False) -> object:
    """A week on a D4s_v5, all the way to what a learner reads first."""
    column = {"iops": load, "io_kib": 16}
    result = az.simulate.disk_io("D4s_v5", disks, column, hit_percent=60, plain=plain)
    return result.served_share, result.throttled_minutes


def main() -> int:
    """Measure and compare with the budgets."""
    for disk_words, disks in DISKS.items():
        for load_words, load in LOADS.items():
            quick = median_ms(lambda d=disks, x=load: week(d, x), 5)
            say(f"{disk_words}, {load_words}", quick, BUDGET_MS, " ms")
    load = LOADS["a noisy week"]
    slow = median_ms(lambda: week(DISKS["4 x P20"], load, plain=True), 1)
    quick = median_ms(lambda: week(DISKS["4 x P20"], load), 5)
    say("plain engine / quick engine", slow / quick, LEAST_GAIN, " x", at_least=True)
    need = {"capacity_gib": 1_024, "iops": 8_000, "mbps": 120}
    plan = median_ms(lambda: az.plan.disks("E96s_v5", **need), 5)
    print(f"     plain week {slow:.0f} ms, cheapest of 1,696 disk sets {plan:.0f} ms")
    say("cheapest disks on E96s_v5 / plain week", plan / slow, PLAN_SHARE, " x")
    return 1 if _failed else 0


if __name__ == "__main__":
    sys.exit(main())
