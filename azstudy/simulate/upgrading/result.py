"""What came of an upgrade or of repairs: batches, who is broken, what users noticed, and the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from azstudy.errors import InvalidInputError
from azstudy.model.spoken import Spoken
from azstudy.simulate.service.result import ServiceResult
from azstudy.simulate.timeline import Timeline, clock
from azstudy.simulate.upgrading.health import Health
from azstudy.simulate.upgrading.repair import Repair
from azstudy.simulate.upgrading.rolling import Batch

if TYPE_CHECKING:
    import pandas as pd


@attrs.frozen(kw_only=True)
class Seen:
    """One instance at one moment."""

    id: int
    zone: int | None
    version: int
    health: Health
    protected: bool = False


@attrs.frozen(kw_only=True)
class Frame:
    """All instances at one moment, and what had just happened."""

    at_s: float
    what: str
    instances: tuple[Seen, ...]

    @property
    def broken(self) -> tuple[int, ...]:
        """Ids of the instances that are Unhealthy or Unknown."""
        return tuple(one.id for one in self.instances if one.health.ill)


@attrs.frozen(kw_only=True, eq=False)
class UpgradeResult(Spoken):
    """An upgrade, its repairs, and the service they happened on.

    Attributes:
        status: "completed", "stopped", "rolled back", "running", or "none" where only repairs took part.
        because: Why it ended so.
        batches: Each with its instances, zone, times, and who was ill at its end.
        broken_by_upgrade: Upgraded instances that were found ill while the upgrade ran.
        restored: Instances that got their old version back.
        repairs: Repairs in order.
        suspended: Whether automatic repairs gave up.
        frames: All instances at the start, after each batch, with each repair, and at the end.
        service: The run: minute series, totals, timeline.
    """

    status: str
    because: str
    batches: tuple[Batch, ...]
    broken_by_upgrade: tuple[int, ...]
    restored: tuple[int, ...] = ()
    repairs: tuple[Repair, ...]
    suspended: bool
    frames: tuple[Frame, ...]
    service: ServiceResult

    @property
    def timeline(self) -> Timeline:
        """Everything that was decided, each with its reason."""
        return self.service.timeline

    @property
    def broken(self) -> tuple[int, ...]:
        """Ids of the instances that are ill at the end of the run."""
        return self.frames[-1].broken

    @property
    def versions(self) -> dict[int, int]:
        """Instances at the end by version of the model."""
        found: dict[int, int] = {}
        for one in self.frames[-1].instances:
            found[one.version] = found.get(one.version, 0) + 1
        return dict(sorted(found.items()))

    @property
    def lowest_in_rotation(self) -> int:
        """The fewest instances that got requests at the end of any minute."""
        return int(self.service.rotation.min())

    @property
    def dropped(self) -> int:
        """Requests that were not answered."""
        return int(self.service.dropped.sum())

    @property
    def text(self) -> str:
        """The outcome in a few lines."""
        lines = [f"upgrade {self.status}: {self.because}"] if self.status != "none" else []
        for one in self.batches:
            how = "new instances first" if one.surge else "in place"
            ids = ", ".join(map(str, one.ids))
            zone = "" if one.zone is None else f" in zone {one.zone}"
            ill = "not judged" if one.end_s is None else f"{len(one.ill)} ill" if one.ill else "all healthy"
            lines.append(f"  {clock(one.start_s)} batch {one.number}: {ids}{zone}, {how}, {ill}")
        for repair in self.repairs:
            new = "" if repair.new_instance is None else f" by {repair.new_instance}"
            lines.append(f"  {clock(repair.at_s)} {repair.action} of {repair.instance}{new}")
        if self.suspended:
            lines.append("  repairs are suspended")
        total = len(self.frames[-1].instances)
        lines.append(
            f"at the end {len(self.broken)} of {total} are ill; at least {self.lowest_in_rotation} were in rotation, "
            f"{self.dropped:,} of {int(self.service.arrived.sum()):,} requests dropped"
        )
        return "\n".join(lines)

    def to_frame(self, what: str = "batches") -> pd.DataFrame:
        """A pandas table of the "batches", the "repairs" or the "log".

        Raises:
            InvalidInputError: For another word.
        """
        import pandas as pd

        tables: dict[str, list[dict[str, Any]]] = {
            "batches": [attrs.asdict(one) for one in self.batches],
            "repairs": [attrs.asdict(one) for one in self.repairs],
            "log": self.timeline.as_dict(),
        }
        if what not in tables:
            raise InvalidInputError(f"There is no table {what!r}. There are: {', '.join(tables)}.")
        return pd.DataFrame(tables[what])
