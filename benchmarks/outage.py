"""Speed of outages: 10,000 years of a design of 30 VMs, beside the plain engine on the same events.

    python benchmarks/outage.py

Exits 1 where the budget of docs/DESIGN.md is broken, or the two engines disagree.
"""

from __future__ import annotations

import sys

from timing import median_ms

import azstudy as az
from azstudy.simulate.failures.chance import below_by_year, chance, draw_failures, step_by_step
from azstudy.simulate.failures.places import places_of

BUDGET_MS = 2_000


def main() -> None:
    """Measure and print."""
    web = az.ScaleSet("web", "D2s_v5", instances=20, zones=(1, 2, 3))
    databases = [az.VirtualMachine(f"db{n}", "E4s_v5", zone=1 + n % 3, tags={"workload": "db"}) for n in range(10)]
    design = az.Design("thirty", [web, *databases], region="westeurope")
    run = median_ms(lambda: chance(design, years=10_000, needed={"web": 14, "db": 6}), 7)
    good = run <= BUDGET_MS
    print(f"{'ok  ' if good else 'SLOW'} 10,000 years of 30 VMs: {run:.0f} ms (budget <= {BUDGET_MS} ms)")
    places = [place for place in places_of(design) if place.workload == "web"]
    draw = draw_failures(places, years=500)
    fast = median_ms(lambda: below_by_year(draw, places, 14), 7)
    slow = median_ms(lambda: step_by_step(draw, places, 14), 3)
    equal = below_by_year(draw, places, 14).tolist() == step_by_step(draw, places, 14)
    print(f"     event after event over the same 500 years: {slow / fast:.0f}x as long; equal: {equal}")
    sys.exit(not (good and equal))


if __name__ == "__main__":
    main()
