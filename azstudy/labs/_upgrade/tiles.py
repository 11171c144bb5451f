"""The instances as numbered tiles by zone at one moment, and the same as a table."""

from __future__ import annotations

from typing import Final

import attrs

from azstudy.labs import _html as h
from azstudy.labs._controls import Choice, Controls, Group, State
from azstudy.labs._placement.zones_view import ids
from azstudy.labs._upgrade.result import UpgradeLabResult
from azstudy.simulate.fleet.outcome import zone_name
from azstudy.simulate.timeline import clock
from azstudy.simulate.upgrading.health import Health
from azstudy.simulate.upgrading.result import Frame, Seen

LATEST: Final = -1
_TILE: Final = (
    "display:inline-flex;align-items:baseline;gap:4px;justify-content:center;min-width:34px;margin:2px;padding:2px 6px;"
    "border:1px solid var(--azs-quiet);border-radius:4px;font-variant-numeric:tabular-nums;font-size:13px;"
)
_COLUMN: Final = (
    "flex:1 1 150px;min-width:130px;padding:6px 8px 8px;border:1px solid var(--azs-line);border-radius:6px;"
)


@attrs.frozen
class Look:
    """How one kind of instance is drawn: a mark after its number, the words for it, and a style."""

    mark: str
    words: str
    style: str


LOOKS: Final = {
    "ill": Look("✗", "Unhealthy or Unknown", "border:2px solid var(--azs-wrong);"),
    "starting": Look("…", "starting", "border-style:dashed;color:var(--azs-quiet);"),
    "new": Look("v1", "version 1, the new one", "background:var(--azs-raised);border-color:var(--azs-good);"),
    "protected": Look("P", "protected", "border-width:3px;"),
}


def kinds(one: Seen) -> list[str]:
    """What is special about an instance, in the order it is marked."""
    marks = {
        "ill": one.health.ill,
        "starting": one.health is Health.INITIALIZING,
        "new": one.version > 0,
        "protected": one.protected,
    }
    return [name for name, there in marks.items() if there]


def settings(result: UpgradeLabResult) -> Controls:
    """At which moment to look."""
    moments = [(at, f"{clock(frame.at_s)} {frame.what}") for at, frame in enumerate(result.run.frames)]
    options = ((LATEST, "the end"), *moments)
    choice = Choice(name="moment", label="Show the instances at", options=options, default=LATEST)
    return Controls((Group(title="", controls=(choice,)),))


def instances(result: UpgradeLabResult, local: State) -> h.Markup:
    """The instances at a moment, zone by zone."""
    at = int(local.get("moment", LATEST))
    frame = result.run.frames[at if at < len(result.run.frames) else LATEST]
    zones = sorted({one.zone for one in frame.instances}, key=lambda zone: (zone is None, zone or 0))
    columns = [_column(zone, [one for one in frame.instances if one.zone == zone]) for zone in zones]
    ill = len(frame.broken)
    says = f"{clock(frame.at_s)}, {frame.what}: {ill} of {len(frame.instances)} instances are ill"
    drawing = h.tag(
        "div",
        h.tag("div", *columns, style="display:flex;flex-flow:row wrap;gap:8px;", aria_hidden="true"),
        role="img",
        aria_label=says,
    )
    return h.tag("div", drawing, _legend(frame), _table(frame, zones))


def _column(zone: int | None, ones: list[Seen]) -> h.Markup:
    title = "The region, no zones" if zone is None else zone_name(zone).capitalize()
    head = h.tag("div", h.tag("strong", title), f" · {len(ones)}")
    return h.tag("div", head, *(_tile(one) for one in ones), style=_COLUMN)


def _tile(one: Seen) -> h.Markup:
    found = [LOOKS[name] for name in kinds(one)]
    style = _TILE + "".join(look.style for look in reversed(found))
    return h.tag("span", str(one.id), *(h.tag("small", look.mark) for look in found), style=style)


def _legend(frame: Frame) -> h.Markup | None:
    there = {name for one in frame.instances for name in kinds(one)}
    words = [f"{look.mark} {look.words}" for name, look in LOOKS.items() if name in there]
    return h.tag("p", "Marks: " + " · ".join(words), cls="azs-quiet") if words else None


def _table(frame: Frame, zones: list[int | None]) -> h.Markup:
    columns = [
        h.Column("Zone"),
        h.Column("Instances", numeric=True),
        h.Column("New version"),
        h.Column("Ill"),
        h.Column("Starting"),
        h.Column("Protected"),
    ]
    rows: list[tuple[h.Child, ...]] = []
    for zone in zones:
        here = [one for one in frame.instances if one.zone == zone]
        named = [ids(one.id for one in here if kind in kinds(one)) for kind in ("new", "ill", "starting", "protected")]
        rows.append((zone_name(zone), len(here), *named))
    return h.table(columns, rows, caption=f"{clock(frame.at_s)}, {frame.what}: numbers of the instances")
