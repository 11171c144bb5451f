"""`lifecycle.csv`: what retires when, what is previous generation, which reservations are still sold.

Curated from Microsoft's pages; `_build_sources.py` names each page, its commit and its date.
"""

from __future__ import annotations

from collections.abc import Iterable

from _build_common import Row
from _build_names import promo
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

_LEGACY_RESERVATIONS = "no new 3-year reservations since 2025 and no 1-year ones since 2026-07-01"
_V3_RESERVATIONS = "no new 1-year or 3-year reservations since 2026-07-01; public cloud only"
_ENDED_APRIL = "no new 1-year or 3-year reservations since 2026-04-02"
_RETIRED = "retired: nothing can be reserved"

# Series; retirement date; the source's word for it; source; previous generation; reservations; note.
# Reservations are "both" or "none"; where the end of sales has a page of its own the note dates it.
_ROWS: tuple[tuple[tuple[str, ...], str, str, str, bool, str, str], ...] = (
    (("D", "DS", "Dv2", "DSv2", "Ls"), "2028-05-01", "announced", "docs-lifecycle", True, "none", _LEGACY_RESERVATIONS),
    (
        ("Av2", "Amv2", "Bls", "Bms", "Bs", "F", "Fs", "Fsv2", "G", "GS", "Lsv2"),
        "2028-11-15",
        "announced",
        "docs-lifecycle",
        True,
        "none",
        _LEGACY_RESERVATIONS,
    ),
    (("Dv3", "Dsv3", "Ev3", "Esv3"), "2029-11-15", "announced", "docs-lifecycle", True, "none", _V3_RESERVATIONS),
    (("DCsv3", "DCdsv3"), "2029-10-31", "announced", "docs-lifecycle", True, "both", ""),
    (("DCsv2", "DCv2"), "2026-06-30", "retired", "docs-lifecycle", True, "none", _RETIRED),
    (
        ("DCasccv5", "DCadsccv5", "ECasccv5", "ECadsccv5"),
        "2026-09-01",
        "retired",
        "docs-lifecycle",
        True,
        "none",
        f"{_RETIRED}; the guide of the series says 2026-08-01",
    ),
    (("HCrs", "HBrsv2"), "2027-05-31", "announced", "docs-lifecycle", True, "none", _ENDED_APRIL),
    (("NPs",), "2027-05-31", "announced", "docs-lifecycle", True, "none", _ENDED_APRIL),
    (
        ("NVsv3",),
        "2026-09-30",
        "retired",
        "docs-nvv3-retirement",
        True,
        "none",
        "uaenorth until 2027-01-31; no new reservations since 2025-11-02",
    ),
    (("NVasv4",), "2026-09-30", "announced", "docs-lifecycle", True, "none", "no new reservations since 2025-11-02"),
    (("NCsv3", "NCrsv3"), "2025-09-30", "retired", "docs-lifecycle", True, "none", _RETIRED),
    (("NC",), "2023-09-06", "retired", "docs-retired-2024", True, "none", _RETIRED),
    (("NV",), "2023-09-06", "retired", "docs-nv-retirement", True, "none", _RETIRED),
    (("A",), "2024-08-31", "retired", "docs-av1-retirement", True, "none", _RETIRED),
    (("H",), "2022-08-31", "retired", "docs-h-retirement", True, "none", _RETIRED),
    (("HBrs",), "2024-08-31", "retired", "docs-hb-retirement", True, "none", _RETIRED),
    (("Ev4", "Esv4", "Eav4", "Easv4", "Edv4", "Edsv4"), "", "", "docs-previous-generation", True, "both", ""),
    (("DCs",), "", "", "docs-previous-generation", True, "both", "preview DC series"),
)
_M192 = ("Standard_M192idms_v2", "Standard_M192ids_v2", "Standard_M192ims_v2", "Standard_M192is_v2")
_ISOLATED_V3 = ("Standard_E64i_v3", "Standard_E64is_v3")


def lifecycle(sizes: Iterable[Row]) -> list[Row]:
    """Rows of `lifecycle.csv`: one a series with something to say, one for each size that differs from its series."""
    present = list(sizes)
    rows = {name: _row(name, *row[1:]) for row in _ROWS for name in row[0]}
    for name in _M192:
        rows[name] = _row(name, "2027-03-31", "announced", "docs-lifecycle", True, "both", "")
    for name in _ISOLATED_V3:
        note = "an isolated size: its hardware went out of use; no reservations are sold"
        rows[name] = _row(name, "2022-02-28", "retired", "docs-isolation", True, "none", note)
    for size in present:
        if promo(size["name"]):
            rows[size["name"]] = _promo_row(size, rows.get(size["series"]))
    known = {size["series"] for size in present} | {size["name"] for size in present}
    return [row for match, row in rows.items() if match in known]


def _row(match: str, date: str, status: str, source: str, previous: bool, reservations: str, note: str) -> Row:
    sold = "true" if reservations == "both" else "false"
    return {
        "match": match,
        "retirement_date": date,
        "status": status,
        "previous_generation": "true" if previous else "false",
        "reservation_1y_sold": sold,
        "reservation_3y_sold": sold,
        "source": source,
        "as_of": as_of(source),
        "note": note,
    }


def _promo_row(size: Row, parent: Row | None) -> Row:
    """A promotional name retires with its series; it never takes a reservation."""
    inherited = parent or _row(size["series"], "", "", "docs-reservations", False, "none", "")
    note = "a promotional name takes no reservation"
    return {
        **inherited,
        "match": size["name"],
        "reservation_1y_sold": "false",
        "reservation_3y_sold": "false",
        "note": note,
    }
