"""Snapshots of Premium SSD v2 and Ultra disks, and how many a disk may have."""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.errors import InvalidInputError
from azstudy.model.design import Design
from azstudy.model.disk import DataDisk, Disk, Snapshot
from azstudy.rules import review

SNAPSHOTS = (
    "MicrosoftDocs/azure-compute-docs articles/virtual-machines/includes/"
    "virtual-machines-disks-incremental-snapshots-restrictions.md@225a76fe"
)


def broken(*resources):
    return set(review(Design("copies", resources, region="westeurope")).rule_ids)


@pytest.mark.parametrize("kind", ["PremiumV2", "UltraSSD"])
def test_a_snapshot_of_v2_and_ultra_is_incremental(kind):
    disk = Disk("data", 64, type=kind, zone=1)
    assert "snapshot-01" not in broken(disk, Snapshot("s", disk="data")), SNAPSHOTS
    assert "snapshot-01" in broken(disk, Snapshot("s", disk="data", incremental=False)), SNAPSHOTS


def test_a_disk_has_at_most_500_snapshots():
    disk = Disk("data", 64)
    assert "snapshot-02" not in broken(disk, Snapshot("s", disk="data", copies=500)), SNAPSHOTS
    assert "snapshot-02" in broken(disk, Snapshot("s", disk="data", copies=501)), SNAPSHOTS


@pytest.mark.parametrize(
    ("sector", "creates"),
    [(512, {"Premium", "PremiumV2", "UltraSSD", "StandardSSD", "Standard"}), (4_096, {"PremiumV2", "UltraSSD"})],
)
def test_the_sector_size_decides_what_a_snapshot_becomes(sector, creates):
    run = az.simulate.disk_snapshots(DataDisk("data", 64, type="PremiumV2", sector_bytes=sector))
    assert set(run.creates) == creates, SNAPSHOTS


@pytest.mark.parametrize("kind", ["premium v2 64 GiB", "ultra 64 GiB"])
def test_a_snapshot_of_v2_and_ultra_waits_for_its_background_copy(kind):
    run = az.simulate.disk_snapshots(kind, [0, 1, 2, 3, 70], copy_minutes=60)
    assert run.usable_at_once is False, SNAPSHOTS
    assert run.max_pending == 3, SNAPSHOTS
    assert [one.taken_minute for one in run.taken] == [0, 1, 2, 70], SNAPSHOTS
    assert [one.usable_minute for one in run.taken] == [60, 61, 62, 130]
    assert "3 background copies" in run.timeline.only("snapshot refused")[0].because
    assert run.disks_at_once == 5, SNAPSHOTS


def test_growing_the_disk_fails_the_snapshots_under_way():
    run = az.simulate.disk_snapshots("premium v2 64 GiB", [0, 100], copy_minutes=60, grown_at_minute=30)
    assert [one.taken_minute for one in run.taken] == [100], SNAPSHOTS
    plain = az.simulate.disk_snapshots("P10", [0, 100], grown_at_minute=30)
    assert len(plain.taken) == 2


def test_seven_snapshots_in_five_minutes_and_five_hundred_in_all():
    run = az.simulate.disk_snapshots("P10", [n / 10 for n in range(10)] + [5])
    assert run.usable_at_once is True
    assert len(run.taken) == 8 and run.refused == 3, SNAPSHOTS
    assert az.simulate.disk_snapshots("P10", [0], existing=499).refused == 0, SNAPSHOTS
    assert az.simulate.disk_snapshots("P10", [0], existing=500).refused == 1, SNAPSHOTS


@pytest.mark.parametrize(("disk", "more"), [("temp", {}), (["P10", "P20"], {}), ("P10", {"existing": -1})])
def test_nonsense_is_refused(disk, more):
    with pytest.raises(InvalidInputError):
        az.simulate.disk_snapshots(disk, [0], **more)
