"""Limits of scale sets: instances, placement groups, what each mode can do, sizes of a mix.

Sources, all MicrosoftDocs/azure-compute-docs, articles/virtual-machine-scale-sets/:
    DES virtual-machine-scale-sets-design-overview.md@0c6223e9
    PGR virtual-machine-scale-sets-placement-groups.md@0c6223e9
    ORC virtual-machine-scale-sets-orchestration-modes.md@01e1fb7d (2024-06)
    IMX instance-mix-overview.md@0c6223e9 (2026-05)
    ROL virtual-machine-scale-sets-configure-rolling-upgrades.md@0c6223e9
    AOU virtual-machine-scale-sets-automatic-upgrade.md@0c6223e9
    REP virtual-machine-scale-sets-automatic-instance-repairs.md@0c6223e9
    HEX virtual-machine-scale-sets-health-extension.md@0c6223e9
    STB standby-pools-overview.md@4742b644
    MIX spot-priority-mix.md@0c6223e9
    ZBA virtual-machine-scale-sets-zone-balancing.md@02773904 (2025-12)
"""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.rules.scaleset_health import repairs_at_once
from azstudy.rules.scaleset_zones import balanced

MARKETPLACE = "Canonical:ubuntu-24_04-lts:server:latest"


def broken(*resources: object) -> set[str]:
    review = az.review(az.Design("shop", resources, region="westeurope"))
    return {finding.rule_id for finding in review.errors}


def scale_set(**fields: object) -> object:
    return az.ScaleSet("web", "D4s_v5", **fields)


@pytest.mark.parametrize(("image", "most"), [(MARKETPLACE, 1000), ("images/web/latest", 1000), ("managed-image", 600)])
@pytest.mark.parametrize("mode", ["Flexible", "Uniform"])
def test_instances_by_image(image: str, most: int, mode: str) -> None:  # DES, PGR
    too_many = {"scaleset-01", "scaleset-04"}
    for instances in (most, most + 1):
        one = scale_set(image=image, instances=instances, orchestration=mode, single_placement_group=False)
        assert bool(broken(one) & too_many) is (instances > most)


def test_one_placement_group_holds_a_hundred() -> None:  # PGR
    assert "scaleset-02" not in broken(scale_set(instances=100, single_placement_group=True))
    assert "scaleset-02" in broken(scale_set(instances=101, single_placement_group=True))


@pytest.mark.parametrize("sku", ["Standard", "Basic"])
def test_two_placement_groups_need_a_standard_load_balancer(sku: str) -> None:  # PGR
    front = az.LoadBalancer("front", sku=sku)
    behind = {"nics": [az.Nic("web", load_balancer="front")], "orchestration": "Uniform"}
    two = scale_set(instances=200, single_placement_group=False, **behind)
    assert ("scaleset-05" in broken(two, front)) is (sku == "Basic")
    assert "scaleset-05" not in broken(scale_set(instances=100, single_placement_group=True, **behind), front)


def test_what_each_mode_can_do() -> None:  # ORC, DES
    policy, mix = az.BackupPolicy("gold", "enhanced"), az.SpotMix(1)
    can = {
        mode: (
            "scaleset-20" not in broken(scale_set(orchestration=mode, overprovision=True)),
            "scaleset-80" not in broken(scale_set(orchestration=mode, spot_mix=mix)),
            "backup-12" not in broken(scale_set(orchestration=mode, backup="gold"), policy),
        )
        for mode in ("Uniform", "Flexible")
    }
    assert can == {"Uniform": (True, False, False), "Flexible": (False, True, True)}


@pytest.mark.parametrize("count", [1, 5, 6, 9])
def test_an_instance_mix_names_at_most_five_sizes(count: int) -> None:  # IMX
    sizes = [f"D{2**n}s_v5" for n in range(1, count + 1)]
    one = az.ScaleSet("web", instance_mix=az.InstanceMix(sizes))
    assert ("scaleset-86" in broken(one)) is (count > 5)


def test_ranges_of_a_rolling_upgrade() -> None:  # ROL, and Microsoft.Compute.json of azure-resource-manager-schemas
    rolling = az.RollingUpgrade()
    assert (rolling.max_batch_percent, rolling.max_unhealthy_percent) == (20, 20)
    assert (rolling.max_unhealthy_upgraded_percent, rolling.pause_s) == (20, 0)
    for field, rule in (("max_batch_percent", "scaleset-51"), ("max_unhealthy_percent", "scaleset-52")):
        taken = [
            n
            for n in range(101)
            if rule not in broken(scale_set(upgrade=az.UpgradePolicy("Rolling", az.RollingUpgrade(**{field: n}))))
        ]
        assert taken == list(range(5, 101))
    assert az.RollingUpgrade(max_unhealthy_upgraded_percent=0) and az.RollingUpgrade(max_unhealthy_upgraded_percent=100)
    with pytest.raises(ValueError, match="0 to 100"):
        az.RollingUpgrade(max_unhealthy_upgraded_percent=101)


@pytest.mark.parametrize(("instances", "batch"), [(10, 2), (1, 1), (3, 1), (5, 1), (6, 1), (12, 2)])
def test_a_batch_is_rounded_down_and_never_empty(instances: int, batch: int) -> None:  # ROL, AOU
    assert az.RollingUpgrade(max_batch_percent=20).batch(instances) == batch


def test_the_grace_period_of_repairs() -> None:  # REP
    assert az.RepairPolicy().grace_min == 10
    health = az.HealthExtension(path="/health")
    wrong = [
        "scaleset-66" in broken(scale_set(repair=az.RepairPolicy(grace_min=n), health_extension=health))
        for n in (9, 10, 30, 90, 91)
    ]
    assert wrong == [True, False, False, False, True]


def test_repairs_take_a_twentieth_at_once() -> None:  # REP
    assert [repairs_at_once(n) for n in (10, 19, 20, 100)] == [1, 1, 1, 5]


def test_ranges_of_the_health_extension() -> None:  # HEX
    assert (az.HealthExtension().interval_s, az.HealthExtension().probes) == (5, 1)
    tried = [(4, 1), (5, 24), (60, 25), (61, 1)]
    wrong = [
        bool(
            {"scaleset-70", "scaleset-71"}
            & broken(scale_set(health_extension=az.HealthExtension(interval_s=s, probes=p)))
        )
        for s, p in tried
    ]
    assert wrong == [True, False, True, True]


@pytest.mark.parametrize(("ready", "least", "instances", "size"), [(20, 0, 10, 10), (20, 5, 18, 5), (20, 0, 5, 15)])
def test_the_size_of_a_standby_pool(ready: int, least: int, instances: int, size: int) -> None:  # STB
    pool = az.StandbyPool("warm", "web", max_ready=ready, min_ready=least)
    assert pool.size_beside(instances) == size


@pytest.mark.parametrize(
    ("base", "percent", "instances", "regular", "spot"),
    [
        (10, 50, 10, 10, 0),
        (10, 50, 30, 20, 10),
        (10, 50, 41, 25, 16),
        (10, 25, 20, 12, 8),
        (10, 25, 110, 35, 75),
        (2, 50, 4, 3, 1),  # the page's CLI text says 2 + 2; its own formula says this
    ],
)
def test_the_split_of_a_spot_mix(base: int, percent: int, instances: int, regular: int, spot: int) -> None:  # MIX
    assert az.SpotMix(base, percent).split(instances) == (regular, spot)


def test_zones_are_balanced_where_no_two_differ_by_more_than_one() -> None:  # ZBA
    assert [balanced(zones) for zones in ([2, 2, 2], [2, 3, 3], [1, 3, 3])] == [True, True, False]


@pytest.mark.parametrize(
    ("fields", "most"),
    [
        ({}, 1000),
        ({"image": MARKETPLACE}, 1000),
        ({"image": "managed-image"}, 600),
        ({"single_placement_group": True, "orchestration": "Uniform"}, 100),
        ({"single_placement_group": False, "orchestration": "Uniform"}, 1000),
        ({"size": "L8s_v3", "fault_domains": 2}, 200),
        ({"size": "L8s_v3"}, 1000),
    ],
)
def test_how_far_a_scale_set_grows(fields: dict[str, object], most: int) -> None:  # DES, PGR, ORC
    one = az.ScaleSet(**{"name": "web", "size": "D4s_v5", "instances": most - 1, **fields})
    assert az.simulate.placement(one, [most]).capacity == most
    with pytest.raises(ValueError, match="too many"):
        az.simulate.placement(one, [most + 1])
