"""Offers of one kind in price order: sorted once, then read from the top.

Building an object for each of some hundred thousand offers would cost a learner's patience; so an
offer stays three numbers in three arrays until somebody looks at it.
"""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Iterator
from functools import cached_property

import attrs

from azstudy.catalog.rates import RateBook
from azstudy.catalog.sizes import SizeTable, bits
from azstudy.cost.monthly import monthly_usd
from azstudy.model.facts import OperatingSystem, Term

_FEW = 160


@attrs.frozen
class Question:
    """What makes two offers comparable: operating system, licence, regions, hours a month."""

    os: OperatingSystem
    hybrid_benefit: bool
    regions: tuple[str, ...]
    hours_per_month: float


@attrs.frozen
class Entry:
    """One priced offer: USD a month, the size's row, the region, the term."""

    usd_per_month: float
    row: int
    region: str
    term: Term


class OfferBook:
    """Every offer of one term for one question, cheapest first.

    Equal prices keep one order: newer size version, then size name, then region name.
    """

    def __init__(self, sizes: SizeTable, rates: RateBook, question: Question, term: Term) -> None:
        """Sort the offers; `sizes.rank` breaks ties."""
        self.question, self.term = question, term
        self._count = len(sizes)
        place = {row: at for at, row in enumerate(sorted(range(len(sizes)), key=sizes.rank.__getitem__))}
        entries: list[tuple[float, int, int, int]] = []
        for at, region in enumerate(question.regions):
            costs = monthly_costs(rates, question, term, region)
            entries += [(cost, place[row], at, row) for row, cost in enumerate(costs) if cost == cost]
        entries.sort()
        self.costs = array("d", (entry[0] for entry in entries))
        self.regions = array("H", (entry[2] for entry in entries))
        self.rows = array("H", (entry[3] for entry in entries))

    @cached_property
    def by_row(self) -> list[list[int]]:
        """For each size its positions in the book, cheapest first."""
        positions: list[list[int]] = [[] for _ in range(self._count)]
        for position, row in enumerate(self.rows):
            positions[row].append(position)
        return positions

    @cached_property
    def priced(self) -> int:
        """Bitmap of the sizes with at least one price."""
        mask = 0
        for row, positions in enumerate(self.by_row):
            if positions:
                mask |= 1 << row
        return mask

    def entry(self, position: int) -> Entry:
        """The offer at a position."""
        region = self.question.regions[self.regions[position]]
        return Entry(self.costs[position], self.rows[position], region, self.term)

    def walk(self, mask: int, budget: float) -> Iterator[tuple[float, int]]:
        """(cost, position) of the sizes in `mask` up to `budget`, cheapest first."""
        if mask.bit_count() <= _FEW:
            few = heapq.merge(*(self.by_row[row] for row in bits(mask)))
            chosen: Iterator[int] = iter(few)
        else:
            flags = f"{mask:0{self._count}b}"[::-1]
            chosen = (position for position, row in enumerate(self.rows) if flags[row] == "1")
        for position in chosen:
            if self.costs[position] > budget:
                return
            yield self.costs[position], position

    def cheapest(self, row: int) -> float | None:
        """USD a month of the size's cheapest offer, None where no price is known."""
        positions = self.by_row[row]
        return self.costs[positions[0]] if positions else None


def monthly_costs(rates: RateBook, question: Question, term: Term, region: str) -> list[float]:
    """USD a month of every size: a commitment is paid for all 730 hours, a licence and pay-as-you-go per hour used."""
    rate = rates.rates(region, question.os, term, hybrid_benefit=question.hybrid_benefit)
    hours = question.hours_per_month
    return [monthly_usd(c, extra, term=term, hours=hours) for c, extra in zip(rate.compute, rate.licence, strict=True)]
