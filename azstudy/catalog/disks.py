"""Managed disks as the bundle knows them: what each tier can do, and what it costs in which region."""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

import attrs

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.catalog.tables import convert, read_table, to_float
from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.facts import Status
from azstudy.model.words import DiskType, Redundancy

_TIER_COLUMNS: Final = (
    *("sku", "tier", "size_gib", "base_iops", "base_mbps", "burst_iops", "burst_mbps"),
    *("on_demand_burst_iops", "on_demand_burst_mbps", "max_shares", "source", "as_of"),
)
_FLEXIBLE_COLUMNS: Final = (
    *("sku", "min_gib", "max_gib", "free_iops", "free_mbps", "min_iops", "min_mbps", "iops_per_gib", "max_iops"),
    *("mbps_per_iops", "max_mbps", "max_shares", "source", "as_of"),
)
_TEXTS: Final = ("sku", "tier", "region", "meter", "status", "source", "as_of", "note", "unit")


@attrs.frozen(kw_only=True)
class DiskTier:
    """One size on the price list: IOPS, MB/s and GiB; a burst is None where there is none beyond the base.

    >>> disk_book().tier("P20").burst_iops, disk_book().tier("P30").burst_iops
    (3500.0, None)
    """

    sku: str
    tier: str
    size_gib: float
    base_iops: float
    base_mbps: float
    burst_iops: float | None
    burst_mbps: float | None
    on_demand_burst_iops: float | None
    on_demand_burst_mbps: float | None
    max_shares: float | None
    source: str
    as_of: str

    @property
    def number(self) -> int:
        """The number in its name: 30 of P30."""
        return int(self.tier[1:])


@attrs.frozen(kw_only=True)
class FlexibleDisk:
    """A type whose IOPS and MB/s are set apart from its size: what is free, and what may be set."""

    sku: str
    min_gib: float
    max_gib: float
    free_iops: float
    free_mbps: float
    min_iops: float
    min_mbps: float
    iops_per_gib: float
    max_iops: float
    mbps_per_iops: float
    max_mbps: float
    max_shares: float
    source: str
    as_of: str

    def iops_ceiling(self, gib: float) -> float:
        """The most IOPS a disk of `gib` may be set to; what is free counts at any size."""
        return min(self.max_iops, max(self.min_iops, self.iops_per_gib * gib))

    def mbps_ceiling(self, iops: float) -> float:
        """The most MB/s a disk set to `iops` may have."""
        return min(self.max_mbps, max(self.min_mbps, self.mbps_per_iops * iops))


@attrs.frozen(kw_only=True)
class DiskPrice:
    """A price in USD for one `unit` (a disk-month, a GiB-month, 10,000 transactions ...)."""

    usd: float
    unit: str
    status: Status
    source: str
    as_of: str
    note: str = ""


class DiskBook:
    """The disk tables of one data folder, each read on first use.

    >>> book = disk_book()
    >>> book.price("westeurope", "Premium_LRS", "P30").usd
    148.68
    >>> book.price("brazilsouth", "Premium_LRS", "P30") is None
    True
    """

    def __init__(self, folder: Path) -> None:
        """Point at a folder with `disks.csv`, `flexible_disks.csv`, `disk_prices.csv` and `disk_meters.csv`."""
        self._folder = folder

    @cached_property
    def _tiers(self) -> dict[tuple[str, str], DiskTier]:
        rows = _rows(self._folder / "disks.csv", _TIER_COLUMNS)
        return {(row["sku"], row["tier"]): DiskTier(**_without_idle_burst(row)) for row in rows}

    @cached_property
    def _flexible(self) -> dict[str, FlexibleDisk]:
        rows = _rows(self._folder / "flexible_disks.csv", _FLEXIBLE_COLUMNS)
        return {row["sku"]: FlexibleDisk(**row) for row in rows}

    @cached_property
    def _prices(self) -> dict[tuple[str, str, str], DiskPrice]:
        path = self._folder / "disk_prices.csv"
        found = {}
        for row in _rows(
            path, ("region", "sku", "tier", "meter", "usd_per_month", "status", "source", "as_of", "note")
        ):
            if row["meter"] == "disk" and row["usd_per_month"] is not None:
                price = DiskPrice(
                    usd=row["usd_per_month"],
                    unit="disk-month",
                    status=Status(row["status"]),
                    source=row["source"],
                    as_of=row["as_of"],
                    note=row["note"],
                )
                found[row["region"], row["sku"], row["tier"]] = price
        return found

    @cached_property
    def _meters(self) -> dict[tuple[str, str, str], DiskPrice]:
        found = {}
        needed = ("region", "sku", "meter", "usd", "unit", "source", "as_of", "note")
        for row in _rows(self._folder / "disk_meters.csv", needed):
            if row["usd"] is not None:
                found[row["region"], row["sku"], row["meter"]] = DiskPrice(
                    usd=row["usd"],
                    unit=row["unit"],
                    status=Status.PUBLISHED,
                    source=row["source"],
                    as_of=row["as_of"],
                    note=row["note"],
                )
        return found

    # --- what a disk can do --------------------------------------------------------------------------------------
    def tiers(self, sku: str) -> tuple[DiskTier, ...]:
        """The tiers of a `storageAccountType` such as "Premium_LRS", smallest first; empty where it has none."""
        found = [one for (kind, _), one in self._tiers.items() if kind == sku]
        return tuple(sorted(found, key=lambda one: one.size_gib))

    def tier(self, name: str, redundancy: Redundancy | str = "LRS") -> DiskTier:
        """The tier called "P30", "E10" or "S40".

        Raises:
            UnknownNameError: With the nearest tiers.
            InvalidInputError: Where that tier does not come with ZRS.
        """
        known = sorted({tier for _, tier in self._tiers}, key=lambda tier: (tier[0], int(tier[1:])))
        key = str(name).strip().upper()
        if key not in known:
            hint = "Tiers are P1 to P80 (Premium SSD), E1 to E80 (Standard SSD), S4 to S80 (Standard HDD)."
            raise UnknownNameError("disk tier", name, nearest_tiers(key, known), hint=hint)
        kind = {"P": "Premium", "E": "StandardSSD", "S": "Standard"}[key[0]]
        wanted = Redundancy.parse(redundancy)
        found = self._tiers.get((f"{kind}_{wanted}", key))
        if found is None:
            raise InvalidInputError(f"{key} ({DiskType.parse(kind).label}) does not come with {wanted}; take LRS.")
        return found

    def tier_for(self, sku: str, gib: float) -> DiskTier:
        """The smallest tier of a `storageAccountType` that holds `gib`.

        Raises:
            InvalidInputError: For a size beyond the largest tier, or a type without tiers.
        """
        for tier in self.tiers(sku):
            if tier.size_gib >= gib:
                return tier
        raise InvalidInputError(f"{sku} has no tier of {gib:,g} GiB or more.")

    def flexible(self, sku: str) -> FlexibleDisk:
        """The rule of Premium SSD v2 ("PremiumV2_LRS") or Ultra Disk ("UltraSSD_LRS")."""
        if sku not in self._flexible:
            raise InvalidInputError(f"{sku} has tiers or does not exist; IOPS are set on {', '.join(self._flexible)}.")
        return self._flexible[sku]

    # --- what it costs -------------------------------------------------------------------------------------------
    def price(self, region: str, sku: str, tier: str) -> DiskPrice | None:
        """The price of a disk of one tier for a month; None where it is not known."""
        return self._prices.get((region, sku, tier))

    def meter(self, region: str, sku: str, meter: str) -> DiskPrice | None:
        """The price of a meter such as "capacity", "iops" or "burst_transactions"; None where it is not known."""
        return self._meters.get((region, sku, meter))

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Names of the regions with any disk price, sorted."""
        return tuple(sorted({region for region, _, _ in (*self._prices, *self._meters)}))


def disk_book(catalog: Catalog | None = None) -> DiskBook:
    """The disk tables behind a catalogue; the one in use by default."""
    return _book((catalog or default_catalog()).folder)


def nearest_tiers(given: str, known: list[str]) -> tuple[str, ...]:
    """Tiers a slip was meant for: of the same letter and the nearest number, else nearest by spelling.

    >>> nearest_tiers("P35", ["P30", "P40", "P50", "E30"])
    ('P30', 'P40')
    """
    letter, digits = given[:1], given[1:]
    same = [tier for tier in known if tier[0] == letter]
    if not same or not digits.isdecimal():
        return nearest(given, known)
    return tuple(sorted(same, key=lambda tier: (abs(int(tier[1:]) - int(digits)), int(tier[1:])))[:2])


@cache
def _book(folder: Path) -> DiskBook:
    return DiskBook(folder)


def _rows(path: Path, columns: list[str] | tuple[str, ...]) -> list[dict[str, Any]]:
    header, rows = read_table(path, columns)
    cells: dict[str, list[Any]] = {}
    for name in columns:
        place = header.index(name)
        raw = [row[place] for row in rows]
        cells[name] = raw if name in _TEXTS else convert(path, name, raw, to_float)
    return [dict(zip(cells, values, strict=True)) for values in zip(*cells.values(), strict=True)]


def _without_idle_burst(row: dict[str, Any]) -> dict[str, Any]:
    """The list repeats the base as burst where there is no bursting."""
    if row["burst_iops"] == row["base_iops"] and row["burst_mbps"] == row["base_mbps"]:
        return row | {"burst_iops": None, "burst_mbps": None}
    return row
