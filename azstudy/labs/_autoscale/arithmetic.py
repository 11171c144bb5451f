"""How an evaluation came to what it did: the minutes it looked at, their mean, the thresholds, the guard, the rest."""

from __future__ import annotations

from azstudy.labs._autoscale.result import MEMORY, AutoscaleLabResult
from azstudy.model.autoscale import ScaleRule
from azstudy.model.schedule_words import ScaleDirection
from azstudy.rules.autoscale_rules import key
from azstudy.simulate.timeline import Decision, clock

DELAY_MIN = 1


def steps(result: AutoscaleLabResult, one: Decision) -> tuple[str, ...]:
    """The arithmetic behind a line of the log, a sentence each; nothing for lines about single instances."""
    if "profile" not in one.facts or not one.at_s:
        return ()
    profile = next((p for p in result.setting.profiles if p.name == one.facts["profile"]), None)
    if profile is None:
        return ()
    count = int(one.facts.get("count", 0))
    said = (
        [f"Profile {profile.name}: {profile.minimum} to {profile.maximum} instances; {count} at this moment."]
        if count
        else []
    )
    said += [_reading(result, rule, one.at_s) for rule in profile.rules]
    if one.facts.get("cooldown_s"):
        rest = one.facts["cooldown_s"]
        said.append(f"Then everything rests for {rest / 60:g} min, in both directions, until {clock(one.at_s + rest)}.")
    return tuple(said)


def _reading(result: AutoscaleLabResult, rule: ScaleRule, at_s: float) -> str:
    """One rule: what it looked at, and whether it fires."""
    trigger = rule.trigger
    way = "out" if rule.action.direction is ScaleDirection.INCREASE else "in"
    head = f"Rule {way}: {trigger.text}, then {rule.action.text}."
    if key(trigger.metric) != "percentagecpu":
        name = "memory" if trigger.metric == MEMORY else trigger.metric
        return f"{head} It looks at {name}, the same on all instances apart from their load."
    end = int(at_s // 60) - DELAY_MIN
    values = result.web.cpu[max(0, end - int(trigger.window_min)) : end]
    if not len(values):
        return f"{head} No minute has ended yet that it could look at."
    minutes = "; ".join(f"{value:.1f}" for value in values[:12]) + (" …" if len(values) > 12 else "")
    if trigger.statistic != "Average":
        return (
            f"{head} The instances' average was {minutes}; the rule takes the {trigger.statistic} over the instances."
        )
    mean = round(float(values.mean()), 9)
    fires = trigger.operator.holds(mean, trigger.threshold)
    first = clock((end - len(values)) * 60)[:-3]
    return (
        f"{head} Minutes from {first} on: {minutes} %. Mean {mean:.4g} %: "
        f"{'fires' if fires else 'does not fire'} ({mean:.4g} {trigger.operator.sign} {trigger.threshold:g} is "
        f"{'true' if fires else 'false'})."
    )
