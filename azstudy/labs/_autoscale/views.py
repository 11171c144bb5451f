"""What the autoscale lab shows: summary, tables beside the charts, log with arithmetic, cost, settings compared."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from azstudy.labs import _html as h
from azstudy.labs._autoscale.arithmetic import steps
from azstudy.labs._autoscale.bands import cooldowns, guarded, minutes_of
from azstudy.labs._autoscale.charts import said
from azstudy.labs._autoscale.result import SERVICE_LEVEL, AutoscaleLabResult
from azstudy.labs._controls import Choice, Controls, Group, State
from azstudy.simulate.service.measures import cost_usd
from azstudy.simulate.service.sweeping import SweepRow
from azstudy.simulate.service.values import Prices
from azstudy.simulate.timeline import Decision, clock

LINES: Final = 120
_DECLINED: Final = ("scale out skipped", "scale in skipped")
_ACTED: Final = ("scale out", "scale in", "back between the limits", "to the default", "profile")
LOGS: Final = {
    "autoscale": "What autoscale did and did not do",
    "acted": "Only what it did",
    "guard": "Only what the flapping guard held back",
    "instances": "Instances and failures",
    "all": "Everything",
}


def summary(result: AutoscaleLabResult) -> h.Markup:
    """The few numbers that matter, and what was wrong before the run."""
    slow = result.slow_ms
    pairs = [
        ("Most instances", str(result.peak_instances)),
        ("At 3 a.m.", str(result.at_night)),
        ("Requests dropped", f"{result.dropped_percent:.2g} %"),
        ("95 % answered within", "–" if slow is None else _duration(slow)),
        ("Cost", "not known" if result.cost_usd is None else f"{result.cost_usd:,.2f} USD a day"),
        ("Autoscale acted", f"{len(result.actions)} times"),
    ]
    notes = [h.note(one.what, kind="warn", title="Before the run:") for one in result.run.findings]
    return h.join([h.facts(pairs), *notes])


def _duration(ms: float) -> str:
    return f"{ms:,.0f} ms" if ms < 10_000 else f"{ms / 1000:,.0f} s"


def breathing(result: AutoscaleLabResult, _: State) -> h.Markup:
    """Hour by hour: the table twin of the charts of instances and of service."""
    columns = [
        h.Column("Hour (UTC)"),
        h.Column("Load", numeric=True, meaning="in fully busy instances, mean of the hour"),
        h.Column("Instances", numeric=True, meaning="least to most"),
        h.Column("In rotation", numeric=True, meaning="least"),
        h.Column("CPU %", numeric=True, meaning="highest minute"),
        h.Column("Dropped", numeric=True),
        h.Column("Out / in", numeric=True),
    ]
    rows = [_hour(result, hour) for hour in range(result.state["days"] * 24)]
    rest, held = minutes_of(cooldowns(result)), minutes_of(guarded(result))
    rested = f"Autoscale rested for {rest:,.0f} minutes in cooldowns; the flapping guard held it back for {held:,.0f}."
    return h.join([h.tag("p", rested), h.table(columns, rows, caption="Hour by hour", scroll=True)])


def _hour(result: AutoscaleLabResult, hour: int) -> tuple[h.Child, ...]:
    web, part = result.web, slice(hour * 60, hour * 60 + 60)
    desired, cpu = web.desired[part], web.cpu[part]
    low, high = int(desired.min()), int(desired.max())
    inside = [one.action for one in result.actions if hour * 3600 <= one.at_s < (hour + 1) * 3600]
    return (
        clock(hour * 3600)[:-3],
        f"{result.demand[part].mean():.2f}",
        str(low) if low == high else f"{low}–{high}",
        str(int(web.rotation[part].min())),
        "–" if np.isnan(cpu).all() else f"{np.nanmax(cpu):.0f}",
        f"{int(web.dropped[part].sum()):,}",
        f"{inside.count('scale out')} / {inside.count('scale in')}",
    )


def service(result: AutoscaleLabResult, _: State) -> h.Markup:
    """Where requests went, and how long they took."""
    web: Any = result.web
    totals = web.totals
    rows: list[tuple[h.Child, ...]] = [
        ("came", f"{totals['requests']:,}", ""),
        ("answered", f"{totals['served']:,}", ""),
        (
            "dropped: the queue was full",
            f"{totals['dropped_full']:,}",
            f"more than {web.tier.service.queue_limit:,} waited",
        ),
        ("dropped: waited too long", f"{totals['dropped_late']:,}", f"{web.tier.service.patience_s:g} seconds"),
        ("dropped: the instance did not answer", f"{totals['dropped_failed']:,}", "until the probes noticed"),
        ("still waiting at the end", f"{totals['queued_at_end']:,}", ""),
        ("half answered within", _or_dash(totals["response_ms_p50"]), "the work and the wait before it"),
        ("95 % answered within", _or_dash(totals["response_ms_p95"]), ""),
    ]
    columns = [h.Column("Requests"), h.Column("Number", numeric=True), h.Column("Note")]
    return h.table(columns, rows, caption="Where the requests went: those that came are those below, exactly")


def _or_dash(ms: float | None) -> str:
    return "–" if ms is None else _duration(ms)


def log_settings(_: AutoscaleLabResult) -> Controls:
    """Which lines to show."""
    return Controls(
        (
            Group(
                title="",
                controls=(Choice(name="lines", label="Show", options=tuple(LOGS.items()), default="autoscale"),),
            ),
        )
    )


def lines_of(result: AutoscaleLabResult, which: str) -> list[Decision]:
    """The lines of the log of one kind."""
    engine = [one for one in result.run.timeline if "profile" in one.facts]
    if which == "acted":
        return [one for one in engine if one.action in _ACTED]
    if which == "guard":
        return [one for one in engine if one.event in ("Flapping", "FlappingOccurred")]
    if which == "instances":
        return [one for one in result.run.timeline if "profile" not in one.facts]
    return engine if which == "autoscale" else list(result.run.timeline)


def log(result: AutoscaleLabResult, local: State) -> h.Markup:
    """The log; a line opens with a click, or with Enter, and shows its arithmetic."""
    found = lines_of(result, local["lines"])
    if not found:
        return h.tag("p", "No such line in this run.")
    shown = [_line(result, one) for one in found[:LINES]]
    more = f" The first {LINES} of {len(found):,} are shown." if len(found) > LINES else ""
    help_ = "Open a line to see the arithmetic: click it, or go to it with Tab and press Enter or Space."
    return h.join([h.tag("p", help_ + more), h.tag("div", *shown, cls="azs-log")])


def _line(result: AutoscaleLabResult, one: Decision) -> h.Markup:
    kind = "good" if one.action in ("scale out", "scale in") else "warn" if one.action in _DECLINED else ""
    head = [h.tag("code", clock(one.at_s)), " ", h.chip(one.action, kind), " ", one.because]
    lines = steps(result, one)
    if one.event:
        lines = (*lines, f"In the activity log: {one.event}.")
    if not lines:
        return h.tag("p", *head)
    summary_ = h.tag("summary", *head, data_lm_suppress_shortcuts="true")
    return h.tag("details", summary_, h.bullets(lines))


def cost(result: AutoscaleLabResult, _: State) -> h.Markup:
    """The same run paid in other ways, and counts that never change."""
    web, days = result.web, result.state["days"]
    prices = web.tier.prices
    least, most = int(web.desired.min()), result.peak_instances
    base = Prices(payg=prices.payg, reserved_rate=_reserved_rate(result), reserved=least)
    minutes = len(web.billed_s)
    ways = [
        ("this run, as set", web.cost_usd),
        ("this run, all by the hour", cost_usd(Prices(payg=prices.payg), web.billed_s, web.spot_s)),
        (f"this run, {least} reserved for a year", cost_usd(base, web.billed_s, web.spot_s)),
        (f"always {most}, by the hour", cost_usd(Prices(payg=prices.payg), np.full(minutes, most * 60.0), web.spot_s)),
        (
            f"always {most}, all reserved for a year",
            cost_usd(Prices(reserved_rate=_reserved_rate(result), reserved=most), np.zeros(minutes), web.spot_s),
        ),
    ]
    mine = None if web.cost_usd is None else float(web.cost_usd.sum())
    rows = [_way(words, None if series is None else float(series.sum()), mine, days) for words, series in ways]
    columns = [
        h.Column("Way of paying"),
        h.Column("USD a day", numeric=True),
        h.Column("Against this run", numeric=True),
    ]
    source = h.tag("p", f"Prices: {prices.source}. Instances are billed from their allocation until they are deleted.")
    return h.join([h.table(columns, rows, caption="What else the same service would cost"), source])


def _reserved_rate(result: AutoscaleLabResult) -> float | None:
    from azstudy.catalog.lookup import price
    from azstudy.errors import MissingPriceError

    if result.web.tier.prices.reserved_rate is not None:
        return result.web.tier.prices.reserved_rate
    try:
        return price(result.state["size"], term="reservation_1y")[0].usd_per_hour
    except MissingPriceError:
        return None


def _way(words: str, usd: float | None, mine: float | None, days: int) -> tuple[h.Child, ...]:
    if usd is None:
        return words, "–", "–"
    gap = "" if not mine else f"{100 * (usd / mine - 1):+.0f} %".replace("-", "−")
    return words, h.usd(usd / days), gap


def field_settings(_: AutoscaleLabResult) -> Controls:
    """Against what to set the cost."""
    options = (("response", "response time"), ("dropped", "requests dropped"))
    return Controls(
        (
            Group(
                title="",
                controls=(
                    Choice(name="goal", label="Set cost against", options=options, default="response", look="bar"),
                ),
            ),
        )
    )


def field(result: AutoscaleLabResult, _: State) -> h.Markup:
    """Par, your distance from it, and the settings none beats."""
    par, days = result.par, result.state["days"]
    words = [f"{len(result.tried.rows):,} settings with a rule each way on CPU were tried on this load."]
    if par is None or par.cost_usd is None:
        words.append(f"None of them keeps drops to {SERVICE_LEVEL:g} %: the load rises faster than instances start.")
    else:
        words.append(
            f"Par: {par.cost_usd / days:,.2f} USD a day, the cheapest that drops at most {SERVICE_LEVEL:g} % "
            f"({said(par)})."
        )
        words.append(_standing(result, par.cost_usd / days))
    columns = [
        h.Column("USD a day", numeric=True),
        h.Column("Dropped %", numeric=True),
        h.Column("95 % within", numeric=True),
        h.Column("Most", numeric=True, meaning="most instances"),
        h.Column("Out >", numeric=True, meaning="scale out above this CPU"),
        h.Column("In <", numeric=True, meaning="scale in below this CPU"),
        h.Column("Add", numeric=True, meaning="instances added at once"),
        h.Column("Min", numeric=True, meaning="least instances"),
        h.Column("Rest", numeric=True, meaning="minutes of cooldown after scaling out"),
    ]
    rows = [_tried(row, days) for row in result.tried.front]
    return h.join(
        [
            h.bullets(words),
            h.table(columns, rows, caption="Settings that none beats in cost, drops and response time", scroll=True),
        ]
    )


def _standing(result: AutoscaleLabResult, par: float) -> str:
    if result.cost_usd is None:
        return "Your cost is not known."
    gap = result.cost_usd - par
    good = "keeps to that level" if result.dropped_percent <= SERVICE_LEVEL else "drops more than that"
    if abs(gap) < 0.005:
        return f"Yours {good} and costs the same."
    return (
        f"Yours {good} and costs {abs(gap):,.2f} USD a day {'more' if gap > 0 else 'less'} ({100 * gap / par:+.0f} %)."
    )


def _tried(row: SweepRow, days: int) -> tuple[h.Child, ...]:
    profile = row.setting.profiles[0]
    out, inward = profile.rules
    return (
        h.usd((row.cost_usd or 0.0) / days),
        f"{row.dropped_percent:.2g}",
        _or_dash(row.response_ms_p95),
        str(row.peak_instances),
        f"{out.trigger.threshold:g}",
        f"{inward.trigger.threshold:g}",
        str(out.action.value),
        str(profile.minimum),
        f"{out.action.cooldown_min:g}",
    )
