"""What the drill did: the summary, capacity over time, disks and addresses, and the log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

from azstudy import charts as house
from azstudy.labs import _html as h
from azstudy.labs._availability import charts
from azstudy.labs._availability.controls import DRILLS
from azstudy.labs._availability.money import NOT_PRICED
from azstudy.labs._availability.result import AvailabilityLabResult
from azstudy.labs._controls import Choice, Controls, Group, State
from azstudy.plan.availability.composite import downtime
from azstudy.simulate.failures.outcome import DiskOutcome
from azstudy.simulate.timeline import clock

K = TypeVar("K")
EVERY: Final = "every line"
MOST_NAMES: Final = 8
_OS: Final = "/OS disk"


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
    columns = [h.Column("Down because"), h.Column("VMs", numeric=True), h.Column("Which")]
    groups = grouped(down.items())
    body = [(because, len(names), h.tag("span", row(names), cls="azs-wrap")) for because, names in groups]
    return h.table(columns, body, caption="VMs that are down at some time of the drill")


def disks(result: AvailabilityLabResult, _: State) -> h.Markup:
    """Every disk with whether it can be reached, and every address with whether it answers."""
    columns = [h.Column("Disk"), h.Column("Data"), h.Column("Because"), h.Column("What to do")]
    body = []
    for (state, because, action), names in grouped((one.disk, _state(one)) for one in result.run.disks):
        wrap = [h.tag("span", words or "–", cls="azs-wrap") for words in (because, action)]
        body.append((h.tag("span", row(names), cls="azs-wrap"), state, *wrap))
    table = h.table(columns, body, caption="Can the data still be reached?")
    if not result.run.endpoints:
        return h.tag("div", table, h.tag("p", "No load balancer: users need the address of each VM.", cls="azs-quiet"))
    fronts = [
        (one.name, "✓ all the time" if one.answers else f"✗ silent for {one.silent_min:g} min", one.because)
        for one in result.run.endpoints
    ]
    heads = [h.Column("Load balancer"), h.Column("Answers"), h.Column("Because")]
    return h.tag("div", table, h.table(heads, fronts, caption="Which address still answers?"))


def _state(disk: DiskOutcome) -> tuple[str, str, str]:
    state = "✓ reachable" if disk.reachable else f"✗ out of reach for {disk.unreachable_min:g} min"
    return state, disk.because, disk.action


def grouped(pairs: Iterable[tuple[str, K]]) -> list[tuple[K, list[str]]]:
    """Names that have the same thing said about them, together, in the order in which they come first."""
    found: dict[K, list[str]] = {}
    for name, said in pairs:
        found.setdefault(said, []).append(name)
    return list(found.items())


def row(names: Sequence[str]) -> str:
    """Names in a row, many of them cut, OS disks together.

    >>> row(["web1", "web2"]), row([f"web{n}" for n in range(12)])
    ('web1, web2', 'web0, web1, web2, web3, web4, web5, web6, web7 and 4 more')
    >>> row(["web1/OS disk", "web2/OS disk", "db1/data"])
    'OS disks of web1, web2; db1/data'
    """
    systems = [name.removesuffix(_OS) for name in names if name.endswith(_OS)]
    if systems:
        others = [name for name in names if not name.endswith(_OS)]
        of = f"OS disk{'s' if len(systems) > 1 else ''} of {row(systems)}"
        return f"{of}; {row(others)}" if others else of
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return f"{', '.join(names[:MOST_NAMES])}{more}"


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
    groups = grouped((one.subject, (one.at_s, one.action, one.because)) for one in lines)
    body = [
        (clock(at_s), h.tag("span", row(names), cls="azs-wrap"), action, h.tag("span", because, cls="azs-wrap"))
        for (at_s, action, because), names in groups
    ]
    return h.table(columns, body, caption=f"{len(lines)} lines, hours:minutes:seconds", scroll=len(body) > 12)


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
