"""Platform-orchestrated guest patching: availability first, in phases of regions, zone by zone, domain by domain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

import attrs

from azstudy.catalog.clocks import clock_of
from azstudy.model.design import Design
from azstudy.model.image import GalleryImage, ManagedImage
from azstudy.model.scaleset import ScaleSet
from azstudy.model.timezones import TimeZone
from azstudy.model.wall_clock import local_time, moment_of
from azstudy.model.words import RebootSetting
from azstudy.rules.patching import patched_at_once
from azstudy.simulate.upkeep.backlog import Backlog
from azstudy.simulate.upkeep.choices import DEFAULT_CHOICES, PATCH_MIN, UpkeepChoices
from azstudy.simulate.upkeep.result import DONE, PLATFORM, SKIPPED, Visit
from azstudy.simulate.upkeep.units import Unit, units_of

Pair = Callable[[str], str | None]
DAYS_AFTER_RELEASE: Final = 30
"""Within so many days of a release the platform patches (automatic-vm-guest-patching.md@0ba239a8)."""
RETRY_NIGHTS: Final = 7
"""Nights on which a machine that was off is looked for again. The page says "usually within a few days"."""
_LATER: Final = "it was off at its turn; the next assessment finds it running"


@attrs.frozen(kw_only=True)
class Wave:
    """Machines that the platform patches together.

    Attributes:
        phase: Which phase of regions, from 1.
        turn: Which turn in its region, from 1; regions of a phase go beside each other.
        region: The region.
        zone: The zone, None for machines without one.
        machines: Their names.
        because: What keeps the others apart from them.
    """

    phase: int
    turn: int
    region: str
    zone: int | None
    machines: tuple[str, ...]
    because: str


def patch_waves(design: Design, *, choices: UpkeepChoices = DEFAULT_CHOICES) -> tuple[Wave, ...]:
    """The order in which Azure patches the machines of a design that leave their patching to the platform.

    Regions come in phases, never both of a pair in one; inside a region zone after zone; inside an availability set
    one update domain after another and at most 20 % of the set at once, one by one below ten. Machines without a set
    go in batches "on a best effort basis"; azstudy takes the same share. The order of phases, zones and batches is
    not documented: azstudy goes by name and number. Machines on a customer's schedule and those in other modes are
    left out.

    Args:
        design: VMs and Flexible scale sets in mode AutomaticByPlatform without a schedule of their own.
        choices: The undocumented constants.

    Source: azure-compute-docs automatic-vm-guest-patching.md@0ba239a8.

    >>> import azstudy as az
    >>> patching = az.Patching("AutomaticByPlatform")
    >>> vms = [az.VirtualMachine(f"web{n}", "D2s_v5", patching=patching, zone=n % 2 + 1) for n in range(3)]
    >>> [(one.zone, one.machines) for one in patch_waves(az.Design("shop", vms, region="westeurope"))]
    [(1, ('web0',)), (1, ('web2',)), (2, ('web1',))]
    """
    from azstudy.catalog.catalog import default_catalog

    table = default_catalog()
    units = [one for one in units_of(design, (), PATCH_MIN) if is_platforms(one)]
    found = waves_of(units, lambda region: table.region(region).pair, choices)
    return tuple(attrs.evolve(wave, machines=tuple(unit.name for unit in members)) for wave, members in found)


def is_platforms(unit: Unit) -> bool:
    """Whether the platform may patch a machine: AutomaticByPlatform, no customer's schedule, not Uniform."""
    uniform = isinstance(unit.machine, ScaleSet) and not unit.machine.flexible
    return unit.by_platform and not unit.machine.patching.customer_schedule and not uniform


def phases(regions: Iterable[str], pair_of: Pair) -> tuple[tuple[str, ...], ...]:
    """Regions in phases: each joins the first phase that does not hold its pair.

    >>> phases(("westeurope", "northeurope", "swedencentral"), {"westeurope": "northeurope"}.get)
    (('northeurope', 'swedencentral'), ('westeurope',))
    """
    found: list[list[str]] = []
    for region in sorted(set(regions)):
        pairs = {pair_of(region)}
        home = next((one for one in found if not any(m in pairs or pair_of(m) == region for m in one)), None)
        if home is None:
            found.append([region])
        else:
            home.append(region)
    return tuple(map(tuple, found))


def waves_of(units: Sequence[Unit], pair_of: Pair, choices: UpkeepChoices) -> Iterator[tuple[Wave, tuple[Unit, ...]]]:
    """The waves with their machines, phase by phase."""
    for number, regions in enumerate(phases((one.region for one in units), pair_of), 1):
        for region in regions:
            here = [one for one in units if one.region == region]
            zones = sorted({one.zone for one in here}, key=lambda zone: (zone is None, zone))
            turn = 0
            for zone in zones:
                tracks = _tracks([one for one in here if one.zone == zone], choices)
                for batch in range(max(map(len, tracks))):
                    turn += 1
                    members = tuple(unit for track in tracks if batch < len(track) for unit in track[batch])
                    where = f"zone {zone}" if zone else "machines without a zone"
                    because = f"phase {number}, {region}, {where}, batch {batch + 1}"
                    yield Wave(phase=number, turn=turn, region=region, zone=zone, machines=(), because=because), members


def _tracks(units: Sequence[Unit], choices: UpkeepChoices) -> list[list[list[Unit]]]:
    """The batches of every group: update domain by update domain, at most a fifth at once."""
    groups: dict[str, list[Unit]] = {}
    for unit in units:
        groups.setdefault(unit.group, []).append(unit)
    found = []
    for group, members in groups.items():
        loose = max(1, len(members) * choices.loose_percent // 100)
        size = patched_at_once(members[0].group_size) if group else loose
        batches = []
        for domain in sorted({one.domain for one in members}):
            same = [one for one in members if one.domain == domain]
            batches += [same[n : n + size] for n in range(0, len(same), size)]
        found.append(batches)
    return found


def patch_by_platform(
    units: Sequence[Unit], releases: Sequence[datetime], since: datetime, pair_of: Pair, choices: UpkeepChoices
) -> list[Visit]:
    """Put the waves of every release on the nights after it.

    A wave begins in off-peak hours of its region and only if it can end in them (Flexible scale sets: at all hours);
    a region's waves follow each other, the next phase begins when all regions of the one before are done. Machines
    that are off at their turn get another one by themselves when they run again.
    """
    backlog = Backlog(units, releases)
    visits: list[Visit] = []
    waves = list(waves_of(units, pair_of, choices))
    free = since
    for release in releases:
        backlog.until(release)
        begin = max(free, release)
        for phase in sorted({wave.phase for wave, _ in waves}):
            ready: dict[str, datetime] = {}
            for wave, members in waves:
                if wave.phase == phase:
                    ready[wave.region] = _wave(wave, members, ready.get(wave.region, begin), visits, backlog, choices)
            begin = max(ready.values())
        free = _again([unit for unit in units if backlog.due(unit)], begin, visits, backlog, choices)
    return visits


def _again(
    units: Sequence[Unit], begin: datetime, visits: list[Visit], backlog: Backlog, choices: UpkeepChoices
) -> datetime:
    """Patch one by one what was off at its turn and runs by now; when the last one ends.

    The page says "usually within a few days": azstudy looks on so many nights (`RETRY_NIGHTS`), one machine at a time.
    """
    at = begin
    for unit in units:
        if unit.off is None or isinstance(unit.machine.image, GalleryImage | ManagedImage):
            continue
        wave = Wave(phase=0, turn=0, region=unit.region, zone=unit.zone, machines=(), because=_LATER)
        look = at
        for _ in range(RETRY_NIGHTS):
            opens, closes = night(unit.region, look, choices)
            if not unit.is_off(max(opens, look)):
                at = _wave(wave, (unit,), look, visits, backlog, choices)
                break
            look = closes
    return at


def _wave(
    wave: Wave,
    members: Sequence[Unit],
    ready: datetime,
    visits: list[Visit],
    backlog: Backlog,
    choices: UpkeepChoices,
) -> datetime:
    """Run one wave at the first time that fits; when it ends."""
    length = timedelta(minutes=max(one.patch_min for one in members) + choices.restart_min)
    if all(one.flexible for one in members):
        opens, closes = ready, ready + length  # Flexible scale sets are patched at all hours
    else:
        opens, closes = night(wave.region, ready, choices)
    start = max(opens, ready)
    if start + length > closes and start > opens:
        opens, closes = night(wave.region, closes, choices)
        start = opens
    for unit in members:
        visits.append(_visit(wave, unit, (opens, closes), start, backlog, choices))
    return max((one.ends for one in visits[-len(members) :] if one.ends), default=start)


def _visit(
    wave: Wave, unit: Unit, hours: tuple[datetime, datetime], start: datetime, backlog: Backlog, choices: UpkeepChoices
) -> Visit:
    base = Visit(
        machine=unit.name,
        workload=unit.workload,
        region=unit.region,
        zone=unit.zone,
        schedule=PLATFORM,
        kind="guest",
        opens=hours[0],
        closes=hours[1],
    )
    if isinstance(unit.machine.image, GalleryImage | ManagedImage):
        because = f"the platform patches listed Marketplace images, not {unit.machine.image.text}"
        return attrs.evolve(base, outcome=SKIPPED, code="custom-image", because=because)
    if unit.is_off(start):
        return attrs.evolve(base, outcome=SKIPPED, code="machine-off", because="it is off when its turn comes")
    at = start + timedelta(minutes=unit.patch_min)
    never = unit.machine.patching.reboot is RebootSetting.NEVER
    stays = never or backlog.without_restart(unit)
    away = None if stays else (at, at + timedelta(minutes=choices.restart_min))
    backlog.left[unit.name] = 0.0
    note = "" if away else "; its restart is left to you" if never else "; a hotpatch needs no restart"
    because = f"{wave.because}{note}"
    return attrs.evolve(base, begins=start, away=away, ends=away[1] if away else at, outcome=DONE, because=because)


def night(region: str, at: datetime, choices: UpkeepChoices) -> tuple[datetime, datetime]:
    """The off-peak hours that are running at a moment, or the next ones; UTC where the region's clock is unknown."""
    zone = clock_of(region) or TimeZone.UTC
    begin, end = choices.off_peak
    day = local_time(at, zone).replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
    while True:
        opens = moment_of(datetime.combine(day, begin), zone)
        closes = moment_of(datetime.combine(day + timedelta(days=1) if end <= begin else day, end), zone)
        if closes > at:
            return opens, closes
        day += timedelta(days=1)
