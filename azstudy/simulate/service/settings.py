"""Autoscale settings of the usual kind, from a few numbers: one rule out and one rule in, on average CPU."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Any, Final

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.autoscale import AutoscaleSetting, MetricTrigger, Profile, ScaleAction, ScaleRule
from azstudy.model.schedule_words import Operator, Statistic, TimeAggregation

_MOST: Final = 200_000
Step = int | str


def cpu_rules(
    *,
    out_above: float = 70,
    in_below: float | None = 30,
    out_by: Step = 1,
    in_by: Step = 1,
    minimum: int = 2,
    maximum: int = 10,
    window_min: float = 5,
    out_window_min: float | None = None,
    in_window_min: float | None = None,
    cooldown_min: float = 5,
    out_cooldown_min: float | None = None,
    in_cooldown_min: float | None = None,
    statistic: str | Statistic = Statistic.AVERAGE,
    aggregation: str | TimeAggregation = TimeAggregation.AVERAGE,
    metric: str = "Percentage CPU",
    default: int | None = None,
    name: str = "cpu",
    target: str = "web",
) -> AutoscaleSetting:
    """An autoscale setting with one rule out and one rule in.

    Args:
        out_above: Scale out above this value of the metric, in percent for CPU.
        in_below: Scale in below this value; None leaves the rule out.
        out_by: Instances, or a share such as "20%".
        in_by: Instances, or a share.
        minimum: Least instances.
        maximum: Most instances.
        window_min: Minutes the metric is looked at; for one direction `out_window_min` or `in_window_min`.
        cooldown_min: Minutes of rest after an action; for one direction `out_cooldown_min` or `in_cooldown_min`.
        out_window_min: Minutes looked at before scaling out.
        in_window_min: Minutes looked at before scaling in.
        out_cooldown_min: Minutes of rest after scaling out.
        in_cooldown_min: Minutes of rest after scaling in.
        statistic: How instances are combined: average, min, max, sum.
        aggregation: How minutes are combined: average, minimum, maximum, last.
        metric: The metric of both rules.
        default: Instances while no metric comes; None is `minimum`.
        name: The setting's name.
        target: The scale set's name.

    Raises:
        InvalidInputError: For a value that makes no sense.

    >>> [rule.trigger.text for rule in cpu_rules(out_above=60, in_below=45).profiles[0].rules]
    ['Percentage CPU > 60 (Average over 5 min)', 'Percentage CPU < 45 (Average over 5 min)']
    """
    rules = []
    sides = (
        (out_above, Operator.GREATER_THAN, f"out {out_by}", out_window_min, out_cooldown_min),
        (in_below, Operator.LESS_THAN, f"in {in_by}", in_window_min, in_cooldown_min),
    )
    for threshold, operator, action, window, cooldown in sides:
        if threshold is None:
            continue
        trigger = MetricTrigger(
            metric,
            operator,
            threshold=threshold,
            window_min=window_min if window is None else window,
            statistic=Statistic.parse(statistic),
            time_aggregation=TimeAggregation.parse(aggregation),
        )
        rest = cooldown_min if cooldown is None else cooldown
        rules.append(ScaleRule(trigger, ScaleAction.parse(action).evolve(cooldown_min=rest)))
    profile = Profile("default", tuple(rules), minimum=minimum, maximum=maximum, default=default)
    return AutoscaleSetting(name, target, profiles=(profile,))


_DEFAULTS: Final[dict[str, Any]] = dict(cpu_rules.__kwdefaults__ or {})


def cpu_grid(**choices: Any) -> tuple[AutoscaleSetting, ...]:
    """Every combination of the given values of `cpu_rules`, each a setting named after what varies.

    Combinations whose scale-in threshold is not below the scale-out threshold, or whose minimum is above the maximum,
    are left out.

    Args:
        **choices: Arguments of `cpu_rules`, each one value or several.

    Raises:
        UnknownNameError: For an argument that `cpu_rules` does not have.
        InvalidInputError: For more than 200,000 combinations.

    >>> [one.name for one in cpu_grid(out_above=[60, 70], in_below=[30, 65])]
    ['out_above=60 in_below=30', 'out_above=70 in_below=30', 'out_above=70 in_below=65']
    """
    known = list(_DEFAULTS)
    for name in choices:
        if name not in known:
            raise UnknownNameError("setting", name, nearest(name, known), hint=f"Allowed: {', '.join(known)}.")
    lists = {name: _several(given) for name, given in choices.items()}
    count = 1
    for several in lists.values():
        count *= len(several)
    if count > _MOST:
        raise InvalidInputError(
            f"{count:,} combinations were asked for; at most {_MOST:,} are tried. Give fewer values."
        )
    varied = [name for name, several in lists.items() if len(several) > 1]
    made = []
    for combination in product(*lists.values()):
        values: dict[str, Any] = dict(zip(lists, combination, strict=True))
        if _sensible(values):
            label = " ".join(f"{name}={values[name]}" for name in varied) or "cpu"
            made.append(cpu_rules(**({"name": label} | values)))
    return tuple(made)


def _sensible(values: dict[str, Any]) -> bool:
    given = _DEFAULTS | values
    apart = given["in_below"] is None or given["in_below"] < given["out_above"]
    return bool(apart and given["minimum"] <= given["maximum"])


def _several(given: Any) -> list[Any]:
    return list(given) if isinstance(given, Iterable) and not isinstance(given, str) else [given]
