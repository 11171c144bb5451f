"""Comparisons: cost against capability, hours and terms, region by region; each a chart with its table."""

from __future__ import annotations

from typing import Final

from azstudy import charts
from azstudy.catalog.lookup import break_even, price
from azstudy.catalog.offer import Offer
from azstudy.cost.commitments import BreakEven
from azstudy.errors import MissingPriceError
from azstudy.labs import _html as h
from azstudy.labs._controls import Choice, Controls, Group, State
from azstudy.labs._sizing.offers_view import spec
from azstudy.labs._sizing.result import SizingLabResult, short
from azstudy.model.facts import HOURS_PER_MONTH, OperatingSystem, Term

CAPABILITIES: Final = {
    "vcpus": ("vcpus", "vCPUs"),
    "memory_gib": ("memory_gib", "memory, GiB"),
    "data_disks": ("max_data_disks", "data disks"),
    "uncached_iops": ("uncached_iops", "uncached disk IOPS"),
    "uncached_mbps": ("uncached_mbps", "uncached disk MB/s"),
    "network_mbps": ("network_mbps", "network, Mbps"),
}
REGIONS: Final = 12


def front_settings(_: SizingLabResult) -> Controls:
    """Which capability to set against cost."""
    options = tuple((name, words) for name, (_, words) in CAPABILITIES.items())
    choice = Choice(name="capability", label="Set against cost", options=options, default="vcpus")
    return Controls((Group(title="", controls=(choice,)),))


def front_chart(result: SizingLabResult, local: State) -> charts.Chart:
    """Each fitting size by its cheapest offer, with those nothing cheaper beats."""
    field, words = CAPABILITIES[local["capability"]]
    on_front = {offer.size for offer in result.front(local["capability"])}
    column = result.catalog.sizes.column(field)
    names = result.catalog.sizes.names
    points = []
    for row, cost in _cheapest_of_each(result).items():
        if column[row]:
            points.append(
                charts.Point(
                    label=short(names[row]),
                    x=round(cost, 2),
                    y=column[row],
                    front=names[row] in on_front,
                    about=f"{cost:,.2f} USD a month · {column[row]:,g} {words}",
                )
            )
    return charts.front(points, x_title="USD a month (log scale)", y_title=f"{words} (log scale)")


def _cheapest_of_each(result: SizingLabResult) -> dict[int, float]:
    """USD a month of the cheapest offer of each fitting size, by its row in the catalogue."""
    rows = [result.catalog.sizes.index(name) for name in result.sizing.fitting]
    cheapest = {row: result.sizing.screen.cheapest(row) for row in rows}
    return {row: entry.usd_per_month for row, entry in cheapest.items() if entry is not None}


def front(result: SizingLabResult, local: State) -> h.Markup:
    """The front as a table: what the next step up costs."""
    field, words = CAPABILITIES[local["capability"]]
    columns = [
        h.Column("Size"),
        h.Column(words, numeric=True),
        h.Column("USD a month", numeric=True),
        h.Column("Step up costs", numeric=True, meaning="more than the size in the row above"),
        h.Column("Price is"),
    ]
    rows = []
    before: float | None = None
    for offer in result.front(local["capability"]):
        step = "–" if before is None else f"+{offer.usd_per_month - before:,.2f}"
        value = h.number(getattr(result.size(offer), field))
        rows.append((short(offer.size), value, h.usd(offer.usd_per_month), step, h.badge(offer.status)))
        before = offer.usd_per_month
    if not rows:
        return h.note("No size that fits has this capability recorded.", kind="info")
    caption = f"The front: no cheaper size that fits offers as much ({words})"
    return h.table(columns, rows, caption=caption, scroll=True)


def hours_settings(result: SizingLabResult) -> Controls:
    """Which of the offered sizes to compare."""
    sizes = list(dict.fromkeys(short(offer.size) for offer in result.offers)) or ["–"]
    choice = Choice(name="size", label="Size", options=tuple((name, name) for name in sizes), default=sizes[0])
    return Controls((Group(title="", controls=(choice,)),))


def _compared(result: SizingLabResult, local: State) -> Offer | None:
    chosen = local.get("size")
    return next((offer for offer in result.offers if short(offer.size) == chosen), result.best)


def _even(result: SizingLabResult, offer: Offer) -> tuple[BreakEven, ...]:
    return break_even(
        offer.size, region=offer.region, os=offer.os, hybrid_benefit=offer.hybrid_benefit, catalog=result.catalog
    )


def _payg(result: SizingLabResult, offer: Offer) -> Offer:
    return price(
        offer.size,
        regions=offer.region,
        os=offer.os,
        term=Term.PAYG,
        hybrid_benefit=offer.hybrid_benefit,
        catalog=result.catalog,
    )[0]


def hours_chart(result: SizingLabResult, local: State) -> charts.Chart:
    """Cost of a month over the hours used, for each way of paying."""
    lines: list[charts.Line] = []
    offer = _compared(result, local)
    if offer is not None:
        try:
            hourly = _payg(result, offer)
            evens = _even(result, offer)
        except MissingPriceError:
            evens = ()
        else:
            full = hourly.usd_per_hour * HOURS_PER_MONTH
            lines.append(charts.Line(label=Term.PAYG.label, x=(0, HOURS_PER_MONTH), y=(0, full), status=hourly.status))
        for even in evens:
            licence = hourly.price.licence_usd_per_hour * HOURS_PER_MONTH
            ends = (even.usd_per_month - licence, even.usd_per_month)
            lines.append(charts.Line(label=even.term.label, x=(0, HOURS_PER_MONTH), y=ends, status=even.status.value))
    return charts.lines(
        lines,
        x_title="hours used in a month",
        y_title="USD a month",
        marker_at=result.state["hours_per_month"],
        marker_words="your hours",
    )


def hours(result: SizingLabResult, local: State) -> h.Markup:
    """Break-even hours and the cost at the learner's own hours, for each way of paying."""
    offer = _compared(result, local)
    if offer is None:
        return h.note("No offer fits, so there is nothing to compare.", kind="info")
    try:
        hourly, evens = _payg(result, offer), _even(result, offer)
    except MissingPriceError as error:
        return h.note(str(error), kind="warn")
    used = float(result.state["hours_per_month"])
    licence = hourly.price.licence_usd_per_hour
    columns = [
        h.Column("How it is paid"),
        h.Column(f"USD a month at {used:g} h", numeric=True),
        h.Column("Cheaper than pay-as-you-go from", numeric=True),
        h.Column("Price is"),
    ]
    rows: list[tuple[h.Child, ...]] = [
        (Term.PAYG.label, h.usd(hourly.usd_per_hour * used), "–", h.badge(hourly.status))
    ]
    for even in evens:
        cost = even.usd_per_month - licence * (HOURS_PER_MONTH - used)
        start = "never" if even.hours_per_month is None else f"{even.hours_per_month:,.0f} h a month"
        rows.append((even.term.label, h.usd(cost), start, h.badge(even.status.value)))
    windows = offer.os is OperatingSystem.WINDOWS and not offer.hybrid_benefit
    extra = " The Windows licence is paid by the hour whatever the term." if windows else ""
    caption = f"{short(offer.size)} in {result.catalog.region(offer.region).display} ({spec(result.size(offer))})"
    note = f"A commitment is paid for all 730 hours of a month, used or not.{extra}"
    return h.tag("div", h.table(columns, rows, caption=caption), h.tag("p", note, cls="azs-quiet"))


def region_chart(result: SizingLabResult, _: State) -> charts.Chart:
    """The cheapest regions for the same needs, and the chosen one."""
    bars = [
        charts.Bar(
            label=f"{result.catalog.region(offer.region).display}, {short(offer.size)}",
            compute=offer.compute_usd_per_month,
            licence=offer.licence_usd_per_month,
            status=offer.status,
        )
        for offer in _regions_shown(result)
    ]
    return charts.price_bars(bars, rows=REGIONS)


def _regions_shown(result: SizingLabResult) -> list[Offer]:
    shown = list(result.by_region[:REGIONS])
    own = next((offer for offer in result.by_region if offer.region == result.state["regions"]), None)
    if own is not None and own not in shown:
        shown[-1] = own
    return shown


def regions(result: SizingLabResult, _: State) -> h.Markup:
    """Every region with its cheapest offer that fits."""
    columns = [
        h.Column("Region"),
        h.Column("Zones", numeric=True),
        h.Column("Cheapest size that fits"),
        h.Column("USD a month", numeric=True),
        h.Column("Against yours", numeric=True),
        h.Column("Price is"),
    ]
    own = next((offer for offer in result.by_region if offer.region == result.state["regions"]), None)
    rows = []
    for offer in result.by_region:
        region = result.catalog.region(offer.region)
        against = (
            "–" if own is None else "yours" if offer is own else f"{offer.usd_per_month / own.usd_per_month - 1:+.0%}"
        )
        money = h.usd(offer.usd_per_month)
        rows.append((region.display, region.zones, short(offer.size), money, against, h.badge(offer.status)))
    if not rows:
        return h.note("No region has an offer that fits.", kind="warn")
    return h.table(columns, rows, caption=f"The same needs in {len(rows)} regions", scroll=True)
