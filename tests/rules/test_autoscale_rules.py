"""Every rule about autoscale settings: legal, illegal, and the boundary between them."""

from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legality import ILLEGAL, LEGAL, design, of_modules, uncovered, verdict

from azstudy.errors import InvalidInputError
from azstudy.model.autoscale import (
    AutoscaleSetting,
    FixedDate,
    MetricTrigger,
    Notification,
    Predictive,
    Profile,
    Recurring,
    ScaleAction,
    ScaleRule,
)
from azstudy.model.balancer import HealthProbe, LoadBalancer
from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import Extension
from azstudy.rules import all_rules, find_rule, review
from azstudy.rules.autoscale_rules import blocked_counts

WEB = ScaleSet("web", "D4s_v5")
CPU = "Percentage CPU"
START = datetime(2026, 12, 1)


def on(condition, action="out 1", **action_fields):
    return ScaleRule(condition, ScaleAction.parse(action).evolve(**action_fields))


OUT, BACK = on("Percentage CPU > 75"), on("Percentage CPU < 25", "in 1")


def trigger(**fields):
    return ScaleRule(MetricTrigger(CPU, ">", threshold=75).evolve(**fields), "out 1")


def profile(*rules, name="default", minimum=1, maximum=10, **fields):
    return Profile(name, rules, minimum=minimum, maximum=maximum, **fields)


def setting(*profiles, name="breathe", **fields):
    return AutoscaleSetting(name, "web", profiles=profiles, **fields)


def with_rules(*rules, **fields):
    return [WEB, setting(profile(*rules, **fields))]


def dated(days=1, start=START, name="sale", **fields):
    return profile(name=name, when=FixedDate(start, start + timedelta(days=days)), **fields)


def weekly(days, start="04:00", name="week"):
    return profile(name=name, when=Recurring(days, start))


SETTINGS = [
    ("autoscale-01", LEGAL, [WEB, setting(profile())]),
    ("autoscale-01", ILLEGAL, [WEB, setting(profile()), setting(profile(), name="second")]),
    ("autoscale-01", LEGAL, [WEB, setting(profile()), AutoscaleSetting("b", "other")]),
    ("autoscale-02", LEGAL, [WEB, setting(*[profile(name=f"p{n}") for n in range(20)])]),
    ("autoscale-02", ILLEGAL, [WEB, setting(*[profile(name=f"p{n}") for n in range(21)])]),
    ("autoscale-03", LEGAL, with_rules(*[OUT] * 10)),
    ("autoscale-03", ILLEGAL, with_rules(*[OUT] * 11)),
    ("autoscale-04", LEGAL, with_rules(minimum=2, default=2, maximum=2)),
    ("autoscale-04", LEGAL, with_rules(minimum=2, maximum=9)),
    ("autoscale-04", ILLEGAL, with_rules(minimum=2, default=1, maximum=9)),
    ("autoscale-04", ILLEGAL, with_rules(minimum=2, default=10, maximum=9)),
    ("autoscale-04", ILLEGAL, with_rules(minimum=3, maximum=2)),
    ("autoscale-05", LEGAL, with_rules(maximum=1000)),
    ("autoscale-05", ILLEGAL, with_rules(maximum=1001)),
    ("autoscale-05", LEGAL, [WEB.evolve(single_placement_group=True), setting(profile(maximum=100))]),
    ("autoscale-05", ILLEGAL, [WEB.evolve(single_placement_group=True), setting(profile(maximum=101))]),
    ("autoscale-05", ILLEGAL, [WEB.evolve(image="old-image"), setting(profile(maximum=601))]),
    ("autoscale-06", LEGAL, with_rules(OUT, BACK, minimum=1, maximum=2)),
    ("autoscale-06", ILLEGAL, with_rules(OUT, BACK, minimum=2, maximum=2)),
    ("autoscale-06", LEGAL, with_rules(minimum=2, maximum=2)),
    ("autoscale-07", LEGAL, with_rules(minimum=2, maximum=6)),
    ("autoscale-07", ILLEGAL, with_rules(minimum=3, maximum=6)),
    ("autoscale-07", ILLEGAL, with_rules(minimum=1, maximum=1)),
    ("autoscale-10", LEGAL, [WEB, setting(profile(), dated(365))]),
    ("autoscale-10", ILLEGAL, [WEB, setting(profile(), dated(366))]),
    ("autoscale-11", LEGAL, [WEB, setting(profile(), dated(1))]),
    ("autoscale-11", ILLEGAL, [WEB, setting(profile(), dated(0))]),
    ("autoscale-12", LEGAL, [WEB, setting(profile(), dated())]),
    ("autoscale-12", LEGAL, [WEB, setting(weekly("sat"))]),
    ("autoscale-12", ILLEGAL, [WEB, setting(dated())]),
    ("autoscale-12", ILLEGAL, [WEB, setting()]),
    ("autoscale-12", ILLEGAL, [WEB, setting(profile(), profile(name="second"))]),
    ("autoscale-13", LEGAL, [WEB, setting(weekly("mon"), weekly("sat", "00:01", "weekend"))]),
    ("autoscale-13", ILLEGAL, [WEB, setting(profile(), weekly("mon"))]),
    ("autoscale-14", LEGAL, [WEB, setting(weekly("mon"), weekly("mon", "05:00", "later"))]),
    ("autoscale-14", ILLEGAL, [WEB, setting(weekly("mon"), weekly(["sun", "mon"], name="twin"))]),
    ("autoscale-14", LEGAL, [WEB, setting(profile(), dated(), dated(start=START + timedelta(1), name="next"))]),
    ("autoscale-14", ILLEGAL, [WEB, setting(profile(), dated(2), dated(start=START + timedelta(1), name="next"))]),
    ("autoscale-30", LEGAL, [WEB, setting(profile(OUT, BACK), predictive=Predictive())]),
    ("autoscale-30", ILLEGAL, [WEB, setting(profile(BACK), predictive=Predictive())]),
    ("autoscale-30", ILLEGAL, [WEB, setting(profile(trigger(time_aggregation="max")), predictive=Predictive())]),
    ("autoscale-30", ILLEGAL, [WEB, setting(profile(on("Network In > 9")), predictive=Predictive("ForecastOnly"))]),
    ("autoscale-30", LEGAL, [WEB, setting(profile(BACK), predictive=Predictive("Disabled"))]),
    *[("autoscale-31", LEGAL, [WEB, setting(predictive=Predictive(look_ahead_min=n))]) for n in (1, 5, 60)],
    *[("autoscale-31", ILLEGAL, [WEB, setting(predictive=Predictive(look_ahead_min=n))]) for n in (0, 61)],
    *[("autoscale-32", LEGAL, [WEB, setting(predictive=Predictive(look_ahead_min=n))]) for n in (None, 5, 60)],
    *[("autoscale-32", ILLEGAL, [WEB, setting(predictive=Predictive(look_ahead_min=n))]) for n in (1, 4)],
    ("autoscale-33", LEGAL, [WEB, setting(notifications=[Notification(["a@example.com"])])]),
    ("autoscale-33", ILLEGAL, [WEB, setting(notifications=[Notification(to_administrator=True)])]),
    ("autoscale-33", ILLEGAL, [WEB, setting(notifications=[Notification(to_co_administrators=True)])]),
    ("autoscale-34", LEGAL, [WEB, setting(notifications=[Notification(webhooks=["https://example.com/a"])])]),
    ("autoscale-34", ILLEGAL, [WEB, setting(notifications=[Notification(webhooks=["http://example.com/a"])])]),
]
COUNTER = "\\Memory\\% Committed Bytes In Use"
RULES = [
    *[("autoscale-15", LEGAL, with_rules(on("CPU > 9", cooldown_min=n))) for n in (1, 5, 10_080)],
    *[("autoscale-15", ILLEGAL, with_rules(on("CPU > 9", cooldown_min=n))) for n in (0, 0.5, 10_081)],
    *[("autoscale-16", LEGAL, with_rules(trigger(window_min=n))) for n in (5, 720)],
    *[("autoscale-16", ILLEGAL, with_rules(trigger(window_min=n))) for n in (4, 721)],
    ("autoscale-16", ILLEGAL, with_rules(trigger(grain_min=0.5))),
    ("autoscale-17", LEGAL, with_rules(trigger(window_min=5, grain_min=5))),
    ("autoscale-17", ILLEGAL, with_rules(trigger(window_min=5, grain_min=6))),
    ("autoscale-18", LEGAL, with_rules(OUT, BACK)),
    ("autoscale-18", ILLEGAL, with_rules(OUT)),
    ("autoscale-18", ILLEGAL, with_rules(BACK)),
    ("autoscale-18", LEGAL, with_rules(on("Percentage CPU > 75", "to 5"))),
    ("autoscale-19", LEGAL, with_rules(OUT, BACK)),
    ("autoscale-19", ILLEGAL, with_rules(OUT, on("Memory > 90"), BACK)),
    ("autoscale-19", LEGAL, with_rules(OUT, BACK, on("Memory < 50", "in 1"))),
    ("autoscale-20", LEGAL, with_rules(on("threads >= 600"), on("threads < 599", "in 1"))),
    ("autoscale-20", ILLEGAL, with_rules(on("threads >= 600"), on("threads < 600", "in 1"))),
    ("autoscale-20", ILLEGAL, with_rules(on("threads >= 600"), on("threads < 700", "in 1"))),
    ("autoscale-20", LEGAL, with_rules(on("threads >= 600"), on("queue < 700", "in 1"))),
    ("autoscale-21", LEGAL, with_rules(OUT, BACK)),
    ("autoscale-21", ILLEGAL, with_rules(on("CPU >= 80"), on("CPU <= 60", "in 1"))),
    ("autoscale-21", LEGAL, with_rules(on("CPU >= 80"), on("CPU <= 60", "in 1"), minimum=4)),
    ("autoscale-21", ILLEGAL, with_rules(on("CPU >= 80"), on("CPU <= 60", "in 1"), minimum=3)),
    ("autoscale-21", LEGAL, with_rules(on("CPU > 80"), on("CPU < 40", "in 1"))),
    ("autoscale-21", ILLEGAL, with_rules(on("CPU >= 80"), on("CPU <= 40", "in 1"))),
    ("autoscale-22", LEGAL, with_rules(trigger(divide_per_instance=True, statistic="Sum"))),
    ("autoscale-22", LEGAL, with_rules(trigger(divide_per_instance=True, time_aggregation="Total"))),
    ("autoscale-22", ILLEGAL, with_rules(trigger(divide_per_instance=True))),
    ("autoscale-23", LEGAL, with_rules(OUT)),
    ("autoscale-23", ILLEGAL, with_rules(on("Health Probe Status > 90"))),
    (
        "autoscale-23",
        ILLEGAL,
        [*with_rules(trigger(resource="front/alive")), LoadBalancer("front", probes=[HealthProbe("alive")])],
    ),
    ("autoscale-23", LEGAL, with_rules(trigger(metric="ApproximateMessageCount", resource="orders"))),
    ("autoscale-24", LEGAL, with_rules(OUT)),
    ("autoscale-24", ILLEGAL, with_rules(trigger(metric=COUNTER))),
    ("autoscale-24", ILLEGAL, with_rules(trigger(metric="/builtin/memory/percentusedmemory"))),
    (
        "autoscale-24",
        LEGAL,
        [
            WEB.evolve(extensions=[Extension("diag", "Microsoft.Azure.Diagnostics.IaaSDiagnostics")]),
            setting(profile(trigger(metric=COUNTER))),
        ],
    ),
    ("autoscale-25", LEGAL, with_rules(OUT)),
    ("autoscale-25", ILLEGAL, with_rules(on("Approximate Message Count > 50"))),
    ("autoscale-26", LEGAL, with_rules(OUT, on("Percentage CPU > 99", "to 9"))),
    ("autoscale-26", ILLEGAL, with_rules(on("Percentage CPU > 75", "out 0"))),
    ("autoscale-27", LEGAL, with_rules(OUT)),
    ("autoscale-27", LEGAL, with_rules(minimum=3, maximum=3)),
    ("autoscale-27", ILLEGAL, with_rules(minimum=3, maximum=4)),
]
CASES = [*SETTINGS, *RULES]


@pytest.mark.parametrize(
    ("rule_id", "expected", "resources"), CASES, ids=[f"{c[0]}-{c[1]}-{n}" for n, c in enumerate(CASES)]
)
def test_a_rule_of_autoscale_says(rule_id, expected, resources):
    assert verdict(rule_id, resources) == expected


def test_every_rule_of_autoscale_has_its_cases():
    mine = of_modules(all_rules(), "autoscale_settings", "autoscale_rules")
    assert len(mine) > 25
    assert uncovered(CASES, mine) == []


def test_skipped_scale_in_is_shown_with_its_arithmetic():
    resources = with_rules(on("CPU >= 80"), on("CPU <= 60", "in 1"))
    [finding] = review(design(*resources), rules=[find_rule("autoscale-21")]).warnings
    assert "60 on 4 instances would be 80 on 3, and 80 scales out" in finding.what


@pytest.mark.parametrize("name", ["Europe/Berlin", "CET", "Mars Standard Time"])
def test_a_profile_takes_windows_time_zones_only(name):
    with pytest.raises(InvalidInputError):
        Recurring("sat", time_zone=name)


@given(st.integers(1, 99), st.integers(1, 100), st.sampled_from([">", ">="]), st.sampled_from(["<", "<="]))
def test_a_count_is_blocked_where_the_projection_fires(low, high, above, below):
    """The same in words of the page: value x current / target, and the scale-out rule looks at it."""
    out = MetricTrigger("CPU", above, threshold=high)
    back = MetricTrigger("CPU", below, threshold=low)
    for count in range(2, 30):
        value = Fraction(low) if below == "<=" else low - Fraction(1, 10**9)  # "<" comes near and never meets it
        fires = out.operator.holds(value * count / (count - 1), high)
        assert (count in blocked_counts(out, back, range(2, 30))) is fires
