"""Whom each way of sharing a gallery reaches.

Source: MicrosoftDocs/azure-compute-docs articles/virtual-machines/azure-compute-gallery.md@06c2de23, where direct
sharing is a preview.
"""

from __future__ import annotations

import pytest

import azstudy as az


def found(sharing: str, **fields: object) -> set[str]:
    gallery = az.Gallery("images", sharing=sharing, **fields)
    return set(az.review(az.Design("shop", [gallery], region="westeurope")).rule_ids)


@pytest.mark.parametrize(
    ("method", "whole_tenant", "public"),
    [("rbac", False, False), ("direct", True, False), ("community", False, True)],
)
def test_the_ways_of_sharing(method: str, whole_tenant: bool, public: bool) -> None:
    assert ("gallery-14" not in found(method, shared_with_tenants=["a whole tenant"])) is whole_tenant
    assert ("gallery-15" in found(method)) is public


@pytest.mark.parametrize(("subscriptions", "tenants", "wrong"), [(30, 5, False), (31, 5, True), (30, 6, True)])
def test_a_direct_share_is_small(subscriptions: int, tenants: int, wrong: bool) -> None:
    names = {
        "shared_with_subscriptions": [f"s{n}" for n in range(subscriptions)],
        "shared_with_tenants": [f"t{n}" for n in range(tenants)],
    }
    assert ("gallery-12" in found("direct", **names)) is wrong


@pytest.mark.parametrize(
    ("audience", "way"),
    [
        ("people", "role assignment (RBAC)"),
        ("people elsewhere", "role assignment (RBAC)"),
        ("subscriptions", "direct sharing (preview)"),
        ("tenants", "direct sharing (preview)"),
        ("everyone", "community gallery"),
    ],
)
def test_the_way_that_reaches_them(audience: str, way: str) -> None:
    found = az.simulate.gallery_access(audience)
    assert [one.name for one in found.ways if one.fits] == [way]


@pytest.mark.parametrize(
    ("audience", "count", "fits"),
    [("subscriptions", 30, True), ("subscriptions", 31, False), ("tenants", 5, True), ("tenants", 6, False)],
)
def test_the_limits_of_a_direct_share(audience: str, count: int, fits: bool) -> None:
    assert (az.simulate.gallery_access(audience, count=count).choice is not None) is fits


def test_a_direct_share_is_without_encrypted_versions_and_chosen_when_the_gallery_is_made() -> None:
    assert az.simulate.gallery_access("tenants", encrypted=True).choice is None
    assert az.simulate.gallery_access("tenants", created_as="Private").choice is None
    assert az.simulate.gallery_access("tenants", created_as="Groups").choice is not None
