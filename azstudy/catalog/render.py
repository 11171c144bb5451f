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
_WHOLE: Final = ("size", "region", "term", "price is")
_NEVER_BROKEN: Final = ";white-space:nowrap"


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


def html_table(
    caption: str,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Sequence[str] = _NUMERIC,
    heading: int = 0,
    whole: Sequence[str] = (),
) -> str:
    """An HTML table with its words on the left, where JupyterLab's own style would push them to the right.

    Args:
        caption: What the table shows.
        header: A name for each column.
        rows: Cells as plain text.
        right: Names of the columns with numbers.
        heading: Which cell of a row, from 0, says what the row is about.
        whole: Names of the columns whose cells are never broken into lines.
    """
    styles = [("right" if name in right else "left") + _NEVER_BROKEN * (name in whole) for name in header]
    head = "".join(_cell("th", name, style, "col") for name, style in zip(header, styles, strict=True))
    body = "".join(
        "<tr>"
        + "".join(
            _cell("th", cell, style, "row") if column == heading else _cell("td", cell, style)
            for column, (cell, style) in enumerate(zip(row, styles, strict=True))
        )
        + "</tr>"
        for row in rows
    )
    title = f'<caption style="text-align:left">{escape(caption)}</caption>'
    return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(tag: str, text: str, style: str, scope: str = "") -> str:
    scoped = f' scope="{scope}"' if scope else ""
    return f'<{tag}{scoped} style="text-align:{style}">{escape(text)}</{tag}>'


def result_text(result: SizingResult) -> str:
    """The answer as plain text."""
    middle = offers_text(result.offers) if result.offers else nothing_fits(result)
    return "\n".join([headline(result), middle, *_remarks(result)])


def result_html(result: SizingResult) -> str:
    """The answer as a small HTML table."""
    if result.offers:
        rows = [offer_row(offer) for offer in result.offers]
        shown = html_table(headline(result), COLUMNS, rows, whole=_WHOLE)
    else:
        shown = f"<p><strong>{escape(headline(result))}.</strong> {escape(nothing_fits(result))}</p>"
    return shown + "".join(f"<p>{escape(line)}</p>" for line in _remarks(result))


def _remarks(result: SizingResult) -> list[str]:
    """What belongs under the answer: the nearest misses where nothing fits, and how far to trust the prices."""
    misses = () if result.offers else result.near_misses(3)
    lines = [f"near miss: {miss.text}" for miss in misses]
    if result.estimated_share:
        share = f"{result.estimated_share:.0%}"
        lines.append(f"{share} of these prices are estimated or doubtful; .note of an offer says how.")
    return lines
