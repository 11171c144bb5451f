"""Platform-orchestrated patching: no two zones, no pair of regions, no two update domains, a fifth at most."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from simulate.upkeep.estate import estate, night, vm

import azstudy as az
from azstudy.simulate.upkeep.choices import UpkeepChoices
from azstudy.simulate.upkeep.waves import night as off_peak
from azstudy.simulate.upkeep.waves import phases

REGIONS = ("westeurope", "northeurope", "swedencentral", "eastus", "westus", "polandcentral", "westindia", "southindia")


def pair_of(name: str) -> str | None:
    from azstudy.catalog.catalog import default_catalog

    return default_catalog().region(name).pair


@given(st.sets(st.sampled_from(REGIONS), min_size=1))
def test_every_region_once_and_never_with_its_pair(regions: set[str]) -> None:
    found = phases(regions, pair_of)
    assert sorted(one for phase in found for one in phase) == sorted(regions)
    for phase in found:
        assert not any(pair_of(one) in phase for one in phase)


machines = st.lists(
    st.tuples(st.sampled_from(REGIONS[:4]), st.sampled_from([None, 1, 2, 3]), st.booleans()), min_size=1, max_size=40
)


@settings(max_examples=50)
@given(machines)
def test_what_is_patched_at_one_time(places: list[tuple[str, int | None, bool]]) -> None:
    sets = {name: az.AvailabilitySet(f"set-{name}", update_domains=3, region=name) for name in REGIONS[:4]}
    vms = [
        vm(
            f"m{n}",
            own=False,
            region=region,
            zone=zone,
            availability_set=f"set-{region}" if in_set and not zone else None,
        )
        for n, (region, zone, in_set) in enumerate(places)
    ]
    found = az.simulate.maintenance(
        estate(*sets.values(), *vms), since="2026-12-01", until="2026-12-30", released=["2026-12-01"]
    )
    assert set(found.patched) == {one.name for one in vms}
    by_name = {one.name: one for one in vms}
    size = {name: sum(one.availability_set == f"set-{name}" for one in vms) for name in REGIONS}
    moments = {one.begins for one in found.visits}
    for at in moments:
        now = [one for one in found.visits if one.begins and one.ends and at and one.begins <= at < one.ends]
        regions = {one.region for one in now}
        assert not any(pair_of(one) in regions for one in regions)
        for region in regions:
            here = [one for one in now if one.region == region]
            assert len({one.zone for one in here}) == 1
            grouped = [one.machine for one in here if by_name[one.machine].availability_set]
            assert len(grouped) <= max(1, size[region] // 5)
            order = [one.name for one in vms if one.availability_set == f"set-{region}"]
            assert len({order.index(name) % 3 for name in grouped}) <= 1


def test_waves_are_the_plan_of_the_calendar() -> None:
    vms = [vm(f"m{n}", own=False, zone=n % 3 + 1) for n in range(6)]
    waves = az.simulate.patch_waves(estate(*vms))
    assert [(one.phase, one.turn, one.zone, one.machines) for one in waves[:3]] == [
        (1, 1, 1, ("m0",)),
        (1, 2, 1, ("m3",)),
        (1, 3, 2, ("m1",)),
    ]
    found = az.simulate.maintenance(estate(*vms), since="2026-12-01", until="2026-12-05", released=["2026-12-01"])
    assert [one.machine for one in found.visits] == [name for wave in waves for name in wave.machines]


def test_ten_in_a_set_go_two_at_a_time_in_a_domain() -> None:
    group = az.AvailabilitySet("set", update_domains=2)
    waves = az.simulate.patch_waves(estate(group, *(vm(f"m{n}", own=False, availability_set="set") for n in range(10))))
    assert [one.machines for one in waves] == [("m0", "m2"), ("m4", "m6"), ("m8",), ("m1", "m3"), ("m5", "m7"), ("m9",)]


def test_instances_of_a_flexible_set_too_and_no_uniform_one() -> None:
    flexible = az.ScaleSet("web", "D2s_v5", instances=4, zones=[1, 2], patching="AutomaticByPlatform")
    uniform = flexible.evolve(name="old", orchestration="Uniform")
    waves = az.simulate.patch_waves(estate(flexible, uniform))
    assert [one.machines for one in waves] == [("web/0",), ("web/2",), ("web/1",), ("web/3",)]


def test_only_at_night_where_the_machine_is() -> None:
    found = az.simulate.maintenance(
        estate(vm("a", own=False, region="japaneast")), since="2026-12-01", until="2026-12-03", released=["2026-12-01"]
    )
    assert [f"{one.begins:%H:%M}" for one in found.visits if one.begins] == ["13:00"]  # 22:00 in Tokyo
    opens, closes = off_peak("westeurope", datetime(2026, 3, 29, 3, tzinfo=UTC), UpkeepChoices())
    assert (closes - opens).total_seconds() == 7 * 3600  # the night in which clocks jump ahead


def test_a_custom_image_is_not_the_platforms() -> None:
    one = vm("a", own=False, image=az.ManagedImage("golden"))
    found = az.simulate.maintenance(estate(one), since="2026-12-01", until="2026-12-03")
    assert "listed Marketplace images" in found.not_patched["a"]


def test_a_machine_that_is_off_when_its_turn_comes() -> None:
    found = az.simulate.maintenance(estate(vm("a", own=False)), since="2026-12-01", until="2026-12-03", off=["a"])
    assert "off when its turn comes" in found.not_patched["a"]


def test_a_machine_that_runs_again_gets_another_turn() -> None:
    away = {"a": [("2026-11-30", "2026-12-03 12:00")]}
    span = {"since": "2026-12-01", "until": "2026-12-20", "released": ["2026-12-01"]}
    found = az.simulate.maintenance(estate(vm("a", own=False), vm("b", own=False)), off=away, **span)
    assert found.not_patched == {}
    assert [(one.machine, f"{one.begins:%d %H:%M}") for one in found.visits if one.begins] == [
        ("b", "01 00:00"),
        ("a", "03 21:00"),
    ]


def test_flexible_scale_sets_are_patched_at_all_hours() -> None:
    flexible = az.ScaleSet("web", "D2s_v5", instances=4, patching="AutomaticByPlatform")
    member = vm("m", own=False, scale_set="web").evolve(tags={})
    found = az.simulate.maintenance(
        estate(flexible, member), since="2026-12-01 10:00", until="2026-12-02", released=["2026-12-01"]
    )
    assert [f"{one.begins:%H:%M}" for one in found.visits if one.begins][:2] == ["10:00", "10:35"]
    assert set(found.patched) == {"m", *(f"web/{n}" for n in range(4))}


def test_a_crowd_that_takes_longer_than_thirty_days() -> None:
    vms = [vm(f"m{n}", own=False) for n in range(9)]
    group = az.AvailabilitySet("set", update_domains=9)
    crowd = [one.evolve(availability_set="set") for one in vms]
    found = az.simulate.maintenance(
        estate(group, *crowd), since="2026-12-01", until="2027-03-01", released=["2026-12-01"], patch_min=60 * 200
    )
    assert "platform-late" in {one.code for one in found.findings}


def test_an_own_schedule_makes_no_such_promise() -> None:
    zones = [vm(f"m{n}", zone=n + 1) for n in range(3)]
    found = az.simulate.maintenance(estate(night(), *zones), since="2026-12-06", until="2026-12-07")
    assert len({one.begins for one in found.visits}) == 1 and found.lowest("web") == 0
