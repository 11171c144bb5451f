"""The instances of one tier while a run goes on: which stage each is in, and running counts of them.

Objects are touched only when something happens to them; what a minute needs are sums kept up to date by each move.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import attrs

from azstudy.errors import InvalidInputError
from azstudy.simulate.service.values import GOOD, Version

if TYPE_CHECKING:
    from azstudy.simulate.fleet import Instance
    from azstudy.simulate.service.kernel import Handle


class Stage(StrEnum):
    """Where an instance is in its life."""

    ALLOCATING = "allocating"
    BOOTING = "booting"
    STARTING = "starting the application"
    PROBING = "probed"
    IN_ROTATION = "in rotation"
    OUT = "out of rotation"
    DOWN = "down"
    DRAINING = "draining"
    DEALLOCATED = "deallocated"
    GONE = "gone"


_UP: Final = frozenset({Stage.BOOTING, Stage.STARTING, Stage.PROBING, Stage.IN_ROTATION, Stage.OUT})
_BILLED: Final = _UP | {Stage.DOWN, Stage.DRAINING}


@attrs.define(eq=False, slots=True, kw_only=True)
class Member:
    """One instance in a run.

    Attributes:
        instance: The fleet's instance: id, zone, fault domain, Spot, model version.
        stage: Where it is in its life.
        since_s: Since when.
        answers: Whether its application really serves requests; a load balancer may not know yet.
        well: What a health probe gets to see of the application: it can lie, as with a version that answers 404.
        reachable: Whether the load balancer's probe gets through at all; a probe inside the VM always does.
        turn: Counts what was begun with it, so that a plan that was overtaken does nothing.
        in_rotation_s: When it last came into rotation.
    """

    instance: Instance
    stage: Stage = Stage.ALLOCATING
    since_s: float = 0.0
    answers: bool = False
    well: bool = False
    reachable: bool = True
    turn: int = 0
    in_rotation_s: float | None = None
    watch: Handle | None = None

    @property
    def id(self) -> int:
        """The instance's id."""
        return self.instance.id

    @property
    def zone(self) -> int | None:
        """The instance's zone."""
        return self.instance.zone

    @property
    def model(self) -> int:
        """Which version of the scale-set model it has."""
        return self.instance.model

    @property
    def here(self) -> bool:
        """True until it is on its way out."""
        return self.stage not in (Stage.DRAINING, Stage.GONE)

    @property
    def healthy(self) -> bool | None:
        """What a probe inside the VM says; None before the application is up, False where the VM is down."""
        if self.stage in (Stage.DOWN, Stage.DEALLOCATED):
            return False
        return self.well if self.stage in (Stage.PROBING, Stage.IN_ROTATION, Stage.OUT) else None


class Roll:
    """All members of a tier with their counts and the integrals of the current minute.

    Attributes:
        rotation: Members the load balancer sends requests to.
        sound: Those of them that answer.
        up: Members whose metrics Azure Monitor sees.
        billed: Regular members that cost money.
        billed_spot: Spot members that cost money.
        rotation_by_zone: Members in rotation by zone.
        rotation_by_model: Members in rotation by version of the model.
    """

    __slots__ = (
        "_sound_by_model",
        "billed",
        "billed_s",
        "billed_spot",
        "blind_power_s",
        "blind_s",
        "last_s",
        "members",
        "moved",
        "power",
        "power_s",
        "quiet",
        "rotation",
        "rotation_by_model",
        "rotation_by_zone",
        "sound",
        "sound_s",
        "spot_s",
        "stray_s",
        "up",
        "up_s",
        "versions",
    )

    def __init__(self) -> None:
        self.members: dict[int, Member] = {}
        self.versions: dict[int, Version] = {}
        self.rotation = self.sound = self.up = self.billed = self.billed_spot = 0
        self.rotation_by_zone: Counter[int | None] = Counter()
        self.rotation_by_model: Counter[int] = Counter()
        self._sound_by_model: Counter[int] = Counter()
        self.quiet: Counter[int] = Counter()
        """Members that answer but are out of rotation, by version: all that is left while every probe fails."""
        self.power = 0.0
        """Good instances in rotation; one at half the speed counts as half."""
        self.moved = True
        """Whether anything changed since the minute began."""
        self.last_s = 0.0
        """Up to when the integrals are counted."""
        self._clear()

    def _clear(self) -> None:
        self.power_s = self.sound_s = self.up_s = self.billed_s = self.spot_s = 0.0
        self.stray_s = self.blind_s = self.blind_power_s = 0.0

    def version_of(self, model: int) -> Version:
        """How a version of the model behaves; good unless told."""
        return self.versions.get(model, GOOD)

    def add(self, member: Member, now_s: float) -> None:
        """Count a new member."""
        self._settle(now_s)
        self.members[member.id] = member
        self._count(member, 1)

    def move(self, member: Member, now_s: float, stage: Stage | None = None, *, answers: bool | None = None) -> None:
        """Put a member into another stage, or change whether it answers."""
        self._settle(now_s)
        self._count(member, -1)
        if answers is not None:
            member.answers = answers
        if stage is not None:
            member.stage, member.since_s = stage, now_s
            if stage is Stage.IN_ROTATION:
                member.in_rotation_s = now_s
        if stage is Stage.GONE:
            del self.members[member.id]
        else:
            self._count(member, 1)

    def remodel(self, member: Member, now_s: float, model: int) -> None:
        """Give a member another version of the model."""
        self._settle(now_s)
        self._count(member, -1)
        member.instance.model = model
        self._count(member, 1)

    def close(self, end_s: float) -> None:
        """Bring the integrals up to the end of a minute."""
        self._settle(end_s)

    def fill(self, end_s: float) -> None:
        """The integrals of a whole minute at the present counts, up to `end_s`."""
        self.last_s = end_s - 60.0
        self.close(end_s)

    def begin(self) -> None:
        """Start the next minute."""
        self.moved = False
        self._clear()

    def blind(self) -> float:
        """Good instances that only connections opened earlier can reach; 0 while any instance is in rotation."""
        return 0.0 if self.rotation else self._power_of(self.quiet)

    def here(self) -> Iterator[Member]:
        """The members that are not on their way out, in the order they came."""
        return (member for member in self.members.values() if member.here)

    def member(self, ident: int) -> Member:
        """The member with this id.

        Raises:
            InvalidInputError: Where it is not there (any more).
        """
        found = self.members.get(ident)
        if found is None:
            raise InvalidInputError(f"Instance {ident} is not in this run at this time.")
        return found

    def by_model(self) -> Mapping[int, int]:
        """Members not on their way out, by version of the model."""
        return Counter(member.model for member in self.here())

    def _settle(self, now_s: float) -> None:
        passed = now_s - self.last_s
        self.moved = True
        if passed <= 0:
            return
        self.last_s = now_s
        self.power_s += self.power * passed
        self.sound_s += self.sound * passed
        self.up_s += self.up * passed
        self.billed_s += self.billed * passed
        self.spot_s += self.billed_spot * passed
        if self.sound != self.rotation:
            self.stray_s += (self.rotation - self.sound) / self.rotation * passed
        if not self.rotation and (blind := self.blind()):
            self.blind_s += passed
            self.blind_power_s += blind * passed

    def _count(self, member: Member, by: int) -> None:
        stage, model = member.stage, member.instance.model
        if stage in _BILLED:
            if member.instance.spot:
                self.billed_spot += by
            else:
                self.billed += by
        if stage in _UP:
            self.up += by
        if stage is Stage.IN_ROTATION:
            self.rotation += by
            self.rotation_by_zone[member.instance.zone] += by
            self.rotation_by_model[model] += by
            if member.answers:
                self.sound += by
                self._sound_by_model[model] += by
                self.power = self._power_of(self._sound_by_model)
        elif stage is Stage.OUT and member.answers:
            self.quiet[model] += by

    def _power_of(self, counts: Mapping[int, int]) -> float:
        if not self.versions:
            return float(sum(counts.values()))
        return sum(count / self.version_of(model).slowness for model, count in counts.items())


def named(members: Iterable[Member], most: int = 6) -> str:
    """Ids of members for a sentence."""
    ids = [str(member.id) for member in members]
    return ", ".join(ids[:most]) + (f" and {len(ids) - most} more" if len(ids) > most else "")
