"""Speed of planning commitments as ratios within one run, so that the machine cancels out.

    python benchmarks/commitments.py

Exits 1 where a budget is broken. The budgets in milliseconds are those a learner feels: the lab has to answer while a
slider moves.
"""

from __future__ import annotations

import itertools
import random
import sys

from timing import median_ms

import azstudy as az
from azstudy.labs._commitments.lab import commitments_lab
from azstudy.labs._commitments.shapes import week
from azstudy.plan.paying.mix import Mix, total_cost

_failed: list[str] = []


def say(what: str, value: float, limit: float, unit: str = "", *, at_least: bool = False) -> None:
    """Print one measurement beside its budget."""
    good = value >= limit if at_least else value <= limit
    if not good:
        _failed.append(what)
    sign = ">=" if at_least else "<="
    print(f"{'ok  ' if good else 'SLOW'} {what:<66} {value:9.2f}{unit}  (budget {sign} {limit:g}{unit})")


def year(seed: int, most: int) -> list[int]:
    """VMs needed in 8,760 hours: a week's shape with luck on top, so that few hours are alike."""
    draw = random.Random(seed)
    shape = week("autoscale", 2, most) * 53
    return [max(0, count + draw.randint(-1, 2)) for count in shape[:8760]]


def by_trying(load: list[int]) -> float:
    """The same question answered by trying every number of reservations and plans, through the same arithmetic."""
    plan = az.plan.commitments(load, "D4s_v5")
    [(size, offer)] = plan.offers.items()
    rate = {term.value: one.usd_per_hour for term, one in offer.rates.items()}
    counts = range(0, max(load) + 1, 2)
    costs = []
    for long, short, plans in itertools.product(counts, counts, counts):
        mix = Mix(
            reserved_3y={size: long},
            reserved_1y=({size: short},) * 3,
            plan_3y=plans * rate["savings_plan_3y"],
            plan_1y=(0.0,) * 3,
        )
        costs.append(total_cost(mix, plan.years, plan.offers).total)
    return min(costs)


def main() -> int:
    """Measure and compare with the budgets."""
    load = year(1, 20)
    several = {"D4s_v5": year(1, 12), "E8s_v5": year(2, 6), "F8as_v6": year(3, 8)}
    weekly = {"D4s_v5": week("autoscale", 2, 12), "E8s_v5": week("nights", 1, 6), "F8as_v6": week("evenings", 0, 8)}
    lab = commitments_lab()
    state = lab.controls.defaults

    one = median_ms(lambda: az.plan.commitments(load, "D4s_v5"), 20)
    say("one size, a year of hours", one, 60, " ms")
    tried = median_ms(lambda: by_trying(load), 1)
    say("trying every second number / one size", tried / one, 20, " x", at_least=True)
    say("three sizes over a week, exact (HiGHS)", median_ms(lambda: az.plan.commitments(weekly), 3), 500, " ms")
    say(
        "three sizes over a year of hours, exact (HiGHS)",
        median_ms(lambda: az.plan.commitments(several), 1),
        5_000,
        " ms",
    )
    say(
        "regret table, 6 loads x 3 plans",
        median_ms(lambda: az.plan.commitments(load, "D4s_v5").regret(), 3),
        600,
        " ms",
    )
    say("billing engine, a year of hours", median_ms(lambda: az.simulate.bill_hours(load, "D4s_v5"), 5), 120, " ms")

    def everything() -> None:
        result = lab.compute(state)
        lab.summary(result)
        for view in lab.views:
            local = view.settings(result).defaults if view.settings else {}
            view.render(result, local)
            if view.chart:
                view.chart(result, local)

    say("the lab: one state", median_ms(lambda: lab.compute(state), 50), 10, " ms")
    say("the lab: one state with every view", median_ms(everything, 10), 150, " ms")
    return 1 if _failed else 0


if __name__ == "__main__":
    sys.exit(main())
