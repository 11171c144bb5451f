"""Every rule about scale sets: legal, illegal, the boundary between them, and without the fact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legality import ILLEGAL, LEGAL, NOTHING_KNOWN, UNKNOWN, design, facts, of_modules, size, uncovered, verdict, vm

from azstudy.model.autoscale import AutoscaleSetting, Profile
from azstudy.model.balancer import BalancingRule, HealthProbe, InboundNatPool, LoadBalancer
from azstudy.model.disk import OsDisk
from azstudy.model.network import Nic, Subnet, VNet
from azstudy.model.scaleset import (
    HealthExtension,
    InstanceMix,
    InstanceProtection,
    RepairPolicy,
    RollingUpgrade,
    ScaleSet,
    SizeChoice,
    SpotMix,
    StandbyPool,
    UpgradePolicy,
)
from azstudy.model.vm import Patching
from azstudy.rules import all_rules, find_rule, review

HEALTH = HealthExtension(path="/health")
ONE = "D4s_v5"


def flexible(instances=2, size=ONE, **fields):
    return ScaleSet("web", size, instances=instances, **fields)


def uniform(instances=2, size=ONE, **fields):
    return ScaleSet("web", size, instances=instances, orchestration="Uniform", **fields)


def mix(*sizes, strategy="LowestPrice", **fields):
    return ScaleSet("web", instance_mix=InstanceMix(sizes, strategy=strategy), **fields)


def network(prefix, **fields):
    return VNet("net", "10.0.0.0/8", subnets=[Subnet("web", prefix, **fields)])


def balancer(sku="Standard", **fields):
    probe = HealthProbe("alive", 80)
    return LoadBalancer("front", [BalancingRule("http", 80, probe="alive")], probes=[probe], sku=sku, **fields)


def scaling(maximum, **fields):
    return AutoscaleSetting("breathe", "web", profiles=[Profile("default", minimum=1, maximum=maximum)], **fields)


def upgrade(mode="Manual", automatic_os_upgrade=False, **rolling):
    return UpgradePolicy(mode, RollingUpgrade(**rolling), automatic_os_upgrade=automatic_os_upgrade)


def follows(image="Canonical:ubuntu-24_04-lts:server:latest", **fields):
    return uniform(image=image, upgrade=upgrade(automatic_os_upgrade=True), **fields)


BEHIND = [Nic("web", load_balancer="front")]
IN_NET = [Nic("net/web")]
RDMA = "HB120rs_v3"
ARM = "D4ps_v5"
ARM_FACTS = size("Standard_D4ps_v5", series="Dpsv5", architecture="arm64", premium_storage=True)
X64_FACTS = size(architecture="x64", premium_storage=True)
PLAIN_FACTS = size("Standard_D4_v5", series="Dv5", architecture="x64", premium_storage=False)
POOL = StandbyPool("warm", "web", max_ready=20)

LIMITS = [
    ("scaleset-01", LEGAL, [flexible(1000)], None),
    ("scaleset-01", ILLEGAL, [flexible(1001)], None),
    ("scaleset-01", ILLEGAL, [uniform(1001, single_placement_group=False)], None),
    ("scaleset-02", LEGAL, [uniform(100, single_placement_group=True)], None),
    ("scaleset-02", ILLEGAL, [uniform(101, single_placement_group=True)], None),
    ("scaleset-02", LEGAL, [uniform(1000, single_placement_group=False)], None),
    ("scaleset-03", LEGAL, [uniform(100)], None),
    ("scaleset-03", ILLEGAL, [uniform(101)], None),
    ("scaleset-03", LEGAL, [flexible(101)], None),
    ("scaleset-03", ILLEGAL, [uniform(2), scaling(101)], None),
    ("scaleset-03", LEGAL, [uniform(2), scaling(101, enabled=False)], None),
    ("scaleset-04", LEGAL, [flexible(600, image="old-image")], None),
    ("scaleset-04", ILLEGAL, [flexible(601, image="old-image")], None),
    ("scaleset-04", LEGAL, [flexible(1000, image="images/web")], None),
    ("scaleset-05", LEGAL, [flexible(101, nics=BEHIND), balancer()], None),
    ("scaleset-05", LEGAL, [flexible(100, nics=BEHIND), balancer("Basic")], None),
    ("scaleset-05", ILLEGAL, [flexible(101, nics=BEHIND), balancer("Basic")], None),
    ("scaleset-06", LEGAL, [flexible(200, "L8s_v3", fault_domains=2)], None),
    ("scaleset-06", ILLEGAL, [flexible(201, "L8s_v3", fault_domains=2)], None),
    ("scaleset-06", ILLEGAL, [flexible(201, "M24s-12_v3", fault_domains=2)], None),
    ("scaleset-06", LEGAL, [flexible(201, "L8s_v3", fault_domains=1)], None),
    ("scaleset-06", LEGAL, [flexible(201, fault_domains=3)], facts(size(memory_preserving_maintenance=True))),
    ("scaleset-06", ILLEGAL, [flexible(201, fault_domains=3)], facts(size(memory_preserving_maintenance=False))),
    *[("scaleset-07", LEGAL, [flexible(fault_domains=n)], None) for n in (1, 2, 3)],
    *[("scaleset-07", ILLEGAL, [flexible(fault_domains=n)], None) for n in (0, 4, 5)],
    *[("scaleset-07", LEGAL, [uniform(fault_domains=n)], None) for n in (1, 2, 3, 4, 5)],
    ("scaleset-07", ILLEGAL, [uniform(fault_domains=6)], None),
    ("scaleset-07", LEGAL, [flexible()], None),
    ("scaleset-08", LEGAL, [flexible(zones=[1, 2], fault_domains=1)], None),
    *[("scaleset-08", ILLEGAL, [flexible(zones=[1], fault_domains=n)], None) for n in (2, 3, 5)],
    *[("scaleset-08", LEGAL, [uniform(zones=[1, 2], fault_domains=n)], None) for n in (1, 5)],
    *[("scaleset-08", ILLEGAL, [uniform(zones=[1, 2], fault_domains=n)], None) for n in (2, 3, 4, 6)],
    ("scaleset-09", LEGAL, [uniform(fault_domains=1, single_placement_group=False)], None),
    ("scaleset-09", ILLEGAL, [uniform(fault_domains=1, single_placement_group=True)], None),
    ("scaleset-09", ILLEGAL, [uniform(zones=[1, 2], single_placement_group=True)], None),
    ("scaleset-09", LEGAL, [uniform(fault_domains=5, single_placement_group=True)], None),
    ("scaleset-10", LEGAL, [flexible(fault_domains=1)], None),
    ("scaleset-10", ILLEGAL, [flexible(fault_domains=2)], None),
    ("scaleset-10", LEGAL, [flexible(fault_domains=5)], None),
    ("scaleset-11", LEGAL, [flexible(251, nics=IN_NET), network("10.0.1.0/24")], None),
    ("scaleset-11", ILLEGAL, [flexible(252, nics=IN_NET), network("10.0.1.0/24")], None),
    ("scaleset-11", ILLEGAL, [flexible(2, nics=IN_NET), scaling(252), network("10.0.1.0/24")], None),
    ("scaleset-11", UNKNOWN, [flexible()], None),
    ("scaleset-11", UNKNOWN, [flexible(nics=IN_NET), network(None)], None),
    ("scaleset-12", LEGAL, [uniform(209, nics=IN_NET), network("10.0.1.0/24")], None),
    ("scaleset-12", ILLEGAL, [uniform(210, nics=IN_NET), network("10.0.1.0/24")], None),
    ("scaleset-12", LEGAL, [uniform(210, overprovision=False, nics=IN_NET), network("10.0.1.0/24")], None),
    ("scaleset-12", LEGAL, [flexible(210, nics=IN_NET), network("10.0.1.0/24")], None),
    ("scaleset-12", UNKNOWN, [uniform()], None),
]
MODES = [
    ("scaleset-20", LEGAL, [uniform(overprovision=True)], None),
    ("scaleset-20", LEGAL, [flexible(overprovision=False)], None),
    ("scaleset-20", ILLEGAL, [flexible(overprovision=True)], None),
    ("scaleset-21", LEGAL, [uniform(health_probe="front/alive"), balancer()], None),
    ("scaleset-21", ILLEGAL, [flexible(health_probe="front/alive"), balancer()], None),
    ("scaleset-22", LEGAL, [uniform(nics=BEHIND), balancer(nat_pools=[InboundNatPool("ssh", 22)])], None),
    ("scaleset-22", ILLEGAL, [flexible(nics=BEHIND), balancer(nat_pools=[InboundNatPool("ssh", 22)])], None),
    ("scaleset-22", LEGAL, [flexible(nics=BEHIND), balancer()], None),
    ("scaleset-23", LEGAL, [uniform(size=RDMA)], facts(size("Standard_HB120rs_v3", rdma=True))),
    ("scaleset-23", ILLEGAL, [flexible(size=RDMA)], facts(size("Standard_HB120rs_v3", rdma=True))),
    ("scaleset-23", UNKNOWN, [flexible(size=RDMA)], NOTHING_KNOWN),
    ("scaleset-23", LEGAL, [flexible()], NOTHING_KNOWN),
    ("scaleset-24", LEGAL, [uniform(service_fabric=True)], None),
    ("scaleset-24", ILLEGAL, [flexible(service_fabric=True)], None),
    ("scaleset-25", LEGAL, [flexible(identity="UserAssigned")], None),
    ("scaleset-25", LEGAL, [uniform(identity="SystemAssigned")], None),
    ("scaleset-25", ILLEGAL, [flexible(identity="SystemAssigned")], None),
    ("scaleset-25", ILLEGAL, [flexible(identity="SystemAssigned, UserAssigned")], None),
    ("scaleset-26", LEGAL, [flexible(), vm(scale_set="web")], None),
    ("scaleset-26", ILLEGAL, [uniform(), vm(scale_set="web")], None),
    ("scaleset-27", LEGAL, [flexible(nics=IN_NET), network("10.0.1.0/24")], None),
    ("scaleset-27", ILLEGAL, [flexible(nics=IN_NET), network("10.0.1.0/24", default_outbound=True)], None),
    ("scaleset-27", LEGAL, [uniform(nics=IN_NET), network("10.0.1.0/24", default_outbound=True)], None),
    (
        "scaleset-27",
        LEGAL,
        [flexible(nics=IN_NET), network("10.0.1.0/24", default_outbound=True, nat_gateway="nat")],
        None,
    ),
]
ZONES = [
    ("scaleset-31", LEGAL, [flexible(zones=[1, 2], zone_balance=True)], None),
    ("scaleset-31", ILLEGAL, [flexible(zones=[1], zone_balance=True)], None),
    ("scaleset-31", ILLEGAL, [flexible(zone_balance=True)], None),
    ("scaleset-32", LEGAL, [flexible(zones=[1, 2, 3])], None),
    ("scaleset-32", ILLEGAL, [flexible(zones=[1, 2, 3], zone_balance=True)], None),
    ("scaleset-33", LEGAL, [flexible(zones=[1, 2], auto_zone_balance=True)], None),
    ("scaleset-33", ILLEGAL, [flexible(zones=[2], auto_zone_balance=True)], None),
    ("scaleset-34", LEGAL, [flexible(zones=[1, 2], auto_zone_balance=True)], None),
    ("scaleset-34", ILLEGAL, [flexible(zones=[1, 2], auto_zone_balance=True, zone_balance=True)], None),
    ("scaleset-35", LEGAL, [flexible(zones=[1, 2], auto_zone_balance=True, health_extension=HEALTH)], None),
    ("scaleset-35", ILLEGAL, [flexible(zones=[1, 2], auto_zone_balance=True)], None),
    ("scaleset-36", LEGAL, [flexible(5, zones=[1, 2], auto_zone_balance=True), scaling(6)], None),
    ("scaleset-36", ILLEGAL, [flexible(5, zones=[1, 2], auto_zone_balance=True), scaling(5)], None),
    ("scaleset-36", LEGAL, [flexible(5, zones=[1, 2]), scaling(5)], None),
    ("scaleset-37", LEGAL, [flexible(zones=[1, 2, 3])], None),
    ("scaleset-37", ILLEGAL, [flexible(zones=[1, 1])], None),
    ("scaleset-40", LEGAL, [flexible(protected_instances=[InstanceProtection("web_1", from_scale_in=False)])], None),
    (
        "scaleset-40",
        LEGAL,
        [flexible(protected_instances=[InstanceProtection("web_1", from_scale_set_actions=True)])],
        None,
    ),
    (
        "scaleset-40",
        ILLEGAL,
        [flexible(protected_instances=[InstanceProtection("web_1", False, from_scale_set_actions=True)])],
        None,
    ),
]
UPGRADES = [
    ("scaleset-50", LEGAL, [flexible(upgrade="Rolling", health_extension=HEALTH)], None),
    ("scaleset-50", ILLEGAL, [flexible(upgrade="Rolling")], None),
    ("scaleset-50", LEGAL, [uniform(upgrade="Rolling", health_probe="front/alive"), balancer()], None),
    ("scaleset-50", ILLEGAL, [flexible(upgrade="Rolling", health_probe="front/alive"), balancer()], None),
    ("scaleset-50", LEGAL, [flexible(upgrade="Manual")], None),
    *[("scaleset-51", LEGAL, [flexible(upgrade=upgrade(max_batch_percent=n))], None) for n in (5, 20, 100)],
    *[("scaleset-51", ILLEGAL, [flexible(upgrade=upgrade(max_batch_percent=n))], None) for n in (0, 4)],
    *[("scaleset-52", LEGAL, [flexible(upgrade=upgrade(max_unhealthy_percent=n))], None) for n in (5, 100)],
    *[("scaleset-52", ILLEGAL, [flexible(upgrade=upgrade(max_unhealthy_percent=n))], None) for n in (0, 4)],
    ("scaleset-53", LEGAL, [uniform(upgrade=upgrade("Rolling", rollback_on_breach=True))], None),
    ("scaleset-53", ILLEGAL, [flexible(upgrade=upgrade("Rolling", rollback_on_breach=True))], None),
    ("scaleset-54", LEGAL, [flexible(1, upgrade="Automatic")], None),
    ("scaleset-54", ILLEGAL, [flexible(2, upgrade="Automatic")], None),
    ("scaleset-55", LEGAL, [flexible(834, upgrade=upgrade("Rolling", max_surge=True))], None),
    ("scaleset-55", ILLEGAL, [flexible(835, upgrade=upgrade("Rolling", max_surge=True))], None),
    ("scaleset-55", LEGAL, [flexible(1000)], None),
    ("scaleset-56", LEGAL, [flexible(upgrade=upgrade("Rolling", max_surge=True))], None),
    ("scaleset-56", ILLEGAL, [flexible(upgrade=upgrade("Manual", max_surge=True))], None),
    ("scaleset-57", LEGAL, [follows()], None),
    ("scaleset-57", ILLEGAL, [follows("Canonical:ubuntu-24_04-lts:server:24.04.1")], None),
    ("scaleset-57", ILLEGAL, [follows("images/web/1.0.0")], None),
    ("scaleset-57", LEGAL, [uniform(image="images/web/1.0.0")], None),
    ("scaleset-58", LEGAL, [follows("images/web")], None),
    ("scaleset-58", ILLEGAL, [follows("old-image")], None),
    ("scaleset-59", LEGAL, [follows(os="Windows", patching=Patching(automatic_updates=False))], None),
    ("scaleset-59", ILLEGAL, [follows(os="Windows")], None),
    ("scaleset-59", LEGAL, [follows(os="Linux")], None),
    ("scaleset-60", LEGAL, [follows()], None),
    ("scaleset-60", ILLEGAL, [follows(patching="AutomaticByPlatform")], None),
    ("scaleset-61", LEGAL, [follows(health_extension=HEALTH)], None),
    ("scaleset-61", LEGAL, [follows(service_fabric=True)], None),
    ("scaleset-61", ILLEGAL, [follows()], None),
]
HEALTHS = [
    ("scaleset-65", LEGAL, [flexible(repair=RepairPolicy(), health_extension=HEALTH)], None),
    ("scaleset-65", ILLEGAL, [flexible(repair=RepairPolicy())], None),
    ("scaleset-65", LEGAL, [flexible(repair=RepairPolicy(enabled=False))], None),
    *[("scaleset-66", LEGAL, [flexible(repair=RepairPolicy(grace_min=n))], None) for n in (10, 30, 90)],
    *[("scaleset-66", ILLEGAL, [flexible(repair=RepairPolicy(grace_min=n))], None) for n in (9, 91)],
    ("scaleset-67", LEGAL, [uniform(repair=RepairPolicy())], None),
    ("scaleset-67", ILLEGAL, [uniform(repair=RepairPolicy(), service_fabric=True)], None),
    *[("scaleset-70", LEGAL, [flexible(health_extension=HealthExtension(interval_s=n))], None) for n in (5, 60)],
    *[("scaleset-70", ILLEGAL, [flexible(health_extension=HealthExtension(interval_s=n))], None) for n in (4, 61)],
    *[("scaleset-71", LEGAL, [flexible(health_extension=HealthExtension(probes=n))], None) for n in (1, 24)],
    ("scaleset-71", ILLEGAL, [flexible(health_extension=HealthExtension(probes=25))], None),
    ("scaleset-72", LEGAL, [flexible(health_extension=HealthExtension(rich=True, grace_s=14_400))], None),
    ("scaleset-72", ILLEGAL, [flexible(health_extension=HealthExtension(rich=True, grace_s=14_401))], None),
    ("scaleset-73", LEGAL, [flexible(health_extension=HealthExtension(rich=True, grace_s=60))], None),
    ("scaleset-73", ILLEGAL, [flexible(health_extension=HealthExtension(grace_s=60))], None),
    ("scaleset-74", LEGAL, [flexible(health_extension=HealthExtension("tcp"))], None),
    ("scaleset-74", ILLEGAL, [flexible(health_extension=HealthExtension("tcp", path="/health"))], None),
    ("scaleset-79", LEGAL, [flexible(health_extension=HEALTH)], None),
    ("scaleset-79", ILLEGAL, [flexible(health_extension=HealthExtension("https"))], None),
    ("scaleset-75", LEGAL, [uniform(health_extension=HEALTH)], None),
    ("scaleset-75", ILLEGAL, [uniform(health_extension=HEALTH, health_probe="front/alive"), balancer()], None),
    ("scaleset-76", LEGAL, [uniform(health_probe="front/alive"), balancer()], None),
    ("scaleset-76", ILLEGAL, [uniform(health_probe="front/alive"), balancer("Basic")], None),
    *[("scaleset-77", LEGAL, [flexible(terminate_notification_min=n)], None) for n in (5, 15, None)],
    *[("scaleset-77", ILLEGAL, [flexible(terminate_notification_min=n)], None) for n in (4, 16)],
    ("scaleset-78", LEGAL, [flexible(terminate_notification_min=5)], None),
    ("scaleset-78", ILLEGAL, [flexible(terminate_notification_min=5, priority="Spot")], None),
    ("scaleset-78", ILLEGAL, [flexible(terminate_notification_min=5, spot_mix=SpotMix(1))], None),
]
MIXES = [
    ("scaleset-80", LEGAL, [flexible(spot_mix=SpotMix(1))], None),
    ("scaleset-80", ILLEGAL, [uniform(spot_mix=SpotMix(1))], None),
    ("scaleset-81", LEGAL, [flexible(spot_mix=SpotMix(1), single_placement_group=False)], None),
    ("scaleset-81", ILLEGAL, [flexible(spot_mix=SpotMix(1), single_placement_group=True)], None),
    ("scaleset-82", LEGAL, [flexible(size="M64s", spot_mix=SpotMix(1), fault_domains=1)], None),
    ("scaleset-82", ILLEGAL, [flexible(size="M64s", spot_mix=SpotMix(1), fault_domains=2)], None),
    ("scaleset-83", LEGAL, [flexible(11, spot_mix=SpotMix(10, 0))], None),
    ("scaleset-83", ILLEGAL, [flexible(10, spot_mix=SpotMix(10, 0))], None),
    ("scaleset-83", LEGAL, [flexible(10, spot_mix=SpotMix(10, 50)), scaling(12)], None),
    ("scaleset-85", LEGAL, [mix(ONE, "D4as_v5")], None),
    ("scaleset-85", ILLEGAL, [mix(ONE, "D4as_v5", orchestration="Uniform")], None),
    ("scaleset-86", LEGAL, [mix(*[f"D{n}s_v5" for n in (2, 4, 8, 16, 32)])], None),
    ("scaleset-86", ILLEGAL, [mix(*[f"D{n}s_v5" for n in (2, 4, 8, 16, 32, 48)])], None),
    *[("scaleset-87", LEGAL, [mix(name)], None) for name in ("A2_v2", "B2s_v2", "D2s_v5", "E2s_v5", "F2s_v2")],
    *[("scaleset-87", ILLEGAL, [mix(name)], None) for name in ("L8s_v3", "M64s", "NC4as_T4_v3", RDMA)],
    ("scaleset-87", UNKNOWN, [mix("SQLG7_NVME")], None),
    ("scaleset-88", LEGAL, [mix(ONE)], None),
    ("scaleset-88", ILLEGAL, [mix(ONE, size=ONE)], None),
    ("scaleset-89", LEGAL, [mix(ONE, "D4_v5")], facts(X64_FACTS, PLAIN_FACTS)),
    ("scaleset-89", ILLEGAL, [mix(ONE, ARM)], facts(X64_FACTS, ARM_FACTS)),
    ("scaleset-89", UNKNOWN, [mix(ONE, ARM)], NOTHING_KNOWN),
    ("scaleset-90", LEGAL, [mix("D4s_v5", "D4s_v4")], None),
    ("scaleset-90", LEGAL, [mix("D4s_v6", "D4s_v7")], None),
    ("scaleset-90", LEGAL, [mix("D4s_v6", "E4bds_v5")], None),
    ("scaleset-90", ILLEGAL, [mix("D4s_v6", "D4s_v5")], None),
    ("scaleset-90", UNKNOWN, [mix("D4s_v5", "D4as_v6")], None),
    ("scaleset-91", LEGAL, [mix(ONE, ARM)], facts(X64_FACTS, ARM_FACTS)),
    ("scaleset-91", ILLEGAL, [mix(ONE, "D4_v5")], facts(X64_FACTS, PLAIN_FACTS)),
    ("scaleset-91", UNKNOWN, [mix(ONE, "D4_v5")], NOTHING_KNOWN),
    ("scaleset-92", LEGAL, [mix(ONE)], None),
    ("scaleset-92", LEGAL, [flexible(), POOL], None),
    ("scaleset-92", ILLEGAL, [mix(ONE), POOL], None),
    ("scaleset-92", ILLEGAL, [mix(ONE, host_group="hosts")], None),
    ("scaleset-92", ILLEGAL, [mix(ONE, proximity_group="near")], None),
    ("scaleset-92", ILLEGAL, [mix(ONE, capacity_reservation="kept")], None),
    ("scaleset-92", ILLEGAL, [mix(ONE, os_disk=OsDisk(ephemeral=True))], None),
    ("scaleset-93", LEGAL, [mix(SizeChoice(ONE, 0), strategy="Prioritized")], None),
    ("scaleset-93", ILLEGAL, [mix(SizeChoice(ONE, 0))], None),
    ("scaleset-94", LEGAL, [flexible(), POOL], None),
    ("scaleset-94", ILLEGAL, [uniform(), POOL], None),
    ("scaleset-94", ILLEGAL, [flexible(fault_domains=2), POOL], None),
    ("scaleset-95", LEGAL, [flexible(), POOL], None),
    ("scaleset-95", ILLEGAL, [flexible(), POOL, StandbyPool("cold", "web", max_ready=9)], None),
    ("scaleset-96", LEGAL, [flexible(), POOL], None),
    ("scaleset-96", ILLEGAL, [flexible(), POOL.evolve(region="northeurope")], None),
    ("scaleset-97", LEGAL, [flexible(), POOL, scaling(9)], None),
    ("scaleset-97", ILLEGAL, [flexible(), POOL.evolve(state="Running"), scaling(9)], None),
    ("scaleset-97", LEGAL, [flexible(), POOL.evolve(state="Running")], None),
    ("scaleset-98", LEGAL, [flexible(19), POOL], None),
    ("scaleset-98", ILLEGAL, [flexible(20), POOL], None),
    ("scaleset-98", LEGAL, [flexible(20), POOL.evolve(min_ready=1)], None),
    ("scaleset-99", LEGAL, [flexible(), POOL], None),
    ("scaleset-99", ILLEGAL, [flexible(os_disk=OsDisk(ephemeral=True)), POOL], None),
    (
        "scaleset-99",
        LEGAL,
        [flexible(hibernation=True), POOL.evolve(state="Hibernated")],
        facts(size(hibernation=True)),
    ),
    (
        "scaleset-99",
        ILLEGAL,
        [flexible(hibernation=True), POOL.evolve(state="Hibernated")],
        facts(size(hibernation=False)),
    ),
    ("scaleset-99", ILLEGAL, [flexible(), POOL.evolve(state="Hibernated")], facts(size(hibernation=True))),
    ("scaleset-99", UNKNOWN, [flexible(hibernation=True), POOL.evolve(state="Hibernated")], NOTHING_KNOWN),
]
CASES = [*LIMITS, *MODES, *ZONES, *UPGRADES, *HEALTHS, *MIXES]
MODULES = [f"scaleset_{part}" for part in ("limits", "modes", "zones", "upgrades", "health", "mixes")]


@pytest.mark.parametrize(
    ("rule_id", "expected", "resources", "of"), CASES, ids=[f"{c[0]}-{c[1]}-{n}" for n, c in enumerate(CASES)]
)
def test_a_rule_of_scale_sets_says(rule_id, expected, resources, of):
    assert verdict(rule_id, resources, of) == expected


def test_every_rule_of_scale_sets_has_its_cases():
    mine = of_modules(all_rules(), *MODULES)
    assert len(mine) > 60
    assert uncovered(CASES, mine) == []


def test_a_finding_says_the_numbers():
    found = review(design(uniform(101, single_placement_group=True)), rules=[find_rule("scaleset-02")])
    [finding] = found.errors
    assert finding.subject == "web"
    assert finding.what == "101 instances in a single placement group; it holds at most 100."


@given(st.sampled_from(["Flexible", "Uniform"]), st.integers(0, 9), st.lists(st.integers(1, 3), unique=True))
def test_fault_domains_follow_mode_and_zones(mode, domains, zones):
    one = ScaleSet("web", ONE, orchestration=mode, fault_domains=domains, zones=zones)
    allowed = {
        ("Flexible", False): range(1, 4),
        ("Flexible", True): (1,),
        ("Uniform", False): range(1, 6),
        ("Uniform", True): (1, 5),
    }[mode, bool(zones)]
    found = {verdict("scaleset-07", [one]), verdict("scaleset-08", [one])}
    assert (ILLEGAL not in found) is (domains in allowed)


@given(st.integers(0, 1100), st.booleans())
def test_no_limit_moves_with_the_number_alone(instances, single):
    """A scale set within its limits stays so with one instance less."""
    mine = [rule for rule in of_modules(all_rules(), "scaleset_limits") if rule.severity == "error"]
    here, less = (
        review(design(uniform(max(0, n), single_placement_group=single)), rules=mine)
        for n in (instances, instances - 1)
    )
    assert less.ok or not here.ok
