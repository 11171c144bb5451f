"""The figures of the maintenance lab: who is worked on when, and how many machines of each workload serve."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from azstudy import charts
from azstudy.labs._controls import State
from azstudy.labs._maintenance.result import MaintenanceLabResult
from azstudy.model.wall_clock import local_time
from azstudy.simulate.upkeep.result import Visit

_COLOURS: Final = ("blue", "orange", "teal", "violet", "red", "grey")
_DASHES: Final = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
_MOST_ROWS: Final = 24


def _wall(result: MaintenanceLabResult, at: datetime) -> str:
    return local_time(at, result.zone).strftime("%Y-%m-%d %H:%M:%S")


def _first(result: MaintenanceLabResult) -> tuple[Visit, ...]:
    """The visits of the first night in which something is done, or of the first window."""
    visits = result.run.visits
    begun = [one.at for one in visits if one.begins] or [one.at for one in visits]
    if not begun:
        return ()
    until = min(begun) + timedelta(hours=14)
    return tuple(one for one in visits if one.at < until)[:_MOST_ROWS]


def night(result: MaintenanceLabResult, _: State) -> charts.Chart:
    """A row a machine: updates, and the restart after them; the window behind."""
    visits = _first(result)
    names = list(dict.fromkeys(one.machine for one in visits))
    traces = [
        _bars(result, "updates", "blue", "/", [(one, one.begins, _installed(one)) for one in visits if one.begins]),
        _bars(result, "restart", "orange", "", [(one, *one.away) for one in visits if one.away]),
    ]
    skipped = [one for one in visits if one.begins is None]
    done = sum(one.outcome == "done" for one in visits)
    return charts.Chart(
        traces=(*traces, _left_out(result, skipped)),
        layout=charts.layout(
            "maintenance-night",
            height=100 + 24 * max(1, len(names)),
            x_title=f"clock of {result.zone.value.removesuffix(' Standard Time')}",
            legend=True,
            barmode="overlay",
            shapes=_open(result, visits),
            xaxis=_axis(result, visits),
            yaxis={
                "type": "category",
                "autorange": False,
                "range": [len(names) - 0.5, -0.5],
                "categoryorder": "array",
                "categoryarray": names,
                "showgrid": False,
            },
        ),
        says=f"The first night: {done} machines are done, {len(skipped)} left out, {len(visits)} in all.",
    )


def _left_out(result: MaintenanceLabResult, skipped: list[Visit]) -> dict[str, Any]:
    """A cross where a machine's window opens without it."""
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": "left out",
        "x": [_wall(result, one.opens) for one in skipped],
        "y": [one.machine for one in skipped],
        "text": ["left out"] * len(skipped),
        "textposition": "middle right",
        "marker": {"symbol": "x", "size": 9, "color": charts.PALETTE["red"]},
        "hovertext": [one.because for one in skipped],
        "hoverinfo": "text",
    }


def _open(result: MaintenanceLabResult, visits: tuple[Visit, ...]) -> list[dict[str, Any]]:
    """The windows, pale behind the bars."""
    return [
        {
            "type": "rect",
            "xref": "x",
            "yref": "paper",
            "x0": _wall(result, begin),
            "x1": _wall(result, end),
            "y0": 0,
            "y1": 1,
            "fillcolor": "rgba(128,128,128,0.12)",
            "line": {"width": 0},
            "layer": "below",
        }
        for begin, end in sorted({(one.opens, one.closes) for one in visits})
    ]


def _axis(result: MaintenanceLabResult, visits: tuple[Visit, ...]) -> dict[str, Any]:
    """The time axis from ten minutes before to ten minutes after."""
    edges = [at for one in visits for at in (one.opens, one.closes, one.ends) if at is not None]
    if not edges:
        return {"type": "date"}
    pad = timedelta(minutes=10)
    return {
        "type": "date",
        "autorange": False,
        "range": [_wall(result, min(edges) - pad), _wall(result, max(edges) + pad)],
    }


def _installed(one: Visit) -> datetime | None:
    return one.away[0] if one.away else one.ends


def _bars(
    result: MaintenanceLabResult, name: str, colour: str, pattern: str, spans: list[tuple[Visit, Any, Any]]
) -> dict[str, Any]:
    """Bars from a begin to an end, lengths in milliseconds as a date axis wants them."""
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "y": [one.machine for one, _, _ in spans],
        "base": [_wall(result, begin) for _, begin, _ in spans],
        "x": [(end - begin).total_seconds() * 1000 for _, begin, end in spans],
        "hovertext": [f"{one.machine}: {name} {result.clock(a)} to {result.clock(b)}" for one, a, b in spans],
        "hoverinfo": "text",
        "marker": {"color": charts.PALETTE[colour], "pattern": {"shape": pattern, "solidity": 0.25}},
    }


def capacity(result: MaintenanceLabResult, _: State) -> charts.Chart:
    """A line a workload: how many of its machines serve, in per cent of what it needs."""
    run = result.run
    visits = _first(result)
    if not visits:
        return charts.blank()
    first = min(one.opens for one in visits) - timedelta(minutes=10)
    last = max([one.closes for one in visits] + [one.ends for one in visits if one.ends]) + timedelta(minutes=10)
    traces: list[dict[str, Any]] = []
    for number, name in enumerate(run.totals):
        steps = [one for one in run.capacity if one.workload == name and first < one.at < last]
        points = [(first, run.running(name, first)), *((one.at, one.running) for one in steps)]
        points.append((last, points[-1][1]))
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": f"{name} (needs {run.needs[name]})",
                "x": [_wall(result, at) for at, _ in points],
                "y": [count - run.needs[name] for _, count in points],
                "line": {
                    "shape": "hv",
                    "width": 2.5,
                    "color": charts.PALETTE[_COLOURS[number % len(_COLOURS)]],
                    "dash": _DASHES[number % len(_DASHES)],
                },
                "hovertemplate": f"{name}: %{{y}} above its need at %{{x|%H:%M}}<extra></extra>",
            }
        )
    below = ", ".join(run.below()) or "none"
    return charts.Chart(
        traces=tuple(traces),
        layout=charts.layout(
            f"maintenance-capacity-{len(traces)}",
            height=340,
            x_title=f"clock of {result.zone.value.removesuffix(' Standard Time')}",
            y_title="VMs above (or below) the need",
            legend=True,
            xaxis={"type": "date", "autorange": False, "range": [_wall(result, first), _wall(result, last)]},
            yaxis={"tickformat": "+d", "zerolinecolor": charts.INK, "dtick": 1},
            shapes=[
                {
                    "type": "rect", "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": -50, "y1": -0.5,
                    "fillcolor": "rgba(213,94,0,0.12)", "line": {"width": 0}, "layer": "below",
                }
            ],
        ),
        says=f"Workloads below their need at some moment: {below}.",
    )  # fmt: skip
