"""Why a size is not offered: reasons, what would have made it fit, and which need hurts most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

import attrs

from azstudy.catalog.requirement import BY_NAME, say
from azstudy.catalog.sizes import bits
from azstudy.model.facts import OperatingSystem, Term

if TYPE_CHECKING:
    from azstudy.catalog.book import Entry
    from azstudy.catalog.offer import Offer
    from azstudy.catalog.result import Screen

FARTHEST_MISS: Final = 0.5
"""A size that misses a need by more than this share of it is no near miss."""
_WITHOUT_SPECS: Final = ("family", "series", "current_generation")


@attrs.frozen
class Reason:
    """One need a size does not meet: `constraint`, the value `needed`, the value `offered` (None: not known)."""

    constraint: str
    needed: Any
    offered: Any
    detail: str = ""

    @property
    def text(self) -> str:
        """The reason as a sentence a learner reads."""
        if self.detail:
            return self.detail
        constraint = BY_NAME[self.constraint]
        needed = say(constraint, self.needed)
        if self.offered is None:
            return f"{constraint.label}: not known (needed: {needed})"
        if self.constraint == "current_generation":
            return "not a current-generation size"
        if self.constraint in ("family", "series"):
            return f"{constraint.label}: not {needed}"
        if isinstance(self.offered, bool):
            return f"{constraint.label}: no, but needed" if self.needed else f"{constraint.label}: yes, but not wanted"
        bound = {"min": "at least ", "max": "at most "}.get(constraint.kind, "")
        return f"{constraint.label}: has {say(constraint, self.offered)}, needs {bound}{needed}"

    @property
    def shortfall(self) -> float | None:
        """How far off a numeric need is, as a share of it; None where that makes no sense."""
        numeric = self.constraint == "budget" or BY_NAME.get(self.constraint) is not None
        if not numeric or isinstance(self.offered, bool) or not isinstance(self.offered, int | float):
            return None
        return abs(self.needed - self.offered) / self.needed if self.needed else None

    @classmethod
    def collect(cls, screen: Screen, fit_mask: int) -> list[tuple[int, tuple[Reason, ...]]]:
        """(row, reasons) of every size outside `fit_mask`, in catalogue order."""
        sizes = screen.catalog.sizes
        found: dict[int, list[Reason]] = {row: [] for row in bits(sizes.everything & ~fit_mask)}
        specs = sizes.where("has_specs", bool)
        numbers = any(name not in _WITHOUT_SPECS for name in screen.masks)
        if numbers:
            _add(found, ~specs & sizes.everything, lambda _: cls("specs", None, None, "specification not known"))
        for constraint, needed in screen.requirement.items():
            column = sizes.column(constraint.field)
            known = specs if constraint.name not in _WITHOUT_SPECS else sizes.everything
            failing = known & ~screen.masks[constraint.name]
            for row in bits(failing):
                if row in found:
                    found[row].append(cls(constraint.name, needed, column[row]))
        retire = sizes.column("retirement_date")
        _add(
            found,
            sizes.everything & ~screen.in_service,
            lambda row: cls("retired", screen.on, retire[row], f"retired on {retire[row]}"),
        )
        _add_price_reasons(found, screen, cls)
        return [(row, tuple(reasons)) for row, reasons in found.items()]


def _add(found: dict[int, list[Reason]], mask: int, make: Callable[[int], Reason]) -> None:
    for row in bits(mask):
        if row in found:
            found[row].append(make(row))


def _add_price_reasons(found: dict[int, list[Reason]], screen: Screen, make: type[Reason]) -> None:
    sizes = screen.catalog.sizes
    if screen.zones and not screen.question.regions:
        where = ", ".join(screen.asked_regions[:3])
        detail = f"no region with {screen.zones} or more availability zones among those asked for ({where})"
        _add(found, sizes.everything, lambda _: make("zones", screen.zones, 0, detail))
        return
    not_sold = sizes.everything
    for book in screen.books:
        not_sold &= ~screen.sold(book.term)
    if not_sold:
        _add(found, not_sold, lambda _: make("term", None, None, _not_sold(screen)))
    listed = 0
    for region in screen.question.regions:
        listed |= _listed(screen, region)
    place = _place(screen)
    missing = sizes.everything & ~screen.purchasable & ~not_sold
    _add(found, missing & ~listed, lambda _: make("region", None, None, f"not offered in {place}"))
    offer = _offer_words(screen)
    _add(found, missing & listed, lambda _: make("price", None, None, f"no {offer} price known in {place}"))
    over = screen.purchasable & ~screen.affordable
    for row in bits(over):
        if row in found:
            entry = screen.cheapest(row)
            cost = round(entry.usd_per_month, 2) if entry else None
            detail = f"costs {cost:,.2f} USD a month at the least, over {screen.budget:,.2f}"
            found[row].append(make("budget", screen.budget, cost, detail))


def _listed(screen: Screen, region: str) -> int:
    rates = screen.catalog.rates.rates(region, OperatingSystem.LINUX, Term.PAYG).total
    mask = 0
    for row, rate in enumerate(rates):
        if rate == rate:  # NaN, the unknown price, is not equal to itself
            mask |= 1 << row
    return mask


def _place(screen: Screen) -> str:
    regions = screen.question.regions
    if len(regions) == 1:
        return screen.catalog.region(regions[0]).display
    return f"any of the {len(regions)} regions"


def _offer_words(screen: Screen) -> str:
    terms = screen.terms
    words = terms[0].label if len(terms) == 1 else "matching"
    windows = screen.question.os is OperatingSystem.WINDOWS and not screen.question.hybrid_benefit
    return f"Windows {words}" if windows else words


def _not_sold(screen: Screen) -> str:
    if all(term is Term.SPOT for term in screen.terms):
        return "cannot run as Spot"
    return f"{screen.terms[0].label} no longer sold for this series since 2026-07-01"


@attrs.frozen(repr=False)
class Rejection:
    """A size that does not fit, with every reason; without reasons it does fit."""

    size: str
    reasons: tuple[Reason, ...]

    def __repr__(self) -> str:
        short = self.size.removeprefix("Standard_")
        if not self.reasons:
            return f"{short} fits"
        return "\n".join([f"{short} does not fit", *(f"  {reason.text}" for reason in self.reasons)])

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {"size": self.size, "reasons": [reason.text for reason in self.reasons]}


@attrs.frozen
class NearMiss:
    """A size that fails one need by a little; `text` says what would make it fit."""

    size: str
    reason: Reason
    offer: Offer

    @property
    def text(self) -> str:
        """What to give up for this size, and its price."""
        short = self.size.removeprefix("Standard_")
        return f"{short} would fit with {_concession(self.reason)}: {self.offer.usd_per_month:,.2f} USD a month"

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {"size": self.size, "constraint": self.reason.constraint, "text": self.text}


def _concession(reason: Reason) -> str:
    if reason.constraint == "budget":
        return f"{reason.offered - reason.needed:,.2f} USD more a month"
    constraint = BY_NAME[reason.constraint]
    gap = abs(reason.needed - reason.offered)
    amount = f"{say(constraint, round(gap, 2))} {'less' if constraint.kind == 'min' else 'more'} {constraint.label}"
    if constraint.whole:
        label = constraint.label.removesuffix("s") if gap == 1 else constraint.label
        amount = f"{gap:g} {label} {'fewer' if constraint.kind == 'min' else 'more'}"
    return f"{amount} ({say(constraint, reason.offered)} of {say(constraint, reason.needed)})"


def near_misses(
    screen: Screen, rejected: Iterable[Rejection], n: int, build: Callable[[Entry], Offer]
) -> tuple[NearMiss, ...]:
    """The `n` purchasable sizes that fail exactly one numeric need by the smallest share, cheaper first."""
    scored = []
    for rejection in rejected:
        shortfall = rejection.reasons[0].shortfall if len(rejection.reasons) == 1 else None
        if shortfall is None or shortfall > FARTHEST_MISS:
            continue
        row = screen.catalog.sizes.index(rejection.size)
        entry = screen.cheapest(row)
        if entry is not None:
            scored.append((shortfall, entry.usd_per_month, rejection, entry))
    scored.sort(key=lambda item: (item[0], item[1], item[2].size))
    return tuple(NearMiss(rejection.size, rejection.reasons[0], build(entry)) for _, _, rejection, entry in scored[:n])


@attrs.frozen
class Blocker:
    """A need and how many sizes it `rejects`, and how many of them it rejects `alone`."""

    constraint: str
    rejects: int
    alone: int


def count_blockers(rejected: Iterable[Rejection]) -> tuple[Blocker, ...]:
    """Needs by how many sizes would fit if only that need were dropped, then by how many they reject."""
    rejects: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for rejection in rejected:
        names = {reason.constraint for reason in rejection.reasons}
        rejects.update(names)
        if len(names) == 1:
            alone.update(names)
    blockers = (Blocker(name, count, alone[name]) for name, count in rejects.items())
    return tuple(sorted(blockers, key=lambda b: (-b.alone, -b.rejects, b.constraint)))
