"""The instances of one tier while a run goes on: which stage each is in, and running counts of them.

Objects are touched only when something happens to them; what a minute needs are sums kept up to date by each move.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

from azstudy.errors import InvalidInputError
from azstudy.simulate.service.values import GOOD, Version

if TYPE_CHECKING:
    from azstudy.simulate.fleet import Instance
    from azstudy.simulate.service.kernel import Handle


class Stage(StrEnum):
    """Where an instance is in its life.

    `up` says whether Azure Monitor sees its metrics, `billed` whether it costs money, `waits` whether it is on its way
    into rotation.

    >>> Stage.BOOTING.value, Stage.BOOTING.up, Stage.DOWN.billed
    ('booting', True, True)
    """

    up: bool
    billed: bool
    waits: bool

    def __new__(cls, value: str, up: bool = False, billed: bool = False, waits: bool = False) -> Stage:
        """A stage with its properties."""
        made = str.__new__(cls, value)
        made._value_ = value
        made.up, made.billed, made.waits = up, billed, waits
        return made

    ALLOCATING = "allocating"
    BOOTING = "booting", True, True, True
    STARTING = "starting the application", True, True, True
    PROBING = "probed", True, True, True
    IN_ROTATION = "in rotation", True, True
    OUT = "out of rotation", True, True
    DOWN = "down", False, True
    DRAINING = "draining", False, True
    DEALLOCATED = "deallocated"
    GONE = "gone"


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
    """

    instance: Instance
    stage: Stage = Stage.ALLOCATING
    since_s: float = 0.0
    answers: bool = False
    well: bool = False
    reachable: bool = True
    turn: int = 0
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
        "mixed",
        "moved",
        "power",
        "power_s",
        "quiet",
        "rotation",
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
        self.mixed = False
        """Whether Spot and regular instances stand side by side."""
        self.rotation = self.sound = self.up = self.billed = self.billed_spot = 0
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

    def add(self, members: Sequence[Member], now_s: float) -> None:
        """Count new members."""
        self._settle(now_s)
        for member in members:
            self.members[member.id] = member
        self._count(members, 1)

    def move(self, member: Member, now_s: float, stage: Stage | None = None, *, answers: bool | None = None) -> None:
        """Put a member into another stage, or change whether it answers."""
        self.move_all((member,), now_s, stage, answers=answers)

    def move_all(
        self, members: Sequence[Member], now_s: float, stage: Stage | None = None, *, answers: bool | None = None
    ) -> None:
        """Put members into another stage, or change whether they answer."""
        if stage is not None and stage.waits and all(member.stage.waits for member in members):
            for member in members:  # from one to another of these nothing is counted anew
                member.stage, member.since_s = stage, now_s
            return
        self._settle(now_s)
        self._count(members, -1)
        if answers is not None:
            for member in members:
                member.answers = answers
        if stage is not None:
            for member in members:
                member.stage, member.since_s = stage, now_s
        if stage is Stage.GONE:
            for member in members:
                del self.members[member.id]
        else:
            self._count(members, 1)

    def remodel(self, member: Member, now_s: float, model: int) -> None:
        """Give a member another version of the model."""
        self._settle(now_s)
        self._count((member,), -1)
        member.instance.model = model
        self._count((member,), 1)

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

    def _count(self, members: Sequence[Member], by: int) -> None:
        """Add members to the counts (`by` 1) or take them off (-1)."""
        up = billed = spot = rotation = sound = 0
        several = self._alike(members) if len(members) > 1 else 0
        for member in members[:1] if several else members:
            stage = member.stage
            if not stage.billed:
                continue
            up += stage.up
            spot += member.instance.spot
            billed += 1
            if stage is Stage.IN_ROTATION:
                rotation += 1
                if member.answers:
                    sound += 1
                    if member.instance.model:
                        self._sound_by_model[member.instance.model] += by
            elif stage is Stage.OUT and member.answers:
                self.quiet[member.instance.model] += by
        by *= several or 1
        self.up += by * up
        self.billed += by * (billed - spot)
        self.billed_spot += by * spot
        self.rotation += by * rotation
        self.sound += by * sound
        if sound:
            first = self.sound - sum(self._sound_by_model.values())
            self.power = self._power_of({0: first, **self._sound_by_model}) if self.versions else float(self.sound)

    def _alike(self, members: Sequence[Member]) -> int:
        """How many they are where one can be counted for all: good regular instances of the first model."""
        first = members[0].stage
        if self.mixed or first is Stage.OUT:
            return 0
        same = [one.stage is first and not one.instance.model for one in members]
        answering = members[0].answers
        if not all(same) or (first is Stage.IN_ROTATION and any(one.answers is not answering for one in members)):
            return 0
        return len(members)

    @property
    def rotation_by_zone(self) -> Counter[int | None]:
        """Members in rotation by zone."""
        return Counter(one.zone for one in self.members.values() if one.stage is Stage.IN_ROTATION)

    @property
    def rotation_by_model(self) -> Counter[int]:
        """Members in rotation by version of the model."""
        return Counter(one.model for one in self.members.values() if one.stage is Stage.IN_ROTATION)

    def _power_of(self, counts: Mapping[int, int]) -> float:
        return sum(count / self.version_of(model).slowness for model, count in counts.items())


def named(members: Iterable[Member], most: int = 6) -> str:
    """Ids of members for a sentence."""
    ids = [str(member.id) for member in members]
    return ", ".join(ids[:most]) + (f" and {len(ids) - most} more" if len(ids) > most else "")
