"""The twin of the autoscale lab: what it shows, as plain values."""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, Final

import attrs
import numpy as np
import numpy.typing as npt

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.labs._autoscale.controls import FAILURES, OFFICES
from azstudy.labs._autoscale.curves import PER_INSTANCE, curve
from azstudy.labs._controls import State
from azstudy.model.autoscale import AutoscaleSetting, Profile, Recurring, ScaleRule
from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import Extension
from azstudy.simulate.service.entry import scenario as scenario_of
from azstudy.simulate.service.pricing import prices_of
from azstudy.simulate.service.result import SCALING, ServiceResult, TierResult
from azstudy.simulate.service.run import Run
from azstudy.simulate.service.scenario import Scenario
from azstudy.simulate.service.settings import cpu_grid, cpu_rules
from azstudy.simulate.service.sweeping import SweepResult, SweepRow, row_of, sweep
from azstudy.simulate.service.values import Prices, ServiceModel
from azstudy.simulate.timeline import Decision

MEMORY: Final = r"\Memory\PercentUsedMemory"
NIGHT_HOUR: Final = 3
ZONES: Final = (1, 2, 3)
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
SERVICE_LEVEL: Final = 0.1
"""Per cent of requests that may be dropped by what counts as good service in this lab."""


def setting_of(state: State) -> AutoscaleSetting:
    """The autoscale setting that a state describes."""
    names = ("out_above", "in_below", "out_by", "in_by", "minimum", "maximum", "out_window_min", "in_window_min")
    more = ("out_cooldown_min", "in_cooldown_min", "statistic")
    plain = cpu_rules(**{name: state[name] for name in (*names, *more)})
    default = plain.profiles[0]
    if state["memory_rule"]:
        extra = (
            ScaleRule(f"{MEMORY} > {state['memory_out']:g}", "out 1"),  # type: ignore[arg-type]
            ScaleRule(f"{MEMORY} < {state['memory_in']:g}", "in 1"),  # type: ignore[arg-type]
        )
        default = default.evolve(rules=(*default.rules, *extra))
    zone = OFFICES[state["office"]][1]
    if not zone:
        return plain.evolve(profiles=(default,))
    busy = default.evolve(name="office hours", minimum=state["office_minimum"], when=_weekly(8, zone))
    evening = default.evolve(name="evening", when=_weekly(18, zone))
    return plain.evolve(profiles=(default, busy, evening))


def _weekly(hour: int, zone: str) -> Recurring:
    return Recurring(_WEEKDAYS, f"{hour:02d}:00", time_zone=zone)  # type: ignore[arg-type]


@lru_cache(maxsize=64)
def _prices(size: str, reserved: int, catalog: Catalog) -> Prices:
    return prices_of(size, reserved=reserved, catalog=catalog)


def scenario_from(state: State, catalog: Catalog) -> Scenario:
    """The scenario that a state describes."""
    setting = setting_of(state)
    first = setting.profiles[0]
    service = ServiceModel(
        requests_per_min=PER_INSTANCE,
        base_cpu_percent=state["base_cpu"],
        starting_cpu_percent=max(state["base_cpu"], 20),
        memory_percent=state["memory_percent"],
    )
    return scenario_of(
        setting,
        curve(state["load"], state["days"], state["peak"]),
        scale_set=_machines(state, start_count(state, first)),
        service=service,
        start_up_s=state["start_up_s"],
        prices=_prices(state["size"], state["reserved"], catalog),
        failures=FAILURES[state["failure"]][1],
        catalog=catalog,
    )


def _machines(state: State, instances: int) -> ScaleSet:
    """The scale set; with a memory rule it has the extension that sends memory to Azure Monitor."""
    sends = Extension("diagnostics", "Microsoft.Azure.Diagnostics.IaaSDiagnostics")
    extensions = (sends,) if state["memory_rule"] else ()
    return ScaleSet("web", state["size"], instances=instances, zones=ZONES, extensions=extensions)


def start_count(state: State, profile: Profile) -> int:
    """As many instances as the first minute needs at 60 %, so that a run does not begin with a jump."""
    first = curve(state["load"], state["days"], state["peak"]).values[0]
    needed = int(np.ceil(first / PER_INSTANCE / 0.6))
    return min(max(needed, profile.minimum), max(profile.minimum, profile.maximum))


@attrs.frozen(kw_only=True, eq=False)
class AutoscaleLabResult:
    """What the autoscale lab shows for a state, as plain values; the slow parts are computed when looked at.

    Attributes:
        state: Every control's value.
        setting: The autoscale setting.
        run: The simulated run.
    """

    state: State
    setting: AutoscaleSetting = attrs.field(repr=False)
    run: ServiceResult = attrs.field(repr=False)

    @property
    def web(self) -> TierResult:
        """The tier, minute by minute."""
        return self.run.tiers[0]

    @cached_property
    def demand(self) -> npt.NDArray[np.float64]:
        """Fully busy instances that each minute's requests would take."""
        found: npt.NDArray[np.float64] = self.web.arrived / PER_INSTANCE
        return found

    @property
    def peak_instances(self) -> int:
        """Most instances."""
        return int(self.web.desired.max())

    @property
    def at_night(self) -> int:
        """Instances at 3 a.m. UTC on the last day."""
        return int(self.web.desired[self.run.minute_of(NIGHT_HOUR, day=self.state["days"] - 1)])

    @property
    def dropped_percent(self) -> float:
        """Share of the requests that was dropped."""
        return 100.0 * int(self.web.dropped.sum()) / max(1, int(self.web.arrived.sum()))

    @cached_property
    def slow_ms(self) -> float | None:
        """Milliseconds that 95 % of the served requests did not exceed."""
        return self.web.response_percentile(95)

    @cached_property
    def cost_usd(self) -> float | None:
        """USD of a day, on average; None where a price is not known."""
        cost = self.web.cost_usd
        return None if cost is None else round(float(cost.sum()) / self.state["days"], 2)

    @cached_property
    def actions(self) -> tuple[Decision, ...]:
        """What autoscale did."""
        return self.run.timeline.only(*SCALING).decisions

    @cached_property
    def turns(self) -> int:
        """How often it changed its mind: an action out followed by one in, or the other way round."""
        ways = [one.action for one in self.actions]
        return sum(one != other for one, other in pairwise(ways))

    @cached_property
    def tried(self) -> SweepResult:
        """Other settings of the usual kind on the same load, machines and failures."""
        return _tried(self.run.scenario, self.state["maximum"])

    @cached_property
    def row(self) -> SweepRow:
        """This setting as a row beside those tried."""
        return row_of(self.run, self.setting)

    @cached_property
    def par(self) -> SweepRow | None:
        """The cheapest setting tried that drops at most 0.1 %; None where none does."""
        return self.tried.best(max_dropped_percent=SERVICE_LEVEL)

    def as_dict(self) -> dict[str, Any]:
        """The state, sums and log as plain values."""
        return {"state": dict(self.state), **self.run.as_dict()}

    def __repr__(self) -> str:
        return text(self)


_SWEEPS: dict[tuple[Any, ...], SweepResult] = {}
_KEPT: Final = 8


def _tried(scenario: Scenario, maximum: int) -> SweepResult:
    """Kept by what it depends on, which the rules do not belong to: moving a threshold tries nothing anew."""
    tier = scenario.tiers[0]
    key = (
        scenario.load,
        scenario.failures,
        tier.service,
        tier.start_up,
        tier.prices,
        maximum,
        tier.scale_set.instances,
    )
    if key not in _SWEEPS:
        few = bool(scenario.failures) or scenario.length > 2 * 1440
        settings = cpu_grid(
            out_above=(50, 70, 80) if few else (40, 50, 60, 70, 80, 90),
            in_below=(30,) if few else (20, 30, 40),
            out_by=(1, 3) if few else (1, 2, 3),
            minimum=tuple(n for n in ((1, 2, 4) if few else (1, 2, 3, 4, 6, 8)) if n <= maximum),
            out_cooldown_min=(5,) if few else (1, 5),
            maximum=maximum,
        )
        while len(_SWEEPS) >= _KEPT:
            del _SWEEPS[next(iter(_SWEEPS))]
        _SWEEPS[key] = sweep(settings, scenario)
    return _SWEEPS[key]


def compute(state: State, catalog: Catalog | None = None) -> AutoscaleLabResult:
    """The result for a state.

    Raises:
        InvalidInputError: For a minimum above the maximum.
    """
    scenario = scenario_from(state, catalog or default_catalog())
    run = Run(scenario)
    run.go()
    setting = scenario.tiers[0].autoscale
    assert setting is not None  # noqa: S101
    return AutoscaleLabResult(state=state, setting=setting, run=ServiceResult.of(run))


def text(result: AutoscaleLabResult) -> str:
    """The result in a few lines of plain text."""
    cost = "cost not known" if result.cost_usd is None else f"{result.cost_usd:,.2f} USD a day"
    first = (
        f"At most {result.peak_instances} instances, {result.at_night} at 3 a.m.; {int(result.web.dropped.sum()):,} of "
        f"{int(result.web.arrived.sum()):,} requests dropped ({result.dropped_percent:.2g} %); {cost}; autoscale acted "
        f"{len(result.actions)} times."
    )
    return "\n".join([first, *(f"  before the run: {one.what}" for one in result.run.findings)])
