"""What the upgrade lab shows beside the tiles: summary, capacity as a table, batches, repairs, log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from azstudy.labs import _html as h
from azstudy.labs._controls import Choice, Controls, Group, Line, State
from azstudy.labs._placement.zones_view import ids
from azstudy.labs._upgrade.result import UpgradeLabResult
from azstudy.simulate.timeline import Decision, clock
from azstudy.simulate.upgrading.rolling import Batch

LINES: Final = 150
_UPGRADE: Final = (
    "rolling upgrade starts",
    "OS image upgrade starts",
    "new version",
    "batch",
    "batch judged",
    "max surge refused",
    "old instances kept",
    "upgrade waits",
)
_GOOD: Final = ("upgrade completed", "repaired")
_BAD: Final = ("upgrade stopped", "upgrade rolled back", "repairs suspended", "repair failed", "max surge refused")
LOGS: Final = {
    "main": "Upgrade and repairs",
    "upgrade": "Only the upgrade",
    "repairs": "Only the repairs",
    "all": "Everything, instance by instance",
}


def summary(result: UpgradeLabResult) -> h.Markup:
    """How it ended, in a few numbers, and why."""
    run = result.run
    total = len(run.frames[-1].instances)
    pairs: list[tuple[str, h.Child]] = [
        ("Upgrade", h.tag("strong", "none" if run.status == "none" else run.status)),
        ("New version at the end", f"{result.upgraded} of {total}"),
        ("Ill at the end", str(len(run.broken))),
        ("Fewest in rotation", str(run.lowest_in_rotation)),
        ("Requests dropped", f"{result.dropped_percent:.2g} %"),
        ("Repairs", f"{len(run.repairs)}, {result.healed} healed" if run.repairs else "none"),
    ]
    notes = []
    if run.because:
        kind = "good" if run.status == "completed" else "warn"
        notes.append(h.note(_sentence(run.because), kind=kind, title=f"{run.status.capitalize()}:"))
    if result.state["rollback_on_breach"] and result.state["orchestration"] == "Flexible":
        words = "the switch has no effect in Flexible orchestration."
        notes.append(h.note(words, kind="warn", title="Roll failed instances back:"))
    if run.suspended:
        why = next(one.because for one in run.timeline if one.action == "repairs suspended")
        notes.append(h.note(_sentence(why), kind="warn", title="Repairs are suspended:"))
    if result.unseen:
        words = "nobody counts as ill, and requests are dropped to the end. Only the health page is asked."
        notes.append(h.note(words, kind="warn", title="The health page does not tell:"))
    return h.tag("div", h.facts(pairs), *notes, cls="azs-summary")


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def capacity(result: UpgradeLabResult, _: State) -> h.Markup:
    """Every ten minutes: the table twin of the chart."""
    service = result.run.service
    rate = service.scenario.tiers[0].service.requests_per_min
    columns = [
        h.Column("From"),
        h.Column("Load", numeric=True, meaning="in fully busy instances"),
        h.Column("Instances", numeric=True, meaning="most"),
        h.Column("In rotation", numeric=True, meaning="least"),
        h.Column("Work that can be served", numeric=True, meaning="in fully busy instances, least"),
        h.Column("Dropped", numeric=True, meaning="requests"),
    ]
    rows = []
    for first in range(0, len(service.rotation), 10):
        part = slice(first, first + 10)
        rows.append(
            (
                f"{first // 60}:{first % 60:02d}",
                f"{service.arrived[part].mean() / rate:.1f}",
                str(int(service.desired[part].max())),
                str(int(service.rotation[part].min())),
                f"{service.room[part].min() / rate:.1f}",
                f"{int(service.dropped[part].sum()):,}",
            )
        )
    return h.table(columns, rows, caption="Ten minutes a row", scroll=True)


def batches(result: UpgradeLabResult, _: State) -> h.Markup:
    """Who was upgraded together, when, how, and what came of it."""
    if not result.run.batches:
        words = "No batch began." if result.run.status != "none" else "There is no new version in this run."
        return h.tag("p", words)
    columns = [
        h.Column("Batch", numeric=True),
        h.Column("Instances"),
        h.Column("Zone"),
        h.Column("Begins"),
        h.Column("Judged"),
        h.Column("How"),
        h.Column("Ill after it"),
    ]
    rows = [_batch(one) for one in result.run.batches]
    return h.table(columns, rows, caption="The batches of the upgrade, in order", scroll=True)


def _batch(one: Batch) -> tuple[h.Child, ...]:
    zones = ", ".join(map(str, one.zones)) or "–"
    how = f"new ones first: {ids(one.new_ids)}" if one.surge else "in place"
    judged = "not judged" if one.end_s is None else clock(one.end_s)
    return str(one.number), ids(one.ids), zones, clock(one.start_s), judged, how, ids(one.ill)


def repairs(result: UpgradeLabResult, _: State) -> h.Markup:
    """Every repair, and whether it helped."""
    if not result.run.repairs:
        off = result.state["repair"] == "off"
        return h.tag("p", "Automatic repairs are off." if off else "Nothing was repaired.")
    columns = [
        h.Column("At"),
        h.Column("Instance", numeric=True),
        h.Column("Action"),
        h.Column("New instance", numeric=True),
        h.Column("Under way", numeric=True, meaning="with this one"),
        h.Column("At most", numeric=True, meaning="5 % of the instances, at least one"),
        h.Column("Healed"),
    ]
    said = {True: "yes", False: "no", None: "not known yet"}
    rows: list[tuple[h.Child, ...]] = [
        (
            clock(one.at_s),
            str(one.instance),
            one.action,
            "–" if one.new_instance is None else str(one.new_instance),
            str(one.under_way),
            str(one.limit),
            said[one.healed],
        )
        for one in result.run.repairs
    ]
    return h.table(columns, rows, caption="Automatic instance repairs, in order", scroll=True, row_heading=1)


def log_settings(_: UpgradeLabResult) -> Controls:
    """Which lines to show."""
    choice = Choice(name="lines", label="Show", options=tuple(LOGS.items()), default="main")
    find = Line(name="find", label="Look for", placeholder="instance 3, batch 2 …")
    return Controls((Group(title="", controls=(choice, find)),))


def lines_of(result: UpgradeLabResult, which: str) -> list[Decision]:
    """The lines of the log of one kind."""

    def upgrade(one: Decision) -> bool:
        return one.action in _UPGRADE or one.action.startswith("upgrade ")

    def repair(one: Decision) -> bool:
        return one.action.startswith("repair")

    tests: dict[str, Callable[[Decision], bool]] = {
        "main": lambda one: upgrade(one) or repair(one),
        "upgrade": upgrade,
        "repairs": repair,
        "all": lambda one: True,
    }
    return [one for one in result.run.timeline if tests[which](one)]


def log(result: UpgradeLabResult, local: State) -> h.Markup:
    """The log with the reason of each line."""
    words = str(local.get("find") or "").casefold()
    found = [one for one in lines_of(result, local["lines"]) if words in f"{one.action} {_said(one)}".casefold()]
    if not found:
        return h.tag("p", "No such line in this run. Show everything, or look for something else.")
    more = h.tag("p", f"The first {LINES} of {len(found):,} lines.") if len(found) > LINES else None
    return h.join([more, h.tag("div", *(_line(one) for one in found[:LINES]), cls="azs-log")])


def _line(one: Decision) -> h.Markup:
    kind = "good" if one.action in _GOOD else "warn" if one.action in _BAD else ""
    return h.tag("p", h.tag("code", clock(one.at_s)), " ", h.chip(one.action, kind), " ", _said(one))


def _said(one: Decision) -> str:
    """The reason, after the instance it is about."""
    who = one.subject.rpartition("/")[2] if "/" in one.subject else ""
    return f"instance {who}: {one.because}" if who else one.because
