"""Speed of the maintenance calendar: 200 VMs in three regions for a year, on own schedules and by the platform.

    python benchmarks/maintenance.py

Measured as a ratio to a plain loop of a million additions in the same run, so that the machine cancels out; the
budget is well below a second: the loop takes 20 to 40 ms. Exits 1 where a budget is broken.
"""

from __future__ import annotations

import sys

from timing import median_ms

import azstudy as az

REGIONS = ("westeurope", "northeurope", "swedencentral")
YEAR = {"since": "2026-01-01", "until": "2027-01-01"}
BUDGET = 10.0


def estate(own: bool) -> az.Design:
    """200 VMs in zones of three regions, on weekly schedules or left to the platform."""
    patching = az.Patching("AutomaticByPlatform", customer_schedule=own)
    schedules = [
        az.MaintenanceConfiguration(
            f"night-{n}", "guest", start=f"2026-01-04 0{n}:00", recurrence="Week Sunday", time_zone="W. Europe"
        )
        for n in range(3)
    ]
    vms = [
        az.VirtualMachine(
            f"vm{n:03d}",
            "D2s_v5",
            region=REGIONS[n % 3],
            zone=n % 9 // 3 + 1,
            patching=patching,
            maintenance=[f"night-{n % 3}"] if own else [],
            tags={"workload": f"app{n // 6}"},
        )
        for n in range(200)
    ]
    return az.Design("estate", [*(schedules if own else []), *vms], region="westeurope")


def additions() -> int:
    """A million additions, the yardstick."""
    total = 0
    for n in range(1_000_000):
        total += n
    return total


def main() -> int:
    """Measure and compare with the budget."""
    yardstick = median_ms(additions, 5)
    slow = 0
    for what, own in (("own schedules", True), ("the platform", False)):
        design = estate(own)
        took = median_ms(lambda design=design: az.simulate.maintenance(design, **YEAR), 5)
        ratio = took / yardstick
        slow += ratio > BUDGET
        verdict = "ok  " if ratio <= BUDGET else "SLOW"
        print(f"{verdict} a year of 200 VMs, {what:<14} {took:8.1f} ms {ratio:6.1f} x  (budget {BUDGET:g} x)")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
