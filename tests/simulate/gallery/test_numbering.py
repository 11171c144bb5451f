"""The number of the next image version."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import azstudy as az
from azstudy.model.fields import version_order

numbers = st.builds(lambda a, b, c: f"{a}.{b}.{c}", *[st.integers(0, 12)] * 3)


@given(st.lists(numbers, min_size=1), st.one_of(st.none(), st.integers(0, 12)))
def test_it_is_new_and_the_highest_of_its_major_version(published: list[str], major: int | None) -> None:
    found = version_order(az.simulate.next_version(published, major=major).number)
    orders = [version_order(one) for one in published]
    assert found not in orders
    assert all(found > one for one in orders if major is None or one[0] == major)
    assert major is None or found[0] == major


def test_excluded_versions_count_too() -> None:
    versions = [
        az.ImageVersion("1.0.0", ["westeurope"]),
        az.ImageVersion("1.0.7", ["westeurope"], exclude_from_latest=True),
    ]
    assert az.simulate.next_version(az.ImageDefinition("web", versions)).number == "1.0.8"


def test_the_first_number_and_an_unset_major_version() -> None:
    assert az.simulate.next_version().number == "1.0.0"
    assert "not documented" in az.simulate.next_version(["1.0.0"], major=3).because
    assert az.simulate.next_version(["1.0.0"], major=-1).number == "1.0.1"


def test_the_number_of_the_source() -> None:
    assert az.simulate.next_version(["1.0.0"], scheme="source", source="22.4.20261105").number == "22.4.20261105"
    assert az.simulate.next_version(scheme="Source", source="17763.3232.220706.1").number == "17763.3232.220706"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"published": ["1.0"]}, "Major.Minor.Patch"),
        ({"published": ["1.0.x"]}, "Major.Minor.Patch"),
        ({"scheme": "newest"}, "versioning scheme"),
        ({"scheme": "Source"}, "source="),
        ({"scheme": "Source", "source": "1.0.0", "published": ["1.0.0"]}, "already published"),
        ({"scheme": "Source", "source": "1.0.0", "major": 1}, "major belongs"),
        ({"source": "1.0.0"}, "belongs to the scheme Source"),
        ({"major": -2}, "whole number"),
        ({"major": True}, "whole number"),
    ],
)
def test_bad_input(given: dict[str, object], words: str) -> None:
    with pytest.raises(az.errors.AzstudyError, match=words):
        az.simulate.next_version(**given)
