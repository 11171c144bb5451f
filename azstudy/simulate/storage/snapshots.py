"""`az.simulate.disk_snapshots`: which incremental snapshots of a disk are taken, and when each can be used."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import attrs

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.catalog.disks import disk_book
from azstudy.errors import InvalidInputError
from azstudy.model.disk import DataDisk
from azstudy.model.words import DiskType
from azstudy.simulate.storage.words import read_disks
from azstudy.simulate.timeline import Decision, Timeline

PER_FIVE_MINUTES: Final = 7
PER_DISK: Final = 500
PENDING: Final = 3
DISKS_AT_ONCE: Final = 5
DEFAULT_SECTOR: Final = 4_096
"""Premium SSD v2 and Ultra: 4k sectors unless 512e is chosen (disks-types.md@18c531ec)."""
COPY_MINUTES: Final = 60.0
"""How long the background copy of a Premium SSD v2 or Ultra snapshot takes. Illustrative: it is not documented."""


@attrs.frozen(kw_only=True)
class DiskSnapshot:
    """One snapshot that was taken: when, and from when on a disk can be made of it (minutes from the start)."""

    taken_minute: float
    usable_minute: float


@attrs.frozen(kw_only=True)
class SnapshotRun:
    """What became of the snapshots that were asked for.

    Attributes:
        taken: Those that were made, in order.
        refused: How many were not.
        creates: Types of disks that can be made of them.
        usable_at_once: False where a background copy has to end first.
        max_pending: Background copies of one disk that may be under way; None where there is none.
        disks_at_once: Disks that may be made of one snapshot at the same time; None where no limit is documented.
        timeline: Each snapshot with its reason.
    """

    taken: tuple[DiskSnapshot, ...]
    refused: int
    creates: tuple[str, ...]
    usable_at_once: bool
    max_pending: int | None
    disks_at_once: int | None
    timeline: Timeline


def disk_snapshots(
    disk: Any,
    minutes: Iterable[float] = (),
    *,
    existing: int = 0,
    copy_minutes: float = COPY_MINUTES,
    grown_at_minute: float | None = None,
    catalog: Catalog | None = None,
) -> SnapshotRun:
    """Take incremental snapshots of a disk at the given minutes, by Azure's limits.

    At most 7 in five minutes and 500 at a time for one disk. A snapshot of Premium SSD v2 or Ultra can be used when
    its background copy has ended; three of them may be under way; growing the disk fails those that are.

    Args:
        disk: A text such as "premium v2 1024 GiB", or a noun; its `sector_bytes` decides what can be made of it.
        minutes: When a snapshot is asked for.
        existing: Snapshots that the disk has already.
        copy_minutes: Length of the background copy; not documented.
        grown_at_minute: When the disk is made larger.
        catalog: Where the tables of disks come from.

    Raises:
        InvalidInputError: For something that is not one data disk, or times that make no sense.

    Source: azure-compute-docs virtual-machines-disks-incremental-snapshots-restrictions.md@225a76fe (2024-12).

    >>> run = disk_snapshots("premium v2 64 GiB", [0, 10, 20, 30])
    >>> len(run.taken), run.refused, run.taken[0].usable_minute, run.creates
    (3, 1, 60.0, ('PremiumV2', 'UltraSSD'))
    """
    named = read_disks(disk, disk_book(catalog or default_catalog()))
    one = named[0][1]
    if len(named) != 1 or not isinstance(one, DataDisk):
        raise InvalidInputError(f"{disk!r} is not one data disk. Write one, such as 'premium v2 64 GiB'.")
    times = sorted(float(minute) for minute in minutes)
    if existing < 0 or not copy_minutes >= 0 or (times and times[0] < 0):
        raise InvalidInputError("existing, copy_minutes and every minute must be 0 or more.")
    slow = one.type.provisioned
    taken: list[DiskSnapshot] = []
    log: list[Decision] = []
    for at in times:
        why = _refusal(taken, at, existing, slow)
        if why:
            log.append(Decision(at_s=at * 60, action="snapshot refused", subject=one.name, because=why))
            continue
        ends = at + copy_minutes if slow else at
        failed = slow and grown_at_minute is not None and at <= grown_at_minute < ends
        if failed:
            why = "The disk is made larger while its background copy runs: the snapshot fails."
            log.append(Decision(at_s=at * 60, action="snapshot failed", subject=one.name, because=why))
            continue
        taken.append(DiskSnapshot(taken_minute=at, usable_minute=ends))
        when = f"usable from minute {ends:g}, when the background copy has ended" if slow else "usable at once"
        log.append(Decision(at_s=at * 60, action="snapshot taken", subject=one.name, because=when))
    return SnapshotRun(
        taken=tuple(taken),
        refused=len(times) - len(taken),
        creates=_creates(one),
        usable_at_once=not slow,
        max_pending=PENDING if slow else None,
        disks_at_once=DISKS_AT_ONCE if slow else None,
        timeline=Timeline(tuple(log)),
    )


def _refusal(taken: list[DiskSnapshot], at: float, existing: int, slow: bool) -> str:
    if existing + len(taken) >= PER_DISK:
        return f"The disk has {PER_DISK} snapshots; delete one first."
    if sum(at - one.taken_minute < 5 for one in taken) >= PER_FIVE_MINUTES:
        return f"{PER_FIVE_MINUTES} snapshots were taken in the last five minutes."
    pending = sum(one.usable_minute > at for one in taken)
    if slow and pending >= PENDING:
        return f"{pending} background copies of this disk are under way; at most {PENDING}."
    return ""


def _creates(disk: DataDisk) -> tuple[str, ...]:
    """Types of disks that a snapshot of `disk` can become: with 4k sectors only types that have them."""
    sector = disk.sector_bytes or (DEFAULT_SECTOR if disk.type.provisioned else 512)
    kinds = [kind for kind in DiskType if sector == 512 or kind.provisioned]
    return tuple(kind.value for kind in kinds)
