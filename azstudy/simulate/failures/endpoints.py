"""Which load-balanced addresses still answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from azstudy.model.balancer import LoadBalancer
from azstudy.model.design import Design
from azstudy.model.network_words import NetworkTier
from azstudy.model.scaleset import ScaleSet
from azstudy.simulate.failures.outcome import EndpointOutcome, steps_of
from azstudy.simulate.failures.places import UNNAMED, Component, Place, front_zone, zone_of
from azstudy.simulate.failures.reading import Failure
from azstudy.simulate.failures.steps import Stretch


@attrs.frozen(kw_only=True)
class Front:
    """A load balancer: what its address falls with, and the numbers of the machines behind it."""

    name: str
    falls_with: tuple[Component, ...]
    backends: frozenset[int]
    notices_s: float | None


def fronts_of(design: Design, places: Sequence[Place]) -> tuple[Front, ...]:
    """Every load balancer with machines behind it.

    A zone-redundant address falls with its region alone, a zonal one with its zone too, a global one with neither.
    """
    found = []
    for balancer in design.of(LoadBalancer):
        machines = _behind(design, balancer)
        backends = frozenset(
            at
            for at, place in enumerate(places)
            if place.machine in machines or place.machine.split("/")[0] in machines
        )
        if backends:
            region = design.region_of(balancer) or UNNAMED
            zone = front_zone(design, balancer)
            local = [] if balancer.tier is NetworkTier.GLOBAL else [Component("region", region)]
            zonal = [] if zone is None else [zone_of(region, zone)]
            found.append(
                Front(
                    name=balancer.name,
                    falls_with=(*local, *zonal),
                    backends=backends,
                    notices_s=_notices(design, balancer),
                )
            )
    return tuple(found)


def _behind(design: Design, balancer: LoadBalancer) -> set[str]:
    """Names of VMs and scale sets with an interface in one of its pools."""
    found = set()
    for machine in design.machines:
        for nic in machine.nics:
            if nic.load_balancer and design.find(LoadBalancer, nic.load_balancer, within=machine) is balancer:
                found.add(machine.name)
    return {name for name in found if not _empty(design, name)}


def _empty(design: Design, name: str) -> bool:
    return any(one.name == name and one.instances == 0 for one in design.of(ScaleSet))


def _notices(design: Design, balancer: LoadBalancer) -> float | None:
    """Seconds until its first probe has failed often enough."""
    probe = next(iter(balancer.probes), None)
    return None if probe is None else probe.interval_s * probe.threshold


def endpoint_outcomes(
    fronts: Sequence[Front], dead: Mapping[Failure, tuple[int, int]], stretches: Sequence[Stretch]
) -> tuple[EndpointOutcome, ...]:
    """Whether each address answered: its front stands and at least one machine behind it is up."""
    found = []
    for front in fronts:
        spans = [span for failure, span in dead.items() if failure.component in front.falls_with]
        points = [
            (one, 0 if any(a <= one.start_s < b for a, b in spans) else len(front.backends - one.down))
            for one in stretches
        ]
        silent = sum(one.end_s - one.start_s for one, up in points if not up) / 60
        found.append(
            EndpointOutcome(
                name=front.name,
                backends=len(front.backends),
                steps=steps_of((one.start_s / 60, up) for one, up in points),
                silent_min=silent,
                notices_s=front.notices_s,
                because=_because(front, min(up for _, up in points), bool(spans)),
            )
        )
    return tuple(found)


def _because(front: Front, lowest: int, front_lost: bool) -> str:
    total = len(front.backends)
    if front_lost:
        return "its own address stands where the failure is"
    if not lowest:
        return f"none of the {total} machines behind it was up"
    if lowest == total:
        return f"all {total} machines behind it stayed up"
    probe = "" if front.notices_s is None else f"; its probe takes the dead ones out after {front.notices_s:g} s"
    return f"at least {lowest} of {total} machines behind it stayed up{probe}"
