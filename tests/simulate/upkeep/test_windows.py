"""Maintenance windows on the calendar: each recurrence, both changes of the clock, first and last window."""

from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import azstudy as az
from azstudy.errors import InvalidInputError
from azstudy.model.timezones import TimeZone
from azstudy.model.wall_clock import local_time
from azstudy.simulate.upkeep.windows import starts, windows


def config(recurrence, start="2026-01-05 02:30", zone="UTC", **more):
    return az.MaintenanceConfiguration("m", "guest", start=start, recurrence=recurrence, time_zone=zone, **more)


def first(configuration, count=4, since=datetime(2020, 1, 1, tzinfo=UTC)):
    zone = configuration.time_zone
    return [f"{local_time(one, zone):%Y-%m-%d %H:%M}" for one in islice(starts(configuration, since), count)]


@pytest.mark.parametrize(
    ("recurrence", "expected"),
    [
        ("Day", ["2026-01-05", "2026-01-06", "2026-01-07"]),
        ("3Days", ["2026-01-05", "2026-01-08", "2026-01-11"]),
        ("Week", ["2026-01-05", "2026-01-12", "2026-01-19"]),
        ("Week Saturday,Sunday", ["2026-01-10", "2026-01-11", "2026-01-17"]),
        ("2Weeks Monday,Sunday", ["2026-01-05", "2026-01-11", "2026-01-19"]),
        ("Month", ["2026-01-05", "2026-02-05", "2026-03-05"]),
        ("Month day1,day15", ["2026-01-15", "2026-02-01", "2026-02-15"]),
        ("Month day31", ["2026-01-31", "2026-03-31", "2026-05-31"]),
        ("Month Second Tuesday", ["2026-01-13", "2026-02-10", "2026-03-10"]),
        ("Month Second Tuesday Offset4", ["2026-01-17", "2026-02-14", "2026-03-14"]),
        ("Month Last Sunday Offset-3", ["2026-01-22", "2026-02-19", "2026-03-26"]),
        ("Month First Monday Offset-6", ["2026-01-27", "2026-02-24", "2026-03-31"]),
        ("2Months First Friday Offset2", ["2026-03-08", "2026-05-03", "2026-07-05"]),
    ],
)
def test_days_weeks_and_months(recurrence, expected):
    assert first(config(recurrence), 3) == [f"{day} 02:30" for day in expected]


def test_an_offset_carries_the_month_before_into_this_one():
    assert first(config("Month Last Saturday Offset6", "2026-11-01 22:00"), 1) == ["2026-11-06 22:00"]


def test_hours_pass_evenly_whatever_the_clocks_do():
    found = list(
        islice(starts(config("6Hours", "2026-03-28 12:00", "W. Europe"), datetime(2026, 3, 28, tzinfo=UTC)), 5)
    )
    assert {later - sooner for sooner, later in pairwise(found)} == {timedelta(hours=6)}


def test_a_window_the_clock_jumps_over_opens_right_after_and_once():
    assert first(config("Week Sunday", "2026-03-15 02:30", "W. Europe"), 4) == [
        "2026-03-15 02:30",
        "2026-03-22 02:30",
        "2026-03-29 03:00",
        "2026-04-05 02:30",
    ]


def test_a_window_the_clock_shows_twice_opens_once():
    found = [*windows(config("Day", "2026-10-24 02:30", "W. Europe"), *week_of(datetime(2026, 10, 24, tzinfo=UTC)))]
    assert [f"{one.start:%d %H:%M}" for one in found][:3] == ["24 00:30", "25 00:30", "26 01:30"]
    assert len(found) == 7


def week_of(day):
    return day, day + timedelta(days=7)


@given(
    zone=st.sampled_from(list(TimeZone)),
    recurrence=st.sampled_from(["Day", "Week Sunday", "Week Saturday,Sunday", "Month Last Sunday", "Month day29"]),
    start=st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31)),
    skip=st.integers(0, 800),
)
def test_starting_to_look_later_leaves_nothing_out_and_doubles_nothing(zone, recurrence, start, skip):
    given_start = start.replace(second=0, microsecond=0)
    configuration = config(recurrence, given_start, zone)
    since = given_start.replace(tzinfo=UTC) - timedelta(days=1)
    later = since + timedelta(days=skip)
    until = later + timedelta(days=100)
    whole = [one.start for one in windows(configuration, since, until)]
    assert whole == sorted(set(whole))
    assert [one for one in whole if one >= later] == [one.start for one in windows(configuration, later, until)]


@given(zone=st.sampled_from(list(TimeZone)), year=st.integers(2024, 2030), hour=st.integers(0, 23))
def test_a_year_of_days_has_as_many_windows_as_days(zone, year, hour):
    configuration = config("Day", datetime(year, 1, 1, hour, 30), zone)
    since, until = datetime(year - 1, 12, 30, tzinfo=UTC), datetime(year + 1, 1, 3, tzinfo=UTC)
    days = {local_time(one.start, configuration.time_zone).date() for one in windows(configuration, since, until)}
    held = [day for day in days if day.year == year]
    assert len(held) in ({365, 366} if year % 4 == 0 else {364, 365})  # Samoa and others have left out whole days


def test_the_end_ends_the_windows():
    found = first(config("Day", expires="2026-01-07 02:30"), 9)
    assert found == ["2026-01-05 02:30", "2026-01-06 02:30", "2026-01-07 02:30"]


def test_without_a_recurrence_there_is_one_window():
    assert first(config(None)) == ["2026-01-05 02:30"]


def test_a_window_without_length_takes_the_shortest_of_its_scope():
    host = az.MaintenanceConfiguration("m", "host", start="2026-01-05 02:30", recurrence="Day")
    assert next(windows(host, *week_of(datetime(2026, 1, 5, tzinfo=UTC)))).minutes == 120


@pytest.mark.parametrize(
    ("configuration", "says"),
    [
        (config("12Months day31", "2026-02-03"), "never happens"),
        (config("12Months day30", "2026-02-03"), "never happens"),
        (az.MaintenanceConfiguration("m", "guest", recurrence="Day"), "has no start"),
    ],
)
def test_what_can_never_open_is_refused(configuration, says):
    with pytest.raises(InvalidInputError, match=says):
        list(islice(starts(configuration, datetime(2026, 1, 1, tzinfo=UTC)), 1))


def test_the_29th_of_february_comes_back():
    assert first(config("12Months day29", "2026-02-03"), 2) == ["2028-02-29 00:00", "2032-02-29 00:00"]


def test_times_need_a_zone():
    with pytest.raises(InvalidInputError, match="no time zone"):
        list(windows(config("Day"), datetime(2026, 1, 1), datetime(2026, 2, 1, tzinfo=UTC)))


def test_windows_print_on_the_wall_and_in_utc():
    found = az.simulate.maintenance_windows(
        config("Week Monday", zone="Tokyo"), since="2026-01-01", until=datetime(2026, 1, 12, tzinfo=UTC)
    )
    assert list(map(str, found)) == [
        "Mon 2026-01-05 02:30 to 04:00 = 17:30 to 19:00 UTC",
        "Mon 2026-01-12 02:30 to 04:00 = 17:30 to 19:00 UTC",
    ]
    assert str(az.simulate.maintenance_windows(config(None), since="2026-01-01", until="2026-02-01")[0]).endswith(
        "04:00"
    )
    with pytest.raises(InvalidInputError, match="not a date"):
        az.simulate.maintenance_windows(config("Day"), since="soon", until="2026-01-01")
