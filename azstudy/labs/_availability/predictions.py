"""The availability lab's predictions. Each truth is what the models say; none is typed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from azstudy.catalog.catalog import Catalog
from azstudy.errors import DataError
from azstudy.labs._availability.result import AvailabilityLabResult, compute
from azstudy.labs._controls import Controls, State
from azstudy.labs._predict import Misconception, Options, Prediction, Quantity, Truth, WhatIf

Compute = Callable[[State], AvailabilityLabResult]


def predictions(catalog: Catalog, controls: Controls) -> tuple[Prediction, ...]:
    """The predictions, easiest first."""
    run: Compute = lambda state: compute(state, catalog)  # noqa: E731
    return (_turns(run), _nine(run, controls), _third(run, controls), _disk(run), _promise(run))


# --- update domains ----------------------------------------------------------------------------------------------
def _turns(run: Compute) -> Prediction:
    return Prediction(
        id="turns",
        title="Maintenance walks through",
        question=(
            "Seven web VMs stand in one availability set with five update domains. Azure plans maintenance with "
            "restarts. How many of the seven are up at the worst moment?"
        ),
        setup={"vms": 7, "needed": 6, "placement": "set", "drill": "maintenance"},
        answer=Quantity(unit="VMs", minimum=0, maximum=7, tolerance=0),
        truth=lambda state: _lowest(run, state),
        misconception=Misconception(
            answer=6,
            name="one VM at a time",
            text=(
                "Azure restarts one update domain at a time, not one VM. The sixth VM of five update domains joins the "
                "first, the seventh the second: two go down together."
            ),
        ),
        view="capacity",
        what_if=(
            WhatIf(label="…with 7 update domains?", changes={"update_domains": 7}),
            WhatIf(label="…over two zones?", changes={"placement": "zones2"}),
            WhatIf(label="…with nothing that keeps them apart?", changes={"placement": "alone"}),
        ),
    )


def _lowest(run: Compute, state: State) -> Truth:
    found = run(state).run
    web = found.workload("web")
    first = found.timeline.only("down")
    turns = tuple(
        f"{at / 60:g} min: {', '.join(one.subject for one in first if one.at_s == at)}"
        for at in sorted({one.at_s for one in first})
    )
    because = f"{web.lowest} of {web.total} are up when the largest group restarts"
    return Truth(answer=web.lowest, because=f"{because}; {first[0].because}.", steps=turns)


# --- nine VMs, six needed ----------------------------------------------------------------------------------------
_ZONES: Final = Options(
    (
        ("both", "two zones are enough, and so are three"),
        ("three", "two zones are too few, three are enough"),
        ("neither", "neither is enough"),
    )
)


def _nine(run: Compute, controls: Controls) -> Prediction:
    return Prediction(
        id="nine-six",
        title="Nine VMs, six needed",
        question=(
            "Nine web VMs, of which six are needed at once. Any one zone may fail. Two zones and three zones earn the "
            "same SLA, 99.99 %. Over how many zones do you spread the nine, so that six are left?"
        ),
        setup={"vms": 9, "needed": 6, "placement": "zones2", "drill": "zone1"},
        answer=_ZONES,
        truth=lambda state: _enough(run, controls, state),
        misconception=Misconception(
            answer="both",
            name="the same SLA is the same capacity",
            text=(
                "The SLA promises that at least one VM can be reached. How much is left after the loss of a zone is "
                "arithmetic: of n VMs over two zones half, over three zones two thirds."
            ),
        ),
        view="capacity",
        what_if=(
            WhatIf(label="…over three zones?", changes={"placement": "zones3"}),
            WhatIf(label="…twelve VMs over two zones?", changes={"vms": 12}),
            WhatIf(label="…eight VMs over three zones?", changes={"vms": 8, "placement": "zones3"}),
        ),
    )


def _enough(run: Compute, controls: Controls, state: State) -> Truth:
    left = {}
    for zones in (2, 3):
        there = controls.state({"placement": f"zones{zones}"}, base=state)
        left[zones] = run(there).worst("zone").workload("web").lowest
    needed, total = state["needed"], state["vms"]
    good = [zones for zones, up in left.items() if up >= needed]
    answer = {(2, 3): "both", (3,): "three", (): "neither"}.get(tuple(good))
    if answer is None:
        raise DataError("two zones are enough and three are not: that cannot be with these settings.")
    words = [f"{zones} zones: {up} of {total} are left, {needed} needed" for zones, up in left.items()]
    return Truth(answer=answer, because=f"{'; '.join(words)}.", steps=tuple(words))


# --- a third web zone --------------------------------------------------------------------------------------------
_CHANGE: Final = Options(
    (
        ("higher", "the composite SLA rises"),
        ("same", "the composite SLA stays what it is"),
        ("lower", "the composite SLA falls"),
    )
)


def _third(run: Compute, controls: Controls) -> Prediction:
    return Prediction(
        id="third-zone",
        title="A third zone for the web servers",
        question=(
            "Web servers over two zones (99.99 %), a Standard Load Balancer (99.99 %), and one database VM on Premium "
            "SSD (99.9 %). The team wants to spread the web servers over a third zone. What does that do to the "
            "composite SLA of the three?"
        ),
        setup={"vms": 6, "needed": 2, "placement": "zones2", "database": "one", "drill": "zone1"},
        answer=_CHANGE,
        truth=lambda state: _rise(run, controls, state),
        misconception=Misconception(
            answer="higher",
            name="every zone adds a nine",
            text=(
                "Two zones earn the same SLA as three. And a chain is as weak as its weakest part: here the one "
                "database VM. Look at where the minutes go before you spend on another part."
            ),
        ),
        view="sla",
        what_if=(
            WhatIf(label="…a second database VM instead?", changes={"database": "two"}),
            WhatIf(label="…the database on Standard SSD?", changes={"disk_type": "StandardSSD"}),
            WhatIf(label="…the web servers in a set?", changes={"placement": "set"}),
        ),
    )


def _rise(run: Compute, controls: Controls, state: State) -> Truth:
    now = run(state).chain
    then = run(controls.state({"placement": "zones3"}, base=state)).chain
    if now.percent is None or then.percent is None:
        raise DataError("a part of this design has no documented SLA, so no composite can be worked out.")
    change = then.percent - now.percent
    answer = "same" if abs(change) < 1e-9 else "higher" if change > 0 else "lower"
    steps = (f"now: {now.formula}", f"over three zones: {then.formula}")
    weakest = min(now.links, key=lambda one: one.percent or 0)
    because = (
        f"{now.percent:.4f} % becomes {then.percent:.4f} %; the weakest part is {weakest.name}, {weakest.percent:g} %"
    )
    return Truth(answer=answer, because=f"{because}.", steps=steps)


# --- a disk in three zones ---------------------------------------------------------------------------------------
_FATE: Final = Options(
    (
        ("runs", "the database runs on, without anybody doing anything"),
        ("moved", "the database is down, but its data can be attached to a VM in another zone at once"),
        ("waits", "the database is down, and its data is out of reach until the zone is back"),
    )
)


def _disk(run: Compute) -> Prediction:
    return Prediction(
        id="zrs",
        title="A disk in three zones",
        question=(
            "One database VM stands in zone 1. Its data disk is zone-redundant (ZRS): three zones hold it. Zone 1 "
            "fails for an hour. What becomes of the database?"
        ),
        setup={"placement": "zones2", "database": "one", "redundancy": "ZRS", "drill": "zone1"},
        answer=_FATE,
        truth=lambda state: _fate(run, state),
        misconception=Misconception(
            answer="runs",
            name="a zone-redundant disk makes the VM zone-redundant",
            text=(
                "The disk survives, the VM does not. Somebody has to detach the disk by force and attach it to a VM in "
                "another zone; nothing that was written is lost. Only a second VM runs on by itself."
            ),
        ),
        view="disks",
        what_if=(
            WhatIf(label="…with LRS?", changes={"redundancy": "LRS"}),
            WhatIf(label="…when zone 2 fails instead?", changes={"drill": "zone2"}),
            WhatIf(label="…with two database VMs?", changes={"database": "two"}),
        ),
    )


def _fate(run: Compute, state: State) -> Truth:
    if state["database"] == "none":
        raise DataError("there is no database in these settings.")
    found = run(state).run
    db, data = found.workload("db"), found.disk("db1/data")
    answer = "runs" if db.survives else "moved" if data.reachable else "waits"
    return Truth(
        answer=answer, because=f"{data.text}.", steps=(db.text, *(one.text for one in found.disks if one is not data))
    )


# --- an SLA is no forecast ---------------------------------------------------------------------------------------
def _promise(run: Compute) -> Prediction:
    return Prediction(
        id="promise",
        title="Does 99.9 % mean 8.8 hours?",
        question=(
            "A single VM on Premium SSD has an SLA of 99.9 %: that leaves room for 8.8 hours of downtime a year. With "
            "the illustrative failure rates of this lab: how many of 100 years pass without any downtime of that VM "
            "(planned maintenance aside)?"
        ),
        setup={"vms": 1, "needed": 1, "placement": "alone", "balancer": "none", "drill": "host"},
        answer=Quantity(unit="of 100 years", minimum=0, maximum=100, tolerance=5),
        truth=lambda state: _quiet(run, state),
        misconception=Misconception(
            answer=0,
            name="an SLA is a forecast",
            text=(
                "An SLA says when money is paid back. It is no forecast: most years have no failure, and a bad one has "
                "more than the SLA allows. The rates here are made up, but the shape is true."
            ),
        ),
        view="chance",
        what_if=(
            WhatIf(label="…two VMs over two zones?", changes={"vms": 2, "placement": "zones2"}),
            WhatIf(label="…if zones failed every second year?", changes={"zone_rate": 0.5}),
            WhatIf(label="…nine over two zones, six needed?", changes={"vms": 9, "needed": 6, "placement": "zones2"}),
        ),
    )


def _quiet(run: Compute, state: State) -> Truth:
    service = run(state).chance.service
    share = 100 * service.quiet_share
    causes = tuple(f"{kind}: {minutes:,.1f} min a year" for kind, minutes in service.by_kind.items() if minutes)
    because = (
        f"{share:.1f} of 100 years have no gap; the mean is {service.mean_minutes:,.0f} min a year, and one year in a "
        f"hundred has more than {service.percentile(99):,.0f} min"
    )
    return Truth(answer=round(share, 1), because=f"{because} (illustrative).", steps=causes)
