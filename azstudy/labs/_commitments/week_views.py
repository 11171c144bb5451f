"""Hour by hour and VM by VM: who pays for what. Each a chart with its table."""

from __future__ import annotations

from itertools import groupby
from typing import Any, Final

import attrs

from azstudy import charts
from azstudy.cost.schedules import DAYS
from azstudy.labs import _html as h
from azstudy.labs._commitments.result import CommitmentsLabResult
from azstudy.labs._controls import Choice, Controls, Group, State
from azstudy.model.facts import HOURS_PER_MONTH, Term
from azstudy.plan.paying.levels import Level
from azstudy.plan.paying.mix import Mix

_PARTS: Final = (
    ("reserved", "paid by a reservation", "blue", ""),
    ("planned", "paid by the savings plan", "teal", "."),
    ("payg", "pay-as-you-go", "orange", "/"),
    ("idle", "reserved, but idle: lost", "grey", "x"),
)
_TICKS: Final = tuple(range(12, 168, 24))
WHICH: Final = (("yours", "your mix"), ("best", "the cheapest mix"))


def which_settings(_: CommitmentsLabResult) -> Controls:
    """Whose mix to show."""
    choice = Choice(name="mix", label="Show", options=WHICH, default="yours", look="bar")
    return Controls((Group(title="", controls=(choice,)),))


@attrs.frozen(kw_only=True)
class HourPaid:
    """One hour: VMs under each way of paying; `idle` is reserved and not needed."""

    needed: int
    reserved: float
    planned: float
    payg: float
    idle: float


def paid_hours(result: CommitmentsLabResult, mix: Mix) -> list[HourPaid]:
    """The 168 hours of the first year's week, for the load that really comes."""
    offer = result.offer
    held = mix.reserved(offer.size, 0)
    rooms = [usd / rate for term, usd in mix.plans(0) if (rate := offer.usd(term))]
    found = []
    for hour in result.loads(result.actual)[0].hours:
        needed = hour[0]
        planned = min(max(0, needed - held), sum(rooms))
        reserved = min(needed, held)
        found.append(
            HourPaid(
                needed=needed,
                reserved=reserved,
                planned=planned,
                payg=max(0.0, needed - reserved - planned),
                idle=max(0, held - needed),
            )
        )
    return found


def _shown(result: CommitmentsLabResult, local: State) -> Mix:
    return result.plan.mix if local.get("mix") == "best" else result.mix


def week_chart(result: CommitmentsLabResult, local: State) -> charts.Chart:
    """A week of hours as stacked bars: reservation, savings plan, pay-as-you-go, and what is reserved but idle."""
    rows = paid_hours(result, _shown(result, local))
    traces: list[dict[str, Any]] = []
    for name, words, colour, pattern in _PARTS:
        traces.append(
            {
                "type": "bar",
                "name": words,
                "x": list(range(168)),
                "y": [round(getattr(row, name), 3) for row in rows],
                "marker": {
                    "color": charts.PALETTE[colour],
                    "pattern": {"shape": pattern, "solidity": 0.3},
                    "line": {"width": 0},
                },
                "hovertemplate": f"{words}: %{{y:g}} VMs<extra></extra>",
            }
        )
    total = sum(row.needed for row in rows)
    share = {name: sum(getattr(row, name) for row in rows) / total if total else 0.0 for name, *_ in _PARTS}
    return charts.Chart(
        traces=tuple(traces),
        layout=charts.layout(
            "week",
            height=330,
            x_title="a week, hour by hour",
            y_title="VMs",
            legend=True,
            barmode="stack",
            bargap=0,
            xaxis={"tickvals": list(_TICKS), "ticktext": [day.capitalize() for day in DAYS], "showgrid": False},
            yaxis={"rangemode": "tozero"},
        ),
        says=f"A week: {share['reserved']:.0%} of the VM hours are paid by reservations, {share['planned']:.0%} by the "
        f"savings plan, {share['payg']:.0%} are pay-as-you-go.",
    )


def week_table(result: CommitmentsLabResult, local: State) -> h.Markup:
    """The same week as a table; neighbouring hours that are alike make one row."""
    rows = paid_hours(result, _shown(result, local))
    columns = [
        h.Column("Hours"),
        h.Column("VMs needed", numeric=True),
        *(h.Column(words.capitalize(), numeric=True) for _, words, _, _ in _PARTS),
    ]
    body = []
    for row, group in groupby(enumerate(rows), key=lambda pair: pair[1]):
        hours = [at for at, _ in group]
        cells = [h.number(round(getattr(row, name), 2)) for name, *_ in _PARTS]
        body.append((_span(hours[0], hours[-1] + 1), row.needed, *cells))
    words = dict(WHICH)[local.get("mix", "yours")]
    return h.table(columns, body, caption=f"The first year's week, {words}", scroll=True)


def _span(first: int, end: int) -> str:
    start, stop = DAYS[first // 24].capitalize(), DAYS[(end - 1) // 24].capitalize()
    until = f"{(end - 1) % 24 + 1:02d}:00"
    return (
        f"{start} {first % 24:02d}:00 to {until}" if start == stop else f"{start} {first % 24:02d}:00 to {stop} {until}"
    )


def nth_chart(result: CommitmentsLabResult, _: State) -> charts.Chart:
    """Hours a month each further VM is needed, with the hours from which commitments pay as lines."""
    levels = result.plan.levels
    taken = [level.paid_by != Term.PAYG.label for level in levels]
    traces = []
    for worth, words, colour, pattern in (
        (True, "worth a commitment", "blue", ""),
        (False, "cheaper by the hour", "orange", "/"),
    ):
        traces.append(
            {
                "type": "bar",
                "name": words,
                "x": [level.nth for level in levels],
                "y": [
                    round(level.hours_per_month, 1) if keep is worth else None
                    for level, keep in zip(levels, taken, strict=True)
                ],
                "marker": {"color": charts.PALETTE[colour], "pattern": {"shape": pattern, "solidity": 0.3}},
                "hovertemplate": "VM %{x}: %{y:,.0f} hours a month<extra></extra>",
            }
        )
    number = sum(taken)
    return charts.Chart(
        traces=tuple(traces),
        layout=charts.layout(
            "nth",
            height=330,
            x_title="the n-th VM",
            y_title="hours a month it is needed",
            legend=True,
            barmode="stack",
            shapes=_lines(result),
            xaxis={"tickvals": [level.nth for level in levels] if len(levels) <= 20 else None, "showgrid": False},
            yaxis={"range": [0, HOURS_PER_MONTH], "autorange": False},
        ),
        says=f"{number} of {len(levels)} VMs are needed often enough to be worth a commitment.",
    )


def break_evens(result: CommitmentsLabResult) -> list[tuple[Term, float]]:
    """Hours a month from which each commitment on offer pays, the earliest first."""
    payg = result.offer.payg.usd_per_hour
    found = [(term, rate.usd_per_hour / payg * HOURS_PER_MONTH) for term, rate in result.offer.rates.items()]
    return sorted(found, key=lambda pair: pair[1])


def _lines(result: CommitmentsLabResult) -> list[dict[str, Any]]:
    """The earliest break-even of each length; the others stand in the table."""
    first: dict[int, tuple[Term, float]] = {}
    for term, hours in break_evens(result):
        first.setdefault(term.years, (term, hours))
    return [_line(hours, term.label) for term, hours in first.values() if hours <= HOURS_PER_MONTH]


def _line(hours: float, words: str) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "paper",
        "yref": "y",
        "x0": 0,
        "x1": 1,
        "y0": hours,
        "y1": hours,
        "line": {"color": charts.PALETTE["red"], "width": 1.5, "dash": "dash"},
        "label": {"text": words, "textposition": "end", "yanchor": "bottom", "font": {"size": 11}},
    }


def nth_table(result: CommitmentsLabResult, _: State) -> h.Markup:
    """Each VM: hours, the cost of each way to pay for it, and how the cheapest plan pays."""
    terms = [Term.PAYG, *(term for term, _ in break_evens(result))]
    columns = [
        h.Column("VM", numeric=True),
        h.Column("Hours a month", numeric=True),
        *(h.Column(f"{term.label}, USD", numeric=True, meaning="compute over the whole plan") for term in terms),
        h.Column("The plan pays by"),
    ]
    rows = [_nth_row(level, terms) for level in result.plan.levels]
    if not rows:
        return h.note("No VM is needed in any hour.", kind="info")
    evens = ", ".join(f"{term.label} {hours:,.0f}" for term, hours in break_evens(result)) or "none is on offer"
    caption = "The n-th VM: what each way of paying costs over the whole plan, compute only"
    note = h.tag(
        "p", f"Pays from, in hours a month: {evens}. The Windows licence is the same in every column.", cls="azs-quiet"
    )
    return h.tag("div", h.table(columns, rows, caption=caption, scroll=True), note)


def _nth_row(level: Level, terms: list[Term]) -> tuple[h.Child, ...]:
    low = min(level.options.values())
    cells = []
    for term in terms:
        money = h.usd(level.options[term], 0)
        cells.append(h.tag("strong", money) if level.options[term] <= low + 1e-9 else money)
    return (level.nth, f"{level.hours_per_month:,.0f}", *cells, level.paid_by)
