"""The four concept maps: as the notes draw them, as it is today, and what lies between."""

import pytest

from azstudy.errors import UnknownNameError
from azstudy.topology.maps import MAPS, As, concept_map
from azstudy.topology.nouns import topology_of

NOTES = {
    "virtual-machine": """
        Azure Virtual Machine -> VM Series/Size, VM Generation, Disks, Networking, Extensions
        Disks -> OS Disk, Data Disks, Temporary Storage
        Networking -> Virtual Network, Network Interface, Public IP""",
    "scale-set": """
        VM Scale Set -> Auto-scaling, Load Balancing, High Availability
        Auto-scaling -> Horizontal Scaling, Vertical Scaling, Scheduled Scaling
        High Availability -> Fault Domains, Availability Zones""",
    "gallery": """
        Azure Compute Gallery -> Image Definitions, Image Versions, Applications
        Image Definitions -> OS Type, Publisher
        Image Versions -> Replication, Versioning
        Applications -> VM Extensions""",
    "management": """
        VM Management -> Patching, Monitoring, Backup, Security
        Patching -> Azure Update Management
        Monitoring -> Azure Monitor
        Backup -> Azure Backup
        Security -> Azure Security Center""",
}


def lines(drawing):
    """Label -> labels of its parts."""
    found = {}
    for edge in drawing.edges:
        if edge.kind == "has":
            found.setdefault(drawing.node(edge.source).label, []).append(drawing.node(edge.target).label)
    return found


@pytest.mark.parametrize("name", MAPS)
def test_the_notes_are_drawn_as_they_are(name):
    wanted = {}
    for line in NOTES[name].strip().splitlines():
        whole, _, parts = line.strip().partition(" -> ")
        wanted[whole] = parts.split(", ")
    drawing = concept_map(name, as_="notes")
    assert lines(drawing) == wanted
    assert drawing.nodes[0].label == next(iter(wanted))


@pytest.mark.parametrize("name", MAPS)
def test_todays_map_keeps_the_root_and_the_branches_of_the_notes(name):
    notes, today = (lines(concept_map(name, as_=state)) for state in (As.NOTES, As.TODAY))
    root = next(iter(notes))
    assert next(iter(today)) == root
    names = {label for parts in today.values() for label in parts}
    assert set(notes[root]) <= names


@pytest.mark.parametrize("name", MAPS)
def test_every_difference_has_a_reason_a_source_and_a_date_and_is_marked_in_both(name):
    notes, today = (concept_map(name, as_=state) for state in (As.NOTES, As.TODAY))
    assert notes.differences == today.differences != ()
    for difference in today.differences:
        assert min(len(difference.reason), len(difference.notes_say), len(difference.today)) > 10
        assert "MicrosoftDocs/" in difference.source and "@" in difference.source
        assert difference.as_of[:2] == "20"
        assert today.node(difference.concept).badges[0].words == difference.mark
        facts = dict(today.node(difference.concept).facts)
        assert (facts["The notes say"], facts["Why"]) == (difference.notes_say, difference.reason)
    for node in (*notes.nodes, *today.nodes):
        assert {"What it is", "Source", "As of"} <= dict(node.facts).keys()


def test_the_differences_are_the_ones_that_matter():
    found = {d.concept: f"{d.today} {d.reason}" for name in MAPS for d in concept_map(name).differences}
    assert found.keys() == {
        "temporary-storage",
        "vertical-scaling",
        "load-balancing",
        "health-probes",
        "image-versions",
        "applications",
        "update-manager",
        "defender-for-cloud",
    }
    assert "Azure Update Manager" in found["update-manager"]
    assert "Microsoft Defender for Cloud" in found["defender-for-cloud"]
    assert "resize with a restart" in found["vertical-scaling"]
    assert "not autoscale" in found["health-probes"]
    assert "resource of their own" in found["applications"]
    assert "does not deploy a load balancer" in found["load-balancing"]
    assert "Many sizes have no" in found["temporary-storage"]


def test_today_probes_steer_traffic_and_versions_hang_below_definitions():
    scale_set = concept_map("scale-set")
    assert {edge.target for edge in scale_set.edges if edge.source == "health-probes"} == {
        "automatic-repairs",
        "rolling-upgrades",
        "load-balancing",
    }
    assert "Vertical Scaling" not in lines(scale_set)["Auto-scaling"]
    gallery = lines(concept_map("gallery"))
    assert "Image Versions" in gallery["Image Definitions"]
    assert "VM Extensions" not in str(gallery)


def test_marks_can_be_left_out():
    assert not any(node.badges for node in concept_map("scale-set", marks=False).nodes)


@pytest.mark.parametrize(
    ("given", "name"), [("VM", "virtual-machine"), ("scale_set", "scale-set"), ("VMSS", "scale-set")]
)
def test_names_are_forgiven(given, name):
    assert concept_map(given).name == name


def test_an_unknown_map_or_state_lists_what_there_is():
    with pytest.raises(UnknownNameError, match="virtual-machine, scale-set, gallery, management"):
        concept_map("galery-of-art")
    with pytest.raises(UnknownNameError, match="today, notes"):
        concept_map("gallery", as_="tomorrow")


def test_a_map_draws_itself():
    drawing = concept_map("gallery")
    assert topology_of(drawing) is drawing
    assert repr(drawing) == drawing.to_text()
