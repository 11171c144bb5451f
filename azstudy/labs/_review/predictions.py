"""The review lab's predictions. Each truth is what `review` finds in the state; none is typed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import attrs

from azstudy.errors import DataError
from azstudy.labs._controls import State
from azstudy.labs._predict import Misconception, Options, Prediction, Quantity, Truth, WhatIf
from azstudy.labs._review.result import ReviewLabResult

Compute = Callable[[State], ReviewLabResult]
_DISK: Final = "VirtualMachine:db1.data_disks[0]."
_FASTER: Final = f"{_DISK}type=PremiumV2,VirtualMachine:db2.data_disks[0].type=PremiumV2"

_SIX_DISKS: Final = {
    "smaller": (
        "Make each disk 64 GiB",
        ",".join(f"VirtualMachine:files.data_disks[{n}].size_gib=64" for n in range(6)),
    ),
    "cheaper": (
        "Make all six Standard SSD",
        ",".join(f"VirtualMachine:files.data_disks[{n}].type=StandardSSD" for n in range(6)),
    ),
    "regional": ("Take the VM out of its zone", "VirtualMachine:files.zone=null"),
    "larger": ("Make the VM a D4s_v5", "VirtualMachine:files.size=D4s_v5"),
}
_ROLLING: Final = {
    "more": ("Run 12 instances instead of 6", "ScaleSet:api.instances=12"),
    "slower": ("Upgrade 10 % at a time", 'ScaleSet:api.upgrade.rolling={"max_batch_percent":10}'),
    "health": ("Add the application health extension", "ScaleSet:api.health_extension={}"),
    "repair": ("Switch automatic repairs on", "ScaleSet:api.repair={}"),
}


def predictions(compute: Compute, start: State) -> tuple[Prediction, ...]:
    """The predictions, easiest first."""
    asked = _Truths(compute, start)
    return (_which_change(asked), _twice_as_safe(asked), _how_many(asked), _faster_disk(asked), _upgrade(asked))


@attrs.frozen
class _Truths:
    """What a review says in a state, as the answer to a prediction."""

    compute: Compute
    start: State

    def errors(self, state: State) -> Truth:
        """How many errors there are, each as a step."""
        found = self.compute(state).review.errors
        steps = tuple(f"{f.subject}: {f.what} [{f.rule_id}]" for f in found)
        rules = len({f.rule_id for f in found})
        because = (
            f"The review checks every rule on every part: {len(found)} errors, from {rules} rules."
            if found
            else "No rule finds an error."
        )
        return Truth(answer=len(found), because=because, steps=steps)

    def verdict(self, state: State) -> Truth:
        """Whether Azure refuses the design, warns, or takes it."""
        review = self.compute(state).review
        broken = review.errors or review.warnings
        answer = "refused" if review.errors else "warned" if review.warnings else "safer"
        because = broken[0].reason if broken else "No rule is broken."
        return Truth(
            answer=answer, because=because, steps=tuple(f"{f.subject}: {f.what} [{f.rule_id}]" for f in broken)
        )

    def solver(self, rule: str, changes: Mapping[str, tuple[str, str]]) -> Callable[[State], Truth]:
        """Which single change takes the findings of `rule` away; each change is tried on the state's own design."""

        def truth(state: State) -> Truth:
            steps, answers, reason = [], [], ""
            if rule not in self.compute(state).review.rule_ids:
                raise DataError("the finding is gone already. Go back to the scenario to try another change.")
            for ident, (words, edits) in changes.items():
                tried = self.compute({**state, "edits": ",".join(filter(None, (state["edits"], edits)))})
                found = [f for f in tried.review.errors if f.rule_id == rule]
                steps.append(f"{words}: {found[0].what if found else 'the finding goes'}")
                answers += [] if found else [ident]
                reason = found[0].reason if found else reason
            if len(answers) != 1:
                raise DataError(f"{len(answers)} of the changes make it legal here, so there is no one answer.")
            return Truth(answer=answers[0], because=reason, steps=tuple(steps))

        return truth


def _options(changes: Mapping[str, tuple[str, str]]) -> Options:
    return Options(tuple((ident, words) for ident, (words, _) in changes.items()))


def _tries(changes: Mapping[str, tuple[str, str]]) -> tuple[WhatIf, ...]:
    return tuple(WhatIf(label=words, changes={"edits": edits}) for words, edits in changes.values())


def _which_change(asked: _Truths) -> Prediction:
    return Prediction(
        id="which-change",
        title="Six disks on a small machine",
        question=(
            "Azure refuses this file server: D2s_v5 takes fewer than six data disks. Which one of these changes "
            "makes it legal, with all six disks kept?"
        ),
        setup={"example": "six-disks"},
        answer=_options(_SIX_DISKS),
        truth=asked.solver("size-01", _SIX_DISKS),
        misconception=Misconception(
            answer="smaller",
            name="the limit is about capacity",
            text=(
                "It feels as if smaller or cheaper disks take up less of the machine. The limit counts disks, and "
                "it belongs to the VM size: to attach more, take a larger size, or fewer and larger disks."
            ),
        ),
        view="graph",
        what_if=_tries(_SIX_DISKS),
    )


_TWICE: Final = Options(
    (
        ("safer", "It takes it: two protections are better than one"),
        ("warned", "It takes it, with a warning: the set adds nothing"),
        ("refused", "It refuses it"),
    )
)


def _twice_as_safe(asked: _Truths) -> Prediction:
    return Prediction(
        id="twice-as-safe",
        title="A zone and an availability set",
        question=(
            "Two web servers stand in zones 1 and 2 and, to be safe from a rack failure as well, in one availability "
            "set. What does Azure say to this design?"
        ),
        setup={"example": "zone-and-set"},
        answer=_TWICE,
        truth=asked.verdict,
        misconception=Misconception(
            answer="safer",
            name="protections add up",
            text=(
                "A zone is one or more whole data centres; an availability set spreads machines over racks of one. "
                "A VM stands in one or the other. Zones protect from more, so take them where the region has them."
            ),
        ),
        view="graph",
        what_if=(
            WhatIf(
                label="…without the zones?",
                changes={"edits": "VirtualMachine:web1.zone=null,VirtualMachine:web2.zone=null"},
            ),
            WhatIf(
                label="…without the set?",
                changes={
                    "edits": "VirtualMachine:web1.availability_set=null,VirtualMachine:web2.availability_set=null"
                },
            ),
            WhatIf(
                label="…one of each?",
                changes={"edits": "VirtualMachine:web1.availability_set=null,VirtualMachine:web2.zone=null"},
            ),
        ),
    )


def _how_many(asked: _Truths) -> Prediction:
    return Prediction(
        id="how-many",
        title="How many mistakes?",
        question=(
            "This database server was moved as it was: a D2_v5 with a Premium SSD for the system and four for data, "
            "an archive disk, a zone and an availability set. How many errors does the review find?"
        ),
        setup={"example": "sql"},
        answer=Quantity(unit="errors", minimum=0, maximum=12, tolerance=1, step=1),
        truth=asked.errors,
        misconception=Misconception(
            answer=2,
            name="one machine, one or two mistakes",
            text=(
                "A deployment stops at what it finds first, so mistakes come to light one at a time. Each disk, the "
                "size and the placement are checked on their own: one letter missing in a size name breaks a rule "
                "once for every disk."
            ),
        ),
        view="graph",
        what_if=(
            WhatIf(label="…on a D2s_v5?", changes={"edits": "VirtualMachine:sql1.size=D2s_v5"}),
            WhatIf(label="…on a D4s_v5?", changes={"edits": "VirtualMachine:sql1.size=D4s_v5"}),
            WhatIf(label="…outside the zone?", changes={"edits": "VirtualMachine:sql1.zone=null"}),
        ),
    )


def _faster_disk(asked: _Truths) -> Prediction:
    return Prediction(
        id="faster-disk",
        title="Only the disk type changes",
        question=(
            "This pair of databases is legal: an availability set, Premium SSD with ReadOnly caching. Somebody changes "
            "the type of both data disks to Premium SSD v2, and nothing else. How many errors does the review find?"
        ),
        setup={"example": "fast-disk", "edits": _FASTER},
        answer=Quantity(unit="errors", minimum=0, maximum=8, tolerance=0, step=1),
        truth=asked.errors,
        misconception=Misconception(
            answer=0,
            name="Premium SSD v2 is Premium SSD, only newer",
            text=(
                "Premium SSD v2 is another kind of disk. It has no host caching, and it asks for a zone where the "
                "region has zones. A faster disk can cost you the placement you have."
            ),
        ),
        view="graph",
        what_if=(
            WhatIf(label="…as it was?", changes={"edits": ""}),
            WhatIf(
                label="…without caching?",
                changes={
                    "edits": f"{_FASTER},{_DISK}caching=None,VirtualMachine:db2.data_disks[0].caching=None",
                },
            ),
            WhatIf(label="…Ultra Disk?", changes={"edits": _FASTER.replace("PremiumV2", "UltraSSD")}),
        ),
    )


def _upgrade(asked: _Truths) -> Prediction:
    return Prediction(
        id="safe-upgrade",
        title="What makes a rolling upgrade possible?",
        question=(
            "A scale set shall be upgraded batch by batch, and stop when a batch goes wrong. Azure refuses the rolling "
            "upgrade as it stands. Which one of these changes makes it possible?"
        ),
        setup={"example": "rolling"},
        answer=_options(_ROLLING),
        truth=asked.solver("scaleset-50", _ROLLING),
        misconception=Misconception(
            answer="slower",
            name="a careful pace is enough",
            text=(
                "Small batches limit the damage, but something has to tell whether a batch is well. That is a health "
                "signal from inside: the application health extension, or the probe of a load balancer. Repairs need "
                "the same signal, they do not bring it."
            ),
        ),
        view="graph",
        what_if=_tries(_ROLLING),
    )
