"""The autoscale lab's predictions. Each truth comes from the engine; none is typed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from azstudy.labs._autoscale.result import AutoscaleLabResult, setting_of
from azstudy.labs._controls import State
from azstudy.labs._predict import Misconception, Options, Prediction, Quantity, Truth, WhatIf
from azstudy.simulate.scaling.points import scale_in_points
from azstudy.simulate.timeline import Decision, clock

Compute = Callable[[State], AutoscaleLabResult]
THREE_AT_42: Final[Mapping[str, Any]] = {
    "load": "steady",
    "peak": 1.26,
    "base_cpu": 0,
    "out_above": 60,
    "in_below": 45,
    "minimum": 1,
}
"""Three instances at 42 %, and they stay so: CPU of an idle instance is 0 here, to make the arithmetic visible."""
_PERCENT: Final = Quantity(unit="% CPU", minimum=0, maximum=100, tolerance=0.6, step=1)
_INSTANCES: Final = Quantity(unit="instances", minimum=1, maximum=50, tolerance=0.4, step=1)


def predictions(compute: Compute) -> tuple[Prediction, ...]:
    """The predictions, in the order of the chapter."""
    return (
        _three_to_two(),
        _ten_to_nine(),
        _two_to_one(),
        _peak(compute),
        _spike(compute),
        _night(compute),
    )


def point(count: int) -> Callable[[State], Truth]:
    """At which CPU `count` instances become one fewer, by the rules of a state."""

    def truth(state: State) -> Truth:
        found = scale_in_points(setting_of(state), counts=[count])[0]
        out, low = state["out_above"], state["in_below"]
        guard = out * (count - 1) / count
        steps = (
            f"the scale-in rule: CPU below {low:g} %",
            f"the guard looks ahead: CPU x {count} / {count - 1} must not be above {out:g} %",
            f"so CPU must be at most {out:g} x {count - 1} / {count} = {guard:.4g} %",
            f"the lower of {low:g} and {guard:.4g} decides: {found.value:.4g} %",
        )
        who = "the flapping guard" if found.by == "guard" else "the scale-in threshold"
        word = "at or below" if found.inclusive else "below"
        because = f"Here {who} decides: {count} become {count - 1} when CPU is {word} {found.value:.4g} %."
        return Truth(answer=round(found.value, 1), because=because, steps=steps)

    return truth


def _three_to_two() -> Prediction:
    return Prediction(
        id="three-to-two",
        title="Three instances at 42 %",
        question=(
            "Rules: out by 1 above 60 % CPU, in by 1 below 45 %. Three instances run at 42 %, and nothing happens. "
            "How low must CPU fall before 3 become 2?"
        ),
        setup=THREE_AT_42,
        answer=_PERCENT,
        truth=point(3),
        misconception=Misconception(
            answer=45,
            name="below the threshold means scale in",
            text=(
                "42 is below 45, so the rule fires. But two instances would share the work of three: 42 x 3 / 2 = 63, "
                "above 60, and the rule out would fire at once. Azure looks ahead and does nothing."
            ),
        ),
        view="breathing",
        what_if=(
            WhatIf(label="…with out above 70?", changes={"out_above": 70}),
            WhatIf(label="…with in below 38?", changes={"in_below": 38}),
            WhatIf(label="…at 39 %?", changes={"peak": 1.17}),
        ),
    )


def _ten_to_nine() -> Prediction:
    return Prediction(
        id="ten-to-nine",
        title="The same rules with ten instances",
        question="The same rules: out above 60 %, in below 45 %. At which CPU do 10 instances become 9?",
        setup={**THREE_AT_42, "load": "shop", "peak": 5},
        answer=_PERCENT,
        truth=point(10),
        misconception=Misconception(
            answer=54,
            name="the guard replaces the threshold",
            text=(
                "60 x 9 / 10 = 54 is what the guard would allow. The rule itself still has to fire, and it asks for "
                "less than 45. The lower number decides: with many instances that is the threshold."
            ),
        ),
        view="breathing",
        what_if=(
            WhatIf(label="…with in below 55?", changes={"in_below": 55}),
            WhatIf(label="…with 20 instances' worth of load?", changes={"peak": 20, "maximum": 40}),
        ),
    )


def _two_to_one() -> Prediction:
    return Prediction(
        id="two-to-one",
        title="The last step down",
        question="The same rules once more: out above 60 %, in below 45 %. At which CPU do 2 instances become 1?",
        setup={**THREE_AT_42, "peak": 1.0},
        answer=_PERCENT,
        truth=point(2),
        misconception=Misconception(
            answer=40,
            name="one number for all counts",
            text=(
                "40 % is right for 3 -> 2. Each step down has its own number, because one instance of two carries "
                "half of the work: 60 x 1 / 2 = 30. The fewer instances, the lower CPU must be."
            ),
        ),
        view="breathing",
        what_if=(WhatIf(label="…with out above 90?", changes={"out_above": 90}),),
    )


def _peak(compute: Compute) -> Prediction:
    def truth(state: State) -> Truth:
        result = compute(state)
        outs = [one for one in result.actions if one.action == "scale out"]
        last = outs[-1] if outs else None
        busy = 100 * result.demand.max() / result.peak_instances
        steps = (
            f"the busiest minute takes {result.demand.max():.1f} fully busy instances",
            f"autoscale goes on until CPU is no longer above {state['out_above']:g} %",
            f"{result.demand.max():.1f} / {result.peak_instances} instances are {busy:.0f} % busy",
            *_told(last),
        )
        because = "Autoscale does not look for full instances; it adds until CPU is below the threshold."
        return Truth(answer=result.peak_instances, because=because, steps=steps)

    return Prediction(
        id="peak",
        title="How many at the peak?",
        question=(
            "A web shop's busiest minute takes 6 instances at 100 % CPU. Rules: out by 1 above 70 %, in by 1 below "
            "30 %, between 2 and 10. How many instances are there at most during the day?"
        ),
        setup={},
        answer=_INSTANCES,
        truth=truth,
        misconception=Misconception(
            answer=6,
            name="as many as the load takes",
            text=(
                "Six instances would be 100 % busy. A threshold of 70 % keeps a reserve: 6 / 0.7 is between 8 and 9. "
                "The threshold is not only an alarm, it sets how full your instances run and what you pay."
            ),
        ),
        view="breathing",
        what_if=(
            WhatIf(label="…out above 90?", changes={"out_above": 90}),
            WhatIf(label="…out by 3?", changes={"out_by": 3}),
        ),
    )


_DROPS: Final = Options(
    (
        ("none", "None: autoscale adds instances in time"),
        ("few", "Some, less than 1 %"),
        ("many", "More than 1 %"),
        ("most", "More than half"),
    )
)


def _spike(compute: Compute) -> Prediction:
    def truth(state: State) -> Truth:
        result = compute(state)
        share = result.dropped_percent
        answer = "none" if not share else "few" if share < 1 else "many" if share <= 50 else "most"
        first = next((one for one in result.actions if one.action == "scale out"), None)
        steps = (
            "the load rises from 0.9 to 6 instances' worth within 4 minutes, from 10:00 on",
            *_told(first),
            f"a new instance gets its first request {state['start_up_s']:g} s later",
            f"one instance a step, and {state['out_cooldown_min']:g} minutes of rest after each",
            f"dropped: {int(result.web.dropped.sum()):,} of {int(result.web.arrived.sum()):,} requests, {share:.2g} %",
        )
        because = (
            "Autoscale looks back over its window, then waits for the instance to start, then rests. A spike that is "
            "quicker than these three together is lost for reactive scaling."
        )
        return Truth(answer=answer, because=because, steps=steps)

    return Prediction(
        id="spike",
        title="A spike within four minutes",
        question=(
            "Two quiet instances; at 10:00 the load becomes six times as large within 4 minutes. Out by 1 above 70 % "
            "over 5 minutes, up to 10; an instance takes 3 minutes to start. How many requests of the day are dropped?"
        ),
        setup={"load": "spike"},
        answer=_DROPS,
        truth=truth,
        misconception=Misconception(
            answer="none",
            name="autoscale is instant",
            text=(
                "Autoscale is not a shield. Window, evaluation, start of the machine, application and probes come "
                "first, and one step is one instance. Known spikes need a schedule, a higher minimum or larger steps."
            ),
        ),
        view="service",
        what_if=(
            WhatIf(label="…out by 5?", changes={"out_by": 5}),
            WhatIf(label="…a minimum of 8?", changes={"minimum": 8}),
            WhatIf(label="…start in 60 s?", changes={"start_up_s": 60}),
        ),
    )


def _night(compute: Compute) -> Prediction:
    def truth(state: State) -> Truth:
        result = compute(state)
        low = float(result.web.cpu[result.run.minute_of(3, day=1) - 60 : result.run.minute_of(3, day=1)].min())
        steps = (
            f"an idle instance already takes {state['base_cpu']:g} % CPU",
            f"the lowest CPU before 3 a.m. is {low:.1f} %",
            f"scale-in needs CPU below {state['in_below']:g} %: it never fires",
        )
        because = "CPU cannot fall below what runs without any request, so the rule in never fires."
        return Truth(answer=result.at_night, because=because, steps=steps)

    return Prediction(
        id="night",
        title="How many at 3 a.m.?",
        question=(
            "The web shop again, two days. Antivirus and agents take 35 % CPU on every instance, with or without "
            "requests. Out above 70 %, in below 30 %, between 2 and 10. How many instances run at 3 a.m. of the second "
            "night, when hardly anybody shops?"
        ),
        setup={"base_cpu": 35, "days": 2},
        answer=_INSTANCES,
        truth=truth,
        misconception=Misconception(
            answer=2,
            name="little load, few instances",
            text=(
                "Autoscale sees CPU, not load. A base that more instances do not lower stays above the threshold for "
                "ever. Look at the lowest value your metric really reaches before you choose a threshold."
            ),
        ),
        view="breathing",
        what_if=(
            WhatIf(label="…in below 45?", changes={"in_below": 45}),
            WhatIf(label="…without the agents?", changes={"base_cpu": 5}),
        ),
    )


def _told(one: Decision | None) -> tuple[str, ...]:
    """A line of the log as a step."""
    return () if one is None else (f"the log: {clock(one.at_s)[:-3]} {one.action}: {one.because}",)
