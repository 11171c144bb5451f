"""Rules of autoscale that never fire, always fire or take each other back: legal, illegal, and the boundary."""

import pytest
from legality import ILLEGAL, LEGAL, design, of_modules, uncovered, verdict

from azstudy.model.autoscale import AutoscaleSetting, MetricTrigger, Profile, ScaleAction, ScaleRule
from azstudy.model.scaleset import ScaleSet
from azstudy.rules import all_rules, find_rule, review


def on(condition, action="out 1", **fields):
    trigger = MetricTrigger.parse(condition).evolve(**fields)
    return ScaleRule(trigger, action)


def rest(condition, action, minutes):
    return ScaleRule(condition, ScaleAction.parse(action).evolve(cooldown_min=minutes))


def given(*rules, minimum=1, maximum=10):
    profile = Profile("default", rules, minimum=minimum, maximum=maximum)
    return [ScaleSet("web", "D4s_v5"), AutoscaleSetting("breathe", "web", profiles=[profile])]


OUT, BACK = on("Percentage CPU > 75"), on("Percentage CPU < 25", "in 1")
CASES = [
    ("autoscale-28", LEGAL, given(OUT, BACK)),
    ("autoscale-28", LEGAL, given(on("Percentage CPU >= 100"))),
    ("autoscale-28", ILLEGAL, given(on("Percentage CPU > 100"))),
    ("autoscale-28", ILLEGAL, given(on("Percentage CPU > 240"))),
    ("autoscale-28", ILLEGAL, given(OUT, on("Percentage CPU < 0", "in 1"))),
    ("autoscale-28", LEGAL, given(OUT, on("Percentage CPU <= 0", "in 1"))),
    ("autoscale-28", ILLEGAL, given(on("Percentage CPU >= 0"))),
    ("autoscale-28", ILLEGAL, given(on("Percentage CPU == 101"))),
    ("autoscale-28", LEGAL, given(on("Percentage CPU == 100"))),
    ("autoscale-28", ILLEGAL, given(on("Percentage CPU != 101"))),
    ("autoscale-28", LEGAL, given(on("Network In Total > 5000"))),
    ("autoscale-28", LEGAL, given(on("Percentage CPU > 240", statistic="Sum"))),
    ("autoscale-29", LEGAL, given(OUT, BACK)),
    ("autoscale-29", ILLEGAL, given(BACK, on("Percentage CPU > 40", "in 1"))),
    ("autoscale-29", LEGAL, given(BACK, on("Percentage CPU > 20", "in 1"))),
    ("autoscale-29", ILLEGAL, given(BACK, on("Percentage CPU >= 25", "in 1"))),
    ("autoscale-29", LEGAL, given(on("Percentage CPU <= 25", "in 1"), on("Percentage CPU >= 25", "in 1"))),
    ("autoscale-29", LEGAL, given(BACK, on("Percentage CPU > 40 max 10m", "in 1"))),
    ("autoscale-29", LEGAL, given(BACK, on("Percentage CPU < 10", "in 3"))),
    ("autoscale-35", LEGAL, given(OUT, BACK, on("Percentage CPU < 10 avg 20m", "in 3"))),
    ("autoscale-35", ILLEGAL, given(OUT, BACK, on("Network In Total < 10", "in 1"))),
    ("autoscale-36", LEGAL, given(OUT, BACK)),
    ("autoscale-36", LEGAL, given(rest("Percentage CPU > 75 avg 10m", "out 1", 10))),
    ("autoscale-36", ILLEGAL, given(rest("Percentage CPU > 75 avg 10m", "out 1", 9))),
    ("autoscale-37", LEGAL, given(OUT, BACK)),
    ("autoscale-37", LEGAL, given(on("Percentage CPU > 75", "out 2"), BACK, minimum=2)),
    ("autoscale-37", LEGAL, given(on("Percentage CPU > 75", "out 2"), BACK)),  # 75 on 1 is 25 on 3: not below 25
    ("autoscale-37", ILLEGAL, given(on("Percentage CPU > 75", "out 3"), BACK)),
    ("autoscale-37", LEGAL, given(on("Percentage CPU > 75", "out 3"), BACK, maximum=3)),
    ("autoscale-37", LEGAL, given(on("Percentage CPU > 75", "out 3"), on("Network In Total < 9", "in 1"))),
]


@pytest.mark.parametrize(
    ("rule_id", "expected", "resources"), CASES, ids=[f"{c[0]}-{c[1]}-{n}" for n, c in enumerate(CASES)]
)
def test_a_rule_says(rule_id, expected, resources):
    assert verdict(rule_id, resources) == expected


def test_every_rule_has_its_cases():
    mine = of_modules(all_rules(), "autoscale_reach")
    assert len(mine) == 5
    assert uncovered(CASES, mine) == []


def test_an_overshooting_step_is_shown_with_its_arithmetic():
    resources = given(on("Percentage CPU > 60", "out 5"), on("Percentage CPU < 30", "in 1"))
    [finding] = review(design(*resources), rules=[find_rule("autoscale-37")]).notes
    assert finding.what == "Percentage CPU of 60 on 1 is 10 on 6, and < 30 scales in again."
