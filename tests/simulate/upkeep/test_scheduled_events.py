"""Scheduled Events: notice, polling, draining, approval."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import azstudy as az
from azstudy.simulate import scheduled_event

TYPES = ("Freeze", "Reboot", "Redeploy", "Preempt", "Terminate")


@given(st.sampled_from(TYPES), st.floats(0.5, 2000), st.floats(0, 2000), st.booleans())
def test_it_never_starts_late_and_early_only_when_approved(kind: str, poll: float, drain: float, approve: bool) -> None:
    run = scheduled_event(kind, poll_s=poll, drain_s=drain, approve=approve)
    assert 0 <= run.started_s <= run.notice_s
    assert (run.started_s < run.notice_s) <= (approve and run.ready)
    assert run.ready is (run.spare_s is not None and run.spare_s >= 0)
    assert run.ready or run.findings
    times = [one.at_s for one in run.timeline]
    assert times == sorted(times)


def test_approving_saves_the_waiting() -> None:
    assert scheduled_event("Reboot", poll_s=1, drain_s=60).started_s == 61
    assert scheduled_event("Reboot", poll_s=1, drain_s=60, approve=False).started_s == 900


def test_asking_too_seldom_hears_nothing_of_an_eviction() -> None:
    run = scheduled_event("Preempt", poll_s=60, drain_s=5)
    assert run.heard_s is None and not run.ready and "may not hear" in run.findings[0]


def test_a_broken_host_gives_no_notice() -> None:
    run = scheduled_event("Redeploy", hardware_failure=True)
    assert (run.notice_s, run.started_s, run.ready) == (0, 0, False)
    assert run.timeline[0].action == "Started"


@pytest.mark.parametrize(("hours", "heard"), [(0, True), (23.9, True), (24, False)])
def test_the_service_sleeps_after_a_day_without_a_request(hours: float, heard: bool) -> None:
    assert (scheduled_event("Freeze", quiet_h=hours).heard_s is not None) is heard


@pytest.mark.parametrize(("minutes", "ready"), [(5, False), (10, True)])
def test_a_longer_notice_before_deletion(minutes: float, ready: bool) -> None:
    assert scheduled_event("terminate", drain_s=400, notice_min=minutes).ready is ready


def test_no_longer_notice_is_advised_where_there_is_none() -> None:
    short, longest = (scheduled_event("Terminate", drain_s=s, notice_min=m) for s, m in ((400, 5), (2000, 15)))
    assert "Set a longer notice" in short.findings[0]
    assert "Drain faster" in longest.findings[0]


def test_others_on_the_host_can_hold_it_back() -> None:
    run = scheduled_event("Reboot", drain_s=60, shared_host=True)
    assert (run.started_s, run.ready) == (900, True)
    assert "others on the host have not" in run.text and "the notice is over" in run.text


def test_a_pause_with_little_notice() -> None:
    assert not scheduled_event("Freeze", drain_s=60, notice_min=0.5).ready
    assert scheduled_event("Freeze", drain_s=20, notice_min=0.5).ready


def test_what_each_takes() -> None:
    assert "local disks" in scheduled_event("Redeploy").loses
    assert scheduled_event("Preempt").ended_s is None and scheduled_event("Freeze").ended_s is not None
    run = scheduled_event("Freeze")
    assert str(run) == run.text and list(run.to_frame()["action"]) == [
        "Scheduled",
        "read",
        "drained",
        "Started",
        "over",
        "removed",
    ]


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("Pause", {}),
        ("Freeze", {"notice_min": 16}),
        ("Freeze", {"notice_min": "10"}),
        ("Reboot", {"notice_min": 6}),
        ("Preempt", {"hardware_failure": True}),
        ("Terminate", {"notice_min": 4}),
        ("Terminate", {"notice_min": 16}),
        ("Freeze", {"poll_s": 0}),
        ("Freeze", {"poll_s": "1"}),
        ("Freeze", {"drain_s": None}),
        ("Freeze", {"drain_s": -1}),
        ("Freeze", {"quiet_h": -1}),
    ],
)
def test_bad_input(kind: str, given: dict[str, Any]) -> None:
    with pytest.raises(az.errors.AzstudyError):
        scheduled_event(kind, **given)
