"""Image Builder: how versions are numbered, security types at both ends, limits of the build time, what is built from.

Sources: MicrosoftDocs/azure-compute-docs articles/virtual-machines/linux/image-builder-json.md@1a043fb3,
image-builder-overview.md@0ddd50bc.
"""

from __future__ import annotations

import pytest

import azstudy as az
from azstudy.simulate import Customizer, ImageSource, image_build, next_version

PUBLISHED = ["0.1.1", "0.1.2", "1.0.0", "1.0.1", "1.1.0", "1.1.1", "1.2.0", "2.0.0", "2.0.1", "2.1.0"]


@pytest.mark.parametrize(("major", "number"), [(None, "2.1.1"), (2, "2.1.1"), (1, "1.2.1"), (0, "0.1.3")])
def test_the_example_of_the_page(major: int | None, number: str) -> None:
    assert next_version(PUBLISHED, scheme="Latest", major=major).number == number
    definition = az.ImageDefinition("web", [az.ImageVersion(one, ["westeurope"]) for one in PUBLISHED])
    assert image_build(definition=definition, major=major).number == number


@pytest.mark.parametrize(
    ("source", "distribute", "supported"),
    [
        ("TrustedLaunchSupported", "TrustedLaunchSupported", True),
        ("Standard", "TrustedLaunchSupported", False),
        ("TrustedLaunchSupported", "Standard", False),
    ],
)
def test_trusted_launch_supported_at_both_ends(source: str, distribute: str, supported: bool) -> None:
    run = image_build(ImageSource(security=source), definition=az.ImageDefinition("web", security=distribute))
    assert (run.status == "succeeded") is supported
    assert supported or "TrustedLaunchSupported is needed at both ends" in run.refusals[0]


@pytest.mark.parametrize(("limit", "taken"), [(0, True), (5, False), (6, True), (960, True), (961, False)])
def test_minutes_of_the_build(limit: float, taken: bool) -> None:
    assert (image_build(timeout_min=limit).status != "refused") is taken


def test_no_limit_means_four_hours() -> None:
    slow = [Customizer(name="slow", minutes=239)]
    last = image_build(steps=slow).timeline[-1]
    assert (last.action, last.at_s / 60) == ("timed out", 240)


def test_one_customizer_that_fails_fails_the_build() -> None:
    run = image_build(steps=["a", Customizer(name="b", fails=True), "c"])
    assert (run.status, run.number) == ("failed", None)


@pytest.mark.parametrize(("state", "taken"), [("Generalized", True), ("Specialized", False)])
def test_only_generalized_sources(state: str, taken: bool) -> None:
    assert (image_build(ImageSource(os_state=state)).status != "refused") is taken


@pytest.mark.parametrize(("generation", "size"), [("V1", "Standard_D1_v2"), ("V2", "Standard_D2ds_v4")])
def test_the_build_vm(generation: str, size: str) -> None:
    source = ImageSource(generation=generation, security="Standard")
    definition = az.ImageDefinition("web", generation=generation, security="Standard")
    assert size in image_build(source, definition=definition).timeline[0].because
