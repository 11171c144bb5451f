"""Proofs about autoscale: one evaluation, a replay of minutes, where scale-in happens, which profile holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from azstudy.quiz.proofs import proof

if TYPE_CHECKING:
    from azstudy.model.autoscale import AutoscaleSetting
    from azstudy.simulate.scaling.outcome import Outcome


def _setting(
    rules: Sequence[Sequence[Any]], minimum: int = 1, maximum: int = 100, default: int | None = None
) -> AutoscaleSetting:
    from azstudy.simulate.scaling.reading import as_setting

    setting = as_setting([tuple(rule) for rule in rules], minimum=minimum, maximum=maximum)
    return setting.evolve(profiles=[one.evolve(default=default) for one in setting.profiles])


def _decide(
    rules: Sequence[Sequence[Any]],
    instances: int,
    metrics: Any,
    minimum: int = 1,
    maximum: int = 100,
    default: int | None = None,
    resting_min: float = 0,
) -> Outcome:
    from azstudy.simulate.scaling.decide import decide

    setting = _setting(rules, minimum, maximum, default)
    return decide(setting, instances=instances, metrics=metrics, resting_min=resting_min)


@proof("autoscale_target")
def autoscale_target(rules: Sequence[Sequence[Any]], instances: int, metrics: Any, **limits: Any) -> int:
    """The instances after one evaluation of these rules."""
    return _decide(rules, instances, metrics, **limits).target


@proof("autoscale_action")
def autoscale_action(rules: Sequence[Sequence[Any]], instances: int, metrics: Any, **limits: Any) -> str:
    """What one evaluation did or declined, such as "scale in skipped"; empty where nothing fired."""
    decision = _decide(rules, instances, metrics, **limits).decision
    return decision.action if decision else ""


@proof("autoscale_value")
def autoscale_value(samples: Any, instances: int = 1, metric: str = "Percentage CPU", **trigger: Any) -> float | None:
    """What a rule compares with its threshold: samples a minute, oldest first; fields of the trigger by name."""
    from azstudy.model.autoscale import MetricTrigger, ScaleAction, ScaleRule
    from azstudy.simulate.scaling.decide import decide

    fields = {"operator": ">", "threshold": 0, **trigger}
    rule = ScaleRule(MetricTrigger(metric, fields.pop("operator"), **fields), ScaleAction.parse("out 1"))
    return decide([rule], instances=instances, metrics={metric: samples}).readings[0].value


@proof("scale_in_point")
def scale_in_point(rules: Sequence[Sequence[Any]], count: int, metric: str = "Percentage CPU") -> float:
    """The value of a metric below which `count` instances become one fewer."""
    from azstudy.simulate.scaling.points import scale_in_points

    points = scale_in_points(_setting(rules), counts=[count])
    return next(one.value for one in points if one.metric == metric and one.target == count - 1)


@proof("autoscale_replay")
def autoscale_replay(
    rules: Sequence[Sequence[Any]],
    instances: int,
    minutes: Sequence[Sequence[float]],
    shared: bool = False,
    **limits: Any,
) -> list[list[float]]:
    """Minute and new count of every change, over stretches of [minutes, value]; minutes since the first evaluation."""
    from azstudy.simulate.scaling.decide import replay

    load = [float(value) for length, value in minutes for _ in range(int(length))]
    run = replay(_setting(rules, **limits), instances=instances, metrics=load, shared=shared)
    return [[minute, one.target] for minute, one in enumerate(run.outcomes) if one.acted]


@proof("autoscale_profile")
def autoscale_profile(profiles: Sequence[Mapping[str, Any]], at: str) -> str:
    """The name of the profile that holds at a moment (UTC unless it has an offset).

    A profile has `name` and either nothing, or `days` and `start`, or the dates `from` and `to`; and `time_zone`.
    """
    from azstudy.model.autoscale import AutoscaleSetting
    from azstudy.simulate.scaling.decide import decide

    made = [_profile(**{str(key).replace("from", "begin"): value for key, value in one.items()}) for one in profiles]
    return decide(AutoscaleSetting("setting", "set", profiles=tuple(made)), instances=1, metrics={}, at=at).profile


def _profile(name: str, time_zone: str = "UTC", **when: Any) -> Any:
    from azstudy.model.autoscale import FixedDate, Profile, Recurring
    from azstudy.model.timezones import TimeZone

    zone = TimeZone.parse(time_zone)
    if "days" in when:
        return Profile(name, when=Recurring(tuple(when["days"]), when["start"], time_zone=zone))
    if "begin" in when:
        return Profile(name, when=FixedDate(when["begin"], when["to"], time_zone=zone))
    return Profile(name)


@proof("autoscale_findings")
def autoscale_findings(rules: Sequence[Sequence[Any]], minimum: int = 1, maximum: int = 10) -> list[str]:
    """Ids of the rules of autoscale that these rules break, sorted."""
    from azstudy.simulate.scaling.check import check_setting

    return list(check_setting(_setting(rules, minimum, maximum)).rule_ids)
