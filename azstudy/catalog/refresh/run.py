"""`azstudy data refresh`: fetch region by region, check, put into use."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Final

import attrs

from azstudy import _resources
from azstudy.catalog.refresh import snapshot
from azstudy.catalog.refresh.api import API_VERSION, DEFAULT_BASE_URL, ApiVersion, check_base_url, pages, vm_query
from azstudy.catalog.refresh.checks import SOURCE, Limits, Reference, Verdict, check_region
from azstudy.catalog.refresh.files import writable
from azstudy.catalog.refresh.lock import only_one
from azstudy.catalog.refresh.report import Progress, RefreshReport, cells_by_offer, compare, reasons, tally
from azstudy.catalog.refresh.rows import RegionPrices, RegionReader
from azstudy.catalog.refresh.table import OFFERS, PriceTable, load_table, render, spelling_of
from azstudy.catalog.refresh.transport import AGAIN, KEPT, JsonReader, Patience, Timing
from azstudy.catalog.refresh.work import Work
from azstudy.catalog.regions import RegionTable
from azstudy.catalog.sheets import Mark, Provenance
from azstudy.catalog.tables import REPAIR_HINT, records
from azstudy.errors import DataError, InvalidInputError, RefreshError

_LINUX: Final = "linux-payg"
_HOPELESS: Final = 3
"""Failures in a row after which even `keep_going` stops: the trouble is not one region's."""


def refresh(
    regions: str | Iterable[str] | None = None,
    *,
    base_url: str = DEFAULT_BASE_URL,
    api_version: str = API_VERSION,
    home: Path | None = None,
    data: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
    today: date | None = None,
    keep_going: bool = False,
    patience: Patience | None = None,
    limits: Limits | None = None,
    timing: Timing | None = None,
) -> RefreshReport:
    """Fetch today's VM prices, check them against those in use, and put them into use in one step.

    Args:
        regions: One region, several, or None for every priced one. The others keep what they have.
        base_url: Address of the Azure Retail Prices API or of a mirror with the same form.
        api_version: Its version; savings plans are in 2023-01-01-preview only.
        home: The learner's folder; by default `AZSTUDY_HOME` or the platform's place.
        data: The bundled data folder to compare with.
        progress: Called at every page and every pause.
        today: Day of reading, UTC; prices that start later do not count.
        keep_going: True lets a region that fails keep its old prices while the others are refreshed.
        patience: Tries, pauses and time limits.
        limits: When prices are not believed.
        timing: Clock, sleep and chance, for tests.

    Raises:
        RefreshError: When the service fails or its prices are not believed; the prices in use are kept.
        UnknownNameError: For a region that is not known.
        SetupError: When the folder cannot be written.
    """
    timing = timing or Timing()
    run = _Run(
        home=home or _resources.home_dir(),
        data=data or _resources.data_dir(),
        base_url=check_base_url(base_url),
        version=ApiVersion(api_version),
        today=today or timing.now().date(),
        progress=progress or (lambda step: None),
        keep_going=keep_going,
        patience=patience or Patience(),
        limits=limits or Limits(),
        timing=timing,
    )
    return run.go(regions)


@attrs.frozen(kw_only=True)
class _Found:
    """A region fetched and judged; `resumed` where an earlier run had fetched it."""

    prices: RegionPrices
    verdict: Verdict
    resumed: bool


@attrs.frozen(kw_only=True)
class _Run:
    home: Path
    data: Path
    base_url: str
    version: ApiVersion
    today: date
    progress: Callable[[Progress], None]
    keep_going: bool
    patience: Patience
    limits: Limits
    timing: Timing

    def go(self, regions: str | Iterable[str] | None) -> RefreshReport:
        bundled = load_table(self.data / "prices", hint=REPAIR_HINT)
        names = self._names(regions, bundled)
        prices = snapshot.prices_dir(self.home)
        with writable(prices):
            prices.mkdir(parents=True, exist_ok=True)
        with only_one(prices, self.timing.now()):
            return self._locked(names, bundled, prices)

    def _locked(self, names: tuple[str, ...], bundled: PriceTable, prices: Path) -> RefreshReport:
        current = self._current()
        in_use = bundled.under(current)
        reference = Reference(in_use=in_use, bundled=bundled)
        spelling = spelling_of(self._size_names(), in_use.columns)
        work = Work(prices, f"{self.base_url}\n{self.version.name}")
        failed: dict[str, str] = {}
        with self._reader() as reader:
            found = self._collect(names, reader, reference, spelling, work, failed)
        good = [each for each in found if any(each.verdict.cells.values())]
        if not good:
            raise RefreshError(f"No region could be refreshed. {_first(failed)}{KEPT}")
        fresh = _table(good)
        kept = _carried_over(current, bundled, {each.prices.region for each in good})
        report = self._report(good, found, fresh, kept, in_use, failed, reader)
        return self._publish(prices, work, report, kept.under(fresh))

    def _names(self, regions: str | Iterable[str] | None, bundled: PriceTable) -> tuple[str, ...]:
        priced = tuple(sorted(region for offer, region in bundled.columns if offer == _LINUX))
        if regions is None:
            return priced
        table = RegionTable(self.data)
        given = [regions] if isinstance(regions, str) else list(regions)
        names = tuple(dict.fromkeys(table.find(name, priced) for name in given))
        if not names:
            raise InvalidInputError("No region was given. Name one or more, e.g. westeurope, or leave it out for all.")
        return names

    def _current(self) -> PriceTable:
        """The refreshed prices in use; broken ones are as good as none, since this run replaces them."""
        folder, _ = snapshot.current_or_none(self.home)
        if folder is None:
            return PriceTable()
        try:
            return load_table(folder, hint=AGAIN)
        except DataError:
            return PriceTable()

    def _size_names(self) -> list[str]:
        return [row["name"] for row in records(self.data / "sizes.csv", ["name"])]

    @contextlib.contextmanager
    def _reader(self) -> Iterator[JsonReader]:
        import httpx

        from azstudy import __version__

        headers = {"User-Agent": f"azstudy/{__version__}", "Accept": "application/json"}
        with httpx.Client(timeout=self.patience.timeout_s, headers=headers, follow_redirects=False) as client:
            yield JsonReader(client, patience=self.patience, timing=self.timing)

    def _collect(
        self,
        names: tuple[str, ...],
        reader: JsonReader,
        reference: Reference,
        spelling: dict[str, str],
        work: Work,
        failed: dict[str, str],
    ) -> list[_Found]:
        found: list[_Found] = []
        failures = 0
        for done, name in enumerate(names):
            step = Progress(region=name, regions_done=done, regions_total=len(names))
            try:
                each = self._region(step, reader, reference, spelling, work)
            except RefreshError as problem:
                failures += 1
                if not self.keep_going or failures == _HOPELESS:
                    raise
                failed[name] = str(problem).replace(f" {KEPT}", "")
                continue
            failures = 0
            found.append(each)
        self.progress(Progress(region=names[-1], regions_done=len(names), regions_total=len(names)))
        return found

    def _region(
        self, step: Progress, reader: JsonReader, reference: Reference, spelling: dict[str, str], work: Work
    ) -> _Found:
        earlier = work.load(step.region, self.timing.now())
        if earlier is not None:
            self.progress(
                attrs.evolve(step, page=earlier.pages, rows=earlier.rows, note="fetched by an earlier refresh")
            )
        prices = earlier or self._fetch(step, reader, spelling)
        verdict = check_region(prices, reference, self.limits)
        if verdict.problems:
            raise RefreshError(
                f"The prices of {step.region} do not make sense: {'; '.join(verdict.problems)}. {KEPT} "
                "Try again later; --regions refreshes others without it, --keep-going leaves out what fails."
            )
        if earlier is None:
            with writable(work.folder):
                work.save(prices, self.timing.now())
        return _Found(prices=prices, verdict=verdict, resumed=earlier is not None)

    def _fetch(self, step: Progress, reader: JsonReader, spelling: dict[str, str]) -> RegionPrices:
        region = RegionReader(step.region, self.today, spelling)

        def waiting(seconds: float, reason: str) -> None:
            self.progress(attrs.evolve(step, page=region.pages, rows=region.rows, waiting_s=seconds, note=reason))

        reader.on_wait = waiting
        self.progress(step)
        for page in pages(reader, vm_query(step.region, self.version), self.base_url):
            region.add(page.rows)
            self.progress(attrs.evolve(step, page=region.pages, rows=region.rows))
        return region.result()

    def _report(
        self,
        good: list[_Found],
        found: list[_Found],
        fresh: PriceTable,
        kept: PriceTable,
        in_use: PriceTable,
        failed: dict[str, str],
        reader: JsonReader,
    ) -> RefreshReport:
        with_prices = {each.prices.region for each in good}
        return RefreshReport(
            snapshot="",
            as_of=self.today.isoformat(),
            base_url=self.base_url,
            regions=tuple(each.prices.region for each in good),
            resumed=tuple(each.prices.region for each in found if each.resumed),
            without_prices=tuple(e.prices.region for e in found if e.prices.region not in with_prices),
            carried_over=kept.regions,
            failed=failed,
            requests=reader.requests,
            retries=reader.retries,
            cells=cells_by_offer(fresh),
            marked=reasons(fresh.marks),
            left_out=tuple(doubt for each in good for doubt in each.verdict.left_out),
            changes=compare(in_use, fresh),
            **tally(each.prices for each in found),
        )

    def _publish(self, prices: Path, work: Work, report: RefreshReport, table: PriceTable) -> RefreshReport:
        told = {name: value for name, value in report.as_dict().items() if name != "snapshot"}
        files = {**render(table), "report.json": json.dumps(told, indent=1) + "\n"}
        about = {"base_url": self.base_url, "api_version": self.version.name, "regions": list(table.regions)}
        with writable(prices):
            folder = snapshot.publish(prices, files, date=self.today.isoformat(), about=about)
        work.clear()
        return attrs.evolve(report, snapshot=str(folder))


def _table(good: list[_Found]) -> PriceTable:
    """The fetched regions as sheets.

    Every offer gets a column, even an empty one: a refreshed region must not mix with bundled prices of another day.
    """
    columns, provenance = {}, []
    for each in good:
        region = each.prices.region
        for offer in OFFERS:
            column = columns[offer, region] = each.verdict.cells.get(offer, {})
            provenance.append(
                Provenance(
                    offer=offer, region=region, source=SOURCE, as_of=each.prices.as_of, cells=len(column), main=True
                )
            )
    marks = {cell: mark for each in good for cell, mark in each.verdict.marks.items()}
    left_out = {
        (doubt.offer, doubt.size, doubt.region): Mark(
            kind="left_out", source=SOURCE, reason=doubt.reason, raw_usd_per_hour=doubt.usd_per_hour
        )
        for each in good
        for doubt in each.verdict.left_out
    }
    return PriceTable(columns=columns, provenance=tuple(provenance), marks=marks, left_out=left_out)


def _carried_over(current: PriceTable, bundled: PriceTable, refreshed: set[str]) -> PriceTable:
    """Regions of the snapshot before that stay: not refreshed now, and not older than the bundled prices."""
    return current.only(
        region
        for region in current.regions
        if region not in refreshed and current.as_of(_LINUX, region) >= bundled.as_of(_LINUX, region)
    )


def _first(failed: dict[str, str]) -> str:
    return next((f"{region}: {why} " for region, why in failed.items()), "")
