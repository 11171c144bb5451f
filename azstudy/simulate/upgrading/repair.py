"""Automatic instance repairs: who is ill for longer than the grace period, how many at once, and when it gives up.

Source: azure-compute-docs virtual-machine-scale-sets-automatic-instance-repairs.md@0c6223e9.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import attrs

from azstudy.model.scaleset import RepairPolicy
from azstudy.model.words import RepairAction
from azstudy.rules.scaleset_health import repairs_at_once
from azstudy.simulate.service.members import Member, Stage
from azstudy.simulate.service.run import Run
from azstudy.simulate.timeline import Decision
from azstudy.simulate.upgrading.choices import UpgradeChoices
from azstudy.simulate.upgrading.health import Observer
from azstudy.simulate.upgrading.rolling import nobody

_DEFAULT: Final = UpgradeChoices()


@attrs.frozen(kw_only=True)
class Repair:
    """One repair: when, on which instance, how, and which instance came of it."""

    at_s: float
    instance: int
    action: str
    new_instance: int | None = None


class RepairProcess:
    """Repairs instances that are Unhealthy or Unknown, 5 % at once, at least one.

    An instance is left alone for the grace period after every change of its state, such as its creation, an upgrade or
    a repair.
    Protected instances are left alone. Repairs that heal nothing, several in a row, suspend the service.
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
        self.suspended = False
        self.failures = 0
        self.notice: Callable[[str], None] = nobody
        self._turns: dict[int, tuple[int, float]] = {}
        self._under: dict[int, float] = {}

    def attach(self, run: Run) -> None:
        """Plan the first look."""
        self.run = run
        if self.policy.enabled:
            run.kernel.at(0.0, self._look)

    def _look(self) -> None:
        members, now_s = self.run.instances(self.tier), self.run.kernel.now_s
        self._settle(members, now_s)
        if self.suspended:
            return
        ill = [one for one in self.observer.ill(members, now_s) if one.stage is not Stage.DEALLOCATED]
        due = [one for one in ill if one.id not in self._under and self._waited_s(one, now_s) >= self._grace_s]
        for one in due:
            if one.instance.protected_from_scale_in or one.instance.protected_from_actions:
                self._say("repair skipped", "the instance is protected", one)
        free = [one for one in due if not (one.instance.protected_from_scale_in or one.instance.protected_from_actions)]
        room = repairs_at_once(len(members)) - len(self._under)
        for one in free[: max(0, room)]:
            self._repair(one, now_s)
        if free and room < len(free):
            waiting = len(free) - max(0, room)
            limit = repairs_at_once(len(members))
            self._say("repair waits", f"{waiting} more have to wait: {limit} at once, 5 % of {len(members)}")
        self.run.kernel.after(self.choices.repair_check_s, self._look)

    @property
    def _grace_s(self) -> float:
        return self.policy.grace_min * 60

    def _waited_s(self, member: Member, now_s: float) -> float:
        """How long an instance has been as it is, since its last change of state."""
        turn, since = self._turns.get(member.id, (-1, now_s))
        if turn != member.turn:
            since = now_s if member.turn else -math.inf  # those that ran from the start changed long ago
            self._turns[member.id] = (member.turn, since)
        return now_s - since

    def _settle(self, members: list[Member], now_s: float) -> None:
        """Look at what became of the repairs under way, and note the instances that changed."""
        here = {one.id: one for one in members}
        for one in members:
            self._waited_s(one, now_s)
        for number, began in list(self._under.items()):
            member = here.get(number)
            if member is None:
                del self._under[number]
            elif not self.observer.state(member, now_s).ill and member.healthy:
                del self._under[number]
                self.failures = 0
                self._say("repaired", "healthy again", member)
            elif now_s - began >= self._grace_s and self.observer.state(member, now_s).ill:
                del self._under[number]
                self._failed(member)

    def _failed(self, member: Member) -> None:
        self.failures += 1
        self._say("repair failed", "still ill after the grace period", member)
        if self.failures >= self.choices.suspend_after and not self.suspended:
            self.suspended = True
            because = (
                f"{self.failures} repairs in a row healed nothing: the service state is Suspended until it is reset"
            )
            self._say("repairs suspended", because)

    def _repair(self, member: Member, now_s: float) -> None:
        action = self.policy.action
        state = self.observer.state(member, now_s)
        because = f"{state}, and its last change of state is {self.policy.grace_min:g} minutes or more ago"
        self._say(f"repair ({action})", because, member)
        new: int | None = None
        if action is RepairAction.REPLACE:
            made = self.run.replace(member.id, f"repair: {because}", self.tier)
            new = made[0].id if made else None
            target = new
        else:
            act = self.run.restart if action is RepairAction.RESTART else self.run.reimage
            act(member.id, f"repair: {because}", self.tier)
            target = member.id
        self.repairs.append(Repair(at_s=now_s, instance=member.id, action=str(action), new_instance=new))
        if target is not None:
            self._under[target] = now_s
        self.notice(f"repair of {member.id}")

    def _say(self, action: str, because: str, member: Member | None = None) -> None:
        name = self.run.state(self.tier).name
        subject = name if member is None else f"{name}/{member.id}"
        self.run.log(Decision(at_s=self.run.kernel.now_s, action=action, subject=subject, because=because))
