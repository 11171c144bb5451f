"""Load curves: arithmetic on them, generators, and the bundled traces."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.errors import InvalidInputError, UnknownNameError

CURVES = st.lists(st.floats(0, 1e6), min_size=1, max_size=200)


def load(values, **more):
    return az.loads.Load(values=values, **more)


@given(CURVES, st.floats(0, 100))
def test_scaling_scales_everything(values, factor):
    scaled = load(values).scaled(factor)
    assert scaled.total == pytest.approx(load(values).total * factor, rel=1e-9, abs=1e-9)


@given(CURVES)
def test_hours_add_up(values):
    assert sum(load(values).hourly("sum")) == pytest.approx(load(values).total)
    assert max(load(values).hourly("max")) == load(values).peak


@given(CURVES, CURVES)
def test_a_sum_has_the_total_of_both(one, other):
    both = load(one) + load(other)
    assert both.total == pytest.approx(sum(one) + sum(other))
    assert both.minutes == max(len(one), len(other))


@given(CURVES, st.integers(1, 500))
def test_repeating_keeps_the_curve(values, minutes):
    again = load(values).repeated(minutes)
    assert again.minutes == minutes
    assert again.values[: len(values)] == load(values).values[:minutes]


def test_parts_keep_their_place_in_time():
    part = load(range(100), start="2026-05-01 10:00").part(30, 5)
    assert part.values == (30, 31, 32, 33, 34)
    assert part.start == datetime(2026, 5, 1, 10, 30, tzinfo=UTC)
    assert part.end == datetime(2026, 5, 1, 10, 35, tzinfo=UTC)


def test_it_prints_what_it_is():
    text = load([0, 10, 20, 10], name="mine", source="a file", licence="MIT").text
    assert text.splitlines()[1:] == ["mean 10.0, peak 20.0", "▁▅█▅", "source: a file (MIT)"]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: load([]), "no minutes"),
        (lambda: load([1, -2]), "Minute 1 of the load is -2"),
        (lambda: load([float("nan")]), "Minute 0 of the load is nan"),
        (lambda: load([1, 2]).part(2), "do not lie within"),
        (lambda: load([1, 2]).part(0, 3), "do not lie within"),
        (lambda: load([1, 2]).scaled(), "one number"),
        (lambda: load([1, 2]).scaled(-1), "one number"),
        (lambda: load([1, 2]).scaled(2, peak=3), "one number"),
        (lambda: load([0, 0]).scaled(peak=3), "0 all the time"),
        (lambda: load([1]).hourly("median"), "'max', 'mean' and 'sum'"),
        (lambda: load([1]) + load([1], unit="percent"), "cannot be added"),
        (lambda: load([1]) + load([1], start="2026-01-01"), "cannot be added"),
        (lambda: az.loads.constant(5, minutes=0), "0 minutes"),
        (lambda: az.loads.daily_cycle(peak_hour=25), "25 is not an hour"),
        (lambda: az.loads.spike(rise_min=-1), "rise_min is -1"),
        (lambda: az.loads.noisy(load([1]), percent=101), "percent is 101"),
    ],
)
def test_what_makes_no_sense_is_refused(make, says):
    with pytest.raises(InvalidInputError, match=says):
        make()


def test_a_daily_cycle_follows_the_clock_not_the_first_minute():
    late = az.loads.daily_cycle(low=100, high=500, peak_hour=12, days=1, start="2027-01-04 12:00")
    assert late.values[0] == pytest.approx(500)
    assert late.values[720] == pytest.approx(100)


def test_weekends_are_quieter():
    week = az.loads.daily_cycle(low=100, high=500, days=7, weekend=0.5)
    assert week.days(5, 1).total == pytest.approx(week.days(0, 1).total / 2)
    office = az.loads.office_hours(busy=10, quiet=1, days=7)
    assert office.days(6, 1).peak == 1


@settings(max_examples=30)
@given(st.integers(0, 60), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_a_spike_stays_between_base_and_peak(at, rise, hold, fall):
    curve = az.loads.spike(base=10, peak=90, at_min=at, rise_min=rise, hold_min=hold, fall_min=fall, minutes=200)
    assert min(curve) >= 10 - 1e-9
    assert curve.peak <= 90 + 1e-9
    assert curve.values[-1] == 10
    assert (curve.peak == pytest.approx(90)) is (rise + hold > 0)


def test_noise_has_a_seed():
    base = az.loads.constant(100, minutes=500)
    assert az.loads.noisy(base, seed=1) == az.loads.noisy(base, seed=1)
    assert az.loads.noisy(base, seed=1) != az.loads.noisy(base, seed=2)
    assert az.loads.noisy(base, seed=1).mean == pytest.approx(100, rel=0.05)


@pytest.mark.parametrize("name", [one.id for one in az.loads.traces()])
def test_every_trace_says_where_it_comes_from(name):
    found = az.loads.trace(name)
    assert found.source
    assert found.licence in ("MIT", "CC BY 4.0")
    assert found.start.second == 0
    assert found.peak > 0


def test_counts_keep_their_total_and_levels_their_mean():
    by_id = {one.id: one for one in az.loads.traces()}
    requests, cpu = az.loads.trace("elb-requests"), az.loads.trace("asg-cpu")
    assert requests.minutes == by_id["elb-requests"].steps * 5
    assert requests.total == pytest.approx(249_327 + 431, abs=1)  # 431 were filled into the eight missing steps
    assert cpu.peak == 100
    assert cpu.mean == pytest.approx(38.28, abs=0.01)
    assert requests.repairs == ("8 missing values were filled in on a straight line, the longest gap is 5 minutes",)


def test_a_slip_in_a_trace_gets_a_hint():
    with pytest.raises(UnknownNameError, match="elb-requests"):
        az.loads.trace("elb-request")


def test_a_table_has_a_row_a_minute():
    frame = load([1, 2], start="2026-05-01").to_frame()
    assert list(frame["requests/min"]) == [1, 2]
    assert str(frame.index[1]) == "2026-05-01 00:01:00+00:00"
