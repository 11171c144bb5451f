"""Why a size is not offered: reasons with counts, a list to filter, and the nearest misses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from azstudy.catalog.reasons import Rejection
from azstudy.labs import _html as h
from azstudy.labs._controls import Choice, Controls, Group, Line, State
from azstudy.labs._sizing.result import SizingLabResult, constraint_label, short

ROWS: Final = 60
ANY_REASON: Final = ""


def settings(result: SizingLabResult) -> Controls:
    """A filter by reason, with how many sizes each rejects, and one by name."""
    reasons = tuple(
        (b.constraint, f"{constraint_label(b.constraint)}: {b.rejects:,}" + (f", {b.alone:,} alone" if b.alone else ""))
        for b in sorted(result.blockers, key=lambda b: (-b.rejects, b.constraint))
    )
    everything = (ANY_REASON, f"any reason: {result.rejected_count:,}")
    return Controls(
        (
            Group(
                title="",
                controls=(
                    Choice(
                        name="reason", label="Rejected because of", options=(everything, *reasons), default=ANY_REASON
                    ),
                    Line(name="name", label="Name contains", placeholder="such as D8s"),
                ),
            ),
        )
    )


def rejected(result: SizingLabResult, local: State) -> h.Markup:
    """Rejected sizes with every reason, those with the fewest reasons first."""
    matching = [r for r in result.rejected if _matches(r, local.get("reason", ANY_REASON), local.get("name", ""))]
    matching.sort(key=lambda r: (len(r.reasons), r.size))
    columns = [h.Column("Size"), h.Column("Why it is not offered")]
    rows = [(short(r.size), h.join((reason.text for reason in r.reasons), h.Markup("<br>"))) for r in matching[:ROWS]]
    more = len(matching) - ROWS
    rest = f"The first {ROWS} of {len(matching):,}, those with the fewest reasons first. Use the filters to see others."
    said = rest if more > 0 else f"{len(matching):,} size{'' if len(matching) == 1 else 's'}."
    if not matching:
        return h.tag("p", "No rejected size matches.", cls="azs-quiet")
    return h.tag("div", h.table(columns, rows, caption=said, scroll=True))


def _matches(rejection: Rejection, reason: str, name: str) -> bool:
    if reason and all(one.constraint != reason for one in rejection.reasons):
        return False
    return name.lower().replace("standard_", "") in short(rejection.size).lower()


def reasons(result: SizingLabResult) -> h.Markup:
    """Each reason with how many sizes it rejects, and how many it rejects alone, as bars of text."""
    columns = [
        h.Column("Reason"),
        h.Column("Rejects", numeric=True),
        h.Column("Alone", numeric=True, meaning="sizes that would fit without this one need"),
    ]
    ranked = sorted(result.blockers, key=lambda b: (-b.rejects, b.constraint))
    rows = [(constraint_label(b.constraint), f"{b.rejects:,}", f"{b.alone:,}") for b in ranked]
    return h.table(columns, rows, caption="What rejects how many sizes")


def rejected_with_counts(result: SizingLabResult, local: State) -> h.Markup:
    """The counts beside the list."""
    return h.tag("div", reasons(result), rejected(result, local), cls="azs-two")


def near_misses(result: SizingLabResult, _: State) -> h.Markup:
    """The sizes that fail one need by a little, and what would make them fit."""
    if not result.near_misses:
        return h.note("No size fails just one number by a little.", kind="info")
    columns = [
        h.Column("Size"),
        h.Column("What is missing"),
        h.Column("What would make it fit"),
        h.Column("USD a month", numeric=True),
    ]
    best = result.best
    rows: list[Iterable[h.Child]] = []
    for miss in result.near_misses:
        cost = miss.offer.usd_per_month
        saving = f" ({best.usd_per_month - cost:,.2f} less)" if best and cost < best.usd_per_month else ""
        words = miss.text.split(": ")[0].removeprefix(f"{short(miss.size)} would fit with ")
        rows.append((short(miss.size), miss.reason.text, words, f"{h.usd(cost)}{saving}"))
    return h.table(columns, [tuple(row) for row in rows], caption="Sizes that fail one number by half of it at most")
