"""Instances on top while a batch with max surge runs, and an autoscale that does not count them."""

from __future__ import annotations

from typing import Any, cast

import attrs

from azstudy.simulate.scaling.engine import Engine
from azstudy.simulate.service.run import Run


class SurgeBlind:
    """An autoscale engine that is asked about the scale set without the instances that a batch has on top.

    Otherwise a scale set at its maximum would lose its new instances at once. How Azure keeps the two apart is not
    documented.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.extra = 0

    def evaluate(self, at_s: float, count: int, metrics: Any) -> Any:
        """As `Engine.evaluate`, for the count without the extra ones."""
        outcome = self.engine.evaluate(at_s, count - self.extra, metrics)
        if not self.extra:
            return outcome
        return attrs.evolve(outcome, count=count, target=outcome.target + self.extra)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.engine, name)


def surge_blind(run: Run, tier: int | str) -> SurgeBlind | None:
    """Put such an engine in place of a tier's own; None where it has none."""
    state = run.state(tier)
    if state.engine is None:
        return None
    blind = SurgeBlind(state.engine)
    state.engine = cast(Engine, blind)
    return blind
