"""Facts and where they come from: the words and protocols everything else speaks.

A fact is never bare. A price carries a `Status`, a source and a date, and a
missing fact is `None` all the way through: unknown is not zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, Self

import attrs

from azstudy.errors import UnknownNameError, nearest

if TYPE_CHECKING:
    from azstudy.model.size import VmSize

HOURS_PER_MONTH = 730.0
"""Azure's pricing convention: 8,760 hours a year over 12 months."""


class _Word(StrEnum):
    """An enum a person can type: case, hyphens, spaces and listed aliases are forgiven."""

    @classmethod
    def parse(cls, given: str | Self) -> Self:
        """The member meant by `given`.

        Raises:
            UnknownNameError: Naming the allowed words and the nearest one.
        """
        if isinstance(given, cls):
            return given
        key = str(given).strip().lower().replace("-", "_").replace(" ", "_")
        key = cls._aliases().get(key, key)
        for member in cls:
            if member.value == key:
                return member
        allowed = [member.value for member in cls]
        raise UnknownNameError(cls._noun(), given, nearest(str(given), allowed), hint=f"Allowed: {', '.join(allowed)}.")

    @classmethod
    def _aliases(cls) -> dict[str, str]:
        return {}

    @classmethod
    def _noun(cls) -> str:
        return cls.__name__


class Status(_Word):
    """How far a number can be trusted.

    PUBLISHED was read from a price list or page; DERIVED follows exactly from published
    numbers by a documented rule; ESTIMATED follows from a named azstudy rule; DOUBTFUL was
    published but breaks an invariant or rests on one weak source.
    """

    PUBLISHED = "published"
    DERIVED = "derived"
    ESTIMATED = "estimated"
    DOUBTFUL = "doubtful"


class OperatingSystem(_Word):
    """The operating system a VM is billed for.

    >>> OperatingSystem.parse("Windows").value
    'windows'
    """

    LINUX = "linux"
    WINDOWS = "windows"

    @classmethod
    def _noun(cls) -> str:
        return "operating system"


class Term(_Word):
    """How compute is paid: by the hour, as Spot, or against a commitment.

    >>> Term.parse("Reservation-3y") is Term.RESERVATION_3Y
    True
    """

    PAYG = "payg"
    SPOT = "spot"
    SAVINGS_PLAN_1Y = "savings_plan_1y"
    SAVINGS_PLAN_3Y = "savings_plan_3y"
    RESERVATION_1Y = "reservation_1y"
    RESERVATION_3Y = "reservation_3y"

    @classmethod
    def _noun(cls) -> str:
        return "payment term"

    @classmethod
    def _aliases(cls) -> dict[str, str]:
        return {
            "pay_as_you_go": "payg",
            "paygo": "payg",
            "consumption": "payg",
            "ri_1y": "reservation_1y",
            "ri_3y": "reservation_3y",
            "ri1y": "reservation_1y",
            "ri3y": "reservation_3y",
            "sp_1y": "savings_plan_1y",
            "sp_3y": "savings_plan_3y",
            "sp1y": "savings_plan_1y",
            "sp3y": "savings_plan_3y",
        }

    @property
    def committed(self) -> bool:
        """True where every hour of the term is paid, used or not."""
        return self not in (Term.PAYG, Term.SPOT)

    @property
    def years(self) -> int:
        """Length of the commitment in years; 0 where there is none."""
        return int(self.value[-2]) if self.committed else 0

    @property
    def label(self) -> str:
        """The words a learner reads.

        >>> Term.RESERVATION_1Y.label
        '1-year reservation'
        """
        if self is Term.PAYG:
            return "pay-as-you-go"
        if self is Term.SPOT:
            return "Spot"
        kind = "reservation" if "reservation" in self.value else "savings plan"
        return f"{self.years}-year {kind}"


@attrs.frozen
class Source:
    """Where a number was read: a short id, a title, a licence and the date of the data (ISO)."""

    id: str
    title: str
    as_of: str = ""
    licence: str = ""


@attrs.frozen(kw_only=True)
class Price:
    """What one hour of one size costs in one region under one offer, in USD.

    `compute_usd_per_hour` is what reservations and savings plans can cover;
    `licence_usd_per_hour` is the Windows licence meter (0.0 for Linux and with Azure Hybrid
    Benefit), which stays pay-as-you-go under any commitment
    (reserved-instance-windows-software-costs, azure-docs 001e5456, 2022-12).

    >>> Price(compute_usd_per_hour=0.23, licence_usd_per_hour=0.184).usd_per_hour
    0.414
    """

    compute_usd_per_hour: float
    licence_usd_per_hour: float = 0.0
    status: Status = Status.PUBLISHED
    source: str = ""
    as_of: str = ""
    note: str = ""

    @property
    def usd_per_hour(self) -> float:
        """Compute plus licence for one running hour."""
        return round(self.compute_usd_per_hour + self.licence_usd_per_hour, 6)


@attrs.frozen(kw_only=True)
class Region:
    """An Azure region as the catalogue knows it; `zones` is the number of availability zones."""

    name: str
    display: str
    geography: str
    pair: str | None = None
    zones: int = 0
    latitude: float | None = None
    longitude: float | None = None


class SizeFacts(Protocol):
    """What a rule needs to know about VM sizes."""

    def size(self, name: str) -> VmSize:
        """The size called `name`; raises UnknownNameError with suggestions."""
        ...


class RegionFacts(Protocol):
    """What a rule needs to know about regions."""

    def region(self, name: str) -> Region:
        """The region called `name` (or its display name); raises UnknownNameError."""
        ...

    def offered(self, size: str, region: str) -> bool | None:
        """True where the size is listed in the region, None where nothing is known."""
        ...


class PriceBook(Protocol):
    """What price arithmetic needs to know."""

    def price(
        self, size: str, region: str, *, os: OperatingSystem, term: Term, hybrid_benefit: bool = False
    ) -> Price | None:
        """The price of one hour, or None where none is known."""
        ...

    def priced_regions(self) -> Iterable[str]:
        """Names of the regions that have any price."""
        ...
