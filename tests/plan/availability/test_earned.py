"""The SLA a design earns, why not the next one, and where no number is documented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import azstudy as az
from azstudy.errors import InvalidInputError


def vm(name="vm", disk="premium", **more):
    return az.VirtualMachine(name, "D2s_v5", os_disk=az.OsDisk(disk), **more)


@pytest.mark.parametrize(("disk", "percent", "following"), [("hdd", 95, 99.5), ("standard ssd", 99.5, 99.9)])
def test_a_weak_disk_is_named_as_what_is_missing(disk, percent, following):
    found = az.plan.earned_sla(vm(disk=disk))
    assert (found.percent, found.next_percent) == (percent, following)
    assert "OS disk of vm" in found.missing[0]


def test_a_single_vm_of_the_best_class_needs_a_second_vm():
    found = az.plan.earned_sla(vm())
    assert (found.percent, found.next_percent) == (99.9, 99.95)
    assert "second VM" in found.missing[0]
    assert found.downtime.month_min == 43.2


def test_an_sla_is_read_in_three_lines():
    found = az.plan.earned_sla(vm(disk="hdd"))
    assert str(found).splitlines() == [
        "vm: 95 %",
        "  The weakest disk decides: OS disk of vm (Standard HDD).",
        "  For 99.5 %: OS disk of vm (Standard HDD) on Standard SSD.",
    ]
    assert found.text.startswith("vm: 95 %. The weakest")


def test_two_vms_that_nothing_keeps_apart_count_alone():
    found = az.plan.earned_sla([vm("a"), vm("b", "standard ssd")])
    assert found.percent == 99.5
    assert "Nothing keeps these 2 VMs apart" in found.because


def test_two_vms_in_one_zone_are_not_over_zones():
    assert az.plan.earned_sla([vm("a", zone=1), vm("b", zone=1)]).kind == "single VM"
    assert az.plan.earned_sla([vm("a", zone=1), vm("b", zone=2)]).percent == 99.99


def test_a_vm_without_a_zone_is_not_counted_with_those_that_have_one():
    found = az.plan.earned_sla([vm("a", zone=1), vm("b", zone=2), vm("c")])
    assert found.percent == 99.99
    assert "since without a zone: c" in found.because


def test_vms_in_one_zone_are_sent_to_another():
    found = az.plan.earned_sla([vm("a", zone=1), vm("b", zone=1)])
    assert (found.percent, found.next_percent) == (99.9, 99.99)
    assert found.missing == ("make one of them again in another zone than 1",)


def test_an_sla_is_for_one_region():
    pair = [vm("a", zone=1, region="westeurope"), vm("b", zone=2, region="northeurope")]
    found = az.plan.earned_sla(pair)
    assert (found.percent, found.shown_percent) == (None, 99.9)
    assert "northeurope and westeurope" in found.because


def test_a_region_without_zones_is_not_told_to_use_them():
    pair = [vm("a", availability_set="s"), vm("b", availability_set="s")]
    design = az.Design("d", [az.AvailabilitySet("s"), *pair], region="westus")
    found = az.plan.earned_sla(pair, design=design)
    assert (found.percent, found.next_percent) == (99.95, 99.99)
    assert found.missing == ("another region: westus has no availability zones",)


@pytest.mark.parametrize(("domains", "percent"), [(1, 99.9), (2, 99.95), (3, 99.95)])
def test_a_set_of_one_fault_domain_keeps_nothing_apart(domains, percent):
    pair = [vm("a", availability_set="s"), vm("b", availability_set="s")]
    design = az.Design("d", [az.AvailabilitySet("s", fault_domains=domains), *pair], region="westeurope")
    assert az.plan.earned_sla(pair, design=design).percent == percent


def test_a_set_whose_vms_share_a_disk_has_the_class_of_the_lowest_disk():
    pair = [vm(n, availability_set="s", data_disks=[az.AttachedDisk("quorum")]) for n in "ab"]
    quorum = az.Disk("quorum", 256, type="standard ssd", max_shares=2)
    design = az.Design("d", [az.AvailabilitySet("s"), quorum, *pair], region="westeurope")
    found = az.plan.earned_sla(pair, design=design)
    assert (found.percent, found.next_percent) == (99.5, 99.95)
    assert "share the disk quorum" in found.because


def hosts(*domains, **more):
    return az.HostGroup(
        "own",
        [az.DedicatedHost(f"h{n}", "DSv5-Type1", fault_domain=d, **more) for n, d in enumerate(domains)],
        fault_domains=2,
    )


@pytest.mark.parametrize(
    ("group", "where", "percent"),
    [
        (hosts(0, 1), [{"host": "own/h0"}, {"host": "own/h1"}], 99.95),
        (hosts(0, 1), [{"host": "own/h0"}, {"host": "own/h0"}], 99.9),
        (hosts(0, 0), [{"host": "own/h0"}, {"host": "own/h1"}], 99.9),
        (hosts(0, 1, auto_replace=False), [{"host": "own/h0"}, {"host": "own/h1"}], 99.9),
        (hosts(0, 1), [{"host_group": "own"}, {"host_group": "own"}], 99.95),
        (hosts(0), [{"host_group": "own"}, {"host_group": "own"}], 99.9),
    ],
)
def test_dedicated_hosts_need_two_fault_domains_and_are_replaced_by_themselves(group, where, percent):
    pair = [vm(f"vm{n}", **placed) for n, placed in enumerate(where)]
    design = az.Design("d", [group, *pair], region="westeurope")
    found = az.plan.earned_sla(pair, design=design)
    assert found.percent == percent
    assert (found.kind == "host group") is (percent == 99.95)


def test_vms_that_join_a_flexible_scale_set_stand_in_its_fault_domains():
    pair = [vm(n, scale_set="web") for n in "ab"]
    for domains, percent in ((1, 99.9), (2, 99.95)):
        web = az.ScaleSet("web", "D2s_v5", instances=0, fault_domains=domains)
        design = az.Design("d", [web, *pair], region="westeurope")
        assert az.plan.earned_sla(pair, design=design).percent == percent


def test_an_os_disk_on_the_host_has_no_class():
    found = az.plan.earned_sla(az.VirtualMachine("vm", "D4ds_v5", os_disk=az.OsDisk(ephemeral=True)))
    assert (found.percent, found.shown_percent) == (None, None)
    assert "lies on the host" in found.because


def balanced(count, sku="Standard"):
    front = az.LoadBalancer("front", [az.BalancingRule("http", 80)], sku=sku)
    vms = [vm(f"web{n}", zone=1 + n % 2, nics=[az.Nic(load_balancer="front")]) for n in range(count)]
    return az.plan.earned_slas(az.Design("d", [front, *vms], region="westeurope")).parts[-1]


def test_a_load_balancer_needs_two_machines_behind_it():
    assert [balanced(count).percent for count in (0, 1, 2, 3)] == [None, None, 99.99, 99.99]
    assert balanced(1).missing == ("2 machines behind it",)
    assert balanced(2, "Basic").percent is None


def test_a_report_says_what_it_takes_for_granted():
    loose = az.plan.earned_slas(az.Design("d", [vm("a", zone=1), vm("b", zone=2)], region="westeurope"))
    assert loose.chain_percent == pytest.approx(99.8001)
    assert "count together with one tag" in loose.text.splitlines()[-1]
    told = [vm(f"vm{zone}", zone=zone, tags={"workload": "db"}) for zone in (1, 2)]
    report = az.plan.earned_slas(az.Design("d", told, region="westeurope"))
    assert (report.chain_percent, report.notes) == (pytest.approx(99.99), ())
    assert az.plan.earned_slas(az.example("two-regions")).notes


def test_one_workload_in_two_regions_counts_as_alternatives():
    twice = [vm(region, region=region, tags={"workload": "db"}) for region in ("westeurope", "northeurope")]
    report = az.plan.earned_slas(az.Design("d", twice))
    assert [part.percent for part in report.parts] == [99.9, 99.9]
    assert report.chain_percent == pytest.approx(99.9999)


def test_a_third_zone_earns_no_more():
    two, three = ([vm(str(n), zone=n) for n in range(1, count + 1)] for count in (2, 3))
    assert az.plan.earned_sla(two).percent == az.plan.earned_sla(three).percent == 99.99


def test_a_set_is_given_and_not_worked_out():
    pair = [vm("a", "hdd", availability_set="s"), vm("b", "hdd", availability_set="s")]
    assert az.plan.earned_sla(pair).percent == 99.95


def test_spot_has_none():
    assert az.plan.earned_sla(vm(priority="Spot")).percent is None
    assert az.plan.earned_sla(az.ScaleSet("s", "D2s_v5", zones=[1, 2], spot_mix=az.SpotMix(1, 50))).percent is None


@pytest.mark.parametrize(
    ("fields", "percent", "shown"),
    [
        ({}, None, 99.9),
        ({"zones": [1]}, None, 99.9),
        ({"fault_domains": 2}, 99.95, 99.95),
        ({"zones": [1, 2]}, 99.99, 99.99),
        ({"orchestration": "Uniform"}, 99.95, 99.95),
        ({"orchestration": "Uniform", "single_placement_group": False}, None, 99.9),
        ({"instances": 1, "zones": [1, 2]}, 99.9, 99.9),
        ({"instances": 0, "zones": [1, 2]}, None, None),
        ({"os_disk": az.OsDisk("standard ssd")}, None, 99.5),
    ],
)
def test_scale_sets(fields, percent, shown):
    found = az.plan.earned_sla(az.ScaleSet("web", "D2s_v5", **fields))
    assert (found.percent, found.shown_percent) == (percent, shown)


def test_an_attached_disk_is_looked_up_and_never_guessed():
    db = vm(data_disks=[az.AttachedDisk("shared")])
    assert az.plan.earned_sla(db).percent is None
    design = az.Design("d", [db, az.Disk("shared", 64, type="standard ssd")], region="westeurope")
    assert az.plan.earned_sla(db, design=design).percent == 99.5


def test_a_report_multiplies_the_parts():
    report = az.plan.earned_slas(az.example("web-pair"))
    assert [part.percent for part in report.parts] == [99.95, 99.99]
    assert report.chain_percent == pytest.approx(99.940005)
    assert "99.9400 % (a model)" in report.text


def test_a_report_says_what_is_not_known():
    design = az.Design("d", [az.ScaleSet("web", "D2s_v5"), vm()], region="westeurope")
    report = az.plan.earned_slas(design)
    assert report.chain_percent is None
    assert "not known, since web has no documented SLA" in report.text


@given(
    st.lists(
        st.tuples(st.sampled_from([None, 1, 2, 3]), st.sampled_from(["premium", "standard ssd", "hdd"])),
        min_size=1,
        max_size=5,
    )
)
def test_every_number_is_one_of_the_documented(placed):
    vms = [vm(f"vm{n}", disk, zone=zone) for n, (zone, disk) in enumerate(placed)]
    found = az.plan.earned_sla(vms)
    assert found.percent in (95, 99.5, 99.9, 99.99)
    assert (found.next_percent or 100) > found.percent
    assert found.text.startswith("vm0")


@pytest.mark.parametrize("given", [[], ["web"]])
def test_without_a_machine_there_is_no_sla(given):
    with pytest.raises(InvalidInputError, match="at least one VM"):
        az.plan.earned_sla(given)


def test_a_whole_design_has_a_verb_of_its_own():
    with pytest.raises(InvalidInputError, match="earned_slas"):
        az.plan.earned_sla(az.example("web-pair"))


def test_an_empty_design_has_none():
    with pytest.raises(InvalidInputError, match="no machine"):
        az.plan.earned_slas(az.Design("d", [], region="westeurope"))
