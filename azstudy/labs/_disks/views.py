"""What the disks lab shows: a summary, what was served and why not more, credits, limits, what would help, plans."""

from __future__ import annotations

from typing import Final

from azstudy.labs import _html as h
from azstudy.labs._controls import Choice, Controls, Group, State
from azstudy.labs._disks.result import DisksLabResult
from azstudy.plan.storage.result import Rejected
from azstudy.simulate.storage.limits import CREDIT, ON_DEMAND
from azstudy.simulate.storage.watch import UNITS, Gate
from azstudy.simulate.timeline import clock

ROWS: Final = 200
"""Changes shown in the table; a load with more has them all in `.io.timeline`."""
_REJECTS: Final = 40


def summary(result: DisksLabResult) -> h.Markup:
    """Served, throttled, by what, and the cost."""
    io = result.io
    first = io.first_throttled_minute
    throttled = "never" if first is None else f"{_span(io.throttled_minutes)} of {_span(io.minutes)}"
    pairs: list[tuple[str, h.Child]] = [
        ("Served", h.tag("strong", f"{io.served_share:.1%}")),
        ("Throttled", throttled),
        ("Held back by", next(iter(io.minutes_by_limit), "nothing")),
        ("USD a month", _costs(result)),
    ]
    return h.tag("div", h.facts(pairs), _verdict(result), _provenance(result), cls="azs-summary")


def _span(minutes: float) -> str:
    return f"{minutes:,.0f} min" if minutes < 120 else f"{minutes / 60:,.1f} h"


def _verdict(result: DisksLabResult) -> h.Markup:
    io = result.io
    first = io.first_throttled_minute
    spending = [bucket for bucket in io.buckets if float(bucket.levels[-1]) < float(bucket.levels[0])]
    if first is None:
        if spending:
            words = f"Everything is served, on credits: {spending[0].words} ends with "
            words += f"{spending[0].percent[-1]:.0f} % of its {spending[0].unit} credits. Make the run longer."
            return h.note(words, kind="warn")
        return h.note("Everything is served, and it can go on like this for good.", kind="good")
    if first > 0:
        words = f"Bursting hides the limit for {_span(first)}. Then less is served than asked."
        return h.note(words, kind="warn")
    return h.note("Less is served than asked from the first minute on.", kind="wrong")


def _costs(result: DisksLabResult) -> h.Markup:
    parts = f" (disks {h.usd(result.disk_usd_per_month)}, VM {h.usd(result.vm_usd_per_month)})"
    return h.join([h.tag("strong", h.usd(result.usd_per_month)), h.tag("span", parts, cls="azs-small")])


def _provenance(result: DisksLabResult) -> h.Markup:
    cost, offer = result.io.cost, result.vm_offer
    parts: list[h.Child] = [f"Disk prices: {cost.reason}. "]
    if cost.usd is not None:
        parts = [f"Disk prices: {cost.source}, {cost.as_of} ", h.badge(cost.status.value), ". "]
    vm = "VM: no price is known. "
    if offer is not None:
        vm = f"VM, pay-as-you-go on Linux: {offer.source}, {offer.as_of} "
    parts += [vm, h.badge(offer.status) if offer is not None else None]
    remarks = "".join(f" {note[:1].upper()}{note[1:]}." for note in (*cost.notes, *result.io.notes))
    return h.tag("p", *parts, remarks, cls="azs-provenance")


def unit_settings(_: DisksLabResult) -> Controls:
    """IOPS or MB/s."""
    unit = Choice(name="unit", label="Show", options=(("IOPS", "IOPS"), ("MB/s", "MB/s")), default="IOPS", look="bar")
    return Controls((Group(title="", controls=(unit,)),))


def served(result: DisksLabResult, _: State) -> h.Markup:
    """Each change of what is held back, with its reason; the twin of the figure above it."""
    lines = list(result.io.timeline)
    columns = [
        h.Column("From"),
        h.Column("What"),
        h.Column("Asked IOPS", numeric=True),
        h.Column("Served IOPS", numeric=True),
        h.Column("Asked MB/s", numeric=True),
        h.Column("Served MB/s", numeric=True),
        h.Column("Because"),
    ]
    rows = []
    for line in lines[:ROWS]:
        facts = line.facts
        numbers = [f"{facts[name]:,.0f}" for name in ("asked_iops", "served_iops", "asked_mbps", "served_mbps")]
        rows.append([clock(line.at_s), line.action, *numbers, h.tag("span", line.because, cls="azs-wrap")])
    more = f" (the first {ROWS} of {len(lines):,})" if len(lines) > ROWS else ""
    return h.table(columns, rows, caption=f"Every change, with the limit that decided{more}", scroll=True)


def buckets(result: DisksLabResult, _: State) -> h.Markup:
    """Each bucket in numbers; the twin of the figure above it."""
    io = result.io
    if not io.buckets:
        return h.note("Nothing here bursts on credits: these disks and this size have one limit, for good.")
    columns = [
        h.Column("Credits of"),
        h.Column("For good", numeric=True),
        h.Column("Burst", numeric=True),
        h.Column("Full bucket", numeric=True, meaning="(burst - for good) x 1,800 seconds"),
        h.Column("Lowest", numeric=True),
        h.Column("Empty from", meaning="when it is first used up"),
        h.Column("Fills again, idle, in"),
    ]
    rows = []
    for bucket in io.buckets:
        at = next((n for n, level in enumerate(bucket.levels.tolist()) if level == 0.0), None)
        unit = "IOs" if bucket.unit == "IOPS" else "MB"
        rows.append(
            [
                f"{bucket.words}, {bucket.unit}",
                f"{bucket.base:,.0f}",
                f"{bucket.burst:,.0f}",
                f"{bucket.size:,.0f} {unit}",
                f"{bucket.percent.min():.0f} %",
                "never" if at is None else clock(at * io.step_s),
                _span(bucket.refill_s / 60),
            ]
        )
    return h.table(columns, rows, caption="Buckets of credits: IOPS and MB/s apart, disks and VM apart")


def limits(result: DisksLabResult, _: State) -> h.Markup:
    """Every limit on the way, in the order an IO meets them."""
    columns = [
        h.Column("Limit"),
        h.Column("For good", numeric=True),
        h.Column("At most", numeric=True),
        h.Column("Highest use", numeric=True),
        h.Column("Minutes it held back", numeric=True),
        h.Column("Burst"),
    ]
    held = result.io.minutes_by_limit
    rows = []
    for gate in result.io.watch.gates:
        used = float(result.io.watch.used(gate).max())
        minutes = held.get(gate.words, 0.0)
        mark = h.chip(f"! {minutes:,g}", "warn") if minutes else "0"
        rows.append([gate.words, f"{gate.base:,.0f}", f"{gate.burst:,.0f}", f"{used:,.0f}", mark, _burst_words(gate)])
    table = h.table(columns, rows, caption="Limits on the way: each disk first, then the VM")
    ways = result.io.paths
    counted = ", ".join(f"{words}: {ios:,.0f} IOs" for words, ios in ways.items())
    explain = (
        "A read that the host cache holds counts as cached. A read that it does not hold, and a write, count as "
        f"cached and as uncached. Without host caching all counts as uncached. In this run: {counted}."
    )
    return h.join([table, h.tag("p", explain, cls="azs-quiet")])


def _burst_words(gate: Gate) -> str:
    if gate.cap.model == CREDIT and gate.burst > gate.base:
        return f"on {UNITS[gate.unit]} credits"
    return "on demand, billed" if gate.cap.model == ON_DEMAND else "none"


def options(result: DisksLabResult, _: State) -> h.Markup:
    """What else could be done, each tried on the same load."""
    columns = [
        h.Column("Change"),
        h.Column("Served", numeric=True),
        h.Column("Minutes throttled", numeric=True),
        h.Column("USD a month", numeric=True, meaning="disks and VM"),
        h.Column("More a month", numeric=True),
        h.Column(""),
    ]
    base = result.options[0].usd_per_month
    rows: list[list[h.Child]] = []
    for option in result.options:
        if option.served_share is None or option.throttled_minutes is None:
            rows.append([option.label, "–", "–", "–", "–", h.tag("span", option.reason, cls="azs-wrap")])
            continue
        more = None if base is None or option.usd_per_month is None else option.usd_per_month - base
        good = h.chip("✓ all served", "good") if option.throttled_minutes == 0 else None
        rows.append(
            [
                option.label,
                f"{option.served_share:.1%}",
                f"{option.throttled_minutes:,g}",
                h.usd(option.usd_per_month),
                "–" if more is None else f"{more:+,.2f}".replace("-", "−"),
                good,
            ]
        )
    note = "The same load on each. Short runs start with full credits: make the run long enough to see them end."
    return h.join([h.table(columns, rows, caption="One change at a time"), h.tag("p", note, cls="azs-quiet")])


def plans(result: DisksLabResult, _: State) -> h.Markup:
    """The cheapest disks for the same need, with and without the VM's own limits, and rejects with reasons."""
    plan = result.plan
    note = None
    if plan.best is None and plan.vm_is_the_limit:
        note = h.note(
            f"No disks at all do {plan.need.text} on {plan.size.short_name}: the VM itself is the limit. "
            "Below: what the disks alone would cost.",
            kind="warn",
        )
        plan = result.plan_without_vm
    columns = [
        h.Column("Disks"),
        h.Column("GiB", numeric=True),
        h.Column("IOPS", numeric=True),
        h.Column("MB/s", numeric=True),
        h.Column("USD a month", numeric=True),
        h.Column("Price is"),
    ]
    rows = [
        [
            h.tag("span", one.words, cls="azs-wrap"),
            f"{one.capacity_gib:,.0f}",
            f"{one.iops:,.0f}",
            f"{one.mbps:,.0f}",
            h.usd(one.usd_per_month),
            h.badge(one.status.value),
        ]
        for one in plan.ranked[:12]
    ]
    fitting = h.table(columns, rows, caption=f"Cheapest for {plan.need.text} (12 of {len(plan.ranked):,} that fit)")
    rejected = h.table(
        [h.Column("Disks"), h.Column("Why not")],
        [[h.tag("span", words, cls="azs-wrap") for words in (one.words, one.why)] for one in _near(result)],
        caption=f"{len(result.plan.rejected):,} sets are rejected; the {_REJECTS} with the fewest reasons",
        scroll=True,
    )
    notes = h.bullets(plan.notes) if plan.notes else None
    return h.join([note, fitting, notes, h.tag("h5", "Rejected, with every reason"), rejected])


def _near(result: DisksLabResult) -> list[Rejected]:
    ranked = sorted(result.plan.rejected, key=lambda one: (len(one.reasons), one.usd_per_month or 1e12, one.words))
    return ranked[:_REJECTS]
