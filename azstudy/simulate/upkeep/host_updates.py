"""Azure's own maintenance of its hosts: who is paused, moved or restarted, in which turn, and what is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.design import Design
from azstudy.model.placement import HostGroup
from azstudy.model.schedule_words import MaintenanceScope
from azstudy.model.spoken import Spoken
from azstudy.model.vm import Machine, VirtualMachine
from azstudy.simulate.failures.places import UNNAMED, Place, places_of
from azstudy.simulate.failures.workloads import Needed, needs_of, workloads_of
from azstudy.simulate.timeline import Decision, Timeline
from azstudy.simulate.upkeep.units import on_schedule
from azstudy.simulate.upkeep.waves import phases

if TYPE_CHECKING:
    import pandas as pd

KINDS: Final = {"freeze": 10.0, "long freeze": 30.0, "live migration": 5.0, "reboot": 300.0}
"""Seconds a machine is away: below 10 usually, about 30 once in 18 months at most, 5 typically
(maintenance-and-updates.md@0feba6f0, 2026-04); those of a restart are illustrative."""
NO_PAUSE: Final = frozenset("GLNH")
"""Families whose memory does not survive host maintenance (the same page)."""
SELF_SERVICE_DAYS: Final = 28
"""The page says "typically four weeks" where it describes the phase, and 35 days for hosts in its introduction."""
RECOVERY_MIN: Final = 30.0
"""Minutes for one update domain to recover before the next (availability-set-overview.md@1a043fb3, 2024-06)."""
DOMAIN_MIN: Final = 60.0
"""Minutes of work on one fault or update domain. Illustrative."""


@attrs.frozen(kw_only=True)
class HostVisit:
    """One machine in a host update.

    Attributes:
        machine: The VM, or "scale set/instance".
        workload: The workload it belongs to.
        region: Its region.
        zone: Its zone, as given or as azstudy takes it.
        turn: Its turn, from 1.
        at_min: Minutes from the start; None where it is not touched now.
        away_s: Seconds it is away.
        effect: "freeze", "long freeze", "live migration", "reboot", "own window" or "later".
        because: Why.
    """

    machine: str
    workload: str
    region: str
    zone: int
    turn: int
    at_min: float | None
    away_s: float
    effect: str
    because: str


@attrs.frozen(kw_only=True)
class HostUpdateResult(Spoken):
    """A host update over a design.

    Attributes:
        kind: "freeze", "long freeze", "live migration" or "reboot".
        visits: One for each machine, in the order of time.
        lowest: The fewest machines of each workload that run at any moment.
        totals: Machines of each workload.
        needs: Machines each workload needs.
    """

    kind: str
    visits: tuple[HostVisit, ...]
    lowest: Mapping[str, int]
    totals: Mapping[str, int]
    needs: Mapping[str, int]

    @property
    def below(self) -> tuple[str, ...]:
        """Workloads that fall below their need at some moment."""
        return tuple(name for name, least in self.lowest.items() if least < self.needs[name])

    @property
    def timeline(self) -> Timeline:
        """One line for each machine that is touched now."""
        return Timeline(
            tuple(
                Decision(at_s=one.at_min * 60, action=one.effect, subject=one.machine, because=one.because)
                for one in self.visits
                if one.at_min is not None
            )
        )

    @property
    def text(self) -> str:
        """Who is touched when, who later, and what is left of each workload."""
        lines = [one.text for one in self.timeline]
        lines += [f"{one.machine} {one.effect}: {one.because}" for one in self.visits if one.at_min is None]
        lines += [
            f"{name}: at least {least} of {self.totals[name]} run, {_needed(self.needs[name])}"
            for name, least in self.lowest.items()
        ]
        return "\n".join(lines)

    def to_frame(self) -> pd.DataFrame:
        """A pandas table, one row a machine."""
        import pandas as pd

        return pd.DataFrame([attrs.asdict(one) for one in self.visits])


def host_update(
    design: Design,
    kind: str = "freeze",
    *,
    needed: Needed = None,
    self_service: Mapping[str, float] | None = None,
    domain_min: float = DOMAIN_MIN,
    catalog: Catalog | None = None,
) -> HostUpdateResult:
    """Let Azure update the hosts under a design.

    Without a restart ("freeze", "long freeze", "live migration") one fault domain goes after another; regions of a
    pair and zones mostly follow each other, but may overlap, and so do regions here. Families G, L, N and H keep no
    memory through it: they are restarted later, with notice. With a restart ("reboot") the owner may start the
    maintenance in the self-service phase; after it one update domain, one zone and one region of a pair goes at a
    time. Machines on dedicated hosts with a schedule of their own take updates without a restart in their window.

    Args:
        design: VMs and scale sets.
        kind: "freeze", "long freeze", "live migration" or "reboot".
        needed: Machines each workload needs; by default one each.
        self_service: For "reboot": days after the notice on which the owner starts a machine's maintenance, by name.
        domain_min: Minutes of work on one domain; illustrative.
        catalog: Facts about regions.

    Raises:
        UnknownNameError: For another kind, or a name that is no machine.
        InvalidInputError: For days outside the self-service phase.

    Source: azure-compute-docs maintenance-and-updates.md@0feba6f0 (2026-04),
    availability-set-overview.md@1a043fb3 (2024-06), maintenance-configurations.md@2f92a16c (2026-09).

    >>> from azstudy.catalog.designs import example
    >>> run = host_update(example("web-pair"), "reboot")
    >>> [(one.machine, one.turn) for one in run.visits], run.lowest
    ([('web1', 1), ('web2', 2)], {'web': 1})
    """
    if kind not in KINDS:
        raise UnknownNameError("kind of host update", str(kind), nearest(str(kind), KINDS))
    if not 0 < domain_min < float("inf"):
        raise InvalidInputError(f"domain_min is {domain_min!r}; allowed is a number of minutes above 0.")
    table = catalog or default_catalog()
    places = places_of(design)
    days = _days(self_service or {}, places, kind)
    own = _in_own_window(design, kind)
    families = {machine.name: machine.size.family for machine in design.machines if machine.size is not None}
    if kind == "reboot":
        found = list(_restarts(places, days, domain_min, table))
    else:
        found = list(_pauses(places, kind, domain_min, own, families))
    found.sort(key=lambda one: (one.at_min is None, one.at_min or 0.0))
    workloads = workloads_of(design)
    totals = {one.name: one.total for one in workloads}
    return HostUpdateResult(
        kind=kind,
        visits=tuple(found),
        lowest=_lowest(found, totals),
        totals=totals,
        needs=needs_of(workloads, needed),
    )


def _needed(count: int) -> str:
    return "1 is needed" if count == 1 else f"{count} are needed"


def _days(given: Mapping[str, float], places: Sequence[Place], kind: str) -> dict[str, float]:
    names = [one.machine for one in places]
    if given and kind != "reboot":
        raise InvalidInputError(f"self_service is for maintenance that restarts, not for a {kind}. Leave it out.")
    for name, day in given.items():
        if name not in names:
            raise UnknownNameError("machine", name, nearest(name, names))
        if isinstance(day, bool) or not 0 <= day < SELF_SERVICE_DAYS:
            raise InvalidInputError(
                f"{name} on day {day!r}; the self-service phase has days 0 to {SELF_SERVICE_DAYS}, its end left out."
            )
    return dict(given)


def _in_own_window(design: Design, kind: str) -> frozenset[str]:
    """Machines that take updates without a restart in a window of their own."""
    if kind == "reboot":
        return frozenset()
    names = {name for members in on_schedule(design, MaintenanceScope.HOST).values() for name in members}
    groups = [one for one in design.of(HostGroup) if one.name in names]
    hosts = {host.name for group in groups for host in group.hosts}
    return frozenset(one.name for one in design.machines if one.name in names or _on(one, groups, hosts))


def _on(machine: Machine, groups: Sequence[HostGroup], hosts: set[str]) -> bool:
    host = machine.host if isinstance(machine, VirtualMachine) else None
    return machine.host_group in {one.name for one in groups} or (host is not None and host.split("/")[-1] in hosts)


def _pauses(
    places: Sequence[Place], kind: str, domain_min: float, own: frozenset[str], families: Mapping[str, str | None]
) -> Iterator[HostVisit]:
    """One fault domain after another, in every zone and region beside each other (the worst the page allows)."""
    for place in places:
        name = place.machine.partition("/")[0]
        base = HostVisit(
            machine=place.machine,
            workload=place.workload,
            region=place.region,
            zone=place.zone,
            turn=place.domain + 1,
            at_min=place.domain * domain_min,
            away_s=KINDS[kind],
            effect=kind,
            because=f"fault domain {place.domain}: it pauses for {'about' if kind == 'long freeze' else 'up to'} "
            f"{KINDS[kind]:g} s and keeps its memory",
        )
        if name in own:
            because = "it is on a host schedule: it takes the update in its own window, within 35 days"
            yield attrs.evolve(base, at_min=None, away_s=0.0, effect="own window", because=because)
        elif families.get(name) in NO_PAUSE:
            because = f"family {families[name]} keeps no memory through host maintenance: a restart with notice follows"
            yield attrs.evolve(base, at_min=None, away_s=0.0, effect="later", because=because)
        else:
            yield base


def _restarts(
    places: Sequence[Place], days: Mapping[str, float], domain_min: float, table: Catalog
) -> Iterator[HostVisit]:
    """Self-service first; then phases of regions, and in each zone by zone, update domain by update domain."""
    begin = SELF_SERVICE_DAYS * 1440.0
    slot = domain_min + RECOVERY_MIN
    pair = {one.region: None if one.region == UNNAMED else table.region(one.region).pair for one in places}
    for phase in phases(pair, pair.get):
        turns = 1
        for region in phase:
            here = [one for one in places if one.region == region]
            orders = {
                track: sorted({one.turn for one in here if one.track == track}) for track in {p.track for p in here}
            }
            turns = max(turns, *(len(order) for order in orders.values()))
            for place in here:
                turn = orders[place.track].index(place.turn)
                day = days.get(place.machine)
                at = begin + turn * slot if day is None else day * 1440
                words = f"turn {turn + 1}: {place.because}"
                if day is not None:
                    words = f"started by its owner on day {day:g}: it moves to an updated host, local disks are lost"
                yield HostVisit(
                    machine=place.machine,
                    workload=place.workload,
                    region=region,
                    zone=place.zone,
                    turn=turn + 1,
                    at_min=at,
                    away_s=KINDS["reboot"],
                    effect="reboot",
                    because=words,
                )
        begin += turns * slot


def _lowest(visits: Sequence[HostVisit], totals: Mapping[str, int]) -> dict[str, int]:
    """The fewest machines of each workload at any moment."""
    moments: dict[str, list[tuple[float, int]]] = {name: [] for name in totals}
    for one in visits:
        if one.at_min is not None:
            moments[one.workload] += [(one.at_min * 60, 1), (one.at_min * 60 + one.away_s, -1)]
    found = {}
    for name, changes in moments.items():
        away: Counter[str] = Counter()
        worst = 0
        for _, by in sorted(changes):  # who returns at a moment does so before the next one leaves
            away[name] += by
            worst = max(worst, away[name])
        found[name] = totals[name] - worst
    return found
