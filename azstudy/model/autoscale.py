"""Autoscale settings of Azure Monitor: profiles, rules, actions, notifications, prediction."""

import re
from datetime import datetime, time
from typing import Annotated, Final

from azstudy.errors import InvalidInputError
from azstudy.model.fields import Amount, Count, Matches, Name, Refers, RegionName, Unique
from azstudy.model.noun import Noun, noun
from azstudy.model.schedule_words import (
    Operator,
    PredictiveMode,
    ScaleDirection,
    ScaleType,
    Statistic,
    TimeAggregation,
    Weekday,
)
from azstudy.model.timezones import TimeZone

_CONDITION: Final = re.compile(
    r"\s*(?P<metric>[^<>=!]+?)\s*(?P<sign>==|!=|>=|<=|>|<)\s*(?P<threshold>-?\d+(?:\.\d+)?)\s*%?"
    r"(?:\s+(?P<aggregation>[A-Za-z]+)(?:\s+(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[mhd]))?)?\s*"
)
_ACTION: Final = re.compile(r"\s*(?P<way>out|in|to)\s+(?:by\s+)?(?P<number>\d+)\s*(?P<percent>%?)\s*", re.IGNORECASE)
_MINUTES: Final = {"m": 1, "h": 60, "d": 1440}


@noun
class Dimension(Noun):
    """A filter of a metric by one of its dimensions.

    Source: azure-resource-manager-schemas Microsoft.Insights.json@a1454431 (`metricTrigger.dimensions`).
    """

    name: Name
    values: tuple[Name, ...]
    equal: bool = True


@noun
class MetricTrigger(Noun):
    """When a rule fires: a metric, combined over instances and time, compared with a threshold.

    One-minute grains over 5 minutes, both averaged, unless told. `resource` names another source than the target,
    `divide_per_instance` divides a sum by the instances.

    Source: azure-resource-manager-schemas Microsoft.Insights.json@a1454431 (`metricTrigger`);
    azure-monitor-docs autoscale-understanding-settings.md@002d4a39.

    >>> MetricTrigger.parse("Percentage CPU > 75 avg 10m")
    MetricTrigger('Percentage CPU', 'GreaterThan', threshold=75, window_min=10)
    """

    metric: Name
    operator: Operator
    threshold: float
    window_min: Amount = 5
    time_aggregation: TimeAggregation = TimeAggregation.AVERAGE
    statistic: Statistic = Statistic.AVERAGE
    grain_min: Amount = 1
    divide_per_instance: bool = False
    resource: Name | None = None
    namespace: Name | None = None
    dimensions: Annotated[tuple[Dimension, ...], Unique()] = ()

    @classmethod
    def parse(cls, text: str) -> "MetricTrigger":
        """A condition as Azure CLI writes it: "metric sign threshold [aggregation window]".

        Raises:
            InvalidInputError: When the text is no such condition.
        """
        found = _CONDITION.fullmatch(text)
        if found is None:
            raise InvalidInputError(f"{text!r} is not a condition. Write one such as 'Percentage CPU > 75 avg 5m'.")
        trigger = cls(found["metric"], found["sign"], threshold=float(found["threshold"]))  # type: ignore[arg-type]
        if found["aggregation"]:
            trigger = trigger.evolve(time_aggregation=found["aggregation"])
        if found["number"]:
            trigger = trigger.evolve(window_min=float(found["number"]) * _MINUTES[found["unit"]])
        return trigger

    @property
    def text(self) -> str:
        """The condition in words and signs.

        >>> MetricTrigger("Percentage CPU", "<", threshold=25).text
        'Percentage CPU < 25 (Average over 5 min)'
        """
        return (
            f"{self.metric} {self.operator.sign} {self.threshold:g} "
            f"({self.time_aggregation} over {self.window_min:g} min)"
        )


@noun
class ScaleAction(Noun):
    """What a rule does, and how long everything then rests. The cooldown is 5 minutes unless told.

    Source: azure-resource-manager-schemas Microsoft.Insights.json@a1454431 (`scaleAction`).

    >>> ScaleAction.parse("out 2"), ScaleAction.parse("in 50%").text, ScaleAction.parse("to 5").text
    (ScaleAction('Increase', 2), 'in by 50 %', 'to 5')
    """

    direction: ScaleDirection
    value: Count = 1
    type: ScaleType = ScaleType.CHANGE_COUNT
    cooldown_min: Amount = 5

    @classmethod
    def parse(cls, text: str) -> "ScaleAction":
        """An action as Azure CLI writes it: "out 1", "in 25%", "to 5".

        Raises:
            InvalidInputError: When the text is no such action.
        """
        found = _ACTION.fullmatch(text)
        if found is None or (found["percent"] and found["way"].lower() == "to"):
            raise InvalidInputError(f"{text!r} is not a scale action. Write one such as 'out 1', 'in 25%' or 'to 5'.")
        exact = found["way"].lower() == "to"
        counted = ScaleType.PERCENT_CHANGE_COUNT if found["percent"] else ScaleType.CHANGE_COUNT
        kind = ScaleType.EXACT_COUNT if exact else counted
        return cls(ScaleDirection.parse(found["way"]), int(found["number"]), type=kind)

    @property
    def text(self) -> str:
        """The action in words."""
        if self.type is ScaleType.EXACT_COUNT:
            return f"to {self.value}"
        if self.type is ScaleType.SERVICE_ALLOWED_NEXT_VALUE or self.direction is ScaleDirection.NONE:
            return f"{self.direction} ({self.type})"
        way = "out" if self.direction is ScaleDirection.INCREASE else "in"
        return f"{way} by {self.value}{' %' if self.type is ScaleType.PERCENT_CHANGE_COUNT else ''}"


@noun
class ScaleRule(Noun):
    """A trigger and its action. Any rule that fires scales out; to scale in, all of them have to fire.

    Source: azure-monitor-docs autoscale-understanding-settings.md@002d4a39 (2026-08).

    >>> ScaleRule("Percentage CPU > 75 avg 10m", "out 2")
    ScaleRule(MetricTrigger('Percentage CPU', 'GreaterThan', threshold=75, window_min=10), ScaleAction('Increase', 2))
    """

    trigger: MetricTrigger
    action: ScaleAction


@noun
class FixedDate(Noun):
    """A profile's one date range, wall-clock in `time_zone`.

    Source: azure-monitor-docs autoscale-understanding-settings.md@002d4a39; azure-resource-manager-schemas
    Microsoft.Insights.json@a1454431 (`fixedDate`).
    """

    start: datetime
    end: datetime
    time_zone: TimeZone = TimeZone.UTC


@noun
class Recurring(Noun):
    """A profile's weekly start: on these days at this time. The next profile's start ends it.

    Source: azure-monitor-docs autoscale-multiprofile.md@281288dc.

    >>> Recurring(["sat", "sun"], "00:01", time_zone="W. Europe")
    Recurring(['Saturday', 'Sunday'], '00:01:00', time_zone='W. Europe Standard Time')
    """

    days: tuple[Weekday, ...]
    start: time = time(0, 0)
    time_zone: TimeZone = TimeZone.UTC


@noun
class Profile(Noun):
    """Limits and rules that hold at some time: `when` None is the default profile.

    `default` is the count taken while no metric comes; None is `minimum`.

    Source: azure-monitor-docs autoscale-understanding-settings.md@002d4a39 (2026-08).

    >>> Profile("night", [ScaleRule("Percentage CPU < 30", "in 1")], minimum=1, maximum=4).effective_default
    1
    """

    name: Name
    rules: tuple[ScaleRule, ...] = ()
    minimum: Count = 1
    maximum: Count = 1
    default: Count | None = None
    when: FixedDate | Recurring | None = None

    @property
    def effective_default(self) -> int:
        """The count while no metric comes."""
        return self.minimum if self.default is None else self.default


@noun
class Predictive(Noun):
    """Predictive autoscale. The machines start `look_ahead_min` before the forecast load; None is at the time itself.

    Source: azure-monitor-docs autoscale-predictive.md@0dc1e484.
    """

    mode: PredictiveMode = PredictiveMode.ENABLED
    look_ahead_min: Amount | None = None


@noun
class Notification(Noun):
    """Who hears of a scale action. The two flags for administrators have to be off since 2024-08-31.

    Source: azure-monitor-docs autoscale-webhook-email.md@fdcf1b49 (2024-11).
    """

    emails: tuple[Annotated[str, Matches(r"[^@\s]+@[^@\s]+", "an e-mail address")], ...] = ()
    webhooks: tuple[Annotated[str, Matches(r"https?://\S+", "an address such as 'https://...'")], ...] = ()
    to_administrator: bool = False
    to_co_administrators: bool = False


@noun
class AutoscaleSetting(Noun):
    """Autoscale of one resource: the profiles, at most one of which holds at any time.

    Source: azure-monitor-docs autoscale-understanding-settings.md@002d4a39 (2026-08).

    >>> setting = AutoscaleSetting("breathe", "web", profiles=[Profile("default", minimum=2, maximum=10)])
    >>> setting.profiles[0].maximum
    10
    """

    name: Name
    target: Annotated[str, Refers("ScaleSet")]
    profiles: Annotated[tuple[Profile, ...], Unique()] = ()
    enabled: bool = True
    predictive: Predictive | None = None
    notifications: tuple[Notification, ...] = ()
    region: RegionName | None = None
