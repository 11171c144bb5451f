"""The placement lab's missions. Checks look at the scale set at the end; pars come from the model."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Final

from azstudy.labs._missions import Check, Mission
from azstudy.labs._placement.controls import controls
from azstudy.labs._placement.result import PlacementLabResult, compute
from azstudy.model.scaleset import SpotMix

PlacementCheck = Check[PlacementLabResult]
NEEDED: Final = 6
"""Instances that Pinewood Tickets needs while a concert is on sale."""


def missions() -> tuple[Mission[PlacementLabResult], ...]:
    """The missions, easiest first."""
    return (_even_again(), _survive(), _leave_the_region(), _long_job(), _cheap_crowd())


def _after(**settings: Any) -> PlacementLabResult:
    return compute(controls().state(settings))


def _even() -> PlacementCheck:
    return Check("no two zones differ by more than one", lambda result: result.balanced)


def _capacity(number: int) -> PlacementCheck:
    return Check(f"{number} instances at the end", lambda result: result.last.capacity == number)


def _zones_up() -> PlacementCheck:
    return Check("every zone is up", lambda result: not result.last.zones_down)


def _moved(result: PlacementLabResult) -> float:
    return float(result.moved)


def _cached(par: Callable[[], float]) -> Callable[[], float]:
    return functools.cache(par)


def _even_again() -> Mission[PlacementLabResult]:
    return Mission(
        id="even-again",
        title="After the outage",
        level=1,
        brief=(
            "Zone 1 of Pinewood Tickets was down, and all its work went to the other zones. It is back now, and empty. "
            "Even the zones out, so that six instances stand two in each. Make and delete as few as you can."
        ),
        setup={"start": "outage", "zones": 3},
        checks=(
            _capacity(6),
            _even(),
            Check("the scale set began after the outage", lambda result: result.state["start"] == "outage"),
        ),
        score=_moved,
        par=_cached(lambda: _moved(_after(start="outage", steps="scale to 8; scale to 6"))),
        unit="instances made or deleted",
        hint="Nothing moves by itself. Scaling out fills the emptiest zone, scaling in takes from the fullest.",
        debrief="Out and in again balances by hand: new VMs come where it is empty, old ones go where it is full.",
    )


def _survive() -> Mission[PlacementLabResult]:
    return Mission(
        id="survive",
        title="The concert must go on",
        level=2,
        brief=(
            f"While tickets are on sale, {NEEDED} instances must run, also in the minute after a zone fails, before "
            "anything new has started. How many instances does the scale set need? Use as few as you can."
        ),
        checks=(
            _zones_up(),
            Check(f"{NEEDED} instances run whichever zone fails", lambda result: result.worst_case >= NEEDED),
            Check("the scale set is in zones", lambda result: any(zone is not None for zone in result.run.per_zone)),
        ),
        score=lambda result: float(result.last.capacity),
        par=_cached(
            lambda: float(next(n for n in range(NEEDED, 30) if _after(instances=n, zones=3).worst_case >= NEEDED))
        ),
        unit="instances",
        hint="Look at “Still running if one more zone fails”. How much of the whole is one zone?",
        debrief="With three zones you pay for half as much again; with two zones it would be twice as much.",
    )


def _leave_the_region() -> Mission[PlacementLabResult]:
    return Mission(
        id="into-zones",
        title="From no zone into three",
        level=2,
        brief=(
            "Five old instances were made before the scale set had zones. It has zones 1, 2 and 3 now. Bring all five "
            "into the zones, and never run fewer than five on the way."
        ),
        setup={"start": "nozone", "zones": 3},
        checks=(
            _capacity(5),
            _even(),
            Check("no instance is without a zone", lambda result: not result.run.per_zone.get(None)),
            Check("never fewer than five", lambda result: min(step.running for step in result.run.steps) >= 5),
            Check("it began with the five old ones", lambda result: result.state["start"] == "nozone"),
        ),
        score=_moved,
        par=_cached(lambda: _moved(_after(start="nozone", steps="scale to 10; scale to 5"))),
        unit="instances made or deleted",
        hint="Adding zones moves nothing. Which instances does scaling in take first?",
        debrief="Double the capacity, then halve it: instances without a zone go first, whatever the policy says.",
    )


def _long_job() -> Mission[PlacementLabResult]:
    return Mission(
        id="long-job",
        title="The long job",
        level=3,
        brief=(
            "The 11 instances of the example use OldestVM. Instances 1 and 2 print tickets and need hours to finish. "
            "Scale in to 6, keep both of them, and keep the zones even. Protect as few as you can."
        ),
        setup={"start": "example", "policy": "OldestVM"},
        checks=(
            _capacity(6),
            _even(),
            Check(
                "instances 1 and 2 are still there", lambda result: {1, 2} <= {one.id for one in result.run.instances}
            ),
            Check("the policy is OldestVM", lambda result: result.state["policy"] == "OldestVM"),
            Check("nothing new was made", lambda result: not result.run.created),
            Check("it began with the example", lambda result: result.state["start"] == "example"),
        ),
        score=lambda result: float(sum(bool(one.protected) for one in result.run.instances)),
        par=_cached(
            lambda: float(
                sum(
                    bool(one.protected)
                    for one in _after(
                        start="example", policy="OldestVM", steps="protect 1, 2; scale to 6"
                    ).run.instances
                )
            )
        ),
        unit="protected instances",
        hint="Protect first, then scale. A protected instance is passed over, and the next one goes.",
        debrief="protectFromScaleIn keeps a VM from scale-in; upgrades still reach it, and you may still delete it.",
    )


def _cheap_crowd() -> Mission[PlacementLabResult]:
    floor, whole = 14, 30
    return Mission(
        id="cheap-crowd",
        title="A cheap crowd",
        level=4,
        brief=(
            f"On sale days the tier has {whole} instances. If Azure takes every Spot VM at once, {floor} must go on. "
            "Set a Spot mix and prove it: evict them all. Use as few regular VMs as you can."
        ),
        setup={"instances": whole, "mix_base": 4, "mix_percent": 50},
        checks=(
            Check(f"it started with {whole} instances", lambda result: result.run.steps[0].capacity == whole),
            Check(
                "all Spot VMs were evicted", lambda result: any(s.step == "evict all spot" for s in result.run.steps)
            ),
            Check(f"{floor} went on running", lambda result: min(step.running for step in result.run.steps) >= floor),
            Check("there was Spot to lose", lambda result: result.run.steps[0].spot > 0),
        ),
        score=lambda result: float(result.run.steps[0].capacity - result.run.steps[0].spot),
        par=_cached(
            lambda: float(
                min(
                    regular
                    for base in range(whole + 1)
                    for percent in range(0, 101, 5)
                    if (regular := SpotMix(base, percent).split(whole)[0]) >= floor and regular < whole
                )
            )
        ),
        unit="regular VMs",
        hint="Base and percentage both give regular VMs: base + floor(percentage of the rest).",
        debrief="The base is a promise, the percentage a hedge. Evicted VMs come back only when you start them.",
    )
