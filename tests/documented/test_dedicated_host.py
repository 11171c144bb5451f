"""Dedicated hosts: the quota they need."""

from __future__ import annotations

from azstudy.rules.availability_groups import HOST_QUOTA_VCPUS, MIN_HOST_VCPUS, host_deployable

ADH = "MicrosoftDocs/azure-compute-docs articles/virtual-machines/dedicated-hosts.md@1827cf35"


def test_ten_vcpus_of_dsv3_are_not_enough_for_a_host() -> None:
    assert host_deployable("Dsv3", family_quota_vcpus=10) is False, ADH
    assert host_deployable("Dsv3", family_quota_vcpus=63) is False, ADH
    assert host_deployable("Dsv3", family_quota_vcpus=64) is True, ADH
    assert MIN_HOST_VCPUS["dsv3"] == 64, ADH
    assert HOST_QUOTA_VCPUS == 3_000, ADH
