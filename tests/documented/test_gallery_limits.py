"""Limits of Compute Galleries.

Source: MicrosoftDocs/azure-compute-docs articles/virtual-machines/azure-compute-gallery.md@06c2de23.
"""

from __future__ import annotations

import pytest

import azstudy as az


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
