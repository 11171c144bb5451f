"""Years of chance: the fast way equals event after event, and the numbers go the way they should."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.errors import InvalidInputError
from azstudy.simulate.failures.chance import below_by_year, chance, draw_failures, step_by_step
from azstudy.simulate.failures.places import places_of
from azstudy.simulate.failures.rates import YEAR_S, Rate, Rates


def design(instances, zones):
    return az.Design(
        "d", [az.ScaleSet("web", "D2s_v5", instances=instances, zones=list(range(1, zones + 1)))], region="westeurope"
    )


RATE = st.builds(lambda often, hours: Rate(per_year=often, hours=hours), st.floats(0, 12), st.floats(0.01, 3000))
RATES = st.builds(lambda a, b, c, d: Rates(host=a, rack=b, zone=c, region=d), RATE, RATE, RATE, RATE)


@settings(max_examples=60, deadline=None)
@given(
    instances=st.integers(1, 9),
    zones=st.integers(0, 3),
    needed=st.integers(1, 9),
    years=st.integers(1, 6),
    rates=RATES,
    seed=st.integers(0, 1000),
)
def test_the_fast_way_equals_event_after_event(instances, zones, needed, years, rates, seed):
    places = places_of(design(instances, zones))
    draw = draw_failures(places, years=years, rates=rates, seed=seed)
    fast = below_by_year(draw, places, min(needed, instances))
    assert fast.tolist() == step_by_step(draw, places, min(needed, instances))
    assert ((fast >= 0) & (fast <= YEAR_S)).all()


@settings(max_examples=25, deadline=None)
@given(instances=st.integers(2, 9), seed=st.integers(0, 1000), rates=RATES)
def test_needing_more_is_never_better(instances, seed, rates):
    places = places_of(design(instances, 3))
    draw = draw_failures(places, years=4, rates=rates, seed=seed)
    below = [below_by_year(draw, places, needed).sum() for needed in range(1, instances + 1)]
    assert below == sorted(below)
    assert all(below_by_year(draw, places, 1, kind).sum() <= below[0] for kind in ("host", "rack", "zone", "region"))


def test_the_same_seed_gives_the_same_years():
    one, same, other = (chance(design(6, 3), years=300, needed=4, seed=seed) for seed in (1, 1, 2))
    assert one.text == same.text
    assert np.array_equal(one.workloads[0].minutes_by_year, same.workloads[0].minutes_by_year)
    assert one.text != other.text


def test_a_single_machine_is_down_as_long_as_its_parts():
    rates = Rates(
        host=Rate(per_year=4, hours=3),
        rack=Rate(per_year=0, hours=1),
        zone=Rate(per_year=0, hours=1),
        region=Rate(per_year=0, hours=1),
    )
    alone = chance(design(1, 0), years=4000, rates=rates, seed=5).workloads[0]
    assert alone.mean_minutes == pytest.approx(4 * 3 * 60, rel=0.05)
    assert alone.minutes_by_kind["host"] == alone.mean_minutes
    low, high = alone.interval_percent
    assert low < alone.availability_percent < high
    assert alone.percentile(0) <= alone.percentile(50) <= alone.percentile(100)


def test_three_zones_bear_what_two_do_not():
    two, three = (chance(design(9, zones), years=2000, needed=6, seed=3).workloads[0] for zones in (2, 3))
    assert three.mean_minutes < two.mean_minutes
    assert two.minutes_by_kind["zone"] > 10 * three.minutes_by_kind["zone"]


def test_the_text_says_that_rates_are_no_sla():
    report = chance(design(2, 2), years=10)
    assert "illustrative rates, not an SLA" in report.text
    assert list(report.to_frame()["workload"]) == ["web"]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: chance(design(2, 0), years=0), "years is 0"),
        (lambda: chance(design(0, 0)), "no machine"),
        (lambda: chance(design(2, 0), needed=3), "has 2 machines"),
        (lambda: Rate(per_year=-1, hours=1), "per_year is -1"),
        (lambda: Rate(per_year=1, hours=0), "hours is 0"),
        (lambda: Rate(per_year=float("nan"), hours=1), "per_year is nan"),
        (lambda: chance(design(2, 0), years=5).workloads[0].percentile(101), "101 is not a percentile"),
    ],
)
def test_what_makes_no_sense_is_refused(call, says):
    with pytest.raises(InvalidInputError, match=says):
        call()
