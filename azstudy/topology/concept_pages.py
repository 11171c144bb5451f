"""The pages of Microsoft's documentation that the concept maps rest on."""

from __future__ import annotations

from typing import Final

from azstudy.topology.concepts import Page

_COMPUTE = "MicrosoftDocs/azure-compute-docs articles"
_AZURE = "MicrosoftDocs/azure-docs articles"
_MONITOR = "MicrosoftDocs/azure-monitor-docs articles"

NAMES: Final = Page(f"{_COMPUTE}/virtual-machines/vm-naming-conventions.md@eba18e57", "2026-11-22")
BSV2: Final = Page(f"{_COMPUTE}/virtual-machines/sizes/general-purpose/bsv2-series.md@2072bfd7", "2026-03")
GENERATIONS: Final = Page(f"{_COMPUTE}/virtual-machines/generation-2.md@1dc6d3b8", "2024-03")
DISK_TYPES: Final = Page(f"{_COMPUTE}/virtual-machines/disks-types.md@18c531ec", "2026-08-11")
SECURITY_GROUPS: Final = Page(f"{_AZURE}/virtual-network/network-security-groups-overview.md@0088bfa7", "2025-07-15")
EXTENSIONS: Final = Page(f"{_COMPUTE}/virtual-machines/extensions/features-linux.md@ae4e87b1", "2025-08-18")
MODES: Final = Page(
    f"{_COMPUTE}/virtual-machine-scale-sets/virtual-machine-scale-sets-orchestration-modes.md@01e1fb7d", "2024-06-14"
)
AUTOSCALE: Final = Page(f"{_MONITOR}/azure-monitor/autoscale/autoscale-best-practices.md@0874256c", "2026-08")
PROFILES: Final = Page(f"{_MONITOR}/azure-monitor/autoscale/autoscale-understanding-settings.md@002d4a39", "2026-08")
METRICS: Final = Page(f"{_MONITOR}/azure-monitor/autoscale/autoscale-common-metrics.md@0e35105e", "2024-11")
RESIZE: Final = Page(f"{_COMPUTE}/virtual-machines/sizes/resize-vm.md@1ac46f5f", "2025-11-06")
PLACEMENT: Final = Page(
    f"{_COMPUTE}/virtual-machine-scale-sets/virtual-machine-scale-sets-placement-groups.md@0c6223e9", "2026-11-22"
)
REPAIRS: Final = Page(
    f"{_COMPUTE}/virtual-machine-scale-sets/virtual-machine-scale-sets-automatic-instance-repairs.md@0c6223e9",
    "2026-11-22",
)
ROLLING: Final = Page(
    f"{_COMPUTE}/virtual-machine-scale-sets/virtual-machine-scale-sets-configure-rolling-upgrades.md@0c6223e9",
    "2026-11-22",
)
PROBES: Final = Page(f"{_AZURE}/load-balancer/load-balancer-custom-probe-overview.md@0147a273", "2023")
DOMAINS: Final = Page(
    f"{_COMPUTE}/virtual-machine-scale-sets/virtual-machine-scale-sets-manage-fault-domains.md@0de34d3a", "2025-09"
)
ZONES: Final = Page(
    f"{_COMPUTE}/virtual-machine-scale-sets/virtual-machine-scale-sets-use-availability-zones.md@0c6223e9", "2026-05"
)
GALLERY: Final = Page(f"{_COMPUTE}/virtual-machines/azure-compute-gallery.md@06c2de23", "2026-11-22")
IMAGES: Final = Page(f"{_COMPUTE}/virtual-machines/shared-image-galleries.md@48a37249", "2026-11-22")
APPLICATIONS: Final = Page(f"{_COMPUTE}/virtual-machines/vm-applications.md@35b0210c", "2025-08")
UPDATES: Final = Page(f"{_AZURE}/update-manager/overview.md@055ad1a4", "2026-11-22")
MAINTENANCE: Final = Page(f"{_COMPUTE}/virtual-machines/maintenance-and-updates.md@0feba6f0", "2026-04")
MONITORING: Final = Page(f"{_MONITOR}/azure-monitor/vm/monitor-vm.md@f6322e16", "2025-02")
AGENT: Final = Page(f"{_MONITOR}/azure-monitor/agents/azure-monitor-agent-overview.md@098a30fc", "2024-11")
BACKUP: Final = Page(f"{_AZURE}/backup/backup-azure-vms-enhanced-policy.md@d19be25a", "2023")
DEFENDER: Final = Page(f"{_COMPUTE}/virtual-machines/trusted-launch.md@02ecf3f4", "2025-04-21")
INTRODUCTION: Final = Page(
    "learn.microsoft.com/training/modules/describe-azure-compute-networking-services", "2026-11-22"
)
