"""The summary, and money side by side: your mix and the cheapest, other loads, cash, prices and assumptions."""

from __future__ import annotations

from typing import Final

from azstudy import charts
from azstudy.labs import _html as h
from azstudy.labs._commitments.result import CommitmentsLabResult
from azstudy.labs._controls import State
from azstudy.model.facts import HOURS_PER_MONTH
from azstudy.plan.paying.cash import CashMonth, cash_flow
from azstudy.plan.paying.mix import Cost, Mix, nothing
from azstudy.plan.paying.offers import Rate
from azstudy.plan.paying.regret import best_of

_EVERY: Final = 6


def _size(result: CommitmentsLabResult) -> str:
    return result.offer.size.removeprefix("Standard_")


def summary(result: CommitmentsLabResult) -> h.Markup:
    """Your mix, the cheapest, and no commitment, in USD a month; what is lost; how far to trust it."""
    yours, best, payg = (result.monthly(cost) for cost in (result.yours, result.best, result.payg))
    head = h.facts(
        [
            ("Your mix", h.join([h.tag("strong", h.usd(yours)), " USD a month"])),
            ("The cheapest mix", f"{h.usd(best)} USD a month"),
            ("No commitment", f"{h.usd(payg)} USD a month"),
            ("Your mix saves", f"{result.saving_share:.1%}"),
        ]
    )
    notes = [h.note(reason, kind="warn", title="Not sold.") for reason in result.refused]
    return h.tag("div", head, provenance(result), h.tag("p", _verdict(result)), *notes, cls="azs-summary")


def _verdict(result: CommitmentsLabResult) -> str:
    lost = result.yours.lost / result.months
    words = f"{h.usd(lost)} USD a month of your commitments find no VM and are lost. " if lost >= 0.005 else ""
    gap = result.regret_usd / result.months
    if gap < 0.005:
        return f"{words}No other mix is cheaper for this load."
    return f"{words}The cheapest mix costs {h.usd(gap)} USD a month less."


def provenance(result: CommitmentsLabResult) -> h.Markup:
    """Source and date of the hourly price, and how much of the cheapest plan is estimated."""
    payg = result.offer.payg
    source = result.catalog.source(payg.source)
    share = result.plan.estimated_share
    words = (
        f"Prices of {_size(result)}: {source.title}, {payg.as_of}. {share:.0%} of the cheapest plan's bill rests on "
        "estimated prices; see “Prices and assumptions”."
    )
    return h.tag("p", words, cls="azs-provenance")


def _rows(result: CommitmentsLabResult) -> list[tuple[str, Cost, str]]:
    """(name, cost, status) of each mix."""
    none, best = nothing(len(result.plan.years)), best_of(result.plan, result.actual)
    found = [("no commitment", result.payg, none), ("your mix", result.yours, result.mix)]
    if result.actual != 1:
        found.append(("cheapest for the planned load", result.planned, result.plan.mix))
    found.append(("cheapest for this load", result.best, best))
    return [(name, cost, result.status(mix).value) for name, cost, mix in found]


def compare_chart(result: CommitmentsLabResult, _: State) -> charts.Chart:
    """USD a month: commitments, pay-as-you-go and licence, for each mix."""
    rows = _rows(result)
    parts = (("committed", "commitments", "blue", ""), ("payg", "pay-as-you-go", "orange", "/"))
    traces = []
    for field, words, colour, pattern in (*parts, ("licence", "Windows licence", "violet", ".")):
        usd = [round(getattr(cost, field) / result.months, 2) for _, cost, _ in rows]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": words,
                "y": [f"{charts.SYMBOLS[status]} {name}" for name, _, status in rows],
                "x": usd,
                "marker": {"color": charts.PALETTE[colour], "pattern": {"shape": pattern, "solidity": 0.3}},
                "hovertemplate": f"{words}: %{{x:,.2f}} USD a month<extra></extra>",
                "showlegend": any(usd),
            }
        )
    says = ", ".join(f"{name} {result.monthly(cost):,.2f}" for name, cost, _ in rows)
    return charts.Chart(
        traces=tuple(traces),
        layout=charts.layout(
            "compare",
            height=260,
            x_title="USD a month",
            legend=True,
            barmode="stack",
            yaxis={"type": "category", "autorange": "reversed", "showgrid": False},
        ),
        says=f"USD a month: {says}.",
    )


def compare(result: CommitmentsLabResult, _: State) -> h.Markup:
    """The same as a table, with what is lost, and what to buy for the cheapest plan."""
    licensed = result.offer.licence_usd_per_hour > 0
    columns = [
        h.Column("Mix"),
        h.Column("Committed", numeric=True),
        h.Column("of that lost", numeric=True, meaning="commitments that found no VM"),
        h.Column("By the hour", numeric=True, meaning="pay-as-you-go compute"),
        *([h.Column("Licence", numeric=True, meaning="Windows licence")] if licensed else []),
        h.Column("USD a month", numeric=True),
        h.Column("Saves", numeric=True),
        h.Column("Prices are"),
    ]
    body = []
    for name, cost, status in _rows(result):
        parts = [cost.committed, cost.lost, cost.payg, *([cost.licence] if licensed else [])]
        cells = [h.usd(value / result.months) for value in parts]
        saves = 1 - cost.total / result.payg.total if result.payg.total else 0.0
        money = h.tag("strong", h.usd(result.monthly(cost)))
        body.append((name, *cells, money, f"{saves:.1%}", h.badge(status)))
    buys = [one.text for one in result.plan.purchases] or ["nothing: every VM is cheaper by the hour"]
    caption = f"USD in an average month of {result.months}"
    return h.tag(
        "div",
        h.table(columns, body, caption=caption),
        h.tag("h5", "The cheapest plan for the planned load buys"),
        h.bullets(buys),
    )


def regret_chart(result: CommitmentsLabResult, _: State) -> charts.Chart:
    """Cost over the load that really comes, for your mix, the planned one and none."""
    rows = sorted(result.regrets)
    percent = tuple(100 * row[0] for row in rows)
    names = ("your mix", "cheapest for the planned load", "no commitment", "cheapest for that load")
    mixes = (result.mix, result.plan.mix, nothing(len(result.plan.years)), result.plan.mix)
    lines = [
        charts.Line(
            label=name,
            x=percent,
            y=tuple(round(row[at] / result.months, 2) for row in rows),
            status=result.status(mix).value,
        )
        for at, (name, mix) in enumerate(zip(names, mixes, strict=True), start=1)
    ]
    return charts.lines(
        lines,
        x_title="load that really comes, % of the planned one (upright line: your setting)",
        y_title="USD a month",
        marker_at=100 * result.actual,
    )


def regret(result: CommitmentsLabResult, _: State) -> h.Markup:
    """What each mix costs more than the best one, for each load that may come."""
    columns = [
        h.Column("Load that comes", numeric=True),
        h.Column("Best possible, USD a month", numeric=True),
        h.Column("Your mix costs more", numeric=True),
        h.Column("The cheapest plan costs more", numeric=True),
        h.Column("No commitment costs more", numeric=True),
    ]
    body = []
    for factor, yours, planned, payg, best in result.regrets:
        more = [h.usd(max(0.0, cost - best) / result.months) for cost in (yours, planned, payg)]
        body.append((f"{factor:.0%}", h.usd(best / result.months), *more))
    return h.table(columns, body, caption="Regret: USD a month above the best mix for the load that comes")


def _flow(result: CommitmentsLabResult, mix: Mix, *, upfront: bool) -> tuple[CashMonth, ...]:
    return cash_flow(mix, result.loads(result.actual), result.plan.offers, upfront=upfront)


def cash_chart(result: CommitmentsLabResult, _: State) -> charts.Chart:
    """Money gone out by month: the cheapest plan upfront and monthly, your mix monthly, no commitment."""
    none, best = nothing(len(result.plan.years)), result.plan.mix
    flows = (
        ("cheapest, paid upfront", best, True),
        ("cheapest, paid monthly", best, False),
        ("your mix, paid monthly", result.mix, False),
        ("no commitment", none, False),
    )
    lines = []
    for name, mix, upfront in flows:
        flow = _flow(result, mix, upfront=upfront)
        months, usd = tuple(float(m.month) for m in flow), tuple(round(m.total_so_far, 2) for m in flow)
        lines.append(charts.Line(label=name, x=months, y=usd, status=result.status(mix).value))
    return charts.lines(lines, x_title="month", y_title="USD so far")


def cash(result: CommitmentsLabResult, _: State) -> h.Markup:
    """Money gone out so far, every half year."""
    upfront, monthly = (_flow(result, result.plan.mix, upfront=way) for way in (True, False))
    own = _flow(result, result.mix, upfront=False)
    none = _flow(result, nothing(len(result.plan.years)), upfront=False)
    columns = [
        h.Column("After month", numeric=True),
        h.Column("Cheapest, upfront", numeric=True),
        h.Column("Cheapest, monthly", numeric=True),
        h.Column("Your mix, monthly", numeric=True),
        h.Column("No commitment", numeric=True),
    ]
    length = max(map(len, (upfront, own, none)))
    body = []
    for month in sorted({1, *range(_EVERY, length + 1, _EVERY)}):
        cells = [h.usd(flow[min(month, len(flow)) - 1].total_so_far, 0) for flow in (upfront, monthly, own, none)]
        body.append((month, *cells))
    note = "Upfront and monthly come to the same total; paying monthly costs no fee. It is about cash, not about price."
    return h.tag("div", h.table(columns, body, caption="USD paid so far"), h.tag("p", note, cls="azs-quiet"))


def prices(result: CommitmentsLabResult, _: State) -> h.Markup:
    """Each rate with its status; sources and rules; what is not sold; what the plan assumes."""
    columns = [
        h.Column("Way of paying"),
        h.Column("USD an hour", numeric=True),
        h.Column("Off", numeric=True),
        h.Column("Pays from, hours a month", numeric=True),
        h.Column("Price is"),
    ]
    payg = result.offer.payg
    body: list[tuple[h.Child, ...]] = []
    for rate in _rates(result):
        part = rate.usd_per_hour / payg.usd_per_hour if payg.usd_per_hour else 1.0
        off, hours = ("–", "–") if rate is payg else (f"{1 - part:.0%}", f"{part * HOURS_PER_MONTH:,.0f}")
        body.append((rate.term.label, h.usd(rate.usd_per_hour, 4), off, hours, h.badge(rate.status.value)))
    licence = result.offer.licence_usd_per_hour
    if licence:
        body.append(("Windows licence", h.usd(licence, 4), "never", "–", h.badge(payg.status.value)))
    return h.tag(
        "div",
        h.table(columns, body, caption=f"Compute of one {_size(result)} for an hour"),
        *_lists(result),
    )


def _rates(result: CommitmentsLabResult) -> list[Rate]:
    return [result.offer.payg, *sorted(result.offer.rates.values(), key=lambda rate: -rate.usd_per_hour)]


def _lists(result: CommitmentsLabResult) -> list[h.Markup]:
    """Sources, rules, what is not on offer, assumptions; a list that would be empty is left out."""
    sources: dict[str, list[str]] = {}
    for rate in _rates(result):
        source = result.catalog.source(rate.source)
        sources.setdefault(f"{source.title}, {rate.as_of}", []).append(rate.term.label)
    rules = dict.fromkeys(rate.note for rate in _rates(result) if rate.note)
    assumed = [h.join([h.tag("code", one.name), f" {one.text}"]) for one in result.plan.assumptions]
    shapes = h.join([h.tag("code", "SHAPES"), " The shapes of the week are illustrative, not measured."])
    lists: list[tuple[str, list[h.Child]]] = [
        ("Not on offer", [one.text for one in result.plan.left_out]),
        ("What this rests on", [*assumed, shapes]),
        ("Where prices come from", [f"{where}: {', '.join(terms)}" for where, terms in sources.items()]),
        ("Rules behind prices", list(rules)),
    ]
    return [h.join([h.tag("h5", title), h.bullets(items)]) for title, items in lists if items]
