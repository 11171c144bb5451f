"""The protection lab's predictions. Each truth is what the models say; none is typed in."""

from __future__ import annotations

from datetime import timedelta

from azstudy.labs._controls import State
from azstudy.labs._predict import Misconception, Options, Prediction, Quantity, Truth, WhatIf
from azstudy.labs._protection.result import ON, plan_of, policy_of
from azstudy.simulate.recovery.backup_points import taken_points


def predictions() -> tuple[Prediction, ...]:
    """The predictions, easiest first."""
    return (_hourly(), _corruption(), _region())


def _hourly() -> Prediction:
    def truth(state: State) -> Truth:
        points = list(taken_points(policy_of(state), since=ON - timedelta(days=9), until=ON - timedelta(days=2)))
        kept = [point for point in points if point.kept_as]
        days = {point.taken.date() for point in kept}
        because = f"Of {len(points)} snapshots in a week, {len(kept)} reach the vault: the last of each day."
        return Truth(answer=round(len(kept) / max(1, len(days))), because=because)

    return Prediction(
        id="hourly",
        title="How many reach the vault?",
        question=(
            "Foxglove Seeds Exchange backs up its order VM every 4 hours, six times a day, with an Enhanced policy. "
            "How many of a day's six recovery points are copied to the vault?"
        ),
        setup={"type": "V2", "frequency": "Hourly", "every_h": "4", "snapshot_days": 7},
        answer=Quantity(unit="points a day", minimum=0, maximum=6, tolerance=0),
        truth=truth,
        misconception=Misconception(
            answer=6,
            name="every backup is copied to the vault",
            text="Only the last backup of the day goes to the vault; the others are snapshots and go with them.",
        ),
        view="points",
        what_if=(WhatIf(label="…every 12 hours?", changes={"every_h": "12"}),),
    )


def _corruption() -> Prediction:
    def truth(state: State) -> Truth:
        cell = plan_of(state).cell("corruption", "site_recovery")
        return Truth(answer="yes" if cell.helps else "no", because=cell.because, steps=(cell.text,))

    return Prediction(
        id="corruption",
        title="The corruption was replicated",
        question=(
            "A script has damaged the order data at 14:00; it is seen at 14:20. Site Recovery has replicated the "
            "damage to the other region and keeps points for 24 hours. Can it bring back the data from before 14:00?"
        ),
        setup={"replication_h": 24, "seen_min": 20},
        answer=Options((("yes", "yes"), ("no", "no"))),
        truth=truth,
        misconception=Misconception(
            answer="no",
            name="what is replicated cannot be undone",
            text="The newest point has the damage; the older points that are kept do not. Fail over to one of these.",
        ),
        view="wish",
        what_if=(
            WhatIf(label="…seen after two days?", changes={"seen_min": 2880}),
            WhatIf(label="…with a retention of 0?", changes={"replication_h": 0}),
        ),
    )


def _region() -> Prediction:
    def truth(state: State) -> Truth:
        cell = plan_of(state).cell("region_loss", "backup")
        return Truth(answer="yes" if cell.helps else "no", because=cell.because, steps=(cell.text,))

    return Prediction(
        id="region",
        title="A geo-redundant vault",
        question=(
            "The vault is geo-redundant, as Azure makes it, and nothing else was switched on. The region is lost. "
            "Can Foxglove restore its VM in the paired region by itself?"
        ),
        setup={"vault": "GeoRedundant", "cross_region": False},
        answer=Options((("yes", "yes"), ("no", "no"))),
        truth=truth,
        misconception=Misconception(
            answer="yes",
            name="geo-redundant means restorable there",
            text="Geo-redundancy copies the data; only Cross Region Restore lets you restore from the copy.",
        ),
        view="wish",
        what_if=(WhatIf(label="…with Cross Region Restore?", changes={"cross_region": True}),),
    )
