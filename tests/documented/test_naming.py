"""Size names as Microsoft's naming and constrained-vCPU pages explain them."""

from __future__ import annotations

import pytest

import azstudy as az

NAMING = "MicrosoftDocs/azure-compute-docs articles/virtual-machines/vm-naming-conventions.md@eba18e57"
CONSTRAINED = "MicrosoftDocs/azure-compute-docs articles/virtual-machines/constrained-vcpu.md@4efd854f"
BSV2 = "MicrosoftDocs/azure-compute-docs articles/virtual-machines/sizes/general-purpose/bsv2-series.md@2072bfd7"
PARTS = ("family", "subfamily", "vcpus", "constrained_vcpus", "features", "accelerator", "memory_tier", "version")


@pytest.mark.parametrize(
    ("name", "parts", "source"),
    [
        ("Standard_M416ms_v2", ("M", None, 416, None, ("m", "s"), None, None, 2), NAMING),
        ("Standard_NV16as_v4", ("N", "V", 16, None, ("a", "s"), None, None, 4), NAMING),
        ("Standard_NC4as_T4_v3", ("N", "C", 4, None, ("a", "s"), "T4", None, 3), NAMING),
        ("Standard_M8-2ms_v2", ("M", None, 8, 2, ("m", "s"), None, None, 2), NAMING),
        ("Standard_E8-4ads_v5", ("E", None, 8, 4, ("a", "d", "s"), None, None, 5), CONSTRAINED),
        ("Standard_M64-32bds_1_v3", ("M", None, 64, 32, ("b", "d", "s"), None, 1, 3), CONSTRAINED),
        ("Standard_B2ts_v2", ("B", None, 2, None, ("t", "s"), None, None, 2), BSV2),
        ("Standard_HX176-144rs", ("H", "X", 176, 144, ("r", "s"), None, None, None), CONSTRAINED),
    ],
)
def test_a_name_has_the_parts_its_page_gives(name: str, parts: tuple[object, ...], source: str) -> None:
    parsed = az.SizeName.parse(name)
    assert tuple(getattr(parsed, part) for part in PARTS) == parts, source
    assert str(parsed) == name
    assert not parsed.legacy


def test_the_letter_r_is_said_not_to_be_in_the_naming_page() -> None:
    meanings = dict(az.explain("HX176-144rs").parts)
    assert "not in the naming page" in meanings["r"], NAMING


def test_a_capital_s_of_the_early_series_is_no_subfamily_meaning() -> None:
    name = az.SizeName.parse("Standard_DS14-4_v2")
    assert name.constrained_vcpus == 4
    assert "not a sub-family" in {p.text: p.meaning for p in name.explain()}["S"], CONSTRAINED


def test_a_constrained_size_keeps_memory_disks_and_compute_price_of_its_base() -> None:
    base, constrained = az.size("Standard_E32s_v5"), az.size("Standard_E32-16s_v5")
    assert (constrained.vcpus, constrained.vcpus_base) == (16, 32), CONSTRAINED
    assert constrained.vcpus_base - constrained.vcpus == 16
    assert constrained.memory_gib == base.memory_gib == 256
    assert constrained.max_data_disks == base.max_data_disks == 32
    assert constrained.burst_uncached_iops == base.burst_uncached_iops == 80_000
    for region in ("westeurope", "northeurope", "eastus"):
        prices = [az.price(size.name, regions=region)[0].usd_per_hour for size in (base, constrained)]
        assert prices[0] == prices[1], region
