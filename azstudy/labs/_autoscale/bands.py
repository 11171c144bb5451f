"""When autoscale rests, and when the flapping guard holds it back: stretches of minutes, from a run's own numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import inf

import numpy as np
import numpy.typing as npt

from azstudy.labs._autoscale.result import AutoscaleLabResult
from azstudy.model.schedule_words import ScaleDirection
from azstudy.rules.autoscale_rules import key
from azstudy.simulate.scaling.gauges import DECIMALS
from azstudy.simulate.service.plainness import rules_of

Stretch = tuple[float, float]
Floats = npt.NDArray[np.float64]


def cooldowns(result: AutoscaleLabResult) -> list[Stretch]:
    """Minutes from each action to the end of its cooldown, joined where they touch."""
    last = float(result.run.scenario.length)
    found: list[Stretch] = []
    for one in result.actions:
        start, end = one.at_s / 60, min(last, (one.at_s + one.facts.get("cooldown_s", 0.0)) / 60)
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        elif end > start:
            found.append((start, end))
    return found


def guarded(result: AutoscaleLabResult) -> list[Stretch]:
    """Minutes in which CPU is low enough to scale in, and the guard forbids even one instance less.

    Only where CPU alone decides: with a memory rule or a schedule the log says when.
    """
    profiles = result.setting.profiles
    if len(profiles) > 1 or len(profiles[0].rules) != 2:
        return []
    (out,), (inward,) = (rules_of(profiles[0], way) for way in (ScaleDirection.INCREASE, ScaleDirection.DECREASE))
    if any(key(one.trigger.metric) != "percentagecpu" or one.trigger.statistic != "Average" for one in (out, inward)):
        return []
    cpu, count = result.web.cpu, result.web.desired
    high = window_mean(cpu, int(out.trigger.window_min))
    low = window_mean(cpu, int(inward.trigger.window_min))
    one_less = np.round(high * count / np.maximum(count - 1, 1), DECIMALS)
    held = (low < inward.trigger.threshold) & (count > profiles[0].minimum) & (one_less > out.trigger.threshold)
    # what is evaluated at the end of a minute holds during the next one
    return [(start + 1, end + 1) for start, end in stretches(held & (high <= out.trigger.threshold))]


def window_mean(values: Floats, width: int) -> Floats:
    """The mean that an evaluation at the end of each minute reads: `width` minutes, the newest not yet among them.

    NaN, which never compares, where there is no sample yet.

    >>> window_mean(np.array([10.0, 20.0, 30.0]), 2)
    array([nan, 10., 15.])
    """
    sums = np.concatenate([[0.0], np.cumsum(np.nan_to_num(values))])
    ends = np.arange(len(values))
    starts = np.maximum(0, ends - width)
    found: Floats = np.full(len(values), np.nan)
    some = ends > starts
    found[some] = np.round((sums[ends] - sums[starts])[some] / (ends - starts)[some], DECIMALS)
    return found


def stretches(flags: npt.NDArray[np.bool_]) -> Iterator[Stretch]:
    """From where to where flags are up, in minutes.

    >>> list(stretches(np.array([False, True, True, False, True])))
    [(1.0, 3.0), (4.0, 5.0)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        yield float(start), float(end)


def boxes(found: Iterable[Stretch], top: float) -> tuple[list[float | None], list[float | None]]:
    """Corners of upright boxes in hours, for one filled trace; a gap between each two."""
    x: list[float | None] = []
    y: list[float | None] = []
    for start, end in found:
        a, b = round(start / 60, 4), round(end / 60, 4)
        x += [a, a, b, b, None]
        y += [0, top, top, 0, None]
    return x, y


def minutes_of(found: Iterable[Stretch]) -> float:
    """How long they are together."""
    return sum((end - start for start, end in found if end < inf), 0.0)
