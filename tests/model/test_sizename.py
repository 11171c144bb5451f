from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azstudy.catalog.catalog import default_catalog
from azstudy.errors import InvalidInputError
from azstudy.model.sizename import FEATURES, SizeName

CAPITAL = st.sampled_from("ABDEFGHLMN")
ACCELERATORS = st.sampled_from(["T4", "A100", "H200", "MI300X", "V710", "GB200"])


@st.composite
def grammar_names(draw: st.DrawFn) -> str:
    text = f"Standard_{draw(CAPITAL)}{draw(st.sampled_from(['', 'C', 'V', 'CC', 'X']))}{draw(st.integers(0, 999))}"
    if draw(st.booleans()):
        text += f"-{draw(st.integers(1, 500))}"
    text += "".join(draw(st.lists(st.sampled_from(sorted(FEATURES)), max_size=4, unique=True)))
    if draw(st.booleans()):
        text += f"_{draw(ACCELERATORS)}"
    if draw(st.booleans()):
        text += f"_{draw(st.integers(1, 32))}"
    if draw(st.booleans()):
        text += f"_v{draw(st.integers(1, 12))}"
    return text


@given(grammar_names())
def test_name_to_parts_to_name_is_the_identity(name: str) -> None:
    parsed = SizeName.parse(name)
    assert not parsed.legacy
    assert str(parsed) == name
    assert SizeName.parse(str(parsed)) == parsed
    assert all(part.meaning for part in parsed.explain())


@given(grammar_names(), st.sampled_from([str.lower, str.upper]))
def test_case_prefix_and_spaces_do_not_matter(name: str, change: object) -> None:
    short = change(name.removeprefix("Standard_")).replace("_", " ")  # type: ignore[operator]
    assert str(SizeName.parse(short)) == name


@given(st.text(max_size=40))
def test_any_text_is_a_name_a_legacy_name_or_one_clear_error(text: str) -> None:
    try:
        parsed = SizeName.parse(text)
    except InvalidInputError as problem:
        assert "cannot be a VM size name" in str(problem)  # noqa: PT017
    else:
        assert str(SizeName.parse(str(parsed))) == str(parsed)
        assert parsed.legacy or parsed.family


def test_every_catalogue_name_is_grammar_or_legacy_with_a_reason_and_comes_back() -> None:
    names = default_catalog().sizes.names
    assert len(names) > 1700
    legacy = 0
    for name in names:
        parsed = SizeName.parse(name)
        assert str(parsed) == name
        assert (parsed.family is None) == parsed.legacy
        legacy += parsed.legacy
        if not parsed.legacy:
            assert str(SizeName.parse(name.lower())) == name
    assert 100 < legacy < 200


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Standard_D2_v2_Promo", "promotional"),
        ("Standard_M12ds-6_v3", "after the feature letters"),
        ("Standard_DC16ads_cc_v5", "'cc'"),
        ("Standard_NC128ds_xl_RTXPRO6000BSE_v6", "'xl'"),
        ("Standard_SQLG7_AMD_IaaS", "'SQLG7'"),
        ("Standard_ND96is_flex_H100_v5", "'flex'"),
    ],
)
def test_a_legacy_name_says_why(name: str, reason: str) -> None:
    assert reason in (SizeName.parse(name).legacy_reason or "")


@pytest.mark.parametrize("name", ["", "D", "four", "D4s_v5!", "D4s__v5", "_v5", "-4", "D4s_v5_" * 20])
def test_what_cannot_be_a_name_gets_one_message(name: str) -> None:
    with pytest.raises(InvalidInputError, match="cannot be a VM size name"):
        SizeName.parse(name)


@pytest.mark.parametrize(
    ("name", "numbering"),
    [("DS14_v2", "position"), ("D4_v2", "position"), ("A3", "position"), ("GS5-16", "position"), ("A4_v2", "vcpus")],
)
def test_the_early_series_count_sizes_not_vcpus(name: str, numbering: str) -> None:
    assert SizeName.parse(name).numbering == numbering


def test_basic_tier_is_kept() -> None:
    name = SizeName.parse("basic_a1")
    assert (str(name), name.tier, name.family, name.vcpus) == ("Basic_A1", "Basic", "A", 1)
