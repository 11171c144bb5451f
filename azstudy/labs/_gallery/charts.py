"""The figures of the gallery lab: when each region is ready, and how many VMs run over the minutes of a rush."""

from __future__ import annotations

from typing import Any, Final

from azstudy import charts
from azstudy.labs._controls import State
from azstudy.labs._gallery.result import GalleryLabResult

_COLOURS: Final = ("blue", "orange", "teal", "violet", "red", "grey")
_DASHES: Final = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")


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
    """VMs that run over the minutes, the regions that are left stacked; the dotted line is what was asked for."""
    run, wanted = result.rush, result.state["vms"]
    end = run.done_min * 1.1
    minutes = [0.0, *sorted({minute for one in run.regions for minute, _ in one.steps}), end]
    traces: list[dict[str, Any]] = []
    for at, one in enumerate(run.regions):
        name, colour = result.catalog.region(one.region).display, charts.PALETTE[_COLOURS[at % 6]]
        running = [max((count for minute, count in one.steps if minute <= now), default=0) for now in minutes]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": name,
                "x": minutes,
                "y": running,
                "stackgroup": "running",
                "line": {"color": colour, "width": 2, "dash": _DASHES[at % 6], "shape": "hv"},
                "fillcolor": _pale(colour),
                "hovertemplate": f"{name}: %{{y}} run after %{{x:.0f}} min<extra></extra>",
            }
        )
    asked = {
        "type": "scatter",
        "mode": "lines",
        "name": f"{wanted:,} asked for",
        "x": [0, end],
        "y": [wanted, wanted],
        "line": {"color": charts.INK, "width": 2, "dash": "dot"},
        "hoverinfo": "skip",
    }
    return charts.Chart(
        traces=(*traces, asked),
        layout=charts.layout(
            f"gallery-rush-{len(traces)}",
            height=320,
            x_title="minutes (a model)",
            y_title="VMs that run",
            legend=True,
            xaxis={"autorange": False, "range": [0, end]},
            yaxis={"autorange": False, "range": [0, wanted * 1.1]},
        ),
        says=f"{wanted:,} VMs in {len(traces)} regions: all run after {run.done_min:g} minutes.",
    )


def _pale(colour: str) -> str:
    """A colour of the palette, mostly see-through."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.3)"
