"""Every rule about a VM: legal, illegal, the boundary between them, and without the fact."""

import pytest
from legality import ILLEGAL, LEGAL, NOTHING_KNOWN, UNKNOWN, design, facts, of_modules, size, uncovered, verdict, vm

from azstudy.model.disk import DataDisk, OsDisk
from azstudy.model.gallery import Gallery, ImageDefinition, ImageVersion
from azstudy.model.network import Nic
from azstudy.model.protection import BackupPolicy, ReplicatedVm, ReplicationPolicy
from azstudy.model.scaleset import InstanceMix, ScaleSet
from azstudy.rules import all_rules


def disks(count, **fields):
    return [DataDisk(f"d{place}", 128, type="Standard SSD", **fields) for place in range(count)]


def ephemeral(gib=30, **fields):
    return OsDisk("Standard SSD", size_gib=gib, ephemeral=True, **fields)


def image(**fields):
    version = ImageVersion("1.0.0", ["westeurope"], os_disk_gib=127)
    return Gallery("images", [ImageDefinition("web", [version], **fields)])


def known(**of_size):
    return facts(size(**of_size))


D4S = size(max_data_disks=8, premium_storage=True)
SMALL = size("Standard_B2s", series="Bs", max_data_disks=4, premium_storage=True)
D8DS = {"name": "Standard_D8ds_v5", "series": "Ddsv5"}
TEMP = {"ephemeral_os": True, "ephemeral_placements": ("ResourceDisk",), "temp_disk_gib": 75.0}
PAIR = [Nic(name="a"), Nic(name="b")]
WEB = "images/web/1.0.0"

CASES = [
    ("size-01", LEGAL, [vm(data_disks=disks(8))], known(max_data_disks=8)),
    ("size-01", ILLEGAL, [vm(data_disks=disks(9))], known(max_data_disks=8)),
    ("size-01", UNKNOWN, [vm(data_disks=disks(1))], known()),
    ("size-01", UNKNOWN, [vm(data_disks=disks(1))], NOTHING_KNOWN),
    ("size-01", LEGAL, [vm()], NOTHING_KNOWN),
    (
        "size-01",
        ILLEGAL,
        [ScaleSet("s", instance_mix=InstanceMix(["D4s_v5", "B2s"]), data_disks=disks(5))],
        facts(D4S, SMALL),
    ),
    ("size-02", LEGAL, [vm(nics=PAIR)], known(max_nics=2)),
    ("size-02", ILLEGAL, [vm(nics=[*PAIR, Nic(name="c")])], known(max_nics=2)),
    ("size-02", UNKNOWN, [vm(nics=PAIR)], known()),
    ("size-03", LEGAL, [vm(data_disks=[DataDisk("d", 8, type="Premium")])], known(premium_storage=True)),
    ("size-03", LEGAL, [vm(os_disk="Standard SSD", data_disks=disks(1))], known(premium_storage=False)),
    ("size-03", ILLEGAL, [vm(os_disk="Premium")], known(premium_storage=False)),
    (
        "size-03",
        ILLEGAL,
        [vm(os_disk="HDD", data_disks=[DataDisk("d", 8, type="PremiumV2")])],
        known(premium_storage=False),
    ),
    ("size-03", UNKNOWN, [vm(os_disk="Premium")], known()),
    ("size-04", LEGAL, [vm(nics=[Nic(accelerated_networking=True)])], known(accelerated_networking=True)),
    ("size-04", LEGAL, [vm(nics=[Nic()])], known(accelerated_networking=False)),
    ("size-04", ILLEGAL, [vm(nics=[Nic(accelerated_networking=True)])], known(accelerated_networking=False)),
    ("size-04", UNKNOWN, [vm(nics=[Nic(accelerated_networking=True)])], known()),
    ("size-05", LEGAL, [vm(image=WEB), image(architecture="Arm64")], known(architecture="arm64")),
    ("size-05", ILLEGAL, [vm(image=WEB), image(architecture="Arm64")], known(architecture="x64")),
    ("size-05", ILLEGAL, [vm(image=WEB), image()], known(architecture="arm64")),
    ("size-05", UNKNOWN, [vm(image=WEB), image()], known()),
    ("size-06", LEGAL, [vm()], facts(size(), offered={("Standard_D4s_v5", "westeurope")})),
    ("size-06", ILLEGAL, [vm()], facts(size(), offered={("Standard_D4s_v5", "eastus")})),
    ("size-06", UNKNOWN, [vm()], facts(size())),
    ("size-06", UNKNOWN, [vm(size="D9s_v9")], facts(size(), offered={("Standard_D4s_v5", "westeurope")})),
    ("size-07", LEGAL, [vm(hibernation=True)], known(hibernation=True)),
    ("size-07", ILLEGAL, [vm(hibernation=True)], known(hibernation=False)),
    ("size-07", UNKNOWN, [vm(hibernation=True)], known()),
    ("size-08", LEGAL, [vm(os_disk=OsDisk("Premium", write_accelerator=True))], known(write_accelerator=True)),
    ("size-08", ILLEGAL, [vm(os_disk=OsDisk("Standard SSD", write_accelerator=True))], known(write_accelerator=True)),
    ("size-08", ILLEGAL, [vm(os_disk=OsDisk("Premium", write_accelerator=True))], known(write_accelerator=False)),
    ("size-08", UNKNOWN, [vm(os_disk=OsDisk("Premium", write_accelerator=True))], known()),
    ("size-09", LEGAL, [vm(data_disks=disks(1, caching="ReadOnly"))], known(host_caching=True)),
    ("size-09", LEGAL, [vm(data_disks=disks(1))], known(host_caching=False)),
    ("size-09", ILLEGAL, [vm(data_disks=disks(1, caching="ReadOnly"))], known(host_caching=False)),
    ("size-09", UNKNOWN, [vm(data_disks=disks(1, caching="ReadOnly"))], known()),
    ("size-10", LEGAL, [vm(data_disks=disks(4))], known(uncached_iops=2000)),
    ("size-10", ILLEGAL, [vm(data_disks=disks(4))], known(uncached_iops=1999)),
    ("size-10", LEGAL, [vm(data_disks=disks(4, caching="ReadOnly"))], known(uncached_iops=1)),
    ("size-10", UNKNOWN, [vm(data_disks=disks(4))], known()),
    ("generation-01", LEGAL, [vm(generation=1)], known(generations=(1, 2))),
    ("generation-01", ILLEGAL, [vm(generation=1)], known(generations=(2,))),
    ("generation-01", ILLEGAL, [vm(generation=2)], known(generations=(1,))),
    ("generation-01", UNKNOWN, [vm()], known()),
    ("generation-02", LEGAL, [vm(generation=1, os_disk=OsDisk(size_gib=2048))], None),
    ("generation-02", ILLEGAL, [vm(generation=1, os_disk=OsDisk(size_gib=2049))], None),
    ("generation-02", LEGAL, [vm(generation=2, os_disk=OsDisk(size_gib=2049))], None),
    ("generation-03", LEGAL, [vm(os_disk=OsDisk(size_gib=4096))], None),
    ("generation-03", ILLEGAL, [vm(os_disk=OsDisk(size_gib=4097))], None),
    ("generation-04", LEGAL, [vm(secure_boot=True, security_type="TrustedLaunch")], None),
    ("generation-04", LEGAL, [vm(secure_boot=True, vtpm=True)], None),
    ("generation-04", ILLEGAL, [vm(vtpm=True, security_type="Standard")], None),
    ("generation-04", ILLEGAL, [vm(secure_boot=True, generation=1)], None),
    ("generation-05", LEGAL, [vm(image=WEB, generation=1), image(generation=1)], None),
    ("generation-05", ILLEGAL, [vm(image=WEB, generation=1), image(generation=2)], None),
    ("security-01", LEGAL, [vm(security_type="TrustedLaunch", generation=2)], None),
    ("security-01", ILLEGAL, [vm(security_type="TrustedLaunch", generation=1)], None),
    ("security-01", ILLEGAL, [vm(security_type="ConfidentialVM", generation=1)], None),
    ("security-02", LEGAL, [vm(security_type="TrustedLaunch")], known(trusted_launch=True)),
    ("security-02", LEGAL, [vm()], known(trusted_launch=False)),
    ("security-02", ILLEGAL, [vm(security_type="TrustedLaunch")], known(trusted_launch=False)),
    ("security-02", UNKNOWN, [vm(security_type="TrustedLaunch")], known()),
    (
        "security-03",
        LEGAL,
        [vm(size="DC4as_v5", security_type="ConfidentialVM")],
        known(name="Standard_DC4as_v5", confidential="SNP"),
    ),
    ("security-03", ILLEGAL, [vm(security_type="ConfidentialVM")], known()),
    ("security-03", UNKNOWN, [vm(size="DC4as_v5", security_type="ConfidentialVM")], known(name="Standard_DC4as_v5")),
    ("security-04", LEGAL, [vm(image="old", security_type="Standard")], None),
    ("security-04", ILLEGAL, [vm(image="old", security_type="TrustedLaunch")], None),
    ("security-05", LEGAL, [vm(os="Windows", hibernation=True, security_type="TrustedLaunch")], None),
    ("security-05", ILLEGAL, [vm(os="Linux", hibernation=True, security_type="TrustedLaunch")], None),
    ("security-06", LEGAL, [vm(encryption_at_host=True)], None),
    ("security-06", ILLEGAL, [vm(encryption_at_host=True, disk_encryption=True)], None),
    ("security-07", LEGAL, [vm(encryption_at_host=True)], known(encryption_at_host=True)),
    ("security-07", ILLEGAL, [vm(encryption_at_host=True)], known(encryption_at_host=False)),
    ("security-07", UNKNOWN, [vm(encryption_at_host=True)], known()),
    ("security-08", LEGAL, [vm(encryption_at_host=True)], None),
    ("security-08", ILLEGAL, [vm(disk_encryption=True)], None),
    ("security-09", LEGAL, [vm(disk_encryption=True, data_disks=disks(1))], None),
    ("security-09", ILLEGAL, [vm(disk_encryption=True, data_disks=[DataDisk("d", 8, type="UltraSSD")])], None),
    ("ephemeral-01", LEGAL, [vm(os_disk=ephemeral(74))], known(**TEMP, trusted_launch=True)),
    ("ephemeral-01", ILLEGAL, [vm(os_disk=ephemeral(75))], known(**TEMP, trusted_launch=True)),
    ("ephemeral-01", LEGAL, [vm(os_disk=ephemeral(75), security_type="Standard")], known(**TEMP)),
    ("ephemeral-01", ILLEGAL, [vm(os_disk=ephemeral(76), security_type="Standard")], known(**TEMP)),
    ("ephemeral-01", LEGAL, [vm(os_disk=ephemeral(36, full_caching=True))], known(**TEMP)),
    ("ephemeral-01", ILLEGAL, [vm(os_disk=ephemeral(37, full_caching=True))], known(**TEMP)),
    ("ephemeral-01", UNKNOWN, [vm(os_disk=ephemeral(None))], known(**TEMP)),
    ("ephemeral-01", ILLEGAL, [vm(os_disk=ephemeral(None), image=WEB), image()], known(**TEMP)),
    (
        "ephemeral-01",
        UNKNOWN,
        [vm(os_disk=ephemeral(30))],
        known(ephemeral_os=True, ephemeral_placements=("CacheDisk",)),
    ),
    ("ephemeral-01", UNKNOWN, [vm(os_disk=ephemeral(30))], NOTHING_KNOWN),
    ("ephemeral-02", LEGAL, [vm(os_disk=ephemeral(placement="temp disk"))], known(**TEMP)),
    ("ephemeral-02", ILLEGAL, [vm(os_disk=ephemeral(placement="nvme"))], known(**TEMP)),
    ("ephemeral-02", ILLEGAL, [vm(os_disk=ephemeral())], known(ephemeral_os=False)),
    (
        "ephemeral-02",
        LEGAL,
        [vm(size="D4ads_v6", os_disk=ephemeral(placement="nvme"))],
        known(name="Standard_D4ads_v6", ephemeral_os=True),
    ),
    ("ephemeral-02", UNKNOWN, [vm(os_disk=ephemeral())], known()),
    ("ephemeral-03", LEGAL, [vm(os_disk=ephemeral(2040))], None),
    ("ephemeral-03", ILLEGAL, [vm(os_disk=ephemeral(2041))], None),
    ("ephemeral-04", LEGAL, [vm(size="D8ds_v5", os_disk=ephemeral(full_caching=True))], known(**D8DS, vcpus=8)),
    ("ephemeral-04", ILLEGAL, [vm(size="D8ds_v5", os_disk=ephemeral(full_caching=True))], known(**D8DS, vcpus=7)),
    (
        "ephemeral-04",
        ILLEGAL,
        [vm(size="D8s_v3", os_disk=ephemeral(full_caching=True))],
        known(name="Standard_D8s_v3", vcpus=8),
    ),
    ("ephemeral-04", ILLEGAL, [vm(size="D8ds_v5", os_disk=OsDisk(full_caching=True))], known(**D8DS, vcpus=8)),
    ("ephemeral-04", UNKNOWN, [vm(size="D8ds_v5", os_disk=ephemeral(full_caching=True))], known(**D8DS)),
    ("ephemeral-05", LEGAL, [vm(backup="gold"), BackupPolicy("gold")], None),
    ("ephemeral-05", ILLEGAL, [vm(os_disk=ephemeral(), backup="gold"), BackupPolicy("gold")], None),
    ("ephemeral-05", ILLEGAL, [vm(os_disk=ephemeral(), disk_encryption=True)], None),
    ("ephemeral-05", ILLEGAL, [vm(os_disk=ephemeral()), ReplicationPolicy("p"), ReplicatedVm("vm", "p")], None),
    ("ephemeral-06", LEGAL, [vm(os_disk=ephemeral(), image=WEB), image()], None),
    ("ephemeral-06", ILLEGAL, [vm(os_disk=ephemeral(), image=WEB), image(os_state="Specialized")], None),
    ("ephemeral-07", LEGAL, [vm(hibernation=True)], None),
    ("ephemeral-07", ILLEGAL, [vm(os_disk=ephemeral(), hibernation=True)], None),
    ("spot-01", LEGAL, [vm()], None),
    ("spot-01", ILLEGAL, [vm(priority="Spot")], None),
    ("spot-02", LEGAL, [vm(priority="Spot", max_price_usd=0.01234)], None),
    ("spot-02", LEGAL, [vm(priority="Spot")], None),
    ("spot-02", ILLEGAL, [vm(priority="Spot", max_price_usd=0.012345)], None),
    ("spot-02", ILLEGAL, [vm(priority="Spot", max_price_usd=0)], None),
    ("spot-02", ILLEGAL, [vm(priority="Spot", max_price_usd=-0.5)], None),
    ("spot-03", LEGAL, [vm(priority="Spot", eviction_policy="Delete", max_price_usd=1)], None),
    ("spot-03", ILLEGAL, [vm(eviction_policy="Delete")], None),
    ("spot-03", ILLEGAL, [vm(max_price_usd=1)], None),
    ("spot-04", LEGAL, [vm(priority="Spot")], known(spot_capable=True)),
    ("spot-04", ILLEGAL, [vm(priority="Spot")], known(spot_capable=False)),
    ("spot-04", UNKNOWN, [vm(priority="Spot")], known()),
    ("licence-01", LEGAL, [vm(os="Windows", licence="Windows_Server")], None),
    ("licence-01", LEGAL, [vm(os="Linux", licence="RHEL_BYOS")], None),
    ("licence-01", ILLEGAL, [vm(os="Linux", licence="Windows_Server")], None),
    ("licence-01", ILLEGAL, [vm(os="Windows", licence="SLES_BYOS")], None),
    ("licence-02", LEGAL, [vm(os="Windows", licence="hybrid benefit")], known(vcpus=8)),
    ("licence-02", ILLEGAL, [vm(os="Windows", licence="hybrid benefit")], known(vcpus=7)),
    ("licence-02", LEGAL, [vm(os="Windows")], known(vcpus=4)),
    ("licence-02", UNKNOWN, [vm(os="Windows", licence="hybrid benefit")], known()),
]


@pytest.mark.parametrize(
    ("rule_id", "expected", "resources", "of"), CASES, ids=[f"{c[0]}-{c[1]}-{n}" for n, c in enumerate(CASES)]
)
def test_a_rule_says(rule_id, expected, resources, of):
    assert verdict(rule_id, resources, of) == expected


def test_every_rule_has_its_cases():
    mine = of_modules(all_rules(), "vm_size", "vm_generation", "vm_ephemeral", "vm_spot")
    assert len(mine) > 30
    assert uncovered(CASES, mine) == []


def test_the_numbers_stand_in_the_words():
    from azstudy.rules import find_rule, review

    found = review(design(vm("db1", data_disks=disks(9))), known(max_data_disks=8), rules=[find_rule("size-01")])
    [finding] = found.errors
    assert (finding.subject, finding.what) == ("db1", "9 data disks; D4s_v5 takes 8.")
