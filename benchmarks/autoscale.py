"""Speed of autoscale simulations as ratios within one run.

    uv run --with "simpy>=4.1" python benchmarks/autoscale.py

Unset PYTHONDONTWRITEBYTECODE first. Exits 1 where a budget is broken, or where the SimPy twin counts otherwise.
"""

from __future__ import annotations

import math
import sys
from random import Random

from simpy_twin import COLUMNS, Twin
from timing import median_ms

from azstudy.simulate.service.entry import scenario
from azstudy.simulate.service.result import ServiceResult, TierResult
from azstudy.simulate.service.run import Run
from azstudy.simulate.service.settings import cpu_rules
from azstudy.simulate.service.sweeping import sweep

TWO_WEEKS, DAY = 20_160, 1440
_failed: list[str] = []


def say(what: str, value: float, limit: float, unit: str = "", *, at_least: bool = False) -> None:
    """Print one measurement beside its budget."""
    good = value >= limit if at_least else value <= limit
    if not good:
        _failed.append(what)
    sign = ">=" if at_least else "<="
    print(f"{'ok  ' if good else 'SLOW'} {what:<62} {value:9.2f}{unit}  (budget {sign} {limit:g}{unit})")


def requests(minutes: int, peak: float, seed: int = 1) -> list[float]:
    """A daily cycle with noise, requests a minute."""
    noise = Random(seed)
    cycle = (0.5 - 0.42 * math.cos(2 * math.pi * minute / DAY) for minute in range(minutes))
    return [max(0.0, peak * (wave + noise.gauss(0, 0.03))) for wave in cycle]


def compare(name: str, peak: float, maximum: int, step: int) -> None:
    """Two weeks with one setting, here and in SimPy, at equal counts."""
    rules = cpu_rules(out_above=70, in_below=35, out_by=step, in_by=step, minimum=2, maximum=maximum)
    chosen = scenario(rules, requests(TWO_WEEKS, peak), zones=(1, 2, 3))

    def mine() -> ServiceResult:
        run = Run(chosen)
        run.go()
        return ServiceResult.of(run)

    def theirs() -> TierResult:
        twin = Twin(chosen)
        twin.go()
        return twin.result()

    result, twin = mine(), theirs()
    same = all((getattr(result.tiers[0], column) == getattr(twin, column)).all() for column in COLUMNS)
    print(f"     {name}: {result.totals['peak_instances']} instances at most, counts equal to SimPy's: {same}")
    if not same:
        _failed.append(f"{name}: counts differ")
    ours, other = median_ms(mine, 9), median_ms(theirs, 5)
    say(f"{name}: two weeks of minutes, full service model", ours, 200, " ms")
    say(f"{name}: SimPy twin / azstudy", other / ours, 2, " x", at_least=True)


def random_settings(count: int) -> list[object]:
    """Settings with a rule each way."""
    chance = Random(7)
    return [
        cpu_rules(
            out_above=chance.randint(50, 90),
            in_below=chance.randint(15, 45),
            out_by=chance.randint(1, 4),
            in_by=chance.randint(1, 2),
            minimum=chance.randint(1, 6),
            maximum=chance.randint(8, 40),
            window_min=chance.choice([5, 10, 15]),
            cooldown_min=chance.choice([1, 5, 10]),
        )
        for _ in range(count)
    ]


def main() -> int:
    """Measure and compare with the budgets."""
    compare("small", peak=6_000, maximum=30, step=1)
    compare("1,000 instances", peak=400_000, maximum=1_000, step=50)
    settings, load = random_settings(1000), requests(DAY, 6_000)
    together = median_ms(lambda: sweep(settings, load), 5)
    say("1,000 settings over one day", together, 1000, " ms")
    alone = median_ms(lambda: sweep(settings[:50], load, vectorised=False), 3) * 20
    say("a run for each setting / all at once", alone / together, 5, " x", at_least=True)
    return 1 if _failed else 0


if __name__ == "__main__":
    sys.exit(main())
