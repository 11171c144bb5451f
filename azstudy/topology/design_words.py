"""What a design's resources and references are called in a drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azstudy.topology.filling import NONE, names_of

if TYPE_CHECKING:
    from azstudy.model.design import Reference
    from azstudy.model.noun import Noun

_KINDS: Final = {
    "VirtualMachine": "vm",
    "ScaleSet": "scale-set",
    "VNet": "network",
    "Subnet": "network",
    "NetworkSecurityGroup": "security-group",
    "ApplicationSecurityGroup": "security-group",
    "LoadBalancer": "load-balancer",
    "HealthProbe": "probe",
    "PublicIp": "public-ip",
    "NatGateway": "network",
    "Disk": "disk",
    "DataDisk": "disk",
    "Snapshot": "disk",
    "DiskEncryptionSet": "security",
    "HostGroup": "host",
    "DedicatedHost": "host",
    "AutoscaleSetting": "autoscale",
    "Gallery": "gallery",
    "ImageDefinition": "image-definition",
    "ApplicationVersion": "application",
    "GalleryApplication": "application",
    "MaintenanceConfiguration": "maintenance",
    "BackupPolicy": "backup",
    "RecoveryVault": "backup",
    "ReplicationPolicy": "replication",
    "RecoveryPlan": "replication",
    "DataCollectionRule": "monitoring",
}

_TITLES: Final = {
    "NetworkSecurityGroup": "network security group",
    "ApplicationSecurityGroup": "application security group",
    "LoadBalancer": "load balancer",
    "PublicIp": "public IP",
    "NatGateway": "NAT gateway",
    "Disk": "managed disk",
    "Snapshot": "snapshot",
    "DiskEncryptionSet": "disk encryption set",
    "AvailabilitySet": "availability set",
    "ProximityPlacementGroup": "proximity placement group",
    "HostGroup": "dedicated host group",
    "CapacityReservationGroup": "capacity reservation group",
    "AutoscaleSetting": "autoscale",
    "StandbyPool": "standby pool",
    "Gallery": "compute gallery",
    "MaintenanceConfiguration": "maintenance configuration",
    "BackupPolicy": "backup policy",
    "RecoveryVault": "Recovery Services vault",
    "ReplicationPolicy": "replication policy",
    "RecoveryPlan": "recovery plan",
    "DataCollectionRule": "data collection rule",
}

_VERBS: Final = {
    "LoadBalancer": "routes to",
    "HealthProbe": "probes",
    "PublicIp": "address of",
    "NetworkSecurityGroup": "protects",
    "ApplicationSecurityGroup": "labels",
    "NatGateway": "way out of",
    "ProximityPlacementGroup": "keeps close",
    "HostGroup": "hosts",
    "DedicatedHost": "hosts",
    "CapacityReservationGroup": "reserves for",
    "MaintenanceConfiguration": "patches",
    "BackupPolicy": "backs up",
    "DataCollectionRule": "watches",
    "DiskEncryptionSet": "encrypts",
    "ImageDefinition": "image of",
    "ApplicationVersion": "installed on",
    "GalleryApplication": "installed on",
    "Disk": "attached to",
    "DataDisk": "copied to",
    "Snapshot": "copied to",
    "RecoveryVault": "keeps points of",
}
"""What a reference to this class says, from the thing that is named to the one that names it."""

_FORWARD: Final = {
    "AutoscaleSetting": "scales",
    "StandbyPool": "fills",
    "RecoveryPlan": "starts",
    "VNet": "peers with",
}
"""What a reference from this class says, where the one that names acts on the one that is named."""

_STRUCTURE: Final = frozenset({"availability_set", "scale_set", "subnet"})


def kind_of(noun: Noun) -> str:
    """Kind of the node that stands for a noun."""
    return kind_of_name(type(noun).__name__)


def kind_of_name(name: str) -> str:
    """Kind of the node that stands for a noun of that class name."""
    return _KINDS.get(name, "resource")


def detail_of(noun: Noun) -> str:
    """What a noun is, in a few words, with what matters most of it."""
    title = _TITLES.get(type(noun).__name__, "")
    more = _more(noun)
    return f"{title}: {more}" if title and more else title or more


def _more(noun: Noun) -> str:
    size = getattr(noun, "size_gib", None)
    if size:
        return f"{size:,} GiB"
    for field in ("definitions", "profiles", "hosts", "reservations"):
        parts = getattr(noun, field, ())
        if parts:
            found = names_of(parts)
            return "" if found == NONE else found
    return str(getattr(noun, "sku", "") or "")


def structural(reference: Reference) -> bool:
    """True where a reference says where something stands, which frames show already."""
    field = reference.path.rpartition(".")[2].partition("[")[0]
    inside = field in _STRUCTURE and type(reference.source).__name__ in ("VirtualMachine", "ScaleSet", "LoadBalancer")
    return inside and reference.target is not None


def verb_of(reference: Reference) -> tuple[str, bool]:
    """(words on the line, True where it goes from the one that names to the one that is named)."""
    source = type(reference.source).__name__
    target = type(reference.target).__name__ if reference.target is not None else reference.kinds[0]
    if source in _FORWARD and not reference.path.startswith("subnets"):
        return _FORWARD[source], True
    return _VERBS.get(target, "used by"), False
