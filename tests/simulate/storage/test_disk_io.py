"""The disk simulation: what holds for every load, that both engines agree, and what is refused."""

from __future__ import annotations

import contextlib

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import azstudy as az
from azstudy.errors import AzstudyError, InvalidInputError, UnknownNameError
from azstudy.model.disk import DataDisk, Disk, OsDisk
from azstudy.model.vm import VirtualMachine

SIZES = ("D4ads_v7", "D2s_v3", "D4s_v5", "D4as_v7", "E8bds_v5", "L8s_v2", "D4s_v6")
DISKS = (
    *("P4", "P10", "P20", "P30", "P30 on-demand", "P20 ZRS", "P10 shared 2", "E10", "E30", "E30 performance plus"),
    *("S10", "premium v2 64 GiB 4000 IOPS 200 MB/s", "P15 at P30"),
)
CACHED = ("P10 read only", "P20 read write", "E10 read write", "P30 read only")


@st.composite
def runs(draw):
    size = az.size(draw(st.sampled_from(SIZES)))
    cached = CACHED if size.host_caching is not False and size.cached_iops else ()
    room = min(size.max_data_disks or 1, 4)
    disks = draw(st.lists(st.sampled_from(DISKS + cached), min_size=1, max_size=room))
    if draw(st.booleans()):
        disks = ["os P10", *disks]
    if size.short_name in ("D4ads_v7", "D2s_v3") and draw(st.booleans()):
        disks = [*disks, "temp"]
    names = [f"data{n}" for n in range(1, 1 + sum(one not in ("os P10", "temp") for one in disks))]
    names = [*(["temp"] if "temp" in disks else []), *names]
    steps = draw(st.integers(1, 40))
    value = st.floats(0, 40_000)
    column = {
        "iops": st.lists(value, min_size=steps, max_size=steps),
        "io_kib": st.sampled_from([4, 16, 64, 300]),
        "read_percent": st.sampled_from([0, 40, 100]),
        "hit_percent": st.sampled_from([0, 60, 100]),
    }
    loads = draw(
        st.one_of(
            st.fixed_dictionaries(column),
            st.fixed_dictionaries({name: st.fixed_dictionaries(column) for name in names[:2]}),
        )
    )
    return {
        "size": size.short_name,
        "disks": disks,
        "stream": loads,
        "step_s": draw(st.sampled_from([1, 60, 600])),
        "credits_percent": draw(st.sampled_from([0, 3, 100])),
    }


@settings(max_examples=120, deadline=None)
@given(runs())
def test_nothing_is_served_beyond_what_is_asked_or_allowed(run):
    result = az.simulate.disk_io(**run)
    assert (result.served_iops <= result.asked_iops * (1 + 1e-9) + 1e-6).all()
    assert (result.served_mbps <= result.asked_mbps * (1 + 1e-9) + 1e-6).all()
    for gate in result.watch.gates:
        assert (result.watch.used(gate) <= result.watch.allowed(gate) * (1 + 1e-9) + 1e-6).all(), gate.words
        assert (result.watch.used(gate) <= gate.burst * (1 + 1e-9)).all(), gate.words
    for bucket in result.buckets:
        assert (bucket.levels >= 0).all() and (bucket.levels <= bucket.size).all()
    assert (result.unwritten_mb >= 0).all()


@settings(max_examples=120, deadline=None)
@given(runs())
def test_whatever_is_held_back_has_a_limit_that_says_why(run):
    result = az.simulate.disk_io(**run)
    named = result.watch.binding.any(axis=0)
    assert (named == result.throttled).all()
    assert result.timeline[0].at_s == 0
    actions = {decision.action for decision in result.timeline}
    assert ("throttled" in actions) == bool(result.throttled.any())


@settings(max_examples=120, deadline=None)
@given(runs())
def test_the_quick_engine_is_the_plain_one(run):
    quick, plain = az.simulate.disk_io(**run), az.simulate.disk_io(**run, plain=True)
    # mixes of IOs and MB in a write-back cache are rounded anew in each step; everything else agrees to the last bit
    loose = {"rtol": 1e-7, "atol": 1e-3} if plain.unwritten_mb.any() else {"rtol": 0, "atol": 0}
    np.testing.assert_allclose(quick.tape.rows, plain.tape.rows, **loose)
    np.testing.assert_allclose(quick.tape.levels, plain.tape.levels, **loose)
    np.testing.assert_allclose(quick.tape.backlog, plain.tape.backlog, **loose)


def test_the_quick_engine_is_the_plain_one_over_a_week_of_ups_and_downs():
    minutes = np.arange(3 * 1_440)
    load = (2_000 + 7_000 * np.abs(np.sin(minutes / 97))) * np.random.default_rng(3).uniform(0.2, 1.8, minutes.size)
    disks = ["os P10 uncached", "P15", "P20", "E30", "2 x P4"]
    quick, plain = (
        az.simulate.disk_io("D4s_v5", disks, {"iops": load, "io_kib": 24}, plain=plain) for plain in (False, True)
    )
    assert np.array_equal(quick.tape.rows, plain.tape.rows)
    assert np.array_equal(quick.tape.levels, plain.tape.levels)


@settings(max_examples=40, deadline=None)
@given(runs())
def test_credits_out_are_never_more_than_credits_in_and_at_the_start(run):
    result = az.simulate.disk_io(**run)
    for gate in result.watch.gates:
        found = result.watch.bucket(gate)
        if found is None:
            continue
        bucket, levels = found
        used = result.watch.used(gate)
        spent = np.maximum(used - bucket.base, 0).sum() * result.step_s
        gained = np.maximum(bucket.base - used, 0).sum() * result.step_s
        assert spent <= levels[0] + gained + 1e-6 * bucket.size


@settings(max_examples=60, deadline=None)
@given(runs(), st.floats(0.1, 1))
def test_a_bigger_vm_never_serves_less(run, part):
    size = az.size(run["size"])
    small = attrs.evolve(
        size,
        uncached_iops=size.uncached_iops * part,
        uncached_mbps=size.uncached_mbps * part,
        burst_uncached_iops=None,
        burst_uncached_mbps=None,
        v2_ultra_iops=None,
        v2_ultra_mbps=None,
    )
    big = attrs.evolve(small, uncached_iops=size.uncached_iops, uncached_mbps=size.uncached_mbps)
    # disks that burst spend credits sooner on a bigger VM, so only the first step compares like with like
    served = [az.simulate.disk_io(**{**run, "size": one}).served_iops[0] for one in (small, big)]
    assert served[0] <= served[1] * (1 + 1e-9) + 1e-6


def test_disks_alike_share_one_row_and_keep_their_names():
    result = az.simulate.disk_io("D8s_v5", ["4 x P10"], "2000 IOPS for 3 min", io_kib=4)
    assert len(result.engine.groups) == 1
    assert [result.disk(f"data{n}").served_iops[0] for n in range(1, 5)] == [500] * 4
    assert len(result.disks) == 4


def test_a_large_io_counts_as_several():
    small = az.simulate.disk_io("D4s_v5", ["P10"], "100 IOPS", io_kib=256, minutes=1)
    large = az.simulate.disk_io("D4s_v5", ["P10"], "100 IOPS", io_kib=257, minutes=1)
    assert (small.asked_iops[0], large.asked_iops[0]) == (100, 200)


def test_throughput_alone_is_asked_in_the_largest_ios():
    result = az.simulate.disk_io("D8s_v5", ["P30"], "100 MB/s", minutes=1)
    assert result.asked_mbps[0] == pytest.approx(100)
    assert result.asked_iops[0] == pytest.approx(100e6 / (256 * 1024))


def test_v2_and_ultra_use_the_limit_that_the_size_has_for_them():
    size = az.size("D4as_v7")
    assert size.v2_ultra_iops > size.uncached_iops > 6_000
    disk = "premium v2 1024 GiB 20000 IOPS 500 MB/s"
    only = az.simulate.disk_io(size, [disk], "20000 IOPS", io_kib=4, credits_percent=0)
    assert only.served_iops[0] == pytest.approx(size.v2_ultra_iops)
    premium = az.simulate.disk_io(size, ["4 x P30"], "20000 IOPS", io_kib=4, credits_percent=0)
    assert premium.served_iops[0] == pytest.approx(size.uncached_iops)
    both = az.simulate.disk_io(
        size, [disk, "4 x P30"], {"data1": 20_000, "data2": 5_000, "data3": 5_000}, io_kib=4, credits_percent=0
    )
    assert both.served_iops[0] == pytest.approx(size.v2_ultra_iops)


def test_the_scsi_controller_lowers_what_some_sizes_do():
    disk = ["4 x P40"]
    fast = az.simulate.disk_io("E8bs_v5", disk, "30000 IOPS", io_kib=4, credits_percent=0)
    slow = az.simulate.disk_io("E8bs_v5", disk, "30000 IOPS", io_kib=4, credits_percent=0, controller="SCSI")
    assert slow.served_iops[0] == pytest.approx(az.size("E8bs_v5").scsi_uncached_iops)
    assert slow.served_iops[0] < fast.served_iops[0]


def test_local_nvme_has_its_own_limit():
    result = az.simulate.disk_io("L8s_v2", ["nvme", "P10"], {"nvme": "500000 IOPS"}, io_kib=4)
    assert result.served_iops[0] == pytest.approx(400_000)
    assert result.binding()[0].words == "L8s_v2 local NVMe, IOPS"


def test_writes_to_the_temporary_disk_have_a_limit_of_their_own():
    size = az.size("D4ads_v7")
    assert size.temp_write_iops < size.temp_read_iops
    reads = az.simulate.disk_io(size, ["temp"], "500000 IOPS", io_kib=4, read_percent=100)
    writes = az.simulate.disk_io(size, ["temp"], "500000 IOPS", io_kib=4, read_percent=0)
    assert reads.served_iops[0] == pytest.approx(size.temp_read_iops)
    assert writes.served_iops[0] == pytest.approx(size.temp_write_iops)
    assert writes.binding()[0].words == "D4ads_v7 writes to the temporary disk, IOPS"


def test_a_cached_burst_that_the_catalogue_does_not_know_can_be_given():
    load = {"io_kib": 4, "read_percent": 100, "hit_percent": 100, "minutes": 40}
    result = az.simulate.disk_io("D4s_v5", ["P30 read only"], "30000 IOPS", cached_burst=(25_000, 1_000), **load)
    assert result.served_iops[0] == pytest.approx(25_000)
    assert result.served_iops[-1] == pytest.approx(19_000)
    assert result.first_throttled_minute == 0


def test_what_others_use_of_a_shared_disk_is_not_there():
    result = az.simulate.disk_io("D8s_v5", ["q: P30 shared 3"], "5000 IOPS", io_kib=4, elsewhere={"q": (3_000, 50)})
    assert result.served_iops[0] == 2_000
    with pytest.raises(InvalidInputError, match="not shared"):
        az.simulate.disk_io("D8s_v5", ["q: P30"], 100, elsewhere={"q": (10, 1)})


def test_a_full_write_back_cache_takes_what_it_gets_rid_of():
    size = attrs.evolve(az.size("D4s_v5"), cache_gib=1.0)
    result = az.simulate.disk_io(
        size, ["P10 read write"], "4000 IOPS for 2 min", io_kib=16, read_percent=0, credits_percent=0, step_s=1
    )
    assert result.served_iops[0] == 4_000
    assert result.unwritten_mb.max() <= 1_073.741824 * (1 + 1e-9)
    assert result.served_iops[-1] == pytest.approx(500)
    assert result.disk("data1").disk_iops[-1] == pytest.approx(500)


def test_a_vm_brings_its_own_disks():
    vm = VirtualMachine(
        "db",
        "E8s_v5",
        data_disks=[DataDisk("data", 1024), DataDisk("log", 128, caching="None")],
        os_disk=OsDisk(size_gib=64),
    )
    result = az.simulate.disk_io(vm, None, {"data": 5000, "log": 400})
    assert [disk.name for disk in result.disks] == ["os", "data", "log"]
    assert result.served_share == 1


def test_nouns_and_texts_mean_the_same():
    load = "2000 IOPS"
    by_text = az.simulate.disk_io("D4s_v5", ["P20 read only"], load)
    by_noun = az.simulate.disk_io("D4s_v5", [DataDisk("data1", 512, caching="ReadOnly")], load)
    by_disk = az.simulate.disk_io("D4s_v5", [Disk("data1", 512)], load)
    assert np.array_equal(by_text.served_iops, by_noun.served_iops)
    assert by_disk.disks[0].words == "P20"


def test_caching_that_the_size_does_not_have_is_left_out_and_said():
    result = az.simulate.disk_io("L8s_v2", ["os P30", "P30"], {"os": "4000 IOPS"}, io_kib=4)
    assert result.disks[0].caching == "None"
    assert any("no host cache" in note for note in result.notes)


def test_the_frame_has_a_row_a_step_with_its_reason():
    frame = az.simulate.disk_io("D4s_v5", ["P20"], "3500 IOPS for 40 min", io_kib=4).to_frame()
    assert len(frame) == 40
    assert frame["held_back_by"].iloc[0] == ""
    assert frame["held_back_by"].iloc[-1] == "disk data1 (P20), IOPS"
    assert frame["disk data1 (P20), IOPS credits %"].iloc[0] == 100


def test_the_text_and_the_timeline_name_the_numbers():
    result = az.simulate.disk_io("D4s_v5", ["2 x P30"], "8000 IOPS 120 MB/s for 6 h", region="westeurope")
    assert "held back 105 minutes by: D4s_v5 uncached, IOPS" in result.text
    first, *_, last = result.timeline
    assert first.action == "bursting" and "100% of its IOPS credits left" in first.because
    assert last.action == "throttled" and "6,400 IOPS through: its IOPS credits are used up" in last.because
    assert result.cost.usd == pytest.approx(2 * 148.68)
    assert result.minutes_by_limit == {"D4s_v5 uncached, IOPS": 105}


def test_same_input_same_result():
    results = [az.simulate.disk_io("D4s_v5", ["2 x P30"], "8000 IOPS for 6 h") for _ in range(2)]
    assert results[0].text == results[1].text
    assert np.array_equal(results[0].tape.rows, results[1].tape.rows)


@pytest.mark.parametrize(
    ("size", "disks", "stream", "more", "words"),
    [
        ("D4s_v5", [], "100 IOPS", {}, "No disk was given"),
        ("D4s_v5", None, "100 IOPS", {}, "No disk was given"),
        ("D4s_v5", 7, "100 IOPS", {}, "not a list of disks"),
        ("D4s_v5", ["9 x P10"], "100 IOPS", {}, "D4s_v5 takes 8"),
        ("D4_v5", ["P10"], "100 IOPS", {}, "without premium storage"),
        ("D4s_v5", ["premium v2 1 TiB"], "100 IOPS", {"region": "westeurope"}, "without zone"),
        ("D4s_v5", ["ultra 1 TiB"], "100 IOPS", {"region": "westeurope"}, "zone=1"),
        ("D4s_v5", ["premium v2 1 TiB read only"], "100 IOPS", {}, "no host caching"),
        ("D4s_v5", ["ultra 64 GiB read write"], "100 IOPS", {}, "no host caching"),
        ("D4s_v5", ["P10 shared 2 read only"], "100 IOPS", {}, "shared disk"),
        ("L8s_v2", ["P30 read only"], "100 IOPS", {}, "no host cache"),
        ("D4s_v5", ["P50 read only"], "100 IOPS", {}, "below 4,096 GiB"),
        ("D4s_v5", ["P10 on-demand"], "100 IOPS", {}, "above 512 GiB"),
        ("D4s_v5", ["P20 performance plus"], "100 IOPS", {}, "513 GiB"),
        ("D4s_v5", ["premium v2 1 GiB 80000 IOPS"], "100 IOPS", {}, "3,000 to 3,000"),
        ("D4s_v5", ["temp"], "100 IOPS", {}, "no temporary disk"),
        ("D4s_v5", ["ephemeral 64 GiB"], "100 IOPS", {}, "no local storage"),
        ("D4s_v5", ["os ultra 64 GiB"], "100 IOPS", {}, "OS disk"),
        ("D4s_v5", ["os P10", "os P10"], "100 IOPS", {}, "called 'os'"),
        ("D4s_v5", ["a: P10", "a: P20"], "100 IOPS", {}, "called 'a'"),
        ("D4s_v5", ["premium ssd"], "100 IOPS", {}, "no size"),
        ("D4s_v5", ["P10 with sugar"], "100 IOPS", {}, "cannot be read"),
        ("D4s_v5", ["S10 ZRS"], "100 IOPS", {}, "does not come with ZRS"),
        ("D4s_v5", ["P10"], None, {}, "No load was given"),
        ("D4s_v5", ["P10"], [], {}, "empty"),
        ("D4s_v5", ["P10"], -5, {}, "0 or more"),
        ("D4s_v5", ["P10"], [1, float("inf")], {}, "0 or more"),
        ("D4s_v5", ["P10"], "fast", {}, "cannot be read"),
        ("D4s_v5", ["P10"], {"iops": [1, 2], "mbps": [1]}, {}, "equally long"),
        ("D4s_v5", ["P10"], {"iops": [1, "x"]}, {}, "not a number"),
        ("D4s_v5", ["P10"], {"iops": 100, "read_percent": 120}, {}, "0 to 100"),
        ("D4s_v5", ["P10"], {"iops": 0, "mbps": 5}, {}, "without a single IO"),
        ("D4s_v5", ["P10"], {"read_percent": 20}, {}, "IOPS or MB/s"),
        ("D4s_v5", ["P10"], 100, {"minutes": 0}, "more than 0"),
        ("D4s_v5", ["P10"], 100, {"step_s": 0}, "step"),
        ("D4s_v5", ["P10"], 100, {"credits_percent": 101}, "0 to 100"),
        ("D4s_v5", ["P10"], 100, {"io_kib": 0}, "0 KiB"),
        ("D4s_v5", ["P10"], 100, {"controller": "IDE"}, "SCSI"),
        ("D4s_v5", ["P10"], 100, {"over": ["data2"]}, "data1"),
        ("D4s_v5", ["P10"], {"data2": 100}, {}, "There are: data1"),
        ("A8", ["E10"], 100, {}, "not known"),
    ],
)
def test_what_makes_no_sense_says_why(size, disks, stream, more, words):
    with pytest.raises(AzstudyError, match=words.replace("(", r"\(")):
        az.simulate.disk_io(size, disks, stream, **more)


@pytest.mark.parametrize(("tier", "near"), [("P35", "P30"), ("E11", "E10"), ("Q10", "P10")])
def test_an_unknown_tier_names_the_nearest(tier, near):
    with pytest.raises(UnknownNameError) as problem:
        az.simulate.disk_io("D4s_v5", [tier], 100)
    assert near in problem.value.suggestions


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_a_disk_or_a_clear_error(text):
    with contextlib.suppress(AzstudyError):
        assert az.simulate.disk_facts(text).iops > 0
