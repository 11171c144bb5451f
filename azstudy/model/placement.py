"""Where machines are put: availability sets, proximity groups, dedicated hosts, capacity reservations."""

from typing import Annotated

from azstudy.model.fields import Count, Name, Refers, RegionName, Unique, Zone
from azstudy.model.noun import Noun, noun
from azstudy.model.sizename import SizeName
from azstudy.model.words import LicenceType

ProximityGroup = Annotated[str, Refers("ProximityPlacementGroup")]


@noun
class AvailabilitySet(Noun):
    """VMs kept apart over fault domains (racks) and update domains (restarted one at a time).

    Azure requires no numbers and states no default here; azstudy takes 2 fault domains, which every region has,
    and 5 update domains, as in the page's examples. Fixed at creation.

    Source: azure-compute-docs availability-set-overview.md@1a043fb3 (2024-06).

    >>> AvailabilitySet("web").update_domain_of(6)
    1
    """

    name: Name
    fault_domains: Count = 2
    update_domains: Count = 5
    managed: bool = True
    proximity_group: ProximityGroup | None = None
    region: RegionName | None = None

    def update_domain_of(self, place: int) -> int:
        """Update domain of the VM in that place (from 0): the sixth of five joins the first."""
        return place % max(1, self.update_domains)


@noun
class ProximityPlacementGroup(Noun):
    """Machines kept close together for low latency; `sizes` is the intent, and a zone needs one.

    Source: azure-compute-docs co-location.md@3cb250d9.
    """

    name: Name
    sizes: tuple[SizeName, ...] = ()
    zone: Zone | None = None
    region: RegionName | None = None


@noun
class DedicatedHost(Noun):
    """A physical server of one customer; `sku` is a host SKU such as "DSv3-Type1". The host is billed, its VMs are not.

    Source: azure-compute-docs dedicated-hosts.md@1827cf35.
    """

    name: Name
    sku: Name
    fault_domain: Count = 0
    auto_replace: bool = True
    licence: LicenceType = LicenceType.NONE


@noun
class HostGroup(Noun):
    """Dedicated hosts of one zone, or of a region without zone, over some fault domains.

    Source: azure-compute-docs dedicated-hosts.md@1827cf35.
    """

    name: Name
    hosts: Annotated[tuple[DedicatedHost, ...], Unique()] = ()
    zone: Zone | None = None
    fault_domains: Count = 1
    automatic_placement: bool = False
    ultra_disks: bool = False
    maintenance: tuple[Annotated[str, Refers("MaintenanceConfiguration")], ...] = ()
    region: RegionName | None = None


@noun
class CapacityReservation(Noun):
    """Room for `instances` VMs of one size, billed as that size, used or not.

    Source: azure-compute-docs capacity-reservation-overview.md@05a44856.
    """

    name: Name
    size: SizeName
    instances: Count = 1
    zone: Zone | None = None


@noun
class CapacityReservationGroup(Noun):
    """Reservations that VMs and scale sets can draw on.

    Source: azure-compute-docs capacity-reservation-overview.md@05a44856.

    >>> CapacityReservationGroup("night", [CapacityReservation("web", "D4s_v5", instances=10)], zones=1)
    CapacityReservationGroup('night', [CapacityReservation('web', 'D4s_v5', instances=10)], zones=[1])
    """

    name: Name
    reservations: Annotated[tuple[CapacityReservation, ...], Unique()] = ()
    zones: tuple[Zone, ...] = ()
    region: RegionName | None = None
