"""`az.simulate.sweep`: many autoscale settings over one load, and which of them nothing beats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import attrs
import numpy as np
import numpy.typing as npt

from azstudy.errors import InvalidInputError
from azstudy.model.autoscale import AutoscaleSetting
from azstudy.simulate.scaling.reading import Setting, as_setting
from azstudy.simulate.service.entry import from_options
from azstudy.simulate.service.measures import cost_usd, response_ms, weighted_percentiles
from azstudy.simulate.service.result import SCALING, ServiceResult
from azstudy.simulate.service.run import Run
from azstudy.simulate.service.scenario import Scenario
from azstudy.simulate.service.vector import Sheets, Sweeper, plain, plain_scenario

if TYPE_CHECKING:
    import pandas as pd

    from azstudy.loads import Load

CELLS: Final = 2_000_000
"""Minutes x settings worked on at once, so that memory stays below a few hundred MB."""


@attrs.frozen(kw_only=True)
class SweepRow:
    """What one setting came to over the load.

    Attributes:
        setting: The autoscale setting.
        cost_usd: USD of the whole run; None where a price is not known.
        dropped: Requests that were dropped.
        response_ms_p95: Milliseconds that 95 % of the served requests did not exceed; None where none was served.
        response_ms_p50: The same for half of them.
        peak_instances: Most instances.
        instance_hours: Hours of all instances together.
        scale_outs: How often a rule scaled out.
        scale_ins: How often rules scaled in.
        requests: Requests that came.
        by_steps: True where it took a run of its own, because arrays cannot follow the setting.
    """

    setting: AutoscaleSetting
    cost_usd: float | None
    dropped: int
    response_ms_p95: float | None
    response_ms_p50: float | None
    peak_instances: int
    instance_hours: float
    scale_outs: int
    scale_ins: int
    requests: int
    by_steps: bool = attrs.field(default=False, eq=False)

    @property
    def dropped_percent(self) -> float:
        """Share of the requests that was dropped."""
        return 100 * self.dropped / self.requests if self.requests else 0.0

    @property
    def text(self) -> str:
        """The row in one line."""
        cost = "cost not known" if self.cost_usd is None else f"{self.cost_usd:,.2f} USD"
        slow = "-" if self.response_ms_p95 is None else f"{self.response_ms_p95:,.0f} ms"
        return (
            f"{self.setting.name}: {cost}, {self.dropped:,} dropped ({self.dropped_percent:.2g} %), 95 % within "
            f"{slow}, {self.peak_instances} instances at most, {self.scale_outs} out, {self.scale_ins} in"
        )


@attrs.frozen(kw_only=True, eq=False, repr=False)
class SweepResult:
    """Every setting with what it came to, in the order given."""

    scenario: Scenario
    rows: tuple[SweepRow, ...]

    @cached_property
    def front(self) -> tuple[SweepRow, ...]:
        """The settings that none beats in cost, drops and response time together; cheapest first, one of equals."""
        known = [row for row in self.rows if row.cost_usd is not None and row.response_ms_p95 is not None]
        return tuple(sorted(_undominated(known), key=_cost))

    def front_of(self, goal: str) -> tuple[SweepRow, ...]:
        """The settings that none beats in cost and one goal, "dropped" or "response"; cheapest first.

        Raises:
            InvalidInputError: For another goal.
        """
        if goal not in ("dropped", "response"):
            raise InvalidInputError(f"{goal!r} is no goal. Allowed: dropped, response.")
        kept: list[SweepRow] = []
        least = float("inf")
        for row in self.front:
            value = row.dropped if goal == "dropped" else row.response_ms_p95 or 0.0
            if value < least:
                kept.append(row)
                least = value
        return tuple(kept)

    def best(self, *, max_dropped_percent: float = 0.1, max_response_ms: float | None = None) -> SweepRow | None:
        """The cheapest setting that keeps to a level of service: the par to play against. None where none does."""
        good = [
            row
            for row in self.front
            if row.dropped_percent <= max_dropped_percent
            and (max_response_ms is None or (row.response_ms_p95 or 0.0) <= max_response_ms)
        ]
        return good[0] if good else None

    def beats(self, row: SweepRow) -> tuple[SweepRow, ...]:
        """The settings on the front that are at least as good as `row` in everything, and better in something."""
        if row.cost_usd is None or row.response_ms_p95 is None:
            return ()
        mine = _goals(row)
        return tuple(
            one
            for one in self.front
            if _goals(one) != mine and all(a <= b for a, b in zip(_goals(one), mine, strict=True))
        )

    @property
    def text(self) -> str:
        """How many there are, and the front."""
        lines = [f"{len(self.rows):,} settings; {len(self.front)} of them are beaten by none:"]
        shown = self.front[:12]
        lines += [f"  {row.text}" for row in shown]
        if len(self.front) > len(shown):
            lines.append(f"  and {len(self.front) - len(shown)} more")
        return "\n".join(lines)

    def to_frame(self) -> pd.DataFrame:
        """A table with one row a setting."""
        import pandas as pd

        on_front = {id(row) for row in self.front}
        rows = [
            {
                "setting": row.setting.name,
                **{name: getattr(row, name) for name in _COLUMNS},
                "on_front": id(row) in on_front,
            }
            for row in self.rows
        ]
        return pd.DataFrame(rows, columns=["setting", *_COLUMNS, "on_front"])

    def __repr__(self) -> str:
        return self.text

    __str__ = __repr__


_COLUMNS: Final = (
    "cost_usd",
    "dropped",
    "dropped_percent",
    "response_ms_p50",
    "response_ms_p95",
    "peak_instances",
    "instance_hours",
    "scale_outs",
    "scale_ins",
)


def sweep(
    settings: Iterable[Setting], load: Load | Sequence[float] | Scenario, *, vectorised: bool = True, **options: Any
) -> SweepResult:
    """Try many autoscale settings on one load: what each costs, drops and how slow it gets.

    Settings with one rule each way on average CPU are worked on all at once; the others take a run each. Both ways
    come to the same numbers.

    Args:
        settings: Settings as in `az.simulate.autoscale`; `az.simulate.cpu_grid(...)` makes many.
        load: Requests a minute, or a whole Scenario whose first tier takes the settings.
        vectorised: False lets every setting take a run of its own.
        **options: As in `az.simulate.autoscale`.

    Raises:
        InvalidInputError: For no settings at all, and as in `az.simulate.autoscale`.

    >>> from azstudy.simulate.service.settings import cpu_grid
    >>> tried = sweep(cpu_grid(out_above=[60, 80], minimum=[2, 4]), [600] * 60 + [2400] * 120)
    >>> len(tried.rows), tried.best().setting.name
    (4, 'out_above=80 minimum=4')
    """
    limits = {name: options[name] for name in ("minimum", "maximum") if name in options}
    read = [as_setting(one, **limits) for one in settings]
    if not read:
        raise InvalidInputError("No settings were given. az.simulate.cpu_grid(out_above=[60, 70, 80]) makes some.")
    for one in read:
        _check(one)
    base = load if isinstance(load, Scenario) else from_options(read[0], load, options)
    together = vectorised and plain_scenario(base)
    fast = [at for at, one in enumerate(read) if together and plain(one)]
    rows: dict[int, SweepRow] = {}
    for part in _parts(fast, base.length):
        chosen = [read[at] for at in part]
        rows.update(zip(part, _rows(base, chosen, Sweeper(base, chosen).go()), strict=True))
    for at, one in enumerate(read):
        if at not in rows:
            rows[at] = row_of(_run(base, one), one)
    return SweepResult(scenario=base, rows=tuple(rows[at] for at in range(len(read))))


def _check(setting: AutoscaleSetting) -> None:
    for profile in setting.profiles:
        if profile.minimum > profile.maximum:
            raise InvalidInputError(
                f"Profile {profile.name!r} of {setting.name!r} has a minimum of {profile.minimum} above its maximum of "
                f"{profile.maximum}. Give a maximum of at least {profile.minimum}."
            )


def _parts(places: list[int], minutes: int) -> list[list[int]]:
    size = max(1, CELLS // minutes)
    return [places[at : at + size] for at in range(0, len(places), size)]


def _run(base: Scenario, setting: AutoscaleSetting) -> ServiceResult:
    front = attrs.evolve(base.tiers[0], autoscale=setting)
    run = Run(base.evolve(tiers=(front, *base.tiers[1:])))
    run.go()
    return ServiceResult.of(run)


def row_of(result: ServiceResult, setting: AutoscaleSetting) -> SweepRow:
    """What a run came to, as a row to set beside a sweep: cost of all tiers, service of the front."""
    totals: dict[str, Any] = result.totals
    outs, ins = (len(result.timeline.only(action, subject=result.tiers[0].name)) for action in SCALING)
    return SweepRow(
        setting=setting,
        by_steps=True,
        scale_outs=outs,
        scale_ins=ins,
        **{name: totals[name] for name in _SHARED},
    )


_SHARED: Final = (
    "cost_usd",
    "dropped",
    "response_ms_p95",
    "response_ms_p50",
    "peak_instances",
    "instance_hours",
    "requests",
)


def _rows(base: Scenario, settings: list[AutoscaleSetting], sheets: Sheets) -> list[SweepRow]:
    tier = base.tiers[0]
    by_setting = {
        name: np.ascontiguousarray(getattr(sheets, name).T) for name in ("served", "room", "queued", "billed_s")
    }
    slow = response_ms(tier.service, by_setting["served"], by_setting["room"], by_setting["queued"])
    cost = cost_usd(tier.prices, by_setting["billed_s"], np.zeros_like(by_setting["billed_s"]))
    dropped = (sheets.full + sheets.late).sum(axis=0)
    peaks = sheets.desired.max(axis=0)
    requests = sum(base.arrivals)
    rows = []
    for at, setting in enumerate(settings):
        half, most = weighted_percentiles(slow[at], by_setting["served"][at], (50, 95))
        rows.append(
            SweepRow(
                setting=setting,
                cost_usd=None if cost is None else round(float(cost[at].sum()), 2),
                dropped=int(dropped[at]),
                response_ms_p95=_rounded(most),
                response_ms_p50=_rounded(half),
                peak_instances=int(peaks[at]),
                instance_hours=round(float(by_setting["billed_s"][at].sum() / 3600), 2),
                scale_outs=int(sheets.outs[at]),
                scale_ins=int(sheets.ins[at]),
                requests=requests,
            )
        )
    return rows


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _cost(row: SweepRow) -> tuple[float, int, float, str]:
    return (*_goals(row), row.setting.name)


def _goals(row: SweepRow) -> tuple[float, int, float]:
    return row.cost_usd or 0.0, row.dropped, row.response_ms_p95 or 0.0


def _undominated(rows: list[SweepRow]) -> list[SweepRow]:
    """The rows that no other one matches or beats in all goals; of rows with equal goals the first by name."""
    first: dict[tuple[float, int, float], SweepRow] = {}
    for row in sorted(rows, key=_cost):
        first.setdefault(_goals(row), row)
    goals: npt.NDArray[np.float64] = np.array(list(first), dtype=np.float64).reshape(-1, 3)
    kept = []
    for at, row in enumerate(first.values()):
        no_worse = (goals <= goals[at]).all(axis=1)
        if no_worse.sum() == 1:
            kept.append(row)
    return kept
