"""The zones as columns with numbered VMs, and the same as a table."""

from __future__ import annotations

from typing import Final

import attrs

from azstudy.labs import _html as h
from azstudy.labs._controls import Choice, Controls, Group, State
from azstudy.labs._placement.result import PlacementLabResult
from azstudy.simulate.fleet.outcome import Placed, StepOutcome, zone_name
from azstudy.simulate.fleet.wording import count, row

LATEST: Final = -1
MOST_DRAWN: Final = 60
"""VMs drawn in one zone; the rest is counted. The table below names the ranges of all."""
_CHIP: Final = (
    "display:inline-flex;align-items:baseline;gap:3px;justify-content:center;min-width:28px;margin:2px;padding:1px 5px;"
    "border:1px solid var(--azs-quiet);border-radius:4px;font-variant-numeric:tabular-nums;font-size:13px;"
)
_COLUMN: Final = (
    "flex:1 1 150px;min-width:130px;padding:6px 8px 8px;border:1px solid var(--azs-line);border-radius:6px;"
)


@attrs.frozen
class Look:
    """How one kind of VM is drawn: a mark after its number, the words for it, and a style."""

    mark: str
    words: str
    style: str


LOOKS: Final = {
    "made": Look("+", "made in this step", "border:2px solid var(--azs-good);"),
    "gone": Look("−", "deleted in this step", "border:2px dashed var(--azs-wrong);"),
    "lost": Look("?", "out of reach, its zone is down", "border-style:dashed;color:var(--azs-quiet);"),
    "off": Look("off", "deallocated", "border-style:dotted;color:var(--azs-quiet);"),
    "spot": Look("S", "Spot VM", "border-radius:12px;"),
    "protected": Look("P", "protected from scale-in", "border-width:3px;"),
}


def settings(result: PlacementLabResult) -> Controls:
    """After which step to look."""
    steps = [(at, f"{at}. {step.step}") for at, step in enumerate(result.run.steps)]
    options = ((LATEST, "the last step"), *steps)
    choice = Choice(name="step", label="Show the zones after", options=options, default=LATEST)
    return Controls((Group(title="", controls=(choice,)),))


def zones(result: PlacementLabResult, local: State) -> h.Markup:
    """The zones after a step, with the VMs that came and went in it."""
    at = int(local.get("step", LATEST))
    at = at if at < len(result.run.steps) else LATEST
    step = result.run.steps[at]
    before = result.run.steps[at - 1 if at > 0 else len(result.run.steps) - 2] if step.deleted else step
    known = {one.id: one for one in before.instances} | {one.id: one for one in step.instances}
    shown = [known[number] for number in sorted({one.id for one in step.instances} | set(step.deleted) & set(known))]
    columns = [_column(result, zone, shown, step) for zone in step.per_zone]
    says = f"After “{step.step}”: {_spread(step)}"
    drawing = h.tag(
        "div",
        h.tag("div", *columns, style="display:flex;flex-flow:row wrap;gap:8px;", aria_hidden="true"),
        role="img",
        aria_label=says,
    )
    return h.tag("div", drawing, _legend(shown, step), _table(result, step))


def kinds(one: Placed, step: StepOutcome) -> list[str]:
    """What is special about a VM, in the order it is marked."""
    marks = {
        "gone": one.id in step.deleted,
        "made": one.id in step.created and step.step != "start",
        "lost": one.lost,
        "off": not one.active,
        "spot": one.spot,
        "protected": bool(one.protected),
    }
    return [name for name, there in marks.items() if there]


def _column(result: PlacementLabResult, zone: int | None, shown: list[Placed], step: StepOutcome) -> h.Markup:
    here = [one for one in shown if one.zone == zone]
    down = any(one.lost for one in here) or zone in _down(step)
    title = zone_name(zone).capitalize() if zone is not None or len(step.per_zone) > 1 else "The region, no zones"
    domains = sorted({one.fault_domain for one in here if one.fault_domain is not None})
    rows = (
        [
            _row(f"fault domain {domain}", [one for one in here if one.fault_domain == domain], step)
            for domain in domains
        ]
        if domains
        else [_row("", here, step)]
    )
    style = f"{_COLUMN}{'background:var(--azs-raised);border-style:dashed;' if down else ''}"
    head = h.tag("div", h.tag("strong", f"{title}{' (down)' if down else ''}"), f" · {step.per_zone[zone]}")
    return h.tag("div", head, *rows, style=style)


def _row(name: str, ones: list[Placed], step: StepOutcome) -> h.Markup:
    chips = [_chip(one, step) for one in ones[:MOST_DRAWN]]
    more = h.tag("span", f" and {len(ones) - MOST_DRAWN} more", cls="azs-quiet") if len(ones) > MOST_DRAWN else None
    label = h.tag("div", name, cls="azs-quiet") if name else None
    empty = h.tag("span", "empty", cls="azs-quiet") if not ones else None
    return h.tag("div", label, *chips, more, empty)


def _chip(one: Placed, step: StepOutcome) -> h.Markup:
    found = [LOOKS[name] for name in kinds(one, step)]
    style = _CHIP + "".join(look.style for look in reversed(found))
    marks = [h.tag("small", look.mark) for look in found]
    return h.tag("span", str(one.id), *marks, style=style)


def _legend(shown: list[Placed], step: StepOutcome) -> h.Markup | None:
    there = {name for one in shown for name in kinds(one, step)}
    words = [f"{look.mark} {look.words}" for name, look in LOOKS.items() if name in there]
    return h.tag("p", "Marks: " + " · ".join(words), cls="azs-quiet") if words else None


def _table(result: PlacementLabResult, step: StepOutcome) -> h.Markup:
    columns = [
        h.Column("Zone"),
        h.Column("Instances", numeric=True),
        h.Column("Running", numeric=True),
        h.Column("Which"),
        h.Column("Spot"),
        h.Column("Protected"),
    ]
    rows = []
    for zone, number in step.per_zone.items():
        here = [one for one in step.instances if one.zone == zone]
        running = sum(one.active and not one.lost for one in here)
        down = " (down)" if zone in _down(step) or any(one.lost for one in here) else ""
        spot = ids(one.id for one in here if one.spot)
        guarded = ids(one.id for one in here if one.protected)
        rows.append((f"{zone_name(zone)}{down}", number, running, ids(one.id for one in here), spot, guarded))
    return h.table(columns, rows, caption=f"After “{step.step}”: {count(step.capacity, 'instance')}")


def ids(numbers: object) -> str:
    """Ids in a row, neighbours drawn together.

    >>> ids([3, 4, 5, 10]), ids([])
    ('3–5, 10', '–')
    """
    runs: list[list[int]] = []
    for number in sorted(numbers):  # type: ignore[call-overload]
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return ", ".join(words) or "–"


def _down(step: StepOutcome) -> tuple[int, ...]:
    return step.zones_down


def _spread(step: StepOutcome) -> str:
    return row(f"{zone_name(zone)} has {count(number, 'instance')}" for zone, number in step.per_zone.items())
