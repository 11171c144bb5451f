"""Many VMs created from one image version at once: waves at its replicas, and what one more replica would buy."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from azstudy.errors import InvalidInputError
from azstudy.model.spoken import Spoken
from azstudy.simulate.images.choices import MACHINES_AT_ONCE, ImageChoices
from azstudy.simulate.timeline import Decision, Timeline

if TYPE_CHECKING:
    import pandas as pd

_DEFAULT = ImageChoices()


@attrs.frozen(kw_only=True)
class RegionRollout:
    """The creations of one region.

    Attributes:
        region: Where.
        vms: How many are asked for at once.
        replicas: How many replicas serve them.
        waves: How often the replicas are full and start again.
        done_min: Minutes until all run.
        one_more_min: The same with one replica more.
        steps: (minute, VMs that run) at the end of each wave.
    """

    region: str
    vms: int
    replicas: int
    waves: int
    done_min: float
    one_more_min: float
    steps: tuple[tuple[float, int], ...]

    @property
    def waiting(self) -> int:
        """VMs that find no free replica at first."""
        return max(0, self.vms - self.replicas * MACHINES_AT_ONCE)

    @property
    def text(self) -> str:
        """One line."""
        gain = self.done_min - self.one_more_min
        more = f"one more replica would save {gain:g} min" if gain else "one more replica would save nothing"
        return (
            f"{self.region}: {self.vms} VMs from {self.replicas} replica{'' if self.replicas == 1 else 's'}: "
            f"{self.waves} wave{'' if self.waves == 1 else 's'}, all run after {self.done_min:g} min; {more}"
        )


@attrs.frozen(kw_only=True)
class RolloutResult(Spoken):
    """The creations of all regions."""

    regions: tuple[RegionRollout, ...]
    timeline: Timeline

    @property
    def done_min(self) -> float:
        """Minutes until all VMs of all regions run."""
        return max(one.done_min for one in self.regions)

    @property
    def text(self) -> str:
        """A line for each region."""
        return "\n".join([*(one.text for one in self.regions), f"All run after {self.done_min:g} min (a model)."])

    def to_frame(self) -> pd.DataFrame:
        """A pandas table, one row a region."""
        import pandas as pd

        keep = ("region", "vms", "replicas", "waves", "waiting", "done_min", "one_more_min")
        return pd.DataFrame([{name: getattr(one, name) for name in keep} for one in self.regions])


def rollout(vms: Mapping[str, int], replicas: Mapping[str, int], *, choices: ImageChoices = _DEFAULT) -> RolloutResult:
    """Create many VMs at once from the replicas of their regions.

    One replica serves 50 VMs at a time, as the guideline of one replica for 50 concurrent creations reads
    (azure-compute-docs azure-compute-gallery.md@06c2de23); the others wait. In Azure too many make creation slow or
    fail: the page gives no number for that, so azstudy lets them queue.

    Args:
        vms: VMs to create by region.
        replicas: Replicas by region.
        choices: How long one creation takes.

    Raises:
        InvalidInputError: For no VM at all, or a region with VMs and no replica: without one, creation fails there.

    >>> print(rollout({"westeurope": 200}, {"westeurope": 2}).text)
    westeurope: 200 VMs from 2 replicas: 2 waves, all run after 40 min; one more replica would save nothing
    All run after 40 min (a model).
    """
    wanted = {region: count for region, count in vms.items() if count}
    if not wanted or min(wanted.values()) < 0:
        raise InvalidInputError("Give the VMs to create by region, such as {'westeurope': 200}, none below 0.")
    regions = tuple(_region(name, count, replicas.get(name, 0), choices) for name, count in wanted.items())
    log = [
        Decision(
            at_s=60 * minute, action="created", subject=one.region,
            because=f"{running} of {one.vms} run; the replicas serve {one.replicas * MACHINES_AT_ONCE} at a time",
        )
        for one in regions
        for minute, running in one.steps
    ]  # fmt: skip
    return RolloutResult(
        regions=regions, timeline=Timeline(tuple(sorted(log, key=lambda one: (one.at_s, one.subject))))
    )


def waves_of(vms: int, replicas: int) -> int:
    """How many times full replicas start again until all VMs are created.

    >>> waves_of(500, 10), waves_of(501, 10)
    (1, 2)
    """
    return math.ceil(vms / (replicas * MACHINES_AT_ONCE))


def _region(name: str, vms: int, replicas: int, choices: ImageChoices) -> RegionRollout:
    if replicas < 1:
        raise InvalidInputError(
            f"{name} has no replica, so its {vms} VMs cannot be created. Replicate the version there, with 1 or more."
        )
    waves = waves_of(vms, replicas)
    at_once = replicas * MACHINES_AT_ONCE
    steps = tuple((wave * choices.create_min, min(vms, wave * at_once)) for wave in range(1, waves + 1))
    return RegionRollout(
        region=name,
        vms=vms,
        replicas=replicas,
        waves=waves,
        done_min=waves * choices.create_min,
        one_more_min=waves_of(vms, replicas + 1) * choices.create_min,
        steps=steps,
    )
