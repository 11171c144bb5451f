"""Spot VMs: the documented rules of the maximum price, and evictions drawn with a seed (illustrative).

Rules: azure-compute-docs spot-vms.md@3bbed19b (2024-08-05). Azure shows eviction rates for each size and region in the
portal and in the `SpotResources` table, in percent an hour; the bundle has none, so the rate below is an example.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

import attrs

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.catalog.spot_changes import spot_changes
from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.facts import HOURS_PER_MONTH, OperatingSystem, Term
from azstudy.simulate.billing.rates import known_price
from azstudy.simulate.timeline import Decision, Timeline

NOTICE_S: Final = 30
"""Seconds of warning before an eviction, best effort (spot-vms.md@3bbed19b)."""
NO_MAXIMUM: Final = -1.0
"""Maximum price that never evicts for price; the price is then capped at pay-as-you-go (same page)."""
EVICTION_PERCENT_PER_HOUR: Final = 0.3
"""Illustrative: chance of an eviction for capacity in the next hour. Put in the rate that Azure shows for your size."""
HOURS_UNTIL_CAPACITY: Final = 3
"""Illustrative: hours until capacity is back after an eviction. Not documented."""


def check_max_price(max_price: float) -> float:
    """A maximum price Azure takes: -1, or an amount above zero with at most five decimals.

    Raises:
        InvalidInputError: For anything else.

    >>> check_max_price(-1), check_max_price(0.05)
    (-1.0, 0.05)
    """
    if isinstance(max_price, bool) or not isinstance(max_price, (int, float)) or not math.isfinite(max_price):
        raise InvalidInputError(f"max_price {max_price!r} was given; give -1 or USD an hour.")
    if max_price != NO_MAXIMUM and (max_price <= 0 or abs(max_price - round(max_price, 5)) > 1e-12):
        raise InvalidInputError(
            f"max_price {max_price!r} was given; give -1, or an amount above 0 with up to 5 decimals."
        )
    return float(max_price)


def evicted_for_price(max_price: float, spot_usd_per_hour: float) -> bool:
    """True where Spot has become dearer than the maximum; never with -1.

    >>> evicted_for_price(-1, 9.0), evicted_for_price(0.05, 0.06), evicted_for_price(0.06, 0.06)
    (False, True, False)
    """
    limit = check_max_price(max_price)
    return limit != NO_MAXIMUM and spot_usd_per_hour > limit


def price_cap(max_price: float, payg_usd_per_hour: float) -> float:
    """The most an hour can cost: pay-as-you-go, or the maximum where that is lower.

    >>> price_cap(-1, 0.23), price_cap(0.05, 0.23)
    (0.23, 0.05)
    """
    limit = check_max_price(max_price)
    return payg_usd_per_hour if limit == NO_MAXIMUM else min(limit, payg_usd_per_hour)


@attrs.frozen(kw_only=True)
class SpotRun:
    """What one Spot VM did.

    Attributes:
        hours: Length of the run.
        running_hours: Hours it ran.
        evictions: Times it was taken.
        usd: What it cost, disks included.
        payg_usd: What the same VM costs for all hours at pay-as-you-go, disks included.
        timeline: Every decision with its reason.
        assumptions: What is modelled and documented nowhere.
    """

    hours: int
    running_hours: int
    evictions: int
    usd: float
    payg_usd: float
    timeline: Timeline = attrs.field(repr=False)
    assumptions: tuple[str, ...] = attrs.field(repr=False)

    @property
    def usd_per_running_hour(self) -> float | None:
        """What an hour of work cost; None where it never ran."""
        return self.usd / self.running_hours if self.running_hours else None

    def __str__(self) -> str:
        return (
            f"Spot (illustrative): ran {self.running_hours} of {self.hours} hours, evicted {self.evictions} times, "
            f"{self.usd:,.2f} USD against {self.payg_usd:,.2f} at pay-as-you-go"
        )


def spot(
    size: str = "D4s_v5",
    *,
    hours: int = 730,
    region: str = "westeurope",
    os: str | OperatingSystem = OperatingSystem.LINUX,
    max_price: float = NO_MAXIMUM,
    eviction_policy: str = "Deallocate",
    prices: Iterable[float] | None = None,
    eviction_percent_per_hour: float = EVICTION_PERCENT_PER_HOUR,
    hours_until_capacity: int = HOURS_UNTIL_CAPACITY,
    restart: bool = True,
    disk_usd_per_month: float = 0.0,
    seed: int = 1,
    start: str | None = None,
    catalog: Catalog | None = None,
) -> SpotRun:
    """Run one Spot VM for some hours. Evictions for capacity are drawn with a seed: illustrative, no forecast.

    Args:
        size: VM size name.
        hours: How long somebody wants it to run.
        region: Region name.
        os: Operating system.
        max_price: USD an hour for the whole VM, or -1: never evicted for its price.
        eviction_policy: "Deallocate" (disks and quota stay) or "Delete" (a new VM is made when capacity is back).
        prices: Spot price of each hour; the last one holds on. By default today's price, or, with `start`, the changes
            the bundle has seen since that day.
        eviction_percent_per_hour: Chance of an eviction for capacity in the next hour, as Azure shows it for a size.
        hours_until_capacity: Hours until capacity is back.
        restart: True if a script of yours tries to start it again every hour; Azure does not.
        disk_usd_per_month: Disks; a deallocated VM goes on paying for them, a deleted one does not.
        seed: Same seed, same run.
        start: ISO date of the first hour.
        catalog: Where prices come from.

    Raises:
        InvalidInputError: For a number that makes no sense.
        MissingPriceError: Where no price is known.

    >>> calm = spot(hours=100, eviction_percent_per_hour=0)
    >>> calm.running_hours, calm.evictions
    (100, 0)
    """
    catalog = catalog or default_catalog()
    limit, policy = check_max_price(max_price), _policy(eviction_policy)
    _check(hours, eviction_percent_per_hour, hours_until_capacity, disk_usd_per_month)
    name, where, system = catalog.size(size).name, catalog.region(region).name, OperatingSystem.parse(os)
    payg = known_price(catalog, name, where, system, Term.PAYG).usd_per_hour
    day = _start(start)
    path = _path(prices, hours, payg, lambda: _seen(catalog, name, where, system, day, hours))
    luck = random.Random(seed)  # noqa: S311 (a simulation, repeatable on purpose)
    run = _Run(path, limit, policy, luck, eviction_percent_per_hour / 100, hours_until_capacity if restart else None)
    run.go()
    disks = disk_usd_per_month / HOURS_PER_MONTH
    kept = hours if policy == "Deallocate" else run.running
    return SpotRun(
        hours=hours,
        running_hours=run.running,
        evictions=run.evictions,
        usd=round(run.usd + disks * kept, 4),
        payg_usd=round((payg + disks) * hours, 4),
        timeline=Timeline(tuple(run.log), day),
        assumptions=(
            f"EVICTION_PERCENT_PER_HOUR: {eviction_percent_per_hour:g} % an hour, drawn with seed {seed} "
            "(illustrative; Azure shows the rate of your size and region)",
            f"HOURS_UNTIL_CAPACITY: {hours_until_capacity} hours until capacity is back (illustrative, not documented)",
            "RESTART: a script of yours tries every hour; Azure does not start an evicted VM again"
            if restart
            else "RESTART: nobody starts it again after an eviction; Azure does not",
        ),
    )


class _Run:
    """Hour by hour: price first, then capacity."""

    def __init__(
        self, path: list[float], limit: float, policy: str, draw: random.Random, chance: float, wait: int | None
    ) -> None:
        self.path, self.limit, self.policy, self.draw, self.wait = path, limit, policy, draw, wait
        self.chance = chance
        self.running = self.evictions = 0
        self.usd = 0.0
        self.log: list[Decision] = []

    def go(self) -> None:
        up, back = False, 0
        for hour, price in enumerate(self.path):
            taken = self.draw.random() < self.chance  # drawn every hour, so that a price path does not shift the luck
            too_dear = evicted_for_price(self.limit, price)
            if not up:
                gone = self.wait is None and self.evictions > 0
                up = not gone and self._try_start(hour, price, too_dear, hour < back)
            elif too_dear:
                up = self._evict(hour, "price", f"Spot costs {price:.5f} USD, above the maximum of {self.limit:.5f}")
            elif taken:
                back = hour + (self.wait or 0)
                up = self._evict(hour, "capacity", "capacity taken back (drawn, illustrative)")
            if up:
                self.running += 1
                self.usd += price

    def _try_start(self, hour: int, price: float, too_dear: bool, waiting: bool) -> bool:
        if too_dear or waiting:
            because = f"Spot costs {price:.5f} USD, above the maximum" if too_dear else "no capacity yet"
            if not self.log or self.log[-1].action != "start refused" or self.log[-1].because != because:
                self.log.append(Decision(at_s=hour * 3600, action="start refused", because=because))
            return False
        self.log.append(Decision(at_s=hour * 3600, action="start", because=f"Spot costs {price:.5f} USD an hour"))
        return True

    def _evict(self, hour: int, cause: str, because: str) -> bool:
        self.evictions += 1
        kept = "disks and quota stay" if self.policy == "Deallocate" else "VM and disks are gone"
        because = f"{because}; {NOTICE_S} s notice at best; {self.policy}: {kept}"
        decision = Decision(at_s=hour * 3600, action="evict", because=because, event="Preempt", facts={"cause": cause})
        self.log.append(decision)
        return False


def _path(prices: Iterable[float] | None, hours: int, payg: float, seen: object) -> list[float]:
    found = list(prices) if prices is not None else seen()  # type: ignore[operator]
    for price in found:
        if isinstance(price, bool) or not 0 <= price < math.inf:
            raise InvalidInputError(f"A Spot price of {price!r} was given; USD an hour from 0 are needed.")
    if not found:
        raise InvalidInputError("Give at least one Spot price, or leave prices out.")
    held = [*found, *[found[-1]] * (hours - len(found))][:hours]
    return [min(price, payg) for price in held]  # Spot never costs more than the standard price


def _seen(
    catalog: Catalog, size: str, region: str, os: OperatingSystem, day: datetime | None, hours: int
) -> list[float]:
    today = known_price(catalog, size, region, os, Term.SPOT).usd_per_hour
    changes = spot_changes(size, region, os, catalog=catalog) if day is not None else ()
    if day is None or not changes:
        return [today]
    path = []
    for hour in range(hours):
        now = (day + timedelta(hours=hour)).date().isoformat()
        past = [one for one in changes if one.date <= now]
        path.append(past[-1].after_usd_per_hour if past else changes[0].before_usd_per_hour)
    return path


def _policy(given: str) -> str:
    for policy in ("Deallocate", "Delete"):
        if str(given).strip().lower() == policy.lower():
            return policy
    raise UnknownNameError(
        "eviction policy", given, nearest(given, ("Deallocate", "Delete")), hint="Deallocate or Delete."
    )


def _start(given: str | None) -> datetime | None:
    try:
        return None if given is None else datetime.fromisoformat(given)
    except ValueError:
        raise InvalidInputError(f"start {given!r} is no date; write it like 2026-07-20.") from None


def _check(hours: int, rate: float, wait: int, disks: float) -> None:
    if isinstance(hours, bool) or hours != int(hours) or not 1 <= hours <= 26_280:
        raise InvalidInputError(f"hours {hours!r} was given; a whole number from 1 to 26,280 (three years) is needed.")
    if isinstance(rate, bool) or not 0 <= rate <= 100:
        raise InvalidInputError(f"eviction_percent_per_hour {rate!r} was given; a percentage from 0 to 100 is needed.")
    for name, value in (("hours_until_capacity", wait), ("disk_usd_per_month", disks)):
        if isinstance(value, bool) or not 0 <= value < math.inf:
            raise InvalidInputError(f"{name} {value!r} was given; a number from 0 is needed.")
