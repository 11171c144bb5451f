"""Which rules are of the plain kind that quick ways can follow: on average CPU, by a step or a share."""

from __future__ import annotations

from typing import Final

from azstudy.model.autoscale import Profile, ScaleRule
from azstudy.model.schedule_words import Operator, ScaleDirection, ScaleType, Statistic, TimeAggregation
from azstudy.simulate.service.states import kind_of

ABOVE: Final = (Operator.GREATER_THAN, Operator.GREATER_THAN_OR_EQUAL)
BELOW: Final = (Operator.LESS_THAN, Operator.LESS_THAN_OR_EQUAL)


def rules_of(profile: Profile, way: ScaleDirection) -> list[ScaleRule]:
    """The rules of one direction."""
    return [one for one in profile.rules if one.action.direction is way]


def plain_rule(rule: ScaleRule, operators: tuple[Operator, ...]) -> bool:
    """Whether a rule looks at the tier's own CPU, averaged twice over minutes, and steps by a count or a share."""
    trigger = rule.trigger
    return (
        kind_of(trigger.metric) == "cpu"
        and trigger.resource is None
        and trigger.operator in operators
        and trigger.statistic is Statistic.AVERAGE
        and trigger.time_aggregation is TimeAggregation.AVERAGE
        and trigger.grain_min == 1
        and not trigger.divide_per_instance
        and not trigger.dimensions
        and rule.action.type in (ScaleType.CHANGE_COUNT, ScaleType.PERCENT_CHANGE_COUNT)
    )
