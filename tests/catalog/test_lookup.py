from __future__ import annotations

import pytest

import azstudy as az
from azstudy.catalog.sizes import bitmap, bits
from azstudy.errors import InvalidInputError, MissingPriceError, UnknownNameError


@pytest.mark.parametrize("name", ["Standard_D4s_v5", "d4s_v5", "STANDARD_D4S_V5", " D4s v5 "])
def test_a_size_is_found_whatever_the_spelling(name: str) -> None:
    assert az.size(name).name == "Standard_D4s_v5"


def test_an_unknown_size_suggests_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean D4s_v5"):
        az.size("D4s_v55")
    with pytest.raises(UnknownNameError, match="Sizes look like D4s_v5"):
        az.size("zzz")


@pytest.mark.parametrize("name", ["westeurope", "West Europe", "WEST-EUROPE"])
def test_a_region_is_found_by_name_or_display_name(name: str) -> None:
    assert az.price("D4s_v5", regions=name)[0].region == "westeurope"


def test_there_are_57_regions_with_a_description_and_prices() -> None:
    assert len(az.regions()) == 57


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("D2_v2", "2028-05-01"),
        ("DS11_v2", "2028-05-01"),
        ("L8s", "2028-05-01"),
        ("B4ms", "2028-11-15"),
        ("F4s_v2", "2028-11-15"),
        ("A2m_v2", "2028-11-15"),
        ("GS5-16", "2028-11-15"),
        ("M192is_v2", "2027-03-31"),
        ("NV12s_v3", "2026-09-30"),
        ("NV4as_v4", "2026-09-30"),
        ("NC6s_v3", "2025-09-30"),
        ("D4s_v5", None),
        ("B4s_v2", None),
    ],
)
def test_retiring_sizes_carry_their_date(name: str, date: str | None) -> None:
    """azure-compute-docs sizes/retirement/retired-sizes-list.md@0bdc5d34."""
    size = az.size(name)
    assert size.retirement_date == date
    assert (size.retirement_source is None) == (date is None)
    assert not (date and size.current_generation)


def test_a_missing_price_says_where_the_size_is_listed() -> None:
    with pytest.raises(MissingPriceError, match=r"No pay-as-you-go price is known for Standard_A0 .* listed in"):
        az.price("A0", regions="austriaeast", term="payg")


def test_prices_come_cheapest_first_over_regions_and_terms() -> None:
    offers = az.price("D4s_v5", regions="all", term="all")
    assert [o.usd_per_month for o in offers] == sorted(o.usd_per_month for o in offers)
    assert len({(o.region, o.term) for o in offers}) == len(offers) > 300


def test_hybrid_benefit_without_windows_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="os='windows'"):
        az.price("D4s_v5", hybrid_benefit=True)


def test_explain_reads_names_that_are_not_in_the_catalogue() -> None:
    answer = az.explain("D4s_v9")
    assert answer.size is None
    assert ("v9", "version 9 of this series") in answer.parts
    with pytest.raises(UnknownNameError):
        az.explain("D12ds-6_v9")


def test_explain_shows_missing_facts_as_not_known() -> None:
    facts = dict(az.explain("A0").facts)
    assert facts["cached IOPS"] != "0"
    assert "not known" in facts.values()


def test_bitmaps_come_back() -> None:
    flags = [True, False, False, True, True]
    assert [i in bits(bitmap(flags)) for i in range(5)] == flags
    assert bits(0) == []
