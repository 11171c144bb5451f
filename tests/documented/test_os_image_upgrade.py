"""Which new image versions start an automatic OS image upgrade.

Source: MicrosoftDocs/azure-compute-docs articles/virtual-machine-scale-sets/
    virtual-machine-scale-sets-automatic-upgrade.md@0c6223e9 (2026-05).
"""

from __future__ import annotations

import pytest

import azstudy as az


def test_replicated_here_and_not_excluded() -> None:
    versions = [
        az.ImageVersion("1.0.0", ["westeurope"]),
        az.ImageVersion("1.0.1", ["eastus"]),
        az.ImageVersion("1.0.2", ["westeurope"], exclude_from_latest=True),
    ]
    assert [bool(az.simulate.starts_os_upgrade("westeurope", one)) for one in versions] == [True, False, False]


@pytest.mark.parametrize(
    ("region", "version", "starts"),
    [
        ("West Europe", az.ImageVersion("1.0.0", ["westeurope", "eastus"]), True),
        ("westeurope", az.ImageVersion("1.0.0", [az.TargetRegion("westeurope", exclude_from_latest=True)]), False),
        ("eastus", az.ImageVersion("1.0.0", ["eastus", az.TargetRegion("westeurope", exclude_from_latest=True)]), True),
    ],
)
def test_regions_are_released_one_by_one(region: str, version: object, starts: bool) -> None:
    assert bool(az.simulate.starts_os_upgrade(region, version)) is starts  # type: ignore[arg-type]


def test_other_custom_images_and_fixed_versions_do_not_follow() -> None:
    assert not az.simulate.starts_os_upgrade("westeurope", ["westeurope"], from_gallery=False)
    assert not az.simulate.starts_os_upgrade("westeurope", ["westeurope"], follows_latest=False)


def test_the_first_upgrade_begins_within_three_hours_after_enabling() -> None:
    assert az.simulate.starts_os_upgrade("westeurope", ["westeurope"]).within_h == 3


def test_a_version_reaches_each_region_only_when_it_is_there_and_a_bad_one_gets_the_old_disk_back() -> None:
    sets = {"westeurope": 5, "northeurope": 5}
    good = az.simulate.image_release(sets, canary="westeurope")
    assert [one.status for one in good.regions] == ["upgraded", "upgraded"]
    begins = {one.subject: one.at_s for one in good.timeline.only("automatic OS upgrade")}
    arrived = {one.subject: one.at_s for one in good.timeline.only("replicated")}
    assert all(arrived[region] < begins[region] for region in sets)
    bad = az.simulate.image_release(sets, canary="westeurope", version="answers 404")
    assert [(one.region, one.status) for one in bad.regions] == [
        ("westeurope", "old disks back"),
        ("northeurope", "untouched"),
    ]
