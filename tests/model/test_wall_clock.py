"""Windows time zones on the calendar: every name has rules, and each wall-clock time one moment."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azstudy.model.timezones import TimeZone
from azstudy.model.wall_clock import iana_name, local_time, moment_of, zone_info

ZONES = st.sampled_from(list(TimeZone))


@pytest.mark.parametrize("zone", list(TimeZone))
def test_every_zone_has_rules(zone):
    assert zone_info(zone).utcoffset(datetime(2026, 1, 1)) is not None


@pytest.mark.parametrize(
    ("name", "iana"),
    [
        ("Romance Standard Time", "Europe/Paris"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("GMT Standard Time", "Europe/London"),
        ("Greenwich Standard Time", "Atlantic/Reykjavik"),
        ("US Mountain Standard Time", "America/Phoenix"),
        ("E. Australia Standard Time", "Australia/Brisbane"),
        ("UTC", "UTC"),
    ],
)
def test_names_follow_the_table_of_cldr(name, iana):
    assert iana_name(TimeZone.parse(name)) == iana


def test_standard_is_part_of_the_name_in_summer_too():
    assert local_time(datetime(2026, 7, 1, tzinfo=UTC), TimeZone.PACIFIC).hour == 17


@given(zone=ZONES, wall=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)))
def test_the_clock_shows_the_time_or_has_just_jumped_over_it(zone, wall):
    wall = wall.replace(microsecond=0)
    moment = moment_of(wall, zone)
    shown = local_time(moment, zone).replace(tzinfo=None)
    if shown != wall:
        assert wall < shown <= wall + timedelta(days=1)
        assert local_time(moment - timedelta(seconds=1), zone).replace(tzinfo=None) < wall


@given(zone=ZONES, wall=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)))
def test_of_two_passes_the_first_counts(zone, wall):
    wall = wall.replace(microsecond=0)
    earlier = moment_of(wall, zone) - timedelta(minutes=30)
    assert local_time(earlier, zone).replace(tzinfo=None) != wall


@pytest.mark.parametrize(
    ("wall", "zone", "moment"),
    [
        (datetime(2026, 3, 29, 2, 0), TimeZone.W_EUROPE, datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (datetime(2026, 3, 29, 3, 0), TimeZone.W_EUROPE, datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (datetime(2026, 3, 8, 2, 59, 59), TimeZone.EASTERN, datetime(2026, 3, 8, 7, 0, tzinfo=UTC)),
        (datetime(2026, 11, 1, 1, 30), TimeZone.EASTERN, datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        (datetime(2026, 10, 4, 2, 15), TimeZone.AUS_EASTERN, datetime(2026, 10, 3, 16, 0, tzinfo=UTC)),
    ],
)
def test_days_when_clocks_change(wall, zone, moment):
    assert moment_of(wall, zone) == moment
