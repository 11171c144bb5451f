"""Image definitions: publisher, offer and SKU together are the key.

Source: MicrosoftDocs/azure-compute-docs articles/virtual-machines/shared-image-galleries.md@48a37249.
"""

from __future__ import annotations

import pytest

import azstudy as az


def unique(*keys: tuple[str, str, str]) -> bool:
    definitions = [
        az.ImageDefinition(f"image{n}", publisher=publisher, offer=offer, sku=sku)
        for n, (publisher, offer, sku) in enumerate(keys)
    ]
    review = az.review(az.Design("shop", [az.Gallery("images", definitions)], region="westeurope"))
    return "gallery-20" not in review.rule_ids


def test_two_may_share_two_parts_and_not_all_three() -> None:
    first, second, third = ("Contoso", "Finance", "Backend"), ("Contoso", "Finance", "Frontend"), None
    third = ("Testing", "Finance", "Frontend")
    assert unique(first, second, third)
    assert not unique(first, second, third, second)
    assert not unique(first, ("contoso", "finance", "backend"))


def test_a_definition_is_gen2_with_trusted_launch_unless_told() -> None:
    web = az.ImageDefinition("web")  # azure-compute-gallery.md@06c2de23: the defaults from API 2025-03-03
    assert (web.generation.value, web.security.value) == ("V2", "TrustedLaunchSupported")


@pytest.mark.parametrize(
    ("of", "field", "changes"),
    [
        *(("definition", one, False) for one in ("publisher", "offer", "sku", "osType", "osState", "hyperVGeneration")),
        *(("definition", one, True) for one in ("description", "endOfLifeDate", "releaseNoteUri")),
        *(("definition", f"recommended.{one}", True) for one in ("vCPUs.min", "vCPUs.max", "memory.min", "memory.max")),
        *(("version", one, True) for one in ("replicaCount", "targetRegions", "excludeFromLatest", "endOfLifeDate")),
        ("version", "source", False),
        ("gallery", "location", False),
    ],
)
def test_what_can_be_changed_later(of: str, field: str, changes: bool) -> None:
    assert bool(az.simulate.gallery_change(of, field)) is changes
