"""OS image windows of scale sets, and host windows of one's own hosts."""

from __future__ import annotations

from typing import Any

import pytest
from simulate.upkeep.estate import estate, vm

import azstudy as az

DECEMBER = {"since": "2026-12-01", "until": "2027-01-01", "released": ["2026-12-01"]}


def image_window(**fields: Any) -> az.MaintenanceConfiguration:
    given = {"start": "2026-12-06 01:00", "recurrence": "Week Sunday", "duration_min": 300}
    return az.MaintenanceConfiguration("images", "OSImage", **{**given, **fields})


def scale_set(instances: int, **fields: Any) -> az.ScaleSet:
    upgrade = az.UpgradePolicy("Rolling", automatic_os_upgrade=True)
    given = {"instances": instances, "upgrade": upgrade, "maintenance": ["images"], "orchestration": "Uniform"}
    return az.ScaleSet("web", "D2s_v5", **{**given, **fields})


def test_a_fifth_at_once_zone_after_zone() -> None:
    found = az.simulate.maintenance(estate(image_window(), scale_set(20, zones=[1, 2, 3])), **DECEMBER)
    assert len(found.patched) == 20 and not found.not_patched
    batches: dict[Any, list[Any]] = {}
    for one in found.visits:
        batches.setdefault(one.begins, []).append(one)
    assert max(map(len, batches.values())) == 4
    assert all(len({one.zone for one in batch}) == 1 for batch in batches.values())
    assert found.lowest("web") == 16


def test_what_does_not_fit_waits_for_the_next_window() -> None:
    own = az.UpgradePolicy("Rolling", az.RollingUpgrade(max_batch_percent=5), automatic_os_upgrade=True)
    found = az.simulate.maintenance(estate(image_window(), scale_set(25, upgrade=own)), **DECEMBER)
    days = [f"{one.begins:%d}" for one in found.visits if one.begins]
    assert days == ["06"] * 20 + ["13"] * 5
    assert ("window-too-short", "web/24") in {(one.code, one.subject) for one in found.findings}
    assert all(one.ends and one.ends <= one.closes for one in found.visits if one.begins)


def test_a_scale_set_without_automatic_upgrades_is_left_alone() -> None:
    found = az.simulate.maintenance(estate(image_window(), scale_set(3, upgrade="Manual")), **DECEMBER)
    assert found.patched == () and "automatic OS upgrades" in found.not_patched["web/0"]


@pytest.mark.parametrize(("every", "late"), [("5Weeks Sunday", False), ("2Months First Sunday", True)])
def test_hosts_pause_in_their_window_within_35_days(every: str, late: bool) -> None:
    window = az.MaintenanceConfiguration("hosts", "Host", start="2026-12-01 01:00", recurrence=every, duration_min=120)
    group = az.HostGroup("rack", [az.DedicatedHost("h1", "DSv3-Type1")], maintenance=["hosts"])
    on_it = vm("a", "Manual", own=False).evolve(host_group="rack", host="h1")
    found = az.simulate.maintenance(
        estate(window, group, on_it), since="2026-12-01", until="2027-03-01", released=["2026-12-08"]
    )
    assert [one.machine for one in found.visits if one.kind == "host"] == ["a"]
    assert found.capacity == ()  # a pause is no restart
    assert ("host-late" in {one.code for one in found.findings}) is late
