"""A tiny event kernel: what happens when, in an order that never depends on chance. It knows nothing of Azure."""

from __future__ import annotations

import heapq
from collections.abc import Callable

import attrs

from azstudy.errors import InvalidInputError

Action = Callable[[], None]


@attrs.define(eq=False, slots=True)
class Handle:
    """An event that can still be cancelled.

    Attributes:
        when_s: When it is due, in seconds since the start.
        do: What is called then; None once it was cancelled or has run.
    """

    when_s: float
    do: Action | None

    @property
    def pending(self) -> bool:
        """True until it has run or was cancelled."""
        return self.do is not None


class Kernel:
    """Events by time; at the same time by `order`, then in the order they were asked for.

    >>> kernel, said = Kernel(), []
    >>> _ = kernel.at(20, lambda: said.append("late"))
    >>> early = kernel.at(10, lambda: said.append("early"))
    >>> _ = kernel.at(10, lambda: said.append("first"), order=-1)
    >>> kernel.cancel(early)
    >>> kernel.run(30)
    >>> said, kernel.now_s
    (['first', 'late'], 30.0)
    """

    __slots__ = ("_heap", "_sequence", "now_s")

    def __init__(self) -> None:
        self.now_s = 0.0
        self._heap: list[tuple[float, int, int, Handle]] = []
        self._sequence = 0

    def at(self, when_s: float, do: Action, *, order: int = 0) -> Handle:
        """Call `do` at `when_s` seconds since the start; lower `order` goes first at the same time.

        Raises:
            InvalidInputError: For a time that has passed already, or is no number.
        """
        if not when_s >= self.now_s:
            raise InvalidInputError(f"An event at {when_s:g} s cannot be planned at {self.now_s:g} s: it has passed.")
        handle = Handle(when_s, do)
        self._sequence += 1
        heapq.heappush(self._heap, (when_s, order, self._sequence, handle))
        return handle

    def after(self, delay_s: float, do: Action, *, order: int = 0) -> Handle:
        """Call `do` in `delay_s` seconds from now."""
        return self.at(self.now_s + delay_s, do, order=order)

    def cancel(self, handle: Handle) -> None:
        """Make sure that an event does not happen; nothing is said where it has happened already."""
        handle.do = None

    @property
    def next_s(self) -> float:
        """When the next event is due, cancelled ones included; infinity where there is none."""
        return self._heap[0][0] if self._heap else float("inf")

    def run_before(self, until_s: float) -> None:
        """Run the events that are due before `until_s`; those at that very time stay. The clock then shows it."""
        heap = self._heap
        while heap and heap[0][0] < until_s:
            when_s, _, _, handle = heapq.heappop(heap)
            do = handle.do
            if do is not None:
                self.now_s = when_s
                handle.do = None
                do()
        self.now_s = float(until_s)

    def run(self, until_s: float) -> None:
        """Run the events up to and at `until_s`."""
        self.run_before(until_s)
        while self._heap and self._heap[0][0] <= until_s:
            handle = heapq.heappop(self._heap)[3]
            do, handle.do = handle.do, None
            if do is not None:
                do()
