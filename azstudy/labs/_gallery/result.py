"""The twin of the gallery lab: what it shows, as plain values."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import attrs

from azstudy.catalog.catalog import Catalog
from azstudy.errors import InvalidInputError
from azstudy.labs._controls import State
from azstudy.labs._gallery.controls import NEWEST, VERSIONS
from azstudy.labs._gallery.drawing import drawing_of
from azstudy.model.gallery import ImageVersion, TargetRegion
from azstudy.model.schedule_words import ReplicaStorage, ReplicationMode
from azstudy.plan.images.replicas import ReplicaPlan, replicas
from azstudy.simulate.images.choices import MACHINES_AT_ONCE, ImageChoices
from azstudy.simulate.images.latest import LatestResult, latest
from azstudy.simulate.images.replication import ReplicationResult, replication
from azstudy.simulate.images.rollout import RolloutResult, rollout
from azstudy.topology.graph import Topology


@attrs.frozen(kw_only=True, repr=False, eq=False)
class GalleryLabResult:
    """What the gallery lab shows for a state, as plain values.

    Attributes:
        state: Every control's value.
        catalog: The facts and prices in use.
        copies: The version on its way, as `az.simulate.replication` returns it.
        rush: The VMs created in the regions that are left, as `az.simulate.rollout` returns it.
        gone: The regions that are gone.
        asked: What latest means in the region that is asked, as `az.simulate.latest` returns it.
    """

    state: State
    catalog: Catalog
    copies: ReplicationResult
    rush: RolloutResult
    gone: tuple[str, ...]
    asked: LatestResult

    @property
    def regions(self) -> tuple[str, ...]:
        """The target regions, in the order of the list."""
        return tuple(self.state["regions"])

    @property
    def left(self) -> tuple[str, ...]:
        """The regions that are not gone."""
        return tuple(name for name in self.regions if name not in self.gone)

    @property
    def total(self) -> int:
        """All replicas."""
        return int(len(self.regions) * self.state["replicas"])

    @property
    def room_left(self) -> int:
        """VMs that the replicas of the regions that are left serve at once."""
        return int(len(self.left) * self.state["replicas"] * MACHINES_AT_ONCE)

    @property
    def shallow(self) -> bool:
        """True where nothing is copied, so that the rush counts replicas that are not there."""
        return bool(self.state["mode"] == ReplicationMode.SHALLOW.value)

    @property
    def enough(self) -> bool:
        """True where no VM has to wait for a replica, in any region that is left; never without copies."""
        return not self.shallow and all(one.waiting == 0 for one in self.rush.regions)

    @cached_property
    def plan(self) -> ReplicaPlan | None:
        """The cheapest replicas that are enough, as `az.plan.replicas` finds them; None where there is no plan."""
        return None if isinstance(self._planned, str) else self._planned

    @property
    def no_plan(self) -> str:
        """Why there is no plan; empty where there is one."""
        return self._planned if isinstance(self._planned, str) else ""

    @cached_property
    def _planned(self) -> ReplicaPlan | str:
        try:
            return plan_of(self.state, self.catalog)
        except InvalidInputError as problem:
            return str(problem)

    @cached_property
    def latest(self) -> dict[str, LatestResult]:
        """What latest means in each target region."""
        return {name: latest_in(self.state, name, self.catalog) for name in self.regions}

    @cached_property
    def drawing(self) -> Topology:
        """The gallery and its regions drawn, with replicas, ways and times."""
        names = {name: self.catalog.region(name).display for name in self.regions}
        return drawing_of(self.copies, self.gone, {name: one.number for name, one in self.latest.items()}, names)

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "state": dict(self.state),
            "ready_min": {one.region: one.ready_min for one in self.copies.regions},
            "usd_per_month": self.copies.usd_per_month,
            "transfer_usd": self.copies.transfer_usd,
            "gone": list(self.gone),
            "room_left": self.room_left,
            "all_run_after_min": self.rush.done_min,
            "plan": None if self.plan is None else self.plan.replicas,
            "latest": {name: one.number for name, one in self.latest.items()},
        }

    def __repr__(self) -> str:
        return text(self)


def choices_of(state: State) -> ImageChoices:
    """The model's numbers of a state."""
    return ImageChoices(in_flight_mib=state["in_flight_mib"], create_min=state["create_min"])


def versions_of(state: State) -> tuple[ImageVersion, ...]:
    """The four versions: the newest in some of the regions, the others in all."""
    newest = [name for name in state["regions"] if name in state["newest_in"]]
    return tuple(
        ImageVersion(
            number,
            tuple(TargetRegion(name) for name in (newest if number == NEWEST else state["regions"])),
            exclude_from_latest=number in state["excluded"],
        )
        for number in VERSIONS
    )


def latest_in(state: State, region: str, catalog: Catalog) -> LatestResult:
    """What latest means in a region."""
    return latest(versions_of(state), region, catalog=catalog)


def plan_of(state: State, catalog: Catalog) -> ReplicaPlan:
    """The cheapest replicas that are enough for a state's rush.

    Raises:
        InvalidInputError: Where no replicas would do.
    """
    return replicas(
        state["vms"],
        state["regions"],
        may_fail=state["may_fail"],
        gib=state["gib"],
        storage=state["storage"],
        source=state["source"],
        choices=choices_of(state),
        catalog=catalog,
    )


def copies_of(state: State, catalog: Catalog) -> ReplicationResult:
    """The version on its way to its regions.

    Raises:
        InvalidInputError: For a version that Azure would refuse.
    """
    version = ImageVersion(
        VERSIONS[1],
        tuple(TargetRegion(name, state["replicas"]) for name in state["regions"]),
        storage=ReplicaStorage.parse(state["storage"]),
        replication_mode=ReplicationMode.parse(state["mode"]),
    )
    return replication(version, gib=state["gib"], source=state["source"], choices=choices_of(state), catalog=catalog)


def rush_of(state: State, left: tuple[str, ...]) -> RolloutResult:
    """The VMs of the rush, spread evenly over the regions that are left."""
    each, more = divmod(state["vms"], len(left))
    wanted = {name: each + (at < more) for at, name in enumerate(left)}
    count: int = state["replicas"]
    return rollout(wanted, dict.fromkeys(left, count), choices=choices_of(state))


def compute(state: State, catalog: Catalog) -> GalleryLabResult:
    """The result for a state.

    Raises:
        InvalidInputError: For a version that Azure would refuse, or where no region is left.
    """
    copies = copies_of(state, catalog)
    gone = tuple(state["regions"][: state["may_fail"]])
    left = tuple(state["regions"][state["may_fail"] :])
    if not left:
        raise InvalidInputError(
            f"All {len(gone)} regions are gone, so no VM can be created. Leave one, or choose more target regions."
        )
    return GalleryLabResult(
        state=state,
        catalog=catalog,
        copies=copies,
        rush=rush_of(state, left),
        gone=gone,
        asked=latest_in(state, state["ask_in"], catalog),
    )


def text(result: GalleryLabResult) -> str:
    """The result in plain text: what is left and what it costs, then each part."""
    state = result.state
    month = "price not known" if result.copies.usd_per_month is None else f"{result.copies.usd_per_month:,.2f} USD"
    verdict = "enough" if result.enough else "without copies not meant" if result.shallow else "too few"
    head = (
        f"{result.total} replicas in {len(result.regions)} regions, {month} a month. With {len(result.gone)} gone the "
        f"others serve {result.room_left:,} VMs at once, {verdict} for {state['vms']:,}."
    )
    plan = result.no_plan if result.plan is None else result.plan.text
    return "\n".join([head, result.copies.text, result.rush.text, plan, result.asked.text])


def code(line: str, state: State) -> str:
    """Python that gives the parts of a state."""
    where = ", ".join(f'"{name}"' for name in state["regions"])
    kept = f'replicas={state["replicas"]}, storage="{state["storage"]}", replication_mode="{state["mode"]}"'
    common = f'gib={state["gib"]}, source="{state["source"]}", choices=choices'
    plan = f'may_fail={state["may_fail"]}, storage="{state["storage"]}", {common}'
    return "\n".join(
        [
            "import azstudy as az",
            f"regions = [{where}]",
            f'version = az.ImageVersion("{VERSIONS[1]}", regions, {kept})',
            f"choices = az.simulate.ImageChoices(in_flight_mib={state['in_flight_mib']}, "
            f"create_min={state['create_min']})",
            f"print(az.simulate.replication(version, {common}).text)",
            f"print(az.plan.replicas({state['vms']}, regions, {plan}).text)",
            f'found = az.labs.gallery_result("{line}")',
            "print(found.rush.text)",
            "print(found.asked)",
        ]
    )
