"""The upgrade lab's missions. Checks look at what came of the run; pars come from the model."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Final

from azstudy.labs._missions import Check, Mission
from azstudy.labs._upgrade.controls import controls
from azstudy.labs._upgrade.result import UpgradeLabResult, compute

UpgradeCheck = Check[UpgradeLabResult]
BUSY: Final = 85
"""Percent of capacity that the load takes in the mission on a busy day."""


def missions() -> tuple[Mission[UpgradeLabResult], ...]:
    """The missions, easiest first."""
    return (_one_only(), _busy_day(), _late_crash(), _tight_quota(), _dark_zone())


def _after(**settings: Any) -> UpgradeLabResult:
    return compute(controls().state(settings))


def _cached(par: Callable[[], float]) -> Callable[[], float]:
    return functools.cache(par)


def _took(result: UpgradeLabResult) -> float | None:
    return result.took_min


def _least(found: list[UpgradeLabResult], good: Callable[[UpgradeLabResult], bool]) -> float:
    return min(one.took_min for one in found if one.took_min is not None and good(one))


def _all_new() -> UpgradeCheck:
    return Check(
        "every instance has the new version",
        lambda result: result.run.status == "completed" and result.upgraded == len(result.run.frames[-1].instances),
    )


def _version(word: str) -> UpgradeCheck:
    said = {"good": "it is the good version", "404": "it is the version that answers 404"}
    return Check(said.get(word, f"the version {word}"), lambda result: result.state["version"] == word)


def _ten() -> UpgradeCheck:
    return Check("it began with ten instances", lambda result: result.state["instances"] == 10)


def _one_only() -> Mission[UpgradeLabResult]:
    return Mission(
        id="one-only",
        title="Break less, and heal",
        level=1,
        brief=(
            "Pinewood Tickets publishes the version that answers 404 tonight, and nobody will be there. See to it that "
            "as few instances as possible break, and that all ten are healthy again in the morning."
        ),
        checks=(
            _version("404"),
            _ten(),
            Check("the upgrade was tried on somebody", lambda result: bool(result.run.broken_by_upgrade)),
            Check("nobody is ill at the end", lambda result: not result.run.broken),
        ),
        score=lambda result: float(len(result.run.broken_by_upgrade)),
        par=_cached(
            lambda: float(
                len(_after(batch_percent=10, orchestration="Uniform", rollback_on_breach=True).run.broken_by_upgrade)
            )
        ),
        unit="broken instances",
        hint="How small can a batch be? And which orchestration takes failed instances back?",
        debrief="Small batches break little. Rollback is a switch of the rolling policy, in Uniform mode only.",
    )


def _busy_day() -> Mission[UpgradeLabResult]:
    def good(result: UpgradeLabResult) -> bool:
        return result.run.status == "completed" and result.waited == 0

    return Mission(
        id="busy-day",
        title="In the middle of a sale",
        level=2,
        brief=(
            f"The load takes {BUSY} % of the ten instances, and a security update cannot wait. Bring the good version "
            "to everybody, in place, and let no request wait. Be quick."
        ),
        setup={"version": "good", "load_percent": BUSY},
        checks=(
            _version("good"),
            _ten(),
            _all_new(),
            Check("no request waits or is dropped", lambda result: result.waited == 0),
            Check(f"the load is {BUSY} %", lambda result: result.state["load_percent"] == BUSY),
            Check("without new instances first", lambda result: not result.state["max_surge"]),
        ),
        score=_took,
        par=_cached(
            lambda: _least([_after(version="good", load_percent=BUSY, batch_percent=p) for p in (5, 10, 20)], good)
        ),
        unit="minutes",
        hint="How many instances can be missing at 85 % load?",
        debrief="A batch is capacity that is missing. Leave at least the batch free, or surge.",
    )


def _late_crash() -> Mission[UpgradeLabResult]:
    most = 2
    setup = {"version": "crashes", "batch_percent": 10}

    def good(result: UpgradeLabResult) -> bool:
        return len(result.run.broken) <= most

    return Mission(
        id="late-crash",
        title="It looked so well",
        level=3,
        brief=(
            "This version answers its health page at first and crashes ten minutes later. Every batch is judged too "
            f"early. Change the upgrade so that at most {most} of ten are ill at the end; no repair helps."
        ),
        setup=setup,
        checks=(
            Check("it is the version that crashes", lambda result: result.state["version"] == "crashes"),
            _ten(),
            Check("the upgrade reached somebody", lambda result: bool(result.run.batches)),
            Check("the policy is Rolling", lambda result: result.state["mode"] == "rolling"),
            Check("repairs are off", lambda result: result.state["repair"] == "off"),
            Check(f"at most {most} are ill at the end", good),
        ),
        score=lambda result: float(result.state["pause_min"]),
        par=_cached(
            lambda: float(
                min(
                    p for p in range(16) for b in (10, 20) if good(_after(**{**setup, "batch_percent": b}, pause_min=p))
                )
            )
        ),
        unit="minutes of pause",
        hint="Who looks at batch 1 after it was judged? What comes between two batches?",
        debrief="A health check sees what is ill now. The pause between batches is the time in which late faults show.",
    )


def _tight_quota() -> Mission[UpgradeLabResult]:
    setup = {"version": "good", "load_percent": 95, "free_instances": 1}

    def good(result: UpgradeLabResult) -> bool:
        return result.run.status == "completed" and result.run.lowest_in_rotation >= 10

    return Mission(
        id="tight-quota",
        title="Room for one more",
        level=3,
        brief=(
            "All ten instances are needed, every minute. The quota has room for one instance more. Bring the good "
            "version to everybody, with ten in rotation all the time."
        ),
        setup=setup,
        checks=(
            _version("good"),
            _ten(),
            _all_new(),
            Check("never fewer than ten in rotation", lambda result: result.run.lowest_in_rotation >= 10),
            Check("the quota has room for one", lambda result: result.state["free_instances"] == 1),
        ),
        score=_took,
        par=_cached(lambda: _least([_after(**setup, max_surge=True, batch_percent=p) for p in (5, 10, 20)], good)),
        unit="minutes",
        hint="Max surge makes a whole batch first. How large may the batch be?",
        debrief="Max surge pays with quota, addresses and time instead of capacity.",
    )


def _dark_zone() -> Mission[UpgradeLabResult]:
    setup = {"instances": 9, "zones": 3, "version": "good", "failure": "zone"}

    def good(result: UpgradeLabResult) -> bool:
        return result.run.status == "completed" and result.upgraded == 9 and not result.run.broken

    return Mission(
        id="dark-zone",
        title="One zone is dark",
        level=4,
        brief=(
            "Nine instances in three zones. Just after the upgrade has begun, a zone is lost for 40 minutes. Let the "
            "upgrade reach everybody all the same, with the tightest limits that allow it."
        ),
        setup=setup,
        checks=(
            _version("good"),
            Check("nine instances in three zones", lambda r: r.state["instances"] == 9 and r.state["zones"] == 3),
            Check("a zone is lost", lambda result: result.state["failure"] == "zone"),
            Check("the policy is Rolling", lambda result: result.state["mode"] == "rolling"),
            _all_new(),
            Check("nobody is ill at the end", lambda result: not result.run.broken),
        ),
        score=lambda result: float(result.state["max_unhealthy_percent"]),
        par=_cached(
            lambda: float(
                min(
                    limit
                    for limit in (5, 10, 20, 30, 33, 34, 40)
                    if good(_after(**setup, max_unhealthy_percent=limit, max_unhealthy_upgraded_percent=100))
                )
            )
        ),
        unit="% ill, of all",
        hint="A third of the instances is ill while the zone is dark. Which two limits see that?",
        debrief="Limits below the share of one zone stop every upgrade in an outage. That may be just what you want.",
    )
