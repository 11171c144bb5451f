"""Limits of Compute Galleries.

Source: MicrosoftDocs/azure-compute-docs articles/virtual-machines/azure-compute-gallery.md@06c2de23.
"""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.errors import InvalidInputError


def broken(*galleries: object) -> set[str]:
    return {f.rule_id for f in az.review(az.Design("shop", galleries, region="westeurope")).errors}


def definitions(count: int) -> list[object]:
    return [az.ImageDefinition(f"d{n}") for n in range(count)]


def versions(count: int) -> list[object]:
    return [az.ImageVersion(f"1.{n // 1000}.{n % 1000}", "westeurope") for n in range(count)]


@pytest.mark.parametrize(("count", "wrong"), [(100, False), (101, True)])
def test_a_hundred_galleries(count: int, wrong: bool) -> None:
    assert ("gallery-01" in broken(*[az.Gallery(f"g{n}") for n in range(count)])) is wrong


@pytest.mark.parametrize(("count", "wrong"), [(1000, False), (1001, True)])
def test_a_thousand_definitions(count: int, wrong: bool) -> None:
    assert ("gallery-02" in broken(az.Gallery("images", definitions(count)))) is wrong


@pytest.mark.parametrize(("count", "wrong"), [(10_000, False), (10_001, True)])
def test_ten_thousand_versions(count: int, wrong: bool) -> None:
    assert ("gallery-03" in broken(az.Gallery("images", [az.ImageDefinition("web", versions(count))]))) is wrong


@pytest.mark.parametrize(("count", "wrong"), [(1, False), (100, False), (101, True)])
def test_a_hundred_replicas(count: int, wrong: bool) -> None:
    version = az.ImageVersion("1.0.0", "westeurope", replicas=count)
    assert ("gallery-04" in broken(az.Gallery("images", [az.ImageDefinition("web", [version])]))) is wrong


@pytest.mark.parametrize(
    ("mode", "tib", "wrong"),
    [("Full", 2, False), ("Full", 3, True), ("Shallow", 3, False), ("Shallow", 32, False), ("Shallow", 33, True)],
)
def test_two_terabytes_or_thirty_two_without_a_copy(mode: str, tib: int, wrong: bool) -> None:
    version = az.ImageVersion("1.0.0", "westeurope", os_disk_gib=tib * 1024, replication_mode=mode)
    assert ("gallery-08" in broken(az.Gallery("images", [az.ImageDefinition("web", [version])]))) is wrong


@pytest.mark.parametrize(
    ("mode", "tib", "wrong"), [("Full", 2, False), ("Full", 3, True), ("Shallow", 32, False), ("Shallow", 33, True)]
)
def test_replication_keeps_to_the_sizes(mode: str, tib: int, wrong: bool) -> None:
    version = az.ImageVersion("1.0.0", "westeurope", replication_mode=mode)
    if wrong:
        with pytest.raises(InvalidInputError, match="too large"):
            az.simulate.replication(version, gib=tib * 1024)
    else:
        assert az.simulate.replication(version, gib=tib * 1024).gib == tib * 1024


@pytest.mark.parametrize(("each", "wrong"), [(50, False), (51, True)])
def test_a_hundred_replicas_in_all_regions_together(each: int, wrong: bool) -> None:
    counts = {"westeurope": each, "northeurope": each}
    if wrong:
        with pytest.raises(InvalidInputError, match="at most 100"):
            az.simulate.replication(counts, gib=40)
    else:
        assert az.simulate.replication(counts, gib=40).in_region("northeurope").replicas == each


@pytest.mark.parametrize(("region", "zones"), [("westeurope", True), ("northcentralus", False)])
def test_zone_redundant_replicas_need_zones(region: str, zones: bool) -> None:
    if zones:
        copy = az.simulate.replication({region: 1}, gib=40, storage="Standard_ZRS").in_region(region)
        assert copy.storage == "Standard_ZRS"
    else:
        with pytest.raises(InvalidInputError, match="no availability zones"):
            az.simulate.replication({region: 1}, gib=40, storage="Standard_ZRS")
