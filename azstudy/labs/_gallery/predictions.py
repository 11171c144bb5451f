"""The gallery lab's predictions. Each truth is what the models say; none is typed in."""

from __future__ import annotations

from typing import Any, Final

from azstudy.catalog.between import transfer_price
from azstudy.catalog.catalog import Catalog
from azstudy.labs._controls import State
from azstudy.labs._gallery.controls import FOUR, VERSIONS
from azstudy.labs._gallery.result import copies_of, latest_in, plan_of, rush_of
from azstudy.labs._predict import Misconception, Options, Prediction, Quantity, Truth, WhatIf
from azstudy.simulate.images.choices import MACHINES_AT_ONCE

_RUSH: Final[dict[str, Any]] = {"regions": FOUR, "vms": 600, "may_fail": 1, "replicas": 3, "gib": 40}


def predictions(catalog: Catalog) -> tuple[Prediction, ...]:
    """The predictions, easiest first; one whose price is missing from the catalogue is left out."""
    made = [_latest(catalog), _replicas(catalog), _one_more()]
    price = transfer_price(FOUR[0], FOUR[1], catalog=catalog)
    return tuple(made) if price is None else (*made, _egress(catalog, price.usd))


# --- what latest means -------------------------------------------------------------------------------------------
def _latest(catalog: Catalog) -> Prediction:
    def truth(state: State) -> Truth:
        found = latest_in(state, state["ask_in"], catalog)
        steps = tuple(one.text for one in found.standings)
        return Truth(answer=found.number or "none", because=found.because, steps=steps)

    return Prediction(
        id="latest",
        title="Which version is latest?",
        question=(
            "Quince Toys has four versions of its kiosk image. 1.9.0, 1.10.0 and 1.10.1 are in all four regions, and "
            "1.10.1 is excluded from latest. 2.0.0 is in North Europe alone. A new VM in West Europe asks for latest. "
            "Which version does it get?"
        ),
        setup={"ask_in": "westeurope", "excluded": ("1.10.1",), "newest_in": ("northeurope",)},
        answer=Options((*((number, number) for number in VERSIONS), ("none", "none: the creation fails"))),
        truth=truth,
        misconception=Misconception(
            answer="2.0.0",
            name="latest is the same everywhere",
            text=(
                "Each region answers for itself, from the versions that are replicated to it. So one region can be "
                "ahead of the others, and that is how a release starts small."
            ),
        ),
        view="latest",
        what_if=(
            WhatIf(label="…asked in North Europe?", changes={"ask_in": "northeurope"}),
            WhatIf(label="…with nothing excluded?", changes={"excluded": ()}),
            WhatIf(label="…with 1.10.0 excluded too?", changes={"excluded": ("1.10.0", "1.10.1")}),
        ),
    )


# --- how many replicas -------------------------------------------------------------------------------------------
def _replicas(catalog: Catalog) -> Prediction:
    def truth(state: State) -> Truth:
        plan = plan_of(state, catalog)
        return Truth(answer=plan.total, because=f"{plan.because}.", steps=tuple(one.text for one in plan.regions))

    return Prediction(
        id="replicas",
        title="How many replicas?",
        question=(
            "At the start of December 600 kiosk VMs are created at once, spread over four regions. Any one region may "
            "be gone that day, and the other three must then create all 600. How many replicas, all regions together?"
        ),
        setup=_RUSH,
        answer=Quantity(unit="replicas", minimum=1, maximum=100, tolerance=0),
        truth=truth,
        misconception=Misconception(
            answer=12,
            name="600 / 50 = 12 is enough",
            text=(
                "Twelve are enough while all four regions are there. When one is gone its replicas are gone with it, "
                "and they serve nobody elsewhere: what is left has to be twelve."
            ),
        ),
        view="plan",
        what_if=(
            WhatIf(label="…when none may be gone?", changes={"may_fail": 0}),
            WhatIf(label="…when two may be gone?", changes={"may_fail": 2}),
            WhatIf(label="…with four in each region?", changes={"replicas": 4}),
        ),
    )


# --- what one more would buy -------------------------------------------------------------------------------------
def _one_more() -> Prediction:
    def truth(state: State) -> Truth:
        [one] = rush_of(state, tuple(state["regions"])).regions
        now, more = one.replicas * MACHINES_AT_ONCE, (one.replicas + 1) * MACHINES_AT_ONCE
        words = (
            f"{one.vms} VMs at {now} a time take {one.waves} waves; at {more} a time {one.one_more_min:g} min in all."
        )
        return Truth(answer=one.done_min - one.one_more_min, because=words, steps=(one.text,))

    return Prediction(
        id="one-more",
        title="One replica more",
        question=(
            "200 VMs are created at once in one region that has two replicas. A replica serves 50 at a time and one "
            "creation takes 20 minutes (a model), so all run after 40 minutes. How many minutes does a third replica "
            "save?"
        ),
        setup={"regions": ("westeurope",), "vms": 200, "may_fail": 0, "replicas": 2, "newest_in": (), "gib": 40},
        answer=Quantity(unit="minutes", minimum=0, maximum=40, tolerance=2),
        truth=truth,
        misconception=Misconception(
            answer=13,
            name="half as many replicas more, a third less time",
            text=(
                "Creations come in waves. A replica helps when it saves a whole wave, and then it saves much; between "
                "those steps it only costs."
            ),
        ),
        view="rush",
        what_if=(
            WhatIf(label="…with four replicas?", changes={"replicas": 4}),
            WhatIf(label="…with 300 VMs?", changes={"vms": 300}),
        ),
    )


# --- what crosses between regions --------------------------------------------------------------------------------
def _egress(catalog: Catalog, usd: float) -> Prediction:
    def truth(state: State) -> Truth:
        copies = copies_of(state, catalog)
        steps = tuple(one.text for one in copies.regions)
        words = "One copy crosses to each other region; further replicas are made from it there, and cross nothing."
        return Truth(answer=copies.transfer_usd, because=words, steps=steps)

    return Prediction(
        id="egress",
        title="What crosses between regions",
        question=(
            "A 40 GiB version made in West Europe gets four replicas in each of four European regions: 16 in all. "
            f"Sending data from one of these regions to another costs {usd:g} USD a GB. What does it cost to send "
            "this version to its regions, once?"
        ),
        setup={**_RUSH, "replicas": 4},
        answer=Quantity(unit="USD", minimum=0, maximum=100, tolerance=0.3, step=0.1),
        truth=truth,
        misconception=Misconception(
            answer=round(12 * 40 * usd, 2),
            name="every replica is sent by itself",
            text=(
                "Azure charges for the first copy into each region. Storage is another matter: every replica is "
                "stored and paid for, month after month."
            ),
        ),
        view="copies",
        what_if=(
            WhatIf(label="…with one replica each?", changes={"replicas": 1}),
            WhatIf(label="…with an image of 127 GiB?", changes={"gib": 127}),
            WhatIf(label="…with shallow replication?", changes={"mode": "Shallow"}),
        ),
    )
