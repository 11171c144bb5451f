"""What the drill did: the summary, capacity over time, disks and addresses, and the log."""

from __future__ import annotations

from typing import Final

from azstudy import charts as house
from azstudy.labs import _html as h
from azstudy.labs._availability import charts
from azstudy.labs._availability.controls import DRILLS
from azstudy.labs._availability.money import NOT_PRICED
from azstudy.labs._availability.result import AvailabilityLabResult
from azstudy.labs._controls import Choice, Controls, Group, State
from azstudy.plan.availability.composite import downtime
from azstudy.simulate.timeline import clock

EVERY: Final = "every line"


def summary(result: AvailabilityLabResult) -> h.Markup:
    """What is left, what is promised, what it costs; and what Azure would refuse."""
    run, web = result.run, result.run.workload("web")
    usd = result.bill.usd
    percent = result.chain.percent
    head = h.facts(
        [
            ("Left in this drill", f"{web.lowest} of {web.total} web VMs, {web.needed} needed"),
            ("Too few VMs for", "no minute" if run.survives else h.tag("strong", f"{run.below_min:g} min")),
            ("SLA, all parts together", "not known" if percent is None else f"{percent:.4f} %"),
            ("VMs and disks", "price not known" if usd is None else f"{h.usd(usd)} USD a month"),
        ]
    )
    notes = [h.note(words, kind="wrong", title="Azure refuses this.") for words in result.refused]
    if result.bill.why_not:
        notes.append(h.note(result.bill.why_not, kind="warn", title="No price."))
    return h.tag("div", head, h.tag("p", _verdict(result)), *notes, cls="azs-summary")


def _verdict(result: AvailabilityLabResult) -> h.Markup:
    run = result.run
    word = DRILLS[result.state["drill"]]
    short = [one for one in run.workloads if not one.survives]
    if not short:
        said = h.join(["✓ ", h.tag("strong", f"{word[0].upper()}{word[1:]}"), ": everything needed stays up."])
    else:
        which = " and ".join(charts.NAMES[one.name] for one in short)
        head = h.tag("strong", f"{word[0].upper()}{word[1:]}")
        said = h.join(["✗ ", head, f": too few {which} for {run.below_min:g} min."])
    silent = [one.name for one in run.endpoints if not one.answers]
    more = f" Silent: {', '.join(silent)}." if silent else ""
    spared = run.timeline.only("spared by assumption")
    why = f" Mind: {spared[0].because}." if spared else ""
    return h.join([said, more, why])


def capacity_chart(result: AvailabilityLabResult, _: State) -> house.Chart:
    """VMs up over time."""
    return charts.capacity(result.run)


def capacity(result: AvailabilityLabResult, _: State) -> h.Markup:
    """The same as a table: one row whenever a number changes."""
    columns = [
        h.Column("From"),
        h.Column("Tier"),
        h.Column("Up", numeric=True),
        h.Column("Needed", numeric=True),
        h.Column("Enough?"),
    ]
    rows = sorted(
        (minute, charts.NAMES[one.name], up, one.needed) for one in result.run.workloads for minute, up in one.steps
    )
    body = [
        (clock(60 * minute), tier, up, needed, "✓ yes" if up >= needed else "✗ no") for minute, tier, up, needed in rows
    ]
    return h.table(columns, body, caption=f"VMs up over {result.run.minutes:g} minutes (hours:minutes:seconds)")


def graph(result: AvailabilityLabResult, _: State) -> h.Markup:
    """In words, what the drawing marks."""
    down = result.run.down
    if not down:
        return h.tag("p", "Nothing of this design is down in this drill.", cls="azs-quiet")
    columns = [h.Column("VM"), h.Column("Down because")]
    return h.table(columns, list(down.items()), caption="VMs that are down at some time of the drill")


def disks(result: AvailabilityLabResult, _: State) -> h.Markup:
    """Every disk with whether it can be reached, and every address with whether it answers."""
    columns = [h.Column("Disk"), h.Column("Data"), h.Column("Because"), h.Column("What to do")]
    body = []
    for one in result.run.disks:
        state = "✓ reachable" if one.reachable else f"✗ out of reach for {one.unreachable_min:g} min"
        wrap = [h.tag("span", words or "–", cls="azs-wrap") for words in (one.because, one.action)]
        body.append((one.disk, state, *wrap))
    table = h.table(columns, body, caption="Can the data still be reached?", scroll=len(body) > 14)
    if not result.run.endpoints:
        return h.tag("div", table, h.tag("p", "No load balancer: users need the address of each VM.", cls="azs-quiet"))
    fronts = [
        (one.name, "✓ all the time" if one.answers else f"✗ silent for {one.silent_min:g} min", one.because)
        for one in result.run.endpoints
    ]
    heads = [h.Column("Load balancer"), h.Column("Answers"), h.Column("Because")]
    return h.tag("div", table, h.table(heads, fronts, caption="Which address still answers?"))


def log_settings(result: AvailabilityLabResult) -> Controls:
    """Which lines to show."""
    known = dict.fromkeys(one.action for one in result.run.timeline)
    options = ((EVERY, EVERY), *((name, name) for name in known))
    return Controls((Group(title="", controls=(Choice(name="action", label="Show", options=options, default=EVERY),)),))


def log(result: AvailabilityLabResult, local: State) -> h.Markup:
    """What happened when, and why."""
    wanted = local.get("action", EVERY)
    lines = [one for one in result.run.timeline if wanted in (EVERY, one.action)]
    columns = [h.Column("Time"), h.Column("What"), h.Column("Event"), h.Column("Because")]
    body = [(clock(one.at_s), one.subject, one.action, h.tag("span", one.because, cls="azs-wrap")) for one in lines]
    return h.table(columns, body, caption=f"{len(lines)} lines, hours:minutes:seconds", scroll=len(body) > 10)


def span(percent: float | None) -> tuple[str, str]:
    """The downtime of a percentage a month and a year, in words.

    >>> span(99.9)
    ('43.2 min', '8.8 h')
    """
    if percent is None:
        return "–", "–"
    left = downtime(percent)
    return _short(left.month_min), _short(left.year_min)


def _short(minutes: float) -> str:
    if minutes >= 2 * 24 * 60:
        return f"{minutes / 1440:.1f} days"
    return f"{minutes / 60:.1f} h" if minutes >= 120 else f"{minutes:.3g} min"


def provenance(result: AvailabilityLabResult) -> h.Markup:
    """Where the prices come from and what they leave out."""
    words = f"Linux, pay-as-you-go, 730 hours, OS disks of 64 GiB, data disk of 256 GiB. Not priced: {NOT_PRICED}."
    share = " Part of it is estimated." if result.bill.estimated else ""
    return h.tag("p", f"{words}{share} Prices of {result.catalog.as_of}.", cls="azs-provenance")
