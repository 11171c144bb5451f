"""A drawing as a networkx graph, for counting paths and asking what depends on what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from azstudy.topology.graph import Topology

if TYPE_CHECKING:
    import networkx


def digraph(topology: Topology) -> networkx.DiGraph:
    """A DiGraph with every attribute.

    Node attributes: label, kind, detail, facts (dict), group, group_path (tuple, outermost first), badges (tuple of
    words), count, members. A group that a line starts or ends at is a node too, with `is_group=True`.
    Edge attributes: kind, label; where two lines join the same pair, both joined by "; ".
    Graph attributes: title, groups (dict id -> label, kind, parent).

    >>> from azstudy.topology.maps import concept_map
    >>> graph = digraph(concept_map("gallery", as_="notes"))
    >>> sorted(graph.successors("applications")), graph.nodes["vm-extensions"]["label"]
    (['vm-extensions'], 'VM Extensions')
    """
    import networkx

    graph = networkx.DiGraph(
        title=topology.title,
        groups={g.id: {"label": g.label, "kind": g.kind, "parent": g.parent} for g in topology.groups},
    )
    parents = {group.id: group.parent for group in topology.groups}
    for node in topology.nodes:
        graph.add_node(
            node.id,
            label=node.label,
            kind=node.kind,
            detail=node.detail,
            facts=dict(node.facts),
            group=node.group,
            group_path=_path(parents, node.group),
            badges=tuple(str(badge) for badge in node.badges),
            count=node.count,
            members=node.members,
            is_group=False,
        )
    ends = {end for edge in topology.edges for end in (edge.source, edge.target)}
    for group in topology.groups:
        if group.id in ends:
            graph.add_node(
                group.id,
                label=group.label,
                kind=group.kind,
                detail="",
                facts=dict(group.facts),
                group=group.parent,
                group_path=_path(parents, group.parent),
                badges=tuple(str(badge) for badge in group.badges),
                count=1,
                members=(),
                is_group=True,
            )
    for edge in topology.edges:
        before = graph.get_edge_data(edge.source, edge.target, default={"kind": "", "label": ""})
        graph.add_edge(
            edge.source, edge.target, kind=_both(before["kind"], edge.kind), label=_both(before["label"], edge.label)
        )
    return graph


def _path(parents: dict[str, str], group: str) -> tuple[str, ...]:
    path: list[str] = []
    while group:
        path.append(group)
        group = parents[group]
    return tuple(reversed(path))


def _both(before: str, more: str) -> str:
    return "; ".join(dict.fromkeys(word for word in (before, more) if word))
