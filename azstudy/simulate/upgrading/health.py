"""What the Application Health extension says of an instance, from what its application answers.

Source: azure-compute-docs virtual-machine-scale-sets-health-extension.md@0c6223e9.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import attrs

from azstudy.errors import InvalidInputError
from azstudy.model.network_words import ProbeProtocol
from azstudy.model.scaleset import HealthExtension
from azstudy.simulate.service.members import Member, Stage

if TYPE_CHECKING:
    from azstudy.simulate.service.life import Life
    from azstudy.simulate.service.run import Run

Answer = int | str | None


class Health(StrEnum):
    """The state of an instance; `ill` is what repairs act on and upgrades count as unhealthy.

    >>> [state.value for state in Health if state.ill]
    ['Unhealthy', 'Unknown']
    """

    INITIALIZING = "Initializing"
    HEALTHY = "Healthy"
    UNHEALTHY = "Unhealthy"
    UNKNOWN = "Unknown"

    @property
    def ill(self) -> bool:
        """True for Unhealthy and Unknown."""
        return self in (Health.UNHEALTHY, Health.UNKNOWN)


_STATES: Final = {state.value.casefold(): state for state in Health}


def signal(extension: HealthExtension, answer: Answer) -> Health | None:
    """What one answer means: a state, or None where it says nothing yet.

    Binary health: HTTP 200 exactly (or an accepted TCP connection) is Healthy, all else Unhealthy. Rich health over
    HTTP needs a 2xx with a state in its body: other answers are Unknown; over TCP a refused connection is Unhealthy.

    Args:
        extension: Its protocol, and whether it is the rich version.
        answer: An HTTP status such as 200; a state such as "Healthy" (in the body of a 2xx); True/200 for an accepted
            connection; None for no answer.

    Raises:
        InvalidInputError: For a state that does not exist.

    >>> [signal(HealthExtension(), answer).value for answer in (200, 204, 500, None)]
    ['Healthy', 'Unhealthy', 'Unhealthy', 'Unhealthy']
    """
    if isinstance(answer, str):
        state = _STATES.get(answer.casefold())
        if state is None:
            raise InvalidInputError(
                f"{answer!r} is no health state. Known are Healthy, Unhealthy, Initializing and Unknown."
            )
        return state if extension.rich else Health.HEALTHY
    if extension.protocol is ProbeProtocol.TCP:
        return Health.UNHEALTHY if answer is None else Health.HEALTHY
    if extension.rich:
        return Health.UNKNOWN
    return Health.HEALTHY if answer == 200 else Health.UNHEALTHY


def health(extension: HealthExtension, answers: Iterable[Answer]) -> tuple[Health, ...]:
    """The state after each answer of a new instance, one answer every `interval_s`.

    A state changes after `probes` equal results in a row. With the rich version an instance is Initializing until the
    first such row, or until its grace period is over: then Unknown over HTTP, Unhealthy over TCP.

    Raises:
        InvalidInputError: For a state that does not exist.

    >>> [state.value for state in health(HealthExtension(probes=3, rich=True), ["Healthy"] * 3)]
    ['Initializing', 'Initializing', 'Healthy']
    """
    state = Health.INITIALIZING if extension.rich else Health.UNKNOWN
    last, streak, found = None, 0, []
    for number, answer in enumerate(answers, 1):
        seen = signal(extension, answer)
        streak = streak + 1 if seen == last else 1
        last = seen
        if streak >= extension.probes and seen is not None:
            state = seen
        elif state is Health.INITIALIZING and number * extension.interval_s > extension.effective_grace_s:
            state = _after_grace(extension)
        found.append(state)
    return tuple(found)


def _after_grace(extension: HealthExtension) -> Health:
    return Health.UNHEALTHY if extension.protocol is ProbeProtocol.TCP else Health.UNKNOWN


@attrs.define
class _Seen:
    turn: int
    well: bool | None
    since_s: float
    state: Health


class Observer:
    """The states of the instances of one run, looked at whenever somebody asks.

    An instance that is being allocated or booted is Initializing: nothing reports yet. While its application starts,
    binary health calls it Unhealthy; rich health keeps it Initializing until the grace period is over.
    """

    def __init__(self, extension: HealthExtension | None, *, probe: bool = False) -> None:
        self.extension = extension or HealthExtension()
        self.probe = probe
        """Whether a load balancer's probe tells health: it also fails where it does not get through."""
        self._seen: dict[int, _Seen] = {}
        self._life: Life | None = None

    def attach(self, run: Run, tier: int | str) -> None:
        """Know whether all probes of a tier are blocked."""
        self._life = run.life(tier)

    def state(self, member: Member, now_s: float) -> Health:
        """The state of a member now."""
        if member.stage in (Stage.ALLOCATING, Stage.BOOTING):
            self._seen[member.id] = _Seen(member.turn, None, now_s, Health.INITIALIZING)
            return Health.INITIALIZING
        well = self._well(member)
        seen = self._seen.get(member.id)
        if seen is None or seen.turn != member.turn or seen.well != well:
            before = seen.state if seen is not None and seen.turn == member.turn else self._first(well, member)
            since = member.since_s if seen is None or seen.turn != member.turn else max(member.since_s, seen.since_s)
            seen = self._seen[member.id] = _Seen(member.turn, well, min(since, now_s), before)
        seen.state = self._now(seen, now_s)
        return seen.state

    def states(self, members: Iterable[Member], now_s: float) -> dict[int, Health]:
        """The states of several members by id."""
        return {member.id: self.state(member, now_s) for member in members}

    def ill(self, members: Sequence[Member], now_s: float) -> list[Member]:
        """Those that are Unhealthy or Unknown."""
        return [member for member in members if self.state(member, now_s).ill]

    def _well(self, member: Member) -> bool | None:
        if not self.probe or member.healthy is None:
            return member.healthy
        blocked = self._life is not None and self._life.blocked
        return member.healthy and member.reachable and not blocked

    def _first(self, well: bool | None, member: Member) -> Health:
        """What an instance is before its first row of equal results: old ones are taken as they are."""
        if member.turn == 0 and well is not None:
            return Health.HEALTHY if well else Health.UNHEALTHY
        return Health.INITIALIZING

    def _now(self, seen: _Seen, now_s: float) -> Health:
        extension, passed = self.extension, now_s - seen.since_s
        if seen.well is None:  # the application is starting
            if not extension.rich:
                return Health.UNHEALTHY
            return _after_grace(extension) if passed > extension.effective_grace_s else Health.INITIALIZING
        if passed + extension.interval_s >= extension.interval_s * extension.probes:
            if seen.well:
                return Health.HEALTHY
            return _after_grace(extension) if extension.rich else Health.UNHEALTHY
        return seen.state
