"""One run that load, autoscale, failures, upgrades and repairs share; see the package for how a process joins in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, Protocol

import attrs

from azstudy.errors import UnknownNameError, nearest
from azstudy.simulate.scaling.metrics import MetricSeries
from azstudy.simulate.service.injuries import injure
from azstudy.simulate.service.kernel import Kernel
from azstudy.simulate.service.life import Life
from azstudy.simulate.service.members import Member
from azstudy.simulate.service.states import TierState
from azstudy.simulate.timeline import Decision, Timeline

if TYPE_CHECKING:
    from azstudy.simulate.fleet import Change
    from azstudy.simulate.service.scenario import Scenario

EVALUATION: Final = -10
"""Order of an autoscale evaluation: before anything else at the same time."""
QUOTA: Final = "quota exceeded"


class Process(Protocol):
    """Something that takes part in a run, such as a rolling upgrade: it plans its own events on `run.kernel`."""

    def attach(self, run: Run) -> None:
        """Called once, before the first minute."""


class Run:
    """A scenario as it goes on. At a minute's end: the minute's requests, autoscale, then the events due then.

    >>> from azstudy.simulate.service.scenario import Scenario, Tier
    >>> from azstudy.model.scaleset import ScaleSet
    >>> run = Run(Scenario(tiers=Tier(scale_set=ScaleSet("web", "D4s_v5", instances=2)), load=[900] * 30))
    >>> run.go()
    >>> sum(run.state().served), run.state().rotation[-1]
    (27000, 2)
    """

    def __init__(self, scenario: Scenario, processes: Sequence[Process] = ()) -> None:
        self.scenario = scenario
        self.kernel = Kernel()
        self.decisions: list[Decision] = []
        self.states = tuple(TierState(tier, scenario) for tier in scenario.tiers)
        self.lives = tuple(
            Life(state, self.kernel, scenario.seed + index, self.decisions) for index, state in enumerate(self.states)
        )
        by_name = {state.name.casefold(): state for state in self.states}
        given = {name: _series(values) for name, values in scenario.metrics.items()}
        self.unread = {state.name: state.connect(by_name, given) for state in self.states}
        """Metrics of rules that nothing here produces, by tier."""
        for state, life in zip(self.states, self.lives, strict=True):
            self._open(state, life)
        injure(self, scenario.failures)
        for process in processes:
            process.attach(self)

    # --- what processes use ------------------------------------------------------------------------------------
    def state(self, tier: int | str = 0) -> TierState:
        """A tier by its number (0 is the front) or name.

        Raises:
            UnknownNameError: For a name or number that is not there.
        """
        return self.states[self._index(tier)]

    def life(self, tier: int | str = 0) -> Life:
        """What happens to the instances of a tier."""
        return self.lives[self._index(tier)]

    def instances(self, tier: int | str = 0) -> list[Member]:
        """The members of a tier that are not on their way out, in the order they came."""
        return list(self.state(tier).roll.here())

    def scale(self, count: int, because: str, tier: int | str = 0) -> Change | None:
        """Bring a tier to `count` instances, as far as its quota and zones allow; None where the quota refuses."""
        index = self._index(tier)
        state = self.states[index]
        if not self._quota_allows(state, count, because):
            return None
        change = state.fleet.scale_to(count, self.kernel.now_s, model=state.model)
        self.apply(change, index)
        return change

    def apply(self, change: Change, tier: int | str = 0) -> list[Member]:
        """Take over what a fleet has changed: new instances start, removed ones leave. Returns the new members."""
        index = self._index(tier)
        state, life = self.states[index], self.lives[index]
        self.decisions.extend(change.decisions)
        members = state.roll.members
        notice = state.tier.scale_set.terminate_notification_min or 0.0
        for one in change.removed:
            life.leave([members[one.id]], 0.0 if one.spot else notice * 60)
        return life.create(change.created)

    def remove(self, ids: Iterable[int], because: str, tier: int | str = 0) -> None:
        """Delete instances by id, as a user does: protection does not block."""
        self.apply(self.state(tier).fleet.remove(list(ids), self.kernel.now_s, because), tier)

    def replace(self, ident: int, because: str, tier: int | str = 0) -> list[Member]:
        """Delete an instance and create a new one for it, with the current version of the model."""
        state = self.state(tier)
        count = state.fleet.count
        self.remove([ident], because, tier)
        change = state.fleet.scale_to(count, self.kernel.now_s, model=state.model)
        return self.apply(change, tier)

    def reimage(self, ident: int, because: str, tier: int | str = 0, *, model: int | None = None) -> Member:
        """Give an instance a fresh OS disk, by default of the current version of the model; it boots again."""
        state = self.state(tier)
        member = state.roll.member(ident)
        state.roll.remodel(member, self.kernel.now_s, state.model if model is None else model)
        return self._boot(member, "reimage", because, tier)

    def restart(self, ident: int, because: str, tier: int | str = 0) -> Member:
        """Boot an instance again as it is."""
        return self._boot(self.state(tier).roll.member(ident), "restart", because, tier)

    def set_health(self, ident: int, healthy: bool, because: str, tier: int | str = 0) -> None:
        """Make an instance's application well or ill."""
        self.life(tier).set_health(self.state(tier).roll.member(ident), healthy, because)

    def log(self, decision: Decision) -> None:
        """Add a line to the run's timeline."""
        self.decisions.append(decision)

    @property
    def timeline(self) -> Timeline:
        """Everything decided so far, in the order of time."""
        ordered = sorted(self.decisions, key=lambda one: one.at_s)
        return Timeline(tuple(ordered), self.scenario.begins)

    # --- running -----------------------------------------------------------------------------------------------
    def go(self) -> None:
        """Run to the end."""
        arrivals = self.scenario.arrivals
        kernel, states = self.kernel, self.states
        every_minute = [state for state in states if state.engine is not None and _each_minute(state)]
        for state in states:
            if state.engine is not None and not _each_minute(state):
                self._plan_evaluation(state, state.tier.choices.evaluation_phase_s)
        for state in every_minute:
            self.evaluate(state)
        for minute, arrived in enumerate(arrivals):
            end_s = (minute + 1) * 60.0
            if kernel.next_s < end_s:
                kernel.run_before(end_s)
            kernel.now_s = end_s
            for state in states:
                arrived = state.minute(minute, arrived)
            for state in every_minute:
                self.evaluate(state)

    def evaluate(self, state: TierState) -> None:
        """Let a tier's autoscale look at its metrics now, and act."""
        engine, fleet = state.engine, state.fleet
        if engine is None:
            return
        outcome = engine.evaluate(self.kernel.now_s, fleet.count, state.metrics)
        if outcome.decisions:
            self.decisions.extend(attrs.evolve(one, subject=state.name) for one in outcome.decisions)
            if outcome.target != fleet.count:
                self.scale(outcome.target, outcome.because, state.name)

    def _plan_evaluation(self, state: TierState, when_s: float) -> None:
        def act() -> None:
            self.evaluate(state)
            self.kernel.after(state.tier.choices.evaluation_s, act, order=EVALUATION)

        self.kernel.at(when_s, act, order=EVALUATION)

    def _open(self, state: TierState, life: Life) -> None:
        change = state.fleet.scale_to(state.tier.scale_set.instances, 0.0, model=state.model)
        life.settle_in(change.created)

    def _boot(self, member: Member, action: str, because: str, tier: int | str) -> Member:
        life = self.life(tier)
        life.say(action, because, member=member)
        life.begin([member], life.reboot)
        return member

    def _quota_allows(self, state: TierState, count: int, because: str) -> bool:
        tier = state.tier
        if tier.quota_vcpus is None or count <= state.fleet.count:
            return True
        mix = tier.scale_set.spot_mix
        regular, spot = (count, 0) if mix is None else mix.split(count)
        needed = max(regular, spot) * tier.vcpus
        if needed <= tier.quota_vcpus:
            return True
        kind = "Spot" if spot > regular else "regular"
        self.log(
            Decision(
                at_s=self.kernel.now_s,
                action=QUOTA,
                subject=state.name,
                because=(
                    f"{count} instances would need {needed} {kind} vCPUs; the quota is {tier.quota_vcpus}. Nothing was "
                    f"created ({because.rstrip('.')})."
                ),
                facts={"needed_vcpus": needed, "quota_vcpus": tier.quota_vcpus},
            )
        )
        return False

    def _index(self, tier: int | str) -> int:
        if isinstance(tier, int) and 0 <= tier < len(self.states):
            return tier
        names = [state.name for state in self.states]
        if tier in names:
            return names.index(str(tier))
        raise UnknownNameError("tier", tier, nearest(str(tier), names), hint=f"There are: {', '.join(names)}.")


def _each_minute(state: TierState) -> bool:
    choices = state.tier.choices
    return choices.evaluation_s == 60 and choices.evaluation_phase_s == 0


def _series(values: Sequence[float]) -> MetricSeries:
    series = MetricSeries()
    series.extend(values)
    return series
