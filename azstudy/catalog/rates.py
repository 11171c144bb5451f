"""What every size costs an hour in one region under one offer, with the rule behind each number.

Published cells come from the price sheets. Where none is published, a named rule computes the
number and its name stays with it (docs/DESIGN.md, "Offers that are computed"):

- AHB-BASE      Windows with Azure Hybrid Benefit costs the Linux rate (windowsserverdocs
                azure-hybrid-benefit.md@0016b782, 2025-09-03)
- COMMIT-LICENCE a reservation or savings plan covers compute only; the Windows licence is added at its
                pay-as-you-go rate (azure-docs reserved-instance-windows-software-costs.md@001e5456, 2022-12)
- EST-LICENCE   Windows = Linux + the size's own licence
- EST-RATIO     commitment = pay-as-you-go x the size's own ratio where that term is published
- EST-SPOT      Spot = pay-as-you-go x the size's own usual ratio; illustrative
"""

from __future__ import annotations

import math
from functools import cached_property
from pathlib import Path
from typing import Final

import attrs

from azstudy.catalog.sheets import UNKNOWN, PriceFolder, offer_id
from azstudy.catalog.sizes import SizeTable
from azstudy.catalog.tables import convert, read_table, to_float
from azstudy.model.facts import OperatingSystem, Price, Status, Term

RULES: Final = {
    "AHB-BASE": "Azure Hybrid Benefit: the Linux rate, your own Windows licence",
    "COMMIT-LICENCE": "the commitment covers compute; the Windows licence stays pay-as-you-go",
    "EST-LICENCE": "Windows estimated: Linux price plus this size's usual licence",
    "EST-RATIO": "estimated: pay-as-you-go times this size's own ratio where the term is published",
    "EST-SPOT": "illustrative: pay-as-you-go times this size's usual Spot ratio; real Spot prices move",
}
_LINUX_PAYG: Final = offer_id(OperatingSystem.LINUX, Term.PAYG)
_PRICE_TOLERANCE: Final = 0.01
_WINDOWS_PAYG: Final = offer_id(OperatingSystem.WINDOWS, Term.PAYG)


@attrs.frozen
class Rates:
    """Hourly rates by size row: compute and licence parts, NaN where unknown; `total` is their sum."""

    compute: list[float]
    licence: list[float]

    @cached_property
    def total(self) -> list[float]:
        """Compute plus licence, NaN where either is unknown."""
        return [c + extra for c, extra in zip(self.compute, self.licence, strict=True)]


class RateBook:
    """All rates of the bundled price sheets, overlaid by a refreshed snapshot where there is one."""

    def __init__(self, sizes: SizeTable, folder: Path, overlay: Path | None = None) -> None:
        """Read from `folder`; columns of `overlay` replace those of the same offer and region."""
        self._sizes = sizes
        self._rows = sizes._index
        refreshed = [PriceFolder(overlay, hint="Run `azstudy data refresh` again.")] if overlay else []
        self.folders = [*refreshed, PriceFolder(folder)]
        self._ratio_path = folder / "ratios.csv"
        self._rates: dict[tuple[OperatingSystem, bool, Term, str], Rates] = {}
        self._columns: dict[tuple[str, str], tuple[PriceFolder, list[float]] | None] = {}

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Regions with any pay-as-you-go price."""
        return tuple(sorted({region for folder in self.folders for region in folder.regions(_LINUX_PAYG)}))

    def rates(self, region: str, os: OperatingSystem, term: Term, *, hybrid_benefit: bool = False) -> Rates:
        """Rates of every size in a region; Hybrid Benefit is ignored for Linux."""
        key = (os, hybrid_benefit and os is OperatingSystem.WINDOWS, term, region)
        if key not in self._rates:
            compute = self._compute(region, term)
            windows = os is OperatingSystem.WINDOWS and not hybrid_benefit
            licence = self._licence(region, term) if windows else [0.0] * len(compute)
            self._rates[key] = Rates(compute, licence)
        return self._rates[key]

    def price(self, row: int, region: str, os: OperatingSystem, term: Term, *, hybrid_benefit: bool) -> Price | None:
        """One rate with its status, source and date; None where unknown."""
        rates = self.rates(region, os, term, hybrid_benefit=hybrid_benefit)
        compute, licence = rates.compute[row], rates.licence[row]
        if math.isnan(compute + licence):
            return None
        evidence = self._explain_compute(row, region, term)
        if os is OperatingSystem.WINDOWS:
            if hybrid_benefit:
                evidence = evidence.then("AHB-BASE", Status.DERIVED)
            else:
                evidence = self._explain_windows(row, region, term, evidence)
                evidence = self._compare(evidence, row, region, term, compute + licence)
        return Price(
            compute_usd_per_hour=compute,
            licence_usd_per_hour=licence,
            status=evidence.status,
            source=evidence.source,
            as_of=evidence.as_of,
            note="; ".join(evidence.notes),
        )

    def published(self, offer: str, region: str) -> list[float] | None:
        """The published column of an offer, from the first folder that has it."""
        found = self._column(offer, region)
        return found[1] if found else None

    def _column(self, offer: str, region: str) -> tuple[PriceFolder, list[float]] | None:
        key = (offer, region)
        if key not in self._columns:
            columns = ((folder, folder.column(offer, region, self._rows)) for folder in self.folders)
            self._columns[key] = next(((folder, column) for folder, column in columns if column is not None), None)
        return self._columns[key]

    def _compute(self, region: str, term: Term) -> list[float]:
        published = self.published(offer_id(OperatingSystem.LINUX, term), region)
        if term is Term.PAYG:
            return published or [UNKNOWN] * len(self._sizes)
        payg = self.published(_LINUX_PAYG, region) or [UNKNOWN] * len(self._sizes)
        estimated = [_round(price * ratio) for price, ratio in zip(payg, self._ratio(term.value), strict=True)]
        return _first_known(published, estimated) if published else estimated

    def _licence(self, region: str, term: Term) -> list[float]:
        if term is not Term.SPOT:
            return _first_known(self._published_licence(region), self._ratio("windows_licence_usd_per_hour"))
        linux, windows = (self.published(offer_id(os, Term.SPOT), region) for os in OperatingSystem)
        payg = self._licence(region, Term.PAYG)
        estimated = [_round(price * ratio) for price, ratio in zip(payg, self._ratio("spot"), strict=True)]
        return _first_known(_difference(windows, linux), estimated) if windows and linux else estimated

    def _published_licence(self, region: str) -> list[float]:
        linux, windows = self.published(_LINUX_PAYG, region), self.published(_WINDOWS_PAYG, region)
        return _difference(windows, linux) if linux and windows else [UNKNOWN] * len(self._sizes)

    def _ratio(self, column: str) -> list[float]:
        return self._ratios[column]

    @cached_property
    def _ratios(self) -> dict[str, list[float]]:
        names = ("windows_licence_usd_per_hour", "spot", *(term.value for term in Term if term.committed))
        header, rows = read_table(self._ratio_path, ["size", *names])
        columns = {name: [UNKNOWN] * len(self._sizes) for name in names}
        for name in names:
            at = header.index(name)
            cells = convert(self._ratio_path, name, [row[at] for row in rows], to_float)
            for row, value in zip(rows, cells, strict=True):
                position = self._rows.get(row[0].lower())
                if position is not None and value is not None:
                    columns[name][position] = value
        return columns

    def _explain_compute(self, row: int, region: str, term: Term) -> _Evidence:
        offer = offer_id(OperatingSystem.LINUX, term)
        evidence = self._evidence(offer, row, region)
        if evidence is not None:
            return evidence
        payg = self._evidence(_LINUX_PAYG, row, region) or _Evidence()
        return payg.then("EST-SPOT" if term is Term.SPOT else "EST-RATIO", Status.ESTIMATED)

    def _explain_windows(self, row: int, region: str, term: Term, compute: _Evidence) -> _Evidence:
        own = self._evidence(offer_id(OperatingSystem.WINDOWS, term), row, region)
        if not term.committed and own is not None:
            return own.with_worst(compute)
        if term is Term.SPOT:
            return compute.then("EST-SPOT", Status.ESTIMATED)
        if self._evidence(_WINDOWS_PAYG, row, region) is None:
            compute = compute.then("EST-LICENCE", Status.ESTIMATED)
        return compute.then("COMMIT-LICENCE", Status.DERIVED) if term.committed else compute

    def _compare(self, evidence: _Evidence, row: int, region: str, term: Term, total: float) -> _Evidence:
        """Doubt a computed Windows price that differs from the one a source prints."""
        column = self.published(offer_id(OperatingSystem.WINDOWS, term), region)
        printed = column[row] if column else UNKNOWN
        if math.isnan(printed) or abs(printed - total) <= _PRICE_TOLERANCE * total:
            return evidence
        note = f"doubtful: the source prints {printed:g} USD per hour for Windows"
        return attrs.evolve(evidence, status=Status.DOUBTFUL, notes=(*evidence.notes, note))

    def _evidence(self, offer: str, row: int, region: str) -> _Evidence | None:
        found = self._column(offer, region)
        if found is None or math.isnan(found[1][row]):
            return None
        return _from_folder(found[0], offer, self._sizes.names[row], region)


@attrs.frozen(kw_only=True)
class _Evidence:
    status: Status = Status.PUBLISHED
    source: str = ""
    as_of: str = ""
    notes: tuple[str, ...] = ()

    def then(self, rule: str, status: Status) -> _Evidence:
        """The same source after one more rule; the status never gets better than it was."""
        worst = max(self.status, status, key=_TRUST.index)
        return attrs.evolve(self, status=worst, notes=(*self.notes, f"{rule}: {RULES[rule]}"))

    def with_worst(self, other: _Evidence) -> _Evidence:
        """This evidence with the weaker status of the two, and the reason for it."""
        if _TRUST.index(other.status) <= _TRUST.index(self.status):
            return self
        return attrs.evolve(self, status=other.status, notes=(*self.notes, *other.notes))


_TRUST: Final = [Status.PUBLISHED, Status.DERIVED, Status.ESTIMATED, Status.DOUBTFUL]


def _from_folder(folder: PriceFolder, offer: str, size: str, region: str) -> _Evidence:
    rows = folder.provenance(offer, region)
    mark = folder.marks(offer).get((size, region))
    source = mark.source if mark and mark.source else (rows[0].source if rows else "")
    as_of = next((row.as_of for row in rows if row.source == source), rows[0].as_of if rows else "")
    if mark is None or mark.kind == "source":
        return _Evidence(source=source, as_of=as_of)
    status = Status.DOUBTFUL if mark.kind == "doubtful" else Status.DERIVED
    return _Evidence(status=status, source=source, as_of=as_of, notes=(f"{mark.kind}: {mark.reason}",))


def _first_known(first: list[float] | None, second: list[float]) -> list[float]:
    if first is None:
        return second
    return [b if math.isnan(a) else a for a, b in zip(first, second, strict=True)]


def _difference(total: list[float], part: list[float]) -> list[float]:
    return [_licence_or_unknown(t - p) for t, p in zip(total, part, strict=True)]


def _licence_or_unknown(value: float) -> float:
    # A Windows price below the Linux one is a source error, not a negative licence.
    return _round(value) if value >= 0 else UNKNOWN


def _round(value: float) -> float:
    return value if math.isnan(value) else round(value, 6)
