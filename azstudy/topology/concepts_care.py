"""The concept maps of the gallery and of management."""

from __future__ import annotations

from typing import Final

from azstudy.topology import concept_pages as pages
from azstudy.topology.concepts import ConceptTable, Difference, Place, moved, same

GALLERY: Final = ConceptTable(
    name="gallery",
    concepts=(
        same(
            "gallery",
            "Azure Compute Gallery",
            "",
            "Keeps images and applications in versions, copies them to regions and shares them.",
            pages.GALLERY,
        ),
        same(
            "image-definitions",
            "Image Definitions",
            "gallery",
            "What an image is: publisher, offer and SKU, operating system, generation. It has no version number.",
            pages.IMAGES,
        ),
        same("os-type", "OS Type", "image-definitions", "Linux or Windows; generalised or specialised.", pages.IMAGES),
        same(
            "publisher",
            "Publisher",
            "image-definitions",
            "With offer and SKU the name of a definition; the three together are unique in a gallery.",
            pages.IMAGES,
        ),
        moved(
            "image-versions",
            Place("Image Versions", "gallery"),
            Place("Image Versions", "image-definitions"),
            "One build of the image that its definition describes, such as 1.2.0; VMs are made from it.",
            pages.IMAGES,
        ),
        same(
            "replication",
            "Replication",
            "image-versions",
            "Copies in target regions: about one replica for 50 VMs created at the same time.",
            pages.IMAGES,
        ),
        same(
            "versioning",
            "Versioning",
            "image-versions",
            "Major.Minor.Patch; `latest` is the highest version that is not excluded.",
            pages.IMAGES,
        ),
        same(
            "applications",
            "Applications",
            "gallery",
            "VM applications: packages with install, update and remove commands, kept in the gallery.",
            pages.APPLICATIONS,
        ),
        moved(
            "vm-extensions",
            Place("VM Extensions", "applications"),
            None,
            "Programs that the VM agent installs; not a part of a gallery.",
            pages.EXTENSIONS,
        ),
        moved(
            "application-versions",
            None,
            Place("Application Versions", "applications"),
            "A package and its commands; replicated to regions like an image version.",
            pages.APPLICATIONS,
        ),
    ),
    differences=(
        Difference(
            concept="image-versions",
            notes_say="An image definition includes a version.",
            today="The version belongs to the image version, which hangs below its definition.",
            reason="A definition holds publisher, offer, SKU and system; its versions hold numbers and replicas.",
            mark="below a definition, which has no version",
            page=pages.IMAGES,
        ),
        Difference(
            concept="applications",
            notes_say="Gallery applications lead to VM extensions.",
            today="Gallery applications are a resource of their own, with versions of their own.",
            reason="An extension comes from its publisher; an application is a package that you keep in your gallery.",
            mark="a resource of its own, not an extension",
            page=pages.APPLICATIONS,
        ),
    ),
)

MANAGEMENT: Final = ConceptTable(
    name="management",
    concepts=(
        same(
            "management",
            "VM Management",
            "",
            "What keeps VMs patched, watched, recoverable and safe.",
            pages.MAINTENANCE,
        ),
        same(
            "patching",
            "Patching",
            "management",
            "Updates of the guest's operating system, in windows you set.",
            pages.UPDATES,
        ),
        moved(
            "update-manager",
            Place("Azure Update Management", "patching"),
            Place("Azure Update Manager", "patching"),
            "Assesses and installs updates, now or on a schedule; needs no agent and no workspace.",
            pages.UPDATES,
        ),
        same("monitoring", "Monitoring", "management", "Metrics, logs and alerts.", pages.MONITORING),
        same(
            "azure-monitor",
            "Azure Monitor",
            "monitoring",
            "Host metrics come by themselves; data from inside the guest needs the Azure Monitor Agent and a rule.",
            pages.AGENT,
        ),
        same("backup", "Backup", "management", "Recovery points you can go back to.", pages.BACKUP),
        same(
            "azure-backup",
            "Azure Backup",
            "backup",
            "Snapshots for a fast restore, then copies in a vault; the policy says how often and how long.",
            pages.BACKUP,
        ),
        same("security", "Security", "management", "Advice on posture, and protection while it runs.", pages.DEFENDER),
        moved(
            "defender-for-cloud",
            Place("Azure Security Center", "security"),
            Place("Microsoft Defender for Cloud", "security"),
            "Recommendations for all resources; paid plans add protection for servers.",
            pages.DEFENDER,
        ),
    ),
    differences=(
        Difference(
            concept="update-manager",
            notes_say="Azure Update Management patches VMs.",
            today="Azure Update Manager patches VMs.",
            reason="Update Management stood on Azure Automation and the Log Analytics agent, retired on 2024-08-31.",
            mark="was Azure Update Management",
            page=pages.UPDATES,
        ),
        Difference(
            concept="defender-for-cloud",
            notes_say="Azure Security Center watches over security.",
            today="Microsoft Defender for Cloud does.",
            reason="Microsoft renamed Azure Security Center; the recommendations are the same service.",
            mark="was Azure Security Center",
            page=pages.DEFENDER,
        ),
    ),
)
