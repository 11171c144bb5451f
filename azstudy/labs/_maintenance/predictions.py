"""The maintenance lab's predictions. Each truth is what the simulation says; none is typed in."""

from __future__ import annotations

from datetime import UTC, datetime

from azstudy.catalog.catalog import Catalog
from azstudy.labs._controls import State
from azstudy.labs._maintenance.result import compute
from azstudy.labs._predict import Misconception, Options, Pick, Prediction, Quantity, Truth, WhatIf

LOOK = datetime(2026, 12, 6, 1, 40, tzinfo=UTC)
"""02:40 in Amsterdam, in the night that is asked about."""


def predictions(catalog: Catalog) -> tuple[Prediction, ...]:
    """The predictions, easiest first."""
    return (_four(catalog), _below(catalog), _clocks(catalog), _regions(catalog))


def _four(catalog: Catalog) -> Prediction:
    def truth(state: State) -> Truth:
        run = compute(state, catalog)
        names = [vm.name for vm in run.design.vms]
        left = [names.index(name) + 1 for name in run.run.not_patched]
        steps = tuple(f"{names.index(name) + 1} {name}: {why}." for name, why in run.run.not_patched.items())
        words = f"{len(left)} of {len(names)} are not patched, each for a reason of its own."
        return Truth(answer=", ".join(map(str, sorted(left))), because=words, steps=steps)

    return Prediction(
        id="four",
        title="Which four are not patched?",
        question=(
            "Saltmarsh Hospitals has twelve VMs and one window: Sundays from 02:00 to 04:00 in Amsterdam, for every VM "
            "with the tag patch=sunday. Look at the table. On Monday four of the twelve are not fully patched. Type "
            "their four numbers."
        ),
        setup={},
        answer=Pick(count=4),
        truth=truth,
        misconception=Misconception(
            answer="3, 4, 8, 10",
            name="a schedule patches whatever runs and carries its tag",
            text="The mode has to obey schedules, the tag has to match letter for letter, the VM has to run, and its "
            "updates have to fit in the window. An availability set is no reason: it is only taken in turns.",
        ),
        view="left",
        what_if=(
            WhatIf(label="…with a window of 180 minutes?", changes={"minutes": 180}),
            WhatIf(label="…left to the platform?", changes={"who": "platform"}),
        ),
    )


def _below(catalog: Catalog) -> Prediction:
    def truth(state: State) -> Truth:
        run = compute(state, catalog).run
        found = run.below(LOOK)
        answer = found[0] if found else "none"
        lines = tuple(f"{name}: {run.running(name, LOOK)} of {run.totals[name]} serve" for name in run.totals)
        because = (
            "Both VMs of the portal begin at 02:00, take 40 minutes and restart together: a schedule of your own knows "
            "no zones."
        )
        return Truth(answer=answer, because=because, steps=lines)

    return Prediction(
        id="below",
        title="Who is missing at 02:40?",
        question=(
            "The same night. The portal has a VM in each of two zones and needs one of them; records are three VMs of "
            "an availability set and need two; the others need one each. Which workload has fewer VMs than it needs at "
            "02:40?"
        ),
        setup={},
        answer=Options(
            (
                ("portal", "the portal: two VMs in two zones"),
                ("records", "records: three VMs of an availability set"),
                ("imaging", "imaging: three VMs, one of them switched off"),
                ("none", "none: zones and the set keep machines apart"),
            )
        ),
        truth=truth,
        misconception=Misconception(
            answer="none",
            name="a maintenance window respects zones",
            text="Zones, and regions of a pair, are kept apart by the platform's own patching. A schedule of yours "
            "starts all its machines together; only an availability set is taken update domain by update domain.",
        ),
        view="capacity",
        what_if=(
            WhatIf(label="…in two windows?", changes={"split": True}),
            WhatIf(label="…left to the platform?", changes={"who": "platform"}),
        ),
    )


def _clocks(catalog: Catalog) -> Prediction:
    def truth(state: State) -> Truth:
        found = compute(state, catalog)
        starts = [one.start.astimezone(UTC) for _, one in found.windows]
        last = starts[-1]
        steps = tuple(f"{found.clock(at)} on the wall is {at:%H:%M} UTC" for at in starts)
        return Truth(
            answer=float(last.hour), because=f"On {last:%d %B} 02:00 on the wall is {last:%H:%M} UTC.", steps=steps
        )

    return Prediction(
        id="clocks",
        title="When clocks go forward",
        question=(
            "The window opens on Sundays at 02:00 on the clock of Amsterdam (W. Europe Standard Time), which is 01:00 "
            "UTC in winter. On 28 March 2027 clocks there go forward. At what hour UTC does the window of 4 April open?"
        ),
        setup={"span": "spring"},
        answer=Quantity(unit="o'clock UTC", minimum=0, maximum=23, tolerance=0),
        truth=truth,
        misconception=Misconception(
            answer=1,
            name="a schedule keeps its hour in UTC",
            text="The start is wall-clock time in the schedule's time zone, without an offset. The wall clock stays, "
            "so UTC moves. The word Standard is part of the zone's name all year.",
        ),
        view="windows",
        what_if=(WhatIf(label="…with the zone UTC?", changes={"zone": "UTC"}),
                 WhatIf(label="…in autumn?", changes={"span": "autumn"})),
    )  # fmt: skip


def _regions(catalog: Catalog) -> Prediction:
    def truth(state: State) -> Truth:
        found = compute(state, catalog).run
        worst = found.totals["portal"] - found.lowest("portal")
        because = f"All {worst} begin when the window opens: a schedule of your own goes through no regions in turn."
        return Truth(answer=float(worst), because=because)

    return Prediction(
        id="regions",
        title="Three regions, one schedule",
        question=(
            "The portal now runs on twelve VMs: in North Europe and West Europe, which are a pair, and in Sweden "
            "Central, in two zones each. All twelve are on one schedule. How many of them are away for their restart "
            "at the same time, at most?"
        ),
        setup={"estate": "regions"},
        answer=Quantity(unit="VMs", minimum=0, maximum=12, tolerance=0),
        truth=truth,
        misconception=Misconception(
            answer=4,
            name="patching goes region by region",
            text="The platform's own patching does: in phases, never both regions of a pair, zone by zone. Your "
            "schedule promises none of it.",
        ),
        view="night",
        what_if=(WhatIf(label="…left to the platform?", changes={"who": "platform"}),),
    )
