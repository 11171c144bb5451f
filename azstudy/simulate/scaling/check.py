"""Findings about an autoscale setting before anything runs."""

from __future__ import annotations

from azstudy.model.design import Design
from azstudy.model.scaleset import ScaleSet
from azstudy.rules import Facts, Review, all_rules, review
from azstudy.simulate.scaling.reading import MAXIMUM, MINIMUM, Setting, as_setting

_TOPIC = "autoscale-"


def check_setting(
    setting: Setting,
    *,
    scale_set: ScaleSet | None = None,
    facts: Facts | None = None,
    minimum: int = MINIMUM,
    maximum: int = MAXIMUM,
) -> Review:
    """What is wrong with a setting, or will surprise: rules that never fire, thresholds that skip scale-in, profiles.

    These are the rules of `az.review` about autoscale, without a design around them.

    Args:
        setting: As in `azstudy.simulate.decide`.
        scale_set: What is scaled; with it, its own limits and the collection of guest counters are looked at too.
        facts: What is known about sizes and regions.
        minimum: Least instances, where only rules are given.
        maximum: Most instances, where only rules are given.

    Returns:
        The findings, each with its arithmetic, reason, fix, source and date.

    >>> found = check_setting([("Percentage CPU > 60", "out 1"), ("Percentage CPU < 45", "in 1")], maximum=10)
    >>> print(found.warnings[0].what)
    Percentage CPU of 45 on 3 instances would be 67.5 on 2, and 60 scales out: scale-in is skipped at up to 3 instances.
    """
    whole = as_setting(setting, minimum=minimum, maximum=maximum)
    rules = [rule for rule in all_rules() if rule.id.startswith(_TOPIC)]
    if scale_set is None:
        return review(Design("setting", (whole,)), facts, rules=rules)
    return review(Design("setting", (scale_set, whole.evolve(target=scale_set.name))), facts, rules=rules)
