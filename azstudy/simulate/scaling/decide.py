"""One question to the autoscale engine, or a sequence of them, without a service behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import attrs

from azstudy.errors import InvalidInputError
from azstudy.simulate.scaling.choices import DEFAULT, ScalingChoices
from azstudy.simulate.scaling.engine import Engine
from azstudy.simulate.scaling.gauges import MetricKey
from azstudy.simulate.scaling.metrics import MetricSeries
from azstudy.simulate.scaling.outcome import Outcome
from azstudy.simulate.scaling.reading import (
    MAXIMUM,
    MINIMUM,
    Setting,
    Values,
    as_moment,
    as_series,
    as_setting,
    as_values,
)
from azstudy.simulate.timeline import Timeline

if TYPE_CHECKING:
    import pandas as pd

MOST_INSTANCES: Final = 100_000
"""More is a slip of the keyboard; a scale set has at most 1,000."""


def decide(
    setting: Setting,
    *,
    instances: int,
    metrics: Values,
    at: datetime | str | None = None,
    resting_min: float = 0,
    minimum: int = MINIMUM,
    maximum: int = MAXIMUM,
    choices: ScalingChoices = DEFAULT,
) -> Outcome:
    """What Azure Monitor's autoscale would do in one evaluation, and why.

    Args:
        setting: An `AutoscaleSetting`, a `Profile`, or rules such as [("Percentage CPU > 60", "out 1")]; a third part
            of a rule is its cooldown in minutes.
        instances: The instances there are.
        metrics: By name (or by (resource, name) where a rule names another resource): the value over the window,
            before any division by instances; or a list, a minute each, oldest first, of numbers or of lists with the
            samples of the instances; None where the metric is missing. A bare number where the rules name one metric.
        at: The moment, as a datetime or text (UTC unless it says otherwise). Needed where profiles have dates.
        resting_min: Minutes for which a cooldown still lasts.
        minimum: Least instances, where only rules are given.
        maximum: Most instances, where only rules are given.
        choices: What Azure does not document.

    Raises:
        InvalidInputError: When an argument cannot be read.

    Source: azure-monitor-docs autoscale-understanding-settings.md@002d4a39, autoscale-flapping.md@705f5597.

    >>> rules = [("Percentage CPU > 60", "out 1"), ("Percentage CPU < 45", "in 1")]
    >>> answer = decide(rules, instances=3, metrics=42)
    >>> answer.target, answer.because
    (3, '42 % on 3 instances would be 63 % on 2, above 60.')
    """
    whole = as_setting(setting, minimum=minimum, maximum=maximum)
    count = _count(instances)
    moment = as_moment(at, whole)
    engine = Engine(whole, start=moment, choices=choices)
    if resting_min > 0:
        engine.rest(resting_min * 60)
    end = int(-choices.metric_delay_s // 60)
    given = {name: as_series(v, end=end, instances=count) for name, v in as_values(metrics, whole).items()}
    series = {name: one for name, one in given.items() if one is not None}
    readings = engine.explain(0.0, count, series)
    return attrs.evolve(engine.evaluate(0.0, count, series), readings=readings)


def _count(given: int) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= MOST_INSTANCES:
        raise InvalidInputError(f"instances is {given!r}. Give a whole number from 0 to {MOST_INSTANCES:,}.")
    return given


@attrs.frozen(kw_only=True, repr=False)
class Replay:
    """Evaluations of autoscale, one a minute, over metrics that were given.

    Attributes:
        start: The moment of minute 0.
        counts: The instances during each minute.
        outcomes: What the evaluation at the end of each minute came to.
    """

    start: datetime
    counts: tuple[int, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def timeline(self) -> Timeline:
        """Every line of the log."""
        return Timeline((line for one in self.outcomes for line in one.decisions), self.start)

    @property
    def final(self) -> int:
        """The instances after the last evaluation."""
        return self.outcomes[-1].target if self.outcomes else 0

    def to_frame(self) -> pd.DataFrame:
        """A pandas table, one row a minute."""
        import pandas as pd

        rows = [{"minute": minute, **one.as_dict()} for minute, one in enumerate(self.outcomes)]
        return pd.DataFrame(rows, columns=["minute", "count", "target", "profile", "action", "because", "event"])

    def __str__(self) -> str:
        return str(self.timeline)

    def __repr__(self) -> str:
        return f"Replay of {len(self.counts)} minutes: {len(self.timeline)} lines in the log, {self.final} instances"


def replay(
    setting: Setting,
    *,
    instances: int,
    metrics: Mapping[MetricKey, Sequence[float | None]] | Sequence[float | None],
    start: datetime | str | None = None,
    shared: bool = False,
    minimum: int = MINIMUM,
    maximum: int = MAXIMUM,
    choices: ScalingChoices = DEFAULT,
) -> Replay:
    """Autoscale minute by minute over given metrics: cooldowns, profiles and the guard at work.

    New instances are there at once: start-up, queues and losses are a matter of `azstudy.simulate.autoscale`.

    Args:
        setting: As in `decide`.
        instances: The instances at the start.
        metrics: One number a minute, None where it is missing; by name unless the rules name one metric.
        start: The moment of minute 0; needed where profiles have dates.
        shared: Whether the numbers are a load that the instances share (in percent of one instance: 150 on three is
            50 each) instead of what every instance shows.
        minimum: Least instances, where only rules are given.
        maximum: Most instances, where only rules are given.
        choices: What Azure does not document.

    Raises:
        InvalidInputError: When an argument cannot be read, or the lists differ in length.

    >>> rules = [("Percentage CPU > 60", "out 1"), ("Percentage CPU < 45", "in 1")]
    >>> replay(rules, instances=1, metrics=[90.0] * 30, shared=True, maximum=5).final
    2
    """
    whole = as_setting(setting, minimum=minimum, maximum=maximum)
    moment = as_moment(start, whole)
    values = as_values(metrics, whole)  # type: ignore[arg-type]
    lists = {name: list(given) for name, given in values.items()}  # type: ignore[arg-type]
    lengths = {len(one) for one in lists.values()}
    if len(lengths) > 1:
        raise InvalidInputError(f"The metrics have different lengths: {sorted(lengths)} minutes. Give equal ones.")
    engine = Engine(whole, start=moment, choices=choices)
    series = {name: MetricSeries() for name in lists}
    count, counts, outcomes = _count(instances), [], []
    for minute in range(lengths.pop() if lengths else 0):
        for name, given in lists.items():
            _add(series[name], minute, given[minute], count, shared)
        counts.append(count)
        outcomes.append(engine.evaluate(minute * 60.0 + 60 + choices.metric_delay_s, count, series))
        count = outcomes[-1].target
    return Replay(start=moment.astimezone(UTC), counts=tuple(counts), outcomes=tuple(outcomes))


def _add(series: MetricSeries, minute: int, value: Any, count: int, shared: bool) -> None:
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidInputError(f"Minute {minute} is {value!r}. Give a number, or None where the metric is missing.")
    series.add_even(minute, value / count if shared and count else float(value), count)
