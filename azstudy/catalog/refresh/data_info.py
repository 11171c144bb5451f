"""`azstudy data info`: which prices are in use, from where and how old."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import attrs

from azstudy import _resources
from azstudy.catalog.refresh import snapshot
from azstudy.catalog.refresh.table import OFFERS, PriceTable, load_table
from azstudy.catalog.sheets import Provenance
from azstudy.catalog.tables import REPAIR_HINT
from azstudy.errors import DataError

STALE_DAYS: Final = 180
"""Prices older than this are called stale: Azure changes list prices a few times a year, Spot more often."""

_LISTED: Final = "linux-payg"
_BUNDLED, _REFRESHED = "bundled", "refreshed"


@attrs.frozen(kw_only=True)
class OfferInfo:
    """The prices in use of one offer and one origin ("bundled" or "refreshed").

    Attributes:
        sources: Ids of the sources, the one with most cells first.
        as_of_oldest, as_of_newest: ISO dates, "" where unknown; `age_days` is the age of the oldest.
        published_share: Cells that are published and not doubtful, of all pairs of size and region that Azure
            lists in any region in use (0 to 1); the rest is derived or estimated when asked for.
        corrected, doubtful: Cells so marked.
    """

    offer: str
    origin: str
    sources: tuple[str, ...]
    as_of_oldest: str
    as_of_newest: str
    age_days: int | None
    regions: int
    sizes: int
    cells: int
    published_share: float
    corrected: int
    doubtful: int


@attrs.frozen(kw_only=True)
class DataInfo:
    """Which prices are in use.

    Attributes:
        today: ISO date the ages are counted from.
        home: The learner's folder.
        snapshot: The refreshed prices in use, "" where there are none.
        ignored: True where refreshed prices are ignored (`AZSTUDY_DATA=bundled`).
        warning: Why refreshed prices that exist are not used, "" where all is well.
        offers: One entry an offer and origin.
        stale_regions: Regions whose list prices are older than 90 days.
        advice: What to do, in words; empty where nothing is due.
    """

    today: str
    home: str
    snapshot: str
    ignored: bool
    warning: str
    offers: tuple[OfferInfo, ...]
    regions: tuple[str, ...]
    refreshed_regions: tuple[str, ...]
    stale_regions: tuple[str, ...]
    advice: tuple[str, ...]

    @property
    def stale(self) -> bool:
        """True where the list prices of any region are older than 90 days."""
        return bool(self.stale_regions)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return attrs.asdict(self) | {"stale": self.stale}

    def text(self) -> str:
        """The same in words, one line an offer."""
        head = [f"Prices in use on {self.today}: {self._where()}"]
        if self.warning:
            head.append(f"Warning: {self.warning}")
        titles = ("offer", "from", "source", "as of", "age", "regions", "sizes", "prices", "published", "doubtful")
        rows = [titles, *(_row(offer) for offer in self.offers)]
        widths = [max(len(row[at]) for row in rows) for at in range(len(titles))]
        table = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        note = "published: share of the listed pairs of size and region; the rest is derived or estimated, and says so."
        return "\n".join([*head, "", *table, "", note, *self.advice])

    def __str__(self) -> str:
        return self.text()

    def _where(self) -> str:
        if self.ignored:
            return "bundled only (AZSTUDY_DATA=bundled)."
        if not self.snapshot:
            return f"bundled; no refresh in {self.home}."
        return f"{len(self.refreshed_regions)} of {len(self.regions)} regions refreshed ({self.snapshot})."


def info(home: Path | None = None, *, today: date | None = None, data: Path | None = None) -> DataInfo:
    """Which prices are in use, per offer.

    Args:
        home: The learner's folder; by default `AZSTUDY_HOME` or the platform's place.
        today: The day ages are counted from; by default today, UTC.
        data: The bundled data folder.

    Raises:
        DataError: When the bundled prices are broken; broken refreshed ones give a warning in the result.
    """
    home = home or _resources.home_dir()
    today = today or datetime.now(tz=UTC).date()
    bundled = load_table((data or _resources.data_dir()) / "prices", hint=REPAIR_HINT)
    ignored = _resources.use_bundled_only()
    folder, warning, refreshed = (None, "", PriceTable()) if ignored else _refreshed(home)
    in_use = bundled.under(refreshed)
    stale = _stale(in_use, today)
    return DataInfo(
        today=today.isoformat(),
        home=str(home),
        snapshot=str(folder or ""),
        ignored=ignored,
        warning=warning,
        offers=_offers(in_use, refreshed, today),
        regions=tuple(sorted(region for offer, region in in_use.columns if offer == _LISTED)),
        refreshed_regions=refreshed.regions,
        stale_regions=stale,
        advice=_advice(stale, in_use, _overtaken(bundled, refreshed)),
    )


def _refreshed(home: Path) -> tuple[Path | None, str, PriceTable]:
    folder, warning = snapshot.current_or_none(home)
    if folder is None:
        return None, warning or "", PriceTable()
    try:
        return folder, "", load_table(folder, hint="Run `azstudy data refresh` again.")
    except DataError as problem:
        return None, str(problem), PriceTable()


def _offers(in_use: PriceTable, refreshed: PriceTable, today: date) -> tuple[OfferInfo, ...]:
    listed = sum(len(column) for (offer, _), column in in_use.columns.items() if offer == _LISTED)
    found = []
    for offer in OFFERS:
        regions = {region for name, region in in_use.columns if name == offer}
        fresh = {region for region in regions if (offer, region) in refreshed.columns}
        for origin, mine in ((_BUNDLED, regions - fresh), (_REFRESHED, fresh)):
            if any(in_use.columns[offer, region] for region in mine):
                found.append(_offer(in_use, offer, origin, mine, listed, today))
    return tuple(found)


def _offer(in_use: PriceTable, offer: str, origin: str, regions: set[str], listed: int, today: date) -> OfferInfo:
    columns = [column for region in regions if (column := in_use.columns[offer, region])]
    rows = [row for row in in_use.provenance if row.offer == offer and row.region in regions and row.cells]
    dates = sorted(row.as_of for row in rows if row.as_of)
    marks = Counter(
        mark.kind for (name, _, region), mark in in_use.marks.items() if name == offer and region in regions
    )
    cells = sum(map(len, columns))
    return OfferInfo(
        offer=offer,
        origin=origin,
        sources=_sources(rows),
        as_of_oldest=dates[0] if dates else "",
        as_of_newest=dates[-1] if dates else "",
        age_days=_age(dates[0], today) if dates else None,
        regions=len(columns),
        sizes=len({size for column in columns for size in column}),
        cells=cells,
        published_share=(cells - marks["doubtful"]) / listed if listed else 0.0,
        corrected=marks["corrected"],
        doubtful=marks["doubtful"],
    )


def _sources(rows: list[Provenance]) -> tuple[str, ...]:
    cells: Counter[str] = Counter()
    for row in rows:
        cells[row.source] += row.cells
    return tuple(source for source, _ in sorted(cells.items(), key=lambda item: (-item[1], item[0])))


def _stale(in_use: PriceTable, today: date) -> tuple[str, ...]:
    ages = {region: _age(in_use.as_of(_LISTED, region), today) for offer, region in in_use.columns if offer == _LISTED}
    return tuple(sorted(region for region, age in ages.items() if age is not None and age > STALE_DAYS))


def _overtaken(bundled: PriceTable, refreshed: PriceTable) -> tuple[str, ...]:
    """Refreshed regions for which this version of azstudy brings newer prices than the last refresh did."""
    regions = (region for offer, region in refreshed.columns if offer == _LISTED)
    return tuple(sorted(r for r in regions if refreshed.as_of(_LISTED, r) < bundled.as_of(_LISTED, r)))


def _advice(stale: tuple[str, ...], in_use: PriceTable, overtaken: tuple[str, ...]) -> tuple[str, ...]:
    advice = []
    total = sum(offer == _LISTED for offer, _ in in_use.columns)
    if stale:
        advice.append(
            f"Stale: the list prices of {len(stale)} of {total} regions are older than {STALE_DAYS} days. "
            "Run `azstudy data refresh`, or `azstudy data refresh --regions …` for the ones you study with."
        )
    if overtaken:
        advice.append(
            f"This azstudy brings newer prices than your refresh for {', '.join(overtaken)}. Run `azstudy data "
            "refresh` again, or delete the refreshed prices."
        )
    return tuple(advice)


def _age(as_of: str, today: date) -> int | None:
    """Days since an ISO date; a date without its day counts from the first of the month."""
    try:
        return (today - date.fromisoformat(f"{as_of}-01" if len(as_of) == len("2026-03") else as_of)).days
    except ValueError:
        return None


def _row(offer: OfferInfo) -> tuple[str, ...]:
    period = offer.as_of_oldest
    if offer.as_of_newest != offer.as_of_oldest:
        period += f" … {offer.as_of_newest}"
    return (
        offer.offer,
        offer.origin,
        ", ".join(offer.sources),
        period or "not known",
        "not known" if offer.age_days is None else f"{offer.age_days} d",
        f"{offer.regions:,}",
        f"{offer.sizes:,}",
        f"{offer.cells:,}",
        f"{offer.published_share:.1%}",
        f"{offer.doubtful:,}",
    )
