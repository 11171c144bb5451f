"""Each threat against each way of protection, decided by two questions.

Is there a state from before the fault, and is it at a place that is still there? A way helps where both are true.
"""

from __future__ import annotations

from typing import Any, Final

import attrs

from azstudy.errors import InvalidInputError, UnknownNameError, nearest
from azstudy.plan.recovery.values import THREATS, WAYS, Cell, ProtectionDesign
from azstudy.simulate.recovery.backup_points import VAULT_TRANSFER_H
from azstudy.simulate.recovery.failover import DECIDE_MIN, RTO_SLA_MIN
from azstudy.simulate.recovery.replication_points import spacing_h
from azstudy.simulate.recovery.restore import SECONDARY_LAG_H

ZONE_RTO_MIN: Final = (0.0, 15.0)
"""Minutes: from a VM that already runs in another zone, to a ZRS disk attached to one there by force. Illustrative."""
SNAPSHOT_RTO_MIN: Final = (15.0, 60.0)
VAULT_RTO_MIN: Final = (60.0, 480.0)
"""Minutes of a restore from a snapshot and from the vault. Illustrative: they grow with the disks."""
IMAGE_RTO_MIN: Final = (5.0, 30.0)
"""Minutes to create VMs from an image. Illustrative."""
_CRASH_MIN: Final = 5.0
_LOGICAL: Final = ("bad_release", "corruption")


@attrs.frozen(kw_only=True)
class ProtectionPlan:
    """The grid of a design, and what of it meets the wish.

    Attributes:
        design: How the VM is protected.
        rpo_min: The wish: minutes of writes that may be lost.
        rto_min: The wish: minutes until service is back.
        cells: Every threat with every way.
    """

    design: ProtectionDesign
    rpo_min: float
    rto_min: float
    cells: tuple[Cell, ...]

    def cell(self, threat: str, way: str) -> Cell:
        """The cell of a threat and a way."""
        for kind, given, known in (("threat", threat, THREATS), ("way", way, WAYS)):
            if given not in known:
                raise UnknownNameError(kind, given, nearest(given, known), hint=f"Allowed: {', '.join(known)}.")
        return next(one for one in self.cells if (one.threat, one.way) == (threat, way))

    @property
    def ticks(self) -> tuple[tuple[str, str], ...]:
        """The pairs of threat and way where the way helps."""
        return tuple((one.threat, one.way) for one in self.cells if one.helps)

    def met_by(self, threat: str) -> tuple[str, ...]:
        """The ways that meet the wish against a threat."""
        ways = (self.cell(threat, way) for way in WAYS)
        return tuple(one.way for one in ways if one.meets(self.rpo_min, self.rto_min))

    @property
    def unmet(self) -> tuple[str, ...]:
        """Threats against which no way meets the wish."""
        return tuple(threat for threat in THREATS if not self.met_by(threat))

    @property
    def text(self) -> str:
        """Every cell in a line, then the threats that are left."""
        left = ", ".join(THREATS[one] for one in self.unmet) or "none"
        wish = f"Wish: RPO {self.rpo_min:g} min, RTO {self.rto_min:g} min; not met: {left}."
        return "\n".join([*(one.text for one in self.cells), wish])

    def __str__(self) -> str:
        return self.text


def protection(*, rpo_min: float = 60, rto_min: float = 120, **design: Any) -> ProtectionPlan:
    """Which way of protection helps against which threat, with RPO and RTO, against a wish.

    Args:
        rpo_min: Minutes of writes that may be lost.
        rto_min: Minutes until service is to be back.
        **design: Fields of `ProtectionDesign`, such as backup_every_h=4 or cross_region_restore=True.

    Raises:
        InvalidInputError: For a design or a wish that makes no sense.

    Source: azure-docs azure-to-azure-common-questions.md@76c87e8d (2025), backup-azure-arm-restore-vms.md@001e5456
    (2022-12); azure-compute-docs on ZRS disks. Times no page names are constants of this module and illustrative.

    >>> plan = protection(seen_after_min=20)
    >>> plan.cell("corruption", "site_recovery").rpo_min, plan.cell("corruption", "zones").helps
    ((20, 25.0), False)
    """
    if not (0 <= rpo_min < float("inf") and 0 <= rto_min < float("inf")):
        raise InvalidInputError(f"A wish of RPO {rpo_min} and RTO {rto_min}; give minutes of 0 or more.")
    fields = {one.name for one in attrs.fields(ProtectionDesign)}
    for name in design:
        if name not in fields:
            raise UnknownNameError("field", name, nearest(name, fields), hint=f"Allowed: {', '.join(sorted(fields))}.")
    made = ProtectionDesign(**design)
    decide = {"zones": _zones, "site_recovery": _site_recovery, "backup": _backup, "gallery": _gallery}
    cells = tuple(decide[way](threat, made) for threat in THREATS for way in WAYS)
    return ProtectionPlan(design=made, rpo_min=rpo_min, rto_min=rto_min, cells=cells)


def _no(threat: str, way: str, because: str) -> Cell:
    return Cell(threat=threat, way=way, helps=False, because=because)


def _zones(threat: str, design: ProtectionDesign) -> Cell:
    if threat in _LOGICAL:
        return _no(threat, "zones", "Every zone runs the same release and sees the same data; there is no older state.")
    if threat == "deleted_vm":
        return _no(threat, "zones", "Zones stand against the loss of a place; what was deleted does not come back.")
    if threat == "region_loss":
        return _no(threat, "zones", "All zones of a region are in that region.")
    if design.stateful and not design.zrs_disk:
        return _no(threat, "zones", "An LRS disk is gone with its zone; only ZRS disks have a copy in the others.")
    why = "A ZRS disk is written in three zones at once, so nothing is lost." if design.stateful else "It has no data."
    return Cell(
        threat=threat, way="zones", helps=True, rpo_min=(0.0, 0.0), rto_min=ZONE_RTO_MIN, because=why, documented="RPO"
    )


def _site_recovery(threat: str, design: ProtectionDesign) -> Cell:
    rto = (DECIDE_MIN, DECIDE_MIN + RTO_SLA_MIN)
    if threat in _LOGICAL:
        age_h = design.seen_after_min / 60
        gap = spacing_h(design.replication_h, age_h) * 60
        if design.replication_h == 0 or (design.seen_after_min + gap) / 60 > design.replication_h:
            return _no(threat, "site_recovery", "The fault is replicated too, and no point from before it is kept.")
        rpo = (design.seen_after_min, design.seen_after_min + gap)
        why = f"The fault is replicated too, but points of every {gap:g} minutes are kept: fail over to one before it."
    elif threat == "region_loss" and design.replication_to == "zone":
        return _no(threat, "site_recovery", "The replica is in another zone of the same region.")
    else:
        rpo, why = (0.0, _CRASH_MIN), "The replica is elsewhere; fail over to its newest point."
        if threat == "deleted_vm":
            why += " That this works for a deleted source is azstudy's reading; no page was found."
    documented = "interval of points, RTO SLA of an hour (after the decision)"
    return Cell(
        threat=threat, way="site_recovery", helps=True, rpo_min=rpo, rto_min=rto, because=why, documented=documented
    )


def _backup(threat: str, design: ProtectionDesign) -> Cell:
    every, seen = design.backup_every_h * 60, design.seen_after_min
    if threat in (*_LOGICAL, "deleted_vm"):
        since = seen if threat in _LOGICAL else 0.0
        if since + every > design.snapshot_days * 1440:
            every = max(every, 1440.0)
        if since + every > design.backup_kept_days * 1440:
            return _no(threat, "backup", "The points from before the fault are no longer kept.")
        why = "Restore the newest point from before the fault; all written since then is lost."
        return _restored(threat, (since, since + every), (SNAPSHOT_RTO_MIN[0], VAULT_RTO_MIN[1]), why)
    if threat == "zone_loss" and design.vault == "LocallyRedundant":
        return _no(threat, "backup", "A locally redundant vault may be in the zone that is lost.")
    paired = design.vault == "GeoRedundant" and design.cross_region_restore
    if threat == "region_loss" and not paired:
        return _no(threat, "backup", "Needs a geo-redundant vault with Cross Region Restore.")
    if threat == "zone_loss" and design.vault == "GeoRedundant" and not paired:
        why = "In its region a geo-redundant vault is in one place; use a zone-redundant one, or Cross Region Restore."
        return _no(threat, "backup", why)
    late = (VAULT_TRANSFER_H + (SECONDARY_LAG_H if paired else 0.0)) * 60
    daily = max(every, 1440.0)
    why = "Only what is in the vault (one point a day at most) outlives the place."
    return _restored(threat, (late, late + daily), VAULT_RTO_MIN, why)


def _restored(threat: str, rpo: tuple[float, float], rto: tuple[float, float], why: str) -> Cell:
    documented = "interval of backups"
    return Cell(threat=threat, way="backup", helps=True, rpo_min=rpo, rto_min=rto, because=why, documented=documented)


def _gallery(threat: str, design: ProtectionDesign) -> Cell:
    if threat == "corruption":
        return _no(threat, "gallery", "An image holds a machine without its data.")
    if threat == "bad_release":
        why = "Deploy the version before it; data disks are not touched."
    elif design.stateful:
        return _no(threat, "gallery", "An image brings the machine back, not its data.")
    elif threat == "region_loss" and not design.image_elsewhere:
        return _no(threat, "gallery", "The image has no replica in another region.")
    else:
        why = "The VM keeps nothing: create it again from the image."
    return Cell(
        threat=threat, way="gallery", helps=True, rpo_min=(0.0, 0.0), rto_min=IMAGE_RTO_MIN, because=why,
        documented="none",
    )  # fmt: skip
