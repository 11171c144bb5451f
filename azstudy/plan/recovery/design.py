"""What protects the VMs of a design against each threat, read from the design itself, against a wish."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import attrs

from azstudy.errors import UnknownNameError, nearest
from azstudy.model.design import Design
from azstudy.model.disk import DataDisk
from azstudy.model.gallery import ImageDefinition
from azstudy.model.image import GalleryImage
from azstudy.model.protection import BackupPolicy, RecoveryVault, ReplicatedVm, ReplicationPolicy
from azstudy.model.schedule_words import BackupFrequency
from azstudy.model.spoken import Spoken
from azstudy.model.vm import VirtualMachine
from azstudy.plan.recovery.grid import ProtectionPlan, protection
from azstudy.plan.recovery.values import THREATS, WAYS, Cell
from azstudy.simulate.failures.workloads import workloads_of

if TYPE_CHECKING:
    import pandas as pd

_ZRS: Final = "ZRS"
_PLACES: Final = ("zone_loss", "region_loss")


def _frozen(given: Mapping[str, ProtectionPlan]) -> Mapping[str, ProtectionPlan]:
    return MappingProxyType(dict(given))


@attrs.frozen(kw_only=True)
class DesignProtection(Spoken):
    """The grids of all VMs of a design.

    Attributes:
        plans: The grid of each VM: every threat with every way that the design has.
    """

    plans: Mapping[str, ProtectionPlan] = attrs.field(converter=_frozen)

    @property
    def unmet(self) -> dict[str, tuple[str, ...]]:
        """Threats against which nothing in the design meets the wish, by VM; VMs with none are left out."""
        return {name: plan.unmet for name, plan in self.plans.items() if plan.unmet}

    @property
    def text(self) -> str:
        """A line for each VM and threat: what meets the wish, or the nearest reason why nothing does."""
        lines = []
        for name, plan in self.plans.items():
            for threat, words in THREATS.items():
                ways = ", ".join(WAYS[one] for one in plan.met_by(threat))
                lines.append(f"{name}, {words[0].lower()}{words[1:]}: {ways or f'not met. {_why(plan, threat)}'}")
        return "\n".join(lines)

    def to_frame(self) -> pd.DataFrame:
        """A pandas table, one row a VM, threat and way; minutes in the worst case, empty where it does not help."""
        import pandas as pd

        rows = [_row(name, plan, one) for name, plan in self.plans.items() for one in plan.cells]
        return pd.DataFrame(rows)


def _row(name: str, plan: ProtectionPlan, cell: Cell) -> dict[str, Any]:
    return {
        "vm": name,
        "threat": THREATS[cell.threat],
        "way": WAYS[cell.way],
        "helps": cell.helps,
        "rpo_min": None if cell.rpo_min is None else cell.rpo_min[1],
        "rto_min": None if cell.rto_min is None else cell.rto_min[1],
        "meets": cell.meets(plan.rpo_min, plan.rto_min),
        "because": cell.because,
    }


def _why(plan: ProtectionPlan, threat: str) -> str:
    """The way that comes nearest, or that there is none."""
    helping = [one for one in plan.cells if one.threat == threat and one.rpo_min and one.rto_min]
    if not helping:
        return "Nothing in the design helps."
    best = min(helping, key=lambda one: (one.rpo_min or (0, 0))[1])
    return best.text.partition(": ")[2]


def design_protection(
    design: Design,
    *,
    rpo_min: float = 60,
    rto_min: float = 120,
    seen_after_min: float = 20,
    stateful: Collection[str] | None = None,
) -> DesignProtection:
    """RPO and RTO of each VM of a design, threat by threat, against a wish.

    Only what the design has counts: machines of the same workload in other zones or ZRS data disks, replication by
    Site Recovery, a backup policy with its vault, a gallery image with its regions. What each of them is worth is
    decided as in `az.plan.protection`.

    Args:
        design: VMs with `backup`, `ReplicatedVm`s, vaults, policies, galleries.
        rpo_min: Minutes of writes that may be lost.
        rto_min: Minutes until service is to be back.
        seen_after_min: Minutes until a bad release or corruption is seen.
        stateful: Names of VMs that keep data that is nowhere else; by default those with data disks.

    Raises:
        InvalidInputError: For a wish that makes no sense.
        UnknownNameError: For a name in `stateful` that is no VM.

    Source: as `az.plan.protection`.

    >>> import azstudy as az
    >>> vm = az.VirtualMachine("db", "E4s_v5", data_disks=[az.DataDisk("data", 256)])
    >>> found = design_protection(az.Design("shop", [vm], region="westeurope"))
    >>> len(found.unmet["db"])
    5
    """
    names = [vm.name for vm in design.vms]
    for name in stateful or ():
        if name not in names:
            raise UnknownNameError("VM", name, nearest(name, names))
    zones = _zones_of_workloads(design)
    plans = {}
    for vm in design.vms:
        keeps = bool(vm.data_disks) if stateful is None else vm.name in stateful
        fields, missing = _read(design, vm, zones[vm.name], keeps)
        plan = protection(rpo_min=rpo_min, rto_min=rto_min, seen_after_min=seen_after_min, stateful=keeps, **fields)
        cells = tuple(_known(cell, missing) for cell in plan.cells)
        plans[vm.name] = attrs.evolve(plan, cells=cells)
    return DesignProtection(plans=plans)


def _known(cell: Cell, missing: Mapping[tuple[str, str], str]) -> Cell:
    """The cell, or a no where the design lacks what it needs."""
    because = missing.get((cell.way, cell.threat)) or missing.get((cell.way, ""))
    return cell if because is None else Cell(threat=cell.threat, way=cell.way, helps=False, because=because)


def _zones_of_workloads(design: Design) -> dict[str, int]:
    """How many zones the machines that do the same work are in, by VM."""
    found = {}
    for one in workloads_of(design):
        vms = [machine for machine in one.machines if isinstance(machine, VirtualMachine)]
        places = {(design.region_of(vm), vm.zone) for vm in vms if vm.zone is not None}
        found.update({vm.name: len(places) for vm in vms})
    return found


def _read(
    design: Design, vm: VirtualMachine, zones: int, keeps: bool
) -> tuple[dict[str, Any], dict[tuple[str, str], str]]:
    """Fields of the grid, and what is missing for which way and threat ("" for all)."""
    fields: dict[str, Any] = {}
    missing: dict[tuple[str, str], str] = {}
    disks = [disk for disk in vm.data_disks if isinstance(disk, DataDisk)]
    fields["zrs_disk"] = (
        bool(vm.data_disks)
        and len(disks) == len(vm.data_disks)
        and all(disk.redundancy.value == _ZRS for disk in disks)
    )
    if zones < 2 and not (keeps and fields["zrs_disk"]):
        missing["zones", ""] = "No machine of its workload is in another zone, and its data is on no ZRS disk."
    _backup(design, vm, fields, missing)
    _replication(design, vm, fields, missing)
    _image(design, vm, fields, missing)
    return fields, missing


def _backup(design: Design, vm: VirtualMachine, fields: dict[str, Any], missing: dict[tuple[str, str], str]) -> None:
    policy = None if vm.backup is None else design.find(BackupPolicy, vm.backup, within=vm)
    if policy is None:
        missing["backup", ""] = (
            "It has no backup policy." if vm.backup is None else f"{vm.backup} is not in the design."
        )
        return
    hours = {BackupFrequency.DAILY: 24.0, BackupFrequency.WEEKLY: 168.0}.get(policy.frequency, float(policy.every_h))
    kept = policy.retention
    daily = 0 if policy.frequency is BackupFrequency.WEEKLY else kept.daily_days
    longest = max(daily, 7 * kept.weekly_weeks, 30 * kept.monthly_months, 365 * kept.yearly_years)
    fields |= {"backup_every_h": hours, "snapshot_days": policy.effective_snapshot_days}
    fields["backup_kept_days"] = max(daily, 7 * kept.weekly_weeks) or longest
    vault = None if policy.vault is None else design.find(RecoveryVault, policy.vault, within=policy)
    if vault is None:
        for threat in _PLACES:
            missing["backup", threat] = "Its vault is not in the design, so where the points are is not known."
        return
    fields |= {"vault": vault.redundancy.value, "cross_region_restore": vault.cross_region_restore}


def _replication(
    design: Design, vm: VirtualMachine, fields: dict[str, Any], missing: dict[tuple[str, str], str]
) -> None:
    item = next((one for one in design.of(ReplicatedVm) if one.vm == vm.name), None)
    if item is None:
        missing["site_recovery", ""] = "Site Recovery does not replicate it."
        return
    policy = design.find(ReplicationPolicy, item.policy, within=item)
    if policy is None:
        missing["site_recovery", ""] = f"{item.policy} is not in the design."
        return
    fields["replication_h"] = policy.retention_h
    home = design.region_of(vm)
    elsewhere = item.target_region is not None and item.target_region != home
    fields["replication_to"] = "region" if elsewhere else "zone"


def _image(design: Design, vm: VirtualMachine, fields: dict[str, Any], missing: dict[tuple[str, str], str]) -> None:
    if not isinstance(vm.image, GalleryImage):
        missing["gallery", ""] = "It is not made from a gallery image."
        return
    definition = design.find(ImageDefinition, vm.image.definition, within=vm)
    if definition is None:
        missing["gallery", ""] = f"{vm.image.definition} is not in the design."
        return
    home = design.region_of(vm)
    regions = {target.region for version in definition.versions for target in version.target_regions}
    fields["image_elsewhere"] = bool(regions - {home})
    if len(definition.versions) < 2:
        missing["gallery", "bad_release"] = "The gallery has no other version to go back to."
