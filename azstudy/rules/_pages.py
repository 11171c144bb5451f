"""The pages rules were read on: a short key, title, address and date, so that every finding can name its source."""

from __future__ import annotations

from typing import Final

import attrs

READ_ON: Final = "2026-11-22"
"""The day all pages were read; it stands where a page carries no date of its own."""


@attrs.frozen
class Page:
    """A public page: its key, title, where it is, the commit that was read and the page's date (ISO, month or day)."""

    key: str
    title: str
    url: str
    commit: str = ""
    as_of: str = READ_ON


_VM: Final = "https://learn.microsoft.com/azure/virtual-machines/"
_SET: Final = "https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-"
_SETS: Final = "https://learn.microsoft.com/azure/virtual-machine-scale-sets/"
_SCALE: Final = "https://learn.microsoft.com/azure/azure-monitor/autoscale/"
_AZ: Final = "https://learn.microsoft.com/azure/"
_COMPUTE: Final = "https://github.com/MicrosoftDocs/azure-compute-docs/blob/main/articles/virtual-machines/"
_DOCS: Final = "https://github.com/MicrosoftDocs/azure-docs/blob/main/"

_TABLE: Final = (
    # key, title, address, commit, date of the page ("" where it has none)
    ("NAM", "VM size naming conventions", f"{_VM}vm-naming-conventions", "eba18e57", ""),
    ("CON", "Constrained vCPU sizes", f"{_VM}constrained-vcpu", "4efd854f", ""),
    ("BV1", "B series, first version", f"{_VM}sizes/general-purpose/bv1-series", "28da8f72", "2026-03"),
    ("BV2", "Bsv2 series", f"{_VM}sizes/general-purpose/bsv2-series", "2072bfd7", "2026-03"),
    ("DPF", "VM and disk performance", f"{_VM}disks-performance", "fe259248", "2026-09"),
    ("DBU", "Managed disk bursting", f"{_VM}disk-bursting", "1827cf35", ""),
    ("DTY", "Managed disk types", f"{_VM}disks-types", "18c531ec", "2026-08-11"),
    ("PSZ", "Premium SSD sizes", f"{_DOCS}includes/disk-storage-premium-ssd-sizes.md", "1d25717f", "2023"),
    ("EPH", "Ephemeral OS disks", f"{_VM}ephemeral-os-disks", "0d0c4c59", "2026-09"),
    ("STA", "States and billing of VMs", f"{_VM}states-billing", "3255b21d", ""),
    ("GEN", "Generation 2 VMs", f"{_VM}generation-2", "1dc6d3b8", "2024-03"),
    ("TL", "Trusted Launch", f"{_VM}trusted-launch", "02ecf3f4", "2025-04-21"),
    ("SPO", "Spot VMs", f"{_VM}spot-vms", "3bbed19b", ""),
    ("RET", "Retired sizes", f"{_VM}sizes/retirement/retired-sizes-list", "0bdc5d34", "2026-09-24"),
    ("AVS", "Availability sets", f"{_VM}availability-set-overview", "1a043fb3", ""),
    ("AVO", "Availability options", f"{_VM}availability", "5f519739", ""),
    ("PPG", "Proximity placement groups", f"{_VM}co-location", "3cb250d9", ""),
    ("ADH", "Dedicated hosts", f"{_VM}dedicated-hosts", "1827cf35", ""),
    ("CRE", "On-demand capacity reservation", f"{_VM}capacity-reservation-overview", "05a44856", ""),
    ("SLA", "Service level agreement for VMs (quoted)", "https://azure.microsoft.com/support/legal/sla/", "", ""),
    ("CSL", "Composite service levels", f"{_AZ}architecture/framework/resiliency/business-metrics", "", ""),
    ("ORC", "Orchestration modes of scale sets", f"{_SET}orchestration-modes", "01e1fb7d", "2024-06-14"),
    ("FDS", "Fault domains of scale sets", f"{_SET}manage-fault-domains", "0de34d3a", "2025-09"),
    ("ZON", "Scale sets in availability zones", f"{_SET}use-availability-zones", "0c6223e9", "2026-05"),
    ("ZBA", "Zone balancing", f"{_SET}zone-balancing", "02773904", "2025-12"),
    ("AZB", "Automatic zone balance", f"{_SETS}auto-zone-balance-overview", "03f0aeae", ""),
    ("PGR", "Placement groups of scale sets", f"{_SET}placement-groups", "0c6223e9", ""),
    ("DES", "Designing scale sets", f"{_SET}design-overview", "0c6223e9", ""),
    ("SIN", "Scale-in policies", f"{_SET}scale-in-policy", "0c6223e9", ""),
    ("PRO", "Instance protection", f"{_SET}instance-protection", "1d8378b2", ""),
    ("ROL", "Rolling upgrades", f"{_SET}configure-rolling-upgrades", "0c6223e9", ""),
    ("UPG", "Upgrade policies", f"{_SET}upgrade-policy", "883ff7bb", ""),
    ("AOU", "Automatic OS image upgrades", f"{_SET}automatic-upgrade", "0c6223e9", "2026-05-19"),
    ("SUR", "Rolling upgrades with MaxSurge", f"{_SET}maxsurge", "0c6223e9", ""),
    ("REP", "Automatic instance repairs", f"{_SET}automatic-instance-repairs", "0c6223e9", ""),
    ("HEX", "Application Health extension", f"{_SET}health-extension", "0c6223e9", ""),
    ("MIX", "Spot Priority Mix", f"{_SETS}spot-priority-mix", "0c6223e9", ""),
    ("STB", "Standby pools", f"{_SETS}standby-pools-overview", "4742b644", ""),
    ("IMX", "Instance mix", f"{_SETS}instance-mix-overview", "0c6223e9", ""),
    ("TER", "Terminate notification", f"{_SET}terminate-notification", "883ff7bb", ""),
    ("EXS", "Extension sequencing in scale sets", f"{_SET}extension-sequencing", "0c6223e9", "2026-05-19"),
    ("FLA", "Autoscale flapping", f"{_SCALE}autoscale-flapping", "705f5597", ""),
    ("BES", "Autoscale best practices", f"{_SCALE}autoscale-best-practices", "0874256c", "2026-08"),
    ("UND", "Autoscale settings", f"{_SCALE}autoscale-understanding-settings", "002d4a39", "2026-08"),
    ("MUL", "Autoscale with several profiles", f"{_SCALE}autoscale-multiprofile", "281288dc", ""),
    ("PRE", "Predictive autoscale", f"{_SCALE}autoscale-predictive", "0dc1e484", ""),
    ("ACM", "Common autoscale metrics", f"{_SCALE}autoscale-common-metrics", "0e35105e", "2024-11"),
    ("AWE", "Autoscale notifications", f"{_SCALE}autoscale-webhook-email", "fdcf1b49", "2024-11"),
    (
        "ARM",
        "Azure resource schemas",
        "https://github.com/Azure/azure-resource-manager-schemas",
        "a1454431",
        "2026-08-16",
    ),
    ("GAL", "Azure Compute Gallery", f"{_VM}azure-compute-gallery", "06c2de23", ""),
    ("SIG", "Images in a gallery", f"{_VM}shared-image-galleries", "48a37249", ""),
    ("APP", "VM applications", f"{_VM}vm-applications", "35b0210c", "2025-08"),
    ("MCF", "Maintenance configurations", f"{_VM}maintenance-configurations", "2f92a16c", "2026-09-25"),
    ("MNT", "Maintenance of VMs", f"{_VM}maintenance-and-updates", "0feba6f0", "2026-04"),
    ("PAT", "Automatic guest patching", f"{_VM}automatic-vm-guest-patching", "0ba239a8", ""),
    ("SEV", "Scheduled events", f"{_VM}linux/scheduled-events", "533281db", ""),
    (
        "SPB",
        "Configure schedule patching on Azure VMs for business continuity",
        f"{_AZ}update-manager/prerequsite-for-schedule-patching",
        "c92f59c5",
        "2024-01-17",
    ),
    ("UMG", "Azure Update Manager", f"{_AZ}update-manager/overview", "055ad1a4", ""),
    ("BIR", "Instant restore", f"{_AZ}backup/backup-instant-restore-capability", "02d00dc8", "2023"),
    ("BEN", "Enhanced backup policy", f"{_AZ}backup/backup-azure-vms-enhanced-policy", "c59c6dd2", "2025-06-11"),
    ("BSU", "Backup support matrix", f"{_AZ}backup/backup-support-matrix", "012ad308", "2023"),
    ("BSI", "Support matrix for Azure VM backups", f"{_AZ}backup/backup-support-matrix-iaas", "", "2023-07-05"),
    ("ASR", "Azure to Azure replication", f"{_AZ}site-recovery/azure-to-azure-common-questions", "01d18a2d", "2025-07"),
    (
        "LBP",
        "Load balancer health probes",
        f"{_AZ}load-balancer/load-balancer-custom-probe-overview",
        "0147a273",
        "2023",
    ),
    (
        "LBD",
        "Load balancer distribution modes",
        f"{_AZ}load-balancer/distribution-mode-concepts",
        "03e5750a",
        "2026-01",
    ),
    ("LBS", "Load balancer SKUs", f"{_AZ}load-balancer/skus", "0440832a", "2023"),
    (
        "AHV",
        "Azure Hybrid Benefit for Windows VMs",
        f"{_VM}windows/hybrid-use-benefit-licensing",
        "2188185b",
        "2024-12-02",
    ),
    (
        "AHW",
        "Azure Hybrid Benefit for Windows Server",
        "https://learn.microsoft.com/windows-server/get-started/azure-hybrid-benefit",
        "0016b782",
        "2025-09-03",
    ),
    ("SSE2", "Standard SSD sizes", f"{_DOCS}includes/disk-storage-standard-ssd-sizes.md", "90c75562", "2023-03-16"),
    (
        "SKM",
        "Disk limits from the resource-SKU API",
        "https://github.com/kubernetes-sigs/azuredisk-csi-driver",
        "d983d613",
        "2026-08",
    ),
    ("PV2", "Premium SSD v2 limitations", f"{_COMPUTE}includes/disks-prem-v2-limitations.md", "739269e7", "2026-06-05"),
    ("PVN", "Non-zonal Premium SSD v2", f"{_VM}disks-deploy-nonzonal-premium-v2", "40509c4b", "2026-06-17"),
    (
        "PVA",
        "Premium SSD v2 in availability sets",
        f"{_VM}use-premium-ssd-v2-with-availability-set",
        "0a269cb7",
        "2026-09-21",
    ),
    (
        "ULT",
        "Ultra disk limitations",
        f"{_COMPUTE}includes/managed-disks-ultra-disks-ga-scope-and-limitations.md",
        "320d92b4",
        "2026-08-24",
    ),
    ("DPP", "Performance plus", f"{_VM}disks-enable-performance", "150dc78a", "2026-09-16"),
    (
        "PVZ",
        "Regions with non-zonal Premium SSD v2",
        f"{_COMPUTE}includes/disks-premv2-regions-nonzonal.md",
        "883ff7bb",
        "2026-06-17",
    ),
    ("JIT", "Just-in-time access", f"{_AZ}defender-for-cloud/just-in-time-access-overview", "024e21fe", "2023-06"),
    ("BAS", "Bastion SKUs", f"{_AZ}bastion/bastion-sku-comparison", "40f02c5e", "2025-11-24"),
    (
        "OSP",
        "OS profile of a VM",
        "https://learn.microsoft.com/dotnet/api/azure.resourcemanager.compute.models.osprofile.computername",
        "",
        "",
    ),
    ("RED", "Redundancy of managed disks", f"{_VM}disks-redundancy", "3c8bbcc5", "2026-09-10"),
    ("ZRL", "Deploy disks with ZRS", f"{_VM}disks-deploy-zrs", "", ""),
    (
        "SHL",
        "Limits of shared disks",
        f"{_COMPUTE}includes/virtual-machines-disks-shared-limitations.md",
        "d84c7a8d",
        "2023-04",
    ),
    ("SHD", "Shared disks", f"{_VM}disks-shared", "1827cf35", "2025-12-03"),
    ("SHS", "Sizes of shared disks", f"{_DOCS}includes/virtual-machines-disks-shared-sizes.md", "02d00dc8", "2022-10"),
    (
        "SNP",
        "Incremental snapshots",
        f"{_COMPUTE}includes/virtual-machines-disks-incremental-snapshots-restrictions.md",
        "225a76fe",
        "2024-12",
    ),
    ("DHA", "High availability of VMs and disks", f"{_VM}disks-high-availability", "133b2490", "2025-07-09"),
    ("D6", "Dsv6 series", f"{_VM}sizes/general-purpose/dsv6-series", "05e75b14", "2024-07"),
    ("RSZ", "Resizing a VM", f"{_VM}sizes/resize-vm", "1ac46f5f", "2025-11-06"),
    (
        "NSG",
        "Network security groups",
        f"{_AZ}virtual-network/network-security-groups-overview",
        "0088bfa7",
        "2025-07-15",
    ),
    (
        "NSH",
        "How network security groups work",
        f"{_AZ}virtual-network/network-security-group-how-it-works",
        "0b167e76",
        "2020-08",
    ),
    ("ASG", "Application security groups", f"{_AZ}virtual-network/application-security-groups", "194ff3f7", "2020-02"),
    ("DEO", "Disk encryption", f"{_VM}disk-encryption-overview", "2c86b76f", "2025-05-14"),
    ("DEM", "Moving from Azure Disk Encryption", f"{_VM}disk-encryption-migrate", "596eb049", "2025-09-23"),
    (
        "EAH",
        "Encryption at host",
        f"{_COMPUTE}includes/virtual-machines-disks-encryption-at-host-restrictions.md",
        "7c3a39c4",
        "2023-11",
    ),
    ("CVM", "Confidential VMs", f"{_AZ}confidential-computing/confidential-vm-overview", "00b4ccce", "2021-11"),
    ("EXL", "VM extensions", f"{_VM}extensions/features-linux", "ae4e87b1", "2025-08-18"),
    ("CSE", "Custom Script extension", f"{_VM}extensions/custom-script-linux", "b39bae45", "2025-08-18"),
    ("HOT", "Hotpatch", "https://learn.microsoft.com/windows-server/get-started/hotpatch", "093f0bfa", "2023-07"),
    ("AMA", "Azure Monitor Agent", f"{_AZ}azure-monitor/agents/azure-monitor-agent-overview", "098a30fc", "2024-11"),
    ("QUO", "vCPU quotas", f"{_VM}quotas", "02773904", "2026-01-16"),
    (
        "WAF",
        "Well-Architected guide for VMs",
        "https://learn.microsoft.com/azure/well-architected/service-guides/virtual-machines",
        "1353bbb6",
        "2026-07",
    ),
)

PAGES: Final = {key: Page(key, title, url, commit, date or READ_ON) for key, title, url, commit, date in _TABLE}


def page(key: str) -> Page:
    """The page with this key.

    >>> page("EPH").as_of
    '2026-09'

    Raises:
        ValueError: For a key that is not in the table: a slip of a rule's author.
    """
    if key not in PAGES:
        raise ValueError(f"No page {key!r} in azstudy/rules/_pages.py; add it with title, address and date.")
    return PAGES[key]
