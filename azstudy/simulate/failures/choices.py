"""What Azure does not document about failures, on one page. Every number is illustrative, named, and can be changed.

None of them is an SLA: an SLA is the promise of a refund, not a rate of failures.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import attrs

from azstudy.errors import InvalidInputError

REGIONAL_ZONE: Final = 1
"""The zone in which azstudy puts machines and disks that name none. In Azure they stand in some zone of the region,
and nobody is told in which."""
SPREAD_RACKS: Final = 5
"""Racks over which machines of a zone, and scale sets with max spreading, are put in turn. Azure spreads "over as many
fault domains as possible" and gives no number."""
HEAL_MIN: Final = 15.0
"""Minutes until Azure has started the VM of a failed host on another one. Not documented."""
RESTART_MIN: Final = 5.0
"""Minutes a VM needs to run again once its fault domain, zone or region is back. Not documented."""
REBOOT_MIN: Final = 10.0
"""Minutes a VM is down for planned maintenance with a restart. Not documented."""
RECOVERY_MIN: Final = 30.0
"""Minutes between two update domains. Documented: availability-set-overview.md@1a043fb3 (2024-06)."""
YEAR_S: Final = 365 * 24 * 3600


def _minutes(_: object, attribute: attrs.Attribute[float], value: float) -> None:
    if not 0 <= value < math.inf:
        raise InvalidInputError(f"{attribute.name} is {value!r}. Give minutes, 0 or more.")


def _count(_: object, attribute: attrs.Attribute[int], value: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise InvalidInputError(f"{attribute.name} is {value!r}. Give a whole number of 1 or more.")


@attrs.frozen(kw_only=True)
class OutageChoices:
    """How long things take and where machines stand that say nothing; all illustrative but `recovery_min`.

    Attributes:
        heal_min: Minutes until the VM of a failed host runs on another one.
        restart_min: Minutes a VM needs once its fault domain, zone or region is back.
        reboot_min: Minutes a VM is down for planned maintenance.
        recovery_min: Minutes between two update domains.
        regional_zone: The zone taken for machines and disks that name none.
        spread_racks: Racks of a zone over which machines are put in turn.
    """

    heal_min: float = attrs.field(default=HEAL_MIN, validator=_minutes)
    restart_min: float = attrs.field(default=RESTART_MIN, validator=_minutes)
    reboot_min: float = attrs.field(default=REBOOT_MIN, validator=_minutes)
    recovery_min: float = attrs.field(default=RECOVERY_MIN, validator=_minutes)
    regional_zone: int = attrs.field(default=REGIONAL_ZONE, validator=_count)
    spread_racks: int = attrs.field(default=SPREAD_RACKS, validator=_count)


@attrs.frozen
class FailureRate:
    """How often one thing of a kind fails, and how long that lasts on average. Illustrative.

    Attributes:
        per_year: Failures of one of them in a year, on average (a Poisson process).
        hours: Mean hours of one failure (exponential).

    >>> FailureRate(0.05, 6).chance_of_any
    0.0488
    """

    per_year: float = attrs.field()
    hours: float = attrs.field()

    @per_year.validator
    def _often(self, _: object, value: float) -> None:
        if not 0 <= value <= 1000:
            raise InvalidInputError(f"per_year is {value!r}. Give 0 to 1,000 failures a year.")

    @hours.validator
    def _long(self, _: object, value: float) -> None:
        if not 0 < value <= 8760:
            raise InvalidInputError(f"hours is {value!r}. A failure lasts more than 0 and at most 8,760 hours.")

    @classmethod
    def of(cls, given: Any) -> FailureRate:
        """A rate as it is typed: a `FailureRate`, two numbers, or {"chance": 0.05, "hours": 6}.

        `chance` is the probability, 0 to below 1, that it fails at least once in a year.

        >>> FailureRate.of({"chance": 0.5, "hours": 2}).per_year
        0.6931471805599453
        """
        if isinstance(given, FailureRate):
            return given
        if isinstance(given, Mapping):
            values = dict(given)
            if "chance" in values:
                values["per_year"] = _per_year(values.pop("chance"))
            if set(values) == {"per_year", "hours"}:
                return cls(values["per_year"], values["hours"])
        elif isinstance(given, tuple | list) and len(given) == 2:
            return cls(*given)
        raise InvalidInputError(
            f"{given!r} is no failure rate. Give failures a year and mean hours, such as (0.05, 6), "
            'or {"chance": 0.05, "hours": 6}.'
        )

    @property
    def chance_of_any(self) -> float:
        """The probability that it fails at least once in a year."""
        return round(1 - math.exp(-self.per_year), 4)


def _per_year(chance: Any) -> float:
    if isinstance(chance, bool) or not isinstance(chance, int | float) or not 0 <= chance < 1:
        raise InvalidInputError(
            f"chance is {chance!r}. A probability of a failure in a year is 0 or more and below 1; "
            "for something that fails for certain, give per_year."
        )
    return -math.log1p(-chance)


HOST_RATE: Final = FailureRate(0.05, 0.25)
"""A physical server: once in twenty years, a quarter of an hour until its VMs run elsewhere. Illustrative."""
FAULT_DOMAIN_RATE: Final = FailureRate(0.02, 4)
"""A rack with its switch and power: once in fifty years, four hours. Illustrative."""
ZONE_RATE: Final = FailureRate(0.05, 6)
"""A zone: once in twenty years, six hours. Illustrative."""
REGION_RATE: Final = FailureRate(0.01, 8)
"""A whole region: once in a hundred years, eight hours. Illustrative."""


def _rate(given: Any) -> FailureRate:
    return FailureRate.of(given)


@attrs.frozen(kw_only=True)
class FailureRates:
    """How often hosts, fault domains, zones and regions fail. Illustrative: Microsoft publishes no such rates.

    >>> FailureRates(zone=(0.1, 12)).zone
    FailureRate(per_year=0.1, hours=12)
    """

    host: FailureRate = attrs.field(default=HOST_RATE, converter=_rate)
    fault_domain: FailureRate = attrs.field(default=FAULT_DOMAIN_RATE, converter=_rate)
    zone: FailureRate = attrs.field(default=ZONE_RATE, converter=_rate)
    region: FailureRate = attrs.field(default=REGION_RATE, converter=_rate)

    def of(self, kind: str) -> FailureRate:
        """The rate of "host", "fault domain", "zone" or "region"."""
        rate: FailureRate = getattr(self, kind.replace(" ", "_"))
        return rate


DEFAULT_CHOICES: Final = OutageChoices()
DEFAULT_RATES: Final = FailureRates()
