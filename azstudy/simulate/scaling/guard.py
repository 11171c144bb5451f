"""The flapping guard: would fewer instances make a scale-out rule fire at once?"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from azstudy.simulate.scaling.gauges import DECIMALS
from azstudy.simulate.scaling.plans import Rule


@attrs.frozen(kw_only=True)
class Verdict:
    """What the guard found.

    Attributes:
        count: The first safe count from the wanted one upwards; None when there is none below the current one.
        blocking: The scale-out rule that would fire at the wanted count, with the present value of its metric; None
            when that count is safe.
    """

    count: int | None
    blocking: tuple[Rule, float] | None = None


def projected(value: float, count: int, target: int) -> float:
    """What a metric shared by `count` instances would be on `target` of them.

    Source: azure-monitor-docs autoscale-flapping.md@705f5597.

    >>> projected(60, 3, 2)
    90.0
    """
    if not target:
        return float("inf") if value > 0 else value
    return round(value * count / target, DECIMALS)


def check(outs: Sequence[tuple[Rule, float]], count: int, target: int) -> Verdict:
    """The first count from `target` to just below `count` at which none of the scale-out rules would fire.

    Args:
        outs: The scale-out rules of the profile, each with the present value of its metric.
        count: The instances now.
        target: The count that the scale-in rules ask for.

    Source: azure-monitor-docs autoscale-flapping.md@705f5597: a lower number of instances between the current count
    and the target is tried; if none is safe, the step is skipped and looked at again in the next run.
    """
    blocking = _fires(outs, count, target)
    if blocking is None:
        return Verdict(count=target)
    safe = next((n for n in range(target + 1, count) if _fires(outs, count, n) is None), None)
    return Verdict(count=safe, blocking=blocking)


def _fires(outs: Sequence[tuple[Rule, float]], count: int, target: int) -> tuple[Rule, float] | None:
    for pair in outs:
        rule, value = pair
        if (rule.always_out or rule.acts_out(target)) and rule.holds(projected(value, count, target), rule.threshold):
            return pair
    return None
