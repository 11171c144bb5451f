"""What holds for every setting, load and time: limits, cooldown, guard, repeatability, days when clocks change."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from azstudy.model.autoscale import AutoscaleSetting, MetricTrigger, Profile, Recurring, ScaleAction, ScaleRule
from azstudy.model.schedule_words import ScaleDirection, ScaleType
from azstudy.model.timezones import TimeZone
from azstudy.model.wall_clock import local_time
from azstudy.simulate.scaling.decide import decide, replay
from azstudy.simulate.scaling.engine import CLAMPED, IN, OUT, PROFILE, TO_DEFAULT, Engine
from azstudy.simulate.scaling.guard import projected
from azstudy.simulate.scaling.metrics import MetricSeries

CPU, MEMORY = "Percentage CPU", "Memory"
ABOVE, BELOW = ("GreaterThan", "GreaterThanOrEqual"), ("LessThan", "LessThanOrEqual")


@st.composite
def scale_rules(draw, out):
    metric = draw(st.sampled_from([CPU, MEMORY]))
    trigger = MetricTrigger(
        metric,
        draw(st.sampled_from(ABOVE if out else BELOW)),
        threshold=draw(st.integers(40, 95) if out else st.integers(5, 60)),
        window_min=draw(st.sampled_from([5, 7, 10])),
        time_aggregation=draw(st.sampled_from(["Average", "Maximum", "Minimum", "Last"])),
    )
    kind = draw(st.sampled_from(list(ScaleType)))
    least = 0 if kind is ScaleType.EXACT_COUNT else 1
    action = ScaleAction(
        ScaleDirection.INCREASE if out else ScaleDirection.DECREASE,
        draw(st.integers(least, 60 if kind is ScaleType.PERCENT_CHANGE_COUNT else 9)),
        type=kind,
        cooldown_min=draw(st.sampled_from([1, 3, 5, 12])),
    )
    return ScaleRule(trigger, action)


@st.composite
def scale_settings(draw):
    rules = draw(st.lists(scale_rules(True), max_size=3)) + draw(st.lists(scale_rules(False), max_size=3))
    least = draw(st.integers(0, 6))
    most = least + draw(st.integers(0, 14))
    default = draw(st.none() | st.integers(least, most))
    profile = Profile("p", rules, minimum=least, maximum=most, default=default)
    return AutoscaleSetting("breathe", "web", profiles=[profile])


samples = st.none() | st.integers(0, 100).map(float) | st.floats(0, 100, allow_nan=False)
loads = st.lists(samples, min_size=20, max_size=60)


@settings(max_examples=120, deadline=None)
@given(scale_settings(), loads, loads, st.integers(0, 25), st.booleans())
def test_limits_cooldown_guard(setting, cpu, memory, instances, shared):
    length = min(len(cpu), len(memory))
    metrics = {CPU: cpu[:length], MEMORY: memory[:length]}
    run = replay(setting, instances=instances, metrics=metrics, shared=shared)
    [profile] = setting.profiles
    rest_until_s = float("-inf")
    for one in run.outcomes:
        assert profile.minimum <= one.target <= profile.maximum
        assert one.acted is (one.decision is not None and one.decision.action in {OUT, IN, CLAMPED, TO_DEFAULT})
        if one.acted and one.decision.action in {OUT, IN}:
            assert one.decision.at_s >= rest_until_s
            assert one.cooldown_s > 0
            assert (one.target > one.count) is (one.decision.action == OUT)
            rest_until_s = one.decision.at_s + one.cooldown_s
    again = replay(setting, instances=instances, metrics=metrics, shared=shared)
    assert again.outcomes == run.outcomes


@settings(max_examples=200, deadline=None)
@given(scale_settings(), st.integers(0, 100), st.integers(0, 100), st.integers(1, 25))
def test_no_scale_in_makes_a_scale_out_rule_fire(setting, cpu, memory, instances):
    values = {CPU: float(cpu), MEMORY: float(memory)}
    found = decide(setting, instances=instances, metrics=values)
    if found.decision is None or found.decision.action != IN:
        return
    for rule in setting.profiles[0].rules:
        trigger = rule.trigger
        if rule.action.direction is ScaleDirection.INCREASE:
            there = projected(values[trigger.metric], instances, found.target)
            assert not trigger.operator.holds(there, trigger.threshold)
        else:
            assert trigger.operator.holds(values[trigger.metric], trigger.threshold)


@settings(max_examples=100, deadline=None)
@given(scale_settings(), loads, st.integers(1, 12))
def test_what_is_said_once_is_decided_the_same(setting, cpu, instances):
    """`repeat=False` only thins the log."""
    start = datetime(2027, 1, 4, tzinfo=UTC)
    loud, terse = (Engine(setting, start=start, repeat=repeat) for repeat in (True, False))
    series = MetricSeries()
    metrics = {CPU: series, MEMORY: MetricSeries.steady(50)}
    count, lines = instances, [0, 0]
    for minute, value in enumerate(cpu):
        if value is not None:
            series.add_even(minute, value, count)
        first = loud.evaluate(minute * 60.0 + 120, count, metrics)
        second = terse.evaluate(minute * 60.0 + 120, count, metrics)
        assert (first.target, first.cooldown_s, first.profile) == (second.target, second.cooldown_s, second.profile)
        lines[0] += len(first.decisions)
        lines[1] += len(second.decisions)
        count = first.target
    assert lines[1] <= lines[0]


clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0, tzinfo=None))


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([TimeZone.W_EUROPE, TimeZone.EASTERN, TimeZone.UTC, TimeZone.NEW_ZEALAND, TimeZone.INDIA]),
    clocks,
    clocks,
    st.datetimes(datetime(2027, 1, 1), datetime(2027, 12, 1)),
)
def test_the_cached_profile_is_the_one_that_holds(zone, first, second, begin):
    """Minute by minute over a day, also where the clock changes."""
    names = {first: "first", second: "second"}
    profiles = [
        Profile(name, minimum=1, maximum=5, when=Recurring(["mon", "wed", "sun"], clock, time_zone=zone))
        for clock, name in names.items()
    ]
    setting = AutoscaleSetting("breathe", "web", profiles=profiles)
    start = begin.replace(second=0, microsecond=0, tzinfo=UTC)
    engine = Engine(setting, start=start)
    changes = 0
    for minute in range(0, 1440, 5):
        found = engine.evaluate(minute * 60.0, 3, {})
        assert found.profile == engine.profile_at(minute * 60.0).name
        changes += sum(line.action == PROFILE for line in found.decisions)
    assert changes <= 3  # two starts a day, and one more where midnight moves


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([TimeZone.W_EUROPE, TimeZone.EASTERN, TimeZone.AUS_EASTERN]),
    st.integers(4, 23),
    st.datetimes(datetime(2027, 1, 1), datetime(2027, 12, 20)),
)
def test_a_profile_starts_at_its_wall_clock_time_all_year(zone, hour, moment):
    daily = Profile("day", minimum=1, maximum=5, when=Recurring(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
    at_hour = daily.evolve(name="at hour", when=daily.when.evolve(start=f"{hour:02}:00", time_zone=zone))
    midnight = daily.evolve(when=daily.when.evolve(time_zone=zone))
    setting = AutoscaleSetting("breathe", "web", profiles=[at_hour, midnight])
    start = moment.replace(minute=0, second=0, microsecond=0, tzinfo=UTC)
    held = Engine(setting, start=start).profile_at(0.0)
    shown = local_time(start, zone)
    assert held.name == ("at hour" if shown.hour >= hour else "day")
