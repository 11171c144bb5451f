"""The same autoscale scenario written for SimPy, to compare speed at equal counts; never part of azstudy.

SimPy is needed for this benchmark alone:

    uv run --with "simpy>=4.1" python benchmarks/autoscale.py

Each instance is a process with its start-up stages, the load and autoscale are processes, failures are left out. The
minute's arithmetic and the rules are written out again here, so that equal counts say something.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np
import simpy

from azstudy.simulate.service.result import TierResult
from azstudy.simulate.service.scenario import Scenario

URGENT = 0
COLUMNS = (
    "arrived",
    "served",
    "full",
    "late",
    "failed",
    "queued",
    "room",
    "desired",
    "running",
    "rotation",
    "billed_s",
    "spot_s",
)


class Instance:
    """A process that goes through its start-up; it can be interrupted at any time."""

    def __init__(self, twin: Twin, *, ready: bool) -> None:
        self.twin = twin
        self.stage = 2 if ready else 0  # 0 allocating, 1 running without requests, 2 in rotation
        self.process = None if ready else twin.env.process(self.start())

    def start(self) -> Generator[Any, Any, None]:
        """Allocated, booted, application up, probes passed."""
        start_up = self.twin.tier.start_up
        try:
            yield self.twin.env.timeout(start_up.allocate_s)
            self.twin.move(self, 1)
            yield self.twin.env.timeout(start_up.boot_s)
            yield self.twin.env.timeout(start_up.application_s)
            yield self.twin.env.timeout(start_up.probing_s)
            self.twin.move(self, 2)
            self.twin.log.append(f"{self.twin.env.now} in rotation after {start_up.total_s:g} s")
        except simpy.Interrupt:
            return


class Twin:
    """One tier with a rule each way on average CPU."""

    def __init__(self, scenario: Scenario) -> None:
        self.tier = scenario.tiers[0]
        self.arrivals = scenario.arrivals
        assert self.tier.autoscale is not None
        self.profile = self.tier.autoscale.profiles[0]
        self.out, self.inward = self.profile.rules
        self.delay = int(self.tier.choices.metric_delay_s // 60)
        self.env = simpy.Environment()
        self.running = self.sound = 0
        self.running_s = self.sound_s = self.last_s = 0.0
        self.instances: list[Instance] = []
        self.cpu: list[float] = []
        self.columns: dict[str, list[float]] = {name: [] for name in COLUMNS}
        self.log: list[str] = []
        self.rest_until = float("-inf")

    def go(self) -> None:
        """Run to the end."""
        for _ in range(self.tier.scale_set.instances):
            self.instances.append(Instance(self, ready=True))
        self.running = self.sound = len(self.instances)
        self.evaluate()
        self.env.process(self.minutes())
        self.env.run()

    def result(self) -> TierResult:
        """The same arrays that a run of azstudy ends with."""
        floats = ("billed_s", "spot_s")
        series = {
            name: np.array(values, dtype=np.float64 if name in floats else np.int64)
            for name, values in self.columns.items()
        }
        return TierResult(name="twin", tier=self.tier, cpu=np.array(self.cpu), **series)

    def pause(self, seconds: float) -> simpy.Event:
        """A timeout that comes before everything else at its time."""
        event = simpy.Event(self.env)
        event._ok, event._value = True, None
        self.env.schedule(event, priority=URGENT, delay=seconds)
        return event

    def settle(self) -> None:
        """Count instance-seconds up to now."""
        passed = self.env.now - self.last_s
        self.last_s = self.env.now
        self.running_s += self.running * passed
        self.sound_s += self.sound * passed

    def move(self, instance: Instance, stage: int) -> None:
        """Another stage for one instance; -1 is gone."""
        self.settle()
        self.running += (stage > 0) - (instance.stage > 0)
        self.sound += (stage == 2) - (instance.stage == 2)
        instance.stage = stage

    def minutes(self) -> Generator[Any, Any, None]:
        """The requests of each minute, and autoscale at its end."""
        service = self.tier.service
        waiting, admitted = 0, []
        back = service.patience_min - 1
        for arrived in self.arrivals:
            yield self.pause(60)
            self.settle()
            room = int(self.sound_s * service.requests_per_min / 60 + 1e-9)
            served = min(room, waiting + arrived)
            left = waiting + arrived - served
            full = max(0, left - service.queue_limit)
            left -= full
            late = max(0, left - (arrived - full) - (sum(admitted[-back:]) if back else 0))
            waiting = left - late
            admitted.append(arrived - full)
            row = (
                arrived,
                served,
                full,
                late,
                0,
                waiting,
                room,
                len(self.instances),
                self.running,
                self.sound,
                self.running_s,
                0.0,
            )
            for name, value in zip(COLUMNS, row, strict=True):
                self.columns[name].append(value)
            self.measure(served / room if room else 0.0)
            self.running_s = self.sound_s = 0.0
            self.evaluate()

    def measure(self, busy: float) -> None:
        """Average CPU over all running instances."""
        service = self.tier.service
        cpu = service.base_cpu_percent + (100.0 - service.base_cpu_percent) * busy
        idle_s = self.running_s - self.sound_s
        if idle_s > 0:
            cpu = (self.sound_s * cpu + idle_s * service.starting_cpu_percent) / self.running_s
        self.cpu.append(cpu)

    def value(self, rule: Any) -> float | None:
        """The metric of a rule over its window."""
        end = int(self.env.now // 60) - self.delay
        window = self.cpu[max(0, end - int(rule.trigger.window_min)) : end] if end > 0 else []
        return round(sum(window) / len(window), 9) if window else None

    def evaluate(self) -> None:
        """Limits, scale out, scale in with the flapping guard, one cooldown."""
        count, low, high = len(self.instances), self.profile.minimum, self.profile.maximum
        if not low <= count <= high:
            self.scale(min(max(count, low), high))
            return
        out, inward = self.value(self.out), self.value(self.inward)
        if out is None or inward is None:
            self.scale(max(count, min(self.profile.effective_default, high)))
            return
        resting = self.env.now < self.rest_until
        if out > self.out.trigger.threshold:
            target = min(count + self.out.action.value, high)
            if target > count and not resting:
                self.rest_until = self.env.now + self.out.action.cooldown_min * 60
                self.log.append(f"{self.env.now} out to {target}: CPU {out:g} is above {self.out.trigger.threshold:g}")
                self.scale(target)
        elif inward < self.inward.trigger.threshold and not resting:
            target = max(count - self.inward.action.value, low)
            while target < count and round(out * count / target, 9) > self.out.trigger.threshold:
                target += 1
            if target < count:
                self.rest_until = self.env.now + self.inward.action.cooldown_min * 60
                self.log.append(f"{self.env.now} in to {target}: CPU {inward:g} is below")
                self.scale(target)

    def scale(self, target: int) -> None:
        """New instances start; the youngest leave."""
        if target != len(self.instances):
            self.log.append(f"{self.env.now} from {len(self.instances)} to {target} instances")
        while len(self.instances) < target:
            self.instances.append(Instance(self, ready=False))
        while len(self.instances) > target:
            gone = self.instances.pop()
            self.move(gone, -1)
            if gone.process is not None and gone.process.is_alive:
                gone.process.interrupt()
