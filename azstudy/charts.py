"""The house charts: plain descriptions first, plotly only when one is drawn.

A chart is a value: traces and layout as plain dicts, with a sentence that says what it shows. Every
chart has a table twin beside it, so it may leave out what does not fit. Colours stay readable on
light and dark pages, and no meaning rests on colour alone: patterns, marks and words repeat it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs

if TYPE_CHECKING:
    import plotly.graph_objects as go

INK: Final = "#7a7a7a"
GRID: Final = "rgba(128,128,128,0.25)"
PALETTE: Final = {
    "blue": "#2b7cd3",
    "orange": "#c8650a",
    "teal": "#17876d",
    "violet": "#8a63d2",
    "red": "#d1453b",
    "grey": "#7a7a7a",
}
"""Each at least 3:1 against white and against JupyterLab's dark background (#111)."""

PATTERNS: Final = {"published": "", "derived": ".", "estimated": "/", "doubtful": "x"}
"""Bar fill by how far a number can be trusted."""
SYMBOLS: Final = {"published": "●", "derived": "◆", "estimated": "≈", "doubtful": "?"}
_FONT: Final = "system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', Arial, sans-serif"
_MARKERS: Final = ("circle", "diamond", "square", "triangle-up", "x", "cross")
_DASHES: Final = ("solid", "dash", "dot", "dashdot", "longdash")


@attrs.frozen(kw_only=True)
class Chart:
    """A chart as plain values.

    Attributes:
        traces: Plotly traces as dicts.
        layout: Plotly layout as a dict.
        says: One sentence that says what it shows, for those who do not see it.
    """

    traces: tuple[dict[str, Any], ...]
    layout: dict[str, Any]
    says: str

    @property
    def kind(self) -> str:
        """Which house chart it is."""
        return str(self.layout["meta"]["kind"])

    def figure(self) -> go.Figure:
        """A static plotly figure."""
        import plotly.graph_objects as go

        return go.Figure(data=list(self.traces), layout=self.layout)

    def widget(self) -> go.FigureWidget:
        """A live figure for a notebook; `update` changes it in place."""
        import plotly.graph_objects as go

        figure = go.FigureWidget(data=list(self.traces), layout=self.layout)
        figure._config = {**figure._config, "displayModeBar": False, "responsive": True}
        return figure

    def update(self, figure: go.FigureWidget) -> None:
        """Make `figure` show this chart, whatever it showed before.

        A chart of the same kind is changed in place, in one message to the browser, traces matched by
        position; another kind replaces the traces.
        """
        same = (figure.layout.meta or {}).get("kind") == self.kind
        if not same:
            figure.data = ()
        shown = len(figure.data)
        other_height = figure.layout.height != self.layout["height"]
        with figure.batch_update():
            for drawn, trace in zip(figure.data, self.traces, strict=False):
                drawn.update({"visible": True, **{key: value for key, value in trace.items() if key != "type"}})
            for drawn in figure.data[len(self.traces) :]:
                drawn.visible = False
            figure.layout.update({key: value for key, value in self.layout.items() if key != "shapes"})
            figure.layout.shapes = self.layout["shapes"]  # plotly's update would keep shapes that are gone
        if self.traces[shown:]:
            figure.add_traces(list(self.traces[shown:]))
        if other_height:
            # A new height alone makes plotly give up fitting the width; only a change of autosize brings it back.
            figure.layout.autosize = False
            figure.layout.autosize = True


@attrs.frozen(kw_only=True)
class Bar:
    """One bar of a price chart: compute and licence in USD a month, and how far the price can be trusted."""

    label: str
    compute: float
    licence: float = 0.0
    status: str = "published"
    about: str = ""

    @property
    def total(self) -> float:
        """USD a month."""
        return round(self.compute + self.licence, 2)


@attrs.frozen(kw_only=True)
class Point:
    """One size or design in a scatter: where it stands, and whether it is on the front."""

    label: str
    x: float
    y: float
    front: bool = False
    about: str = ""


@attrs.frozen(kw_only=True)
class Line:
    """One line: its points, its name, and a mark where it matters (such as a break-even)."""

    label: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    status: str = "published"


_AXIS: Final = {
    "gridcolor": GRID,
    "zerolinecolor": GRID,
    "linecolor": GRID,
    "automargin": True,
    "fixedrange": True,
    "showgrid": True,
    "type": "linear",
    "autorange": True,
    "range": None,
    "rangemode": "normal",
    "tickvals": None,
    "ticktext": None,
    "tickangle": 0,
}


def layout(
    kind: str,
    *,
    height: int,
    x_title: str = "",
    y_title: str = "",
    legend: bool = False,
    left: int = 10,
    **more: Any,
) -> dict[str, Any]:
    """The house layout: transparent, small margins, quiet grid.

    It names everything any house chart sets, so that one live figure can show one kind after another.
    """
    base: dict[str, Any] = {
        "meta": {"kind": kind},
        "barmode": "relative",
        "bargap": 0.3,
        "shapes": [],
        "height": height,
        "autosize": True,
        "template": "none",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": _FONT, "size": 12, "color": INK},
        "margin": {"l": left, "r": 16, "t": 28 if legend else 8, "b": 40},
        "showlegend": legend,
        "legend": {"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "traceorder": "normal"},
        "xaxis": {**_AXIS, "title": {"text": x_title, "standoff": 6}},
        "yaxis": {**_AXIS, "title": {"text": y_title, "standoff": 6}},
        "hoverlabel": {"font": {"family": _FONT, "size": 12}},
        "dragmode": False,
    }
    for key, value in more.items():
        base[key] = {**base[key], **value} if isinstance(base.get(key), dict) and isinstance(value, dict) else value
    return base


def blank(height: int = 314) -> Chart:
    """An empty chart, to hold the place of one to come."""
    return Chart(traces=(), layout=layout("blank", height=height), says="Nothing to show yet.")


def price_bars(bars: Sequence[Bar], *, budget: float | None = None, rows: int = 10) -> Chart:
    """Cost of a month for each offer, compute and licence stacked, cheapest at the top.

    Args:
        bars: Cheapest first.
        budget: USD a month, drawn as a line.
        rows: How many rows the chart is tall, so that it keeps its height when there are fewer bars.

    >>> price_bars([Bar(label="B4ms", compute=140.16, licence=11.68)]).says
    'Cost of a month: from 151.84 USD (B4ms) to 151.84 USD (B4ms).'
    """
    shown = list(bars[:rows])
    labels = [f"{SYMBOLS[bar.status]} {bar.label}" for bar in shown]
    hover = "%{customdata[0]}<br>%{customdata[1]}<extra></extra>"
    about = [[bar.label, bar.about or f"{bar.total:,.2f} USD a month"] for bar in shown]
    patterns = [PATTERNS[bar.status] for bar in shown]
    common = {"type": "bar", "orientation": "h", "y": labels, "customdata": about, "hovertemplate": hover}
    compute = common | {
        "name": "compute",
        "x": [bar.compute for bar in shown],
        "marker": {"color": PALETTE["blue"], "pattern": {"shape": patterns, "solidity": 0.35}, "line": {"width": 0}},
        "text": ["" if bar.licence else f"{bar.total:,.2f}" for bar in shown],
        "textposition": "outside",
        "cliponaxis": False,
    }
    licence = common | {
        "name": "Windows licence",
        "x": [bar.licence or None for bar in shown],
        "marker": {"color": PALETTE["orange"], "pattern": {"shape": patterns, "solidity": 0.35}, "line": {"width": 0}},
        "text": [f"{bar.total:,.2f}" if bar.licence else "" for bar in shown],
        "textposition": "outside",
        "cliponaxis": False,
        "showlegend": any(bar.licence for bar in shown),
    }
    top = max([bar.total for bar in shown] + ([budget] if budget and shown else []), default=1.0)
    shapes = [] if budget is None else [_line_at(budget, f"budget {budget:,.0f}")]
    return Chart(
        traces=(compute, licence),
        layout=layout(
            "price bars",
            height=64 + 25 * rows,
            x_title="USD a month",
            legend=True,
            barmode="stack",
            yaxis={"autorange": False, "range": [rows - 0.5, -0.5], "showgrid": False, "type": "category"},
            xaxis={"range": [0, top * 1.16], "autorange": False},
            shapes=shapes,
        ),
        says=_bars_say(shown),
    )


def _bars_say(bars: Sequence[Bar]) -> str:
    if not bars:
        return "No offer to show."
    low, high = bars[0], bars[-1]
    return f"Cost of a month: from {low.total:,.2f} USD ({low.label}) to {high.total:,.2f} USD ({high.label})."


def _line_at(x: float, words: str) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": x,
        "x1": x,
        "y0": 0,
        "y1": 1,
        "line": {"color": PALETTE["red"], "width": 2, "dash": "dash"},
        "label": {"text": words, "textposition": "end", "textangle": 0, "xanchor": "right", "font": {"size": 11}},
    }


def front(points: Iterable[Point], *, x_title: str, y_title: str, height: int = 340) -> Chart:
    """Points, with those on the front (nothing cheaper offers as much) joined by steps and named.

    >>> chart = front([Point(label="a", x=1, y=2, front=True)], x_title="USD a month", y_title="vCPUs")
    >>> chart.says
    '1 of 1 points are on the front: a.'
    """
    every = list(points)
    others = [p for p in every if not p.front]
    best = sorted((p for p in every if p.front), key=lambda p: (p.x, p.y))
    hover = "%{customdata[0]}<br>%{customdata[1]}<extra></extra>"
    cloud = {
        "type": "scatter",
        "mode": "markers",
        "name": "other sizes that fit",
        "x": [p.x for p in others],
        "y": [p.y for p in others],
        "customdata": [[p.label, p.about] for p in others],
        "hovertemplate": hover,
        "marker": {"color": PALETTE["grey"], "size": 6, "opacity": 0.55, "symbol": "circle-open"},
    }
    steps = {
        "type": "scatter",
        "mode": "lines+markers+text",
        "name": "nothing cheaper offers as much",
        "x": [p.x for p in best],
        "y": [p.y for p in best],
        "text": [p.label for p in best] if len(best) <= 14 else [],
        "textposition": "top left",
        "textfont": {"size": 10},
        "customdata": [[p.label, p.about] for p in best],
        "hovertemplate": hover,
        "line": {"color": PALETTE["blue"], "shape": "hv", "width": 2},
        "marker": {"color": PALETTE["blue"], "size": 9, "symbol": "diamond"},
    }
    named = ", ".join(p.label for p in best[:6])
    says = f"{len(best)} of {len(every)} points are on the front: {named}{' …' if len(best) > 6 else ''}."
    return Chart(
        traces=(cloud, steps),
        layout=layout(
            "front",
            height=height,
            x_title=x_title,
            y_title=y_title,
            legend=True,
            xaxis=_log_axis([p.x for p in every]),
            yaxis=_log_axis([p.y for p in every]),
        ),
        says=says,
    )


def _log_axis(values: Sequence[float]) -> dict[str, Any]:
    """A log axis with ticks at 1, 2 and 5 of each power of ten, written out."""
    positive = [value for value in values if value > 0]
    low, high = (min(positive), max(positive)) if positive else (1.0, 10.0)
    powers = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 1)
    ticks = [step * 10.0**power for power in powers for step in (1, 2, 5)]
    shown = [tick for tick in ticks if low / 1.3 <= tick <= high * 1.3]
    words = [f"{tick:,.0f}" if tick >= 1 else f"{tick:g}" for tick in shown]
    margin = 0.05 * max(math.log10(high / low), 0.5)
    span = [math.log10(low) - margin, math.log10(high) + margin]
    return {"type": "log", "tickvals": shown, "ticktext": words, "range": span, "autorange": False}


def lines(
    series: Sequence[Line],
    *,
    x_title: str,
    y_title: str,
    marker_at: float | None = None,
    marker_words: str = "",
    height: int = 340,
) -> Chart:
    """Lines told apart by colour, dash and name; `marker_at` draws an upright line, such as "your hours".

    >>> lines([Line(label="pay-as-you-go", x=(0, 730), y=(0, 168))], x_title="hours", y_title="USD").says
    '1 line: pay-as-you-go.'
    """
    colours = list(PALETTE.values())
    traces = tuple(
        {
            "type": "scatter",
            "mode": "lines",
            "name": f"{SYMBOLS[line.status]} {line.label}",
            "x": list(line.x),
            "y": list(line.y),
            "line": {"color": colours[at % len(colours)], "width": 2.5, "dash": _DASHES[at % len(_DASHES)]},
            "hovertemplate": f"{line.label}<br>%{{x:,.0f}} → %{{y:,.2f}}<extra></extra>",
        }
        for at, line in enumerate(series)
    )
    shapes = [] if marker_at is None else [_line_at(marker_at, marker_words)]
    return Chart(
        traces=traces,
        layout=layout(
            "lines",
            height=height,
            x_title=x_title,
            y_title=y_title,
            legend=True,
            shapes=shapes,
            yaxis={"rangemode": "tozero"},
        ),
        says=f"{len(series)} line{'' if len(series) == 1 else 's'}: {', '.join(line.label for line in series)}.",
    )


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two colours written as #rrggbb.

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
