"""Azure's maintenance of its hosts: pauses by fault domain, restarts by update domain, zone and pair."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.simulate import host_update

PAIR = ("northeurope", "westeurope")


def spread(count: int, **fields: Any) -> list[az.VirtualMachine]:
    return [az.VirtualMachine(f"v{n}", "D2s_v5", tags={"workload": "web"}, **fields) for n in range(count)]


def in_set(count: int, domains: int = 5) -> az.Design:
    group = az.AvailabilitySet("set", fault_domains=2, update_domains=domains)
    return az.Design("shop", [group, *(one.evolve(availability_set="set") for one in spread(count))], region=PAIR[1])


def test_a_pause_goes_fault_domain_by_fault_domain() -> None:
    run = host_update(in_set(4), "freeze")
    assert [(one.machine, one.at_min, one.away_s) for one in run.visits] == [
        ("v0", 0, 10),
        ("v2", 0, 10),
        ("v1", 60, 10),
        ("v3", 60, 10),
    ]
    assert run.lowest == {"web": 2}


@pytest.mark.parametrize(("kind", "seconds"), [("freeze", 10), ("long freeze", 30), ("live migration", 5)])
def test_how_long_a_pause_is(kind: str, seconds: float) -> None:
    assert {one.away_s for one in host_update(in_set(2), kind).visits} == {seconds}


@pytest.mark.parametrize(
    ("size", "effect"),
    [("D2s_v5", "freeze"), ("L8s_v3", "later"), ("NC24ads_A100_v4", "later"), ("HB120rs_v3", "later"), ("G5", "later")],
)
def test_families_that_keep_no_memory(size: str, effect: str) -> None:
    run = host_update(az.Design("d", [az.VirtualMachine("a", size)], region="eastus"), "freeze")
    assert [one.effect for one in run.visits] == [effect]


def test_restarts_go_one_update_domain_at_a_time_with_time_to_recover() -> None:
    run = host_update(in_set(7), "reboot")
    begin = 28 * 1440
    assert [(one.machine, (one.at_min or 0) - begin) for one in run.visits] == [
        ("v0", 0),
        ("v5", 0),
        ("v1", 90),
        ("v6", 90),
        ("v2", 180),
        ("v3", 270),
        ("v4", 360),
    ]
    assert run.lowest == {"web": 5} and run.below == ()
    assert host_update(in_set(7), "reboot", needed=6).below == ("web",)


def test_loose_machines_are_not_kept_apart() -> None:
    assert host_update(az.Design("d", spread(3), region="eastus"), "reboot").lowest == {"web": 0}


def test_never_both_regions_of_a_pair() -> None:
    vms = [
        *spread(2, region=PAIR[0]),
        az.VirtualMachine("w", "D2s_v5", region=PAIR[1]),
        az.VirtualMachine("x", "D2s_v5", region="eastus"),
    ]
    at = {one.machine: one.at_min for one in host_update(az.Design("d", vms), "reboot").visits}
    assert at["w"] != at["v0"] and at["x"] == at["v0"]


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from([*PAIR, "eastus", "westus"]), st.integers(1, 3)), min_size=1, max_size=12))
def test_one_zone_and_one_region_of_a_pair_at_a_time(places: list[tuple[str, int]]) -> None:
    vms = [az.VirtualMachine(f"v{n}", "D2s_v5", region=region, zone=zone) for n, (region, zone) in enumerate(places)]
    run = host_update(az.Design("d", vms), "reboot")
    assert len(run.visits) == len(vms)
    pairs = {PAIR[0]: PAIR[1], PAIR[1]: PAIR[0], "eastus": "westus", "westus": "eastus"}
    for at in {one.at_min for one in run.visits}:
        now = [one for one in run.visits if one.at_min == at]
        assert not any(pairs[one.region] in {other.region for other in now} for one in now)
        for region in {one.region for one in now}:
            assert len({one.zone for one in now if one.region == region}) == 1


def test_the_owner_can_go_first() -> None:
    run = host_update(in_set(2), "reboot", self_service={"v1": 3})
    assert [(one.machine, one.at_min) for one in run.visits] == [("v1", 3 * 1440), ("v0", 28 * 1440)]
    assert "local disks are lost" in run.visits[0].because


def test_hosts_of_ones_own_with_a_schedule() -> None:
    night = az.MaintenanceConfiguration("night", "Host", start="2026-12-05 22:00", recurrence="4Weeks Saturday")
    group = az.HostGroup("own", hosts=[az.DedicatedHost("h1", "DSv3-Type1")], maintenance=["night"])
    vm = az.VirtualMachine("a", "D2s_v3", host="own/h1", host_group="own")
    run = host_update(az.Design("d", [night, group, vm], region="westeurope"), "freeze")
    assert [one.effect for one in run.visits] == ["own window"]


def test_text_and_table() -> None:
    run = host_update(in_set(2), "live migration")
    assert str(run) == run.text and "at least 1 of 2 run, 1 is needed" in run.text
    assert list(run.to_frame()["machine"]) == ["v0", "v1"] and len(run.timeline) == 2


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("thaw", {}),
        ("reboot", {"self_service": {"v0": 28}}),
        ("reboot", {"self_service": {"x": 1}}),
        ("freeze", {"self_service": {"v0": 1}}),
        ("freeze", {"domain_min": 0}),
        ("freeze", {"needed": 9}),
    ],
)
def test_bad_input(kind: str, given: dict[str, Any]) -> None:
    with pytest.raises(az.errors.AzstudyError):
        host_update(in_set(2), kind, **given)
