"""One run that load, autoscale, failures, upgrades and repairs share; see the package for how a process joins in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, Protocol

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.simulate.scaling.metrics import MetricSeries
from azstudy.simulate.service.balance import Balance
from azstudy.simulate.service.calm import Strider
from azstudy.simulate.service.injuries import injure
from azstudy.simulate.service.kernel import Kernel
from azstudy.simulate.service.life import Life
from azstudy.simulate.service.members import Member
from azstudy.simulate.service.states import TierState
from azstudy.simulate.timeline import Decision, Timeline

if TYPE_CHECKING:
    from azstudy.simulate.fleet import Change, Instance
    from azstudy.simulate.service.scenario import Scenario

EVALUATION: Final = -10
"""Order of an autoscale evaluation: before anything else at the same time."""


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
        quick = not processes and not scenario.failures
        self.states = tuple(TierState(tier, scenario, quick=quick) for tier in scenario.tiers)
        self.lives = tuple(
            Life(state, self.kernel, scenario.seed + index, self.decisions) for index, state in enumerate(self.states)
        )
        by_name = {state.name.casefold(): state for state in self.states}
        given = {name: _series(values) for name, values in scenario.metrics.items()}
        self.unread = {state.name: state.connect(by_name, given) for state in self.states}
        """Metrics of rules that nothing here produces, by tier."""
        for state, life in zip(self.states, self.lives, strict=True):
            self._open(state, life)
        self._balances = tuple(Balance(self, index) for index in range(len(self.states)))
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

    def scale(self, count: int, tier: int | str = 0, *, by: str = "user") -> Change:
        """Bring a tier to `count` instances, as far as quota and zones allow; the log says where they do not."""
        index = self._index(tier)
        state = self.states[index]
        change = state.fleet.scale_to(count, self.kernel.now_s, model=state.model, by=by)
        self.apply(change, index)
        return change

    def apply(self, change: Change, tier: int | str = 0) -> list[Member]:
        """Take over what a fleet has changed: new instances start, removed ones leave. Returns the new members."""
        index = self._index(tier)
        state, life = self.states[index], self.lives[index]
        self.decisions.extend(change.decisions)
        if not self.scenario.explain:
            self._summarise(life, change)
        members = state.roll.members
        notice = state.tier.scale_set.terminate_notification_min or 0.0
        gone = [members[one.id] for one in change.removed]
        if notice:
            life.leave([member for member in gone if member.instance.spot])
            life.leave([member for member in gone if not member.instance.spot], notice * 60)
        else:
            life.leave(gone)
        made = life.create(change.created)
        self._balances[index].plan()
        return made

    def remove(self, ids: Iterable[int], because: str, tier: int | str = 0) -> None:
        """Delete instances by id, as a user does: protection does not block."""
        self.apply(self.state(tier).fleet.remove(list(ids), self.kernel.now_s, because), tier)

    def replace(self, ident: int, because: str, tier: int | str = 0) -> list[Member]:
        """Delete an instance and create a new one for it, with the current version of the model."""
        state = self.state(tier)
        state.fleet.model = state.model
        return self.apply(state.fleet.replace([ident], self.kernel.now_s, because), tier)

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
    def go(self, *, strides: bool = True) -> None:
        """Run to the end.

        Args:
            strides: Whether minutes in which nothing can change are taken at once (`calm`); the numbers are the same.
        """
        arrivals = self.scenario.arrivals
        every_minute = [state for state in self.states if state.engine is not None and _each_minute(state)]
        for state in self.states:
            if state.engine is not None and not _each_minute(state):
                self._plan_evaluation(state, state.tier.choices.evaluation_phase_s)
        for state in every_minute:
            self.evaluate(state)
        strider = Strider.of(self) if strides else None
        minute, total = 0, len(arrivals)
        while minute < total:
            self._step(minute, arrivals[minute], every_minute)
            minute += 1
            if strider is not None and strider.ready():
                minute = strider.stride(minute)

    def _step(self, minute: int, arrived: int, evaluated: list[TierState]) -> None:
        """One minute: what is due during it, its requests, and autoscale at its end."""
        end_s = (minute + 1) * 60.0
        kernel = self.kernel
        if kernel.next_s < end_s:
            kernel.run_before(end_s)
        kernel.now_s = end_s
        for state in self.states:
            arrived = state.minute(minute, arrived)
        for state in evaluated:
            self.evaluate(state)

    def evaluate(self, state: TierState) -> None:
        """Let a tier's autoscale look at its metrics now, and act."""
        engine, fleet = state.engine, state.fleet
        if engine is None:
            return
        outcome = engine.evaluate(self.kernel.now_s, fleet.capacity, state.metrics)
        if outcome.decisions:
            for (
                one
            ) in outcome.decisions:  # made a moment ago for this outcome alone; a copy would cost more than the rest
                object.__setattr__(one, "subject", state.name)
            self.decisions += outcome.decisions
            if outcome.target != fleet.capacity:
                self.scale(outcome.target, state.name, by="autoscale")

    def _plan_evaluation(self, state: TierState, when_s: float) -> None:
        def act() -> None:
            self.evaluate(state)
            self.kernel.after(state.tier.choices.evaluation_s, act, order=EVALUATION)

        self.kernel.at(when_s, act, order=EVALUATION)

    def _open(self, state: TierState, life: Life) -> None:
        change, wanted = state.fleet.create(at_s=0.0), state.tier.scale_set.instances
        if len(change.created) < wanted:
            reason = change.decisions[-1].because if change.decisions else "there is no room for them"
            raise InvalidInputError(f"{state.name} cannot start with {wanted:,} instances: {reason}")
        life.settle_in(change.created)

    def _summarise(self, life: Life, change: Change) -> None:
        """One line for the instances made, and one for those deleted."""
        for action, ones in (("create", change.created), ("delete", change.removed)):
            if ones:
                life.say(action, f"{_listed(ones)}.", instances=len(ones))

    def _boot(self, member: Member, action: str, because: str, tier: int | str) -> Member:
        life = self.life(tier)
        life.say(action, because, member=member)
        life.begin([member], life.reboot)
        return member

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


def _listed(ones: Sequence[Instance], most: int = 6) -> str:
    """Instances by number and zone, for a sentence."""
    if len(ones) <= most:
        return ", ".join(f"{one.id}" + ("" if one.zone is None else f" in zone {one.zone}") for one in ones)
    zones = Counter(one.zone for one in ones)
    spread = "" if None in zones else f": {', '.join(f'{n} in zone {z}' for z, n in sorted(zones.items(), key=str))}"
    return f"{len(ones)} instances{spread}"


def _series(values: Sequence[float]) -> MetricSeries:
    series = MetricSeries()
    series.extend(values)
    return series
