"""What a design costs a month: VMs and disks, each from the bundled prices."""

from __future__ import annotations

import attrs

from azstudy.catalog.catalog import Catalog
from azstudy.catalog.disks import disk_book
from azstudy.catalog.lookup import price
from azstudy.errors import AzstudyError
from azstudy.model.design import Design
from azstudy.model.disk import DataDisk, OsDisk
from azstudy.model.facts import HOURS_PER_MONTH

NOT_PRICED = "load balancer, addresses, traffic between zones"
"""What azstudy's data has no price for."""


@attrs.frozen(kw_only=True)
class Bill:
    """USD a month of VMs and disks; None where a price is not known, with the reason."""

    vms_usd: float | None
    disks_usd: float | None
    estimated: bool
    why_not: str = ""

    @property
    def usd(self) -> float | None:
        """VMs and disks together."""
        if self.vms_usd is None or self.disks_usd is None:
            return None
        return round(self.vms_usd + self.disks_usd, 2)


def bill_of(design: Design, catalog: Catalog) -> Bill:
    """The bill of a design's VMs and their disks."""
    vms = disks = 0.0
    estimated = False
    book = disk_book(catalog)
    for vm in design.vms:
        region = design.region_of(vm) or ""
        try:
            offers = price(str(vm.size), regions=region, os="linux", hours_per_month=HOURS_PER_MONTH, catalog=catalog)
            if not offers:
                raise AzstudyError(f"no price is known for {vm.size} in {region}")
            vms += offers[0].usd_per_month
            estimated = estimated or offers[0].status == "estimated"
            own: list[OsDisk | DataDisk] = [one for one in vm.data_disks if isinstance(one, DataDisk)]
            for disk in (vm.os_disk, *own):
                tier = book.tier_for(disk.sku, disk.size_gib or 0)
                found = book.price(region, tier.sku, tier.tier)
                if found is None:
                    raise AzstudyError(f"no price is known for {tier.tier} {tier.sku} in {region}")
                disks += found.usd
        except AzstudyError as error:
            return Bill(vms_usd=None, disks_usd=None, estimated=False, why_not=str(error))
    return Bill(vms_usd=round(vms, 2), disks_usd=round(disks, 2), estimated=estimated)
