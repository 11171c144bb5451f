"""What protects the VMs of a design: only what is in it counts."""

from __future__ import annotations

from typing import Any

import pytest

import azstudy as az
from azstudy.plan import design_protection, protection
from azstudy.plan.recovery.values import THREATS, WAYS

EVERY_4_H = az.BackupPolicy("gold", "enhanced", frequency="hourly", every_h=4, window_h=24, vault="vault")
GEO = az.RecoveryVault("vault", cross_region_restore=True)


def db(name: str = "db", **fields: Any) -> az.VirtualMachine:
    given = {"data_disks": [az.DataDisk("data", 256)], **fields}
    return az.VirtualMachine(name, "E4s_v5", **given)


def shop(*resources: Any) -> az.Design:
    return az.Design("shop", resources, region="westeurope")


def helping(design: az.Design, vm: str = "db", **wish: Any) -> set[tuple[str, str]]:
    return set(design_protection(design, **wish).plans[vm].ticks)


def test_nothing_protects_a_bare_machine() -> None:
    found = design_protection(shop(db()))
    assert found.plans["db"].ticks == () and set(found.unmet["db"]) == set(THREATS)
    assert "Nothing in the design helps." in found.text


def test_each_way_comes_with_what_it_needs() -> None:
    zrs = db(data_disks=[az.DataDisk("data", 256, redundancy="ZRS")])
    assert helping(shop(zrs)) == {("zone_loss", "zones")}
    assert {way for _, way in helping(shop(db(backup="gold"), EVERY_4_H, GEO))} == {"backup"}
    replica = az.ReplicatedVm("db", "asr", target_region="northeurope")
    policy = az.ReplicationPolicy("asr", retention_h=24)
    assert {way for _, way in helping(shop(db(), replica, policy))} == {"site_recovery"}
    images = az.Gallery(
        "images", [az.ImageDefinition("db", [az.ImageVersion(n, ["westeurope"]) for n in ("1.0.0", "1.1.0")])]
    )
    assert helping(shop(db(image="images/db/1.1.0"), images)) == {("bad_release", "gallery")}


def test_two_zones_help_only_machines_without_data_of_their_own() -> None:
    web = [db(f"web{zone}", zone=zone, data_disks=[], tags={"workload": "web"}) for zone in (1, 2)]
    assert helping(shop(*web), "web1") == {("zone_loss", "zones")}
    assert helping(shop(*web), "web1", stateful=["web1", "web2"]) == set()
    assert helping(shop(web[0]), "web1") == set()


def test_the_vault_decides_what_outlives_a_place() -> None:
    with_vault = helping(shop(db(backup="gold"), EVERY_4_H, GEO))
    without = helping(shop(db(backup="gold"), EVERY_4_H.evolve(vault=None)))
    local = helping(shop(db(backup="gold"), EVERY_4_H, GEO.evolve(redundancy="LRS", cross_region_restore=False)))
    assert with_vault - without == {("zone_loss", "backup"), ("region_loss", "backup")} and local == without


def test_a_replica_in_a_zone_does_not_outlive_the_region() -> None:
    policy = az.ReplicationPolicy("asr")
    near = helping(shop(db(zone=1), az.ReplicatedVm("db", "asr", target_zone=2), policy))
    assert ("zone_loss", "site_recovery") in near and ("region_loss", "site_recovery") not in near


def test_it_says_what_the_plain_grid_says() -> None:
    policy = az.ReplicationPolicy("asr", retention_h=12)
    replica = az.ReplicatedVm("db", "asr", target_region="northeurope")
    plan = design_protection(shop(db(backup="gold"), EVERY_4_H, GEO, replica, policy), seen_after_min=90).plans["db"]
    plain = protection(
        backup_every_h=4, snapshot_days=7, backup_kept_days=180, cross_region_restore=True, replication_h=12,
        seen_after_min=90, zrs_disk=False,
    )  # fmt: skip
    for threat in THREATS:
        for way in ("backup", "site_recovery"):
            assert plan.cell(threat, way) == plain.cell(threat, way)


@pytest.mark.parametrize(("rpo_min", "met"), [(30, False), (300, True)])
def test_the_wish(rpo_min: float, met: bool) -> None:
    found = design_protection(shop(db(backup="gold"), EVERY_4_H, GEO), rpo_min=rpo_min, rto_min=600)
    assert ("corruption" not in found.unmet["db"]) is met


def test_examples_of_the_bundle_and_tables() -> None:
    found = design_protection(az.example("two-regions"), rpo_min=30)
    assert "Site Recovery" in str(found)
    table = found.to_frame()
    assert len(table) == len(found.plans) * len(THREATS) * len(WAYS)
    assert table[~table["helps"]]["rpo_min"].isna().all() and (table["because"] != "").all()


def test_bad_input() -> None:
    with pytest.raises(az.errors.UnknownNameError):
        design_protection(shop(db()), stateful=["web"])
    with pytest.raises(az.errors.InvalidInputError):
        design_protection(shop(db()), rpo_min=-1)
