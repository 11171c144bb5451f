"""Licences, ways out, schedules: the edges of the rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azstudy.cost.flexibility import DOCUMENTED, RatioTable, footprint
from azstudy.cost.hybrid_benefit import dual_use, sql_cores_needed, sql_normalised_cores, windows_core_licences
from azstudy.cost.leaving import cancel, exchange_allowed, least_exchange
from azstudy.cost.schedules import WeekSchedule
from azstudy.errors import InvalidInputError, UnknownNameError


@given(st.lists(st.integers(1, 400), min_size=1, max_size=20))
def test_a_fleet_uses_at_least_eight_cores_a_vm_and_never_fewer_than_its_vcpus(fleet):
    cores = windows_core_licences(fleet)
    assert cores >= max(8 * len(fleet), sum(fleet))
    assert cores == sum(windows_core_licences(one) for one in fleet)


@given(st.integers(0, 36), st.integers(0, 36), st.floats(0, 1000))
def test_less_is_left_with_every_payment(one, other, usd):
    fewer, more = sorted((one, other))
    assert least_exchange(usd_per_month=usd, months_paid=fewer) >= least_exchange(usd_per_month=usd, months_paid=more)
    out = cancel(usd_per_month=usd, months_paid=fewer)
    assert out.counted_usd == least_exchange(usd_per_month=usd, months_paid=fewer)
    assert out.left_usd >= 0


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 23), st.integers(1, 24))
def test_a_week_has_as_many_hours_as_its_days_times_their_length(first, last, start, length):
    stop = (start + length - 1) % 24 + 1
    week = WeekSchedule.of(f"{DAYS[first]}-{DAYS[last]} {start}-{stop}")
    days = (last - first) % 7 + 1
    assert week.hours_per_week == days * length
    assert week.on[first * 24 + start]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("mon-fri 07-19", 60),
        ("weekdays 7:00-19:00", 60),
        ("weekdays 8-18; sat 9-13", 54),
        ("daily 0-24", 168),
        ("Monday, Wednesday 9-17", 16),
        ("fri 22-6", 8),
        ("sat-mon 0-24", 72),
        ("mon-fri 07-19; mon 07-19", 60),
    ],
)
def test_opening_hours_in_words(text, hours):
    assert WeekSchedule.of(text).hours_per_week == hours


@pytest.mark.parametrize("text", ["", "someday 7-9", "mon", "mon 25-26", "mon-fri", "mon 7", "mon-tue-wed 7-9"])
def test_hours_that_cannot_be_read(text):
    with pytest.raises(InvalidInputError, match="cannot be read"):
        WeekSchedule.of(text)


@pytest.mark.parametrize(
    "call",
    [
        lambda: windows_core_licences(0),
        lambda: windows_core_licences([4, -1]),
        lambda: sql_normalised_cores(standard=-1),
        lambda: sql_cores_needed(4, "express"),
        lambda: dual_use("express"),
        lambda: dual_use("standard", "container"),
        lambda: cancel(usd_per_month=-1, months_paid=0),
        lambda: cancel(usd_per_month=1, months_paid=37),
        lambda: cancel(usd_per_month=1, months_paid=0, term_months=24),
        lambda: least_exchange(usd_per_month=float("inf"), months_paid=0),
        lambda: exchange_allowed(purchased="2026-13-01", on="2027-01-01"),
        lambda: exchange_allowed(purchased="2026-06-01", on="2026-01-01"),
        lambda: RatioTable({"a": {"D2": 1}, "b": {"d2": 2}}),
        lambda: RatioTable({"a": {"D2": True}}),
        lambda: footprint({"D4s_v5": 1}, {}),
        lambda: footprint({"DS3_v2": 1}, {"DS11_v2": 1}),
    ],
)
def test_bad_input_is_refused(call):
    with pytest.raises((InvalidInputError, UnknownNameError)):
        call()


def test_a_footprint_takes_a_list_of_vms_and_may_have_none():
    assert footprint({"DS2_v2": 1}, ["DS1_v2", "DS1_v2"]).covered == 2
    assert footprint({"DS2_v2": 1}, {}).covered_fraction is None
    assert DOCUMENTED.sizes("DSv2") == ("ds1_v2", "ds2_v2", "ds3_v2", "ds4_v2", "ds5_v2")
