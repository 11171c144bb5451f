"""Instance size flexibility: a reservation of one size pays for other sizes of its group, by ratio.

Ratios are read from a table and never worked out from vCPUs: B2s counts four times B1s with twice its vCPUs, and
E64s_v3 28.8 times E2s_v3. For a group that is not in the table, flexibility is not computed, and the reason is given;
ratios of your own (catalogs API: `ReservationsAutofitGroup`, `ReservationsAutofitRatio`) can be passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import attrs

from azstudy.cost._ratio_table import AS_OF, GROUPS, SOURCE
from azstudy.errors import InvalidInputError


def _key(size: str) -> str:
    return str(size).strip().removeprefix("Standard_").lower()


@attrs.frozen
class Ratio:
    """Where a size stands in its flexibility group."""

    group: str
    ratio: float


class RatioTable:
    """Flexibility groups and the ratio of each size.

    >>> DOCUMENTED.find("DS4_v2")
    Ratio(group='DSv2', ratio=8.0)
    >>> DOCUMENTED.find("D4s_v5") is None
    True
    """

    def __init__(self, groups: Mapping[str, Mapping[str, float]], *, source: str = "your own", as_of: str = "") -> None:
        """Take groups as {group: {size: ratio}}.

        Raises:
            InvalidInputError: For a ratio that is not above zero, or a size in two groups.
        """
        self.source, self.as_of = source, as_of
        self._ratios: dict[str, Ratio] = {}
        for group, members in groups.items():
            for size, ratio in members.items():
                if not (isinstance(ratio, (int, float)) and not isinstance(ratio, bool) and 0 < ratio < float("inf")):
                    raise InvalidInputError(f"Ratio of {size}: {ratio!r} was given; a number above 0 is needed.")
                if _key(size) in self._ratios:
                    raise InvalidInputError(f"{size} stands in two flexibility groups; a size belongs to one.")
                self._ratios[_key(size)] = Ratio(group, float(ratio))

    def find(self, size: str) -> Ratio | None:
        """Group and ratio of a size, None where the table does not have it."""
        return self._ratios.get(_key(size))

    def with_own(self, ratios: Mapping[str, float] | Mapping[str, Mapping[str, float]] | None) -> RatioTable:
        """This table with a learner's ratios on top: {size: ratio} of one group, or {group: {size: ratio}}."""
        if not ratios:
            return self
        nested = all(isinstance(value, Mapping) for value in ratios.values())
        own = RatioTable(ratios if nested else {"your own group": ratios})  # type: ignore[dict-item,arg-type]
        merged = RatioTable({}, source=f"{self.source}; your own ratios on top", as_of=self.as_of)
        merged._ratios = {**self._ratios, **own._ratios}
        return merged

    def sizes(self, group: str) -> tuple[str, ...]:
        """The sizes of a group, smallest ratio first, in lower case."""
        found = [(ratio.ratio, size) for size, ratio in self._ratios.items() if ratio.group == group]
        return tuple(size for _, size in sorted(found))


DOCUMENTED: Final = RatioTable(GROUPS, source=SOURCE, as_of=AS_OF)
"""The tables Microsoft printed; later ones were only published as a file outside the documentation."""


@attrs.frozen(kw_only=True)
class Footprint:
    """How far reserved units reach in one hour, in ratio units of one group.

    Attributes:
        reserved: Units bought.
        running: Units that ran.
        covered: The smaller of the two.
        unused: Units that found no match this hour; they are lost, not carried over.
    """

    reserved: float
    running: float

    @property
    def covered(self) -> float:
        """Units the reservation pays for."""
        return min(self.reserved, self.running)

    @property
    def unused(self) -> float:
        """Units lost this hour."""
        return self.reserved - self.covered

    @property
    def covered_fraction(self) -> float | None:
        """Share of the running units that is covered; None where nothing ran."""
        return self.covered / self.running if self.running else None


def footprint(
    reserved: Mapping[str, int], running: Mapping[str, int] | Iterable[str], *, table: RatioTable = DOCUMENTED
) -> Footprint:
    """Reserved against running units of one flexibility group.

    Args:
        reserved: Quantity of each size reserved.
        running: VMs running of each size, or their sizes as a list.
        table: Where ratios come from.

    Raises:
        InvalidInputError: Where a size has no ratio, or the sizes are of different groups.

    >>> footprint({"DS4_v2": 1}, {"DS5_v2": 1}).covered_fraction
    0.5
    """
    counts: dict[str, int] = dict(running) if isinstance(running, Mapping) else {}
    if not isinstance(running, Mapping):
        for size in running:
            counts[size] = counts.get(size, 0) + 1
    groups = {_found(size, table).group for size in (*reserved, *counts)}
    if len(groups) > 1:
        raise InvalidInputError(
            f"These sizes are of different flexibility groups ({', '.join(sorted(groups))}); "
            "one reservation serves one group."
        )
    units = [sum(_found(size, table).ratio * count for size, count in each.items()) for each in (reserved, counts)]
    return Footprint(reserved=units[0], running=units[1])


def _found(size: str, table: RatioTable) -> Ratio:
    ratio = table.find(size)
    if ratio is None:
        raise InvalidInputError(unknown_ratio(size))
    return ratio


def unknown_ratio(size: str) -> str:
    """Why flexibility is not computed for a size."""
    return (
        f"No flexibility ratio of {_short(size)} is known here, and ratios cannot be worked out from vCPUs: "
        "the reservation is matched to its exact size. Pass ratios={size: ratio} from the catalogs API to compute it."
    )


def _short(size: str) -> str:
    return str(size).removeprefix("Standard_")
