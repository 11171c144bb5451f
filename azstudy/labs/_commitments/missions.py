"""The commitments lab's missions. Checks look at the bill of your mix; par is the cheapest mix there is."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, Final

from azstudy.catalog.catalog import Catalog
from azstudy.labs._commitments.controls import TRENDS
from azstudy.labs._commitments.result import CommitmentsLabResult, compute
from azstudy.labs._commitments.shapes import SHAPES
from azstudy.labs._controls import Controls
from azstudy.labs._missions import Check, Mission
from azstudy.plan.paying.mix import nothing

UNIT: Final = "USD a month"
LabCheck = Check[CommitmentsLabResult]
HALF: Final = 0.5


def _set(name: str, value: Any, words: str) -> LabCheck:
    return Check(words, lambda result: result.state[name] == value)


def _runs(**wanted: Any) -> tuple[LabCheck, ...]:
    """The situation of the brief; a mission is not solved by another load."""
    words: dict[str, Callable[[Any], str]] = {
        "shape": lambda shape: f"the load: {SHAPES[shape].split(':')[0]}",
        "base": lambda count: f"{count} VMs always run",
        "peak": lambda count: f"{count} VMs in the busiest hour",
        "size": lambda size: f"size {size}",
        "os": lambda system: str(system).capitalize(),
        "trend": lambda trend: f"the load {TRENDS[trend][0]}",
    }
    place = _set("region", "westeurope", "in West Europe")
    return (*(_set(name, value, words[name](value)) for name, value in wanted.items()), place)


_AS_PLANNED: Final = Check[CommitmentsLabResult]("the load comes as planned (100 %)", lambda result: result.actual == 1)


def _saves(share: float) -> LabCheck:
    return Check(f"saves at least {share:.0%} against pay-as-you-go", lambda result: result.saving_share >= share)


def _near(share: float) -> LabCheck:
    return Check(
        f"within {share:.0%} of the cheapest mix",
        lambda result: result.yours.total <= result.best.total * (1 + share) + 1e-6,
    )


def _cost(result: CommitmentsLabResult) -> float | None:
    return round(result.monthly(result.yours), 2)


def _par(catalog: Catalog, controls: Controls, state: Mapping[str, Any]) -> Callable[[], float | None]:
    """The cheapest month for a state, computed when first asked for."""

    @functools.cache
    def par() -> float | None:
        result = compute(controls.state(state), catalog)
        return round(result.monthly(result.plan.cost), 2)

    return par


def missions(catalog: Catalog, controls: Controls) -> tuple[Mission[CommitmentsLabResult], ...]:
    """The missions, easiest first."""
    makers = (_first_saving, _shop, _old_series, _own_licences, _shrinking, _careful)
    return tuple(make(catalog, controls) for make in makers)


def _first_saving(catalog: Catalog, controls: Controls) -> Mission[CommitmentsLabResult]:
    setup = {"shape": "steady", "base": 4, "peak": 4}
    return Mission(
        id="first-saving",
        title="Four that never stop",
        level=1,
        brief=(
            "Four Linux VMs (D4s_v5, West Europe) print orders day and night and will do so for three years. Pay less "
            "than half of the hourly bill."
        ),
        checks=(*_runs(**setup, size="D4s_v5", os="linux", trend="stays"), _AS_PLANNED, _saves(0.5)),
        score=_cost,
        par=_par(catalog, controls, setup),
        unit=UNIT,
        hint="Under “Your mix”, reserve what never stops.",
        debrief="A load that never stops is what reservations are for. The longer the term, the lower the rate.",
        setup=setup,
    )


def _shop(catalog: Catalog, controls: Controls) -> Mission[CommitmentsLabResult]:
    setup = {"shape": "autoscale", "base": 3, "peak": 16}
    return Mission(
        id="shop",
        title="The web shop breathes",
        level=2,
        brief=(
            "The web shop runs 3 VMs at night and 16 in its busiest hours (D4s_v5, Linux, West Europe), for three "
            "years. Reserve the right number: come within 1 % of the cheapest mix."
        ),
        checks=(*_runs(**setup, size="D4s_v5", os="linux", trend="stays"), _AS_PLANNED, _near(0.01)),
        score=_cost,
        par=_par(catalog, controls, setup),
        unit=UNIT,
        hint="The tab “The n-th VM” shows how many hours each further VM is needed.",
        debrief="Reserve up to the VM whose hours meet the break-even line, and pay the rest by the hour.",
        setup=setup,
    )


def _old_series(catalog: Catalog, controls: Controls) -> Mission[CommitmentsLabResult]:
    setup = {"shape": "steady", "base": 6, "peak": 6, "size": "D4s_v3"}
    return Mission(
        id="old-series",
        title="A series nobody can reserve",
        level=3,
        brief=(
            "Six D4s_v3 run day and night and cannot be changed this year. Somebody asks for reservations. Find what "
            "can still be bought and save at least 15 %."
        ),
        checks=(*_runs(**setup, os="linux", trend="stays"), _AS_PLANNED, _saves(0.15)),
        score=_cost,
        par=_par(catalog, controls, setup),
        unit=UNIT,
        hint="“Prices and assumptions” says what is not on offer, and why. A commitment in USD an hour has no series.",
        debrief=(
            "Since July 2026 no reservations of Dv3 and Ev3 are sold. A savings plan covers any series, and goes with "
            "you to the next one."
        ),
        setup=setup,
    )


def _own_licences(catalog: Catalog, controls: Controls) -> Mission[CommitmentsLabResult]:
    setup = {"shape": "weekdays", "base": 2, "peak": 6, "os": "windows"}
    licensed = _set("hybrid_benefit", True, "Azure Hybrid Benefit")
    return Mission(
        id="own-licences",
        title="Windows, licences in the drawer",
        level=3,
        brief=(
            "Two Windows VMs (D4s_v5, West Europe) run always, four more for 12 hours on weekdays. There are 48 "
            "Windows core licences with Software Assurance in the drawer: enough for six VMs. By the hour, with the "
            "licence in the price, this costs more than 1,000 USD a month. Pay at most 370."
        ),
        checks=(
            *_runs(**setup, size="D4s_v5", trend="stays"),
            _AS_PLANNED,
            licensed,
            Check("at most 370 USD a month", lambda result: result.monthly(result.yours) <= 370),
        ),
        score=_cost,
        par=_par(catalog, controls, {**setup, "hybrid_benefit": True}),
        unit=UNIT,
        hint="First the licence, then the two VMs that never stop. Are the other four worth a reservation?",
        debrief="Hybrid Benefit and a reservation pay different meters: they add up. The office VMs stay by the hour.",
        setup=setup,
    )


def _shrinking(catalog: Catalog, controls: Controls) -> Mission[CommitmentsLabResult]:
    setup = {"shape": "autoscale", "base": 4, "peak": 20, "trend": "shrinks"}
    return Mission(
        id="shrinking",
        title="A shop that moves away",
        level=4,
        brief=(
            "The old shop loses 30 % of its load every year, while a new one is built elsewhere: 4 to 20 VMs in the "
            "first year (D4s_v5, Linux, West Europe). Save at least 35 % over the three years."
        ),
        checks=(*_runs(**setup, size="D4s_v5", os="linux"), _AS_PLANNED, _saves(0.35)),
        score=_cost,
        par=_par(catalog, controls, setup),
        unit=UNIT,
        hint="What is still needed in the third year? Reserve for that, not for today.",
        debrief="Commit to what is left at the end of the term, not to what runs on the day you buy.",
        setup=setup,
    )


def _careful(catalog: Catalog, controls: Controls) -> Mission[CommitmentsLabResult]:
    setup: dict[str, Any] = {"shape": "autoscale", "base": 2, "peak": 12}

    def half(result: CommitmentsLabResult) -> bool:
        none = nothing(len(result.plan.years))
        return result.cost(result.mix, HALF).total <= 0.7 * result.cost(none, HALF).total

    @functools.cache
    def par() -> float | None:
        tries = [compute(controls.state({**setup, "reserved_3y": n}), catalog) for n in range(setup["peak"] + 1)]
        good = [result for result in tries if result.saving_share >= 0.35 and half(result)]
        return min((round(result.monthly(result.yours), 2) for result in good), default=None)

    return Mission(
        id="careful",
        title="Nobody knows what comes",
        level=5,
        brief=(
            "A new shop: 2 to 12 VMs are planned (D4s_v5, Linux, West Europe), but it may be half. Choose a mix that "
            "saves at least 35 % if the load comes as planned, and still 30 % if only half of it comes."
        ),
        checks=(
            *_runs(**setup, size="D4s_v5", os="linux", trend="stays"),
            _AS_PLANNED,
            _saves(0.35),
            Check("saves at least 30 % if half the load comes", half),
        ),
        score=_cost,
        par=par,
        unit=UNIT,
        hint="The tab “If the load is another” shows both. Reserve less than the best plan for the full load.",
        debrief=(
            "The cheapest plan for the planned load is not the safest. Reserving somewhat less costs little if all "
            "comes, and saves much if half comes."
        ),
        setup=setup,
    )
