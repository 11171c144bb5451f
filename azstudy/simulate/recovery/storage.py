"""How much storage the points of a backup policy take, and what of it has a known price."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise

import attrs

from azstudy.catalog.catalog import Catalog, default_catalog
from azstudy.catalog.disks import DiskPrice, disk_book
from azstudy.errors import InvalidInputError
from azstudy.model.protection import BackupPolicy
from azstudy.model.schedule_words import BackupPolicyType
from azstudy.simulate.recovery.backup_points import RecoveryPoint, recovery_points


@attrs.frozen(kw_only=True)
class BackupStorage:
    """Storage of one VM's backups at a moment, in GiB, and USD a month; None where a price is not known.

    Attributes:
        snapshots: How many points have a snapshot.
        in_vault: How many points are in the vault.
        snapshot_gib: Storage of the snapshots.
        vault_gib: Storage in the vault.
        snapshot_usd: Price of the snapshots a month.
        vault_usd: Price of the vault's storage a month; None unless a price was given.
        instance_usd: The fee for a protected VM a month; None unless given.
        notes: What has no price, and what is a model.
    """

    snapshots: int
    in_vault: int
    snapshot_gib: float
    vault_gib: float
    snapshot_usd: float | None
    vault_usd: float | None
    instance_usd: float | None
    notes: tuple[str, ...]

    @property
    def total_usd(self) -> float | None:
        """All three together; None as long as one of them is not known."""
        parts = [self.snapshot_usd, self.vault_usd, self.instance_usd]
        known = [part for part in parts if part is not None]
        return sum(known) if len(known) == len(parts) else None

    @property
    def text(self) -> str:
        """Storage and price in lines."""
        lines = [
            f"{self.snapshots} snapshots, {self.snapshot_gib:,.1f} GiB, {_usd(self.snapshot_usd)}",
            f"{self.in_vault} points in the vault, {self.vault_gib:,.1f} GiB, {_usd(self.vault_usd)}",
            f"fee for the protected VM: {_usd(self.instance_usd)}",
        ]
        return "\n".join([*lines, *self.notes])

    def __str__(self) -> str:
        return self.text


def backup_storage(
    policy: BackupPolicy,
    *,
    since: datetime | str,
    on: datetime | str,
    used_gib: float,
    churn_gib_per_day: float,
    region: str = "westeurope",
    vault_usd_per_gib: float | None = None,
    instance_usd: float | None = None,
    catalog: Catalog | None = None,
) -> BackupStorage:
    """Storage that one VM's points take at a moment, and its price a month.

    A model: the oldest point of each tier holds all used data, every later one what has changed since the one before,
    at most all of it. The bundle prices snapshots; it has no price of vault storage or of the fee for a protected VM,
    so these stay unknown unless you give them.

    Args:
        policy: The backup policy.
        since: The first moment of protection: text such as "2026-03-02 14:20" (UTC), or an aware datetime.
        on: The moment asked about, likewise.
        used_gib: Data on all disks, GiB.
        churn_gib_per_day: Data changed in a day, GiB.
        region: Where the snapshots are.
        vault_usd_per_gib: Your price of a GiB in the vault for a month.
        instance_usd: Your price of a protected VM for a month.
        catalog: The facts and prices in use.

    Raises:
        InvalidInputError: For negative amounts, times without a zone, a policy that keeps nothing.

    >>> found = backup_storage(BackupPolicy("daily"), since="2026-03-01", on="2026-03-04 12:00",
    ...     used_gib=100, churn_gib_per_day=5)
    >>> found.snapshots, found.snapshot_gib, found.in_vault, found.vault_gib, found.total_usd
    (2, 105.0, 4, 115.0, None)
    """
    amounts = {"used_gib": used_gib, "churn_gib_per_day": churn_gib_per_day, "vault_usd_per_gib": vault_usd_per_gib}
    for name, value in {**amounts, "instance_usd": instance_usd}.items():
        if value is not None and not 0 <= value < float("inf"):
            raise InvalidInputError(f"{name}={value} makes no sense. Give a number of 0 or more.")
    catalog = catalog or default_catalog()
    points = recovery_points(policy, since=since, on=on)
    snapshots = [point for point in points if "snapshot" in point.tiers(points.on)]
    vault = [point for point in points if "vault" in point.tiers(points.on)]
    quick, slow = (_stored(some, used_gib, churn_gib_per_day) for some in (snapshots, vault))
    price = _snapshot_price(policy, catalog, catalog.region(region).name)
    return BackupStorage(
        snapshots=len(snapshots),
        in_vault=len(vault),
        snapshot_gib=quick,
        vault_gib=slow,
        snapshot_usd=None if price is None else quick * price.usd,
        vault_usd=None if vault_usd_per_gib is None else slow * vault_usd_per_gib,
        instance_usd=instance_usd,
        notes=_notes(price is not None, vault_usd_per_gib, instance_usd),
    )


def _snapshot_price(policy: BackupPolicy, catalog: Catalog, region: str) -> DiskPrice | None:
    """Snapshots of an Enhanced policy are zone-redundant where that is sold (the page of 2025-06), others local."""
    skus = ("Standard_ZRS", "Standard_LRS") if policy.type is BackupPolicyType.V2 else ("Standard_LRS",)
    book = disk_book(catalog)
    return next((price for sku in skus if (price := book.meter(region, sku, "snapshot")) is not None), None)


def _stored(points: Iterable[RecoveryPoint], used: float, churn: float) -> float:
    """All data once, then what has changed from point to point."""
    moments = [point.taken for point in points]
    gaps = [(later - sooner).total_seconds() / 86_400 for sooner, later in pairwise(moments)]
    return sum(min(used, churn * days) for days in gaps) + (used if moments else 0.0)


def _notes(priced: bool, vault: float | None, fee: float | None) -> tuple[str, ...]:
    notes = ["GiB stored are a model: all data once, then the changes; the vault may compress."]
    if not priced:
        notes.append("The bundle has no price of snapshots in this region.")
    if vault is None:
        notes.append("The bundle has no price of vault storage: give vault_usd_per_gib.")
    if fee is None:
        notes.append("The bundle has no price of the fee for a protected VM: give instance_usd.")
    return tuple(notes)


def _usd(value: float | None) -> str:
    return "price not known" if value is None else f"{value:,.2f} USD a month"
