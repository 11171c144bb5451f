"""The twin of the disks lab: one run, what would help, and the cheapest disks for the same need."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

import attrs

from azstudy.catalog.catalog import Catalog
from azstudy.catalog.lookup import price
from azstudy.catalog.offer import Offer
from azstudy.errors import AzstudyError
from azstudy.labs._controls import State
from azstudy.labs._disks.controls import arguments, disk_words, stream
from azstudy.model.size import VmSize
from azstudy.plan.storage.choose import disks as plan_disks
from azstudy.plan.storage.result import DiskPlan
from azstudy.simulate.storage.outcome import DiskIoResult
from azstudy.simulate.storage.run import disk_io

BIGGER: Final = {
    "B2ms": "B4ms",
    "D2s_v3": "D4s_v3",
    "D8s_v3": "D16s_v3",
    "D2s_v5": "D4s_v5",
    "D4s_v5": "D8s_v5",
    "D8s_v5": "D16s_v5",
    "D16s_v5": "D32s_v5",
    "D4ds_v5": "D8ds_v5",
    "D4s_v6": "D8s_v6",
    "D4as_v7": "D8as_v7",
    "D4_v5": "D8_v5",
    "E4s_v5": "E8s_v5",
    "E8s_v5": "E16s_v5",
    "E4bs_v5": "E8bs_v5",
    "E8bs_v5": "E16bs_v5",
    "L8s_v2": "L16s_v2",
    "L8s_v3": "L16s_v3",
}
"""The next size of the same series."""
_NEXT_DISK: Final = ("P4", "P6", "P10", "P15", "P20", "P30", "P40", "P50", "P60")


@attrs.frozen(kw_only=True)
class Option:
    """One thing to change, and what comes of it.

    Attributes:
        label: What changes, in words.
        changes: Controls to set.
        served_share: Share of the IOs that are served, 0 to 1; None where Azure would refuse it.
        throttled_minutes: Minutes in which something is held back.
        usd_per_month: Disks and VM, pay-as-you-go on Linux; None where a price is not known.
        reason: Why it is not possible.
    """

    label: str
    changes: dict[str, Any]
    served_share: float | None = None
    throttled_minutes: float | None = None
    usd_per_month: float | None = None
    reason: str = ""


@attrs.frozen(kw_only=True, eq=False)
class DisksLabResult:
    """What the disks lab shows for a state; the slow parts are computed when looked at.

    Attributes:
        state: Every control's value.
        io: What `az.simulate.disk_io` returned for it.
    """

    state: State
    io: DiskIoResult = attrs.field(repr=False)
    catalog: Catalog = attrs.field(repr=False)

    @property
    def size(self) -> VmSize:
        """The VM size."""
        return self.io.size

    @cached_property
    def vm_offer(self) -> Offer | None:
        """The VM for 730 hours, pay-as-you-go on Linux; None where no price is known."""
        return vm_offer(self.size.name, self.state["region"], self.catalog)

    @property
    def vm_usd_per_month(self) -> float | None:
        """USD a month of that offer."""
        return self.vm_offer.usd_per_month if self.vm_offer else None

    @property
    def disk_usd_per_month(self) -> float | None:
        """The disks; None where a price is not known."""
        return self.io.cost.usd

    @property
    def usd_per_month(self) -> float | None:
        """Disks and VM together."""
        parts = (self.vm_usd_per_month, self.disk_usd_per_month)
        return None if None in parts else sum(part for part in parts if part is not None)

    @property
    def capacity_gib(self) -> float:
        """GiB of all disks."""
        return sum(disk.gib or 0 for disk in self.io.disks)

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """What else could be done, each tried on the same load."""
        return tuple(self._try(label, changes) for label, changes in self._changes())

    def _changes(self) -> list[tuple[str, dict[str, Any]]]:
        state = self.state
        found: list[tuple[str, dict[str, Any]]] = [("as it is", {})]
        if state["disk"] in _NEXT_DISK[:-1]:
            following = _NEXT_DISK[_NEXT_DISK.index(state["disk"]) + 1]
            found.append((f"faster disks: {following}", {"disk": following}))
        if state["disk"] in _NEXT_DISK and state["disk"] != "P60":
            found.append(("one fast disk: P60", {"disk": "P60", "count": 1}))
        found.append((f"twice as many: {2 * state['count']} disks", {"count": 2 * state["count"]}))
        bigger = BIGGER[state["size"]]
        found.append((f"a bigger VM: {bigger}", {"size": bigger}))
        if state["disk"] != "v2":
            gib = min(65_536, max(1, round(self.capacity_gib)))
            own = {"disk_iops": max(3_000, state["iops"]), "disk_mbps": max(125, state["mbps"])}
            flexible = {"disk": "v2", "count": 1, "gib": gib, "caching": "None", "performance_plus": False}
            found.append(("Premium SSD v2, set to the peak", flexible | own | {"on_demand": False}))
        if state["caching"] == "None":
            found.append(("host caching: read only", {"caching": "ReadOnly"}))
        return found

    def _try(self, label: str, changes: dict[str, Any]) -> Option:
        state = {**self.state, **changes}
        try:
            run = simulate(state, self.catalog)
        except AzstudyError as problem:
            return Option(label=label, changes=changes, reason=str(problem))
        vm = vm_cost(run.size.name, state["region"], self.catalog)
        known = vm is not None and run.cost.usd is not None
        return Option(
            label=label,
            changes=changes,
            served_share=run.served_share,
            throttled_minutes=run.throttled_minutes,
            usd_per_month=(vm or 0.0) + (run.cost.usd or 0.0) if known else None,
        )

    @cached_property
    def plan(self) -> DiskPlan:
        """The cheapest disks that hold as much and do the peak for good on this size."""
        return self._plan(ignore_vm=False)

    @cached_property
    def plan_without_vm(self) -> DiskPlan:
        """The same with the VM's own limits left out."""
        return self._plan(ignore_vm=True)

    def _plan(self, *, ignore_vm: bool) -> DiskPlan:
        return plan_disks(
            self.size,
            capacity_gib=self.capacity_gib,
            iops=self.state["iops"],
            mbps=self.state["mbps"],
            region=self.state["region"],
            caching=self.state["caching"],
            read_percent=self.state["read_percent"],
            hit_percent=self.state["hit_percent"],
            ignore_vm=ignore_vm,
            catalog=self.catalog,
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "state": dict(self.state),
            "served_share": self.io.served_share,
            "throttled_minutes": self.io.throttled_minutes,
            "first_throttled_minute": self.io.first_throttled_minute,
            "minutes_by_limit": self.io.minutes_by_limit,
            "disk_usd_per_month": self.disk_usd_per_month,
            "vm_usd_per_month": self.vm_usd_per_month,
            "timeline": self.io.timeline.as_dict(),
        }

    def __repr__(self) -> str:
        return text(self)


def vm_offer(size: str, region: str, catalog: Catalog) -> Offer | None:
    """A month of a VM on Linux, pay-as-you-go; None where no price is known."""
    try:
        return price(size, regions=region, catalog=catalog)[0]
    except AzstudyError:
        return None


def vm_cost(size: str, region: str, catalog: Catalog) -> float | None:
    """USD of that month; None where no price is known."""
    offer = vm_offer(size, region, catalog)
    return offer.usd_per_month if offer else None


def simulate(state: State, catalog: Catalog) -> DiskIoResult:
    """The run a state stands for.

    Raises:
        AzstudyError: For disks that Azure would refuse.
    """
    return disk_io(state["size"], [disk_words(state)], stream(state), catalog=catalog, **arguments(state))


def compute(state: State, catalog: Catalog) -> DisksLabResult:
    """The result for a state.

    Raises:
        AzstudyError: For disks that Azure would refuse.
    """
    return DisksLabResult(state=state, io=simulate(state, catalog), catalog=catalog)


def text(result: DisksLabResult) -> str:
    """The result in a few lines."""
    lines = [result.io.text]
    if result.usd_per_month is not None:
        lines.append(
            f"  {result.disk_usd_per_month:,.2f} USD a month for the disks, {result.vm_usd_per_month:,.2f} for the VM"
        )
    for option in result.options[1:]:
        if option.served_share is None:
            lines.append(f"  {option.label}: not possible. {option.reason}")
        else:
            cost = "price not known" if option.usd_per_month is None else f"{option.usd_per_month:,.2f} USD a month"
            lines.append(f"  {option.label}: {option.served_share:.1%} served, {cost}")
    return "\n".join(lines)
