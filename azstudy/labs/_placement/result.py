"""The twin of the placement lab: what it shows, as plain values."""

from __future__ import annotations

from typing import Any

import attrs

from azstudy.labs._controls import State
from azstudy.labs._placement.controls import run_of
from azstudy.simulate.fleet.outcome import PlacementResult, StepOutcome
from azstudy.simulate.fleet.wording import count, row


@attrs.frozen(kw_only=True, repr=False)
class PlacementLabResult:
    """What the placement lab shows for a state, as plain values.

    Attributes:
        state: Every control's value.
        run: What `az.simulate.placement` returned for it.
    """

    state: State
    run: PlacementResult

    @property
    def last(self) -> StepOutcome:
        """The last step."""
        return self.run.steps[-1]

    @property
    def balanced(self) -> bool:
        """Whether no two zones differ by more than one instance, and none is without a zone beside them."""
        counts = [number for zone, number in self.run.per_zone.items() if zone is not None]
        return not counts or max(counts) - min(counts) <= 1

    @property
    def moved(self) -> int:
        """Instances made and deleted after the start."""
        return sum(len(step.created) + len(step.deleted) for step in self.run.steps[1:])

    def without_zone(self, zone: int) -> int:
        """Instances that would still run if that zone went down now."""
        return sum(one.active and not one.lost and one.zone != zone for one in self.run.instances)

    @property
    def worst_case(self) -> int:
        """Instances that would still run if the worst zone went down now; without zones all would."""
        zones = [zone for zone in self.run.per_zone if zone is not None]
        return min((self.without_zone(zone) for zone in zones), default=self.last.running)

    def as_dict(self) -> dict[str, Any]:
        """The state and the whole run as plain values."""
        return {"state": dict(self.state), **self.run.as_dict()}

    def __repr__(self) -> str:
        return text(self)


def compute(state: State) -> PlacementLabResult:
    """The result for a state.

    Raises:
        AzstudyError: For a scale set that Azure refuses, or a step that cannot be taken.
    """
    return PlacementLabResult(state=state, run=run_of(state))


def text(result: PlacementLabResult) -> str:
    """The result in plain text: where it stands, then every step with its reasons."""
    last = result.last
    where = row(f"{number} in {_zone(zone)}" for zone, number in last.per_zone.items())
    parts = [f"{count(last.capacity, 'instance')}: {where}, {last.running} running"]
    if last.spot:
        parts.append(f"{last.spot} Spot")
    if result.run.refused:
        parts.append(f"{count(len(result.run.refused), 'request')} not met in full")
    return f"{'; '.join(parts)}.\n{result.run.text}"


def _zone(zone: int | None) -> str:
    return "no zone" if zone is None else f"zone {zone}"
