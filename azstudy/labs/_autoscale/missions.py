"""The autoscale lab's missions. Checks look at the run itself; par comes from trying settings on the same model."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from itertools import product
from typing import Any, Final

from azstudy.errors import AzstudyError
from azstudy.labs._autoscale.result import SERVICE_LEVEL, AutoscaleLabResult
from azstudy.labs._controls import Controls, State
from azstudy.labs._missions import Check, Mission

Compute = Callable[[State], AutoscaleLabResult]
LabCheck = Check[AutoscaleLabResult]
Score = Callable[[AutoscaleLabResult], float | None]
USD: Final = "USD a day"
SWINGS: Final[Mapping[str, Any]] = {
    "load": "steady",
    "peak": 6,
    "out_above": 60,
    "in_below": 50,
    "out_by": 4,
    "in_by": 2,
    "in_window_min": 30,
    "in_cooldown_min": 1,
    "maximum": 20,
}
"""Swings for ever under a load that never changes: it looks back over 30 minutes and rests for one."""


def missions(compute: Compute, controls: Controls) -> tuple[Mission[AutoscaleLabResult], ...]:
    """The missions, easiest first."""
    tools = _Tools(compute, controls)
    makers = (_never_in, _spike, _memory, _swings, _tokyo, _half)
    return tuple(make(tools) for make in makers)


class _Tools:
    """What every mission needs: the model, and a search for par over a few settings."""

    def __init__(self, compute: Compute, controls: Controls) -> None:
        self.compute = functools.cache(lambda given: compute(controls.state(dict(given))))

    def at(self, given: Mapping[str, Any]) -> AutoscaleLabResult:
        """The result for some values."""
        return self.compute(tuple(sorted(given.items())))

    def par(
        self, setup: Mapping[str, Any], checks: tuple[LabCheck, ...], score: Score, **grid: tuple[Any, ...]
    ) -> Callable[[], float | None]:
        """The best score of all combinations of `grid` that hold every check, searched when first asked for."""

        @functools.cache
        def found() -> float | None:
            scores = []
            for values in product(*grid.values()):
                try:
                    result = self.at({**setup, **dict(zip(grid, values, strict=True))})
                except AzstudyError:
                    continue
                value = score(result)
                if value is not None and all(check.met(result) for check in checks):
                    scores.append(value)
            return min(scores, default=None)

        return found


def _served(percent: float = SERVICE_LEVEL) -> LabCheck:
    return Check(f"at most {percent:g} % of the requests dropped", lambda result: result.dropped_percent <= percent)


def _same(words: str, **values: Any) -> LabCheck:
    return Check(words, lambda result: all(result.state[name] == value for name, value in values.items()))


def _night(most: int) -> LabCheck:
    return Check(f"at most {most} instances at 3 a.m.", lambda result: result.at_night <= most)


def _cost(result: AutoscaleLabResult) -> float | None:
    return result.cost_usd


def _never_in(tools: _Tools) -> Mission[AutoscaleLabResult]:
    setup = {"base_cpu": 35, "days": 2}
    checks: tuple[LabCheck, ...] = (
        _same("the agents stay: an idle instance takes 35 % CPU", base_cpu=35),
        _same("the same load: the web shop, 6 instances' worth, 2 days", load="shop", peak=6, days=2),
        _night(4),
        _served(),
    )
    return Mission(
        id="never-in",
        title="Why does it never scale in?",
        level=1,
        brief=(
            "Since security agents were rolled out, the web shop's scale set grows every morning and never shrinks. "
            "The bill arrives, the agents stay. Make it shrink at night without dropping requests."
        ),
        checks=checks,
        score=_cost,
        par=tools.par(
            setup, checks, _cost, out_above=(75, 80, 85, 90), in_below=(40, 45, 50, 55), in_by=(1, 2), minimum=(1, 2)
        ),
        unit=USD,
        hint="Look at the lowest CPU of the night in CPU and service. What must the threshold be above?",
        debrief=(
            "A threshold has to fit the metric: above its floor, and far enough below the threshold out for the guard. "
            "A base that more instances do not lower makes the guard too careful as well, because it thinks of all "
            "CPU as shared work."
        ),
        setup=setup,
    )


def _spike(tools: _Tools) -> Mission[AutoscaleLabResult]:
    setup = {"load": "spike"}
    checks: tuple[LabCheck, ...] = (
        _same("the same spike, an instance takes 180 s to start", load="spike", peak=6, start_up_s=180, days=1),
        _served(),
    )
    return Mission(
        id="spike",
        title="A spike quicker than the boot",
        level=2,
        brief=(
            "Every day at 10:00 a newsletter goes out. The load is six times as large four minutes later, and one "
            "customer in forty sees an error. Nobody may make the machines start faster. Keep drops to 0.1 %."
        ),
        checks=checks,
        score=_cost,
        par=tools.par(
            setup,
            checks,
            _cost,
            out_above=(40, 50, 60),
            out_by=(1, 3, 5, 8),
            minimum=(1, 2, 3, 4),
            in_below=(30,),
            out_window_min=(5,),
            out_cooldown_min=(1, 5),
        ),
        unit=USD,
        hint="Larger steps, an earlier threshold, or more instances that wait: which one costs least?",
        debrief=(
            "Reactive autoscale is late by its window, its evaluation and the start of a machine. A lower threshold "
            "and larger steps buy time; a schedule, predictive autoscale or a standby pool do it for known times."
        ),
        setup=setup,
    )


def _memory(tools: _Tools) -> Mission[AutoscaleLabResult]:
    setup = {"memory_rule": True, "memory_percent": 55, "days": 2}
    checks: tuple[LabCheck, ...] = (
        _same("memory is still looked at: out above 80 %", memory_rule=True, memory_out=80),
        _same("an idle instance still uses 55 % of its memory", memory_percent=55),
        _same("the same load: the web shop, 6 instances' worth, 2 days", load="shop", peak=6, days=2),
        _night(4),
        _served(),
    )
    return Mission(
        id="memory",
        title="Out on any, in on all",
        level=3,
        brief=(
            "A colleague added two rules on memory, to be safe: out above 80 %, in below 50 %. Memory never came near "
            "80 %, but since then the scale set keeps its ten instances at night. Why? Get it down to 4 or fewer at 3 "
            "a.m. and keep the rule out on memory."
        ),
        checks=checks,
        score=_cost,
        par=tools.par(
            setup,
            checks,
            _cost,
            memory_in=(60, 70),
            in_below=(40, 45),
            out_above=(80, 90),
            minimum=(1, 2),
        ),
        unit=USD,
        hint="Open a line of the log that declined. To scale in, every rule in has to fire.",
        debrief=(
            "One rule is enough to scale out; to scale in all of them have to fire, and the guard projects every "
            "metric as if instances shared it. Memory that each instance needs for itself is no good reason to scale."
        ),
        setup=setup,
    )


def _swings(tools: _Tools) -> Mission[AutoscaleLabResult]:
    def actions(result: AutoscaleLabResult) -> float:
        return float(len(result.actions))

    checks: tuple[LabCheck, ...] = (
        _same("the same load: steady, 6 instances' worth", load="steady", peak=6, days=1),
        Check("it changes direction at most twice in the day", lambda result: result.turns <= 2),
        Check("12 instances or fewer on average", lambda result: float(result.web.desired.mean()) <= 12),
        _same("it looks back over 5 minutes at least", out_window_min=5),
        _served(0),
    )
    return Mission(
        id="swings",
        title="It swings in spite of the guard",
        level=3,
        brief=(
            "The load does not change at all, and yet the scale set goes up and down all day. The flapping guard is at "
            "work and does not stop it. Bring it to rest, with 12 instances or fewer on average and no drop."
        ),
        checks=checks,
        score=actions,
        par=tools.par(
            SWINGS,
            checks,
            actions,
            in_cooldown_min=(5, 30, 45),
            in_window_min=(5, 10),
            out_by=(1, 4),
            in_below=(30, 40, 50),
            out_above=(60, 70, 75),
        ),
        unit="scale actions",
        hint="Compare how far the rule in looks back with how long it rests. Which instances does an old minute know?",
        debrief=(
            "The guard multiplies a mean by the count of today. With a window longer than the cooldown that mean is "
            "partly of minutes with more instances: too low, so every step down looks safe. Rest at least as long "
            "as you look back, and keep the thresholds apart."
        ),
        setup=dict(SWINGS),
    )


def _tokyo(tools: _Tools) -> Mission[AutoscaleLabResult]:
    setup = {"load": "tokyo", "days": 7, "office": "utc", "office_minimum": 10, "minimum": 1}

    def at(result: AutoscaleLabResult, day: int, hour: int) -> int:
        minute = result.run.minute_of(hour, day=day)
        return int(result.web.rotation[minute])

    checks: tuple[LabCheck, ...] = (
        _same("the same load: an office in Tokyo, 9 to 18 h there, a week", load="tokyo", peak=6, days=7),
        Check("8 instances in rotation on Tuesday, 09:00 in Tokyo", lambda result: at(result, 1, 0) >= 8),
        Check("4 at most on Tuesday, 21:00 in Tokyo", lambda result: at(result, 1, 12) <= 4),
        _served(0.01),
    )
    return Mission(
        id="tokyo",
        title="Office hours elsewhere",
        level=4,
        brief=(
            "The office in Tokyo starts at nine. The schedule was written in Europe, from 8 to 18 h. Every morning "
            "requests are dropped, and every evening ten idle instances are paid for. Put it right."
        ),
        checks=checks,
        score=_cost,
        par=tools.par(
            setup,
            checks,
            _cost,
            office=("tokyo",),
            office_minimum=(8, 9, 10),
            in_below=(30, 40, 45),
            out_above=(70, 80),
            minimum=(1,),
        ),
        unit=USD,
        hint="In which time zone are the hours of the schedule? The chart is in UTC: 09:00 in Tokyo is 00:00.",
        debrief=(
            "Each profile has a time zone of its own, by its Windows name (Tokyo Standard Time); without one it is "
            "UTC. A recurring profile has only a start: it ends where the next one starts, so evenings need one too."
        ),
        setup=setup,
    )


def _half(tools: _Tools) -> Mission[AutoscaleLabResult]:
    setup = {"minimum": 10, "maximum": 20, "out_above": 40, "in_below": 20}

    def halved(result: AutoscaleLabResult) -> bool:
        before, now = tools.at(setup).cost_usd, result.cost_usd
        return now is not None and before is not None and now <= before / 2

    checks: tuple[LabCheck, ...] = (
        _same("the same load and size", load="shop", peak=6, days=1, size="D4s_v5", base_cpu=5),
        Check("at most half of the cost at the start", halved),
        _served(),
        Check("95 % answered within 600 ms", lambda result: (result.slow_ms or 0.0) <= 600),
    )
    return Mission(
        id="half",
        title="Half the bill, the same service",
        level=5,
        brief=(
            "The web shop runs on ten instances at least, because nobody dared to change it. Halve the bill of "
            "the day. Customers must not notice: at most 0.1 % dropped, 95 % answered within 600 ms."
        ),
        checks=checks,
        score=_cost,
        par=tools.par(
            setup,
            checks,
            _cost,
            minimum=(1, 2, 3),
            out_above=(70, 75, 80),
            in_below=(40, 50),
            reserved=(0, 2, 3, 4),
            in_by=(1,),
        ),
        unit=USD,
        hint="Settings compared shows what nothing cheaper does better. Reserve what runs all night.",
        debrief=(
            "The minimum sets the bill of the night, the threshold out sets how full instances run by day, and a "
            "reservation makes the part that never goes away cheaper. Only then look at the size."
        ),
        setup=setup,
    )
