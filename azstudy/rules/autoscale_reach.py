"""Autoscale rules that can never fire, always fire, or take back what another one did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from azstudy.model.autoscale import MetricTrigger, Profile, ScaleRule
from azstudy.model.design import Design
from azstudy.model.schedule_words import Operator, ScaleDirection, ScaleType
from azstudy.rules._frame import Breach, Facts, Found, rule
from azstudy.rules._walk import listed
from azstudy.rules.autoscale_rules import key, scales
from azstudy.rules.autoscale_settings import profiles

_ABOVE: Final = {Operator.GREATER_THAN, Operator.GREATER_THAN_OR_EQUAL}
_BELOW: Final = {Operator.LESS_THAN, Operator.LESS_THAN_OR_EQUAL}
_OPEN: Final = {Operator.GREATER_THAN, Operator.LESS_THAN}
_PER_CENT: Final = (0.0, 100.0)


def is_percentage(metric: str) -> bool:
    """Whether a metric can only be 0 to 100, by its name.

    >>> is_percentage("Percentage CPU"), is_percentage("Network In Total")
    (True, False)
    """
    name = key(metric)
    return name.startswith("percent") or name.endswith("percentage") or "%" in name


def _always_or_never(trigger: MetricTrigger) -> bool | None:
    """True where the condition holds for every percentage, False where for none, None where it depends."""
    least, most = (trigger.operator.holds(value, trigger.threshold) for value in _PER_CENT)
    if trigger.operator in _ABOVE | _BELOW:
        return least if least == most else None
    outside = not _PER_CENT[0] <= trigger.threshold <= _PER_CENT[1]
    return (trigger.operator is Operator.NOT_EQUALS) if outside else None


@rule(
    "autoscale-28",
    section="4",
    severity="warning",
    title="Condition that never or always holds",
    statement="Thresholds are compared with the metric of one instance, on average: a percentage is 0 to 100, however "
    "many instances there are.",
    source="BES",
    fix="Choose a threshold that the metric passes in both directions.",
    misconception="thresholds-are-for-the-whole-set",
)
def _reachable(design: Design, facts: Facts) -> Found:
    for _, profile, place in profiles(design):
        for trigger in (one.trigger for one in profile.rules):
            summed = trigger.statistic.value in {"Sum", "Count"} or trigger.time_aggregation.value in {"Total", "Count"}
            if summed or not is_percentage(trigger.metric):
                continue
            holds = _always_or_never(trigger)
            if holds is not None:
                yield Breach(place, f"{trigger.text} {'always' if holds else 'never'} holds.")


def _reads(trigger: MetricTrigger) -> tuple[object, ...]:
    """What two triggers must share to read the same value."""
    return (
        key(trigger.metric),
        (trigger.resource or "").casefold(),
        trigger.statistic,
        trigger.grain_min,
        trigger.window_min,
        trigger.time_aggregation,
        trigger.divide_per_instance,
        trigger.dimensions,
    )


def _exclude(one: MetricTrigger, other: MetricTrigger) -> bool:
    """Whether no value meets both: one wants it above a threshold at or over that below which the other wants it."""
    if one.operator in _BELOW:
        one, other = other, one
    if one.operator not in _ABOVE or other.operator not in _BELOW:
        return False
    both_closed = not {one.operator, other.operator} & _OPEN
    return one.threshold > other.threshold or (one.threshold == other.threshold and not both_closed)


@rule(
    "autoscale-29",
    section="4",
    severity="error",
    title="Scale-in conditions that exclude each other",
    statement="Autoscale scales in only if all the scale-in rules of the profile fire.",
    source="UND",
    fix="Remove one of the two rules, or put them into different profiles.",
    misconception="any-scale-in-rule-is-enough",
)
def _excluded(design: Design, facts: Facts) -> Found:
    for _, profile, place in profiles(design):
        back = [one.trigger for one in scales(profile, ScaleDirection.DECREASE)]
        for number, one in enumerate(back):
            for other in back[number + 1 :]:
                if _reads(one) == _reads(other) and _exclude(one, other):
                    yield Breach(place, f"{one.text} and {other.text} never hold together: it never scales in.")


@rule(
    "autoscale-35",
    section="4",
    severity="info",
    title="Scale-in that waits for several metrics",
    statement="Any scale-out rule is enough to scale out; to scale in, all scale-in rules have to fire at once.",
    source="UND",
    fix="Make sure that each of the metrics does fall when the load falls. Memory often does not.",
    misconception="any-scale-in-rule-is-enough",
)
def _all_of(design: Design, facts: Facts) -> Found:
    for _, profile, place in profiles(design):
        back = {_reads(one.trigger)[:2]: one.trigger for one in scales(profile, ScaleDirection.DECREASE)}
        if len(back) > 1:
            words = [f"{one.metric} {one.operator.sign} {one.threshold:g}" for one in back.values()]
            yield Breach(place, f"It scales in only while {listed(words)} hold together.")


@rule(
    "autoscale-36",
    section="4",
    severity="info",
    title="Cooldown shorter than the time window",
    statement="The cooldown lets the metrics settle after a change. A rule whose window is longer than that still "
    "looks at minutes from before the change, and acts on them again.",
    source="UND",
    fix="Make the cooldown at least as long as the window, and the start of an instance.",
    misconception="a-new-instance-helps-at-once",
)
def _settled(design: Design, facts: Facts) -> Found:
    for _, profile, place in profiles(design):
        for one in profile.rules:
            if one.action.cooldown_min < one.trigger.window_min:
                yield Breach(
                    place,
                    f"{one.trigger.text}: a cooldown of {one.action.cooldown_min:g} min after a window of "
                    f"{one.trigger.window_min:g} min.",
                )


def _steps(profile: Profile) -> Iterator[tuple[ScaleRule, ScaleRule]]:
    """Scale-out by several instances and scale-in rules that read the same value."""
    for out in scales(profile, ScaleDirection.INCREASE):
        if out.action.type is not ScaleType.CHANGE_COUNT or out.action.value < 2:
            continue
        for back in scales(profile, ScaleDirection.DECREASE):
            same = key(out.trigger.metric) == key(back.trigger.metric) and out.trigger.resource == back.trigger.resource
            if same and out.trigger.operator in _ABOVE and back.trigger.operator in _BELOW:
                yield out, back


@rule(
    "autoscale-37",
    section="4",
    severity="info",
    title="Scale-out step that scale-in takes back",
    statement="Scaling by more than one instance is a common cause of flapping: the step may bring the metric below "
    "the scale-in threshold at once. Only scale-in is checked for that, scale-out never is.",
    source="FLA",
    fix="Take a smaller step, or lower the scale-in threshold.",
    misconception="scale-out-is-checked-for-flapping",
)
def _overshoot(design: Design, facts: Facts) -> Found:
    for _, profile, place in profiles(design):
        for out, back in _steps(profile):
            step, limit = out.action.value, out.trigger.threshold
            counts = [
                count
                for count in range(max(profile.minimum, 1), profile.maximum - step + 1)
                if back.trigger.operator.holds(limit * count / (count + step), back.trigger.threshold)
            ]
            if counts and limit > back.trigger.threshold > 0:
                count = counts[0]
                yield Breach(
                    place,
                    f"{out.trigger.metric} of {limit:g} on {count} is {limit * count / (count + step):.3g} on "
                    f"{count + step}, and {back.trigger.operator.sign} {back.trigger.threshold:g} scales in again.",
                )
