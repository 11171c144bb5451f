"""Minutes in which nothing can change, taken at a stride: the same numbers as one step after another, sooner.

Between two events a tier's count stays as it is, and as long as its load fits and the metric stays between two bounds,
every evaluation of autoscale comes to what the last one came to. The bounds are those of the rules, of the cooldown
and of the flapping guard. A test holds a run with and without these strides against each other.
"""

from __future__ import annotations

from datetime import timedelta
from math import ceil, inf
from typing import TYPE_CHECKING, Final

import attrs
import numpy as np
import numpy.typing as npt

from azstudy.model.autoscale import AutoscaleSetting, Profile, ScaleRule
from azstudy.model.schedule_words import PredictiveMode, ScaleDirection
from azstudy.simulate.scaling.profiles import FOREVER, Schedule
from azstudy.simulate.scaling.steps import result_of
from azstudy.simulate.service.plainness import ABOVE, BELOW, plain_rule, rules_of

if TYPE_CHECKING:
    from azstudy.simulate.service.run import Run
    from azstudy.simulate.service.states import TierState

MARGIN: Final = 1e-6
"""Within this of a bound the engine itself is asked: rolling sums are not exact to the last digit."""
_STRETCH: Final = 64
_ZERO: Final = np.zeros(1)
LEAST: Final = 3
"""Strides shorter than this are not worth their preparation."""


@attrs.frozen
class Bounds:
    """The means of both windows stay between these while every evaluation comes to the same; `until_s` ends it."""

    out_low: float
    out_high: float
    in_low: float
    in_high: float
    until_s: float


@attrs.frozen
class Calm:
    """A profile's two rules, as far as strides need them."""

    profile: Profile
    out: ScaleRule | None
    inward: ScaleRule | None

    @classmethod
    def of(cls, profile: Profile) -> Calm | None:
        """The rules of a profile; None where they are not one each way at most, on average CPU."""
        outs, ins = (rules_of(profile, way) for way in (ScaleDirection.INCREASE, ScaleDirection.DECREASE))
        if len(outs) > 1 or len(ins) > 1 or len(outs) + len(ins) != len(profile.rules):
            return None
        if not all(plain_rule(one, ABOVE) for one in outs) or not all(plain_rule(one, BELOW) for one in ins):
            return None
        return cls(profile, outs[0] if outs else None, ins[0] if ins else None)

    @property
    def widths(self) -> tuple[int, int]:
        """Minutes of the window out and of the window in; the same where one rule is missing."""
        both = [None if one is None else max(1, int(one.trigger.window_min)) for one in (self.out, self.inward)]
        return both[0] or both[1] or 1, both[1] or both[0] or 1

    def bounds(self, out_mean: float, in_mean: float, count: int, resting: bool, rest_until_s: float) -> Bounds | None:
        """How far the means may go; None where they are too near a bound, or where the engine would act."""
        high = inf if self.out is None else self.out.trigger.threshold
        low = -inf if self.inward is None else self.inward.trigger.threshold
        until_s = inf
        out_low, out_high, in_low, in_high = -inf, high, low, inf
        if out_mean > high:
            out_low, out_high, in_low = high, inf, -inf
            if self.out is not None and min(result_of(self.out.action, count), self.profile.maximum) > count:
                if not resting:
                    return None
                until_s = rest_until_s
        elif in_mean < low:
            in_low, in_high = -inf, low
            if self.inward is not None and max(result_of(self.inward.action, count), self.profile.minimum) < count:
                if resting:
                    until_s = rest_until_s
                else:
                    out_low = high * (count - 1) / count
        inside = out_low + MARGIN < out_mean < out_high - MARGIN and in_low + MARGIN < in_mean < in_high - MARGIN
        return Bounds(out_low, out_high, in_low, in_high, until_s) if inside else None


class Strider:
    """Takes strides for a run of one tier."""

    def __init__(self, run: Run, state: TierState, setting: AutoscaleSetting, calms: dict[int, Calm]) -> None:
        self.run = run
        self.state = state
        self.arrivals = run.scenario.arrivals
        self._calms = calms
        self._schedule = Schedule(setting)
        self._known_until_s = -inf
        self._calm: Calm | None = None
        self._came = run.scenario.arrivals_as_array
        self._delay = int(state.tier.choices.metric_delay_s // 60)

    @classmethod
    def of(cls, run: Run) -> Strider | None:
        """A strider for a run; None where every minute has to be looked at."""
        if len(run.states) != 1:
            return None
        state = run.states[0]
        setting, choices = state.tier.autoscale, state.tier.choices
        if state.engine is None or setting is None or choices.metric_delay_s % 60 or len(state.feeds) > 1:
            return None
        if choices.evaluation_s != 60 or choices.evaluation_phase_s or state.reads_given:
            return None
        if setting.predictive is not None and setting.predictive.mode is not PredictiveMode.DISABLED:
            return None
        calms = {id(profile): Calm.of(profile) for profile in setting.profiles}
        if any(calm is None for calm in calms.values()):
            return None
        return cls(run, state, setting, {key: calm for key, calm in calms.items() if calm is not None})

    def ready(self) -> bool:
        """Whether a stride may begin: nothing has moved, nothing waits, all instances serve alike."""
        return self.state.steady and not self.state.roll.moved

    def stride(self, minute: int) -> int:
        """Take the minutes from `minute` on as far as nothing can change; returns the next one to step through."""
        last = int(min(self.run.kernel.next_s, len(self.arrivals) * 60.0) // 60)
        now_s = minute * 60.0
        if last - minute < LEAST or self._profile(now_s) is None:
            return minute
        calm, state, end = self._calm, self.state, minute - self._delay
        assert calm is not None and state.engine is not None  # noqa: S101, PT018
        widths = calm.widths
        if end < max(widths):
            return minute
        history = state.cpu
        sums = [sum(history[end - width : end]) for width in widths]
        means = [total / width for total, width in zip(sums, widths, strict=True)]
        rest_s = state.engine.rest_until_s
        bounds = calm.bounds(means[0], means[1], state.fleet.capacity, now_s < rest_s, rest_s)
        if bounds is None:
            return minute
        last = min(last, ceil(min(bounds.until_s, self._known_until_s, 1e15) / 60) - 1)
        return self._go(minute, last, bounds, widths)

    def _go(self, minute: int, last: int, bounds: Bounds, widths: tuple[int, int]) -> int:
        """Longer and longer stretches at once, up to the first minute in which something can change."""
        state, first, size, asked = self.state, minute, _STRETCH, False
        while minute < last and not asked:
            stop = min(last, minute + size)
            fits, asked, cpu = self._stretch(minute, stop, bounds, widths)
            state.cpu.frombytes(cpu[:fits].tobytes())
            minute += fits
            if minute < stop:
                break
            size *= 2
        if minute > first:
            state.stride(first, minute, self.arrivals)
            self.run.kernel.now_s = minute * 60.0
        if asked:
            self.run.evaluate(state)
        return minute

    def _stretch(
        self, minute: int, stop: int, bounds: Bounds, widths: tuple[int, int]
    ) -> tuple[int, bool, npt.NDArray[np.float64]]:
        """How many minutes can be taken, whether the engine is to be asked after them, and the CPU of each."""
        state, service = self.state, self.state.tier.service
        came, room, back = self._came[minute:stop], state.room_now, max(widths)
        base = service.base_cpu_percent
        cpu = base + (100.0 - base) * (came / room) if room else np.full(len(came), base)
        tail = state.cpu[minute - self._delay - back : minute]
        sums = np.cumsum(np.concatenate([_ZERO, tail, cpu]))
        ends = sums[back + 1 : back + 1 + len(came)]
        out_sum = ends - sums[back + 1 - widths[0] : back + 1 - widths[0] + len(came)]
        moved = (out_sum <= (bounds.out_low + MARGIN) * widths[0]) | (out_sum >= (bounds.out_high - MARGIN) * widths[0])
        in_sum = out_sum if widths[0] == widths[1] else ends - sums[back + 1 - widths[1] :][: len(came)]
        moved |= (in_sum <= (bounds.in_low + MARGIN) * widths[1]) | (in_sum >= (bounds.in_high - MARGIN) * widths[1])
        over = _first(came > room)
        turn = _first(moved)
        return (turn + 1, True, cpu) if turn < over else (over, False, cpu)

    def _profile(self, now_s: float) -> Calm | None:
        """The rules of the profile that holds, kept until it changes."""
        if now_s >= self._known_until_s:
            begins = self.run.scenario.begins
            held, until = self._schedule.at(begins + timedelta(seconds=now_s))
            self._calm = None if held is None else self._calms[id(held)]
            self._known_until_s = inf if until == FOREVER else (until - begins).total_seconds()
        return self._calm


def _first(flags: npt.NDArray[np.bool_]) -> int:
    """Where the first flag is up; the length where none is."""
    at = int(flags.argmax()) if len(flags) else 0
    return at if len(flags) and flags[at] else len(flags)
