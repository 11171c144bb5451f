"""Which size a new instance gets: the model's own, or one of an instance mix by its strategy, while Azure has any.

Source: azure-compute-docs virtual-machine-scale-sets/instance-mix-overview.md@0c6223e9 (2026-05).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import attrs

from azstudy.errors import InvalidInputError
from azstudy.model.scaleset import InstanceMix, ScaleSet
from azstudy.model.words import AllocationStrategy

Stock: TypeAlias = Mapping[str | tuple[str, int], int]
"""What Azure has left: a size, or a size and a zone, to the number of VMs; sizes that are not named never run out."""


def short(name: object) -> str:
    """A size without its prefix, as the log writes it."""
    return str(name).removeprefix("Standard_")


def in_order(scale_set: ScaleSet, prices: Mapping[str, float] | None, stock: Stock) -> tuple[tuple[str, str], ...]:
    """The sizes of a scale set in the order they are tried, each with the reason.

    LowestPrice takes the cheapest first (equal prices and unknown ones in the order written, unknown ones last),
    Prioritized the lowest rank (no rank last). CapacityOptimized takes the size with the best chance of capacity:
    how Azure judges that is not documented; here it is the one with most left in `stock`.
    """
    mix = scale_set.instance_mix
    if mix is None:
        return ((short(scale_set.size) if scale_set.size else "", ""),)
    names = [short(choice.size) for choice in mix.sizes]
    if mix.strategy is AllocationStrategy.PRIORITIZED:
        return _by_rank(mix)
    if mix.strategy is AllocationStrategy.LOWEST_PRICE:
        return _by_price(names, {short(name): price for name, price in (prices or {}).items()})
    left = {name: _left(stock, name) for name in names}
    order = sorted(names, key=lambda name: -left[name])
    return tuple((name, "CapacityOptimized (the best chance of capacity)") for name in order)


def _by_rank(mix: InstanceMix) -> tuple[tuple[str, str], ...]:
    order = sorted(mix.sizes, key=lambda choice: float("inf") if choice.rank is None else choice.rank)
    words = (f"rank {one.rank}" if one.rank is not None else "no rank" for one in order)
    return tuple((short(one.size), f"Prioritized ({word})") for one, word in zip(order, words, strict=True))


def _by_price(names: list[str], prices: Mapping[str, float]) -> tuple[tuple[str, str], ...]:
    order = sorted(names, key=lambda name: prices.get(name, float("inf")))
    words = (f"{prices[name]:g} USD an hour" if name in prices else "its price is not known" for name in order)
    return tuple((name, f"LowestPrice ({word})") for name, word in zip(order, words, strict=True))


def _left(stock: Stock, name: str) -> float:
    zonal = [number for key, number in stock.items() if isinstance(key, tuple) and key[0] == name]
    return min(stock.get(name, float("inf")), sum(zonal) if zonal else float("inf"))


@attrs.define
class Shelf:
    """What Azure has left of each size, counted down as instances are made and up as they are deleted."""

    stock: dict[str | tuple[str, int], int]

    @classmethod
    def of(cls, stock: Stock) -> Shelf:
        """A shelf with that stock; numbers are checked."""
        return cls(_checked(stock))

    def has(self, size: str, zone: int | None) -> bool:
        """Whether one more VM of the size can be made in the zone."""
        here = self.stock.get((size, zone), 1) if zone is not None else 1
        return here > 0 and self.stock.get(size, 1) > 0

    def move(self, size: str, zone: int | None, step: int) -> None:
        """Count a VM out (-1) or back (1)."""
        if size in self.stock:
            self.stock[size] += step
        if zone is not None and (size, zone) in self.stock:
            self.stock[size, zone] += step


def _checked(given: Stock) -> dict[str | tuple[str, int], int]:
    kept: dict[str | tuple[str, int], int] = {}
    for key, number in given.items():
        if not isinstance(number, int) or isinstance(number, bool) or number < 0:
            raise InvalidInputError(f"stock: {key!r} is {number!r}. Give a whole number of VMs, 0 or more.")
        kept[short(key) if isinstance(key, str) else (short(key[0]), key[1])] = number
    return kept
