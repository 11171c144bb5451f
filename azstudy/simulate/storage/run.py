"""`az.simulate.disk_io`: reads and writes against the limits of disks and VM, a step at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.catalog.disks import disk_book
from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.model.size import VmSize
from azstudy.model.vm import VirtualMachine
from azstudy.model.words import Caching
from azstudy.simulate.storage.engine import Engine
from azstudy.simulate.storage.fitting import check
from azstudy.simulate.storage.kernel import Group
from azstudy.simulate.storage.limits import DiskCap, disk_caps, vm_caps
from azstudy.simulate.storage.outcome import DiskIoResult
from azstudy.simulate.storage.streams import (
    HIT_PERCENT,
    MINUTES,
    NO_CACHE,
    READ_PERCENT,
    Asked,
    Habits,
    is_load,
    read_stream,
)
from azstudy.simulate.storage.words import read_disks

STEP_S: Final = 60.0


def disk_io(
    size: str | VmSize | VirtualMachine,
    disks: Any = None,
    stream: Any = None,
    *,
    mbps: float | None = None,
    io_kib: float | None = None,
    read_percent: float = READ_PERCENT,
    hit_percent: float = HIT_PERCENT,
    minutes: float = MINUTES,
    step_s: float = STEP_S,
    over: Iterable[str] | None = None,
    elsewhere: Mapping[str, tuple[float, float]] | None = None,
    credits_percent: float = 100,
    region: str | None = None,
    zone: int | None = None,
    controller: str | None = None,
    cached_burst: tuple[float, float] | None = None,
    plain: bool = False,
    catalog: Catalog | None = None,
) -> DiskIoResult:
    """What a VM's disks serve of a load, what is held back, and which limit holds it back at each moment.

    Each disk's limit comes first, then the VM's: cached and uncached traffic have limits of their own. A read that
    the host cache holds counts as cached; one it does not, and a write with ReadOnly, count as both; a write with
    ReadWrite is complete in the cache and reaches the disk later. Limits hold in IOPS and in MB/s, bursts run on
    credits in each unit apart (a full bucket lasts 30 minutes at the highest burst) or, for Premium SSD above
    512 GiB, on demand.

    Args:
        size: Name of a VM size, a size, or a VM with its disks.
        disks: Texts such as "P30", "2 x P20 read only", "os P10", "premium v2 1024 GiB 8000 IOPS 300 MB/s", "temp",
            "ephemeral 64 GiB"; or nouns. None takes those of the VM.
        stream: The load: "8000 IOPS 120 MB/s for 30 min", a list of such phases, a list of IOPS with one number a
            step, a mapping of columns (iops, mbps, io_kib, read_percent, hit_percent), or a mapping from the names
            of disks to loads. A load that names no disk is striped evenly over the data disks.
        mbps: MB/s of a load that gives IOPS alone.
        io_kib: Size of an IO in KiB where it is not given otherwise; an IO beyond 256 KiB counts as several.
        read_percent: Share of reads where the load gives none.
        hit_percent: Share of the reads of cached disks that the host cache holds.
        minutes: Length of a phase that gives none.
        step_s: Seconds of a step.
        over: Names of the disks a striped load goes over.
        elsewhere: IOPS and MB/s that other VMs use of a shared disk, by its name.
        credits_percent: How full every bucket of credits is at the start; new disks and VMs have full ones.
        region: For prices, and for rules that depend on the region.
        zone: The VM's zone; Premium SSD v2 and Ultra need one in most regions.
        controller: "SCSI" for the lower limits that some sizes have with it.
        cached_burst: IOPS and MB/s of a burst on the cached way, where you know it; the catalogue does not.
        plain: True runs every step on its own; the result is the same, only slower.
        catalog: Where sizes and disks come from.

    Raises:
        InvalidInputError: For disks that cannot be attached, a load that is negative or empty, unknown limits.
        UnknownNameError: For a size, tier, region or disk that does not exist.

    Source: azure-compute-docs disks-performance.md@fe259248 (2026-09), managed-disks-bursting-2.md@2e4af987 (2025-01),
    disks-types.md@18c531ec (2026-08).

    >>> load = {"os": "1000 IOPS", "data1": "4500 IOPS", "data2": "4500 IOPS"}
    >>> result = disk_io("D8s_v3", ["os E30 uncached", "2 x E30"], load, credits_percent=0)
    >>> float(result.served_iops[0]), result.capped_by
    (1500.0, 'disk')
    >>> disk_io("D4s_v5", ["2 x P30"], "8000 IOPS 120 MB/s for 6 h").first_throttled_minute
    255.0
    """
    catalog = catalog or default_catalog()
    machine = size if isinstance(size, VirtualMachine) else None
    facts = _size(size, catalog)
    named = read_disks(machine if disks is None and machine is not None else disks or (), disk_book(catalog))
    notes = check(named, facts, region=region, zone=zone or (machine.zone if machine else None), catalog=catalog)
    caps = _used_elsewhere(disk_caps(named, facts, disk_book(catalog)), elsewhere or {})
    if not (isinstance(step_s, int | float) and 0 < step_s <= 86_400):
        raise InvalidInputError(f"step_s: {step_s!r} was given; a step lasts more than 0 and up to 86,400 seconds.")
    habits = Habits(mbps=mbps, io_kib=io_kib, read_percent=read_percent, hit_percent=hit_percent, minutes=minutes)
    loads = _loads(stream, caps, over=over, step_s=step_s, habits=habits)
    groups, asked = _grouped(caps, loads)
    vm = vm_caps(facts, cached_burst=cached_burst, controller=controller)
    if not 0 <= credits_percent <= 100:
        raise InvalidInputError(f"credits_percent: {credits_percent!r} was given; allowed: 0 to 100.")
    engine = Engine(groups, asked, vm, float(step_s), credits_percent / 100)
    return DiskIoResult(
        size=facts,
        disks=caps,
        notes=notes,
        region=None if region is None else catalog.region(region).name,
        engine=engine,
        tape=engine.walk() if plain else engine.run(),
        book=disk_book(catalog),
    )


def _size(given: str | VmSize | VirtualMachine, catalog: Catalog) -> VmSize:
    if isinstance(given, VmSize):
        return given
    return catalog.size(str(given.size) if isinstance(given, VirtualMachine) else given)


def _used_elsewhere(caps: tuple[DiskCap, ...], elsewhere: Mapping[str, tuple[float, float]]) -> tuple[DiskCap, ...]:
    names = [cap.name for cap in caps]
    for name, (iops, mbps) in elsewhere.items():
        if name not in names:
            raise UnknownNameError("disk", name, nearest(name, names), hint=f"There are: {', '.join(names)}.")
        if caps[names.index(name)].shares < 2:
            raise InvalidInputError(f"The disk {name!r} is not shared, so no other VM can use it.")
        if min(iops, mbps) < 0:
            raise InvalidInputError(f"elsewhere: {name!r} uses {iops:g} IOPS and {mbps:g} MB/s; give 0 or more.")
    return tuple(
        attrs.evolve(cap, cap=cap.cap.less(*elsewhere[cap.name])) if cap.name in elsewhere and cap.cap else cap
        for cap in caps
    )


# --- who gets which load -----------------------------------------------------------------------------------------
def _loads(
    stream: Any, caps: tuple[DiskCap, ...], *, over: Iterable[str] | None, step_s: float, habits: Habits
) -> dict[str, Asked]:
    if stream is None:
        raise InvalidInputError('No load was given. Write one, such as "8000 IOPS 120 MB/s for 30 min".')
    names = [cap.name for cap in caps]
    if is_load(stream):
        chosen = _stripe(caps, over)
        return dict.fromkeys(chosen, read_stream(stream, step_s=step_s, habits=habits).share(1 / len(chosen)))
    if over is not None:
        raise InvalidInputError("over: the load names its disks itself; leave one of the two out.")
    for name in stream:
        if name not in names:
            raise UnknownNameError("disk", name, nearest(str(name), names), hint=f"There are: {', '.join(names)}.")
    loads = {name: read_stream(load, step_s=step_s, habits=habits) for name, load in stream.items()}
    lengths = {load.steps for load in loads.values()}
    if len(lengths) > 1:
        raise InvalidInputError(f"The loads of the disks must be equally long; these are {sorted(lengths)} steps.")
    return loads


def _stripe(caps: tuple[DiskCap, ...], over: Iterable[str] | None) -> list[str]:
    names = [cap.name for cap in caps]
    if over is not None:
        chosen = [over] if isinstance(over, str) else list(over)
        for name in chosen:
            if name not in names:
                raise UnknownNameError("disk", name, nearest(str(name), names), hint=f"There are: {', '.join(names)}.")
        if not chosen or len(set(chosen)) < len(chosen):
            raise InvalidInputError("over: name each disk of the stripe once.")
        return chosen
    data = [cap.name for cap in caps if cap.name != "os" and cap.sku]
    return data or [cap.name for cap in caps if cap.name == "os"] or names


def _grouped(caps: tuple[DiskCap, ...], loads: dict[str, Asked]) -> tuple[tuple[Group, ...], tuple[Asked, ...]]:
    """Disks that are alike and carry the very same load, in groups."""
    steps = next(iter(loads.values())).steps
    idle = read_stream({"iops": [0.0] * steps}, step_s=STEP_S, habits=Habits())
    found: dict[Any, list[DiskCap]] = {}
    asked: dict[Any, Asked] = {}
    routed: dict[tuple[int, str], Asked] = {}
    for cap in caps:
        given = loads.get(cap.name, idle)
        place = cap.way if cap.cap is None else NO_CACHE if cap.caching is Caching.NONE else ""
        load = routed.setdefault((id(given), place), given.routed(place))
        key = (cap.words, cap.cap, cap.caching, cap.way, cap.gib, cap.shares, id(load))
        found.setdefault(key, []).append(cap)
        asked[key] = load
    groups = tuple(Group(names=tuple(one.name for one in alike), disk=alike[0]) for alike in found.values())
    return groups, tuple(asked.values())
