"""Whether a new image version starts an automatic OS image upgrade in a region.

Source: azure-compute-docs virtual-machine-scale-sets-automatic-upgrade.md@0c6223e9 (2026-05).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs

from azstudy.errors import InvalidInputError
from azstudy.model.gallery import ImageVersion, TargetRegion

FIRST_RUN_H: Final = 3
"""Hours within which the first upgrade begins after the feature was enabled."""


@attrs.frozen
class OsUpgradeStart:
    """Whether an upgrade starts, and why."""

    starts: bool
    because: str
    within_h: float | None = None
    """Hours within which the first upgrade begins after the feature was enabled; None where none begins."""

    def __bool__(self) -> bool:
        return self.starts


def starts_os_upgrade(
    region: str,
    version: ImageVersion | Iterable[str],
    *,
    excluded: bool = False,
    from_gallery: bool = True,
    follows_latest: bool = True,
) -> OsUpgradeStart:
    """Whether scale sets of a region with automatic OS upgrades take a newly published version.

    It has to be replicated to their region and not be excluded from latest, so regions can be released one by one.

    Args:
        region: The region of the scale set.
        version: An ImageVersion, or the regions it is replicated to.
        excluded: `excludeFromLatest`, where only regions are given.
        from_gallery: False for another custom image: those are never upgraded so.
        follows_latest: False where the scale set names one version.

    Raises:
        InvalidInputError: For an empty region.

    >>> bool(starts_os_upgrade("westeurope", ["westeurope"])), starts_os_upgrade("westeurope", ["eastus"]).because
    (True, 'the version is not replicated to westeurope')
    """
    if not region:
        raise InvalidInputError("Give the region of the scale set, such as 'westeurope'.")
    region = TargetRegion(region).region
    if isinstance(version, ImageVersion):
        here = next((one for one in version.target_regions if one.region == region), None)
        found, out = here is not None, version.exclude_from_latest or (here is not None and here.exclude_from_latest)
    else:
        found, out = region in {TargetRegion(one).region for one in version}, excluded
    if not from_gallery:
        return OsUpgradeStart(False, "only Marketplace and gallery images are upgraded by Azure")
    if not follows_latest:
        return OsUpgradeStart(False, "the scale set names one version instead of latest")
    if not found:
        return OsUpgradeStart(False, f"the version is not replicated to {region}")
    if out:
        return OsUpgradeStart(False, "the version is excluded from latest")
    return OsUpgradeStart(True, f"it is the newest version in {region} that is not excluded", FIRST_RUN_H)
