"""How autoscale reads a metric: grain, statistic, window, aggregation, and what is counted per instance.

Sources: MicrosoftDocs/azure-monitor-docs articles/azure-monitor/autoscale/: BES autoscale-best-practices.md@0874256c,
    UND autoscale-understanding-settings.md@002d4a39 (both 2026-08), ACM autoscale-common-metrics.md@0e35105e (2024-11).
"""

from __future__ import annotations

import pytest

import azstudy as az


def value(samples: object, *, instances: int = 2, **trigger: object) -> float | None:
    rule = az.ScaleRule(az.MetricTrigger("Percentage CPU", ">", threshold=0, **trigger), "out 1")
    return az.simulate.decide([rule], instances=instances, metrics={"Percentage CPU": samples}).readings[0].value


THREE_MINUTES = [[40, 60], [90, 70], [50, 50]]


@pytest.mark.parametrize(
    ("statistic", "aggregation", "expected"),
    [
        ("Average", "Maximum", 80),  # BES: averaged over the instances each minute, then the highest minute
        ("Average", "Average", 60),
        ("Average", "Minimum", 50),
        ("Average", "Last", 50),
        ("Max", "Maximum", 90),
        ("Max", "Average", 200 / 3),
        ("Min", "Minimum", 40),
        ("Sum", "Total", 360),
        ("Sum", "Maximum", 160),
        ("Count", "Total", 6),
        ("Average", "Count", 3),
    ],
)
def test_first_over_instances_then_over_time(statistic: str, aggregation: str, expected: float) -> None:
    found = value(THREE_MINUTES, statistic=statistic, time_aggregation=aggregation, window_min=3)
    assert found == pytest.approx(expected)


def test_only_the_window_counts() -> None:  # UND: "queries metrics for the past 10 minutes"
    assert value([100] * 20 + [10] * 5, window_min=5) == 10
    assert value([100] * 20 + [10] * 5, window_min=10) == 55


def test_grains_are_combined_before_the_window() -> None:  # UND: two grains of 5 minutes
    minutes = [10, 10, 10, 10, 60, 30, 30, 30, 30, 30]
    assert value(minutes, grain_min=5, window_min=10, statistic="Max", time_aggregation="Average") == 45
    assert value(minutes, grain_min=5, window_min=10, time_aggregation="Maximum") == 30


def test_a_gap_is_not_zero() -> None:
    assert value([50, None, 70], window_min=3) == 60
    assert value([None, None, None], window_min=3) is None


def fires(metric: str, threshold: float, reading: float, instances: int, **fields: object) -> bool:
    trigger = az.MetricTrigger(metric, ">=", threshold=threshold, **fields)
    return az.simulate.decide([az.ScaleRule(trigger, "out 1")], instances=instances, metrics={metric: reading}).acted


@pytest.mark.parametrize(("messages", "instances", "fired"), [(50, 2, False), (99, 2, False), (100, 2, True)])
def test_a_queue_is_counted_per_instance(messages: int, instances: int, fired: bool) -> None:  # BES
    assert fires("ApproximateMessageCount", 50, messages, instances) is fired


@pytest.mark.parametrize(("messages", "fired"), [(149, False), (150, True)])
def test_the_third_instance_needs_half_as_much_again(messages: int, fired: bool) -> None:  # BES
    assert fires("ApproximateMessageCount", 50, messages, 3) is fired


@pytest.mark.parametrize(("messages", "fired"), [(199, False), (200, True)])
def test_a_hundred_messages_on_two_instances(messages: int, fired: bool) -> None:  # ACM
    assert fires("ActiveMessageCount", 100, messages, 2) is fired


@pytest.mark.parametrize(("messages", "instances", "becomes"), [(30, 3, 2), (31, 3, 3)])
def test_a_queue_scales_in(messages: int, instances: int, becomes: int) -> None:  # BES: 30 / 3 = 10
    given = [("ApproximateMessageCount >= 50", "out 1"), ("ApproximateMessageCount <= 10", "in 1")]
    found = az.simulate.decide(given, instances=instances, metrics={"ApproximateMessageCount": messages})
    assert found.target == becomes


def test_divide_per_instance() -> None:  # UND
    assert not fires("Requests", 500, 900, 2, statistic="Sum", divide_per_instance=True)
    assert fires("Requests", 500, 1000, 2, statistic="Sum", divide_per_instance=True)
    assert fires("Requests", 500, 900, 2, statistic="Sum")


def test_a_queue_is_divided_once_only() -> None:
    assert fires("ApproximateMessageCount", 50, 100, 2, statistic="Sum", divide_per_instance=True)


def test_another_resource_may_drive_the_rule() -> None:  # UND: a storage queue for a scale set
    trigger = az.MetricTrigger("ApproximateMessageCount", ">", threshold=10, resource="orders")
    rule = az.ScaleRule(trigger, "out 1")
    given = {("orders", "ApproximateMessageCount"): 90, "ApproximateMessageCount": 0}
    assert az.simulate.decide([rule], instances=2, metrics=given).target == 3
