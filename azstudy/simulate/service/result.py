"""What came of a run: minute by minute, in sums, and as a log with reasons."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import attrs
import numpy as np
import numpy.typing as npt

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.simulate.service.measures import cost_usd, response_ms, weighted_percentiles
from azstudy.simulate.timeline import Decision, Timeline, clock

if TYPE_CHECKING:
    import pandas as pd

    from azstudy.rules import Finding
    from azstudy.simulate.service.run import Run
    from azstudy.simulate.service.scenario import Scenario, Tier
    from azstudy.simulate.service.states import TierState

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_COUNTS: Final = ("arrived", "served", "full", "late", "failed", "queued", "room", "desired", "running", "rotation")
SCALING: Final = ("scale out", "scale in")


@attrs.frozen(kw_only=True, eq=False)
class TierResult:
    """One tier, minute by minute. Every series has one value a minute.

    Attributes:
        name: The scale set's name.
        tier: What was asked for.
        arrived: Requests that came.
        served: Requests that were answered.
        full: Dropped because the queue was full.
        late: Dropped because they had waited too long.
        failed: Dropped because the instance they were sent to did not answer.
        queued: Requests that wait at the end of the minute.
        room: Requests that could have been served.
        desired: Instances asked for (the scale set's capacity) at the end of the minute.
        running: Instances that are billed then.
        rotation: Instances that get requests then.
        cpu: Percentage CPU as Azure Monitor shows it: average over the instances; NaN where there is none.
        billed_s: Instance-seconds of regular instances.
        spot_s: Instance-seconds of Spot instances.
    """

    name: str
    tier: Tier
    arrived: Ints
    served: Ints
    full: Ints
    late: Ints
    failed: Ints
    queued: Ints
    room: Ints
    desired: Ints
    running: Ints
    rotation: Ints
    cpu: Floats
    billed_s: Floats
    spot_s: Floats

    @classmethod
    def of(cls, state: TierState) -> TierResult:
        """What a tier's state holds after a run."""
        counts = {name: np.array(getattr(state, name), dtype=np.int64) for name in _COUNTS}
        series: dict[str, Any] = {**counts}
        series |= {name: np.array(getattr(state, name), dtype=np.float64) for name in ("cpu", "billed_s", "spot_s")}
        return cls(name=state.name, tier=state.tier, **series)

    @cached_property
    def dropped(self) -> Ints:
        """Requests that were dropped, for whatever reason."""
        return self.full + self.late + self.failed

    @cached_property
    def response_ms(self) -> Floats:
        """Typical response time of the minute in milliseconds, waiting included; NaN where nothing was served."""
        return response_ms(self.tier.service, self.served, self.room, self.queued)

    @cached_property
    def cost_usd(self) -> Floats | None:
        """USD of each minute; None where a price that takes part is not known."""
        return cost_usd(self.tier.prices, self.billed_s, self.spot_s)

    def response_percentile(self, percent: float) -> float | None:
        """The response time in ms that `percent` of the served requests did not exceed; None where none was served."""
        return weighted_percentiles(self.response_ms, self.served, [percent])[0]

    @cached_property
    def totals(self) -> dict[str, float | int | None]:
        """Sums and peaks of the run."""
        cost = self.cost_usd
        return {
            "requests": int(self.arrived.sum()),
            "served": int(self.served.sum()),
            "dropped": int(self.dropped.sum()),
            "dropped_full": int(self.full.sum()),
            "dropped_late": int(self.late.sum()),
            "dropped_failed": int(self.failed.sum()),
            "queued_at_end": int(self.queued[-1]),
            "peak_instances": int(self.desired.max()),
            "least_instances": int(self.desired.min()),
            "average_instances": round(float(self.desired.mean()), 2),
            "instance_hours": round(float((self.billed_s.sum() + self.spot_s.sum()) / 3600), 2),
            "cost_usd": None if cost is None else round(float(cost.sum()), 2),
            "response_ms_p50": _rounded(self.response_percentile(50)),
            "response_ms_p95": _rounded(self.response_percentile(95)),
        }

    def to_frame(self) -> pd.DataFrame:
        """A table with one row a minute."""
        import pandas as pd

        columns: dict[str, Any] = {name: getattr(self, name) for name in _COUNTS}
        columns |= {"cpu": self.cpu, "dropped": self.dropped, "response_ms": self.response_ms}
        if self.cost_usd is not None:
            columns["cost_usd"] = self.cost_usd
        return pd.DataFrame(columns)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ServiceResult:
    """A whole run: its tiers, its timeline, and what was to be said about its settings before it started.

    The series and totals of the front tier are also attributes of the result itself: `result.served`.

    Attributes:
        scenario: What was asked for.
        tiers: Front first.
        timeline: Decisions of autoscale, instances and failures, each with its reason.
        unread: Metrics of rules that nothing in the scenario produces, by tier; such a rule never has a value.
    """

    scenario: Scenario
    tiers: tuple[TierResult, ...]
    timeline: Timeline
    unread: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict[str, tuple[str, ...]])

    @classmethod
    def of(cls, run: Run) -> ServiceResult:
        """What a finished run came to."""
        tiers = tuple(TierResult.of(state) for state in run.states)
        return cls(scenario=run.scenario, tiers=tiers, timeline=run.timeline, unread=run.unread)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the autoscale settings or will surprise, known before the run, with the arithmetic."""
        from azstudy.simulate.scaling.check import check_setting

        found: list[Finding] = []
        for tier in self.scenario.tiers:
            if tier.autoscale is not None:
                review = check_setting(tier.autoscale, scale_set=tier.scale_set)
                found += [*review.errors, *review.warnings]
        return tuple(found)

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_") and name in _SHARED:
            return getattr(self.tiers[0], name)
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def tier(self, name: str) -> TierResult:
        """A tier by name.

        Raises:
            UnknownNameError: For a name that no tier has.
        """
        for one in self.tiers:
            if one.name == name:
                return one
        names = [one.name for one in self.tiers]
        raise UnknownNameError("tier", name, nearest(name, names), hint=f"There are: {', '.join(names)}.")

    @property
    def totals(self) -> dict[str, float | int | None]:
        """Sums and peaks of the front tier, the cost of all tiers, and how often autoscale acted on any."""
        costs = [one.totals["cost_usd"] for one in self.tiers]
        known = [cost for cost in costs if cost is not None]
        total = round(sum(known), 2) if len(known) == len(costs) else None
        actions = len(self.timeline.only(*SCALING))
        return {**self.tiers[0].totals, "cost_usd": total, "scale_actions": actions}

    @property
    def text(self) -> str:
        """The run in a few lines."""
        length = clock(self.scenario.length * 60)
        lines = [f"{length} from {self.scenario.begins:%Y-%m-%d %H:%M %Z}, autoscale acted {self._acted}."]
        lines += [_tier_text(one) for one in self.tiers]
        lines += [f"Before the run: {finding.what}" for finding in self.findings]
        lines += [
            f"{name}: nothing here produces {', '.join(metrics)}; the rules on it never fire."
            for name, metrics in self.unread.items()
            if metrics
        ]
        return "\n".join(lines)

    @property
    def _acted(self) -> str:
        outs, ins = (len(self.timeline.only(action)) for action in SCALING)
        return f"{outs} times out and {ins} times in"

    def minute_of(self, hours: int, minutes: int = 0, *, day: int = 0) -> int:
        """The minute of the run at which a clock of its start shows this time, `day` days after the first.

        Raises:
            InvalidInputError: For a time outside the run.

        """
        begins = self.scenario.begins
        minute = day * 1440 + hours * 60 + minutes - begins.hour * 60 - begins.minute
        if not 0 <= minute < self.scenario.length:
            raise InvalidInputError(f"{hours:02d}:{minutes:02d} on day {day} is not in this run.")
        return minute

    def decisions_at(self, minute: int) -> tuple[Decision, ...]:
        """The log of one minute."""
        return tuple(one for one in self.timeline if minute * 60 <= one.at_s < (minute + 1) * 60)

    def to_frame(self) -> pd.DataFrame:
        """A table with one row a minute and tier."""
        import pandas as pd

        frames = [one.to_frame().assign(tier=one.name, minute=range(self.scenario.length)) for one in self.tiers]
        whole = pd.concat(frames, ignore_index=True)
        whole.insert(0, "at", pd.Timestamp(self.scenario.begins) + pd.to_timedelta(whole.pop("minute"), unit="min"))
        return whole

    def as_dict(self) -> dict[str, Any]:
        """Totals and log as plain values."""
        return {
            "totals": self.totals,
            "tiers": {one.name: one.totals for one in self.tiers},
            "log": self.timeline.as_dict(),
        }

    def __repr__(self) -> str:
        return self.text

    __str__ = __repr__


_SHARED: Final = frozenset(
    {*_COUNTS, "cpu", "billed_s", "spot_s", "dropped", "response_ms", "cost_usd", "response_percentile"}
)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _tier_text(one: TierResult) -> str:
    t: Mapping[str, Any] = one.totals
    cost = "cost not known" if t["cost_usd"] is None else f"{t['cost_usd']:,.2f} USD"
    times = (
        ""
        if t["response_ms_p50"] is None
        else f", response {t['response_ms_p50']:g} ms (95 %: {t['response_ms_p95']:g})"
    )
    return (
        f"{one.name}: {t['requests']:,} requests, {t['served']:,} served, {t['dropped']:,} dropped, "
        f"{t['queued_at_end']:,} waiting; {t['least_instances']} to {t['peak_instances']} instances, "
        f"{t['instance_hours']:,.1f} instance hours, {cost}{times}"
    )
