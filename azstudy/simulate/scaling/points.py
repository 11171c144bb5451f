"""At which value of its metrics a scale set really gives an instance back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import attrs

from azstudy.errors import UnknownNameError, nearest
from azstudy.model.autoscale import Profile
from azstudy.model.schedule_words import Operator
from azstudy.simulate.scaling.choices import DEFAULT, ScalingChoices
from azstudy.simulate.scaling.plans import Plan, Rule
from azstudy.simulate.scaling.reading import MAXIMUM, MINIMUM, Setting, as_setting
from azstudy.simulate.scaling.steps import result_of
from azstudy.simulate.scaling.wording import amount

_ABOVE: Final = {Operator.GREATER_THAN: False, Operator.GREATER_THAN_OR_EQUAL: True}
_BELOW: Final = {Operator.LESS_THAN: False, Operator.LESS_THAN_OR_EQUAL: True}


@attrs.frozen(kw_only=True, repr=False)
class ScaleInPoint:
    """From one count to a smaller one: what one metric must be for it.

    Attributes:
        count: The instances there are.
        target: The instances there would be.
        metric: The metric; each that a rule looks at has a point of its own, and all have to be met.
        value: The metric's limit: scale-in needs less than this.
        inclusive: Whether exactly this value is enough.
        by: "threshold" where the scale-in rule decides, "guard" where the flapping guard needs less than that.
        because: The arithmetic.
    """

    count: int
    target: int
    metric: str
    value: float
    inclusive: bool
    by: str
    because: str

    @property
    def text(self) -> str:
        """The point in one line."""
        word = "at or below" if self.inclusive else "below"
        return f"{self.count} -> {self.target}: {self.metric} {word} {self.value:.4g} ({self.because})"

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON or a table."""
        return attrs.asdict(self)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text


def scale_in_points(
    setting: Setting,
    *,
    counts: Iterable[int] | None = None,
    profile: str | None = None,
    minimum: int = MINIMUM,
    maximum: int = MAXIMUM,
    choices: ScalingChoices = DEFAULT,
) -> tuple[ScaleInPoint, ...]:
    """At which metric value n instances become fewer, for each n: the lower of threshold and flapping guard.

    The guard lets t instances through while value x n / t fires no scale-out rule: value = threshold x t / n at most.
    Rules that look for high values to scale in, or for low ones to scale out, have no such point and are left out.

    Args:
        setting: As in `decide`.
        counts: The counts to look at; by default all from the maximum down to one above the minimum.
        profile: The profile's name; the first one unless given.
        minimum: Least instances, where only rules are given.
        maximum: Most instances, where only rules are given.
        choices: What Azure does not document.

    Raises:
        UnknownNameError: For a profile that the setting does not have.

    Source: azure-monitor-docs autoscale-flapping.md@705f5597.

    >>> rules = [("Percentage CPU > 60", "out 1"), ("Percentage CPU < 45", "in 1")]
    >>> for point in scale_in_points(rules, counts=[10, 3, 2]):
    ...     print(point)
    10 -> 9: Percentage CPU below 45 (the scale-in threshold; the guard would allow 54 %)
    3 -> 2: Percentage CPU at or below 40 (60 % x 2 / 3 by the guard, although the threshold is 45 %)
    2 -> 1: Percentage CPU at or below 30 (60 % x 1 / 2 by the guard, although the threshold is 45 %)
    """
    plan = Plan(_profile(setting, profile, minimum, maximum))
    chosen = range(plan.maximum, plan.minimum, -1) if counts is None else counts
    return tuple(point for count in chosen for point in _points(plan, count, choices))


def _profile(setting: Setting, name: str | None, minimum: int, maximum: int) -> Profile:
    whole = as_setting(setting, minimum=minimum, maximum=maximum)
    names = [one.name for one in whole.profiles]
    found = next((one for one in whole.profiles if name in (None, one.name)), None)
    if found is None:
        raise UnknownNameError("profile", name, nearest(str(name), names), hint=f"There are: {', '.join(names)}.")
    return found


def _points(plan: Plan, count: int, choices: ScalingChoices) -> Iterator[ScaleInPoint]:
    """One point a metric for the least step in, and for the whole step where it is larger."""
    ins = plan.ins(count)
    if not ins or not plan.minimum < count <= plan.maximum:
        return
    whole = max(max(result_of(rule.action, count, choices), plan.minimum) for rule in ins)
    if whole >= count:
        return
    for target in dict.fromkeys((whole, count - 1)):
        for place in range(len(plan.gauges)):
            point = _point(plan, place, count, target)
            if point is not None:
                yield point


def _point(plan: Plan, place: int, count: int, target: int) -> ScaleInPoint | None:
    mine = [rule for rule in plan.ins(count) if rule.place == place and rule.trigger.operator in _BELOW]
    outs = [rule for rule in plan.guarding() if rule.place == place and rule.trigger.operator in _ABOVE]
    below = min(mine, key=lambda rule: (rule.threshold, _BELOW[rule.trigger.operator]), default=None)
    # a rule "at or above" leaves less room than a rule "above" with the same threshold
    above = min(outs, key=lambda rule: (rule.threshold, not _ABOVE[rule.trigger.operator]), default=None)
    if below is None and above is None:
        return None
    limit = None if above is None else (above.threshold * target / count, not _ABOVE[above.trigger.operator])
    threshold = None if below is None else (below.threshold, _BELOW[below.trigger.operator])
    rule: Rule = below or above  # type: ignore[assignment]
    by_guard = threshold is None or (limit is not None and limit < threshold)
    value, inclusive = (limit if by_guard else threshold) or (0.0, False)
    return ScaleInPoint(
        count=count,
        target=target,
        metric=rule.trigger.metric,
        value=round(value, 9),
        inclusive=inclusive,
        by="guard" if by_guard else "threshold",
        because=_why(below, above, count, target, by_guard),
    )


def _why(below: Rule | None, above: Rule | None, count: int, target: int, by_guard: bool) -> str:
    if above is None or below is None or not by_guard:
        if below is None and above is not None:
            limit = amount(above.threshold, above.trigger)
            return f"{limit} x {target} / {count} by the guard; no scale-in rule looks at it"
        allowed = "" if above is None else f"; the guard would allow {_short(above, target, count)}"
        return f"the scale-in threshold{allowed}"
    return (
        f"{amount(above.threshold, above.trigger)} x {target} / {count} by the guard, although the threshold is "
        f"{amount(below.threshold, below.trigger)}"
    )


def _short(rule: Rule, target: int, count: int) -> str:
    return amount(rule.threshold * target / count, rule.trigger)
