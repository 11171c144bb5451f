"""Which rules act together: any out, all in, the largest result; limits; missing metrics.

Sources: MicrosoftDocs/azure-monitor-docs articles/azure-monitor/autoscale/: BES autoscale-best-practices.md@0874256c,
    UND autoscale-understanding-settings.md@002d4a39 (both 2026-08), MUL autoscale-multiprofile.md@281288dc,
    FLA autoscale-flapping.md@705f5597, DIA autoscale-diagnostics.md@0dc1e484.
"""

from __future__ import annotations

import pytest

import azstudy as az

FOUR = [
    ("Percentage CPU < 30", "in 1"),
    ("Memory < 50", "in 1"),
    ("Percentage CPU > 75", "out 1"),
    ("Memory > 75", "out 1"),
]


@pytest.mark.parametrize(
    ("cpu", "memory", "becomes"), [(76, 50, 6), (50, 76, 6), (25, 51, 5), (29, 49, 4), (30, 49, 5), (29, 50, 5)]
)
def test_out_on_any_in_on_all(cpu: float, memory: float, becomes: int) -> None:  # BES
    found = az.simulate.decide(FOUR, instances=5, metrics={"Percentage CPU": cpu, "Memory": memory})
    assert found.target == becomes


def test_scale_in_is_looked_at_only_if_nothing_scales_out() -> None:  # UND
    found = az.simulate.decide(
        [("Percentage CPU > 70", "out 1"), ("Memory < 30", "in 1")],
        instances=5,
        metrics={"Percentage CPU": 80, "Memory": 10},
    )
    assert (found.decision.action, found.target) == ("scale out", 6)


@pytest.mark.parametrize(
    ("actions", "instances", "becomes"),
    [
        (("out 3", "out 5"), 4, 9),
        (("out 3", "out 15%"), 10, 13),
        (("out 3", "out 50%"), 10, 15),
        (("out 1", "to 8"), 4, 8),
    ],
)
def test_the_largest_scale_out_wins(actions: tuple[str, ...], instances: int, becomes: int) -> None:  # UND
    given = [("Percentage CPU > 50", action) for action in actions]
    assert az.simulate.decide(given, instances=instances, metrics=90, maximum=20).target == becomes


@pytest.mark.parametrize(
    ("actions", "instances", "becomes"), [(("in 50%", "in 3"), 10, 7), (("in 50%", "in 6"), 10, 5), (("in 9",), 10, 1)]
)
def test_scale_in_leaves_as_many_as_it_can(actions: tuple[str, ...], instances: int, becomes: int) -> None:  # UND
    given = [("Percentage CPU < 50", action) for action in actions]
    assert az.simulate.decide(given, instances=instances, metrics=1).target == becomes


@pytest.mark.parametrize(("instances", "becomes"), [(1, 3), (8, 6), (4, 4), (3, 3), (6, 6)])
def test_the_limits_come_first(instances: int, becomes: int) -> None:  # BES: a manual count is reset
    found = az.simulate.decide(FOUR, instances=instances, metrics={}, minimum=3, maximum=6)
    busy = {"Percentage CPU": 50, "Memory": 60}
    assert az.simulate.decide(FOUR, instances=instances, metrics=busy, minimum=3, maximum=6).target == becomes
    assert found.target == becomes


def test_the_new_profile_brings_its_maximum() -> None:  # MUL: twelve instances, and the default allows ten
    found = az.simulate.decide(FOUR, instances=12, metrics={"Percentage CPU": 50, "Memory": 60}, minimum=2, maximum=10)
    assert (found.target, found.decision.action) == (10, "back between the limits")


@pytest.mark.parametrize(("instances", "becomes"), [(2, 4), (4, 4), (6, 6)])
def test_without_metrics_the_default_is_the_least(instances: int, becomes: int) -> None:  # UND, BES
    profile = az.Profile("p", [az.ScaleRule("Percentage CPU > 70", "out 1")], minimum=1, maximum=10, default=4)
    found = az.simulate.decide(profile, instances=instances, metrics=None)
    assert found.target == becomes
    assert found.decisions[0].event == "MetricFailure"  # DIA


def test_no_action_beyond_the_limits() -> None:  # UND
    assert az.simulate.decide(FOUR, instances=6, metrics={"Percentage CPU": 99, "Memory": 9}, maximum=6).target == 6
    assert az.simulate.decide(FOUR, instances=2, metrics={"Percentage CPU": 9, "Memory": 9}, minimum=2).target == 2
    wide = [("Percentage CPU > 50", "out 20")]
    assert az.simulate.decide(wide, instances=3, metrics=99, maximum=10).target == 10


@pytest.mark.parametrize(
    ("cpu", "event"), [(90, "Autoscale scale up initiated"), (5, "Autoscale scale down initiated")]
)
def test_events_have_azures_names(cpu: float, event: str) -> None:  # DIA
    given = [("Percentage CPU > 70", "out 1"), ("Percentage CPU < 20", "in 1")]
    assert az.simulate.decide(given, instances=3, metrics=cpu).decision.event == event


def test_a_disabled_setting_does_nothing() -> None:  # UND: enabled
    profile = az.Profile("p", [az.ScaleRule("Percentage CPU > 70", "out 1")], minimum=3, maximum=10)
    setting = az.AutoscaleSetting("breathe", "web", profiles=[profile], enabled=False)
    assert not az.simulate.decide(setting, instances=1, metrics=99).acted
