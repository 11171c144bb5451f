"""Which way helps against which threat."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.errors import InvalidInputError


def cell(threat, way, **design):
    return az.plan.protection(**design).cell(threat, way)


def test_the_grid_of_a_vm_with_data():
    assert set(az.plan.protection(cross_region_restore=True).ticks) == {
        ("bad_release", "site_recovery"),
        ("bad_release", "backup"),
        ("bad_release", "gallery"),
        ("corruption", "site_recovery"),
        ("corruption", "backup"),
        ("deleted_vm", "site_recovery"),
        ("deleted_vm", "backup"),
        ("zone_loss", "zones"),
        ("zone_loss", "site_recovery"),
        ("zone_loss", "backup"),
        ("region_loss", "site_recovery"),
        ("region_loss", "backup"),
    }


@pytest.mark.parametrize(("seen", "rpo"), [(20, (20, 25)), (180, (180, 240)), (60 * 30, None)])
def test_corruption_is_undone_by_a_point_from_before_it(seen, rpo):
    assert cell("corruption", "site_recovery", seen_after_min=seen).rpo_min == (rpo and pytest.approx(rpo))


def test_once_snapshots_are_gone_one_point_a_day_is_left():
    few = cell("corruption", "backup", backup_every_h=4, snapshot_days=1, seen_after_min=20)
    late = cell("corruption", "backup", backup_every_h=4, snapshot_days=1, seen_after_min=1440)
    assert (few.rpo_min, late.rpo_min) == ((20, 260), (1440, 2880))


def test_site_recovery_that_keeps_nothing_cannot_go_back():
    assert not cell("corruption", "site_recovery", replication_h=0).helps
    assert cell("region_loss", "site_recovery", replication_h=0).helps


def test_what_a_zone_needs():
    assert cell("zone_loss", "zones").rpo_min == (0, 0)
    assert not cell("zone_loss", "zones", zrs_disk=False).helps
    assert cell("zone_loss", "zones", zrs_disk=False, stateful=False).helps


@pytest.mark.parametrize(
    ("vault", "on", "zone", "region"),
    [
        ("LocallyRedundant", False, False, False),
        ("ZoneRedundant", False, True, False),
        ("GeoRedundant", False, False, False),
        ("GeoRedundant", True, True, True),
    ],
)
def test_what_outlives_a_place_in_the_vault(vault, on, zone, region):
    plan = az.plan.protection(vault=vault, cross_region_restore=on)
    assert (plan.cell("zone_loss", "backup").helps, plan.cell("region_loss", "backup").helps) == (zone, region)


def test_an_image_has_no_data():
    assert not cell("deleted_vm", "gallery").helps
    assert cell("deleted_vm", "gallery", stateful=False).helps
    assert not cell("region_loss", "gallery", stateful=False, image_elsewhere=False).helps


def test_replication_to_a_zone_does_not_leave_the_region():
    assert not cell("region_loss", "site_recovery", replication_to="zone").helps


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 5000), st.sampled_from([4, 6, 8, 12, 24, 168]), st.sampled_from([4, 6, 8, 12, 24, 168]))
def test_a_wish_met_stays_met_with_more_frequent_points(rpo, one, other):
    few, many = (
        az.plan.protection(rpo_min=rpo, rto_min=1000, backup_every_h=hours, cross_region_restore=True)
        for hours in (max(one, other), min(one, other))
    )
    assert set(many.unmet) <= set(few.unmet)


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 50_000), st.floats(0, 360), st.floats(0.1, 400))
def test_loss_is_never_negative(seen, kept, days):
    plan = az.plan.protection(seen_after_min=seen, replication_h=kept, backup_kept_days=days)
    assert all(0 <= one.rpo_min[0] <= one.rpo_min[1] for one in plan.cells if one.helps)


@pytest.mark.parametrize(
    "wrong", [{"rpo_min": -1}, {"replication_h": 361}, {"backup_kept_days": 0}, {"vault": "x"}, {"nothing": 1}]
)
def test_bad_input_is_refused(wrong):
    with pytest.raises(InvalidInputError):
        az.plan.protection(**wrong)
