"""VMs and scale sets: pleasant to write, short to read, wrong on purpose where Azure would refuse, never nonsense."""

import subprocess
import sys

import pytest

from azstudy.catalog.catalog import default_catalog
from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.model.disk import DataDisk, OsDisk
from azstudy.model.network import NetworkSecurityGroup, Nic, SecurityRule, Subnet, VNet
from azstudy.model.placement import AvailabilitySet, HostGroup
from azstudy.model.scaleset import InstanceMix, RollingUpgrade, ScaleSet, SpotMix, StandbyPool
from azstudy.model.sizename import SizeName
from azstudy.model.vm import Patching, VirtualMachine
from azstudy.model.words import Caching, DiskType, OsType, PatchMode, SecurityType


def test_a_vm_reads_as_it_is_written():
    vm = VirtualMachine("web1", "D4s_v5", data_disks=[DataDisk("data", size_gib=1024, type="Premium SSD")], zone=1)
    assert vm.size == SizeName.parse("Standard_D4s_v5")
    assert vm.data_disks == (DataDisk("data", 1024, type=DiskType.PREMIUM),)
    assert repr(vm) == "VirtualMachine('web1', 'D4s_v5', data_disks=[DataDisk('data', 1024)], zone=1)"
    assert repr(VirtualMachine("web1", "d4s v5")) == "VirtualMachine('web1', 'D4s_v5')"


def test_azures_defaults():
    vm = VirtualMachine("web1", "D4s_v5")
    assert (vm.os_disk.caching, DataDisk("d").caching) == (Caching.READ_WRITE, Caching.NONE)
    assert vm.effective_security_type is SecurityType.TRUSTED_LAUNCH
    assert vm.evolve(generation=1).effective_security_type is SecurityType.STANDARD
    assert (vm.max_price_usd, vm.eviction_policy.value, vm.priority.value) == (-1, "Deallocate", "Regular")
    assert [Patching().effective_mode(os) for os in OsType] == [PatchMode.IMAGE_DEFAULT, PatchMode.AUTOMATIC_BY_OS]
    scale_set = ScaleSet("web", "D4s_v5")
    assert (scale_set.flexible, scale_set.effective_fault_domains, scale_set.effective_overprovision) == (
        True,
        1,
        False,
    )
    uniform = scale_set.evolve(orchestration="uniform")
    assert (uniform.effective_fault_domains, uniform.effective_overprovision) == (5, True)
    assert uniform.evolve(zones=[1, 2, 3]).effective_fault_domains == 1
    assert (scale_set.upgrade.mode.value, scale_set.scale_in.rule.value, scale_set.repair) == (
        "Manual",
        "Default",
        None,
    )
    rolling = RollingUpgrade()
    percents = (rolling.max_batch_percent, rolling.max_unhealthy_percent, rolling.max_unhealthy_upgraded_percent)
    assert percents == (20, 20, 20)
    assert rolling.pause_s == 0


@pytest.mark.parametrize(
    "build",
    [
        lambda: VirtualMachine("a", "D4s_v5", zone=1, availability_set="set", proximity_group="near", host="h"),
        lambda: VirtualMachine("a", "A1_v2", generation=2, os_disk=OsDisk("Ultra Disk", redundancy="ZRS")),
        lambda: VirtualMachine("a", "D99s_v9", zone=7, nics=[], data_disks=[DataDisk(str(n)) for n in range(90)]),
        lambda: VirtualMachine("a", "B1s", priority="spot", capacity_reservation="r", os="Windows", generation=1,
                               security_type="TrustedLaunch", os_disk=OsDisk(ephemeral=True, size_gib=9000)),
        lambda: DataDisk("v2", 70000, type="PremiumV2", redundancy="zrs", caching="ReadWrite", iops=900_000),
        lambda: DataDisk("hdd", 64, type="HDD", max_shares=20),
        lambda: ScaleSet("a", "D4s_v5", instances=5000, orchestration="Uniform", spot_mix=SpotMix(5, 50),
                         fault_domains=9, single_placement_group=True, zones=[1, 1, 9]),
        lambda: ScaleSet("a", instance_mix=InstanceMix(["D4s_v5"] * 9), health_probe="p", health_extension={}),
        lambda: ScaleSet("a"),
        lambda: AvailabilitySet("a", 7, update_domains=40),
        lambda: SecurityRule("a", 5000, direction="in", access="deny", ports=["80-90", 443]),
        lambda: VNet("a", "10.0.0.0/24", subnets=[Subnet("outside", "192.168.0.0/16")]),
    ],
)  # fmt: skip
def test_what_azure_refuses_can_be_written(build):
    assert build() == build()


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: DataDisk("d", -5), r"DataDisk\.size_gib: -5 is not a whole number of 1 or more"),
        (lambda: DataDisk("d", 1.5), r"DataDisk\.size_gib: 1\.5 is not a whole number"),
        (lambda: DataDisk("d", "big"), r"DataDisk\.size_gib: 'big' is not a whole number"),
        (lambda: DataDisk("d", True), r"DataDisk\.size_gib: True is not"),
        (lambda: DataDisk("d", 10**400), r"DataDisk\.size_gib: 1000.*\.\.\. is not a whole number"),
        (lambda: DataDisk("d", mbps=float("nan")), r"DataDisk\.mbps: nan is not a number of 0 or more"),
        (lambda: DataDisk(" "), r"DataDisk\.name: ' ' is not a name"),
        (lambda: DataDisk("d", type="Premum"), r"DataDisk\.type: Unknown disk type 'Premum'\. Did you mean Premium"),
        (lambda: VirtualMachine("a", "???"), r"VirtualMachine\.size: '\?\?\?' cannot be a VM size name"),
        (lambda: VirtualMachine("a", "B1s", zone=0), r"VirtualMachine\.zone: 0 is not a whole number of 1 or more"),
        (lambda: VirtualMachine("a", "B1s", availability_set=""), r"leave the field out for none"),
        (lambda: VirtualMachine("a", "B1s", hibernation="no"), r"'no' is not True or False"),
        (lambda: VirtualMachine("a", "B1s", tags=["env"]), r"tags: \['env'\] is not names with values"),
        (lambda: VirtualMachine("a", "B1s", region="west/europe"), r"region: 'west/europe' is not a region name"),
        (lambda: VirtualMachine("a", "B1s", data_disks="data"), r"data_disks\[0\]: 'data' is not one of DataDisk, Att"),
        (lambda: VirtualMachine("a", "B1s", os_disk={"typ": "HDD"}), r"VirtualMachine\.os_disk: Unknown field 'typ'"),
        (lambda: VirtualMachine("a", "B1s", image=":"), r"image: ':' is not an image\. Write 'publisher:offer"),
        (lambda: RollingUpgrade(120), r"max_batch_percent: 120 is not a number from 0 to 100"),
        (lambda: SecurityRule("a", "high"), r"priority: 'high' is not a whole number"),
        (lambda: SecurityRule("a", 100, ports="90-80"), r"ports\[0\]: '90-80' is not a port"),
        (lambda: SecurityRule("a", 100, ports=70000), r"ports\[0\]: '70000' is not a port"),
        (lambda: Subnet("a", "10.0.0.0/40"), r"Subnet\.prefix: '10\.0\.0\.0/40' is not an address range"),
        (lambda: VNet("a", subnets=["web", "WEB"]), r"VNet\.subnets: two of kind Subnet are called 'WEB'"),
        (lambda: SpotMix(1, 101), r"regular_percent_above_base: 101 is not"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_its_place(build, message):
    with pytest.raises(InvalidInputError, match=message):
        build()


def test_an_unknown_word_keeps_its_suggestions():
    with pytest.raises(UnknownNameError) as caught:
        ScaleSet("web", "D4s_v5", upgrade="roling")
    assert caught.value.suggestions == ("Rolling",)
    assert str(caught.value).startswith("ScaleSet.upgrade.mode: Unknown upgrade mode 'roling'. Did you mean Rolling?")


def test_short_forms_stand_for_nouns():
    scale_set = ScaleSet("web", nics=["web"], upgrade="rolling", instance_mix=InstanceMix(["D4s_v5", "D4as_v5"]))
    assert scale_set.nics == (Nic("web"),)
    assert [size.text for size in scale_set.sizes] == ["Standard_D4s_v5", "Standard_D4as_v5"]
    assert scale_set.evolve(size="B2s", instance_mix=None).sizes == (SizeName.parse("B2s"),)
    assert VirtualMachine("a", "B1s", availability_set=AvailabilitySet("web")).availability_set == "web"
    assert VirtualMachine("a", default_catalog().size("D4s_v5")).size == SizeName.parse("D4s_v5")
    assert VirtualMachine("a", "B1s", zone="2").zone == 2
    assert VirtualMachine("a", "B1s", region="West Europe").region == "westeurope"
    assert VirtualMachine("a", "B1s", tags={"b": "2", "a": "1"}).tags == (("a", "1"), ("b", "2"))
    assert NetworkSecurityGroup("n", [SecurityRule("a", 1, ports=443)]).rules[0].ports == ("443",)
    assert HostGroup("g", [{"name": "h", "sku": "DSv3-Type1"}]).hosts[0].sku == "DSv3-Type1"


def test_documented_numbers_of_mixes_pools_and_batches():
    assert SpotMix(10, 50).split(41) == (10 + 15, 16)
    assert SpotMix(10, 25).split(20) == (10 + 2, 8)
    assert SpotMix(2, 50).split(1) == (1, 0)
    assert [StandbyPool("p", "web", max_ready=20, min_ready=low).size_beside(n) for n, low in [(10, 0), (18, 5)]] == [
        10,
        5,
    ]
    assert [RollingUpgrade().batch(n) for n in (1, 5, 9, 10, 100)] == [1, 1, 1, 2, 20]
    assert [AvailabilitySet("a", update_domains=5).update_domain_of(n) for n in range(7)] == [0, 1, 2, 3, 4, 0, 1]


def test_a_vm_loads_neither_galleries_nor_schedules():
    code = "import azstudy.model.vm, sys; print(*sorted(m for m in sys.modules if m.startswith('azstudy.model.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.removeprefix("azstudy.model.") for name in done.stdout.split()}
    assert not loaded & {
        "gallery",
        "autoscale",
        "maintenance",
        "protection",
        "design",
        "timezones",
        "scaleset",
        "serial",
    }
