"""One cooldown for both directions: that of the rule that acted last.

Source: MicrosoftDocs/azure-monitor-docs articles/azure-monitor/autoscale/autoscale-understanding-settings.md@002d4a39
    (2026-08), "How does autoscale evaluate cooldown?"
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import azstudy as az
from azstudy.simulate.scaling.engine import Engine
from azstudy.simulate.scaling.metrics import MetricSeries


def rule(condition: str, action: str, cooldown: float) -> az.ScaleRule:
    return az.ScaleRule(condition, az.ScaleAction.parse(action).evolve(cooldown_min=cooldown))


SETTING = az.AutoscaleSetting(
    "breathe",
    "web",
    profiles=[
        az.Profile(
            "default",
            [rule("Percentage CPU > 70", "out 1", 60), rule("Percentage CPU < 30", "in 1", 40)],
            minimum=1,
            maximum=10,
        )
    ],
)


class Day:
    """The day of the page: minutes since 10:00."""

    def __init__(self) -> None:
        self.engine = Engine(SETTING, start=datetime(2027, 1, 4, 10, tzinfo=UTC))
        self.count = 4

    def at(self, clock: str, cpu: float) -> str:
        hour, minute = map(int, clock.split(":"))
        seconds = (hour - 10) * 3600 + minute * 60
        found = self.engine.evaluate(seconds, self.count, {"Percentage CPU": MetricSeries.steady(cpu)})
        self.count = found.target
        return found.decision.action if found.decision else ""


def test_the_day_of_the_page() -> None:
    day = Day()
    assert day.at("10:00", 90) == "scale out"
    assert day.at("10:59", 90) == "scale out skipped"
    assert day.at("11:00", 50) == ""
    assert day.at("13:00", 10) == "scale in"
    assert day.at("13:20", 90) == "scale out skipped"
    assert day.at("13:39", 90) == "scale out skipped"
    assert day.at("13:40", 90) == "scale out"
    assert day.count == 5


def test_a_scale_out_holds_back_a_scale_in_too() -> None:
    day = Day()
    assert day.at("10:00", 90) == "scale out"
    assert day.at("10:41", 10) == "scale in skipped"
    assert day.at("11:00", 10) == "scale in"


def test_not_before_eleven() -> None:
    cpu = [90.0] * 130
    run = az.simulate.replay(SETTING, instances=2, metrics=cpu)
    acted = [line.at_s / 60 for line in run.timeline.only("scale out")]
    assert [later - earlier for earlier, later in pairwise(acted)] == [60, 60]
    assert "60 min cooldown" in run.timeline.only("scale out skipped")[0].because


def test_the_limits_do_not_wait() -> None:
    # not documented; the choice stands in azstudy.simulate.scaling.choices
    found = az.simulate.decide(SETTING, instances=14, metrics=50, resting_min=30)
    assert found.target == 10
    waits = az.simulate.ScalingChoices(clamp_waits=True)
    assert az.simulate.decide(SETTING, instances=14, metrics=50, resting_min=30, choices=waits).target == 14
