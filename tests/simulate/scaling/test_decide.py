"""One question and a replay: what may be typed, what is said, what is refused."""

from __future__ import annotations

from datetime import datetime

import pytest

import azstudy as az
from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.simulate.scaling import events
from azstudy.simulate.scaling.metrics import MetricSeries
from azstudy.simulate.scaling.wording import amount

RULES = [("Percentage CPU > 60", "out 1"), ("Percentage CPU < 45", "in 1")]


def test_a_setting_a_profile_and_rules_are_the_same_question():
    rules = [az.ScaleRule(*pair) for pair in RULES]
    profile = az.Profile("default", rules, minimum=1, maximum=100)
    setting = az.AutoscaleSetting("breathe", "web", profiles=[profile])
    answers = [az.simulate.decide(one, instances=3, metrics=39) for one in (RULES, rules, profile, setting)]
    assert len({(one.target, one.because) for one in answers}) == 1


def test_the_text_shows_every_rule_with_its_value():
    assert az.simulate.decide(RULES, instances=3, metrics=42).text.splitlines() == [
        "3 -> 3 instances: scale in skipped",
        "  42 % on 3 instances would be 63 % on 2, above 60.",
        "  - Percentage CPU > 60 (Average over 5 min): out by 1 (quiet at 42)",
        "  - Percentage CPU < 45 (Average over 5 min): in by 1 (fires at 42)",
    ]


def test_metrics_are_found_under_another_spelling():
    for name in ("percentage cpu", "PercentageCPU", "Percentage  CPU"):
        assert az.simulate.decide(RULES, instances=3, metrics={name: 90}).target == 4


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"setting": "Percentage CPU > 60"}, "no autoscale setting"),
        ({"setting": [("Percentage CPU > 60",)]}, "no rule"),
        ({"setting": [("Percentage CPU > 60", "out 1", 5, 5)]}, "no rule"),
        ({"setting": [("CPU high", "out 1")]}, "not a condition"),
        ({"instances": -1}, "whole number"),
        ({"instances": 2.5}, "whole number"),
        ({"instances": True}, "whole number"),
        ({"metrics": "high"}, "no metric"),
        ({"at": "next Monday"}, "no time"),
        ({"setting": [*RULES, ("Memory > 90", "out 1")]}, "by name"),
    ],
)
def test_what_cannot_be_read_is_refused(arguments, words):
    with pytest.raises(InvalidInputError, match=words):
        az.simulate.decide(**{"setting": RULES, "instances": 3, "metrics": 50} | arguments)


def test_a_minimum_above_the_maximum_is_refused_and_found():
    profile = az.Profile("upside down", [az.ScaleRule(*RULES[0])], minimum=5, maximum=3)
    with pytest.raises(InvalidInputError, match="minimum of 5 is above its maximum of 3"):
        az.simulate.decide(profile, instances=4, metrics=50)
    assert "autoscale-04" in az.simulate.check_setting(profile).rule_ids


def test_profiles_with_dates_need_a_moment():
    profile = az.Profile("weekend", minimum=1, maximum=2, when=az.Recurring("sat", "06:00"))
    with pytest.raises(InvalidInputError, match="profiles with a date: weekend"):
        az.simulate.decide(profile, instances=1, metrics={})
    assert az.simulate.decide(profile, instances=1, metrics={}, at=datetime(2027, 1, 9, 7)).profile == "weekend"


def test_a_metric_that_comes_back_is_said_once():
    cpu = [50.0] * 3 + [None] * 12 + [50.0] * 5
    run = az.simulate.replay(RULES, instances=3, metrics=cpu)
    assert [(line.action, line.event) for line in run.timeline] == [
        ("metric missing", events.METRIC_FAILURE),
        ("metric back", events.METRIC_RECOVERY),
    ]


def test_with_one_metric_missing_others_may_scale_out_but_not_in():
    both = [*RULES, ("Memory > 80", "out 2"), ("Memory < 30", "in 1")]
    assert az.simulate.decide(both, instances=3, metrics={"Memory": 90}).target == 5
    assert az.simulate.decide(both, instances=3, metrics={"Memory": 10}).target == 3
    assert az.simulate.decide(both, instances=3, metrics={"Memory": 10, "Percentage CPU": None}).target == 3


@pytest.mark.parametrize(
    ("action", "instances", "choices", "becomes"),
    [
        ("out 15%", 10, {}, 12),
        ("out 15%", 10, {"percent_out": "down"}, 11),
        ("out 15%", 10, {"percent_out": "nearest"}, 12),
        ("out 1%", 3, {"percent_out": "down"}, 4),
        ("out 1%", 3, {"percent_out": "down", "percent_least": 0}, 3),
        ("in 15%", 10, {}, 9),
        ("in 15%", 10, {"percent_in": "up"}, 8),
        ("in 10%", 5, {}, 4),
        ("in 10%", 5, {"percent_least": 0}, 5),
    ],
)
def test_steps_in_percent_are_rounded_as_chosen(action, instances, choices, becomes):
    sign = ">" if action.startswith("out") else "<"
    given = [(f"Percentage CPU {sign} 50", action)]
    chosen = az.simulate.ScalingChoices(**choices)
    cpu = 90 if sign == ">" else 1
    assert az.simulate.decide(given, instances=instances, metrics=cpu, choices=chosen).target == becomes


@pytest.mark.parametrize(("instances", "cpu", "becomes"), [(3, 90, 8), (12, 90, 8), (8, 90, 8), (12, 50, 12)])
def test_an_exact_count_without_direction_works_both_ways(instances, cpu, becomes):
    assert az.simulate.decide([("Percentage CPU > 60", "to 8")], instances=instances, metrics=cpu).target == becomes


def test_of_tied_rules_the_longest_cooldown_holds():
    def rule(minutes):
        return az.ScaleRule("Percentage CPU > 60", az.ScaleAction.parse("out 1").evolve(cooldown_min=minutes))

    assert az.simulate.decide([rule(5), rule(20)], instances=3, metrics=90).cooldown_s == 1200
    typed = [("Percentage CPU > 60", "out 1"), ("Percentage CPU > 60", "out 1", 20)]
    assert az.simulate.decide(typed, instances=3, metrics=90).cooldown_s == 1200
    first = az.simulate.ScalingChoices(tied_cooldown="first")
    assert az.simulate.decide([rule(5), rule(20)], instances=3, metrics=90, choices=first).cooldown_s == 300


@pytest.mark.parametrize("wrong", [{"percent_out": "sideways"}, {"metric_delay_s": -1}, {"forecast": "magic"}])
def test_choices_are_checked(wrong):
    with pytest.raises(InvalidInputError, match=next(iter(wrong))):
        az.simulate.ScalingChoices(**wrong)


def test_the_metric_delay_holds_back_the_newest_minutes():
    trigger = az.MetricTrigger("Percentage CPU", ">", threshold=60)
    cpu = MetricSeries()
    cpu.extend([10.0] * 10 + [90.0] * 5)
    assert cpu.value(trigger, 15 * 60, 2) == 90
    assert cpu.value(trigger, 15 * 60, 2, delay_s=120) == 58
    assert cpu.value(trigger, 60 * 60, 2) is None


def test_samples_come_in_the_order_of_time():
    cpu = MetricSeries()
    cpu.add_even(3, 50.0)
    cpu.add_even(6, 50.0)
    assert (cpu.first, cpu.next_minute, cpu.gaps) == (3, 7, True)
    with pytest.raises(InvalidInputError, match="order of time"):
        cpu.add_even(6, 50.0)


def test_a_replay_takes_lists_of_one_length():
    with pytest.raises(InvalidInputError, match="different lengths"):
        az.simulate.replay(RULES, instances=3, metrics={"Percentage CPU": [1.0], "Memory": [1.0, 2.0]})


def test_a_replay_is_a_table_too():
    frame = az.simulate.replay(RULES, instances=2, metrics=[130.0] * 8, shared=True).to_frame()
    assert list(frame["count"])[:2] == [2, 3]
    assert frame.loc[0, "event"] == events.SCALE_UP_INITIATED


def test_scale_in_points_of_larger_steps_and_other_metrics():
    given = [
        ("Percentage CPU > 70", "out 2"),
        ("Memory >= 80", "out 1"),
        ("Percentage CPU < 35", "in 4"),
    ]
    points = az.simulate.scale_in_points(given, counts=[10])
    assert [(p.target, p.metric, p.value, p.inclusive, p.by) for p in points] == [
        (6, "Percentage CPU", 35, False, "threshold"),
        (6, "Memory", 48, False, "guard"),
        (9, "Percentage CPU", 35, False, "threshold"),
        (9, "Memory", 72, False, "guard"),
    ]
    met = {"Percentage CPU": 34, "Memory": 60}
    assert az.simulate.decide(given, instances=10, metrics=met).target == 8  # the guard's search: 60 x 10 / 8 = 75


def test_points_ask_for_a_profile_that_exists():
    with pytest.raises(UnknownNameError, match="default"):
        az.simulate.scale_in_points(RULES, profile="defalt")


def test_a_limit_that_is_met_exactly_is_not_said_to_be_passed():
    trigger = az.MetricTrigger.parse("Percentage CPU > 60")
    assert amount(60.000001, trigger) != amount(60.0, trigger)


def test_a_notification_has_azures_words():
    sent = events.notification(setting="a", target="web", before=2, after=3, at=datetime(2027, 1, 4))
    assert (sent["operation"], sent["status"]) == ("Scale Out", "Activated")
    assert sent["context"]["oldCapacity"] == "2"
    assert sent["context"]["details"].endswith("from capacity '2' to capacity '3'")
    with pytest.raises(InvalidInputError, match="stays 3"):
        az.simulate.notification(setting="a", target="web", before=3, after=3, at=datetime(2027, 1, 4))
    assert events.COMPLETED[events.SCALE_UP_INITIATED] == "Autoscale scale up completed"


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        (RULES, "autoscale-21"),
        (RULES[:1], "autoscale-18"),
        ([("Percentage CPU > 140", "out 1"), RULES[1]], "autoscale-28"),
        ([RULES[0], ("Percentage CPU < 65", "in 1")], "autoscale-20"),
        ([*RULES, ("Percentage CPU > 50", "in 1")], "autoscale-29"),
    ],
)
def test_findings_come_before_the_run(rules, found):
    assert found in az.simulate.check_setting(rules, maximum=10).rule_ids


def test_a_sound_setting_has_no_warning():
    good = [("Percentage CPU > 70", "out 1"), ("Percentage CPU < 30", "in 1")]
    found = az.simulate.check_setting(good, minimum=2, maximum=10, scale_set=az.ScaleSet("web", "D4s_v5", instances=2))
    assert found.errors == found.warnings == ()
