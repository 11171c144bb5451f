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
