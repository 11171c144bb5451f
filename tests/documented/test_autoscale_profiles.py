"""Which profile holds when: precedence, recurring starts, time zones, daylight saving.

Sources: MicrosoftDocs/azure-monitor-docs articles/azure-monitor/autoscale/: MUL autoscale-multiprofile.md@281288dc,
    UND autoscale-understanding-settings.md@002d4a39 (2026-08).
"""

from __future__ import annotations

from datetime import datetime

import pytest

import azstudy as az


def profile(name: str, when: object = None) -> az.Profile:
    return az.Profile(name, minimum=1, maximum=5, when=when)


def active(at: str, *profiles: az.Profile) -> str:
    setting = az.AutoscaleSetting("breathe", "web", profiles=profiles)
    return az.simulate.decide(setting, instances=3, metrics={}, at=at).profile


WEEK = (
    profile("Weekday", az.Recurring("mon", "04:00")),
    profile("Weekend", az.Recurring("sat", "00:01")),
)


@pytest.mark.parametrize(
    ("at", "name"),
    [
        ("2027-01-04 04:00", "Weekday"),  # a Monday
        ("2027-01-08 23:59", "Weekday"),
        ("2027-01-09 00:00", "Weekday"),  # the Saturday before its first minute is over
        ("2027-01-09 00:01", "Weekend"),
        ("2027-01-11 03:59", "Weekend"),
        ("2027-01-11 04:00", "Weekday"),
    ],
)
def test_a_recurring_profile_lasts_until_the_next_one_starts(at: str, name: str) -> None:  # MUL
    assert active(at, *WEEK) == name
    assert active(at, profile("default"), *WEEK) == name


def test_the_portals_end_is_a_start_of_the_default() -> None:  # UND: weekends 06:00 to 19:00
    shop = profile("Weekend profile", az.Recurring(["sat", "sun"], "06:00"))
    rest = profile("default for it", az.Recurring(["sat", "sun"], "19:00"))
    found = [active(f"2027-01-{day} {clock}", shop, rest) for day, clock in (("09", "05:59"), ("09", "06:00"))]
    assert found == ["default for it", "Weekend profile"]
    assert active("2027-01-10 19:00", shop, rest) == "default for it"
    assert active("2027-01-13 12:00", shop, rest) == "default for it"


def test_fixed_dates_come_before_recurring_before_default() -> None:  # UND
    sale = profile("sale", az.FixedDate(datetime(2027, 1, 9, 10), datetime(2027, 1, 9, 20)))
    everything = (profile("default"), *WEEK, sale)
    assert active("2027-01-09 09:59", *everything) == "Weekend"
    assert active("2027-01-09 10:00", *everything) == "sale"
    assert active("2027-01-09 20:00", *everything) == "Weekend"
    assert active("2027-01-09 15:00", profile("default"), sale) == "sale"
    assert active("2027-01-10 15:00", profile("default"), sale) == "default"


def test_the_first_fixed_date_that_matches() -> None:  # UND: "the first suitable profile that's found is used"
    first = profile("first", az.FixedDate(datetime(2027, 1, 9), datetime(2027, 1, 12)))
    second = profile("second", az.FixedDate(datetime(2027, 1, 10), datetime(2027, 1, 11)))
    assert active("2027-01-10 12:00", first, second) == "first"
    assert active("2027-01-10 12:00", second, first) == "second"


@pytest.mark.parametrize(
    ("zone", "at", "name"),
    [
        ("W. Europe Standard Time", "2027-01-04 06:59", "night"),  # 07:59 in Berlin
        ("W. Europe Standard Time", "2027-01-04 07:00", "office"),
        ("W. Europe Standard Time", "2027-07-05 06:00", "office"),  # summer: 08:00 in Berlin
        ("W. Europe Standard Time", "2027-07-05 05:59", "night"),
        ("Eastern Standard Time", "2027-01-04 12:59", "night"),
        ("Eastern Standard Time", "2027-01-04 13:00", "office"),
        ("India Standard Time", "2027-01-04 02:30", "office"),
        ("UTC", "2027-07-05 08:00", "office"),
    ],
)
def test_times_are_wall_clock_times_of_the_zone(zone: str, at: str, name: str) -> None:  # UND: schedule.timeZone
    days = ["mon", "tue", "wed", "thu", "fri"]
    office = profile("office", az.Recurring(days, "08:00", time_zone=zone))
    night = profile("night", az.Recurring(days, "18:00", time_zone=zone))
    assert active(at, office, night) == name


@pytest.mark.parametrize(
    ("at", "name"),
    [
        ("2027-03-28 00:59", "before"),  # Berlin 01:59; the next minute is 03:00
        ("2027-03-28 01:00", "after"),  # a start at 02:30 acts at the first moment after the gap
        ("2027-10-31 00:29", "before"),  # Berlin 02:29, summer time
        ("2027-10-31 00:30", "after"),  # 02:30, first pass
        ("2027-10-31 01:30", "after"),  # 02:30 again
    ],
)
def test_days_on_which_the_clock_changes(at: str, name: str) -> None:
    # not documented; the choice stands in azstudy.simulate.scaling.choices
    spring = az.FixedDate(datetime(2027, 3, 28, 2, 30), datetime(2027, 4, 1), time_zone="W. Europe")
    autumn = az.FixedDate(datetime(2027, 10, 31, 2, 30), datetime(2027, 11, 1), time_zone="W. Europe")
    when = spring if at < "2027-06" else autumn
    assert active(at, profile("before"), profile("after", when)) == name


def test_a_profile_change_is_in_the_log() -> None:  # MUL: from twelve to the ten of the next profile
    day = az.Profile("day", minimum=3, maximum=20, when=az.Recurring("mon", "08:00"))
    evening = az.Profile("evening", minimum=2, maximum=10, when=az.Recurring("mon", "20:00"))
    setting = az.AutoscaleSetting("breathe", "web", profiles=[day, evening])
    run = az.simulate.replay(setting, instances=12, metrics={"x": [1] * 10}, start="2027-01-04 19:55")
    assert run.final == 10
    assert [line.action for line in run.timeline] == ["profile", "back between the limits"]
