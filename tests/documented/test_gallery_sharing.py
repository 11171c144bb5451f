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
