"""The disks lab's predictions. Each truth is run on the catalogue in use; none is typed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from azstudy.catalog.catalog import Catalog
from azstudy.errors import AzstudyError
from azstudy.labs._controls import State
from azstudy.labs._disks.truths import Truths
from azstudy.labs._predict import Misconception, Options, Prediction, Quantity, WhatIf

SHOP: Final = {"size": "D4s_v5", "disk": "P30", "count": 2, "iops": 8000, "mbps": 120, "hours": 12}


def predictions(catalog: Catalog, start: State) -> tuple[Prediction, ...]:
    """The predictions, easiest first; one whose facts are missing from the catalogue is left out."""
    truths = Truths(catalog)
    makers: tuple[Callable[[Truths], Prediction], ...] = (_what_helps, _burst_minutes, _price_gap, _cache_or_v2)
    made = []
    for make in makers:
        prediction = make(truths)
        try:
            prediction.truth({**start, **prediction.setup})
        except AzstudyError:
            continue
        made.append(prediction)
    return tuple(made)


_HELPS: Final = Options(
    (
        ("disk", "Faster disks: one P60 (16,000 IOPS)"),
        ("more", "More disks: four P30 instead of two"),
        ("vm", "A bigger VM: D8s_v5"),
        ("any", "Any of these"),
        ("none", "None of these"),
    )
)


def _what_helps(truths: Truths) -> Prediction:
    return Prediction(
        id="disk-or-vm",
        title="Bigger disk or bigger VM?",
        question=(
            "A database on a D4s_v5 asks for 8,000 IOPS and 120 MB/s, day and night. Its two P30 data disks can do "
            "5,000 IOPS each, and striped they share the load. After some hours it becomes slow, and stays slow. "
            "What serves all 8,000 IOPS for good?"
        ),
        setup=SHOP,
        answer=_HELPS,
        truth=truths.what_helps,
        misconception=Misconception(
            answer="disk",
            name="a slow disk needs a faster disk",
            text=(
                "The VM has limits of its own for all its remote disks together. Faster disks behind a full VM "
                "change nothing but the bill. Look which limit binds before you buy."
            ),
        ),
        view="limits",
        what_if=(
            WhatIf(label="…with one P60?", changes={"disk": "P60", "count": 1}),
            WhatIf(label="…on a D8s_v5?", changes={"size": "D8s_v5"}),
            WhatIf(label="…with 6,000 IOPS?", changes={"iops": 6000}),
        ),
    )


def _burst_minutes(truths: Truths) -> Prediction:
    return Prediction(
        id="burst-lasts",
        title="How long does the burst last?",
        question=(
            "The same D4s_v5 is new, so its burst credits are full. It does 6,400 uncached IOPS for good and up to "
            "20,000 while it bursts. The database asks for 8,000 IOPS all the time. After how many minutes is it "
            "held back?"
        ),
        setup=SHOP,
        answer=Quantity(unit="minutes", minimum=0, maximum=720, tolerance=25, step=5),
        truth=truths.burst_minutes,
        misconception=Misconception(
            answer=30,
            name="a burst lasts 30 minutes",
            text=(
                "A full bucket lasts 30 minutes at the highest burst. At a smaller one it lasts longer, so a test of "
                "an hour can look fine and the next morning is slow."
            ),
        ),
        view="credits",
        what_if=(
            WhatIf(label="…at 12,000 IOPS on four disks?", changes={"iops": 12000, "count": 4}),
            WhatIf(label="…at 20,000 IOPS on four disks?", changes={"iops": 20000, "count": 4}),
            WhatIf(label="…with peaks of 20 minutes?", changes={"shape": "peaks", "hours": 24}),
        ),
    )


def _price_gap(truths: Truths) -> Prediction:
    return Prediction(
        id="price-gap",
        title="Three ways to 8,000 IOPS",
        question=(
            "1 TiB or more with at least 8,000 IOPS and 120 MB/s, on the disks' side: one P60, two P30, or one "
            "Premium SSD v2 of 1,024 GiB set to 8,000 IOPS and 125 MB/s. How many times the price of the cheapest "
            "does the dearest cost?"
        ),
        setup={**SHOP, "size": "D8s_v5"},
        answer=Quantity(unit="times", minimum=1, maximum=20, tolerance=1.5, step=0.5),
        truth=truths.price_gap,
        misconception=Misconception(
            answer=2,
            name="the same speed costs about the same",
            text=(
                "With tiers you buy GiB, IOPS and MB/s in one package, and pay for the largest of your three needs. "
                "Compare sets of disks, not disks."
            ),
        ),
        view="plans",
        what_if=(
            WhatIf(label="…one P60?", changes={"disk": "P60", "count": 1}),
            WhatIf(label="…Premium SSD v2?", changes={"disk": "v2", "count": 1}),
            WhatIf(
                label="…three v2 at their free IOPS?", changes={"disk": "v2", "count": 3, "gib": 342, "disk_iops": 3000}
            ),
        ),
    )


_FASTER: Final = Options(
    (
        ("v2", "The Premium SSD v2 set to 12,000 IOPS"),
        ("cached", "The two P30 with read-only caching"),
        ("same", "Both the same: the VM decides"),
    )
)


def _cache_or_v2(truths: Truths) -> Prediction:
    return Prediction(
        id="cache-or-v2",
        title="Newer disk or old cache?",
        question=(
            "A web catalogue on a D4s_v5 asks for 12,000 IOPS of 8 KiB, hour after hour: 90 % reads, and the same "
            "few pages again and again, so that the host cache holds 90 % of them. Which serves more, once the "
            "credits are used up?"
        ),
        setup={
            **SHOP,
            "iops": 12000,
            "mbps": 98,
            "caching": "ReadOnly",
            "read_percent": 90,
            "hit_percent": 90,
            "hours": 24,
        },
        answer=_FASTER,
        truth=truths.cache_or_v2,
        misconception=Misconception(
            answer="v2",
            name="the newer disk is always faster",
            text=(
                "Premium SSD v2 is cheap and quick, but it cannot use the host cache. Where reads repeat, caching "
                "takes them off the uncached limit, and costs nothing."
            ),
        ),
        view="limits",
        what_if=(
            WhatIf(label="…with caching off?", changes={"caching": "None"}),
            WhatIf(label="…with 30 % in the cache?", changes={"hit_percent": 30}),
            WhatIf(
                label="…Premium SSD v2?",
                changes={"disk": "v2", "count": 1, "caching": "None", "disk_iops": 12000},
            ),
        ),
    )
