"""Properties of upgrades and repairs, whatever the settings, and what they do beside load, autoscale and failures."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.simulate.service.values import Version
from azstudy.simulate.upgrading.result import UpgradeResult

RULES = [("Percentage CPU > 70", "out 2"), ("Percentage CPU < 30", "in 1")]


@st.composite
def asked(draw: st.DrawFn) -> dict[str, Any]:
    zones = draw(st.sampled_from([(), (1, 2), (1, 2, 3)]))
    instances = draw(st.integers(1, 24))
    return {
        "instances": instances,
        "zones": zones,
        "orchestration": draw(st.sampled_from(["Flexible", "Uniform"])),
        "version": draw(st.sampled_from(["good", "answers 404", "crashes after 5 min", "slow", "lies"])),
        "batch_percent": draw(st.integers(5, 100)),
        "max_unhealthy_percent": draw(st.sampled_from([5, 20, 50, 100])),
        "max_unhealthy_upgraded_percent": draw(st.sampled_from([0, 20, 100])),
        "pause_s": draw(st.sampled_from([0, 30, 600])),
        "cross_zone": draw(st.booleans()),
        "prioritize_unhealthy": draw(st.booleans()),
        "rollback_on_breach": draw(st.booleans()),
        "max_surge": draw(st.booleans()),
        "repair": draw(st.sampled_from([None, "Replace", "Reimage", "Restart"])),
        "ill": draw(st.sets(st.integers(0, instances - 1), max_size=3)),
        "protected": draw(st.sets(st.integers(0, instances - 1), max_size=3)),
        "failures": draw(st.sampled_from([(), ("zone 2 lost at 15 for 20 min",), ("2 hosts fail at 12",)]))
        if zones
        else (),
        "autoscale": draw(st.sampled_from([None, RULES])),
        "minutes": 100,
        "seed": draw(st.integers(0, 3)),
    }


def served_once(result: UpgradeResult) -> None:
    totals = result.service.totals
    assert totals["requests"] == totals["served"] + totals["dropped"] + totals["queued_at_end"]  # type: ignore[operator]


@settings(max_examples=60, deadline=None)
@given(asked())
def test_what_holds_for_every_upgrade(options: dict[str, Any]) -> None:
    result = az.simulate.upgrade(**options)
    served_once(result)
    first = {one.id: one for one in result.frames[0].instances}
    upgraded = [number for batch in result.batches for number in batch.ids]
    assert len(upgraded) == len(set(upgraded)), "nobody is upgraded twice"
    assert not set(upgraded) & set(options["protected"]), "protected instances are left alone"
    for batch in result.batches:
        assert 1 <= len(batch.ids) <= max(1, batch.of * options["batch_percent"] // 100)
        if not options["cross_zone"]:
            assert len({first[number].zone for number in batch.ids if number in first}) <= 1
        assert batch.end_s is None or batch.end_s > batch.start_s
    for one, later in zip(result.batches, result.batches[1:], strict=False):
        assert one.end_s is not None and later.start_s >= one.end_s + options["pause_s"]
    for repair in result.repairs:
        assert repair.under_way <= max(1, repair.limit) and repair.instance not in options["protected"]
    if result.status == "rolled back":
        assert options["orchestration"] == "Uniform" and options["rollback_on_breach"]


@settings(max_examples=15, deadline=None)
@given(asked())
def test_the_same_again(options: dict[str, Any]) -> None:
    once, again = (az.simulate.upgrade(**options) for _ in range(2))
    assert once.text == again.text
    assert json.dumps(once.timeline.as_dict(), default=str) == json.dumps(again.timeline.as_dict(), default=str)
    assert once.service.served.tobytes() == again.service.served.tobytes()


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 120),
    st.integers(0, 30),
    st.sampled_from(["Replace", "Reimage", "Restart"]),
    st.sampled_from([10, 30]),
)
def test_repairs_take_a_twentieth_at_most(instances: int, ill: int, action: str, grace: int) -> None:
    result = az.simulate.repair(
        instances=instances, ill=range(min(ill, instances)), action=action, grace_min=grace, minutes=120
    )
    assert all(one.under_way <= max(1, instances // 20) for one in result.repairs)
    assert not result.suspended and not result.broken
    assert len(result.repairs) == min(ill, instances)
    served_once(result)


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 60), st.integers(5, 100))
def test_a_good_version_reaches_everybody(instances: int, percent: int) -> None:
    result = az.simulate.upgrade(instances=instances, version="good", batch_percent=percent, minutes=400)
    assert (result.status, result.versions, result.broken) == ("completed", {1: instances}, ())


def test_a_surge_never_costs_capacity() -> None:
    for percent in (10, 20, 50, 100):
        result = az.simulate.upgrade(instances=10, version="good", max_surge=True, batch_percent=percent)
        assert result.lowest_in_rotation == 10
        assert int(result.service.desired.max()) == 10 + max(1, percent // 10)


def test_autoscale_at_its_maximum_does_not_take_the_surge_away() -> None:
    rules = az.simulate.cpu_rules(minimum=10, maximum=10)
    result = az.simulate.upgrade(instances=10, version="good", max_surge=True, autoscale=rules)
    assert (result.status, result.versions) == ("completed", {1: 10})
    assert (result.lowest_in_rotation, int(result.service.desired.max())) == (10, 12)


def test_an_upgrade_waits_for_a_zone_that_is_dark() -> None:
    limits = {"max_unhealthy_percent": 100, "max_unhealthy_upgraded_percent": 100, "batch_percent": 100}
    result = az.simulate.upgrade(
        instances=9, zones=[1, 2, 3], version="good", failures="zone 2 lost at 5 for 60 min", at_min=10, **limits
    )
    assert [batch.zone for batch in result.batches] == [1, 3, 2]
    assert result.batches[-1].start_s >= 65 * 60
    assert result.timeline.only("upgrade waits")


def test_default_limits_stop_an_upgrade_in_an_outage() -> None:
    result = az.simulate.upgrade(instances=9, zones=[1, 2, 3], version="good", failures="zone 2 lost at 5", at_min=10)
    assert (result.status, result.batches) == ("stopped", ())
    assert result.because.startswith("3 of 9 instances are unhealthy before batch 1")


def test_a_probe_outage_makes_repairs_of_the_healthy_where_the_probe_is_the_signal() -> None:
    def web(**health: Any) -> az.ScaleSet:
        return az.ScaleSet(
            "web", "D4s_v5", instances=40, orchestration="Uniform", repair=az.RepairPolicy("Restart"), **health
        )

    outage = {"failures": "probes fail at 5 for 15 min", "ill": (), "minutes": 60}
    by_probe = az.simulate.repair(web(health_probe="front/alive"), **outage)
    inside = az.simulate.repair(web(health_extension=az.HealthExtension(path="/health")), **outage)
    assert by_probe.repairs and not inside.repairs


def test_a_late_crash_passes_every_check_and_a_pause_catches_it() -> None:
    fast = az.simulate.upgrade(instances=10, version="crashes after 10 min")
    assert (fast.status, len(fast.broken)) == ("completed", 10)
    slow = az.simulate.upgrade(instances=10, version="crashes after 10 min", pause_s=600)
    assert slow.status == "stopped" and len(slow.broken) < 5


def test_a_rollback_that_takes_the_model_back_too() -> None:
    whole = az.simulate.UpgradeChoices(rollback_resets_model=True)
    rules = az.simulate.cpu_rules(minimum=10, maximum=20)
    options: dict[str, Any] = {"orchestration": "Uniform", "rollback_on_breach": True, "autoscale": rules}
    kept, reset = (
        az.simulate.upgrade(**options, load=[4000] * 60 + [7000] * 120, choices=one)
        for one in (az.simulate.UpgradeChoices(), whole)
    )
    assert kept.status == reset.status == "rolled back"
    assert 1 in kept.versions and set(reset.versions) == {0}


@pytest.mark.parametrize(
    ("words", "version"),
    [
        ("answers 503", Version(answers=False, passes_probe=False)),
        ("Answers 204", Version(answers=True, passes_probe=False)),
        ("crashes after 45 min", Version(crashes_after_min=45)),
        ("3 times slower", Version(slowness=3)),
    ],
)
def test_versions_in_words(words: str, version: Version) -> None:
    one = az.simulate.upgrade(instances=5, version=words, minutes=60)
    other = az.simulate.upgrade(instances=5, version=version, minutes=60)
    assert one.text == other.text


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"version": "answers teapot"}, "answers 404"),
        ({"mode": "roling"}, "rolling"),
        ({"batch_precent": 20}, "batch_percent"),
        ({"repair": "Reboot"}, "Restart"),
    ],
)
def test_unknown_words_name_the_nearest(options: dict[str, Any], words: str) -> None:
    with pytest.raises(UnknownNameError, match=words):
        az.simulate.upgrade(**options)


@pytest.mark.parametrize(
    "options",
    [
        {"ill": [10]},
        {"ill": {3: -1}},
        {"ill": {3: 500}},
        {"protected": [-1]},
        {"batch_percent": 0},
        {"pause_s": -1},
        {"instances": 0},
        {"free_instances": -1},
        {"minutes": 0},
        {"at_min": -1},
        {"at_min": 500},
        {"repair": "Replace", "grace_min": 5},
    ],
)
def test_senseless_values_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(InvalidInputError):
        az.simulate.upgrade(**{"instances": 10, **options})


def test_tables_and_text() -> None:
    result = az.simulate.upgrade(repair="Replace")
    assert list(result.to_frame()["number"]) == [1]
    assert list(result.to_frame("repairs")["action"]) == ["Replace"] * 3
    assert len(result.to_frame("log")) == len(result.timeline)
    assert "repairs are suspended" in result.text
    with pytest.raises(InvalidInputError, match="batches"):
        result.to_frame("zones")


@pytest.mark.parametrize(("action", "suspended"), [("Replace", True), ("Reimage", True), ("Restart", False)])
def test_repairs_with_a_bad_model(action: str, suspended: bool) -> None:
    result = az.simulate.repair(instances=10, ill=[4], action=action, version="answers 404", minutes=120)
    assert result.suspended is suspended
    assert bool(result.broken) is suspended


def test_without_repairs_the_ill_stay_ill() -> None:
    result = az.simulate.repair(instances=10, ill=[4], repairs=False, minutes=60)
    assert (result.broken, result.repairs) == ((4,), ())


def test_batches_do_not_overlap_unless_they_may() -> None:
    assert az.simulate.upgrade(instances=10, version="good").lowest_in_rotation == 8
    soon = az.simulate.UpgradeChoices(waits_for_rotation=False)
    assert az.simulate.upgrade(instances=10, version="good", choices=soon).lowest_in_rotation < 8


def test_an_upgrade_that_outlasts_the_run_says_so() -> None:
    result = az.simulate.upgrade(instances=10, version="good", pause_s=3600, minutes=60)
    assert (result.status, len(result.batches)) == ("running", 1)
    assert "give more minutes" in result.text
