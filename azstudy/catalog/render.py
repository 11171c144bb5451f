"""Offers and reasons as text and HTML tables; short, stable, the same everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Final

from azstudy.catalog.offer import Offer
from azstudy.model.facts import OperatingSystem

if TYPE_CHECKING:
    from azstudy.catalog.result import SizingResult

STATUS_SIGNS: Final = {"published": "●", "derived": "◐", "estimated": "○", "doubtful": "⚠"}
COLUMNS: Final = ("size", "region", "term", "USD/hour", "USD/month", "price is", "note")
_FIXED: Final = ("specs", "retired", "price", "region")
_NUMERIC: Final = ("USD/hour", "USD/month")


def offer_row(offer: Offer) -> tuple[str, ...]:
    """The cells of one offer, in the order of COLUMNS."""
    return (
        offer.size.removeprefix("Standard_"),
        offer.region,
        offer.term.label,
        f"{offer.usd_per_hour:.4f}",
        f"{offer.usd_per_month:,.2f}",
        f"{STATUS_SIGNS[offer.status]} {offer.status}",
        "; ".join(offer.cautions),
    )


def text_table(header: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[str] = _NUMERIC) -> str:
    """A plain table; columns named in `right` are right-aligned.

    >>> print(text_table(["size", "USD/hour"], [["D4s_v5", "0.2300"]]))
    size    USD/hour
    D4s_v5    0.2300
    """
    widths = [max(len(str(cell)) for cell in column) for column in zip(header, *rows, strict=True)]
    lines = []
    for row in (header, *rows):
        cells = [
            f"{cell:>{width}}" if name in right else f"{cell:<{width}}"
            for name, cell, width in zip(header, row, widths, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def offers_text(offers: Sequence[Offer]) -> str:
    """A table of offers."""
    return text_table(COLUMNS, [offer_row(offer) for offer in offers])


def headline(result: SizingResult) -> str:
    """One sentence: how many sizes fit, where, on what."""
    screen = result.screen
    regions = screen.question.regions or screen.asked_regions
    place = screen.catalog.region(regions[0]).display if len(regions) == 1 else f"{len(regions)} regions"
    os = "Windows" if screen.question.os is OperatingSystem.WINDOWS else "Linux"
    licence = " with Hybrid Benefit" if screen.question.hybrid_benefit else ""
    terms = ", ".join(term.label for term in screen.terms)
    count = len(result.fitting)
    fits = "1 size fits" if count == 1 else f"{count:,} sizes fit"
    return f"{fits} in {place} on {os}{licence}, {terms}"


def nothing_fits(result: SizingResult) -> str:
    """What stands in the way when no offer is left."""
    alone = [b for b in result.blockers if b.alone and b.constraint not in _FIXED]
    if alone:
        words = ", ".join(f"{b.constraint} ({b.alone} sizes would fit without it)" for b in alone[:3])
        return f"Nothing fits. What alone stands in the way: {words}."
    words = ", ".join(f"{b.constraint} (rejects {b.rejects})" for b in result.blockers if b.constraint not in _FIXED)
    return f"Nothing fits, and dropping one need is not enough. The hardest: {words}."


def result_text(result: SizingResult) -> str:
    """The answer as plain text."""
    lines = [headline(result)]
    if result.offers:
        lines.append(offers_text(result.offers))
    else:
        lines.append(nothing_fits(result))
    misses = result.near_misses(3) if not result.offers else ()
    lines += [f"near miss: {miss.text}" for miss in misses]
    if result.estimated_share:
        lines.append(
            f"{result.estimated_share:.0%} of these prices are estimated or doubtful; .note of an offer says how."
        )
    return "\n".join(lines)


def result_html(result: SizingResult) -> str:
    """The answer as a small HTML table."""
    caption = escape(headline(result))
    if not result.offers:
        return f"<p><strong>{caption}.</strong> {escape(nothing_fits(result))}</p>"
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in COLUMNS)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in offer_row(offer)) + "</tr>" for offer in result.offers
    )
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
