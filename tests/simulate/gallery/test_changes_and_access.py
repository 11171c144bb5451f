"""What can be changed in a gallery, and who can be let in."""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.simulate import gallery_access, gallery_change, gallery_changes


@pytest.mark.parametrize(
    ("of", "field", "allowed"),
    [
        ("definition", "description", True),
        ("definition", "recommended.vCPUs.min", True),
        ("definition", "end of life", True),
        ("definition", "osType", False),
        ("definition", "hyperVGeneration", False),
        ("image definition", "sku", False),
        ("version", "replicaCount", True),
        ("image version", "targetRegions", True),
        ("version", "exclude_from_latest", True),
        ("version", "endOfLifeDate", True),
        ("version", "number", False),
        ("version", "replicationMode", False),
        ("gallery", "location", False),
    ],
)
def test_what_can_be_changed(of: str, field: str, allowed: bool) -> None:
    found = gallery_change(of, field)
    assert bool(found) is allowed
    assert bool(found.instead) is not allowed and found.text


def test_all_properties_of_our_nouns_are_covered() -> None:
    table = gallery_changes()
    for of, noun, left in (
        ("definition", az.ImageDefinition, {"versions"}),
        (
            "version",
            az.ImageVersion,
            {"storage", "published", "encrypted", "block_deletion_before_end_of_life"},
        ),
    ):
        known = set(table[table["of"] == of]["field"])
        assert {one.name for one in noun.__attrs_attrs__} - left <= known


def test_unknown_properties_name_those_there_are() -> None:
    with pytest.raises(az.errors.UnknownNameError, match="exclude_from_latest"):
        gallery_change("version", "colour")
    with pytest.raises(az.errors.UnknownNameError, match="definition"):
        gallery_change("disk", "size")


@pytest.mark.parametrize(
    ("audience", "count", "encrypted", "choice"),
    [
        ("people", 400, False, "role assignment (RBAC)"),
        ("people elsewhere", 3, True, "role assignment (RBAC)"),
        ("subscriptions", 30, False, "direct sharing (preview)"),
        ("subscriptions", 31, False, None),
        ("tenants", 5, False, "direct sharing (preview)"),
        ("tenants", 6, False, None),
        ("tenants", 1, True, None),
        ("everyone", 1, False, "community gallery"),
        ("everyone", 1, True, None),
    ],
)
def test_which_way_of_sharing(audience: str, count: int, encrypted: bool, choice: str | None) -> None:
    found = gallery_access(audience, count=count, encrypted=encrypted)
    assert (found.choice.name if found.choice else None) == choice
    assert len(found.ways) == 3 and all(one.because for one in found.ways)
    assert len(found.to_frame()) == 3 and str(found) == found.text


def test_a_private_gallery_cannot_become_public() -> None:
    found = gallery_access("everyone", created_as="Private")
    assert found.choice is None and "made as Private" in found.text


@pytest.mark.parametrize("given", [("friends", 1), ("people", 0), ("people", True)])
def test_bad_input(given: tuple[str, int]) -> None:
    with pytest.raises(az.errors.AzstudyError):
        gallery_access(given[0], count=given[1])
