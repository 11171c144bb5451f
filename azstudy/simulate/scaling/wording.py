"""The sentences of the log: the arithmetic of an evaluation in words."""

from __future__ import annotations

from collections.abc import Sequence

from azstudy.model.autoscale import MetricTrigger
from azstudy.rules.autoscale_rules import key
from azstudy.simulate.scaling.guard import Verdict, projected
from azstudy.simulate.scaling.plans import Rule

_SIDE = {">": "above", ">=": "at or above", "<": "below", "<=": "at or below", "==": "equal to", "!=": "other than"}


def amount(value: float, trigger: MetricTrigger) -> str:
    """A value with its unit, short.

    >>> amount(43.333333333, MetricTrigger.parse("Percentage CPU > 60"))
    '43.3 %'
    """
    number = f"{value:,.0f}" if value == round(value) else f"{value:,.1f}" if abs(value) >= 1 else f"{value:.3g}"
    # rounding to one decimal must not put the value on the threshold it is beyond
    if value != trigger.threshold and number.replace(",", "") in (
        f"{trigger.threshold:.0f}",
        f"{trigger.threshold:.1f}",
    ):
        number = f"{value:,.12g}"
    name = key(trigger.metric)
    return f"{number} %" if name.startswith("percent") or name.endswith("percentage") or "%" in name else number


def side(rule: Rule) -> str:
    """The threshold with the side of it on which the rule fires, such as "above 80"."""
    return f"{_SIDE[rule.trigger.operator.sign]} {rule.threshold:g}"


def condition(rule: Rule, value: float) -> str:
    """Metric, value and threshold, such as "Percentage CPU 81 % is above 80"."""
    return f"{rule.trigger.metric} {amount(value, rule.trigger)} is {side(rule)}"


def conditions(fired: Sequence[tuple[Rule, float]]) -> str:
    """Several of them, joined."""
    return " and ".join(condition(rule, value) for rule, value in fired)


def are(count: int) -> str:
    """A count of instances as the subject of a sentence.

    >>> are(1), are(3)
    ('1 instance is', '3 instances are')
    """
    return "1 instance is" if count == 1 else f"{count} instances are"


def projection(verdict: Verdict, count: int, target: int) -> str:
    """The guard's arithmetic, such as "60 % on 3 instances would be 90 % on 2, above 80"."""
    if verdict.blocking is None:
        return ""
    rule, value = verdict.blocking
    now = f"{amount(value, rule.trigger)} on {count} instance{'' if count == 1 else 's'}"
    if not target:
        return f"{now} would have no instance left to carry it"
    return f"{now} would be {amount(projected(value, count, target), rule.trigger)} on {target}, {side(rule)}"


def taken(rule: Rule, results: Sequence[int], target: int) -> str:
    """The action that was taken; of several results the largest."""
    if len(set(results)) < 2:
        return rule.action.text
    return f"{rule.action.text}, since of {', '.join(map(str, results))} instances the largest, {target}, is taken"
