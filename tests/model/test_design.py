"""A whole solution: one region by default, look-up by name, references that are followed and never guessed."""

import pytest

from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.model.autoscale import AutoscaleSetting
from azstudy.model.balancer import BalancingRule, HealthProbe, LoadBalancer
from azstudy.model.design import Design
from azstudy.model.disk import AttachedDisk, DataDisk, Disk
from azstudy.model.gallery import ApplicationVersion, Gallery, GalleryApplication, ImageDefinition, ImageVersion
from azstudy.model.network import Nic, Subnet, VNet
from azstudy.model.placement import DedicatedHost, HostGroup
from azstudy.model.scaleset import ScaleSet
from azstudy.model.vm import Extension, InstalledApplication, VirtualMachine


@pytest.fixture
def shop():
    return Design(
        "shop",
        [
            VNet("net", "10.0.0.0/16", subnets=["web", "db"]),
            VNet("spoke", subnets=["db"], region="North Europe"),
            LoadBalancer("front", [BalancingRule("http", 80, probe="alive")], probes=[HealthProbe("alive")]),
            LoadBalancer("inner", probes=[HealthProbe("alive")]),
            ScaleSet("web", "D4s_v5", nics=[Nic("web", load_balancer="front")], health_probe="front/alive"),
            AutoscaleSetting("breathe", "web"),
            Disk("quorum", 64, max_shares=2),
            VirtualMachine(
                "db1", "E8s_v5", nics=["net/db"], data_disks=[AttachedDisk("quorum"), DataDisk("data", 512)]
            ),
            VirtualMachine("db2", "E8s_v5", nics=["db"], host="box", backup="gold"),
            HostGroup("hosts", [DedicatedHost("box", "ESv5-Type1")]),
        ],
        region="West Europe",
    )


def test_things_are_found_by_class_and_name(shop):
    assert [vm.name for vm in shop.vms] == ["db1", "db2"]
    assert [machine.name for machine in shop.machines] == ["web", "db1", "db2"]
    assert shop.get(VirtualMachine, "DB1") is shop.vms[0]
    assert shop.get(Subnet, "web") is shop.vnets[0].subnets[0]
    assert shop.get(Subnet, "spoke/db") is shop.vnets[1].subnets[0]
    assert shop.find(Subnet, "db") is None
    assert shop.find(Subnet, "db", within=shop.vnets[1]) is shop.vnets[1].subnets[0]
    assert shop.get(DataDisk, "db1/data").size_gib == 512
    with pytest.raises(
        UnknownNameError, match=r"Unknown VirtualMachine 'db3'\. Did you mean db2 or db1\? This design has"
    ):
        shop.get(VirtualMachine, "db3")
    with pytest.raises(UnknownNameError, match="This design has no Gallery"):
        shop.get(Gallery, "images")


def test_a_resource_stands_in_the_designs_region_unless_it_says_another(shop):
    assert shop.regions == ("westeurope", "northeurope")
    assert [shop.region_of(vnet) for vnet in shop.vnets] == ["westeurope", "northeurope"]
    assert Design("empty").regions == ()
    assert Design("nowhere", [VirtualMachine("a", "B1s")]).region_of(VirtualMachine("a", "B1s")) is None


def test_references_are_followed_and_never_guessed(shop):
    found = {(r.source.name, r.path): r.target for r in shop.references}
    assert found["web", "nics[0].subnet"] is shop.vnets[0].subnets[0]
    assert found["web", "nics[0].load_balancer"] is shop.load_balancers[0]
    assert found["web", "health_probe"] is shop.load_balancers[0].probes[0]
    assert found["front", "rules[0].probe"] is shop.load_balancers[0].probes[0]
    assert found["breathe", "target"] is shop.scale_sets[0]
    assert found["db1", "data_disks[0].disk"] is shop.get(Disk, "quorum")
    assert found["db2", "host"] is shop.get(DedicatedHost, "box")
    lost = {(r.source.name, r.path): (r.name, r.ambiguous) for r in shop.references if r.target is None}
    assert lost == {("db2", "nics[0].subnet"): ("db", True), ("db2", "backup"): ("gold", False)}


def test_who_uses_a_thing(shop):
    assert [user.name for user in shop.users_of(shop.scale_sets[0])] == ["breathe"]
    assert [user.name for user in shop.users_of(shop.load_balancers[0].probes[0])] == ["front", "web"]
    assert shop.users_of(shop.vms[0]) == ()


def test_gallery_names_may_end_in_latest_or_a_version():
    agent = GalleryApplication("agent", [ApplicationVersion("1.0.0")])
    images = Gallery("images", [ImageDefinition("web", [ImageVersion("1.0.0")])], applications=[agent])
    apps = [InstalledApplication("images/agent/1.0.0"), InstalledApplication("images/agent/latest")]
    vm = VirtualMachine("a", "B1s", image="images/web/1.0.0", applications=apps)
    design = Design("d", [images, vm.evolve(extensions=[Extension("x"), Extension("y", provision_after="x")])])
    assert [r.target for r in design.references] == [
        images.definitions[0],
        design.vms[0].extensions[0],
        agent.versions[0],
        agent,
    ]


def test_put_replaces_in_place_and_adds_at_the_end(shop):
    bigger = shop.put(shop.vms[0].evolve(size="E16s_v5"), VirtualMachine("db3", "E8s_v5"))
    assert [vm.name for vm in bigger.vms] == ["db1", "db2", "db3"]
    assert bigger.resources.index(bigger.vms[0]) == shop.resources.index(shop.vms[0])
    assert bigger.get(VirtualMachine, "db1").size.vcpus == 16
    assert shop.vms[0].size.vcpus == 8
    assert bigger.without(VirtualMachine, "db3").put(shop.vms[0]) == shop
    with pytest.raises(InvalidInputError, match="part of a resource"):
        shop.without(Subnet, "web")


def test_two_resources_of_one_kind_cannot_share_a_name():
    with pytest.raises(InvalidInputError, match=r"Design\.resources: two of kind VirtualMachine are called 'WEB'"):
        Design("d", [VirtualMachine("web", "B1s"), VirtualMachine("WEB", "B1s")])
    assert len(Design("d", [VirtualMachine("web", "B1s"), ScaleSet("web", "B1s")]).resources) == 2


def test_a_design_shows_what_it_holds(shop):
    assert repr(shop) == (
        "<Design 'shop' in westeurope and northeurope: 2 VNet, 2 LoadBalancer, 1 ScaleSet, 1 AutoscaleSetting, "
        "1 Disk, 2 VirtualMachine, 1 HostGroup>"
    )
    assert repr(Design("new")) == "<Design 'new': empty>"
    assert Design.from_json(shop.to_json()) == shop


def test_what_is_no_resource_is_refused():
    with pytest.raises(
        InvalidInputError, match=r"Design\.resources\[0\]: Subnet\('web'\) is not one of VirtualMachine, Sc"
    ):
        Design("d", [Subnet("web")])
