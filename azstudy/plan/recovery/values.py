"""Threats, ways of protection, and what the answer to each pair is."""

from __future__ import annotations

from typing import Final

import attrs

from azstudy.errors import InvalidInputError

THREATS: Final = {
    "bad_release": "Bad release",
    "corruption": "Corruption seen later",
    "deleted_vm": "Deleted VM",
    "zone_loss": "Zone loss",
    "region_loss": "Region loss",
}
WAYS: Final = {
    "zones": "Zones",
    "site_recovery": "Site Recovery",
    "backup": "Backup",
    "gallery": "Gallery image",
}
_VAULTS: Final = ("LocallyRedundant", "ZoneRedundant", "GeoRedundant")


@attrs.frozen(kw_only=True)
class ProtectionDesign:
    """How one VM is protected.

    Attributes:
        stateful: Whether the VM keeps data that is nowhere else.
        zrs_disk: Whether its data is on zone-redundant (ZRS) disks.
        backup_every_h: Hours between backups.
        snapshot_days: Days that snapshots stay; of several backups a day only the last is kept for longer.
        backup_kept_days: Days that daily points stay.
        vault: Redundancy of the vault.
        cross_region_restore: Whether the vault has Cross Region Restore.
        replication_h: Hours that Site Recovery keeps its points.
        replication_to: Where it replicates to: "region" or "zone".
        image_elsewhere: Whether the image has a replica in another region.
        seen_after_min: Minutes until a bad release or corruption is seen.
    """

    stateful: bool = True
    zrs_disk: bool = True
    backup_every_h: float = 24
    snapshot_days: float = 7
    backup_kept_days: float = 180
    vault: str = "GeoRedundant"
    cross_region_restore: bool = False
    replication_h: float = 24
    replication_to: str = "region"
    image_elsewhere: bool = True
    seen_after_min: float = 20

    def __attrs_post_init__(self) -> None:
        kept = (self.snapshot_days, self.backup_kept_days)
        if not (0 < self.backup_every_h <= 168 and all(0 < days < float("inf") for days in kept)):
            raise InvalidInputError("Backups need an interval of 168 hours or less, and a retention above 0 days.")
        if not 0 <= self.replication_h <= 360:
            raise InvalidInputError(f"replication_h={self.replication_h:g}; Site Recovery keeps 0 to 360 (15 days).")
        if not 0 <= self.seen_after_min < float("inf"):
            raise InvalidInputError(f"seen_after_min={self.seen_after_min}; give 0 or more minutes.")
        for name, value, allowed in (
            ("vault", self.vault, _VAULTS),
            ("replication_to", self.replication_to, ("region", "zone")),
        ):
            if value not in allowed:
                raise InvalidInputError(f"{name}={value!r}. Allowed: {', '.join(allowed)}.")


@attrs.frozen(kw_only=True)
class Cell:
    """Whether a way helps against a threat, and how much is lost.

    Attributes:
        threat: Key of `THREATS`.
        way: Key of `WAYS`.
        helps: Whether service and data can be brought back.
        rpo_min: Least and most minutes of writes that are lost; None where it does not help.
        rto_min: Least and most minutes until service is back; None where it does not help.
        because: The reason.
        documented: Which of the numbers a page names; the others are illustrative.
    """

    threat: str
    way: str
    helps: bool
    rpo_min: tuple[float, float] | None = None
    rto_min: tuple[float, float] | None = None
    because: str
    documented: str = ""

    def meets(self, rpo_min: float, rto_min: float) -> bool:
        """Whether the worst case is within a wish, in minutes."""
        return (
            self.rpo_min is not None
            and self.rto_min is not None
            and self.rpo_min[1] <= rpo_min
            and self.rto_min[1] <= rto_min
        )

    @property
    def text(self) -> str:
        """The cell in one line."""
        head = f"{THREATS[self.threat]} / {WAYS[self.way]}"
        if self.rpo_min is None or self.rto_min is None:
            return f"{head}: no. {self.because}"
        return f"{head}: RPO {span(self.rpo_min)}, RTO {span(self.rto_min)}. {self.because}"

    def __str__(self) -> str:
        return self.text


def span(minutes: tuple[float, float]) -> str:
    """A range of minutes in words.

    >>> span((0, 0)), span((20, 25)), span((20, 1460))
    ('0 min', '20 to 25 min', '20 min to 24.3 h')
    """
    low, high = minutes
    if low == high:
        return _time(low)
    return f"{low:g} to {high:g} min" if high < 120 else f"{_time(low)} to {_time(high)}"


def _time(minutes: float) -> str:
    return f"{minutes:g} min" if minutes < 120 else f"{round(minutes / 60, 1):g} h"
