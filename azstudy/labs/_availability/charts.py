"""The availability lab's charts: capacity over time, years by their gap, cost of each nine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from azstudy import charts
from azstudy.simulate.failures.outcome import OutageResult

NAMES: Final = {"web": "web VMs", "db": "database VMs"}
_LOOKS: Final = {"web": ("blue", "solid"), "db": ("orange", "dash")}


def capacity(run: OutageResult) -> charts.Chart:
    """VMs up over the minutes of a drill, a step line a tier, and what each needs as a dotted line."""
    traces: list[dict[str, Any]] = []
    for one in run.workloads:
        colour, dash = _LOOKS[one.name]
        points = [*one.steps, (run.minutes, one.steps[-1][1])]
        common = {"type": "scatter", "mode": "lines", "x": [minute for minute, _ in points]}
        line = {"color": charts.PALETTE[colour], "width": 3, "dash": dash, "shape": "hv"}
        up = [count for _, count in points]
        hover = f"{NAMES[one.name]}: %{{y}} up at %{{x:.0f}} min<extra></extra>"
        traces.append({**common, "name": f"{NAMES[one.name]} up", "y": up, "line": line, "hovertemplate": hover})
        need = {"color": charts.PALETTE[colour], "width": 1.5, "dash": "dot", "shape": "hv"}
        name = f"{one.needed} needed" if one.name == "web" else f"{one.needed} database needed"
        traces.append({**common, "name": name, "y": [one.needed] * len(points), "line": need, "hoverinfo": "skip"})
    top = max(one.total for one in run.workloads)
    says = "; ".join(f"{NAMES[one.name]}: lowest {one.lowest} of {one.total}" for one in run.workloads)
    return charts.Chart(
        traces=tuple(traces),
        layout=charts.layout(
            "availability-capacity",
            height=300,
            x_title="minutes",
            y_title="VMs up",
            legend=True,
            yaxis={"autorange": False, "range": [0, top * 1.08]},
            xaxis={"autorange": False, "range": [0, run.minutes]},
        ),
        says=f"VMs up over {run.minutes:g} minutes. {says}.",
    )


def years(shares: Mapping[str, float]) -> charts.Chart:
    """The share of years by their minutes with too little."""
    names, percent = list(shares), [100 * share for share in shares.values()]
    shown = [f"{name} {value:.1f} %" for name, value in zip(names, percent, strict=True)]
    bars = {
        "type": "bar",
        "name": "years",
        "x": names,
        "y": percent,
        "text": [f"{value:.2f} %" if 0 < value < 10 else f"{value:.1f} %" for value in percent],
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "marker": {"color": charts.PALETTE["blue"]},
    }
    return charts.Chart(
        traces=(bars,),
        layout=charts.layout(
            "availability-years",
            height=290,
            x_title="time with too few VMs, in a year",
            y_title="% of years",
            yaxis={"autorange": False, "range": [0, max(percent) * 1.15]},
            xaxis={"type": "category"},
        ),
        says=f"Years by the time with too few VMs: {', '.join(shown)}.",
    )


def cost_of_nines(rows: Sequence[tuple[float, float | None, str]]) -> charts.Chart:
    """USD a month of the cheapest way to each target; a target nothing reaches has no bar."""
    names = [f"{target:g} %" for target, _, _ in rows]
    usd = [cost for _, cost, _ in rows]
    bars = {
        "type": "bar",
        "name": "cheapest",
        "x": names,
        "y": usd,
        "text": ["" if cost is None else f"{cost:,.0f}" for cost in usd],
        "textposition": "outside",
        "cliponaxis": False,
        "customdata": [layout for _, _, layout in rows],
        "hovertemplate": "%{x}: %{customdata}<extra></extra>",
        "marker": {"color": charts.PALETTE["teal"]},
    }
    top = max((cost for cost in usd if cost is not None), default=1.0)
    spoken = ["none" if cost is None else f"{cost:,.0f}" for cost in usd]
    said = ", ".join(f"{name} {words}" for name, words in zip(names, spoken, strict=True))
    return charts.Chart(
        traces=(bars,),
        layout=charts.layout(
            "availability-nines",
            height=280,
            x_title="SLA to reach",
            y_title="USD a month",
            yaxis={"autorange": False, "range": [0, top * 1.15]},
            xaxis={"type": "category"},
        ),
        says=f"USD a month of the cheapest way to each SLA: {said}.",
    )
