"""The cheapest disks: equal to brute force, never cheaper with one more need, reasons for every reject."""

from __future__ import annotations

from itertools import combinations_with_replacement

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.catalog.disks import disk_book
from azstudy.errors import AzstudyError, InvalidInputError, UnknownNameError
from azstudy.simulate.storage.limits import disk_caps
from azstudy.simulate.storage.prices import disk_cost
from azstudy.simulate.storage.words import read_disks

BOOK = disk_book()
SMALL = attrs.evolve(az.size("D8s_v5"), max_data_disks=3)
NEEDS = st.fixed_dictionaries(
    {
        "capacity_gib": st.sampled_from([1, 4, 100, 512, 513, 1_024, 3_000, 9_000]),
        "iops": st.sampled_from([0, 120, 500, 2_300, 3_000, 3_001, 8_000, 12_800, 12_801]),
        "mbps": st.sampled_from([0, 25, 100, 125, 126, 200, 290, 291]),
    }
)
PARTS = (
    *("P1", "P4", "P10", "P15", "P20", "P30", "P30 performance plus", "P40", "P40 performance plus", "P50", "P60"),
    *("P70", "P80", "P50 performance plus", "P60 performance plus", "P70 performance plus", "P80 performance plus"),
    *("P2", "P3", "P6"),
)


def caps(words):
    return {word: disk_caps(read_disks([word], BOOK), SMALL, BOOK)[0] for word in words}


PREMIUM = caps(PARTS)


def brute_force(need):
    """Cheapest of every mix of up to three Premium disks, striped evenly: the weakest disk sets the pace of all."""
    best = None
    for count in (1, 2, 3):
        for mix in combinations_with_replacement(PARTS, count):
            disks = [PREMIUM[word] for word in mix]
            holds = count * min(disk.gib for disk in disks) >= need["capacity_gib"]
            iops = min(count * min(disk.cap.iops for disk in disks), SMALL.uncached_iops)
            mbps = min(count * min(disk.cap.mbps for disk in disks), SMALL.uncached_mbps)
            if holds and iops >= need["iops"] and mbps >= need["mbps"]:
                usd = sum(disk_cost(BOOK, "westeurope", disk).usd for disk in disks)
                best = usd if best is None else min(best, usd)
    return best


@settings(max_examples=40, deadline=None)
@given(NEEDS)
def test_the_best_is_that_of_brute_force_over_every_mix(need):
    best = az.plan.disks(SMALL, types="Premium", **need).best
    expected = brute_force(need)
    assert (None if best is None else best.usd_per_month) == (None if expected is None else pytest.approx(expected))


@settings(max_examples=30, deadline=None)
@given(
    st.integers(1, 12), st.integers(3_000, 6_000), st.integers(125, 1_000), st.sampled_from(["PremiumV2", "UltraSSD"])
)
def test_v2_and_ultra_are_set_as_low_as_they_go(gib, iops, mbps, kind):
    size = attrs.evolve(az.size("E96s_v5"), max_data_disks=1, ultra_disk=True)
    best = az.plan.disks(size, capacity_gib=gib, iops=iops, mbps=mbps, types=kind).best
    rule = BOOK.flexible(f"{kind}_LRS")
    price = {meter: BOOK.meter("westeurope", f"{kind}_LRS", meter).usd for meter in ("capacity", "iops", "throughput")}
    cheapest = min(
        one * price["capacity"]
        + max(0, each - rule.free_iops) * price["iops"]
        + max(0, mbps - rule.free_mbps) * price["throughput"]
        for one in range(max(gib, int(rule.min_gib)), 20)
        for each in {iops, max(iops, mbps * 4)}
        if each <= rule.iops_ceiling(one) and mbps <= rule.mbps_ceiling(each)
    )
    assert best.usd_per_month == pytest.approx(cheapest, abs=1e-5)


LARGER = st.sampled_from(
    [
        {"capacity_gib": 20_000},
        {"iops": 12_000},
        {"mbps": 280},
        {"types": ["Premium", "StandardSSD"]},
        {"types": "Premium"},
        {"redundancy": "ZRS"},
        {"max_disks": 2},
        {"budget_usd_per_month": 200},
        {"zone": None},
    ]
)


@settings(max_examples=60, deadline=None)
@given(NEEDS, LARGER)
def test_cost_never_falls_when_a_constraint_is_added(need, more):
    plain = az.plan.disks("D8s_v5", **need)
    added = {name: max(need.get(name, 0), value) if name in need else value for name, value in more.items()}
    harder = az.plan.disks("D8s_v5", **{**need, **added})
    if harder.best is not None:
        assert plain.best is not None
        assert plain.best.usd_per_month <= harder.best.usd_per_month + 1e-9


@settings(max_examples=30, deadline=None)
@given(NEEDS, st.sampled_from([1, 30, 300, 5_000]))
def test_a_longer_peak_is_never_cheaper(need, minutes):
    short = az.plan.disks("D8s_v5", for_minutes=minutes, average_iops=0, **need)
    longer = az.plan.disks("D8s_v5", for_minutes=minutes * 3, average_iops=0, **need)
    good = az.plan.disks("D8s_v5", average_iops=0, **need)
    for one, other in ((short, longer), (longer, good)):
        if other.best is not None:
            assert one.best.usd_per_month <= other.best.usd_per_month + 1e-9


@settings(max_examples=25, deadline=None)
@given(NEEDS, st.sampled_from([("None", 0), ("ReadOnly", 80)]))
def test_every_set_that_fits_serves_the_need_in_the_simulation(need, cache):
    caching, hits = cache
    plan = az.plan.disks("D8s_v5", caching=caching, hit_percent=hits, max_disks=4, **need)
    for one in plan.ranked[:4]:
        assert one.capacity_gib >= need["capacity_gib"]
        if need["iops"] and need["mbps"]:
            run = az.simulate.disk_io(
                "D8s_v5",
                [one.words],
                {"iops": need["iops"], "mbps": min(need["mbps"], need["iops"] * 0.26), "minutes": 10},
                hit_percent=hits,
                credits_percent=0,
                region="westeurope",
                zone=1,
            )
            assert run.throttled_minutes == 0, (one.words, run.text)
            assert run.cost.usd == pytest.approx(one.usd_per_month) or one.type.startswith("Standard")


def test_eight_thousand_iops_on_a_small_vm():
    need = {"capacity_gib": 1_024, "iops": 8_000, "mbps": 120}
    plan = az.plan.disks("D4s_v5", **need)
    assert plan.best is None and plan.vm_is_the_limit
    assert "the limit: there are disks that would do, on a larger size" in plan.text
    alone = az.plan.disks("D4s_v5", **need, ignore_vm=True)
    costs = {words: alone.find(words).usd_per_month for words in ("P60", "2 x P30")}
    single = alone.find("premium v2 1024 GiB 8000 IOPS 125 MB/s").usd_per_month
    assert costs["P60"] / single == pytest.approx(8.2, abs=0.1)
    for words in ("P60", "2 x P30", "premium v2 1024 GiB 8000 IOPS 125 MB/s"):
        reasons = plan.why_not(words).reasons
        assert [(one.constraint, one.needed, one.offered) for one in reasons] == [("VM IOPS", 8_000, 6_400)]
        hidden = az.simulate.disk_io("D4s_v5", [words], "8000 IOPS 120 MB/s for 30 min")
        assert hidden.throttled_minutes == 0  # credits hide it for much longer than half an hour
        ended = az.simulate.disk_io("D4s_v5", [words], "8000 IOPS 120 MB/s for 6 h")
        assert ended.first_throttled_minute == 255 and ended.served_iops[-1] == pytest.approx(6_400)
    with pytest.raises(InvalidInputError, match="no host caching"):
        az.simulate.disk_io("D4s_v5", ["premium v2 1 TiB read only"], 8_000)
    assert az.plan.disks("D4s_v5", **need, for_minutes=30).best is not None


def test_every_candidate_either_fits_or_says_why():
    plan = az.plan.disks("D8s_v5", capacity_gib=2_000, iops=5_000, mbps=100)
    assert all(one.reasons and one.text for one in plan.rejected)
    tiers = len(BOOK.tiers("Premium_LRS")) + len(BOOK.tiers("StandardSSD_LRS")) + len(BOOK.tiers("Standard_LRS"))
    plus = 12
    assert len(plan.ranked) + len(plan.rejected) == 16 * (tiers + plus + 2)
    words = [one.words for one in (*plan.ranked, *plan.rejected)]
    assert len(set(words)) == len(words)
    assert [one.usd_per_month for one in plan.ranked] == sorted(one.usd_per_month for one in plan.ranked)


def test_prices_carry_source_date_and_status():
    best = az.plan.disks("D8s_v5", capacity_gib=1_024, iops=3_000).best
    assert (best.source, best.as_of, best.status) == ("pricing-radar", "2026-08-22", "published")
    estimated = az.plan.disks("D8s_v5", capacity_gib=100, iops=500, types="StandardSSD").best
    assert estimated.status == "estimated"
    assert "hourly limit" in estimated.cost.notes[0]


def test_unknown_prices_exclude_with_that_reason():
    plan = az.plan.disks("D8s_v5", capacity_gib=100, region="brazilsouth")
    assert plan.best is None
    assert all(any(reason.constraint == "price" for reason in one.reasons) for one in plan.rejected)
    assert "no price of P10" in plan.why_not("P10").text
    partly = az.plan.disks("D8s_v5", capacity_gib=100, region="eastus")
    assert any(reason.constraint == "price" for one in partly.rejected for reason in one.reasons)


def test_a_size_without_premium_storage_takes_standard_disks():
    plan = az.plan.disks("D4_v5", capacity_gib=128, iops=100)
    assert {one.type for one in plan.ranked} == {"StandardSSD", "Standard"}
    assert "premium storage" in plan.why_not("P10").why


def test_v2_needs_a_zone_where_the_region_says_so():
    plan = az.plan.disks("D8s_v5", capacity_gib=128, zone=None)
    assert "PremiumV2" not in {one.type for one in plan.ranked}
    assert "without zone" in next(one for one in plan.rejected if one.type == "PremiumV2").why


def test_zrs_leaves_v2_ultra_and_hdd_out():
    plan = az.plan.disks("D8s_v5", capacity_gib=128, redundancy="ZRS")
    assert {one.type for one in plan.ranked} == {"Premium", "StandardSSD"}


def test_caching_moves_reads_off_the_uncached_limit():
    need = {"capacity_gib": 1_000, "iops": 12_000, "mbps": 98}
    assert az.plan.disks("D4s_v5", **need).best is None
    plan = az.plan.disks("D4s_v5", **need, caching="ReadOnly", read_percent=90, hit_percent=90)
    assert plan.best.words == "P30 read only"
    assert "below 4,096 GiB" in plan.why_not("P50 read only").why
    assert "no host caching" in next(one for one in plan.rejected if one.type == "PremiumV2").why


def test_transactions_of_standard_disks_are_part_of_the_price():
    idle = az.plan.disks("D8s_v5", capacity_gib=128, types="Standard").best
    busy = az.plan.disks("D8s_v5", capacity_gib=128, iops=500, types="Standard").best
    meter = BOOK.meter("westeurope", "Standard_LRS", "operations").usd
    assert busy.usd_per_month == pytest.approx(idle.usd_per_month + 500 * 730 * 3_600 / 10_000 * meter, rel=1e-6)
    average = az.plan.disks("D8s_v5", capacity_gib=128, iops=500, average_iops=0, types="Standard").best
    assert average.usd_per_month == idle.usd_per_month


def test_a_budget_excludes_with_both_numbers():
    plan = az.plan.disks("D8s_v5", capacity_gib=1_024, iops=3_000, budget_usd_per_month=50)
    assert plan.best is None
    assert ("budget" in {name for name, _, _ in plan.blockers}) and "budget is 50.00" in plan.why_not("P30").why


def test_the_frame_and_the_text():
    plan = az.plan.disks("D8s_v5", capacity_gib=1_024, iops=8_000, mbps=120)
    frame = plan.to_frame()
    assert len(frame) == len(plan.ranked) and frame["disks"].iloc[0] == plan.best.words
    assert plan.text.startswith("Cheapest for 1,024 GiB, 8,000 IOPS, 120 MB/s for good on D8s_v5 in westeurope")
    assert plan.text == az.plan.disks("D8s_v5", capacity_gib=1_024, iops=8_000, mbps=120).text


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"capacity_gib": -1}, "capacity_gib"),
        ({"iops": float("nan")}, "iops"),
        ({"mbps": "fast"}, "mbps"),
        ({"hit_percent": 101}, "0 to 100"),
        ({"for_minutes": 0}, "more than 0"),
        ({"max_disks": 0}, "1 or more"),
        ({"types": []}, "no disk type"),
        ({"iops": 10, "average_iops": 20}, "average_iops"),
    ],
)
def test_needs_that_make_no_sense_say_why(more, words):
    with pytest.raises(InvalidInputError, match=words):
        az.plan.disks("D8s_v5", **more)


@pytest.mark.parametrize(
    "more", [{"types": "Premum"}, {"region": "westeurop"}, {"caching": "often"}, {"redundancy": "GRS"}]
)
def test_names_that_do_not_exist_get_a_hint(more):
    with pytest.raises(UnknownNameError):
        az.plan.disks("D8s_v5", **more)


def test_a_size_without_known_limits_is_refused():
    with pytest.raises(AzstudyError, match="not known"):
        az.plan.disks("A8", capacity_gib=100)
