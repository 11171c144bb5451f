"""Every noun's own graph fills the branches of its concept map; a design stands in its frames."""

import pytest
from topology.drawings import shop

from azstudy.errors import InvalidInputError
from azstudy.model.autoscale import AutoscaleSetting, Profile, ScaleRule
from azstudy.model.design import Design
from azstudy.model.disk import AttachedDisk, DataDisk, Disk
from azstudy.model.gallery import ApplicationVersion, Gallery, GalleryApplication, ImageDefinition, ImageVersion
from azstudy.model.maintenance import MaintenanceConfiguration
from azstudy.model.network import Nic, Subnet, VNet
from azstudy.model.protection import BackupPolicy, DataCollectionRule
from azstudy.model.scaleset import ScaleSet
from azstudy.model.size import VmSize
from azstudy.model.vm import Extension, VirtualMachine
from azstudy.topology.maps import concept_map
from azstudy.topology.nouns import topology_of

FILLED = [
    (VirtualMachine("x", "D4s_v5"), "virtual-machine"),
    (ScaleSet("x", "D4s_v5"), "scale-set"),
    (Gallery("x"), "gallery"),
    (MaintenanceConfiguration("x", "guest"), "management"),
    (BackupPolicy("x"), "management"),
    (DataCollectionRule("x"), "management"),
]


@pytest.mark.parametrize(("noun", "name"), FILLED, ids=lambda given: type(given).__name__)
def test_a_noun_has_every_branch_of_its_map(noun, name):
    drawing = topology_of(noun)
    today = concept_map(name, marks=False)
    below = {node.id: node for node in drawing.nodes}
    for concept in today.nodes[1:]:
        assert below[f"x/{concept.id}"].label == concept.label
    edges = {(edge.source, edge.target) for edge in drawing.edges}
    for edge in today.edges:
        if edge.kind == "has":
            source = "x" if edge.source == today.nodes[0].id else f"x/{edge.source}"
            assert (source, f"x/{edge.target}") in edges
    assert drawing.nodes[0].label == "x"
    assert drawing.nodes[0].detail == today.nodes[0].label


def test_a_vm_shows_its_values():
    vm = VirtualMachine(
        "web1",
        "e8-4ads v5",
        generation=1,
        data_disks=[DataDisk("data", 1024, caching="ReadOnly"), DataDisk("size", 64), AttachedDisk("shared")],
        nics=[Nic("net/web", name="front", public_ip="ip1"), Nic("net/db", name="back")],
        extensions=[Extension("agent")],
    )
    drawing = topology_of(vm)
    said = {node.id.removeprefix("web1/"): node.detail for node in drawing.nodes}
    assert said["size"] == "Standard_E8-4ads_v5"
    assert said["generation"] == "1 (BIOS/PCAT)"
    assert said["temporary-storage"] == "yes: letter d in the size"
    assert (said["virtual-network"], said["network-interface"]) == ("net/web, net/db", "front, back")
    assert (said["public-ip"], said["extensions"]) == ("ip1", "agent")
    assert said["data-disks"] == "3"
    assert said["data"] == "1,024 GiB Premium SSD LRS, cache ReadOnly"
    assert said["data-disks/size"] == "64 GiB Premium SSD LRS", "a disk called like a branch keeps an id of its own"
    assert said["shared"] == "shared or separate disk"


@pytest.mark.parametrize(
    ("more", "frames"),
    [
        ({"zones": [1, 2]}, ["Zone 1", "Zone 2"]),
        ({"fault_domains": 3}, ["Fault domain 0", "Fault domain 1", "Fault domain 2"]),
        ({"orchestration": "Uniform"}, [f"Fault domain {n}" for n in range(5)]),
        ({}, ["As many fault domains as Azure finds"]),
    ],
)
def test_instances_stand_where_azure_would_start_them(more, frames):
    drawing = topology_of(ScaleSet("web", "D4s_v5", instances=7, **more))
    assert [group.label for group in drawing.groups] == frames
    counts = [sum(node.group == group.id for node in drawing.nodes) for group in drawing.groups]
    assert sum(counts) == 7 and max(counts) - min(counts) <= 1


def test_a_gallery_shows_definitions_versions_and_replicas():
    gallery = Gallery(
        "images",
        [ImageDefinition("web", [ImageVersion("1.0.0", ["westeurope"], replicas=3)], publisher="contoso")],
        applications=[GalleryApplication("agent", [ApplicationVersion("2.0.0", ["westeurope"])])],
    )
    drawing = topology_of(gallery)
    assert drawing.node("images/images/web/1.0.0").detail == "westeurope × 3"
    assert drawing.node("images/versioning").detail == "web: latest 1.0.0"
    assert drawing.node("images/publisher").detail == "contoso"
    assert drawing.node("images/packages/agent/2.0.0").label == "2.0.0"
    assert topology_of(gallery.definitions[0]).to_text().splitlines()[0] == "web: Linux Generalized, V2"


def test_an_autoscale_setting_and_a_network_show_their_parts():
    rule = ScaleRule("Percentage CPU > 75", "out 2")
    setting = AutoscaleSetting("breathe", "web", profiles=[Profile("day", [rule], minimum=2, maximum=10)])
    assert topology_of(setting).to_text().splitlines() == [
        "breathe: autoscale of web",
        "  day: 2 to 10 instances; default profile",
        "    Percentage CPU > 75 (Average over 5 min): out by 2",
    ]
    assert topology_of(VNet("net", subnets=[Subnet("web", "10.0.1.0/24")])).to_text().splitlines() == [
        "net: virtual network",
        "  web: prefix 10.0.1.0/24",
    ]


def test_what_has_no_drawing_says_so():
    for thing in (DataDisk("data"), VmSize(name="Standard_D2s_v5", series="Dsv5"), 7):
        with pytest.raises(InvalidInputError, match="has no drawing"):
            topology_of(thing)


def test_a_design_stands_in_its_frames():
    drawing = topology_of(shop())
    assert drawing.group_path("db1") == ("region/westeurope", "net", "net/db", "net/db/zone-1")
    assert drawing.group_path("app1") == ("region/westeurope", "net", "net/app", "app-set")
    assert drawing.group_path("web/0") == ("region/westeurope", "net", "net/web", "web", "web/zone-1")
    assert drawing.group_path("inner") == ("region/westeurope", "net", "net/app")
    lines = {(edge.source, edge.kind, edge.target) for edge in drawing.edges}
    assert {
        ("front-ip", "address of", "front"),
        ("front", "routes to", "web"),
        ("inner", "routes to", "app1"),
        ("web-nsg", "protects", "net/web"),
        ("out", "way out of", "net/app"),
        ("breathe", "scales", "web"),
        ("gold", "backs up", "db1"),
        ("vault", "keeps points of", "gold"),
        ("patch", "patches", "app2"),
        ("images", "image of", "web"),
        ("db1", "replicates to", "region/northeurope"),
        ("asr", "protects", "db1"),
        ("db1", "has", "db1/data"),
    } <= lines


def test_equal_machines_of_a_design_fold_and_others_do_not():
    vms = [VirtualMachine(f"vm{n}", "D2s_v5", data_disks=[DataDisk(f"d{n}", 64)]) for n in range(6)]
    drawing = topology_of(Design("many", [*vms, VirtualMachine("big", "D8s_v5")])).folded()
    assert [(node.label, node.detail) for node in drawing.nodes] == [
        ("6 VMs", "D2s_v5, Linux"),
        ("6 data disks", "64 GiB Premium SSD LRS"),
        ("big", "D8s_v5, Linux"),
    ]


def test_equal_names_of_unlike_things_and_names_that_lead_nowhere_are_drawn():
    design = Design(
        "odd",
        [
            VNet("web", subnets=[Subnet("web")]),
            ScaleSet("web", "D2s_v5", nics=[Nic("web/web", load_balancer="nowhere")]),
            VirtualMachine("web", "D2s_v5", backup="gone"),
            Disk("web", 64),
        ],
    )
    drawing = topology_of(design)
    ids = {part.id for part in (*drawing.nodes, *drawing.groups)}
    assert {"web", "web/web", "scale-set/web", "vm/web", "disk/web", "missing/gone", "missing/nowhere"} <= ids
    assert "? not checked: not in this design" in drawing.to_text()


def test_a_design_without_a_region_and_an_empty_one_are_drawn():
    assert topology_of(Design("bare", [VirtualMachine("a", "D2s_v5", zone=2)])).group_path("a") == ("zone-2",)
    empty = topology_of(Design("empty"))
    assert empty.to_text() == "empty"
    assert "<svg" in empty.to_svg()
    assert empty.to_mermaid() == "graph LR\n    accTitle: Diagram of empty"


def test_a_thousand_machines_with_all_their_lines_are_drawn():
    vms = [VirtualMachine(f"vm{n}", "D2s_v5", zone=n % 3 + 1, nics=[Nic("net/a")], backup="b") for n in range(1000)]
    drawing = topology_of(Design("big", [VNet("net", subnets=[Subnet("a")]), BackupPolicy("b"), *vms]))
    assert len(drawing.nodes) == 1001
    assert len(drawing.folded().nodes) == 4
    assert "text/vnd.mermaid" in drawing._repr_mimebundle_()


def test_a_noun_shows_its_drawing_in_a_notebook_and_its_text_stays_short():
    vm = VirtualMachine("web1", "D4s_v5")
    bundle = vm._repr_mimebundle_()
    assert bundle["text/plain"] == repr(vm) == "VirtualMachine('web1', 'D4s_v5')"
    assert bundle["text/vnd.mermaid"] == topology_of(vm).to_mermaid()
    assert bundle["image/svg+xml"] == topology_of(vm).to_svg()
    assert list(DataDisk("data", 64)._repr_mimebundle_()) == ["text/plain"]
