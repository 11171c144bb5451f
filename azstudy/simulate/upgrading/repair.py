"""Automatic instance repairs: who may be repaired, how many at once, and when Azure gives up.

Source: azure-compute-docs virtual-machine-scale-sets-automatic-instance-repairs.md@0c6223e9.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Final

import attrs

from azstudy.model.scaleset import RepairPolicy
from azstudy.model.words import RepairAction
from azstudy.rules.scaleset_health import repairs_at_once
from azstudy.simulate.service.members import Member, Stage, named
from azstudy.simulate.service.run import Run
from azstudy.simulate.timeline import Decision
from azstudy.simulate.upgrading.choices import UpgradeChoices
from azstudy.simulate.upgrading.health import Observer
from azstudy.simulate.upgrading.rolling import nobody

_DEFAULT: Final = UpgradeChoices()


@attrs.define(kw_only=True)
class Repair:
    """One repair.

    Attributes:
        at_s: When.
        instance: Whom.
        action: "Replace", "Reimage" or "Restart".
        new_instance: The instance that came of a replacement.
        under_way: Repairs under way with this one.
        limit: Most of them at that time.
        healed: True, False, or None while it is not known.
    """

    at_s: float
    instance: int
    action: str
    new_instance: int | None = None
    under_way: int = 1
    limit: int = 1
    healed: bool | None = None


class RepairProcess:
    """Repairs instances that are Unhealthy or Unknown, 5 % at once, at least one.

    The grace period does not count from the illness: it begins when a change of the instance is complete (created,
    upgraded, repaired, started again), and keeps repairs away from it until it is over. An instance that fell ill long
    after its last change is repaired at the next look. Protected instances are left alone. Repairs that heal nothing,
    several in a row, suspend the service.
    """

    def __init__(
        self,
        policy: RepairPolicy,
        *,
        observer: Observer,
        tier: int | str = 0,
        choices: UpgradeChoices = _DEFAULT,
    ) -> None:
        self.policy, self.observer, self.tier, self.choices = policy, observer, tier, choices
        self.repairs: list[Repair] = []
        self.suspended_s: float | None = None
        self.skipped: dict[int, str] = {}
        """Instances that were ill and left alone, with the reason."""
        self.notice: Callable[[str], None] = nobody
        self._failures = 0
        self._turns: dict[int, int] = {}
        self._since: dict[int, float] = {}
        self._under: dict[int, Repair] = {}
        self._waiting = 0

    @property
    def suspended(self) -> bool:
        """Whether the service state is Suspended."""
        return self.suspended_s is not None

    def attach(self, run: Run) -> None:
        """Plan the first look."""
        self.run = run
        self.observer.attach(run, self.tier)
        if self.policy.enabled:
            run.kernel.at(0.0, self._look)

    def _look(self) -> None:
        members, now_s = self.run.instances(self.tier), self.run.kernel.now_s
        self._settle(members, now_s)
        if self.suspended:
            return
        ill = [one for one in self.observer.ill(members, now_s) if one.stage is not Stage.DEALLOCATED]
        due = [one for one in ill if one.id not in self._under and now_s - self._since[one.id] >= self._grace_s]
        free = [one for one in due if not self._excused(one)]
        limit = repairs_at_once(len(members))
        room = max(0, limit - len(self._under))
        for one in free[:room]:
            self._repair(one, now_s, limit)
        if free[:room]:
            self.notice(f"repair of {named(free[:room])}")
        waiting = len(free) - min(room, len(free))
        if waiting and waiting != self._waiting:
            self._say("repair waits", f"{waiting} more have to wait: {limit} at once, 5 % of {len(members)}")
        self._waiting = waiting
        self.run.kernel.after(self.choices.repair_check_s, self._look)

    @property
    def _grace_s(self) -> float:
        return self.policy.grace_min * 60

    def _excused(self, one: Member) -> bool:
        """Whether an ill instance is left alone; said once."""
        why = ""
        if one.instance.protected:
            why = "the instance is protected"
        elif self.policy.action is not RepairAction.REPLACE and (one.instance.lost or one.stage is Stage.DOWN):
            why = f"the instance is down: nothing can {self.policy.action.lower()} it"
        if why and one.id not in self.skipped:
            self.skipped[one.id] = why
            self._say("repair skipped", why, one)
        return bool(why)

    def _note(self, one: Member, now_s: float) -> None:
        """Keep the time at which an instance's last change was complete."""
        turn = self._turns.get(one.id)
        if turn is None:
            self._since[one.id] = now_s if one.turn else -inf
        if one.stage in (Stage.ALLOCATING, Stage.BOOTING):
            self._since[one.id] = now_s
        elif turn is not None and turn != one.turn and one.stage is not Stage.DOWN:
            self._since[one.id] = one.since_s if one.stage is Stage.STARTING else now_s
        self._turns[one.id] = one.turn

    def _settle(self, members: list[Member], now_s: float) -> None:
        """Look at what became of the repairs under way, and note the instances that changed."""
        here = {one.id: one for one in members}
        for one in members:
            self._note(one, now_s)
        for number, repair in list(self._under.items()):
            member = here.get(number)
            if member is None:
                del self._under[number]
            elif member.healthy and not self.observer.state(member, now_s).ill:
                del self._under[number]
                self._failures, repair.healed = 0, True
                self._say("repaired", "healthy again", member)
            elif now_s - self._since[number] >= self._grace_s and self.observer.state(member, now_s).ill:
                del self._under[number]
                repair.healed = False
                self._failed(member)

    def _failed(self, member: Member) -> None:
        self._failures += 1
        self._say("repair failed", "still ill after the grace period", member)
        if self._failures >= self.choices.suspend_after and not self.suspended:
            self.suspended_s = self.run.kernel.now_s
            because = (
                f"{self._failures} repairs in a row healed nothing: the service state is Suspended until it is set to "
                "Running again"
            )
            self._say("repairs suspended", because)
            self.notice("repairs suspended")

    def _repair(self, member: Member, now_s: float, limit: int) -> None:
        action, state = self.policy.action, self.observer.state(member, now_s)
        since = self._since[member.id]
        over = "no change lately" if since == -inf else f"last change {(now_s - since) / 60:.0f} minutes ago"
        because = f"{state}, {over}; grace is {self.policy.grace_min:g} minutes"
        self._say(f"repair ({action})", because, member)
        made = Repair(at_s=now_s, instance=member.id, action=str(action), limit=limit)
        self.repairs.append(made)
        target: int | None = member.id
        if action is RepairAction.REPLACE:
            new = self.run.replace(member.id, f"repair: {because}", self.tier)
            target = made.new_instance = new[0].id if new else None
        else:
            act = self.run.restart if action is RepairAction.RESTART else self.run.reimage
            act(member.id, f"repair: {because}", self.tier)
        if target is not None:
            self._under[target] = made
            self._since[target] = now_s
            self._turns[target] = self.run.state(self.tier).roll.member(target).turn
        made.under_way = len(self._under)

    def _say(self, action: str, because: str, member: Member | None = None) -> None:
        name = self.run.state(self.tier).name
        subject = name if member is None else f"{name}/{member.id}"
        self.run.log(Decision(at_s=self.run.kernel.now_s, action=action, subject=subject, because=because))
