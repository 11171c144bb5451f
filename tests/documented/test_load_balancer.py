"""Load balancers: distribution, probes, SKUs.

Sources: MicrosoftDocs/azure-docs articles/load-balancer/: distribution-mode-concepts.md@03e5750a (2026-01),
    load-balancer-custom-probe-overview.md@0147a273 (2023), skus.md@0440832a (2023); azure-compute-docs
    virtual-machine-scale-sets-placement-groups.md@0c6223e9.
"""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.model.network_words import LoadDistribution, NetworkSku
from azstudy.rules.loadbalancer import HASHED_VALUES, established_tcp_survives


def broken(*resources: object, on: str = "2026-11-22") -> set[str]:
    return set(az.review(az.Design("shop", resources, region="westeurope"), on=on).rule_ids)


@pytest.mark.parametrize(("mode", "values"), [("Default", 5), ("SourceIP", 2), ("SourceIPProtocol", 3)])
def test_values_that_choose_a_backend(mode: str, values: int) -> None:
    assert HASHED_VALUES[LoadDistribution.parse(mode)] == values


@pytest.mark.parametrize(("interval", "waits"), [(120, 30), (5, 5), (30, 30), (31, 30)])
def test_an_http_probe_waits_thirty_seconds_at_most(interval: int, waits: int) -> None:
    assert az.HealthProbe("alive", protocol="http", path="/", interval_s=interval).timeout_s == waits


@pytest.mark.parametrize(("sku", "go_on"), [("Standard", True), ("Basic", False)])
def test_open_connections_while_all_probes_fail(sku: str, go_on: bool) -> None:
    assert established_tcp_survives(NetworkSku.parse(sku)) is go_on


@pytest.mark.parametrize("instances", [101, 200, 1000])
def test_several_placement_groups_need_standard(instances: int) -> None:
    web = az.ScaleSet("web", "D4s_v5", instances=instances, nics=[az.Nic("web", load_balancer="front")])
    assert "scaleset-05" in broken(web, az.LoadBalancer("front", sku="Basic"))
    assert "scaleset-05" not in broken(web, az.LoadBalancer("front"))


def test_basic_ended() -> None:
    basic = az.LoadBalancer("front", sku="Basic")
    assert "loadbalancer-01" not in broken(basic, on="2025-09-29")
    assert "loadbalancer-01" in broken(basic, on="2025-09-30")


def test_the_default_interval_of_a_probe() -> None:
    assert az.HealthProbe("alive").interval_s == 5
