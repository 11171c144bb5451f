"""Years of chance: all years at once equal the step engine exactly, and the numbers go the way they should."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.simulate.failures.choices import YEAR_S, FailureRate, FailureRates
from azstudy.simulate.failures.draws import draw_failures, seconds_by_year, short_spans, union
from azstudy.simulate.failures.places import KINDS, places_of
from azstudy.simulate.failures.steps import walk


def web(instances, zones, **more):
    return az.ScaleSet("web", "D2s_v5", instances=instances, zones=list(range(1, zones + 1)), **more)


def design(instances, zones):
    return az.Design("d", [web(instances, zones)], region="westeurope")


def mixed(instances, zones, databases):
    """A scale set beside databases of which one shares a disk that falls with zone 1, in two regions."""
    disk = az.Disk("quorum", 256, zone=1, max_shares=2)
    db = [
        az.VirtualMachine(
            f"db{n}",
            "E4s_v5",
            zone=1 + n % 3,
            region="northeurope" if n % 4 == 3 else None,
            tags={"workload": "db"},
            data_disks=[az.AttachedDisk("quorum")] if n == 1 else [],
        )
        for n in range(databases)
    ]
    return az.Design("d", [web(instances, zones), disk, *db], region="westeurope")


RATE = st.builds(FailureRate, st.floats(0, 12), st.floats(0.01, 3000))
RATES = st.builds(lambda a, b, c, d: FailureRates(host=a, fault_domain=b, zone=c, region=d), RATE, RATE, RATE, RATE)


def step_by_step(draw, places, members, needs):
    """Seconds of each year in which some workload is short: the step engine, event after event."""
    below = [0] * draw.years
    cuts = range(YEAR_S, draw.seconds, YEAR_S)
    for one in walk(draw.spans(places), draw.seconds, cuts):
        if any(len(members[name] - one.down) < needs[name] for name in members):
            below[one.start_s // YEAR_S] += one.end_s - one.start_s
    return below


@settings(max_examples=60, deadline=None)
@given(
    instances=st.integers(1, 9),
    zones=st.integers(0, 3),
    databases=st.integers(1, 5),
    share=st.floats(0, 1),
    years=st.integers(1, 6),
    rates=RATES,
    seed=st.integers(0, 1000),
)
def test_all_years_at_once_equal_the_step_engine(instances, zones, databases, share, years, rates, seed):
    one = mixed(instances, zones, databases)
    places = places_of(one)
    draw = draw_failures(places, years=years, rates=rates, seed=seed)
    names = {place.workload for place in places}
    members = {n: frozenset(at for at, p in enumerate(places) if p.workload == n) for n in names}
    needs = {n: max(1, round(share * len(members[n]))) for n in names}
    found = az.simulate.outage_years(one, years=years, rates=rates, seed=seed, needed=needs)
    seconds = (found.service.minutes * 60).round().astype(int).tolist()
    assert seconds == step_by_step(draw, places, members, needs)
    for outcome in found.workloads:
        alone = step_by_step(draw, places, {outcome.name: members[outcome.name]}, needs)
        assert (outcome.minutes * 60).round().astype(int).tolist() == alone
        assert all(0 <= below <= YEAR_S for below in alone)
    for kind in KINDS:
        only = draw.only(kind)
        exact = sum(step_by_step(only, places, members, needs)) / 60 / years
        assert found.service.by_kind[kind] == pytest.approx(exact, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(instances=st.integers(2, 9), seed=st.integers(0, 1000), rates=RATES)
def test_needing_more_is_never_better(instances, seed, rates):
    places = places_of(design(instances, 3))
    draw = draw_failures(places, years=4, rates=rates, seed=seed)
    spans = [short_spans(draw, places, needed) for needed in range(1, instances + 1)]
    below = [int(seconds_by_year(one, 4).sum()) for one in spans]
    assert below == sorted(below)
    assert below == [int((one.end_s - one.start_s).sum()) for one in spans]
    assert int(seconds_by_year(union(spans), 4).sum()) == below[-1]


@settings(max_examples=25, deadline=None)
@given(instances=st.integers(1, 9), zones=st.integers(0, 3), seed=st.integers(0, 1000), rates=RATES)
def test_the_parts_add_up(instances, zones, seed, rates):
    found = az.simulate.outage_years(design(instances, zones), years=5, rates=rates, seed=seed).service
    assert found.mean_minutes >= max(found.by_kind[kind] for kind in KINDS) - 1e-6
    assert found.by_kind["several at once"] >= -1e-6
    assert sum(found.by_kind.values()) >= found.mean_minutes - 1e-6
    assert sum(found.distribution.values()) == pytest.approx(1)
    assert found.distribution["none"] == pytest.approx(found.quiet_share)
    low, high = found.interval_percent
    assert 0 <= low <= found.availability_percent <= high <= 100


def test_the_same_seed_gives_the_same_bytes():
    one, same, other = (az.simulate.outage_years(design(6, 3), years=300, needed=4, seed=seed) for seed in (1, 1, 2))
    assert json.dumps(one.as_dict()) == json.dumps(same.as_dict())
    assert one.service.minutes.tobytes() == same.service.minutes.tobytes()
    assert one.text != other.text
    assert repr(one) == one.text


def test_a_single_machine_is_down_as_long_as_its_host():
    never = (0, 1)
    rates = FailureRates(host=(4, 3), fault_domain=never, zone=never, region=never)
    alone = az.simulate.outage_years(design(1, 0), years=4000, rates=rates, seed=5).service
    # renewals while it is down already: the share of time is 1 - e^-(4 * 3 / 8760)
    expected = (1 - np.exp(-4 * 3 / 8760)) * 365 * 24 * 60
    assert alone.mean_minutes == pytest.approx(expected, rel=0.03)
    assert alone.by_kind["host"] == pytest.approx(alone.mean_minutes)
    assert alone.quiet_share == pytest.approx(np.exp(-4), abs=0.01)
    assert alone.percentile(0) <= alone.percentile(50) <= alone.percentile(100)


def test_three_zones_bear_what_two_do_not():
    two, three = (az.simulate.outage_years(design(9, zones), years=4000, needed=6, seed=3).service for zones in (2, 3))
    assert two.by_kind["zone"] > 10 * three.by_kind["zone"]
    assert two.mean_minutes > three.mean_minutes


def test_a_third_web_zone_does_not_help_a_single_database():
    def shop(zones):
        db = az.VirtualMachine("db", "E4s_v5", zone=1)
        return az.simulate.outage_years(
            az.Design("shop", [web(6, zones), db], region="westeurope"), years=3000, needed={"web": 2}, seed=1
        )

    two, three = shop(2), shop(3)
    for found in (two, three):
        assert found.workload("db").mean_minutes > 3 * found.workload("web").mean_minutes
        assert found.service.mean_minutes == pytest.approx(found.workload("db").mean_minutes, rel=0.01)
    assert three.service.availability_percent == pytest.approx(two.service.availability_percent, abs=0.001)


def test_a_confidence_that_is_higher_is_a_wider_interval():
    wide, narrow = (az.simulate.outage_years("web-pair", years=500, confidence=c).service for c in (0.99, 0.5))
    assert wide.interval_percent[0] < narrow.interval_percent[0] < narrow.interval_percent[1]
    assert wide.interval_percent[1] > narrow.interval_percent[1]


def test_what_the_text_says():
    found = az.simulate.outage_years(design(2, 2), years=10)
    assert found.text.endswith("10 years drawn by illustrative failure rates (seed 0); not an SLA")
    assert list(found.to_frame()["workload"]) == ["web"]
    assert list(az.simulate.outage_years(mixed(2, 2, 2), years=10).to_frame()["workload"]) == [
        "web",
        "db",
        "all together",
    ]


@pytest.mark.parametrize(
    ("typed", "per_year"),
    [((0.05, 6), 0.05), ([0.05, 6], 0.05), ({"per_year": 2, "hours": 1}, 2), ({"chance": 0, "hours": 1}, 0)],
)
def test_rates_as_they_are_typed(typed, per_year):
    assert FailureRates(zone=typed).zone.per_year == per_year


def test_a_chance_becomes_a_rate_and_back():
    assert FailureRate.of({"chance": 0.25, "hours": 1}).chance_of_any == 0.25


def years(**more):
    return az.simulate.outage_years(design(2, 0), **{"years": 5, **more})


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: years(years=0), "years is 0"),
        (lambda: years(years=1.5), "years is 1.5"),
        (lambda: years(years=10**9), "1 to 200,000"),
        (lambda: years(seed=-1), "seed is -1"),
        (lambda: years(confidence=1), "confidence is 1"),
        (lambda: years(confidence=float("nan")), "confidence is nan"),
        (lambda: az.simulate.outage_years(design(0, 0)), "no machine"),
        (lambda: years(needed=3), "has 2 machines; 3 cannot be needed"),
        (lambda: years(needed={"web": 0}), "0 cannot be needed"),
        (lambda: years(needed=1.5), "1.5 cannot be needed"),
        (lambda: FailureRate(-1, 1), "per_year is -1"),
        (lambda: FailureRate(1, 0), "hours is 0"),
        (lambda: FailureRate(float("nan"), 1), "per_year is nan"),
        (lambda: FailureRates(zone={"chance": 1.2, "hours": 1}), "chance is 1.2"),
        (lambda: FailureRates(zone={"chance": -0.1, "hours": 1}), "chance is -0.1"),
        (lambda: FailureRates(zone=0.1), "is no failure rate"),
        (lambda: FailureRates(zone={"hours": 1}), "is no failure rate"),
        (lambda: years().service.percentile(101), "101 is not a percentile"),
    ],
)
def test_what_makes_no_sense_is_refused(call, says):
    with pytest.raises(InvalidInputError, match=says):
        call()


def test_a_workload_that_is_not_there():
    with pytest.raises(UnknownNameError, match="Did you mean web"):
        years().workload("wep")
