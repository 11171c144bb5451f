"""Speed of what the gallery lab asks: copies to 20 regions, a plan for 20 regions, latest among 10,000 versions.

    python benchmarks/images.py

Exits 1 where a budget is broken.
"""

from __future__ import annotations

import sys

from timing import median_ms

import azstudy as az

REGIONS = az.default_catalog().region_names("all")[:20]
VERSIONS = [az.ImageVersion(f"{n // 1000}.{n // 10 % 100}.{n % 10}", "westeurope") for n in range(10_000)]
BUDGETS_MS = {
    "copies to 20 regions": 10.0,
    "a rush in 20 regions": 10.0,
    "replicas for 20 regions, 5 may be gone": 20.0,
    "latest among 10,000 versions": 150.0,
    "the gallery lab's result": 25.0,
}


def main() -> int:
    """Measure and compare with the budgets."""
    counts = dict.fromkeys(REGIONS, 3)
    actions = {
        "copies to 20 regions": lambda: az.simulate.replication(counts, gib=127),
        "a rush in 20 regions": lambda: az.simulate.rollout(dict.fromkeys(REGIONS, 300), counts),
        "replicas for 20 regions, 5 may be gone": lambda: az.plan.replicas(3_000, REGIONS, may_fail=5),
        "latest among 10,000 versions": lambda: az.simulate.latest(VERSIONS, "westeurope"),
        "the gallery lab's result": lambda: az.labs.gallery_result().plan,
    }
    slow = 0
    for what, budget in BUDGETS_MS.items():
        took = median_ms(actions[what], 7)
        slow += took > budget
        print(f"{'ok  ' if took <= budget else 'SLOW'} {what:<42} {took:8.2f} ms  (budget {budget:g} ms)")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
