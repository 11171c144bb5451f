"""What can be restored at a moment, from which point, and in which ways."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import attrs

from azstudy.errors import InvalidInputError
from azstudy.model.protection import BackupPolicy, RecoveryVault
from azstudy.model.schedule_words import BackupPolicyType, VaultRedundancy
from azstudy.simulate.recovery.backup_points import RecoveryPoint, recovery_points
from azstudy.simulate.recovery.moments import moment

SECONDARY_LAG_H: Final = 12.0
"""Hours until a vault's copy has reached the paired region. Azure's pages name 12 hours for databases in VMs; for whole
VMs this is illustrative."""
_PAGE: Final = "azure-docs backup-azure-arm-restore-vms.md@001e5456 (2022-12)"
_ENHANCED: Final = "azure-docs backup-azure-vms-enhanced-policy.md@c59c6dd2 (2025-06)"


@attrs.frozen(kw_only=True)
class RestoreWay:
    """One way to restore: whether it can be used, from where ("snapshot", "vault" or ""), why, and the page."""

    name: str
    possible: bool
    tier: str = ""
    because: str
    source: str = _PAGE

    @property
    def text(self) -> str:
        """The way in one line."""
        where = f" from the {self.tier}" if self.tier else ""
        return f"{self.name}: {'yes' if self.possible else 'no'}{where}. {self.because}"


@attrs.frozen(kw_only=True)
class RestoreResult:
    """What can be restored.

    Attributes:
        on: The moment of asking.
        back_to: The moment whose state is wanted.
        point: The newest recovery point from `back_to` or before that still exists; None where there is none.
        ways: Every way to restore, possible or not.
        because: Why this point, or why none.
    """

    on: datetime
    back_to: datetime
    point: RecoveryPoint | None
    ways: tuple[RestoreWay, ...]
    because: str

    @property
    def missing_h(self) -> float | None:
        """Hours between the point and the state wanted: what was written then is not in it. None without a point."""
        return None if self.point is None else (self.back_to - self.point.taken).total_seconds() / 3600

    def way(self, name: str) -> RestoreWay:
        """The way of a name, such as "new VM"."""
        for one in self.ways:
            if one.name == name:
                return one
        raise InvalidInputError(f"No way {name!r}. Allowed: {', '.join(one.name for one in self.ways)}.")

    @property
    def text(self) -> str:
        """The point, then each way in a line; the reason alone where there is no point."""
        if self.point is None:
            return self.because
        return "\n".join([self.because, *(one.text for one in self.ways)])

    def __str__(self) -> str:
        return self.text


def restore_options(
    policy: BackupPolicy,
    *,
    since: datetime | str,
    on: datetime | str,
    back_to: datetime | str | None = None,
    vault: RecoveryVault | None = None,
    vm_exists: bool = True,
    trusted_launch: bool = False,
    set_by: str = "portal",
    encrypted: bool = False,
    ephemeral_os: bool = False,
    uniform: bool = False,
    ultra_or_v2: bool = False,
) -> RestoreResult:
    """What can be restored at `on`, as it was at `back_to` (the same moment if left out).

    Args:
        policy: The backup policy.
        since: The first moment of protection: text such as "2026-03-02 14:20" (UTC), or an aware datetime.
        on: The moment of the restore, likewise.
        back_to: The moment whose state is wanted, not after `on`.
        vault: The vault; geo-redundant without Cross Region Restore if left out, as Azure makes it.
        vm_exists: False where the VM was deleted.
        trusted_launch: Whether the VM has Trusted Launch.
        set_by: How its backup was switched on: "portal", or "tools" (Azure CLI 2.73, PowerShell Az 14.0, REST
            2025-01-01 and later), which alone take Trusted Launch with a Standard policy.
        encrypted: Whether Azure Disk Encryption is on.
        ephemeral_os: Whether the OS disk is ephemeral.
        uniform: Whether it is an instance of a Uniform scale set.
        ultra_or_v2: Whether it has Ultra disks or Premium SSD v2.

    Raises:
        InvalidInputError: For times without a zone or in the wrong order, a policy that keeps nothing or that Azure
            would refuse, or an unknown `set_by`.

    Source: azure-docs backup-azure-arm-restore-vms.md@001e5456 (2022-12), backup-azure-vms-enhanced-policy.md@c59c6dd2
    (2025-06).

    >>> found = restore_options(BackupPolicy("daily"), since="2026-01-01", on="2026-03-02 12:00", vm_exists=False)
    >>> found.missing_h, found.way("new VM").possible, found.way("replace disks").possible
    (4.0, True, False)
    """
    points = recovery_points(policy, since=since, on=on)
    on = points.on
    wanted = on if back_to is None else moment("back_to", back_to)
    if wanted > on:
        raise InvalidInputError(f"back_to={wanted} is after on={on}. Ask for a state that has already been.")
    if set_by not in ("portal", "tools"):
        raise InvalidInputError(f"set_by={set_by!r}. Allowed: 'portal', 'tools'.")
    in_portal = trusted_launch and set_by == "portal"
    refused = _not_backed_up(
        policy, trusted_in_portal=in_portal, ephemeral=ephemeral_os, uniform=uniform, fast=ultra_or_v2
    )
    point = None if refused else max((p for p in points if p.taken <= wanted), key=lambda p: p.taken, default=None)
    if point is None:
        because = refused or f"No point from {wanted:%Y-%m-%d %H:%M} or before exists any more, or yet."
        return RestoreResult(on=on, back_to=wanted, point=None, ways=_none(because), because=because)
    keeper = vault or RecoveryVault("vault")
    ways = _ways(point, on, keeper, exists=vm_exists, trusted=trusted_launch, encrypted=encrypted)
    kept = ", ".join(point.kept_as) or "a snapshot only"
    because = f"The newest point is of {point.taken:%Y-%m-%d %H:%M} UTC (kept as {kept})."
    return RestoreResult(on=on, back_to=wanted, point=point, ways=ways, because=because)


def _not_backed_up(policy: BackupPolicy, *, trusted_in_portal: bool, ephemeral: bool, uniform: bool, fast: bool) -> str:
    """Why there are no points at all; empty where there are."""
    standard = policy.type is BackupPolicyType.V1
    if uniform:
        return "Azure Backup does not take instances of Uniform scale sets."
    if ephemeral:
        return "Azure Backup does not take VMs with an ephemeral OS disk: create them again from their image."
    if standard and fast:
        return "Ultra disks and Premium SSD v2 need the Enhanced policy."
    if standard and trusted_in_portal:
        return (
            "The portal backs up Trusted Launch by the Enhanced policy only. A Standard policy takes it where it is "
            "set by Azure CLI 2.73, PowerShell Az 14.0 or REST 2025-01-01 and later."
        )
    return ""


_WAYS: Final = ("instant restore", "new VM", "restore disks", "replace disks", "files", "other zone", "paired region")


def _none(because: str) -> tuple[RestoreWay, ...]:
    return tuple(RestoreWay(name=name, possible=False, because=because, source=_ENHANCED) for name in _WAYS)


def _ways(
    point: RecoveryPoint, on: datetime, vault: RecoveryVault, *, exists: bool, trusted: bool, encrypted: bool
) -> tuple[RestoreWay, ...]:
    tiers = point.tiers(on)
    tier, snapshot = tiers[0], "snapshot" in tiers
    quick = (
        f"The snapshot stays until {point.snapshot_until:%Y-%m-%d %H:%M} UTC, so no data has to come from the vault."
        if snapshot
        else "Its snapshot is gone; the data comes from the vault, which takes longer."
    )
    return (
        RestoreWay(name="instant restore", possible=snapshot, tier="snapshot" if snapshot else "", because=quick),
        RestoreWay(name="new VM", possible=True, tier=tier, because="A new VM in the same region, under a new name."),
        RestoreWay(name="restore disks", possible=True, tier=tier, because="Disks and a template to build a VM from."),
        _replace(tier, exists=exists, encrypted=encrypted),
        _files(tier, encrypted=encrypted),
        _other_zone(tiers, vault, trusted=trusted, encrypted=encrypted),
        _paired(point, on, vault),
    )


def _replace(tier: str, *, exists: bool, encrypted: bool) -> RestoreWay:
    if not exists:
        why = "The VM has to exist; once deleted, restore it as a new VM."
    elif encrypted:
        why = "Not for VMs with Azure Disk Encryption."
    else:
        why = "The disks of the VM are replaced; it keeps its name, network and identity."
    possible = exists and not encrypted
    return RestoreWay(name="replace disks", possible=possible, tier=tier if possible else "", because=why)


def _files(tier: str, *, encrypted: bool) -> RestoreWay:
    why = "Not for VMs with Azure Disk Encryption." if encrypted else "A script mounts the point; copy what you need."
    return RestoreWay(name="files", possible=not encrypted, tier="" if encrypted else tier, because=why)


def _other_zone(tiers: tuple[str, ...], vault: RecoveryVault, *, trusted: bool, encrypted: bool) -> RestoreWay:
    kept = vault.redundancy is VaultRedundancy.ZONE or vault.cross_region_restore
    if trusted or encrypted:
        why = "Not for VMs with Trusted Launch or Azure Disk Encryption (page of 2022)."
    elif not kept:
        why = "Needs a zone-redundant vault, or Cross Region Restore."
    elif "vault" not in tiers:
        why = "Not from a snapshot; the point is not in the vault."
    else:
        return RestoreWay(name="other zone", possible=True, tier="vault", because="The vault outlives the zone.")
    return RestoreWay(name="other zone", possible=False, because=why)


def _paired(point: RecoveryPoint, on: datetime, vault: RecoveryVault) -> RestoreWay:
    arrived = None if point.vault_from is None else point.vault_from + timedelta(hours=SECONDARY_LAG_H)
    if vault.redundancy is not VaultRedundancy.GEO or not vault.cross_region_restore:
        why = "Needs a geo-redundant vault with Cross Region Restore switched on."
    elif "vault" not in point.tiers(on) or arrived is None:
        why = "Snapshots are not copied to the paired region, only what is in the vault."
    elif on < arrived:
        why = f"The copy is expected there at {arrived:%Y-%m-%d %H:%M} UTC ({SECONDARY_LAG_H:g} hours, illustrative)."
    else:
        why = "A new VM or disks in the paired region; existing disks cannot be replaced there."
        return RestoreWay(name="paired region", possible=True, tier="vault", because=why)
    return RestoreWay(name="paired region", possible=False, because=why)
