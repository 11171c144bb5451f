"""The summary, the steps with their chart, and the log: the reason for every instance that came or went."""

from __future__ import annotations

from azstudy import charts
from azstudy.labs import _html as h
from azstudy.labs._controls import Choice, Controls, Group, Line, State
from azstudy.labs._placement.charts import spread_over_steps
from azstudy.labs._placement.result import PlacementLabResult
from azstudy.labs._placement.zones_view import ids
from azstudy.simulate.fleet.outcome import zone_name
from azstudy.simulate.timeline import clock

MOST_LINES = 200
"""Lines of the log shown at once; the filter finds the others."""


def summary(result: PlacementLabResult) -> h.Markup:
    """Where the scale set stands, and what was not done."""
    last = result.last
    facts: list[tuple[str, h.Child]] = [
        ("Instances", h.tag("strong", f"{last.capacity:,}")),
        ("Running now", f"{last.running:,}"),
    ]
    if any(zone is not None for zone in last.per_zone):
        spread = " / ".join(f"{number}" for zone, number in last.per_zone.items() if zone is not None)
        facts.append(("By zone", spread))
        facts.append(("Still running if one more zone fails", f"{result.worst_case:,}"))
    if last.spot:
        facts.append(("Spot", f"{last.spot:,} of {len(last.instances):,}"))
    if last.waiting is not None:
        facts.append(("Standby pool", f"{last.waiting:,}"))
    notes = [
        h.note(one.because, kind="warn", title=f"{one.action.capitalize()}:")
        for one in last.decisions
        if _bad(one.action)
    ]
    if not result.balanced:
        uneven = [one for one in result.run.decisions if one.action == "zones uneven"]
        notes.append(h.note(uneven[-1].because if uneven else "", kind="info", title="The zones are uneven:"))
    return h.tag("div", h.facts(facts), *notes, cls="azs-summary")


def _bad(action: str) -> bool:
    return action.endswith(("refused", "short", "deferred")) or action == "nothing to do"


def steps_chart(result: PlacementLabResult, _: State) -> charts.Chart:
    """Instances of each zone after each step."""
    return spread_over_steps(result.run.steps)


def steps(result: PlacementLabResult, _: State) -> h.Markup:
    """Each step with its counts: the table twin of the chart."""
    order = sorted({zone for step in result.run.steps for zone in step.per_zone}, key=lambda z: (z is None, z or 0))
    columns = [
        h.Column("Step"),
        h.Column("Instances", numeric=True),
        *(h.Column(zone_name(zone).capitalize(), numeric=True) for zone in order),
        h.Column("Running", numeric=True),
        h.Column("Spot", numeric=True),
        h.Column("Made"),
        h.Column("Deleted, in order"),
    ]
    rows = [
        (
            f"{at}. {step.step}",
            step.capacity,
            *(step.per_zone.get(zone, "–") for zone in order),
            step.running,
            step.spot,
            ids(step.created),
            ", ".join(map(str, step.deleted[:20])) + (" …" if len(step.deleted) > 20 else "") or "–",
        )
        for at, step in enumerate(result.run.steps)
    ]
    return h.table(columns, rows, caption="The scale set after each step", scroll=True)


def log_settings(result: PlacementLabResult) -> Controls:
    """Which lines of the log to show."""
    actions = sorted({one.action for one in result.run.decisions})
    options = ((None, "everything"), *((action, action) for action in actions))
    which = Choice(name="action", label="Show", options=options)
    find = Line(name="find", label="Look for", placeholder="tickets/3, zone 2 …")
    return Controls((Group(title="", controls=(which, find)),))


def log(result: PlacementLabResult, local: State) -> h.Markup:
    """Every decision with its reason, the latest step first."""
    words, action = str(local.get("find") or "").lower(), local.get("action")
    found = []
    for at, step in reversed(list(enumerate(result.run.steps))):
        for one in step.decisions:
            line = f"{one.subject} {one.action} {one.because} {step.step}".lower()
            if words in line and action in (None, one.action):
                found.append((f"{at}. {step.step}", clock(one.at_s), one.action, one.subject, one.because))
    if not found:
        return h.note("No line of the log fits. Take a step, or look for something else.", kind="info")
    columns = [h.Column(name) for name in ("Step", "When", "What", "Which", "Why")]
    shown = found[:MOST_LINES]
    more = f" (the latest {MOST_LINES} of {len(found):,})" if len(found) > MOST_LINES else f" ({len(found)})"
    return h.table(columns, shown, caption=f"Every decision, with its reason{more}", scroll=True, row_heading=3)
