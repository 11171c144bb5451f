"""Rolling upgrades and automatic OS image upgrades, batch after batch on a running service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import attrs

from azstudy.model.scaleset import RollingUpgrade
from azstudy.simulate.service.members import Member, Stage
from azstudy.simulate.service.run import Run
from azstudy.simulate.timeline import Decision
from azstudy.simulate.upgrading.batches import next_batch
from azstudy.simulate.upgrading.choices import POLL_S, UpgradeChoices
from azstudy.simulate.upgrading.health import Health, Observer

_DEFAULT: Final = UpgradeChoices()
RUNNING: Final = "running"
COMPLETED: Final = "completed"
STOPPED: Final = "stopped"
ROLLED_BACK: Final = "rolled back"


@attrs.define(kw_only=True)
class Batch:
    """One batch: who, when, how, and what became of them.

    Attributes:
        number: From 1.
        ids: Instances upgraded; with max surge those that are replaced.
        zone: Their zone; None where it has none, or several.
        start_s: When it began.
        end_s: When its health was judged; None while it runs.
        surge: Whether new instances were made first.
        ill: Ids that were unhealthy at its end (with max surge: of the new ones).
    """

    number: int
    ids: tuple[int, ...]
    zone: int | None
    start_s: float
    end_s: float | None = None
    surge: bool = False
    ill: tuple[int, ...] = ()


def nobody(what: str) -> None:
    """Nobody wants to know what was reached."""


class RollingProcess:
    """Brings a tier to a new version of its model in batches.

    Before each batch more than `max_unhealthy_percent` of all instances being unhealthy stops it, after each batch more
    than `max_unhealthy_upgraded_percent` of the upgraded ones. It stops only above the limit, not at it.

    Args:
        policy: Percentages, pause, flags.
        model: The new version's number.
        at_s: When it begins.
        observer: Who tells health.
        rollback: Whether upgraded instances go back when it stops; Azure does so in Uniform mode only.
        os_image: True for an automatic OS image upgrade: an instance not healthy in time gets its old disk back.
        tier: The tier's number or name.
        choices: What is not documented.
    """

    def __init__(
        self,
        policy: RollingUpgrade,
        *,
        model: int = 1,
        at_s: float = 0.0,
        observer: Observer,
        rollback: bool = False,
        os_image: bool = False,
        tier: int | str = 0,
        choices: UpgradeChoices = _DEFAULT,
    ) -> None:
        self.policy, self.model, self.at_s, self.observer = policy, model, at_s, observer
        self.rollback, self.os_image, self.tier, self.choices = rollback, os_image, tier, choices
        self.batches: list[Batch] = []
        self.status = RUNNING
        self.because = ""
        self.before = 0
        self.restored: set[int] = set()
        self.broken: tuple[int, ...] = ()
        self.notice: Callable[[str], None] = nobody
        self._upgraded: set[int] = set()

    def attach(self, run: Run) -> None:
        """Plan the start."""
        self.run = run
        run.kernel.at(self.at_s, self._start)

    # --- before a batch ----------------------------------------------------------------------------------------
    def _start(self) -> None:
        state = self.run.state(self.tier)
        self.before, state.model = state.model, self.model
        what = "OS image upgrade" if self.os_image else "rolling upgrade"
        total = len(self._members())
        self._say(f"{what} starts", f"version {self.model}: {total} instances in batches of {self.policy.batch(total)}")
        self.notice("before the upgrade")
        self._next()

    def _next(self) -> None:
        members, now_s = self._members(), self.run.kernel.now_s
        waiting = [one for one in members if one.model != self.model and one.id not in self.restored]
        waiting = [one for one in waiting if not one.instance.protected_from_actions]
        if not waiting:
            kept = sum(one.instance.protected_from_actions and one.model != self.model for one in members)
            told = f"; {kept} protected instances keep the old version" if kept else ""
            self._finish(COMPLETED, f"every instance that may be upgraded has version {self.model}{told}")
            return
        ill = {one.id for one in self.observer.ill(members, now_s)}
        limit = self.policy.max_unhealthy_percent
        if 100 * len(ill) > limit * len(members):
            self._stop(f"{len(ill)} of {len(members)} instances are unhealthy, more than {limit:g} %")
            return
        self._begin(next_batch(waiting, len(members), self.policy, ill))

    def _begin(self, chosen: list[Member]) -> None:
        zones = {one.zone for one in chosen}
        batch = Batch(
            number=len(self.batches) + 1,
            ids=tuple(one.id for one in chosen),
            zone=next(iter(zones)) if len(zones) == 1 else None,
            start_s=self.run.kernel.now_s,
        )
        self.batches.append(batch)
        watched = self._surge(batch, chosen) if self.policy.max_surge else None
        if watched is None:
            where = "" if batch.zone is None else f" in zone {batch.zone}"
            ids = ", ".join(map(str, batch.ids))
            self._say("batch", f"batch {batch.number}: {ids}{where}, upgraded in place", batch=batch.number)
            for one in chosen:
                self.run.reimage(one.id, f"batch {batch.number} of the upgrade to version {self.model}", self.tier)
            watched = list(batch.ids)
        self._watch(batch, watched)

    def _surge(self, batch: Batch, chosen: list[Member]) -> list[int] | None:
        """Make new instances first; None where the quota does not allow them, and the batch goes in place."""
        state = self.run.state(self.tier)
        known = set(state.fleet.instances)
        state.fleet.model = state.model
        wanted = state.fleet.capacity + len(chosen)
        change = self.run.scale(wanted, self.tier)
        made = [one.id for one in change.created]
        if len(made) < len(chosen):
            if made:
                self.run.remove(made, "there is no room for the whole batch of new instances", self.tier)
            why = f"batch {batch.number}: no room for {len(chosen)} more instances, so it is done in place"
            self._say("max surge refused", why)
            return None
        batch.surge = True
        new = sorted(set(state.fleet.instances) - known)
        why = f"batch {batch.number}: {len(new)} new instances first, then {', '.join(map(str, batch.ids))} go"
        self._say("batch", why, batch=batch.number)
        return new

    # --- waiting for health ------------------------------------------------------------------------------------
    def _watch(self, batch: Batch, ids: list[int]) -> None:
        up_since: dict[int, float] = {}

        def look() -> None:
            if self.status != RUNNING:
                return
            now_s = self.run.kernel.now_s
            members = [one for one in self._members() if one.id in ids]
            for one in members:
                if one.stage not in (Stage.ALLOCATING, Stage.BOOTING):
                    up_since.setdefault(one.id, now_s)
            states = self.observer.states(members, now_s)
            open_ones = [
                one
                for one in members
                if states[one.id] is not Health.HEALTHY
                and now_s - up_since.get(one.id, now_s) < self.choices.health_wait_s
            ]
            if open_ones:
                self.run.kernel.after(POLL_S, look)
            else:
                self._judge(batch, ids, {number for number, state in states.items() if state is not Health.HEALTHY})

        self.run.kernel.after(POLL_S, look)

    def _judge(self, batch: Batch, ids: list[int], ill: set[int]) -> None:
        now_s = self.run.kernel.now_s
        batch.end_s, batch.ill = now_s, tuple(sorted(ill))
        if batch.surge:
            here = {one.id for one in self._members()}
            self.run.remove([one for one in batch.ids if one in here], "replaced by an upgraded instance", self.tier)
        self._upgraded |= set(ids)
        members = self._members()
        upgraded = [one for one in members if one.id in self._upgraded]
        sick = {one.id for one in self.observer.ill(upgraded, now_s)} | (ill & {one.id for one in members})
        whole = members if self.choices.upgraded_share_of == "all" else upgraded
        limit = self.policy.max_unhealthy_upgraded_percent
        self.broken = tuple(sorted(sick))
        self.notice(f"after batch {batch.number}")
        if self.os_image and ill:
            self._restore(sorted(ill))
        if whole and 100 * len(sick) > limit * len(whole):
            share = f"{len(sick)} of {len(whole)} {'' if whole is members else 'upgraded '}instances"
            self._stop(f"{share} are unhealthy after batch {batch.number}, more than {limit:g} %")
            return
        self._say("batch healthy", f"batch {batch.number}: {len(ids) - len(ill)} of {len(ids)} are healthy")
        self.run.kernel.after(self.policy.pause_s, self._next)

    def _restore(self, ids: list[int]) -> None:
        """The old OS disk comes back on instances that were not healthy in time."""
        if not self.rollback:
            return
        waited = f"{self.choices.health_wait_s / 60:g} minutes"
        for number in ids:
            self.restored.add(number)
            because = f"not healthy within {waited}: the previous OS disk is restored"
            self.run.reimage(number, because, self.tier, model=self.before)

    # --- the end -----------------------------------------------------------------------------------------------
    def _stop(self, because: str) -> None:
        state = self.run.state(self.tier)
        if self.rollback:
            state.model = self.before
            back = [one for one in self._members() if one.model == self.model]
            for one in back:
                self.run.reimage(one.id, "the upgrade is rolled back", self.tier, model=self.before)
            gone = len(back) + len(self.restored)
            self._finish(ROLLED_BACK, f"{because}; {gone} instances go back to version {self.before}")
        else:
            self._finish(STOPPED, f"{because}; the others keep version {self.before}, new instances get {self.model}")

    def _finish(self, status: str, because: str) -> None:
        self.status, self.because = status, because
        self._say(f"upgrade {status}", because)

    def _members(self) -> list[Member]:
        return [one for one in self.run.instances(self.tier) if one.stage is not Stage.DEALLOCATED]

    def _say(self, action: str, because: str, **facts: object) -> None:
        name = self.run.state(self.tier).name
        self.run.log(Decision(at_s=self.run.kernel.now_s, action=action, subject=name, because=because, facts=facts))
