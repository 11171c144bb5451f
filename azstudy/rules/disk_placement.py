"""Rules about where Premium SSD v2 and Ultra disks may stand, and which VMs take them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from azstudy.model.design import Design
from azstudy.model.disk import DiskEncryptionSet
from azstudy.model.placement import HostGroup
from azstudy.model.protection import ReplicatedVm
from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import Machine, VirtualMachine
from azstudy.model.words import DiskType, Redundancy
from azstudy.rules._frame import Breach, Facts, Found, NotChecked, rule
from azstudy.rules._walk import Mounted, every_disk, known_sizes, mounted, zones


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


NONZONAL_V2_REGIONS: Final = _names(
    # without availability zones
    "australiacentral2 australiasoutheast brazilsoutheast canadaeast germanynorth northcentralus norwaywest southindia "
    "switzerlandwest taiwannorth ukwest usgovarizona westcentralus westus "
    # with three availability zones
    "australiaeast brazilsouth eastasia francecentral germanywestcentral italynorth koreacentral mexicocentral "
    "newzealandnorth norwayeast polandcentral spaincentral southafricanorth southeastasia swedencentral "
    "switzerlandnorth"
)
"""Regions with non-zonal Premium SSD v2 (disks-premv2-regions-nonzonal.md@883ff7bb, 2026-06-17)."""

AVAILABILITY_SET_V2_REGIONS: Final = _names("australiasoutheast canadaeast northcentralus ukwest westcentralus westus")
"""Regions with Premium SSD v2 in availability sets (use-premium-ssd-v2-with-availability-set.md@0a269cb7, 2026-09)."""

_ULTRA_REGIONS: Final = {
    0: "australiacentral australiacentral2 australiasoutheast brazilsoutheast canadaeast koreasouth northcentralus "
    "norwaywest taiwannorth uaecentral ukwest usgovarizona usgovtexas westus",
    1: "brazilsouth centralindia eastasia koreacentral usgovvirginia",
    2: "germanywestcentral japanwest qatarcentral southcentralus spaincentral",
    3: "australiaeast austriaeast canadacentral centralus chinanorth3 eastus eastus2 francecentral indonesiacentral "
    "italynorth japaneast malaysiawest newzealandnorth northeurope polandcentral southafricanorth southeastasia "
    "swedencentral switzerlandnorth uaenorth uksouth westeurope westus2 westus3",
}
ULTRA_ZONES: Final = {region: zones for zones, regions in _ULTRA_REGIONS.items() for region in sorted(_names(regions))}
"""Regions with Ultra Disk and in how many zones; 0 is "regional", without infrastructure redundancy.

Source: managed-disks-ultra-disks-ga-scope-and-limitations.md@320d92b4 (2026-08-24)."""

ULTRA_SERIES: Final = _names(
    "dsv3 ddsv4 dsv4 dasv4 dsv5 ddsv5 dasv5 dplsv6 dpldsv6 dpsv6 dpdsv6 fsv2 famsv6 esv3 easv4 edsv4 esv4 esv5 edsv5 "
    "easv5 ebsv5 ebdsv5 m ms mm mms mls mts msv2 mmsv2 mdsv2 mdmsv2 mbsv3 mbdsv3 epsv6 epdsv6 lsv2 lsv3 lasv3 ncsv3 "
    "ncrsv3 ncast4v3 nds ndrs ndrsv2 nvsv3 nvasv4 nvadsa10v5 nvadmsa10v5 hcrs hbrsv2"
)
"""Series that the same page lists for Ultra Disk, as the catalogue names them, in lower case."""


def _of_type(design: Design, kind: DiskType) -> Iterator[tuple[Machine, Mounted]]:
    for machine in design.machines:
        for item in mounted(design, machine):
            if item.disk.type is kind:
                yield machine, item


def _in_set(machine: Machine) -> str | None:
    return machine.availability_set if isinstance(machine, VirtualMachine) else None


@rule(
    "disk-20",
    section="12.2",
    severity="error",
    title="Premium SSD v2 without a zone",
    statement="Premium SSD v2 goes on a zonal VM; without a zone it exists in 30 listed regions only.",
    source="PVZ",
    fix="Give the VM a zone, or take a listed region, or Premium SSD.",
    misconception="premium-v2-replaces-premium-everywhere",
)
def _v2_without_zone(design: Design, facts: Facts) -> Found:
    for machine, item in _of_type(design, DiskType.PREMIUM_V2):
        region = design.region_of(machine)
        if zones(machine) or isinstance(machine, ScaleSet) or _in_set(machine):
            continue
        if region is None:
            yield NotChecked(item.path, "the region")
        elif region not in NONZONAL_V2_REGIONS:
            yield Breach(item.path, f"Premium SSD v2 on a VM without zone in {region}.")


@rule(
    "disk-21",
    section="12.2",
    severity="error",
    title="Premium SSD v2 in an availability set",
    statement="Premium SSD v2 works with availability sets in six regions only, after registering the feature.",
    source="PVA",
    fix="Spread the VMs over zones instead, or take Premium SSD.",
)
def _v2_in_set(design: Design, facts: Facts) -> Found:
    for machine, item in _of_type(design, DiskType.PREMIUM_V2):
        region = design.region_of(machine)
        if not _in_set(machine):
            continue
        if region is None:
            yield NotChecked(item.path, "the region")
        elif region not in AVAILABILITY_SET_V2_REGIONS:
            yield Breach(item.path, f"Premium SSD v2 in the availability set {_in_set(machine)} in {region}.")


@rule(
    "disk-22",
    section="12.3",
    severity="error",
    title="Ultra disk in an availability set",
    statement="Ultra disks work with a single VM or with zones, never with an availability set.",
    source="ULT",
    fix="Spread the VMs over zones instead.",
    misconception="availability-set-takes-any-disk",
)
def _ultra_in_set(design: Design, facts: Facts) -> Found:
    for machine, item in _of_type(design, DiskType.ULTRA):
        if _in_set(machine):
            yield Breach(item.path, f"Ultra disk in the availability set {_in_set(machine)}.")


@rule(
    "disk-23",
    section="12.2",
    severity="error",
    title="Premium SSD v2 or Ultra in a regional scale set",
    statement="A scale set without zones takes neither Premium SSD v2 nor Ultra disks.",
    source="DHA",
    fix="Give the scale set zones, or take Premium SSD.",
)
def _regional_set(design: Design, facts: Facts) -> Found:
    for machine in design.scale_sets:
        for item in mounted(design, machine):
            if item.disk.type.provisioned and not machine.zones:
                yield Breach(item.path, f"{item.disk.type.label} in a scale set without zones.")


@rule(
    "disk-24",
    section="12.3",
    severity="error",
    title="Ultra disks not enabled",
    statement="A VM takes Ultra disks only where the capability is switched on for it, and so does a host group.",
    source="ADH",
    fix="Set ultra_disks on the VM (and on its host group, when that is created).",
)
def _ultra_enabled(design: Design, facts: Facts) -> Found:
    for machine, item in _of_type(design, DiskType.ULTRA):
        if not machine.ultra_disks:
            yield Breach(item.path, f"An Ultra disk on {machine.name}, where Ultra disks are not enabled.")
        group = design.find(HostGroup, machine.host_group) if machine.host_group else None
        if group is not None and not group.ultra_disks:
            yield Breach(item.path, f"An Ultra disk in the host group {group.name}, where Ultra disks are not enabled.")


@rule(
    "disk-25",
    section="12.3",
    severity="error",
    title="Ultra disk and size",
    statement="Ultra disks work with the listed series only.",
    source="ULT",
    fix="Take a size of a listed series, such as Dsv5, Esv5 or Ebsv5.",
)
def _ultra_size(design: Design, facts: Facts) -> Found:
    for machine, item in _of_type(design, DiskType.ULTRA):
        for name, size in known_sizes(machine, facts):
            if size is None or (size.series.casefold() not in ULTRA_SERIES and size.ultra_disk is None):
                if size is None or size.v2_ultra_iops is None:
                    yield NotChecked(item.path, f"whether {name} takes Ultra disks")
            elif size.series.casefold() not in ULTRA_SERIES and not size.ultra_disk:
                yield Breach(item.path, f"An Ultra disk on {name}, whose series is not listed.")


@rule(
    "disk-26",
    section="12.3",
    severity="error",
    title="Ultra disk and region",
    statement="Ultra disks exist in the listed regions only.",
    source="ULT",
    fix="Take a listed region, or Premium SSD v2.",
)
def _ultra_region(design: Design, facts: Facts) -> Found:
    for machine, item in _of_type(design, DiskType.ULTRA):
        region = design.region_of(machine)
        if region is None:
            yield NotChecked(item.path, "the region")
        elif region not in ULTRA_ZONES:
            yield Breach(item.path, f"Ultra disks are not listed in {region}.")


@rule(
    "disk-27",
    section="12.3",
    severity="warning",
    title="Ultra disk and zone",
    statement="In a region with zones Ultra disks stand in one, two or three of them, with a VM of the same zone; in "
    "the other listed regions the VM has no infrastructure redundancy.",
    source="ULT",
    fix="Give VM and disk the same zone, one that has Ultra disks.",
)
def _ultra_zone(design: Design, facts: Facts) -> Found:
    for machine, item in _of_type(design, DiskType.ULTRA):
        region = design.region_of(machine)
        number = ULTRA_ZONES.get(region or "")
        if number is None or isinstance(machine, ScaleSet) or _in_set(machine):
            continue
        if number == 0:
            yield Breach(item.path, f"In {region} an Ultra disk and its VM have no redundancy of zones or sets.")
        elif not zones(machine):
            yield Breach(
                item.path, f"An Ultra disk on a VM without zone; {region} has Ultra disks in {number} zone(s)."
            )
        elif number < 3:
            yield NotChecked(item.path, f"which {number} zone(s) of {region} have Ultra disks")


@rule(
    "disk-28",
    section="2.2",
    severity="error",
    title="Disk and VM in different zones",
    statement="A disk with local redundancy stands in one zone, and only a VM of that zone can attach it; a VM "
    "without a zone cannot attach a zonal disk, nor a zonal VM a regional one.",
    source="AVO",
    fix="Put disk and VM in one zone, or use ZRS for Premium SSD and Standard SSD.",
    misconception="a-disk-is-reachable-from-every-zone",
)
def _zone_of_disk(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        where = zones(machine)
        for item in mounted(design, machine):
            zone = item.disk.zone
            if item.disk.redundancy is Redundancy.ZRS or (zone is None and not item.attached):
                continue  # an own disk without zone follows its VM
            if zone is None and where:
                yield Breach(item.path, f"A regional disk on {machine.name}, which stands in zone {where[0]}.")
            elif zone is not None and zone not in where:
                stands = f"stands in zone {where[0]}" if where else "has no zone"
                yield Breach(item.path, f"A disk of zone {zone} on {machine.name}, which {stands}.")


@rule(
    "disk-29",
    section="12.3",
    severity="error",
    title="Site Recovery of an Ultra disk",
    statement="Site Recovery does not replicate Ultra disks.",
    source="ULT",
    fix="Replicate inside the guest or the database, or take another type.",
)
def _ultra_replicated(design: Design, facts: Facts) -> Found:
    replicated = {item.vm.casefold() for item in design.of(ReplicatedVm)}
    for machine, item in _of_type(design, DiskType.ULTRA):
        if machine.name.casefold() in replicated:
            yield Breach(item.path, f"Site Recovery replicates {machine.name}, which has this Ultra disk.")


@rule(
    "disk-30",
    section="12.3",
    severity="error",
    title="Cross-tenant key on an Ultra disk",
    statement="A customer's key of another tenant does not work with Ultra disks.",
    source="ULT",
    fix="Use a key of the same tenant.",
)
def _cross_tenant(design: Design, facts: Facts) -> Found:
    for where, disk in every_disk(design):
        keys = design.find(DiskEncryptionSet, disk.encryption_set) if disk.encryption_set else None
        if disk.type is DiskType.ULTRA and keys is not None and keys.cross_tenant:
            yield Breach(where, f"The disk encryption set {keys.name} uses a key of another tenant.")
