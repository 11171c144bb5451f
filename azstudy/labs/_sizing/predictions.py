"""The sizing lab's predictions. Each truth is computed from the catalogue in use; none is typed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from azstudy.catalog.catalog import Catalog
from azstudy.errors import AzstudyError
from azstudy.labs._controls import State
from azstudy.labs._predict import Misconception, Options, Prediction, Quantity, WhatIf
from azstudy.labs._sizing.truths import BURSTABLE, CONSTRAINED, LOAD, STEADY, WHOLE, Truths

FOUR_BY_SIXTEEN: Final = {"vcpus": 4, "memory_gib": 16, "architecture": "x64"}


def predictions(catalog: Catalog, start: State) -> tuple[Prediction, ...]:
    """The predictions, easiest first; one whose prices are missing from the catalogue is left out.

    Args:
        catalog: Where the answers come from.
        start: The lab's state at its beginning.
    """
    truths = Truths(catalog)
    makers: tuple[Callable[[Truths, State], Prediction], ...] = (
        _windows_gap,
        _burst_at_load,
        _cheapest_for_disks,
        _commitment_hours,
        _constrained_price,
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


def _windows_gap(truths: Truths, start: State) -> Prediction:
    linux = truths.saving(start)
    return Prediction(
        id="windows-gap",
        title="Does Windows change which size is the bargain?",
        question=(
            f"Both {BURSTABLE} and {STEADY} have 4 vCPUs and 16 GiB. In West Europe on Linux, {BURSTABLE} costs "
            f"{linux:g} % less a month. Now take Windows, with the licence in the price. How much less does "
            f"{BURSTABLE} cost than {STEADY}?"
        ),
        setup={**FOUR_BY_SIXTEEN, "os": "windows"},
        answer=Quantity(unit="% less", minimum=0, maximum=100, tolerance=7, step=1),
        truth=truths.windows_gap,
        misconception=Misconception(
            answer=linux,
            name="the licence is the same everywhere",
            text=(
                "It feels as if Windows adds the same to every size with 4 vCPUs. The licence is a meter of its "
                "own, and its rate depends on the size. Compare Windows sizes at Windows prices."
            ),
        ),
        view="offers",
        what_if=(
            WhatIf(label="…on Linux?", changes={"os": "linux"}),
            WhatIf(label="…with Hybrid Benefit?", changes={"hybrid_benefit": True}),
            WhatIf(label="…in Sweden Central?", changes={"regions": "swedencentral"}),
        ),
    )


_LASTS: Final = Options(
    (
        ("always", "Yes, for good"),
        ("days", "For a few days, then it slows down"),
        ("hours", "For some hours, then it slows down"),
        ("start", "No, it slows down at once"),
    )
)


def _burst_at_load(truths: Truths, _: State) -> Prediction:
    return Prediction(
        id="burst-at-30",
        title="The cheap size at a steady 30 %",
        question=(
            f"A service keeps each of its 4 vCPUs at {LOAD:g} % on average, day and night. You start it on a new "
            f"{BURSTABLE}. Does it carry that load?"
        ),
        setup={**FOUR_BY_SIXTEEN, "burstable": True, "cpu_percent": LOAD},
        answer=_LASTS,
        truth=truths.burst_at_load,
        misconception=Misconception(
            answer="always",
            name="30 % is far from full load",
            text=(
                "What counts is not how far the load is from 100 %, but whether it is above the size's base. "
                "Cheapest that fits is not the same as works. Look at the newer B sizes in the list: their base is "
                "higher."
            ),
        ),
        view="offers",
        what_if=(
            WhatIf(label="…at 20 %?", changes={"cpu_percent": 20}),
            WhatIf(label="…at 45 %?", changes={"cpu_percent": 45}),
            WhatIf(label="…without burstable sizes?", changes={"burstable": False}),
        ),
    )


_DISK_OPTIONS: Final = Options(
    (
        ("both", "Yes, both"),
        ("iops", "The operations yes, the throughput no"),
        ("mbps", "The throughput yes, the operations no"),
        ("neither", "Neither"),
    )
)


def _cheapest_for_disks(truths: Truths, _: State) -> Prediction:
    return Prediction(
        id="cheapest-disks",
        title="Cheapest that fits, or cheapest that works?",
        question=(
            "A database needs 4 vCPUs and 16 GiB, and moves 6,000 operations and 150 MB a second on its data disks, "
            "hour after hour. Take the cheapest x64 size in West Europe that has the vCPUs and the memory, with "
            "disks that are fast enough. Does it do both?"
        ),
        setup={**FOUR_BY_SIXTEEN, "uncached_iops": 6000, "uncached_mbps": 150},
        answer=_DISK_OPTIONS,
        truth=truths.cheapest_for_disks,
        misconception=Misconception(
            answer="both",
            name="fast disks are enough",
            text=(
                "A disk's limit and the VM's limit both hold, and the lower one counts. Bursts above it live on "
                "credits, half an hour at the highest. Operations and throughput are two limits: check each."
            ),
        ),
        view="offers",
        what_if=(
            WhatIf(label="…with 140 MB/s?", changes={"uncached_mbps": 140}),
            WhatIf(label="…with 8,000 IOPS?", changes={"uncached_iops": 8000}),
            WhatIf(label="…with 8 vCPUs?", changes={"vcpus": 8}),
        ),
    )


def _commitment_hours(truths: Truths, _: State) -> Prediction:
    return Prediction(
        id="commitment-hours",
        title="When does a reservation pay?",
        question=(
            f"You buy a 1-year reservation for a {STEADY} in West Europe on Linux. You pay for all 730 hours of each "
            "month, used or not. From how many hours of use a month is that cheaper than pay-as-you-go?"
        ),
        setup={"vcpus": 4, "memory_gib": 16, "series": "Dsv5"},
        answer=Quantity(unit="hours a month", minimum=0, maximum=730, tolerance=45, step=10),
        truth=truths.commitment_hours,
        misconception=Misconception(
            answer=730,
            name="only for machines that always run",
            text=(
                "A commitment does not need a machine that never stops. It needs one that runs more hours than the "
                "break-even. Ask for the hours first, then choose the term."
            ),
        ),
        view="hours",
        what_if=(
            WhatIf(label="…on Windows?", changes={"os": "windows"}),
            WhatIf(label="…at 220 office hours?", changes={"hours_per_month": 220}),
            WhatIf(label="…in Poland Central?", changes={"regions": "polandcentral"}),
        ),
    )


_CONSTRAINED_OPTIONS: Final = Options(
    (
        ("quarter", "About a quarter: it has a quarter of the vCPUs"),
        ("cheaper", "Somewhat less"),
        ("same", "The same"),
        ("dearer", "More: it is a special size"),
    )
)


def _constrained_price(truths: Truths, _: State) -> Prediction:
    return Prediction(
        id="constrained-price",
        title="Fewer vCPUs, smaller bill?",
        question=(
            f"A database wants 128 GiB but is licensed by the core, so you look at {CONSTRAINED}: the machine {WHOLE} "
            f"with 4 of its 16 vCPUs active. What does Azure charge for {CONSTRAINED}, compared with {WHOLE}?"
        ),
        setup={"vcpus": 4, "memory_gib": 128, "series": "Esv5"},
        answer=_CONSTRAINED_OPTIONS,
        truth=truths.constrained_price,
        misconception=Misconception(
            answer="quarter",
            name="you pay for active vCPUs",
            text=(
                "You pay for the base size. What gets cheaper is software that is licensed by the active core, "
                "such as a database, and that saving can be far larger."
            ),
        ),
        view="offers",
        what_if=(
            WhatIf(label="…on Windows?", changes={"os": "windows"}),
            WhatIf(label="…with any series?", changes={"series": None}),
            WhatIf(label="…with 3 zones and 40,000 IOPS?", changes={"zones": 3, "uncached_iops": 40000}),
        ),
    )
