"""Which version latest means: every region against the model's own rule, and each reason."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.errors import InvalidInputError, UnknownNameError

REGIONS = ("westeurope", "northeurope", "eastus")
PUZZLE = az.ImageDefinition(
    "kiosk",
    [
        az.ImageVersion("1.9.0", REGIONS),
        az.ImageVersion("1.10.0", REGIONS),
        az.ImageVersion("1.10.1", REGIONS, exclude_from_latest=True),
        az.ImageVersion("2.0.0", "eastus"),
    ],
)
numbers = st.tuples(*[st.integers(0, 12)] * 3).map(lambda parts: ".".join(map(str, parts)))
targets = st.lists(
    st.builds(
        lambda name, out: az.TargetRegion(name, exclude_from_latest=out), st.sampled_from(REGIONS), st.booleans()
    ),
    max_size=3,
    unique_by=lambda target: target.region,
)
versions = st.lists(
    st.builds(
        lambda number, where, out: az.ImageVersion(number, where, exclude_from_latest=out),
        numbers,
        targets,
        st.booleans(),
    ),
    max_size=6,
    unique_by=lambda version: version.number,
)


@given(versions, st.sampled_from(REGIONS))
@settings(max_examples=60)
def test_it_agrees_with_the_definition_and_gives_every_version_a_reason(made: list[object], region: str) -> None:
    definition = az.ImageDefinition("web", made)
    result = az.simulate.latest(definition, region)
    best = definition.latest(region)
    assert result.number == (None if best is None else best.number)
    assert sorted(one.number for one in result.standings) == sorted(one.number for one in made)
    assert all(one.because for one in result.standings)
    assert sum(one.standing == "latest" for one in result.standings) == (best is not None)


@given(versions, st.sampled_from(REGIONS), st.randoms())
@settings(max_examples=20)
def test_the_order_of_publishing_decides_nothing(made: list[object], region: str, chance: object) -> None:
    mixed = list(made)
    chance.shuffle(mixed)
    assert az.simulate.latest(mixed, region) == az.simulate.latest(made, region)


def test_four_versions_three_reasons() -> None:
    west, east = (az.simulate.latest(PUZZLE, region) for region in ("West Europe", "eastus"))
    assert (west.number, east.number) == ("1.10.0", "2.0.0")
    assert {one.number: one.standing for one in west.standings} == {
        "2.0.0": "not in the region",
        "1.10.1": "excluded",
        "1.10.0": "latest",
        "1.9.0": "lower number",
    }
    assert "not letters" in west.standing("1.9.0").because
    assert "not letters" not in east.standing("1.10.0").because


def test_a_region_may_be_excluded_by_itself() -> None:
    new = az.ImageVersion("1.1.0", [az.TargetRegion("westeurope", exclude_from_latest=True), "northeurope"])
    made = [az.ImageVersion("1.0.0", REGIONS), new]
    found = {region: az.simulate.latest(made, region) for region in REGIONS[:2]}
    assert [one.number for one in found.values()] == ["1.0.0", "1.1.0"]
    assert found["westeurope"].standing("1.1.0").standing == "excluded in the region"


def test_an_end_of_life_is_said_and_changes_nothing() -> None:
    made = [az.ImageVersion("1.0.0", "westeurope", end_of_life="2020-01-01")]
    past, before = (az.simulate.latest(made, "westeurope", on=day) for day in ("2026-11-23", "2019-01-01"))
    assert past.number == before.number == "1.0.0"
    assert "is past" in past.standing("1.0.0").because
    assert "is past" not in before.standing("1.0.0").because


def test_a_version_without_targets_is_in_the_gallerys_region() -> None:
    made = [az.ImageVersion("1.0.0")]
    assert az.simulate.latest(made, "westeurope", home="westeurope").number == "1.0.0"
    nothing = az.simulate.latest(made, "westeurope")
    assert nothing.number is None
    assert "fails there" in nothing.because


def test_plain_numbers_and_exclusions_will_do() -> None:
    made = {"1.0.0": "westeurope", "1.1.0": ["westeurope"]}
    assert az.simulate.latest(made, "westeurope", excluded=["1.1.0"]).number == "1.0.0"
    assert list(az.simulate.latest(made, "westeurope").to_frame()["number"]) == ["1.1.0", "1.0.0"]
    assert [line.action for line in az.simulate.latest(made, "westeurope").timeline] == ["latest", "lower number"]


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="no such version"):
        az.simulate.latest({"1.0.0": "westeurope"}, "westeurope", excluded=["9.0.0"])
    with pytest.raises(UnknownNameError):
        az.simulate.latest({"1.0.0": "westeurope"}, "middleearth")
    with pytest.raises(InvalidInputError):
        az.simulate.latest({"one": "westeurope"}, "westeurope")
    with pytest.raises(InvalidInputError, match="image versions"):
        az.simulate.latest(["1.0.0"], "westeurope")
