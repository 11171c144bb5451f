"""The upgrade lab's predictions. Each truth is what `az.simulate.upgrade` does; none is typed in."""

from __future__ import annotations

from azstudy.labs._controls import State
from azstudy.labs._predict import Misconception, Options, Prediction, Quantity, Truth, WhatIf
from azstudy.labs._upgrade.result import compute
from azstudy.simulate.timeline import clock
from azstudy.simulate.upgrading.result import UpgradeResult


def predictions() -> tuple[Prediction, ...]:
    """The predictions, easiest first."""
    return (_how_many(), _rollback(), _repairs(), _limit(), _surge(), _grace())


def _run(state: State) -> UpgradeResult:
    return compute(state).run


def _steps(run: UpgradeResult) -> tuple[str, ...]:
    return tuple(line.strip() for line in run.text.splitlines())


def _how_many() -> Prediction:
    return Prediction(
        id="how-many",
        title="A version that answers 404",
        question=(
            "Ten instances, rolling upgrade, batches of 20 %, Azure's default limits. The new version answers every "
            "request with 404, also on its health page. Nobody watches. How many instances are broken when the upgrade "
            "has ended?"
        ),
        setup={},
        answer=Quantity(unit="instances", minimum=0, maximum=10, tolerance=0),
        truth=_broken,
        misconception=Misconception(
            answer=10,
            name="an upgrade that has begun runs to its end",
            text=(
                "After every batch Azure asks the health of the upgraded instances. More than 20 % of them ill, and "
                "the upgrade stops. That is what the batches are for."
            ),
        ),
        view="batches",
        what_if=(
            WhatIf(label="…counted against all instances?", changes={"share_of": "all"}),
            WhatIf(label="…that crashes after 10 minutes?", changes={"version": "crashes"}),
            WhatIf(label="…with the Automatic policy?", changes={"mode": "automatic"}),
        ),
    )


def _broken(state: State) -> Truth:
    run = _run(state)
    return Truth(answer=len(run.broken), because=f"{run.because}.", steps=_steps(run))


def _rollback() -> Prediction:
    return Prediction(
        id="rollback",
        title="And then?",
        question=(
            "The same upgrade in a Flexible scale set; “Roll failed instances back” is switched on. The upgrade stops "
            "after the first batch. What becomes of the broken instances?"
        ),
        setup={"rollback_on_breach": True},
        answer=Options(
            (
                ("back", "they get the old version back"),
                ("stay", "they stay as they are, broken"),
                ("deleted", "they are deleted and made again with the old version"),
            )
        ),
        truth=_back,
        misconception=Misconception(
            answer="back",
            name="a stopped upgrade is rolled back",
            text=(
                "Azure rolls failed instances back in Uniform orchestration only, and only with the switch. Elsewhere "
                "a stopped upgrade just stops: two versions stand side by side until you act."
            ),
        ),
        view="instances",
        what_if=(
            WhatIf(label="…in Uniform orchestration?", changes={"orchestration": "Uniform"}),
            WhatIf(label="…as an OS image upgrade?", changes={"mode": "os-image"}),
        ),
    )


def _back(state: State) -> Truth:
    run = _run(state)
    there = {one.id for one in run.frames[-1].instances}
    broken = set(run.broken_by_upgrade)
    answer = "back" if run.restored else "stay" if broken and broken <= there else "deleted"
    return Truth(answer=answer, because=f"{run.because}.", steps=_steps(run))


def _repairs() -> Prediction:
    return Prediction(
        id="repairs",
        title="Repairs to the rescue?",
        question=(
            "Again ten instances, batches of 20 %, the version that answers 404, Flexible. This time automatic repairs "
            "(Replace, 10 minutes of grace) are on. Three hours later: what have they done?"
        ),
        setup={"repair": "Replace"},
        answer=Options(
            (
                ("healed", "replaced the broken instances; all ten are healthy"),
                ("suspended", "replaced some in vain, then given up"),
                ("none", "nothing: repairs wait while an upgrade has failed"),
            )
        ),
        truth=_after_repairs,
        misconception=Misconception(
            answer="healed",
            name="a repair brings the old version back",
            text=(
                "A new instance is made from the scale set's current model, and that is the bad version. Each repair "
                "makes one more broken instance, until Azure suspends the repairs."
            ),
        ),
        view="repairs",
        what_if=(
            WhatIf(
                label="…with rollback, in Uniform?", changes={"orchestration": "Uniform", "rollback_on_breach": True}
            ),
            WhatIf(label="…with Restart?", changes={"repair": "Restart"}),
            WhatIf(label="…with 40 instances?", changes={"instances": 40}),
        ),
    )


def _after_repairs(state: State) -> Truth:
    run = _run(state)
    answer = "suspended" if run.suspended else "healed" if run.repairs and not run.broken else "none"
    told = [one.because for one in run.timeline if one.action in ("repairs suspended", "repaired")]
    because = told[-1] if told else "nothing was repaired"
    return Truth(answer=answer, because=f"{because[:1].upper()}{because[1:]}.", steps=_steps(run))


def _limit() -> Prediction:
    return Prediction(
        id="limit",
        title="At the limit",
        question=(
            "Ten instances; two of them have been ill since yesterday. maxUnhealthyInstancePercent is 20. You publish "
            "a good version. Does the rolling upgrade begin?"
        ),
        setup={"version": "good", "ill": 2},
        answer=Options((("yes", "yes, batch 1 begins"), ("no", "no, 20 % are ill already"))),
        truth=_begins,
        misconception=Misconception(
            answer="no",
            name="the limit itself is too many",
            text="Azure stops at more than the limit. Two of ten are 20 %: that goes on. Three would stop it.",
        ),
        view="batches",
        what_if=(
            WhatIf(label="…with three ill?", changes={"ill": 3}),
            WhatIf(label="…the sick first?", changes={"prioritize_unhealthy": True}),
        ),
    )


def _begins(state: State) -> Truth:
    run = _run(state)
    because = f"{len(run.batches)} batches ran" if run.batches else run.because
    return Truth(answer="yes" if run.batches else "no", because=f"{because}.", steps=_steps(run))


def _surge() -> Prediction:
    return Prediction(
        id="surge",
        title="New instances first",
        question=(
            "Ten instances, batches of 20 %, a good version, max surge on: new instances are made before old ones go. "
            "The quota has room for one instance more. How many instances are in rotation at the worst moment?"
        ),
        setup={"version": "good", "max_surge": True, "free_instances": 1},
        answer=Quantity(unit="instances", minimum=0, maximum=12, tolerance=0),
        truth=_lowest,
        misconception=Misconception(
            answer=10,
            name="max surge never costs capacity",
            text=(
                "A whole batch needs room in the quota. Where it is short, Azure does that batch in place, without an "
                "error, and the capacity drops."
            ),
        ),
        view="capacity",
        what_if=(
            WhatIf(label="…with room for two?", changes={"free_instances": 2}),
            WhatIf(label="…with batches of 10 %?", changes={"batch_percent": 10}),
            WhatIf(label="…a version that answers 404?", changes={"version": "404", "free_instances": 2}),
        ),
    )


def _lowest(state: State) -> Truth:
    run = _run(state)
    told = [one.because for one in run.timeline if one.action == "max surge refused"]
    because = told[0] if told else "new instances stood in before old ones went"
    return Truth(answer=run.lowest_in_rotation, because=f"{because[:1].upper()}{because[1:]}.", steps=_steps(run))


def _grace() -> Prediction:
    return Prediction(
        id="grace",
        title="Half an hour of grace",
        question=(
            "A scale set has run unchanged for weeks. Automatic repairs have a grace period of 30 minutes. At minute 8 "
            "the application of one instance stops answering. At which minute is it repaired?"
        ),
        setup={"version": "none", "repair": "Replace", "grace_min": 30, "ill": 1, "ill_min": 8},
        answer=Quantity(unit="minutes from the start", minimum=0, maximum=180, tolerance=2),
        truth=_repaired_at,
        misconception=Misconception(
            answer=38,
            name="grace counts from the illness",
            text=(
                "The grace period protects an instance after it was created or changed, so that it can start in peace. "
                "An instance without a change for weeks has no grace left: it is repaired as soon as it is seen ill."
            ),
        ),
        view="repairs",
        what_if=(
            WhatIf(label="…five instances at once?", changes={"ill": 5}),
            WhatIf(label="…after an upgrade that crashes?", changes={"version": "crashes", "ill": 0}),
        ),
    )


def _repaired_at(state: State) -> Truth:
    run = _run(state)
    lines = tuple(f"{clock(one.at_s)} {one.action}: {one.because}" for one in run.timeline.only("repair (Replace)"))
    first = run.repairs[0].at_s / 60
    return Truth(answer=round(first, 1), because=f"{run.timeline.only('repair (Replace)')[0].because}.", steps=lines)
