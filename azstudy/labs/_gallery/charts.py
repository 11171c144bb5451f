"""The figures of the gallery lab: when each region is ready, and how many VMs run over the minutes of a rush."""

from __future__ import annotations

from typing import Any, Final

from azstudy import charts
from azstudy.labs._controls import State
from azstudy.labs._gallery.result import GalleryLabResult

_COLOURS: Final = ("blue", "orange", "teal", "violet", "red", "grey")
_DASHES: Final = ("solid", "dash", "dot", "dashdot", "longdash", "solid")


def ready(result: GalleryLabResult, _: State) -> charts.Chart:
    """Minutes until each region is ready, a bar a region; one whose time is not known has none."""
    copies = result.copies.regions
    names = [result.catalog.region(one.region).display for one in copies]
    minutes = [one.ready_min for one in copies]
    bars = {
        "type": "bar",
        "orientation": "h",
        "name": "ready",
        "y": names,
        "x": minutes,
        "text": ["not known" if time is None else f"{time:.0f} min" for time in minutes],
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "marker": {"color": charts.PALETTE["blue"], "pattern": {"shape": "/", "solidity": 0.2}},
    }
    top = max((time for time in minutes if time is not None), default=0) or 1
    says = "; ".join(
        f"{name} {'not known' if time is None else f'{time:.0f} min'}"
        for name, time in zip(names, minutes, strict=True)
    )
    return charts.Chart(
        traces=(bars,),
        layout=charts.layout(
            "gallery-ready",
            height=70 + 34 * len(names),
            x_title="minutes after publishing (a model)",
            xaxis={"autorange": False, "range": [0, top * 1.18]},
            yaxis={"type": "category", "autorange": "reversed", "showgrid": False},
        ),
        says=f"Ready after publishing: {says}.",
    )


def rush(result: GalleryLabResult, _: State) -> charts.Chart:
    """VMs that run over the minutes, a step line a region that is left."""
    traces: list[dict[str, Any]] = []
    for at, one in enumerate(result.rush.regions):
        points = [(0.0, 0), *one.steps, (result.rush.done_min * 1.1, one.vms)]
        name = result.catalog.region(one.region).display
        line = {"color": charts.PALETTE[_COLOURS[at % 6]], "width": 2.5, "dash": _DASHES[at % 6], "shape": "hv"}
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": name,
                "x": [minute for minute, _ in points],
                "y": [running for _, running in points],
                "line": line,
                "hovertemplate": f"{name}: %{{y}} run after %{{x:.0f}} min<extra></extra>",
            }
        )
    top = max(one.vms for one in result.rush.regions)
    return charts.Chart(
        traces=tuple(traces),
        layout=charts.layout(
            "gallery-rush",
            height=300,
            x_title="minutes (a model)",
            y_title="VMs that run",
            legend=True,
            xaxis={"autorange": False, "range": [0, result.rush.done_min * 1.1]},
            yaxis={"autorange": False, "range": [0, top * 1.1]},
        ),
        says=f"{result.state['vms']:,} VMs in {len(traces)} regions: all run after {result.rush.done_min:g} minutes.",
    )
