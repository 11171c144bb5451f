"""Runs of Image Builder templates."""

from __future__ import annotations

from typing import Any

import pytest

import azstudy as az
from azstudy.simulate import Customizer, ImageSource, image_build

WINDOWS = ImageSource(os="windows")


def test_steps_go_in_order_and_a_version_comes_out() -> None:
    run = image_build(steps=["first", Customizer(name="second", minutes=20)], published=["1.4.0"])
    assert (run.status, run.number, run.minutes) == ("succeeded", "1.4.1", 50)
    assert [one.action for one in run.timeline] == ["build VM", "customize", "customize", "distribute"]
    assert [one.at_s / 60 for one in run.timeline] == [0, 10, 15, 50]


def test_the_first_step_that_fails_ends_it() -> None:
    run = image_build(steps=["a", Customizer(name="b", fails=True), "c"])
    assert run.status == "failed" and run.number is None
    assert "c" not in [one.subject for one in run.timeline]


@pytest.mark.parametrize(("anyway", "number"), [(False, None), (True, "1.0.0")])
def test_a_validator_that_fails_fails_the_run(anyway: bool, number: str | None) -> None:
    run = image_build(validators=[Customizer(name="smoke", fails=True)], distribute_anyway=anyway)
    assert (run.status, run.number) == ("failed", number)


@pytest.mark.parametrize(("minutes", "status"), [(214, "succeeded"), (216, "failed"), (240, "failed")])
def test_the_default_limit_is_240_minutes(minutes: float, status: str) -> None:
    run = image_build(steps=[Customizer(name="long", minutes=minutes)])
    assert run.status == status
    assert image_build(steps=[Customizer(name="long", minutes=minutes)], timeout_min=0) == run


@pytest.mark.parametrize(("limit", "taken"), [(5, False), (6, True), (960, True), (961, False)])
def test_limits_of_the_limit(limit: float, taken: bool) -> None:
    assert (image_build(timeout_min=limit).status != "refused") is taken


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"identity": False}, "user-assigned identity"),
        ({"source": ImageSource(os_state="Specialized")}, "generalized"),
        ({"source": ImageSource(kind="ManagedImage", regions=["eastus"])}, "subscription and region"),
        (
            {"source": ImageSource(kind="ManagedImage", regions=["westeurope"], same_subscription=False)},
            "subscription and region",
        ),
        ({"source": ImageSource(kind="SharedImageVersion", regions=["eastus"])}, "not replicated to the template"),
        ({"source": WINDOWS, "definition": az.ImageDefinition("web")}, "Windows and the definition is for Linux"),
        ({"source": ImageSource(generation="V1", security="Standard"), "definition": az.ImageDefinition("w")}, "keeps"),
        ({"steps": [Customizer(name="restart", kind="WindowsRestart")]}, "step for Windows"),
    ],
)
def test_what_a_template_is_refused_for(given: dict[str, Any], words: str) -> None:
    run = image_build(**given)
    assert run.status == "refused" and run.number is None and not len(run.timeline)
    assert any(words in one for one in run.refusals)


def test_sources_in_place_are_taken() -> None:
    for kind in ("ManagedImage", "SharedImageVersion"):
        assert image_build(ImageSource(kind=kind, regions=["westeurope"])).status == "succeeded"
    assert image_build(WINDOWS, timeout_min=40).advice and not image_build(WINDOWS, timeout_min=60).advice


def test_the_source_scheme_takes_the_source_number() -> None:
    assert image_build(ImageSource(number="22.4.1"), scheme="Source").number == "22.4.1"


def test_it_reads_as_text_and_as_a_table() -> None:
    run = image_build(steps=["a"])
    assert str(run) == run.text and "Build succeeded: version 1.0.0" in run.text
    assert list(run.to_frame()["action"]) == ["build VM", "customize", "distribute"]


@pytest.mark.parametrize(
    "make",
    [
        lambda: ImageSource(kind="Disk"),
        lambda: Customizer(name="a", kind="Ansible"),
        lambda: Customizer(name="a", minutes=-1),
        lambda: image_build(scheme="x"),
    ],
)
def test_bad_input(make: Any) -> None:
    with pytest.raises(az.errors.AzstudyError):
        make()


def test_a_region_may_be_written_in_words() -> None:
    source = ImageSource(kind="SharedImageVersion", number="1.0.0", regions=["West Europe"])
    assert image_build(source, region="westeurope").status == "succeeded"
    assert image_build(source, region="North Europe").status == "refused"


def test_validators_have_to_fit_the_system_too() -> None:
    refused = image_build(validators=[Customizer(name="test", kind="PowerShell")])
    assert refused.refusals == ("test: PowerShell is a step for Windows",)


def test_the_source_scheme_asks_what_latest_stands_for() -> None:
    with pytest.raises(az.errors.InvalidInputError, match="stands for"):
        image_build(scheme="Source")
    assert image_build(ImageSource(number="22.04.20261105"), scheme="Source").number == "22.4.20261105"


def test_a_timeout_in_words_is_told_so() -> None:
    with pytest.raises(az.errors.InvalidInputError, match="no number of minutes"):
        image_build(timeout_min="PT4H")  # type: ignore[arg-type]
