"""HTML for the labs: small pure functions that return strings, with escaping in this one place.

A plain `str` is text and is escaped; `Markup` is HTML already and is passed through.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

TRUST: Final = {
    "published": ("●", "published", "read from a price list"),
    "derived": ("◆", "derived", "follows exactly from published numbers"),
    "estimated": ("≈", "estimated", "computed by a named rule, not published"),
    "doubtful": ("?", "doubtful", "published, but breaks a rule that should hold"),
}
"""Status of a number -> symbol, word, meaning. Symbol and word always stand together: colour is never alone."""


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


Child = str | int | float | None
"""What may stand inside a tag: text (escaped), markup (kept), a number, or None (left out)."""


def text(value: Child) -> Markup:
    """Escape `value` unless it is markup already.

    >>> text("a < b"), text(Markup("<b>"))
    ('a &lt; b', '<b>')
    """
    if value is None:
        return Markup("")
    return value if isinstance(value, Markup) else Markup(html.escape(str(value), quote=False))


def tag(name: str, *children: Child, cls: str = "", **attributes: str | int | bool | None) -> Markup:
    """One element. `cls` is its class; a trailing underscore and inner ones in attribute names become `-`.

    >>> tag("p", "1 < 2", cls="note", aria_label='so "said"')
    '<p class="note" aria-label="so &quot;said&quot;">1 &lt; 2</p>'
    """
    given: dict[str, str | int | bool | None] = {"class": cls or None, **attributes}
    parts = [name]
    for key, value in given.items():
        if value is None or value is False:
            continue
        key = key.rstrip("_").replace("_", "-")
        parts.append(key if value is True else f'{key}="{html.escape(str(value))}"')
    return Markup(f"<{' '.join(parts)}>{''.join(map(text, children))}</{name}>")


def join(parts: Iterable[Child], separator: Child = "") -> Markup:
    """Parts one after another, each escaped where it is text."""
    return Markup(text(separator).join(text(part) for part in parts))


@attrs.frozen
class Column:
    """A column of a table: its heading, whether it holds numbers, and what a long heading means."""

    title: str
    numeric: bool = False
    meaning: str = ""


def table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Child]],
    *,
    caption: str,
    row_class: str = "",
    scroll: bool = False,
    row_heading: int = 0,
) -> Markup:
    """A data table with a caption, column headings with scope, and one heading cell a row.

    Args:
        columns: The headings, left to right.
        rows: Cells, as many in each row as there are columns.
        caption: What the table says, for everyone and for screen readers.
        row_class: Class of every row.
        scroll: True to put it in a region of limited height that can be scrolled with the keyboard.
        row_heading: Index of the cell that names its row.

    >>> table([Column("Size"), Column("USD", numeric=True)], [("D2s_v5", 84)], caption="Prices").count("scope=")
    3
    """
    head = [
        tag("th", c.title, scope="col", cls="azs-num" if c.numeric else "", title=c.meaning or None) for c in columns
    ]
    body = [tag("tr", *_cells(columns, row, row_heading), cls=row_class) for row in rows]
    whole = tag(
        "table",
        tag("caption", caption),
        tag("thead", tag("tr", *head)),
        tag("tbody", *body),
        cls="azs-table",
    )
    return _region(whole, caption, "azs-scroll" if scroll else "azs-wide")


def _region(content: Markup, label: str, cls: str) -> Markup:
    """A place that scrolls with the keyboard; JupyterLab is kept from taking the arrow keys."""
    return tag("div", content, cls=cls, tabindex=0, role="region", aria_label=label, data_lm_suppress_shortcuts="true")


def _cells(columns: Sequence[Column], row: Sequence[Child], row_heading: int) -> list[Markup]:
    cells = []
    for index, (column, cell) in enumerate(zip(columns, row, strict=True)):
        cls = "azs-num" if column.numeric else ""
        if index == row_heading:
            cells.append(tag("th", cell, scope="row", cls=cls))
        else:
            cells.append(tag("td", cell, cls=cls))
    return cells


def badge(status: str) -> Markup:
    """How far a number can be trusted, as symbol and word.

    >>> badge("estimated")
    '<span class="azs-badge azs-estimated" title="computed by a named rule, not published">≈ estimated</span>'
    """
    symbol, word, meaning = TRUST[status]
    return tag("span", f"{symbol} {word}", cls=f"azs-badge azs-{status}", title=meaning)


def chip(words: str, kind: str = "") -> Markup:
    """A few words set apart, such as a caution; `kind` is "", "warn" or "good"."""
    return tag("span", words, cls=f"azs-chip azs-chip-{kind}" if kind else "azs-chip")


def facts(pairs: Iterable[tuple[str, Child]]) -> Markup:
    """Name and value pairs, side by side."""
    items = [tag("div", tag("dt", name), tag("dd", value)) for name, value in pairs]
    return tag("dl", *items, cls="azs-facts")


def note(*children: Child, kind: str = "info", title: str = "") -> Markup:
    """A set-apart paragraph; `kind` is info, good, wrong or warn, and its symbol says so without colour."""
    symbol = {"info": "ℹ", "good": "✓", "wrong": "✗", "warn": "!"}[kind]
    mark = tag("span", symbol, cls="azs-mark", aria_hidden="true")
    body = join([tag("strong", title + " ") if title else None, *children])
    return tag("div", mark, tag("div", body), cls=f"azs-note azs-note-{kind}")


def bullets(items: Iterable[Child]) -> Markup:
    """A short list."""
    return tag("ul", *(tag("li", item) for item in items), cls="azs-list")


def usd(value: float | None, digits: int = 2) -> str:
    """An amount of US dollars, or a dash where it is not known.

    >>> usd(1234.5), usd(None), usd(0.192, 4)
    ('1,234.50', '–', '0.1920')
    """
    return "–" if value is None else f"{value:,.{digits}f}"


def number(value: float | None, unit: str = "") -> str:
    """A number without needless digits, or a dash where it is not known.

    >>> number(3200.0, "IOPS"), number(1.25), number(None)
    ('3,200 IOPS', '1.25', '–')
    """
    if value is None:
        return "–"
    shown = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")
    return f"{shown} {unit}" if unit else shown
