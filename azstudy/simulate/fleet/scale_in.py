"""Which instance goes next when a scale set scales in; asked again after every deletion.

Order: leftovers without a zone; the side of a Spot mix that has too many; the zone or zones with the most instances;
then the policy: OldestVM, NewestVM, or Default (fullest fault domain first, then the highest id).

Source: azure-compute-docs virtual-machine-scale-sets-scale-in-policy.md@0c6223e9 (2026-05),
virtual-machine-scale-sets-instance-protection.md@1d8378b2, virtual-machine-scale-sets-zone-balancing.md@02773904.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

import attrs

from azstudy.model.scaleset import SpotMix
from azstudy.model.words import ScaleInRule
from azstudy.simulate.fleet.census import Cell, Census, Key
from azstudy.simulate.fleet.choices import PlacementChoices
from azstudy.simulate.fleet.instance import Instance
from azstudy.simulate.fleet.wording import count, row, zones

Order: TypeAlias = Callable[[Instance], tuple[float, ...]]
_KIND = {True: "Spot", False: "regular"}


@attrs.frozen
class Victim:
    """The instance that goes, the reason, and the protected ones that would have gone before it."""

    id: int
    because: str
    passed_over: tuple[int, ...] = ()


@attrs.frozen
class Chooser:
    """Everything the choice depends on; `instances` and `census` change under it."""

    instances: Mapping[int, Instance]
    census: Census
    rule: ScaleInRule
    mix: SpotMix | None
    choices: PlacementChoices
    strict: bool = False

    def next(self) -> Victim | None:
        """Whom to delete next; None where every instance is protected."""
        kind, why_kind = self._wanted_kind()
        first = self.choices.mix_before_zones and not self.strict
        for spot, words in ((kind, why_kind), (None, "")) if first else ((None, ""),):
            found = self._by_zone(spot, words, prefer=None if first else kind)
            if found is not None:
                return found
            if kind is None:
                break
        return None

    def _wanted_kind(self) -> tuple[bool | None, str]:
        """Which side of a Spot mix has too many for one instance fewer; None without a mix."""
        if self.mix is None or not self.instances:
            return None, ""
        regular, spot = self.mix.split(len(self.instances) - 1)
        over_spot = self.census.spot - spot
        over_regular = len(self.instances) - self.census.spot - regular
        goes = over_spot > over_regular
        have, wanted = (self.census.spot, spot) if goes else (over_regular + regular, regular)
        return goes, f"the mix wants {wanted} {_KIND[goes]} of {len(self.instances) - 1} and there are {have}; "

    def _by_zone(self, spot: bool | None, words: str, prefer: bool | None) -> Victim | None:
        passed: list[int] = []
        for group, why in self._groups():
            cells = [found for zone in group for found in self.census.of_zone(zone, spot)]
            preferred = [found for found in cells if found[0][2] is prefer] if prefer is not None else []
            pick = self._by_policy(preferred or cells)
            guarded = self._guarded(group, spot, pick)
            if pick is not None:
                return Victim(pick[0], f"{words}{why}{pick[1]}", tuple(passed + guarded))
            passed += guarded
            if guarded and group != [None] and not self.choices.pass_full_zone:
                return None
        return None

    def _groups(self) -> Iterator[tuple[list[int | None], str]]:
        """Zones that go together, those to take from first, with the reason."""
        per_zone = self.census.per_zone
        zonal = self.census.zonal()
        if zonal and per_zone.get(None):
            yield [None], "an instance without a zone goes before those in zones; "
        if not zonal:
            yield [None], ""
            return
        levels = sorted(set(zonal.values()), reverse=True)
        for level in levels:
            group: list[int | None] = [zone for zone, number in zonal.items() if number == level]
            yield group, self._why_zone(group, level, len(levels) == 1)

    def _why_zone(self, group: list[int | None], level: int, even: bool) -> str:
        if even and len(group) == 1:
            return ""
        if even:
            return f"the zones are balanced ({level} each); "
        most = level == max(self.census.zonal().values())
        verb = "has" if len(group) == 1 else "have"
        return f"{zones(group)} {verb} {'the most' if most else 'the next most'} instances ({level}); "

    def _by_policy(self, cells: list[tuple[Key, Cell]]) -> tuple[int, str] | None:
        if not cells:
            return None
        cells, why = self._preferred_state(cells)
        if self.rule is ScaleInRule.DEFAULT:
            domains = self.census.per_domain
            fullest = max(domains[key[0], key[1]] for key, _ in cells)
            narrowed = [cell for key, cell in cells if domains[key[0], key[1]] == fullest]
            by_domain = len(narrowed) < len(cells) and any(key[1] is not None for key, _ in cells)
            why += f"its fault domain is the fullest ({fullest}), " if by_domain else ""
            picked = narrowed if any(key[1] is not None for key, _ in cells) else [cell for _, cell in cells]
            return max(cell.by_id[-1] for cell in picked), f"{why}highest id there (Default)"
        if self.rule is ScaleInRule.OLDEST_VM:
            return min(cell.by_age[0] for _, cell in cells)[1], f"{why}oldest there (OldestVM)"
        return max(cell.by_age[-1] for _, cell in cells)[1], f"{why}newest there (NewestVM)"

    def _preferred_state(self, cells: list[tuple[Key, Cell]]) -> tuple[list[tuple[Key, Cell]], str]:
        """Cells cut down to the instances a choice wants first: deallocated, or in a zone that is down."""
        for wanted, word, test in (
            (self.choices.deallocated_first, "deallocated", lambda one: not one.active),
            (self.choices.lost_first, "out of reach", lambda one: one.lost),
        ):
            if wanted:
                kept = [(key, _only(cell, self.instances, test)) for key, cell in cells]
                kept = [(key, cell) for key, cell in kept if cell.by_id]
                if kept:
                    return kept, f"{word} ones first, "
        return cells, ""

    def _guarded(self, group: list[int | None], spot: bool | None, pick: tuple[int, str] | None) -> list[int]:
        """Protected instances of these zones that the policy would have taken before the pick."""
        order = self._order()
        edge = order(self.instances[pick[0]]) if pick else None
        found = [
            one
            for zone in group
            for key, cell in self.census.cells.items()
            if cell.guarded and key[0] == zone and (spot is None or key[2] is spot)
            for one in cell.guarded.values()
            if edge is None or order(one) < edge
        ]
        return [one.id for one in sorted(found, key=order)]

    def _order(self) -> Order:
        if self.rule is ScaleInRule.OLDEST_VM:
            return lambda one: (one.created_s, one.id)
        if self.rule is ScaleInRule.NEWEST_VM:
            return lambda one: (-one.created_s, -one.id)
        return lambda one: (-self.census.per_domain[one.zone, one.fault_domain], -one.id)


def _only(cell: Cell, instances: Mapping[int, Instance], test: Callable[[Instance], bool]) -> Cell:
    ids = [number for number in cell.by_id if test(instances[number])]
    return Cell(by_age=sorted((instances[number].created_s, number) for number in ids), by_id=ids)


def stuck(instances: Mapping[int, Instance]) -> str:
    """Why nobody can go."""
    names = row(sorted(instances)) if len(instances) <= 6 else count(len(instances), "instance")
    return f"everything left is protected from scale-in ({names})"
