"""The upgrade lab's chart: what serves, against what the load takes, with the batches behind."""

from __future__ import annotations

from typing import Any, Final

from azstudy import charts
from azstudy.charts import PALETTE, Chart
from azstudy.labs._controls import State
from azstudy.labs._upgrade.result import UpgradeLabResult
from azstudy.simulate.upgrading.rolling import Batch

HEIGHT: Final = 320


def capacity(result: UpgradeLabResult, _: State) -> Chart:
    """Instances in rotation and instances that really answer, against the load; batches as bands."""
    service = result.run.service
    minutes = list(range(len(service.rotation)))
    answering = (service.room / result.run.service.scenario.tiers[0].service.requests_per_min).round(3).tolist()
    top = float(max(max(service.running.tolist()), result.demand)) * 1.12 + 0.5
    load = (service.arrived / result.run.service.scenario.tiers[0].service.requests_per_min).round(3).tolist()
    traces = (
        _bands(result.run.batches, top, len(minutes) if result.run.status == "running" else None),
        _line("load, in fully busy instances", minutes, load, PALETTE["orange"], fill="tozeroy"),
        _line("instances (capacity)", minutes, service.desired.tolist(), PALETTE["grey"], dash="dash"),
        _line("work that can be served", minutes, answering, PALETTE["blue"]),
        _line("in rotation", minutes, service.rotation.tolist(), PALETTE["teal"], dash="dot"),
    )
    step = 15 if len(minutes) <= 240 else 60
    ticks = list(range(0, len(minutes) + 1, step))
    words = [f"{tick // 60}:{tick % 60:02d}" for tick in ticks]
    layout = charts.layout(
        "upgrade capacity",
        height=HEIGHT,
        x_title="time since the start (h:min)",
        y_title="instances",
        legend=True,
        xaxis={"tickvals": ticks, "ticktext": words, "range": [0, len(minutes)], "autorange": False},
        yaxis={"range": [0, top], "autorange": False},
    )
    says = (
        f"At least {result.run.lowest_in_rotation} instances in rotation, for a load that takes {result.demand:g}; "
        f"{result.run.dropped:,} requests dropped."
    )
    return Chart(traces=traces, layout=layout, says=says)


def _line(
    name: str, x: list[int], y: list[float], colour: str, *, dash: str = "solid", fill: str = "none"
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": x,
        "y": y,
        "line": {"color": colour, "width": 1.5 if fill != "none" else 2.5, "dash": dash, "shape": "hv"},
        "fill": fill,
        "fillcolor": "rgba(200,101,10,0.16)",
        "connectgaps": False,
        "hovertemplate": f"{name}: %{{y:.4g}}<extra></extra>",
        "hoverinfo": "all",
    }


def _bands(batches: tuple[Batch, ...], top: float, end: int | None) -> dict[str, Any]:
    """The time from the begin of each batch to its judgement; `end` is where a batch still at work stops."""
    x: list[float | None] = []
    y: list[float | None] = []
    for one in batches:
        first = one.start_s / 60
        judged = end if one.end_s is None else one.end_s / 60
        last = max(judged or 0, first + 0.5)
        x += [first, first, last, last, first, None]
        y += [0, top, top, 0, 0, None]
    band = _line("a batch at work", [], [], "rgba(138,99,210,0.5)")
    return band | {
        "x": x,
        "y": y,
        "line": {"color": "rgba(138,99,210,0.5)", "width": 0.5, "dash": "solid", "shape": "linear"},
        "fill": "toself",
        "fillcolor": "rgba(138,99,210,0.22)",
        "hoverinfo": "skip",
        "hovertemplate": None,
    }
