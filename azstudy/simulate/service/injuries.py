"""Failures of a scenario as events of a run: a zone is lost, hosts fail, Spot is evicted, probes go astray."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random
from typing import TYPE_CHECKING

from azstudy.simulate.service.failures import Failure, HostFailure, ProbeOutage, SpotEviction, ZoneLoss
from azstudy.simulate.service.life import Life
from azstudy.simulate.service.members import Member, Stage

if TYPE_CHECKING:
    from azstudy.simulate.service.run import Run


def injure(run: Run, failures: Iterable[Failure]) -> None:
    """Plan the failures of a scenario on the run's kernel; each one hits every tier."""
    for number, failure in enumerate(failures):
        for index in range(len(run.states)):
            plan = _PLANS[type(failure)](run, index, failure, number)
            run.kernel.at(failure.at_min * 60, plan)


def _later(life: Life, minutes: float | None, do: Callable[[], None]) -> None:
    if minutes is not None:
        life.kernel.after(minutes * 60, do)


def _lose_zone(run: Run, index: int, failure: ZoneLoss, _: int) -> Callable[[], None]:
    state, life = run.states[index], run.lives[index]

    def lose() -> None:
        if str(failure.zone) not in {str(zone) for zone in state.tier.scale_set.zones}:
            return
        hit = [member for member in state.roll.here() if str(member.zone) == str(failure.zone)]
        life.say("zone lost", f"Zone {failure.zone} is dark: {len(hit)} instances stop.", zone=failure.zone)
        run.apply(state.fleet.lose_zone(failure.zone, life.kernel.now_s), index)
        life.down([member for member in hit if member.here])
        _later(life, failure.for_min, back)

    def back() -> None:
        run.apply(state.fleet.restore_zone(failure.zone, life.kernel.now_s), index)
        there = [m for m in state.roll.here() if str(m.zone) == str(failure.zone) and m.stage is Stage.DOWN]
        life.say("zone back", f"Zone {failure.zone} is back: {len(there)} instances start.", zone=failure.zone)
        life.begin(there, life.reboot)

    return lose


def _fail_hosts(run: Run, index: int, failure: HostFailure, number: int) -> Callable[[], None]:
    state, life = run.states[index], run.lives[index]

    def fail() -> None:
        running = [m for m in state.roll.here() if m.stage not in (Stage.DOWN, Stage.DEALLOCATED)]
        hit = _some(running, failure.instances, f"{run.scenario.seed}/{number}/{index}")
        life.say("hosts fail", f"The hosts of {len(hit)} instances fail.", instances=len(hit))
        turns = [(member, member.turn + 1) for member in hit]
        life.down(hit)
        _later(life, failure.for_min, lambda: heal(turns))

    def heal(turns: list[tuple[Member, int]]) -> None:
        left = [member for member, turn in turns if member.turn == turn and member.here]
        if left:
            life.say("hosts replaced", f"{len(left)} instances start again elsewhere.", instances=len(left))
            life.begin(left, life.reboot)

    return fail


def _evict(run: Run, index: int, failure: SpotEviction, number: int) -> Callable[[], None]:
    state, life = run.states[index], run.lives[index]

    def evict() -> None:
        spot = [m for m in state.roll.here() if m.instance.spot and m.instance.active]
        count = round(len(spot) * failure.percent / 100)
        hit = _some(spot, count, f"{run.scenario.seed}/{number}/{index}")
        life.say("Spot evicted", f"Azure takes {len(hit)} of {len(spot)} Spot instances back.", instances=len(hit))
        if not hit:
            return
        change = state.fleet.evict_spot(at_s=life.kernel.now_s, ids=[member.id for member in hit])
        run.apply(change, index)
        life.deallocate(member for member in hit if member.here)

    return evict


def _lose_probes(run: Run, index: int, failure: ProbeOutage, number: int) -> Callable[[], None]:
    state, life = run.states[index], run.lives[index]

    def lose() -> None:
        there = list(state.roll.here())
        count = round(len(there) * failure.percent / 100)
        hit = _some(there, count, f"{run.scenario.seed}/{number}/{index}")
        life.blocked = life.blocked or failure.percent >= 100
        life.say("probes fail", f"Health probes of {len(hit)} instances fail; they are well.", instances=len(hit))
        life.reach(hit, False)
        _later(life, failure.for_min, lambda: back(hit))

    def back(hit: list[Member]) -> None:
        life.blocked = False
        life.say("probes back", "Health probes get through again.", instances=len(hit))
        touched = {member.id for member in hit}
        life.reach([m for m in state.roll.here() if m.id in touched or m.stage is Stage.OUT], True)

    return lose


def _some(members: list[Member], count: int, seed: str) -> list[Member]:
    """`count` members drawn by the seed, in their own order."""
    if count >= len(members):
        return members
    drawn = Random(seed).sample(range(len(members)), count)  # noqa: S311
    return [members[at] for at in sorted(drawn)]


_PLANS: dict[type, Callable[..., Callable[[], None]]] = {
    ZoneLoss: _lose_zone,
    HostFailure: _fail_hosts,
    SpotEviction: _evict,
    ProbeOutage: _lose_probes,
}
