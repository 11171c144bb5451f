"""The maintenance calendar of a design: all schedules and the platform, run together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.design import Design
from azstudy.model.maintenance import MaintenanceConfiguration
from azstudy.model.schedule_words import MaintenanceScope
from azstudy.simulate.failures.workloads import Needed, needs_of, workloads_of
from azstudy.simulate.upkeep.backlog import Backlog, release_days
from azstudy.simulate.upkeep.choices import DEFAULT_CHOICES, PATCH_MIN, UpkeepChoices
from azstudy.simulate.upkeep.customer import Opening, changed, patch_windows
from azstudy.simulate.upkeep.findings import Evidence, findings_of
from azstudy.simulate.upkeep.moments import as_moment
from azstudy.simulate.upkeep.result import DONE, CapacityStep, MaintenanceResult, Visit
from azstudy.simulate.upkeep.scopes import on_hosts, update_hosts, upgrade_images
from azstudy.simulate.upkeep.units import Off, Unit, on_schedule, units_of
from azstudy.simulate.upkeep.waves import is_platforms, patch_by_platform
from azstudy.simulate.upkeep.windows import length_of, windows


def maintenance(
    design: Design,
    *,
    since: datetime | str,
    until: datetime | str,
    off: Off = (),
    patch_min: float | Mapping[str, float] = PATCH_MIN,
    needed: Needed = None,
    released: Sequence[datetime | str] | None = None,
    changed_at: datetime | str | Mapping[str, datetime | str] | None = None,
    serves: Mapping[str, str] | None = None,
    choices: UpkeepChoices = DEFAULT_CHOICES,
    catalog: Catalog | None = None,
) -> MaintenanceResult:
    """Run the maintenance of a design: which machine is patched and restarts when, and what capacity remains.

    Guest schedules patch their machines in their windows; VMs in mode AutomaticByPlatform without a schedule are
    patched by the platform, availability first; OS image windows upgrade scale sets; host windows update one's own
    hosts. What no source documents is in `azstudy.simulate.upkeep.choices`; every update is taken to need a restart,
    hotpatches apart.

    Args:
        design: Machines and maintenance configurations, assigned by name or found by dynamic scopes. Machines with
            the same value of the tag "workload" do the same work.
        since: An aware datetime, or ISO text; text without an offset is UTC. A window that is open then counts, from
            its opening on.
        until: As `since`; windows that open before it are run to their end.
        off: Names of machines that are off throughout, or spans (from, until) by name.
        patch_min: Minutes that a machine's updates take, for all or by name (others take 30); illustrative.
        needed: Machines each workload needs: by name, or one number for all; by default one each.
        released: When updates appear; by default some wait at `since`, then more come each second Tuesday.
        changed_at: When schedules were changed last, for all or by name.
        serves: The region where the users of a workload are, by workload; by default its own.
        choices: The undocumented constants.
        catalog: Facts about regions; by default the bundled ones.

    Raises:
        InvalidInputError: For a span that is empty, a recurrence that never happens, or bad minutes.
        UnknownNameError: For names that the design does not have.

    Source: azure-compute-docs maintenance-configurations.md@2f92a16c (2026-09),
    automatic-vm-guest-patching.md@0ba239a8; azure-docs update-manager/scheduled-patching.md@06751d37 (2024-02),
    prerequsite-for-schedule-patching.md@c92f59c5.

    >>> import azstudy as az
    >>> night = az.MaintenanceConfiguration("night", "guest", start="2026-12-06 02:00", recurrence="Week Sunday")
    >>> vm = az.VirtualMachine("web1", "D2s_v5", patching=az.Patching("AutomaticByPlatform", customer_schedule=True),
    ...     maintenance=["night"])
    >>> run = maintenance(az.Design("shop", [night, vm], region="westeurope"), since="2026-12-06", until="2026-12-07")
    >>> run.patched, [f"{one.at:%H:%M} {one.running}/{one.total}" for one in run.capacity]
    (('web1',), ['02:30 0/1', '02:35 1/1'])
    """
    first, last = as_moment("since", since), as_moment("until", until)
    if last <= first:
        raise InvalidInputError(f"until={last} is not after since={first}. Give a later end.")
    table = catalog or default_catalog()
    units = units_of(design, off, patch_min)
    workloads = workloads_of(design)
    needs = needs_of(workloads, needed)
    served = _served(serves or {}, [one.name for one in workloads], table)
    days = release_days(first, last, released)
    members = {name: units_ for scope in MaintenanceScope for name, units_ in _members(design, scope, units).items()}
    openings = tuple(_openings(design, members, first, last, _changes(design, changed_at)))
    scheduled = frozenset(n for names in on_schedule(design, MaintenanceScope.IN_GUEST_PATCH).values() for n in names)
    visits = [one for one in _run(units, openings, days, scheduled, first, table, choices) if one.at < last]
    capacity = tuple(_capacity(visits, units, needs, first))
    seen = Evidence(
        design=design,
        units=units,
        openings=openings,
        releases=days,
        since=first,
        visits=visits,
        capacity=capacity,
        serves=served,
        scheduled=scheduled,
        members={name: [one.name for one in mine] for name, mine in members.items()},
        choices=choices,
    )
    return MaintenanceResult(
        since=first,
        until=last,
        visits=tuple(visits),
        capacity=capacity,
        findings=findings_of(seen),
        not_patched=_not_patched(units, visits, days, last, scheduled),
        totals={one.name: one.total for one in workloads},
        needs=needs,
    )


def _served(serves: Mapping[str, str], workloads: Sequence[str], table: Catalog) -> dict[str, str]:
    for name in serves:
        if name not in workloads:
            hint = f"This design has {', '.join(workloads)}."
            raise UnknownNameError("workload", name, nearest(name, workloads), hint=hint)
    return {name: table.region(region).name for name, region in serves.items()}


def _changes(design: Design, given: Any) -> Mapping[str, datetime] | datetime | None:
    if not isinstance(given, Mapping):
        return None if given is None else as_moment("changed_at", given)
    names = [one.name for one in design.of(MaintenanceConfiguration)]
    for name in given:
        if name not in names:
            raise UnknownNameError("maintenance configuration", name, nearest(name, names))
    return {name: as_moment("changed_at", at) for name, at in given.items()}


def _members(design: Design, scope: MaintenanceScope, units: Sequence[Unit]) -> dict[str, tuple[Unit, ...]]:
    """The machines of every configuration of a scope, instance by instance."""
    by_machine: dict[str, list[Unit]] = {}
    for unit in units:
        by_machine.setdefault(unit.machine.name, []).append(unit)
    found = {}
    for name, machines in on_schedule(design, scope).items():
        if scope is MaintenanceScope.HOST:
            found[name] = on_hosts(design, machines, by_machine)
        else:
            found[name] = tuple(unit for machine in machines for unit in by_machine.get(machine, ()))
    return found


def _openings(
    design: Design,
    members: Mapping[str, tuple[Unit, ...]],
    first: datetime,
    last: datetime,
    changes: Mapping[str, datetime] | datetime | None,
) -> Iterator[Opening]:
    for one in design.of(MaintenanceConfiguration):
        if one.start is not None:
            at = changed(one.name, changes)
            for window in windows(one, first - length_of(one), last):
                if window.end > first:
                    mine = members.get(one.name, ())
                    yield Opening(configuration=one, window=window, units=mine, changed_at=at)


def _run(
    units: Sequence[Unit],
    openings: Sequence[Opening],
    days: Sequence[datetime],
    scheduled: frozenset[str],
    first: datetime,
    table: Catalog,
    choices: UpkeepChoices,
) -> list[Visit]:
    """All visits in the order of time."""
    by_scope = {scope: [one for one in openings if one.configuration.scope is scope] for scope in MaintenanceScope}
    own = Backlog((unit for unit in units if unit.machine.name in scheduled), days)
    visits = list(patch_windows(by_scope[MaintenanceScope.IN_GUEST_PATCH], own, choices))
    visits += upgrade_images(by_scope[MaintenanceScope.OS_IMAGE], days, choices)
    visits += update_hosts(by_scope[MaintenanceScope.HOST], days)
    left = [unit for unit in units if is_platforms(unit) and unit.machine.name not in scheduled]
    if left:
        visits += patch_by_platform(left, days, first, lambda region: _pair(table, region), choices)
    return sorted(visits, key=lambda one: (one.at, one.schedule))


def _pair(table: Catalog, region: str) -> str | None:
    return table.region(region).pair if region else None


def _capacity(
    visits: Iterable[Visit], units: Sequence[Unit], needs: Mapping[str, int], first: datetime
) -> Iterator[CapacityStep]:
    """The steps of every workload, from spans in which machines are away or off."""
    workload = {unit.name: unit.workload for unit in units}
    total = Counter(workload.values())
    away = [(one.away[0], one.away[1], one.machine) for one in visits if one.away]
    away += [(begin, end, unit.name) for unit in units for begin, end in unit.off or ()]
    spans = [(max(begin, first), end, name) for begin, end, name in away if end > first]
    dead = Counter(unit.workload for unit in units if unit.off is None)
    changes: dict[tuple[datetime, str], list[tuple[str, int]]] = {}
    for begin, end, name in spans:
        changes.setdefault((begin, workload[name]), []).append((name, 1))
        changes.setdefault((end, workload[name]), []).append((name, -1))
    for name in dead:
        changes.setdefault((first, name), [])
    depth: Counter[str] = Counter()
    out: Counter[str] = Counter()
    for (at, of), moved in sorted(changes.items(), key=lambda pair: pair[0]):
        for name, by in moved:
            was = depth[name] > 0
            depth[name] += by
            out[of] += (depth[name] > 0) - was
        running = total[of] - dead[of] - out[of]
        yield CapacityStep(at=at, workload=of, running=running, total=total[of], needed=needs[of])


def _not_patched(
    units: Sequence[Unit],
    visits: Sequence[Visit],
    days: Sequence[datetime],
    last: datetime,
    scheduled: frozenset[str],
) -> dict[str, str]:
    """Machines whose last turn did not bring everything, and those that had none, each with the reason."""
    if not any(day < last for day in days):
        return {}
    latest = {one.machine: one for one in visits if one.kind != "host"}
    found = {}
    for unit in units:
        visit = latest.get(unit.name)
        if visit is None:
            found[unit.name] = _why_none(unit, scheduled)
        elif visit.outcome != DONE:
            found[unit.name] = visit.because
    return found


def _why_none(unit: Unit, scheduled: frozenset[str]) -> str:
    if unit.machine.name in scheduled:
        return "no window of its schedule opens in this time after updates have appeared"
    if unit.by_platform and unit.machine.patching.customer_schedule:
        return "it waits for a customer's schedule and is on none"
    if unit.by_platform:
        return "the platform's turn for it does not come in this time"
    return f"patch mode {unit.mode}: neither a schedule nor the platform patches it; that is left to its own system"
