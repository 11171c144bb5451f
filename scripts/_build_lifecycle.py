"""`lifecycle.csv`: what retires when, what is previous generation, which reservations are still sold."""

from __future__ import annotations

from collections.abc import Iterable

from _build_common import Row
from _build_sources import as_of

COLUMNS = (
    "match",
    "retirement_date",
    "status",
    "previous_generation",
    "reservation_1y_sold",
    "reservation_3y_sold",
    "source",
    "as_of",
    "note",
)

# Date, status, source, series.
_RETIREMENTS = (
    ("2028-05-01", "announced", ("D", "DS", "Dv2", "DSv2", "Ls")),
    ("2028-11-15", "announced", ("Av2", "Amv2", "Bls", "Bms", "Bs", "F", "Fs", "Fsv2", "G", "GS", "Lsv2")),
    ("2026-09-30", "announced", ("NVsv3", "NVasv4")),
    ("2025-09-30", "retired", ("NCsv3", "NCrsv3")),
)
_RETIRING_SIZES = (
    ("2027-03-31", "announced", "Standard_M192idms_v2"),
    ("2027-03-31", "announced", "Standard_M192ids_v2"),
    ("2027-03-31", "announced", "Standard_M192ims_v2"),
    ("2027-03-31", "announced", "Standard_M192is_v2"),
)
_PREVIOUS_GENERATION = (
    *("Bls", "Bms", "Bs", "D", "DS", "Dv2", "DSv2", "DCs", "Dv3", "Dsv3", "Av2", "Amv2", "F", "Fs", "Fsv2"),
    *("Ev3", "Esv3", "Ev4", "Esv4", "Eav4", "Easv4", "Edv4", "Edsv4", "G", "GS", "Ls", "Lsv2"),
)
_NO_NEW_RESERVATION = (
    *("Av2", "Amv2", "Bls", "Bms", "Bs", "D", "DS", "Dv2", "DSv2", "F", "Fs", "Fsv2", "G", "GS", "Ls", "Lsv2"),
    *("Dv3", "Dsv3", "Ev3", "Esv3"),
)
_NEVER_RESERVABLE = ("A",)


def lifecycle(sizes: Iterable[Row]) -> list[Row]:
    """Rows of `lifecycle.csv`: one a series, and one for each size that differs from its series."""
    by_series: dict[str, Row] = {}

    def row(match: str) -> Row:
        blank = {**dict.fromkeys(COLUMNS, ""), "match": match, "previous_generation": "false"}
        return by_series.setdefault(match, {**blank, "reservation_1y_sold": "true", "reservation_3y_sold": "true"})

    for date, status, names in _RETIREMENTS:
        for name in names:
            row(name).update(retirement_date=date, status=status)
            _cite(row(name), "docs-retirement")
    for date, status, name in _RETIRING_SIZES:
        row(name).update(retirement_date=date, status=status)
        _cite(row(name), "docs-retirement")
    for name in _PREVIOUS_GENERATION:
        row(name).update(previous_generation="true")
        _cite(row(name), "docs-previous-generation")
    for name in (*_NO_NEW_RESERVATION, *_NEVER_RESERVABLE):
        row(name).update(reservation_1y_sold="false", reservation_3y_sold="false")
        _cite(row(name), "docs-legacy-reservations")
    for size in sizes:
        if size["promo"] == "true":
            parent = row(size["series"])
            by_series[size["name"]] = {
                **parent,
                "match": size["name"],
                "note": "promotional offers take no reservation",
            }
            by_series[size["name"]].update(reservation_1y_sold="false", reservation_3y_sold="false")
    return list(by_series.values())


def _cite(row: Row, source: str) -> None:
    if row["source"]:
        return
    row.update(source=source, as_of=as_of(source))
