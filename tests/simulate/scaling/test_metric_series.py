"""The quick reading of a metric against a plain one, written down as the pages say it."""

from __future__ import annotations

from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azstudy.model.autoscale import MetricTrigger
from azstudy.simulate.scaling.metrics import MetricSeries

COMBINE = {"Average": fmean, "Min": min, "Max": max, "Sum": sum, "Count": len}
OVER_TIME = {
    "Average": fmean,
    "Minimum": min,
    "Maximum": max,
    "Total": sum,
    "Count": len,
    "Last": lambda values: values[-1],
}
values = st.integers(0, 100) | st.floats(0, 100)
minutes = st.lists(st.lists(values, max_size=4), min_size=1, max_size=25)
"""The samples of the instances in each minute; an empty list is a gap."""


def plainly(samples, end, trigger, instances):
    """Grain by grain from the end of the window backwards, then over the window."""
    grain = int(trigger.grain_min)
    grains = []
    for number in range(int(trigger.window_min) // grain, 0, -1):
        start = end - number * grain
        inside = [
            one for minute in range(start, start + grain) if 0 <= minute < len(samples) for one in samples[minute]
        ]
        if inside:
            grains.append(COMBINE[trigger.statistic.value](inside))
    if not grains:
        return None
    value = OVER_TIME[trigger.time_aggregation.value](grains)
    return value / instances if trigger.divide_per_instance else value


@st.composite
def triggers(draw):
    grain = draw(st.sampled_from([1, 1, 2, 5]))
    return MetricTrigger(
        "Percentage CPU",
        ">",
        threshold=50,
        grain_min=grain,
        window_min=grain * draw(st.integers(1, 7)),
        statistic=draw(st.sampled_from(sorted(COMBINE))),
        time_aggregation=draw(st.sampled_from(sorted(OVER_TIME))),
        divide_per_instance=draw(st.booleans()),
    )


@settings(max_examples=300, deadline=None)
@given(minutes, triggers(), st.integers(1, 9), st.integers(-3, 5))
def test_a_series_reads_as_the_pages_say(samples, trigger, instances, late):
    series = MetricSeries()
    for minute, found in enumerate(samples):
        series.add_samples(minute, found)
    end = len(samples) + late
    expected = plainly(samples, end, trigger, instances)
    found = series.value(trigger, end * 60.0, instances)
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-8))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(values, st.integers(1, 5), st.booleans()), min_size=1, max_size=20), triggers())
def test_even_minutes_are_the_same_minutes_added_quickly(given_minutes, trigger):
    quick, slow = MetricSeries(), MetricSeries()
    for minute, (value, count, even) in enumerate(given_minutes):
        samples = [float(value)] * count
        slow.add_samples(minute, samples)
        if even:
            quick.add_even(minute, float(value), count)
        else:
            quick.add_samples(minute, samples)
    end_s = len(given_minutes) * 60.0
    assert quick.value(trigger, end_s, 2) == pytest.approx(slow.value(trigger, end_s, 2), abs=1e-8)


def test_a_constant_metric_reads_as_itself():
    """Sums of floats must not push a value over a threshold on which it stands."""
    for tenth in range(1001):
        value = tenth / 10
        for window in (5, 6, 7, 10, 11, 13, 60):
            series = MetricSeries()
            series.extend([value] * window)
            trigger = MetricTrigger("Percentage CPU", ">", threshold=value, window_min=window)
            assert series.value(trigger, window * 60, 3) == value


def test_history_has_negative_minutes():
    series = MetricSeries(first=-10)
    series.extend([5.0] * 10)
    assert series.next_minute == 0
    assert series.value(MetricTrigger.parse("Percentage CPU > 1"), 0, 1) == 5
    assert series.value(MetricTrigger.parse("Percentage CPU > 1"), -20 * 60, 1) is None
