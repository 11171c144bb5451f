"""Drills: who falls with what, which disk stays, and that the log says why."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.simulate.failures.events import choices_of
from azstudy.simulate.failures.places import places_of
from azstudy.simulate.failures.rates import Choices


def vm(name, **more):
    return az.VirtualMachine(name, "D2s_v5", **more)


def design(*resources, region="westeurope"):
    return az.Design("d", list(resources), region=region)


NINE = {zones: design(az.ScaleSet("web", "D2s_v5", instances=9, zones=list(range(1, zones + 1)))) for zones in (2, 3)}


def workload(result, name):
    return next(one for one in result.workloads if one.name == name)


@pytest.mark.parametrize(("zones", "left"), [(2, 4), (3, 6)])
def test_nine_machines_and_the_loss_of_a_zone(zones, left):
    result = az.simulate.outage(NINE[zones], "zone 1", needed=6)
    assert workload(result, "web").lowest == left
    assert result.survives is (left >= 6)


def test_a_pair_in_a_set_survives_its_rack_and_not_its_zone():
    pair = az.example("web-pair")
    assert az.simulate.outage(pair, "rack of web1").survives
    assert az.simulate.outage(pair, "fault domain of web2").survives
    assert not az.simulate.outage(pair, "zone 1").survives


def test_maintenance_takes_one_update_domain_after_another():
    members = [vm(f"web{n}", availability_set="s") for n in range(7)]
    result = az.simulate.outage(design(az.AvailabilitySet("s", update_domains=5), *members), "maintenance")
    down = {one.subject: one.at_s for one in result.timeline.only("down")}
    assert down["web0"] == down["web5"]
    assert sorted(set(down.values())) == [600 + 40 * 60 * turn for turn in range(5)]
    assert workload(result, "s").lowest == 5


def test_a_host_is_healed_and_a_rack_is_waited_for():
    quick = az.simulate.outage(design(vm("a")), "host of a for 5 h", choices=Choices(heal_min=15))
    slow = az.simulate.outage(design(vm("a")), "rack of a for 5 h", choices=Choices(restart_min=5))
    assert workload(quick, "a").below_min == 15
    assert workload(slow, "a").below_min == 305


def test_a_dedicated_host_takes_all_its_machines():
    group = az.HostGroup("own", [az.DedicatedHost("h1", "DSv5-Type1"), az.DedicatedHost("h2", "DSv5-Type1")])
    machines = [vm("a", host="own/h1", host_group="own"), vm("b", host="own/h1", host_group="own")]
    result = az.simulate.outage(design(group, *machines), "host of a")
    assert set(result.down) == {"a", "b"}


@pytest.mark.parametrize(
    ("redundancy", "failure", "reachable", "says"),
    [
        ("LRS", "zone 1", False, "only copies are in zone 1"),
        ("ZRS", "zone 1", True, "detach it by force"),
        ("ZRS", "host of db", True, "three zones hold it"),
        ("LRS", "host of db", True, "zone 1 holds it"),
        ("ZRS", "region westeurope", False, "a copy elsewhere"),
    ],
)
def test_disks_of_a_lost_zone(redundancy, failure, reachable, says):
    db = vm("db", zone=1, data_disks=[az.DataDisk("data", 512, redundancy=redundancy)])
    result = az.simulate.outage(design(db), failure)
    disk = next(one for one in result.disks if one.disk == "db/data")
    assert disk.reachable is reachable
    assert says in disk.because


def test_the_loss_of_the_other_zone_means_nothing():
    db = vm("db", zone=1, data_disks=[az.DataDisk("data", 512, redundancy="ZRS")])
    result = az.simulate.outage(design(db, vm("other", zone=2)), "zone 2")
    assert "db" not in result.down
    assert all(disk.reachable for disk in result.disks if disk.disk.startswith("db/"))


def test_an_os_disk_on_three_zones_cannot_be_detached_by_force():
    db = vm("db", zone=1, os_disk=az.OsDisk(redundancy="ZRS"))
    (disk,) = az.simulate.outage(design(db), "zone 1").disks
    assert disk.reachable
    assert "cannot be detached" in disk.because


def test_an_ephemeral_disk_is_gone_with_its_machine():
    (disk,) = az.simulate.outage(design(vm("a", os_disk=az.OsDisk(ephemeral=True))), "host of a").disks
    assert not disk.reachable


def test_a_machine_without_a_zone_stands_in_one_nobody_is_told():
    result = az.simulate.outage(design(vm("a"), vm("b", zone=1)), "zone 1")
    assert set(result.down) == {"a", "b"}
    assert "no zone named" in result.down["a"]


def test_two_regions_have_zones_of_their_own():
    both = design(vm("a", zone=1), vm("b", zone=1, region="northeurope"))
    assert set(az.simulate.outage(both, "zone 1 of northeurope").down) == {"b"}
    assert set(az.simulate.outage(both, "region westeurope").down) == {"a"}
    with pytest.raises(InvalidInputError, match="in which region"):
        az.simulate.outage(both, "zone 1")


def test_several_failures_and_their_times():
    result = az.simulate.outage(NINE[3], ["zone 1 at 10 min for 60 min", "zone 2 at 30 min for 1 h"], needed=6)
    web = workload(result, "web")
    assert web.steps == ((0.0, 9), (10.0, 6), (30.0, 3), (75.0, 6), (95.0, 9))
    assert web.below_min == 45
    assert "3 of 9 up, too few (6)" in str(result.timeline)


@settings(max_examples=40, deadline=None)
@given(
    instances=st.integers(1, 20),
    zones=st.integers(0, 3),
    needed=st.integers(1, 20),
    picks=st.lists(st.integers(0, 100), min_size=1, max_size=3),
)
def test_what_is_down_and_up_adds_up(instances, zones, needed, picks):
    one = design(az.ScaleSet("web", "D2s_v5", instances=instances, zones=list(range(1, zones + 1))))
    choices = choices_of(places_of(one))
    texts = [choices[pick % len(choices)] for pick in picks]
    result = az.simulate.outage(one, texts, needed=min(needed, instances))
    web = workload(result, "web")
    assert 0 <= web.lowest <= web.total == instances
    assert web.steps[0] == (0.0, instances)
    assert 0 <= web.none_min <= web.below_min <= result.minutes
    assert web.lowest >= instances - len(result.down)
    assert result == az.simulate.outage(one, texts, needed=min(needed, instances))


def test_the_table_has_a_row_for_every_change():
    frame = az.simulate.outage(NINE[3], "zone 1").to_frame()
    assert list(frame["up"]) == [9, 6, 9]


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: az.simulate.outage(design(), "zone 1"), InvalidInputError, "no machine"),
        (
            lambda: az.simulate.outage(design(az.ScaleSet("w", "D2s_v5", instances=0)), "zone 1"),
            InvalidInputError,
            "no mac",
        ),
        (lambda: az.simulate.outage(NINE[3], "zone 4"), InvalidInputError, "Did you mean 'zone"),
        (lambda: az.simulate.outage(NINE[3], "zone 1 for 0 min"), InvalidInputError, "lasts no time"),
        (lambda: az.simulate.outage(NINE[3], "zone 1", needed=10), InvalidInputError, "has 9 machines"),
        (lambda: az.simulate.outage(NINE[3], "zone 1", needed={"wep": 1}), UnknownNameError, "web"),
    ],
)
def test_what_makes_no_sense_is_refused(call, error, says):
    with pytest.raises(error, match=says):
        call()
