"""Image versions: which one is latest, replicas of a region, source region, and who starts an OS upgrade.

Sources: MicrosoftDocs/azure-compute-docs articles/virtual-machines/shared-image-galleries.md@48a37249 and
    articles/virtual-machine-scale-sets/virtual-machine-scale-sets-automatic-upgrade.md@0c6223e9 (2026-05).
"""

from __future__ import annotations

import itertools

import pytest

import azstudy as az
from azstudy.errors import InvalidInputError


def definition(*versions: object) -> object:
    return az.ImageDefinition("web", versions)


@pytest.mark.parametrize("order", [*itertools.permutations(["1.0.9", "1.0.10", "1.1.0", "0.99.99"])])
def test_latest_compares_numbers_part_by_part(order: tuple[str, ...]) -> None:
    web = definition(*[az.ImageVersion(number, "westeurope") for number in order])
    assert web.latest().number == "1.1.0"
    rest = [az.ImageVersion(number, "westeurope") for number in order if number != "1.1.0"]
    assert definition(*rest).latest().number == "1.0.10"


def test_the_number_of_a_region_overrides_the_common_one() -> None:
    version = az.ImageVersion("1.0.0", ["eastus", az.TargetRegion("westus", 5)], replicas=2)
    assert (version.replicas_in("eastus"), version.replicas_in("westus")) == (2, 5)


@pytest.mark.parametrize(("targets", "wrong"), [(["westus", "northeurope"], True), (["westus", "East US"], False)])
def test_the_source_region_is_a_target(targets: list[str], wrong: bool) -> None:
    version = az.ImageVersion("1.0.0", targets, source_region="eastus")
    review = az.review(az.Design("shop", [az.Gallery("images", [definition(version)])], region="eastus"))
    assert ("gallery-07" in review.rule_ids) is wrong


def test_end_of_life_is_for_information() -> None:
    web = definition(az.ImageVersion("1.0.0", "eastus", end_of_life="2020-01-01"))
    vm = az.VirtualMachine("vm", "D2s_v5", image="images/web")
    review = az.review(az.Design("shop", [az.Gallery("images", [web]), vm], region="eastus"), on="2026-11-22")
    assert web.latest().number == "1.0.0"
    [finding] = [f for f in review if f.rule_id == "gallery-25"]
    assert finding.severity == "info"


@pytest.mark.parametrize(
    ("replicated", "excluded", "starts"),
    [("westeurope", False, True), ("eastus", False, False), ("westeurope", True, False)],
)
def test_a_new_version_starts_an_upgrade_where_it_is_and_counts(replicated: str, excluded: bool, starts: bool) -> None:
    new = az.ImageVersion("1.1.0", replicated, exclude_from_latest=excluded)
    web = definition(az.ImageVersion("1.0.0", "westeurope"), new)
    assert (web.latest("westeurope") is new) is starts


@pytest.mark.parametrize("order", [*itertools.permutations(["1.0.9", "1.0.10", "1.1.0", "0.99.99"])])
def test_latest_says_why_each_other_number_is_lower(order: tuple[str, ...]) -> None:
    found = az.simulate.latest(dict.fromkeys(order, "eastus"), "eastus")
    assert found.number == "1.1.0"
    assert [one.number for one in found.standings] == ["1.1.0", "1.0.10", "1.0.9", "0.99.99"]
    assert az.simulate.latest(dict.fromkeys(order, "eastus"), "eastus", excluded=["1.1.0"]).number == "1.0.10"


def test_latest_is_asked_in_each_region() -> None:
    versions = {"1.0.0": ["eastus", "westus"], "1.1.0": "westus"}
    assert [az.simulate.latest(versions, region).number for region in ("eastus", "westus")] == ["1.0.0", "1.1.0"]
    assert az.simulate.latest(versions, "northeurope").number is None


def test_a_past_end_of_life_still_counts_as_latest() -> None:
    web = definition(az.ImageVersion("1.0.0", "eastus", end_of_life="2020-01-01"))
    assert az.simulate.latest(web, "eastus", on="2026-11-22").number == "1.0.0"


def test_a_copy_without_its_source_region_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="not among the target regions"):
        az.simulate.replication({"westus": 1, "northeurope": 1}, gib=40, source="eastus")
