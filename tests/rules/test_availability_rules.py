"""Every rule about sets, zones, groups, hosts and reservations: legal, illegal, boundary, and without the fact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legality import (
    ILLEGAL,
    LEGAL,
    NOTHING_KNOWN,
    UNKNOWN,
    design,
    facts,
    of_modules,
    region,
    size,
    uncovered,
    verdict,
    vm,
)

from azstudy.errors import InvalidInputError
from azstudy.model.disk import DataDisk, Disk
from azstudy.model.network import Nic, PublicIp, Subnet, VNet
from azstudy.model.placement import (
    AvailabilitySet,
    CapacityReservation,
    CapacityReservationGroup,
    DedicatedHost,
    HostGroup,
    ProximityPlacementGroup,
)
from azstudy.model.scaleset import ScaleSet, SpotMix
from azstudy.rules import all_rules
from azstudy.rules.availability_capacity import minutes_not_available, reservation_bill
from azstudy.rules.availability_groups import host_deployable
from azstudy.rules.availability_sets import recovery_wait_min
from azstudy.rules.availability_zones import SINGLE_VM_SLA, single_vm_sla

IN_SET = {"availability_set": "set"}


def members(count):
    return [AvailabilitySet("set"), *(vm(f"vm{n}", **IN_SET) for n in range(count))]


def near(*machines, **group):
    """Machines in one proximity group."""
    return [ProximityPlacementGroup("near", **group), *(m.evolve(proximity_group="near") for m in machines)]


def on_hosts(*machines, hosts=("h",), **group):
    """Machines, and a host group with hosts of series Dsv5."""
    made = [DedicatedHost(name, "Dsv5-Type1") for name in hosts]
    return [HostGroup("hosts", made, **group), *machines]


def reserving(*machines, of="D4s_v5", instances=1, zone=None, zones=(), second=()):
    """Machines that name a group with one reservation."""
    held = [CapacityReservation("r", of, instances=instances, zone=zone), *second]
    group = CapacityReservationGroup("group", held, zones=zones)
    return [group, *(machine.evolve(capacity_reservation="group") for machine in machines)]


def balanced(*zones):
    return [vm(f"vm{n}", zone=zone, nics=[Nic(load_balancer="front")]) for n, zone in enumerate(zones)]


ULTRA = DataDisk("u", 8, type="UltraSSD")
HOSTED = {"host_group": "hosts"}
NET = VNet("net", subnets=[Subnet("web")])
SCALE = ScaleSet("s", "D4s_v5")

CASES = [
    ("avset-01", LEGAL, [AvailabilitySet("set", fault_domains=3)], None),
    ("avset-01", ILLEGAL, [AvailabilitySet("set", fault_domains=4)], None),
    ("avset-01", ILLEGAL, [AvailabilitySet("set", fault_domains=0)], None),
    ("avset-02", LEGAL, [AvailabilitySet("set", fault_domains=2)], None),
    ("avset-02", UNKNOWN, [AvailabilitySet("set", fault_domains=3)], None),
    ("avset-03", LEGAL, [AvailabilitySet("set", update_domains=20)], None),
    ("avset-03", ILLEGAL, [AvailabilitySet("set", update_domains=21)], None),
    ("avset-03", ILLEGAL, [AvailabilitySet("set", update_domains=0)], None),
    ("avset-04", LEGAL, members(200), None),
    ("avset-04", ILLEGAL, members(201), None),
    ("avset-05", LEGAL, [AvailabilitySet("set"), vm(**IN_SET), vm("other", zone=1)], None),
    ("avset-05", ILLEGAL, [AvailabilitySet("set"), vm(zone=1, **IN_SET)], None),
    ("avset-06", LEGAL, [AvailabilitySet("set")], None),
    ("avset-06", ILLEGAL, [AvailabilitySet("set", managed=False)], None),
    ("avset-07", LEGAL, members(2), None),
    ("avset-07", ILLEGAL, members(1), None),
    ("avset-08", LEGAL, [AvailabilitySet("set", fault_domains=2, update_domains=2)], None),
    ("avset-08", ILLEGAL, [AvailabilitySet("set", fault_domains=1)], None),
    ("avset-08", ILLEGAL, [AvailabilitySet("set", update_domains=1)], None),
    ("avset-09", LEGAL, [AvailabilitySet("set"), vm(**IN_SET), vm("spot", priority="Spot")], None),
    ("avset-09", ILLEGAL, [AvailabilitySet("set"), vm(priority="Spot", **IN_SET)], None),
    ("design-01", LEGAL, [NET, vm(nics=[Nic("web")])], None),
    ("design-01", ILLEGAL, [NET, vm(nics=[Nic("db")])], None),
    ("design-01", ILLEGAL, [NET, VNet("other", subnets=[Subnet("web")]), vm(nics=[Nic("web")])], None),
    ("region-01", LEGAL, [NET, vm(nics=[Nic("web")])], None),
    ("region-01", ILLEGAL, [NET, vm(nics=[Nic("web")], region="eastus")], None),
    ("region-01", LEGAL, [NET.evolve(region="eastus"), vm(nics=[Nic("web")], region="eastus")], None),
    ("region-01", ILLEGAL, [AvailabilitySet("set", region="eastus"), vm(**IN_SET)], None),
    ("region-02", LEGAL, [vm()], None),
    ("region-02", ILLEGAL, [vm(region="westeurpoe")], None),
    ("zone-01", LEGAL, [vm(zone=3)], None),
    ("zone-01", ILLEGAL, [vm(zone=4)], None),
    ("zone-01", LEGAL, [vm(zone=4)], facts(size(), regions=[region(zones=4)])),
    ("zone-01", ILLEGAL, design(vm(zone=1), region="canadaeast"), None),
    ("zone-01", ILLEGAL, design(ScaleSet("s", "D4s_v5", zones=[1, 2]), region="canadaeast"), None),
    ("zone-01", ILLEGAL, design(Disk("d", 8, zone=1), region="canadaeast"), None),
    ("zone-01", ILLEGAL, design(PublicIp("ip", zones=[1]), region="canadaeast"), None),
    ("zone-01", UNKNOWN, [vm(zone=1)], NOTHING_KNOWN),
    ("sla-01", LEGAL, [vm(os_disk="Premium", data_disks=[DataDisk("d", 8, type="PremiumV2")])], None),
    ("sla-01", ILLEGAL, [vm(os_disk="Premium", data_disks=[DataDisk("d", 8, type="Standard SSD")])], None),
    ("sla-01", ILLEGAL, [vm(os_disk="HDD", data_disks=[DataDisk("d", 8, type="Premium")])], None),
    ("sla-01", LEGAL, [vm(os_disk="HDD", data_disks=[DataDisk("d", 8, type="HDD")])], None),
    ("sla-02", LEGAL, balanced(1, 2), None),
    ("sla-02", ILLEGAL, balanced(1, 1), None),
    ("sla-02", LEGAL, balanced(1), None),
    ("sla-02", LEGAL, balanced(None, None), None),
    ("proximity-01", LEGAL, near(zone=1, sizes=["D4s_v5"]), None),
    ("proximity-01", LEGAL, near(sizes=["D4s_v5"]), None),
    ("proximity-01", ILLEGAL, near(zone=1), None),
    ("proximity-02", LEGAL, near(vm("a", zone=1), vm("b", zone=1)), None),
    ("proximity-02", ILLEGAL, near(vm("a", zone=1), vm("b", zone=2)), None),
    ("proximity-02", ILLEGAL, near(vm("a", zone=1), zone=2, sizes=["D4s_v5"]), None),
    ("proximity-02", ILLEGAL, near(ScaleSet("s", "D4s_v5", zones=[1, 2])), None),
    ("proximity-03", LEGAL, near(vm(), sizes=["D4s_v5"]), None),
    ("proximity-03", ILLEGAL, near(vm(), sizes=["M64s"]), None),
    ("proximity-04", LEGAL, near(vm("a"), vm("b")), None),
    ("proximity-04", ILLEGAL, near(vm("a"), vm("b", size="M64s")), None),
    ("proximity-04", LEGAL, near(vm("a"), vm("b", size="M64s"), sizes=["D4s_v5", "M64s"]), None),
    ("host-01", LEGAL, on_hosts(vm(host="h", zone=1), zone=1), None),
    ("host-01", ILLEGAL, on_hosts(vm(host="h", zone=2), zone=1), None),
    ("host-01", ILLEGAL, on_hosts(vm(host="h"), zone=1), None),
    ("host-01", ILLEGAL, on_hosts(vm(host="h", zone=1)), None),
    ("host-02", LEGAL, on_hosts(vm(host="h")), facts(size(series="Dsv5"))),
    ("host-02", ILLEGAL, on_hosts(vm(host="h")), facts(size(series="Esv5"))),
    ("host-02", UNKNOWN, on_hosts(vm(host="h")), NOTHING_KNOWN),
    ("host-03", LEGAL, [HostGroup("g", [DedicatedHost("h", "Dsv5-Type1", fault_domain=1)], fault_domains=2)], None),
    ("host-03", ILLEGAL, [HostGroup("g", [DedicatedHost("h", "Dsv5-Type1", fault_domain=2)], fault_domains=2)], None),
    ("host-04", LEGAL, on_hosts(vm(host="h")), None),
    ("host-04", ILLEGAL, on_hosts(vm(**HOSTED)), None),
    ("host-04", LEGAL, on_hosts(vm(**HOSTED), automatic_placement=True), None),
    ("host-04", ILLEGAL, on_hosts(SCALE.evolve(**HOSTED)), None),
    ("host-05", LEGAL, on_hosts(SCALE.evolve(fault_domains=2, **HOSTED), fault_domains=2), None),
    ("host-05", ILLEGAL, on_hosts(SCALE.evolve(fault_domains=3, **HOSTED), fault_domains=2), None),
    ("host-05", ILLEGAL, [*on_hosts(), *near(SCALE.evolve(**HOSTED))], None),
    ("host-06", LEGAL, on_hosts(hosts=("a", "b"), fault_domains=2), None),
    ("host-06", ILLEGAL, on_hosts(hosts=("a",)), None),
    ("host-07", LEGAL, on_hosts(vm(host="h")), facts(size(series="Msv2"))),
    ("host-07", ILLEGAL, on_hosts(vm(**HOSTED)), facts(size(series="Msv2"))),
    ("host-07", UNKNOWN, on_hosts(vm(**HOSTED)), NOTHING_KNOWN),
    ("capacity-01", LEGAL, reserving(vm()), None),
    ("capacity-01", LEGAL, reserving(SCALE), None),
    ("capacity-01", ILLEGAL, reserving(vm(priority="Spot")), None),
    ("capacity-01", ILLEGAL, reserving(SCALE.evolve(spot_mix=SpotMix(1))), None),
    ("capacity-01", ILLEGAL, [AvailabilitySet("set"), *reserving(vm(**IN_SET))], None),
    ("capacity-01", ILLEGAL, [ProximityPlacementGroup("p"), *reserving(vm(proximity_group="p"))], None),
    ("capacity-01", ILLEGAL, [*on_hosts(), *reserving(vm(host="h"))], None),
    ("capacity-01", ILLEGAL, reserving(vm(data_disks=[ULTRA])), None),
    ("capacity-01", ILLEGAL, reserving(SCALE.evolve(single_placement_group=True)), None),
    ("capacity-02", LEGAL, reserving(vm(zone=1), zone=1, zones=[1]), None),
    ("capacity-02", ILLEGAL, reserving(vm(zone=2), zone=1, zones=[1]), None),
    ("capacity-02", ILLEGAL, reserving(vm(zone=1)), None),
    ("capacity-02", ILLEGAL, reserving(vm(), of="D8s_v5"), None),
    ("capacity-03", LEGAL, reserving(SCALE.evolve(instances=10), instances=10), None),
    ("capacity-03", ILLEGAL, reserving(SCALE.evolve(instances=11), instances=10), None),
    ("capacity-03", ILLEGAL, reserving(SCALE.evolve(instances=10), vm(), instances=10), None),
    ("capacity-04", LEGAL, reserving(zone=1, zones=[1, 2]), None),
    ("capacity-04", ILLEGAL, reserving(zone=3, zones=[1, 2]), None),
    ("capacity-04", ILLEGAL, reserving(zones=[1, 2]), None),
    ("capacity-04", ILLEGAL, reserving(second=[CapacityReservation("again", "D4s_v5")]), None),
    ("capacity-05", LEGAL, reserving(SCALE.evolve(orchestration="Uniform", fault_domains=3)), None),
    ("capacity-05", ILLEGAL, reserving(SCALE.evolve(orchestration="Uniform")), None),
    ("capacity-06", LEGAL, reserving(vm()), None),
    ("capacity-06", ILLEGAL, reserving(vm(hibernation=True)), None),
    ("capacity-07", LEGAL, reserving(SCALE.evolve(instances=10), instances=10), None),
    ("capacity-07", ILLEGAL, reserving(SCALE.evolve(instances=9), instances=10), None),
]


@pytest.mark.parametrize(
    ("rule_id", "expected", "resources", "of"), CASES, ids=[f"{c[0]}-{c[1]}-{n}" for n, c in enumerate(CASES)]
)
def test_a_rule_says(rule_id, expected, resources, of):
    assert verdict(rule_id, resources, of) == expected


def test_every_rule_has_its_cases():
    modules = [f"availability_{part}" for part in ("sets", "zones", "groups", "capacity")]
    mine = of_modules(all_rules(), *modules)
    assert len(mine) > 25
    assert uncovered(CASES, mine) == []


@given(st.integers(1, 20))
def test_waits_are_between_the_domains(domains):
    assert recovery_wait_min(domains) == 30 * (domains - 1)


@pytest.mark.parametrize("domains", [0, 21])
def test_domains_that_no_set_has_are_refused(domains):
    with pytest.raises(InvalidInputError, match="1 to 20"):
        recovery_wait_min(domains)


@given(st.sampled_from(list(SINGLE_VM_SLA)), st.lists(st.sampled_from(list(SINGLE_VM_SLA)), max_size=4))
def test_the_weakest_disk_decides(os_disk, data):
    assert single_vm_sla(os_disk, data) == min(single_vm_sla(kind) for kind in (os_disk, *data))


@given(st.integers(0, 500), st.integers(0, 500))
def test_every_place_and_every_vm_is_billed_once(reserved, deployed):
    bill = reservation_bill(reserved=reserved, deployed=deployed)
    assert bill.vms == deployed
    assert bill.units == max(reserved, deployed)


def test_nothing_below_zero_is_billed():
    with pytest.raises(InvalidInputError):
        reservation_bill(reserved=-1, deployed=0)


@given(st.lists(st.floats(0, 100), max_size=10))
def test_a_silence_counts_fifteen_minutes_at_most(gaps):
    assert minutes_not_available(gaps) <= min(sum(gaps), 15 * len(gaps)) + 1e-9


def test_a_host_of_an_undocumented_series_is_left_open():
    assert host_deployable("Esv5", family_quota_vcpus=1000) is None
    assert host_deployable("dsv3", family_quota_vcpus=64, host_quota_vcpus=63) is False
