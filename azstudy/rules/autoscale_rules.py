"""Autoscale rules: ranges of times, rules that belong together, thresholds too near each other, metrics that count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from azstudy.model.autoscale import MetricTrigger, Profile, ScaleRule
from azstudy.model.balancer import HealthProbe
from azstudy.model.design import Design
from azstudy.model.scaleset import ScaleSet
from azstudy.model.schedule_words import Operator, ScaleDirection, ScaleType, Statistic, TimeAggregation
from azstudy.rules._frame import Breach, Facts, Found, rule
from azstudy.rules._walk import listed
from azstudy.rules.autoscale_settings import profiles

COOLDOWN_MIN: Final = (1, 7 * 24 * 60)
WINDOW_MIN: Final = (5, 12 * 60)
GRAIN_MIN: Final = (1, 12 * 60)
"""Minutes that the schema takes (Microsoft.Insights.json@a1454431)."""
_ABOVE: Final = {Operator.GREATER_THAN, Operator.GREATER_THAN_OR_EQUAL}
_BELOW: Final = {Operator.LESS_THAN, Operator.LESS_THAN_OR_EQUAL}
GUEST_MARKS: Final = ("\\", "/builtin/")
"""How names of guest counters start (autoscale-common-metrics.md@0e35105e, 2024-11)."""
COLLECTORS: Final = ("diagnostic", "azuremonitor")
"""Parts of the handlers that collect guest counters: IaaSDiagnostics, LinuxDiagnostic, the Azure Monitor Agent."""
QUEUE_METRICS: Final = frozenset({"approximatemessagecount", "activemessagecount", "messagecount", "queuelength"})
PROBE_METRICS: Final = frozenset({"dipavailability", "healthprobestatus"})


def key(metric: str) -> str:
    """A metric's name without spaces and case."""
    return "".join(metric.split()).casefold()


def scales(profile: Profile, direction: ScaleDirection) -> list[ScaleRule]:
    """The rules of one direction that change anything by a step."""
    return [one for one in profile.rules if one.action.direction is direction and one.action.value]


def _outside(value: float, allowed: tuple[int, int]) -> bool:
    return not allowed[0] <= value <= allowed[1]


@rule(
    "autoscale-15",
    section="4",
    severity="error",
    title="Cooldown out of range",
    statement="A cooldown lasts 1 minute to 1 week.",
    source="ARM",
    fix="Choose 1 to 10,080 minutes; 5 is a common value.",
)
def _cooldown(design: Design, facts: Facts) -> Found:
    for _, profile, place in profiles(design):
        for one in profile.rules:
            if _outside(one.action.cooldown_min, COOLDOWN_MIN):
                yield Breach(place, f"{one.trigger.text}: cooldown of {one.action.cooldown_min:g} minutes.")


@rule(
    "autoscale-16",
    section="4",
    severity="error",
    title="Time window out of range",
    statement="The time window of a rule is 5 minutes to 12 hours, its grain 1 minute to 12 hours.",
    source="ARM",
    fix="Choose a window of 5 to 720 minutes and a grain of 1 to 720.",
)
def _window(design: Design, facts: Facts) -> Found:
    for _, profile, place in profiles(design):
        for trigger in (one.trigger for one in profile.rules):
            if _outside(trigger.window_min, WINDOW_MIN):
                yield Breach(place, f"{trigger.metric}: a window of {trigger.window_min:g} minutes.")
            if _outside(trigger.grain_min, GRAIN_MIN):
                yield Breach(place, f"{trigger.metric}: a grain of {trigger.grain_min:g} minutes.")


@rule(
    "autoscale-17",
    section="4",
    severity="error",
    title="Grain longer than the window",
    statement="Samples are first combined in each time grain, then the grains over the window: the window holds at "
    "least one grain.",
    source="UND",
    fix="Choose a grain no longer than the window.",
)
def _grain(design: Design, facts: Facts) -> Found:
    for _, profile, place in profiles(design):
        for trigger in (one.trigger for one in profile.rules):
            if trigger.grain_min > trigger.window_min:
                yield Breach(place, f"{trigger.metric}: {trigger.grain_min:g} min grains, {trigger.window_min:g} min.")


@rule(
    "autoscale-18",
    section="4",
    severity="warning",
    title="Rules of one direction only",
    statement="Use scale-out and scale-in rules together: with one kind alone the count runs to a limit and stays.",
    source="BES",
    fix="Add the rule for the other direction on the same metric.",
    misconception="scale-in-happens-by-itself",
)
def _one_way(design: Design, facts: Facts) -> Found:
    for _, profile, place in profiles(design):
        if any(one.action.type is ScaleType.EXACT_COUNT for one in profile.rules):
            continue
        out, back = scales(profile, ScaleDirection.INCREASE), scales(profile, ScaleDirection.DECREASE)
        if out and not back:
            yield Breach(place, f"It scales out to {profile.maximum} and never in again.")
        if back and not out:
            yield Breach(place, f"It scales in to {profile.minimum} and never out again.")


@rule(
    "autoscale-19",
    section="4",
    severity="warning",
    title="Metric that scales out and never in",
    statement="Use the same metric for both directions: else one rule may scale out and another in at the same time.",
    source="BES",
    fix="Add a scale-in rule on this metric.",
)
def _same_metric(design: Design, facts: Facts) -> Found:
    for _, profile, place in profiles(design):
        back = {_source(one.trigger) for one in scales(profile, ScaleDirection.DECREASE)}
        out = {_source(one.trigger): one.trigger.metric for one in scales(profile, ScaleDirection.INCREASE)}
        for metric in sorted(out[source] for source in out.keys() - back) if back else ():
            yield Breach(place, f"{metric} scales out, and only other metrics scale in.")


def _source(trigger: MetricTrigger) -> tuple[str, str]:
    return key(trigger.metric), (trigger.resource or "").casefold()


def _pairs(profile: Profile) -> Iterator[tuple[MetricTrigger, MetricTrigger]]:
    """Scale-out and scale-in triggers on the same metric, above and below a threshold."""
    for out in scales(profile, ScaleDirection.INCREASE):
        for back in scales(profile, ScaleDirection.DECREASE):
            same = _source(out.trigger) == _source(back.trigger)
            if same and out.trigger.operator in _ABOVE and back.trigger.operator in _BELOW:
                yield out.trigger, back.trigger


@rule(
    "autoscale-20",
    section="4",
    severity="warning",
    title="Thresholds that meet or cross",
    statement="Scale-in and scale-out thresholds on one metric need a gap: with equal or crossing ones autoscale skips "
    "every scale-in that would bring the load back over the scale-out threshold.",
    source="FLA",
    fix="Lower the scale-in threshold well below the other.",
    misconception="equal-thresholds-react-faster",
)
def _crossing(design: Design, facts: Facts) -> Found:
    for _, profile, place in profiles(design):
        for out, back in _pairs(profile):
            if back.threshold >= out.threshold:
                yield Breach(
                    place,
                    f"{back.metric}: out {out.operator.sign} {out.threshold:g}, in {back.operator.sign} "
                    f"{back.threshold:g}.",
                )


def blocked_counts(out: MetricTrigger, back: MetricTrigger, counts: range) -> list[int]:
    """The instance counts at which scale-in is skipped although its threshold is just met.

    Autoscale projects value x current / target for every smaller count; where even one instance less would bring
    the load over the scale-out threshold, it does nothing (autoscale-flapping.md@705f5597).

    >>> out, back = MetricTrigger.parse("CPU >= 80"), MetricTrigger.parse("CPU <= 60")
    >>> blocked_counts(out, back, range(2, 11))
    [2, 3, 4]
    """
    found = []
    for count in counts:
        load, limit = back.threshold * count, out.threshold * (count - 1)
        # a value below the threshold comes as near to it as you like, but does not reach it
        reaches = load >= limit if {out.operator, back.operator} == _INCLUSIVE else load > limit
        if count > 1 and reaches:
            found.append(count)
    return found


_INCLUSIVE: Final = {Operator.GREATER_THAN_OR_EQUAL, Operator.LESS_THAN_OR_EQUAL}


@rule(
    "autoscale-21",
    section="4",
    severity="warning",
    title="Thresholds near enough to skip scale-in",
    statement="Before it scales in, autoscale projects the load to fewer instances (value x current / target) and "
    "skips the step where a scale-out rule would fire at once.",
    source="FLA",
    fix="Lower the scale-in threshold, or raise the minimum.",
    misconception="scale-in-follows-its-threshold",
)
def _flapping(design: Design, facts: Facts) -> Found:
    for _, profile, place in profiles(design):
        for out, back in _pairs(profile):
            if not 0 < back.threshold < out.threshold:
                continue
            counts = blocked_counts(out, back, range(profile.minimum + 1, profile.maximum + 1))
            if counts:
                worst = counts[-1]
                yield Breach(
                    place,
                    f"{back.metric} of {back.threshold:g} on {worst} instances would be "
                    f"{back.threshold * worst / (worst - 1):g} on {worst - 1}, and {out.threshold:g} scales out: "
                    f"scale-in is skipped at up to {worst} instances.",
                )


@rule(
    "autoscale-22",
    section="4",
    severity="warning",
    title="Division by instances of an average",
    statement="dividePerInstance is for sums and counts; an average is for one instance already.",
    source="UND",
    fix="Leave divide_per_instance out, or take Sum, Total or Count.",
)
def _divided(design: Design, facts: Facts) -> Found:
    summed = {Statistic.SUM, Statistic.COUNT, TimeAggregation.TOTAL, TimeAggregation.COUNT}
    for _, profile, place in profiles(design):
        for trigger in (one.trigger for one in profile.rules):
            if trigger.divide_per_instance and not {trigger.statistic, trigger.time_aggregation} & summed:
                yield Breach(place, f"{trigger.metric}: {trigger.time_aggregation}, divided by the instances.")


@rule(
    "autoscale-23",
    section="4",
    severity="error",
    title="Health probe as autoscale metric",
    statement="Health probes of a load balancer or application gateway steer traffic, upgrades and repairs; they do "
    "not drive autoscale.",
    source="ACM",
    fix="Use a metric of the load, such as Percentage CPU or a queue's length.",
    misconception="probes-drive-autoscale",
)
def _probe_metric(design: Design, facts: Facts) -> Found:
    for setting, profile, place in profiles(design):
        for trigger in (one.trigger for one in profile.rules):
            named = bool(trigger.resource) and design.find(HealthProbe, trigger.resource or "", within=setting)
            if named or key(trigger.metric) in PROBE_METRICS or "probe" in key(trigger.metric):
                yield Breach(place, f"{trigger.metric} is the answer of a health probe.")


@rule(
    "autoscale-24",
    section="4",
    severity="error",
    title="Guest counter that nobody collects",
    statement="Host metrics such as Percentage CPU come by themselves; guest counters such as memory only where an "
    "extension collects them.",
    source="ACM",
    fix="Add the Diagnostics extension to the scale set, or use a host metric.",
    misconception="memory-is-a-host-metric",
)
def _guest_counter(design: Design, facts: Facts) -> Found:
    for setting, profile, place in profiles(design):
        target = design.find(ScaleSet, setting.target, within=setting)
        if target is None or target.data_collection or any(_collects(e.handler) for e in target.extensions):
            continue
        for trigger in (one.trigger for one in profile.rules):
            if trigger.resource is None and trigger.metric.startswith(GUEST_MARKS):
                yield Breach(
                    place, f"{trigger.metric} comes from inside the VM, and nothing in {target.name} sends it."
                )


def _collects(handler: str) -> bool:
    return any(mark in handler.casefold() for mark in COLLECTORS)


@rule(
    "autoscale-25",
    section="4",
    severity="info",
    title="Queue threshold counts per instance",
    statement="For queue lengths the threshold is messages per instance: 100 with two instances acts at 200.",
    source="BES",
    fix="Divide the queue length you have in mind by the instances.",
    misconception="queue-threshold-is-the-whole-queue",
)
def _queue(design: Design, facts: Facts) -> Found:
    for _, profile, place in profiles(design):
        names = {one.trigger.metric for one in profile.rules if key(one.trigger.metric) in QUEUE_METRICS}
        if names:
            yield Breach(place, f"{listed(sorted(names))}: the threshold is for one instance.")


@rule(
    "autoscale-26",
    section="4",
    severity="warning",
    title="Rule that changes nothing",
    statement="A scale action has a direction (Increase or Decrease) and a number above 0, or sets an exact count.",
    source="ARM",
    fix="Give it a number, or remove the rule.",
)
def _idle(design: Design, facts: Facts) -> Found:
    for _, profile, place in profiles(design):
        for one in profile.rules:
            exact = one.action.type in (ScaleType.EXACT_COUNT, ScaleType.SERVICE_ALLOWED_NEXT_VALUE)
            if not exact and (not one.action.value or one.action.direction is ScaleDirection.NONE):
                yield Breach(place, f"{one.trigger.text} does nothing.")


@rule(
    "autoscale-27",
    section="4",
    severity="info",
    title="Profile without rules",
    statement="A profile without rules only sets limits: the count stays where it is between them.",
    source="UND",
    fix="Add rules, or give minimum and maximum the same number to say so.",
)
def _no_rules(design: Design, facts: Facts) -> Found:
    for _, profile, place in profiles(design):
        if not profile.rules and profile.minimum < profile.maximum:
            yield Breach(place, f"Between {profile.minimum} and {profile.maximum}, and no rule moves the count.")
