"""The figures of the maintenance lab: who is worked on when, and how many machines of each workload serve."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import attrs

from azstudy import charts
from azstudy.labs._controls import State
from azstudy.labs._maintenance.result import MaintenanceLabResult
from azstudy.simulate.upkeep.result import Visit

_MOST_ROWS: Final = 24
_NIGHT: Final = timedelta(hours=14)
_PAD: Final = timedelta(minutes=10)
_STEPS: Final = ((4, 30), (10, 60), (24, 180))
"""Hours that the axis may span, and the minutes between two of its marks."""
_ROOM: Final = {
    "fewer than needed": ("red", "x"),
    "as many as needed": ("orange", "/"),
    "some away, enough left": ("blue", "."),
    "all serve": ("teal", ""),
}
"""How a stretch of capacity is painted."""
_LABEL: Final = 0.025
"""The least part of the axis that has room for a number."""
_HATCH: Final = "rgba(255,255,255,0.35)"
"""Pale, because a number stands on it."""


@attrs.frozen(kw_only=True)
class Axis:
    """Moments as minutes from `origin`, marked with what the clock of the schedule shows.

    Plain numbers, because a live figure gets its data a moment before its axis.
    """

    result: MaintenanceLabResult
    origin: datetime
    end: datetime

    def at(self, moment: datetime) -> float:
        """Minutes from the origin."""
        return (moment - self.origin).total_seconds() / 60

    @property
    def spec(self) -> dict[str, Any]:
        """The axis as Plotly takes it."""
        hours = self.at(self.end) / 60
        step = next((minutes for most, minutes in _STEPS if hours <= most), 360)
        late = -(self.origin.minute % 30) % 30
        marks = range(late, int(self.at(self.end)) + 1, step)
        texts = [self.result.clock(self.origin + timedelta(minutes=mark))[-5:] for mark in marks]
        return {
            "autorange": False,
            "range": [0, self.at(self.end)],
            "tickvals": list(marks),
            "ticktext": texts,
        }

    @property
    def title(self) -> str:
        """The day and the clock."""
        return (
            f"{self.result.clock(self.origin)[:-6]}, clock of {self.result.zone.value.removesuffix(' Standard Time')}"
        )


def _shown(result: MaintenanceLabResult) -> tuple[tuple[Visit, ...], Axis | None]:
    """The visits of the first night in which something is done (or of the first window), and their axis."""
    visits = result.run.visits
    begun = [one.at for one in visits if one.begins] or [one.at for one in visits]
    if not begun:
        return (), None
    shown = tuple(one for one in visits if min(begun) - _NIGHT < one.at < min(begun) + _NIGHT)[:_MOST_ROWS]
    edges = [at for one in shown for at in (one.opens, one.closes, one.ends) if at is not None]
    return shown, Axis(result=result, origin=min(edges) - _PAD, end=max(edges) + _PAD)


def night(result: MaintenanceLabResult, _: State) -> charts.Chart:
    """A row a machine: updates, and the restart after them; the window pale behind."""
    visits, axis = _shown(result)
    if axis is None:
        return charts.blank()
    order = [vm.name for vm in result.design.vms]
    absent = result.unvisited
    names = sorted({*absent, *(one.machine for one in visits)}, key=order.index)
    skipped = [one for one in visits if one.begins is None]
    done = sum(one.outcome == "done" for one in visits)
    return charts.Chart(
        traces=(
            _bars(axis, "updates", ("blue", "/"), ((one, one.begins, _installed(one)) for one in visits if one.begins)),
            _bars(axis, "restart", ("orange", ""), ((one, *one.away) for one in visits if one.away)),
            _left_out(axis, skipped, absent),
        ),
        layout=charts.layout(
            "maintenance-night",
            height=100 + 24 * max(1, len(names)),
            x_title=axis.title,
            legend=True,
            barmode="overlay",
            shapes=_windows(axis, visits),
            xaxis=axis.spec,
            yaxis=_rows(names),
        ),
        says=f"The first night: {done} machines are done, {len(skipped)} left out, {len(absent)} not visited.",
    )


def _rows(names: list[str]) -> dict[str, Any]:
    return {
        "type": "category",
        "autorange": False,
        "range": [len(names) - 0.5, -0.5],
        "categoryorder": "array",
        "categoryarray": names,
        "showgrid": False,
    }


def _installed(one: Visit) -> datetime | None:
    return one.away[0] if one.away else one.ends


def _bars(axis: Axis, name: str, look: tuple[str, str], spans: Iterable[tuple[Visit, Any, Any]]) -> dict[str, Any]:
    """Bars from a begin to an end."""
    kept = list(spans)
    clock = axis.result.clock
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "y": [one.machine for one, _, _ in kept],
        "base": [axis.at(begin) for _, begin, _ in kept],
        "x": [axis.at(end) - axis.at(begin) for _, begin, end in kept],
        "hovertext": [f"{one.machine}: {name} {clock(a)} to {clock(b)[-5:]}" for one, a, b in kept],
        "hoverinfo": "text",
        "text": [],
        "marker": {"color": charts.PALETTE[look[0]], "pattern": {"shape": look[1], "solidity": 0.25}},
    }


def _left_out(axis: Axis, skipped: list[Visit], absent: Mapping[str, str]) -> dict[str, Any]:
    """A cross where a machine's window opens without it, or where nothing ever comes to it."""
    at = min((one.opens for one in skipped), default=axis.origin + _PAD)
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": "left out",
        "x": [*(axis.at(one.opens) for one in skipped), *[axis.at(at)] * len(absent)],
        "y": [*(one.machine for one in skipped), *absent],
        "text": [*["left out"] * len(skipped), *["no visit"] * len(absent)],
        "textposition": "middle right",
        "marker": {"symbol": "x", "size": 9, "color": charts.PALETTE["red"]},
        "hovertext": [*(one.because for one in skipped), *absent.values()],
        "hoverinfo": "text",
    }


def _windows(axis: Axis, visits: tuple[Visit, ...]) -> list[dict[str, Any]]:
    """The windows, pale behind the bars."""
    return [
        {
            "type": "rect",
            "xref": "x",
            "yref": "paper",
            "x0": axis.at(begin),
            "x1": axis.at(end),
            "y0": 0,
            "y1": 1,
            "fillcolor": "rgba(128,128,128,0.12)",
            "line": {"width": 0},
            "layer": "below",
        }
        for begin, end in sorted({(one.opens, one.closes) for one in visits})
    ]


def capacity(result: MaintenanceLabResult, _: State) -> charts.Chart:
    """A row a workload: how many of its machines serve, and whether that is enough."""
    visits, axis = _shown(result)
    if not visits or axis is None:
        return charts.blank()
    run, names = result.run, list(result.run.totals)
    stretches = list(_stretches(axis))
    traces: list[dict[str, Any]] = []
    for words, (colour, pattern) in _ROOM.items():
        mine = [one for one in stretches if one[4] == words]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": words,
                "y": [name for name, *_ in mine],
                "base": [begin for _, begin, *_ in mine],
                "x": [end - begin for _, begin, end, *_ in mine],
                "text": [f"{n}" if end - begin > _LABEL * axis.at(axis.end) else "" for _, begin, end, n, _ in mine],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "constraintext": "none",
                "textfont": {"color": "#ffffff"},
                "hovertext": [
                    f"{name}: {n} of {run.totals[name]}, {run.needs[name]} needed" for name, _, _, n, _ in mine
                ],
                "hoverinfo": "text",
                "marker": {
                    "color": charts.PALETTE[colour],
                    "pattern": {"shape": pattern, "solidity": 0.2, "fillmode": "overlay", "fgcolor": _HATCH},
                },
            }
        )
    below = ", ".join(run.below()) or "none"
    return charts.Chart(
        traces=tuple(traces),
        layout=charts.layout(
            "maintenance-capacity",
            height=100 + 34 * len(names),
            x_title=axis.title,
            legend=True,
            barmode="overlay",
            xaxis=axis.spec,
            yaxis=_rows(names),
        ),
        says=f"Workloads below their need at some moment: {below}.",
    )


def _stretches(axis: Axis) -> Iterator[tuple[str, float, float, int, str]]:
    """Workload, begin, end, how many serve, and how that compares with the need."""
    run = axis.result.run
    for name in run.totals:
        steps = [one for one in run.capacity if one.workload == name and axis.origin < one.at < axis.end]
        points = [(axis.origin, run.running(name, axis.origin)), *((one.at, one.running) for one in steps)]
        for (begin, count), (end, _) in zip(points, [*points[1:], (axis.end, 0)], strict=True):
            yield name, axis.at(begin), axis.at(end), count, _room(count, run.needs[name], run.totals[name])


def _room(count: int, needed: int, total: int) -> str:
    if count < needed:
        return "fewer than needed"
    if count == total:
        return "all serve"
    return "as many as needed" if count == needed else "some away, enough left"
