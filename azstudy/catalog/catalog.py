"""The catalogue: sizes, regions and prices behind the protocols of `azstudy.model.facts`."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from azstudy import _resources
from azstudy.catalog.rates import RateBook
from azstudy.catalog.regions import RegionTable
from azstudy.catalog.sizes import SizeTable
from azstudy.catalog.tables import records
from azstudy.errors import InvalidInputError
from azstudy.model.facts import OperatingSystem, Price, Region, Source, Term
from azstudy.model.size import VmSize

_REFRESHED = Source(id="retail-api", title="Azure Retail Prices API, read on this machine by `azstudy data refresh`")


class Catalog:
    """Facts of one data folder, optionally with refreshed prices on top; everything is read on first use.

    >>> catalog = default_catalog()
    >>> catalog.size("d4s_V5").memory_gib
    16.0
    >>> catalog.region("West Europe").zones
    3
    """

    def __init__(self, folder: Path, *, overlay: Path | None = None) -> None:
        """Point at `folder` (schema in docs/DESIGN.md) and at a refreshed price snapshot."""
        self.folder = folder
        self.overlay = overlay

    @cached_property
    def sizes(self) -> SizeTable:
        """The table of sizes."""
        return SizeTable(self.folder)

    @cached_property
    def regions(self) -> RegionTable:
        """The table of regions."""
        return RegionTable(self.folder)

    @cached_property
    def rates(self) -> RateBook:
        """The hourly rates of every offer."""
        return RateBook(self.sizes, self.folder / "prices", self.overlay)

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The sources the data names, by id."""
        return {
            row["id"]: Source(id=row["id"], title=row["title"], as_of=row["as_of"], licence=row["licence"])
            for row in records(self.folder / "sources.csv", ("id", "title", "licence", "as_of"))
        }

    @cached_property
    def as_of(self) -> str:
        """The date (ISO) the bundled facts were put together; retirement is judged against it by default."""
        own = self.sources.get("azstudy")
        return own.as_of if own else max(source.as_of for source in self.sources.values())

    def source(self, source_id: str) -> Source:
        """The source behind an id; an unknown id comes back as its own title."""
        known = {**self.sources, _REFRESHED.id: _REFRESHED}
        return known.get(source_id) or Source(id=source_id, title=source_id)

    def size(self, name: str) -> VmSize:
        """The size called `name`, in any case, with or without `Standard_`.

        Raises:
            UnknownNameError: With the nearest known sizes.
        """
        return self.sizes.size(self.sizes.index(name))

    def region(self, name: str) -> Region:
        """The region called `name`, by name or display name.

        Raises:
            UnknownNameError: With the nearest known regions.
        """
        found = self.regions.find(name, self.rates.regions)
        return self.regions.regions.get(found) or Region(name=found, display=found, geography="")

    def priced_regions(self) -> tuple[str, ...]:
        """Names of the regions with any price, sorted."""
        return self.rates.regions

    def region_names(self, given: str | Iterable[str]) -> tuple[str, ...]:
        """Region names meant by one name, several, or "all" (every region that is located and priced).

        Raises:
            UnknownNameError: For a name that is not a region.
            InvalidInputError: For an empty list.
        """
        if isinstance(given, str):
            if given.strip().lower() == "all":
                return tuple(name for name in self.priced_regions() if self.region(name).latitude is not None)
            given = given.split(",") if "," in given else [given]
        names = tuple(dict.fromkeys(self.regions.find(name, self.rates.regions) for name in given))
        if not names:
            raise InvalidInputError('No region was given. Name one ("westeurope"), several, or "all".')
        return names

    def offered(self, size: str, region: str) -> bool | None:
        """True where a pay-as-you-go price is listed; None for a region without any price."""
        name = self.regions.find(region, self.rates.regions)
        if name not in self.rates.regions:
            return None
        rate = self.rates.rates(name, OperatingSystem.LINUX, Term.PAYG).total[self.sizes.index(size)]
        return rate == rate  # NaN, the unknown price, is not equal to itself

    def price(
        self, size: str, region: str, *, os: OperatingSystem, term: Term, hybrid_benefit: bool = False
    ) -> Price | None:
        """The price of one hour with its status, source and date; None where none is known."""
        name = self.regions.find(region, self.rates.regions)
        return self.rates.price(self.sizes.index(size), name, os, term, hybrid_benefit=hybrid_benefit)


@functools.cache
def default_catalog() -> Catalog:
    """The catalogue in use: the bundled facts, with this learner's refreshed prices on top if there are any.

    A broken refresh never locks the learner out: it is left aside with a warning.
    """
    overlay: Path | None = None
    if not _resources.use_bundled_only():
        overlay = _refreshed_prices()
    return Catalog(_resources.data_dir(), overlay=overlay)


def _refreshed_prices() -> Path | None:
    home = _resources.home_dir()
    if not (home / "prices" / "current.json").exists():
        return None
    from azstudy.catalog.refresh import current_or_none

    path: Path | None
    path, problem = current_or_none(home)
    if problem:
        warnings.warn(problem, UserWarning, stacklevel=3)
    return path
