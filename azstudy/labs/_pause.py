"""Slow work waits until the learner pauses: the last request wins, the ones before it are dropped."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

PAUSE_S = 0.12


class Pause:
    """Runs a job a moment after the last call, on the kernel's event loop; at once where there is none."""

    def __init__(self, seconds: float = PAUSE_S) -> None:
        self.seconds = seconds
        self._waiting: asyncio.TimerHandle | None = None

    def then(self, job: Callable[[], None]) -> None:
        """Run `job` after the pause unless another one is asked for before."""
        self.cancel()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            job()
            return
        self._waiting = loop.call_later(self.seconds, job)

    def cancel(self) -> None:
        """Drop the job that waits, if any."""
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
