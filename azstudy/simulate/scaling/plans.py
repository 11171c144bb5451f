"""A profile made ready for evaluation: its gauges, each read once, and its rules."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Final

from azstudy.model.autoscale import Profile, ScaleRule
from azstudy.model.schedule_words import Operator, ScaleDirection, ScaleType, Statistic, TimeAggregation
from azstudy.rules.autoscale_rules import key
from azstudy.simulate.scaling.gauges import Gauge
from azstudy.simulate.scaling.steps import goes_in, goes_out

CPU: Final = "percentagecpu"
_HOLDS: Final[dict[Operator, Callable[[float, float], bool]]] = {
    Operator.EQUALS: operator.eq,
    Operator.NOT_EQUALS: operator.ne,
    Operator.GREATER_THAN: operator.gt,
    Operator.GREATER_THAN_OR_EQUAL: operator.ge,
    Operator.LESS_THAN: operator.lt,
    Operator.LESS_THAN_OR_EQUAL: operator.le,
}


class Rule:
    """One rule with the place of its gauge in the plan."""

    __slots__ = ("action", "always_in", "always_out", "given", "holds", "place", "threshold", "trigger")

    def __init__(self, given: ScaleRule, place: int) -> None:
        self.given = given
        self.trigger = given.trigger
        self.action = given.action
        self.place = place
        self.threshold = given.trigger.threshold
        self.holds = _HOLDS[given.trigger.operator]
        self.always_out = given.action.direction is ScaleDirection.INCREASE
        self.always_in = given.action.direction is ScaleDirection.DECREASE

    def fires(self, value: float) -> bool:
        """Whether the trigger fires at this value of its metric."""
        return self.holds(value, self.threshold)

    def acts_out(self, count: int) -> bool:
        """Whether the action scales out at this count."""
        return self.always_out or goes_out(self.action, count)

    @property
    def cooldown_s(self) -> float:
        """How long everything rests after the rule acted, in seconds."""
        return self.action.cooldown_min * 60

    @property
    def forecastable(self) -> bool:
        """Whether predictive autoscale uses the rule: scale-out on Percentage CPU, averaged twice."""
        return (
            self.always_out
            and key(self.trigger.metric) == CPU
            and self.trigger.resource is None
            and self.trigger.statistic is Statistic.AVERAGE
            and self.trigger.time_aggregation is TimeAggregation.AVERAGE
        )


class Plan:
    """A profile's limits, gauges and rules. Gauges that read the same are one."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.name = profile.name
        self.minimum = profile.minimum
        self.maximum = profile.maximum
        self.default = min(max(profile.effective_default, profile.minimum), profile.maximum)
        self.gauges: list[Gauge] = []
        signs: dict[object, int] = {}
        self.rules: list[Rule] = []
        for given in profile.rules:
            gauge = Gauge(given.trigger)
            place = signs.setdefault(gauge.sign, len(self.gauges))
            if place == len(self.gauges):
                self.gauges.append(gauge)
            self.rules.append(Rule(given, place))
        self._turning = any(
            rule.action.type is ScaleType.EXACT_COUNT and rule.action.direction is ScaleDirection.NONE
            for rule in self.rules
        )
        self._outs = [rule for rule in self.rules if rule.always_out]
        self._ins = [rule for rule in self.rules if rule.always_in]
        self.forecastable = [rule for rule in self.rules if rule.forecastable]

    def outs(self, count: int) -> list[Rule]:
        """The rules that scale out at this count."""
        return [rule for rule in self.rules if goes_out(rule.action, count)] if self._turning else self._outs

    def ins(self, count: int) -> list[Rule]:
        """The rules that scale in at this count; all of them have to fire."""
        return [rule for rule in self.rules if goes_in(rule.action, count)] if self._turning else self._ins

    def guarding(self) -> list[Rule]:
        """The rules that scale out at some count, which the flapping guard looks at."""
        return [rule for rule in self.rules if goes_out(rule.action, -1)] if self._turning else self._outs
