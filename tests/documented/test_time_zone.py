"""Time zones: Windows names only, on the calendar with daylight saving.

Source: Azure/azure-resource-manager-schemas Microsoft.Insights.json@a1454431 and Microsoft.Maintenance.json@a1454431
(`timeZone`); the IANA zone behind each name from CLDR's windowsZones table.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

import azstudy as az


def in_a_configuration(zone: str) -> object:
    return az.MaintenanceConfiguration("night", "guest", start="2026-12-06 02:00", time_zone=zone)


def in_a_profile(zone: str) -> object:
    return az.Recurring(["sat", "sun"], "00:01", time_zone=zone)


@pytest.mark.parametrize("take", [in_a_configuration, in_a_profile])
@pytest.mark.parametrize(
    ("zone", "right"),
    [
        ("W. Europe Standard Time", True),
        ("Europe/Berlin", False),
        ("UTC", True),
        ("Pacific Standard Time", True),
        ("CET", False),
    ],
)
def test_windows_names_are_taken_and_no_others(take: Callable[[str], object], zone: str, right: bool) -> None:
    if right:
        assert take(zone)
    else:
        with pytest.raises(az.errors.InvalidInputError):
            take(zone)


@pytest.mark.parametrize(
    ("zone", "winter", "summer"),
    [
        ("UTC", "02:00", "02:00"),
        ("W. Europe Standard Time", "01:00", "00:00"),
        ("GMT Standard Time", "02:00", "01:00"),
        ("Pacific Standard Time", "10:00", "09:00"),
        ("US Mountain Standard Time", "09:00", "09:00"),
        ("India Standard Time", "20:30", "20:30"),
    ],
)
def test_a_window_stays_at_its_hour_on_the_wall(zone: str, winter: str, summer: str) -> None:
    schedule = az.MaintenanceConfiguration(
        "night", "guest", start="2026-01-05 02:00", recurrence="Week Monday", time_zone=zone
    )
    vm = az.VirtualMachine(
        "vm", "D2s_v5", patching=az.Patching("AutomaticByPlatform", customer_schedule=True), maintenance="night"
    )
    found = az.simulate.maintenance(
        az.Design("shop", [schedule, vm], region="westeurope"),
        since="2026-01-01",
        until="2026-12-01",
        released=["2026-01-02", "2026-07-01"],
    )
    assert [f"{one.opens:%H:%M}" for one in found.visits] == [winter, summer]
