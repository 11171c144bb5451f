"""The placement lab's predictions. Each truth is what `az.simulate.placement` does; none is typed in."""

from __future__ import annotations

from typing import Any

from azstudy.errors import DataError
from azstudy.labs._controls import State
from azstudy.labs._placement.controls import run_of
from azstudy.labs._predict import Misconception, Order, Prediction, Quantity, Truth, WhatIf
from azstudy.simulate.fleet.outcome import PlacementResult


def predictions() -> tuple[Prediction, ...]:
    """The predictions, easiest first."""
    return (_first_three(), _moves_back(), _strict(), _mix())


# --- who goes first ----------------------------------------------------------------------------------------------
def _first_three() -> Prediction:
    return Prediction(
        id="first-three",
        title="Who goes first?",
        question=(
            "A scale set has 11 instances; the lower the number, the older. Zone 1 has 3, 4, 5 and 10. Zone 2 has "
            "2, 6, 9 and 11. Zone 3 has 1, 7 and 8. The scale-in policy is OldestVM. It scales in. Which three are "
            "deleted first, in which order? Type their numbers."
        ),
        setup={"start": "example", "policy": "OldestVM", "steps": "scale to 5"},
        answer=Order(count=3),
        truth=_first_deleted,
        misconception=Misconception(
            answer="1, 2, 3",
            name="OldestVM deletes the oldest of all",
            text=(
                "OldestVM chooses only inside the zone or zones that have the most instances. Zones are balanced "
                "first, and the question is asked again after every deletion."
            ),
        ),
        view="zones",
        what_if=(
            WhatIf(label="…with NewestVM?", changes={"policy": "NewestVM"}),
            WhatIf(label="…with 2 and 3 protected?", changes={"steps": "protect 2, 3; scale to 5"}),
            WhatIf(label="…without zones to balance?", changes={"start": "new", "zones": 0, "instances": 11}),
        ),
    )


def _first_deleted(state: State) -> Truth:
    run = run_of(state)
    gone = run.deleted[:3]
    if len(gone) < 3:
        raise DataError("fewer than three instances are deleted, so there is no first three.")
    lines = run.timeline.only("delete").decisions[:3]
    return Truth(
        answer=", ".join(map(str, gone)),
        because=f"{lines[0].subject.rpartition('/')[2]} goes first: {lines[0].because}.",
        steps=tuple(f"{one.subject}: {one.because}" for one in lines),
    )


# --- what comes back ---------------------------------------------------------------------------------------------
def _moves_back() -> Prediction:
    return Prediction(
        id="moves-back",
        title="The zone comes back",
        question=(
            "Nine instances stand in three zones, three in each. Zone 2 fails, and its three instances are replaced in "
            "the other zones. An hour later zone 2 is back. How many instances move back to zone 2 by themselves?"
        ),
        setup={"instances": 9, "steps": "lose zone 2; replace lost; restore zone 2"},
        answer=Quantity(unit="instances", minimum=0, maximum=9, tolerance=0),
        truth=_moved_back,
        misconception=Misconception(
            answer=3,
            name="zone balance moves instances",
            text=(
                "Balancing never moves a VM. It only decides where the next one is made and which one is deleted. To "
                "even the zones out, scale out and in again, or switch automatic zone balance on (preview)."
            ),
        ),
        view="steps",
        what_if=(
            WhatIf(label="…and then scale to 12?", changes=_after_restore("scale to 12")),
            WhatIf(
                label="…with automatic zone balance, a day later?",
                changes={**_after_restore("wait 13 hours; wait 13 hours"), "auto_balance": True},
            ),
            WhatIf(label="…when nothing was replaced?", changes={"steps": "lose zone 2; restore zone 2"}),
        ),
    )


def _after_restore(step: str) -> dict[str, Any]:
    return {"steps": f"lose zone 2; replace lost; restore zone 2; {step}"}


def _moved_back(state: State) -> Truth:
    run = run_of(state)
    back = next((at for at, step in enumerate(run.steps) if step.step.startswith("restore zone")), None)
    if back is None:
        raise DataError("no zone comes back in these steps.")
    zone = int(run.steps[back].step.split()[-1])
    made = [number for step in run.steps[back:] for number in step.created]
    there = [one.id for one in run.instances if one.id in made and one.zone == zone]
    line = next(one for one in run.steps[back].decisions if one.action in ("zone restored", "nothing to do"))
    told = tuple(step.text for step in run.steps)
    because = line.because if not there else f"{len(there)} made there later: {_spread(run)}"
    return Truth(answer=len(there), because=f"{because}.", steps=told)


def _spread(run: PlacementResult) -> str:
    return ", ".join(f"zone {zone} {number}" for zone, number in run.per_zone.items())


# --- strict balance ----------------------------------------------------------------------------------------------
def _strict() -> Prediction:
    return Prediction(
        id="strict",
        title="Strict balance in an outage",
        question=(
            "Six instances stand in three zones, two in each, with strict zone balance. Zone 3 fails. Sales of a "
            "concert begin, and autoscale asks for 12 instances. How many does the scale set have then, those out of "
            "reach included?"
        ),
        setup={"strict": True, "steps": "lose zone 3; scale to 12"},
        answer=Quantity(unit="instances", minimum=0, maximum=15, tolerance=0),
        truth=_after_all,
        misconception=Misconception(
            answer=12,
            name="strict balance is the safe choice",
            text=(
                "Strict balance refuses every request that would leave the zones more than one apart, also in an "
                "outage, when you need the instances most. Best effort goes on with one zone down, and stops with two."
            ),
        ),
        view="zones",
        what_if=(
            WhatIf(label="…with best effort?", changes={"strict": False}),
            WhatIf(label="…asking for 8 only?", changes={"steps": "lose zone 3; scale to 8"}),
            WhatIf(
                label="…best effort, two zones down?",
                changes={"strict": False, "steps": "lose zone 3; lose zone 2; scale to 12"},
            ),
        ),
    )


def _after_all(state: State) -> Truth:
    run = run_of(state)
    last = run.steps[-1]
    told = [one for one in last.decisions if one.action.endswith(("refused", "short"))] or list(last.decisions[-1:])
    because = told[-1].because if told else "nothing happened"
    return Truth(answer=last.capacity, because=f"{because}.", steps=tuple(step.text for step in run.steps))


# --- the Spot mix ------------------------------------------------------------------------------------------------
def _mix() -> Prediction:
    return Prediction(
        id="mix",
        title="A quarter regular?",
        question=(
            "A Spot mix has a base of 4 regular instances and 25 % regular ones above it. The scale set has 20 "
            "instances. Azure then needs the room and evicts every Spot VM. How many regular instances are left?"
        ),
        setup={"instances": 20, "mix_base": 4, "mix_percent": 25, "steps": "evict all spot"},
        answer=Quantity(unit="instances", minimum=0, maximum=20, tolerance=0),
        truth=_regular,
        misconception=Misconception(
            answer=5,
            name="the percentage counts all instances",
            text=(
                "The percentage counts only what stands above the base: base + floor(percentage of the rest). Evicted "
                "VMs that are deallocated still count as instances, so the scale set does not replace them."
            ),
        ),
        view="zones",
        what_if=(
            WhatIf(label="…evicted VMs deleted?", changes={"eviction": "Delete"}),
            WhatIf(label="…without a base?", changes={"mix_base": 0}),
            WhatIf(label="…and then scale to 24?", changes={"steps": "evict all spot; scale to 24"}),
        ),
    )


def _regular(state: State) -> Truth:
    run = run_of(state)
    mix = run.scale_set.spot_mix
    if mix is None:
        raise DataError("there is no Spot mix in these settings.")
    first = run.steps[0].capacity
    regular, spot = mix.split(first)
    left = run.spot_split[0]
    percent, base = mix.regular_percent_above_base, mix.regular_base
    steps = (
        f"above the base: {first} − {min(first, base)} = {first - min(first, base)}; "
        f"{percent:g} % of that, rounded down: {regular - min(first, base)}",
        f"at the start {regular} regular and {spot} Spot",
        *(step.text for step in run.steps[1:]),
    )
    return Truth(answer=left, because=f"Base {base} and {percent:g} % above it: {left} regular instances.", steps=steps)
