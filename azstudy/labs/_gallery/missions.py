"""The gallery lab's missions. Checks look at the result; par is the cheapest of all that meet them."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from azstudy.catalog.catalog import Catalog
from azstudy.labs._controls import Controls
from azstudy.labs._gallery.controls import FOUR, REGIONS
from azstudy.labs._gallery.result import GalleryLabResult, compute
from azstudy.labs._missions import Check, Mission

GalleryCheck = Check[GalleryLabResult]
UNIT: Final = "USD a month"


def missions(catalog: Catalog, controls: Controls) -> tuple[Mission[GalleryLabResult], ...]:
    """The missions, easiest first."""
    return (_canary(), _one_gone(catalog, controls), _more_regions(catalog, controls))


def _cost(result: GalleryLabResult) -> float | None:
    return result.copies.usd_per_month


def _par(
    catalog: Catalog,
    controls: Controls,
    setup: Mapping[str, Any],
    tries: Iterable[Mapping[str, Any]],
    checks: tuple[GalleryCheck, ...],
) -> Callable[[], float | None]:
    """The cheapest of some ways that meet every check, worked out when first asked for."""

    @functools.cache
    def par() -> float | None:
        results = [compute(controls.state({**setup, **changes}), catalog) for changes in tries]
        good = [_cost(one) for one in results if all(check.met(one) for check in checks)]
        return min((usd for usd in good if usd is not None), default=None)

    return par


def _has(name: str, value: Any, words: str) -> GalleryCheck:
    return Check(words, lambda result: result.state[name] == value)


def _rush(vms: int, gone: int) -> tuple[GalleryCheck, ...]:
    return (
        Check(f"{vms} VMs at once", lambda result: result.state["vms"] >= vms),
        Check(f"{gone} region gone", lambda result: len(result.gone) >= gone),
        Check("no VM waits for a replica", lambda result: result.enough),
    )


_SIZE: Final[GalleryCheck] = Check("an image of 127 GiB or more", lambda result: result.state["gib"] >= 127)
_FULL: Final[GalleryCheck] = _has("mode", "Full", "full replication")


def _canary() -> Mission[GalleryLabResult]:
    def rest(result: GalleryLabResult) -> bool:
        return all(found.number == "1.10.1" for name, found in result.latest.items() if name != "swedencentral")

    return Mission(
        id="canary",
        title="One region first",
        level=1,
        brief=(
            "Version 1.10.1 has passed its tests: release it everywhere. 2.0.0 is to be tried in Sweden Central alone, "
            "where its VMs ask for latest. Nobody may change a VM or a scale set."
        ),
        checks=(
            Check("the four regions stay target regions", lambda result: set(FOUR) <= set(result.regions)),
            Check(
                "latest is 2.0.0 in Sweden Central",
                lambda result: "swedencentral" in result.latest and result.latest["swedencentral"].number == "2.0.0",
            ),
            Check("latest is 1.10.1 in every other target region", rest),
        ),
        score=lambda result: None,
        par=lambda: None,
        unit="",
        hint="Two things decide: what is excluded from latest, and where a version is replicated to.",
        debrief=(
            "A version is released by replicating it, and by taking the exclusion away: VMs and scale sets that ask "
            "for latest need no change."
        ),
        setup={"excluded": ("1.10.1",), "newest_in": ("northeurope",)},
    )


def _one_gone(catalog: Catalog, controls: Controls) -> Mission[GalleryLabResult]:
    setup = {"gib": 127, "vms": 600, "may_fail": 1, "replicas": 2}
    checks = (*_rush(600, 1), _SIZE, _FULL, _has("regions", FOUR, "the four regions, no other"))
    tries = [{"replicas": count} for count in range(1, 9)]
    return Mission(
        id="one-gone",
        title="One region is gone",
        level=2,
        brief=(
            "600 kiosk VMs are created at once in four regions, from an image of 127 GiB. One region is gone. Give the "
            "others enough replicas, and pay for none too many."
        ),
        checks=checks,
        score=_cost,
        par=_par(catalog, controls, setup, tries, checks),
        unit=UNIT,
        hint="How many VMs do the three regions that are left serve at once, with 50 a replica?",
        debrief="What is left has to be enough: 600 / 50 = 12 in three regions makes 4 in each, 16 in all.",
        setup=setup,
    )


def _more_regions(catalog: Catalog, controls: Controls) -> Mission[GalleryLabResult]:
    setup = {"gib": 127, "vms": 600, "may_fail": 1, "regions": FOUR[:2], "replicas": 3}
    checks = (*_rush(600, 1), _SIZE, _FULL,
              Check("every storage price is known", lambda result: _cost(result) is not None))  # fmt: skip
    others = [set_ for many in range(1, 5) for set_ in itertools.combinations(REGIONS[1:6], many)]
    tries = [{"regions": (REGIONS[0], *set_), "replicas": -(-12 // len(set_))} for set_ in others]
    return Mission(
        id="more-regions",
        title="Two regions, or five?",
        level=3,
        brief=(
            "The same 600 VMs, any one region may be gone, and the image is made in West Europe. This time you choose "
            "how many regions. What is the least you can pay a month for storage? All prices have to be known."
        ),
        checks=checks,
        score=_cost,
        par=_par(catalog, controls, setup, tries, checks),
        unit=UNIT,
        hint="With two regions each must carry everything. What must each of three carry, or of five?",
        debrief=(
            "The more regions, the less is lost with one: 24 replicas in two regions, 18 in three, 16 in four, 15 in "
            "five. Every region more costs a first copy with every version, and is one more place to look after."
        ),
        setup=setup,
    )
