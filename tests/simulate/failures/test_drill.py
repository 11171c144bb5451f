"""Drills: who falls with what, which disk stays, which address answers, and that the log says why."""

import itertools
import json
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.simulate.failures.places import places_of
from azstudy.simulate.failures.reading import Failure, drills_of
from azstudy.simulate.failures.steps import Span, walk


def vm(name, **more):
    return az.VirtualMachine(name, "D2s_v5", **more)


def design(*resources, region="westeurope"):
    return az.Design("d", list(resources), region=region)


def nine(zones, **more):
    return design(az.ScaleSet("web", "D2s_v5", instances=9, zones=list(range(1, zones + 1)), **more))


def drill(*resources, what, **more):
    return az.simulate.outage(design(*resources), what, **more)


# --- who falls ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("zones", "left"), [(2, 4), (3, 6)])
def test_nine_machines_and_the_loss_of_a_zone(zones, left):
    result = az.simulate.outage(nine(zones), "zone 1", needed=6)
    assert result.workload("web").lowest == left
    assert result.survives is (left >= 6)
    assert len(result.survivors) == left


def test_a_pair_in_a_set_survives_its_rack_and_not_its_zone():
    for what in ("rack of web1", "fault domain of web2", "fault domain 0 of web", "fault domain 1", "host of web1"):
        assert az.simulate.outage("web-pair", what).survives
    assert not az.simulate.outage("web-pair", "zone 1").survives
    assert not az.simulate.outage("web-pair", "region").survives


@pytest.mark.parametrize(("domains", "lowest"), [(1, 0), (2, 3), (3, 4)])
def test_fault_domains_of_a_set(domains, lowest):
    members = [vm(f"web{n}", availability_set="s") for n in range(6)]
    result = drill(az.AvailabilitySet("s", fault_domains=domains), *members, what="fault domain 0 of s")
    assert result.workload("s").lowest == lowest


def test_equal_numbers_of_two_sets_are_two_racks():
    pairs = [vm(f"{name}{n}", availability_set=name) for name in ("web", "app") for n in (1, 2)]
    result = drill(az.AvailabilitySet("web"), az.AvailabilitySet("app"), *pairs, what="fault domain 0 of web")
    assert list(result.down) == ["web1"]


def test_a_host_is_healed_and_a_rack_is_waited_for():
    choices = az.simulate.OutageChoices(heal_min=15, restart_min=5)
    assert drill(vm("a"), what="host of a for 5 h", choices=choices).below_min == 15
    assert drill(vm("a"), what="host of a for 2 min", choices=choices).below_min == 7
    assert drill(vm("a"), what="rack of a for 5 h", choices=choices).below_min == 305


@pytest.mark.parametrize(("replaced", "minutes"), [(True, 15), (False, 305)])
def test_a_dedicated_host_takes_all_its_machines(replaced, minutes):
    hosts = [az.DedicatedHost(name, "DSv5-Type1", auto_replace=replaced) for name in ("h1", "h2")]
    machines = [vm(name, host="own/h1", host_group="own") for name in ("a", "b")]
    result = drill(az.HostGroup("own", hosts), *machines, what="host of a for 5 h")
    assert set(result.down) == {"a", "b"}
    assert result.below_min == minutes


def test_a_host_group_spreads_machines_that_name_no_host():
    hosts = [az.DedicatedHost(f"h{n}", "DSv5-Type1", fault_domain=n) for n in range(2)]
    machines = [vm(f"a{n}", host_group="own") for n in range(4)]
    result = drill(az.HostGroup("own", hosts, fault_domains=2), *machines, what="fault domain 1 of own")
    assert list(result.down) == ["a1", "a3"]


def test_a_machine_without_a_zone_stands_in_one_nobody_is_told():
    result = drill(vm("a"), vm("b", zone=1), what="zone 1")
    assert set(result.down) == {"a", "b"}
    assert "azstudy puts it there" in result.down["a"]
    assert "azstudy" not in result.down["b"]
    other = drill(vm("a"), vm("b", zone=1), what="zone 2")
    assert not other.down
    assert "in Azure nobody is told" in other.timeline.only("spared by assumption")[0].because
    moved = drill(vm("a"), what="zone 2", choices=az.simulate.OutageChoices(regional_zone=2))
    assert set(moved.down) == {"a"}


def test_two_regions_have_zones_of_their_own():
    both = (vm("a", zone=1), vm("b", zone=1, region="northeurope"))
    assert set(drill(*both, what="zone 1 of northeurope").down) == {"b"}
    assert set(drill(*both, what="region West Europe").down) == {"a"}
    with pytest.raises(InvalidInputError, match="in which region"):
        drill(*both, what="zone 1")


def test_machines_with_one_tag_are_one_workload_across_regions():
    both = [
        vm(f"w{n}", zone=1, region=r, tags={"workload": "web"}) for n, r in enumerate(("westeurope", "northeurope"))
    ]
    result = drill(*both, what="region westeurope")
    assert [(one.name, one.lowest, one.total) for one in result.workloads] == [("web", 1, 2)]


# --- maintenance -------------------------------------------------------------------------------------


def downs(result):
    return {one.subject: one.at_s / 60 for one in result.timeline.only("down")}


def test_maintenance_takes_one_update_domain_after_another():
    members = [vm(f"web{n}", availability_set="s") for n in range(7)]
    result = drill(az.AvailabilitySet("s", update_domains=5), *members, what="maintenance")
    assert list(downs(result).values()) == [10, 10, 50, 50, 90, 130, 170]
    assert downs(result)["web0"] == downs(result)["web5"]
    assert result.workload("s").lowest == 5


def test_maintenance_takes_one_zone_and_one_region_at_a_time():
    here = [vm(f"a{n}", zone=1 + n % 2) for n in range(4)]
    there = vm("b", zone=1, region="northeurope")
    assert downs(drill(*here, there, what="maintenance at 0 min")) == {
        "a0": 0,
        "a2": 0,
        "a1": 40,
        "a3": 40,
        "b": 80,
    }


def test_maintenance_of_one_workload_and_of_what_nothing_keeps_apart():
    loose = [vm(f"a{n}", tags={"workload": "w"}) for n in range(3)]
    result = drill(*loose, vm("b"), what="maintenance of w")
    assert set(downs(result).values()) == {10.0}
    assert result.workload("w").lowest == 0
    assert "b" not in result.down


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 12), st.integers(1, 20), st.integers(0, 3))
def test_maintenance_never_touches_two_turns_at_once(machines, domains, zones):
    group = az.AvailabilitySet("s", update_domains=domains)
    members = [
        vm(f"m{n}", **({"zone": 1 + n % zones} if zones else {"availability_set": "s"})) for n in range(machines)
    ]
    result = drill(group, *members, what="maintenance")
    turn = {place.machine: place.turn for place in result.places}
    times = sorted((at, turn[name]) for name, at in downs(result).items())
    for (one, left), (other, right) in itertools.pairwise(times):
        assert (left == right) == (one == other)
        assert left == right or other - one >= 40


def test_what_takes_no_time_breaks_nothing():
    choices = az.simulate.OutageChoices(reboot_min=0, heal_min=0)
    for what in ("maintenance", "host of a"):
        result = drill(vm("a"), what=what, choices=choices)
        assert (result.survives, result.down, result.survivors) == (True, {}, ("a",))


# --- disks -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("redundancy", "failure", "reachable", "says"),
    [
        ("LRS", "zone 1", False, "all in zone 1"),
        ("ZRS", "zone 1", True, "detach it by force from db"),
        ("ZRS", "zone 2", True, "three zones hold it"),
        ("ZRS", "host of db", True, "three zones hold it while db is down"),
        ("LRS", "host of db", True, "zone 1 holds it while db is down"),
        ("LRS", "rack of db", True, "zone 1 holds it"),
        ("ZRS", "region westeurope", False, "no copy is kept elsewhere"),
    ],
)
def test_disks_of_what_is_lost(redundancy, failure, reachable, says):
    db = vm("db", zone=1, data_disks=[az.DataDisk("data", 512, redundancy=redundancy)])
    disk = drill(db, what=failure).disk("db/data")
    assert disk.reachable is disk.rpo_zero is reachable
    assert disk.unreachable_min == (0 if reachable else 60)
    assert says in disk.text


def test_a_disk_moves_to_a_machine_of_another_zone():
    db = vm("db", zone=1, data_disks=[az.DataDisk("data", 512, redundancy="ZRS")])
    result = drill(db, vm("other", zone=2), vm("spare", zone=3, tags={"workload": "db"}), what="zone 1")
    assert "attach it to other in zone 2; nothing is lost (RPO 0)" in result.disk("db/data").action
    assert result.timeline.only("can be moved")[0].subject == "db/data"
    assert "a new VM in another zone" in drill(db, what="zone 1").disk("db/data").action


def test_an_os_disk_on_three_zones_cannot_be_detached_by_force():
    (disk,) = drill(vm("db", zone=1, os_disk=az.OsDisk(redundancy="ZRS")), what="zone 1").disks
    assert disk.reachable
    assert "cannot be detached" in disk.action


def test_an_ephemeral_disk_is_gone_with_its_host():
    (disk,) = drill(vm("a", os_disk=az.OsDisk(ephemeral=True)), what="host of a").disks
    assert (disk.reachable, disk.lost, disk.rpo_zero) == (False, True, False)
    (disk,) = drill(vm("a", os_disk=az.OsDisk(ephemeral=True), zone=1), what="zone 2").disks
    assert disk.reachable


def test_a_shared_disk_of_one_zone_takes_the_machine_of_another_with_it():
    pair = [vm(f"db{n}", zone=n, data_disks=[az.AttachedDisk("quorum")], tags={"workload": "db"}) for n in (1, 2)]
    lrs, zrs = (az.Disk("quorum", 512, zone=z, redundancy=r, max_shares=2) for r, z in (("LRS", 1), ("ZRS", None)))
    lost = drill(lrs, *pair, what="zone 1")
    assert lost.workload("db").lowest == 0
    assert lost.down["db2"] == "it runs, but its disk quorum is out of reach"
    kept = drill(zrs, *pair, what="zone 1")
    assert kept.workload("db").lowest == 1
    assert "db2 goes on using it" in kept.disk("quorum").text


# --- addresses ---------------------------------------------------------------------------------------


def balanced(zones=(), **more):
    address = az.PublicIp("ip", zones=zones)
    front = az.LoadBalancer("front", [az.BalancingRule("http", 80, probe="p")], probes=["p"], public_ip="ip", **more)
    return (address, front, *(vm(f"web{n}", zone=n, nics=[az.Nic(load_balancer="front")]) for n in (1, 2)))


def test_a_zone_redundant_address_answers_from_the_other_zone():
    result = drill(*balanced(), what="zone 1")
    front = result.endpoint("front")
    assert front.answers
    assert front.steps == ((0, 2), (10, 1), (75, 2))
    assert front.notices_s == 10
    assert "at least 1 of 2" in front.text


def test_a_zonal_address_takes_every_machine_behind_it_along():
    result = drill(*balanced(zones=(1,)), what="zone 1")
    assert not result.endpoint("front").answers
    assert result.endpoint("front").because == "its own address stands where the failure is"
    assert result.down["web2"] == "it runs, but the address of front stands in zone 1 alone"
    assert result.workload("front").steps == ((0, 2), (10, 0), (70, 1), (75, 2))
    assert drill(*balanced(zones=(1,)), what="zone 2").endpoint("front").answers


def test_a_machine_is_where_it_stands_whatever_it_needs_elsewhere():
    disk = az.Disk("far", 64, zone=3, region="northeurope")
    (_, _, *webs) = balanced(zones=(1,))
    one = webs[1].evolve(data_disks=[az.AttachedDisk("far")])
    (place,) = [p for p in places_of(design(*balanced(zones=(1,))[:2], disk, one)) if p.machine == "web2"]
    assert (str(place.component("zone")), str(place.component("region"))) == (
        "zone 2 of westeurope",
        "region westeurope",
    )
    assert len(place.falls_with) == 7


def test_an_address_with_nothing_behind_it_is_silent():
    result = drill(*balanced(), what=["zone 1 at 10 min for 60 min", "zone 2 at 30 min for 20 min"])
    assert result.endpoint("front").silent_min == 25
    assert "none of the 2 machines" in result.endpoint("front").because
    assert drill(*balanced(), what="region").endpoint("front").silent_min == 65


# --- time --------------------------------------------------------------------------------------------


def test_several_failures_and_their_times():
    result = az.simulate.outage(nine(3), "zone 1 at 10 min for 60 min; lose zone 2 from 30 min until 1.5 h", needed=6)
    web = result.workload("web")
    assert web.steps == ((0.0, 9), (10.0, 6), (30.0, 3), (75.0, 6), (95.0, 9))
    assert (web.below_min, result.minutes) == (45, 105)
    assert "3 of 9 up, too few: 6 needed" in str(result.timeline)
    assert [one.what for one in result.failures] == ["zone 1", "zone 2"]


def test_a_machine_goes_down_and_comes_up_as_often_as_it_does():
    result = drill(vm("a", zone=1), what="host of a at 0 min; zone 1 at 60 min for 30 min; host of a at 70 min")
    assert [
        (one.at_s / 60, one.action) for one in result.timeline if one.subject == "a" and one.action != "capacity"
    ] == [
        (0, "down"),
        (15, "up again"),
        (60, "down"),
        (95, "up again"),
    ]
    assert result.below_min == 50


def test_the_timeline_stands_on_the_calendar():
    result = az.simulate.outage("web-pair", "zone 1", start=datetime(2026, 11, 23, 9))
    assert result.timeline.when(result.timeline[0]) == datetime(2026, 11, 23, 9, 10)


@settings(max_examples=50, deadline=None)
@given(
    instances=st.integers(1, 20),
    zones=st.integers(0, 3),
    needed=st.integers(1, 20),
    picks=st.lists(st.tuples(st.integers(0, 100), st.integers(0, 90), st.integers(1, 90)), min_size=1, max_size=3),
)
def test_what_is_down_and_up_adds_up(instances, zones, needed, picks):
    one = design(az.ScaleSet("web", "D2s_v5", instances=instances, zones=list(range(1, zones + 1))))
    known = drills_of(places_of(one))
    texts = [f"{known[pick % len(known)]} at {at} min for {long} min" for pick, at, long in picks]
    result = az.simulate.outage(one, texts, needed=min(needed, instances))
    web = result.workload("web")
    assert 0 <= web.lowest <= web.total == instances
    assert 0 <= web.none_min <= web.below_min == result.below_min <= result.minutes
    assert web.lowest >= instances - len(result.down)
    assert len(result.survivors) + len(result.down) == instances
    assert web.steps[-1][1] == instances
    again = az.simulate.outage(one, texts, needed=min(needed, instances))
    assert json.dumps(result.as_dict()) == json.dumps(again.as_dict())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            lambda start, long, machines: Span(start_s=start, end_s=start + long, machines=tuple(machines)),
            st.integers(0, 30),
            st.integers(0, 10),
            st.sets(st.integers(0, 4)),
        ),
        max_size=8,
    ),
    st.integers(1, 45),
)
def test_the_step_engine_against_a_look_at_every_second(spans, end):
    told = [one.down for one in walk(spans, end) for _ in range(one.start_s, one.end_s)]
    looked = [
        frozenset(m for span in spans for m in span.machines if span.start_s <= second < span.end_s)
        for second in range(end)
    ]
    assert told == looked


# --- reading -----------------------------------------------------------------------------------------


def test_every_drill_that_is_offered_can_be_played():
    for info in az.examples():
        one = az.example(info.name)
        for what in drills_of(places_of(one)):
            assert az.simulate.outage(one, what).minutes > 0


def test_a_failure_can_be_built_too():
    component = places_of(az.example("web-pair"))[0].component("zone")
    given_ = Failure(kind="zone", what="the hall", component=component, at_min=0, for_min=5)
    assert az.simulate.outage("web-pair", given_).below_min == 10
    assert "the hall" in az.simulate.outage("web-pair", [given_, "maintenance"]).text


def test_names_that_are_equal_are_told_apart():
    both = [az.ScaleSet("web", "D2s_v5"), vm("web"), vm("other", region="northeurope", tags={"workload": "web"})]
    names = [one.name for one in drill(*both, what="region westeurope").workloads]
    assert len(set(names)) == 3
    assert all(name.startswith("web (") for name in names)


def test_a_machine_alone_and_an_example_by_name():
    assert az.simulate.outage(vm("a", zone=1), "zone 1").below_min == 65
    with pytest.raises(InvalidInputError, match="int was given"):
        az.simulate.outage(3, "zone 1")
    with pytest.raises(UnknownNameError):
        az.simulate.outage("web-pear", "zone 1")


def test_the_table_has_a_row_for_every_change():
    frame = az.simulate.outage(nine(3), "zone 1").to_frame()
    assert list(frame["up"]) == [9, 6, 9]


def test_long_lists_of_disks_are_cut_in_the_text_alone():
    result = az.simulate.outage(nine(1), "zone 1")
    assert "... and 3 more disks" in result.text
    assert len(result.unreachable) == 9


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: drill(what="zone 1"), "no machine"),
        (lambda: drill(az.ScaleSet("w", "D2s_v5", instances=0), what="zone 1"), "no machine"),
        (lambda: az.simulate.outage(nine(3), "zone 7"), "there is no zone 7"),
        (lambda: az.simulate.outage(nine(3), "zone 1 of northeurope"), "stands in westeurope"),
        (lambda: az.simulate.outage(nine(3), "region northeurope"), "Did you mean 'region westeurope'"),
        (lambda: az.simulate.outage(nine(3), "the moon"), "names nothing of this design"),
        (lambda: az.simulate.outage(nine(3), ""), "No failure was given"),
        (lambda: az.simulate.outage(nine(3), []), "No failure was given"),
        (lambda: az.simulate.outage(nine(3), "zone 1 for 0 min"), "lasts 0 min"),
        (lambda: az.simulate.outage(nine(3), "zone 1 for -5 min"), "lasts -5 min"),
        (lambda: az.simulate.outage(nine(3), "zone 1 at -5 min"), "starts at -5 min"),
        (lambda: az.simulate.outage(nine(3), "zone 1 at 1 h until 30 min"), "lasts -30 min"),
        (lambda: az.simulate.outage(nine(3), "zone 1 for 5 min until 30 min"), "either how long"),
        (lambda: az.simulate.outage(nine(3), "fault domain 9 of web"), "names nothing"),
        (lambda: az.simulate.outage(nine(3, fault_domains=5), "fault domain 0"), "'fault domain of web/0'"),
        (lambda: az.simulate.outage(nine(3), "zone 1", needed=10), "has 9 machines; 10 cannot be needed"),
        (lambda: az.simulate.outage(nine(3), "zone 1", needed={"wep": 1}), "Did you mean web"),
        (lambda: az.simulate.outage(nine(3), "zone 1", needed=True), "True cannot be needed"),
        (lambda: az.simulate.OutageChoices(heal_min=-1), "heal_min is -1"),
        (lambda: az.simulate.OutageChoices(spread_racks=0), "spread_racks is 0"),
        (lambda: az.simulate.outage(nine(3), "zone 1").workload("x"), "Unknown workload 'x'"),
        (lambda: az.simulate.outage(nine(3), "zone 1").endpoint("x"), "no load balancer"),
    ],
)
def test_what_makes_no_sense_is_refused(call, says):
    with pytest.raises(InvalidInputError, match=says):
        call()
