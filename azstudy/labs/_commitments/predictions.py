"""The commitments lab's predictions. Each truth is computed from the catalogue in use; none is typed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from azstudy.catalog.catalog import Catalog
from azstudy.errors import AzstudyError
from azstudy.labs._commitments.truths import Truths
from azstudy.labs._controls import State
from azstudy.labs._predict import Misconception, Options, Prediction, Quantity, WhatIf

OFFICE: Final = {"shape": "weekdays", "base": 0, "peak": 1, "size": "D4s_v5"}
SHOP: Final = {"shape": "autoscale", "base": 2, "peak": 10, "size": "D4s_v5"}


def predictions(catalog: Catalog, start: State) -> tuple[Prediction, ...]:
    """The predictions, easiest first; one whose prices are missing from the catalogue is left out."""
    truths = Truths(catalog)
    makers: tuple[Callable[[Truths, State], Prediction], ...] = (
        _twelve_hours,
        _on_windows,
        _own_licence,
        _nth,
        _half_the_load,
    )
    made = []
    for make in makers:
        try:
            prediction = make(truths, start)
            prediction.truth({**start, **prediction.setup})
        except AzstudyError:
            continue
        made.append(prediction)
    return tuple(made)


_PAYS: Final = Options((("yes", "Yes, it is cheaper"), ("no", "No, pay-as-you-go is cheaper")))


def _twelve_hours(truths: Truths, start: State) -> Prediction:
    off = truths.discount({**start, **OFFICE})
    return Prediction(
        id="twelve-hours",
        title="Twelve hours on weekdays",
        question=(
            "One D4s_v5 on Linux in West Europe runs from 07 to 19 on weekdays and is deallocated otherwise. A "
            f"three-year reservation takes {off:.0%} off the hourly rate of compute. Is the reservation cheaper?"
        ),
        setup={**OFFICE, "os": "linux", "reserved_3y": 1},
        answer=_PAYS,
        truth=truths.twelve_hours,
        misconception=Misconception(
            answer="yes",
            name="a big discount always wins",
            text=(
                "The discount is on the rate, and the rate is paid for all 730 hours. It is close here: look at both "
                "numbers. Hours needed against hours to break even is the whole question."
            ),
        ),
        view="nth",
        what_if=(
            WhatIf(label="…on Windows, licence in the price?", changes={"os": "windows"}),
            WhatIf(label="…on Windows with Hybrid Benefit?", changes={"os": "windows", "hybrid_benefit": True}),
            WhatIf(label="…in the evenings instead, weekends too?", changes={"shape": "evenings"}),
        ),
    )


def _on_windows(truths: Truths, start: State) -> Prediction:
    wrong = truths.whole_bill_hours({**start, **OFFICE, "os": "windows"})
    return Prediction(
        id="on-windows",
        title="The same on Windows",
        question=(
            "Now the D4s_v5 runs Windows, with the licence in the price: an hour costs nearly twice as much. From how "
            "many hours a month is a three-year reservation cheaper than pay-as-you-go?"
        ),
        setup={**OFFICE, "os": "windows", "reserved_3y": 1},
        answer=Quantity(unit="hours a month", minimum=0, maximum=730, tolerance=30, step=10),
        truth=truths.on_windows,
        misconception=Misconception(
            answer=wrong,
            name="the reservation pays for the whole hour",
            text=(
                "A dearer hour seems to pay the reservation back sooner. But a reservation pays for compute only. The "
                "Windows licence is another meter, paid by the hour on both sides, so it cancels out."
            ),
        ),
        view="nth",
        what_if=(
            WhatIf(label="…on Linux?", changes={"os": "linux"}),
            WhatIf(label="…with Hybrid Benefit?", changes={"hybrid_benefit": True}),
            WhatIf(label="…for E8s_v5?", changes={"size": "E8s_v5"}),
        ),
    )


_WHICH: Final = Options(
    (
        ("reservation", "The three-year reservation"),
        ("licence", "Hybrid Benefit"),
        ("same", "About the same"),
    )
)


def _own_licence(truths: Truths, _: State) -> Prediction:
    return Prediction(
        id="own-licence",
        title="Reservation or licence?",
        question=(
            "A D4s_v5 on Windows runs day and night in West Europe. You may do one thing first: buy a three-year "
            "reservation, or bring Windows Server licences that you own already. Which saves more a month?"
        ),
        setup={"shape": "steady", "base": 1, "peak": 1, "size": "D4s_v5", "os": "windows"},
        answer=_WHICH,
        truth=truths.own_licence,
        misconception=Misconception(
            answer="reservation",
            name="the largest discount saves most",
            text=(
                "Per cent of what? The reservation's percentage is of compute; Hybrid Benefit removes the licence "
                "meter whole. And they add up, because they pay different meters."
            ),
        ),
        view="compare",
        what_if=(
            WhatIf(
                label="…with Hybrid Benefit on, and one reserved", changes={"hybrid_benefit": True, "reserved_3y": 1}
            ),
            WhatIf(label="…for E8s_v5?", changes={"size": "E8s_v5"}),
            WhatIf(label="…for B4as_v2?", changes={"size": "B4as_v2"}),
        ),
    )


def _nth(truths: Truths, _: State) -> Prediction:
    return Prediction(
        id="nth-vm",
        title="Which of the autoscaled VMs is worth reserving?",
        question=(
            "A web shop runs 2 VMs (D4s_v5, Linux) at night and up to 10 in the busiest hours of a working day; at "
            "weekends there is a third of that traffic. The load will stay for three years. How many VMs should be "
            "reserved?"
        ),
        setup={**SHOP, "reserved_3y": 2},
        answer=Quantity(unit="VMs", minimum=0, maximum=10, tolerance=0.5, step=1),
        truth=truths.nth_vm,
        misconception=Misconception(
            answer=2,
            name="reserve only what never stops",
            text=(
                "The VMs that always run are the obvious ones. The next VM does not run all the time, but it runs more "
                "hours than the break-even. Go on until the n-th VM falls below that line."
            ),
        ),
        view="nth",
        what_if=(
            WhatIf(label="…with twice the peak?", changes={"peak": 20}),
            WhatIf(label="…shrinking by 30 % a year?", changes={"trend": "shrinks"}),
            WhatIf(label="…on D4s_v3, where none is sold?", changes={"size": "D4s_v3"}),
        ),
    )


_LATER: Final = Options(
    (
        ("cheaper", "Still less than without any commitment"),
        ("dearer", "More than without any commitment"),
    )
)


def _half_the_load(truths: Truths, start: State) -> Prediction:
    count = truths.best_count({**start, **SHOP})
    return Prediction(
        id="half-the-load",
        title="Half the customers leave",
        question=(
            f"The shop reserved {count} VMs for three years, the best plan for its load. Then half of the load goes "
            "away, from the first day, and nothing is cancelled. Over the three years, what does it pay?"
        ),
        setup={**SHOP, "reserved_3y": count, "actual_percent": 50},
        answer=_LATER,
        truth=truths.half_the_load,
        misconception=Misconception(
            answer="dearer",
            name="an unused reservation is always a loss",
            text=(
                "Part of the reservation is lost every hour, that is true. What it still covers saves more than what "
                "is lost. Regret is measured against the plan you would have made, not against perfection."
            ),
        ),
        view="regret",
        what_if=(
            WhatIf(label="…if three quarters go?", changes={"actual_percent": 25}),
            WhatIf(label="…if it had reserved for the peak?", changes={"reserved_3y": 10}),
            WhatIf(label="…with a savings plan instead?", changes={"reserved_3y": 0, "plan_usd": 0.5}),
        ),
    )
