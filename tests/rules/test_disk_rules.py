"""Every rule about disks: legal, illegal, the boundary between them, and without the fact."""

import csv
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from legality import ILLEGAL, LEGAL, NOTHING_KNOWN, UNKNOWN, design, facts, of_modules, size, uncovered, verdict, vm

from azstudy._resources import data_dir
from azstudy.errors import InvalidInputError
from azstudy.model.disk import AttachedDisk, DataDisk, Disk, DiskEncryptionSet, OsDisk, Snapshot
from azstudy.model.placement import AvailabilitySet, HostGroup, ProximityPlacementGroup
from azstudy.model.protection import ReplicatedVm, ReplicationPolicy
from azstudy.model.scaleset import ScaleSet
from azstudy.model.words import DiskType
from azstudy.rules import all_rules
from azstudy.rules.disk_placement import NONZONAL_V2_REGIONS, ULTRA_ZONES
from azstudy.rules.disks import (
    MAX_GIB,
    counted_ios,
    disk_limits,
    max_shares,
    on_demand_bursting_allowed,
    performance_changes_left,
    premium_v2_limits,
    ultra_limits,
)


def data(kind="PremiumV2", gib=1024, name="d", **fields):
    return DataDisk(name, gib, type=kind, **fields)


def with_disk(*args, on=None, **fields):
    return vm(data_disks=[data(*args, **fields)], **(on or {}))


def ultra(**on):
    return vm(data_disks=[data("UltraSSD")], **on)


def v2(**on):
    return vm(data_disks=[data("PremiumV2")], **on)


def sharing(kind="Premium", gib=1024, count=2, shares=2, of=None, **fields):
    """A shared disk and the VMs it is attached to; `of` lists what is special about each VM."""
    specials = of or [{}] * count
    machines = [vm(f"vm{n}", data_disks=[AttachedDisk("quorum")], **special) for n, special in enumerate(specials)]
    return [Disk("quorum", gib, type=kind, max_shares=shares, **fields), *machines]


SET = AvailabilitySet("set")
IN_SET = {"availability_set": "set"}
ULTRA_ON = {"ultra_disks": True}
BEFORE, AFTER = (facts(on=datetime.date(2028, 9, day)) for day in (7, 8))
SNAP = Snapshot("snap", "src")

CASES = [
    ("disk-01", LEGAL, [with_disk("Premium", 32767)], None),
    ("disk-01", ILLEGAL, [with_disk("Premium", 32768)], None),
    ("disk-01", LEGAL, [with_disk("PremiumV2", 65536)], None),
    ("disk-01", ILLEGAL, [with_disk("PremiumV2", 65537)], None),
    ("disk-01", LEGAL, [with_disk("UltraSSD", 4)], None),
    ("disk-01", ILLEGAL, [with_disk("UltraSSD", 3)], None),
    ("disk-01", ILLEGAL, [Disk("alone", 40000, type="HDD")], None),
    ("disk-02", LEGAL, [vm(os_disk="HDD")], None),
    ("disk-02", ILLEGAL, [vm(os_disk="PremiumV2")], None),
    ("disk-02", ILLEGAL, [vm(os_disk="UltraSSD")], None),
    ("disk-03", LEGAL, [vm(os_disk="Standard SSD")], BEFORE),
    ("disk-03", ILLEGAL, [vm(os_disk="HDD")], BEFORE),
    ("disk-03", LEGAL, [vm(os_disk="HDD")], AFTER),
    ("disk-04", LEGAL, [vm(os_disk="HDD")], BEFORE),
    ("disk-04", ILLEGAL, [vm(os_disk="HDD")], AFTER),
    ("disk-04", UNKNOWN, [vm(os_disk="HDD")], NOTHING_KNOWN),
    ("disk-04", LEGAL, [vm(os_disk=OsDisk("HDD", ephemeral=True))], AFTER),
    ("disk-05", LEGAL, [with_disk("PremiumV2", 8, iops=4000)], None),
    ("disk-05", ILLEGAL, [with_disk("PremiumV2", 8, iops=4001)], None),
    ("disk-05", ILLEGAL, [with_disk("PremiumV2", 8, iops=2999)], None),
    ("disk-05", LEGAL, [with_disk("UltraSSD", 4, iops=100)], None),
    ("disk-05", ILLEGAL, [with_disk("UltraSSD", 4, iops=99)], None),
    ("disk-05", ILLEGAL, [with_disk("UltraSSD", 4, iops=4001)], None),
    ("disk-05", UNKNOWN, [with_disk("PremiumV2", None, iops=4000)], None),
    ("disk-06", LEGAL, [with_disk("PremiumV2", 100, iops=4000, mbps=1000)], None),
    ("disk-06", ILLEGAL, [with_disk("PremiumV2", 100, iops=4000, mbps=1001)], None),
    ("disk-06", LEGAL, [with_disk("PremiumV2", 100, mbps=750)], None),
    ("disk-06", ILLEGAL, [with_disk("PremiumV2", 100, mbps=751)], None),
    ("disk-06", ILLEGAL, [with_disk("PremiumV2", 100, mbps=124)], None),
    ("disk-06", UNKNOWN, [with_disk("UltraSSD", 100, mbps=200)], None),
    ("disk-07", LEGAL, [with_disk("Premium", caching="ReadOnly")], None),
    ("disk-07", ILLEGAL, [with_disk("PremiumV2", caching="ReadOnly")], None),
    ("disk-07", ILLEGAL, [with_disk("UltraSSD", caching="ReadWrite")], None),
    ("disk-08", LEGAL, [with_disk("PremiumV2", iops=5000)], None),
    ("disk-08", ILLEGAL, [with_disk("Premium", iops=5000)], None),
    ("disk-08", ILLEGAL, [with_disk("Standard SSD", mbps=100)], None),
    ("disk-09", LEGAL, [with_disk("Premium", 513, on_demand_bursting=True)], None),
    ("disk-09", ILLEGAL, [with_disk("Premium", 512, on_demand_bursting=True)], None),
    ("disk-09", ILLEGAL, [with_disk("Standard SSD", 1024, on_demand_bursting=True)], None),
    ("disk-09", UNKNOWN, [with_disk("Premium", None, on_demand_bursting=True)], None),
    ("disk-10", LEGAL, [with_disk("Standard SSD", 513, performance_plus=True)], None),
    ("disk-10", ILLEGAL, [with_disk("Standard SSD", 512, performance_plus=True)], None),
    ("disk-10", ILLEGAL, [with_disk("PremiumV2", 1024, performance_plus=True)], None),
    ("disk-10", UNKNOWN, [with_disk("HDD", None, performance_plus=True)], None),
    ("disk-11", LEGAL, [with_disk("PremiumV2", sector_bytes=512)], None),
    ("disk-11", ILLEGAL, [with_disk("PremiumV2", sector_bytes=1024)], None),
    ("disk-11", ILLEGAL, [with_disk("Premium", sector_bytes=4096)], None),
    ("disk-12", LEGAL, [with_disk("PremiumV2", 51200), Disk("b", 51200, type="PremiumV2")], None),
    ("disk-12", ILLEGAL, [with_disk("PremiumV2", 51200), Disk("b", 51201, type="PremiumV2")], None),
    ("disk-12", LEGAL, [with_disk("PremiumV2", 51200), Disk("b", 51201, type="PremiumV2", region="eastus")], None),
    ("disk-12", ILLEGAL, [ScaleSet("s", "D4s_v5", instances=3, data_disks=[data("PremiumV2", 51200)])], None),
    ("disk-13", LEGAL, [with_disk("UltraSSD")], None),
    ("disk-13", ILLEGAL, [with_disk("UltraSSD", create_option="Copy")], None),
    ("disk-14", LEGAL, [with_disk("Premium", tier="P50")], None),
    ("disk-14", ILLEGAL, [with_disk("Standard SSD", tier="E50")], None),
    ("snapshot-01", LEGAL, [Disk("src", 8, type="PremiumV2"), SNAP], None),
    ("snapshot-01", ILLEGAL, [Disk("src", 8, type="PremiumV2"), SNAP.evolve(incremental=False)], None),
    ("snapshot-01", LEGAL, [Disk("src", 8, type="Premium"), SNAP.evolve(incremental=False)], None),
    ("snapshot-02", LEGAL, [Disk("src", 8), SNAP.evolve(copies=500)], None),
    ("snapshot-02", ILLEGAL, [Disk("src", 8), SNAP.evolve(copies=500), Snapshot("one more", "src")], None),
    ("snapshot-03", LEGAL, [Disk("src", 8, type="PremiumV2"), SNAP, with_disk("UltraSSD", created_from="snap")], None),
    ("snapshot-03", ILLEGAL, [Disk("src", 8, type="PremiumV2"), SNAP, with_disk("Premium", created_from="snap")], None),
    (
        "snapshot-03",
        LEGAL,
        [Disk("src", 8, type="PremiumV2", sector_bytes=512), SNAP, with_disk("Premium", created_from="snap")],
        None,
    ),
    ("disk-20", LEGAL, [v2(zone=1)], None),
    ("disk-20", ILLEGAL, [v2()], None),
    ("disk-20", LEGAL, [v2(region="swedencentral")], None),
    ("disk-20", UNKNOWN, design(v2(), region=None), None),
    ("disk-21", LEGAL, design(v2(**IN_SET), SET, region="canadaeast"), None),
    ("disk-21", ILLEGAL, [v2(**IN_SET), SET], None),
    ("disk-21", UNKNOWN, design(v2(**IN_SET), SET, region=None), None),
    ("disk-22", LEGAL, [ultra()], None),
    ("disk-22", ILLEGAL, design(ultra(**IN_SET), SET, region="canadaeast"), None),
    ("disk-23", LEGAL, [ScaleSet("s", "D4s_v5", zones=[1], data_disks=[data()])], None),
    ("disk-23", ILLEGAL, [ScaleSet("s", "D4s_v5", data_disks=[data()])], None),
    ("disk-24", LEGAL, [ultra(**ULTRA_ON)], None),
    ("disk-24", ILLEGAL, [ultra()], None),
    ("disk-24", ILLEGAL, [ultra(**ULTRA_ON, host_group="hosts"), HostGroup("hosts")], None),
    ("disk-24", LEGAL, [ultra(**ULTRA_ON, host_group="hosts"), HostGroup("hosts", ultra_disks=True)], None),
    ("disk-25", LEGAL, [ultra()], facts(size(series="Dsv5", ultra_disk=False))),
    ("disk-25", LEGAL, [ultra()], facts(size(series="New", ultra_disk=True))),
    ("disk-25", LEGAL, [ultra()], facts(size(series="New", v2_ultra_iops=4000))),
    ("disk-25", ILLEGAL, [ultra()], facts(size(series="New", ultra_disk=False))),
    ("disk-25", UNKNOWN, [ultra()], facts(size(series="New"))),
    ("disk-25", UNKNOWN, [ultra()], NOTHING_KNOWN),
    ("disk-26", LEGAL, [ultra()], None),
    ("disk-26", ILLEGAL, design(ultra(), region="norwayeast"), None),
    ("disk-26", UNKNOWN, design(ultra(), region=None), None),
    ("disk-27", LEGAL, [ultra(zone=2)], None),
    ("disk-27", ILLEGAL, [ultra()], None),
    ("disk-27", ILLEGAL, design(ultra(), region="canadaeast"), None),
    ("disk-27", UNKNOWN, design(ultra(zone=1), region="eastasia"), None),
    ("disk-28", LEGAL, [vm(zone=1, data_disks=[data(zone=1)])], None),
    ("disk-28", LEGAL, [vm(zone=1, data_disks=[data()])], None),
    ("disk-28", ILLEGAL, [vm(zone=1, data_disks=[data(zone=2)])], None),
    ("disk-28", ILLEGAL, [vm(data_disks=[data(zone=2)])], None),
    ("disk-28", ILLEGAL, [vm(zone=1, data_disks=[AttachedDisk("a")]), Disk("a", 8)], None),
    ("disk-28", LEGAL, [vm(data_disks=[AttachedDisk("a")]), Disk("a", 8)], None),
    ("disk-28", LEGAL, [vm(zone=1, data_disks=[AttachedDisk("a")]), Disk("a", 8, redundancy="ZRS")], None),
    ("disk-29", LEGAL, [v2(), ReplicationPolicy("p"), ReplicatedVm("vm", "p")], None),
    ("disk-29", ILLEGAL, [ultra(), ReplicationPolicy("p"), ReplicatedVm("vm", "p")], None),
    ("disk-30", LEGAL, [with_disk("UltraSSD", encryption_set="k"), DiskEncryptionSet("k")], None),
    ("disk-30", ILLEGAL, [with_disk("UltraSSD", encryption_set="k"), DiskEncryptionSet("k", cross_tenant=True)], None),
    ("zrs-01", LEGAL, [with_disk("Standard SSD", redundancy="ZRS"), vm("b", os_disk=OsDisk(redundancy="ZRS"))], None),
    ("zrs-01", ILLEGAL, [with_disk("PremiumV2", redundancy="ZRS")], None),
    ("zrs-01", ILLEGAL, [Disk("a", 8, type="UltraSSD", redundancy="ZRS")], None),
    ("zrs-01", ILLEGAL, [vm(os_disk=OsDisk("HDD", redundancy="ZRS"))], None),
    ("zrs-02", LEGAL, [with_disk("Premium", redundancy="ZRS")], None),
    ("zrs-02", ILLEGAL, design(with_disk("Premium", redundancy="ZRS"), region="canadaeast"), None),
    ("zrs-02", ILLEGAL, design(vm(os_disk=OsDisk(redundancy="ZRS")), region="canadaeast"), None),
    ("zrs-02", UNKNOWN, design(with_disk("Premium", redundancy="ZRS"), region="atlantis"), None),
    ("zrs-03", LEGAL, [Disk("a", 8, redundancy="ZRS")], None),
    ("zrs-03", ILLEGAL, [Disk("a", 8, redundancy="ZRS", zone=1)], None),
    ("zrs-04", LEGAL, [vm(zone=1)], None),
    ("zrs-04", ILLEGAL, [vm(zone=1, os_disk=OsDisk(redundancy="ZRS"))], None),
    ("shared-01", LEGAL, sharing(gib=512, shares=3), None),
    ("shared-01", ILLEGAL, sharing(gib=512, shares=4), None),
    ("shared-01", LEGAL, sharing(gib=513, shares=5), None),
    ("shared-01", ILLEGAL, sharing("HDD", gib=8192), None),
    ("shared-01", LEGAL, sharing("UltraSSD", gib=None, shares=15), None),
    ("shared-01", ILLEGAL, sharing("UltraSSD", shares=16), None),
    ("shared-01", UNKNOWN, sharing(gib=None), None),
    ("shared-02", LEGAL, sharing(count=2, shares=2), None),
    ("shared-02", ILLEGAL, sharing(count=3, shares=2), None),
    ("shared-02", ILLEGAL, sharing(count=2, shares=1), None),
    ("shared-03", LEGAL, [with_disk("Premium", max_shares=2)], None),
    ("shared-03", ILLEGAL, [with_disk("Premium", max_shares=2, caching="ReadOnly")], None),
    ("shared-03", ILLEGAL, [with_disk("Premium", max_shares=2, write_accelerator=True)], None),
    ("shared-04", LEGAL, [with_disk("Premium", on_demand_bursting=True)], None),
    ("shared-04", ILLEGAL, [with_disk("Premium", max_shares=2, on_demand_bursting=True)], None),
    ("shared-05", LEGAL, sharing(of=[{"encryption_at_host": True}, {}]), None),
    ("shared-05", ILLEGAL, sharing(of=[{"disk_encryption": True}, {}]), None),
    ("shared-06", LEGAL, [*sharing(of=[{"proximity_group": "p"}] * 2), ProximityPlacementGroup("p")], None),
    ("shared-06", ILLEGAL, [*sharing(of=[{"proximity_group": "p"}, {}]), ProximityPlacementGroup("p")], None),
    ("shared-07", LEGAL, sharing(of=[{"zone": 1}, {"zone": 2}], redundancy="ZRS"), None),
    ("shared-07", LEGAL, sharing(of=[{"zone": 1}, {"zone": 1}], zone=1), None),
    ("shared-07", ILLEGAL, sharing(of=[{"zone": 1}, {"zone": 2}], zone=1), None),
    ("shared-08", LEGAL, [ScaleSet("s", "D4s_v5", data_disks=[data("Premium")])], None),
    ("shared-08", ILLEGAL, [ScaleSet("s", "D4s_v5", data_disks=[data("Premium", max_shares=2)])], None),
    ("shared-09", LEGAL, [Disk("a", 8)], None),
    ("shared-09", ILLEGAL, sharing(), None),
]


@pytest.mark.parametrize(
    ("rule_id", "expected", "resources", "of"), CASES, ids=[f"{c[0]}-{c[1]}-{n}" for n, c in enumerate(CASES)]
)
def test_a_rule_says(rule_id, expected, resources, of):
    assert verdict(rule_id, resources, of) == expected


def test_every_rule_has_its_cases():
    mine = of_modules(all_rules(), "disk_types", "disk_placement", "disk_redundancy")
    assert len(mine) > 35
    assert uncovered(CASES, mine) == []


# --- arithmetic ------------------------------------------------------------------------------------------------
BUNDLED = list(csv.DictReader((data_dir() / "disks.csv").read_text(encoding="utf-8").splitlines()))
NAMES = {"Premium_LRS": DiskType.PREMIUM, "StandardSSD_LRS": DiskType.STANDARD_SSD, "Standard_LRS": DiskType.STANDARD}


@pytest.mark.parametrize("row", [row for row in BUNDLED if row["sku"] in NAMES], ids=lambda row: row["tier"])
def test_tiers_are_those_of_the_bundled_table(row):
    limits = disk_limits(NAMES[row["sku"]], int(row["size_gib"]))
    assert (limits.tier, limits.max_iops, limits.max_mbps) == (
        row["tier"],
        int(row["base_iops"]),
        int(row["base_mbps"]),
    )


@given(st.sampled_from(["Premium", "StandardSSD", "Standard"]), st.integers(1, 32_767))
def test_a_larger_disk_is_never_slower(kind, gib):
    small, large = disk_limits(kind, gib), disk_limits(kind, min(gib * 2, 32_767))
    assert small.max_iops <= large.max_iops and small.max_mbps <= large.max_mbps


@given(st.integers(1, 65_536), st.integers(3_000, 80_000))
def test_premium_v2_may_be_set_to_what_its_limits_say(gib, iops):
    limits = premium_v2_limits(gib)
    assert limits.max_iops == min(80_000, max(3_000, 500 * gib))
    assert premium_v2_limits(gib, iops).max_mbps == min(2_000, iops / 4)
    legal = verdict("disk-05", [with_disk("PremiumV2", gib, iops=iops)])
    assert (legal == LEGAL) is (iops <= limits.max_iops)


@given(st.integers(4, 65_536), st.integers(1, 500_000))
def test_ultra_may_be_set_to_what_its_limits_say(gib, iops):
    limits = ultra_limits(gib)
    assert limits.max_iops == min(400_000, 1_000 * gib)
    legal = verdict("disk-05", [with_disk("UltraSSD", gib, iops=iops)])
    assert (legal == LEGAL) is (100 <= iops <= limits.max_iops)


@pytest.mark.parametrize("kind", DiskType)
def test_a_size_that_does_not_exist_is_refused(kind):
    for gib in (0, MAX_GIB[kind] + 1):
        with pytest.raises(InvalidInputError, match="does not exist; allowed"):
            disk_limits(kind, gib)


@given(st.floats(0.001, 1e6))
def test_an_io_counts_once_for_each_256_kib(kib):
    count = counted_ios(kib)
    assert (count - 1) * 256 < kib <= count * 256


@pytest.mark.parametrize("kib", [0, -1, float("nan")])
def test_no_io_is_refused(kib):
    with pytest.raises(InvalidInputError):
        counted_ios(kib)


def test_bursting_and_shares_turn_at_their_sizes():
    assert [on_demand_bursting_allowed("Premium", gib) for gib in (512, 513)] == [False, True]
    assert not on_demand_bursting_allowed("StandardSSD", 2_048)
    assert [max_shares("StandardSSD", gib) for gib in (512, 513, 4_096, 4_097)] == [3, 5, 5, 10]


@given(st.lists(st.floats(0, 48), max_size=8), st.floats(0, 48))
def test_changes_left_never_grow_with_another_change(changes, created):
    left = performance_changes_left(changes, created_hours_ago=created)
    assert 0 <= performance_changes_left([*changes, 1], created_hours_ago=created) <= left <= 4


def test_the_lists_of_regions_are_those_of_the_pages():
    assert len(NONZONAL_V2_REGIONS) == 30
    assert [sum(1 for n in ULTRA_ZONES.values() if n == zones) for zones in range(4)] == [14, 5, 5, 24]
