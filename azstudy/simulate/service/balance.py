"""Automatic zone balance in a run: asks the fleet to move one instance whenever it may, and looks after the move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from azstudy.simulate.fleet import Instance
    from azstudy.simulate.service.kernel import Handle
    from azstudy.simulate.service.run import Run

LOOK_S: Final = 60.0
"""Not documented: seconds between two looks at a move that waits for its new VM to report healthy."""


class Balance:
    """One tier's zone balance; `plan` is called after every change of its instances or zones."""

    def __init__(self, run: Run, index: int) -> None:
        self._run, self._index = run, index
        self._state = run.states[index]
        self._on = self._state.tier.scale_set.auto_zone_balance
        self._next: Handle | None = None

    def plan(self) -> None:
        """Look again when a move could begin, or when the one under way may be finished."""
        if not self._on:
            return
        kernel, fleet = self._run.kernel, self._state.fleet
        if self._next is not None:
            kernel.cancel(self._next)
            self._next = None
        due_s = fleet.rebalance_due_s(kernel.now_s)
        if due_s is None:
            return
        soon_s = kernel.now_s + LOOK_S
        when_s = soon_s if fleet.balancing.move is not None else max(due_s, soon_s)
        self._next = kernel.at(when_s, self._step)

    def _step(self) -> None:
        self._next = None
        change = self._state.fleet.rebalance_step(self._run.kernel.now_s, healthy=self._healthy)
        self._run.apply(change, self._index)

    def _healthy(self, instance: Instance) -> bool:
        member = self._state.roll.members.get(instance.id)
        return member is not None and member.healthy is True
