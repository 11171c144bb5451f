"""Speed of CPU credits: a week of minutes, beside one plain pass of Python over the same minutes.

    python benchmarks/credits.py

Exits 1 where the budget of docs/DESIGN.md is broken.
"""

from __future__ import annotations

import sys

from timing import median_ms

import azstudy as az

BUDGET_MS = 50


def main() -> None:
    """Measure and print."""
    week = az.loads.trace("asg-cpu").days(0, 7)
    run = median_ms(lambda: az.simulate.cpu_credits("B4ms", week), 15)
    plain = median_ms(lambda: [value * 2 for value in week.values], 15)
    good = run <= BUDGET_MS
    print(f"{'ok  ' if good else 'SLOW'} a week of minutes through credits: {run:.1f} ms (budget <= {BUDGET_MS} ms)")
    print(f"     beside one pass over the minutes: {run / plain:.0f}x")
    sys.exit(not good)


if __name__ == "__main__":
    main()
