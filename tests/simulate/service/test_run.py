"""Whole runs: requests add up, counts keep to limits, the same seed gives the same bytes, failures do what they say."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.simulate.service.entry import autoscale, requests_of, scenario
from azstudy.simulate.service.members import Stage
from azstudy.simulate.service.result import ServiceResult
from azstudy.simulate.service.run import Run
from azstudy.simulate.service.scenario import Scenario, Tier
from azstudy.simulate.service.settings import cpu_rules
from azstudy.simulate.service.values import Prices, ServiceModel, StartUp, Version

RULES = cpu_rules(out_above=70, in_below=30, minimum=2, maximum=12)
WAVE = [max(0.0, 2500 + 2200 * np.sin(minute / 120)) for minute in range(900)]
FAILURES = (
    "zone 2 lost at 3:00 for 60 min",
    "3 hosts fail at 200",
    "probes fail at 6:00 for 5 min",
    "40 % of probes fail at 400",
)


def played(chosen, *processes, strides=True):
    run = Run(chosen, processes)
    run.go(strides=strides)
    return ServiceResult.of(run)


def assert_sound(result):
    for one in result.tiers:
        total = one.served.cumsum() + one.dropped.cumsum() + one.queued
        assert (one.arrived.cumsum() == total).all()
        assert (one.served <= one.room).all()
        assert (one.rotation <= one.desired).all()
        for column in (one.served, one.full, one.late, one.failed, one.queued, one.rotation, one.running):
            assert column.min() >= 0


@st.composite
def scenarios(draw):
    rules = cpu_rules(
        out_above=draw(st.sampled_from([50, 60.5, 70, 85])),
        in_below=draw(st.sampled_from([None, 20, 35, 45])),
        out_by=draw(st.sampled_from([1, 3, "25%"])),
        in_by=draw(st.sampled_from([1, 2, "50%"])),
        minimum=draw(st.integers(1, 4)),
        maximum=draw(st.integers(4, 20)),
        out_cooldown_min=draw(st.sampled_from([1, 5, 15])),
        in_window_min=draw(st.sampled_from([3, 5, 20])),
    )
    return scenario(
        rules,
        draw(st.lists(st.floats(0, 12_000), min_size=40, max_size=160)),
        instances=draw(st.integers(1, 12)),
        zones=draw(st.sampled_from([(), (1, 2), (1, 2, 3)])),
        start_up_s=draw(st.sampled_from([15, 60, 137, 600])),
        service=ServiceModel(
            queue_limit=draw(st.sampled_from([0, 500, 20_000])), patience_s=draw(st.sampled_from([30, 120, 600]))
        ),
        prices=Prices(payg=0.2),
    )


@settings(max_examples=25, deadline=None)
@given(scenarios())
def test_strides_and_steps_come_to_the_same(chosen):
    with_strides, step_by_step = played(chosen), played(chosen, strides=False)
    assert_sound(with_strides)
    frames = [one.to_frame() for one in (with_strides, step_by_step)]
    assert frames[0].equals(frames[1])
    assert with_strides.timeline.as_dict() == step_by_step.timeline.as_dict()
    web = with_strides.tiers[0]
    profile = chosen.tiers[0].autoscale.profiles[0]
    assert web.desired.min() >= profile.minimum
    assert web.desired.max() <= profile.maximum


@settings(max_examples=15, deadline=None)
@given(
    scenarios(),
    st.lists(
        st.sampled_from(["2 hosts fail at 10", "probes fail at 20 for 5 min", "30 % of probes fail at 12"]), max_size=2
    ),
)
def test_requests_add_up_while_things_fail(chosen, failures):
    assert_sound(played(chosen.evolve(failures=failures)))


def test_the_stand_in_places_like_the_fleet():
    plain = scenario(RULES, WAVE, zones=(1, 2, 3), prices=Prices(payg=0.2))
    explained = plain.evolve(explain=True)
    quick, slow = Run(plain), Run(explained)
    quick.go()
    slow.go()
    places = [[(one.id, one.zone) for one in run.instances()] for run in (quick, slow)]
    assert places[0] == places[1]
    assert ServiceResult.of(quick).to_frame().equals(ServiceResult.of(slow).to_frame())
    assert slow.timeline.only("create")[0].subject.startswith("web/")


def test_same_seed_same_bytes_and_another_seed_another_host():
    chosen = scenario(RULES, WAVE, zones=(1, 2, 3), failures=FAILURES, start_up_s=StartUp(spread_percent=30), seed=4)
    texts = [json.dumps(played(chosen).as_dict(), sort_keys=True) for _ in range(2)]
    assert texts[0] == texts[1]
    assert json.dumps(played(chosen.evolve(seed=5)).as_dict(), sort_keys=True) != texts[0]


def test_a_new_instance_is_in_rotation_after_its_start_up():
    rules = cpu_rules(out_above=50, in_below=None, minimum=1, maximum=2, window_min=1)
    result = autoscale(rules, [500] * 20, instances=1, start_up_s=180)
    out = result.timeline.only("scale out")[0].at_s
    ready = result.timeline.only("in rotation")[0].at_s
    assert ready == out + 180
    minute = int(out // 60)
    assert result.desired[minute] == 2
    assert result.rotation[minute : minute + 4].tolist() == [1, 1, 1, 2]
    assert result.running[minute : minute + 2].tolist() == [2, 2]


def test_a_lost_zone_drops_until_probes_notice_then_comes_back():
    chosen = scenario(None, [3000] * 60, instances=9, zones=(1, 2, 3), failures="zone 2 lost at 10 for 20 min")
    result = played(chosen)
    third = 3000 * 10 / 60 / 3
    assert result.failed[10] == pytest.approx(third, abs=1)
    assert result.failed.sum() == result.failed[10]
    assert result.rotation[[9, 10, 29, 34]].tolist() == [9, 6, 6, 9]
    assert result.desired.tolist() == [9] * 60


def test_while_all_probes_fail_open_connections_go_on_with_standard_only():
    def served(**more):
        service = ServiceModel(patience_s=60, queue_limit=0, **more)
        chosen = scenario(None, [1000] * 30, instances=4, service=service, failures="probes fail at 10 for 10 min")
        return played(chosen).served[15]

    assert served(open_connections_percent=40) == 400
    assert served(open_connections_percent=40, standard_balancer=False) == 0
    assert served() == 0


def test_a_tier_behind_gets_what_the_one_before_served():
    behind = Tier(scale_set=az.ScaleSet("app", "D4s_v5", instances=1), service=ServiceModel(requests_per_min=700))
    chosen = scenario(RULES, [500] * 20 + [3000] * 60, service=ServiceModel(calls=0.5), behind=behind)
    result = played(chosen)
    web, app = result.tiers
    assert int(app.arrived.sum()) == int(web.served.sum() * 0.5)
    assert web.dropped[-10:].sum() == 0
    assert app.dropped[-10:].sum() > 0
    assert_sound(result)
    assert "app" in result.text


def test_a_rule_may_look_at_the_queue_of_the_tier():
    rules = [("ApproximateMessageCount > 100", "out 1"), ("ApproximateMessageCount < 10", "in 1")]
    result = autoscale(
        rules, [600] * 20 + [1500] * 60, instances=1, minimum=1, maximum=5, service=ServiceModel(patience_s=6000)
    )
    assert result.totals["peak_instances"] >= 3
    assert result.totals["dropped"] == 0


def test_a_metric_nobody_produces_is_told():
    result = autoscale([("Disk Queue Depth > 3", "out 1")], [500] * 20)
    assert result.unread["web"] == ("Disk Queue Depth",)
    assert "Disk Queue Depth" in result.text
    given = autoscale(
        [("Disk Queue Depth > 3", "out 1")], [500] * 20, maximum=4, metrics={"Disk Queue Depth": [9] * 20}
    )
    assert given.totals["peak_instances"] > 1


def test_quota_refuses_the_whole_request_and_says_so():
    result = autoscale(RULES, [4000] * 60, instances=2, size="D4s_v5", quota_vcpus=16)
    assert result.totals["peak_instances"] == 4
    assert any("quota" in one.because for one in result.timeline)


def test_costs_reserved_first_then_by_the_hour():
    prices = Prices(payg=1.0, reserved_rate=0.5, reserved=1)
    result = autoscale(None, [100] * 120, instances=3, prices=prices)
    assert result.totals["cost_usd"] == pytest.approx(2 * (0.5 + 2 * 1.0))
    assert autoscale(None, [100] * 5, instances=3, prices=Prices()).totals["cost_usd"] is None


def test_spot_instances_are_billed_as_spot_and_can_be_evicted():
    mixed = az.ScaleSet("web", "D4s_v5", instances=6, spot_mix=az.SpotMix(2, 0))
    prices = Prices(payg=1.0, spot=0.1)
    result = autoscale(None, [600] * 120, scale_set=mixed, prices=prices, failures="50 % of Spot evicted at 60")
    assert result.tiers[0].spot_s[0] == 4 * 60
    assert result.tiers[0].spot_s[-1] == 2 * 60
    assert result.totals["cost_usd"] == pytest.approx(2 * 2 * 1.0 + 4 * 0.1 + 2 * 0.1, abs=0.02)


class Publish:
    """A process that publishes a version after ten minutes and gives it to the first instance."""

    def __init__(self, version):
        self.version = version

    def attach(self, run):
        def act():
            run.state().roll.versions[1] = self.version
            run.state().model = 1
            run.reimage(run.instances()[0].id, "new version")

        run.kernel.at(600, act)


def test_a_process_joins_in_and_a_version_that_answers_404_gets_no_requests():
    chosen = scenario(None, [1200] * 60, instances=4)
    result = played(chosen, Publish(Version(answers=False)))
    assert result.rotation[-1] == 3
    assert result.timeline.only("probe fails")
    assert result.failed.sum() == 0


def test_a_probe_that_lies_sends_requests_into_errors():
    result = played(scenario(None, [1200] * 60, instances=4), Publish(Version(answers=False, passes_probe=True)))
    assert result.rotation[-1] == 4
    assert result.failed[-1] == 300


def test_a_slow_version_has_less_room_and_a_crash_is_noticed():
    slow = played(scenario(None, [1200] * 60, instances=4), Publish(Version(slowness=2)))
    assert slow.room[-1] == 600 * 3 + 300
    crash = played(scenario(None, [1200] * 60, instances=4), Publish(Version(crashes_after_min=5)))
    assert crash.rotation[-1] == 3
    assert 0 < crash.failed.sum() <= 1200 * 10 / 60


def test_replace_restart_and_health_are_hooks():
    run = Run(scenario(None, [600] * 30, instances=3), [_Hooks()])
    run.go()
    stages = {one.id: one.stage for one in run.instances()}
    assert stages == {0: Stage.OUT, 2: Stage.IN_ROTATION, 3: Stage.IN_ROTATION}
    assert run.instances()[0].healthy is False


class _Hooks:
    def attach(self, run):
        run.kernel.at(60, lambda: run.set_health(0, False, "it hangs"))
        run.kernel.at(60, lambda: run.replace(1, "broken"))
        run.kernel.at(90, lambda: run.restart(2, "to be sure"))


def test_percent_loads_become_requests():
    model = ServiceModel()
    assert requests_of([5, 100], 4, model) == [0.0, 2400.0]
    shown = autoscale(None, [52.5] * 10, instances=4, measured_on=4)
    assert shown.cpu[-1] == pytest.approx(52.5)
    with pytest.raises(InvalidInputError, match="101"):
        requests_of([101], 2, model)


@pytest.mark.parametrize(
    ("setting", "load", "more", "words"),
    [
        (cpu_rules(minimum=5, maximum=3), [1] * 5, {}, "minimum of 5"),
        (RULES, [1, float("nan")], {}, "Minute 1 of the load"),
        (RULES, [1, -3], {}, "-3"),
        (RULES, [1] * 5, {"requests_per_min": 0}, "requests_per_min"),
        (RULES, [1] * 5, {"failures": "zone 2 lost at 1"}, "not used"),
        (RULES, [1] * 5, {"failures": "the moon falls at 1"}, "not a failure"),
        (RULES, [1] * 5, {"minutes": 9}, "9 minutes"),
        (RULES, None, {}, "No load"),
        (RULES, [], {}, "no minutes"),
        (RULES, "abc", {}, "no list of numbers"),
        (RULES, [1] * 5, {"failures": "2 hosts fail at 1:00"}, "after the end"),
        (RULES, [1] * 5, {"failures": "2 hosts fail at 0:75"}, "not a failure"),
        (RULES, [1] * 5, {"colour": "red"}, "colour"),
        (RULES, [1] * 5, {"instances": 5000}, "5,000 instances"),
        (RULES, [1] * 5, {"instances": 9, "quota_vcpus": 16}, "quota"),
        (RULES, [1] * 5, {"zones": ["moon"]}, "moon"),
        (RULES, [1] * 5, {"start_up_s": 3}, "start-up"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(setting, load, more, words):
    with pytest.raises(InvalidInputError, match=words):
        autoscale(setting, load, **more)


def test_overlapping_profiles_and_no_way_in_are_findings():
    result = autoscale([("Percentage CPU > 70", "out 1")], [500] * 10)
    assert result.findings
    assert "Before the run" in result.text


def test_tiers_are_told_apart_and_unknown_ones_refused():
    one = Tier(scale_set=az.ScaleSet("web", "D4s_v5"))
    with pytest.raises(InvalidInputError, match="told apart"):
        Scenario(tiers=(one, one), load=[1])
    with pytest.raises(UnknownNameError, match="web"):
        Run(Scenario(tiers=one, load=[1])).state("wep")


def test_frames_and_minutes():
    result = autoscale(RULES, az.loads.office_hours(days=2))
    frame = result.to_frame()
    assert len(frame) == 2880
    assert frame["arrived"].sum() == result.totals["requests"]
    assert result.minute_of(3, day=1) == 1620
    with pytest.raises(InvalidInputError, match="not in this run"):
        result.minute_of(3, day=2)
    assert result.decisions_at(0) == tuple(one for one in result.timeline if one.at_s < 60)


def test_a_standby_pool_saves_the_allocation():
    pool = az.StandbyPool("warm", "web", max_ready=6)
    load = [500] * 60 + [1500] * 30
    rules = cpu_rules(out_above=70, in_below=None, minimum=1, maximum=4)
    cold = autoscale(rules, load, instances=1)
    warm = autoscale(rules, load, instances=1, standby=pool)

    def took(result):
        return next(one for one in result.timeline.only("in rotation") if one.at_s > 3600).because

    assert "180 s" in took(cold)
    assert "150 s" in took(warm)


def test_automatic_zone_balance_moves_one_instance_back_after_a_lost_zone():
    machines = az.ScaleSet("web", "D4s_v5", instances=5, zones=[1, 2, 3], auto_zone_balance=True)
    rules = cpu_rules(out_above=70, in_below=None, minimum=5, maximum=8)
    load = [1500] * 60 + [3200] * 120 + [1500] * 720
    result = autoscale(rules, load, scale_set=machines, failures="zone 3 lost at 60 for 120 min")
    moves = [one for one in result.timeline if "zone balance" in one.because or "zone balance" in one.action]
    assert moves
    assert result.rotation[-1] == result.desired[-1]
    assert_sound(result)
