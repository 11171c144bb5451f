"""Scale sets: Spot Priority Mix, instance mix, standby pools."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from azstudy.model.design import Design
from azstudy.model.scaleset import ScaleSet, StandbyPool
from azstudy.model.sizename import SizeName
from azstudy.model.words import AllocationStrategy, StandbyState
from azstudy.rules._fleet import family_of, largest, not_memory_preserving, repeated, settings_of
from azstudy.rules._frame import Breach, Facts, Found, NotChecked, rule
from azstudy.rules._walk import known_sizes, listed, many, short

MOST_SIZES: Final = 5
MIX_FAMILIES: Final = frozenset("ABDEF")
"""Sizes and families of an instance mix (instance-mix-overview.md@0c6223e9, 2026-05)."""
FIRST_NVME_VERSION: Final = 6
"""From this version of a series on, remote disks are NVMe; before it SCSI (generation-2.md@1dc6d3b8, sizes of v6)."""


# --- Spot Priority Mix -----------------------------------------------------------------------------------------
@rule(
    "scaleset-80",
    section="3.7",
    severity="error",
    title="Spot mix in Uniform mode",
    statement="Regular and Spot instances can be mixed in Flexible scale sets only.",
    source="MIX",
    fix="Use Flexible orchestration.",
    misconception="any-scale-set-mixes-spot",
)
def _mix_mode(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.spot_mix is not None and not one.flexible:
            yield Breach(one.name, "A Spot mix in a Uniform scale set.")


@rule(
    "scaleset-81",
    section="3.7",
    severity="error",
    title="Spot mix in a single placement group",
    statement="A Spot Priority Mix needs singlePlacementGroup false.",
    source="MIX",
    fix="Set single_placement_group to False.",
)
def _mix_group(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.spot_mix is not None and one.single_placement_group:
            yield Breach(one.name, "A Spot mix with a single placement group.")


@rule(
    "scaleset-82",
    section="3.1",
    severity="error",
    title="Spot mix over fault domains with this family",
    statement="A Flexible scale set over more than one fault domain takes no Spot mix where its size is not updated "
    "with the memory kept (families G, H, L, M and N).",
    source="ORC",
    fix="Use one fault domain or another family.",
)
def _mix_domains(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        names = not_memory_preserving(one, facts)
        if one.spot_mix is not None and one.flexible and one.effective_fault_domains > 1 and names:
            yield Breach(one.name, f"A Spot mix of {listed(names)} over {one.effective_fault_domains} fault domains.")


@rule(
    "scaleset-83",
    section="3.7",
    severity="info",
    title="Spot mix without Spot",
    statement="Up to the base every instance is regular; only above it are instances shared between regular and Spot "
    "(regular = floor of the percentage).",
    source="MIX",
    fix="Lower the base or the percentage, or take more instances.",
    misconception="spot-mix-shares-all-instances",
)
def _mix_idle(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        grown = largest(design, one)
        if one.spot_mix is not None and grown and one.spot_mix.split(grown)[1] == 0:
            yield Breach(one.name, f"With {many(grown, 'instance')} at most, the mix gives no Spot instance.")


# --- instance mix ----------------------------------------------------------------------------------------------
@rule(
    "scaleset-85",
    section="3.9",
    severity="error",
    title="Instance mix in Uniform mode",
    statement="Several sizes in one scale set need Flexible orchestration: Uniform instances are all alike.",
    source="IMX",
    fix="Use Flexible orchestration.",
    misconception="scale-set-instances-are-always-identical",
)
def _sizes_mode(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.instance_mix is not None and not one.flexible:
            yield Breach(one.name, "An instance mix in a Uniform scale set.")


@rule(
    "scaleset-86",
    section="3.9",
    severity="error",
    title="Too many sizes in an instance mix",
    statement="An instance mix names at most 5 sizes.",
    source="IMX",
    fix="Keep the five best.",
)
def _sizes_count(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        count = len(one.instance_mix.sizes) if one.instance_mix else 0
        if count > MOST_SIZES:
            yield Breach(one.name, f"{count} sizes in the mix; at most 5 are allowed.")


@rule(
    "scaleset-87",
    section="3.9",
    severity="error",
    title="Family not allowed in an instance mix",
    statement="An instance mix takes sizes of the families A, B, D, E and F.",
    source="IMX",
    fix="Choose sizes of these families.",
)
def _sizes_family(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        for name in one.sizes if one.instance_mix else ():
            family = family_of(name)
            if family is None:
                yield NotChecked(one.name, f"the family of {short(name)}")
            elif family not in MIX_FAMILIES:
                yield Breach(one.name, f"{short(name)} is of family {family}.")


@rule(
    "scaleset-88",
    section="3.9",
    severity="error",
    title="A size beside an instance mix",
    statement='With an instance mix sku.name is "Mix": the sizes stand in the mix.',
    source="IMX",
    fix="Leave size out.",
)
def _size_and_mix(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.instance_mix is not None and one.size is not None:
            yield Breach(one.name, f"Size {short(one.size)} beside an instance mix.")


def _interface(name: SizeName) -> str | None:
    """How a size reaches its remote disks; "" where it takes both, None where that is not known."""
    if name.legacy:
        return None
    version = name.version or 1
    if name.family == "E" and "b" in name.features and version == FIRST_NVME_VERSION - 1:
        return ""  # Ebsv5 and Ebdsv5 (ebsv5 size tables list SCSI and NVMe limits)
    if "a" in name.features and version == FIRST_NVME_VERSION:
        return None  # AMD of version 6: the pages read do not say
    return "NVMe" if version >= FIRST_NVME_VERSION else "SCSI"


def _different(one: ScaleSet, kinds: dict[str, object], word: str) -> Found:
    """A breach where known kinds differ, and a word for each size whose kind is not known."""
    known = {size: kind for size, kind in kinds.items() if kind is not None}
    if len(set(known.values())) > 1:
        yield Breach(one.name, "; ".join(f"{size}: {kind}" for size, kind in known.items()) + ".")
    for size in kinds.keys() - known.keys():
        yield NotChecked(one.name, f"{word} of {size}")


@rule(
    "scaleset-89",
    section="3.9",
    severity="error",
    title="Two architectures in an instance mix",
    statement="An instance mix cannot hold Arm64 and x64 sizes together: one image has to fit all.",
    source="IMX",
    fix="Choose sizes of one architecture.",
    misconception="an-image-runs-on-arm-and-x64",
)
def _sizes_architecture(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.instance_mix is not None:
            kinds: dict[str, object] = {}
            for text, size in known_sizes(one, facts):
                kinds[text] = size.architecture if size else None
            yield from _different(one, kinds, "the architecture")


@rule(
    "scaleset-90",
    section="3.9",
    severity="error",
    title="SCSI and NVMe sizes in an instance mix",
    statement="An instance mix cannot hold sizes whose disks are reached by SCSI and by NVMe.",
    source="IMX",
    fix="Choose sizes of version 5 and older, or of version 6 and newer.",
)
def _sizes_interface(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.instance_mix is not None:
            kinds: dict[str, object] = {short(name): _interface(name) for name in one.sizes}
            yield from _different(one, {n: kind for n, kind in kinds.items() if kind != ""}, "the disk interface")


@rule(
    "scaleset-91",
    section="3.9",
    severity="error",
    title="Premium and non-premium sizes in an instance mix",
    statement="An instance mix cannot hold sizes with and without premium storage.",
    source="IMX",
    fix="Choose sizes that all take Premium SSD (the letter s).",
)
def _sizes_premium(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        if one.instance_mix is not None:
            kinds: dict[str, object] = {}
            for text, size in known_sizes(one, facts):
                premium = size.premium_storage if size else None
                kinds[text] = None if premium is None else "premium storage" if premium else "no premium storage"
            yield from _different(one, kinds, "premium storage")


@rule(
    "scaleset-92",
    section="3.9",
    severity="error",
    title="Instance mix with something it cannot have",
    statement="An instance mix works with no standby pool, dedicated host, proximity placement group, capacity "
    "reservation or ephemeral OS disk.",
    source="IMX",
    fix="Leave the other feature out, or use one size.",
)
def _sizes_alone(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        beside = {
            "a standby pool": any(found is one for _, found in _pools(design)),
            "a dedicated host group": one.host_group,
            "a proximity placement group": one.proximity_group,
            "a capacity reservation": one.capacity_reservation,
            "an ephemeral OS disk": one.os_disk.ephemeral,
        }
        for what in (word for word, there in beside.items() if there and one.instance_mix is not None):
            yield Breach(one.name, f"An instance mix with {what}.")


@rule(
    "scaleset-93",
    section="3.9",
    severity="error",
    title="Ranks without the Prioritized strategy",
    statement="Ranks belong to the Prioritized strategy (preview), where the lower rank goes first.",
    source="IMX",
    fix="Leave ranks out, or set the strategy to Prioritized.",
)
def _ranks(design: Design, facts: Facts) -> Found:
    for one in design.scale_sets:
        mix = one.instance_mix
        ranked = mix is not None and any(choice.rank is not None for choice in mix.sizes)
        if mix is not None and ranked and mix.strategy is not AllocationStrategy.PRIORITIZED:
            yield Breach(one.name, f"Ranks with the {mix.strategy} strategy.")


# --- standby pools ---------------------------------------------------------------------------------------------
def _pools(design: Design) -> Iterator[tuple[StandbyPool, ScaleSet]]:
    for pool in design.of(StandbyPool):
        found = design.find(ScaleSet, pool.scale_set, within=pool)
        if found is not None:
            yield pool, found


@rule(
    "scaleset-94",
    section="3.8",
    severity="error",
    title="Standby pool beside a scale set that cannot have one",
    statement="A standby pool works with Flexible scale sets of one fault domain.",
    source="STB",
    fix="Use Flexible orchestration and one fault domain.",
)
def _pool_mode(design: Design, facts: Facts) -> Found:
    for pool, one in _pools(design):
        if not one.flexible:
            yield Breach(pool.name, f"{one.name} is a Uniform scale set.")
        elif one.effective_fault_domains > 1:
            yield Breach(pool.name, f"{one.name} has {one.effective_fault_domains} fault domains.")


@rule(
    "scaleset-95",
    section="3.8",
    severity="error",
    title="Several standby pools for one scale set",
    statement="A scale set has one standby pool.",
    source="STB",
    fix="Keep one pool.",
)
def _pool_alone(design: Design, facts: Facts) -> Found:
    for key, pools in repeated((one.name, pool.name) for pool, one in _pools(design)):
        yield Breach(str(key), f"Standby pools {listed(pools)}.")


@rule(
    "scaleset-96",
    section="3.8",
    severity="error",
    title="Standby pool in another region",
    statement="A standby pool stands in the region of its scale set.",
    source="STB",
    fix="Put the pool into the scale set's region.",
)
def _pool_region(design: Design, facts: Facts) -> Found:
    for pool, one in _pools(design):
        here, there = design.region_of(pool), design.region_of(one)
        if here and there and here != there:
            yield Breach(pool.name, f"The pool is in {here}, {one.name} in {there}.")


@rule(
    "scaleset-97",
    section="3.8",
    severity="error",
    title="Running standby pool with autoscale",
    statement="With autoscale a standby pool holds deallocated or hibernated VMs, not running ones.",
    source="STB",
    fix="Set the pool's state to Deallocated or Hibernated.",
)
def _pool_autoscale(design: Design, facts: Facts) -> Found:
    for pool, one in _pools(design):
        if pool.state is StandbyState.RUNNING and any(setting.enabled for setting in settings_of(design, one)):
            yield Breach(pool.name, f"Running VMs wait for {one.name}, which autoscale steers.")


@rule(
    "scaleset-98",
    section="3.8",
    severity="warning",
    title="Standby pool that stays empty",
    statement="A standby pool holds max(maxReadyCapacity - instances, minReadyCapacity) VMs.",
    source="STB",
    fix="Raise max_ready above the number of instances, or set min_ready.",
    misconception="max-ready-counts-the-pool-alone",
)
def _pool_size(design: Design, facts: Facts) -> Found:
    for pool, one in _pools(design):
        if pool.size_beside(one.instances) <= 0:
            yield Breach(
                pool.name,
                f"max({pool.max_ready} - {one.instances}, {pool.min_ready}): no VM waits for {one.name}.",
            )


@rule(
    "scaleset-99",
    section="3.8",
    severity="error",
    title="Standby pool in a state the machines cannot take",
    statement="An ephemeral OS disk cannot be deallocated, and hibernated VMs have to be able to hibernate.",
    source="STB",
    fix="Keep the pool running, use a managed OS disk, or switch hibernation on for a size that has it.",
)
def _pool_state(design: Design, facts: Facts) -> Found:
    for pool, one in _pools(design):
        if pool.state is StandbyState.DEALLOCATED and one.os_disk.ephemeral:
            yield Breach(pool.name, f"{one.name} has ephemeral OS disks, which cannot be deallocated.")
        if pool.state is StandbyState.HIBERNATED:
            if not one.hibernation:
                yield Breach(pool.name, f"Hibernation is off in {one.name}.")
            for text, size in known_sizes(one, facts):
                if size is None or size.hibernation is None:
                    yield NotChecked(pool.name, f"hibernation of {text}")
                elif not size.hibernation:
                    yield Breach(pool.name, f"{text} of {one.name} cannot hibernate.")
