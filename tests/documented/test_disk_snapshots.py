"""Snapshots of Premium SSD v2 and Ultra disks, and how many a disk may have."""

from __future__ import annotations

import pytest

from azstudy.model.design import Design
from azstudy.model.disk import Disk, Snapshot
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
