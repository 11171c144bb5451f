"""What one scale action makes of a count, before any limit."""

from __future__ import annotations

from math import ceil, floor

from azstudy.model.autoscale import ScaleAction
from azstudy.model.schedule_words import ScaleDirection, ScaleType
from azstudy.simulate.scaling.choices import DEFAULT, Rounding, ScalingChoices

NEXT_ALLOWED: int = 1
"""ServiceAllowedNextValue takes the next count that the service allows; a scale set allows every count."""


def result_of(action: ScaleAction, count: int, choices: ScalingChoices = DEFAULT) -> int:
    """The count that `action` asks for with `count` instances, before the limits of the profile.

    >>> result_of(ScaleAction.parse("in 50%"), 10), result_of(ScaleAction.parse("in 3"), 10)
    (5, 7)
    >>> result_of(ScaleAction.parse("out 15%"), 10)    # 1.5 instances: rounded up
    12
    """
    if action.type is ScaleType.EXACT_COUNT:
        return action.value
    step = action.value if action.type is ScaleType.CHANGE_COUNT else _step(action, count, choices)
    return count + step if action.direction is ScaleDirection.INCREASE else max(0, count - step)


def goes_out(action: ScaleAction, count: int) -> bool:
    """Whether the action scales out at this count; an exact count without direction does so below it."""
    if action.direction is not ScaleDirection.NONE:
        return action.direction is ScaleDirection.INCREASE
    return action.type is ScaleType.EXACT_COUNT and action.value > count


def goes_in(action: ScaleAction, count: int) -> bool:
    """Whether the action scales in at this count; an exact count without direction does so above it."""
    if action.direction is not ScaleDirection.NONE:
        return action.direction is ScaleDirection.DECREASE
    return action.type is ScaleType.EXACT_COUNT and action.value < count


def _step(action: ScaleAction, count: int, choices: ScalingChoices) -> int:
    if action.type is ScaleType.SERVICE_ALLOWED_NEXT_VALUE:
        return NEXT_ALLOWED
    if not action.value:
        return 0
    rounding = choices.percent_out if action.direction is ScaleDirection.INCREASE else choices.percent_in
    return max(_rounded(action.value * count, rounding), choices.percent_least)


def _rounded(hundredths: int, rounding: Rounding) -> int:
    if rounding == "up":
        return ceil(hundredths / 100)
    return floor(hundredths / 100) if rounding == "down" else floor(hundredths / 100 + 0.5)
