"""The concept maps of the virtual machine and of the scale set."""

from __future__ import annotations

from typing import Final

from azstudy.topology import concept_pages as pages
from azstudy.topology.concepts import Arrow, ConceptTable, Difference, Place, moved, same

VIRTUAL_MACHINE: Final = ConceptTable(
    name="virtual-machine",
    concepts=(
        same(
            "virtual-machine",
            "Azure Virtual Machine",
            "",
            "A server you rent by the second; you keep its operating system and all above it in order.",
            pages.INTRODUCTION,
        ),
        same(
            "size",
            "VM Series/Size",
            "virtual-machine",
            "Decides vCPUs, memory, and how many disks and network interfaces fit; the name says most of it.",
            pages.NAMES,
        ),
        same(
            "generation",
            "VM Generation",
            "virtual-machine",
            "1 starts by BIOS, 2 by UEFI. Trusted Launch needs 2. No difference in price.",
            pages.GENERATIONS,
        ),
        same(
            "disks",
            "Disks",
            "virtual-machine",
            "Managed disks over the network, and local space on the host.",
            pages.DISK_TYPES,
        ),
        same(
            "os-disk",
            "OS Disk",
            "disks",
            "Holds the operating system: Premium SSD, Standard SSD or Standard HDD, or ephemeral on local space.",
            pages.DISK_TYPES,
        ),
        same(
            "data-disks",
            "Data Disks",
            "disks",
            "Your data, on disks that outlive the VM; the size limits how many.",
            pages.DISK_TYPES,
        ),
        same(
            "temporary-storage",
            "Temporary Storage",
            "disks",
            "Local space on the host; its data is lost when the VM moves or is deallocated.",
            pages.BSV2,
        ),
        same(
            "networking",
            "Networking",
            "virtual-machine",
            "Everything that joins the VM to other machines.",
            pages.SECURITY_GROUPS,
        ),
        same(
            "virtual-network",
            "Virtual Network",
            "networking",
            "A private network in one region, cut into subnets.",
            pages.SECURITY_GROUPS,
        ),
        same(
            "network-interface",
            "Network Interface",
            "networking",
            "Joins the VM to one subnet; the size limits how many.",
            pages.SECURITY_GROUPS,
        ),
        same(
            "public-ip",
            "Public IP",
            "networking",
            "An address the internet can reach. A Standard one stays closed until a network security group opens it.",
            pages.SECURITY_GROUPS,
        ),
        same(
            "extensions",
            "Extensions",
            "virtual-machine",
            "Small programs the VM agent installs after the start: scripts, agents, health signals.",
            pages.EXTENSIONS,
        ),
    ),
    differences=(
        Difference(
            concept="temporary-storage",
            notes_say="Disks have temporary storage.",
            today="Many sizes have no temporary storage.",
            reason="Newer series have a local disk only in sizes with the letter d; the Bsv2 series has none at all.",
            mark="absent on many sizes",
            page=pages.BSV2,
        ),
    ),
)

SCALE_SET: Final = ConceptTable(
    name="scale-set",
    concepts=(
        same(
            "scale-set",
            "VM Scale Set",
            "",
            "Up to 1,000 VMs run as one: Flexible (standard VMs, which may differ) or Uniform (identical).",
            pages.MODES,
        ),
        same(
            "auto-scaling",
            "Auto-scaling",
            "scale-set",
            "Changes the number of instances by rules on metrics and by the calendar.",
            pages.PROFILES,
        ),
        same(
            "horizontal-scaling",
            "Horizontal Scaling",
            "auto-scaling",
            "More or fewer instances. The only direction autoscale knows.",
            pages.AUTOSCALE,
        ),
        moved(
            "vertical-scaling",
            Place("Vertical Scaling", "auto-scaling"),
            Place("Vertical Scaling", "scale-set"),
            "A larger or smaller VM size: a resize, which restarts the VM.",
            pages.RESIZE,
        ),
        same(
            "scheduled-scaling",
            "Scheduled Scaling",
            "auto-scaling",
            "Profiles for a day of the week or a date, each with its own limits and rules.",
            pages.PROFILES,
        ),
        same(
            "load-balancing",
            "Load Balancing",
            "scale-set",
            "Spreads traffic over the instances. More than one placement group needs a Standard Load Balancer.",
            pages.PLACEMENT,
        ),
        moved(
            "health-probes",
            None,
            Place("Health Probes", "scale-set"),
            "Ask each instance whether it works: the load balancer's probe or the Application Health extension.",
            pages.PROBES,
        ),
        moved(
            "automatic-repairs",
            None,
            Place("Automatic Repairs", "health-probes"),
            "Replace, reimage or restart an instance that stays unhealthy.",
            pages.REPAIRS,
        ),
        moved(
            "rolling-upgrades",
            None,
            Place("Rolling Upgrades", "health-probes"),
            "Change the instances batch by batch, and stop when too many are unhealthy.",
            pages.ROLLING,
        ),
        same(
            "high-availability",
            "High Availability",
            "scale-set",
            "Instances are spread so that one failure does not take all.",
            pages.ZONES,
        ),
        same(
            "fault-domains",
            "Fault Domains",
            "high-availability",
            "Racks that share power and a switch. With one fault domain Azure spreads over as many as it can.",
            pages.DOMAINS,
        ),
        same(
            "availability-zones",
            "Availability Zones",
            "high-availability",
            "Separate sites of a region. Zone balance keeps the counts within one of each other.",
            pages.ZONES,
        ),
    ),
    arrows=(Arrow(source="health-probes", target="load-balancing", label="steer traffic"),),
    differences=(
        Difference(
            concept="vertical-scaling",
            notes_say="Vertical scaling is a part of auto-scaling.",
            today="Autoscale is horizontal only; vertical is a resize with a restart.",
            reason="Azure Monitor autoscale changes the number of instances, never their size.",
            mark="a resize with restart, not autoscale",
            page=pages.AUTOSCALE,
        ),
        Difference(
            concept="load-balancing",
            notes_say="A scale set automatically deploys a load balancer.",
            today="A load balancer is an option that you choose.",
            reason="A scale set does not deploy a load balancer by itself; you name one, or none.",
            mark="optional, not deployed by itself",
            page=pages.MODES,
        ),
        Difference(
            concept="health-probes",
            notes_say="Health probes make scaling decisions accurate.",
            today="Probes drive repairs, upgrades and the load balancer, not autoscale.",
            reason="Autoscale reads metrics and the clock; no rule can read a health probe.",
            mark="do not drive autoscale",
            page=pages.METRICS,
        ),
    ),
)
