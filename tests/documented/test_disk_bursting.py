"""Bursting of disks and VMs: credits, on-demand, and their worked examples through the simulation."""

from __future__ import annotations

import pytest

import azstudy as az

BURST = "MicrosoftDocs/azure-compute-docs articles/virtual-machines/includes/managed-disks-bursting-2.md@2e4af987"
MODEL = "MicrosoftDocs/azure-compute-docs articles/virtual-machines/disk-bursting.md@1827cf35"
PREMIUM = "MicrosoftDocs/azure-docs includes/disk-storage-premium-ssd-sizes.md@1d25717f"
STANDARD = "MicrosoftDocs/azure-docs includes/disk-storage-standard-ssd-sizes.md@90c75562"
SHARED = (
    "MicrosoftDocs/azure-compute-docs articles/virtual-machines/includes/"
    "virtual-machines-disks-shared-limitations.md@d84c7a8d"
)
EVEN = {"over": ["os", "data1", "data2"]}


def test_a_vm_bursts_over_disks_that_do_not():
    disks = ["os P50", "2 x P50"]
    quiet = az.simulate.disk_io("L8s_v2", disks, "30 MB/s", **EVEN)
    assert [quiet.disk(name).served_mbps[0] for name in EVEN["over"]] == pytest.approx([10, 10, 10]), BURST
    assert not quiet.bursting("VM")
    busy = az.simulate.disk_io("L8s_v2", disks, "600 MB/s", **EVEN)
    assert busy.served_mbps[0] == pytest.approx(600), BURST
    assert busy.bursting("VM"), BURST
    assert [busy.bursting(name) for name in EVEN["over"]] == [False, False, False], BURST


def test_a_disk_answers_with_its_own_burst_at_boot():
    result = az.simulate.disk_io("L8s_v2", ["os P4", "2 x P4"], {"os": "1280 MB/s"})
    assert result.served_mbps[0] == pytest.approx(170), BURST
    assert result.bursting("os") and result.bursting("VM"), BURST
    assert result.capped_by == "disk", BURST


def test_vm_and_disks_burst_together():
    load = {"os": "20 MB/s", "data1": "170 MB/s", "data2": "170 MB/s"}
    result = az.simulate.disk_io("L8s_v2", ["os P4", "2 x P4"], load, minutes=30)
    assert result.served_mbps.tolist() == pytest.approx([360] * 30), BURST
    assert result.bursting("VM") and result.bursting("data1") and not result.bursting("os"), BURST


def test_thirty_minutes_at_the_highest_burst_and_not_one_more():
    result = az.simulate.disk_io("D4s_v5", ["P20"], "3500 IOPS for 40 min", io_kib=4)
    assert result.served_iops[:30].tolist() == [3_500] * 30, BURST
    assert result.served_iops[30:].tolist() == [2_300] * 10, BURST
    assert result.first_throttled_minute == 30, BURST


def test_iops_and_throughput_have_buckets_of_their_own():
    # 3,500 IOPS of 8 KiB spend credits of IOPS and leave those of MB/s alone
    result = az.simulate.disk_io("D4s_v5", ["P20"], "3500 IOPS for 40 min", io_kib=8)
    level = {bucket.unit: bucket.levels[-1] / bucket.size for bucket in result.buckets if "P20" in bucket.words}
    assert level == {"IOPS": 0, "MB/s": 1}, BURST


@pytest.mark.parametrize(("tier", "gain"), [("P1", 120), ("P20", 2_300)])
def test_an_idle_disk_gains_its_base_every_second(tier, gain):
    load = {"data1": ["3500 IOPS for 30 min", "0 IOPS for 2 min"]}
    result = az.simulate.disk_io("D8s_v5", [tier], load, io_kib=4)
    bucket = next(one for one in result.buckets if tier in one.words and one.unit == "IOPS")
    assert bucket.levels[30] == 0
    assert (bucket.levels[31] - bucket.levels[30]) / 60 == pytest.approx(gain), BURST


@pytest.mark.parametrize(
    ("tier", "ios", "burst"),
    [
        ("P4", 6_084_000, 3_500),
        ("P20", 2_160_000, 3_500),
        ("E10", 180_000, 600),
        ("E20", 180_000, 600),
        ("E30", 900_000, 1_000),
        ("E40", None, None),
        ("P30", None, None),
    ],
)
def test_a_bucket_holds_thirty_minutes(tier, ios, burst):
    facts = az.simulate.disk_facts(tier)
    assert (facts.bucket_ios, facts.burst_iops) == (ios, burst), (PREMIUM, STANDARD)


def test_an_empty_bucket_fills_in_less_than_a_day():
    assert az.simulate.disk_facts("P4").refill_s == 50_700, BURST
    for tier in ("P1", "P2", "P3", "P4", "P6", "P10", "P15", "P20", "E1", "E20", "E30"):
        assert az.simulate.disk_facts(tier).refill_s < 86_400, BURST


@pytest.mark.parametrize(
    ("disk", "model"),
    [
        ("premium 512 GiB", "credit"),
        ("premium 1024 GiB", None),
        ("premium 1024 GiB on-demand", "on-demand"),
        ("standard ssd 1024 GiB", "credit"),
        ("standard ssd 2048 GiB", None),
        ("ultra 512 GiB", None),
        ("premium v2 512 GiB", None),
        ("standard hdd 512 GiB", None),
    ],
)
def test_which_model_a_disk_bursts_by(disk, model):
    assert az.simulate.disk_facts(disk).burst_model == model, MODEL


def test_what_on_demand_bursting_bills_in_iops():
    load = ["4000 IOPS for 10 min", "6000 IOPS for 10 s", "4000 IOPS for 48 min", "7000 IOPS for 60 s"]
    result = az.simulate.disk_io("D16s_v5", ["P30 on-demand"], load, step_s=1, region="westeurope")
    (bill,) = result.burst_bills
    assert bill.transactions == 130_000, BURST
    assert bill.units == 13, BURST
    assert bill.hours == 1, BURST
    assert result.throttled_minutes == 0


def test_what_on_demand_bursting_bills_when_both_units_are_exceeded():
    load = [
        {"iops": 10_000, "mbps": 300, "minutes": 5 / 60},
        {"iops": 6_000, "mbps": 600, "minutes": 5 / 60},
    ]
    result = az.simulate.disk_io("E32s_v5", ["P30 on-demand"], load, step_s=1)
    traffic = result.disk("data1")
    assert traffic.served_iops.tolist() == [10_000] * 5 + [6_000] * 5
    assert traffic.served_mbps.tolist() == [300] * 5 + [600] * 5
    assert result.burst_bills[0].transactions == 25_000 + 8_000, BURST


def test_on_demand_ends_at_30_000_iops_and_1_000_mbps():
    iops = az.simulate.disk_io("E96s_v5", ["P30 on-demand"], "40000 IOPS", io_kib=4, minutes=120)
    assert iops.served_iops.tolist() == [30_000] * 120, PREMIUM
    mbps = az.simulate.disk_io("E96s_v5", ["P30 on-demand"], "2000 MB/s", minutes=120)
    assert mbps.served_mbps.tolist() == pytest.approx([1_000] * 120), PREMIUM


def test_the_flat_fee_is_paid_without_a_burst():
    result = az.simulate.disk_io("D4s_v5", ["P30 on-demand"], "100 IOPS for 90 min", region="westeurope")
    (bill,) = result.burst_bills
    assert (bill.transactions, bill.hours) == (0, 2), BURST
    assert bill.usd == bill.fee_usd > 0


def test_a_shared_premium_disk_does_not_burst():
    alone = az.simulate.disk_io("D4s_v5", ["P20"], "3500 IOPS", io_kib=4)
    shared = az.simulate.disk_io("D4s_v5", ["P20 shared 3"], "3500 IOPS", io_kib=4)
    assert (alone.served_iops[0], shared.served_iops[0]) == (3_500, 2_300), SHARED
