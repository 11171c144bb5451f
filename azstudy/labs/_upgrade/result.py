"""The twin of the upgrade lab: what it shows, as plain values."""

from __future__ import annotations

from typing import Any

import attrs

from azstudy.errors import InvalidInputError
from azstudy.labs._controls import State
from azstudy.labs._upgrade.controls import FAILURES, START_MIN, options_of
from azstudy.simulate.upgrading.entry import repair, upgrade
from azstudy.simulate.upgrading.result import UpgradeResult


@attrs.frozen(kw_only=True, repr=False)
class UpgradeLabResult:
    """What the upgrade lab shows for a state, as plain values.

    Attributes:
        state: Every control's value.
        run: What `az.simulate.upgrade`, or `az.simulate.repair`, returned for it.
    """

    state: State
    run: UpgradeResult

    @property
    def upgraded(self) -> int:
        """Instances of the new version at the end."""
        return sum(count for version, count in self.run.versions.items() if version)

    @property
    def took_min(self) -> float | None:
        """Minutes from the first batch to the judgement of the last; None where one was not judged, or none ran."""
        ends = [batch.end_s for batch in self.run.batches]
        if not ends or ends[-1] is None:
            return None
        return ends[-1] / 60 - START_MIN

    @property
    def demand(self) -> float:
        """The load, in fully busy instances."""
        return float(self.state["load_percent"] * self.state["instances"] / 100)

    @property
    def dropped_percent(self) -> float:
        """Share of the requests that were dropped."""
        came = int(self.run.service.arrived.sum())
        return 100 * self.run.dropped / came if came else 0.0

    @property
    def waited(self) -> int:
        """Most requests that waited at the end of a minute, and all that were dropped."""
        return int(self.run.service.queued.max()) + self.run.dropped

    @property
    def unseen(self) -> bool:
        """Whether instances get requests at the end, count as healthy, and do not answer."""
        service = self.run.service
        answering = service.room[-1] / service.scenario.tiers[0].service.requests_per_min
        return bool(not self.run.broken and service.failed[-1] > 0 and answering < service.rotation[-1])

    @property
    def healed(self) -> int:
        """Repairs after which the instance was healthy."""
        return sum(one.healed is True for one in self.run.repairs)

    def as_dict(self) -> dict[str, Any]:
        """The state and the run as plain values."""
        run = self.run
        return {
            "state": dict(self.state),
            "status": run.status,
            "because": run.because,
            "broken": list(run.broken),
            "broken_by_upgrade": list(run.broken_by_upgrade),
            "restored": list(run.restored),
            "versions": run.versions,
            "batches": [attrs.asdict(one) for one in run.batches],
            "repairs": [attrs.asdict(one) for one in run.repairs],
            "suspended": run.suspended,
            "lowest_in_rotation": run.lowest_in_rotation,
            "totals": run.service.totals,
        }

    def __repr__(self) -> str:
        return text(self)


def compute(state: State) -> UpgradeLabResult:
    """The result for a state.

    Raises:
        AzstudyError: For an upgrade that Azure does not support, or a zone that is not used.
    """
    if state["failure"] == "zone" and state["zones"] < 2:
        raise InvalidInputError(f"{FAILURES['zone'][0]}: set two or three zones first.")
    options = options_of(state)
    if state["version"] != "none":
        return UpgradeLabResult(state=state, run=upgrade(**options))
    return UpgradeLabResult(state=state, run=repair(**options, repairs=state["repair"] != "off"))


def text(result: UpgradeLabResult) -> str:
    """The result in plain text: how it ended, then batch by batch."""
    run = result.run
    what = "No upgrade" if run.status == "none" else f"Upgrade {run.status}"
    parts = [what, f"{len(run.broken)} of {len(run.frames[-1].instances)} instances ill at the end"]
    if run.repairs:
        word = "repair" if len(run.repairs) == 1 else "repairs"
        parts.append(f"{len(run.repairs)} {word}{', then suspended' if run.suspended else ''}")
    return f"{'; '.join(parts)}.\n{run.text}"
