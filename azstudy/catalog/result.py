"""The answer of `find_sizes`: the top offers at once, everything else when it is looked at."""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from azstudy.catalog.book import Entry, OfferBook, Question
from azstudy.catalog.catalog import Catalog
from azstudy.catalog.offer import Offer, build_offer
from azstudy.catalog.reasons import Blocker, NearMiss, Reason, Rejection, count_blockers, near_misses
from azstudy.catalog.requirement import BY_NAME, Requirement
from azstudy.catalog.sizes import bits
from azstudy.errors import InvalidInputError
from azstudy.model.facts import Status, Term

if TYPE_CHECKING:
    import pandas as pd


@attrs.frozen(kw_only=True, eq=False)
class Screen:
    """Everything a sizing question needs to be answered, and the bitmaps it leads to."""

    catalog: Catalog
    requirement: Requirement
    question: Question
    terms: tuple[Term, ...]
    asked_regions: tuple[str, ...]
    zones: int | None
    budget: float
    on: str
    books: tuple[OfferBook, ...]

    @cached_property
    def masks(self) -> dict[str, int]:
        """For each need asked for, the sizes known to meet it."""
        sizes = self.catalog.sizes
        return {constraint.name: constraint.mask(sizes, needed) for constraint, needed in self.requirement.items()}

    @cached_property
    def in_service(self) -> int:
        """Sizes that are not retired on the day of the question."""
        sizes = self.catalog.sizes
        return sizes.everything & ~sizes.where("retirement_date", lambda date: date <= self.on)

    def sold(self, term: Term) -> int:
        """Sizes for which the term can be bought at all."""
        sizes = self.catalog.sizes
        if term is Term.SPOT:
            return sizes.everything & ~sizes.where("spot_capable", lambda capable: capable is False)
        if term in (Term.RESERVATION_1Y, Term.RESERVATION_3Y):
            return sizes.where(f"reservation_{term.years}y_sold", bool)
        return sizes.everything

    @cached_property
    def technical(self) -> int:
        """Sizes that meet every need and are in service, whatever they cost."""
        mask = self.in_service
        for fits in self.masks.values():
            mask &= fits
        return mask

    @cached_property
    def eligible(self) -> tuple[int, ...]:
        """For each book, the sizes that meet the needs and can be bought under its term."""
        return tuple(self.technical & self.sold(book.term) for book in self.books)

    @cached_property
    def purchasable(self) -> int:
        """Sizes with a price under at least one of the terms asked for, whatever it is."""
        mask = 0
        for book in self.books:
            mask |= book.priced & self.sold(book.term)
        return mask

    def cheapest(self, row: int) -> Entry | None:
        """The cheapest offer of a size under the terms asked for."""
        best: Entry | None = None
        for book in self.books:
            if self.sold(book.term) >> row & 1 and book.by_row[row]:
                entry = book.entry(book.by_row[row][0])
                if best is None or entry.usd_per_month < best.usd_per_month:
                    best = entry
        return best

    @cached_property
    def affordable(self) -> int:
        """Purchasable sizes whose cheapest offer is within the budget."""
        if math.isinf(self.budget):
            return self.purchasable
        mask = 0
        for row in bits(self.purchasable):
            entry = self.cheapest(row)
            if entry and entry.usd_per_month <= self.budget:
                mask |= 1 << row
        return mask

    def entries(self) -> Iterator[Entry]:
        """Offers that fit, cheapest first, over all terms."""
        walks = (
            _numbered(book.walk(mask, self.budget), at)
            for at, (book, mask) in enumerate(zip(self.books, self.eligible, strict=True))
        )
        for _, at, position in heapq.merge(*walks):
            yield self.books[at].entry(position)


def _numbered(walk: Iterator[tuple[float, int]], at: int) -> Iterator[tuple[float, int, int]]:
    return ((cost, at, position) for cost, position in walk)


@attrs.frozen(kw_only=True, eq=False)
class SizingResult:
    """Ranked offers, and why every other size is not among them.

    `offers` holds the cheapest `top`; `ranked()` all. Sizes in `rejected` carry their reasons.
    """

    screen: Screen = attrs.field(repr=False)
    top: int = 10

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """The cheapest offers, at most `top`."""
        return tuple(self._build(entry) for entry in itertools.islice(self.screen.entries(), self.top))

    def ranked(self) -> tuple[Offer, ...]:
        """Every offer that fits, cheapest month first."""
        return self._ranked

    @cached_property
    def _ranked(self) -> tuple[Offer, ...]:
        return tuple(self._build(entry) for entry in self.screen.entries())

    def _build(self, entry: Entry) -> Offer:
        screen = self.screen
        return build_offer(screen.catalog, screen.question, entry, screen.requirement, on=screen.on)

    @property
    def requirement(self) -> Requirement:
        """The checked needs."""
        return self.screen.requirement

    @cached_property
    def fitting(self) -> tuple[str, ...]:
        """Names of the sizes with at least one offer that fits, in catalogue order."""
        return tuple(self.screen.catalog.sizes.names[row] for row in bits(self._fit_mask))

    @cached_property
    def _fit_mask(self) -> int:
        return self.screen.technical & self.screen.affordable

    @cached_property
    def rejected(self) -> tuple[Rejection, ...]:
        """Every other size with all the reasons it failed, in catalogue order."""
        reasons = Reason.collect(self.screen, self._fit_mask)
        names = self.screen.catalog.sizes.names
        return tuple(Rejection(names[row], why) for row, why in reasons)

    def why(self, size: str) -> Rejection:
        """Every reason why `size` is not offered; no reasons where it fits.

        Raises:
            UnknownNameError: For a size that does not exist, with the nearest names.

        >>> from azstudy.catalog.sizing import find_sizes
        >>> find_sizes(vcpus=6, memory_gib=16).why("d4s_v5")
        D4s_v5 does not fit
          vCPUs: has 4, needs at least 6
        """
        sizes = self.screen.catalog.sizes
        name = sizes.names[sizes.index(size)]
        return next((one for one in self.rejected if one.size == name), Rejection(name, ()))

    def near_misses(self, n: int = 5) -> tuple[NearMiss, ...]:
        """The `n` sizes that fail one numeric need by the least, and what would make them fit."""
        return near_misses(self.screen, self.rejected, n, self._build)

    @cached_property
    def blockers(self) -> tuple[Blocker, ...]:
        """Which need rejects how many sizes, and how many it rejects alone; the deadliest first."""
        return count_blockers(self.rejected)

    def pareto(self, capability: str = "vcpus") -> tuple[Offer, ...]:
        """The sizes for which no cheaper one offers as much of `capability`.

        Args:
            capability: A numeric need, e.g. "vcpus", "memory_gib", "uncached_iops".

        Raises:
            InvalidInputError: For a capability that is not numeric.
        """
        constraint = BY_NAME.get(capability)
        if constraint is None or constraint.kind != "min":
            numeric = ", ".join(c.name for c in BY_NAME.values() if c.kind == "min")
            raise InvalidInputError(f"{capability!r} is not a capability to compare. Allowed: {numeric}.")
        column = self.screen.catalog.sizes.column(constraint.field)
        best = -math.inf
        front: list[Entry] = []
        for entry in self.screen.entries():
            value = column[entry.row]
            if value is None or value <= best:
                continue
            if front and entry.usd_per_month == front[-1].usd_per_month:
                front.pop()
            best = value
            front.append(entry)
        return tuple(self._build(entry) for entry in front)

    def by_region(self) -> tuple[Offer, ...]:
        """The cheapest fitting offer of each region, cheapest region first."""
        seen: dict[str, Entry] = {}
        for entry in self.screen.entries():
            seen.setdefault(entry.region, entry)
            if len(seen) == len(self.screen.question.regions):
                break
        return tuple(self._build(entry) for entry in seen.values())

    @property
    def estimated_share(self) -> float:
        """Share (0 to 1) of the shown offers whose price is estimated or doubtful."""
        weak = sum(offer.status in (Status.ESTIMATED, Status.DOUBTFUL) for offer in self.offers)
        return round(weak / len(self.offers), 3) if self.offers else 0.0

    def to_frame(self, *, everything: bool = False) -> pd.DataFrame:
        """The offers as a pandas table; all of them if `everything`."""
        import pandas as pd

        rows = [offer.as_dict() for offer in (self.ranked() if everything else self.offers)]
        columns = [name for name in rows[0] if name not in ("headroom", "cautions")] if rows else ["size"]
        return pd.DataFrame([{name: row[name] for name in columns} for row in rows], columns=columns)

    def rejected_frame(self) -> pd.DataFrame:
        """The rejected sizes as a pandas table, one row a reason."""
        import pandas as pd

        rows = [(r.size, reason.constraint, reason.text) for r in self.rejected for reason in r.reasons]
        return pd.DataFrame(rows, columns=["size", "constraint", "reason"])

    def as_dict(self) -> dict[str, Any]:
        """Plain values, as the command line prints them in JSON."""
        return {
            "offers": [offer.as_dict() for offer in self.offers],
            "fitting_sizes": len(self.fitting),
            "estimated_share": self.estimated_share,
            "near_misses": [miss.as_dict() for miss in self.near_misses()],
            "blockers": [attrs.asdict(blocker) for blocker in self.blockers],
            "rejected": [rejection.as_dict() for rejection in self.rejected],
        }

    def __repr__(self) -> str:
        from azstudy.catalog.render import result_text

        return result_text(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from azstudy.catalog.render import result_html, result_text

        return {"text/plain": result_text(self), "text/html": result_html(self)}
