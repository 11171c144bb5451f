"""What the protection lab shows: points, restores, storage, the learner's grid, and RPO and RTO against the wish."""

from __future__ import annotations

from typing import Any, Final

from azstudy import charts
from azstudy.labs import _html as h
from azstudy.labs._controls import State
from azstudy.labs._protection.result import ON, ProtectionLabResult
from azstudy.plan.recovery.values import THREATS, WAYS, span
from azstudy.simulate.recovery.backup_points import KEPT_AS

_COLOURS: Final = ("grey", "blue", "teal", "orange", "violet")


def summary(result: ProtectionLabResult) -> h.Markup:
    """Points, storage, and what stands against the wish."""
    unmet = result.plan.unmet
    pairs: list[tuple[str, h.Child]] = [
        ("Recovery points", h.tag("strong", f"{len(result.points)}")),
        ("Snapshots", f"{result.storage.snapshot_gib:,.0f} GiB, {h.usd(result.storage.snapshot_usd)} USD a month"),
        ("In the vault", f"{result.storage.vault_gib:,.0f} GiB, price not known"),
    ]
    words = "No way meets the wish against: " + ", ".join(THREATS[one].lower() for one in unmet) + "."
    verdict = h.note(words, kind="warn") if unmet else h.note("Some way meets the wish for every threat.", kind="good")
    return h.tag("div", h.facts(pairs), verdict, cls="azs-summary")


def calendar(result: ProtectionLabResult, _: State) -> h.Markup:
    """How many points each rule keeps; the twin of the figure above it."""
    columns = [h.Column("Kept as"), h.Column("Points", numeric=True), h.Column("Oldest"), h.Column("Newest")]
    rows: list[list[h.Child]] = [
        [kind, len(found), f"{found[0].taken:%Y-%m-%d %H:%M}", f"{found[-1].taken:%Y-%m-%d %H:%M}"]
        for kind, found in result.points.by_rule.items()
    ]
    note = "A point may be kept by several rules; it stays as long as the longest of them. Times are UTC."
    return h.join([h.table(columns, rows, caption=f"Points that exist on {ON:%Y-%m-%d}"), h.note(note)])


def chart(result: ProtectionLabResult, _: State) -> charts.Chart:
    """A mark a point, in the row of what keeps it."""
    rows = result.points.by_rule
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": kind,
            "x": [point.taken.strftime("%Y-%m-%d %H:%M") for point in found],
            "y": [kind] * len(found),
            "marker": {"color": charts.PALETTE[_COLOURS[KEPT_AS.index(kind)]], "size": 7},
            "hovertemplate": f"{kind}: %{{x}}<extra></extra>",
        }
        for kind, found in rows.items()
    ]
    says = "; ".join(f"{kind} {len(found)}" for kind, found in rows.items())
    return charts.Chart(
        traces=tuple(traces),
        layout=charts.layout(
            "protection-points",
            height=80 + 40 * len(rows),
            x_title="taken on (UTC)",
            xaxis={"type": "date"},
            yaxis={"type": "category", "autorange": "reversed", "showgrid": False},
        ),
        says=f"Points by what keeps them: {says}.",
    )


def restore(result: ProtectionLabResult, _: State) -> h.Markup:
    """Every way to restore, possible or not."""
    none = result.restore.point is None
    columns = [h.Column("Way"), h.Column("Possible"), h.Column("From"), h.Column("Because")]
    rows: list[list[h.Child]] = [
        [
            one.name,
            h.chip("✓ yes", "good") if one.possible else h.chip("✗ no"),
            one.tier or "–",
            "no recovery point" if none else h.tag("span", one.because, cls="azs-wrap"),
        ]
        for one in result.restore.ways
    ]
    missing = result.restore.missing_h
    words = result.restore.because + ("" if missing is None else f" {missing:g} hours of writes are not in it.")
    note = h.note(words, kind="wrong" if missing is None else "info")
    caption = f"As it was at {result.restore.back_to:%Y-%m-%d %H:%M} UTC"
    return h.join([note, h.table(columns, rows, caption=caption)])


def storage(result: ProtectionLabResult, _: State) -> h.Markup:
    """Storage by tier, and what has no price."""
    found = result.storage
    columns = [
        h.Column("Where"),
        h.Column("Points", numeric=True),
        h.Column("GiB", numeric=True),
        h.Column("USD a month", numeric=True),
    ]
    rows: list[list[h.Child]] = [
        ["snapshots", found.snapshots, f"{found.snapshot_gib:,.1f}", h.usd(found.snapshot_usd)],
        ["vault", found.in_vault, f"{found.vault_gib:,.1f}", h.usd(found.vault_usd)],
        ["fee for the protected VM", "–", "–", h.usd(found.instance_usd)],
    ]
    return h.join([h.table(columns, rows, caption="Storage in West Europe; a dash is a price not known"),
                   h.bullets(found.notes)])  # fmt: skip


def grid(result: ProtectionLabResult, _: State) -> h.Markup:
    """The learner's ticks, each right or wrong, with the RPO of each right one."""
    columns = [h.Column("Threat"), *(h.Column(words) for words in WAYS.values()), h.Column("Still to tick")]
    rows: list[list[h.Child]] = []
    for threat, words in THREATS.items():
        cells = [result.plan.cell(threat, way) for way in WAYS]
        missing = sum(one.helps and (threat, one.way) not in result.ticked for one in cells)
        rows.append([words, *(_tick(result, threat, way) for way in WAYS), missing])
    note = h.note(
        "On the left, under 'My grid', tick what brings service and data back. A right tick shows how much is lost.",
        kind="good" if result.wrong == 0 else "info",
    )
    return h.join([note, h.table(columns, rows, caption="My grid: what helps against what")])


def _tick(result: ProtectionLabResult, threat: str, way: str) -> h.Child:
    if (threat, way) not in result.ticked:
        return "–"
    cell = result.plan.cell(threat, way)
    if cell.rpo_min is not None:
        return h.chip(f"✓ RPO {span(cell.rpo_min)}", "good")
    return h.tag("span", h.chip("✗ no", "warn"), f" {cell.because}", cls="azs-wrap")


def _unbroken(minutes: tuple[float, float] | None) -> str:
    """A range of minutes that keeps each number beside its unit."""
    return "–" if minutes is None else span(minutes).replace(" min", "\u00a0min").replace(" h", "\u00a0h")


def wish(result: ProtectionLabResult, _: State) -> h.Markup:
    """RPO and RTO of every cell, against the wish, with the reason."""
    columns = [h.Column(name) for name in ("Threat", "Way", "RPO", "RTO", "Meets the wish", "Because")]
    rows: list[list[h.Child]] = [
        [
            THREATS[one.threat],
            WAYS[one.way],
            _unbroken(one.rpo_min),
            _unbroken(one.rto_min),
            h.chip("✓\u00a0yes", "good") if one.meets(result.plan.rpo_min, result.plan.rto_min) else "no",
            h.tag("span", one.because, cls="azs-wrap"),
        ]
        for one in result.plan.cells
    ]
    note = h.note(
        "From pages: points of Site Recovery every 5 minutes, its RTO SLA of an hour after the decision, the interval "
        "of backups. Other times are illustrative."
    )
    return h.join([note, h.table(columns, rows, caption="Every threat with every way")])
