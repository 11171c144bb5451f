"""The availability lab's missions. Checks look at the design and at drills; pars come from the models."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from azstudy.catalog.catalog import Catalog
from azstudy.labs._availability.result import AvailabilityLabResult, compute
from azstudy.labs._controls import Controls
from azstudy.labs._missions import Check, Mission

UNIT: Final = "USD a month"
LabCheck = Check[AvailabilityLabResult]
Tries = Mapping[str, tuple[Any, ...]]


def missions(catalog: Catalog, controls: Controls) -> tuple[Mission[AvailabilityLabResult], ...]:
    """The missions, easiest first."""
    makers = (_first_pair, _six_left, _moved_by_hand, _composite, _whole_region)
    return tuple(make(catalog, controls) for make in makers)


def _cost(result: AvailabilityLabResult) -> float | None:
    return result.bill.usd


def _par(
    catalog: Catalog, controls: Controls, setup: Mapping[str, Any], tries: Tries, checks: tuple[LabCheck, ...]
) -> Callable[[], float | None]:
    """The cheapest of some ways that meet every check, worked out when first asked for."""

    def each() -> Iterator[AvailabilityLabResult]:
        for values in itertools.product(*tries.values()):
            changes = dict(zip(tries, values, strict=True))
            yield compute(controls.state({**setup, **changes}), catalog)

    @functools.cache
    def par() -> float | None:
        good = [result for result in each() if all(check.met(result) for check in checks)]
        return min((result.bill.usd for result in good if result.bill.usd is not None), default=None)

    return par


_LEGAL: Final = LabCheck("Azure would build it", lambda result: not result.refused)
_PLACE: Final = LabCheck(
    "D2s_v5 in West Europe",
    lambda result: (result.state["size"], result.state["region"]) == ("D2s_v5", "westeurope"),
)


def _needs(number: int) -> LabCheck:
    return Check(f"{number} web VMs are needed", lambda result: result.state["needed"] == number)


def _has(name: str, value: Any, words: str) -> LabCheck:
    return Check(words, lambda result: result.state[name] == value)


def _survives(kind: str, words: str) -> LabCheck:
    return Check(words, lambda result: result.worst(kind).survives)


def _link(name: str, percent: float, words: str) -> LabCheck:
    def met(result: AvailabilityLabResult) -> bool:
        link = result.chain.link(name)
        return link is not None and link.percent is not None and link.percent >= percent

    return Check(words, met)


def _first_pair(catalog: Catalog, controls: Controls) -> Mission[AvailabilityLabResult]:
    setup = {"vms": 1, "needed": 1, "placement": "alone", "balancer": "none", "drill": "rack"}
    checks: tuple[LabCheck, ...] = (
        _needs(1),
        _PLACE,
        _LEGAL,
        Check(
            "one fault domain fails and one VM is left",
            lambda result: result.state["drill"] == "rack" and result.run.survives,
        ),
        _link("web", 99.95, "the web VMs earn 99.95 % or more"),
    )
    tries = {"vms": (1, 2, 3), "placement": ("alone", "set", "zones2"), "disk_type": ("Standard", "Premium")}
    return Mission(
        id="first-pair",
        title="One rack may fail",
        level=1,
        brief=(
            "Larkspur Ferries sells tickets on one web server. When the rack below it fails, nobody can buy. Change "
            "that as cheaply as you can: 99.95 % or more for the web servers."
        ),
        checks=checks,
        score=_cost,
        par=_par(catalog, controls, setup, tries, checks),
        unit=UNIT,
        hint="A second VM, and something that keeps the two apart. Which disk does an SLA for two VMs ask for?",
        debrief=(
            "Two VMs kept apart need no special disk: the disk decides only for a single VM. Over two zones they earn "
            "99.99 % for the same money."
        ),
        setup=setup,
    )


def _six_left(catalog: Catalog, controls: Controls) -> Mission[AvailabilityLabResult]:
    setup = {"vms": 6, "needed": 6, "placement": "zones2", "drill": "zone1"}
    checks: tuple[LabCheck, ...] = (
        _needs(6),
        _PLACE,
        _LEGAL,
        _survives("zone", "any zone fails and six web VMs are left"),
    )
    tries = {"vms": (8, 9, 10, 12), "placement": ("zones2", "zones3"), "disk_type": ("Standard", "Premium")}
    return Mission(
        id="six-left",
        title="Six must be left",
        level=2,
        brief=(
            "Six web servers carry the Saturday load. Any one zone may fail, and six must still be up. Spend as little "
            "as you can."
        ),
        checks=checks,
        score=_cost,
        par=_par(catalog, controls, setup, tries, checks),
        unit=UNIT,
        hint="Over two zones half is lost, over three zones a third. And look at the disks: what do they add here?",
        debrief="Over three zones nine are enough, over two it takes twelve. The third zone pays for itself.",
        setup=setup,
    )


def _moved_by_hand(catalog: Catalog, controls: Controls) -> Mission[AvailabilityLabResult]:
    setup = {"vms": 2, "needed": 1, "placement": "zones2", "database": "one", "drill": "zone1"}
    checks: tuple[LabCheck, ...] = (
        _needs(1),
        _has("database", "one", "one database VM"),
        _has("drill", "zone1", "zone 1 fails"),
        _PLACE,
        _LEGAL,
        Check("the data of the database can be reached", _data_reachable),
        Check("a web VM is left", lambda result: result.left >= 1),
    )
    tries: Tries = {
        "vms": (1, 2),
        "placement": ("zones2", "set"),
        "disk_type": ("Standard", "StandardSSD", "Premium"),
        "redundancy": ("LRS", "ZRS"),
    }
    return Mission(
        id="moved-by-hand",
        title="The orders must not be lost",
        level=3,
        brief=(
            "There is money for one database VM only. If its zone fails, it may be down for a while, but every order "
            "that was written must be at hand in another zone. As cheaply as you can."
        ),
        checks=checks,
        score=_cost,
        par=_par(catalog, controls, setup, tries, checks),
        unit=UNIT,
        hint="Which disk types can be zone-redundant? Azure refuses one of the three.",
        debrief=(
            "Standard SSD and Premium SSD can be zone-redundant, Standard HDD, Premium SSD v2 and Ultra cannot. The "
            "disk outlives the zone; the VM has to be replaced by hand."
        ),
        setup=setup,
    )


def _data_reachable(result: AvailabilityLabResult) -> bool:
    known = {one.disk: one for one in result.run.disks}
    return "db1/data" in known and known["db1/data"].reachable


def _end_to_end(result: AvailabilityLabResult) -> bool:
    return result.chain.percent is not None and result.chain.percent >= 99.95


def _composite(catalog: Catalog, controls: Controls) -> Mission[AvailabilityLabResult]:
    setup = {"vms": 2, "needed": 1, "placement": "set", "database": "one", "drill": "zone1"}
    checks: tuple[LabCheck, ...] = (
        _needs(1),
        _PLACE,
        _LEGAL,
        Check("there is a database", lambda result: result.state["database"] != "none"),
        Check("users come through a load balancer", lambda result: result.state["balancer"] != "none"),
        Check("all parts together reach 99.95 %", _end_to_end),
    )
    tries: Tries = {
        "vms": (2, 3),
        "placement": ("set", "zones2", "zones3"),
        "database": ("one", "two"),
        "disk_type": ("Standard", "StandardSSD", "Premium"),
    }
    return Mission(
        id="composite",
        title="99.95 % from end to end",
        level=4,
        brief=(
            "The board wants 99.95 % for the shop as a whole: web servers, load balancer and database together. The "
            "team has bought more web servers and is no nearer. Find what holds it back; spend as little as you can."
        ),
        checks=checks,
        score=_cost,
        par=_par(catalog, controls, setup, tries, checks),
        unit=UNIT,
        hint="“The SLA it earns” shows every part. Which one is lowest? And what does a set leave for the rest?",
        debrief=(
            "A product is lower than its lowest part: with 99.95 % anywhere, 99.95 % for all cannot be reached. Every "
            "part has to be a class above."
        ),
        setup=setup,
    )


def _whole_region(catalog: Catalog, controls: Controls) -> Mission[AvailabilityLabResult]:
    setup = {"vms": 4, "needed": 2, "placement": "zones2", "database": "one", "drill": "region"}
    checks: tuple[LabCheck, ...] = (
        _needs(2),
        _PLACE,
        _LEGAL,
        Check("there is a database", lambda result: result.state["database"] != "none"),
        _survives("zone", "any zone may fail"),
        _survives("region", "any whole region may fail"),
    )
    tries: Tries = {
        "vms": (2, 4, 6),
        "placement": ("zones2", "zones3", "regions"),
        "database": ("one", "two"),
        "disk_type": ("Standard", "Premium"),
    }
    return Mission(
        id="whole-region",
        title="The whole region",
        level=5,
        brief=(
            "An insurer asks: what if West Europe as a whole is gone? Two web servers and a database must be up, "
            "whichever region or zone fails. As cheaply as you can."
        ),
        checks=checks,
        score=_cost,
        par=_par(catalog, controls, setup, tries, checks),
        unit=UNIT,
        hint="Web servers alone are not enough: where is the database?",
        debrief=(
            "Zones do not help against the loss of a region. In two regions each must carry the need alone, the "
            "database too, and its data must be copied there, which the lab's bill leaves out."
        ),
        setup=setup,
    )
