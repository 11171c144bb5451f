"""Many autoscale settings over one load at once: the same arithmetic as a `Run`, on arrays with a place a setting.

Only what can be told apart by numbers is taken (`plain`); everything else goes through a run of its own. A test holds
the two against each other, minute by minute.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any, Final

import attrs
import numpy as np
import numpy.typing as npt

from azstudy.model.autoscale import AutoscaleSetting, Profile, ScaleAction
from azstudy.model.schedule_words import PredictiveMode, ScaleDirection, ScaleType
from azstudy.simulate.scaling.choices import ScalingChoices
from azstudy.simulate.scaling.gauges import DECIMALS
from azstudy.simulate.service.flow import SLACK
from azstudy.simulate.service.plainness import ABOVE, BELOW, plain_rule, rules_of
from azstudy.simulate.service.ranks import stacked
from azstudy.simulate.service.scenario import Scenario, Tier
from azstudy.simulate.service.states import LEAST_LIMIT

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

NEVER: Final = inf


def plain_scenario(scenario: Scenario) -> bool:
    """Whether a scenario is one that arrays can follow: one tier, nothing fails, every instance like the others."""
    if len(scenario.tiers) != 1 or scenario.failures or scenario.metrics:
        return False
    tier = scenario.tiers[0]
    machines = tier.scale_set
    return (
        stacked(machines)
        and machines.instances >= 1
        and not machines.spot
        and not machines.terminate_notification_min
        and tier.quota_vcpus is None
        and tier.standby is None
        and not tier.versions
        and tier.start_up.spread_percent == 0
        and tier.choices == ScalingChoices(metric_delay_s=tier.choices.metric_delay_s)
        and not tier.choices.metric_delay_s % 60
    )


def plain(setting: AutoscaleSetting) -> bool:
    """Whether arrays can follow a setting: one profile that always holds, a rule each way on average CPU."""
    if not setting.enabled or len(setting.profiles) != 1:
        return False
    if setting.predictive is not None and setting.predictive.mode is PredictiveMode.ENABLED:
        return False
    profile = setting.profiles[0]
    if profile.when is not None or not 1 <= profile.minimum <= profile.maximum <= LEAST_LIMIT:
        return False
    outs, ins = (rules_of(profile, way) for way in (ScaleDirection.INCREASE, ScaleDirection.DECREASE))
    if len(outs) > 1 or len(ins) > 1 or not outs + ins or len(outs) + len(ins) != len(profile.rules):
        return False
    return all(plain_rule(one, ABOVE) for one in outs) and all(plain_rule(one, BELOW) for one in ins)


@attrs.frozen(eq=False, kw_only=True)
class Side:
    """The rules of one direction as arrays with a place a setting; where there is no rule, `there` is False."""

    there: Flags
    threshold: Floats
    inclusive: Flags
    percent: Flags
    step: Ints
    rest_s: Floats
    widths: Ints
    windows: tuple[tuple[int, Any], ...]
    """Each width of window in minutes, with the places of the settings that have it."""

    @classmethod
    def of(cls, profiles: Sequence[Profile], way: ScaleDirection) -> Side:
        """The side of several profiles."""
        found = [next(iter(rules_of(profile, way)), None) for profile in profiles]
        actions = [ScaleAction(way, 0) if rule is None else rule.action for rule in found]
        triggers = [None if rule is None else rule.trigger for rule in found]
        widths = np.array([0 if one is None else max(1, int(one.window_min)) for one in triggers])
        return cls(
            there=np.array([rule is not None for rule in found]),
            threshold=np.array([0.0 if one is None else one.threshold for one in triggers]),
            inclusive=np.array([one is not None and one.operator.value.endswith("OrEqual") for one in triggers]),
            percent=np.array([one.type is ScaleType.PERCENT_CHANGE_COUNT for one in actions]),
            step=np.array([one.value for one in actions], dtype=np.int64),
            rest_s=np.array([one.cooldown_min * 60 for one in actions], dtype=np.float64),
            widths=widths,
            windows=tuple((int(width), _places(widths == width)) for width in np.unique(widths[widths > 0])),
        )

    def steps(self, count: Ints, *, up: bool) -> Ints:
        """Instances that the action adds or takes: a share is rounded towards more instances, and is at least one."""
        if not self.percent.any():
            return self.step
        share = self.step * count / 100
        rounded = np.maximum(np.ceil(share) if up else np.floor(share), 1).astype(np.int64)
        found: Ints = np.where(self.percent, np.where(self.step > 0, rounded, 0), self.step)
        return found

    def above(self, value: Floats) -> Flags:
        """Whether a value is above the threshold, or at it where that is enough."""
        found: Flags = (value > self.threshold) | (self.inclusive & (value == self.threshold))
        return found

    def below(self, value: Floats) -> Flags:
        """Whether a value is below the threshold, or at it where that is enough."""
        found: Flags = (value < self.threshold) | (self.inclusive & (value == self.threshold))
        return found

    def read(self, history: Floats, end: int) -> Floats:
        """The mean of each setting's window before minute `end`."""
        found = np.zeros(history.shape[1])
        for width, places in self.windows:
            rows = history[max(0, end - width) : end, places]
            found[places] = np.add.reduce(rows, axis=0) / rows.shape[0]
        return np.round(found, DECIMALS)


def _places(chosen: Flags) -> Any:
    """A slice where all are chosen, which reads without a copy; else their indices."""
    return slice(None) if chosen.all() else np.flatnonzero(chosen)


@attrs.frozen(eq=False, kw_only=True)
class Sheets:
    """What came of it: one row a minute, one column a setting."""

    served: Ints
    full: Ints
    late: Ints
    queued: Ints
    room: Ints
    desired: Ints
    billed_s: Floats
    cpu: Floats
    outs: Ints
    ins: Ints


class Sweeper:
    """The settings of one scenario, minute by minute."""

    def __init__(self, scenario: Scenario, settings: Sequence[AutoscaleSetting]) -> None:
        profiles = [setting.profiles[0] for setting in settings]
        self.tier: Tier = scenario.tiers[0]
        self.arrivals = scenario.arrivals
        self.least = np.array([one.minimum for one in profiles], dtype=np.int64)
        self.most = np.array([one.maximum for one in profiles], dtype=np.int64)
        defaults = np.array([one.effective_default for one in profiles], dtype=np.int64)
        self.default = np.clip(defaults, self.least, self.most)
        self.out = Side.of(profiles, ScaleDirection.INCREASE)
        self.inward = Side.of(profiles, ScaleDirection.DECREASE)
        self._one_window = bool((self.inward.widths == self.out.widths)[self.inward.there].all())
        size = len(settings)
        self.count = np.full(size, self.tier.scale_set.instances, dtype=np.int64)
        self.rest_until = np.full(size, -NEVER)
        self.outs = np.zeros(size, dtype=np.int64)
        self.ins = np.zeros(size, dtype=np.int64)
        self.waiting = np.zeros(size, dtype=np.int64)
        self.admitted: list[Ints] = []
        start_up = self.tier.start_up
        self.ready = divmod(start_up.total_s, 60)
        self.up = divmod(start_up.allocate_s, 60)
        ages = int(self.ready[0]) + 1
        self.young = np.zeros((ages, size), dtype=np.int64)
        """Instances not yet in rotation, by the minutes since they were created."""

    def go(self) -> Sheets:
        """All minutes."""
        shape = len(self.arrivals), len(self.count)
        whole = {name: np.zeros(shape, np.int64) for name in ("served", "full", "late", "queued", "room", "desired")}
        billed, cpu = np.zeros(shape), np.zeros(shape)
        delay = int(self.tier.choices.metric_delay_s // 60)
        for minute, arrived in enumerate(self.arrivals):
            self._evaluate(minute * 60.0, cpu, minute - delay)
            sound_s, up_s = self._seconds()
            billed[minute] = up_s
            room = (sound_s * self.tier.service.requests_per_min / 60 + SLACK).astype(np.int64)
            served, full, late = self._serve(arrived, room)
            cpu[minute] = self._cpu(served, room, sound_s, up_s)
            rows = {"served": served, "full": full, "late": late, "queued": self.waiting, "room": room}
            for name, row in rows.items():
                whole[name][minute] = row
            whole["desired"][minute] = self.count
            self._age()
        self._evaluate(len(self.arrivals) * 60.0, cpu, len(self.arrivals) - delay)
        return Sheets(billed_s=billed, cpu=cpu, outs=self.outs, ins=self.ins, **whole)

    # --- autoscale ---------------------------------------------------------------------------------------------
    def _evaluate(self, at_s: float, history: Floats, end: int) -> None:
        count = self.count
        clamped = np.clip(count, self.least, self.most)
        moved = clamped != count
        target = clamped
        if end <= 0:
            target = np.where(moved, clamped, np.maximum(count, self.default))
        else:
            resting = at_s < self.rest_until
            high = self.out.there & self.out.above(value := self.out.read(history, end)) & ~moved
            wanted = np.minimum(np.maximum(count + self.out.steps(count, up=True), self.least), self.most)
            act = high & (wanted > count) & ~resting
            if act.any():
                target = np.where(act, wanted, target)
                self._rest(at_s, act, self.out)
                self.outs += act
            inside = value if self._one_window else self.inward.read(history, end)
            low = self.inward.there & self.inward.below(inside) & ~moved & ~high & ~resting
            if low.any():
                target = self._inwards(at_s, low, value, target)
        self._scale(target - count)
        self.count = target

    def _inwards(self, at_s: float, low: Flags, value: Floats, target: Ints) -> Ints:
        """The targets with those settings brought in for which the flapping guard finds a safe count."""
        count = self.count
        wanted = np.clip(np.maximum(0, count - self.inward.steps(count, up=False)), self.least, self.most)
        act = low & (wanted < count)
        where = np.flatnonzero(act)
        if not where.size:
            return target
        now, there, safe = count[where], self.out.there[where], wanted[where]
        held, limit, inclusive = value[where] * now, self.out.threshold[where], self.out.inclusive[where]
        while True:
            projected = np.round(held / safe, DECIMALS)
            fires = there & (safe < now) & ((projected > limit) | (inclusive & (projected == limit)))
            if not fires.any():
                break
            safe = safe + fires
        act[where] = safe < now
        self.ins += act
        self._rest(at_s, act, self.inward)
        target = target.copy()
        target[where] = np.where(safe < now, safe, target[where])
        return target

    def _rest(self, at_s: float, act: Flags, side: Side) -> None:
        self.rest_until = np.where(act, at_s + side.rest_s, self.rest_until)

    def _scale(self, change: Ints) -> None:
        """New instances are the youngest; those taken away are the youngest there are."""
        self.young[0] = np.maximum(change, 0)
        taken = np.maximum(-change, 0)
        if not taken.any():
            return
        for age in range(1, len(self.young)):
            gone = np.minimum(self.young[age], taken)
            self.young[age] -= gone
            taken = taken - gone

    # --- one minute --------------------------------------------------------------------------------------------
    def _seconds(self) -> tuple[Floats, Floats]:
        """Instance-seconds in rotation and running during the minute that begins."""
        found = []
        for age, late_s in (self.ready, self.up):
            whole = self.count - self.young[: int(age) + 1].sum(axis=0)
            found.append(whole * 60.0 + self.young[int(age)] * (60.0 - late_s))
        return found[0], found[1]

    def _serve(self, arrived: int, room: Ints) -> tuple[Ints, Ints, Ints]:
        service = self.tier.service
        offered = self.waiting + arrived
        served = np.minimum(offered, room)
        left = offered - served
        full = late = np.zeros_like(left)
        if left.any():
            full = np.maximum(0, left - service.queue_limit)
            left = left - full
            back = service.patience_min - 1
            earlier = np.sum(self.admitted[-back:], axis=0) if back and self.admitted else 0
            late = np.maximum(0, left - (arrived - full) - earlier)
            left = left - late
        self.waiting = left
        self.admitted = [*self.admitted, arrived - full][-max(1, service.patience_min) :]
        return served, full, late

    def _cpu(self, served: Ints, room: Ints, sound_s: Floats, up_s: Floats) -> Floats:
        service = self.tier.service
        busy = np.where(room > 0, served / np.maximum(room, 1), 0.0)
        cpu = service.base_cpu_percent + (100.0 - service.base_cpu_percent) * busy
        idle_s = up_s - sound_s
        mixed = (sound_s * cpu + idle_s * service.starting_cpu_percent) / up_s
        found: Floats = np.where(idle_s > 0, mixed, cpu)
        return found

    def _age(self) -> None:
        """A minute later: the oldest of the young are in rotation."""
        self.young[1:] = self.young[:-1]
        self.young[0] = 0
