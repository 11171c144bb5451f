"""Limits of disks and VM, cached and uncached: Microsoft's worked examples through the simulation."""

from __future__ import annotations

import attrs
import pytest

import azstudy as az
from azstudy.model.disk import DataDisk, OsDisk

PERF = "MicrosoftDocs/azure-compute-docs articles/virtual-machines/disks-performance.md@fe259248"

# Bursts are left out on that page: `credits_percent=0` starts as a VM whose credits are used up.
STEADY = {"credits_percent": 0, "minutes": 5}


def d8s_v3(**fields):
    # The page prints 12,800 uncached, 16,000 cached IOPS; the catalogue's own MB/s would bind at large IOs only.
    return attrs.evolve(az.size("D8s_v3"), uncached_iops=12_800.0, cached_iops=16_000.0, **fields)


def test_slow_disks_cap_what_the_vm_could_do():
    load = {"os": "1000 IOPS", "data1": "4500 IOPS", "data2": "4500 IOPS"}
    result = az.simulate.disk_io("D8s_v3", ["os E30 uncached", "2 x E30"], load, **STEADY)
    assert result.asked_iops[0] == 10_000
    assert result.served_iops[0] == 1_500, PERF
    assert [result.disk(name).served_iops[0] for name in ("os", "data1", "data2")] == [500, 500, 500], PERF
    assert result.capped_by == "disk", PERF
    assert {gate.level for gate in result.binding()} == {"disk"}


def test_the_vm_caps_what_fast_disks_could_do():
    result = az.simulate.disk_io(
        "D8s_v3", ["os P30 uncached", "2 x P30"], "15000 IOPS", over=["os", "data1", "data2"], **STEADY
    )
    assert result.served_iops[0] == pytest.approx(12_800), PERF
    parts = [result.disk(name).served_iops[0] for name in ("os", "data1", "data2")]
    assert parts == pytest.approx([12_800 / 3] * 3, abs=1), PERF
    assert result.capped_by == "VM", PERF
    assert [gate.words for gate in result.binding()] == ["D8s_v3 uncached, IOPS"]


def test_a_small_vm_caps_one_premium_disk_cached_or_not():
    plain = az.simulate.disk_io("D2s_v3", ["P30"], "5000 IOPS", io_kib=4, **STEADY)
    assert plain.served_iops[0] == pytest.approx(3_200), PERF
    assert plain.capped_by == "VM", PERF
    cached = az.simulate.disk_io(
        "D2s_v3", ["P30 read only"], "5000 IOPS", io_kib=4, read_percent=100, hit_percent=100, **STEADY
    )
    assert cached.served_iops[0] == pytest.approx(4_000), PERF


def paths(caching: str, *, read_percent: float, hit_percent: float) -> set[str]:
    """The VM limits that a small load counts against."""
    disk = DataDisk("data", 1_024, caching=caching)
    result = az.simulate.disk_io(
        d8s_v3(), [disk], "1000 IOPS", read_percent=read_percent, hit_percent=hit_percent, **STEADY
    )
    assert result.served_share == 1
    return {way for way, ios in result.paths.items() if ios > 0}


@pytest.mark.parametrize(
    ("caching", "reads", "hits", "expected"),
    [
        ("ReadOnly", 100, 100, {"cached"}),
        ("ReadOnly", 100, 0, {"cached", "uncached"}),
        ("ReadOnly", 0, 0, {"cached", "uncached"}),
        ("ReadWrite", 100, 100, {"cached"}),
        ("ReadWrite", 100, 0, {"cached", "uncached"}),
        ("ReadWrite", 0, 0, {"cached", "uncached"}),
        ("None", 100, 100, {"uncached"}),
        ("None", 0, 0, {"uncached"}),
    ],
)
def test_which_limits_an_io_counts_against(caching, reads, hits, expected):
    assert paths(caching, read_percent=reads, hit_percent=hits) == expected, PERF


def test_a_write_with_read_only_waits_for_the_disk_and_one_with_read_write_does_not():
    load = {"read_percent": 0, **STEADY}
    through = az.simulate.disk_io(d8s_v3(), ["P10 read only"], "2000 IOPS", **load)
    assert through.served_iops[0] == 500, PERF
    back = az.simulate.disk_io(d8s_v3(), ["P10 read write"], "2000 IOPS", **load)
    assert back.served_iops[0] == 2_000, PERF
    assert back.write_back_iops[0] == 500, PERF  # "lazily written to the disk"
    assert back.unwritten_mb[-1] > back.unwritten_mb[0] > 0, PERF


def test_three_cached_disks_serve_the_cached_limit():
    disks = ["os P30 read write", "2 x P30 read write"]
    load = {"read_percent": 50, "hit_percent": 100, "io_kib": 4, "over": ["os", "data1", "data2"], **STEADY}
    result = az.simulate.disk_io(d8s_v3(), disks, "16000 IOPS", **load)
    assert result.served_iops[0] == pytest.approx(16_000), PERF
    more = az.simulate.disk_io(d8s_v3(), disks, "20000 IOPS", **load)
    assert more.served_iops[0] == pytest.approx(16_000), PERF
    assert more.binding()[0].words == "D8s_v3 cached, IOPS"


def test_cached_and_uncached_limits_add_up():
    disks = ["os P30 read write", "2 x P30 read write", "2 x P30"]
    names = ["os", "data1", "data2", "data3", "data4"]
    result = az.simulate.disk_io(
        d8s_v3(), disks, "25000 IOPS", over=names, io_kib=4, read_percent=60, hit_percent=100, **STEADY
    )
    assert result.served_iops[0] == pytest.approx(25_000), PERF
    assert result.throttled_minutes == 0, PERF


def test_the_temporary_disk_has_the_limit_of_the_local_ssd_only():
    result = az.simulate.disk_io("D4ds_v5", ["temp", "P10"], {"temp": "19000 IOPS"}, io_kib=4, **STEADY)
    assert result.served_iops[0] == 19_000, PERF
    assert result.paths["uncached"] == 0, PERF


def test_default_caching():
    assert OsDisk().caching == "ReadWrite", PERF
    assert DataDisk("data", 128).caching == "None", PERF
