"""What Azure's pages on placement leave open, on one page: each choice has a name, a value and its reason.

The documented rules are in the engine itself. Everything here is *not documented*: another value may be as true.

>>> PlacementChoices(mix_before_zones=False).mix_before_zones
False
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import attrs

from azstudy.errors import InvalidInputError

FIRST_ID: Final = 0
"""Id of the first instance. Uniform scale sets count from 0; Flexible ones have names, which azstudy numbers alike."""

MIX_BEFORE_ZONES: Final = True
"""Whether scaling in keeps the split of a Spot mix first and the balance of the zones second. The page on the mix
says the split is kept, the page on zones that zones come first; neither mentions the other. Leftovers without a zone
go before both, and a scale set with strict balance is balanced first, because it refuses everything else."""

DEALLOCATED_FIRST: Final = False
"""Whether scaling in prefers deallocated instances (such as evicted Spot VMs). No page gives them a place in the
order, so they have none."""

LOST_FIRST: Final = False
"""Whether scaling in prefers instances of a zone that is down. No page gives them a place in the order."""

PARTIAL_ALLOCATION: Final = True
"""Whether a request that finds too little capacity in Azure keeps the instances it could get. Requests beyond quota
and with too few fault domains fail as a whole, which is documented (quotas.md@02773904, manage-fault-domains.md)."""

CANCELLED_VM_STAYS: Final = True
"""What becomes of the new VM of a cancelled zone balance: it stays as one of the new capacity. Documented is that
"the scale set is updated to the new desired capacity" (auto-zone-balance-overview.md@03f0aeae)."""

ZONE_ORDER: Final[tuple[int, ...]] = ()
"""Which of equally full zones comes first when an instance is made; those not named follow by their number. The
pages say the emptiest zone, and nothing about ties."""

PASS_FULL_ZONE: Final = True
"""Whether scaling in turns to the next fullest zone where everything in the fullest is protected. Documented is only
that a protected instance is not considered (scale-in-policy.md@0c6223e9)."""

STANDBY_PREPARE_S: Final = 600.0
"""Seconds until a new VM of a standby pool is in the asked power state. Illustrative; Azure names no figure."""


def _at_least(least: float) -> Any:
    def check(instance: object, attribute: attrs.Attribute[float], value: float) -> None:
        if not least <= value < float("inf"):
            raise InvalidInputError(f"{attribute.name} is {value!r}. Give a number of at least {least:g}.")

    return check


def _in_order(given: Iterable[int]) -> tuple[int, ...]:
    return tuple(given)


@attrs.frozen(kw_only=True)
class PlacementChoices:
    """The choices of one fleet; every field is not documented by Azure.

    Attributes:
        first_id: Id of the first instance.
        mix_before_zones: Scaling in keeps the Spot split first, zones second.
        deallocated_first: Scaling in prefers deallocated instances.
        lost_first: Scaling in prefers instances of a zone that is down.
        partial_allocation: A request that finds too little capacity keeps what it got.
        cancelled_vm_stays: The new VM of a cancelled zone balance counts towards the new capacity.
        zone_order: Zones that win ties when an instance is made; the others follow by number.
        pass_full_zone: Scaling in goes on in the next fullest zone where all of the fullest are protected.
        standby_prepare_s: Seconds until a new VM of a standby pool can be handed out.
    """

    first_id: int = attrs.field(default=FIRST_ID, validator=_at_least(0))
    mix_before_zones: bool = MIX_BEFORE_ZONES
    deallocated_first: bool = DEALLOCATED_FIRST
    lost_first: bool = LOST_FIRST
    partial_allocation: bool = PARTIAL_ALLOCATION
    cancelled_vm_stays: bool = CANCELLED_VM_STAYS
    zone_order: tuple[int, ...] = attrs.field(default=ZONE_ORDER, converter=_in_order)
    pass_full_zone: bool = PASS_FULL_ZONE
    standby_prepare_s: float = attrs.field(default=STANDBY_PREPARE_S, validator=_at_least(0))

    def rank(self, zone: int | None) -> tuple[int, int]:
        """The place of a zone among equally full ones.

        >>> sorted([1, 2, 3], key=PlacementChoices(zone_order=(3,)).rank)
        [3, 1, 2]
        """
        order = self.zone_order
        return (order.index(zone) if zone in order else len(order), zone or 0)


DEFAULT: Final = PlacementChoices()
