"""What the gallery lab shows: a summary, the copies, the rush, replicas that are enough, latest, and the log."""

from __future__ import annotations

from azstudy.catalog.between import replica_price
from azstudy.labs import _html as h
from azstudy.labs._controls import State
from azstudy.labs._gallery.result import GalleryLabResult
from azstudy.model.schedule_words import ReplicaStorage
from azstudy.simulate.images.choices import MACHINES_AT_ONCE
from azstudy.simulate.timeline import clock


def summary(result: GalleryLabResult) -> h.Markup:
    """Replicas, what is left of them, latest, and cost."""
    pairs: list[tuple[str, h.Child]] = [
        ("Replicas", h.tag("strong", f"{result.total} in {len(result.regions)} regions")),
        ("Room when regions are gone", f"{result.room_left:,} VMs at once"),
        ("USD a month", h.tag("strong", h.usd(result.copies.usd_per_month))),
        ("First copies, once", f"{h.usd(result.copies.transfer_usd)} USD"),
        (f"latest in {_name(result, result.asked.region)}", result.asked.number or "nothing"),
    ]
    return h.tag("div", h.facts(pairs), _verdict(result), _provenance(result), cls="azs-summary")


def _name(result: GalleryLabResult, region: str) -> str:
    return result.catalog.region(region).display


def _verdict(result: GalleryLabResult) -> h.Markup:
    vms, lost = result.state["vms"], len(result.gone)
    start = f"With {lost} region{'' if lost == 1 else 's'} gone" if lost else "With every region there"
    if result.shallow:
        words = (
            "Shallow replication makes no copies: every VM reads the source. It is for tests and rare use, not for "
            "many VMs; Microsoft names no number. What is shown of the rush counts full replicas."
        )
        return h.note(words, kind="warn")
    if result.enough:
        return h.note(f"{start}, all {vms:,} VMs are created at once.", kind="good")
    waiting = sum(one.waiting for one in result.rush.regions)
    words = f"{start}, {waiting:,} of {vms:,} VMs find no free replica at first; they may be slow or fail."
    return h.note(words, kind="wrong")


def _provenance(result: GalleryLabResult) -> h.Markup:
    price = replica_price(result.copies.source, ReplicaStorage.parse(result.state["storage"]), catalog=result.catalog)
    parts: list[h.Child] = ["Storage price of the source region: not known. "]
    if price is not None:
        parts = [f"Storage: price of snapshots, {price.usd:g} USD a {price.unit} in the source region, ",
                 f"{price.source}, {price.as_of} ", h.badge(price.status.value), ". "]  # fmt: skip
    parts.append("Times are a model of azstudy: Microsoft says only that copying can take a few hours in some cases.")
    return h.tag("p", *parts, cls="azs-provenance")


def copies(result: GalleryLabResult, _: State) -> h.Markup:
    """Each region's copy; the twin of the figure above it."""
    columns = [
        h.Column("Region"),
        h.Column("Replicas", numeric=True),
        h.Column("Ready after", numeric=True, meaning="minutes after publishing, a model"),
        h.Column("Storage, USD a month", numeric=True),
        h.Column("First copy, USD once", numeric=True),
    ]
    rows: list[list[h.Child]] = [
        [
            _name(result, one.region),
            one.replicas,
            "–" if one.ready_min is None else f"{one.ready_min:.0f} min",
            h.usd(one.storage_usd_per_month),
            h.usd(one.transfer_usd),
        ]
        for one in result.copies.regions
    ]
    caption = "When each region is ready and what it costs; a dash is a price or time that is not known"
    shown = h.table(columns, rows, caption=caption)
    words = (
        "One copy crosses to each region and is charged for; further replicas are made from it there. A version is "
        "there for new VMs of a region when that region has its replicas."
    )
    return h.join([shown, h.note(words)])


def rush(result: GalleryLabResult, _: State) -> h.Markup:
    """The creations of each region; the twin of the figure above it."""
    columns = [
        h.Column("Region"),
        h.Column("VMs", numeric=True),
        h.Column("Replicas", numeric=True),
        h.Column("Served at once", numeric=True),
        h.Column("Wait at first", numeric=True),
        h.Column("Waves", numeric=True),
        h.Column("All run after", numeric=True),
        h.Column("With one replica more", numeric=True),
    ]
    rows: list[list[h.Child]] = [
        [
            _name(result, one.region),
            one.vms,
            one.replicas,
            one.replicas * MACHINES_AT_ONCE,
            one.waiting,
            one.waves,
            f"{one.done_min:g} min",
            f"{one.one_more_min:g} min",
        ]
        for one in result.rush.regions
    ]
    shown = h.table(columns, rows, caption=f"Creations in the regions that are left: {MACHINES_AT_ONCE} a replica")
    lost = ", ".join(_name(result, name) for name in result.gone)
    words = f"Gone: {lost}." if lost else "No region is gone."
    words += " Azure's page says one replica for 50 VMs created at once; that the others wait in line is a model."
    return h.join([shown, h.note(words)])


def plan(result: GalleryLabResult, _: State) -> h.Markup:
    """The cheapest replicas that are enough, with a reason for each number."""
    found = result.plan
    if found is None:
        return h.note(result.no_plan, kind="warn")
    columns = [
        h.Column("Region"),
        h.Column("Replicas", numeric=True),
        h.Column("Serves at once", numeric=True),
        h.Column("USD a month", numeric=True),
        h.Column("Because"),
    ]
    rows: list[list[h.Child]] = [
        [_name(result, one.region), one.replicas, one.vms, h.usd(one.usd_per_month),
         h.tag("span", one.because, cls="azs-wrap")]
        for one in found.regions
    ]  # fmt: skip
    shown = h.table(columns, rows, caption=f"{found.total} replicas, {h.usd(found.usd_per_month)} USD a month")
    return h.join([shown, h.note(f"{found.because}.")])


def latest(result: GalleryLabResult, _: State) -> h.Markup:
    """Every version with its standing in the region that is asked, then the answer of every target region."""
    asked = result.asked
    rows = [[one.number, _standing(one.standing), h.tag("span", one.because, cls="azs-wrap")]
            for one in asked.standings]  # fmt: skip
    columns = [h.Column("Version"), h.Column("Standing"), h.Column("Because")]
    place = _name(result, asked.region)
    one = h.table(columns, rows, caption=f"What latest means in {place}: {asked.number or 'nothing'}")
    every = [[_name(result, name), found.number or "nothing"] for name, found in result.latest.items()]
    other = h.table([h.Column("Target region"), h.Column("latest")], every, caption="The same in every target region")
    note = h.note(asked.because.replace(asked.region, place), kind="good" if asked.number else "wrong")
    return h.join([note, one, other])


def _standing(words: str) -> h.Markup:
    return h.chip(f"✓ {words}", "good") if words == "latest" else h.chip(words)


def graph(result: GalleryLabResult, _: State) -> h.Markup:
    """What stands under the drawing."""
    words = "Choose a region or its replicas to read its facts. Arrows are first copies, with the round trip."
    return h.note(words)


def log(result: GalleryLabResult, _: State) -> h.Markup:
    """What happens when, with the reason: regions becoming ready, then VMs created."""
    rows: list[list[h.Child]] = [
        [part, clock(line.at_s), _name(result, line.subject), line.action, h.tag("span", line.because, cls="azs-wrap")]
        for part, timeline in (("replication", result.copies.timeline), ("rush", result.rush.timeline))
        for line in timeline
    ]
    columns = [h.Column(name) for name in ("Part", "After", "Region", "What", "Because")]
    return h.table(columns, rows, caption="What happens when, and why", scroll=True)
