"""The drawing that answers, without a browser."""

import re

import pytest

from azstudy.errors import UnknownNameError
from azstudy.labs.map_view import MapView, facts_html
from azstudy.model.scaleset import ScaleSet
from azstudy.topology.graph import Badge, Group, Node, Severity
from azstudy.topology.maps import concept_map


def test_every_part_of_the_drawing_is_in_the_list():
    view = MapView(concept_map("scale-set"))
    drawn = re.findall(r'data-(?:node|group)="([^"]*)"', view.drawing["svg"])
    assert sorted(part["id"] for part in view.drawing["parts"]) == sorted(drawn)
    assert view.selected == "scale-set"


def test_choosing_a_part_shows_its_facts():
    view = MapView(concept_map("management"))
    view.selected = "update-manager"
    assert view.selected_part.label == "Azure Update Manager"
    panel = next(part["panel"] for part in view.drawing["parts"] if part["id"] == view.selected)
    assert "Log Analytics agent" in panel
    assert "≠ differs: was Azure Update Management" in panel


def test_unfolding_by_a_message_from_the_page():
    view = MapView(ScaleSet("web", "D4s_v5", instances=30, zones=[1, 2, 3]))
    panels = {part["id"]: part["panel"] for part in view.drawing["parts"]}
    assert "Show all 10" in panels["web/0"]
    view._receive(view, {"do": "unfold", "id": "web/0"}, [])
    parts = {part["id"] for part in view.drawing["parts"]}
    assert {"web/0", "web/3", "web/27", "web/1"} <= parts
    assert "web/4" not in parts, "the other zones stay folded"
    with pytest.raises(UnknownNameError):
        view.unfold("nothing")


def test_the_list_is_indented_as_groups_nest():
    view = MapView(ScaleSet("web", "D4s_v5", instances=3, zones=[1, 2, 3]))
    depths = {part["id"]: part["depth"] for part in view.drawing["parts"]}
    assert (depths["web"], depths["web/zone-2"], depths["web/1"]) == (0, 0, 1)


def test_facts_are_escaped():
    node = Node(id="a", label="<b>", facts={"<i>": "<u>"}, badges=(Badge(Severity.ERROR, "<s>"),))
    text = facts_html(node)
    assert not re.search(r"<[bius]>", text)
    assert "&lt;b&gt;" in text and "azs-note-wrong" in text
    assert "availability set" in facts_html(Group(id="g", label="g", kind="availability-set"))
