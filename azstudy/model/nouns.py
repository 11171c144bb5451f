"""Where each noun is defined, so that one can be found by its name without loading all of them."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from azstudy.errors import UnknownNameError, nearest
from azstudy.model.noun import Noun

_MODULES: Final = {
    "autoscale": "AutoscaleSetting Dimension FixedDate MetricTrigger Notification Predictive Profile Recurring "
    "ScaleAction ScaleRule",
    "balancer": "BalancingRule HealthProbe InboundNatPool LoadBalancer",
    "design": "Design",
    "disk": "AttachedDisk DataDisk Disk DiskEncryptionSet OsDisk Snapshot",
    "gallery": "ApplicationVersion Gallery GalleryApplication ImageDefinition ImageVersion TargetRegion",
    "image": "GalleryImage ManagedImage MarketplaceImage",
    "maintenance": "DynamicScope MaintenanceConfiguration Recurrence",
    "network": "ApplicationSecurityGroup NatGateway NetworkSecurityGroup Nic PublicIp SecurityRule Subnet VNet",
    "placement": "AvailabilitySet CapacityReservation CapacityReservationGroup DedicatedHost HostGroup "
    "ProximityPlacementGroup",
    "protection": "BackupPolicy DataCollectionRule RecoveryGroup RecoveryPlan RecoveryVault ReplicatedVm "
    "ReplicationPolicy Retention",
    "scaleset": "HealthExtension InstanceMix InstanceProtection RepairPolicy RollingUpgrade ScaleInPolicy ScaleSet "
    "SizeChoice SpotMix StandbyPool UpgradePolicy",
    "vm": "Extension InstalledApplication Patching VirtualMachine",
}

MODULE_OF: Final = {name: f"azstudy.model.{module}" for module, names in _MODULES.items() for name in names.split()}
"""Noun -> the module that defines it."""


def noun_class(name: str) -> type[Noun]:
    """The class of a noun.

    Raises:
        UnknownNameError: With the nearest names.

    >>> noun_class("DataDisk").__module__
    'azstudy.model.disk'
    """
    if name not in MODULE_OF:
        raise UnknownNameError("noun", name, nearest(str(name), MODULE_OF), hint=f"Allowed: {', '.join(MODULE_OF)}.")
    found: type[Noun] = getattr(import_module(MODULE_OF[name]), name)
    return found
