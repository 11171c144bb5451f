"""What `az.plan.disks` returns: the cheapest set, the others that fit, and why the rest does not."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from azstudy.model.facts import Status
from azstudy.model.size import VmSize
from azstudy.plan.storage.candidates import Candidate
from azstudy.plan.storage.judge import Reason
from azstudy.plan.storage.need import Need
from azstudy.simulate.storage.limits import VmCaps
from azstudy.simulate.storage.prices import DiskCost

if TYPE_CHECKING:
    import pandas as pd


@attrs.frozen(kw_only=True)
class DiskSet:
    """n equal disks that meet the need, with their price.

    Attributes:
        candidate: The disks.
        cost: A month of all of them.
    """

    candidate: Candidate = attrs.field(repr=False)
    cost: DiskCost

    @property
    def words(self) -> str:
        """What `az.simulate.disk_io` reads, such as "2 x P30"."""
        return self.candidate.words

    @property
    def type(self) -> str:
        """Type of disk, as Azure spells it."""
        return self.candidate.disk.type.value

    @property
    def count(self) -> int:
        """How many disks."""
        return self.candidate.count

    @property
    def capacity_gib(self) -> float:
        """GiB together."""
        return self.candidate.capacity_gib

    @property
    def iops(self) -> float:
        """IOPS that the disks together have for good."""
        return self.count * self.candidate.limit.cap.iops if self.candidate.limit.cap else 0.0

    @property
    def mbps(self) -> float:
        """MB/s that the disks together have for good."""
        return self.count * self.candidate.limit.cap.mbps if self.candidate.limit.cap else 0.0

    @property
    def usd_per_month(self) -> float:
        """USD a month."""
        return self.cost.usd or 0.0

    @property
    def status(self) -> Status:
        """How far the price can be trusted."""
        return self.cost.status

    @property
    def source(self) -> str:
        """Where the price was read."""
        return self.cost.source

    @property
    def as_of(self) -> str:
        """Date of the price."""
        return self.cost.as_of

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "disks": self.words,
            "count": self.count,
            "type": self.type,
            "capacity_gib": self.capacity_gib,
            "iops": self.iops,
            "mbps": self.mbps,
            "usd_per_month": round(self.usd_per_month, 2),
            "status": self.status.value,
            "source": self.source,
            "as_of": self.as_of,
        }


@attrs.frozen(kw_only=True)
class Rejected:
    """A set that is not taken, with every reason; `usd_per_month` None where its price is not known."""

    words: str
    count: int
    type: str
    reasons: tuple[Reason, ...]
    usd_per_month: float | None

    @property
    def why(self) -> str:
        """Every reason."""
        return "; ".join(reason.text for reason in self.reasons)

    @property
    def text(self) -> str:
        """One line."""
        return f"{self.words}: {self.why}"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class DiskPlan:
    """Disk sets for a need on one size in one region.

    Attributes:
        need: What was asked.
        size: The VM size.
        vm: Its limits; None where they were left out.
        ranked: Every set that fits, cheapest first, then fewest disks.
        rejected: Every other set, in the order of the comparison.
        notes: What the prices or the comparison leave out.
    """

    need: Need
    size: VmSize
    vm: VmCaps | None
    region: str
    ranked: tuple[DiskSet, ...]
    rejected: tuple[Rejected, ...]
    notes: tuple[str, ...] = ()

    @property
    def best(self) -> DiskSet | None:
        """The cheapest set that fits; None where none does."""
        return self.ranked[0] if self.ranked else None

    @cached_property
    def best_of_type(self) -> tuple[DiskSet, ...]:
        """The cheapest set of each type, cheapest first."""
        found: dict[str, DiskSet] = {}
        for one in self.ranked:
            found.setdefault(one.type, one)
        return tuple(found.values())

    @cached_property
    def blockers(self) -> tuple[tuple[str, int, int], ...]:
        """(constraint, sets it rejects, sets it rejects alone), most first."""
        rejects: Counter[str] = Counter()
        alone: Counter[str] = Counter()
        for one in self.rejected:
            names = {reason.constraint for reason in one.reasons}
            rejects.update(names)
            if len(names) == 1:
                alone.update(names)
        ranked = sorted(rejects.items(), key=lambda item: (-item[1], item[0]))
        return tuple((name, count, alone[name]) for name, count in ranked)

    @property
    def vm_is_the_limit(self) -> bool:
        """True where nothing fits and the VM's own limits stand in the way of every set that would."""
        if self.ranked or not self.rejected:
            return False
        own = [{reason.constraint for reason in one.reasons} for one in self.rejected]
        return any(names and all(name.startswith(("VM ", "cached ")) for name in names) for names in own)

    def why_not(self, disks: str) -> Rejected | None:
        """The rejected set written like this, such as "2 x P20"; None where it fits or was not compared."""
        key = " ".join(disks.lower().split())
        return next((one for one in self.rejected if one.words.lower() == key), None)

    def find(self, disks: str) -> DiskSet | None:
        """The set that fits and is written like this; None where there is none."""
        key = " ".join(disks.lower().split())
        return next((one for one in self.ranked if one.words.lower() == key), None)

    @property
    def text(self) -> str:
        """The plan in a few lines."""
        where = f"{self.need.text} on {self.size.short_name} in {self.region}"
        if self.best is None:
            worst = ", ".join(f"{name} ({count:,})" for name, count, _ in self.blockers[:3])
            lines = [f"No set of disks fits: {where}. Most are rejected by: {worst}."]
            if self.vm_is_the_limit:
                lines.append("  The VM is the limit: there are disks that would do, on a larger size.")
        else:
            lines = [f"Cheapest for {where}: {self.best.words}, {self.best.usd_per_month:,.2f} USD a month."]
            lines += [
                f"  {one.words:<44} {one.usd_per_month:>10,.2f} USD a month  {one.status.value}, {one.as_of}"
                for one in self.best_of_type
            ]
        lines.append(f"  {len(self.ranked):,} sets fit, {len(self.rejected):,} do not.")
        return "\n".join([*lines, *(f"  note: {note}" for note in self.notes)])

    def __repr__(self) -> str:
        return self.text

    def to_frame(self) -> pd.DataFrame:
        """One row a set that fits, cheapest first."""
        import pandas as pd

        return pd.DataFrame([one.as_dict() for one in self.ranked])
