"""What ran in an hour, and what was committed for it: the nouns of the billing engine. No prices of its own."""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import Any, Final

import attrs

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.facts import OperatingSystem, Status, Term

PLAN_TERMS: Final = (Term.SAVINGS_PLAN_3Y, Term.SAVINGS_PLAN_1Y)
RESERVATION_TERMS: Final = (Term.RESERVATION_3Y, Term.RESERVATION_1Y)


class Level(IntEnum):
    """How wide a scope is, the narrowest first (azure-docs benefit-application-order.md@338e47e4, 2026-07-17).

    >>> Level.RESOURCE_GROUP < Level.SUBSCRIPTION < Level.MANAGEMENT_GROUP < Level.SHARED
    True
    """

    RESOURCE_GROUP = 0
    SUBSCRIPTION = 1
    MANAGEMENT_GROUP = 2
    SHARED = 3

    @property
    def label(self) -> str:
        """The words a learner reads."""
        return self.name.replace("_", " ").lower()


_LEVELS: Final = {level.name.lower(): level for level in Level}


@attrs.frozen
class Scope:
    """Where a benefit may be used: a level and, below shared, the name of the place.

    >>> Scope.parse("resource group: web"), Scope.parse("shared").text
    (Scope(level=<Level.RESOURCE_GROUP: 0>, name='web'), 'shared')
    """

    level: Level = Level.SHARED
    name: str = ""

    @classmethod
    def parse(cls, given: str | Scope) -> Scope:
        """The scope meant by a text such as "shared" or "subscription: shop".

        Raises:
            UnknownNameError: For a level that does not exist.
        """
        if isinstance(given, Scope):
            return given
        word, _, name = str(given).partition(":")
        key = word.strip().lower().replace(" ", "_").replace("-", "_")
        if key not in _LEVELS:
            raise UnknownNameError("scope", given, nearest(key, _LEVELS), hint=f"Allowed: {', '.join(_LEVELS)}.")
        return cls(_LEVELS[key], name.strip())

    @property
    def text(self) -> str:
        """The scope in words."""
        return f"{self.level.label}{f' {self.name}' if self.name else ''}"

    def holds(self, usage: Usage) -> bool:
        """True where the usage runs inside; a scope without a name is the one every usage runs in."""
        if self.level is Level.SHARED or not self.name:
            return True
        places: dict[Level, tuple[str, ...]] = {
            Level.RESOURCE_GROUP: (usage.resource_group,),
            Level.SUBSCRIPTION: (usage.subscription,),
            Level.MANAGEMENT_GROUP: usage.management_groups,
        }
        return self.name.lower() in {place.lower() for place in places[self.level]}


def _money(instance: Any, attribute: attrs.Attribute[Any], value: Any) -> None:
    if value is None and attribute.default is None:
        return
    good = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value) and value >= 0
    if not good:
        raise InvalidInputError(f"{attribute.name}: {value!r} was given; a number of USD from 0 is needed.")


def _count(instance: Any, attribute: attrs.Attribute[Any], value: Any) -> None:
    whole = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    if not whole or value < 0 or value != int(value):
        raise InvalidInputError(f"{attribute.name}: {value!r} was given; a whole number from 0 is needed.")


def _system(given: str | OperatingSystem) -> OperatingSystem:
    return OperatingSystem.parse(given)


def _scope(given: str | Scope) -> Scope:
    return Scope.parse(given)


def _term(given: str | Term) -> Term:
    return Term.parse(given)


def _rates(given: Mapping[str | Term, float] | None) -> Mapping[Term, float]:
    return MappingProxyType({Term.parse(term): float(usd) for term, usd in (given or {}).items()})


def _names(given: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


@attrs.frozen(kw_only=True, eq=False)
class Usage:
    """VMs of one size that ran for an hour in one place, with the rates of one of them, in USD per hour.

    Attributes:
        name: What it is called in the bill; the size where it is empty.
        size: VM size name.
        count: VMs running in this hour.
        region: Region name.
        os: Operating system they are billed for.
        payg_usd: Compute at pay-as-you-go, or your negotiated rate; Spot's rate for Spot.
        plan_usd: Compute at the savings-plan rate, by term; a term that is missing is not covered.
        licence_usd: Windows licence (0 for Linux and with Hybrid Benefit); no commitment ever pays it.
        disks_usd: Disks of all of these VMs in this hour, running or not.
        spot: True for Spot, which takes neither reservation nor savings plan.
        resource_group, subscription, management_groups: Where they run, for the scope of a benefit.
        status, plan_status: How far the pay-as-you-go rates and each plan rate can be trusted.
    """

    name: str = ""
    size: str = ""
    count: int = attrs.field(default=1, validator=_count)
    region: str = ""
    os: OperatingSystem = attrs.field(default=OperatingSystem.LINUX, converter=_system)
    payg_usd: float = attrs.field(validator=_money)
    plan_usd: Mapping[Term, float] = attrs.field(factory=dict, converter=_rates)
    licence_usd: float = attrs.field(default=0.0, validator=_money)
    disks_usd: float = attrs.field(default=0.0, validator=_money)
    spot: bool = False
    resource_group: str = ""
    subscription: str = ""
    management_groups: tuple[str, ...] = attrs.field(default=(), converter=_names)
    status: Status = Status.PUBLISHED
    plan_status: Mapping[Term, Status] = attrs.field(factory=dict)

    @property
    def label(self) -> str:
        """What it is called."""
        return self.name or self.size.removeprefix("Standard_") or "usage"


@attrs.frozen(kw_only=True, eq=False)
class Reservation:
    """Reserved VM instances of one size in one region; paid every hour, used or not.

    `flexible` is instance size flexibility, on by default; off ("capacity priority") matches the exact size only.
    Neither guarantees capacity (azure-compute-docs prepay-reserved-vm-instances.md@42358f92, 2026-05-05).
    """

    size: str
    quantity: int = attrs.field(default=1, validator=_count)
    region: str = ""
    usd_per_hour: float = attrs.field(default=0.0, validator=_money)
    scope: Scope = attrs.field(default=Scope(), converter=_scope)
    flexible: bool = True
    name: str = ""
    status: Status = Status.PUBLISHED

    @property
    def label(self) -> str:
        """What it is called."""
        return self.name or f"{self.quantity} x {self.size.removeprefix('Standard_')} reserved"


@attrs.frozen(kw_only=True, eq=False)
class SavingsPlan:
    """A commitment of USD an hour for any eligible compute; what an hour does not use of it is lost."""

    usd_per_hour: float = attrs.field(validator=_money)
    term: Term = attrs.field(default=Term.SAVINGS_PLAN_3Y, converter=_term)
    scope: Scope = attrs.field(default=Scope(), converter=_scope)
    name: str = ""

    def __attrs_post_init__(self) -> None:
        if self.term not in PLAN_TERMS:
            raise InvalidInputError(f"{self.term.label} is no savings plan; give savings_plan_1y or savings_plan_3y.")

    @property
    def label(self) -> str:
        """What it is called."""
        return self.name or f"{self.term.label} of {self.usd_per_hour:g} USD an hour"
