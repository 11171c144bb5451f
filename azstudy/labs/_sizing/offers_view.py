"""The sizing lab's summary and its ranked offers: table, price chart, where the prices come from."""

from __future__ import annotations

from azstudy import charts
from azstudy.catalog.offer import Offer
from azstudy.labs import _html as h
from azstudy.labs._controls import State
from azstudy.labs._sizing.result import SizingLabResult, constraint_label, short
from azstudy.model.facts import Term
from azstudy.model.size import VmSize
from azstudy.simulate.burstable.facts import Endurance

_UNITS = {
    "vcpus": "vCPU",
    "memory_gib": "memory",
    "data_disks": "data disks",
    "uncached_iops": "IOPS",
    "uncached_mbps": "MB/s",
    "nics": "NICs",
}


def summary(result: SizingLabResult) -> h.Markup:
    """The cheapest offer, what fits and what not, and how far the prices can be trusted."""
    best = result.best
    counts = [("Sizes that fit", f"{result.fitting:,}"), ("Rejected, with reasons", f"{result.rejected_count:,}")]
    if best is None:
        return h.join([h.facts([("Cheapest that fits", "none"), *counts]), _nothing_fits(result)])
    price = h.join([h.tag("strong", h.usd(best.usd_per_month)), " USD a month"])
    head = h.facts([("Cheapest that fits", h.tag("strong", short(best.size))), ("It costs", price), *counts])
    return h.tag("div", head, provenance(result), _before_you_take_it(result, best), cls="azs-summary")


def _before_you_take_it(result: SizingLabResult, best: Offer) -> h.Markup | None:
    chips = _cautions(result, best)
    if not chips:
        return None
    return h.tag("p", h.tag("span", f"Before you take {short(best.size)}: ", cls="azs-quiet"), h.join(chips, " "))


def _nothing_fits(result: SizingLabResult) -> h.Markup:
    """Which need to drop, from the counts of those it rejects alone."""
    alone = [b for b in result.blockers if b.alone and b.constraint not in ("specs", "retired")]
    if alone:
        first = alone[0]
        words = (
            f"Giving up one need, {constraint_label(first.constraint)}, would let {first.alone:,} "
            f"size{'s' if first.alone != 1 else ''} fit. See the rejected sizes below, and the near misses."
        )
    else:
        worst = ", ".join(f"{constraint_label(b.constraint)} ({b.rejects:,} sizes)" for b in result.blockers[:3])
        words = f"No single need is to blame. Most sizes fail on: {worst}."
    return h.note(words, kind="warn", title="Nothing fits.")


def provenance(result: SizingLabResult) -> h.Markup:
    """One line: which sources, of which date, and how much of it is estimated."""
    shown = [f"{source.title}, {as_of}" for source, _, as_of in result.sources[:2]]
    more = f" and {len(result.sources) - 2} more" if len(result.sources) > 2 else ""
    share = result.estimated_share
    words = f"Prices: {'; '.join(shown)}{more}. {share:.0%} of these offers are estimated or doubtful."
    return h.tag("p", words, cls="azs-provenance")


def offers(result: SizingLabResult, _: State) -> h.Markup:
    """The ten cheapest offers as a table, the twin of the price chart."""
    if not result.offers:
        return h.note("No offer fits these needs.", kind="warn")
    several_regions = result.state["regions"] == "all"
    several_terms = result.state["term"] == "best"
    columns = [
        h.Column("Size"),
        *([h.Column("Region")] if several_regions else []),
        *([h.Column("Paid by")] if several_terms else []),
        h.Column("USD a month", numeric=True),
        h.Column("Price is"),
        h.Column("Headroom", meaning="offered divided by needed, for each number you asked for"),
        h.Column("Before you take it"),
    ]
    rows = []
    for offer in result.offers:
        where = [result.catalog.region(offer.region).display] if several_regions else []
        how = [offer.term.label] if several_terms else []
        cautions = h.join(_cautions(result, offer), " ") or h.tag("span", "–", cls="azs-quiet")
        hourly = h.tag("span", f"{h.usd(offer.usd_per_hour, 4)} an hour", cls="azs-under-name")
        money = h.join([h.tag("strong", h.usd(offer.usd_per_month)), hourly])
        rows.append([_size_cell(result, offer), *where, *how, money, h.badge(offer.status), _headroom(offer), cautions])
    return h.table(columns, rows, caption=_caption(result))


def _caption(result: SizingLabResult) -> str:
    state = result.state
    place = "every region" if state["regions"] == "all" else result.catalog.region(state["regions"]).display
    system = "Linux" if state["os"] == "linux" else "Windows"
    if state["os"] == "windows" and state["hybrid_benefit"]:
        system += " with Hybrid Benefit"
    term = "cheapest term" if state["term"] == "best" else Term.parse(state["term"]).label
    return f"Cheapest offers: {place}, {system}, {term}, {state['hours_per_month']:g} hours a month"


def _size_cell(result: SizingLabResult, offer: Offer) -> h.Markup:
    size = result.size(offer)
    return h.join([short(offer.size), h.tag("span", spec(size), cls="azs-under-name")])


def spec(size: VmSize) -> str:
    """vCPUs, memory and processor in a few characters."""
    parts = [f"{h.number(size.vcpus)} vCPU", h.number(size.memory_gib, "GiB")]
    if size.architecture == "arm64":
        parts.append("Arm64")
    return " · ".join(parts)


def _headroom(offer: Offer) -> h.Markup:
    """Each ratio, the tightest first; ×1 is exactly what was asked for."""
    if not offer.headroom:
        return h.tag("span", "–", cls="azs-quiet")
    ranked = sorted(offer.headroom.items(), key=lambda item: item[1])
    words = [f"{_UNITS.get(name, constraint_label(name))} ×{ratio:g}" for name, ratio in ranked]
    return h.tag("span", ", ".join(words), cls="azs-small")


def _cautions(result: SizingLabResult, offer: Offer) -> list[h.Markup]:
    """What the price does not tell; with an average load, whether the credits hold it."""
    base = result.size(offer).credit_base_percent
    chips = []
    for words in offer.cautions:
        if base is not None and "CPU credits" in words:
            chips.append(_credits(result.endurance(offer), base))
        else:
            chips.append(h.chip(words, "warn" if words.startswith("retire") else ""))
    return chips


def _credits(endurance: Endurance | None, base: float) -> h.Markup:
    if endurance is None:
        return h.chip(f"CPU credits, base {base:g} %")
    mark, kind = ("✓", "good") if endurance.holds else ("!", "warn")
    return h.chip(f"{mark} {endurance.text}", kind)


def price_chart(result: SizingLabResult, _: State) -> charts.Chart:
    """The ten cheapest offers as bars, compute and Windows licence apart."""
    several_regions = result.state["regions"] == "all"
    several_terms = result.state["term"] == "best"
    bars = []
    for offer in result.offers:
        extra = ([offer.region] if several_regions else []) + ([offer.term.label] if several_terms else [])
        bars.append(
            charts.Bar(
                label=", ".join([short(offer.size), *extra]),
                compute=offer.compute_usd_per_month,
                licence=offer.licence_usd_per_month,
                status=offer.status,
                about=f"{offer.usd_per_month:,.2f} USD a month · {offer.usd_per_hour:.4f} USD an hour · {offer.status}",
            )
        )
    return charts.price_bars(bars, budget=result.state["budget_usd_per_month"])


def sources(result: SizingLabResult, _: State) -> h.Markup:
    """Where the shown prices come from, what each status means, and the rules behind computed ones."""
    columns = [h.Column("Source"), h.Column("Date"), h.Column("Licence"), h.Column("Offers shown", numeric=True)]
    rows = [
        (h.tag("span", source.title, cls="azs-wrap"), as_of, source.licence or "not known", n)
        for source, n, as_of in result.sources
    ]
    legend = h.bullets(h.join([h.badge(status), f" {meaning}"]) for status, (_, _, meaning) in h.TRUST.items())
    notes = sorted({offer.note for offer in result.offers if offer.note})
    rules = h.join([h.tag("h5", "Rules and repairs behind these prices"), h.bullets(notes)]) if notes else None
    listed = "A price means that the size is listed in the region, not that you can deploy it there today."
    return h.tag(
        "div",
        h.table(columns, rows, caption="Where the prices of these offers were read"),
        h.tag("h5", "How far a price can be trusted"),
        legend,
        rules,
        h.tag("p", listed, cls="azs-quiet"),
    )
