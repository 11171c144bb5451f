"""Rolling upgrades and automatic OS image upgrades, batch after batch on a running service.

Source: azure-compute-docs virtual-machine-scale-sets-configure-rolling-upgrades.md@0c6223e9,
virtual-machine-scale-sets-maxsurge.md@0c6223e9, virtual-machine-scale-sets-automatic-upgrade.md@0c6223e9.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import attrs

from azstudy.model.scaleset import RollingUpgrade
from azstudy.simulate.service.members import Member, Stage
from azstudy.simulate.service.run import Run
from azstudy.simulate.timeline import Decision
from azstudy.simulate.upgrading.batches import next_batch
from azstudy.simulate.upgrading.choices import OUT_OF_REACH_S, POLL_S, UpgradeChoices
from azstudy.simulate.upgrading.health import Health, Observer
from azstudy.simulate.upgrading.surge import surge_blind

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
        zones: Their zones, each once.
        start_s: When it began.
        end_s: When its health was judged; None while it runs.
        surge: Whether new instances were made first.
        new_ids: With max surge the instances that were made.
        ill: Ids that were unhealthy at its end (with max surge: of the new ones).
        of: Instances of the scale set at its begin.
    """

    number: int
    ids: tuple[int, ...]
    zone: int | None
    start_s: float
    zones: tuple[int, ...] = ()
    end_s: float | None = None
    surge: bool = False
    new_ids: tuple[int, ...] = ()
    ill: tuple[int, ...] = ()
    of: int = 0


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
        rollback: Whether upgraded instances that are unhealthy go back when it stops; Azure does so in Uniform mode
            only.
        os_image: True for an automatic OS image upgrade: an instance that is not healthy in time gets its old disk
            back, with `restore`.
        restore: Whether it does.
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
        restore: bool = True,
        tier: int | str = 0,
        choices: UpgradeChoices = _DEFAULT,
    ) -> None:
        self.policy, self.model, self.at_s, self.observer = policy, model, at_s, observer
        self.rollback, self.os_image, self.restore = rollback, os_image, restore
        self.tier, self.choices = tier, choices
        self.batches: list[Batch] = []
        self.status = RUNNING
        self.because = ""
        self.ended_s: float | None = None
        self.before = 0
        self.restored: set[int] = set()
        """Instances that got their old version back."""
        self.broken: set[int] = set()
        """Upgraded instances that were seen unhealthy."""
        self.notice: Callable[[str], None] = nobody
        self._upgraded: set[int] = set()
        self._tried: set[int] = set()
        self._said_waiting = False

    def attach(self, run: Run) -> None:
        """Plan the start."""
        self.run = run
        self.observer.attach(run, self.tier)
        self._autoscale = surge_blind(run, self.tier) if self.policy.max_surge else None
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
        old = [one for one in members if one.model != self.model and one.id not in self._tried]
        waiting = [one for one in old if not one.instance.protected_from_actions]
        if not waiting:
            kept = len(old)
            told = f"; protected from it and left as they are: {kept}" if kept else ""
            back = f"; back on version {self.before}: {len(self.restored)}" if self.restored else ""
            self._finish(COMPLETED, f"every instance that may be upgraded has had its turn{told}{back}")
            return
        ill = {one.id for one in self.observer.ill(members, now_s)}
        self.broken |= ill & self._upgraded
        limit = self.policy.max_unhealthy_percent
        if 100 * len(ill) > limit * len(members):
            share = f"{len(ill)} of {len(members)} instances are unhealthy"
            self._stop(f"{share} before batch {len(self.batches) + 1}, more than {limit:g} %")
            return
        reached = [one for one in waiting if one.stage is not Stage.DOWN and not one.instance.lost]
        if not reached:
            if not self._said_waiting:
                self._say("upgrade waits", f"the {len(waiting)} instances that are left are down")
            self._said_waiting = True
            self.run.kernel.after(OUT_OF_REACH_S, self._next)
            return
        self._begin(next_batch(reached, len(members), self.policy, ill), len(members))

    def _begin(self, chosen: list[Member], total: int) -> None:
        zones = {one.zone for one in chosen}
        batch = Batch(
            number=len(self.batches) + 1,
            ids=tuple(one.id for one in chosen),
            zone=next(iter(zones)) if len(zones) == 1 else None,
            zones=tuple(sorted(zone for zone in zones if zone is not None)),
            start_s=self.run.kernel.now_s,
            of=total,
        )
        self.batches.append(batch)
        self._tried |= set(batch.ids)
        self.run.state(self.tier).fleet.touch(batch.start_s)
        watched = self._surge(batch) if self.policy.max_surge else None
        if watched is None:
            where = "" if batch.zone is None else f" in zone {batch.zone}"
            ids = ", ".join(map(str, batch.ids))
            self._say("batch", f"batch {batch.number}: {ids}{where}, upgraded in place", batch=batch.number)
            for one in chosen:
                self.run.reimage(one.id, f"batch {batch.number} of the upgrade to version {self.model}", self.tier)
            watched = list(batch.ids)
        self.notice(f"batch {batch.number} begins")
        self._watch(batch, watched)

    def _surge(self, batch: Batch) -> list[int] | None:
        """Make new instances first; None where the quota does not allow them, and the batch goes in place."""
        state = self.run.state(self.tier)
        state.fleet.model = state.model
        change = self.run.scale(state.fleet.capacity + len(batch.ids), self.tier)
        made = [one.id for one in change.created]
        if len(made) < len(batch.ids):
            if made:
                self.run.remove(made, "there is no room for the whole batch of new instances", self.tier)
            why = f"batch {batch.number}: no room for {len(batch.ids)} more instances, so it is done in place"
            self._say("max surge refused", why)
            return None
        batch.surge, batch.new_ids = True, tuple(made)
        self._on_top(len(made))
        why = f"batch {batch.number}: {len(made)} new instances first, then {', '.join(map(str, batch.ids))} go"
        self._say("batch", why, batch=batch.number)
        return made

    def _on_top(self, step: int) -> None:
        if self._autoscale is not None:
            self._autoscale.extra += step

    # --- waiting for health ------------------------------------------------------------------------------------
    def _watch(self, batch: Batch, ids: list[int]) -> None:
        up_since: dict[int, float] = {}
        watched = set(ids)

        def look() -> None:
            now_s = self.run.kernel.now_s
            members = [one for one in self._members() if one.id in watched]
            for one in members:
                if one.stage not in (Stage.ALLOCATING, Stage.BOOTING):
                    up_since.setdefault(one.id, one.since_s if one.stage is Stage.STARTING else now_s)
            states = self.observer.states(members, now_s)
            wait_s, probed = self.choices.health_wait_s, batch.surge or self.choices.waits_for_rotation
            if any(
                states[one.id] is not Health.HEALTHY and now_s - up_since.get(one.id, now_s) < wait_s for one in members
            ) or (probed and any(one.stage is Stage.PROBING for one in members)):
                self.run.kernel.after(POLL_S, look)
            else:
                self._judge(batch, ids, {number for number, state in states.items() if state is not Health.HEALTHY})

        self.run.kernel.after(POLL_S, look)

    def _judge(self, batch: Batch, ids: list[int], ill: set[int]) -> None:
        now_s = self.run.kernel.now_s
        batch.end_s, batch.ill = now_s, tuple(sorted(ill))
        if batch.surge:
            self._retire(batch, len(ids) - len(ill))
        self._upgraded |= set(ids)
        members = self._members()
        upgraded = [one for one in members if one.id in self._upgraded]
        sick = {one.id for one in self.observer.ill(upgraded, now_s)} | (ill & {one.id for one in members})
        self.broken |= sick
        self.notice(f"after batch {batch.number}")
        whole = members if self.choices.upgraded_share_of == "all" else upgraded
        limit = self.policy.max_unhealthy_upgraded_percent
        over = bool(whole) and 100 * len(sick) > limit * len(whole)
        if self.os_image and self.restore and not batch.surge:
            self._restore(sorted(ill))
        if over:
            share = f"{len(sick)} of {len(whole)} {'' if whole is members else 'upgraded '}instances"
            self._stop(f"{share} are unhealthy after batch {batch.number}, more than {limit:g} %")
            return
        self._say("batch judged", f"batch {batch.number}: {len(ids) - len(ill)} of {len(ids)} are healthy")
        self.run.kernel.after(self.policy.pause_s, self._next)

    def _retire(self, batch: Batch, healthy: int) -> None:
        """After a surge old instances go, one for each new one that is healthy; the others stay."""
        here = {one.id for one in self._members()}
        gone = [one for one in batch.ids if one in here][:healthy]
        self._on_top(-len(gone))
        if gone:
            self.run.remove(gone, "replaced by an upgraded instance", self.tier)
        if healthy < len(batch.ids):
            kept = ", ".join(str(one) for one in batch.ids if one not in gone)
            self._say("old instances kept", f"batch {batch.number}: {kept} stay, for want of healthy new ones")

    def _restore(self, ids: list[int]) -> None:
        """The old OS disk comes back on instances that were not healthy in time."""
        waited = f"{self.choices.health_wait_s / 60:g} minutes"
        for number in ids:
            self._back(number, f"not healthy within {waited}: the previous OS disk is restored")

    def _back(self, number: int, because: str) -> None:
        self.restored.add(number)
        self._upgraded.discard(number)
        self.run.reimage(number, because, self.tier, model=self.before)

    # --- the end -----------------------------------------------------------------------------------------------
    def _stop(self, because: str) -> None:
        state = self.run.state(self.tier)
        if not self.rollback:
            self._finish(STOPPED, f"{because}; the others keep version {self.before}, new instances get {state.model}")
            return
        now_s = self.run.kernel.now_s
        ill = self.observer.ill([one for one in self._members() if one.model == self.model], now_s)
        for one in ill:
            if one.stage is not Stage.DOWN:
                self._back(one.id, "the upgrade is rolled back where it failed")
        if self.choices.rollback_resets_model:
            state.model = self.before
        back = ", ".join(map(str, sorted(self.restored)))
        new = f"new instances get version {state.model}"
        self._finish(ROLLED_BACK, f"{because}; back on version {self.before}: {back or 'none'}; {new}")

    def _finish(self, status: str, because: str) -> None:
        self.status, self.because, self.ended_s = status, because, self.run.kernel.now_s
        self._say(f"upgrade {status}", because)
        self.notice(f"upgrade {status}")

    def _members(self) -> list[Member]:
        return [one for one in self.run.instances(self.tier) if one.stage is not Stage.DEALLOCATED]

    def _say(self, action: str, because: str, **facts: object) -> None:
        name = self.run.state(self.tier).name
        self.run.log(Decision(at_s=self.run.kernel.now_s, action=action, subject=name, because=because, facts=facts))
