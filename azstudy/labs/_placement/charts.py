"""The placement lab's chart: instances of each zone after each step, stacked."""

from __future__ import annotations

from typing import Any

from azstudy import charts
from azstudy.simulate.fleet.outcome import StepOutcome, zone_name

COLOURS = ("blue", "orange", "teal", "violet")
FILLS = ("", "/", ".", "x")


def spread_over_steps(steps: tuple[StepOutcome, ...]) -> charts.Chart:
    """One bar a step, one part a zone; the pattern repeats what the colour says."""
    order = sorted({zone for step in steps for zone in step.per_zone}, key=lambda zone: (zone is None, zone or 0))
    names = [f"{at}. {step.step}" for at, step in enumerate(steps)]
    traces: list[dict[str, Any]] = [
        {
            "type": "bar",
            "name": zone_name(zone),
            "x": list(range(len(steps))),
            "y": [step.per_zone.get(zone, 0) for step in steps],
            "text": [str(step.per_zone.get(zone, 0) or "") for step in steps],
            "textposition": "inside",
            "textangle": 0,
            "constraintext": "none",
            "insidetextanchor": "middle",
            "hoverinfo": "skip",
            "marker": {
                "color": charts.PALETTE[COLOURS[index % 4]],
                "pattern": {
                    "shape": FILLS[index % 4],
                    "fillmode": "overlay",
                    "size": 6,
                    "solidity": 0.12,
                    "fgcolor": "#ffffff",
                },
            },
        }
        for index, zone in enumerate(order)
    ]
    shown = [name if len(name) <= 22 else f"{name[:20]}…" for name in names]
    layout = charts.layout(
        "placement-steps",
        height=290,
        y_title="instances",
        legend=True,
        barmode="stack",
        bargap=0.35,
        xaxis={"tickvals": list(range(len(steps))), "ticktext": shown, "tickangle": -20 if len(steps) > 4 else 0},
        yaxis={"rangemode": "tozero"},
    )
    last = ", ".join(f"{zone_name(zone)} {number}" for zone, number in steps[-1].per_zone.items())
    says = f"Instances of each zone after each of {len(steps)} steps; at the end {last}."
    return charts.Chart(traces=tuple(traces), layout=layout, says=says)
