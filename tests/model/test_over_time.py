"""The nouns that simulations will run: autoscale conditions, recurrences, galleries, backup policies."""

from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azstudy.errors import InvalidInputError
from azstudy.model.autoscale import (
    AutoscaleSetting,
    FixedDate,
    MetricTrigger,
    Notification,
    Profile,
    Recurring,
    ScaleAction,
    ScaleRule,
)
from azstudy.model.gallery import ImageDefinition, ImageVersion, TargetRegion
from azstudy.model.maintenance import MaintenanceConfiguration, Recurrence
from azstudy.model.protection import BackupPolicy
from azstudy.model.schedule_words import RecurrenceUnit, ScaleType, Weekday, WeekOfMonth


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Percentage CPU > 75 avg 5m", MetricTrigger("Percentage CPU", ">", threshold=75)),
        ("Percentage CPU<=25.5", MetricTrigger("Percentage CPU", "<=", threshold=25.5)),
        ("Queue != 0 max 1h", MetricTrigger("Queue", "!=", threshold=0, time_aggregation="max", window_min=60)),
        (r"\Memory\% Used >= 80 % last", MetricTrigger(r"\Memory\% Used", ">=", threshold=80, time_aggregation="last")),
    ],
)
def test_a_condition_is_read_as_azure_cli_writes_it(text, trigger):
    assert MetricTrigger.parse(text) == trigger


@pytest.mark.parametrize("text", ["Percentage CPU", "> 75", "CPU > many", "CPU > 5 avg 5 weeks", "CPU > 5 mean 5m", ""])
def test_what_is_no_condition_is_refused(text):
    with pytest.raises(InvalidInputError):
        MetricTrigger.parse(text)


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("out 1", ScaleAction("Increase", 1)),
        ("IN by 25 %", ScaleAction("Decrease", 25, type=ScaleType.PERCENT_CHANGE_COUNT)),
        ("to 5", ScaleAction("None", 5, type=ScaleType.EXACT_COUNT)),
    ],
)
def test_an_action_is_read_as_azure_cli_writes_it(text, action):
    assert ScaleAction.parse(text) == action
    assert action.cooldown_min == 5


@pytest.mark.parametrize("text", ["up 1", "out", "out -1", "to 50%", "out 1.5"])
def test_what_is_no_action_is_refused(text):
    with pytest.raises(InvalidInputError, match="is not a scale action"):
        ScaleAction.parse(text)


def test_a_setting_in_a_few_words():
    office = Recurring(["mon", "Tuesday"], "08:00", time_zone="Romance")
    setting = AutoscaleSetting(
        "breathe",
        "web",
        profiles=[
            Profile("office", [ScaleRule("Percentage CPU > 75", "out 2")], minimum=4, maximum=20, when=office),
            Profile("launch", when=FixedDate("2026-12-01 06:00", "2026-12-03 23:00"), default=3),
            Profile("night"),
        ],
        notifications=[Notification(emails="ops@example.com")],
    )
    assert setting.profiles[0].when.days == (Weekday.MONDAY, Weekday.TUESDAY)
    assert setting.profiles[0].when.start == time(8)
    assert setting.profiles[1].when.start == datetime(2026, 12, 1, 6)
    assert [profile.effective_default for profile in setting.profiles] == [4, 3, 1]
    assert setting.profiles[0].rules[0].trigger.threshold == 75


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: FixedDate("2026-12-01T06:00+01:00", "2026-12-02"), r"FixedDate\.start: .* without an offset"),
        (lambda: FixedDate("tomorrow", "2026-12-02"), r"start: 'tomorrow' is not a date and time"),
        (lambda: Recurring(["noday"]), r"Recurring\.days\[0\]: Unknown weekday 'noday'"),
        (lambda: Recurring("Monday", time_zone="Europe/Paris"), r"time_zone: .*Windows names"),
        (lambda: Notification(webhooks="ftp://x"), r"webhooks\[0\]: 'ftp://x' is not an address"),
        (lambda: ImageVersion("1.0"), r"ImageVersion\.number: '1\.0' is not Major\.Minor\.Patch"),
        (lambda: ImageVersion("1.0.0", ["westeurope", "West Europe"]), r"two of kind TargetRegion .* its own region"),
        (lambda: MaintenanceConfiguration("m", "all"), r"scope: Unknown maintenance scope 'all'"),
        (lambda: MaintenanceConfiguration("m", "host", recurrence="Fortnight"), r"recurrence: 'Fortnight' is not a"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_its_place(build, message):
    with pytest.raises(InvalidInputError, match=message):
        build()


@pytest.mark.parametrize(
    "text",
    ["Day", "3Days", "6Hours", "Week", "3Weeks", "Week Saturday,Sunday", "Month", "2Months", "Month day23,day24",
     "Month Last Sunday", "Month Fourth Monday", "Month Last Sunday Offset-3", "Month Third Sunday Offset6"],
)  # fmt: skip
def test_recurrences_as_the_schema_shows_them_come_back_word_for_word(text):
    assert Recurrence.parse(text).text == text


def test_recurrences_are_read_in_other_spellings():
    patch_wednesday = Recurrence("Month", weekdays="Tuesday", week_of_month=WeekOfMonth.SECOND, offset_days=1)
    assert Recurrence.parse("1month second tuesday offset1") == patch_wednesday


@pytest.mark.parametrize(
    "text", ["", "Year", "Day Monday", "Month day40", "Month Fifth Monday", "Week Offset9", "0Days"]
)
def test_what_is_no_recurrence_is_refused(text):
    with pytest.raises(InvalidInputError, match="is not a recurrence"):
        Recurrence.parse(text)


@given(st.sampled_from(RecurrenceUnit), st.integers(1, 99), st.data())
def test_any_recurrence_is_read_from_its_own_text(unit, every, data):
    days = st.lists(st.sampled_from(Weekday), unique=True, max_size=3)
    value = Recurrence(unit, every)
    if unit is RecurrenceUnit.WEEK:
        value = value.evolve(weekdays=data.draw(days))
    elif unit is RecurrenceUnit.MONTH and data.draw(st.booleans()):
        value = value.evolve(month_days=data.draw(st.lists(st.integers(1, 31), max_size=3)))
    elif unit is RecurrenceUnit.MONTH:
        week, day = data.draw(st.sampled_from(WeekOfMonth)), data.draw(st.sampled_from(Weekday))
        value = value.evolve(week_of_month=week, weekdays=day, offset_days=data.draw(st.integers(-6, 6)))
    assert Recurrence.parse(value.text) == value


def test_latest_is_the_highest_number_that_is_not_excluded():
    versions = [
        ImageVersion("1.9.0", "westeurope", end_of_life="2020-01-01"),
        ImageVersion("1.10.0", [TargetRegion("westeurope", exclude_from_latest=True), "northeurope"]),
        ImageVersion("2.0.0", ["westeurope", "northeurope"], exclude_from_latest=True),
    ]
    image = ImageDefinition("web", versions)
    latest = {region: image.latest(region) for region in (None, "westeurope", "northeurope", "eastus")}
    assert {region: found and found.number for region, found in latest.items()} == {
        None: "1.10.0",
        "westeurope": "1.9.0",
        "northeurope": "1.10.0",
        "eastus": None,
    }
    assert ImageDefinition("empty").latest() is None


def test_a_region_overrides_the_common_replicas_and_storage():
    targets = [TargetRegion("westeurope", 10, storage="Standard_ZRS"), TargetRegion("northeurope", 0), "eastus"]
    version = ImageVersion("1.0.0", targets, replicas=2)
    assert [version.replicas_in(region) for region in ("westeurope", "northeurope", "eastus", "uksouth")] == [
        10,
        0,
        2,
        None,
    ]
    assert version.storage_in("westeurope").value == "Standard_ZRS"
    assert (version.storage_in("eastus").value, version.storage_in("uksouth")) == ("Standard_LRS", None)


def test_snapshots_stay_as_the_policy_type_says():
    policies = [("V1", "Daily"), ("V1", "Weekly"), ("V2", "Hourly"), ("V2", "Weekly")]
    days = [BackupPolicy("p", kind, frequency=frequency).effective_snapshot_days for kind, frequency in policies]
    assert days == [2, 5, 7, 7]
    assert BackupPolicy("p", snapshot_days=1).effective_snapshot_days == 1
