"""The figures of the disks lab: asked and served over time, and the buckets of credits."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from azstudy.charts import PALETTE, Chart, layout
from azstudy.labs._controls import State
from azstudy.labs._disks.result import DisksLabResult

_COLOURS: Final = ("blue", "orange", "teal", "violet", "red", "grey")
_DASHES: Final = ("solid", "dash", "dot", "dashdot", "longdash", "solid")


def _corners(values: Any, step_s: float) -> tuple[list[float], list[float]]:
    """Hours and values of a staircase, without the points that change nothing."""
    kept = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))
    hours = np.append(kept, len(values)) * step_s / 3_600
    return hours.round(4).tolist(), np.append(values[kept], values[-1]).round(3).tolist()


def _stairs(name: str, values: Any, step_s: float, colour: str, **more: Any) -> dict[str, Any]:
    hours, heights = _corners(values, step_s)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": hours,
        "y": heights,
        "line": {"color": PALETTE[colour], "shape": "hv", "width": 2.5, "dash": more.pop("dash", "solid")},
        "hovertemplate": f"{name}<br>%{{x:.2f}} h → %{{y:,.0f}}<extra></extra>",
        "fill": "none",
        **more,
    }


def served_chart(result: DisksLabResult, local: State) -> Chart:
    """Asked and served, in IOPS or MB/s, with what the VM lets through."""
    io, unit = result.io, local["unit"]
    place = 0 if unit == "IOPS" else 1
    asked = io.asked_iops if place == 0 else io.asked_mbps
    served = io.served_iops if place == 0 else io.served_mbps
    gate = next(g for g in io.watch.gates if g.owner == -1 and g.unit == place)
    traces = (
        _stairs("asked", asked, io.step_s, "grey", dash="dot"),
        _stairs("served", served, io.step_s, "blue", fill="tozeroy", fillcolor="rgba(43,124,211,0.15)"),
        _stairs("the VM, uncached", io.watch.allowed(gate), io.step_s, "red", dash="dash"),
    )
    top = 1.1 * max(float(asked.max()), gate.base)
    return Chart(
        traces=traces,
        layout=layout(
            "disk traffic",
            height=330,
            x_title="hours",
            y_title=unit,
            legend=True,
            yaxis={"autorange": False, "range": [0, top]},
        ),
        says=(
            f"Asked up to {asked.max():,.0f} {unit}, served {served.min():,.0f} to {served.max():,.0f} {unit}; "
            f"{io.throttled_minutes:,g} of {io.minutes:,g} minutes throttled."
        ),
    )


def credits_chart(result: DisksLabResult, _: State) -> Chart:
    """How full each bucket is."""
    io = result.io
    traces = []
    for place, bucket in enumerate(io.buckets):
        hours = (np.arange(len(bucket.levels)) * io.step_s / 3_600).round(4)
        thin = _thin(bucket.percent)
        colour = PALETTE[_COLOURS[place % len(_COLOURS)]]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": f"{bucket.words}, {bucket.unit}",
                "x": hours[thin].tolist(),
                "y": bucket.percent[thin].round(2).tolist(),
                "line": {"color": colour, "width": 2.5, "dash": _DASHES[place % len(_DASHES)], "shape": "linear"},
                "hovertemplate": f"{bucket.words}, {bucket.unit}<br>%{{x:.2f}} h → %{{y:.0f}} %<extra></extra>",
                "fill": "none",
            }
        )
    empty = [f"{b.words} ({b.unit})" for b in io.buckets if float(b.levels.min()) == 0.0]
    says = f"{len(io.buckets)} buckets of credits; empty at some time: {', '.join(empty) or 'none'}."
    return Chart(
        traces=tuple(traces),
        layout=layout(
            "disk credits",
            height=330,
            x_title="hours",
            y_title="% of a full bucket",
            legend=True,
            yaxis={"autorange": False, "range": [-3, 105]},
        ),
        says=says,
    )


def _thin(values: Any) -> Any:
    """Points where the slope changes, first and last among them."""
    slope = np.diff(values)
    turns = np.flatnonzero(np.abs(np.diff(slope)) > 1e-9) + 1
    return np.unique(np.concatenate(([0], turns, [len(values) - 1])))
