"""Rules about VM generations and security types: Gen1 and Gen2, Trusted Launch, confidential VMs, encryption."""

from __future__ import annotations

from azstudy.model.design import Design
from azstudy.model.gallery import ImageDefinition
from azstudy.model.image import GalleryImage, ManagedImage
from azstudy.model.words import DiskType, Generation, OsType, SecurityType
from azstudy.rules._frame import Breach, Facts, Found, NotChecked, path, rule
from azstudy.rules._walk import known_sizes, mounted

GEN1_OS_DISK_GIB = 2_048
"""A Gen1 VM starts from a disk of at most 2 TiB (generation-2.md@1dc6d3b8)."""
LARGEST_OS_DISK_GIB = 4_096
"""OS disks are supported to 4 TiB (generation-2.md@1dc6d3b8, ephemeral-os-disks.md@0d0c4c59)."""


@rule(
    "generation-01",
    section="1.2",
    severity="error",
    title="Generation and size",
    statement="A size supports Gen1, Gen2 or both; its table says which, not its family letter.",
    source="GEN",
    fix="Take the generation that the size supports, or another size.",
    misconception="gen1-runs-on-all-sizes",
)
def _size_supports(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        wanted = machine.generation.number
        for name, size in known_sizes(machine, facts):
            if size is None or size.generations is None:
                yield NotChecked(machine.name, f"which generations {name} supports")
            elif wanted not in size.generations:
                allowed = " and ".join(f"Gen{number}" for number in size.generations)
                yield Breach(machine.name, f"Gen{wanted} on {name}, which supports {allowed} only.")


@rule(
    "generation-02",
    section="1.2",
    severity="error",
    title="OS disk above 2 TiB on Gen1",
    statement="A Gen1 VM starts by BIOS and its OS disk ends at 2 TiB; larger OS disks need Gen2 (UEFI).",
    source="GEN",
    fix="Use a Gen2 image, or put the data on a data disk.",
)
def _os_disk_on_gen1(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        gib = machine.os_disk.size_gib
        if gib is not None and machine.generation is Generation.V1 and gib > GEN1_OS_DISK_GIB:
            yield Breach(path(machine.name, "OS disk"), f"{gib:,} GiB on Gen1, which ends at {GEN1_OS_DISK_GIB:,} GiB.")


@rule(
    "generation-03",
    section="12.6",
    severity="error",
    title="OS disk above 4 TiB",
    statement="OS disks are supported to 4 TiB, on Gen2.",
    source="GEN",
    fix="Keep the OS disk small and put the data on data disks.",
)
def _os_disk_limit(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        gib = machine.os_disk.size_gib
        if gib is not None and gib > LARGEST_OS_DISK_GIB:
            yield Breach(path(machine.name, "OS disk"), f"{gib:,} GiB; at most {LARGEST_OS_DISK_GIB:,} GiB.")


@rule(
    "generation-04",
    section="1.2",
    severity="error",
    title="Secure Boot and vTPM without Trusted Launch",
    statement="Secure Boot and vTPM come with Trusted Launch or a confidential VM, not with a standard Gen2 VM.",
    source="GEN",
    fix="Set the security type to TrustedLaunch.",
    misconception="gen2-means-secure-boot",
)
def _secure_boot(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        asked = [word for word, on in (("Secure Boot", machine.secure_boot), ("vTPM", machine.vtpm)) if on]
        if asked and machine.effective_security_type is SecurityType.STANDARD:
            yield Breach(machine.name, f"{' and '.join(asked)} on; the security type is Standard.")


@rule(
    "generation-05",
    section="1.2",
    severity="error",
    title="Generation of image and VM",
    statement="A VM has the generation of its image; it cannot be chosen apart from it.",
    source="GEN",
    fix="Use an image definition of the wanted generation.",
)
def _image_generation(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        image = machine.image
        found = design.find(ImageDefinition, image.definition) if isinstance(image, GalleryImage) else None
        if found is not None and found.generation is not machine.generation:
            yield Breach(
                machine.name,
                f"Gen{machine.generation.number}; the image {found.name} is Gen{found.generation.number}.",
            )


@rule(
    "security-01",
    section="13.4",
    severity="error",
    title="Trusted Launch needs Gen2",
    statement="Trusted Launch and confidential VMs start by UEFI: Gen2 only.",
    source="TL",
    fix="Use a Gen2 image, or the security type Standard.",
)
def _needs_gen2(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        kind = machine.security_type
        if kind in (SecurityType.TRUSTED_LAUNCH, SecurityType.CONFIDENTIAL_VM) and machine.generation is Generation.V1:
            yield Breach(machine.name, f"{kind.value} on Gen1.")


@rule(
    "security-02",
    section="13.4",
    severity="error",
    title="Trusted Launch and size",
    statement="Trusted Launch works on most Gen2 sizes, not on all; the table of the size says so.",
    source="TL",
    fix="Take a size with Trusted Launch, or the security type Standard.",
)
def _trusted_launch_size(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        for name, size in known_sizes(machine, facts):
            if machine.security_type is not SecurityType.TRUSTED_LAUNCH:
                continue
            if size is None or size.trusted_launch is None:
                yield NotChecked(machine.name, f"whether {name} has Trusted Launch")
            elif not size.trusted_launch:
                yield Breach(machine.name, f"Trusted Launch on {name}, which does not have it.")


@rule(
    "security-03",
    section="13.4",
    severity="error",
    title="Confidential VM and size",
    statement="Confidential VMs run on the DC and EC sizes with memory encryption, and on no others.",
    source="DEO",
    fix="Take a DCas_v5 or ECas_v5 size or a later one, or Trusted Launch.",
    misconception="confidential-is-a-switch-on-any-size",
)
def _confidential_size(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        for name, size in known_sizes(machine, facts):
            if machine.security_type is not SecurityType.CONFIDENTIAL_VM or (size and size.confidential):
                continue
            if name.upper().startswith(("DC", "EC", "NCC")):
                yield NotChecked(machine.name, f"whether {name} can be a confidential VM")
            else:
                yield Breach(machine.name, f"ConfidentialVM on {name}, which is no DC or EC size.")


@rule(
    "security-04",
    section="13.4",
    severity="error",
    title="Trusted Launch from a managed image",
    statement="Trusted Launch does not start from a managed image; a gallery or Marketplace image is needed.",
    source="TL",
    fix="Put the image into a gallery, with a definition that supports Trusted Launch.",
)
def _managed_image(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        if machine.security_type is SecurityType.TRUSTED_LAUNCH and isinstance(machine.image, ManagedImage):
            yield Breach(machine.name, f"Trusted Launch from the managed image {machine.image.name}.")


@rule(
    "security-05",
    section="13.4",
    severity="error",
    title="Trusted Launch and Linux hibernation",
    statement="A Linux VM with Trusted Launch cannot hibernate.",
    source="TL",
    fix="Leave hibernation off, or take the security type Standard.",
)
def _linux_hibernation(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        if machine.security_type is SecurityType.TRUSTED_LAUNCH and machine.hibernation and machine.os is OsType.LINUX:
            yield Breach(machine.name, "Hibernation is on for a Linux VM with Trusted Launch.")


@rule(
    "security-06",
    section="13.5",
    severity="error",
    title="Encryption at host beside Azure Disk Encryption",
    statement="Encryption at host cannot be used on a VM or scale set that has, or ever had, Azure Disk Encryption.",
    source="EAH",
    fix="Use encryption at host alone; a VM that had the old one needs new disks.",
)
def _two_encryptions(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        if machine.encryption_at_host and machine.disk_encryption:
            yield Breach(machine.name, "Encryption at host and Azure Disk Encryption are both on.")


@rule(
    "security-07",
    section="13.5",
    severity="error",
    title="Encryption at host and size",
    statement="Encryption at host works on the sizes whose table says so.",
    source="EAH",
    fix="Take a size with encryption at host.",
)
def _encryption_at_host(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        for name, size in known_sizes(machine, facts):
            if not machine.encryption_at_host:
                continue
            if size is None or size.encryption_at_host is None:
                yield NotChecked(machine.name, f"whether {name} has encryption at host")
            elif not size.encryption_at_host:
                yield Breach(machine.name, f"Encryption at host on {name}, which does not have it.")


@rule(
    "security-08",
    section="13.5",
    severity="warning",
    title="Azure Disk Encryption is going",
    statement="Azure Disk Encryption is announced to retire and cannot be converted in place; encryption at host, "
    "with a disk encryption set for own keys, takes its place.",
    source="DEM",
    fix="Use encryption at host; for own keys add a disk encryption set.",
    misconception="ade-is-the-way-to-encrypt",
)
def _disk_encryption(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        if machine.disk_encryption:
            yield Breach(machine.name, "Azure Disk Encryption is on.")


@rule(
    "security-09",
    section="12.3",
    severity="error",
    title="Azure Disk Encryption on Ultra Disk",
    statement="Ultra disks cannot be encrypted by Azure Disk Encryption.",
    source="ULT",
    fix="Use encryption at host.",
)
def _disk_encryption_on_ultra(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        for item in mounted(design, machine):
            if machine.disk_encryption and item.disk.type is DiskType.ULTRA:
                yield Breach(item.path, "Azure Disk Encryption on a VM with this Ultra disk.")
