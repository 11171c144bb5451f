"""Regret: what a plan costs more than the best plan for the load that really comes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs

from azstudy.errors import InvalidInputError
from azstudy.plan.paying.mix import Mix, nothing, total_cost

if TYPE_CHECKING:
    from azstudy.plan.paying.result import CommitmentPlan

FACTORS: Final = (1.25, 1.0, 0.75, 0.5, 0.25, 0.0)
"""Loads that may come, as factors of the planned one."""


@attrs.frozen(kw_only=True)
class Regret:
    """One plan against one load, in USD over the whole plan.

    `planned` and `actual` are factors of the load asked for; `planned` is None for no commitment at all.
    """

    planned: float | None
    actual: float
    usd: float
    best_usd: float

    @property
    def regret_usd(self) -> float:
        """What was paid more than the best plan for this load."""
        return max(0.0, round(self.usd - self.best_usd, 2))


@attrs.frozen(kw_only=True)
class RegretTable:
    """Plans by loads: rows in the order of the plans, pay-as-you-go alone last."""

    cells: tuple[Regret, ...]

    @property
    def worst(self) -> dict[float | None, float]:
        """The largest regret of each plan."""
        found: dict[float | None, float] = {}
        for cell in self.cells:
            found[cell.planned] = max(found.get(cell.planned, 0.0), cell.regret_usd)
        return found

    def at(self, actual: float, planned: float | None = 1.0) -> Regret:
        """One cell.

        Raises:
            InvalidInputError: Where it was not asked for.
        """
        for cell in self.cells:
            if cell.actual == actual and cell.planned == planned:
                return cell
        raise InvalidInputError(f"No cell for plan {planned!r} and load {actual!r} is in this table.")

    def __str__(self) -> str:
        actual = list(dict.fromkeys(cell.actual for cell in self.cells))
        rows = [f"{'regret in USD':<24}" + "".join(f"{f'load {one:.0%}':>14}" for one in actual)]
        for planned in dict.fromkeys(cell.planned for cell in self.cells):
            name = "no commitment" if planned is None else f"plan for load {planned:.0%}"
            rows.append(f"{name:<24}" + "".join(f"{self.at(one, planned).regret_usd:>14,.2f}" for one in actual))
        return "\n".join(rows)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text("RegretTable(...)" if cycle else str(self))


def regret_table(plan: CommitmentPlan, actual: Sequence[float], planned: Sequence[float]) -> RegretTable:
    """Every plan against every load; the plan for a factor of 1 is `plan` itself."""
    factors = (*actual, *planned)
    if not actual or any(isinstance(one, bool) or not 0 <= one <= 100 for one in factors):
        raise InvalidInputError(f"Loads are factors from 0 to 100 of the planned one; given: {factors}.")
    loads = {factor: tuple(curve.scaled(factor) for curve in plan.years) for factor in set(factors)}
    best = {factor: best_of(plan, factor) for factor in loads}
    rows: list[tuple[float | None, Mix]] = [(factor, best[factor]) for factor in planned]
    rows.append((None, nothing(len(plan.years))))
    cells = [
        Regret(
            planned=name,
            actual=factor,
            usd=total_cost(mix, loads[factor], plan.offers).total,
            best_usd=total_cost(best[factor], loads[factor], plan.offers).total,
        )
        for name, mix in rows
        for factor in actual
    ]
    return RegretTable(cells=tuple(cells))


def best_of(plan: CommitmentPlan, factor: float) -> Mix:
    """The best mix for the plan's load times a factor, under the same limits."""
    from azstudy.plan.paying.choose import choose

    if factor == 1:
        return plan.mix
    return choose(plan.offers, tuple(curve.scaled(factor) for curve in plan.years), plan.max_reserved)
