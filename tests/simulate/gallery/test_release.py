"""The release of an image version by way of a canary region."""

from __future__ import annotations

from typing import Any

import pytest

import azstudy as az
from azstudy.simulate import Customizer, image_release

SETS = {"West Europe": 5, "northeurope": 4, "eastus": 3}


def standing(run: Any) -> list[tuple[str, str, str | None]]:
    return [(one.region, one.status, one.after) for one in run.regions]


def test_a_good_version_goes_first_to_the_canary_and_then_everywhere() -> None:
    run = image_release(SETS, canary="northeurope")
    assert run.released and run.number == "1.0.1"
    assert standing(run) == [
        ("northeurope", "upgraded", "1.0.1"),
        ("westeurope", "upgraded", "1.0.1"),
        ("eastus", "upgraded", "1.0.1"),
    ]
    at = {(one.action, one.subject): one.at_s for one in run.timeline}
    canary_done = max(one.at_s for one in run.timeline.only("batch", subject="northeurope"))
    assert at["judge", ""] == canary_done + 3600
    for region in ("westeurope", "eastus"):
        assert at["judge", ""] < at["replicated", region] < at["automatic OS upgrade", region]
    assert [one.at_s for one in run.timeline] == sorted(one.at_s for one in run.timeline)


def test_a_version_that_never_answers_stays_in_the_canary() -> None:
    run = image_release(SETS, canary="westeurope", version="answers 404")
    assert not run.released
    assert standing(run) == [
        ("westeurope", "old disks back", "1.0.0"),
        ("northeurope", "untouched", "1.0.0"),
        ("eastus", "untouched", "1.0.0"),
    ]
    assert run.regions[1].because == "the version is not replicated to northeurope"


def test_a_version_that_falls_ill_later_is_caught_by_watching() -> None:
    late = "crashes after 10 min"
    watched = image_release(SETS, canary="westeurope", version=late)
    assert not watched.released and watched.regions[0].status == "ill"
    assert watched.regions[0].after == "1.0.0"


@pytest.mark.parametrize(("watch", "released", "standing_at_the_end"), [(60, True, "ill"), (200, False, "ill")])
def test_what_falls_ill_after_the_watch_is_not_seen(watch: float, released: bool, standing_at_the_end: str) -> None:
    run = image_release(SETS, canary="westeurope", version="crashes after 90 min", watch_min=watch)
    assert run.released is released
    assert run.regions[0].status == standing_at_the_end
    assert {one.status for one in run.regions[1:]} == ({"ill"} if released else {"untouched"})


def test_without_release_the_others_keep_what_they_have() -> None:
    run = image_release(SETS, canary="westeurope", release=False)
    assert standing(run)[0] == ("westeurope", "upgraded", "1.0.1")
    assert {one.after for one in run.regions[1:]} == {"1.0.0"} and not run.released


def test_a_build_that_fails_changes_nothing() -> None:
    run = image_release(SETS, canary="westeurope", steps=[Customizer(name="x", fails=True)])
    assert run.number is None and {one.status for one in run.regions} == {"untouched"}
    assert {one.after for one in run.regions} == {"1.0.0"}


def test_scale_sets_of_ones_own() -> None:
    own = az.ScaleSet(
        "web",
        "D2s_v5",
        instances=4,
        upgrade=az.UpgradePolicy("Rolling", automatic_os_upgrade=True),
        health_extension=az.HealthExtension(),
    )
    run = image_release({"westeurope": own}, canary="westeurope")
    assert [one.subject for one in run.timeline.only("batch")] == ["westeurope"] * 4
    assert list(run.to_frame()["status"]) == ["upgraded"] and str(run) == run.text


@pytest.mark.parametrize(
    "given",
    [
        {"scale_sets": {}, "canary": "westeurope"},
        {"scale_sets": SETS, "canary": "uksouth"},
        {"scale_sets": {"x": 1}, "canary": "x"},
        {"scale_sets": SETS, "canary": "westeurope", "watch_min": -1},
        {"scale_sets": SETS, "canary": "westeurope", "watch_min": float("nan")},
    ],
)
def test_bad_input(given: dict[str, Any]) -> None:
    with pytest.raises(az.errors.AzstudyError):
        image_release(**given)
