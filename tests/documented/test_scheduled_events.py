"""Scheduled Events: types, notice, address, when the service is on.

Sources: MicrosoftDocs/azure-compute-docs articles/virtual-machines/linux/scheduled-events.md@533281db (2023-01),
articles/virtual-machine-scale-sets/virtual-machine-scale-sets-terminate-notification.md@883ff7bb.
"""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.errors import InvalidInputError
from azstudy.simulate import scheduled_event, scheduled_event_types


@pytest.mark.parametrize(
    ("kind", "minutes"), [("Freeze", 15), ("Reboot", 15), ("Redeploy", 10), ("Preempt", 0.5), ("Terminate", 5)]
)
def test_the_least_notice(kind: str, minutes: float) -> None:
    assert scheduled_event(kind).notice_s == minutes * 60
    assert scheduled_event_types().set_index("event")["notice_min"][kind] == minutes


def test_the_five_types() -> None:
    assert list(scheduled_event_types()["event"]) == ["Freeze", "Reboot", "Redeploy", "Preempt", "Terminate"]


def test_address_and_header() -> None:
    read = next(one for one in scheduled_event("Reboot").timeline if one.action == "read")
    assert "169.254.169.254" in read.because and "Metadata: true" in read.because


@pytest.mark.parametrize(("minutes", "valid"), [(4, False), (5, True), (15, True), (16, False)])
def test_the_notice_before_deletion_can_be_set(minutes: float, valid: bool) -> None:
    if valid:
        assert scheduled_event("Terminate", notice_min=minutes).notice_s == minutes * 60
    else:
        with pytest.raises(InvalidInputError):
            scheduled_event("Terminate", notice_min=minutes)
    one = az.ScaleSet("web", "D2s_v5", terminate_notification_min=minutes)
    broken = az.review(az.Design("shop", [one], region="westeurope")).rule_ids
    assert ("scaleset-77" not in broken) is valid


@pytest.mark.parametrize(("hours", "on"), [(1, True), (23, True), (24, False), (30, False)])
def test_off_after_a_day_without_a_request(hours: float, on: bool) -> None:
    assert (scheduled_event("Freeze", quiet_h=hours).heard_s is not None) is on


def test_the_rough_guideline_of_a_pause() -> None:
    run = scheduled_event("Freeze", approve=False)
    at = {one.action: one.at_s for one in run.timeline}
    assert (at["Started"], at["over"] - at["Started"], at["removed"] - at["Started"]) == (15 * 60, 7, 10 * 60)


def test_a_hardware_failure_begins_as_started() -> None:
    assert scheduled_event("Reboot", hardware_failure=True).timeline[0].action == "Started"


def test_approval_starts_it_before_its_time() -> None:
    assert scheduled_event("Reboot", drain_s=30).started_s < 15 * 60
