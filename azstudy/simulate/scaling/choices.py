"""What Azure's pages on autoscale leave open, on one page: each choice has a name, a value and its reason.

The documented rules are in the engine itself. Everything here is *not documented*: another value may be as true.
Give your own with `ScalingChoices(...)`:

>>> ScalingChoices(metric_delay_s=180).metric_delay_s
180
"""

from __future__ import annotations

from typing import Any, Final, Literal

import attrs

from azstudy.errors import InvalidInputError

ENGINE_PERIOD_S: Final = (30, 60)
"""Documented: the engine runs every 30 to 60 seconds, depending on the resource type
(autoscale-flapping.md@705f5597, autoscale-understanding-settings.md@002d4a39)."""

EVALUATION_S: Final = 60.0
"""Seconds between two evaluations of a scale set; a minute fits metrics that come once a minute."""

METRIC_DELAY_S: Final = 60.0
"""Seconds until the sample of a minute can be read. Azure Monitor names no figure for autoscale; illustrative."""

PERCENT_OUT: Final = "up"
PERCENT_IN: Final = "down"
"""How a step in percent is rounded to whole instances: out up, in down, both towards more instances."""

PERCENT_LEAST: Final = 1
"""The least step in percent, in instances: otherwise 10 % of five instances would never do anything."""

CLAMP_WAITS: Final = False
"""Whether bringing the count back between the limits waits for a cooldown. The limits hold "on the next run"
(autoscale-best-practices.md@0874256c), so no; and it starts no cooldown, because no rule fired."""

DEFAULT_WAITS: Final = False
"""Whether raising the count to the default, while no metric comes, waits for a cooldown: it serves availability."""

TIED_COOLDOWN: Final = "longest"
"""Whose cooldown holds when several rules ask for the same count: the longest, or that of the first rule."""

FORECAST_HOLDS: Final = True
"""Whether a forecast that would scale out at once also holds back a scale-in. Otherwise the machines that were
started early for a forecast load would be taken away again before it comes."""

FORECAST: Final = "days"
"""How load is forecast: "days" takes the mean of the same minute on the earlier days known, "weeks" on the same
weekday of earlier weeks. Azure says "machine learning" and no more (autoscale-predictive.md@0dc1e484)."""

Forecasting = Literal["days", "weeks"]
Rounding = Literal["up", "down", "nearest"]


def _one_of(*allowed: str) -> Any:
    def check(instance: object, attribute: attrs.Attribute[str], value: str) -> None:
        if value not in allowed:
            names = ", ".join(repr(name) for name in allowed)
            raise InvalidInputError(f"{attribute.name} is {value!r}. Allowed: {names}.")

    return check


def _at_least(least: float) -> Any:
    def check(instance: object, attribute: attrs.Attribute[float], value: float) -> None:
        if not least <= value < float("inf"):
            raise InvalidInputError(f"{attribute.name} is {value!r}. Give a number of at least {least:g}.")

    return check


@attrs.frozen(kw_only=True)
class ScalingChoices:
    """The choices of one engine; every field is not documented by Azure unless its constant says otherwise.

    Attributes:
        evaluation_s: Seconds between evaluations (documented: 30 to 60). For the run that calls the engine.
        evaluation_phase_s: Seconds after the start of the first evaluation. For the run that calls the engine.
        metric_delay_s: Seconds until the sample of a minute can be read.
        percent_out: Rounding of a step out in percent: "up", "down" or "nearest".
        percent_in: Rounding of a step in in percent.
        percent_least: The least step in percent, in instances.
        clamp_waits: Whether the return between minimum and maximum waits for a cooldown.
        default_waits: Whether raising to the default, without metrics, waits for a cooldown.
        tied_cooldown: Of rules with the same result, whose cooldown holds: "longest" or "first".
        forecast: How load is forecast: "days" or "weeks".
        forecast_holds: Whether a forecast holds back a scale-in.
    """

    evaluation_s: float = attrs.field(default=EVALUATION_S, validator=_at_least(1))
    evaluation_phase_s: float = attrs.field(default=0.0, validator=_at_least(0))
    metric_delay_s: float = attrs.field(default=METRIC_DELAY_S, validator=_at_least(0))
    percent_out: Rounding = attrs.field(default=PERCENT_OUT, validator=_one_of("up", "down", "nearest"))
    percent_in: Rounding = attrs.field(default=PERCENT_IN, validator=_one_of("up", "down", "nearest"))
    percent_least: int = attrs.field(default=PERCENT_LEAST, validator=_at_least(0))
    clamp_waits: bool = CLAMP_WAITS
    default_waits: bool = DEFAULT_WAITS
    tied_cooldown: Literal["longest", "first"] = attrs.field(
        default=TIED_COOLDOWN, validator=_one_of("longest", "first")
    )
    forecast: Forecasting = attrs.field(default=FORECAST, validator=_one_of("days", "weeks"))
    forecast_holds: bool = FORECAST_HOLDS


DEFAULT: Final = ScalingChoices()

# Choices without a field: they say how the engine reads a rule, and each has one place in the code.
#
# A fixed date holds from its start up to, and without, its end.
# Of recurring profiles that start in the same minute the first in the list holds.
# Profile times are wall-clock times of their zone. A start in the hour that spring skips acts at the first moment
#   after it; a start in the hour that autumn repeats acts at its first pass only.
# A window that is no multiple of its grain is read in whole grains, from its end backwards.
# Any sample in the window is enough for a value; a grain without samples is left out.
# TimeAggregation Count counts the grains with a value; Last takes the newest of them.
# Where some metrics are missing, the rules that have theirs may scale out, and nothing scales in.
# An exact count acts only in the direction of its rule; "to 5" without a direction acts in both.
# The guard takes every metric of a scale-out rule as shared evenly by the instances: value x current / target.
# A cooldown starts with the decision, not when the new instances are ready.
# One evaluation takes one action: after a return between the limits, rules are looked at in the next one.
# Filters by dimension are taken as applied already to the metric that is given.
