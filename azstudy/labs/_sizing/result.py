"""The twin of the sizing lab: what it shows, as plain values."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

import attrs

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.catalog.offer import Offer
from azstudy.catalog.reasons import Blocker, NearMiss, Rejection
from azstudy.catalog.requirement import BY_NAME
from azstudy.catalog.result import SizingResult
from azstudy.catalog.sizing import find_sizes
from azstudy.labs._controls import State
from azstudy.labs._sizing.controls import query
from azstudy.model.facts import Source
from azstudy.model.size import VmSize
from azstudy.simulate.burstable.facts import Endurance, endurance

TOP = 10
NEAR_MISSES = 12
NEAR = 0.5
"""A size is a near miss where it is off by no more than half of what is needed."""

_OTHER_LABELS: Final = {
    "specs": "specification not known",
    "retired": "retired",
    "region": "not offered in the region",
    "price": "no price known",
    "term": "not sold on this term",
    "budget": "over the budget",
    "zones": "availability zones of the region",
}


def constraint_label(name: str) -> str:
    """A need in the words a learner reads.

    >>> constraint_label("data_disks"), constraint_label("budget")
    ('data disks', 'over the budget')
    """
    return _OTHER_LABELS.get(name) or BY_NAME[name].label


@attrs.frozen(kw_only=True, eq=False)
class SizingLabResult:
    """What the sizing lab shows for a state, as plain values; the slow parts are computed when looked at.

    Attributes:
        state: Every control's value.
        sizing: What `find_sizes` returned for it.
    """

    state: State
    sizing: SizingResult = attrs.field(repr=False)
    catalog: Catalog = attrs.field(repr=False)
    _fronts: dict[str, tuple[Offer, ...]] = attrs.field(factory=dict, init=False, repr=False)

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The ten cheapest offers."""
        return self.sizing.offers

    @property
    def best(self) -> Offer | None:
        """The cheapest offer, None where nothing fits."""
        return self.offers[0] if self.offers else None

    @cached_property
    def fitting(self) -> int:
        """How many sizes fit."""
        return len(self.sizing.fitting)

    @cached_property
    def rejected_count(self) -> int:
        """How many sizes do not."""
        return len(self.catalog.sizes.names) - self.fitting

    @property
    def rejected(self) -> tuple[Rejection, ...]:
        """Each size that does not fit, with every reason."""
        return self.sizing.rejected

    @property
    def blockers(self) -> tuple[Blocker, ...]:
        """Which need rejects how many sizes, and how many it rejects alone."""
        return self.sizing.blockers

    @cached_property
    def near_misses(self) -> tuple[NearMiss, ...]:
        """Up to twelve sizes that fail one need by half of it at most, nearest first."""
        return tuple(m for m in self.sizing.near_misses(NEAR_MISSES) if (m.reason.shortfall or 0.0) <= NEAR)

    @property
    def estimated_share(self) -> float:
        """Share (0 to 1) of the shown offers whose price is estimated or doubtful."""
        return self.sizing.estimated_share

    def size(self, offer: Offer) -> VmSize:
        """The facts of an offer's size."""
        return self.catalog.size(offer.size)

    def endurance(self, offer: Offer) -> Endurance | None:
        """What the average load does to a burstable offer; None where none is set or the size is not burstable."""
        load = self.state["cpu_percent"]
        return None if load is None else endurance(self.size(offer), load)

    @cached_property
    def sources(self) -> tuple[tuple[Source, int, str], ...]:
        """Each source behind the shown prices: the source, for how many offers, and the newest date."""
        counted: dict[str, list[str]] = {}
        for offer in self.offers:
            counted.setdefault(offer.source, []).append(offer.as_of)
        ranked = sorted(counted.items(), key=lambda item: (-len(item[1]), item[0]))
        return tuple((self.catalog.source(ident), len(dates), max(dates)) for ident, dates in ranked if ident)

    def front(self, capability: str) -> tuple[Offer, ...]:
        """The offers for which no cheaper one has as much of `capability`; kept, since chart and table both ask."""
        if capability not in self._fronts:
            self._fronts[capability] = self.sizing.pareto(capability)
        return self._fronts[capability]

    @cached_property
    def by_region(self) -> tuple[Offer, ...]:
        """The cheapest offer of each region for the same needs, cheapest region first."""
        if self.state["regions"] == "all":
            return self.sizing.by_region()
        return find_sizes(**{**query(self.state), "regions": "all"}, top=TOP, catalog=self.catalog).by_region()

    def as_dict(self) -> dict[str, Any]:
        """The state, and everything `find_sizes` says, as plain values."""
        return {"state": dict(self.state), **self.sizing.as_dict()}

    def __repr__(self) -> str:
        return text(self)


def compute(state: State, catalog: Catalog | None = None) -> SizingLabResult:
    """The result for a state.

    Raises:
        AzstudyError: For needs that contradict each other.
    """
    catalog = catalog or default_catalog()
    sizing = find_sizes(**query(state), top=TOP, catalog=catalog)
    return SizingLabResult(state=state, sizing=sizing, catalog=catalog)


def text(result: SizingLabResult, rows: int = 5) -> str:
    """The result in a few lines of plain text."""
    best = result.best
    if best is None:
        worst = ", ".join(f"{constraint_label(b.constraint)} ({b.rejects:,})" for b in result.blockers[:3])
        return f"No size fits. Most are rejected by: {worst}."
    lines = [
        f"Cheapest: {short(best.size)}, {best.usd_per_month:,.2f} USD a month ({best.status}). "
        f"{result.fitting:,} sizes fit, {result.rejected_count:,} do not."
    ]
    for offer in result.offers[:rows]:
        cautions = f"  ({'; '.join(offer.cautions)})" if offer.cautions else ""
        lines.append(f"  {short(offer.size):<14} {offer.usd_per_month:>12,.2f} USD/month  {offer.status}{cautions}")
    return "\n".join(lines)


def short(name: str) -> str:
    """A size name without `Standard_`."""
    return name.removeprefix("Standard_")
