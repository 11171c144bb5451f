"""Which reservations are still sold, with the page that says so."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import attrs

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.catalog.tables import records
from azstudy.errors import UnknownNameError, nearest
from azstudy.model.facts import Term


@attrs.frozen(kw_only=True)
class ReservationSale:
    """Whether a new reservation of a size or series can be bought, and why not.

    `note`, `source` and `as_of` are empty where no page ends the sale.
    """

    name: str
    sold_1y: bool
    sold_3y: bool
    note: str = ""
    source: str = ""
    as_of: str = ""
    retirement_date: str | None = None

    def sold(self, term: Term | str) -> bool:
        """True where this term can be bought; True for everything that is no reservation."""
        parsed = Term.parse(term)
        return {Term.RESERVATION_1Y: self.sold_1y, Term.RESERVATION_3Y: self.sold_3y}.get(parsed, True)

    @property
    def text(self) -> str:
        """The reason in a sentence; empty where everything is sold."""
        if self.sold_1y and self.sold_3y:
            return ""
        page = f" ({self.source}, {self.as_of})" if self.source else ""
        return f"{self.name}: {self.note or 'reservations are no longer sold'}{page}."


def reservation_sale(name: str, *, catalog: Catalog | None = None) -> ReservationSale:
    """Whether reservations of a size ("F8s_v2") or a series ("Fsv2") are sold.

    A series of the docs that names a generation ("Bv1", "Dsv5") is found by its own name or its sizes.

    Raises:
        UnknownNameError: For a name that is neither.

    >>> reservation_sale("D4s_v5").sold("reservation_3y"), reservation_sale("Fsv2").sold("reservation_1y")
    (True, False)
    """
    catalog = catalog or default_catalog()
    rows = _rows(catalog.folder)
    series, exact = _series_of(name, catalog)
    row = rows.get(exact or "") or rows.get(series)
    if row is None:
        return ReservationSale(name=name.removeprefix("Standard_"), sold_1y=True, sold_3y=True)
    return ReservationSale(
        name=name.removeprefix("Standard_"),
        sold_1y=row["reservation_1y_sold"] != "false",
        sold_3y=row["reservation_3y_sold"] != "false",
        note=row["note"],
        source=row["source"],
        as_of=row["as_of"],
        retirement_date=row["retirement_date"] or None,
    )


_ALIASES = {"bv1": "Bs", "ds": "DS", "dsv2": "DSv2", "d": "D", "gs": "GS"}
"""Series as the pages on reservations write them -> as the tables of sizes do (B v1 is Bs, Bms and Bls there)."""


def _series_of(name: str, catalog: Catalog) -> tuple[str, str | None]:
    series = {one.lower(): one for one in catalog.sizes.column("series") if one}
    key = str(name).strip().lower()
    if key in _ALIASES or key in series:
        return _ALIASES.get(key) or series[key], None
    try:
        size = catalog.size(name)
    except UnknownNameError:
        raise UnknownNameError(
            "VM size or series", name, nearest(name, [*series.values(), *catalog.sizes.names])
        ) from None
    return size.series, size.name


@cache
def _rows(folder: Path) -> dict[str, dict[str, str]]:
    columns = ("match", "reservation_1y_sold", "reservation_3y_sold", "note", "source", "as_of", "retirement_date")
    return {row["match"]: row for row in records(folder / "lifecycle.csv", columns)}
