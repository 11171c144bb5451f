"""A scenario: tiers one behind the other, a load on the first, and what goes wrong when. All values, no run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import attrs
import numpy as np
import numpy.typing as npt

from azstudy.errors import InvalidInputError
from azstudy.model.autoscale import AutoscaleSetting
from azstudy.model.scaleset import ScaleSet, StandbyPool
from azstudy.simulate.scaling.choices import ScalingChoices
from azstudy.simulate.service.failures import Failure, ZoneLoss, read_failures
from azstudy.simulate.service.flow import whole_requests
from azstudy.simulate.service.values import Prices, ServiceModel, StartUp, Version

if TYPE_CHECKING:
    from azstudy.loads import Load

START: Final = datetime(2027, 1, 4, tzinfo=UTC)
"""A Monday at midnight; any run may start elsewhere."""
MOST_MINUTES: Final = 400 * 24 * 60
"""Longest run: 400 days."""
_PLAIN: Final = ScalingChoices()
_SERVICE: Final = ServiceModel()
_START_UP: Final = StartUp()
_PRICES: Final = Prices()


@attrs.frozen(kw_only=True)
class Tier:
    """One scale set behind a load balancer, with what its instances can do.

    Attributes:
        scale_set: The scale set; `instances` is the count at the start, all of them in rotation.
        autoscale: Its setting; None leaves the count alone.
        service: What one instance can do.
        start_up: How a new instance starts.
        prices: USD an hour.
        quota_vcpus: vCPUs the subscription may have here, for regular and for Spot instances each; None is no limit.
        standby: A pool of deallocated VMs beside it, which scaling out takes first: they need no allocation.
        versions: How versions of the model behave, by number; the others are good.
        choices: What Azure does not document about autoscale.
    """

    scale_set: ScaleSet
    autoscale: AutoscaleSetting | None = None
    service: ServiceModel = _SERVICE
    start_up: StartUp = _START_UP
    prices: Prices = _PRICES
    quota_vcpus: int | None = None
    standby: StandbyPool | None = None
    versions: Mapping[int, Version] = attrs.field(factory=dict[int, Version])
    choices: ScalingChoices = _PLAIN

    @property
    def name(self) -> str:
        """The scale set's name."""
        return self.scale_set.name


def _tiers(given: Tier | Iterable[Tier]) -> tuple[Tier, ...]:
    return (given,) if isinstance(given, Tier) else tuple(given)


@attrs.frozen(kw_only=True)
class Scenario:
    """Everything a run depends on. The first tier gets the load, each other one the requests served before it.

    Attributes:
        tiers: Front first.
        load: Requests a minute: an `az.loads` load, or numbers.
        start: The moment of minute 0; by default the load's own, else Monday 2027-01-04, 00:00 UTC.
        minutes: Length of the run; None is that of the load.
        seed: Draws what is drawn: spread of start-ups, failed hosts, evicted machines.
        failures: What goes wrong, as values or texts.
        metrics: Metrics from elsewhere, a value a minute, by the name that a rule gives them.
        explain: Whether the log says of each instance why it was placed or chosen; else one line a change.

    >>> scenario = Scenario(tiers=Tier(scale_set=ScaleSet("web", "D4s_v5")), load=[100] * 60)
    >>> scenario.length, scenario.arrivals[:3]
    (60, [100, 100, 100])
    """

    tiers: tuple[Tier, ...] = attrs.field(converter=_tiers)
    load: Load | Sequence[float]
    start: datetime | None = None
    minutes: int | None = None
    seed: int = 0
    failures: tuple[Failure, ...] = attrs.field(default=(), converter=read_failures)
    metrics: Mapping[str, Sequence[float]] = attrs.field(factory=dict[str, Sequence[float]])
    explain: bool = False

    def __attrs_post_init__(self) -> None:
        if not self.tiers:
            raise InvalidInputError("A scenario needs at least one tier.")
        names = [tier.name for tier in self.tiers]
        if len(set(names)) != len(names):
            raise InvalidInputError(f"Tiers are told apart by name; given: {', '.join(names)}.")
        if self.start is not None and self.start.tzinfo is None:
            raise InvalidInputError(f"The start {self.start} has no time zone. Give one, such as tzinfo=UTC.")
        if not len(_values(self.load)):
            raise InvalidInputError("The load has no minutes. Give at least one number.")
        if not 1 <= self.length <= min(MOST_MINUTES, len(_values(self.load))):
            raise InvalidInputError(
                f"A run of {self.length:,} minutes was asked for; the load has {len(_values(self.load)):,}, and a run "
                f"{MOST_MINUTES:,} at most."
            )
        late = [one.text for one in self.failures if one.at_min >= self.length]
        if late:
            raise InvalidInputError(f"{late[0]!r} comes after the end of the run, which has {self.length:,} minutes.")
        self._check_zones()

    def _check_zones(self) -> None:
        zones = sorted({int(zone) for tier in self.tiers for zone in tier.scale_set.zones})
        for failure in self.failures:
            if isinstance(failure, ZoneLoss) and failure.zone not in zones:
                there = f"The tiers are in zones {', '.join(map(str, zones))}." if zones else "No tier uses zones."
                raise InvalidInputError(f"Zone {failure.zone} cannot be lost: it is not used. {there}")

    @property
    def length(self) -> int:
        """Minutes of the run."""
        return len(_values(self.load)) if self.minutes is None else self.minutes

    @property
    def begins(self) -> datetime:
        """The moment of minute 0, with its time zone."""
        found = self.start or getattr(self.load, "start", None) or START
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    @cached_property
    def arrivals(self) -> list[int]:
        """Requests of each minute, as whole numbers.

        Raises:
            InvalidInputError: For a load in percent, a gap, or a value below zero.
        """
        unit = str(getattr(self.load, "unit", "requests"))
        if unit.startswith(("percent", "%")):
            raise InvalidInputError(
                "This load is in percent of CPU, not in requests. az.simulate.autoscale(..., measured_on=5) turns it "
                "into requests: it says how many instances showed it."
            )
        return whole_requests(_values(self.load)[: self.length])

    @cached_property
    def arrivals_as_array(self) -> npt.NDArray[np.float64]:
        """As `arrivals`."""
        return np.array(self.arrivals, dtype=np.float64)

    def evolve(self, **changes: Any) -> Scenario:
        """A copy with some values changed."""
        return attrs.evolve(self, **changes)


def _values(load: Any) -> Sequence[float]:
    values: Sequence[float] = getattr(load, "values", load)
    return values
