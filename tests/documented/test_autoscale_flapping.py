"""Autoscale's flapping guard, by Microsoft's worked examples.

Sources: MicrosoftDocs/azure-monitor-docs articles/azure-monitor/autoscale/: FLA autoscale-flapping.md@705f5597
    (2024-11), BES autoscale-best-practices.md@0874256c (2026-08);
    MicrosoftDocs/azure-docs, same path @07d7c221 (2022): BE22.
"""

from __future__ import annotations

import pytest

import azstudy as az

CPU = "Percentage CPU"


def rules(out: str, back: str, step: int = 1) -> list[tuple[str, str]]:
    return [(out, f"out {step}"), (back, "in 1")]


FIFTY_THIRTY = rules("Percentage CPU > 50", "Percentage CPU < 30")
THREADS = rules("Thread Count >= 600", "Thread Count < 600")
THREADS_APART = rules("Thread Count >= 600", "Thread Count < 400")


@pytest.mark.parametrize(("instances", "cpu", "becomes"), [(1, 56, 2), (2, 28, 2), (2, 24.9, 1), (2, 25, 1)])
def test_cpu_above_50_and_below_30(instances: int, cpu: float, becomes: int) -> None:  # FLA, first example
    assert az.simulate.decide(FIFTY_THIRTY, instances=instances, metrics=cpu).target == becomes


def test_the_first_example_says_why_it_waits() -> None:  # FLA
    found = az.simulate.decide(FIFTY_THIRTY, instances=2, metrics=28)
    assert found.decision.event == "Flapping"
    assert found.because == "28 % on 2 instances would be 56 % on 1, above 50."


def test_no_loop_arises() -> None:  # FLA: without the guard the count would go 1, 2, 1, 2 ...
    run = az.simulate.replay(FIFTY_THIRTY, instances=1, metrics=[56.0] * 60, shared=True)
    assert run.final == 2
    assert [one.action for one in run.timeline.only("scale out", "scale in")] == ["scale out"]
    assert len(run.timeline.only("scale in skipped")) > 40


@pytest.mark.parametrize(
    ("given", "total", "instances", "becomes"),
    [
        (THREADS, 1250, 2, 3),  # 625 each
        (THREADS, 1250, 3, 3),  # 417 each, 625 on two
        (THREADS_APART, 1250, 2, 3),
        (THREADS_APART, 1250, 3, 3),  # 417 is between the thresholds
        (THREADS_APART, 1180, 3, 2),  # 393 each, 590 on two
        (THREADS_APART, 1180, 2, 2),
    ],
)
def test_thread_counts(given: list[tuple[str, str]], total: int, instances: int, becomes: int) -> None:  # FLA
    assert az.simulate.decide(given, instances=instances, metrics=total / instances).target == becomes


def test_thread_counts_divided_by_the_instances() -> None:  # FLA: the same from the sum of all instances
    def rule(sign: str, threshold: float, action: str) -> az.ScaleRule:
        trigger = az.MetricTrigger("Thread Count", sign, threshold=threshold, statistic="Sum", divide_per_instance=True)
        return az.ScaleRule(trigger, action)

    given = [rule(">=", 600, "out 1"), rule("<", 600, "in 1")]
    found = az.simulate.decide(given, instances=3, metrics=1250)
    assert found.target == 3
    assert found.readings[0].value == pytest.approx(416.67, abs=0.01)
    assert "416.7 on 3 instances would be 625 on 2" in found.because


BY_TEN = [("Requests >= 200", "out 20"), ("Percentage CPU > 70", "out 20"), ("Requests <= 50", "in 10")]


def test_a_step_is_made_smaller() -> None:  # FLA, third example
    # the page says that it "may" go to 27; its own estimate gives 65 x 30 / 27 = 72.2 there, and 69.6 on 28
    found = az.simulate.decide(BY_TEN, instances=30, metrics={"Requests": 50, CPU: 65})
    assert found.target == 28
    assert found.decision.event == "FlappingOccurred"
    assert "65 % on 30 instances would be 97.5 % on 20, above 70; 28 is safe" in found.because


def test_nothing_happens_between_the_thresholds() -> None:  # FLA, T0 of the third example
    found = az.simulate.decide(BY_TEN, instances=30, metrics={"Requests": 100, CPU: 65})
    assert found.target == 30
    assert found.decision is None


@pytest.mark.parametrize(("cpu", "becomes"), [(60, 3), (53, 2), (54, 3)])
def test_eighty_and_sixty(cpu: float, becomes: int) -> None:  # BE22: 60 x 3 / 2 = 90
    given = rules("Percentage CPU >= 80", "Percentage CPU <= 60")
    assert az.simulate.decide(given, instances=3, metrics=cpu).target == becomes


def test_scale_out_is_not_checked() -> None:  # FLA: "checking for potential flapping doesn't occur for scale-out"
    far = rules("Percentage CPU > 50", "Percentage CPU < 45", step=8)
    assert az.simulate.decide(far, instances=2, metrics=51).target == 10  # 10.2 on ten, far below 45


def test_where_scale_in_really_happens() -> None:  # derived from FLA's arithmetic
    given = rules("Percentage CPU > 60", "Percentage CPU < 45")
    points = {p.count: p for p in az.simulate.scale_in_points(given, counts=[10, 4, 3, 2])}
    assert [(p.count, p.value, p.by) for p in points.values()] == [
        (10, 45, "threshold"),
        (4, 45, "threshold"),  # the guard allows 45 too, and the rule wants less
        (3, 40, "guard"),
        (2, 30, "guard"),
    ]
    for point in points.values():
        at = az.simulate.decide(given, instances=point.count, metrics=point.value)
        above = az.simulate.decide(given, instances=point.count, metrics=point.value + 0.1)
        below = az.simulate.decide(given, instances=point.count, metrics=point.value - 0.1)
        assert (at.acted, above.acted, below.acted) == (point.inclusive, False, True)
