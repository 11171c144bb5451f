"""Availability of several parts: always between 0 and 100, and monotone the way it should be."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import azstudy as az
from azstudy.errors import InvalidInputError

PERCENT = st.floats(0, 100)
SOME = st.lists(PERCENT, min_size=1, max_size=6)


@given(SOME)
def test_a_chain_is_no_better_than_its_weakest_part(parts):
    assert -1e-9 <= az.plan.serial(*parts) <= min(parts) + 1e-9


@given(SOME)
def test_alternatives_are_no_worse_than_the_best(parts):
    assert max(parts) - 1e-9 <= az.plan.alternatives(*parts) <= 100 + 1e-9


@given(PERCENT, st.integers(1, 12), st.data())
def test_k_of_n_lies_between_all_and_any(percent, n, data):
    needed = data.draw(st.integers(1, n))
    found = az.plan.k_of_n(percent, n, needed)
    assert az.plan.serial(*([percent] * n)) - 1e-9 <= found <= az.plan.alternatives(*([percent] * n)) + 1e-9
    assert az.plan.k_of_n(percent, n, needed - 1) >= found - 1e-9
    assert az.plan.k_of_n(percent, n + 1, needed) >= found - 1e-9


@given(st.integers(1, 8), st.integers(0, 8), st.floats(0, 1))
def test_k_of_n_equals_counting_every_case(n, needed, works):
    if needed > n:
        return
    cases = range(2**n)
    brute = math.fsum(
        works ** bin(case).count("1") * (1 - works) ** (n - bin(case).count("1"))
        for case in cases
        if bin(case).count("1") >= needed
    )
    assert az.plan.k_of_n(100 * works, n, needed) == pytest.approx(100 * brute, abs=1e-9)


@given(PERCENT, st.integers(1, 5), PERCENT)
def test_more_regions_are_never_worse_and_a_router_never_helps(percent, count, router):
    plain = az.plan.regions(percent, count)
    assert plain <= az.plan.regions(percent, count + 1) + 1e-9
    assert az.plan.regions(percent, count, router_percent=router) <= plain + 1e-9


@given(PERCENT)
def test_downtime_of_a_year_is_that_of_its_months(percent):
    found = az.plan.downtime(percent)
    assert found.year_min == pytest.approx(found.month_min * 365 / 30, abs=1e-4)
    assert 0 <= found.month_min <= 43_200


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: az.plan.serial(99.9, 101), "101 is not an availability"),
        (lambda: az.plan.alternatives(-0.1), "-0.1 is not an availability"),
        (lambda: az.plan.serial(), "Nothing was given"),
        (lambda: az.plan.downtime(float("nan")), "nan is not an availability"),
        (lambda: az.plan.downtime(99.9, month_hours=8760), "A month of 8760 hours"),
        (lambda: az.plan.k_of_n(99, 0, 0), "Give one part or more"),
        (lambda: az.plan.k_of_n(99, 2, 3), "3 of 2 are needed"),
        (lambda: az.plan.regions(99, 0), "0 regions"),
    ],
)
def test_what_makes_no_sense_is_refused(call, says):
    with pytest.raises(InvalidInputError, match=says):
        call()
