"""What a learner types, made ready for the engine: settings, metrics, times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from azstudy.errors import InvalidInputError
from azstudy.model.autoscale import AutoscaleSetting, Profile, ScaleRule
from azstudy.simulate.scaling.gauges import MetricKey
from azstudy.simulate.scaling.metrics import MetricSeries

Setting = AutoscaleSetting | Profile | Iterable[ScaleRule | tuple[str, str] | tuple[str, str, float]]
"""A whole setting, one profile, or rules: nouns, or pairs such as ("Percentage CPU > 60", "out 1"), where a third part
is the cooldown in minutes."""
Minutes = float | None | MetricSeries | list[Any] | tuple[Any, ...]
"""A value over the window; or one a minute, oldest first; or the samples of the instances, a list a minute."""
Values = Minutes | Mapping[MetricKey, Minutes]

_PAIR: Final = 2
MINIMUM: Final = 1
MAXIMUM: Final = 100
"""The limits of rules that come without a profile; illustrative."""
WHEN: Final = datetime(2027, 1, 4, 10, tzinfo=UTC)
"""The moment of a question that gives none: a Monday morning."""


def as_setting(given: Setting, *, minimum: int = MINIMUM, maximum: int = MAXIMUM) -> AutoscaleSetting:
    """An autoscale setting from what was typed.

    Raises:
        InvalidInputError: When it is none of the three, or its rules cannot be read.

    >>> as_setting([("Percentage CPU > 60", "out 1")], maximum=8).profiles[0].maximum
    8
    """
    if isinstance(given, AutoscaleSetting):
        return given
    if isinstance(given, Profile):
        return AutoscaleSetting("setting", "scale set", profiles=(given,))
    if isinstance(given, str | ScaleRule) or not isinstance(given, Iterable):
        raise InvalidInputError(
            f"{given!r} is no autoscale setting. Give az.AutoscaleSetting(...), az.Profile(...), or a list of rules "
            "such as [('Percentage CPU > 60', 'out 1'), ('Percentage CPU < 30', 'in 1')]."
        )
    rules = [one if isinstance(one, ScaleRule) else _rule(one) for one in given]
    return as_setting(Profile("default", tuple(rules), minimum=minimum, maximum=maximum))


def _rule(given: object) -> ScaleRule:
    """A rule from condition and action, and its cooldown in minutes where one is given."""
    if isinstance(given, tuple | list) and len(given) in (_PAIR, _PAIR + 1):
        rule = ScaleRule(*given[:_PAIR])
        return rule.evolve(action=rule.action.evolve(cooldown_min=given[_PAIR])) if given[_PAIR:] else rule
    raise InvalidInputError(
        f"{given!r} is no rule. Give a pair such as ('Percentage CPU > 60', 'out 1'), with a cooldown in minutes as "
        "third part where it is not 5."
    )


def as_moment(given: datetime | str | None, setting: AutoscaleSetting) -> datetime:
    """A moment; one without a zone is UTC, and none is a Monday morning where no profile has a date.

    Raises:
        InvalidInputError: When the text is no date, or when profiles have dates and no moment is given.
    """
    if given is None:
        dated = [profile.name for profile in setting.profiles if profile.when is not None]
        if dated:
            raise InvalidInputError(
                f"Which profile holds depends on the time (profiles with a date: {', '.join(dated)}). "
                "Give it, such as at='2027-01-04 10:00'."
            )
        return WHEN
    if isinstance(given, str):
        try:
            given = datetime.fromisoformat(given)
        except ValueError:
            raise InvalidInputError(f"{given!r} is no time. Write it as '2027-01-04 10:00' (UTC).") from None
    return given if given.tzinfo else given.replace(tzinfo=UTC)


def as_values(given: Values, setting: AutoscaleSetting) -> Mapping[MetricKey, Minutes]:
    """Metrics by name; a bare number is the only metric that the rules name.

    Raises:
        InvalidInputError: For a bare number where the rules name several metrics, or none.
    """
    if isinstance(given, Mapping):
        return given
    triggers = [rule.trigger for profile in setting.profiles for rule in profile.rules]
    names: set[MetricKey] = {(one.resource, one.metric) if one.resource else one.metric for one in triggers}
    if len(names) != 1:
        shown = ", ".join(sorted(map(str, names))) or "none"
        raise InvalidInputError(f"The rules name these metrics: {shown}. Give each by name: metrics={{'name': value}}.")
    return {names.pop(): given}


def as_series(given: Minutes, *, end: int, instances: int) -> MetricSeries | None:
    """The samples of a metric up to minute `end`; None where there are none.

    Raises:
        InvalidInputError: When it is no number and no list.
    """
    if given is None or isinstance(given, MetricSeries):
        return given
    if isinstance(given, int | float):
        return MetricSeries.steady(given) if given == given else None
    if not isinstance(given, list | tuple):
        raise InvalidInputError(f"{given!r} is no metric. Give a number, or a list with a number or list each minute.")
    series = MetricSeries()
    for minute, value in enumerate(given, end - len(given)):
        if isinstance(value, int | float):
            series.add_even(minute, float(value), instances)
        elif value is not None:
            series.add_samples(minute, value)
    return series
