"""One tier while a run goes on: its fleet, its autoscale engine, its members, and the arithmetic of each minute."""

from __future__ import annotations

from array import array
from math import nan
from typing import TYPE_CHECKING, Final, cast

from azstudy.rules.autoscale_rules import QUEUE_METRICS, key
from azstudy.simulate.fleet import Fleet
from azstudy.simulate.fleet.quotas import QuotaLedger
from azstudy.simulate.scaling.engine import Engine
from azstudy.simulate.scaling.metrics import MetricSeries
from azstudy.simulate.service.flow import SLACK, capacity, settle
from azstudy.simulate.service.members import Roll
from azstudy.simulate.service.ranks import Ranks, stacked

if TYPE_CHECKING:
    from azstudy.simulate.scaling.gauges import MetricKey
    from azstudy.simulate.service.scenario import Scenario, Tier

CPU: Final = "percentagecpu"
MEMORY: Final = frozenset({r"\memory\percentusedmemory", r"\memory\%committedbytesinuse"})
REQUESTS: Final = frozenset({"requests", "requestcount"})
LEAST_LIMIT: Final = 1000
"""Instances every scale set may have with gallery images; what a fleet refuses beyond is left to it."""
KINDS: Final = ("cpu", "memory", "requests", "queue")


class TierState:
    """One tier of a run. What processes may use: `fleet`, `roll`, `model`, `name`, and the lists of minutes.

    Attributes:
        model: The current version of the scale-set model; new instances get it.
        arrived, served, full, late, failed, queued: Requests of each minute. `full`, `late` and `failed` are dropped.
        room: Requests that could have been served.
        cpu: Average CPU percent over the instances Azure Monitor sees; NaN where there is none.
        desired, running, rotation: Instances at the end of each minute.
        billed_s, spot_s: Instance-seconds of regular and Spot instances that are billed.
    """

    def __init__(self, tier: Tier, scenario: Scenario, *, quick: bool = False) -> None:
        self.tier = tier
        self.name = tier.name
        self.fleet = _fleet(tier, scenario, quick)
        self.model = 0
        self.roll = Roll()
        self.roll.versions = dict(tier.versions)
        self.roll.mixed = tier.scale_set.spot_mix is not None
        setting = tier.autoscale
        self.engine = (
            None
            if setting is None or not setting.enabled
            else Engine(setting, start=scenario.begins, choices=tier.choices, repeat=False)
        )
        self.metrics: dict[MetricKey, MetricSeries] = {}
        self.own: dict[str, MetricSeries] = {kind: MetricSeries() for kind in KINDS}
        self.feeds: tuple[str, ...] = ("cpu",)
        self.reads_given = False
        self.arrived, self.served = array("q"), array("q")
        self.full, self.late, self.failed = array("q"), array("q"), array("q")
        self.queued, self.room = array("q"), array("q")
        self.desired, self.running, self.rotation = array("q"), array("q"), array("q")
        self.cpu, self.billed_s, self.spot_s = array("d"), array("d"), array("d")
        self._admitted = array("q")
        self._back = tier.service.patience_min - 1
        self._waiting = 0
        self._served_ever = self._passed_ever = 0
        self._stale = True
        self.room_now = 0
        """Requests a quiet minute can serve."""
        self.steady = False
        """Whether the last minute was quiet: nothing moved, nothing waits, and every instance that runs serves."""
        self._stray = self._blind = self._blind_room = 0.0
        self._idle: tuple[float, float, float] | None = None
        self._none_up = True
        self._alike = False
        self._billed_s = self._spot_s = 0.0

    # --- metrics -----------------------------------------------------------------------------------------------
    def connect(self, states: dict[str, TierState], given: dict[str, MetricSeries]) -> tuple[str, ...]:
        """Find the series behind each metric of the setting; returns the metrics nobody here produces."""
        setting, missing = self.tier.autoscale, []
        if setting is None:
            return ()
        for trigger in (rule.trigger for profile in setting.profiles for rule in profile.rules):
            name: MetricKey = (trigger.resource, trigger.metric) if trigger.resource else trigger.metric
            source = states.get((trigger.resource or "").casefold(), self)
            kind = kind_of(trigger.metric)
            if trigger.metric in given:
                self.metrics[name] = given[trigger.metric]
                self.reads_given = True
            elif kind is not None:
                self.metrics[name] = source.own[kind]
                source.feeds = tuple(one for one in KINDS if one in (*source.feeds, kind))
                self.reads_given = self.reads_given or source is not self
            elif trigger.metric not in missing:
                missing.append(trigger.metric)
        return tuple(missing)

    # --- one minute --------------------------------------------------------------------------------------------
    def minute(self, minute: int, arrived: int) -> int:
        """Let a minute's requests come; returns those that go on to the tier behind."""
        roll = self.roll
        if roll.moved or self._stale:
            self._refresh((minute + 1) * 60.0)
        else:
            roll.last_s = (minute + 1) * 60.0
        room, failed = self.room_now, 0
        if self._stray:
            failed = int(arrived * self._stray + SLACK)
        if self._blind:
            room += min(int(self._blind_room), int(arrived * self._blind + SLACK))
        offered = self._waiting + arrived - failed
        if offered <= room:
            served, full, late, left = offered, 0, 0, 0
        else:
            back = self._admitted[-self._back :] if self._back else ()
            limit = self.tier.service.queue_limit
            served, full, late, left = settle(self._waiting, arrived - failed, room, limit, back)
        self._waiting = left
        self.steady = self._alike and not left
        self._admitted.append(arrived - failed - full)
        self.arrived.append(arrived)
        self.served.append(served)
        self.full.append(full)
        self.late.append(late)
        self.failed.append(failed)
        self.queued.append(left)
        self.room.append(room)
        self.desired.append(self.fleet.capacity)
        self.running.append(roll.billed + roll.billed_spot)
        self.rotation.append(roll.rotation)
        self.billed_s.append(self._billed_s)
        self.spot_s.append(self._spot_s)
        self._measure(minute, served / room if room else 0.0)
        self._served_ever += served
        passed = int(self._served_ever * self.tier.service.calls + SLACK)
        going, self._passed_ever = passed - self._passed_ever, passed
        return going

    def stride(self, first: int, last: int, arrivals: list[int]) -> None:
        """Close the minutes from `first` to before `last` at once: all their requests are served, nothing moves.

        Their CPU has been put down already.
        """
        count, came = last - first, array("q", arrivals[first:last])
        zeros = array("q", bytes(8 * count))
        for column in (self.arrived, self.served, self._admitted):
            column.extend(came)
        for column in (self.full, self.late, self.failed, self.queued):
            column.extend(zeros)
        roll = self.roll
        for column, value in (
            (self.room, self.room_now),
            (self.desired, self.fleet.capacity),
            (self.running, roll.billed + roll.billed_spot),
            (self.rotation, roll.rotation),
        ):
            column.extend(array("q", (value,)) * count)
        self.billed_s.extend(array("d", (self._billed_s,)) * count)
        self.spot_s.extend(array("d", (self._spot_s,)) * count)
        roll.last_s = last * 60.0
        _extend(self.own["cpu"], first, self.cpu[first:last].tolist(), roll.up)

    def _measure(self, minute: int, busy: float) -> None:
        """The minute's samples of every metric that somebody reads."""
        service = self.tier.service
        if self._none_up:
            self.cpu.append(nan)
            return
        cpu = service.base_cpu_percent + (100.0 - service.base_cpu_percent) * busy
        series = self.own["cpu"]
        if self._idle is None:
            series.add_even(minute, cpu, self.roll.up)
            self.cpu.append(cpu)
        else:
            self.cpu.append(self._add_mixed(series, minute, cpu, service.starting_cpu_percent))
        if len(self.feeds) > 1:
            self._measure_more(minute, busy)

    def _add_mixed(self, series: MetricSeries, minute: int, serving: float, idle: float) -> float:
        """The sample of a minute in which some instances ran without requests: their value counts as well."""
        sound_s, idle_s, up_s = self._idle  # type: ignore[misc]
        average = (sound_s * serving + idle_s * idle) / up_s
        least, most = (min(serving, idle), max(serving, idle)) if sound_s else (idle, idle)
        count = up_s / 60.0
        series.add(minute, average, least, most, average * count, count)
        return average

    def _measure_more(self, minute: int, busy: float) -> None:
        service = self.tier.service
        for kind in self.feeds[1:]:
            series = self.own[kind]
            if kind == "memory":
                value = min(100.0, service.memory_percent + service.memory_load_percent * busy)
                if self._idle is None:
                    series.add_even(minute, value, self.roll.up)
                else:
                    self._add_mixed(series, minute, value, service.memory_percent)
            elif kind == "requests":
                spread = max(1, self.roll.rotation)
                series.add_even(minute, self.arrived[-1] / spread, spread)
            else:
                series.add_even(minute, float(self.queued[-1]))

    def _refresh(self, end_s: float) -> None:
        """What a minute offers: from the integrals after moves, from the counts in the first quiet minute."""
        roll, service = self.roll, self.tier.service
        if roll.moved:
            roll.close(end_s)
            self._stale = True
        else:
            roll.fill(end_s)
            self._stale = False
        self.room_now = capacity(roll.power_s, service.requests_per_min)
        self._stray = roll.stray_s / 60.0
        self._blind = self._blind_room = 0.0
        if roll.blind_s and service.standard_balancer:
            self._blind = service.open_connections_percent / 100.0 * roll.blind_s / 60.0
            self._blind_room = capacity(roll.blind_power_s, service.requests_per_min)
        self._none_up = roll.up_s <= 0
        idle_s = roll.up_s - roll.sound_s
        self._idle = (roll.sound_s, idle_s, roll.up_s) if idle_s > 0 else None
        self._billed_s, self._spot_s = roll.billed_s, roll.spot_s
        self._alike = not (self._stale or self._stray or self._blind or self._idle or self._none_up)
        roll.begin()


def _fleet(tier: Tier, scenario: Scenario, quick: bool) -> Fleet:
    """The fleet of a tier, or its stand-in where that comes to the same."""
    machines, limit = tier.scale_set, tier.quota_vcpus
    most = max((one.maximum for one in tier.autoscale.profiles), default=0) if tier.autoscale else 0
    if (
        quick
        and not scenario.explain
        and limit is None
        and tier.standby is None
        and stacked(machines)
        and max(most, machines.instances) <= LEAST_LIMIT
    ):
        return cast(Fleet, Ranks(machines))
    quota = None if limit is None else QuotaLedger({"regional": limit, "spot": limit})
    return Fleet(machines, seed=scenario.seed, quota=quota, standby=tier.standby, explain=scenario.explain)


def _extend(series: MetricSeries, minute: int, values: list[float], instances: int) -> None:
    """Even samples of several minutes at once; one by one where some are missing before them."""
    if series.next_minute != minute or not values:
        for at, value in enumerate(values, minute):
            series.add_even(at, value, instances)
        return
    if series.minimum is not series.average:
        series.minimum.extend(values)
        series.maximum.extend(values)
    series.average.extend(values)
    series.total.extend([value * instances for value in values])
    series.count.extend([instances] * len(values))


def kind_of(metric: str) -> str | None:
    """Which of the tier's own metrics a name means; None where it is none of them.

    >>> kind_of("Percentage CPU"), kind_of("ApproximateMessageCount"), kind_of("Disk Read Bytes")
    ('cpu', 'queue', None)
    """
    name = key(metric)
    if name == CPU:
        return "cpu"
    if name in MEMORY:
        return "memory"
    if name in REQUESTS:
        return "requests"
    return "queue" if name in QUEUE_METRICS else None
