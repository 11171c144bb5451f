"""What one row of the Retail Prices API says about a VM size, and what it does not.

A size has a dozen rows in a region, and only the names tell them apart:

- Windows: `productName` contains "Windows" (a test for the ending misses some), or ends in "Win".
- Spot: `skuName` or `meterName` contains "Spot". "Low Priority" is an older offer, not Spot.
- "Cloud Services" products use the same sizes at Windows prices without the word Windows.
- A reservation's price is that of the whole term, although its unit says "1 Hour": the documented
  sample, E64 v4 for 1 year at 25,007 USD, is 2.8547 USD an hour.
- Rows repeat with other dates; which one counts is practice, not documented: the primary meter (that
  is the one billed), then the newest `effectiveStartDate` that is not in the future.

Source: as for `azstudy.catalog.refresh.api`; read 2026-11.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Final

import attrs

from azstudy.catalog.refresh.api import SERVICE
from azstudy.catalog.sheets import offer_id
from azstudy.errors import InvalidInputError
from azstudy.model.facts import OperatingSystem, Term

HOURS_PER_YEAR: Final = 8_760
HIGHEST_USD_PER_HOUR: Final = 10_000.0
"""No VM costs more an hour: the dearest listed one (M series, 2026) is near 625 USD."""

_DECIMALS: Final = 8
_SIZE = re.compile(r"(?:Standard|Basic)_[A-Za-z0-9][A-Za-z0-9_-]*")
_YEARS = re.compile(r"([13]) years?", re.IGNORECASE)
_RESERVATIONS: Final = {1: Term.RESERVATION_1Y, 3: Term.RESERVATION_3Y}
_SAVINGS_PLANS: Final = {1: Term.SAVINGS_PLAN_1Y, 3: Term.SAVINGS_PLAN_3Y}


class Skip(StrEnum):
    """Why a row is not a VM price; the text completes "… rows: ". `suspect` ones mean that the service is wrong."""

    DEV_TEST = "Dev/Test rates"
    LOW_PRIORITY = "Low Priority, an older offer than Spot"
    CLOUD_SERVICES = "Cloud Services products"
    DEDICATED_HOST = "dedicated hosts"
    LICENCE = "licences without a VM"
    NO_VM_PRODUCT = "products that are not VMs"
    NO_SIZE = "no VM size name"
    PROMO = "promotional or expired meters of a regular size"
    TIER = "volume tiers"
    WINDOWS_RESERVATION = "reservations of a Windows product (a reservation covers compute only)"
    OTHER_TERM = "other terms"
    OTHER_TYPE = "other types of price"
    OTHER_UNIT = "units other than 1 Hour"
    STARTS_LATER = "prices that start later"
    ENDED = "prices that have ended"
    SUPERSEDED = "superseded by a newer or primary row"
    ZERO = "a price of zero, which means not known"
    BAD_PRICE = "prices that are not a sensible number"
    BAD_DATE = "dates that cannot be read"
    OTHER_REGION = "another region than asked for"
    OTHER_SERVICE = "another service than asked for"
    OTHER_CURRENCY = "another currency than USD"

    @property
    def suspect(self) -> bool:
        """True where an honest service has no reason to send such a row."""
        return self in _SUSPECT


_SUSPECT: Final = frozenset({Skip.BAD_PRICE, Skip.BAD_DATE, Skip.OTHER_REGION, Skip.OTHER_SERVICE, Skip.OTHER_CURRENCY})


@attrs.frozen(kw_only=True)
class Quote:
    """What one row says: the price of one hour of one size under one offer, USD.

    `savings_plans` holds the plan rates that came with a pay-as-you-go row, by term, per hour.
    `starts` is the day the price took effect, `date.min` where the row does not say.
    """

    size: str
    os: OperatingSystem
    term: Term
    usd_per_hour: float
    starts: date = date.min
    primary: bool = True
    savings_plans: tuple[tuple[Term, float], ...] = ()

    @property
    def offer(self) -> str:
        """The name of its price sheet, e.g. `windows-spot`."""
        return offer_id(self.os, self.term)


def read_row(row: Mapping[str, object], *, region: str, on: date) -> Quote | Skip:
    """The price a row states, or the reason why it states none.

    Args:
        row: One element of `Items`.
        region: The region asked for; a row of another one is refused.
        on: The day of reading, UTC; prices that start later do not count.

    >>> from datetime import date
    >>> row = {"serviceName": "Virtual Machines", "armRegionName": "southcentralus", "armSkuName": "Standard_E64_v4",
    ...        "productName": "Virtual Machines Ev4 Series", "skuName": "E64 v4", "type": "Reservation",
    ...        "reservationTerm": "1 Year", "retailPrice": 25007.0, "unitOfMeasure": "1 Hour", "currencyCode": "USD"}
    >>> round(read_row(row, region="southcentralus", on=date(2026, 11, 22)).usd_per_hour, 4)
    2.8547
    """
    reason = _not_asked_for(row, region) or _not_a_vm(row)
    if reason:
        return reason
    days = _days(row)
    if isinstance(days, Skip):
        return days
    starts, ends = days
    if starts > on:
        return Skip.STARTS_LATER
    if ends <= on:
        return Skip.ENDED
    term = _term(row)
    if isinstance(term, Skip):
        return term
    return _quote(row, term, starts)


def price_on(rows: Iterable[Mapping[str, object]], on: date) -> float | None:
    """The `retailPrice` in force on a day, among rows of the same meter; None where none has begun.

    >>> from datetime import date
    >>> rows = [{"effectiveStartDate": "2026-05-01", "retailPrice": 0.19}, {"effectiveStartDate": "2027-01-01",
    ...         "retailPrice": 0.21}]
    >>> price_on(rows, date(2026, 11, 22))
    0.19
    """
    best: tuple[tuple[bool, date], float] | None = None
    for row in rows:
        days, price = _days(row), _price(row.get("retailPrice"))
        if isinstance(days, Skip) or isinstance(price, Skip) or days[0] > on or days[1] <= on:
            continue
        rank = (row.get("isPrimaryMeterRegion") is not False, days[0])
        if best is None or rank > best[0]:
            best = (rank, price)
    return best[1] if best else None


@attrs.frozen(kw_only=True)
class RegionPrices:
    """The prices of one region: `cells` by offer and size in USD per hour, and what became of every row.

    `unclear` holds the prices of cells for which two rows of equal standing disagree; the cell has the highest.
    """

    region: str
    as_of: str
    pages: int = 0
    rows: int = 0
    cells: dict[str, dict[str, float]] = attrs.field(factory=dict)
    skipped: dict[str, int] = attrs.field(factory=dict)
    unclear: dict[str, dict[str, tuple[float, ...]]] = attrs.field(factory=dict)

    @property
    def used(self) -> int:
        """Rows whose price was taken."""
        return self.rows - sum(self.skipped.values())

    @property
    def suspect(self) -> dict[str, int]:
        """The skipped rows that an honest service would not send, by reason."""
        return {reason: count for reason, count in self.skipped.items() if Skip(reason).suspect}


class RegionReader:
    """Collects the rows of one region, page by page, and settles which row counts."""

    def __init__(self, region: str, on: date, spelling: Mapping[str, str] | None = None) -> None:
        """Read for a day `on`; `spelling` maps a lower-case size name to the catalogue's own spelling."""
        self.region, self._on = region, on
        self._spelling = spelling or {}
        self._best: dict[tuple[str, str], list[Quote]] = {}
        self._skipped: Counter[Skip] = Counter()
        self.pages = 0
        self.rows = 0

    def add(self, rows: Iterable[Mapping[str, object]]) -> None:
        """Take in one page."""
        self.pages += 1
        for row in rows:
            self.rows += 1
            found = read_row(row, region=self.region, on=self._on)
            if isinstance(found, Skip):
                self._skipped[found] += 1
            else:
                self._settle(found)

    def result(self) -> RegionPrices:
        """What the region's rows add up to."""
        cells: dict[str, dict[str, float]] = {}
        unclear: dict[str, dict[str, tuple[float, ...]]] = {}
        for (offer, size), quotes in sorted(self._best.items()):
            chosen = max(quotes, key=lambda quote: (quote.usd_per_hour, len(quote.savings_plans)))
            cells.setdefault(offer, {})[size] = chosen.usd_per_hour
            prices = sorted({quote.usd_per_hour for quote in quotes})
            if len(prices) > 1:
                unclear.setdefault(offer, {})[size] = tuple(prices)
            for term, price in chosen.savings_plans:
                cells.setdefault(offer_id(chosen.os, term), {})[size] = price
        return RegionPrices(
            region=self.region,
            as_of=self._on.isoformat(),
            pages=self.pages,
            rows=self.rows,
            cells=cells,
            skipped={reason.value: count for reason, count in sorted(self._skipped.items())},
            unclear=unclear,
        )

    def _settle(self, quote: Quote) -> None:
        size = self._spelling.get(quote.size.lower(), quote.size)
        held = self._best.setdefault((quote.offer, size), [])
        rank = (quote.primary, quote.starts)
        if held and rank < (held[0].primary, held[0].starts):
            self._skipped[Skip.SUPERSEDED] += 1
            return
        if held and rank > (held[0].primary, held[0].starts):
            self._skipped[Skip.SUPERSEDED] += len(held)
            held.clear()
        held.append(quote)


def hours_of(term: str) -> int:
    """Hours in a reservation term as the API writes it, "1 Year" or "3 Years".

    >>> hours_of("3 Years")
    26280

    Raises:
        InvalidInputError: For any other term.
    """
    match = _YEARS.fullmatch(term.strip())
    if not match:
        raise InvalidInputError(f"Reservation term {term!r} is not known. Allowed: '1 Year' or '3 Years'.")
    return int(match[1]) * HOURS_PER_YEAR


def _not_asked_for(row: Mapping[str, object], region: str) -> Skip | None:
    if _text(row, "serviceName") != SERVICE:
        return Skip.OTHER_SERVICE
    if _text(row, "armRegionName") != region:
        return Skip.OTHER_REGION
    if row.get("currencyCode", "USD") != "USD":
        return Skip.OTHER_CURRENCY
    return None


def _not_a_vm(row: Mapping[str, object]) -> Skip | None:
    product, size = _text(row, "productName").lower(), _text(row, "armSkuName")
    meter = _meter(row)
    tests = (
        (row.get("type") == "DevTestConsumption", Skip.DEV_TEST),
        ("cloud services" in product or "cloudservices" in product, Skip.CLOUD_SERVICES),
        ("dedicated host" in product, Skip.DEDICATED_HOST),
        ("licens" in product or "reservation-" in meter, Skip.LICENCE),
        (not (product.startswith("virtual machines") or _windows(product) or "linux" in product), Skip.NO_VM_PRODUCT),
        ("low priority" in meter, Skip.LOW_PRIORITY),
        (not _SIZE.fullmatch(size), Skip.NO_SIZE),
        ("expired" in meter or ("promo" in meter and "promo" not in size.lower()), Skip.PROMO),
        (row.get("unitOfMeasure") != "1 Hour", Skip.OTHER_UNIT),
        (bool(row.get("tierMinimumUnits")), Skip.TIER),
    )
    return next((reason for failed, reason in tests if failed), None)


def _term(row: Mapping[str, object]) -> Term | Skip:
    if row.get("type") == "Consumption":
        return Term.SPOT if "spot" in _meter(row) else Term.PAYG
    if row.get("type") != "Reservation":
        return Skip.OTHER_TYPE
    if _windows(_text(row, "productName").lower()):
        return Skip.WINDOWS_RESERVATION
    match = _YEARS.fullmatch(_text(row, "reservationTerm"))
    return _RESERVATIONS[int(match[1])] if match else Skip.OTHER_TERM


def _quote(row: Mapping[str, object], term: Term, starts: date) -> Quote | Skip:
    price = _price(row.get("retailPrice"), hours_of(_text(row, "reservationTerm")) if term.committed else 1)
    if isinstance(price, Skip):
        return price
    windows = _windows(_text(row, "productName").lower())
    return Quote(
        size=_text(row, "armSkuName"),
        os=OperatingSystem.WINDOWS if windows else OperatingSystem.LINUX,
        term=term,
        usd_per_hour=price,
        starts=starts,
        primary=row.get("isPrimaryMeterRegion") is not False,
        savings_plans=_savings_plans(row.get("savingsPlan")) if term is Term.PAYG else (),
    )


def _savings_plans(entries: object) -> tuple[tuple[Term, float], ...]:
    """Plan rates by term; unlike a reservation's they are per hour already. What cannot be read is left out."""
    if not isinstance(entries, list):
        return ()
    found: dict[Term, float] = {}
    for entry in entries:
        if not isinstance(entry, Mapping):
            continue
        match, price = _YEARS.fullmatch(_text(entry, "term")), _price(entry.get("retailPrice", entry.get("unitPrice")))
        if match and not isinstance(price, Skip):
            found[_SAVINGS_PLANS[int(match[1])]] = price
    return tuple(sorted(found.items()))


def _price(value: object, hours: int = 1) -> float | Skip:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Skip.BAD_PRICE
    if value == 0:
        return Skip.ZERO
    try:
        price = round(value / hours, _DECIMALS)
    except OverflowError:
        return Skip.BAD_PRICE
    return price if math.isfinite(price) and 0 < price <= HIGHEST_USD_PER_HOUR else Skip.BAD_PRICE


def _days(row: Mapping[str, object]) -> tuple[date, date] | Skip:
    """First day and first day no longer valid; both are optional in a row."""
    try:
        return _day(row.get("effectiveStartDate"), date.min), _day(row.get("effectiveEndDate"), date.max)
    except ValueError:
        return Skip.BAD_DATE


def _day(value: object, default: date) -> date:
    if value is None or value == "":
        return default
    if not isinstance(value, str):
        raise ValueError("a date is a text")
    return datetime.fromisoformat(value).date()


def _windows(product: str) -> bool:
    # One product is called "Virtual Machines NCCadsv5 Srs Win".
    return "windows" in product or product.endswith(" win")


def _meter(row: Mapping[str, object]) -> str:
    return f"{_text(row, 'skuName')} {_text(row, 'meterName')}".lower()


def _text(row: Mapping[str, object], field: str) -> str:
    value = row.get(field)
    return value.strip() if isinstance(value, str) else ""
