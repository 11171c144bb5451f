"""What happens to single instances: they start, come into rotation, fail, recover, leave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Final

from azstudy.simulate.service.members import Member, Stage, named
from azstudy.simulate.timeline import Decision

if TYPE_CHECKING:
    from azstudy.simulate.fleet import Instance
    from azstudy.simulate.service.kernel import Kernel
    from azstudy.simulate.service.states import TierState

Plan = tuple[tuple[Stage, float], ...]
_Cohort = tuple[tuple[Member, int], ...]

READY: Final = "in rotation"
OUT: Final = "out of rotation"
REFUSED: Final = "probe fails"


class Life:
    """The instances of one tier. Each change is an event of the kernel; the counts are kept by the tier's `Roll`."""

    def __init__(self, state: TierState, kernel: Kernel, seed: int, log: list[Decision]) -> None:
        self.state = state
        self.kernel = kernel
        self.log = log
        self.blocked = False
        """Whether probes of all instances fail, also of those that become ready."""
        self._seed = seed
        start_up = state.tier.start_up
        self._spread = start_up.spread_percent / 100.0
        up = (
            (Stage.BOOTING, start_up.boot_s),
            (Stage.STARTING, start_up.application_s),
            (Stage.PROBING, start_up.probing_s),
        )
        self.reboot: Plan = up
        self.start: Plan = ((Stage.ALLOCATING, start_up.allocate_s), *up)

    # --- coming ------------------------------------------------------------------------------------------------
    def settle_in(self, instances: Iterable[Instance]) -> None:
        """Members that are in rotation from the start."""
        version_of = self.state.roll.version_of
        members = [Member(instance=one, stage=Stage.PROBING, well=version_of(one.model).healthy) for one in instances]
        self.state.roll.add(members, self.kernel.now_s)
        self._enter(members)

    def create(self, instances: Sequence[Instance]) -> list[Member]:
        """New members, from the allocation on; those from a standby pool are allocated already."""
        made = [Member(instance=instance, since_s=self.kernel.now_s) for instance in instances]
        self.state.roll.add(made, self.kernel.now_s)
        pooled = [member for member in made if member.instance.from_pool]
        self.begin([member for member in made if not member.instance.from_pool] if pooled else made, self.start)
        self.begin(pooled, self.reboot)
        return made

    def begin(self, members: Sequence[Member], plan: Plan) -> None:
        """Send members through the stages of a plan, then into rotation; what they were in before is given up."""
        for member in members:
            member.turn += 1
            member.well = False
            if member.watch is not None:
                self._forget(member)
        if self._spread:
            for member in members:
                factor = 1 + self._spread * Random(f"{self._seed}/{member.id}/{member.turn}").uniform(-1, 1)  # noqa: S311
                self._step(((member, member.turn),), tuple((stage, took * factor) for stage, took in plan), 0)
        elif members:
            self._step(tuple((member, member.turn) for member in members), plan, 0)

    def _step(self, cohort: _Cohort, plan: Plan, at: int) -> None:
        members = [member for member, turn in cohort if member.turn == turn]
        if not members:
            return
        if at == len(plan):
            self._arrive(members, sum(took for _, took in plan))
            return
        stage, took = plan[at]
        self.state.roll.move_all(members, self.kernel.now_s, stage, answers=None if at else False)
        if stage is Stage.PROBING:
            versions = self.state.roll.versions
            for member in members:
                member.well = not versions or self.state.roll.version_of(member.model).healthy
        if len(members) < len(cohort):
            cohort = tuple((member, member.turn) for member in members)
        self.kernel.after(took, lambda: self._step(cohort, plan, at + 1))

    def _arrive(self, members: list[Member], took_s: float) -> None:
        entered = self._enter(members)
        refused = [member for member in members if member.stage is Stage.OUT]
        if entered:
            self.say(READY, f"Ready {took_s:g} s after the start: {_counted(entered)}.", instances=len(entered))
        if refused:
            self.say(REFUSED, f"No requests go to {_counted(refused)}: the health probe fails.", instances=len(refused))

    def _enter(self, members: Sequence[Member]) -> list[Member]:
        """Put members into rotation, or leave them out where their probe fails; returns those that are in."""
        roll, now_s = self.state.roll, self.kernel.now_s
        if not roll.versions and not self.blocked and all(one.well and one.reachable for one in members):
            roll.move_all(members, now_s, Stage.IN_ROTATION, answers=True)
            return list(members)
        groups: dict[tuple[Stage, bool], list[Member]] = {}
        for member in members:
            version = roll.version_of(member.model)
            good = member.well and member.reachable and not self.blocked
            groups.setdefault((Stage.IN_ROTATION if good else Stage.OUT, version.answers), []).append(member)
            if version.crashes_after_min is not None:
                self.kernel.after(version.crashes_after_min * 60, partial(self._crash, member, member.turn))
        for (stage, answers), alike in groups.items():
            roll.move_all(alike, now_s, stage, answers=answers)
        return [member for member in members if member.stage is Stage.IN_ROTATION]

    def _crash(self, member: Member, turn: int) -> None:
        if member.turn == turn and member.here:
            self.set_health(member, False, "its version stops answering")

    # --- health ------------------------------------------------------------------------------------------------
    def set_health(self, member: Member, healthy: bool, because: str) -> None:
        """Make a member's application well or ill; the load balancer finds out after its probes."""
        if member.stage not in (Stage.IN_ROTATION, Stage.OUT, Stage.PROBING) or member.well is healthy:
            return
        member.well = healthy
        if member.stage is not Stage.PROBING:
            version = self.state.roll.version_of(member.model)
            self.state.roll.move(member, self.kernel.now_s, answers=healthy and version.answers)
        self.say("healthy" if healthy else "unhealthy", f"{because[:1].upper()}{because[1:]}.", member=member)
        self.watch(member)

    def watch(self, member: Member) -> None:
        """Let the load balancer notice, after its probes, whether a member should have requests."""
        self._forget(member)
        good = member.well and member.reachable
        start_up = self.state.tier.start_up
        if member.stage is Stage.IN_ROTATION and not good:
            member.watch = self.kernel.after(start_up.detection_s, lambda: self._notice(member, Stage.OUT))
        elif member.stage is Stage.OUT and good:
            member.watch = self.kernel.after(start_up.probing_s, lambda: self._notice(member, Stage.IN_ROTATION))

    def _notice(self, member: Member, stage: Stage) -> None:
        if stage is Stage.IN_ROTATION and self.blocked:
            return
        self.state.roll.move(member, self.kernel.now_s, stage)
        word = READY if stage is Stage.IN_ROTATION else OUT
        passes = self.state.tier.start_up.probe_passes if word == READY else self.state.tier.start_up.probe_failures
        self.say(word, f"{passes} probes in a row {'passed' if word == READY else 'failed'}.", member=member)

    def reach(self, members: Iterable[Member], reachable: bool) -> None:
        """Let the load balancer's probes get through to members, or not."""
        for member in members:
            member.reachable = reachable
            self.watch(member)

    # --- failing and leaving -----------------------------------------------------------------------------------
    def down(self, members: Sequence[Member]) -> None:
        """Members whose host is gone: they answer nothing; the load balancer notices after its probes."""
        for member in members:
            member.turn += 1
            member.well = False
            self._forget(member)
            if member.stage is Stage.IN_ROTATION:
                self.state.roll.move(member, self.kernel.now_s, answers=False)
                member.watch = self.kernel.after(self.state.tier.start_up.detection_s, partial(self._drop, member))
            elif member.here and member.stage is not Stage.DEALLOCATED:
                self._drop(member)

    def _drop(self, member: Member) -> None:
        self.state.roll.move(member, self.kernel.now_s, Stage.DOWN, answers=False)

    def deallocate(self, members: Iterable[Member]) -> None:
        """Members that stay in the scale set without running, as evicted Spot machines may."""
        self._end(list(members), Stage.DEALLOCATED)

    def leave(self, members: Sequence[Member], drain_s: float = 0.0) -> None:
        """Members that are deleted: out of rotation at once, billed until they are gone."""
        self._end(members, Stage.DRAINING if drain_s else Stage.GONE)
        if drain_s and members:
            self.kernel.after(drain_s, lambda: self.state.roll.move_all(members, self.kernel.now_s, Stage.GONE))

    def _end(self, members: Sequence[Member], stage: Stage) -> None:
        for member in members:
            member.turn += 1
            member.well = False
            if member.watch is not None:
                self._forget(member)
        self.state.roll.move_all(members, self.kernel.now_s, stage, answers=False)

    def _forget(self, member: Member) -> None:
        if member.watch is not None:
            self.kernel.cancel(member.watch)
            member.watch = None

    def say(self, action: str, because: str, *, member: Member | None = None, **facts: object) -> None:
        """Write a line of the log about the tier, or about one member."""
        subject = self.state.name if member is None else f"{self.state.name}/{member.id}"
        self.log.append(Decision(at_s=self.kernel.now_s, action=action, because=because, subject=subject, facts=facts))


def _counted(members: Sequence[Member]) -> str:
    word = "instance" if len(members) == 1 else "instances"
    return f"{len(members)} {word} ({named(members)})"
