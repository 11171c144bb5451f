"""The Application Health extension: what an answer means, and when a state changes.

Source: MicrosoftDocs/azure-compute-docs articles/virtual-machine-scale-sets/
    virtual-machine-scale-sets-health-extension.md@0c6223e9.
"""

from __future__ import annotations

import pytest

import azstudy as az


@pytest.mark.parametrize(
    ("interval", "probes", "valid"), [(4, 1, False), (5, 24, True), (60, 25, False), (61, 1, False)]
)
def test_ranges(interval: int, probes: int, valid: bool) -> None:
    one = az.ScaleSet(
        "web", "D4s_v5", health_extension=az.HealthExtension(interval_s=interval, probes=probes, path="/")
    )
    review = az.review(az.Design("shop", [one], region="westeurope"))
    assert (not {"scaleset-70", "scaleset-71"} & {finding.rule_id for finding in review.errors}) is valid
    assert (az.HealthExtension().interval_s, az.HealthExtension().probes) == (5, 1)


def test_rich_health_is_initializing_until_three_in_a_row() -> None:
    rich = az.HealthExtension(rich=True, probes=3)
    assert [str(state) for state in az.simulate.health(rich, ["Healthy"] * 3)] == [
        "Initializing",
        "Initializing",
        "Healthy",
    ]


@pytest.mark.parametrize(
    ("status", "state"), [(200, "Healthy"), (204, "Unhealthy"), (500, "Unhealthy"), (None, "Unhealthy")]
)
def test_binary_health_is_exactly_200(status: int | None, state: str) -> None:
    assert [str(one) for one in az.simulate.health(az.HealthExtension(), [status])] == [state]


@pytest.mark.parametrize(
    ("state", "ill"), [("Initializing", False), ("Healthy", False), ("Unhealthy", True), ("Unknown", True)]
)
def test_what_repairs_and_upgrades_count_as_ill(state: str, ill: bool) -> None:
    assert az.simulate.Health(state).ill is ill


@pytest.mark.parametrize("answers", [["Unhealthy"] * 2, ["Healthy", "Unhealthy", "Healthy"]])
def test_rich_health_needs_a_row_of_equal_answers(answers: list[str]) -> None:
    rich = az.HealthExtension(rich=True, probes=2, grace_s=600)
    assert az.simulate.health(rich, answers)[-1].value == ("Unhealthy" if len(answers) == 2 else "Initializing")


@pytest.mark.parametrize(("protocol", "state"), [("http", "Unknown"), ("tcp", "Unhealthy")])
def test_rich_health_after_its_grace_period(protocol: str, state: str) -> None:
    rich = az.HealthExtension(protocol=protocol, rich=True, interval_s=10, probes=3)
    states = az.simulate.health(rich, [None] * 5)
    assert [one.value for one in states] == ["Initializing", "Initializing", state, state, state]


@pytest.mark.parametrize(("version", "broken"), [("good", 0), ("answers 404", 1)])
def test_an_upgrade_counts_the_instances_that_are_ill(version: str, broken: int) -> None:
    result = az.simulate.upgrade(instances=5, version=version, health=az.HealthExtension(path="/", rich=True))
    assert len(result.broken_by_upgrade) == broken
