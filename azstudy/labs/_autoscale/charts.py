"""The autoscale lab's charts: how the scale set breathes, CPU and service, cost, and settings against each other."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from azstudy import charts
from azstudy.charts import PALETTE, Chart, Point
from azstudy.labs._autoscale.bands import boxes, cooldowns, guarded
from azstudy.labs._autoscale.result import AutoscaleLabResult
from azstudy.labs._controls import State
from azstudy.simulate.service.sweeping import SweepRow

Series = npt.NDArray[Any]
MOST_POINTS: Final = 720
HEIGHT: Final = 340
NEAR: Final = 20
"""Response times further apart than this factor get a logarithmic axis."""


def hours_axis(days: int) -> dict[str, Any]:
    """An axis in hours since the start, with the time of day at its ticks."""
    step = {1: 2, 2: 4}.get(days, 12)
    ticks = list(range(0, days * 24 + 1, step))
    names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    words = [
        f"{names[tick // 24 % 7]} {tick % 24:02d}" if days > 1 and not tick % 24 else f"{tick % 24:02d}"
        for tick in ticks
    ]
    return {"tickvals": ticks, "ticktext": words, "range": [0, days * 24], "autorange": False}


def thinned(values: Series, most: int = MOST_POINTS) -> tuple[list[float], list[float]]:
    """Hours and values with at most that many points: the largest value of each stretch.

    >>> thinned(np.array([1.0, 5.0, 2.0, 3.0]), 2)
    ([0.0, 0.0333], [5.0, 3.0])
    """
    size = -(-len(values) // most)
    padded = np.pad(values.astype(float), (0, -len(values) % size), mode="edge").reshape(-1, size)
    top = np.nanmax(np.where(np.isnan(padded), -np.inf, padded), axis=1)
    hours = np.arange(len(top)) * size / 60
    return np.round(hours, 4).tolist(), [None if value == -np.inf else round(value, 3) for value in top.tolist()]  # type: ignore[misc]


def steps_of(values: Series) -> tuple[list[float], list[float]]:
    """Hours and values of a line of steps: only where it changes, and the end.

    >>> steps_of(np.array([2, 2, 3]))
    ([0.0, 0.0333, 0.05], [2.0, 3.0, 3.0])
    """
    at = np.concatenate([[0], np.flatnonzero(np.diff(values)) + 1])
    hours = [*np.round(at / 60, 4).tolist(), round(len(values) / 60, 4)]
    shown = values[at].astype(float).tolist()
    return hours, [*shown, shown[-1]]


def breathing(result: AutoscaleLabResult, _: State) -> Chart:
    """Instances asked for and in rotation against what the load takes, with cooldowns and the guard behind."""
    web = result.web
    top = float(max(web.desired.max(), result.demand.max())) * 1.08
    traces = (
        _band("resting (cooldown)", cooldowns(result), top, PALETTE["grey"], 0.16),
        _band("held by the flapping guard", guarded(result), top, PALETTE["violet"], 0.25),
        _curve("load, in fully busy instances", thinned(result.demand), PALETTE["orange"], fill="tozeroy"),
        _curve("instances in rotation", steps_of(web.rotation), PALETTE["teal"], shape="hv", dash="dot"),
        _curve("instances (capacity)", steps_of(web.desired), PALETTE["blue"], shape="hv"),
    )
    return Chart(
        traces=traces,
        layout=_layout("breathing", result, "instances", range=[0, top]),
        says=(
            f"Between {int(web.desired.min())} and {result.peak_instances} instances for a load that takes "
            f"{result.demand.min():.1f} to {result.demand.max():.1f} fully busy ones."
        ),
    )


def service(result: AutoscaleLabResult, _: State) -> Chart:
    """CPU with its thresholds, and the share of requests dropped."""
    web, state = result.web, result.state
    share = 100 * web.dropped / np.maximum(web.arrived, 1)
    span = [0.0, float(state["days"] * 24)]
    lines = [
        _curve("CPU, average of the instances", thinned(web.cpu), PALETTE["blue"]),
        _curve("dropped, % of the requests", thinned(share), PALETTE["red"], fill="tozeroy"),
        _curve(f"out above {state['out_above']:g} %", (span, [state["out_above"]] * 2), PALETTE["orange"], dash="dash"),
    ]
    low = state["in_below"]
    there = low is not None
    words = f"in below {low:g} %" if there else "no scale-in rule"
    lines.append(_curve(words, (span, [low] * 2) if there else ([], []), PALETTE["violet"], dash="dashdot"))
    return Chart(
        traces=tuple(lines),
        layout=_layout("service", result, "%", range=[0, 104]),
        says=f"CPU {np.nanmin(web.cpu):.0f} to {np.nanmax(web.cpu):.0f} %, {result.dropped_percent:.2g} % dropped.",
    )


def costs(result: AutoscaleLabResult, _: State) -> Chart:
    """USD of each hour."""
    cost = result.web.cost_usd
    hourly = [] if cost is None else cost.reshape(-1, 60).sum(axis=1).round(4).tolist()
    bar = {
        "type": "bar",
        "name": "USD an hour",
        "x": [hour + 0.5 for hour in range(len(hourly))],
        "y": hourly,
        "marker": {"color": PALETTE["blue"], "line": {"width": 0}},
        "hovertemplate": "%{y:.3f} USD in this hour<extra></extra>",
    }
    total = "not known" if result.cost_usd is None else f"{result.cost_usd:,.2f} USD a day"
    layout = _layout("costs", result, "USD an hour", rangemode="tozero")
    return Chart(traces=(bar,), layout=layout | {"showlegend": False, "bargap": 0.1}, says=f"The cost is {total}.")


def field(result: AutoscaleLabResult, local: State) -> Chart:
    """Every setting tried: cost of a day against drops or response time; the front, and yours."""
    goal, days = local["goal"], result.state["days"]
    front = {id(row) for row in result.tried.front_of(goal)}
    rows = [row for row in result.tried.rows if row.cost_usd is not None and row.response_ms_p95 is not None]
    points = [
        Point(
            label="",
            x=round((row.cost_usd or 0.0) / days, 3),
            y=_goal(row, goal),
            front=id(row) in front,
            about=said(row),
        )
        for row in rows
    ]
    plain = charts.front(points, x_title="USD a day", y_title=_GOALS[goal])
    names = ("other settings", "nothing cheaper does better")
    cloud, best = ({**trace, "name": name} for trace, name in zip(plain.traces, names, strict=True))
    mine = {
        "type": "scatter",
        "mode": "markers+text",
        "name": "yours",
        "x": [] if result.cost_usd is None else [result.cost_usd],
        "y": [] if result.cost_usd is None else [_goal(result.row, goal)],
        "text": ["yours"],
        "textposition": "top right",
        "marker": {"color": PALETTE["orange"], "size": 14, "symbol": "star"},
        "customdata": [["yours", f"{result.cost_usd or 0:,.2f} USD a day"]],
        "hovertemplate": "%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    }
    linear = {"type": "linear", "tickvals": None, "ticktext": None, "range": None, "autorange": True}
    layout = {**plain.layout, "meta": {"kind": "autoscale field"}}
    layout["xaxis"] = {**layout["xaxis"], **linear}
    heights = [point.y for point in points]
    if goal == "dropped" or max(heights, default=1.0) < NEAR * min(heights, default=1.0):
        layout["yaxis"] = {**layout["yaxis"], **linear, "rangemode": "tozero"}
    says = (
        f"{len(front)} of {len(points)} settings are beaten by none; yours costs {result.cost_usd or 0:,.2f} USD a day."
    )
    return Chart(traces=(cloud, best, mine), layout=layout, says=says)


_GOALS: Final = {"dropped": "requests dropped, %", "response": "95 % answered within, ms"}


def said(row: SweepRow) -> str:
    """A setting tried, in a few words: thresholds, step, minimum and rest.

    >>> from azstudy.labs import autoscale_result
    >>> said(autoscale_result(load="steady").tried.rows[0])
    'out above 40, in below 20, add 1, minimum 1, rest 1 min'
    """
    profile = row.setting.profiles[0]
    out, inward = profile.rules
    return (
        f"out above {out.trigger.threshold:g}, in below {inward.trigger.threshold:g}, add {out.action.value}, "
        f"minimum {profile.minimum}, rest {out.action.cooldown_min:g} min"
    )


def _goal(row: SweepRow, goal: str) -> float:
    return round(row.dropped_percent, 4) if goal == "dropped" else max(1.0, row.response_ms_p95 or 1.0)


def _curve(
    name: str,
    points: tuple[list[float], list[float]],
    colour: str,
    *,
    shape: str = "linear",
    dash: str = "solid",
    fill: str = "none",
) -> dict[str, Any]:
    x, y = points
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": x,
        "y": y,
        "line": {"color": colour, "width": 1.5 if fill != "none" else 2.5, "dash": dash, "shape": shape},
        "fill": fill,
        "fillcolor": _faint(colour, 0.18),
        "connectgaps": False,
        "hovertemplate": f"{name}: %{{y:.4g}}<extra></extra>",
        "hoverinfo": "all",
    }


def _band(name: str, found: list[tuple[float, float]], top: float, colour: str, strength: float) -> dict[str, Any]:
    x, y = boxes(found, top)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": x,
        "y": y,
        "line": {"color": _faint(colour, strength), "width": 0.5, "dash": "solid", "shape": "linear"},
        "fill": "toself",
        "fillcolor": _faint(colour, strength),
        "connectgaps": False,
        "hovertemplate": f"{name}<extra></extra>",
        "hoverinfo": "skip",
    }


def _faint(colour: str, strength: float) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{strength})"


def _layout(kind: str, result: AutoscaleLabResult, y_title: str, **y_axis: Any) -> dict[str, Any]:
    fixed = {"autorange": False} if "range" in y_axis else {}
    return charts.layout(
        f"autoscale {kind}",
        height=HEIGHT,
        x_title="hour (UTC)",
        y_title=y_title,
        legend=True,
        xaxis=hours_axis(result.state["days"]),
        yaxis={**y_axis, **fixed},
    )
