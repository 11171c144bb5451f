import pytest

import azstudy as az
from azstudy.errors import UnknownNameError


def test_why_gives_what_rejected_holds():
    result = az.find_sizes(vcpus=8, memory_gib=64, uncached_mbps=300, budget_usd_per_month=500)
    for rejection in result.rejected[::200]:
        assert result.why(rejection.size) == rejection


def test_why_says_every_reason():
    why = az.find_sizes(vcpus=8, memory_gib=64).why("D4s_v5")
    assert [reason.constraint for reason in why.reasons] == ["vcpus", "memory_gib"]
    assert repr(why).splitlines()[0] == "D4s_v5 does not fit"
    assert len(repr(why).splitlines()) == 3


def test_a_size_that_fits_has_no_reasons():
    result = az.find_sizes(vcpus=4, memory_gib=16)
    assert repr(result.why("standard_d4S_v5")) == "D4s_v5 fits"
    assert all(not result.why(name).reasons for name in result.fitting[::300])


def test_why_of_an_unknown_size_suggests_one():
    with pytest.raises(UnknownNameError, match="D4s_v5"):
        az.find_sizes(vcpus=4).why("D4ss_v5")
