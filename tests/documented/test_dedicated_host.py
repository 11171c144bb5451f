"""Dedicated hosts: the quota they need."""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.rules.availability_groups import HOST_QUOTA_VCPUS, MIN_HOST_VCPUS, host_deployable

ADH = "MicrosoftDocs/azure-compute-docs articles/virtual-machines/dedicated-hosts.md@1827cf35"


def test_ten_vcpus_of_dsv3_are_not_enough_for_a_host() -> None:
    assert host_deployable("Dsv3", family_quota_vcpus=10) is False, ADH
    assert host_deployable("Dsv3", family_quota_vcpus=63) is False, ADH
    assert host_deployable("Dsv3", family_quota_vcpus=64) is True, ADH
    assert MIN_HOST_VCPUS["dsv3"] == 64, ADH
    assert HOST_QUOTA_VCPUS == 3_000, ADH


@pytest.mark.parametrize(("hosts", "percent"), [([0], 99.9), ([0, 0], 99.9), ([0, 1], 99.95)])
def test_spread_over_two_hosts_of_different_fault_domains(hosts: list[int], percent: float) -> None:
    made = [az.DedicatedHost(f"h{n}", "DSv5-Type1", fault_domain=domain) for n, domain in enumerate(hosts)]
    pair = [az.VirtualMachine(f"vm{n}", "D4s_v5", host_group="g", host=f"g/h{n % len(made)}") for n in range(2)]
    design = az.Design("own", [az.HostGroup("g", made, fault_domains=2), *pair], region="westeurope")
    assert az.plan.earned_slas(design).parts[0].percent == percent, ADH
    drill = az.simulate.outage(design, "host of vm0")
    assert drill.workloads[0].lowest == (0 if len(made) == 1 else 1), ADH
