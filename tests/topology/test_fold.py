"""Equal nodes fold into one with a count, and only equal ones."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from azstudy.errors import UnknownNameError
from azstudy.model.scaleset import ScaleSet
from azstudy.topology.fold import FOLD_FROM
from azstudy.topology.graph import Badge, Edge, Group, Node, Topology
from azstudy.topology.nouns import topology_of


def instances(count, **more):
    return tuple(Node(id=f"i{n}", label=f"i_{n}", kind="instance", plural="instances", **more) for n in range(count))


def test_a_thousand_instances_in_three_zones_are_one_node_a_zone():
    drawing = topology_of(ScaleSet("web", "D4s_v5", instances=1000, zones=[1, 2, 3]))
    folded = [node for node in drawing.folded().nodes if node.count > 1]
    assert [(node.label, node.group) for node in folded] == [
        ("334 instances", "web/zone-1"),
        ("333 instances", "web/zone-2"),
        ("333 instances", "web/zone-3"),
    ]
    assert sum(len(node.members) for node in folded) == 1000
    assert folded[0].members[:3] == ("web/0", "web/3", "web/6")
    assert "text/vnd.mermaid" in drawing._repr_mimebundle_()


def test_fewer_than_four_keep_their_names():
    assert FOLD_FROM == 4
    assert Topology(nodes=instances(3)).folded() == Topology(nodes=instances(3))
    assert [node.label for node in Topology(nodes=instances(4)).folded().nodes] == ["4 instances"]


def test_without_a_plural_nothing_folds():
    nodes = tuple(attrs.evolve(node, plural="") for node in instances(9))
    assert Topology(nodes=nodes).folded().nodes == nodes


def test_what_differs_stays_apart():
    drawing = Topology(nodes=instances(10)).painted({"i3": Badge("failed")})
    assert [(node.id, node.count) for node in drawing.folded().nodes] == [("i0", 9), ("i3", 1)]


def test_lines_to_unequal_things_keep_nodes_apart():
    nodes = (*instances(8), Node(id="a", label="a"), Node(id="b", label="b"))
    edges = tuple(Edge(source="a" if n < 4 else "b", target=f"i{n}") for n in range(8))
    folded = Topology(nodes=nodes, edges=edges).folded()
    assert [(node.id, node.count) for node in folded.nodes] == [("i0", 4), ("i4", 4), ("a", 1), ("b", 1)]
    assert folded.edges == (Edge(source="a", target="i0"), Edge(source="b", target="i4"))


def test_parts_fold_with_their_wholes():
    disks = tuple(Node(id=f"i{n}/d", label="d", kind="disk", plural="disks") for n in range(5))
    edges = tuple(Edge(source=f"i{n}", target=f"i{n}/d") for n in range(5))
    folded = Topology(nodes=(*instances(5), *disks), edges=edges).folded()
    assert [node.label for node in folded.nodes] == ["5 instances", "5 disks"]
    assert folded.edges == (Edge(source="i0", target="i0/d"),)


def test_a_chain_does_not_fold_into_itself():
    edges = tuple(Edge(source=f"i{n}", target=f"i{n + 1}") for n in range(9))
    drawing = Topology(nodes=instances(10), edges=edges)
    assert drawing.folded() == drawing, "each stands at its own distance from the end"


def test_unfolding_one_leaves_the_others_folded():
    drawing = topology_of(ScaleSet("web", "D4s_v5", instances=30, zones=[1, 2, 3]))
    opened = drawing.unfold("web/3").folded()
    assert sum(node.kind == "instance" and node.group == "web/zone-1" for node in opened.nodes) == 10
    assert [node.label for node in opened.nodes if node.count > 1] == ["10 instances", "10 instances"]
    assert drawing.unfold().folded() == drawing.unfold()
    with pytest.raises(UnknownNameError, match="web/99"):
        drawing.unfold("web/99")


@given(
    nodes=st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["", "g"]), st.booleans()), max_size=14),
    lines=st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13), st.sampled_from(["has", "uses"])), max_size=20),
)
def test_folding_keeps_every_node_and_every_line(nodes, lines):
    parts = tuple(
        Node(id=f"n{n}", label=f"n{n}", kind=kind, group=group, plural="parts" if folds else "")
        for n, (kind, group, folds) in enumerate(nodes)
    )
    edges = tuple(Edge(source=f"n{a}", target=f"n{b}", kind=k) for a, b, k in lines if max(a, b) < len(parts))
    drawing = Topology(nodes=parts, edges=edges, groups=(Group(id="g", label="g"),))
    folded = drawing.folded()
    assert sum(node.count for node in folded.nodes) == len(parts)
    members = {id_: node.id for node in folded.nodes for id_ in node.members or (node.id,)}
    assert sorted(members) == sorted(node.id for node in parts)
    assert {(members[e.source], members[e.target], e.kind) for e in edges} == {
        (e.source, e.target, e.kind) for e in folded.edges
    }
    by_id = {node.id: node for node in parts}
    for node in folded.nodes:
        assert len({(by_id[m].kind, by_id[m].group) for m in node.members}) <= 1
        # every member has lines of the same kinds to the same drawn nodes
        around = [
            {(e.kind, members[e.target]) for e in edges if e.source == m}
            | {(e.kind, "from", members[e.source]) for e in edges if e.target == m}
            for m in node.members
        ]
        assert all(one == around[0] for one in around)
    assert folded.folded() == folded
