"""Generations: what starts them, how large the OS disk may be, and which sizes have which."""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.model.design import Design
from azstudy.model.disk import OsDisk
from azstudy.model.vm import VirtualMachine
from azstudy.model.words import Generation
from azstudy.rules import Facts, review

GEN = "MicrosoftDocs/azure-compute-docs articles/virtual-machines/generation-2.md@1dc6d3b8"
D6 = "MicrosoftDocs/azure-compute-docs articles/virtual-machines/sizes/general-purpose/dsv6-series.md@05e75b14"


def broken(**fields: object) -> set[str]:
    catalog = az.default_catalog()
    fields = {"size": "D4s_v5", **fields}
    design = Design("one", [VirtualMachine("vm", **fields)], region="westeurope")
    return set(review(design, Facts(sizes=catalog, regions=catalog)).rule_ids)


@pytest.mark.parametrize(
    ("generation", "boot", "large_os_disk", "trusted_launch"), [(1, "BIOS/PCAT", False, False), (2, "UEFI", True, True)]
)
def test_what_a_generation_can_do(generation: int, boot: str, large_os_disk: bool, trusted_launch: bool) -> None:
    assert Generation.parse(str(generation)).boot == boot, GEN
    found = broken(generation=generation, os_disk=OsDisk(size_gib=2_049))
    assert ("generation-02" not in found) is large_os_disk, GEN
    assert "generation-02" not in broken(generation=generation, os_disk=OsDisk(size_gib=2_048)), GEN
    found = broken(generation=generation, security_type="TrustedLaunch")
    assert ("security-01" not in found) is trusted_launch, GEN


@pytest.mark.parametrize(
    ("size", "gen1", "gen2"),
    [("Standard_D4s_v6", False, True), ("Standard_M208ms_v2", False, True), ("Standard_A2_v2", True, False)],
)
def test_gen1_does_not_run_on_all_sizes(size: str, gen1: bool, gen2: bool) -> None:
    # the feature table of GEN says "all sizes", its footnote and the pages of the series say otherwise
    assert ("generation-01" not in broken(size=size, generation=1)) is gen1, (GEN, D6)
    assert ("generation-01" not in broken(size=size, generation=2)) is gen2, (GEN, D6)
