"""Speed of outages: 10,000 years of a design of 30 VMs, beside the step engine on the same failures.

    python benchmarks/outage.py

Exits 1 where the budget of docs/DESIGN.md is broken, or the two disagree.
"""

from __future__ import annotations

import sys

from timing import median_ms

import azstudy as az
from azstudy.simulate.failures.choices import YEAR_S, FailureRates
from azstudy.simulate.failures.draws import Draw, draw_failures, seconds_by_year, short_spans
from azstudy.simulate.failures.places import Place, places_of
from azstudy.simulate.failures.steps import walk

BUDGET_MS = 2_000
YEARS = 10_000
NEEDED = 20


def step_by_step(draw: Draw, places: tuple[Place, ...]) -> list[int]:
    """Seconds of each year with too few machines, by the step engine."""
    below = [0] * draw.years
    for one in walk(draw.spans(places), draw.seconds, range(YEAR_S, draw.seconds, YEAR_S)):
        if len(places) - len(one.down) < NEEDED:
            below[one.start_s // YEAR_S] += one.end_s - one.start_s
    return below


def main() -> None:
    """Measure and print."""
    vms = [az.VirtualMachine(f"web{n}", "D2s_v5", zone=1 + n % 3, tags={"workload": "web"}) for n in range(30)]
    design = az.Design("thirty", vms, region="westeurope")
    run = median_ms(lambda: az.simulate.outage_years(design, years=YEARS, needed=NEEDED), 7)
    places = places_of(design)
    draw = draw_failures(places, years=YEARS, rates=FailureRates(), seed=0)
    quick = median_ms(lambda: seconds_by_year(short_spans(draw, places, NEEDED), YEARS), 7)
    plain = median_ms(lambda: step_by_step(draw, places), 3)
    equal = seconds_by_year(short_spans(draw, places, NEEDED), YEARS).tolist() == step_by_step(draw, places)
    drill = median_ms(lambda: az.simulate.outage(design, "zone 2", needed=NEEDED), 7)
    good = run <= BUDGET_MS and equal
    print(f"{'ok  ' if good else 'SLOW'} {YEARS:,} years of 30 VMs: {run:.0f} ms (budget <= {BUDGET_MS:,} ms)")
    print(f"     the step engine on the same failures takes {plain / quick:.0f}x as long; equal: {equal}")
    print(f"     one drill: {drill:.1f} ms")
    sys.exit(not good)


if __name__ == "__main__":
    main()
