"""The drawing as a value: checks, paths, painting, networkx."""

import subprocess
import sys

import networkx
import pytest
from topology.drawings import shop, small

from azstudy.errors import InvalidInputError, UnknownNameError
from azstudy.topology.findings import paint
from azstudy.topology.graph import Badge, Edge, Group, Node, Severity, Topology
from azstudy.topology.nouns import topology_of


def test_ids_are_unique_over_nodes_and_groups():
    with pytest.raises(InvalidInputError, match="'a' stands twice"):
        Topology(nodes=(Node(id="a", label="1"),), groups=(Group(id="a", label="2"),))
    with pytest.raises(InvalidInputError, match="empty id"):
        Topology(nodes=(Node(id="", label="1"),))


def test_edges_and_groups_name_what_is_there():
    with pytest.raises(InvalidInputError, match="names 'b'"):
        Topology(nodes=(Node(id="a", label="a"),), edges=(Edge(source="a", target="b"),))
    with pytest.raises(InvalidInputError, match="group 'z'"):
        Topology(nodes=(Node(id="a", label="a", group="z"),))


def test_groups_do_not_hold_themselves():
    with pytest.raises(InvalidInputError, match="circle: a -> b -> a"):
        Topology(groups=(Group(id="a", label="a", parent="b"), Group(id="b", label="b", parent="a")))


def test_a_node_knows_its_groups_outermost_first():
    assert small().group_path("web") == ("region", "zone-1")
    assert small().group_path("lb") == ()


def test_an_unknown_node_gets_suggestions():
    with pytest.raises(UnknownNameError, match="Did you mean web"):
        small().node("wep")


def test_painting_adds_badges_to_nodes_and_groups_and_leaves_the_rest():
    painted = small().painted({"web": Badge("warning", "old size"), "zone-2": [Badge(Severity.FAILED, "zone is down")]})
    assert painted.node("web").badges == (Badge(Severity.WARNING, "old size"),)
    assert painted.group("zone-2").badges[0].severity is Severity.FAILED
    assert painted.node("lb") == small().node("lb")
    assert "▲ warning: old size" in painted.to_text()
    assert "▼ failed: zone is down" in painted.to_mermaid()
    assert "▼ failed: zone is down" in painted.to_svg()
    with pytest.raises(UnknownNameError, match="'wep'"):
        small().painted({"wep": Badge("error")})


def test_every_severity_has_its_own_symbol_and_word():
    assert len({severity.symbol for severity in Severity}) == len(Severity)
    assert Severity("info") is Severity.ADVICE
    assert all(str(Badge(severity)) == f"{severity.symbol} {severity.value}" for severity in Severity)


def test_a_finding_goes_to_the_nearest_thing_that_is_drawn():
    drawing = topology_of(shop())
    painted = paint(drawing, [("DB1/data", "error", "a"), ("db1/os-disk", "info", "b"), ("gone/x", "error", "c")])
    assert [str(badge) for badge in painted.node("db1/data").badges] == ["× error: a"]
    assert [str(badge) for badge in painted.node("db1").badges] == ["● advice: b"]
    assert sum(len(part.badges) for part in (*painted.nodes, *painted.groups)) == 2


def test_networkx_has_every_attribute():
    graph = small().to_networkx()
    assert isinstance(graph, networkx.DiGraph)
    assert graph.nodes["web"] == {
        "label": 'web "1" & <co>',
        "kind": "vm",
        "detail": "D4s_v5",
        "facts": {},
        "group": "zone-1",
        "group_path": ("region", "zone-1"),
        "badges": (),
        "count": 1,
        "members": (),
        "is_group": False,
    }
    assert graph.nodes["lb"]["facts"] == {"sku": "Standard"}
    assert graph.nodes["zone-2"]["is_group"]
    assert graph.edges["lb", "web"] == {"kind": "routes to", "label": "routes to"}
    assert graph.graph["title"] == "Small"
    assert graph.graph["groups"]["zone-1"]["parent"] == "region"
    assert len(graph) == 8 + 1, "all nodes unfolded, and the one group that a line ends at"


def test_networkx_joins_two_lines_between_the_same_pair():
    ends = {"source": "a", "target": "b"}
    nodes = (Node(id="a", label="a"), Node(id="b", label="b"))
    graph = Topology(nodes=nodes, edges=(Edge(**ends, kind="has"), Edge(**ends, kind="uses", label="x"))).to_networkx()
    assert graph.edges["a", "b"] == {"kind": "has; uses", "label": "x"}


def test_a_first_vm_as_mermaid_loads_nothing_heavy():
    code = (
        "from azstudy.model.vm import VirtualMachine; from azstudy.topology.nouns import topology_of; import sys;"
        "text = topology_of(VirtualMachine('web1', 'D4s_v5')).to_mermaid(); assert 'Standard_D4s_v5' in text;"
        "heavy = {'numpy', 'pandas', 'networkx', 'graphviz', 'ipywidgets', 'anywidget', 'IPython', 'plotly', 'yaml'};"
        "print(*sorted(heavy & {name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
