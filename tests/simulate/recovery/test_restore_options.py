"""What can be restored at a moment, and in which ways."""

from datetime import UTC, datetime, timedelta

import pytest

import azstudy as az
from azstudy.errors import InvalidInputError

SINCE = datetime(2025, 1, 1, tzinfo=UTC)
ON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAILY = az.BackupPolicy("daily")


def ways(**given):
    found = az.simulate.restore_options(given.pop("policy", DAILY), since=SINCE, on=ON, **given)
    return {one.name: one.possible for one in found.ways}


def test_a_fresh_point_is_restored_from_its_snapshot():
    found = az.simulate.restore_options(DAILY, since=SINCE, on=ON)
    assert found.missing_h == 4
    assert found.way("instant restore").tier == "snapshot"
    assert found.way("new VM").tier == "snapshot"


def test_an_old_point_comes_from_the_vault():
    found = az.simulate.restore_options(DAILY, since=SINCE, on=ON, back_to=ON - timedelta(days=30))
    assert not found.way("instant restore").possible
    assert found.way("restore disks").tier == "vault"


def test_a_deleted_vm_is_restored_as_a_new_one():
    found = ways(vm_exists=False)
    assert found["new VM"] and not found["replace disks"]


def test_disk_encryption_leaves_neither_files_nor_replacing():
    found = ways(encrypted=True)
    assert found["new VM"] and not found["files"] and not found["replace disks"]


@pytest.mark.parametrize(
    ("redundancy", "switched_on", "paired", "zone"),
    [
        ("grs", True, True, True),
        ("grs", False, False, False),
        ("zrs", False, False, True),
        ("lrs", False, False, False),
    ],
)
def test_where_the_vault_lets_a_restore_go(redundancy, switched_on, paired, zone):
    vault = az.RecoveryVault("v", redundancy, cross_region_restore=switched_on)
    found = ways(vault=vault, back_to=ON - timedelta(days=1))
    assert (found["paired region"], found["other zone"]) == (paired, zone)


def test_the_newest_copy_is_not_in_the_paired_region_yet():
    vault = az.RecoveryVault("v", "grs", cross_region_restore=True)
    assert not ways(vault=vault)["paired region"]


@pytest.mark.parametrize("kind", ["trusted_launch", "ultra_or_v2"])
def test_what_needs_the_enhanced_policy(kind):
    assert not any(ways(**{kind: True}).values())
    assert ways(**{kind: True}, policy=az.BackupPolicy("p", "enhanced"))["new VM"]


def test_the_tools_take_what_the_portal_refuses():
    assert ways(trusted_launch=True, set_by="tools")["new VM"]
    assert not ways(ultra_or_v2=True, set_by="tools")["new VM"]
    with pytest.raises(InvalidInputError, match="portal"):
        ways(set_by="hand")


@pytest.mark.parametrize("kind", ["uniform", "ephemeral_os"])
def test_what_is_never_backed_up(kind):
    assert not any(ways(**{kind: True}, policy=az.BackupPolicy("p", "enhanced")).values())


def test_no_point_before_protection_began():
    found = az.simulate.restore_options(DAILY, since=SINCE, on=ON, back_to=SINCE)
    assert found.point is None and found.missing_h is None and "No point" in found.text


@pytest.mark.parametrize("back_to", [ON + timedelta(hours=1), datetime(2026, 1, 1)])
def test_a_time_that_makes_no_sense_is_refused(back_to):
    with pytest.raises(InvalidInputError):
        az.simulate.restore_options(DAILY, since=SINCE, on=ON, back_to=back_to)
