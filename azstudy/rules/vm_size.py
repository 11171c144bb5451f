"""Rules that ask what a VM size can do: disks, network interfaces, premium storage, where it is offered."""

from __future__ import annotations

from azstudy.model.design import Design
from azstudy.model.gallery import ImageDefinition
from azstudy.model.image import GalleryImage
from azstudy.model.words import Architecture, Caching, DiskType
from azstudy.rules._frame import Breach, Facts, Found, NotChecked, path, rule
from azstudy.rules._walk import known_sizes, listed, many, mounted, short, sizes
from azstudy.rules.disks import disk_limits

_PREMIUM_ONLY = {DiskType.PREMIUM, DiskType.PREMIUM_V2, DiskType.ULTRA}


@rule(
    "size-01",
    section="1.1",
    severity="error",
    title="Number of data disks",
    statement="Every size takes a fixed number of data disks, which its table says and its name does not.",
    source="NAM",
    fix="Take a larger size, or fewer and larger disks.",
    misconception="any-size-takes-any-number-of-disks",
)
def _data_disks(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        asked = len(machine.data_disks)
        for name, size in known_sizes(machine, facts):
            if not asked:
                continue
            if size is None or size.max_data_disks is None:
                yield NotChecked(machine.name, f"how many data disks {name} takes")
            elif asked > size.max_data_disks:
                yield Breach(machine.name, f"{many(asked, 'data disk')}; {name} takes {size.max_data_disks}.")


@rule(
    "size-02",
    section="1.1",
    severity="error",
    title="Number of network interfaces",
    statement="Every size takes a fixed number of network interfaces, which its table says and its name does not.",
    source="NAM",
    fix="Take a larger size, or fewer interfaces.",
)
def _nics(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        asked = len(machine.nics)
        for name, size in known_sizes(machine, facts):
            if asked <= 1:  # every size takes one
                continue
            if size is None or size.max_nics is None:
                yield NotChecked(machine.name, f"how many network interfaces {name} takes")
            elif asked > size.max_nics:
                yield Breach(machine.name, f"{many(asked, 'network interface')}; {name} takes {size.max_nics}.")


@rule(
    "size-03",
    section="1.1",
    severity="error",
    title="Premium storage",
    statement="Premium SSD, Premium SSD v2 and Ultra Disk need a size with premium storage: the letter s in its name.",
    source="NAM",
    fix="Take the size with an s (D4s_v5 instead of D4_v5), or Standard SSD.",
    misconception="any-size-takes-any-disk-type",
)
def _premium_storage(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        asked = [(path(machine.name, "OS disk"), machine.os_disk.type)]
        asked += [(item.path, item.disk.type) for item in mounted(design, machine)]
        for name, size in known_sizes(machine, facts):
            for subject, kind in asked:
                if kind not in _PREMIUM_ONLY:
                    continue
                if size is None or size.premium_storage is None:
                    yield NotChecked(subject, f"whether {name} has premium storage")
                elif not size.premium_storage:
                    yield Breach(subject, f"{kind.label} on {name}, a size without premium storage.")


@rule(
    "size-04",
    section="1.1",
    severity="error",
    title="Accelerated networking",
    statement="Accelerated networking works on the sizes whose table says so.",
    source="NAM",
    fix="Leave accelerated networking off, or take a size that has it.",
)
def _accelerated_networking(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        asked = [nic.name for nic in machine.nics if nic.accelerated_networking]
        for name, size in known_sizes(machine, facts):
            for nic in asked:
                if size is None or size.accelerated_networking is None:
                    yield NotChecked(path(machine.name, nic), f"whether {name} has accelerated networking")
                elif not size.accelerated_networking:
                    yield Breach(path(machine.name, nic), f"Accelerated networking is on; {name} does not have it.")


@rule(
    "size-05",
    section="1.1",
    severity="error",
    title="Processor architecture of image and size",
    statement="A size with the letter p has an Arm processor and starts Arm64 images only; all others are x64.",
    source="NAM",
    fix="Take an image and a size of one architecture.",
)
def _architecture(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        image = machine.image
        found = design.find(ImageDefinition, image.definition) if isinstance(image, GalleryImage) else None
        if found is None:
            continue
        wanted = "arm64" if found.architecture is Architecture.ARM64 else "x64"
        for name, size in known_sizes(machine, facts):
            if size is None or size.architecture is None:
                yield NotChecked(machine.name, f"the processor architecture of {name}")
            elif size.architecture != wanted:
                yield Breach(machine.name, f"The image {found.name} is {wanted}, {name} is {size.architecture}.")


@rule(
    "size-06",
    section="1.1",
    severity="error",
    title="Size offered in the region",
    statement="A size is offered in some regions only.",
    source="NAM",
    fix="Take another region or a sibling of the size that is offered there.",
    misconception="every-size-in-every-region",
)
def _offered(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        region = design.region_of(machine)
        if region is None:
            continue
        for size in sizes(machine):
            offered = facts.offered(size, region) if facts.size(size) else None
            if offered is None:
                yield NotChecked(machine.name, f"whether {short(size)} is offered in {region}")
            elif not offered:
                yield Breach(machine.name, f"{short(size)} is not listed in {region}.")


@rule(
    "size-07",
    section="1.1",
    severity="error",
    title="Hibernation",
    statement="Only some sizes can hibernate; their table says so.",
    source="NAM",
    fix="Leave hibernation off, or take a size that has it.",
)
def _hibernation(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        for name, size in known_sizes(machine, facts):
            if not machine.hibernation:
                continue
            if size is None or size.hibernation is None:
                yield NotChecked(machine.name, f"whether {name} can hibernate")
            elif not size.hibernation:
                yield Breach(machine.name, f"Hibernation is on; {name} cannot hibernate.")


@rule(
    "size-08",
    section="1.1",
    severity="error",
    title="Write accelerator",
    statement="Write accelerator exists on some M sizes only, for Premium SSD.",
    source="NAM",
    fix="Leave write accelerator off, or take an M size with Premium SSD.",
)
def _write_accelerator(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        asked = [(path(machine.name, "OS disk"), machine.os_disk.type)] if machine.os_disk.write_accelerator else []
        asked += [(item.path, item.disk.type) for item in mounted(design, machine) if item.write_accelerator]
        for subject, kind in asked:
            if kind is not DiskType.PREMIUM:
                yield Breach(subject, f"Write accelerator on {kind.label}; it works with Premium SSD only.")
        for name, size in known_sizes(machine, facts):
            for subject, _ in asked:
                if size is None or size.write_accelerator is None:
                    yield NotChecked(subject, f"whether {name} has write accelerator")
                elif not size.write_accelerator:
                    yield Breach(subject, f"Write accelerator is on; {name} does not have it.")


@rule(
    "size-09",
    section="1.4",
    severity="error",
    title="Host caching on this size",
    statement="Host caching needs a size whose hosts have a cache for remote disks; some sizes have none.",
    source="DPF",
    fix="Set caching to None, or take a size with host caching.",
)
def _host_caching(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        asked = [item.path for item in mounted(design, machine) if item.caching is not Caching.NONE]
        for name, size in known_sizes(machine, facts):
            for subject in asked:
                if size is None or size.host_caching is None:
                    yield NotChecked(subject, f"whether {name} has a host cache")
                elif not size.host_caching:
                    yield Breach(subject, f"Host caching is on; {name} has no host cache.")


@rule(
    "size-10",
    section="1.4",
    severity="info",
    title="Disks together faster than the VM",
    statement="A VM has its own limit of IOPS for all remote disks together; what the disks could do beyond is lost.",
    source="DPF",
    fix="Take a larger size, or slower disks; use host caching for reads.",
    misconception="disk-limits-add-up-without-end",
)
def _disks_beyond_the_vm(design: Design, facts: Facts) -> Found:
    for machine in design.machines:
        disks = [item for item in mounted(design, machine) if not item.disk.type.provisioned]
        uncached = [item for item in disks if item.caching is Caching.NONE and item.disk.size_gib is not None]
        known = [i for i in uncached if (i.disk.size_gib or 0) <= 32_767]
        together = sum(disk_limits(item.disk.type, item.disk.size_gib or 1).max_iops for item in known)
        for name, size in known_sizes(machine, facts):
            if not together:
                continue
            if size is None or size.uncached_iops is None:
                yield NotChecked(machine.name, f"the IOPS limit of {name}")
            elif together > size.uncached_iops:
                yield Breach(
                    machine.name,
                    f"{listed(item.disk.name for item in known)}: {together:,} IOPS together; "
                    f"{name} lets {size.uncached_iops:,.0f} through.",
                )
