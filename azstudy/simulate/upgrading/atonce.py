"""The two modes without batches: manual, where nothing happens to old instances, and automatic, without any order.

Source: azure-compute-docs virtual-machine-scale-sets-upgrade-policy.md@883ff7bb.
"""

from __future__ import annotations

from collections.abc import Callable

from azstudy.simulate.service.members import Stage
from azstudy.simulate.service.run import Run
from azstudy.simulate.timeline import Decision
from azstudy.simulate.upgrading.rolling import COMPLETED, RUNNING, Batch, nobody


class AtOnceProcess:
    """Publishes a new version: in manual mode only new instances get it, in automatic mode all at the same time.

    Azure gives no order for the automatic mode and says that all instances may be down; azstudy takes that worst case.
    """

    def __init__(self, *, everyone: bool, model: int = 1, at_s: float = 0.0, tier: int | str = 0) -> None:
        self.everyone, self.model, self.at_s, self.tier = everyone, model, at_s, tier
        self.batches: list[Batch] = []
        self.status, self.because = RUNNING, ""
        self.ended_s: float | None = None
        self.restored: set[int] = set()
        self.broken: set[int] = set()
        self.notice: Callable[[str], None] = nobody

    def attach(self, run: Run) -> None:
        """Plan the publication."""
        self.run = run
        run.kernel.at(self.at_s, self._publish)

    def _publish(self) -> None:
        state, now_s = self.run.state(self.tier), self.run.kernel.now_s
        state.model = self.model
        members = self.run.instances(self.tier)
        self.notice("before the upgrade")
        self.status, self.ended_s = COMPLETED, now_s
        if not self.everyone:
            self.because = f"manual: {len(members)} instances keep their version until somebody upgrades them"
        else:
            free = [
                one
                for one in members
                if not (one.instance.protected_from_actions or one.instance.lost or one.stage is Stage.DOWN)
            ]
            self.because = f"automatic: no order is promised, so all {len(free)} instances are upgraded at once"
            self.batches.append(Batch(number=1, ids=tuple(one.id for one in free), zone=None, start_s=now_s))
            for one in free:
                self.run.reimage(one.id, "automatic upgrade", self.tier)
            self.notice("all at once")
        decision = Decision(at_s=now_s, action="new version", subject=state.name, because=self.because)
        self.run.log(decision)
