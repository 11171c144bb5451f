"""What Azure does not document about failures. Every number here is illustrative and can be changed; none is an SLA."""

from __future__ import annotations

from typing import Final

import attrs

from azstudy.errors import InvalidInputError

REGIONAL_STANDS_IN: Final = 1
"""The zone in which azstudy puts a machine or disk that names none; in Azure it stands in some zone nobody is told."""
SPREAD_RACKS: Final = 5
"""Racks over which max spreading and loose machines of a zone are put; Azure spreads "as many as possible"."""
YEAR_S: Final = 365 * 24 * 3600


@attrs.frozen(kw_only=True)
class Choices:
    """How long things take, illustrative.

    Attributes:
        heal_min: Minutes until a VM of a failed host runs on another one.
        restart_min: Minutes until a VM runs again once its rack, zone or region is back.
        reboot_min: Minutes a VM is down for planned maintenance with a reboot.
        recovery_min: Minutes between two update domains: documented (availability-set-overview.md@1a043fb3).
    """

    heal_min: float = 15
    restart_min: float = 5
    reboot_min: float = 10
    recovery_min: float = 30


@attrs.frozen(kw_only=True)
class Rate:
    """How often one thing of a kind fails, and for how long on average. Illustrative.

    Attributes:
        per_year: Failures of one of them a year, on average (Poisson).
        hours: Mean hours of one failure (exponential).
    """

    per_year: float = attrs.field()
    hours: float = attrs.field()

    @per_year.validator
    def _often(self, _: object, value: float) -> None:
        if not 0 <= value <= 1000:
            raise InvalidInputError(f"per_year is {value:g}. Give 0 to 1,000 failures a year.")

    @hours.validator
    def _long(self, _: object, value: float) -> None:
        if not 0 < value <= 8760:
            raise InvalidInputError(f"hours is {value:g}. A failure lasts more than 0 and at most 8,760 hours.")


@attrs.frozen(kw_only=True)
class Rates:
    """Failure rates of each kind. Illustrative: Microsoft publishes none, and an SLA is a refund, not a rate."""

    host: Rate = Rate(per_year=0.05, hours=0.25)
    rack: Rate = Rate(per_year=0.02, hours=4)
    zone: Rate = Rate(per_year=0.05, hours=6)
    region: Rate = Rate(per_year=0.01, hours=8)
