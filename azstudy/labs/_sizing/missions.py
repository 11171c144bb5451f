"""The sizing lab's missions. Checks look at the cheapest offer itself; par is the cheapest the catalogue knows."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Final

from azstudy.catalog.catalog import Catalog
from azstudy.catalog.offer import Offer
from azstudy.catalog.sizing import find_sizes
from azstudy.labs._missions import Check, Mission
from azstudy.labs._sizing.controls import NO_SPOT
from azstudy.labs._sizing.result import SizingLabResult
from azstudy.model.facts import HOURS_PER_MONTH, OperatingSystem, Status, Term
from azstudy.model.size import VmSize
from azstudy.simulate.burstable.facts import endurance

UNIT: Final = "USD a month"
HOME: Final = "westeurope"
_DEEP: Final = 200
"""How far par looks past doubtful prices."""
SizingCheck = Check[SizingLabResult]


def _of_best(test: Callable[[Offer, VmSize], bool | None]) -> Callable[[SizingLabResult], bool | None]:
    """A test of the cheapest offer and its size; False where nothing fits."""

    def met(result: SizingLabResult) -> bool | None:
        return test(result.best, result.size(result.best)) if result.best else False

    return met


def _capacity(vcpus: int, memory_gib: int) -> tuple[SizingCheck, ...]:
    return (
        Check(f"at least {vcpus} vCPUs", _of_best(lambda _, size: (size.vcpus or 0) >= vcpus)),
        Check(f"at least {memory_gib} GiB of memory", _of_best(lambda _, size: (size.memory_gib or 0) >= memory_gib)),
        Check("an x64 processor", _of_best(lambda _, size: size.architecture == "x64")),
    )


def _place(region: str, words: str) -> SizingCheck:
    return Check(f"in {words}", _of_best(lambda offer, _: offer.region == region))


def _system(os: OperatingSystem) -> SizingCheck:
    return Check(os.value.capitalize(), _of_best(lambda offer, _: offer.os is os))


def _under(usd: float) -> SizingCheck:
    return Check(f"at most {usd:g} {UNIT}", _of_best(lambda offer, _: offer.usd_per_month <= usd))


_NOT_SPOT: Final = Check("not Spot: it must stay up", _of_best(lambda offer, _: offer.term is not Term.SPOT))
_STEADY: Final = Check("no CPU credits (not burstable)", _of_best(lambda _, size: not size.burstable))
_STAYS: Final = Check(
    "no retirement date, not a previous generation", _of_best(lambda _, size: size.current_generation)
)
_ALWAYS: Final = Check("runs all 730 hours", _of_best(lambda offer, _: offer.hours_per_month == HOURS_PER_MONTH))
_BY_HOUR: Final = Check("pay-as-you-go", _of_best(lambda offer, _: offer.term is Term.PAYG))
_TRUSTED: Final = Check("a price that is not doubtful", _of_best(lambda offer, _: offer.status != Status.DOUBTFUL))


def _cost(result: SizingLabResult) -> float | None:
    return result.best.usd_per_month if result.best else None


def _par(catalog: Catalog, **needs: Any) -> Callable[[], float | None]:
    """The cheapest month that meets `needs` at a price that is not doubtful, computed when first asked for."""

    @functools.cache
    def par() -> float | None:
        offers = find_sizes(**needs, top=_DEEP, catalog=catalog).offers
        return next((offer.usd_per_month for offer in offers if offer.status != Status.DOUBTFUL), None)

    return par


def missions(catalog: Catalog) -> tuple[Mission[SizingLabResult], ...]:
    """The missions, easiest first."""
    return (
        _any_vm(catalog),
        _web_server(catalog),
        _many_disks(catalog),
        _office_hours(catalog),
        _steady_load(catalog),
        _anywhere(catalog),
        _sql_server(catalog),
    )


def _any_vm(catalog: Catalog) -> Mission[SizingLabResult]:
    return Mission(
        id="any-vm",
        title="Any VM",
        level=1,
        brief=(
            "A student wants a Linux machine in West Europe to try things on: 2 vCPUs, 4 GiB, an x64 processor, "
            "always on, paid by the hour, for at most 40 USD a month. Set the needs until the cheapest offer is that "
            "machine."
        ),
        checks=(
            *_capacity(2, 4),
            _place(HOME, "West Europe"),
            _system(OperatingSystem.LINUX),
            _BY_HOUR,
            _ALWAYS,
            _under(40),
        ),
        score=_cost,
        par=_par(catalog, vcpus=2, memory_gib=4, architecture="x64"),
        unit=UNIT,
        hint="vCPUs and memory are at the top; the processor is under “Which machines”.",
        debrief="The cheapest sizes are burstable or run on Arm. Say what you need, or you get what is cheap.",
    )


def _web_server(catalog: Catalog) -> Mission[SizingLabResult]:
    needs = {"vcpus": 2, "memory_gib": 8, "architecture": "x64", "burstable": False, "current_generation": True}
    return Mission(
        id="web-server",
        title="A web server that never slows down",
        level=2,
        brief=(
            "A shop's web server in West Europe is busy day and night. It needs 2 vCPUs and 8 GiB on Linux, x64, "
            "and must not depend on CPU credits. It will run for years, so no size with a retirement date. Pay by the "
            "hour for now."
        ),
        checks=(*_capacity(2, 8), _place(HOME, "West Europe"), _STEADY, _STAYS, _BY_HOUR, _ALWAYS, _under(90)),
        score=_cost,
        par=_par(catalog, **needs),
        unit=UNIT,
        hint="Leave burstable sizes out, and keep to the current generation.",
        debrief="Leaving the burstable sizes out costs more each month. That is the price of a steady machine.",
    )


def _many_disks(catalog: Catalog) -> Mission[SizingLabResult]:
    needs = {"vcpus": 8, "memory_gib": 32, "data_disks": 18, "architecture": "x64", "current_generation": True}
    disks = Check("room for 18 data disks", _of_best(lambda _, size: (size.max_data_disks or 0) >= 18))
    return Mission(
        id="many-disks",
        title="Eighteen data disks",
        level=2,
        brief=(
            "A file server moves to West Europe with its 18 data disks. It needs 8 vCPUs and 32 GiB on x64 and "
            "will stay for years. Keep it under 330 USD a month, paid by the hour. Then look at the near misses: what "
            "would 16 disks save?"
        ),
        checks=(*_capacity(8, 32), disks, _place(HOME, "West Europe"), _STAYS, _BY_HOUR, _ALWAYS, _under(330)),
        score=_cost,
        par=_par(catalog, **needs),
        unit=UNIT,
        hint="The number of data disks is under “Disks and network”. The limit belongs to the size, not to the disks.",
        debrief=("Older sizes of 8 vCPUs take 16 data disks, newer ones more. Two disks fewer would open many sizes."),
    )


def _office_hours(catalog: Catalog) -> Mission[SizingLabResult]:
    needs = {"vcpus": 4, "memory_gib": 16, "architecture": "x64", "burstable": False, "current_generation": True}
    used = Check("runs 176 hours a month", _of_best(lambda offer, _: offer.hours_per_month == 176))
    return Mission(
        id="office-hours",
        title="Only in office hours",
        level=3,
        brief=(
            "An accounting tool runs on Windows, with the licence in the price, eight hours on 22 days a month "
            "and is deallocated otherwise. It needs 4 vCPUs and 16 GiB in West Europe, x64, no CPU credits, no size "
            "that retires, and must not be evicted. Which way of paying is cheapest?"
        ),
        checks=(
            *_capacity(4, 16),
            _place(HOME, "West Europe"),
            _system(OperatingSystem.WINDOWS),
            used,
            _STEADY,
            _STAYS,
            _NOT_SPOT,
        ),
        score=_cost,
        par=_par(catalog, **needs, os="windows", hours_per_month=176, term=NO_SPOT),
        unit=UNIT,
        hint="Set the hours first, then try each way of paying. The tab “Hours and terms” shows where the lines cross.",
        debrief="A commitment pays for hours you do not use. Under its break-even hours, paying by the hour wins.",
    )


def _steady_load(catalog: Catalog) -> Mission[SizingLabResult]:
    def carries(_: Offer, size: VmSize) -> bool:
        found = endurance(size, 30)
        return found is None or found.holds

    needs = {"vcpus": 4, "memory_gib": 16, "architecture": "x64", "current_generation": True, "os": "windows"}
    return Mission(
        id="steady-load",
        title="Thirty per cent, day and night",
        level=3,
        brief=(
            "A Windows service keeps 4 vCPUs at 30 % all day. It needs 16 GiB, x64, in West Europe, licence in "
            "the price, paid by the hour. Find the cheapest size that holds this load for good and has no retirement "
            "date, under 150 USD a month."
        ),
        checks=(
            *_capacity(4, 16),
            _place(HOME, "West Europe"),
            _system(OperatingSystem.WINDOWS),
            Check("holds 30 % for good", _of_best(carries)),
            _STAYS,
            _BY_HOUR,
            _ALWAYS,
            _under(150),
        ),
        score=_cost,
        par=_par(catalog, **needs),
        unit=UNIT,
        hint="Set the average load under “Which machines” and read what each burstable size says about it.",
        debrief="Burstable is not wrong in itself. Compare the size's base with the average load, then decide.",
    )


def _anywhere(catalog: Catalog) -> Mission[SizingLabResult]:
    needs = {"vcpus": 16, "memory_gib": 64, "architecture": "x64", "burstable": False, "current_generation": True}

    def zoned(result: SizingLabResult) -> bool:
        return bool(result.best and result.catalog.region(result.best.region).zones >= 3)

    return Mission(
        id="anywhere",
        title="Anywhere in the world",
        level=4,
        brief=(
            "A rendering farm can run anywhere. Each node needs 16 vCPUs and 64 GiB on Linux, x64, no CPU "
            "credits, no size that retires, always on and paid by the hour. The region must have three availability "
            "zones. Where is it cheapest, at a price you can trust?"
        ),
        checks=(
            *_capacity(16, 64),
            Check("a region with three availability zones", zoned),
            _TRUSTED,
            _STEADY,
            _STAYS,
            _BY_HOUR,
            _ALWAYS,
        ),
        score=_cost,
        par=_par(catalog, **needs, regions="all", zones=3),
        unit=UNIT,
        hint=(
            "The list of regions ends with “every region”. The tab “Regions” shows them side by side. Is the first "
            "price doubtful? Then choose the next region."
        ),
        debrief=(
            "The same machine costs very different amounts in different regions. Latency, data residency and "
            "pairs come into the choice as well."
        ),
    )


def _sql_server(catalog: Catalog) -> Mission[SizingLabResult]:
    needs = {
        "vcpus": 8,
        "memory_gib": 64,
        "uncached_iops": 8000,
        "uncached_mbps": 400,
        "architecture": "x64",
        "burstable": False,
        "current_generation": True,
        "os": "windows",
        "hybrid_benefit": True,
    }

    def zoned(result: SizingLabResult) -> bool:
        return bool(result.best and result.catalog.region(result.best.region).zones >= 1)

    return Mission(
        id="sql-server",
        title="SQL Server, licences in hand",
        level=5,
        brief=(
            "A company moves SQL Server to West Europe for three years at least: Windows with its own licences "
            "(Hybrid Benefit), 8 vCPUs, 64 GiB, x64, 8,000 sustained disk operations a second of 50 KB, which is 400 "
            "MB/s, in a region with availability zones, no CPU credits, no size that retires, always on, not Spot. "
            "The limit is 600 USD a month. How far below can you get?"
        ),
        checks=(
            *_capacity(8, 64),
            Check("sustains 8,000 uncached IOPS", _of_best(lambda _, size: (size.uncached_iops or 0) >= 8000)),
            Check("sustains 400 MB/s uncached", _of_best(lambda _, size: (size.uncached_mbps or 0) >= 400)),
            _place(HOME, "West Europe"),
            Check("a region with availability zones", zoned),
            _system(OperatingSystem.WINDOWS),
            Check("Azure Hybrid Benefit", _of_best(lambda offer, _: offer.hybrid_benefit)),
            _STEADY,
            _STAYS,
            _NOT_SPOT,
            _ALWAYS,
            _under(600),
        ),
        score=_cost,
        par=_par(catalog, **needs, term=NO_SPOT),
        unit=UNIT,
        hint="First reach the goal by the hour. Then think about “for three years at least”.",
        debrief=(
            "Hybrid Benefit takes away the licence, a commitment most of the compute. They add up, because they "
            "pay different meters. Check the status of the price: commitments are estimated in most regions."
        ),
    )
