"""The protection lab's missions. Checks look at the result; par is the least storage of the ways that meet them."""

from __future__ import annotations

import functools
from typing import Any, Final

from azstudy.catalog.catalog import Catalog
from azstudy.labs._controls import Controls
from azstudy.labs._missions import Check, Mission
from azstudy.labs._protection.result import ProtectionLabResult, compute

_WEEKLY: Final[dict[str, Any]] = {"weekly_weeks": 0, "monthly_months": 0, "yearly_years": 0}


def missions(catalog: Catalog, controls: Controls) -> tuple[Mission[ProtectionLabResult], ...]:
    """The missions, easiest first."""
    return (_grid(), _month(catalog, controls))


def _grid() -> Mission[ProtectionLabResult]:
    return Mission(
        id="grid",
        title="Fill the grid",
        level=2,
        brief=(
            "For each of the five threats tick, in 'My grid' at the end of the settings, every way that brings service "
            "and data back. Cross Region Restore is on and the VM keeps data. The view 'RPO and RTO' has the answers: "
            "look there last."
        ),
        checks=(
            Check("Cross Region Restore stays on", lambda result: bool(result.state["cross_region"])),
            Check("the VM keeps data of its own", lambda result: bool(result.state["stateful"])),
            Check("every cell of the grid is right", lambda result: result.wrong == 0),
        ),
        score=lambda result: None,
        par=lambda: None,
        unit="",
        hint="Ask twice: is there a state from before the fault, and is it at a place that is still there?",
        debrief="No single way helps against all five: zones against a lost place, older points against a fault.",
        setup={"cross_region": True},
    )


def _month(catalog: Catalog, controls: Controls) -> Mission[ProtectionLabResult]:
    def gib(result: ProtectionLabResult) -> float:
        return result.storage.snapshot_gib + result.storage.vault_gib

    checks: tuple[Check[ProtectionLabResult], ...] = (
        Check("thirty points or more in the vault", lambda result: result.storage.in_vault >= 30),
        Check(
            "by Backup, corruption seen after 20 minutes loses 5 hours at most",
            lambda result: result.state["seen_min"] >= 20 and result.loses_by_backup_min <= 300,
        ),
        Check("100 GiB of data, 5 GiB of changes a day",
              lambda result: result.state["used_gib"] >= 100 and result.state["churn_gib"] >= 5),
    )  # fmt: skip

    @functools.cache
    def par() -> float | None:
        tries = (
            {"frequency": "Hourly", "every_h": "4", "snapshot_days": days, "daily_days": kept, **_WEEKLY}
            for days in (1, 2, 5)
            for kept in (30, 31)
        )
        results = [compute(controls.state(changes), catalog) for changes in tries]
        return min((gib(one) for one in results if all(check.met(one) for check in checks)), default=None)

    return Mission(
        id="month",
        title="A month of points, little storage",
        level=3,
        brief=(
            "Foxglove wants thirty points in the vault, and to lose at most 5 hours of orders when damage is seen "
            "after 20 minutes. Store as little as you can."
        ),
        checks=checks,
        score=gib,
        par=par,
        unit="GiB",
        hint="How often a point is taken decides the loss; how long snapshots and points stay decides the storage.",
        debrief="Six snapshots a day cut the loss; they need stay only a day, since the vault keeps one of each day.",
    )
