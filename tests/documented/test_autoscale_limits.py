"""Autoscale settings: limits, what can drive a rule, time zones, thresholds that make scale-in impossible.

Sources: MicrosoftDocs/azure-monitor-docs articles/azure-monitor/autoscale/:
    UND autoscale-understanding-settings.md@002d4a39 (2026-08), BES autoscale-best-practices.md@0874256c (2026-08) and
    @07d7c221 (2022), FLA autoscale-flapping.md@705f5597, PRE autoscale-predictive.md@0dc1e484,
    ACM autoscale-common-metrics.md@0e35105e (2024-11);
    Azure/azure-resource-manager-schemas schemas/2022-10-01/Microsoft.Insights.json@a1454431.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

import azstudy as az
from azstudy.errors import InvalidInputError

OUT, BACK = az.ScaleRule("Percentage CPU > 75", "out 1"), az.ScaleRule("Percentage CPU < 25", "in 1")


def broken(*profiles: object, machine: object = None, **fields: object) -> set[str]:
    target = machine or az.ScaleSet("web", "D4s_v5")
    setting = az.AutoscaleSetting("breathe", "web", profiles=profiles, **fields)
    return set(az.review(az.Design("shop", [target, setting], region="westeurope")).rule_ids)


def profile(*rules: object, name: str = "default", **fields: object) -> object:
    return az.Profile(name, rules, **{"minimum": 1, "maximum": 10} | fields)


def test_twenty_profiles_of_ten_rules() -> None:  # UND
    rest = [profile(OUT, BACK, name=f"p{n}", when=az.Recurring("sat", f"{n:02}:00")) for n in range(19)]
    assert "autoscale-02" not in broken(profile(), *rest)
    assert "autoscale-02" in broken(profile(), profile(name="one too many"), *rest)
    assert "autoscale-03" not in broken(profile(*[OUT, BACK] * 5))
    assert "autoscale-03" in broken(profile(*[OUT, BACK] * 5, OUT))


def test_one_setting_for_each_resource() -> None:  # UND
    settings = [az.AutoscaleSetting(name, "web", profiles=[profile()]) for name in ("first", "second")]
    review = az.review(az.Design("shop", [az.ScaleSet("web", "D4s_v5"), *settings], region="westeurope"))
    assert "autoscale-01" in review.rule_ids


@pytest.mark.parametrize(("days", "wrong"), [(1, False), (365, False), (366, True)])
def test_a_fixed_date_spans_a_year_at_most(days: int, wrong: bool) -> None:  # UND
    start = datetime(2026, 12, 1)
    sale = profile(name="sale", when=az.FixedDate(start, start + timedelta(days=days)))
    assert ("autoscale-10" in broken(profile(), sale)) is wrong


@pytest.mark.parametrize(("instances", "becomes"), [(1, 3), (8, 6), (4, None)])
def test_the_count_is_brought_between_the_limits(instances: int, becomes: int | None) -> None:  # BES
    web = az.ScaleSet("web", "D4s_v5", instances=instances)
    setting = az.AutoscaleSetting("breathe", "web", profiles=[profile(OUT, BACK, minimum=3, maximum=6)])
    findings = az.review(az.Design("shop", [web, setting], region="westeurope")).notes
    words = [finding.what for finding in findings if finding.rule_id == "autoscale-07"]
    assert words == ([f"web has {instances} instances; the next run makes it {becomes}."] if becomes else [])


@pytest.mark.parametrize(
    ("out", "back", "count", "skipped"),
    [
        ("Percentage CPU > 50", "Percentage CPU < 30", 2, True),  # 30 x 2 / 1 = 60; the page's 28 gives 56
        ("Percentage CPU >= 80", "Percentage CPU <= 60", 3, True),  # 60 x 3 / 2 = 90
        ("Percentage CPU >= 80", "Percentage CPU <= 60", 5, False),  # 60 x 5 / 4 = 75
        ("Percentage CPU > 75", "Percentage CPU < 25", 2, False),
    ],
)
def test_scale_in_is_projected(out: str, back: str, count: int, skipped: bool) -> None:  # FLA, BES
    found = broken(profile(az.ScaleRule(out, "out 1"), az.ScaleRule(back, "in 1"), minimum=count - 1, maximum=count))
    assert ("autoscale-21" in found) is skipped


def test_equal_thresholds_leave_no_gap() -> None:  # FLA: >= 600 and < 600 threads; the page's remedy is < 400
    def found(back: str) -> set[str]:
        return broken(profile(az.ScaleRule("Thread Count >= 600", "out 1"), az.ScaleRule(back, "in 1"), minimum=3))

    assert "autoscale-20" in found("Thread Count < 600")
    assert not {"autoscale-20", "autoscale-21"} & found("Thread Count < 400")


@pytest.mark.parametrize(("minutes", "right"), [(0, False), (5, True), (60, True), (61, False)])
def test_predictive_autoscale_starts_up_to_an_hour_ahead(minutes: int, right: bool) -> None:  # PRE
    found = broken(profile(OUT, BACK), predictive=az.Predictive(look_ahead_min=minutes))
    assert ("autoscale-31" not in found) is right
    assert "autoscale-30" not in found


def test_predictive_autoscale_forecasts_average_cpu_only() -> None:  # PRE
    others = [az.ScaleRule("Network In Total > 9", "out 1"), az.ScaleRule("Percentage CPU > 75 max 10m", "out 1"), BACK]
    assert "autoscale-30" in broken(profile(*others), predictive=az.Predictive())


def usable(metric: str, **fields: object) -> bool:
    trigger = az.MetricTrigger(metric, ">", threshold=50, **fields)
    found = broken(profile(az.ScaleRule(trigger, "out 1"), BACK))
    return not found & {"autoscale-23", "autoscale-24"}


def test_what_can_drive_a_rule() -> None:  # ACM
    assert usable("Percentage CPU")
    assert not usable("\\Memory\\% Committed Bytes In Use")
    assert not usable("Health Probe Status", resource="front")
    assert usable("ApproximateMessageCount", resource="another account's queue")


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("W. Europe Standard Time", True),
        ("Europe/Berlin", False),
        ("UTC", True),
        ("Pacific Standard Time", True),
        ("CET", False),
    ],
)
def test_time_zones_are_windows_names(name: str, taken: bool) -> None:  # Microsoft.Insights.json
    if taken:
        assert str(az.Recurring("sat", time_zone=name).time_zone) == name
    else:
        with pytest.raises(InvalidInputError):
            az.Recurring("sat", time_zone=name)
